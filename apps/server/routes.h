// routes.h: THE table of what can be asked for. To add something: one row in its subject's file, and its lines in
// openapi.json (a test compares them).
#pragma once

#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "server/events.h"
#include "server/guard.h"
#include "server/queue.h"
#include "server/server.h"
#include "server/static_files.h"
#include "server/web.h"

namespace endrange::server {

class LiveSets;

/// What routes work with.
struct App {
  ServeOptions options;
  Guard guard;
  EventHub events;
  StaticFiles page;
  FilmQueue* queue = nullptr;
  LiveSets* live = nullptr;
  std::mutex journal_mutex;
  int port = 0;

  explicit App(ServeOptions o) : options(std::move(o)), page(options.web) {}
};

enum class Body { none, json, bytes };

struct Route {
  const char* method;
  const char* pattern;  ///< "/api/v1/people/{person}/sets"
  Body body;
  Answer (*answer)(App& app, Request& request);
  const char* summary;
};

/// The tables, by subject.
std::span<const Route> general_routes();
std::span<const Route> people_routes();
std::span<const Route> training_routes();
std::span<const Route> film_routes();
std::span<const Route> live_routes();
/// All of them.
std::vector<Route> all_routes();

/// What is wrong with a request before any route looks at it: who asks, what for, how much.
std::optional<Answer> refuse(App& app, const Request& request);
/// Pre: refuse() had nothing against it.
Answer answer(App& app, Request& request);

}  // namespace endrange::server
