#include "progress.h"

#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace endrange::cli {

namespace {

volatile std::sig_atomic_t stop_asked = 0;

extern "C" void ask_to_stop(int signal) {
  stop_asked = 1;
  // A second Ctrl-C ends the program at once.
  std::signal(signal, SIG_DFL);
}

constexpr int kBarWidth = 28;
constexpr std::chrono::milliseconds kRedraw{100};

std::string time_left(double seconds) {
  char text[32];
  if (!(seconds >= 0) || seconds > 86400) return "";
  std::snprintf(text, sizeof text, "%d:%02d left", static_cast<int>(seconds) / 60, static_cast<int>(seconds) % 60);
  return text;
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
}

bool was_stopped() { return stop_asked != 0; }

bool may_color(int stream) { return ::isatty(stream) != 0 && std::getenv("NO_COLOR") == nullptr; }

ProgressBar::ProgressBar(bool with_lines)
    : is_terminal_(!with_lines && ::isatty(STDERR_FILENO) != 0), with_lines_(with_lines) {}
ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::clear() {
  if (is_drawn_) std::fputs("\r\x1b[K", stderr);
  is_drawn_ = false;
}

bool ProgressBar::show(const Progress& progress) {
  const auto now = Clock::now();
  if (stage_ != progress.stage) {
    stage_ = progress.stage;
    began_ = now;
    drawn_ = {};
    last_tenth_ = -1;
  }
  const bool is_known = !std::isnan(progress.share);
  if (is_terminal_) {
    if (now - drawn_ < kRedraw) return !was_stopped();
    drawn_ = now;
    is_drawn_ = true;
    const double elapsed = std::chrono::duration<double>(now - began_).count();
    const int filled = is_known ? static_cast<int>(progress.share * kBarWidth) : 0;
    const std::string bar = std::string(static_cast<std::size_t>(filled), '=') +
                            std::string(static_cast<std::size_t>(kBarWidth - filled), ' ');
    const std::string left =
        is_known && progress.share > 0.03 ? time_left(elapsed * (1 - progress.share) / progress.share) : "";
    std::fprintf(stderr, "\r\x1b[K%-10s [%s] %3d %%  %s", progress.stage, bar.c_str(),
                 is_known ? static_cast<int>(progress.share * 100) : 0, left.c_str());
  } else if (with_lines_) {
    if (now - drawn_ < kRedraw) return !was_stopped();
    drawn_ = now;
    std::fprintf(stderr, "%s: %.1f %%\n", progress.stage, is_known ? 100 * progress.share : 0);
  } else if (const int tenth = is_known ? static_cast<int>(progress.share * 10) : 0;
             tenth / 5 != last_tenth_ / 5 || last_tenth_ < 0) {
    // Logs get a line at the start, the middle and the end.
    last_tenth_ = tenth;
    std::fprintf(stderr, "%s: %d %%\n", progress.stage, tenth * 10);
  }
  return !was_stopped();
}

}  // namespace endrange::cli
