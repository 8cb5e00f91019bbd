// server.h: the page's server, for this machine alone: 127.0.0.1, no other machine, no network at all.
//
//   browser ─► http (sockets, limits) ─► gate (whose request is it?) ─► routes (the table) ─► journal
//                                                                            │
//                    events (what changed) ◄── queue (films on disk) ◄───────┘
//                                                └─► worker: `endrange analyze` as a process of its own
//
// docs/server.md says what protects against what.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "endrange.h"

namespace endrange::server {

struct ServeOptions {
  int port = 0;         ///< 0 = any free one
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

}  // namespace endrange::server
