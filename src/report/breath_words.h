// breath_words.h: the breath as sentences, the same in the terminal and on the page.
#pragma once

#include <string>

#include "core/analysis.h"

namespace endrange {

/// "Breathing, by sound and picture: 15 a minute. …", or why it wasn't measured.
std::string breath_text(const Analysis& analysis);

}  // namespace endrange
