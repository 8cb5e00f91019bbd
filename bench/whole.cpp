// The whole program, as a process: × real time, processor time, peak memory. Pairs two builds run by run.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "bench.h"
#include "media/decoder.h"

namespace endrange::bench {

namespace {

struct Usage {
  double wall_s = 0, cpu_s = 0, peak_mb = 0;
};

Usage run_once(const std::string& binary, const std::string& clip, bool with_video) {
  const std::string out = (std::filesystem::temp_directory_path() / "endrange-bench").string();
  std::filesystem::remove_all(out);
  const auto from = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, 1);
    ::dup2(nowhere, 2);
    ::execl(binary.c_str(), binary.c_str(), "analyze", clip.c_str(), "--out", out.c_str(),
            with_video ? nullptr : "--no-video", nullptr);
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
  std::filesystem::remove_all(out);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return {wall, seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

double duration_of(const std::string& clip) {
  const auto decoder = Decoder::open(clip);
  return decoder ? decoder->info().duration_s : std::nan("");
}

double median_of(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

int run_whole(const std::vector<std::string>& clips, const std::string& other) {
  const int runs = 5;
  std::printf("\nThe whole program, median of %d runs after one warm-up%s\n%-36s %-9s %8s %8s %8s %10s\n", runs,
              other.empty() ? "" : ", paired with another build", "", "video", "wall s", "cpu s", "x real", "peak MB");
  for (const std::string& clip : clips) {
    const double duration_s = duration_of(clip);
    for (const bool with_video : {false, true}) {
      std::vector<double> wall, cpu, peak, ratio;
      run_once(ENDRANGE_BINARY, clip, with_video);
      // Long clips are run once: their spread is small and their time isn't.
      for (int i = 0; i < (duration_s > 120 ? 1 : runs); ++i) {
        const Usage mine = run_once(ENDRANGE_BINARY, clip, with_video);
        wall.push_back(mine.wall_s), cpu.push_back(mine.cpu_s), peak.push_back(mine.peak_mb);
        if (!other.empty()) ratio.push_back(mine.wall_s / run_once(other, clip, with_video).wall_s);
      }
      std::printf("%-36s %-9s %8.2f %8.2f %8.2f %10.0f", std::filesystem::path(clip).filename().c_str(),
                  with_video ? "yes" : "no", median_of(wall), median_of(cpu), duration_s / median_of(wall),
                  median_of(peak));
      if (!ratio.empty())
        std::printf("   wall, this / other: %.3f (%.3f–%.3f)", median_of(ratio), *std::ranges::min_element(ratio),
                    *std::ranges::max_element(ratio));
      std::printf("\n");
      std::fflush(stdout);
    }
  }
  return 0;
}

}  // namespace endrange::bench
