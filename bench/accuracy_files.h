// accuracy_files.h: how the benches read what the program wrote.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace endrange::bench {

/// NaN for null and words.
double number(const nlohmann::json& value);

/// series.csv by column; empty cells and words are NaN.
std::map<std::string, std::vector<double>> read_columns(const std::string& csv);

}  // namespace endrange::bench
