// sound.h: the sound of a clip as mono samples on the pictures' clock.
#pragma once

#include <memory>
#include <string>

#include "core/error.h"
#include "core/frame.h"

namespace endrange {

class SoundReader : public SoundSource {
 public:
  /// Errors: not_found, unreadable (no sound in it, damaged), unsupported (codec not on the list)
  static Result<SoundReader> open(const std::string& path, double rate_hz = 16000);

  /// The next stretch; its samples are valid until the next call; empty at the end. `at_s` counts from the clip's first
  /// picture, so it is negative where the sound begins earlier.
  Result<Sound> next() override;

  SoundReader(SoundReader&&) noexcept;
  SoundReader& operator=(SoundReader&&) noexcept;
  ~SoundReader() override;

 private:
  struct Impl;
  explicit SoundReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange
