#include "trunk/lift.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/angle.h"
#include "core/cholesky.h"
#include "core/smooth.h"
#include "core/unknown.h"

namespace endrange {

namespace {

// The curve's parts, in trunk lengths x from hip to shoulder and h above the floor. Five cubic B-splines over the lower
// back, which ends at the ribs (x = 0.7); the pelvis below its upper end; belly and chest.
constexpr std::size_t kBumps = 5;
constexpr double kBumpSpacing = 0.10, kFirstBump = 0.10, kPelvisEnd = 0.22;
constexpr double kBelly = 0.35, kBellyWide = 0.22, kChest = 0.75, kChestWide = 0.20, kFront = 0.40;
enum Part : std::size_t { kPelvis = kBumps, kShift, kTurn, kBellyRise, kChestRise, kAlong, kDrag, kParts };

// How large each part may reasonably be, mm (the pelvis: at the hip; the turn: over a trunk length), and how much
// neighbouring bumps may differ from smooth.
constexpr double kBumpPrior = 25, kBendPrior = 10, kPelvisPrior = 20, kShiftPrior = 2, kTurnPrior = 3,
                 kBreathPrior = 10, kAlongPrior = 10;
// Skin and cloth near the hip go with the thigh: wholly at the joint, for what little clings, and less with distance.
// How much clings is a property of the clothes, so of the clip. trunk lengths, share of the thigh's turn
constexpr double kDragReach = 0.17, kDragPrior = 0.15, kDragChange = 0.01;
// The flank is nearer to the camera than the leg by which millimetres are counted: some 70 mm of 2.5 m.
constexpr double kFlankNearer = 0.972;
// What the curve leaves out: folds of cloth, skin over bone. mm, along the floor more than across it.
constexpr double kModelRise = 0.25, kModelAlong = 1.2;
// The lumbar spine between sacrum and ribs, trunk lengths from the hip. What the fit has wrong everywhere alike, mm,
// and the share by which millimetres themselves may be wrong.
constexpr double kLumbarFrom = 0.28, kLumbarTo = 0.52, kAlike = 0.3, kScaleError = 0.05;
// An error beyond this is no measurement. mm
constexpr double kMostError = 2.0;
// A patch whose residual is this many standard deviations is on something else. Rounds of reweighting.
constexpr double kTolerance = 2.5;
constexpr int kRounds = 3;
// Fewer patches, or none over the lower back, and nothing is said.
constexpr std::size_t kFewest = 6, kFewestLumbar = 3;

double bump(double x, std::size_t k) {
  const double t = std::abs(x - (kFirstBump + kBumpSpacing * static_cast<double>(k))) / kBumpSpacing;
  if (t >= 2) return 0;
  // One at its top.
  return 1.5 * (t < 1 ? (4 - 6 * t * t + 3 * t * t * t) / 6 : (2 - t) * (2 - t) * (2 - t) / 6);
}

double bump_slope(double x, std::size_t k) {
  constexpr double kStep = 1e-4;
  return (bump(x + kStep, k) - bump(x - kStep, k)) / (2 * kStep);
}

// The pelvis turns as one piece about its upper end; a little rounded there.
double pelvis(double x) {
  const double d = (kPelvisEnd - x) / kPelvisEnd, round = 0.15;
  return d <= -round ? 0 : d >= round ? d : (d + round) * (d + round) / (4 * round);
}
double pelvis_slope(double x) {
  constexpr double kStep = 1e-4;
  return (pelvis(x + kStep) - pelvis(x - kStep)) / (2 * kStep);
}

double bell(double x, double at, double wide) { return std::exp(-(x - at) * (x - at) / (wide * wide)); }

using Row = std::array<double, kParts>;

struct Place {
  double x, h;    // trunk lengths, from the hip and from the floor
  Vec2 from_hip;  // along and across, trunk lengths
  Row rise{}, along{};
};

// Normal equations, then their Cholesky factor.
struct Normal {
  Square<kParts> a{};
  Row b{};

