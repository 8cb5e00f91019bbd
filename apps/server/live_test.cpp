// Sets that are measured while they are done.
#include "media/decoder.h"
#include "server/live_sets.h"
#include "server/test_server.h"

namespace endrange::server::test {
namespace {

// The pictures of the tiny clip, as a page sends them.
std::vector<RawPicture> pictures_of_clip(const fs::path& folder) {
  const std::string path = (folder / "tiny.mp4").string();
  std::ofstream(path, std::ios::binary) << tiny_clip();
  std::vector<RawPicture> pictures;
  auto decoder = Decoder::open(path);
  EXPECT_TRUE(decoder.has_value());
  if (!decoder) return pictures;
  for (;;) {
    const auto frame = decoder->next();
    EXPECT_TRUE(frame.has_value());
    if (!frame || frame->empty()) return pictures;
    RawPicture picture;
    picture.width = 320, picture.height = 180, picture.at_s = frame->at_s, picture.format = PixelFormat::i420;
    const auto add = [&](const std::uint8_t* plane, int stride, int width, int height) {
      for (int y = 0; y < height; ++y)
        picture.bytes.append(reinterpret_cast<const char*>(plane + static_cast<std::ptrdiff_t>(y) * stride),
                             static_cast<std::size_t>(width));
    };
    add(frame->luma, frame->luma_stride, 320, 180);
    add(frame->blue, frame->chroma_stride, 160, 90), add(frame->red, frame->chroma_stride, 160, 90);
    pictures.push_back(std::move(picture));
  }
}

class Live : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!has_model()) GTEST_SKIP() << "skipped: no pose model (ENDRANGE_MODELS)";
    ASSERT_GT(server_.port(), 0) << text_of(folder_.path / "server.log");
    server_.unlock();
    person_ = server_.add_person();
    pictures_ = pictures_of_clip(folder_.path);
  }
  // A whole set; its path.
  std::string film() {
    const Reply begun =
        server_.ask("POST", "/api/v1/people/" + person_ + "/live", R"({"model":"lite","goal":{"reps":5}})");
    EXPECT_EQ(begun.status, 201) << begun.body;
    const std::string live = "/api/v1/live/" + begun.json().value("id", "");
    EXPECT_EQ(server_.ask("POST", "/api/v1/people/" + person_ + "/live", "{}").status, 409);
    EXPECT_EQ(server_.ask("POST", live + "/start").status, 200);
    for (const RawPicture& picture : pictures_) {
      const Reply reply = server_.ask("POST",
                                      live + "/frames?width=320&height=180&format=I420&at_us=" +
                                          std::to_string(static_cast<long long>(picture.at_s * 1e6)),
                                      picture.bytes);
      EXPECT_EQ(reply.status, 200) << reply.body;
      state_ = reply.json();
      EXPECT_GT(state_["took_ms"], 0);
    }
    EXPECT_EQ(state_["reps"], 1) << state_;
    return live;
  }
  Json sets() const { return server_.ask("GET", "/api/v1/people/" + person_ + "/history").json()["sets"]; }

  TempFolder folder_;
  Server server_{folder_.path};
  std::string person_;
  std::vector<RawPicture> pictures_;
  Json state_;
};

TEST_F(Live, a_set_is_counted_and_kept) {
  const std::string live = film();
  const Json ended = server_.ask("POST", live + "/finish", R"({"rpe":5})").json();
  ASSERT_TRUE(ended["film"].is_object()) << ended;
  EXPECT_EQ(ended["film"]["source"], "live");
  EXPECT_EQ(ended["film"]["reps"], 1);
  EXPECT_EQ(ended["message"], nullptr);
  EXPECT_EQ(ended["analysis"]["schema"], "endrange.analysis/1");
  const std::string id = ended["film"]["id"];
  EXPECT_EQ(server_.ask("GET", "/api/v1/films/" + id + "/analysis").json(), ended["analysis"]);
  ASSERT_EQ(sets().size(), 1u);
  EXPECT_EQ(sets()[0]["film"], id);
  EXPECT_EQ(sets()[0]["rpe"], 5);
  EXPECT_EQ(server_.ask("POST", live + "/finish").status, 404);
}

TEST_F(Live, a_set_that_cant_be_kept_is_shown_all_the_same) {
  const std::string live = film();
  fs::rename(folder_.path / "journal.db", folder_.path / "journal.away");
  fs::create_directories(folder_.path / "journal.db");
  const Reply ended = server_.ask("POST", live + "/finish", "{}");
  EXPECT_EQ(ended.status, 200) << ended.body;
  EXPECT_EQ(ended.json()["film"], nullptr);
  EXPECT_NE(ended.json()["message"].get<std::string>().find("couldn't be kept"), std::string::npos);
  EXPECT_EQ(ended.json()["analysis"]["reps"].size(), 1u);
}

TEST_F(Live, a_set_that_is_in_the_journal_can_do_without_a_film) {
  const std::string live = film();
  fs::rename(server_.films(), folder_.path / "films.away");
  const Reply ended = server_.ask("POST", live + "/finish", "{}");
  EXPECT_EQ(ended.status, 200) << ended.body;
  EXPECT_EQ(ended.json()["film"], nullptr);
  EXPECT_NE(ended.json()["message"].get<std::string>().find("in the journal"), std::string::npos);
  EXPECT_EQ(ended.json()["analysis"]["reps"].size(), 1u);
  EXPECT_EQ(sets().size(), 1u);
}

// A page that is told nothing asks again.
TEST_F(Live, a_second_start_in_mid_set_changes_nothing) {
  LiveSets live;
  LiveSets::Wishes wishes;
  wishes.options.model = "lite", wishes.options.threads = 1;
  const Moment first{1000, 0}, second{2000, 0};
  const auto id = live.begin(wishes, first);
  ASSERT_TRUE(id.has_value());
  ASSERT_TRUE(live.start(*id, first).has_value());
  for (std::size_t i = 0; i < pictures_.size(); ++i) {
    ASSERT_TRUE(live.push(*id, pictures_[i]).has_value());
    if (i == pictures_.size() / 2) {
      ASSERT_TRUE(live.start(*id, second).has_value());
    }
  }
  const auto ended = live.finish(*id, "live set", "0");
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(ended->began.utc_s, first.utc_s);
  EXPECT_EQ(ended->analysis.reps.size(), 1u);
}

}  // namespace
}  // namespace endrange::server::test
