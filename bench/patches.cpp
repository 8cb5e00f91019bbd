// `bench patches`: what an encoder does to the patches on the flank: the encoded clip against its bit-exact twin, both
// followed from the same true joints. Noise of the sensor is in both, so what differs is the encoder's.
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "accuracy.h"
#include "bench.h"
#include "core/smooth.h"
#include "media/decoder.h"
#include "renders.h"
#include "run.h"
#include "synthetic/recipe.h"
#include "trunk/flank.h"

namespace endrange::bench {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Kind {
  const char *name, *shirt;
  double crf;  // constant quality; 0 = as many bits a pixel as 17 Mb/s at 1080p30
};
constexpr std::array kKinds = {Kind{"textured, 17 Mb/s", "textured", 0}, Kind{"plain, 17 Mb/s", "plain", 0},
                               Kind{"no shirt, 17 Mb/s", "none", 0}, Kind{"textured, CRF 28", "textured", 28}};
// A patch surer than this in a direction counts as sharp in it. px
constexpr double kSharp_px = 0.05;

synthetic::Recipe recipe_of(const Kind& kind) {
  synthetic::Recipe r;
  r.seed = 41, r.resolution = "1280x720", r.reps = 1, r.tempo = "2-0.4-1-0.4", r.sound = false, r.raw = true;
  r.shirt = kind.shirt, r.lumbar_lift_mm = 8;
  if (kind.crf > 0)
    r.crf = kind.crf;
  else
    r.bitrate_mbps = 17.0 * 1280 * 720 / (1920.0 * 1080);
  return r;
}

// The true joints as the network would give them, frame by frame.
std::vector<Pose> poses_of(const Json& truth) {
  std::vector<Pose> poses;
  const Side near = truth.at("near_side") == "left" ? Side::left : Side::right;
  for (const Json& joints : truth.at("frames").at("joints_px")) {
    Pose pose;
    pose.frame = static_cast<int>(poses.size()), pose.seen = true, pose.score = 1;
    for (std::size_t j = 0; j < kJointCount; ++j)
      pose.joints[j] = {joints.at(2 * j).get<float>(), joints.at(2 * j + 1).get<float>(), 1, 1};
    for (const Joint joint : {Joint::left_shoulder, Joint::left_hip})
      pose.world[static_cast<std::size_t>(of(joint, near))].z = -0.1f;
    poses.push_back(pose);
  }
  return poses;
}

Result<std::vector<FlankTrack>> follow(const std::string& clip, const std::vector<Pose>& poses) {
  auto decoder = Decoder::open(clip);
  if (!decoder) return tl::unexpected(decoder.error());
  FlankTracker tracker;
  for (const Pose& pose : poses) {
    auto frame = decoder->next();
    if (!frame) return tl::unexpected(frame.error());
    if (frame->empty()) break;
    tracker.push(*frame, pose);
  }
  return tracker.take();
}

// Of one direction of one patch in one frame: encoded minus twin, and the uncertainty stated for the encoded one. px
struct Off {
  double px, stated_px;
};

std::vector<Off> differences(const std::vector<FlankTrack>& encoded, const std::vector<FlankTrack>& twin) {
  std::vector<Off> offs;
  for (const FlankTrack& a : encoded)
    for (const FlankTrack& b : twin) {
      if (a.first_frame != b.first_frame) continue;
      for (std::size_t i = 0; i < a.places.size(); ++i)
        for (std::size_t k = 0; k < b.places.size(); ++k) {
          if (a.places[i].x != b.places[k].x || a.places[i].y != b.places[k].y) continue;
          for (std::size_t f = 1; f < std::min(a.frames(), b.frames()); ++f) {
            const Vec2 off = a.shift(f, i) - b.shift(f, k);
            if (std::isnan(off.x)) continue;
            offs.push_back({off.x, std::sqrt(static_cast<double>(a.doubt(f, i).xx))});
            offs.push_back({off.y, std::sqrt(static_cast<double>(a.doubt(f, i).yy))});
          }
        }
    }
  return offs;
}

void print(const char* name, const std::vector<Off>& offs) {
  double squares = 0, sharp = 0, inside = 0, n = static_cast<double>(offs.size());
  std::vector<double> sizes;
  for (const Off& o : offs) {
    inside += std::abs(o.px) < 1.96 * o.stated_px ? 1 : 0;
    sizes.push_back(std::abs(o.px));
    if (o.stated_px < kSharp_px) sharp += 1, squares += o.px * o.px;
  }
  std::printf("| %s | %.0f | %.3f | %.3f | %.0f %% | %.3f | %.0f %% |\n", name, n, median(sizes), quantile(sizes, 0.95),
              100 * sharp / n, std::sqrt(squares / sharp), 100 * inside / n);
}

}  // namespace

int run_patches() {
  const std::string folder = (fs::temp_directory_path() / "endrange-renders").string();
  fs::create_directories(folder);
  std::vector<synthetic::Recipe> recipes;
  for (const Kind& kind : kKinds) recipes.push_back(recipe_of(kind));
  const auto rendered = render_all(recipes, folder, false);
  std::puts(
      "| clip | n | median, px | 95 % within | sharper than 0.05 px | their RMSE, px | within stated 95 % |\n"
      "|---|---|---|---|---|---|---|");
  for (std::size_t i = 0; i < rendered.size(); ++i) {
    const fs::path clip = rendered[i].clip;
    std::string reason = rendered[i].reason;
    if (reason.empty()) {
      const auto poses = poses_of(Json::parse(test::text_of(rendered[i].truth)));
      const auto encoded = follow(clip.string(), poses),
                 twin = follow((clip.parent_path() / clip.stem()).string() + ".raw.mp4", poses);
      if (encoded && twin)
        print(kKinds[i].name, differences(*encoded, *twin));
      else
        reason = (encoded ? twin : encoded).error().message;
    }
    if (!reason.empty()) std::printf("| %s | %s |\n", kKinds[i].name, reason.c_str());
  }
  return 0;
}

}  // namespace endrange::bench
