// fuse.h: the breath heard and the breath seen, two witnesses of one thing.
//
//   heard: which way the air goes, when a breath sets in        ┐ evidence, added up ─► one path ─► spans, rate
//   seen:  how often, whether a pause is held, which way is in  ┘
#pragma once

#include "breath/hear.h"
#include "breath/see.h"
#include "core/analysis.h"

namespace endrange {

/// The breath from both, or from the one that is there; not measured, with the reason, where neither is.
Breath fuse_breath(const Heard& heard, const BellySeries& belly);

}  // namespace endrange
