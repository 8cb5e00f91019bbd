// words.h: how the coach writes numbers and names in its sentences.
#pragma once

#include <cstdint>
#include <string>

#include "coach/ladder.h"
#include "core/text.h"

namespace endrange {

/// "3 × 12", "2 × 20 s"
std::string volume_text(const Volume& volume, const Rung& rung);

/// "1 session", "2 sessions"
std::string counted(std::int64_t count, const char* noun);

/// "heel taps": a title inside a sentence.
std::string in_sentence(std::string title);

/// True where the rung's exercise is kept rather than repeated; where legs work one at a time.
bool is_hold(const Rung& rung);
bool is_one_legged(const Rung& rung);

}  // namespace endrange
