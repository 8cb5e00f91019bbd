#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "server/http.h"
#include "server/live_sets.h"
#include "server/routes.h"

namespace endrange::server {

namespace {

using namespace std::chrono_literals;

constexpr auto kStopTime = 1800ms;
constexpr int kSweepEvery_s = 10;

// Signals are waited for; every thread made from now on leaves them alone.
sigset_t block_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&signals, signal);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

Result<ServeOptions> completed(ServeOptions options) {
  if (options.journal.empty()) {
    const auto path = default_journal_path();
    if (!path) return tl::unexpected(path.error());
    options.journal = *path;
  }
  // A worker is started elsewhere, maybe.
  std::error_code failed;
  options.journal = std::filesystem::absolute(options.journal, failed).string();
  if (options.films.empty()) options.films = films_folder_of(options.journal);
  options.films = std::filesystem::absolute(options.films, failed).string();
  Options analysis;
  analysis.model = options.model, analysis.threads = options.threads;
  if (const std::string problem = analysis.problem(); !problem.empty())
    return failure(Error::Kind::bad_argument, problem);
  if (options.web.empty()) options.web = find_page();
  if (options.web.empty() || !StaticFiles(options.web).has_page())
    return failure(Error::Kind::setup, (options.web.empty() ? "the page" : options.web) +
                                           ": isn't built; `./go serve` builds it, or say where it is with --web DIR");
  return options;
}

bool knows_clip(App& app, std::int64_t person, const std::string& sha256) {
  const std::lock_guard lock(app.journal_mutex);
  auto journal = Journal::open(app.options.journal, Access::read);
  if (!journal || sha256.empty()) return false;
  const auto moment = journal->moment_of_clip(person, sha256);
  return moment && moment->has_value();
}

// Films of people whom another program has deleted. Only in the journal's own folder: with --films, it may be that
// another journal knows them.
void drop_films_of_nobody(const ServeOptions& options, FilmQueue& queue) {
  if (options.films != films_folder_of(options.journal)) return;
  auto journal = Journal::open(options.journal, Access::read);
  if (!journal) return;
  const auto people = journal->people();
  if (!people) return;
  std::vector<std::int64_t> ids;
  for (const Person& person : *people) ids.push_back(person.id);
  queue.remove_all_but_of(ids);
}

}  // namespace

std::string films_folder_of(const std::string& journal) {
  std::error_code failed;
  const std::filesystem::path path = std::filesystem::absolute(journal, failed);
  // People's numbers are the journal's: each has films of its own.
  return path.filename() == "journal.db" ? std::filesystem::path(path).replace_filename("films").string()
                                         : path.string() + ".films";
}

Result<void> delete_films(const std::string& folder, std::int64_t person) {
  std::error_code failed;
  if (!std::filesystem::exists(folder, failed)) return {};
  QueueOptions options;
  options.folder = folder;
  options.is_kept = [](std::int64_t, const std::string&) { return false; };
  auto queue = FilmQueue::open(std::move(options));
  if (!queue) return tl::unexpected(queue.error());
  (*queue)->remove_all_of(person);
  return {};
}

Result<void> serve(const ServeOptions& asked) {
  const auto options = completed(asked);
  if (!options) return tl::unexpected(options.error());
  // Nobody else's eyes on what is written, and no pictures in a crash's leftovers.
  ::umask(077);
  rlimit cores{};
  ::getrlimit(RLIMIT_CORE, &cores);
  cores.rlim_cur = 0;
  ::setrlimit(RLIMIT_CORE, &cores);
  // A journal that can't be used is told now, not with the first film.
  if (const auto journal = Journal::open(options->journal, Access::read);
      !journal && journal.error().kind != Error::Kind::not_found)
    return tl::unexpected(journal.error());
  const sigset_t signals = block_signals();

  App app(*options);
  LiveSets live;
  app.live = &live;
  QueueOptions films;
  films.folder = options->films, films.journal = options->journal, films.model = options->model;
  films.threads = options->threads;
  films.is_kept = [&](std::int64_t person, const std::string& sha256) { return knows_clip(app, person, sha256); };
  films.on_change = [&](const std::string& id, const std::string& json) { app.events.tell(id, json); };
  auto queue = FilmQueue::open(std::move(films));
  if (!queue) return tl::unexpected(queue.error());
  app.queue = queue->get();
  drop_films_of_nobody(*options, *app.queue);

  HttpServer http(
      {[&](Request& request) { return refuse(app, request); }, [&](Request& request) { return answer(app, request); }});
  auto port = http.bind(options->port.value_or(kUsualPort));
  if (!port && !options->port) port = http.bind(0);
  if (!port) return tl::unexpected(port.error());
  app.port = *port;
  app.queue->start();
  std::thread running([&] { http.run(); });
  if (options->on_ready)
    options->on_ready("http://127.0.0.1:" + std::to_string(*port) + "/?token=" + app.guard.token());

  // Until somebody ends it.
  const timespec pause{kSweepEvery_s, 0};
  while (::sigtimedwait(&signals, nullptr, &pause) < 0) live.sweep();
  // Everything that matters is on the disk already: what can't end in time is left.
  std::atomic<bool> is_over = false;
  std::thread watch([&] {
    const auto due = std::chrono::steady_clock::now() + kStopTime;
    while (!is_over && std::chrono::steady_clock::now() < due) std::this_thread::sleep_for(10ms);
    if (!is_over) ::_exit(0);
  });
  app.events.close();
  http.stop();
  app.queue->stop();
  running.join();
  is_over = true;
  watch.join();
  return {};
}

}  // namespace endrange::server
