// openapi.h: openapi.json, as it was when this was built.
#pragma once

namespace endrange::server {

extern const char* const kOpenApi;

}  // namespace endrange::server
