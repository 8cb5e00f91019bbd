// worker.h: a program in a process of its own, which can be killed and can't take more than it is given: memory,
// processor time, files, and no network. It dies with the server.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace endrange::server {

/// False in builds that watch memory accesses: these take terabytes of addresses.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimitsMemory = false;
#else
constexpr bool kLimitsMemory = true;
#endif

struct WorkLimits {
  std::uint64_t memory_bytes = std::uint64_t{4} << 30;  ///< of address space
  std::uint64_t file_bytes = std::uint64_t{4} << 30;    ///< of any file it writes
  int files = 256;                                      ///< open at once
  std::chrono::seconds processor{3600};                 ///< of all its threads together
  std::chrono::seconds clock{1800};                     ///< by the clock on the wall
};

struct Work {
  std::vector<std::string> arguments;    ///< the first is the program
  std::vector<std::string> environment;  ///< "NAME=value"
  WorkLimits limits;
  /// Called for each line it writes to stderr.
  std::function<void(const std::string& line)> on_line;
};

struct WorkEnd {
  enum class How { exited, killed, stopped, out_of_time, not_started } how = How::not_started;
  int code = 0;  ///< exit code, or the signal
};

/// Runs it to its end, or until `is_wanted` turns false. The calling thread must outlive it.
WorkEnd run_work(const Work& work, const std::atomic<bool>& is_wanted);

/// Of this process, what a worker needs to find things: PATH, HOME, the language, the time zone, XDG_…, ENDRANGE_….
std::vector<std::string> passed_environment();

}  // namespace endrange::server
