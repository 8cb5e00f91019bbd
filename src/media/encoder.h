// encoder.h: writes an MP4: our pictures as H.264 or HEVC, with the sound of another clip unchanged or our own as AAC.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/error.h"
#include "media/picture.h"

namespace endrange {

enum class VideoCodec { h264, hevc };

struct EncoderOptions {
  int width = 0, height = 0;  ///< of the pictures as pushed and stored, even
  bool is_full_range = false, is_bt709 = false;
  double frames_per_s = 30;  ///< nominal; the times given to push() rule
  VideoCodec codec = VideoCodec::h264;
  double quality = 21;              ///< x264's or x265's constant rate factor: lower is finer. Range 15–30.
  double bits_per_s = 0;            ///< 0 = by quality; otherwise a steady bit rate, as phones write
  bool is_lossless = false;         ///< bit for bit, in place of quality and bits_per_s; H.264 only
  double key_frame_s = 2;           ///< between key frames, at the nominal rate; a cut brings one of its own
  int rotation_deg = 0;             ///< how far players turn the stored picture clockwise: 0, 90, 180, 270. At 90 its
                                    ///< top-left corner is shown top right, and ClipInfo::rotation_deg is 90.
  std::string preset = "veryfast";  ///< x264's or x265's: slower presets make smaller files
  std::string sound_from;           ///< a clip whose sound is carried over; "" = none

  int sound_rate_hz = 0;             ///< of push_sound(): one of AAC's, 7350 … 96000; 0 = none. Not with sound_from.
  double sound_bits_per_s = 128000;  ///< cut to what AAC takes: 6 bits a sample
  double sound_starts_s = 0;         ///< when the first pushed sample sounds, on the clock of push()
  int threads = 2;
};

class Encoder {
 public:
  /// Begins a file. The caller gives a temporary name and renames it after finish().
  /// Errors: bad_argument (options that make no sense), io (can't be written), unsupported (this FFmpeg has no such
  /// encoder)
  static Result<Encoder> create(const std::string& path, const EncoderOptions& options);

  /// Times must ascend. Errors: io (disk full).
  Result<void> push(const Picture& picture, double at_s);
  /// Our own sound, mono, −1…1: each call goes on where the last one ended. Held in memory until a picture comes to it,
  /// so push it along with the pictures. What sounds before 0 is left out, and what sounds after the last picture's
  /// time plus 1 / frames_per_s. Errors: bad_argument (without sound_rate_hz, samples that aren't finite), io.
  Result<void> push_sound(std::span<const float> samples);
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
