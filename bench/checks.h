// checks.h: `bench checks`: sets of known faults, and what the checks make of them. Claim level S, landmarks without a
// picture; those of the breath and of the back get their evidence from the truth with errors put in.
#pragma once

#include <string>
#include <vector>

namespace endrange::bench {

/// Prints the table; −1 for arguments that make no sense.
int run_checks(const std::vector<std::string>& arguments);

}  // namespace endrange::bench
