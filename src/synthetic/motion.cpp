// To add an exercise: one row in kMoves. Angles in degrees, as one would read them off a protractor.
#include "synthetic/motion.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/angle.h"
#include "exercise/exercise.h"
#include "synthetic/random.h"

namespace endrange::synthetic {

namespace {

constexpr double kPi = std::numbers::pi;

struct Leg {
  double hip, knee;
};
enum class Who { both, one, turns, scissors };

/// How an exercise moves: home is where the set starts, far where it turns.
struct Move {
  std::string_view id;
  bool home_is_top;
  Leg home, far, resting;  ///< resting: the other leg of a one-legged exercise
  Who who;
  std::string_view arms;
  double curl = 0;       ///< of the pelvis, at the top
  double chest = 0;      ///< head and shoulders off the floor
  bool arms_go = false;  ///< the opposite arm goes overhead with the leg
};

constexpr std::array kMoves = {
    Move{"double_leg_raise", true, {90, 4}, {10, 4}, {}, Who::both, "sides"},
    Move{"single_leg_raise", false, {-1, 2}, {72, 6}, {-1, 2}, Who::one, "sides"},
    Move{"bent_knee_leg_raise", true, {95, 90}, {47, 90}, {}, Who::both, "sides"},
    Move{"heel_tap", true, {90, 90}, {46, 90}, {90, 90}, Who::turns, "sides"},
    Move{"reverse_crunch", false, {88, 95}, {120, 100}, {}, Who::both, "sides", 28},
    Move{"dead_bug", true, {90, 90}, {14, 12}, {90, 90}, Who::turns, "vertical", 0, 0, true},
    Move{"bird_dog", false, {90, 90}, {4, 6}, {90, 90}, Who::turns, "vertical", 0, 0, true},
    Move{"hollow_hold", false, {-1, 2}, {22, 3}, {}, Who::both, "overhead", 0, 22},
    Move{"flutter_kick", false, {10, 4}, {32, 4}, {32, 4}, Who::scissors, "sides"},
    Move{"hanging_leg_raise", false, {2, 4}, {88, 8}, {}, Who::both, "overhead"},
};

// The criterion of docs/method.md at which the back counts as lost. m
constexpr double kLost = 0.005;
// How long pressing the back flat takes. s
constexpr double kPressFlat_s = 0.6;

const Move& move_of(const std::string& id) {
  const auto found = std::ranges::find(kMoves, std::string_view(id), &Move::id);
  return found == kMoves.end() ? kMoves[0] : *found;
}

// A straight leg's direction hip→ankle from its hip and knee; thigh and shank are as good as equally long.
double leg_direction(Leg leg) { return leg.hip - leg.knee / 2; }

// Arms: shoulder, abduction, elbow. deg
struct ArmPlace {
  std::string_view id;
  double shoulder, abduction, elbow;
};
constexpr std::array kArmPlaces = {ArmPlace{"sides", -9, 14, 10}, ArmPlace{"overhead", 172, 12, 8},
                                   ArmPlace{"vertical", 88, 4, 4}, ArmPlace{"chest", 38, 8, 105},
                                   ArmPlace{"under_hips", -10, 4, 18}};

// Aimless but smooth, about −1 … 1.
double sway(double t, std::uint64_t seed) {
  double sum = 0;
  Dice dice(seed);
  for (int i = 0; i < 3; ++i) sum += std::sin(2 * kPi * (dice.uniform(0.15, 0.9) * t + dice.uniform())) / 1.8;
  return sum;
}

// Free breathing: in for 40 % of the cycle, out for 45 %, then a rest; smooth. Share of a full breath.
double free_breath(double cycle) {
  const double p = cycle - std::floor(cycle);
  return p < 0.4 ? minimum_jerk(p / 0.4) : p < 0.85 ? 1 - minimum_jerk((p - 0.4) / 0.45) : 0;
}

struct Writer {
  Script& script;
  const Recipe& recipe;
  const Move& move;
  Dice dice;
  double t = 0;
  int rep_ = 0;  // of the complete ones