  void add(const Row& row, double value, double weight) {
    for (std::size_t i = 0; i < kParts; ++i) {
      if (row[i] == 0) continue;
      for (std::size_t j = 0; j <= i; ++j) a[i][j] += weight * row[i] * row[j];
      b[i] += weight * row[i] * value;
    }
  }
  // Once factorised: of row·parts.
  double variance(const Row& row) const {
    double sum = 0;
    for (const double z : forward(a, row)) sum += z * z;
    return sum;
  }
};

Normal prior(double drag_share, double drag_doubt) {
  Normal n;
  const auto hold = [&](std::size_t part, double size, double value = 0) {
    Row row{};
    row[part] = 1;
    n.add(row, value, 1 / (size * size));
  };
  for (std::size_t k = 0; k < kBumps; ++k) hold(k, kBumpPrior);
  for (std::size_t k = 0; k + 2 < kBumps; ++k) {
    Row row{};
    row[k] = 1, row[k + 1] = -2, row[k + 2] = 1;
    n.add(row, 0, 1 / (kBendPrior * kBendPrior));
  }
  hold(kPelvis, kPelvisPrior), hold(kShift, kShiftPrior), hold(kTurn, kTurnPrior), hold(kAlong, kAlongPrior);
  hold(kBellyRise, kBreathPrior), hold(kChestRise, kBreathPrior);
  hold(kDrag, drag_doubt, drag_share);
  return n;
}

Place place_of(Vec2 px, const TrunkAxes& axes) {
  Place p{dot(px - axes.hip, axes.head) / axes.trunk_px,
          dot(px - axes.floor_point, axes.up) / axes.trunk_px,
          {dot(px - axes.hip, axes.head) / axes.trunk_px, dot(px - axes.hip, axes.up) / axes.trunk_px},
          {},
          {}};
  const double front = std::clamp(p.h / kFront, 0.0, 1.2), lean = -p.h;
  for (std::size_t k = 0; k < kBumps; ++k) p.rise[k] = bump(p.x, k), p.along[k] = lean * bump_slope(p.x, k);
  p.rise[kPelvis] = pelvis(p.x), p.along[kPelvis] = lean * pelvis_slope(p.x);
  p.rise[kShift] = 1;
  p.rise[kTurn] = p.x - 0.5, p.along[kTurn] = lean;
  p.rise[kBellyRise] = front * front * bell(p.x, kBelly, kBellyWide);
  p.rise[kChestRise] = front * front * bell(p.x, kChest, kChestWide);
  p.along[kAlong] = 1;
  return p;
}

// Where the thigh would take the place if it went with it wholly, mm, for a lowering by so many radians.
void drag(Place& p, double lowered, double trunk_mm) {
  const double c = std::cos(lowered) - 1, s = std::sin(lowered);
  const double share = trunk_mm * std::exp(-dot(p.from_hip, p.from_hip) / (kDragReach * kDragReach));
  p.along[kDrag] = share * (c * p.from_hip.x - s * p.from_hip.y);
  p.rise[kDrag] = share * (s * p.from_hip.x + c * p.from_hip.y);
}

// The curve from the pelvis' upper end to the ribs; further down it would tell of the waistband, which follows the
// thigh.
BackCurve curve_of(const Row& parts, double apex, int frame, Vec2 hip, double mm_per_px) {
  constexpr double kFade = 0.2;
  BackCurve curve{frame, hip, {}};
  for (std::size_t i = 0; i < BackCurve::kSamples; ++i) {
    const double x = BackCurve::kFirst + BackCurve::kStep * static_cast<double>(i),
                 in = std::clamp(1 + (x - std::min(apex, kPelvisEnd + 0.08)) / kFade, 0.0, 1.0);
    double mm = 0;
    for (std::size_t k = 0; k < kBumps; ++k) mm += parts[k] * bump(x, k);
    curve.rise_px[i] = static_cast<float>(in * in * (3 - 2 * in) * mm / mm_per_px);
  }
  return curve;
}

struct Fit {
  Row parts{};
  Normal normal;
  std::size_t found = 0, lumbar = 0;
  double excess = 1;  // how much worse the patches agree than their doubts allow, as a factor on the error
};

// One frame: slides (x, along the floor) and rises (y) of the patches against the reference, mm (NaN = not seen), with
// their covariance, mm².
Fit fit_frame(const std::vector<Place>& places, const std::vector<Vec2>& moved, const std::vector<Doubt>& doubts,
              const Normal& prior) {
  Fit fit;
  for (int round = 0; round < kRounds; ++round) {
    Normal normal = prior;
    fit.found = fit.lumbar = 0;
    double miss = 0, weight = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (std::isnan(moved[i].x)) continue;
      const Place& p = places[i];
      double rise = 0, along = 0;
      if (round > 0)
        for (std::size_t k = 0; k < kParts; ++k) rise += p.rise[k] * fit.parts[k], along += p.along[k] * fit.parts[k];
      const double xx = doubts[i].xx + kModelAlong * kModelAlong, yy = doubts[i].yy + kModelRise * kModelRise,
                   xy = static_cast<double>(doubts[i].xy), determinant = xx * yy - xy * xy;
      const double dx = moved[i].x - along, dy = moved[i].y - rise;
      double trust = 1;
      if (round > 0) {
        // Two numbers a patch: their mean is one where the doubts are right.
        const double off = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant / (kTolerance * kTolerance);
        trust = 1 / ((1 + off) * (1 + off));
        miss += std::min(off, 4.0) * kTolerance * kTolerance / 2, weight += 1;
      }
      // What the rise says by itself, and the slide given the rise.
      Row slide;
      const double lean = xy / yy;
      for (std::size_t k = 0; k < kParts; ++k) slide[k] = p.along[k] - lean * p.rise[k];
      normal.add(p.rise, moved[i].y, trust / yy);
      normal.add(slide, moved[i].x - lean * moved[i].y, trust * yy / determinant);
      if (trust > 0.2) ++fit.found, fit.lumbar += p.x > 0.1 && p.x < 0.6 ? 1 : 0;
    }
    factorise(normal.a);  // the prior makes it positive definite
    fit.parts = solve(normal.a, normal.b);
    fit.normal = normal;
    if (weight > 0) fit.excess = std::sqrt(std::max(1.0, miss / weight));
  }
  return fit;
}

}  // namespace

