// progress.h: a bar with the time left on a terminal, plain lines elsewhere; and Ctrl-C.
#pragma once

#include <chrono>
#include <string>

#include "endrange.h"

namespace endrange::cli {

/// From now on Ctrl-C (and a polite kill) only asks to stop; was_stopped() tells.
void catch_interrupts();
bool was_stopped();

/// Shows progress on stderr. Callable as an OnProgress.
class ProgressBar {
 public:
  /// with_lines: a line for every step, for a program that reads them.
  explicit ProgressBar(bool with_lines = false);
  ~ProgressBar();
  /// Returns false once the user asked to stop.
  bool show(const Progress& progress);
  /// Takes the bar away, so that other lines can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool is_terminal_, with_lines_;
  std::string stage_;
  Clock::time_point began_, drawn_;
  int last_tenth_ = -1;
  bool is_drawn_ = false;
};

/// Whether colours may be used on that stream (1 stdout, 2 stderr): a terminal, and NO_COLOR not set.
bool may_color(int stream);

}  // namespace endrange::cli
