#include "pose/sides.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "pose/leg_size.h"

namespace endrange {

namespace {

using Group = std::span<const Joint>;  // the left joints; the right ones follow from them
// Without the hip: where the network exchanges the legs, it leaves the hips as they are (of 250 such looks in 9
// rendered clips the far hip lay where it did in the others, within 0.06 trunk lengths).
constexpr std::array kLegJoints = {Joint::left_knee, Joint::left_ankle, Joint::left_heel, Joint::left_foot};
constexpr std::array kHipJoints = {Joint::left_hip};
constexpr std::array kArmJoints = {Joint::left_shoulder, Joint::left_elbow, Joint::left_wrist};

// What a second of exchanged sides costs, in trunk lengths of mean joint movement: little enough that a leg may have
// carried the wrong name for a whole repetition. While the legs are near each other one covers the other, and the
// network sees which is in front; far apart it guesses, and its word counts for a tenth.
constexpr double kPerSecond = 0.2, kGuess = 0.1, kCovers = 0.30, kGuesses = 0.50;
// Exchanging is only for jumps worth the name. trunk lengths
constexpr double kPerExchange = 0.06;

// What the picture's word on the front leg counts, in trunk lengths of mean joint movement: in full, as much as the
// network's word for five seconds, for what is in front is seen and a name is guessed. One look counts no more than a
// share of it: some follow landmarks that have just gone astray.
constexpr double kInFront = 1.0, kOneLook = 0.25;
// What a second of legs counts whose sizes speak for exchanging them (log likelihood 1), in trunk lengths of mean joint
// movement. By the second, for looks in a row go wrong together. From 0.1 to 0.4 the 74 rendered clips come out within
// 0.04 deg.
constexpr double kSize = 0.4;
// How much nearer one side's shoulder must be for the picture's front leg, or the larger one, to be its leg. m
constexpr double kNearer = 0.08;

void exchange_sides(Pose& pose, Group group) {
  for (const Joint joint : group) {
    const auto left = static_cast<std::size_t>(joint), right = static_cast<std::size_t>(of(joint, Side::right));
    std::swap(pose.joints[left], pose.joints[right]);
    std::swap(pose.world[left], pose.world[right]);
  }
}

// Mean distance of the group's joints between two poses, with sides kept or exchanged. px
double distance(const Pose& a, const Pose& b, Group group, bool is_exchanged) {
  double sum = 0;
  for (const Joint joint : group)
    for (const Side side : kSides)
      sum += length(a.at(of(joint, side)) - b.at(of(joint, is_exchanged ? opposite(side) : side)));
  return sum / (2 * static_cast<double>(group.size()));
}

double trunk_of(const Pose& pose) {
  double sum = 0;
  for (const Side side : kSides)
    sum += 0.5 * length(pose.at(of(Joint::left_shoulder, side)) - pose.at(of(Joint::left_hip, side)));
  return std::max(sum, 1.0);
}

// Mean distance of one side's joints in `a` from another side's in `b`. trunk lengths
double between(const Pose& a, Side of_a, const Pose& b, Side of_b, Group group) {
  double sum = 0;
  for (const Joint joint : group) sum += length(a.at(of(joint, of_a)) - b.at(of(joint, of_b)));
  return sum / static_cast<double>(group.size()) / trunk_of(b);
}

// How much the network's naming counts in this pose.
double weight_of(const Pose& pose, Group group) {
  const double apart = between(pose, Side::left, pose, Side::right, group);
  return std::lerp(1.0, kGuess, std::clamp((apart - kCovers) / (kGuesses - kCovers), 0.0, 1.0));
}

// One take: the cheapest way through two states, kept and exchanged. kept_costs: what keeping the names costs more than
// exchanging them, by pose, besides the network's word; may be empty. trunk lengths
int repair_group(std::span<Pose* const> poses, Group group, std::span<const double> kept_costs = {}) {
  const auto kept_cost = [&](std::size_t i) { return kept_costs.empty() ? 0.0 : kept_costs[i]; };
  std::array<double, 2> cost = {kept_cost(0), 0};
  std::vector<std::array<bool, 2>> came_from(poses.size());
  for (std::size_t i = 1; i < poses.size(); ++i) {
    const Pose &before = *poses[i - 1], &now = *poses[i];
    const double trunk = trunk_of(before);
    const double stay = distance(before, now, group, false) / trunk,
                 change = distance(before, now, group, true) / trunk + kPerExchange;
    const double price = kPerSecond * weight_of(now, group) * (now.at_s - before.at_s);
    const std::array<double, 2> was = cost;
    for (const std::size_t state : {0u, 1u}) {
      const std::size_t other = 1 - state;
      came_from[i][state] = was[other] + change < was[state] + stay;
      cost[state] = std::min(was[state] + stay, was[other] + change) + (state == 1 ? price : kept_cost(i));
    }
  }
  int mended = 0;
  std::size_t state = cost[1] < cost[0] ? 1 : 0;
  for (std::size_t i = poses.size(); i-- > 0;) {
    if (state == 1) exchange_sides(*poses[i], group), ++mended;
    if (came_from[i][state]) state = 1 - state;
  }
  return mended;
}

// A hidden leg is sometimes put onto the other one for a moment: both names on one leg, none where the other was. Such
// a look tells nothing of sides. How far apart the legs must be before and after, how near both names are to one of
// those places, for how long. trunk lengths, s
constexpr double kApart = 0.30, kSamePlace = 0.25, kOnTop = 0.15, kLongestDoubled = 0.7;

// Whether both names of `now` are on one place of `before`.
bool are_doubled(const Pose& now, const Pose& before, Group group) {
  if (between(now, Side::left, now, Side::right, group) > kOnTop) return false;
  return std::ranges::any_of(kSides, [&](Side place) {
    return std::ranges::all_of(kSides, [&](Side name) {
      return between(now, name, before, place, group) < kSamePlace &&
             between(now, name, before, opposite(place), group) > kSamePlace;
    });
  });
}

// Whether both places of `before` are taken, whatever the names.
bool both_are_back(const Pose& now, const Pose& before, Group group) {
  return std::ranges::any_of(kSides, [&](Side name) {
    return between(now, name, before, Side::left, group) < kSamePlace &&
           between(now, opposite(name), before, Side::right, group) < kSamePlace;
  });
}

struct Doubled {
  Pose *now, *before;
};

// Takes the looks in which one leg has jumped onto the other, and those on its way there and back, out of `poses`.
std::vector<Doubled> take_doubled(std::vector<Pose*>& poses, Group group) {
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
void forget(const Doubled& look, Group group) {
  double nearest = std::numeric_limits<double>::infinity();
  Side stayed = Side::left, called = Side::left;
  for (const Side place : kSides)
    for (const Side name : kSides)
      if (const double d = between(*look.now, name, *look.before, place, group); d < nearest)
        nearest = d, stayed = place, called = name;
  if (called != stayed) exchange_sides(*look.now, kLegJoints);
  for (const Joint joint : group) {
    Landmark& landmark = (*look.now)[of(joint, opposite(stayed))];
    landmark.x = landmark.y = std::numeric_limits<float>::quiet_NaN();
  }
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
    mended += repair_group(seen, kLegJoints, near_costs(seen, fronts));
    for (const Doubled& look : doubled) forget(look, kLegJoints);
  }
  return mended;
}

}  // namespace endrange
