// encoder.h: writes an MP4: our pictures as H.264, and the sound of another clip unchanged.
#pragma once

#include <memory>
#include <string>

#include "core/error.h"
#include "media/picture.h"

namespace endrange {

struct EncoderOptions {
  int width = 0, height = 0;  ///< even
  bool is_full_range = false, is_bt709 = false;
  double frames_per_s = 30;         ///< nominal; the times given to push() rule
  double quality = 21;              ///< x264's constant rate factor: lower is finer. Range 15–30.
  double bits_per_s = 0;            ///< 0 = by quality; otherwise a steady bit rate, as phones write
  std::string preset = "veryfast";  ///< x264's: slower presets make smaller files
  std::string sound_from;           ///< a clip whose sound is carried over; "" = silent
  int threads = 2;
};

class Encoder {
 public:
  /// Begins a file. The caller gives a temporary name and renames it after finish().
  /// Errors: io (can't be written), unsupported (this FFmpeg has no H.264 encoder)
  static Result<Encoder> create(const std::string& path, const EncoderOptions& options);

  /// Times must ascend. Errors: io (disk full).
  Result<void> push(const Picture& picture, double at_s);
  /// Writes what is left and closes the file. Errors: io.
  Result<void> finish();
  /// False when there was sound that MP4 can't carry as it is.
  bool has_kept_sound() const;

  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;
  ~Encoder();

 private:
  struct Impl;
  explicit Encoder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange
