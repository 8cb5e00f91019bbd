// The pure part of the server's defence: who is let in, and what is a request at all.
#include "server/guard.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <set>

#include "server/fields.h"
#include "server/head.h"

namespace endrange::server {
namespace {

TEST(Guard, only_the_three_names_of_this_machine_are_its_own_with_the_very_port) {
  for (const char* host : {"127.0.0.1:4180", "localhost:4180", "[::1]:4180"})
    EXPECT_TRUE(is_own_host(host, 4180)) << host;
  for (const char* host :
       {"", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:41800", "127.0.0.1:4180 ", "127.0.0.1.evil.org:4180",
        "0.0.0.0:4180", "127.0.0.2:4180", "localhost.:4180", "LOCALHOST:4180", "evil.org", "evil.org:4180",
        "a@127.0.0.1:4180", "[::1]", "::1:4180", "2130706433:4180", "127.1:4180", "my.local:4180", "127.0.0.1:04180"})
    EXPECT_FALSE(is_own_host(host, 4180)) << host;
}

TEST(Guard, an_origin_is_the_host_that_was_asked_by_http) {
  EXPECT_TRUE(is_own_origin("http://127.0.0.1:4180", "127.0.0.1:4180"));
  for (const char* origin : {"", "null", "http://localhost:4180", "https://127.0.0.1:4180", "http://127.0.0.1:4181",
                             "http://127.0.0.1:4180/", "http://127.0.0.1:4180.evil.org", "file://"})
    EXPECT_FALSE(is_own_origin(origin, "127.0.0.1:4180")) << origin;
}

TEST(Guard, secrets_are_the_same_only_when_every_letter_is) {
  EXPECT_TRUE(is_same_secret("abc", "abc"));
  for (const char* other : {"", "ab", "abcd", "abd", "Abc"}) EXPECT_FALSE(is_same_secret("abc", other)) << other;
  EXPECT_FALSE(is_same_secret("", ""));
}

TEST(Guard, a_cookie_is_found_by_its_whole_name_and_not_when_it_stands_twice) {
  EXPECT_EQ(cookie_of("endrange=1", "endrange"), "1");
  EXPECT_EQ(cookie_of("a=b; endrange=1; c=d", "endrange"), "1");
  EXPECT_EQ(cookie_of("xendrange=1; endrange2=3", "endrange"), std::nullopt);
  EXPECT_EQ(cookie_of("endrange=1; endrange=2", "endrange"), std::nullopt);
  EXPECT_EQ(cookie_of("endrange", "endrange"), std::nullopt);
  EXPECT_EQ(cookie_of("", "endrange"), std::nullopt);
}

TEST(Guard, secrets_are_long_and_never_the_same) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_hex(32));
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(seen.begin()->size(), 64u);
  EXPECT_NE(Guard().token(), Guard().token());
}

std::string head_of(const std::string& line, const std::string& more = "") {
  return line + "\r\nHost: 127.0.0.1:4180\r\n" + more + "\r\n";
}
int status_of(const std::string& head) {
  const auto problem = head_problem(head, 4180);
  return problem ? problem->status : 0;
}

TEST(Head, what_browsers_send_is_let_through) {
  EXPECT_EQ(status_of(head_of("GET / HTTP/1.1")), 0);
  EXPECT_EQ(status_of(head_of("GET /api/v1/people/1/history?weeks=all HTTP/1.1", "Accept: */*\r\n")), 0);
  EXPECT_EQ(status_of(head_of("POST /x?name=a%20b HTTP/1.1", "Content-Length: 10\r\n")), 0);
  EXPECT_EQ(status_of(head_of("POST /x HTTP/1.1", "Transfer-Encoding: chunked\r\n")), 0);
}

TEST(Head, what_two_readers_could_take_differently_is_not) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400) << "no Host";
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: evil.org\r\n\r\n"), 403);
  EXPECT_EQ(status_of("DANCE / HTTP/1.1\r\nHost: evil.org\r\n\r\n"), 403) << "the Host comes first";
  for (const char* more : {"Host: evil.org\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n", "Content-Length: -1\r\n",
                           "Content-Length: 1e3\r\n", "Content-Length: 99999999999999999999\r\n",
                           "Content-Length: \r\n", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Name\r\n",
                           ": x\r\n", " folded: x\r\n", "Na me: x\r\n", "Name : x\r\n", "X: a\nB: c\r\n", "X: a\rB\r\n",
                           "X: \x01\r\n", "Range: bytes=0-1,2-3,4-5,6-7,8-9,10-11,12-13,14-15,16-17,18-19,20-21\r\n"})
    EXPECT_EQ(status_of(head_of("GET / HTTP/1.1", more)), 400) << more;
  EXPECT_EQ(status_of(head_of("GET / HTTP/1.1", std::string("X: a\0b\r\n", 8))), 400);
  EXPECT_EQ(status_of(head_of("POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked\r\n")), 501);
  EXPECT_EQ(status_of(head_of("POST / HTTP/1.1", "Content-Encoding: gzip\r\n")), 415);
  EXPECT_EQ(status_of(head_of("POST / HTTP/1.1", "Content-Type: Multipart/form-data; boundary=x\r\n")), 415);
  EXPECT_EQ(status_of(head_of("POST / HTTP/1.1", "Expect: wonders\r\n")), 417);
  std::string many;
  for (int i = 0; i < kMostHeaders; ++i) many += "X" + std::to_string(i) + ": y\r\n";
  EXPECT_EQ(status_of(head_of("GET / HTTP/1.1", many)), 431);
}

