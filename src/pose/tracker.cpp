#include "pose/tracker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <numbers>

namespace endrange {

namespace {

// The person is lost for good when the hips land further than this from where they were, in region sides: the
// region has slid onto somebody else.
constexpr double kFurthestJump = 0.3;

// … or when the region grows or shrinks by more than this between two looks.
constexpr double kMostGrowth = 2.5;

// A region smaller than this holds nobody who could be measured, px.
constexpr double kLeastRegion = 16;

// Another person counts when the detector is this sure and they stand this far off, in region sides.
constexpr float kSureOfOthers = 0.65f;
constexpr double kApart = 0.35;

// The longest block, frames: keeps memory bounded at any frame rate (240 fps slow motion: 33 frames).
constexpr std::size_t kLongestBlock = 36;

// Blocks are worked off in pairs: their last frames need nothing of each other, so two networks can look at them side
// by side. Always pairs, so that the result doesn't depend on how many networks there are.
constexpr std::size_t kBlocksAtOnce = 2;

double degrees_between(Vec2 a, Vec2 b) { return std::abs(std::atan2(cross(a, b), dot(a, b))) * 180 / std::numbers::pi; }

// The directions whose change decides how often to look: thighs, and hips to ankles.
std::array<Vec2, 4> leg_directions(const Pose& pose) {
  return {pose.at(Joint::left_knee) - pose.at(Joint::left_hip), pose.at(Joint::right_knee) - pose.at(Joint::right_hip),
          pose.at(Joint::left_ankle) - pose.at(Joint::left_hip),
          pose.at(Joint::right_ankle) - pose.at(Joint::right_hip)};
}

double leg_change_deg(const Pose& a, const Pose& b) {
  const auto from = leg_directions(a), to = leg_directions(b);
  double most = 0;
  for (std::size_t i = 0; i < from.size(); ++i) most = std::max(most, degrees_between(from[i], to[i]));
  return most;
}

// How far the middle is from the straight line in time between its neighbours.
double leg_bend_deg(const Pose& a, const Pose& middle, const Pose& b) {
  const auto from = leg_directions(a), to = leg_directions(b), at = leg_directions(middle);
  const double share = (middle.at_s - a.at_s) / (b.at_s - a.at_s);
  double most = 0;
  for (std::size_t i = 0; i < from.size(); ++i)
    most = std::max(most, degrees_between(at[i], (1 - share) * from[i] + share * to[i]));
  return most;
}

}  // namespace

PersonTracker::PersonTracker(std::vector<BlazePose*> networks, const TrackerOptions& options)
    : networks_(std::move(networks)), options_(options) {}
PersonTracker::~PersonTracker() = default;

Result<void> PersonTracker::push(const Frame& frame, bool starts_take) {
  if (starts_take) {
    if (auto done = finish(); !done) return done;
    following_ = false;
    ++take_;
  }
  waiting_.push_back(frame);
  Pose pose;
  pose.frame = frame.index;
  pose.at_s = frame.at_s;
  pose.take = take_;
  poses_.push_back(pose);

  const double span = options_.block_s * kBlocksAtOnce;
  const double since = waiting_.back().at_s - (first_ > 0 ? poses_[first_ - 1].at_s : waiting_.front().at_s);
  const bool is_first = !following_ && waiting_.size() == 1;
  if (is_first || since >= span - 1e-6 || waiting_.size() >= kLongestBlock * kBlocksAtOnce) return work_off();
  return {};
}

Result<void> PersonTracker::finish() { return waiting_.empty() ? Result<void>{} : work_off(); }

// Searches the block's frames for a person, three tries spread over it.
Result<void> PersonTracker::find_person() {
  const std::size_t last = waiting_.size() - 1;
  std::array<std::size_t, 3> tries = {0, last / 2, last};
  std::size_t previous = waiting_.size();
  for (const std::size_t position : tries) {
    if (position == previous) continue;
    previous = position;
    ++stats_.detector_calls;
    auto people = networks_[0]->find_people(waiting_[position]);
    if (!people) return tl::unexpected(people.error());
    std::erase_if(*people, [](const PersonBox& p) { return !(p.region.side_px > kLeastRegion); });
    if (people->empty()) continue;
    // The largest sure one is the lifter; bystanders are further away.
    const auto best =
        std::ranges::max_element(*people, {}, [](const PersonBox& p) { return p.score * p.region.side_px; });
    region_ = best->region;
    region_at_s_ = -1;
    following_ = true;
    if (auto looked = look_at(std::array{position}); !looked) return looked;
    if (!following_) continue;
    // The first region comes from the detector and is coarse; the second look, from the landmarks, is what later
    // frames get too.
    pose_at(position).seen = false;
    return look_at(std::array{position});
  }
  return {};
}

// Runs the landmark network on these frames of the block, side by side where there are several networks.
Result<void> PersonTracker::look_at(std::span<const std::size_t> positions) {
  const Region looked_at = region_;
  std::vector<Result<PoseEstimate>> found(positions.size(), tl::unexpected(Error{}));
  for (std::size_t start = 0; start < positions.size(); start += networks_.size()) {
    const std::size_t count = std::min(networks_.size(), positions.size() - start);
    std::vector<std::future<void>> others;
    const auto run = [&, start](std::size_t i) {
      found[start + i] = networks_[i]->landmarks(waiting_[positions[start + i]], looked_at);
    };
    for (std::size_t i = 1; i < count; ++i) others.push_back(std::async(std::launch::async, run, i));
    run(0);
    for (auto& other : others) other.get();
  }
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (!found[i]) return tl::unexpected(found[i].error());
    ++stats_.network_calls;
    const PoseEstimate& estimate = *found[i];
    Pose& pose = pose_at(positions[i]);
    pose.score = estimate.score;
    const Region& next = estimate.next_region;
    const double growth = next.side_px / looked_at.side_px;
    const bool is_same_person = length(next.center - looked_at.center) < kFurthestJump * looked_at.side_px &&
                                growth > 1 / kMostGrowth && growth < kMostGrowth;
    if (estimate.score < kPersonThreshold || !is_same_person) {
      following_ = false;
      pose.score = 0;
      continue;
    }
    pose.joints = estimate.joints;
    pose.world = estimate.world;
    pose.seen = true;
    following_ = true;
    // Looks in between come later than the block's last frame, and must not take the region back in time.
    if (pose.at_s < region_at_s_) continue;
    region_ = next;
    region_at_s_ = pose.at_s;
  }
  return {};
}

