// The page, served to this machine's browser.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>

#include "commands.h"

namespace endrange::cli {

namespace {

// What the server changes of its own process, and a browser should have as it was.
struct Surroundings {
  mode_t mask = 0;
  rlimit cores{};
  static Surroundings now() {
    Surroundings s;
    s.mask = ::umask(077);
    ::umask(s.mask);
    ::getrlimit(RLIMIT_CORE, &s.cores);
    return s;
  }
  void restore() const {
    ::umask(mask);
    ::setrlimit(RLIMIT_CORE, &cores);
    ::signal(SIGPIPE, SIG_DFL);
  }
};

// By the desktop's own way; where there is none, the address is on the terminal anyway. That its token can be read in
// the list of programs for a moment, docs/server.md says: by way of a file, the browser would send no cookie.
void open_in_browser(const std::string& url, const Surroundings& before) {
  const pid_t child = ::fork();
  if (child == 0) {
    // Twice, so that nobody has to wait for the browser to end.
    if (::fork() != 0) ::_exit(0);
    const int nothing = ::open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; ++fd) ::dup2(nothing, fd);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    before.restore();
    ::setsid();
    ::execlp("xdg-open", "xdg-open", url.c_str(), nullptr);
    ::_exit(127);
  }
  if (child > 0) ::waitpid(child, nullptr, 0);
}

bool has_xdg_open() { return std::system("command -v xdg-open >/dev/null 2>&1") == 0; }

}  // namespace

void add_serve(CLI::App& app, ServeCommand& c) {
  app.add_option("--port", c.options.port,
                 "Which port of 127.0.0.1; 0 = any (default: 4180, or any where that is taken)")
      ->check(CLI::Range(0, 65535))
      ->type_name("N");
  app.add_flag("--open", c.is_opening, "Open the page in the browser");
  app.add_option("--journal", c.options.journal, "Another journal than your own")->type_name("PATH");
  app.add_option("--films", c.options.films, "Where films and their results are kept (default: beside the journal)")
      ->type_name("DIR");
  app.add_option("--model", c.options.model, "lite, full or heavy (default: heavy)")->type_name("NAME");
  app.add_option("--threads", c.options.threads, "Processor threads of an analysis (default: 2)")->type_name("N");
  app.add_option("--web", c.options.web, "The built page (default: beside the program)")->type_name("DIR");
  // For tests.
  app.add_option("--upload-limit", c.options.upload_limit_bytes)->group("");
}

int run_serve(ServeCommand& c) {
  const bool may_open = c.is_opening && has_xdg_open();
  if (c.is_opening && !may_open) std::fprintf(stderr, "There is no xdg-open here: open the address yourself.\n");
  const Surroundings before = Surroundings::now();
  c.options.on_ready = [&](const std::string& url) {
    std::printf("%s\n", url.c_str());
    std::fflush(stdout);
    std::fprintf(stderr, "Open this address once in your browser. Ctrl-C ends the server.\n");
    if (may_open) open_in_browser(url, before);
  };
  const auto served = server::serve(c.options);
  return served ? done : complain(served.error());
}

}  // namespace endrange::cli
