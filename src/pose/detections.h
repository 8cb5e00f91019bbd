// detections.h: turns the detector's raw numbers into people.
#pragma once

#include <span>
#include <vector>

#include "core/landmarks.h"

namespace endrange {

/// One raw detection, in the detector's own square, 0…1.
struct Detection {
  float score = 0;
  float x = 0, y = 0, width = 0, height = 0;  ///< centre and size
  Vec2 hips, on_circle;                       ///< what region_around() takes
};

/// The anchor centres of the 224 × 224 detector, 0…1, in the order of its 2254 rows.
/// Source: MediaPipe pose_detection_cpu (strides 8, 16, 32, 32, 32; two anchors a layer, all of size 1).
std::vector<Vec2> detector_anchors();

/// Decodes boxes (2254 × 12) and score logits (2254), keeps what is above 0.5, and joins overlapping ones by a
/// weighted mean (intersection over union > 0.3). Returns best first.
std::vector<Detection> decode_detections(std::span<const float> boxes, std::span<const float> logits,
                                         std::span<const Vec2> anchors);

}  // namespace endrange
