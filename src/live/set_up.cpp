#include "live/set_up.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/angle.h"
#include "core/smooth.h"
#include "motion/view.h"

namespace endrange {

namespace {

constexpr std::array kSetUpKinds = {
    CheckKind{"light", "there is light enough"},
    CheckKind{"person", "somebody is in the picture"},
    CheckKind{"alone", "nobody else is"},
    CheckKind{"whole_body", "head and feet are in the picture, and raised legs will be"},
    CheckKind{"distance", "the body is large enough in the picture"},
    CheckKind{"position", "the body lies on the back, hangs or kneels, as the exercise asks"},
    CheckKind{"side_on", "the camera looks at the body's side"},
    CheckKind{"height", "the camera is about level with the hips"},
    CheckKind{"level", "the camera stands level"},
    CheckKind{"still", "the camera doesn't move"},
};

// Looking down on a lying body further than this hides the opening under the back behind the near side, and makes
// leg angles uncertain. The estimate itself is good to 5 deg.
constexpr double kFromAbove = 22.0_deg;
// A tilted picture is corrected for; this far the correction, and the frame's corners, suffer.
constexpr double kTilted = 12.0_deg;
// Seen in this share of the last frames.
constexpr double kSeen = 0.6;
// Feet in the picture to this share of its height and width when the legs are up.
constexpr double kMargin = 0.02;

double share(std::span<const Pose> poses, auto&& is_so) {
  return static_cast<double>(std::ranges::count_if(poses, is_so)) / std::max(1.0, static_cast<double>(poses.size()));
}

class SetUp {
 public:
  explicit SetUp(const SetUpInput& input) : in_(input) {
    view_ = check_view({in_.poses, in_.scene, in_.frame, in_.width, in_.height, kUnknown, in_.has_others ? 1.0 : 0.0});
  }

  std::vector<SetUpItem> run() {
    add("light", !has("too_dark"), "Light: good.", "It is too dark: turn on a light behind the camera.");
    const bool is_seen = in_.frame && share(in_.poses, [](const Pose& p) { return p.is_placed(); }) >= kSeen;
    add("person", is_seen, "You are in the picture.", "Nobody is in the picture: lie down where the camera sees you.");
    if (!is_seen) return std::move(items_);
    add("alone", !has("other_people"), "Nobody else is in the picture.", "Somebody else is in the picture.");
    check_edges();
    add("distance", !has("too_small"), "Distance: good.", "You are too far away: bring the camera closer.");
    check_position();
    check_direction();
    check_camera();
    return std::move(items_);
  }

 private:
  bool has(std::string_view id) const {
    return std::ranges::any_of(view_.problems, [&](const Problem& p) { return p.id == id; });
  }
  void add(const char* id, bool is_good, const char* good, const char* bad) {
    items_.push_back({id, is_good, is_good ? good : bad});
  }
  bool is_lying() const { return in_.frame->posture == Posture::lying; }

  void check_edges() {
    const Side near = in_.frame->near_side;
    const auto is_out = [&](Joint joint) {
      return share(in_.poses, [&](const Pose& p) {
               return p.is_placed() && !is_inside(p[joint], in_.width, in_.height);
             }) > 1 - kSeen;
    };
    if (is_out(of(Joint::left_ankle, near)) || is_out(of(Joint::left_foot, near))) {
      add("whole_body", false, "", "Your feet are cut off: move the camera back.");
    } else if (is_out(Joint::nose)) {
      add("whole_body", false, "", "Your head is cut off: move the camera back, or slide down a little.");
    } else {
      add("whole_body", has_room_above(), "Head and feet are in the picture.",
          "Raised feet would leave the picture: move the camera back, or tilt it up a little.");
    }
  }

  // Straight up from the hip, the legs still end inside the picture.
  bool has_room_above() const {
    if (!is_lying()) return true;
    const Joint hip = of(Joint::left_hip, in_.frame->near_side);
    std::vector<double> x, y;
    for (const Pose& p : in_.poses) {
      const Vec2 top = p.at(hip) + in_.frame->leg_px * in_.frame->up;
      x.push_back(top.x), y.push_back(top.y);
    }
    const double left = median(x), top = median(y);
    return !(left < kMargin * in_.width || left > (1 - kMargin) * in_.width || top < kMargin * in_.height);
  }

  void check_position() {
    const Posture posture = in_.frame->posture;
    if (has("front_view")) return;  // the side comes first
    if (in_.exercise == nullptr || in_.exercise->id == "other") {
      add("position", posture != Posture::other, "Position: good.", "Lie down on your back, your side to the camera.");
      return;
    }
    switch (in_.exercise->position) {
      case Position::hanging:
        add("position", posture == Posture::hanging, "You hang from the bar.",
            "Hang from the bar, side to the camera.");
        return;
      case Position::all_fours:
        add("position", posture == Posture::all_fours, "You are on all fours.",
            "Go on hands and knees, your side to the camera.");
        return;
      default:
        add("position", posture == Posture::lying, "You lie on your back.",
            "Lie down on your back, your side to the camera.");
    }
  }

  void check_direction() {
    add("side_on", !has("front_view") && !has("not_side_on"), "The camera looks at your side.",
        has("front_view") ? "Turn: your side must face the camera."
                          : "Turn a little, until your side faces the camera squarely.");
  }

  void check_camera() {
    if (is_lying()) {
      add("height", !(in_.frame->depression > kFromAbove), "The camera is low enough.",
          "The camera looks down on you: put it lower, level with your hips.");
      add("level", !(std::abs(in_.frame->floor_tilt) > kTilted), "The camera stands level.",
          "The camera is tilted to one side: stand it level.");
    }
    add("still", !has("camera_moved"), "The camera stands still.", "The camera moves: lean it against something firm.");
  }

  const SetUpInput& in_;
  View view_;
  std::vector<SetUpItem> items_;
};

}  // namespace

std::vector<SetUpItem> check_set_up(const SetUpInput& input) { return SetUp(input).run(); }

std::span<const CheckKind> set_up_kinds() { return kSetUpKinds; }

}  // namespace endrange
