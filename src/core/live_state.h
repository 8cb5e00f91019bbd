// live_state.h: what is known at this moment of a set that is being filmed. Written by live/, read by report/ and apps.
//
// Names and units are those of docs/formats.md. Unknown is NaN, empty, or an empty optional.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis.h"

namespace endrange {

/// set_up: finding a place for phone and body, nothing is counted. working: the set. ended: nothing more is taken in.
enum class LiveStage { set_up, working, ended };
/// goal: all that was asked for. rest: the legs lay still for long. got_up, left: the lifter did.
enum class LiveEnd { none, goal, rest, got_up, left, too_long };

/// One thing that must be right before a set can be measured.
struct SetUpItem {
  std::string id;  ///< see kSetUpKinds in live/set_up.cpp
  bool is_good = false;
  std::string message;  ///< what to do, short enough to be said; what is good where is_good
};

enum class Tone { none, low, high, end };

/// Something to say, to show or to sound, once.
struct LiveCue {
  std::string id, say, show;  ///< say: for a voice; "" = nothing
  Tone tone = Tone::none;
};

/// The rep that ended last: as counted at once; what the whole analysis says of it follows some tenths of a second
/// later.
struct LiveRep {
  Rep rep;
  std::optional<Finding> finding;  ///< the one that counts most
};

/// What the set is meant to be; NaN or 0 = nothing said.
struct LiveGoal {
  int reps = 0;  ///< with each leg where is_each_leg
  bool is_each_leg = false;
  double lowering_s = kUnknown, pause_s = kUnknown, turn_at_deg = kUnknown, hold_s = kUnknown;
};

struct LiveState {
  double at_s = kUnknown;  ///< from the set's first frame; before it, from the first frame of all
  LiveStage stage = LiveStage::set_up;
  LiveEnd ended = LiveEnd::none;
  std::optional<Pose> pose;  ///< px; empty = nobody is seen
  int width = 0, height = 0;
  bool is_set_up = false;
  std::vector<SetUpItem> set_up;
  std::optional<Side> near_side;
  std::optional<bool> head_is_right;
  Posture posture = Posture::other;
  Side leg = Side::left;  ///< the one that works: the near one, unless only the other moves
  double leg_elevation_deg = kUnknown, knee_flexion_deg = kUnknown;  ///< of that leg
  double lumbar_lift_mm = kUnknown;                                  ///< as the analysis saw it last
  Phase phase = Phase::none;
  double phase_s = 0;            ///< how long it has lasted
  RepSide side = RepSide::both;  ///< of the last rep
  int reps = 0, left_reps = 0, right_reps = 0, partial_reps = 0;
  double hold_s = kUnknown;  ///< of the hold that is going on
  double rest_s = 0;         ///< how long nothing has moved
  std::optional<LiveRep> last_rep;
  double end_range_deg = kUnknown;  ///< of the set so far
  std::vector<LiveCue> cues;        ///< new ones
};

const char* name_of(LiveStage stage);
const char* name_of(LiveEnd ended);
const char* name_of(Tone tone);

}  // namespace endrange
