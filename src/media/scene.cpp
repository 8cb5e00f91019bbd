#include "media/scene.h"

#include <algorithm>
#include <cmath>

#include "core/smooth.h"

namespace endrange {

namespace {

constexpr int kColumns = 96;

// A cut changes the mean cell by this much (of 255) at least, and by several times what this clip's frames usually
// change. A leg sweeping through the picture changes 1–3, a hand-held pan 2–6.
constexpr double kCutChange = 14, kCutOverUsual = 5;
constexpr std::size_t kUsualFrames = 15;

// Cells whose brightness doesn't change from cell to cell can't show a shift.
constexpr float kTexture = 4;

}  // namespace

void SceneWatcher::shrink(const Frame& frame) {
  const int cell = std::max(1, frame.width / kColumns);
  columns_ = frame.width / cell;
  rows_ = std::max(1, frame.height / cell);
  cell_px_ = cell;
  now_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0.0f);
  // Every other row of a cell is enough for its mean, and halves the bytes read.
  const int step = cell >= 4 ? 2 : 1;
  const int tall = std::min(cell, frame.height);
  for (int row = 0; row < rows_; ++row) {
    float* out = &now_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_)];
    int lines = 0;
    for (int y = 0; y < tall; y += step, ++lines) {
      const std::uint8_t* line = frame.luma + static_cast<std::ptrdiff_t>(row * cell + y) * frame.luma_stride;
      for (int column = 0; column < columns_; ++column) {
        unsigned sum = 0;
        for (int x = 0; x < cell; ++x) sum += line[column * cell + x];
        out[column] += static_cast<float>(sum);
      }
    }
    for (int column = 0; column < columns_; ++column) out[column] /= static_cast<float>(lines * cell);
  }
  if (!frame.is_full_range)
    for (float& value : now_) value = std::clamp((value - 16) * (255.0f / 219.0f), 0.0f, 255.0f);
}

bool SceneWatcher::is_cut(double change) {
  const double usual = median(recent_changes_);
  const bool cut = change > kCutChange && (std::isnan(usual) || change > kCutOverUsual * usual);
  recent_changes_.push_back(change);
  if (recent_changes_.size() > kUsualFrames) recent_changes_.erase(recent_changes_.begin());
  if (cut) recent_changes_.clear();
  return cut;
}

// The translation that best lays the reference thumbnail on this one: Gauss–Newton with weights that let a moving
// person (large residuals) drop out. NaN when too few cells have texture.
Vec2 SceneWatcher::camera_shift() const {
  constexpr int kRounds = 8, kBorder = 2;
  constexpr double kFewestCells = 60, kSettled = 0.01;
  Vec2 shift = (1 / cell_px_) * last_shift_;
  const auto sample = [&](double x, double y) {
    const double cx = std::clamp(x, 0.0, columns_ - 1.001), cy = std::clamp(y, 0.0, rows_ - 1.001);
    const int left = static_cast<int>(cx), top = static_cast<int>(cy);
    const float fx = static_cast<float>(cx - left), fy = static_cast<float>(cy - top);
    const float* p =
        &now_[static_cast<std::size_t>(top) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(left)];
    return (1 - fy) * (p[0] + fx * (p[1] - p[0])) + fy * (p[columns_] + fx * (p[columns_ + 1] - p[columns_]));
  };
  if (columns_ < 8 || rows_ < 8)
    return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  double scale = 12;  // residual at which a cell has half its weight; shrinks as the fit improves
  for (int round = 0; round < kRounds; ++round) {
    double xx = 0, xy = 0, yy = 0, xe = 0, ye = 0, cells = 0;
    for (int y = kBorder; y < rows_ - kBorder; ++y) {
      for (int x = kBorder; x < columns_ - kBorder; ++x) {
        const float* p = &reference_[static_cast<std::size_t>(y * columns_ + x)];
        const float gx = (p[1] - p[-1]) / 2, gy = (p[columns_] - p[-columns_]) / 2;
        if (std::abs(gx) + std::abs(gy) < kTexture) continue;
        const double error = sample(x + shift.x, y + shift.y) - p[0];
        const double ratio = error / scale, weight = 1 / ((1 + ratio * ratio) * (1 + ratio * ratio));
        xx += weight * gx * gx, xy += weight * gx * gy, yy += weight * gy * gy;
        xe += weight * gx * error, ye += weight * gy * error;
        cells += weight;
      }
    }
    const double determinant = xx * yy - xy * xy;
    // Stripes show a shift across them only: the determinant is zero, and so may be what it is measured against.
    if (cells < kFewestCells || determinant <= 1e-6 * xx * yy)
      return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    const Vec2 step{(yy * xe - xy * ye) / determinant, (xx * ye - xy * xe) / determinant};
    shift = shift - step;
    scale = std::max(4.0, scale * 0.8);
    if (length(step) < kSettled) break;
  }
  return cell_px_ * shift;
}

SceneSample SceneWatcher::push(const Frame& frame) {
  before_.swap(now_);
  shrink(frame);
  SceneSample sample;
  double sum = 0, change = 0;
  for (const float value : now_) sum += value;
  sample.brightness = static_cast<float>(sum / 255 / static_cast<double>(now_.size()));
  std::vector<double> sorted(now_.begin(), now_.end());
  sample.contrast = static_cast<float>((quantile(sorted, 0.95) - quantile(sorted, 0.05)) / 255);

  const bool has_before = before_.size() == now_.size();
  if (has_before) {
    for (std::size_t i = 0; i < now_.size(); ++i) change += std::abs(now_[i] - before_[i]);
    sample.starts_take = is_cut(change / static_cast<double>(now_.size()));
  }
  if (reference_.size() != now_.size() || sample.starts_take) {
    reference_ = now_;
    last_shift_ = {};
    sample.camera_shift = {};
    return sample;
  }
  sample.camera_shift = camera_shift();
  if (!std::isnan(sample.camera_shift.x)) last_shift_ = sample.camera_shift;
  return sample;
}

}  // namespace endrange
