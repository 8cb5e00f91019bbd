// What must not work: each attack a row. The server is a real one; the bytes are written by hand.
#include "server/test_server.h"

namespace endrange::server::test {
namespace {

struct Attack {
  const char* name;
  std::string bytes;
  std::vector<int> statuses;  ///< any of them; 0 = the connection may just end
};

class Attacks : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TempFolder;
    server_ = new Server(folder_->path, {"--upload-limit", "100000"});
    server_->unlock();
    person_ = server_->add_person();
  }
  static void TearDownTestSuite() {
    delete server_;
    delete folder_;
  }
  static void expect_refused(const std::vector<Attack>& attacks) {
    ASSERT_GT(server_->port(), 0) << text_of(folder_->path / "server.log");
    const std::string before = server_->ask("GET", "/api/v1/people").body;
    for (const Attack& attack : attacks) {
      const Reply reply = server_->raw(attack.bytes);
      EXPECT_NE(std::ranges::find(attack.statuses, reply.status), attack.statuses.end())
          << attack.name << ": " << reply.status << " " << reply.body.substr(0, 200);
      EXPECT_EQ(reply.body.find("not the page's"), std::string::npos) << attack.name;
      EXPECT_EQ(reply.body.find("root:"), std::string::npos) << attack.name;
      EXPECT_EQ(reply.head.find("Set-Cookie"), std::string::npos) << attack.name;
      EXPECT_EQ(reply.head.find("Access-Control-Allow"), std::string::npos) << attack.name;
      EXPECT_TRUE(reply.status == 0 || reply.has("Content-Security-Policy: default-src 'self'")) << attack.name;
      // Refusals are sentences in JSON wherever the API was asked.
      const bool is_api = reply.status >= 400 && attack.bytes.find(" /api/v1/") < 12;
      EXPECT_TRUE(!is_api || reply.json().contains("error")) << attack.name << ": " << reply.body;
    }
    EXPECT_EQ(server_->ask("GET", "/api/v1/people").body, before) << "something was changed";
  }
  static std::string get(const std::string& path, const std::string& headers) {
    return "GET " + path + " HTTP/1.1\r\n" + headers + "\r\n";
  }
  static std::string host() { return "Host: " + server_->host() + "\r\n"; }
  static std::string cookie() { return "Cookie: " + server_->cookie() + "\r\n"; }
  static std::string post(const std::string& path, const std::string& headers, const std::string& body) {
    return "POST " + path + " HTTP/1.1\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
  }
  static std::string films() { return "/api/v1/people/" + person_ + "/films?name=x.mp4"; }
  static inline TempFolder* folder_ = nullptr;
  static inline Server* server_ = nullptr;
  static inline std::string person_;
};

TEST_F(Attacks, of_whoever_has_no_secret) {
  const std::string wrong(64, 'a');
  expect_refused({
      {"no cookie, page", get("/", host()), {403}},
      {"no cookie, file of the page", get("/assets/index-1a2b.js", host()), {403}},
      {"no cookie, API", get("/api/v1/people", host()), {403}},
      {"no cookie, the API's description", get("/api/v1/openapi.json", host()), {403}},
      {"no cookie, events", get("/api/v1/events", host()), {403}},
      {"no cookie, unknown path", get("/api/v1/nothing", host()), {403}},
      {"wrong cookie", get("/api/v1/people", host() + "Cookie: endrange=" + wrong + "\r\n"), {403}},
      {"empty cookie", get("/api/v1/people", host() + "Cookie: endrange=\r\n"), {403}},
      {"cookie of half the length",
       get("/api/v1/people", host() + "Cookie: " + server_->cookie().substr(0, 41) + "\r\n"),
       {403}},
      {"two cookies, one right",
       get("/api/v1/people", host() + "Cookie: endrange=" + wrong + "; " + server_->cookie() + "\r\n"),
       {403}},
      {"secret as a query", get("/api/v1/people?" + server_->cookie(), host()), {403}},
      {"secret as bearer",
       get("/api/v1/people", host() + "Authorization: Bearer " + server_->cookie() + "\r\n"),
       {403}},
      {"the launch token used again", get("/?token=" + server_->token(), host()), {403}},
      {"the launch token as a cookie", get("/", host() + "Cookie: endrange=" + server_->token() + "\r\n"), {403}},
      {"a wrong token", get("/?token=" + wrong, host()), {403}},
      {"an empty token", get("/?token=", host()), {403}},
      {"a token for the API", get("/api/v1/people?token=" + server_->token(), host()), {403}},
      {"a token by HEAD", "HEAD /?token=" + wrong + " HTTP/1.1\r\n" + host() + "\r\n", {403}},
      {"change without a cookie", post("/api/v1/people", host() + "X-Endrange: 1\r\n", "{\"name\":\"x\"}"), {403}},
      {"preflight",
       "OPTIONS /api/v1/people HTTP/1.1\r\n" + host() +
           "Origin: http://evil.org\r\nAccess-Control-Request-Method: POST\r\n\r\n",
       {403}},
  });
}