// Looks between where the legs moved.
Result<void> PersonTracker::refine() {
  struct Stretch {
    std::ptrdiff_t from, to;  // positions; −1 = the last frame of the block before
    bool is_known_bent;
  };
  const auto pose = [&](std::ptrdiff_t position) -> Pose& {
    return poses_[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(first_) + position)];
  };
  std::vector<Stretch> open;
  std::ptrdiff_t from = first_ > 0 && pose(-1).seen && pose(-1).take == take_ ? -1 : 0;
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    const auto to = static_cast<std::ptrdiff_t>(i);
    if (!pose(to).seen || to == from) continue;
    open.push_back({from, to, false});
    from = to;
  }
  while (!open.empty()) {
    std::vector<Stretch> chosen;
    std::vector<std::size_t> middles;
    for (const Stretch& s : open) {
      const bool can_split = s.to - s.from >= 2 && pose(s.to).at_s - pose(s.from).at_s > options_.finest_s * 1.5;
      if (!can_split && !options_.every_frame) continue;
      if (s.to - s.from < 2) continue;
      const bool is_seen = pose(s.from).seen && pose(s.to).seen;
      if (!options_.every_frame && !s.is_known_bent && is_seen &&
          leg_change_deg(pose(s.from), pose(s.to)) < options_.still_deg)
        continue;
      chosen.push_back(s);
      middles.push_back(static_cast<std::size_t>((s.from + s.to) / 2));
    }
    open.clear();
    if (chosen.empty()) break;
    if (auto looked = look_at(middles); !looked) return looked;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const auto middle = static_cast<std::ptrdiff_t>(middles[i]);
      const Stretch& s = chosen[i];
      const bool all_seen = pose(s.from).seen && pose(middle).seen && pose(s.to).seen;
      const bool is_bent = options_.every_frame ||
                           (all_seen && leg_bend_deg(pose(s.from), pose(middle), pose(s.to)) > options_.straight_deg);
      if (!is_bent) continue;
      open.push_back({s.from, middle, true});
      open.push_back({middle, s.to, true});
    }
  }
  return {};
}

// Is somebody else in the picture?
Result<void> PersonTracker::search_for_others() {
  const Frame& frame = waiting_.back();
  if (frame.at_s - searched_at_s_ < options_.search_every_s || !poses_.back().seen) return {};
  searched_at_s_ = frame.at_s;
  ++stats_.detector_calls;
  ++stats_.searches;
  auto people = networks_[0]->find_people(frame, poses_.back().joints);
  if (!people) return tl::unexpected(people.error());
  const bool others = std::ranges::any_of(*people, [&](const PersonBox& p) {
    return p.score >= kSureOfOthers && length(p.region.center - region_.center) > kApart * region_.side_px;
  });
  if (others) ++stats_.searches_with_others;
  return {};
}

Result<void> PersonTracker::work_off() {
  const auto done = [&]() -> Result<void> {
    first_ += waiting_.size();
    waiting_.clear();
    return {};
  };
  const std::size_t last = waiting_.size() - 1;
  if (!following_) {
    if (auto found = find_person(); !found) return found;
    if (!following_) return done();
  }
  // The last frame of each block, then what lies between.
  std::vector<std::size_t> ends;
  const std::size_t blocks = std::min(kBlocksAtOnce, waiting_.size());
  for (std::size_t b = 1; b <= blocks; ++b) {
    const std::size_t end = waiting_.size() * b / blocks - 1;
    if (!pose_at(end).seen) ends.push_back(end);
  }
  if (auto looked = look_at(ends); !looked) return looked;
  if (!pose_at(last).seen) {
    // Lost: search in this very block, so that a short occlusion costs nothing.
    following_ = false;
    if (auto found = find_person(); !found) return found;
  }
  if (auto refined = refine(); !refined) return refined;
  if (following_)
    if (auto searched = search_for_others(); !searched) return searched;
  return done();
}

}  // namespace endrange
