// check_kind.h: the name and meaning of something a clip is checked for.
#pragma once

namespace endrange {

struct CheckKind {
  const char* id;       ///< stable, snake_case
  const char* meaning;  ///< one line
  const char* family = "view";
  const char* measured = "";  ///< what is measured, in which unit
  const char* limit = "";     ///< where seeing begins
  const char* source = "";    ///< where the limit comes from
};

}  // namespace endrange
