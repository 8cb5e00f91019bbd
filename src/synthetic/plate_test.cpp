// plate_test.cpp: the plate's closed form is what it says, and the renderer's way of moving triangles, sampling and
// blurring puts the same plate to the same place: to a hundredth of a pixel.
#include "synthetic/plate.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <numbers>
#include <string>

#include "synthetic/raster.h"
#include "synthetic/test_fit.h"

namespace endrange::synthetic {
namespace {

using namespace test;

constexpr double kTwoPi = 2 * std::numbers::pi;
constexpr int kWidth = 112, kHeight = 88;
constexpr double kMean = 0.5, kContrast = 0.12;

Plate usual_plate() { return Plate::random(45, 4, 40, kMean, kContrast, 7); }
std::size_t pixel(int x, int y, int width = kWidth) {
  return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
}
std::string words(const PlatePose& p) {
  return "origin " + std::to_string(p.origin.x) + ", " + std::to_string(p.origin.y) + " turn " +
         std::to_string(p.turn) + " speed " + std::to_string(p.speed.x) + ", " + std::to_string(p.speed.y);
}

double rms_difference(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(double{a[i]} - double{b[i]}, 2);
  return std::sqrt(sum / static_cast<double>(a.size()));
}

// ------------------------------------------------------------------------------------------------------ Closed form

TEST(Plate, a_picture_of_whole_periods_has_the_plates_mean) {
  const Plate plate({{{kTwoPi / 8, 0}, 0.3, 0.7}, {{kTwoPi / 16, kTwoPi / 4}, 0.2, 2}, {{0, kTwoPi / 24}, 0.1, 4}},
                    0.4);
  double sum = 0;
  for (const float grey : plate.photograph({64, 48, 0, 0}, {{3.3, -1.7}, 0, {}})) sum += double{grey};
  EXPECT_NEAR(sum / (64 * 48), 0.4, 1e-6);
}

TEST(Plate, random_waves_have_the_wavelengths_mean_and_contrast_asked_for) {
  const Plate plate = usual_plate();
  ASSERT_EQ(plate.waves().size(), 45u);
  double power = 0, widest = 0, tallest = 0;
  for (const PlateWave& wave : plate.waves()) {
    EXPECT_GE(kTwoPi / length(wave.turns), 4 - 1e-9);
    EXPECT_LE(kTwoPi / length(wave.turns), 40 + 1e-9);
    power += wave.amplitude * wave.amplitude / 2;
    widest += wave.turns.x * wave.turns.x, tallest += wave.turns.y * wave.turns.y;
  }
  EXPECT_NEAR(std::sqrt(power), kContrast, 1e-12);
  // All directions have their share: none is three times as steep as the other.
  EXPECT_LT(std::max(widest, tallest), 3 * std::min(widest, tallest));
}

TEST(Plate, a_pixel_weakens_a_wave_by_the_sinc_of_its_width) {
  // One wave along x, photographed at rest: only the amplitude changes. Four pixels a wave: sin(pi/4) / (pi/4).
  for (const auto& [wavelength, expected] : {std::pair{4.0, 0.900316}, {8.0, 0.974495}, {2.0, 0.636620}}) {
    const Plate plate({{{kTwoPi / wavelength, 0}, 1, 0}}, 0);
    double most = 0;
    for (int step = 0; step < 400; ++step)
      most = std::max(most, double{plate.photograph({1, 1, 0, 0}, {{step * wavelength / 400, 0}, 0, {}})[0]});
    EXPECT_NEAR(most, expected, 1e-4) << wavelength;
  }
}

TEST(Plate, an_exposure_weakens_a_wave_by_the_sinc_of_its_way) {
  // 500 px/s for 8 ms: four pixels of way over a wave of 16 px.
  const Plate plate({{{kTwoPi / 16, 0}, 1, 0}}, 0);
  double still = 0, moving = 0;
  for (int step = 0; step < 400; ++step) {
    const Vec2 at{step * 0.04, 0};
    still = std::max(still, double{plate.photograph({1, 1, 0.008, 0}, {at, 0, {}})[0]});
    moving = std::max(moving, double{plate.photograph({1, 1, 0.008, 0}, {at, 0, {500, 0}})[0]});
  }
  EXPECT_NEAR(moving / still, 0.900316, 1e-4);
}

TEST(Plate, whole_pixels_of_way_move_the_picture_by_whole_pixels) {
  const Plate plate = usual_plate();
  const auto here = plate.photograph({kWidth, kHeight, 0, 0}, {{0.37, 1.91}, 0, {}}),
             there = plate.photograph({kWidth, kHeight, 0, 0}, {{0.37 + 5, 1.91 - 3}, 0, {}});
  for (int y = 0; y < kHeight - 3; ++y)
    for (int x = 5; x < kWidth; ++x) ASSERT_NEAR(there[pixel(x, y)], here[pixel(x - 5, y + 3)], 2e-7);
}

TEST(Plate, the_closed_form_is_the_mean_over_square_and_exposure_row_by_row) {
  // Against plain averaging of the plate's points: 24 × 24 places, 24 moments, midpoint rule.
  const Plate plate = usual_plate();
  const PlateShot shot{40, 30, 0.008, 0.012};
  for (const PlatePose& pose : {PlatePose{{3.2, -1.1}, 0, {}}, PlatePose{{0.5, 0.25}, 0.4, {210, -130}},
                                PlatePose{{-7, 2}, -1.2, {-35, 560}}}) {
    const auto picture = plate.photograph(shot, pose);
    for (const auto& [px, py] : {std::pair{0, 0}, {17, 5}, {39, 29}, {8, 22}}) {
      double sum = 0;
      constexpr int kFine = 24;
      for (int i = 0; i < kFine; ++i)
        for (int j = 0; j < kFine; ++j)
          for (int k = 0; k < kFine; ++k) {
            const double t =
                shot.readout_s * ((py + 0.5) / shot.height - 0.5) + shot.exposure_s * ((k + 0.5) / kFine - 0.5);
            const Vec2 d = Vec2{px + (i + 0.5) / kFine, py + (j + 0.5) / kFine} - pose.origin - t * pose.speed;
            const double c = std::cos(pose.turn), s = std::sin(pose.turn);
            sum += plate.at({c * d.x + s * d.y, c * d.y - s * d.x});
          }
      EXPECT_NEAR(picture[pixel(px, py, shot.width)], sum / (kFine * kFine * kFine), 3e-4) << words(pose);
    }
  }
}

TEST(Plate, the_estimator_finds_the_closed_forms_own_displacement) {
  // The ruler is checked first: on pictures of the closed form it errs by less than a thousandth of a pixel.
  const Plate plate = usual_plate();
  const PlateShot shot{kWidth, kHeight, 0, 0};
  for (const Vec2 truth : {Vec2{0, 0}, Vec2{0.05, 0.5}, Vec2{1.37, -5.01}}) {
    const auto picture = plate.photograph(shot, {truth, 0, {}});
    const PlateModel found = find_plate(plate, shot, {truth + Vec2{0.4, -0.3}, 0, {}}, picture);
    EXPECT_LT(length(found.pose.origin - truth), 1e-4);
    const PlateModel near(plate, shot, {truth + Vec2{0.02, 0.01}, 0, {}});
    EXPECT_LT(length(near.offset_of(picture, {60, 40, 91, 71}) + Vec2{0.02, 0.01}), 1e-3);
  }
}

// ------------------------------------------------------------------------------------------------ The renderer's way

// A plate as the renderer draws a body: a mesh whose corners carry material coordinates and move between three knots,
// four passes of 2 × 2 samples, each shaded where it hits.
std::vector<float> render_plate(const Plate& plate, const PlateShot& shot, const PlatePose& pose) {
  // Cells of 3.7 px, as a body's mesh is seen at 1080p, and beyond the picture on all sides.
  constexpr double kCell = 3.7;
  constexpr int kSide = 64;
  MovingPoints moving;
  moving.exposure_s = shot.exposure_s, moving.readout_s = shot.readout_s, moving.rows = shot.height;
  std::vector<std::array<float, 2>> material;
  std::vector<std::array<std::uint32_t, 3>> triangles;
  const double c = std::cos(pose.turn), s = std::sin(pose.turn);
  const Vec2 middle{shot.width / 2.0 - pose.origin.x, shot.height / 2.0 - pose.origin.y};
  for (int j = 0; j <= kSide; ++j)
    for (int i = 0; i <= kSide; ++i) {
      const Vec2 q = Vec2{c * middle.x + s * middle.y, c * middle.y - s * middle.x} +
                     kCell * Vec2{i - kSide / 2 + 0.31, j - kSide / 2 - 0.17};
      material.push_back({static_cast<float>(q.x), static_cast<float>(q.y)});
      for (std::size_t k = 0; k < 3; ++k) {
        const double t = moving.span_s() * (static_cast<double>(k) / 2 - 0.5);
        const Vec2 p = pose.origin + t * pose.speed + Vec2{c * q.x - s * q.y, s * q.x + c * q.y};
        moving.knots[k].push_back({static_cast<float>(p.x), static_cast<float>(p.y), 0.4f});
      }
      if (i == kSide || j == kSide) continue;
      // Counter-clockwise to the eye, y down.
      const auto at = static_cast<std::uint32_t>(j * (kSide + 1) + i), below = at + kSide + 1;
      triangles.push_back({at, below, at + 1});
      triangles.push_back({at + 1, below, below + 1});
    }
  Rasterizer rasterizer(shot.width, shot.height);
  std::vector<float> picture(static_cast<std::size_t>(shot.width * shot.height));
  std::vector<int> samples(picture.size());
  std::vector<ScreenPoint> points;
  for (int pass = 0; pass < kPasses; ++pass) {
    moving.at_pass(pass, points);
    rasterizer.draw(points, triangles, pass, [&](int x, int y, const Hit& hit) {
      const auto& corners = triangles[hit.triangle];
      const auto mix = [&](std::size_t axis) {
        const float of0 = material[corners[0]][axis];
        return of0 + hit.share1 * (material[corners[1]][axis] - of0) + hit.share2 * (material[corners[2]][axis] - of0);
      };
      const std::size_t i = pixel(x, y, shot.width);
      picture[i] += 0.0625f * static_cast<float>(plate.at({double{mix(0)}, double{mix(1)}}));
      ++samples[i];
    });
  }
  for (const int n : samples) EXPECT_EQ(n, 16) << words(pose);
  return picture;
}

struct Agreement {
  double rms = 0;       // of the pictures, share of the contrast
  double whole = 0;     // px, of the displacement found on the whole picture
  double patch_95 = 0;  // px, of the patches' displacements: 95 % err less
  double patch_most = 0;
};

Agreement compare(const Plate& plate, const PlateShot& shot, const PlatePose& pose) {
  const auto rendered = render_plate(plate, shot, pose);
  Agreement found;
  found.rms = rms_difference(rendered, plate.photograph(shot, pose)) / kContrast;
  PlatePose start = pose;
  start.origin = pose.origin + Vec2{0.35, -0.25};
  const PlateModel model = find_plate(plate, shot, start, rendered);
  found.whole = length(model.pose.origin - pose.origin);
  std::vector<double> errors;
  for (int y = 4; y + 31 <= shot.height - 4; y += 15)
    for (int x = 4; x + 31 <= shot.width - 4; x += 15)
      errors.push_back(length(model.pose.origin + model.offset_of(rendered, {x, y, x + 31, y + 31}) - pose.origin));
  std::ranges::sort(errors);
  found.patch_95 = errors[errors.size() * 95 / 100], found.patch_most = errors.back();
  // For the table in docs/accuracy.md.
  if (std::getenv("ENDRANGE_FIGURES") != nullptr)
    std::printf("%s exposure %g readout %g: rms %.4f whole %.5f patches 95%% %.5f most %.5f px\n", words(pose).c_str(),
                shot.exposure_s, shot.readout_s, found.rms, found.whole, found.patch_95, found.patch_most);
  return found;
}

TEST(RenderedPlate, stands_where_it_was_put_at_any_share_of_a_pixel) {
  const Plate plate = usual_plate();
  for (const double offset : {0.0, 0.05, 0.1, 0.25, 0.5, 1.37, 5.01})
    for (const Vec2 axis : {Vec2{1, 0}, Vec2{0, 1}}) {
      const PlatePose pose{offset * axis, 0, {}};
      const Agreement found = compare(plate, {kWidth, kHeight, 0, 0}, pose);
      EXPECT_LT(found.rms, 0.005) << words(pose);
      EXPECT_LT(found.whole, 0.001) << words(pose);
      EXPECT_LT(found.patch_most, 0.001) << words(pose);
    }
}

TEST(RenderedPlate, stands_where_it_was_put_when_turned) {
  const Plate plate = usual_plate();
  for (const double turn : {0.02, 0.3, -1.1}) {
    const PlatePose pose{{kWidth / 2.0 + 0.41, kHeight / 2.0 - 0.13}, turn, {}};
    const Agreement found = compare(plate, {kWidth, kHeight, 0, 0}, pose);
    EXPECT_LT(found.rms, 0.005) << words(pose);
    EXPECT_LT(found.whole, 0.001) << words(pose);
    EXPECT_LT(found.patch_most, 0.001) << words(pose);
  }
}

TEST(RenderedPlate, moving_is_blurred_about_the_middle_of_its_exposure) {
  // Up to a pixel of way in an exposure of 8 ms: four times as fast as a back that lets go.
  const Plate plate = usual_plate();
  for (const Vec2 speed : {Vec2{30, 0}, Vec2{0, 30}, Vec2{125, 0}, Vec2{0, 125}, Vec2{-90, 90}}) {
    const PlatePose pose{{0.37, -0.81}, 0, speed};
    const Agreement found = compare(plate, {kWidth, kHeight, 0.008, 0}, pose);
    EXPECT_LT(found.rms, 0.02) << words(pose);
    EXPECT_LT(found.whole, 0.01) << words(pose);
    EXPECT_LT(found.patch_most, 0.01) << words(pose);
  }
}

TEST(RenderedPlate, a_wide_blur_is_as_even_as_an_exposure) {
  // Two and five pixels of way, as a swift leg has. Four moments stand for the whole exposure; where the samples of a
  // moment lie must not depend on how far it is from the middle, or the blur leans to one side.
  const Plate plate = usual_plate();
  for (const Vec2 speed : {Vec2{250, 0}, Vec2{0, 250}, Vec2{0, -250}, Vec2{180, -180}, Vec2{625, 0}, Vec2{0, 625}}) {
    const PlatePose pose{{0.37, -0.81}, 0, speed};
    const Agreement found = compare(plate, {kWidth, kHeight, 0.008, 0}, pose);
    EXPECT_LT(found.rms, 0.08) << words(pose);
    EXPECT_LT(found.whole, 0.005) << words(pose);
    EXPECT_LT(found.patch_most, 0.02) << words(pose);
  }
}

TEST(RenderedPlate, each_row_stands_where_it_was_when_it_was_read) {
  const Plate plate = usual_plate();
  for (const Vec2 speed : {Vec2{60, 0}, Vec2{0, 60}, Vec2{125, -80}, Vec2{-250, 0}}) {
    const PlatePose pose{{0.37, -0.81}, 0, speed};
    const PlateShot shot{kWidth, kHeight, 0.008, 0.012};
    const Agreement found = compare(plate, shot, pose);
    EXPECT_LT(found.rms, 0.03) << words(pose);
    EXPECT_LT(found.whole, 0.01) << words(pose);
    EXPECT_LT(found.patch_most, 0.01) << words(pose);
    // Band by band, against a plate read all at once: off by speed × the row's time.
    const auto rendered = render_plate(plate, shot, pose);
    double most = 0;
    for (int row = 4; row + 15 <= kHeight - 4; row += 8) {
      const Vec2 expected = shot.readout_s * ((row + 7.5) / kHeight - 0.5) * speed;
      PlatePose near = pose;
      near.origin = pose.origin + expected + Vec2{0.02, -0.02};
      const PlateModel model(plate, {kWidth, kHeight, shot.exposure_s, 0}, near);
      const Vec2 found_at = near.origin + model.offset_of(rendered, {4, row, kWidth - 4, row + 15});
      most = std::max(most, length(found_at - (pose.origin + expected)));
    }
    if (std::getenv("ENDRANGE_FIGURES") != nullptr) std::printf("  bands of rows: most %.5f px\n", most);
    EXPECT_LT(most, 0.01) << words(pose);
  }
}

}  // namespace
}  // namespace endrange::synthetic