  double varied(double seconds) { return seconds * (1 + recipe.tempo_spread * dice.uniform(-1, 1)); }

  void send(Side side, Leg to, double from_s, double to_s) {
    const auto i = static_cast<std::size_t>(side);
    script.hip[i].go(from_s, to_s, from_deg(to.hip));
    script.knee[i].go(from_s, to_s, from_deg(to.knee));
  }
  void send_arm(Side side, double shoulder_deg, double from_s, double to_s) {
    script.shoulder[static_cast<std::size_t>(side)].go(from_s, to_s, from_deg(shoulder_deg));
  }

  // One movement away and back. `share` of the way for a partial one.
  void rep(Side leader, Leg home, Leg far, double share, bool is_complete) {
    const auto phases = recipe.phases_s();
    const double away_s = varied(move.home_is_top ? phases[0] : phases[2]) * std::max(share, 0.4),
                 far_s = varied(move.home_is_top ? phases[1] : phases[3]),
                 back_s = varied(move.home_is_top ? phases[2] : phases[0]) * std::max(share, 0.4),
                 home_s = varied(move.home_is_top ? phases[3] : phases[1]);
    const double wobble = recipe.angle_spread * dice.uniform(-1, 1),
                 home_wobble = recipe.angle_spread * dice.uniform(-1, 1);
    // A tired leg gives up at the end that is hard: it comes down less far, or up less high.
    const double way = far.hip - home.hip, lost = recipe.reps > 1 ? recipe.fade_deg * rep_ / (recipe.reps - 1) : 0,
                 uneven = move.who == Who::turns && leader != near() ? recipe.asymmetry_deg : 0;
    const double reach = share * (way - std::copysign(lost + uneven, way));
    const Leg end{home.hip + reach + wobble, home.knee + share * (far.knee - home.knee)};
    const Leg return_to{home.hip + home_wobble, home.knee};
    const bool is_scissors = move.who == Who::scissors;
    const ScriptRep done{is_complete,
                         move.who == Who::both || is_scissors ? "both" : name_of(leader),
                         leader,
                         is_scissors,
                         t,
                         t + away_s,
                         t + away_s + far_s,
                         t + away_s + far_s + back_s};
    for (const Side side : kSides) {
      if (side != leader && (move.who == Who::one || move.who == Who::turns)) continue;
      const double lag = side != near() && move.who == Who::both ? recipe.asymmetry_deg : 0;
      if (move.who == Who::scissors && side != leader) {
        const Leg rest = move.resting;
        send(side, {rest.hip + share * (home.hip - rest.hip), home.knee}, done.leave_s, done.reach_s);
        send(side, rest, done.turn_s, done.back_s);
        continue;
      }
      send(side, {end.hip + lag, end.knee}, done.leave_s, done.reach_s);
      send(side, {return_to.hip + lag, return_to.knee}, done.turn_s, done.back_s);
    }
    if (move.arms_go && script.elbow[0].at(0) < from_deg(30.0)) {  // bent arms stay where they are
      const double rest = to_deg(script.shoulder[0].at(0));
      send_arm(opposite(leader), 170, done.leave_s, done.reach_s);
      send_arm(opposite(leader), rest, done.turn_s, done.back_s);
    }
    const bool is_top_far = !move.home_is_top;
    if (const double curl = from_deg(move.curl + recipe.hip_roll_deg); curl > 0) {
      script.curl.go(done.leave_s, done.reach_s, is_top_far ? curl : 0);
      script.curl.go(done.turn_s, done.back_s, is_top_far ? 0 : curl);
    }
    if (is_complete) ++rep_;
    // Matched: in while lowering, out while lifting. Held: a breath at the top, nothing while lowering.
    const auto breathe = [&](bool lowering, double from, double to) {
      if (recipe.breath == "matched") script.breath.go(from, to, lowering ? 1 : 0);
      if (recipe.breath == "reversed") script.breath.go(from, to, lowering ? 0 : 1);
      if (recipe.breath == "held" && !lowering) {
        script.breath.go(from, (from + to) / 2, 0);
        script.breath.go((from + to) / 2, to, 1);
      }
    };
    breathe(move.home_is_top, done.leave_s, done.reach_s);
    breathe(!move.home_is_top, done.turn_s, done.back_s);
    t = done.back_s + home_s;
    script.reps.push_back(done);
  }

