// The API as the page uses it, and its description.
#include <algorithm>
#include <set>

#include "server/openapi.h"
#include "server/routes.h"
#include "server/test_server.h"

namespace endrange::server::test {
namespace {

TEST(OpenApi, tells_of_every_route_and_of_no_other) {
  const Json api = Json::parse(kOpenApi);
  std::set<std::string> described, there;
  for (const auto& [path, methods] : api["paths"].items())
    for (const auto& [method, what] : methods.items()) {
      std::string name = method;
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      described.insert(name + " " + path + ": " + what["summary"].get<std::string>());
      EXPECT_TRUE(what["responses"].contains("default")) << path;
    }
  for (const Route& route : all_routes())
    EXPECT_TRUE(there.insert(std::string(route.method) + " " + route.pattern + ": " + route.summary).second)
        << route.pattern;
  EXPECT_EQ(described, there);
}

TEST(OpenApi, points_only_at_what_it_holds) {
  const std::string text = kOpenApi;
  const Json api = Json::parse(text);
  for (std::size_t at = 0; (at = text.find("\"#/", at)) != std::string::npos; ++at) {
    const std::string pointer = text.substr(at + 2, text.find('"', at + 1) - at - 2);
    EXPECT_TRUE(api.contains(Json::json_pointer(pointer))) << pointer;
  }
}

class Api : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_GT(server_.port(), 0) << text_of(folder_.path / "server.log");
    server_.unlock();
  }
  TempFolder folder_;
  Server server_{folder_.path};
};

TEST_F(Api, the_launch_address_is_good_once_and_leads_to_the_page) {
  EXPECT_EQ(server_.cookie().size(), std::string("endrange=").size() + 64);
  const Reply page = server_.ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("page"), std::string::npos);
  EXPECT_EQ(page.header("Cache-Control"), "no-store");
  const Reply asset = server_.ask("GET", "/assets/index-1a2b.js");
  EXPECT_EQ(asset.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(asset.header("Content-Type"), "text/javascript; charset=utf-8");
  // Whoever has the cookie may open the address again.
  EXPECT_EQ(server_.ask("GET", "/?token=" + server_.token()).status, 303);
  EXPECT_EQ(server_.ask("HEAD", "/").status, 200);
}