TEST_F(Attacks, by_another_page_in_the_same_browser) {
  const std::string port = std::to_string(server_->port());
  const std::string name = "{\"name\":\"x\"}";
  const auto with_host = [&](const std::string& h) { return get("/api/v1/people", "Host: " + h + "\r\n" + cookie()); };
  expect_refused({
      {"rebinding", with_host("evil.org:" + port), {403}},
      {"rebinding without a port", with_host("evil.org"), {403}},
      {"a name that begins like ours", with_host("127.0.0.1.evil.org:" + port), {403}},
      {"a name that ends like ours", with_host("evil.localhost:" + port), {403}},
      {"the host of all networks", with_host("0.0.0.0:" + port), {403}},
      {"another port", with_host("127.0.0.1:80"), {403}},
      {"no port", with_host("127.0.0.1"), {403}},
      {"an empty Host", with_host(""), {400}},
      {"no Host", get("/api/v1/people", cookie()), {400}},
      {"two Hosts", get("/api/v1/people", host() + "Host: evil.org\r\n" + cookie()), {400}},
      {"Host in the address",
       get("http://" + server_->host() + "/api/v1/people", "Host: evil.org\r\n" + cookie()),
       {403}},
      {"forwarded",
       get("/api/v1/people", "Host: evil.org\r\nX-Forwarded-Host: " + server_->host() + "\r\n" + cookie()),
       {403}},
      {"unknown method and foreign Host", "DANCE / HTTP/1.1\r\nHost: evil.org\r\n\r\n", {403}},
      {"foreign Origin",
       post("/api/v1/people", host() + cookie() + "X-Endrange: 1\r\nOrigin: http://evil.org\r\n", name),
       {403}},
      {"Origin null", post("/api/v1/people", host() + cookie() + "X-Endrange: 1\r\nOrigin: null\r\n", name), {403}},
      {"empty Origin", post("/api/v1/people", host() + cookie() + "X-Endrange: 1\r\nOrigin:\r\n", name), {403}},
      {"Origin of another port",
       post("/api/v1/people", host() + cookie() + "X-Endrange: 1\r\nOrigin: http://127.0.0.1:1\r\n", name),
       {403}},
      {"Origin by https",
       post("/api/v1/people", host() + cookie() + "X-Endrange: 1\r\nOrigin: https://" + server_->host() + "\r\n", name),
       {403}},
      {"Origin by the other name",
       post("/api/v1/people", host() + cookie() + "X-Endrange: 1\r\nOrigin: http://localhost:" + port + "\r\n", name),
       {403}},
      {"reading from a foreign Origin",
       get("/api/v1/people", host() + cookie() + "Origin: http://evil.org\r\n"),
       {403}},
      {"a form: no header", post("/api/v1/people", host() + cookie() + "Content-Type: text/plain\r\n", name), {403}},
      {"the header with another value", post("/api/v1/people", host() + cookie() + "X-Endrange: 0\r\n", name), {403}},
      {"deleting without the header",
       "DELETE /api/v1/people/" + person_ + " HTTP/1.1\r\n" + host() + cookie() + "\r\n",
       {403}},
      {"across sites", get("/api/v1/people", host() + cookie() + "Sec-Fetch-Site: cross-site\r\n"), {403}},
      {"from another port of this machine",
       get("/api/v1/people", host() + cookie() + "Sec-Fetch-Site: same-site\r\n"),
       {403}},
      {"a form with files",
       post(films(), server_->usual() + "Content-Type: multipart/form-data; boundary=x\r\n", "--x--"),
       {415}},
  });
}

TEST_F(Attacks, on_files_that_arent_the_pages) {
  std::vector<Attack> attacks;
  for (const char* path : {"/../secret.txt",
                           "/assets/../../secret.txt",
                           "/%2e%2e/secret.txt",
                           "/..%2fsecret.txt",
                           "/%2e%2e%2fsecret.txt",
                           "/assets/..%5c..%5csecret.txt",
                           "/%252e%252e/secret.txt",
                           "/.%2e/secret.txt",
                           "//secret.txt",
                           "/./../secret.txt",
                           "/etc/passwd",
                           "//etc/passwd",
                           "/../../../../../../etc/passwd",
                           "/%2fetc%2fpasswd",
                           "/web-sibling/x.html",
                           "/../web-sibling/x.html",
                           "/index.html%00.js",
                           "/index.html/",
                           "/assets",
                           "/assets/",
                           "/index.html/../../secret.txt",
                           "/link.html",
                           "/hidden.db",
                           "/api/v1/../../secret.txt",
                           "/api/v1/films/../../secret.txt/analysis",
                           "/api/v1/films/%2e%2e/analysis",
                           "/api/v1/films/..%2f..%2fsecret/analysis",
                           "/api/v1/films//analysis",
                           "/api/v1/films/a%00b/analysis",
                           "/api/v1/films/AAAA/analysis",
                           "/api/v1/films/a.b/analysis",
                           "/api/v1/films/lock/analysis",
                           "/api/v1/films/0123456789abcdef0123456789abcdef0/analysis",
                           "/api/v1/people/1e0/films",
                           "/api/v1/people/-1/films",
                           "/api/v1/people/99999999999999999999/films",
                           "/api/v1/people/0/films",
                           "/api/v2/people",
                           "/api",
                           "/api/",
                           "/api/v1",
                           "/API/v1/people"})
    attacks.push_back({path, get(path, server_->usual()), {404}});
  fs::create_directories(folder_->path / "web-sibling");
  std::ofstream(folder_->path / "web-sibling" / "x.html") << "not the page's";
  std::ofstream(folder_->path / "web" / "hidden.db") << "not the page's";
  fs::create_symlink(folder_->path / "secret.txt", folder_->path / "web" / "link.html");
  attacks.push_back({"a long path", get("/" + std::string(3000, 'a'), server_->usual()), {404}});
  attacks.push_back({"a very long path", get("/" + std::string(12000, 'a'), server_->usual()), {414}});
  attacks.push_back({"a path of bytes", get("/\xff\xfe", server_->usual()), {400}});
  attacks.push_back({"NUL in the path", get(std::string("/index.html\0.js", 15), server_->usual()), {400}});
  expect_refused(attacks);
}

