#include "live/live_set.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <future>

#include "core/angle.h"
#include "live/cues.h"
#include "live/live_motion.h"
#include "live/set_up.h"

namespace endrange {

namespace {

// Words about the set-up needn't change more often. s
constexpr double kSetUpEvery_s = 0.25;

// The set has ended: nobody moved, was seen, or lay for so long; the longest a set may take. s
constexpr double kRest_s = 8, kGone_s = 4, kLongest_s = 900;
// After the last rep asked for, or a hold, the legs may come to rest first. s
constexpr double kAfterGoal_s = 1.0;

// The whole analysis may take this share of the time, and isn't made anew more often than this. s
constexpr double kAnalysisShare = 0.15, kAnalysisEvery_s = 0.7;

TrackerOptions every_frame_at_once() {
  TrackerOptions options;
  options.every_frame = true;
  options.block_s = 0;
  return options;
}

double since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

struct LiveSet::Impl {
  LiveOptions options;
  AnalyzeOptions analyzing;
  std::vector<BlazePose> networks;
  LiveStage stage = LiveStage::set_up;
  LiveEnd ended = LiveEnd::none;
  bool starts_next = false;
  int frames = 0;
  double begin_s = 0;  // of the stage, by the frames' clock
  std::optional<Follower> follower;
  std::optional<LiveMotion> motion;
  std::deque<SceneSample> scene;  // of the set-up's last seconds
  int width = 0, height = 0;
  std::vector<SetUpItem> set_up;
  double set_up_s = -1e9, seen_s = 0, goal_met_s = kUnknown, held_s = kUnknown;
  Prompter prompter;

  // The whole analysis of what has been seen, made beside the pictures.
  std::future<std::pair<Analysis, double>> making;
  std::optional<Analysis> made;
  double made_s = 0, rest_until_s = 0;  // by the set's clock
  int made_of_reps = 0;

  Impl(const LiveOptions& o, std::vector<BlazePose> n) : options(o), networks(std::move(n)), prompter(o.goal) {
    analyzing.subject = o.subject;
    analyzing.exercise = o.exercise;
  }

  void begin(LiveStage to, const Frame& frame) {
    const bool is_same_size = frame.width == width && frame.height == height;
    std::optional<SideFrame> known;
    if (is_same_size && motion) known = motion->frame();
    // The set has a clock of its own; a set-up that begins anew goes on by the old one.
    if (to == LiveStage::working || !motion) begin_s = frame.at_s;
    stage = to;
    width = frame.width, height = frame.height;
    frames = 0;
    follower.emplace(networks, every_frame_at_once());
    motion.emplace(width, height, to == LiveStage::working, known);
    scene.clear();
    set_up.clear();
    set_up_s = -1e9, seen_s = 0;
  }

  void check() {
    const double now_s = motion->poses().back().at_s;
    if (now_s - set_up_s < kSetUpEvery_s) return;
    set_up_s = now_s;
    // Movement of the camera counts against the window's beginning.
    std::vector<SceneSample> samples(scene.begin(), scene.end());
    const Vec2 from = samples.front().camera_shift;
    for (SceneSample& sample : samples) sample.camera_shift = sample.camera_shift - from;
    const TrackStats& stats = follower->stats();
    set_up = check_set_up({motion->poses(), samples, motion->frame(), width, height,
                           stats.searches > 0 && 3 * stats.searches_with_others > stats.searches,
                           find_exercise(options.exercise)});
  }