TEST_F(Api, every_answer_carries_what_browsers_must_obey) {
  for (const char* path : {"/", "/assets/index-1a2b.js", "/api/v1/about", "/api/v1/nothing", "/nothing"}) {
    const Reply reply = server_.ask("GET", path);
    EXPECT_EQ(reply.header("Content-Security-Policy"),
              "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
              "connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
              "object-src 'none'")
        << path;
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(reply.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(reply.header("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(reply.header("Permissions-Policy"), "camera=(self), microphone=()");
  }
}

TEST_F(Api, somebody_is_made_mended_and_deleted) {
  EXPECT_EQ(server_.ask("GET", "/api/v1/people").json()["people"].size(), 0u);
  EXPECT_FALSE(fs::exists(folder_.path / "journal.db")) << "looking makes no journal";
  const Reply made = server_.ask("POST", "/api/v1/people", R"({"name":"Ida","height_m":1.7,"weekdays":9})");
  EXPECT_EQ(made.status, 201);
  const std::string id = made.json()["id"];
  EXPECT_EQ(made.json()["mass_kg"], nullptr);
  const Json mended =
      server_.ask("PATCH", "/api/v1/people/" + id, R"({"mass_kg":60,"height_m":null,"sex":"f"})").json();
  EXPECT_EQ(mended["mass_kg"], 60);
  EXPECT_EQ(mended["height_m"], nullptr);
  EXPECT_EQ(mended["weekdays"], 9);
  EXPECT_EQ(server_.ask("DELETE", "/api/v1/people/" + id).status, 204);
  EXPECT_EQ(server_.ask("GET", "/api/v1/people/" + id + "/program").status, 404);
}

TEST_F(Api, training_goes_in_and_comes_out) {
  const std::string one = "/api/v1/people/" + server_.add_person();
  const Json plan = server_.ask("GET", one + "/program?days=7").json();
  EXPECT_EQ(plan["schema"], "endrange.plan/1");
  EXPECT_EQ(plan["days"].size(), 7u);
  const Json sets = server_.ask("POST", one + "/sets", R"({"exercise":"dead_bug","reps":8,"sets":2,"tempo":"4-0-2-1"})")
                        .json()["sets"];
  ASSERT_EQ(sets.size(), 2u);
  EXPECT_EQ(server_.ask("PATCH", one + "/sets/" + sets[0].get<std::string>(), R"({"rpe":7,"note":"good"})").status,
            200);
  EXPECT_EQ(server_.ask("DELETE", one + "/sets/" + sets[1].get<std::string>()).status, 204);
  EXPECT_EQ(server_.ask("DELETE", one + "/sets/" + sets[1].get<std::string>()).status, 404);
  const Json history = server_.ask("GET", one + "/history?weeks=all").json();
  EXPECT_EQ(history["schema"], "endrange.history/1");
  ASSERT_EQ(history["sets"].size(), 1u);
  EXPECT_EQ(history["sets"][0]["id"], sets[0]);
  EXPECT_EQ(history["sets"][0]["rpe"], 7);
  EXPECT_EQ(history["sets"][0]["note"], "good");
  EXPECT_EQ(history["sets"][0]["film"], nullptr);
  const Reply felt = server_.ask("POST", one + "/symptoms", R"({"kind":"numbness"})");
  EXPECT_EQ(felt.status, 201);
  EXPECT_EQ(felt.json()["program"]["stopped"], "numbness");
  EXPECT_EQ(server_.ask("POST", one + "/symptoms", R"({"kind":"all_clear"})").json()["program"]["stopped"], nullptr);
  EXPECT_EQ(server_.ask("POST", one + "/choices", R"({"rung":"dead_bug","reason":"again"})").status, 201);
  for (const char* format : {"csv", "json", "ical", "xlsx", "fhir"}) {
    const Reply file = server_.ask("GET", one + "/export?format=" + format);
    EXPECT_EQ(file.status, 200) << format << file.body;
    EXPECT_NE(file.header("Content-Disposition").find("attachment; filename=\"endrange-"), std::string::npos);
    EXPECT_FALSE(file.body.empty());
  }
}

TEST_F(Api, about_and_loads_are_what_the_command_line_says) {
  const Json about = server_.ask("GET", "/api/v1/about").json();
  EXPECT_EQ(about["version"], version());
  EXPECT_EQ(about["exercises"].size() + 1, exercises().size());
  EXPECT_EQ(about["symptoms"].size(), 7u);
  EXPECT_EQ(about["journal_path"], (folder_.path / "journal.db").string());
  const Json loads = server_.ask("GET", "/api/v1/loads?angle=30&height=1.8&mass=75&sex=m&head_lifted=1").json();
  LoadQuestion question;
  question.angle_deg = 30, question.height_m = 1.8, question.mass_kg = 75, question.sex = 'm';
  question.is_head_lifted = true;
  EXPECT_EQ(loads, Json::parse(to_json(*load_sheet(question))));
  EXPECT_EQ(server_.ask("GET", "/api/v1/openapi.json").json()["openapi"], "3.1.0");
}

TEST_F(Api, a_film_is_measured_told_of_and_found_in_the_journal) {
  if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
  Wire stream(server_.port());
  ASSERT_TRUE(stream.send("GET /api/v1/events HTTP/1.1\r\n" + server_.usual() + "\r\n"));
  const std::string person = server_.add_person();
  const std::string id = server_.send_film(person, tiny_clip(), "&keep_video=1&rpe=6&note=%C3%A4h");
  ASSERT_FALSE(id.empty());
  const Json film = server_.settled(id);
  ASSERT_EQ(film["state"], "done") << film;
  EXPECT_EQ(film["reps"], 1);
  EXPECT_EQ(film["exercise"], "double_leg_raise");
  EXPECT_EQ(film["has_video"], true);
  EXPECT_EQ(film["person"], person);
  const Json analysis = server_.ask("GET", "/api/v1/films/" + id + "/analysis").json();
  EXPECT_EQ(analysis["clip"]["file"], "film.mp4");
  EXPECT_EQ(server_.ask("GET", "/api/v1/films/" + id + "/series").body.rfind("at_s,frame", 0), 0u);
  const Reply part =
      server_.raw("GET /api/v1/films/" + id + "/video HTTP/1.1\r\n" + server_.usual() + "Range: bytes=4-7\r\n\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "ftyp");
  const Json history = server_.ask("GET", "/api/v1/people/" + person + "/history").json();
  ASSERT_EQ(history["sets"].size(), 1u);
  EXPECT_EQ(history["sets"][0]["film"], id);
  EXPECT_EQ(history["sets"][0]["rpe"], 6);
  EXPECT_EQ(history["sets"][0]["note"], "äh");
  std::string told;
  for (int i = 0; i < 50 && told.find("\"done\"") == std::string::npos; ++i) told += stream.receive(0.1);
  EXPECT_NE(told.find("event: hello"), std::string::npos);
  EXPECT_NE(told.find("\"analysing\""), std::string::npos);
  EXPECT_NE(told.find("\"done\""), std::string::npos) << told;
  EXPECT_EQ(server_.ask("DELETE", "/api/v1/films/" + id).status, 204);
  EXPECT_FALSE(fs::exists(server_.films() / id));
  EXPECT_EQ(server_.ask("GET", "/api/v1/people/" + person + "/history").json()["sets"].size(), 1u) << "the set stays";
}

// Whatever is stored of a film that wasn't asked to be kept must not show the person.
TEST_F(Api, of_a_film_only_numbers_are_kept) {
  if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
  const std::string person = server_.add_person();
  const std::string id = server_.send_film(person, another_clip(1));
  ASSERT_EQ(server_.settled(id)["state"], "done");
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(server_.films()))
    if (entry.is_regular_file()) names.insert(entry.path().filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"analysis.json", "film.json", "lock", "series.csv"}));
  // Pieces of the film's bytes, also of its pictures.
  const std::string canary = another_clip(1).substr(another_clip(1).size() / 2, 64);
  for (const auto& entry : fs::recursive_directory_iterator(folder_.path))
    EXPECT_TRUE(!entry.is_regular_file() || text_of(entry.path()).find(canary) == std::string::npos) << entry.path();
  // And of the person nothing at all.
  EXPECT_EQ(server_.ask("DELETE", "/api/v1/people/" + person).status, 204);
  EXPECT_FALSE(fs::exists(server_.films() / id));
  EXPECT_EQ(server_.ask("GET", "/api/v1/films/" + id).status, 404);
}

TEST_F(Api, what_is_no_film_fails_with_a_sentence_under_its_own_name) {
  const std::string id = server_.send_film(server_.add_person(), "this is no film at all");
  const Json film = server_.settled(id);
  EXPECT_EQ(film["state"], "failed");
  EXPECT_EQ(film["message"].get<std::string>().rfind("film.mp4: ", 0), 0u) << film["message"];
  EXPECT_EQ(film["message"].get<std::string>().find(folder_.path.string()), std::string::npos);
}

TEST_F(Api, sixteen_pages_may_listen_and_the_rest_is_served_meanwhile) {
  std::vector<std::unique_ptr<Wire>> streams;
  for (int i = 0; i < 16; ++i) {
    streams.push_back(std::make_unique<Wire>(server_.port()));
    ASSERT_TRUE(streams.back()->send("GET /api/v1/events HTTP/1.1\r\n" + server_.usual() + "\r\n"));
    std::string got;
    for (int k = 0; k < 20 && got.find("hello") == std::string::npos; ++k) got += streams.back()->receive(0.5);
    ASSERT_NE(got.find("event: hello"), std::string::npos) << i;
    EXPECT_NE(got.find("Content-Type: text/event-stream"), std::string::npos);
  }
  const Reply refused = server_.ask("GET", "/api/v1/events");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.json()["error"]["id"], "busy");
  EXPECT_EQ(server_.ask("GET", "/api/v1/about").status, 200);
  // Who left makes room, as soon as something is told.
  streams.pop_back();
  const std::string person = server_.add_person();
  for (int i = 0; i < 20; ++i) {
    (void)server_.send_film(person, "no film");
    Wire again(server_.port());
    ASSERT_TRUE(again.send("GET /api/v1/events HTTP/1.1\r\n" + server_.usual() + "\r\n"));
    if (again.receive(2).find(" 200 ") != std::string::npos) return;
  }
  FAIL() << "no room is made";
}

}  // namespace
}  // namespace endrange::server::test