Lift measure_lift(const FlankTrack& track, const TrunkAxes& axes, std::span<const std::size_t> reference,
                  std::span<const double> thigh_elevation) {
  Lift lift;
  const std::size_t patches = track.places.size(), frames = track.frames();
  // Each patch's place in the reference; those not seen there say nothing.
  std::vector<Vec2> zero(patches, {kUnknown, kUnknown});
  for (std::size_t i = 0; i < patches; ++i) {
    std::vector<double> x, y;
    for (const std::size_t f : reference)
      if (f < frames && !std::isnan(track.shift(f, i).x))
        x.push_back(track.shift(f, i).x), y.push_back(track.shift(f, i).y);
    if (2 * x.size() > reference.size()) zero[i] = {median(x), median(y)};
  }
  if (std::ranges::none_of(zero, [](Vec2 z) { return !std::isnan(z.x); })) return lift;
  std::vector<Place> places;
  for (std::size_t i = 0; i < patches; ++i) places.push_back(place_of(track.places[i] + zero[i], axes));

  std::vector<Fit> fits(frames);
  const double mm_per_px = kFlankNearer * axes.mm_per_px;
  std::vector<Vec2> moved(patches);
  std::vector<double> thighs;
  for (const std::size_t f : reference)
    if (f < thigh_elevation.size() && !std::isnan(thigh_elevation[f])) thighs.push_back(thigh_elevation[f]);
  const double thigh_zero = median(thighs), trunk_mm = axes.trunk_px * mm_per_px;
  std::vector<Doubt> doubts(patches);
  const auto fit_all = [&](const Normal& before) {
    for (std::size_t f = 0; f < frames; ++f) {
      for (std::size_t i = 0; i < patches; ++i) {
        const Vec2 d = track.shift(f, i) - zero[i];
        moved[i] = {mm_per_px * dot(d, axes.head), mm_per_px * dot(d, axes.up)};
        // Along the floor and across it.
        const Doubt& in_px = track.doubt(f, i);
        const auto between = [&](Vec2 a, Vec2 b) {
          return static_cast<float>(
              mm_per_px * mm_per_px *
              (a.x * (in_px.xx * b.x + in_px.xy * b.y) + a.y * (in_px.xy * b.x + in_px.yy * b.y)));
        };
        doubts[i] = {between(axes.head, axes.head), between(axes.head, axes.up), between(axes.up, axes.up)};
      }
      const double lowered = f < thigh_elevation.size() ? thigh_zero - thigh_elevation[f] : kUnknown;
      for (Place& p : places) drag(p, std::isnan(lowered) ? 0 : lowered, trunk_mm);
      fits[f] = fit_frame(places, moved, doubts, before);
    }
  };
  fit_all(prior(0, kDragPrior));
  // What the frames say together of the clip's drag, each without its prior.
  Row only_drag{};
  only_drag[kDrag] = 1;
  double sum = 0, information = 1 / (kDragPrior * kDragPrior);
  for (const Fit& fit : fits) {
    const double variance = fit.normal.variance(only_drag);
    sum += fit.parts[kDrag] / variance, information += 1 / variance - 1 / (kDragPrior * kDragPrior);
  }
  fit_all(prior(sum / information, kDragChange));

  // The back is read where it rises most over the clip, the same place in every frame, so that noise isn't taken for
  // height.
  double most = -1;
  for (double x = kLumbarFrom; x <= kLumbarTo; x += 0.01) {
    Row at{};
    for (std::size_t k = 0; k < kBumps; ++k) at[k] = bump(x, k);
    double signal = 0, noise = 0;
    for (const Fit& fit : fits) {
      double y = 0;
      for (std::size_t k = 0; k < kBumps; ++k) y += at[k] * fit.parts[k];
      signal += y * y, noise += fit.normal.variance(at);
    }
    noise += kAlike * kAlike * static_cast<double>(frames);
    if (signal / noise > most) most = signal / noise, lift.apex = x;
  }
  Row at_apex{}, at_pelvis{};
  for (std::size_t k = 0; k < kBumps; ++k) at_apex[k] = bump(lift.apex, k), at_pelvis[k] = bump_slope(0.08, k);
  at_pelvis[kPelvis] = pelvis_slope(0.08);
  for (const Fit& fit : fits) {
    const double error = fit.excess * std::sqrt(fit.normal.variance(at_apex));
    const bool is_known = fit.found >= kFewest && fit.lumbar >= kFewestLumbar && error < kMostError;
    double rise = 0, slope = 0;
    for (std::size_t k = 0; k < kParts; ++k) rise += at_apex[k] * fit.parts[k], slope += at_pelvis[k] * fit.parts[k];
    lift.lumbar_lift.push_back(is_known ? rise : kUnknown);
    lift.lumbar_lift_error.push_back(is_known ? std::hypot(error, kAlike, kScaleError * rise) : kUnknown);
    // The line of the pelvis rises towards the head when it tips forward: posterior is the other way.
    lift.pelvic_tilt.push_back(is_known ? -to_deg(std::atan(slope / trunk_mm)) : kUnknown);
    const int frame = track.first_frame + static_cast<int>(lift.curves.size());
    lift.curves.push_back(curve_of(fit.parts, lift.apex, frame, axes.hip, mm_per_px));
    lift.breath.push_back(is_known ? fit.parts[kBellyRise] : kUnknown);
    lift.seen.push_back(static_cast<double>(fit.found) / static_cast<double>(patches));
  }
  return lift;
}

}  // namespace endrange
