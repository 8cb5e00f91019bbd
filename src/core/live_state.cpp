#include "core/live_state.h"

namespace endrange {

const char* name_of(LiveStage stage) {
  switch (stage) {
    case LiveStage::set_up: return "set_up";
    case LiveStage::working: return "working";
    case LiveStage::ended: break;
  }
  return "ended";
}

const char* name_of(LiveEnd ended) {
  switch (ended) {
    case LiveEnd::none: return "";
    case LiveEnd::goal: return "goal";
    case LiveEnd::rest: return "rest";
    case LiveEnd::got_up: return "got_up";
    case LiveEnd::left: return "left";
    case LiveEnd::too_long: break;
  }
  return "too_long";
}

const char* name_of(Tone tone) {
  switch (tone) {
    case Tone::none: return "";
    case Tone::low: return "low";
    case Tone::high: return "high";
    case Tone::end: break;
  }
  return "end";
}

}  // namespace endrange