  Side near() const { return recipe.near_side == "left" ? Side::left : Side::right; }
};

}  // namespace

Script write_script(const Recipe& recipe) {
  Script script;
  script.recipe = recipe;
  const Move& move = move_of(recipe.exercise);
  const Exercise& facts = *find_exercise(recipe.exercise);
  script.home_is_top = move.home_is_top;
  script.is_hold = facts.is_hold;
  script.is_hanging = facts.position == Position::hanging;
  script.is_prone = facts.position == Position::all_fours;

  // What the user says of knee and ends, as leg elevation; hip and knee follow.
  Leg home = move.home, far = move.far;
  for (Leg* leg : {&home, &far}) {
    const bool is_top = (leg == &home) == move.home_is_top;
    const double asked = is_top ? recipe.top_deg : recipe.bottom_deg;
    double direction = leg_direction(*leg);
    if (!std::isnan(asked)) direction = script.is_hanging ? asked + 90 : asked;
    if (!std::isnan(recipe.knee_deg) && leg->knee < 60) leg->knee = recipe.knee_deg;
    leg->hip = direction + leg->knee / 2;
  }

  Writer writer{script, recipe, move, Dice(static_cast<std::uint64_t>(recipe.seed) * 977 + 3), 0};
  const Side near = writer.near();
  const Side leader = recipe.leg == "near" ? near : opposite(near);
  const bool others_rest = move.who == Who::one || move.who == Who::turns || move.who == Who::scissors;
  const bool sets_up = recipe.set_up && !script.is_hanging && !script.is_prone;
  const Leg feet_down{48, 92};
  const std::string_view place = recipe.arms == "auto" ? move.arms : std::string_view(recipe.arms);
  const ArmPlace& arm = *std::ranges::find(kArmPlaces, place, &ArmPlace::id);
  for (const Side side : kSides) {
    const auto i = static_cast<std::size_t>(side);
    const Leg start = sets_up ? feet_down : others_rest && side != leader ? move.resting : home;
    const double lag = side != near && move.who == Who::both ? recipe.asymmetry_deg : 0;
    script.hip[i] = Track(from_deg(start.hip + (sets_up ? 0 : lag)));
    script.knee[i] = Track(from_deg(start.knee));
    script.shoulder[i] = Track(from_deg(arm.shoulder));
    script.elbow[i] = Track(from_deg(arm.elbow));
    script.abduction[i] = from_deg(arm.abduction);
    script.rests[i] = Track(sets_up || (move.who == Who::one && side != leader) ? 1 : 0);
  }
  script.head = Track(!std::isnan(recipe.head_pitch_deg) ? from_deg(recipe.head_pitch_deg)
                      : recipe.head == "lifted"          ? from_deg(35.0)
                      : recipe.head == "back"            ? from_deg(-14.0)
                                                         : 0);
  // Full before the first breath out.
  const bool is_full = recipe.breath == "held" || (recipe.breath == "reversed" && move.home_is_top) ||
                       (recipe.breath == "matched" && !move.home_is_top);
  script.breath = Track(is_full ? 1 : 0);
  if (recipe.hip_roll_deg > 0 && move.home_is_top) script.curl = Track(from_deg(recipe.hip_roll_deg));

  writer.t = recipe.lead_s;
  if (sets_up) {
    for (const Side side : kSides) {
      const Leg to = others_rest && side != leader ? move.resting : home;
      const double lag = side != near && move.who == Who::both ? recipe.asymmetry_deg : 0;
      writer.send(side, {95, 100}, writer.t, writer.t + 1.2);
      if (move.who != Who::one || side == leader)
        script.rests[static_cast<std::size_t>(side)].go(writer.t, writer.t + 1.2, 0);
      writer.send(side, {to.hip + lag, to.knee}, writer.t + 1.2, writer.t + 2.4);
    }
    writer.t += 2.4 + std::max(1.0, recipe.phases_s()[3]);
  }
  script.set_from_s = writer.t;
  if (script.is_hold) {
    const double way_s = recipe.way_s;
    for (const Side side : kSides) writer.send(side, far, writer.t, writer.t + way_s);
    script.chest.go(writer.t, writer.t + way_s, from_deg(move.chest));
    script.head.go(writer.t, writer.t + way_s, from_deg(18.0));
    script.hold_from_s = writer.t + way_s;
    script.hold_to_s = script.hold_from_s + recipe.hold_s;
    for (const Side side : kSides) writer.send(side, home, script.hold_to_s, script.hold_to_s + way_s);
    const double sags_s = script.hold_to_s - std::min(recipe.sag_s, recipe.hold_s);
    script.chest.go(sags_s, sags_s + way_s, 0);
    script.head.go(sags_s, sags_s + way_s, 0);
    writer.t = script.hold_to_s + way_s;
  } else {
    int partials = 0;
    for (int i = 0; i < recipe.reps; ++i) {
      // Partial ones stand among the others, not at the very start: a set shows first what it is.
      while (partials < recipe.partials && i * (recipe.partials + 1) >= (partials + 1) * recipe.reps) {
        writer.rep(leader, home, far, recipe.partial_share, false);
        ++partials;
      }
      writer.rep(move.who == Who::turns && i % 2 == 1 ? opposite(leader) : leader, home, far, 1, true);
    }
    for (; partials < recipe.partials; ++partials) writer.rep(leader, home, far, recipe.partial_share, false);
  }
  script.set_to_s = script.reps.empty() ? writer.t : script.reps.back().back_s;
  script.duration_s = std::max(writer.t, script.set_to_s) + recipe.tail_s;
  script.breath_phase = writer.dice.uniform();
  return script;
}

Moment Script::at(double t) const {
  Moment now;
  now.at_s = t;
  const auto seed = static_cast<std::uint64_t>(recipe.seed);
  // Aimless movement lives before and after the set, and fades into it.
  const double outside =
      1 - std::clamp((t - set_from_s + 0.5) / 0.4, 0.0, 1.0) * std::clamp((set_to_s + 0.5 - t) / 0.4, 0.0, 1.0);
  const double fidget = from_deg(recipe.fidget_deg) * minimum_jerk(outside);
  for (std::size_t i = 0; i < 2; ++i) {
    now.legs[i].hip = hip[i].at(t) + fidget * sway(t, seed * 11 + i);
    now.legs[i].knee = std::max(0.0, knee[i].at(t) + 1.5 * fidget * sway(t, seed * 13 + i));
    if (recipe.top_bend_deg > 0) {
      const double elevation = now.legs[i].hip - now.legs[i].knee / 2;
      now.legs[i].knee += from_deg(recipe.top_bend_deg) * minimum_jerk((elevation - kPi / 4) / (kPi / 4));
    }
    now.legs[i].ankle = from_deg(22.0);
    now.arms[i].shoulder =
        shoulder[i].at(t) + (from_deg(recipe.arm_motion_deg) + 2 * fidget) * 0.5 * (1 + sway(t, seed * 17 + i));
    now.arms[i].abduction = abduction[i];
    now.arms[i].elbow = elbow[i].at(t);
  }
  now.head = head.at(t);
  now.chest = chest.at(t);
  now.curl = curl.at(t);

  if (recipe.breath == "free")
    now.breath = free_breath(t * recipe.breaths_per_min / 60 + breath_phase);
  else if (recipe.breath != "none")
    now.breath = breath.at(t);

  // The lever is that of the leg that hangs lowest.
  double elevation = kPi;
  for (std::size_t i = 0; i < 2; ++i) {
    const double own = now.legs[i].hip - now.legs[i].knee / 2;
    elevation = std::min(elevation, own + rests[i].at(t) * std::max(0.0, kPi / 2 - own));
  }
  const double lift = recipe.lumbar_lift_mm / 1000, width = from_deg(recipe.let_go_deg);
  const double lets_go =
      from_deg(recipe.end_range_deg) + (lift > kLost ? width * minimum_jerk_inverse(kLost / lift) : 0);
  const double lost = lift * minimum_jerk((lets_go - elevation) / width);
  double arched = recipe.arched_mm / 1000;
  if (const auto flat_after = static_cast<std::size_t>(recipe.arched_reps); flat_after > 0 && flat_after <= reps.size())
    arched *= 1 - minimum_jerk((t - reps[flat_after - 1].back_s) / kPressFlat_s);
  now.lumbar_lift = std::max(arched, lost);
  // Legs up tip the pelvis back; the tilt shrinks from the first degree of lowering on, long before the back leaves.
  const double up = 1 - (kPi / 2 - elevation) / std::max(kPi / 2 - lets_go, 0.35), soft = 0.05;
  now.pelvic_tilt = from_deg(recipe.pelvic_tilt_deg) * std::min(0.5 * (up + std::sqrt(up * up + soft * soft)), 1.3);
  if (is_hanging || is_prone) now.lumbar_lift = now.pelvic_tilt = 0;

  if (is_hanging && recipe.swing_deg > 0) {
    // A body hanging from a bar swings about as a pendulum of two thirds of its length with raised arms.
    const double period =
        recipe.swing_period_s > 0 ? recipe.swing_period_s : 2 * kPi * std::sqrt(1.25 * recipe.height_m * 2 / 3 / 9.81);
    now.swing = from_deg(recipe.swing_deg) * std::sin(2 * kPi * t / period);
  }
  // Cloth is dragged by the thighs: none at the top, all of it with the legs down.
  now.slip = recipe.slip_mm / 1000 * minimum_jerk(1 - elevation / (kPi / 2));
  return now;
}

Moment Script::rest() const {
  double low_hip = kPi, high_hip = -kPi, low_knee = kPi, high_knee = 0, low_arm = kPi, high_arm = -kPi;
  for (double t = 0; t < duration_s; t += 0.1) {
    const Moment now = at(t);
    for (std::size_t i = 0; i < 2; ++i) {
      low_hip = std::min(low_hip, now.legs[i].hip), high_hip = std::max(high_hip, now.legs[i].hip);
      low_knee = std::min(low_knee, now.legs[i].knee), high_knee = std::max(high_knee, now.legs[i].knee);
      low_arm = std::min(low_arm, now.arms[i].shoulder), high_arm = std::max(high_arm, now.arms[i].shoulder);
    }
  }
  Moment rest;
  rest.spread = from_deg(9.0);
  for (std::size_t i = 0; i < 2; ++i) {
    rest.legs[i] = {std::clamp((low_hip + high_hip) / 2, from_deg(15.0), from_deg(70.0)), (low_knee + high_knee) / 2,
                    from_deg(22.0)};
    const double arm = (low_arm + high_arm) / 2;
    // Beside the trunk the arms are held away from it, so that they don't grow together.
    rest.arms[i] = {arm, abduction[i] + from_deg(28.0 * std::abs(std::cos(arm))), elbow[i].at(0)};
  }
  return rest;
}

}  // namespace endrange::synthetic
