// text.h: sentences with numbers in them.
#pragma once

#include <string>

namespace endrange {

/// printf into a std::string, at most 400 characters.
std::string text(const char* format, ...) __attribute__((format(printf, 1, 2)));

}  // namespace endrange
