// check_kind.h: the name and meaning of something a clip is checked for.
#pragma once

namespace endrange {

struct CheckKind {
  const char* id;       ///< stable, snake_case
  const char* meaning;  ///< one line
};

}  // namespace endrange
