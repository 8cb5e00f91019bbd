// encode_sound.h: our own samples as the AAC track of a film that is being written. Internal to media/.
//
//   push() ─► waiting ─[the pictures have come to it]─► blocks of 1024 ─[AAC]─► the file
//
// The track begins with the film, at 0: silence fills the time up to a later first sample, and samples before 0 are
// left out. Then the one thing an edit list has to say is how long the codec's run-in is, which every player honours.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/error.h"
#include "media/encoder.h"

struct AVFormatContext;

namespace endrange {

class OwnSound {
 public:
  /// What makes no sense about the sound_… options; "" = nothing.
  static std::string complaint_about(const EncoderOptions& options);

  /// Adds the track to a file whose header isn't written yet; the file must outlive it.
  /// Errors: io, unsupported (this FFmpeg has no AAC encoder)
  static Result<OwnSound> create(const std::string& path, const EncoderOptions& options, AVFormatContext& output);

  /// Takes samples, mono, −1…1, without writing any. Errors: bad_argument (samples that aren't finite).
  Result<void> push(std::span<const float> samples);
  /// Writes what sounds before `at_s`, in whole blocks. Errors: io.
  Result<void> write_until(double at_s);
  /// Writes the rest of what sounds before `ends_s`; nothing may follow. Errors: io.
  Result<void> finish(double ends_s);

  OwnSound(OwnSound&&) noexcept;
  OwnSound& operator=(OwnSound&&) noexcept;
  ~OwnSound();

 private:
  struct Impl;
  explicit OwnSound(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange
