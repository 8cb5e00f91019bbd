#include <algorithm>

#include "server/routes.h"

namespace endrange::server {

namespace {

// No route, and no file of the page, has a longer one.
constexpr std::size_t kLongestPath = 200;

// Whether the path is of that pattern; then with what stands in its {…}. Only ids can stand there.
bool is_match(std::string_view pattern, std::string_view path, std::vector<std::string>& ids) {
  ids.clear();
  while (!pattern.empty() && !path.empty()) {
    if (pattern.front() == '{') {
      const std::size_t end = std::min(path.find('/'), path.size());
      if (!is_id(path.substr(0, end))) return false;
      ids.emplace_back(path.substr(0, end));
      path.remove_prefix(end);
      pattern.remove_prefix(pattern.find('}') + 1);
    } else if (pattern.front() == path.front()) {
      pattern.remove_prefix(1), path.remove_prefix(1);
    } else {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

// HEAD is GET without the body.
std::string_view method_of(const Request& request) {
  return request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
}

const Route* route_of(const Request& request, std::vector<std::string>& ids, std::string& allowed) {
  static const std::vector<Route> routes = all_routes();
  for (const Route& route : routes) {
    if (!is_match(route.pattern, request.path, ids)) continue;
    if (method_of(request) == route.method) return &route;
    allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
  }
  return nullptr;
}

}  // namespace

std::vector<Route> all_routes() {
  std::vector<Route> all;
  for (const auto routes : {general_routes(), people_routes(), training_routes(), film_routes(), live_routes()})
    all.insert(all.end(), routes.begin(), routes.end());
  return all;
}

std::optional<Answer> refuse(App& app, const Request& request) {
  if (auto refused = app.guard.refuse(request, app.port)) return refused;
  if (request.path.size() > kLongestPath) return refusal(404, "not_found", "there is nothing of that name");
  if (!request.is_query_good)
    return refusal(400, "bad_argument", "the query says something twice, or holds control characters");
  if (!is_api(request.path)) {
    if (method_of(request) == "GET") return std::nullopt;
    return refusal(405, "bad_argument", "the page's files can only be read");
  }
  std::vector<std::string> ids;
  std::string allowed;
  const Route* route = route_of(request, ids, allowed);
  if (route == nullptr && allowed.empty()) return refusal(404, "not_found", "the API has nothing of that name");
  if (route == nullptr) {
    Answer refused = refusal(405, "bad_argument", request.method + " isn't possible here: " + allowed);
    refused.headers.emplace_back("Allow", allowed);
    return refused;
  }
  const std::uint64_t most = route->body == Body::bytes  ? app.options.upload_limit_bytes
                             : route->body == Body::json ? kMostJson_bytes
                                                         : 0;
  if (request.length.value_or(0) > most)
    return refusal(413, "too_large", "at most " + std::to_string(most) + " bytes are taken here");
  return std::nullopt;
}

Answer answer(App& app, Request& request) {
  if (!is_api(request.path)) return app.page.answer(request);
  std::string allowed;
  const Route* route = route_of(request, request.ids, allowed);
  return route->answer(app, request);
}

}  // namespace endrange::server
