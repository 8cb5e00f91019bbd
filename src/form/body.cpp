// Head, hands, knees, pelvis: how the body is held while the legs move.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/smooth.h"
#include "form/check.h"

namespace endrange {

namespace {

bool has_straight_knees(const Exercise& e) { return is_flat(e) && e.knees == Knees::straight; }
bool keeps_hips_down(const Exercise& e) { return is_flat(e) && !e.curls_pelvis; }

// A head at rest on the floor reads 17–20° on real clips and 20° on rendered ones; 15° further back is a neck that is
// clearly bent backwards. deg
constexpr double kHeadBack = 4, kHeadError = 2.5;

Verdict head_back(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  Verdict verdict;
  bool is_known = false;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete || std::isnan(rep.head_pitch_deg)) continue;
    is_known = true;
    if (!(rep.head_pitch_deg < kHeadBack)) continue;
    verdict.findings.push_back({"",
                                "watch",
                                rep.index,
                                {rep.start_s, rep.end_s},
                                rep.head_pitch_deg,
                                kHeadBack,
                                "deg",
                                confidence_of(kHeadBack - rep.head_pitch_deg, kHeadError),
                                "The head was tipped back, the chin away from the chest.",
                                "Tuck the chin a little, or lift head and shoulders: it helps to keep the back down."});
  }
  if (!is_known) verdict.not_judged = "the face wasn't seen from the side";
  return verdict;
}

// Knuckles at this height under the hip are told from hands beside it by 2 cm or so: never with certainty.
constexpr double kHandsConfidence = 0.8;

Verdict hands_under_hips(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  if (a.hands == HandPlace::unknown) return {{}, "where the hands lie couldn't be told"};
  if (a.hands != HandPlace::under_hips) return {};
  return {{{"",
            "info",
            0,
            {},
            kUnknown,
            kUnknown,
            "",
            kHandsConfidence,
            "The hands were under the hips, which tips the "
            "pelvis and makes it easier to keep the back down.",
            "Fine for learning; try without once this is easy."}},
          ""};
}

// Frames of a rep, by how high the leg is within the rep's own range: 0 lowest … 1 top.
template <class Take>
void over_rep(const Analysis& a, const Rep& rep, Take take) {
  const LegSeries& leg = a.series.leg(leg_of(rep.side, a.view.near_side.value_or(Side::left)));
  const double range = rep.leg_elevation_top_deg - rep.leg_elevation_bottom_deg;
  const bool is_thigh = a.is_thigh_used();
  const std::vector<double>& elevation = is_thigh ? leg.thigh_elevation : leg.leg_elevation;
  for (std::size_t i = 0; i < a.series.at_s.size(); ++i)
    if (a.series.at_s[i] >= rep.start_s && a.series.at_s[i] <= rep.end_s && !std::isnan(leg.knee_flexion[i]))
      take((elevation[i] - rep.leg_elevation_bottom_deg) / range, leg.knee_flexion[i]);
}

// A bend beyond a slight one: up to 30° the exercise is still one of straight legs and its moment at the hips 97 % of
// a straight one's (endrange loads --angle 0 --knee 30). The near knee is good to 4°, the half-hidden far one to 6°.
constexpr double kBend = 30, kNearError = 4, kFarError = 6;
// The upper part is another matter: there hamstrings bend knees.
constexpr double kUpperPart = 0.6;

double knee_error(const Analysis& a, const Rep& rep) {
  return leg_of(rep.side, a.view.near_side.value_or(Side::left)) == a.view.near_side ? kNearError : kFarError;
}

Verdict knees_bend(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  Verdict verdict;
  bool is_known = false;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete) continue;
    std::vector<double> bends;
    over_rep(a, rep, [&](double share, double knee) {
      if (share < kUpperPart) bends.push_back(knee);
    });
    const double bend = quantile(bends, 0.75);
    is_known = is_known || !std::isnan(bend);
    if (!(bend > kBend)) continue;
    verdict.findings.push_back(
        {"",
         "watch",
         rep.index,
         {rep.start_s, rep.end_s},
         bend,
         kBend,
         "deg",
         confidence_of(bend - kBend, knee_error(a, rep)),
         text("The knees were bent by %.0f° in the lower part, which makes the legs lighter.", bend),
         "A slight bend is fine; keep it the same all the way, or choose the bent-knee raise."});
  }
  if (!is_known) verdict.not_judged = "the knees weren't seen low down";
  return verdict;
}

// Knees that are straight low down and bend on the way up, well past what a relaxed leg does.
constexpr double kGrowth = 20, kStraightBelow = 20, kHighEnough = 60;

