// A set measured while it is done.
#include <array>

#include "server/routes.h"

namespace endrange::server {

namespace {

Answer soon(App&, Request&) { return refusal(501, "unsupported", "live sets aren't connected yet"); }

constexpr std::array kRoutes = {
    Route{"POST", "/api/v1/people/{person}/live", Body::json, soon, "A live set begins"},
    Route{"POST", "/api/v1/live/{live}/frames", Body::bytes, soon, "A picture of it"},
    Route{"POST", "/api/v1/live/{live}/start", Body::json, soon, "From the next picture on the set counts"},
    Route{"POST", "/api/v1/live/{live}/finish", Body::json, soon, "The set is over: measured and kept"},
    Route{"DELETE", "/api/v1/live/{live}", Body::none, soon, "The set is dropped"},
};

}  // namespace

std::span<const Route> live_routes() { return kRoutes; }

}  // namespace endrange::server
