// back_charts.h: the charts of the lower back: its lift over time, and against the leg while the legs go down.
#pragma once

#include <string>

#include "core/analysis.h"

namespace endrange {

/// Lumbar lift against leg elevation during each complete rep's lowering, with criterion and end range; "" without a
/// measured end range.
std::string lift_by_angle_chart(const Analysis& analysis);

/// Lumbar lift over time, for beneath the leg's chart; of a set that began with the back off the floor, where a lift
/// has no zero, the opening under it. "" when neither was measured.
std::string back_over_time_chart(const Analysis& analysis);

}  // namespace endrange
