// holds.h: `bench holds`: when holds begin and end, on true landmarks with errors and on rendered clips. Level S.
#pragma once

#include <string>
#include <vector>

namespace endrange::bench {

/// Prints the tables; −1 for arguments that make no sense.
int run_holds(const std::vector<std::string>& arguments);

}  // namespace endrange::bench