TEST_F(Attacks, by_requests_that_are_none) {
  const std::string usual = server_->usual();
  std::string many, large;
  for (int i = 0; i < 100; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  for (int i = 0; i < 40; ++i) large += "X-" + std::to_string(i) + ": " + std::string(900, 'x') + "\r\n";
  const std::string people = "/api/v1/people";
  const auto chunked = [&](const std::string& path, const std::string& chunks) {
    return "POST " + path + " HTTP/1.1\r\n" + usual + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
  };
  expect_refused({
      {"noise", std::string(2000, '\x16') + "\r\n\r\n", {400}},
      {"a TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), {400}},
      {"an empty line", "\r\n\r\n", {400}},
      {"no version", "GET /api/v1/people\r\n" + usual + "\r\n", {400}},
      {"HTTP/2", "PRI * HTTP/2.0\r\n" + usual + "\r\nSM\r\n\r\n", {400, 505}},
      {"bare line feeds", "GET /api/v1/people HTTP/1.1\nHost: x\n\n\r\n\r\n", {400}},
      {"a folded header", get(people, usual + "X: a\r\n b\r\n"), {400}},
      {"a header without a name", get(people, usual + ": a\r\n"), {400}},
      {"NUL in a header", get(people, usual + std::string("X: a\0b\r\n", 8)), {400}},
      {"many headers", get(people, usual + many), {431}},
      {"large headers", get(people, usual + large), {431}},
      {"one endless header", get(people, usual + "X: " + std::string(40000, 'x') + "\r\n"), {431}},
      {"an unknown method", "DANCE /api/v1/people HTTP/1.1\r\n" + usual + "\r\n", {400, 405}},
      {"TRACE", "TRACE /api/v1/people HTTP/1.1\r\n" + usual + "\r\n", {405}},
      {"CONNECT", "CONNECT /api/v1/people HTTP/1.1\r\n" + usual + "\r\n", {405}},
      {"PUT where there is none", "PUT /api/v1/people HTTP/1.1\r\n" + usual + "Content-Length: 2\r\n\r\n{}", {405}},
      {"DELETE of everything", "DELETE /api/v1/people HTTP/1.1\r\n" + usual + "\r\n", {405}},
      {"POST to a file", post("/index.html", usual, "x"), {405}},
      {"two lengths",
       "POST /api/v1/people HTTP/1.1\r\n" + usual + "Content-Length: 2\r\nContent-Length: 20\r\n\r\n{}",
       {400}},
      {"length and chunks",
       "POST /api/v1/people HTTP/1.1\r\n" + usual + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       {400}},
      {"a negative length", "POST /api/v1/people HTTP/1.1\r\n" + usual + "Content-Length: -1\r\n\r\n", {400}},
      {"a length beyond all numbers",
       "POST /api/v1/people HTTP/1.1\r\n" + usual + "Content-Length: 99999999999999999999999\r\n\r\n",
       {400}},
      {"an unknown coding", "POST /api/v1/people HTTP/1.1\r\n" + usual + "Transfer-Encoding: gzip\r\n\r\n", {501}},
      {"a packed body",
       "POST /api/v1/people HTTP/1.1\r\n" + usual + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx",
       {415}},
      {"a chunk whose size is no number", chunked(people, "zz\r\n{}\r\n0\r\n\r\n"), {400}},
      {"a chunk of nearly all memory", chunked(people, "fffffffffffffff0\r\n{}\r\n"), {400, 413, 0}},
      {"a chunk size without an end", chunked(people, "1;" + std::string(200000, 'x')), {400, 0}},
      {"chunks beyond the limit of JSON",
       chunked(people, "20000\r\n" + std::string(0x20000, ' ') + "\r\n0\r\n\r\n"),
       {413}},
      {"JSON beyond its limit", post(people, usual, std::string(70000, ' ')), {413}},
      {"a film beyond the limit, declared",
       "POST " + films() + " HTTP/1.1\r\n" + usual + "Content-Length: 100001\r\n\r\n",
       {413}},
      {"a film beyond the limit, asked for",
       "POST " + films() + " HTTP/1.1\r\n" + usual + "Content-Length: 100001\r\nExpect: 100-continue\r\n\r\n",
       {413}},
      {"a film beyond the limit, in chunks",
       chunked(films(), "30000\r\n" + std::string(0x30000, 'x') + "\r\n0\r\n\r\n"),
       {413}},
      {"an empty film", post(films(), usual, ""), {400}},
      {"a film for nobody", post("/api/v1/people/77/films?name=x", usual, "x"), {404}},
      {"many ranges",
       get("/index.html", usual + "Range: bytes=0-1,2-3,4-5,6-7,8-9,1-2,3-4,5-6,7-8,9-10,11-12,13-14\r\n"),
       {400}},
      {"a range that is none", get("/api/v1/people", usual + "Range: bytes=x\r\n"), {416}},
      {"a second request in the body of the first",
       "POST /api/v1/people HTTP/1.1\r\n" + usual + "Content-Length: 0\r\n\r\nGET / HTTP/1.1\r\nHost: evil.org\r\n\r\n",
       {400}},
  });
}

TEST_F(Attacks, by_words_that_make_no_sense) {
  const std::string usual = server_->usual(), one = "/api/v1/people/" + person_;
  std::string deep;
  for (int i = 0; i < 12000; ++i) deep += "{\"a\":";
  std::vector<Attack> attacks = {
      {"deep JSON", post("/api/v1/people", usual, deep), {400}},
      {"a film with a control character", post(films() + "&note=%00", usual, "x"), {400}},
      {"a parameter twice", get(one + "/program?days=1&days=2", usual), {400}},
      {"an unknown parameter", get(one + "/program?path=/etc/passwd", usual), {400}},
      {"no number of days", get(one + "/program?days=many", usual), {400}},
      {"days without end", get(one + "/program?days=1000000000", usual), {400}},
      {"weeks without end", get(one + "/history?weeks=1e9", usual), {400}},
      {"an unknown format", get(one + "/export?format=../../etc/passwd", usual), {400}},
      {"a format that is only read", get(one + "/export?format=strong", usual), {400}},
      {"loads of no exercise", get("/api/v1/loads?exercise=cartwheel", usual), {400}},
      {"loads at no angle", get("/api/v1/loads?angle=nan", usual), {400}},
      {"loads of a giant", get("/api/v1/loads?height=1e30", usual), {400}},
      {"a film of no exercise", post(films() + "&exercise=--out", usual, "x"), {400}},
      {"a film as hard as 99", post(films() + "&rpe=99", usual, "x"), {400}},
      {"a picture of nothing", get("/api/v1/films/abc/pictures/lower_back", usual), {404}},
      {"a live picture of nothing",
       post("/api/v1/live/abc/frames?at_us=0&width=2&height=2&format=I420", usual, "123456"),
       {404}},
      {"a live picture of another length",
       post("/api/v1/live/abc/frames?at_us=0&width=2&height=2&format=I420", usual, "12345"),
       {400}},
      {"a live picture beyond all sizes",
       post("/api/v1/live/abc/frames?at_us=0&width=99999&height=99999&format=RGBA", usual, "1"),
       {400}},
      {"a live picture of no format",
       post("/api/v1/live/abc/frames?at_us=0&width=2&height=2&format=GIF", usual, "1"),
       {400}},
      {"the end of no live set", post("/api/v1/live/abc/finish", usual, "{}"), {404}},
  };
  for (const char* body :
       {"", "[]", "null", "{", "{\"name\":1}", "{\"name\":\"\"}", "{\"name\":null}", "{\"name\":\"\\u0000\"}",
        "{\"name\":\"x\",\"admin\":true}", "{\"name\":\"x\",\"height_m\":17}", "{\"name\":\"x\",\"height_m\":\"tall\"}",
        "{\"name\":\"x\",\"mass_kg\":-3}", "{\"name\":\"x\",\"sex\":\"yes\"}", "{\"name\":\"x\",\"weekdays\":1000}",
        "{\"name\":\"x\",\"weekdays\":1.5}", "{\"name\":\"me\"}", "\xff\xfe"})
    attacks.push_back({body, post("/api/v1/people", usual, body), {400}});
  for (const char* body :
       {"{}", "{\"exercise\":\"cartwheel\",\"reps\":5}", "{\"exercise\":\"heel_tap\"}",
        "{\"exercise\":\"heel_tap\",\"reps\":0}", "{\"exercise\":\"heel_tap\",\"reps\":100000}",
        "{\"exercise\":\"heel_tap\",\"reps\":5,\"sets\":5000}",
        "{\"exercise\":\"heel_tap\",\"reps\":5,\"side\":\"up\"}",
        "{\"exercise\":\"heel_tap\",\"reps\":5,\"tempo\":\"fast\"}",
        "{\"exercise\":\"heel_tap\",\"reps\":5,\"rpe\":11}", "{\"exercise\":\"hollow_hold\",\"reps\":5}"})
    attacks.push_back({body, post(one + "/sets", usual, body), {400}});
  for (const char* body :
       {"{}", "{\"kind\":\"joy\"}", "{\"kind\":\"pain\",\"pain\":11}", "{\"kind\":\"snapping\",\"pain\":3}"})
    attacks.push_back({body, post(one + "/symptoms", usual, body), {400}});
  attacks.push_back({"a rung that isn't there", post(one + "/choices", usual, "{\"rung\":\"moon\"}"), {400}});
  expect_refused(attacks);
  EXPECT_TRUE(fs::is_empty(server_->films()) ||
              std::distance(fs::directory_iterator(server_->films()), fs::directory_iterator()) == 1)
      << "only the lock; nothing is left of refused films";
}

TEST_F(Attacks, by_slowness_hold_nobody_up) {
  std::vector<std::unique_ptr<Wire>> slow;
  for (int i = 0; i < 40; ++i) {
    slow.push_back(std::make_unique<Wire>(server_->port()));
    ASSERT_TRUE(slow.back()->send("GET /api/v1/people HTTP/1.1\r\nHost: "));
  }
  double slowest_s = 0;
  for (int i = 0; i < 20; ++i) {
    const auto begin = Clock::now();
    EXPECT_EQ(server_->ask("GET", "/api/v1/people").status, 200);
    slowest_s = std::max(slowest_s, std::chrono::duration<double>(Clock::now() - begin).count());
    for (auto& wire : slow) (void)wire->send("x");
  }
  EXPECT_LT(slowest_s, 1.0);
  // A byte now and then doesn't buy more time.
  const auto begin = Clock::now();
  Reply reply;
  while (std::chrono::duration<double>(Clock::now() - begin).count() < 14 && reply.status == 0) {
    (void)slow.front()->send("x");
    reply = slow.front()->reply(0.5);
  }
  EXPECT_EQ(reply.status, 408);
}

TEST_F(Attacks, by_many_connections_hold_nobody_up_for_long) {
  std::vector<std::unique_ptr<Wire>> many;
  std::ptrdiff_t most_files = 0;
  const auto look = [&] {
    const fs::directory_iterator files("/proc/" + std::to_string(server_->pid()) + "/fd");
    most_files = std::max(most_files, std::distance(files, fs::directory_iterator()));
  };
  for (int i = 0; i < 400; ++i) {
    many.push_back(std::make_unique<Wire>(server_->port()));
    (void)many.back()->send("G");
    if (i % 20 == 0) look();
  }
  const auto begin = Clock::now();
  int status = 0;
  while (status != 200 && Clock::now() - begin < std::chrono::seconds(10)) {
    look();
    status = server_->ask("GET", "/api/v1/people").status;
  }
  EXPECT_EQ(status, 200);
  EXPECT_LT(std::chrono::duration<double>(Clock::now() - begin).count(), 4.0);
  // 192 connections, and what a server has open besides.
  EXPECT_LT(most_files, 230);
  EXPECT_GT(most_files, 100);
}

TEST_F(Attacks, what_is_missing_is_told_without_a_command_lines_words) {
  const std::string one = "/api/v1/people/" + person_;
  for (const char* body : {"{}", "{\"exercise\":\"heel_tap\"}", "{\"exercise\":\"hollow_hold\",\"reps\":5}",
                           "{\"exercise\":\"heel_tap\",\"reps\":5,\"tempo\":\"fast\"}"}) {
    const Reply reply = server_->ask("POST", one + "/sets", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(reply.body.find("--"), std::string::npos) << reply.body;
  }
}

TEST_F(Attacks, a_body_without_a_length_is_none) {
  const auto begin = Clock::now();
  EXPECT_EQ(server_->raw("POST /api/v1/people HTTP/1.1\r\n" + server_->usual() + "\r\n").status, 400);
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(2));
}

TEST_F(Attacks, by_half_a_film_leave_nothing) {
  {
    Wire wire(server_->port());
    ASSERT_TRUE(wire.send("POST " + films() + " HTTP/1.1\r\n" + server_->usual() + "Content-Length: 90000\r\n\r\n" +
                          std::string(40000, 'x')));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  for (int i = 0; i < 50; ++i) {
    if (std::distance(fs::directory_iterator(server_->films()), fs::directory_iterator()) == 1) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(server_->films()), fs::directory_iterator()), 1);
  EXPECT_EQ(server_->ask("GET", "/api/v1/people/" + person_ + "/films").json()["films"].size(), 0u);
}

}  // namespace
}  // namespace endrange::server::test
