// blazepose.h: a picture in, a person's landmarks out.
//
//   Frame ─[find_people]─► regions ─[landmarks]─► 33 points + the region for the next frame
//
// Single frames only: no memory of earlier ones (that is tracker.h). Not thread-safe: one BlazePose per thread.
// Source: MediaPipe's BlazePose (model card and graph files under modules/pose_detection, modules/pose_landmark).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/frame.h"
#include "core/landmarks.h"
#include "pose/region.h"

namespace endrange {

enum class PoseModel { lite, full, heavy };

/// Someone the detector found.
struct PersonBox {
  float score = 0;     ///< 0…1
  Vec2 center;         ///< of the face-and-shoulder box the detector was trained on, px
  double size_px = 0;  ///< its side
  Region region;       ///< what the landmark network should look at
};

/// What the landmark network says of one region.
struct PoseEstimate {
  float score = 0;  ///< 0…1; below kPersonThreshold nobody is there
  std::array<Landmark, kJointCount> joints{};
  std::array<WorldPoint, kJointCount> world{};
  Region next_region;  ///< where to look in the next frame
};

/// Below this the network's flag means "nobody here". Source: MediaPipe, pose_landmark_by_roi (min score 0.5).
constexpr float kPersonThreshold = 0.5f;

class BlazePose {
 public:
  struct Options {
    PoseModel model = PoseModel::heavy;
    std::string model_folder;  ///< holds pose_detection.tflite and pose_landmark_{lite,full,heavy}.tflite
    int threads = 1;           ///< for one network pass
    bool with_mask = false;    ///< also compute the segmentation mask (5 ms a frame)
  };

  /// Errors: not_found, unreadable, unsupported (see model_file.h)
  static Result<BlazePose> create(const Options& options);

  /// Another one with the same options, to run side by side; the weights are shared. Errors: unsupported.
  Result<BlazePose> twin() const;

  /// Everyone in the picture, best score first; empty when nobody is seen.
  ///
  /// hide  a person to leave out: the rectangle around these poses' joints is greyed, since the detector, made for one
  ///       person, hardly sees a second beside the first. Empty = hide nobody
  Result<std::vector<PersonBox>> find_people(const Frame& frame, std::span<const Landmark> hide = {});

  /// The landmarks of whoever is in the region, px in the whole picture.
  Result<PoseEstimate> landmarks(const Frame& frame, const Region& region);

  /// After landmarks(), when made with_mask: how likely each point of the region belongs to the person, (256, 256),
  /// 0…1.
  std::span<const float> mask() const;

  BlazePose(BlazePose&&) noexcept;
  BlazePose& operator=(BlazePose&&) noexcept;
  ~BlazePose();

 private:
  struct Impl;
  explicit BlazePose(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange
