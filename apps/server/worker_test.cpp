// A program in a process of its own: what it may take, how it ends.
#include "server/worker.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace endrange::server {
namespace {

using namespace std::chrono_literals;
using How = WorkEnd::How;

Work shell(const std::string& script) {
  Work work;
  work.arguments = {"/bin/sh", "-c", script};
  work.environment = {"PATH=/usr/bin:/bin"};
  return work;
}

WorkEnd run(const Work& work) {
  const std::atomic<bool> is_wanted = true;
  return run_work(work, is_wanted);
}

TEST(Worker, tells_lines_and_the_exit_code) {
  Work work = shell("echo one >&2; echo two >&2; printf half >&2; exit 4");
  std::vector<std::string> lines;
  work.on_line = [&](const std::string& line) { lines.push_back(line); };
  const WorkEnd end = run(work);
  EXPECT_EQ(end.how, How::exited);
  EXPECT_EQ(end.code, 4);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two"}));
}

TEST(Worker, is_killed_when_nobody_wants_it_any_more_or_its_time_is_over) {
  std::atomic<bool> is_wanted = true;
  std::thread stopper([&] {
    std::this_thread::sleep_for(200ms);
    is_wanted = false;
  });
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(run_work(shell("sleep 20"), is_wanted).how, How::stopped);
  stopper.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  Work late = shell("sleep 20");
  late.limits.clock = 1s;
  EXPECT_EQ(run(late).how, How::out_of_time);
  // Also one that has closed what it is listened to by.
  Work silent = shell("exec 2>&-; sleep 20");
  silent.limits.clock = 1s;
  EXPECT_EQ(run(silent).how, How::out_of_time);
}

TEST(Worker, has_no_more_than_it_is_given) {
  Work work =
      shell("ulimit -v; ulimit -f; ulimit -n; ulimit -t; ulimit -c; ls /proc/self/fd | wc -l; cat /proc/self/status");
  work.arguments[2] = "{ " + work.arguments[2] + "; } >&2";
  std::vector<std::string> lines;
  work.on_line = [&](const std::string& line) { lines.push_back(line); };
  EXPECT_EQ(run(work).code, 0);
  ASSERT_GT(lines.size(), 10u);
  EXPECT_EQ(lines[0], kLimitsMemory ? std::to_string(work.limits.memory_bytes / 1024) : "unlimited");
  EXPECT_EQ(lines[1], std::to_string(work.limits.file_bytes / 512));
  EXPECT_EQ(lines[2], "256");
  EXPECT_EQ(lines[3], "3600");
  EXPECT_EQ(lines[4], "0");
  EXPECT_LE(std::stoi(lines[5]), 4) << "nothing of the server's is open in it";
  EXPECT_NE(std::ranges::find(lines, "NoNewPrivs:\t1"), lines.end());
}

TEST(Worker, has_no_network_where_the_system_can_do_without) {
  Work work = shell("readlink /proc/self/ns/net >&2; id -u >&2");
  std::vector<std::string> lines;
  work.on_line = [&](const std::string& line) { lines.push_back(line); };
  ASSERT_EQ(run(work).code, 0);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[1], std::to_string(::geteuid())) << "it is still who it was";
  const std::string own = std::filesystem::read_symlink("/proc/self/ns/net").string();
  if (std::system("unshare -Un true 2>/dev/null") != 0) GTEST_SKIP() << "skipped: no user namespaces here";
  EXPECT_NE(lines[0], own);
}

TEST(Worker, dies_with_the_server) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t server = ::fork();
  if (server == 0) {
    ::close(ends[0]);
    Work work = shell("echo $$ >&2; sleep 30");
    work.on_line = [&](const std::string& line) {
      [[maybe_unused]] const ssize_t wrote = ::write(ends[1], line.data(), line.size());
    };
    const std::atomic<bool> is_wanted = true;
    (void)run_work(work, is_wanted);
    ::_exit(0);
  }
  ::close(ends[1]);
  char text[32] = "";
  ASSERT_GT(::read(ends[0], text, sizeof text - 1), 0);
  const pid_t worker = std::atoi(text);
  ASSERT_EQ(::kill(worker, 0), 0);
  ::kill(server, SIGKILL);
  ::waitpid(server, nullptr, 0);
  // It ends though nobody waits for it: gone, or a dead entry in the table.
  const auto is_alive = [&] {
    std::ifstream stat("/proc/" + std::to_string(worker) + "/stat");
    std::string pid, name, state;
    return (stat >> pid >> name >> state) && state != "Z" && state != "X";
  };
  for (int i = 0; i < 100 && is_alive(); ++i) std::this_thread::sleep_for(20ms);
  EXPECT_FALSE(is_alive());
  ::close(ends[0]);
}

TEST(Worker, that_isnt_there_is_told_by_its_code) {
  Work work;
  work.arguments = {"/nowhere/at/all"};
  EXPECT_EQ(run(work).code, 127);
  EXPECT_EQ(run({}).how, How::not_started);
}

}  // namespace
}  // namespace endrange::server