TEST(Head, a_request_line_is_a_method_a_path_and_a_version) {
  for (const char* line :
       {"GET", "GET /", "GET  HTTP/1.1", "GET x HTTP/1.1", "GET http://evil.org/ HTTP/1.1", "GET * HTTP/1.1",
        "GET /a b HTTP/1.1", "GET /%zz HTTP/1.1", "GET /% HTTP/1.1", "GET /a#b HTTP/1.1", "GET /a\\b HTTP/1.1",
        "GET /?a?b HTTP/1.1", "G(T / HTTP/1.1", "GET /\xc3\xa4 HTTP/1.1"})
    EXPECT_GE(status_of(head_of(line)), 400) << line;
  EXPECT_EQ(status_of(head_of("GET / HTTP/2")), 505);
  EXPECT_EQ(status_of(head_of("GET /" + std::string(5000, 'a') + " HTTP/1.1")), 414);
}

Fields fields_of(const std::string& body) {
  Request request;
  request.read_body = [&](const TakeBytes& take) { return take(body.data(), body.size()); };
  return Fields::of_body(request);
}

TEST(Fields, are_taken_by_kind_and_range_and_the_first_problem_is_told) {
  Fields fields = fields_of(R"({"name":"a","n":3,"yes":true,"none":null,"inner":{"x":1}})");
  EXPECT_EQ(fields.text("name"), "a");
  EXPECT_EQ(fields.whole("n", 1, 5), 3);
  EXPECT_TRUE(fields.flag("yes"));
  EXPECT_TRUE(std::isnan(fields.number("none", 0, 1)));
  EXPECT_EQ(fields.within("inner").number("x", 0, 2), 1);
  EXPECT_FALSE(fields.problem());
  for (const char* body : {"[]", "1", "{", "{\"name\":1}", "{\"name\":\"\\u0000\"}", "{\"n\":1e999}", "{\"unknown\":1}",
                           "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}", "\xff"}) {
    Fields broken = fields_of(body);
    (void)broken.text("name"), (void)broken.number("n", 0, 5), (void)broken.within("a");
    EXPECT_TRUE(broken.problem()) << body;
  }
  // As deep as 64 KiB can be.
  EXPECT_TRUE(fields_of(std::string(65000, '[')).problem());
  EXPECT_EQ(fields_of("{\"a\":\"" + std::string(70000, 'x') + "\"}").problem()->status, 413);
}

TEST(Files, are_sent_in_the_part_that_was_asked_for) {
  std::string name = "/tmp/endrange-range-XXXXXX";
  ::close(::mkstemp(name.data()));
  ASSERT_EQ(::truncate(name.c_str(), 1000), 0);
  struct Row {
    const char* range;
    int status;
    std::uint64_t from, count;
  };
  for (const Row& row :
       {Row{"", 200, 0, 1000}, Row{"bytes=0-99", 206, 0, 100}, Row{"bytes=900-", 206, 900, 100},
        Row{"bytes=-10", 206, 990, 10}, Row{"bytes=-5000", 206, 0, 1000}, Row{"bytes=0-999999", 206, 0, 1000},
        Row{"bytes=1000-", 416, 0, 0}, Row{"bytes=5-2", 416, 0, 0}, Row{"bytes=0-1,5-6", 200, 0, 1000},
        Row{"lines=1-2", 200, 0, 1000}, Row{"bytes=-", 200, 0, 1000},
        Row{"bytes=99999999999999999999-", 200, 0, 1000}}) {
    const Answer answer = file_answer(OpenFile::open(name), "video/mp4", row.range);
    EXPECT_EQ(answer.status, row.status) << row.range;
    if (row.status == 416) continue;
    EXPECT_EQ(answer.from, row.from) << row.range;
    EXPECT_EQ(answer.count, row.count) << row.range;
  }
  ::unlink(name.c_str());
  EXPECT_EQ(OpenFile::open("/dev/null"), nullptr);
  EXPECT_EQ(OpenFile::open("/tmp"), nullptr);
}

}  // namespace
}  // namespace endrange::server
