#include "server/worker.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>
#include <thread>

extern char** environ;

namespace endrange::server {

namespace {

using namespace std::chrono_literals;

constexpr int kNice = 10;
constexpr auto kLook = 50ms;
constexpr std::size_t kLongestLine_bytes = 4096;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// Everything between fork and exec. The server has threads: nothing here may allocate or take a lock.
struct Launch {
  char** arguments;
  char** environment;
  const WorkLimits& limits;
  int lines;  // where its stderr goes
  pid_t server;
  const char* user_map;
  std::size_t user_map_size;
  const char* group_map;
  std::size_t group_map_size;

  static void limit(int what, std::uint64_t most) {
    const rlimit both{most, most};
    ::setrlimit(static_cast<__rlimit_resource_t>(what), &both);
  }

  static void write_file(const char* path, const char* text, std::size_t size) {
    const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return;
    [[maybe_unused]] const ssize_t wrote = ::write(fd, text, size);
    ::close(fd);
  }

  [[noreturn]] void go() const {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    // No network, where the system lets users do without one. Its own user stays who it is.
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0) {
      write_file("/proc/self/setgroups", "deny", 4);
      write_file("/proc/self/uid_map", user_map, user_map_size);
      write_file("/proc/self/gid_map", group_map, group_map_size);
    }
    // After what changes credentials, which takes it back. Then: was the server gone before?
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (::getppid() != server) ::_exit(127);
    if (kLimitsMemory) limit(RLIMIT_AS, limits.memory_bytes);
    limit(RLIMIT_FSIZE, limits.file_bytes);
    limit(RLIMIT_NOFILE, static_cast<std::uint64_t>(limits.files));
    limit(RLIMIT_CPU, static_cast<std::uint64_t>(limits.processor.count()));
    limit(RLIMIT_CORE, 0);
    ::setpriority(PRIO_PROCESS, 0, kNice);
    // Its own group: Ctrl-C in the terminal is the server's to handle.
    ::setpgid(0, 0);
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, 0);
    ::dup2(nothing, 1);
    ::dup2(lines, 2);
    ::syscall(SYS_close_range, 3U, ~0U, 0U);
    for (int signal = 1; signal < 32; ++signal) ::signal(signal, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execve(arguments[0], arguments, environment);
    ::_exit(127);
  }
};

// Hands on whole lines; what a broken program writes without end is cut.
void take_lines(std::string& pending, const Work& work) {
  for (std::size_t end; (end = pending.find('\n')) != std::string::npos; pending.erase(0, end + 1))
    if (work.on_line) work.on_line(pending.substr(0, end));
  if (pending.size() > kLongestLine_bytes) pending.clear();
}

}  // namespace

std::vector<std::string> passed_environment() {
  std::vector<std::string> passed;
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string_view variable = *at;
    for (const char* begin : {"PATH=", "HOME=", "LANG=", "LC_", "TZ=", "TMPDIR=", "XDG_", "ENDRANGE_"})
      if (variable.starts_with(begin)) {
        passed.emplace_back(variable);
        break;
      }
  }
  return passed;
}

WorkEnd run_work(const Work& work, const std::atomic<bool>& is_wanted) {
  int pipe_ends[2];
  if (work.arguments.empty() || ::pipe2(pipe_ends, O_CLOEXEC) != 0) return {};
  std::vector<std::string> arguments = work.arguments, environment = work.environment;
  const std::vector<char*> argument_pointers = pointers(arguments), environment_pointers = pointers(environment);
  const auto map_of = [](unsigned id) { return std::to_string(id) + " " + std::to_string(id) + " 1\n"; };
  const std::string user_map = map_of(::geteuid()), group_map = map_of(::getegid());
  const Launch launch{const_cast<char**>(argument_pointers.data()),
                      const_cast<char**>(environment_pointers.data()),
                      work.limits,
                      pipe_ends[1],
                      ::getpid(),
                      user_map.data(),
                      user_map.size(),
                      group_map.data(),
                      group_map.size()};
  const pid_t child = ::fork();
  if (child == 0) launch.go();
  ::close(pipe_ends[1]);
  if (child < 0) {
    ::close(pipe_ends[0]);
    return {};
  }
  const auto due = std::chrono::steady_clock::now() + work.limits.clock;
  WorkEnd end;
  int status = 0;
  bool is_killed = false;
  std::string pending;
  // Returns false when nothing more will come.
  const auto read_lines = [&] {
    char bytes[4096];
    const ssize_t count = ::read(pipe_ends[0], bytes, sizeof bytes);
    if (count > 0) pending.append(bytes, static_cast<std::size_t>(count)), take_lines(pending, work);
    return count > 0 || (count < 0 && errno == EINTR);
  };
  const auto has_something = [&](std::chrono::milliseconds wait) {
    pollfd poll_of{pipe_ends[0], POLLIN, 0};
    return ::poll(&poll_of, 1, static_cast<int>(wait.count())) > 0;
  };
  // Also a worker that closes stderr, or leaves others behind that hold it open, ends when it ends.
  bool is_open = true;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (is_open && has_something(kLook)) is_open = read_lines();
    if (!is_open) std::this_thread::sleep_for(5ms);
    if (is_killed) continue;
    const bool is_late = std::chrono::steady_clock::now() > due;
    if (is_wanted && !is_late) continue;
    end.how = is_wanted ? WorkEnd::How::out_of_time : WorkEnd::How::stopped;
    is_killed = true;
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);
  }
  while (!is_killed && is_open && has_something(0ms)) is_open = read_lines();
  ::close(pipe_ends[0]);
  if (is_killed) return end;
  end.how = WIFEXITED(status) ? WorkEnd::How::exited : WorkEnd::How::killed;
  end.code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
  return end;
}

}  // namespace endrange::server
