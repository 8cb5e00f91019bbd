#include "live/cues.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/count.h"
#include "form/judge.h"

namespace endrange {

namespace {

// A lowering that took less than this share of what was asked for is too fast to let pass; less of a way isn't one.
constexpr double kTooFast = 0.7, kLeastWay_deg = 15;
// A stop at the bottom of less than this share of the pause asked for isn't one.
constexpr double kTooShort = 0.5;
// The turning point is sounded so much before it, for the time it takes to hear it. s
constexpr double kAhead_s = 0.1;
constexpr double kUnseen_s = 1.5;
// The same thing isn't said of the next so many reps.
constexpr int kNotAgain = 2;
constexpr int kHoldTold_s = 10;
// A number, or a word or two, takes so long to say. s
constexpr double kWord_s = 0.8;

int rank(const std::string& severity) {
  constexpr std::array kRanks = {"info", "watch", "fix", "stop"};
  return static_cast<int>(std::ranges::find(kRanks, severity) - kRanks.begin());
}

}  // namespace

// Of legs that take turns, those of the leg that has done fewer.
int Prompter::counted(const LiveState& now) const {
  return goal_.is_each_leg ? std::min(now.left_reps, now.right_reps) : now.reps;
}

void Prompter::count(const LiveState& now, std::vector<LiveCue>& cues) {
  if (now.reps <= counted_) return;
  counted_ = now.reps;
  const std::string number = std::to_string(now.reps);
  const int done = counted(now);
  if (goal_.reps > 0 && done >= goal_.reps && !has_said_done_) {
    has_said_done_ = true;
    cues.push_back({"done", number + ". Done.", number, Tone::end});
  } else if (goal_.reps > 1 && done == goal_.reps - 1 && !goal_.is_each_leg) {
    cues.push_back({"last_one", number + ". Last one.", number, Tone::high});
  } else {
    cues.push_back({"count", number, number, Tone::high});
  }
}

void Prompter::watch_tempo(const LiveState& now, std::vector<LiveCue>& cues) {
  if (now.phase == Phase::lower && phase_ != Phase::lower)
    lowered_from_s_ = now.at_s - now.phase_s, lowered_from_deg_ = now.leg_elevation_deg, has_turned_ = false;
  if (now.phase == Phase::lower && !has_turned_ && !std::isnan(goal_.turn_at_deg)) {
    // Where the leg will be when the tone has been heard.
    const double since = now.at_s - lowered_from_s_, way = lowered_from_deg_ - now.leg_elevation_deg;
    const double ahead = since > 0 ? now.leg_elevation_deg - kAhead_s * way / since : now.leg_elevation_deg;
    if (lowered_from_deg_ > goal_.turn_at_deg && ahead <= goal_.turn_at_deg) {
      has_turned_ = true;
      cues.push_back({"turn", "", "turn", Tone::low});
    }
  }
  if (phase_ == Phase::lower && now.phase != Phase::lower && goal_.lowering_s > 0) {
    const double took = now.at_s - lowered_from_s_, way = lowered_from_deg_ - before_deg_;
    if (way > kLeastWay_deg && lowering_count(took, way) < kTooFast * goal_.lowering_s)
      cues.push_back({"slower", "Slower.", "slower", Tone::none});
  }
  if (now.phase == Phase::bottom && phase_ != Phase::bottom) rested_from_s_ = now.at_s;
  if (phase_ == Phase::bottom && now.phase == Phase::lift && now.at_s - rested_from_s_ < kTooShort * goal_.pause_s)
    cues.push_back({"pause", "Pause at the bottom.", "pause", Tone::none});
  phase_ = now.phase, before_deg_ = now.leg_elevation_deg;
}

void Prompter::watch_hold(const LiveState& now, std::vector<LiveCue>& cues) {
  if (std::isnan(now.hold_s)) {
    held_ = 0;
    return;
  }
  const int tens = static_cast<int>(now.hold_s) / kHoldTold_s;
  if (goal_.hold_s > 0 && now.hold_s >= goal_.hold_s && !has_said_done_) {
    has_said_done_ = true;
    cues.push_back({"done", "Done.", "done", Tone::end});
  } else if (!has_said_done_ && tens > held_) {
    held_ = tens;
    cues.push_back({"hold", std::to_string(tens * kHoldTold_s), std::to_string(tens * kHoldTold_s) + " s", Tone::none});
  }
}

std::vector<LiveCue> Prompter::watch(const LiveState& now) {
  std::vector<LiveCue> cues;
  if (now.stage == LiveStage::set_up) return cues;
  count(now, cues);
  watch_tempo(now, cues);
  watch_hold(now, cues);
  if (now.pose) {
    unseen_since_s_ = kUnknown, has_said_unseen_ = false;
  } else if (std::isnan(unseen_since_s_)) {
    unseen_since_s_ = now.at_s;
  } else if (!has_said_unseen_ && now.at_s - unseen_since_s_ > kUnseen_s) {
    has_said_unseen_ = true;
    cues.push_back({"unseen", "I can't see you.", "not seen", Tone::none});
  }
  if (now.stage == LiveStage::ended && !has_ended_) {
    has_ended_ = true;
    const std::string end = now.ended == LiveEnd::goal ? "Set done. " : "Set ended. ";
    const std::string reps = std::to_string(now.reps) + (now.reps == 1 ? " repetition." : " repetitions.");
    cues.push_back({"ended", end + (now.reps > 0 ? reps : ""), "end", Tone::end});
    waiting_.reset();  // the result tells it
  }
  if (waiting_ && cues.empty() && now.at_s >= quiet_from_s_) {
    cues.push_back(*std::move(waiting_));
    waiting_.reset();
  }
  if (std::ranges::any_of(cues, [](const LiveCue& cue) { return !cue.say.empty(); }))
    quiet_from_s_ = now.at_s + kWord_s;
  return cues;
}

void Prompter::hear(const Analysis& analysis) {
  const int last = analysis.complete_reps();
  if (last <= spoken_of_rep_) return;
  const Finding* most = nullptr;
  for (const Finding& finding : analysis.findings) {
    const Check* check = find_check(finding.check);
    if (finding.rep <= spoken_of_rep_ || rank(finding.severity) < rank("watch")) continue;
    if (check == nullptr || *check->say == 0) continue;
    const bool was_said = std::ranges::any_of(
        said_, [&](const auto& said) { return said.first == finding.check && finding.rep - said.second <= kNotAgain; });
    if (was_said) continue;
    if (most == nullptr || rank(finding.severity) > rank(most->severity)) most = &finding;
  }
  spoken_of_rep_ = last;
  if (most == nullptr) return;
  said_.emplace_back(most->check, most->rep);
  const char* say = find_check(most->check)->say;
  waiting_ = LiveCue{most->check, say, say, Tone::none};
}

}  // namespace endrange