Verdict hamstrings_limit(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  double sum = 0, top = 0, error = 0;
  int judged = 0, seen = 0;
  bool is_high = false;
  Interval when;
  for (const Rep& rep : a.reps) {
    if (!rep.is_complete || !(rep.leg_elevation_top_deg > kHighEnough)) continue;
    is_high = true;
    std::vector<double> low, high;
    over_rep(a, rep, [&](double share, double knee) {
      if (share < 0.4) low.push_back(knee);
      if (share > 0.9) high.push_back(knee);
    });
    const double straight = median(low), bent = median(high);
    if (std::isnan(straight) || std::isnan(bent)) continue;
    ++judged;
    if (straight < kStraightBelow && bent - straight > kGrowth) {
      ++seen, sum += bent - straight, top += rep.leg_elevation_top_deg, error = knee_error(a, rep);
      if (!when.is_known()) when = rep.top;
    }
  }
  if (judged == 0)
    return {{}, is_high ? "the feet weren't seen all the way" : "the legs weren't raised far enough to tell"};
  if (2 * seen <= judged) return {};
  const double growth = sum / seen;
  return {{{"", "info", 0, when, growth, kGrowth, "deg", confidence_of(growth - kGrowth, error),
            text("Straight below, the knees gave way by %.0f° on the way up to %.0f°: the backs of the thighs may be "
                 "what limits it, rather than the abdominals.",
                 growth, top / seen),
            "Keep the slight bend, it costs nothing; stretch the backs of the thighs apart from this."}},
          ""};
}

// Hips that rise by 0.12 trunk lengths (6 cm) have left the floor; a straight lift tips them by half of it.
constexpr double kRolled = 0.12, kRiseError = 0.02;

Verdict hips_roll(const Analysis& a, const Exercise&) {
  if (const std::string reason = no_angles(a); !reason.empty()) return {{}, reason};
  Verdict verdict;
  bool is_known = false;
  for (const Rep& rep : a.reps) {
    // The far hip is hidden behind the near one.
    const bool is_far = a.view.near_side && leg_of(rep.side, *a.view.near_side) != *a.view.near_side;
    if (!rep.is_complete || is_far || std::isnan(rep.hip_rise_trunks)) continue;
    is_known = true;
    if (!(rep.hip_rise_trunks > kRolled)) continue;
    verdict.findings.push_back(
        {"", "watch", rep.index, rep.top, rep.hip_rise_trunks, kRolled, "trunk",
         confidence_of(rep.hip_rise_trunks - kRolled, kRiseError),
         text("At the top the hips rolled off the floor, by %.0f %% of the trunk's length.", 100 * rep.hip_rise_trunks),
         "Stop where the legs are upright, before the pelvis follows them."});
  }
  if (!is_known) verdict.not_judged = "only the far hip worked, which the near one hides";
  return verdict;
}

constexpr std::array kChecks = {
    Check{"head_back", "body", "the head", "Tuck the chin.", "the head was tipped back",
          "direction from ear to nose against straight up, median over a repetition, deg",
          "4°, where a head at rest reads about 18°", "real clips with the head at rest: 17–20°", 20, is_flat,
          head_back},
    Check{"knees_bend", "body", "the knees", "Knees straight.", "the knees were bent in an exercise of straight legs",
          "knee flexion in the lower 60 % of the way, upper quartile, deg", "30°; a slight bend is no fault",
          "at 30° the legs' moment at the hips is 3 % less (endrange loads --angle 0 --knee 30)", 25,
          has_straight_knees, knees_bend},
    Check{"hamstrings_limit", "body", "tight hamstrings", "",
          "the backs of the thighs, not the abdominals, end the movement",
          "growth of knee flexion from the lower 40 % of the way to the top, deg",
          "20°, with knees straight to 20° below, in most repetitions",
          "a hamstring's pull grows with the hip's flexion; the knee gives way near vertical", 10, has_straight_knees,
          hamstrings_limit},
    Check{"hips_roll", "body", "the hips staying down", "Stop when upright.", "the hips left the floor at the top",
          "rise of the hip against the shoulder, trunk lengths", "0.12, some 6 cm",
          "a straight lift tips the pelvis by half of it on real clips", 30, keeps_hips_down, hips_roll},
    Check{"hands_under_hips", "body", "the hands", "", "hands under the hips: an assist, not a fault",
          "height of the knuckles below the hip, trunk lengths", "less than 0.12; from 0.17 on they lie beside",
          "beside the hips 0.20–0.22 on real clips; under them 0.10–0.16 on rendered ones", 0, is_flat,
          hands_under_hips},
};

}  // namespace

std::span<const Check> body_checks() { return kChecks; }

}  // namespace endrange
