#include "pose/sides.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "pose/leg_size.h"
#include "pose/side_path.h"

namespace endrange {

namespace {

// Without the hip: where the network exchanges the legs, it leaves the hips as they are (of 250 such looks in 8
// rendered clips of people lying, the far hip lay where it did in the others, within 0.06 trunk lengths).
constexpr std::array kLegJoints = {Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot};
constexpr std::array kHipJoints = {Joint::left_hip};
constexpr std::array kArmJoints = {Joint::left_shoulder, Joint::left_elbow, Joint::left_wrist};

// What the picture's word on the front leg counts, in trunk lengths of mean joint movement: in full, as much as the
// network's word for five seconds, for what is in front is seen and a name is guessed. One look counts no more than a
// share of it: some follow landmarks that have just gone astray.
constexpr double kInFront = 1.0, kOneLook = 0.25;
// What a second of legs counts whose sizes speak for exchanging them (log likelihood 1), in trunk lengths of mean joint
// movement. By the second, for looks in a row go wrong together. From 0.2 to 0.4 74 rendered clips come out alike.
constexpr double kSize = 0.2;
// How much nearer one side's shoulder must be for the picture's front leg, or the larger one, to be its leg. m
constexpr double kNearer = 0.08;

void exchange_sides(Pose& pose, JointGroup group) {
  for (const Joint joint : group) {
    const auto left = static_cast<std::size_t>(joint), right = static_cast<std::size_t>(of(joint, Side::right));
    std::swap(pose.joints[left], pose.joints[right]);
    std::swap(pose.world[left], pose.world[right]);
  }
}

int exchange_along(std::span<Pose* const> looks, JointGroup group, const SidePath& path) {
  int mended = 0;
  for (std::size_t i = 0; i < looks.size(); ++i)
    if (path.is_exchanged[i]) exchange_sides(*looks[i], group), ++mended;
  return mended;
}

int repair_group(std::span<Pose* const> looks, JointGroup group) {
  return exchange_along(looks, group, find_side_path(looks, group));
}

void forget_joints(Pose& pose, JointGroup group, Side side) {
  for (const Joint joint : group) {
    Landmark& landmark = pose[of(joint, side)];
    landmark.x = landmark.y = std::numeric_limits<float>::quiet_NaN();
  }
}

// A hidden leg is sometimes put onto the other one for a moment: both names on one leg, none where the other was. Such
// a look tells nothing of sides. How far apart the legs must be before and after, how near both names are to one of
// those places, for how long. trunk lengths, s
constexpr double kApart = 0.30, kSamePlace = 0.25, kOnTop = 0.15, kLongestDoubled = 0.7;

// Whether both names of `now` are on one place of `before`.
bool are_doubled(const Pose& now, const Pose& before, JointGroup group) {
  if (between(now, Side::left, now, Side::right, group) > kOnTop) return false;
  return std::ranges::any_of(kSides, [&](Side place) {
    return std::ranges::all_of(kSides, [&](Side name) {
      return between(now, name, before, place, group) < kSamePlace &&
             between(now, name, before, opposite(place), group) > kSamePlace;
    });
  });
}

// Whether both places of `before` are taken, whatever the names.
bool both_are_back(const Pose& now, const Pose& before, JointGroup group) {
  return std::ranges::any_of(kSides, [&](Side name) {
    return between(now, name, before, Side::left, group) < kSamePlace &&
           between(now, opposite(name), before, Side::right, group) < kSamePlace;
  });
}

struct Doubled {
  Pose *now, *before;
};

// Takes the looks in which one leg has jumped onto the other, and those on its way there and back, out of `poses`.
std::vector<Doubled> take_doubled(std::vector<Pose*>& poses, JointGroup group) {
  std::vector<Doubled> doubled;
  std::vector<Pose*> kept;
  for (std::size_t i = 0; i < poses.size();) {
    Pose* before = poses[i++];
    kept.push_back(before);
    if (between(*before, Side::left, *before, Side::right, group) < kApart) continue;
    bool is_doubled = false;
    std::size_t next = i;
    while (next < poses.size() && !both_are_back(*poses[next], *before, group)) {
      is_doubled = is_doubled || are_doubled(*poses[next], *before, group);
      ++next;
      if (next < poses.size() && poses[next]->at_s - before->at_s > kLongestDoubled) next = poses.size();
    }
    if (!is_doubled || next == poses.size()) continue;
    for (; i < next; ++i) doubled.push_back({poses[i], before});
  }
  poses.swap(kept);
  return doubled;
}

// Gives the leg that stayed in its place its name, and forgets the other.
void forget(const Doubled& look, JointGroup group) {
  double nearest = std::numeric_limits<double>::infinity();
  Side stayed = Side::left, called = Side::left;
  for (const Side place : kSides)
    for (const Side name : kSides)
      if (const double d = between(*look.now, name, *look.before, place, group); d < nearest)
        nearest = d, stayed = place, called = name;
  if (called != stayed) exchange_sides(*look.now, kLegJoints);
  forget_joints(*look.now, group, opposite(stayed));
}

// How much nearer the left shoulder is, over all poses. m
double left_nearer(std::span<Pose* const> poses) {
  double sum = 0;
  for (const Pose* pose : poses)
    sum += pose->world_at(Joint::right_shoulder).z - pose->world_at(Joint::left_shoulder).z;
  return sum / static_cast<double>(poses.size());
}

// What keeping the legs' names costs, by pose, given which leg the picture shows in front, and larger.
std::vector<double> near_costs(std::span<Pose* const> poses, std::span<const FrontLeg> fronts) {
  std::vector<double> costs(poses.size(), 0.0);
  const double nearer = left_nearer(poses);
  if (!(std::abs(nearer) > kNearer)) return costs;
  const Side near = nearer > 0 ? Side::left : Side::right;
  const double trusted = squareness(poses, near);
  for (std::size_t i = 1; i < poses.size(); ++i)
    costs[i] -= kSize * trusted * named_by_size(*poses[i], near) * (poses[i]->at_s - poses[i - 1]->at_s);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    const auto found = std::ranges::lower_bound(fronts, poses[i]->frame, {}, &FrontLeg::frame);
    if (found == fronts.end() || found->frame != poses[i]->frame) continue;
    costs[i] += kInFront * std::clamp(nearer > 0 ? -found->left : found->left, -kOneLook, kOneLook);
  }
  return costs;
}

int repair_legs(std::span<Pose* const> looks, std::span<const FrontLeg> fronts) {
  const SidePath path = find_side_path(looks, kLegJoints, near_costs(looks, fronts), true);
  for (const std::size_t i : path.passed_over)
    for (const Side side : kSides) forget_joints(*looks[i], kLegJoints, side);
  return exchange_along(looks, kLegJoints, path);
}

}  // namespace

int repair_side_swaps(std::vector<Pose>& poses, std::span<const FrontLeg> fronts) {
  int mended = 0;
  for (std::size_t from = 0; from < poses.size();) {
    std::vector<Pose*> seen;
    std::size_t to = from;
    for (; to < poses.size() && poses[to].take == poses[from].take; ++to)
      if (poses[to].seen) seen.push_back(&poses[to]);
    from = to;
    if (seen.size() < 2) continue;
    mended += repair_group(seen, kArmJoints);
    const std::vector<Doubled> doubled = take_doubled(seen, kLegJoints);
    repair_group(seen, kHipJoints);
    mended += repair_legs(seen, fronts);
    for (const Doubled& look : doubled) forget(look, kLegJoints);
  }
  return mended;
}

}  // namespace endrange
