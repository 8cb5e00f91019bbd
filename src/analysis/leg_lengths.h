// leg_lengths.h: how thigh and shank share the near leg, as the clip shows it.
//
// The leg's whole length isn't measured: it is what millimetres are counted by. Nor is the trunk's: on rendered clips
// the near shoulder's distance from the hip over the leg's length scatters by 7 %, people by less.
#pragma once

#include <span>

#include "body/loads.h"
#include "core/analysis.h"

namespace endrange {

/// The thigh's share of thigh and shank together, without what the network's joints have wrong in it; ± 0.009 on
/// rendered clips. NaN where the view is too oblique (a leg that comes nearer seems longer) or the near leg was seen
/// for less than a second, or its feet leave the picture.
double thigh_share_of(const Analysis& analysis);

/// Whether one of the bodies took it.
bool fits_a_body(double thigh_share, std::span<const LoadModel> bodies);

}  // namespace endrange
