// local_time.h: days and times as other programs write them, by the lifter's own clocks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "core/training.h"

namespace endrange {

/// Reads "2025-07-26 07:06:00", "26 Jul 2025, 07:06", "Jul 26, 2025, 7:06 AM"; without a time of day it is noon.
/// English names of months. A text that says its offset (RFC 3339) is taken by that. Nothing where it is none of these.
/// `offset_min`: as in ReadOptions.
std::optional<Moment> parse_local_time(std::string_view text,
                                       const std::function<int(std::int64_t local_s)>& offset_min);

/// Whether every format can hold it: within the years 1…9999, with a day's margin, and with an offset that clocks have.
bool is_in_calendar(const Moment& at);

}  // namespace endrange
