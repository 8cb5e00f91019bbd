// Films wait on the disk: servers come and go, each film is measured once.
#include <map>

#include "server/test_server.h"

namespace endrange::server::test {
namespace {

// ENDRANGE_FILMS=50 is the acceptance run.
int film_count() {
  const char* set = std::getenv("ENDRANGE_FILMS");
  return set != nullptr ? std::atoi(set) : 8;
}

int count_of(const Json& films, const char* state) {
  return static_cast<int>(
      std::ranges::count_if(films, [&](const Json& film) { return film.value("state", "") == state; }));
}

TEST(Queue, killed_twice_it_measures_every_film_once) {
  if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
  const TempFolder folder;
  const int count = film_count();
  std::string person;
  std::vector<std::string> ids;
  std::map<std::string, fs::file_time_type> done;  // and when their result was written
  const auto look = [&](const Server& server) {
    const Reply reply = server.ask("GET", "/api/v1/people/" + person + "/films");
    EXPECT_EQ(reply.status, 200) << reply.body;
    const Json films = reply.json()["films"];
    for (const Json& film : films) {
      const std::string id = film["id"];
      const auto result = server.films() / id / "report" / "analysis.json";
      if (film["state"] == "done") done.emplace(id, fs::last_write_time(result));
    }
    return films;
  };
  // Killed once while films come in, once while they are measured.
  for (int round = 0; round < 3; ++round) {
    Server server(folder.path);
    ASSERT_GT(server.port(), 0) << text_of(folder.path / "server.log");
    server.unlock();
    if (round == 0) {
      person = server.add_person();
      for (int i = 0; i < count; ++i) {
        ids.push_back(server.send_film(person, another_clip(i)));
        ASSERT_FALSE(ids.back().empty()) << i;
      }
      Wire half(server.port());
      ASSERT_TRUE(half.send("POST /api/v1/people/" + person + "/films?name=half.mp4 HTTP/1.1\r\n" + server.usual() +
                            "Content-Length: 100000\r\n\r\n" + std::string(50000, 'x')));
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    Json films = look(server);
    EXPECT_EQ(films.size(), ids.size()) << "none is lost; start " << round << ": " << films;
    if (round == 2) break;
    const auto due = Clock::now() + std::chrono::seconds(60);
    while (count_of(films, "done") < (round + 1) * count / 3 && Clock::now() < due) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      films = look(server);
    }
    EXPECT_EQ(server.end(SIGKILL), -SIGKILL);
  }
  Server server(folder.path);
  server.unlock();
  for (const std::string& id : ids) EXPECT_EQ(server.settled(id, 300)["state"], "done") << id;
  for (const auto& [id, when] : done)
    EXPECT_EQ(fs::last_write_time(server.films() / id / "report" / "analysis.json"), when) << id << " measured again";
  // In the journal each stands once, with its film.
  std::map<std::string, int> films;
  const Json history = server.ask("GET", "/api/v1/people/" + person + "/history").json();
  for (const Json& set : history["sets"]) ++films[set["film"].get<std::string>()];
  EXPECT_EQ(films.size(), ids.size());
  for (const auto& [id, sets] : films) EXPECT_EQ(sets, 1) << id;
  // Of the half film nothing is left, and of the whole ones no clip.
  EXPECT_EQ(std::distance(fs::directory_iterator(server.films()), fs::directory_iterator()), count + 1);
  for (const auto& entry : fs::recursive_directory_iterator(server.films()))
    EXPECT_TRUE(entry.path().filename() != "clip" && entry.path().filename() != "clip.part") << entry.path();
  EXPECT_EQ(server.end(SIGTERM), 0);
}

TEST(Queue, a_polite_end_is_quick_and_loses_nothing) {
  if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
  const TempFolder folder;
  std::string id;
  {
    Server server(folder.path);
    server.unlock();
    Wire stream(server.port());
    ASSERT_TRUE(stream.send("GET /api/v1/events HTTP/1.1\r\n" + server.usual() + "\r\n"));
    id = server.send_film(server.add_person(), tiny_clip());
    ASSERT_FALSE(id.empty());
    const auto begin = Clock::now();
    EXPECT_EQ(server.end(SIGINT), 0);
    EXPECT_LT(Clock::now() - begin, std::chrono::seconds(2));
  }
  Server server(folder.path);
  server.unlock();
  EXPECT_EQ(server.settled(id)["state"], "done");
}

TEST(Queue, a_film_that_is_thrown_away_is_measured_no_further) {
  if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
  const TempFolder folder;
  Server server(folder.path);
  server.unlock();
  const std::string person = server.add_person();
  const std::string first = server.send_film(person, another_clip(1)),
                    second = server.send_film(person, another_clip(2));
  EXPECT_EQ(server.ask("DELETE", "/api/v1/films/" + first).status, 204);
  EXPECT_EQ(server.ask("GET", "/api/v1/films/" + first).status, 404);
  EXPECT_FALSE(fs::exists(server.films() / first));
  EXPECT_EQ(server.settled(second)["state"], "done");
  const Json sets = server.ask("GET", "/api/v1/people/" + person + "/history").json()["sets"];
  ASSERT_EQ(sets.size(), 1u);
  EXPECT_EQ(sets[0]["film"], second);
}

// As when the machine is shut down: everything is told to end.
TEST(Queue, a_worker_that_is_told_to_end_begins_anew) {
  if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
  const TempFolder folder;
  Server server(folder.path);
  server.unlock();
  const std::string id = server.send_film(server.add_person(), tiny_clip(), "&note=secret%20words&rpe=7");
  const pid_t worker = server.worker();
  ASSERT_GT(worker, 0);
  // Everybody on the machine can read this.
  const std::string words = text_of("/proc/" + std::to_string(worker) + "/cmdline");
  for (const char* hidden : {"secret words", "film.mp4", "journal.db"})
    EXPECT_EQ(words.find(hidden), std::string::npos) << hidden;
  ::kill(worker, SIGTERM);
  EXPECT_EQ(server.settled(id)["state"], "done");
}

TEST(Queue, what_a_killed_worker_leaves_is_in_nobodys_way) {
  if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
  const TempFolder folder;
  std::string id;
  {
    Server server(folder.path);
    server.unlock();
    id = server.send_film(server.add_person(), tiny_clip());
    ASSERT_GT(server.worker(), 0);
    server.end(SIGKILL);
  }
  // Killed between one file's name and the next's.
  fs::create_directories(folder.path / "films" / id / "report");
  std::ofstream(folder.path / "films" / id / "report" / "series.csv") << "at_s,frame\n";
  Server server(folder.path);
  server.unlock();
  EXPECT_EQ(server.settled(id)["state"], "done");
}

TEST(Queue, a_film_that_isnt_to_blame_keeps_its_bytes_for_the_next_start) {
  if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
  const TempFolder folder;
  (void)tiny_clip();
  std::vector<std::string> ids;
  {
    const char* set = std::getenv("ENDRANGE_MODELS");
    const std::string models = set != nullptr ? set : "";
    ::setenv("ENDRANGE_MODELS", (folder.path / "no-models").c_str(), 1);
    Server server(folder.path);
    if (set != nullptr)
      ::setenv("ENDRANGE_MODELS", models.c_str(), 1);
    else
      ::unsetenv("ENDRANGE_MODELS");
    server.unlock();
    const std::string person = server.add_person();
    ids.push_back(server.send_film(person, tiny_clip()));
    const Json film = server.settled(ids[0]);
    EXPECT_EQ(film["state"], "failed");
    EXPECT_FALSE(film["message"].is_null());
    EXPECT_TRUE(fs::exists(server.films() / ids[0] / "clip"));
    server.end(SIGKILL);
  }
  {
    Server server(folder.path);
    server.unlock();
    EXPECT_EQ(server.settled(ids[0])["state"], "done");
    EXPECT_FALSE(fs::exists(server.films() / ids[0] / "clip"));
    // What kills the program tells why.
    const std::string person = server.ask("GET", "/api/v1/people").json()["people"][0]["id"];
    for (const auto& [signal, why] : {std::pair{SIGKILL, "too much time or memory"}, {SIGSEGV, "broke the analysis"}}) {
      ids.push_back(server.send_film(person, another_clip(signal)));
      const pid_t worker = server.worker();
      ASSERT_GT(worker, 0);
      ::kill(worker, signal);
      const Json film = server.settled(ids.back());
      EXPECT_EQ(film["state"], "failed");
      EXPECT_NE(film["message"].get<std::string>().find(why), std::string::npos) << film;
      EXPECT_TRUE(fs::exists(server.films() / ids.back() / "clip"));
    }
    server.end(SIGTERM);
  }
  Server server(folder.path);
  server.unlock();
  for (const std::string& id : ids) EXPECT_EQ(server.settled(id)["state"], "done") << id;
}

TEST(Queue, a_film_that_breaks_its_analysis_at_three_starts_is_tried_no_more) {
  if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
  const TempFolder folder;
  std::string id;
  for (int start = 1; start <= 4; ++start) {
    Server server(folder.path);
    server.unlock();
    if (start == 1) id = server.send_film(server.add_person(), another_clip(0));
    if (start <= 3) {
      const pid_t worker = server.worker();
      ASSERT_GT(worker, 0) << start;
      ::kill(worker, SIGSEGV);
    }
    EXPECT_EQ(server.settled(id)["state"], "failed") << start;
    EXPECT_EQ(fs::exists(server.films() / id / "clip"), start < 3) << start;
    server.end(SIGTERM);
  }
}

// --films may point anywhere.
TEST(Queue, nothing_is_swept_that_endrange_hasnt_made) {
  const TempFolder folder;
  const fs::path films = folder.path / "films";
  const auto make = [&](const fs::path& file) {
    fs::create_directories((films / file).parent_path());
    std::ofstream(films / file) << "mine";
  };
  for (const char* file : {"holiday/a.mp4", "0123456789abcdef/clip", "0123456789abcdef/b.mp4", "2026/clip"}) make(file);
  {
    Server server(folder.path);
    EXPECT_EQ(server.port(), 0);
    EXPECT_EQ(server.wait(), 1);
    EXPECT_NE(text_of(folder.path / "server.log").find("films need a folder of their own"), std::string::npos);
    EXPECT_FALSE(fs::exists(films / "lock"));
  }
  std::ofstream(films / "lock").close();
  make("00112233445566aa/clip.part"), make("00112233445566aa/film.json.part"), make("00112233445566aa/report/x");
  const Server server(folder.path);
  EXPECT_GT(server.port(), 0);
  for (const char* file : {"holiday/a.mp4", "0123456789abcdef/clip", "0123456789abcdef/b.mp4", "2026/clip"})
    EXPECT_TRUE(fs::exists(films / file)) << file;
  EXPECT_FALSE(fs::exists(films / "00112233445566aa")) << "half of an upload";
}

TEST(Queue, films_of_a_person_go_with_them_whoever_deletes_them) {
  const TempFolder folder;
  const std::string gone = "journal delete-person me --yes --journal '" + (folder.path / "journal.db").string() + "'";
  std::string id;
  {
    Server server(folder.path);
    server.unlock();
    id = server.send_film(server.add_person(), "no film");
    EXPECT_EQ(server.settled(id)["state"], "failed");
    EXPECT_FALSE(fs::exists(server.films() / id / "clip")) << "it is the film's fault";
    EXPECT_EQ(endrange(gone), 0);
    EXPECT_TRUE(fs::exists(server.films() / id)) << "the running server's";
  }
  {
    Server server(folder.path);
    EXPECT_FALSE(fs::exists(server.films() / id));
    server.unlock();
    id = server.send_film(server.add_person(), "no film");
    EXPECT_EQ(server.settled(id)["state"], "failed");
  }
  EXPECT_EQ(endrange(gone), 0);
  EXPECT_FALSE(fs::exists(folder.path / "films" / id));
}

TEST(Queue, two_servers_dont_share_a_folder) {
  const TempFolder folder;
  const Server first(folder.path);
  ASSERT_GT(first.port(), 0);
  Server second(folder.path);
  EXPECT_EQ(second.port(), 0);
  EXPECT_EQ(second.wait(), 1);
  EXPECT_NE(text_of(folder.path / "server.log").find("another `endrange serve` is at work on it"), std::string::npos);
}

TEST(Serve, refuses_what_it_cant_serve_in_one_sentence) {
  const TempFolder folder;
  Server taken(folder.path / "a");
  struct Row {
    std::vector<std::string> more;
    int code;
    const char* says;
  };
  for (const Row& row :
       {Row{{"--port", std::to_string(taken.port())}, 1, "is it in use?"}, Row{{"--port", "70000"}, 2, "--port"},
        Row{{"--web", "/nowhere"}, 1, "isn't built"}, Row{{"--model", "huge"}, 2, "no model 'huge'"},
        Row{{"--films", "/proc/nowhere"}, 1, "can't be written to"}, Row{{"--host", "0.0.0.0"}, 2, "--host"}}) {
    Server server(folder.path / "b", row.more);
    EXPECT_EQ(server.port(), 0) << row.says;
    EXPECT_EQ(server.wait(), row.code) << row.says;
    EXPECT_NE(text_of(folder.path / "b" / "server.log").find(row.says), std::string::npos)
        << text_of(folder.path / "b" / "server.log");
  }
}

// Everything that listens, by the kernel's own list: 127.0.0.1, as the bytes 0100007F, and nothing else.
TEST(Serve, listens_to_this_machine_only) {
  const TempFolder folder;
  const Server server(folder.path);
  std::vector<std::string> sockets;
  for (const auto& fd : fs::directory_iterator("/proc/" + std::to_string(server.pid()) + "/fd")) {
    const std::string target = fs::read_symlink(fd.path()).string();
    if (target.rfind("socket:[", 0) == 0) sockets.push_back(target.substr(8, target.size() - 9));
  }
  int listening = 0;
  for (const char* table : {"tcp", "tcp6", "udp", "udp6", "raw", "raw6"}) {
    std::ifstream in("/proc/" + std::to_string(server.pid()) + "/net/" + table);
    std::string line;
    while (std::getline(in, line)) {
      std::istringstream words(line);
      std::string word, local, remote, state;
      words >> word >> local >> remote >> state;
      for (int i = 0; i < 6; ++i) words >> word;
      if (std::ranges::find(sockets, word) == sockets.end()) continue;
      ++listening;
      EXPECT_EQ(std::string(table), "tcp");
      EXPECT_EQ(local.rfind("0100007F:", 0), 0u) << line;
      EXPECT_EQ(state, "0A") << "only listening: " << line;
    }
  }
  EXPECT_EQ(listening, 1);
}

}  // namespace
}  // namespace endrange::server::test
