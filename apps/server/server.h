// server.h: the page's server, for this machine alone: 127.0.0.1, no other machine, no network at all.
//
//   browser ─► http (sockets, limits) ─► guard (whose request is it?) ─► routes (the table) ─► journal
//                                                                            │
//                    events (what changed) ◄── queue (films on disk) ◄───────┘
//                                                └─► worker: `endrange analyze` as a process of its own
//
// docs/server.md says what protects against what.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "endrange.h"

namespace endrange::server {

/// The same from day to day, so that a browser knows the page again: whose it is, and what it keeps for when the
/// program isn't running.
constexpr int kUsualPort = 4180;

struct ServeOptions {
  /// 0 = any free one; empty = kUsualPort, or any free one where that is taken.
  std::optional<int> port;
  std::string journal;  ///< "" = default_journal_path()
  std::string films;    ///< folder; "" = beside the journal
  std::string web;      ///< folder of the built page; "" = where it is looked for
  std::string model = "heavy";
  int threads = 2;  ///< of one analysis
  std::uint64_t upload_limit_bytes = std::uint64_t{2} << 30;
  std::uint64_t free_bytes = std::uint64_t{1} << 30;     ///< of the disk, that stay free
  std::function<void(const std::string& url)> on_ready;  ///< told the address to open
};

/// Serves until SIGINT or SIGTERM; then nothing new is taken in, a running analysis is stopped (its film stays in the
/// queue) and the call returns. Call it from a process that has no other threads.
/// Errors: bad_argument, setup (no page), io (the port or the folder is in use)
Result<void> serve(const ServeOptions& options);

/// Where the films of a journal are kept unless somebody says otherwise: beside it.
std::string films_folder_of(const std::string& journal);

/// Deletes all films of that person. Errors: io (a server is at work on them)
Result<void> delete_films(const std::string& folder, std::int64_t person);

}  // namespace endrange::server
