// accuracy_pool.h: one figure from many clips. Clips weigh alike, however long they are.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "accuracy.h"

namespace endrange::bench {

using Rows = std::vector<const Row*>;

/// Those that went through and belong into the figures.
Rows counted(std::span<const Row> rows);

enum class Pool { mean, rms, median, p95 };

/// A figure of the tables: what each clip gives (NaN: nothing), and how clips are put together.
struct Statistic {
  const char* id;    ///< column of the tables
  const char* name;  ///< row of the tables
  const char* unit;
  int decimals;
  Pool pool;
  std::vector<double> (*samples)(const Row&);
  bool is_count = false;  ///< yes or no per clip: shown as 11/12
};
std::span<const Statistic> statistics();
const Statistic& statistic(const std::string& id);

struct Pooled {
  double value = kUnknown;
  int clips = 0;                           ///< that gave something
  double low = kUnknown, high = kUnknown;  ///< 95 %, by drawing clips anew (bootstrap); only if asked
};
Pooled pooled(const Rows& rows, const Statistic& statistic, bool with_interval = false);

double pool(std::vector<double> values, Pool how);

/// "11/12" of a count, "1.84" else, "–" without clips. With an interval "1.84 (1.20 … 2.51)"; of a count without a
/// failure "12/12, wrong ≤ 25 %" (3/n).
std::string cell(const Rows& rows, const Statistic& statistic, bool with_interval = false);
/// "–" for NaN.
std::string shown(double value, int decimals);

}  // namespace endrange::bench
