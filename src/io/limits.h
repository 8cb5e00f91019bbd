// limits.h: how much a file may hold. Ten years of every set of every exercise stay far below; a file made to exhaust
// the machine's memory doesn't get past.
#pragma once

#include <cstddef>

namespace endrange {

constexpr std::size_t kMostFile_bytes = 64u << 20;
// A set takes half a kilobyte of memory and its texts.
constexpr std::size_t kMostRows = 500'000;
// Ours has 45.
constexpr std::size_t kMostColumns = 256;
// So that a quote that is never closed is found where it stands, not at the end of the file.
constexpr std::size_t kMostCell_bytes = 1u << 20;
// A set with twelve reps and three findings holds about 200 values in 3 kB: 64 MB hold 4.3 million.
constexpr std::size_t kMostJsonValues = 6'000'000;
// Ours has 5.
constexpr int kMostJsonDepth = 32;

}  // namespace endrange
