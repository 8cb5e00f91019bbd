// run.h: runs the endrange binary as a user would, in a folder of its own.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace endrange::test {

namespace fs = std::filesystem;

/// A folder that goes away with the object.
struct TempFolder {
  fs::path path;
  TempFolder() {
    std::string name = (fs::temp_directory_path() / "endrange-test-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~TempFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
};

struct Outcome {
  int exit_code = -1;  ///< negative: ended by that signal
  std::string out, err;
};

struct RunOptions {
  fs::path folder = fs::temp_directory_path();  ///< working directory
  double interrupt_after_s = 0;                 ///< send SIGINT then; 0 = never
  long largest_file_bytes = 0;                  ///< writing beyond fails, as on a full disk; 0 = no limit
};

inline std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

inline Outcome run(std::vector<std::string> arguments, const RunOptions& options = {}) {
  const TempFolder captured;
  const std::string out = (captured.path / "out").string(), err = (captured.path / "err").string();
  arguments.insert(arguments.begin(), ENDRANGE_BINARY);
  std::vector<char*> argv;
  for (std::string& a : arguments) argv.push_back(a.data());
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    const int out_file = ::open(out.c_str(), O_CREAT | O_WRONLY, 0600),
              err_file = ::open(err.c_str(), O_CREAT | O_WRONLY, 0600);
    ::dup2(out_file, 1);
    ::dup2(err_file, 2);
    if (::chdir(options.folder.c_str()) != 0) ::_exit(126);
    if (options.largest_file_bytes > 0) {
      const auto most = static_cast<rlim_t>(options.largest_file_bytes);
      const rlimit limit{most, most};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      std::signal(SIGXFSZ, SIG_IGN);  // then writing fails with an error, as on a full disk
    }
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  if (options.interrupt_after_s > 0) {
    ::usleep(static_cast<useconds_t>(options.interrupt_after_s * 1e6));
    ::kill(child, SIGINT);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  Outcome outcome;
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  outcome.out = text_of(out);
  outcome.err = text_of(err);
  return outcome;
}

/// Where the labelled clips are; empty when they are absent.
inline fs::path clip_folder() {
  const char* set = std::getenv("ENDRANGE_CLIPS");
  const fs::path folder = set != nullptr ? fs::path(set) : fs::path(ENDRANGE_SOURCE) / "../shared/clips";
  return fs::exists(folder / "clips.tsv") ? fs::canonical(folder) : fs::path();
}

/// True when the pose model's files are where the program looks for them.
inline bool has_model() {
  const auto set = [](const char* name) { return std::getenv(name) != nullptr ? std::string(std::getenv(name)) : ""; };
  const std::string cache = set("XDG_CACHE_HOME").empty() ? set("HOME") + "/.cache" : set("XDG_CACHE_HOME");
  const std::string folder = set("ENDRANGE_MODELS").empty() ? cache + "/endrange/models" : set("ENDRANGE_MODELS");
  return fs::exists(folder + "/pose_landmark_heavy.tflite");
}

}  // namespace endrange::test
