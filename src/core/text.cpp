#include "core/text.h"

#include <cstdarg>
#include <cstdio>

namespace endrange {

std::string text(const char* format, ...) {
  char line[400];
  va_list values;
  va_start(values, format);
  std::vsnprintf(line, sizeof line, format, values);
  va_end(values);
  return line;
}

}  // namespace endrange