  // Whether the analysis made beside the pictures is ready; and the next one, if it is time.
  void analyse(double now_s) {
    if (making.valid()) {
      if (making.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
      auto [analysis, took_s] = making.get();
      prompter.hear(analysis);
      made = std::move(analysis);
      rest_until_s = now_s + std::max(kAnalysisEvery_s, took_s / kAnalysisShare);
    }
    const int reps = static_cast<int>(motion->reps().size());
    // A rep that has just ended is looked at without waiting.
    if (now_s < rest_until_s && reps == made_of_reps) return;
    if (reps == 0) return;
    made_of_reps = reps;
    making = std::async(std::launch::async, [seen = follower->so_far(), with = analyzing] {
      const auto begin = std::chrono::steady_clock::now();
      Analysis analysis = interpret(seen, with);
      return std::pair{std::move(analysis), since(begin)};
    });
  }

  bool has_met_goal(const LiveState& now) const {
    const LiveGoal& goal = options.goal;
    if (goal.hold_s > 0) return held_s >= goal.hold_s && std::isnan(now.hold_s);
    if (goal.reps <= 0) return false;
    return goal.is_each_leg ? std::min(now.left_reps, now.right_reps) >= goal.reps : now.reps >= goal.reps;
  }

  void watch_end(const LiveState& now) {
    if (!std::isnan(now.hold_s)) held_s = now.hold_s;
    if (has_met_goal(now)) {
      if (std::isnan(goal_met_s)) goal_met_s = now.at_s;
      if (now.at_s - goal_met_s >= kAfterGoal_s && now.rest_s >= kAfterGoal_s) ended = LiveEnd::goal;
    } else {
      goal_met_s = kUnknown;
    }
    const bool has_begun = now.reps > 0 || now.partial_reps > 0 || held_s > 0;
    if (has_begun && std::isnan(now.hold_s) && now.rest_s >= kRest_s) ended = LiveEnd::rest;
    if (!motion->is_down()) ended = LiveEnd::got_up;
    if (now.at_s - seen_s > kGone_s) ended = LiveEnd::left;
    if (now.at_s > kLongest_s) ended = LiveEnd::too_long;
    if (ended != LiveEnd::none) stage = LiveStage::ended;
  }

  void describe(LiveState& now) const {
    now.stage = stage, now.ended = ended;
    now.width = width, now.height = height;
    now.set_up = set_up;
    now.is_set_up = !set_up.empty() && std::ranges::all_of(set_up, &SetUpItem::is_good);
    if (!motion) return;
    if (const auto& frame = motion->frame()) {
      now.near_side = frame->near_side;
      if (frame->posture == Posture::lying) now.head_is_right = frame->head.x > 0;
      now.posture = frame->posture;
    }
    now.leg = motion->working_leg();
    now.leg_elevation_deg = to_deg(motion->elevation().value);
    now.knee_flexion_deg = to_deg(motion->knee_flexion());
    now.phase = motion->phase();
    now.phase_s = now.phase == Phase::none ? 0 : now.at_s - motion->phase_since_s();
    now.rest_s = now.at_s - std::max(motion->moved_s(), 0.0);
    if (motion->hold()) now.hold_s = now.at_s - motion->hold()->when.from_s, now.rest_s = 0;
    count(now);
    if (!made) return;
    if (made->end_range.status == EndRangeStatus::found) now.end_range_deg = made->end_range.deg;
    const auto& lift = made->series.lumbar_lift;
    const auto last = std::find_if(lift.rbegin(), lift.rend(), [](double v) { return !std::isnan(v); });
    constexpr double kFresh_s = 2;
    if (last != lift.rend() &&
        now.at_s - made->series.at_s[static_cast<std::size_t>(lift.rend() - last) - 1] < kFresh_s)
      now.lumbar_lift_mm = *last;
  }

  void count(LiveState& now) const {
    const Rep* latest = nullptr;
    for (const Rep& rep : motion->reps()) {
      now.partial_reps += !rep.is_complete;
      if (!rep.is_complete) continue;
      ++now.reps;
      now.left_reps += rep.side == RepSide::left, now.right_reps += rep.side == RepSide::right;
      latest = &rep;
    }
    if (latest == nullptr) return;
    now.side = latest->side;
    now.last_rep = LiveRep{*latest, {}};
    now.last_rep->rep.index = now.reps;
    if (!made) return;
    // The same rep in the whole analysis knows more.
    for (const Rep& rep : made->reps)
      if (rep.is_complete && overlap_s(rep.when(), latest->when()) > 0.5 * latest->when().duration_s()) {
        now.last_rep->rep = rep;
        now.last_rep->rep.index = now.reps;
        for (const Finding& finding : made->findings)
          if (finding.rep == rep.index && !now.last_rep->finding) now.last_rep->finding = finding;
      }
  }
};

LiveSet::LiveSet(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LiveSet::LiveSet(LiveSet&&) noexcept = default;
LiveSet& LiveSet::operator=(LiveSet&&) noexcept = default;
LiveSet::~LiveSet() = default;

Result<LiveSet> LiveSet::create(const LiveOptions& options) {
  BlazePose::Options pose = options.pose;
  pose.threads = 1;  // the other processor shows the picture and makes the analysis
  auto networks = make_networks(pose);
  if (!networks) return tl::unexpected(networks.error());
  return LiveSet(std::make_unique<Impl>(options, std::move(*networks)));
}

void LiveSet::start() {
  if (impl_->stage == LiveStage::set_up) impl_->starts_next = true;
}

Result<LiveState> LiveSet::push(Frame frame) {
  Impl& m = *impl_;
  LiveState now;
  if (m.stage == LiveStage::ended) {
    now.at_s = frame.at_s - m.begin_s;
    m.describe(now);
    return now;
  }
  if (m.starts_next) {
    m.starts_next = false;
    m.begin(LiveStage::working, frame);
  }
  const bool has_changed = frame.width != m.width || frame.height != m.height;
  if (m.stage == LiveStage::working && has_changed)
    return failure(Error::Kind::bad_argument, "the pictures changed their size within the set");
  // While the set-up goes on for long, what it has seen is forgotten now and then.
  constexpr int kMostSetUpFrames = 3000;
  if (m.stage == LiveStage::set_up && (has_changed || m.frames > kMostSetUpFrames)) m.begin(LiveStage::set_up, frame);

  frame.index = m.frames++;
  frame.at_s -= m.begin_s;
  now.at_s = frame.at_s;
  m.scene.push_back(frame.scene);
  if (auto pushed = m.follower->push(std::move(frame)); !pushed) return tl::unexpected(pushed.error());
  const Pose& pose = m.follower->poses().back();
  m.motion->push({m.follower->poses(), m.follower->stills(), m.follower->fronts()});
  while (m.scene.size() > m.motion->poses().size()) m.scene.pop_front();
  if (pose.seen && pose.score > 0) now.pose = pose, m.seen_s = now.at_s;

  if (m.stage == LiveStage::set_up) {
    m.check();
    m.describe(now);
    return now;
  }
  m.analyse(now.at_s);
  m.describe(now);
  m.watch_end(now);
  now.stage = m.stage, now.ended = m.ended;
  now.cues = m.prompter.watch(now);
  return now;
}

Result<Analysis> LiveSet::finish() {
  Impl& m = *impl_;
  if (m.making.valid()) m.making.wait();
  const bool has_set = m.stage != LiveStage::set_up && m.follower;
  m.stage = LiveStage::ended;
  if (!has_set) return Analysis{};
  if (auto finished = m.follower->finish(); !finished) return tl::unexpected(finished.error());
  const Following seen = m.follower->take();
  m.motion.reset(), m.follower.reset();
  Analysis analysis = interpret(seen, m.analyzing);
  analysis.clip.width = seen.width, analysis.clip.height = seen.height;
  return analysis;
}

}  // namespace endrange
