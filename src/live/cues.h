// cues.h: what is said and sounded while a set goes on. Each once, none over the other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/live_state.h"

namespace endrange {

class Prompter {
 public:
  explicit Prompter(const LiveGoal& goal) : goal_(goal) {}

  /// After each picture: the state as it is, but for its cues. Returns what is new to say.
  std::vector<LiveCue> watch(const LiveState& now);

  /// What the whole analysis says, when it has been made anew. The worst finding of reps not spoken of yet is said by
  /// the next watch() that breaks off nothing.
  void hear(const Analysis& analysis);

 private:
  int counted(const LiveState& now) const;
  void count(const LiveState& now, std::vector<LiveCue>& cues);
  void watch_tempo(const LiveState& now, std::vector<LiveCue>& cues);
  void watch_hold(const LiveState& now, std::vector<LiveCue>& cues);

  LiveGoal goal_;
  int counted_ = 0, spoken_of_rep_ = 0;
  Phase phase_ = Phase::none;
  double lowered_from_s_ = kUnknown, lowered_from_deg_ = kUnknown, before_deg_ = kUnknown;
  bool has_turned_ = false, has_ended_ = false, has_said_done_ = false;
  double rested_from_s_ = kUnknown;
  double unseen_since_s_ = kUnknown;
  bool has_said_unseen_ = false;
  int held_ = 0;
  std::optional<LiveCue> waiting_;
  double quiet_from_s_ = 0;                        // what was said is over by then
  std::vector<std::pair<std::string, int>> said_;  // check, rep
};

}  // namespace endrange
