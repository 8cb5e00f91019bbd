// posture_test.cpp: bones keep their lengths and angles, the back is bent as it was told, the body rests where it
// should.
#include "synthetic/posture.h"

#include <gtest/gtest.h>

#include "core/angle.h"
#include "synthetic/camera.h"
#include "synthetic/test_scene.h"

namespace endrange::synthetic {
namespace {

using namespace test;

const Anatomy kMan = make_anatomy('m', 1.75, 1);

double between(Vec3 a, Vec3 b) { return to_deg(std::atan2(length(cross(a, b)), dot(a, b))); }

// A moment in which everything is bent, both sides alike.
Moment bent() {
  Moment moment;
  moment.legs = {LegPose{0.9, 0.5, 0.3}, LegPose{0.9, 0.5, 0.3}};
  moment.arms = {ArmPose{0.6, 0.3, 0.4}, ArmPose{0.6, 0.3, 0.4}};
  moment.lumbar_lift = 0.02, moment.pelvic_tilt = 0.05, moment.chest = 0.2, moment.head = 0.3;
  return moment;
}

// Calls `look` at moments all over every exercise, with most knobs on.
template <class Look>
void everywhere(const Look& look) {
  for (const std::string& id : renderable())
    for (const char* sex : {"m", "f"}) {
      Recipe recipe = recipe_of(id);
      recipe.sex = sex, recipe.lumbar_lift_mm = 25, recipe.swing_deg = 10, recipe.reps = 2, recipe.hold_s = 2;
      const Script script = write_script(recipe);
      const Anatomy anatomy = make_anatomy(*sex, recipe.height_m, recipe.build);
      for (double t = 0; t < script.duration_s; t += 0.11)
        look(id, anatomy, script.at(t), pose_body(anatomy, stance_of(script), script.at(t)));
    }
}

TEST(Bones, keep_their_lengths_through_every_exercise) {
  everywhere([](const std::string& id, const Anatomy& a, const Moment&, const Posture& posture) {
    const auto joints = joints_of(a, posture);
    for (const Side side : kSides) {
      const auto reach = [&](Joint from, Joint to) {
        return length(joint_of(joints, of(from, side)) - joint_of(joints, of(to, side)));
      };
      EXPECT_NEAR(reach(Joint::left_hip, Joint::left_knee), a.thigh, 1e-9) << id;
      EXPECT_NEAR(reach(Joint::left_knee, Joint::left_ankle), a.shank, 1e-9) << id;
      EXPECT_NEAR(reach(Joint::left_shoulder, Joint::left_elbow), a.upper_arm, 1e-9) << id;
      EXPECT_NEAR(reach(Joint::left_elbow, Joint::left_wrist), a.forearm, 1e-9) << id;
      EXPECT_NEAR(reach(Joint::left_heel, Joint::left_foot), std::hypot(0.92, 0.03) * a.foot, 1e-9) << id;
    }
  });
}

TEST(Bones, knee_and_hip_are_bent_as_the_moment_says) {
  everywhere([](const std::string& id, const Anatomy& a, const Moment& moment, const Posture& posture) {
    const auto joints = joints_of(a, posture);
    for (const Side side : kSides) {
      const LegPose& leg = moment.legs[static_cast<std::size_t>(side)];
      const Vec3 hip = joint_of(joints, of(Joint::left_hip, side)), knee = joint_of(joints, of(Joint::left_knee, side)),
                 ankle = joint_of(joints, of(Joint::left_ankle, side));
      EXPECT_NEAR(between(knee - hip, ankle - knee), to_deg(leg.knee), 1e-6) << id;
      // The thigh against the trunk's own axis (the body frame's −x), in the side view.
      const Vec3 thigh = knee - hip;
      EXPECT_NEAR(to_deg(std::atan2(dot(thigh, posture.body.y), -dot(thigh, posture.body.x))), to_deg(leg.hip), 1e-6)
          << id;
      // The heel comes towards the buttock, not the shin towards the chest.
      if (leg.knee > 0.2) {
        EXPECT_GT(dot(cross(knee - hip, ankle - knee), posture.body.z), 0) << id;
      }
    }
  });
}

TEST(Bones, frames_are_at_right_angles) {
  everywhere([](const std::string& id, const Anatomy&, const Moment&, const Posture& posture) {
    for (std::size_t b = 1; b < kBoneCount; ++b) {
      const Placement& p = posture.bones[b];
      const double error = std::abs(dot(p.x, p.y)) + std::abs(dot(p.x, p.z)) + std::abs(dot(p.y, p.z)) +
                           std::abs(length(p.x) - 1) + std::abs(length(p.y) - 1) + length(cross(p.x, p.y) - p.z);
      EXPECT_LT(error, 1e-9) << id << " bone " << b;
    }
  });
}

TEST(Posture, left_and_right_are_mirror_images) {
  for (const Stance stance : {Stance::lying, Stance::hanging, Stance::prone}) {
    Moment moment = bent();
    moment.legs[1] = {0.3, 1.2, 0.1}, moment.arms[1] = {2.6, 0.1, 0.9};
    Moment swapped = moment;
    std::swap(swapped.legs[0], swapped.legs[1]), std::swap(swapped.arms[0], swapped.arms[1]);
    const auto a = joints_of(kMan, pose_body(kMan, stance, moment)),
               b = joints_of(kMan, pose_body(kMan, stance, swapped));
    for (const Joint left : {Joint::left_shoulder, Joint::left_elbow, Joint::left_wrist, Joint::left_pinky,
                             Joint::left_thumb, Joint::left_hip, Joint::left_knee, Joint::left_ankle, Joint::left_heel,
                             Joint::left_foot, Joint::left_ear, Joint::mouth_left})
      for (const Side side : kSides) {
        const Vec3 one = joint_of(a, of(left, side)), other = joint_of(b, of(left, opposite(side)));
        EXPECT_LT(length(one - Vec3{other.x, other.y, -other.z}), 1e-9) << static_cast<int>(left);
      }
    // The eyes stand three apart in BlazePose's order.
    for (int eye = 0; eye < 3; ++eye) {
      const Vec3 one = a[static_cast<std::size_t>(1 + eye)], other = b[static_cast<std::size_t>(4 + eye)];
      EXPECT_LT(length(one - Vec3{other.x, other.y, -other.z}), 1e-9) << eye;
    }
  }
}

TEST(Posture, left_is_the_lifters_own_left) {
  // On the back with the head towards x and the front up, the left hand is at positive z; prone at negative.
  const auto lying = joints_of(kMan, pose_body(kMan, Stance::lying, bent())),
             prone = joints_of(kMan, pose_body(kMan, Stance::prone, bent()));
  EXPECT_GT(joint_of(lying, Joint::left_shoulder).z, 0);
  EXPECT_LT(joint_of(lying, Joint::right_hip).z, 0);
  EXPECT_LT(joint_of(prone, Joint::left_shoulder).z, 0);
  EXPECT_GT(joint_of(lying, Joint::nose).x, joint_of(lying, Joint::left_hip).x);
}

// -------------------------------------------------------------------------------------------------------- Back line

TEST(BackLine, is_flat_when_nothing_bends_it) {
  const BackLine back(kMan, {}, 0);
  for (double s = -0.25; s < 0.85; s += 0.01) {
    EXPECT_NEAR(back.at(s).x, s, 1e-12);
    EXPECT_NEAR(back.at(s).y, 0, 1e-12);
    EXPECT_EQ(back.angle_at(s), 0);
    EXPECT_LT(length(back.bend({s, 0.1, 0.2}) - Vec3{s, 0.1, 0.2}), 1e-12);
  }
  EXPECT_NEAR(back.lift_above_chord(kMan), 0, 1e-12);
  EXPECT_NEAR(back.gap(kMan), 0, 1e-12);
}

TEST(BackLine, is_lifted_by_what_was_asked) {
  for (const double lift_mm : {0.0, 1.0, 2.5, 5.0, 7.5, 10.0, 15.0, 20.0, 25.0, 30.0}) {
    double worst = 0;
    for (const char sex : {'m', 'f'})
      for (const double height : {1.5, 1.75, 2.0}) {
        const Anatomy anatomy = make_anatomy(sex, height, 1);
        Moment moment;
        moment.lumbar_lift = lift_mm / 1000;
        worst = std::max(worst, std::abs(1000 * BackLine(anatomy, moment, 0).lift_above_chord(anatomy) - lift_mm));
      }
    EXPECT_LT(worst, 0.05) << "of " << lift_mm << " mm";
  }
}

TEST(BackLine, lies_with_its_lowest_point_on_the_floor_and_opens_a_gap_under_the_arch) {
  for (const double lift : {0.0, 0.005, 0.02, 0.05})
    for (const double tilt : {-0.05, 0.0, 0.1, 0.2})
      for (const double curl : {0.0, 0.4}) {
        Moment moment;
        moment.lumbar_lift = lift, moment.pelvic_tilt = tilt, moment.curl = curl;
        const BackLine back(kMan, moment, 0);
        double lowest = 1;
        for (double s = kMan.buttock_s; s <= kMan.shoulder_s; s += 0.001) lowest = std::min(lowest, back.at(s).y);
        EXPECT_NEAR(lowest, 0, 1e-5);
      }
  Moment arched;
  arched.lumbar_lift = 0.02;
  EXPECT_NEAR(BackLine(kMan, arched, 0).gap(kMan), 0.02, 0.001);
}

TEST(BackLine, material_on_it_stays_on_it_and_beside_it_at_its_distance) {
  Moment moment = bent();
  moment.curl = 0.3;
  const BackLine back(kMan, moment, 0);
  for (double s = -0.28; s < 0.85; s += 0.0137) {
    const Vec3 on = back.bend({s, 0, 0.07}), line = back.at(s);
    EXPECT_NEAR(on.x, line.x, 1e-9);
    EXPECT_NEAR(on.y, line.y, 1e-9);
    EXPECT_EQ(on.z, 0.07);
    EXPECT_NEAR(length(back.bend({s, 0.12, 0}) - line), 0.12, 2e-6);
  }
}

TEST(BackLine, keeps_its_length_and_has_no_kink) {
  const BackLine back(kMan, bent(), 0);
  double way = 0;
  for (double s = -0.2; s < 0.8; s += 0.002) {
    way += length(back.at(s + 0.002) - back.at(s));
    EXPECT_LT(std::abs(to_deg(back.angle_at(s + 0.002) - back.angle_at(s))), 1.5) << s;
    // The line runs where its own angle points.
    const Vec3 step = back.at(s + 0.002) - back.at(s);
    EXPECT_NEAR(std::atan2(step.y, step.x), 0.5 * (back.angle_at(s) + back.angle_at(s + 0.002)), 0.01);
  }
  EXPECT_NEAR(way, 1.0, 1e-4);
}

TEST(BackLine, a_posterior_tilt_turns_the_tail_up) {
  Moment moment;
  moment.pelvic_tilt = from_deg(10);
  const BackLine back(kMan, moment, 0);
  EXPECT_NEAR(to_deg(back.angle_at(kMan.buttock_s)), -10, 1e-6);
  EXPECT_GT(back.at(kMan.buttock_s).y, back.at(kMan.pelvis_s).y + 0.010);
  EXPECT_NEAR(back.lift_above_chord(kMan), 0, 1e-6) << "flattening lifts no lower back";
  EXPECT_NEAR(back.angle_at(kMan.rib_s), 0, 1e-9) << "the ribs stay";
}

TEST(BackLine, ribs_do_not_slide_along_the_floor) {
  for (const double lift : {0.0, 0.01, 0.03, 0.06}) {
    Moment moment;
    moment.lumbar_lift = lift;
    EXPECT_NEAR(BackLine(kMan, moment, 0).at(kMan.rib_s).x, kMan.rib_s, 1e-4);
  }
}

// ---------------------------------------------------------------------------------------------------- Where it rests

TEST(Lying, no_joint_lies_under_the_floor) {
  for (const std::string& id : renderable())
    for (const char* arms : {"auto", "sides", "overhead", "vertical", "chest", "under_hips"}) {
      Recipe recipe = recipe_of(id);
      if (find_exercise(id)->position != Position::supine) continue;
      recipe.arms = arms, recipe.lumbar_lift_mm = 20, recipe.reps = 2, recipe.hold_s = 1;
      const Script script = write_script(recipe);
      double lowest = 1;
      std::size_t which = 0;
      for (double t = 0; t < script.duration_s; t += 0.1) {
        const auto joints = joints_of(kMan, pose_body(kMan, Stance::lying, script.at(t)));
        for (std::size_t j = 0; j < kJointCount; ++j)
          if (joints[j].y < lowest) lowest = joints[j].y, which = j;
      }
      EXPECT_GT(lowest, -0.005) << id << " arms " << arms << " joint " << which;
    }
}

TEST(Lying, hips_and_shoulders_are_as_high_over_the_floor_as_on_people) {
  // 0.14 and 0.21 trunk lengths, as digitised on real people (docs/method.md).
  const auto joints = joints_of(kMan, pose_body(kMan, Stance::lying, {}));
  const Vec3 hip = joint_of(joints, Joint::left_hip), shoulder = joint_of(joints, Joint::left_shoulder);
  const double trunk = std::hypot(hip.x - shoulder.x, hip.y - shoulder.y);
  EXPECT_NEAR(std::min(hip.y, shoulder.y) / trunk, 0.14, 0.02);
  EXPECT_NEAR(std::max(hip.y, shoulder.y) / trunk, 0.21, 0.02);
}

TEST(Hanging, hands_stay_on_the_bar_when_it_swings) {
  const Script script = write_script(recipe_of("hanging_leg_raise"));
  for (const char* sex : {"m", "f"}) {
    const Anatomy anatomy = make_anatomy(*sex, 1.75, 1);
    std::vector<Vec3> grips;
    for (const double swing : {-40.0, -10.0, 0.0, 3.0, 25.0, 40.0})
      for (double t = 0; t < script.duration_s; t += 0.2) {
        Moment moment = script.at(t);
        moment.swing = from_deg(swing);
        const Posture posture = pose_body(anatomy, Stance::hanging, moment);
        for (const Bone hand : {Bone::left_hand, Bone::right_hand}) {
          // The bar as the hand holds it.
          const Vec3 in_body = posture.body.to_local({0, bar_height(anatomy), 0}),
                     grip = posture[hand].to_local({in_body.x, in_body.y, posture[hand].origin.z});
          grips.push_back({grip.x, grip.y, 0});
        }
        const auto joints = joints_of(anatomy, posture);
        EXPECT_GT(joint_of(joints, Joint::left_foot).y, 0) << "the feet are clear of the floor";
        EXPECT_LT(joint_of(joints, Joint::left_hip).y, joint_of(joints, Joint::left_shoulder).y);
      }
    for (const Vec3 grip : grips) {
      EXPECT_LT(length(grip - grips[0]), 1e-6) << "it doesn't slide in the hands";
      EXPECT_NEAR(grip.x, 0.085, 0.03) << "across the fingers' roots";
      EXPECT_NEAR(grip.y, -0.02, 0.03);
    }
  }
}

TEST(Hanging, a_positive_swing_takes_the_feet_to_the_side_on_which_the_legs_are_raised) {
  Moment raised, swung;
  raised.legs = {LegPose{1.5, 0, 0}, LegPose{1.5, 0, 0}};
  raised.arms = swung.arms = {ArmPose{3, 0.2, 0.1}, ArmPose{3, 0.2, 0.1}};
  const double side = joint_of(joints_of(kMan, pose_body(kMan, Stance::hanging, raised)), Joint::left_ankle).x;
  const double still = joint_of(joints_of(kMan, pose_body(kMan, Stance::hanging, swung)), Joint::left_ankle).x;
  swung.swing = from_deg(20);
  const double moved = joint_of(joints_of(kMan, pose_body(kMan, Stance::hanging, swung)), Joint::left_ankle).x;
  EXPECT_GT(std::abs(side), 0.5);
  EXPECT_GT((moved - still) * side, 0);
  EXPECT_NEAR(std::abs(moved - still), std::sin(from_deg(20)) * 2.1, 0.15);
}

TEST(Prone, knees_and_wrists_rest_near_the_floor) {
  for (const char sex : {'m', 'f'})
    for (const double height : {1.5, 1.75, 2.0}) {
      const Anatomy anatomy = make_anatomy(sex, height, 1);
      const Script script = write_script(recipe_of("bird_dog"));
      const auto joints = joints_of(anatomy, pose_body(anatomy, Stance::prone, script.at(0)));
      for (const Side side : kSides) {
        const double knee = joint_of(joints, of(Joint::left_knee, side)).y;
        EXPECT_GT(knee, 0.02) << height;
        EXPECT_LT(knee, 0.13) << height;
        EXPECT_NEAR(joint_of(joints, of(Joint::left_ankle, side)).y, knee, 0.02) << height;
        EXPECT_NEAR(joint_of(joints, of(Joint::left_wrist, side)).y, 0.02, 0.06) << height;
        EXPECT_GT(joint_of(joints, of(Joint::left_shoulder, side)).y, 0.3 * height * 0.8) << height;
      }
      EXPECT_LT(joint_of(joints, Joint::nose).y, joint_of(joints, Joint::left_ear).y) << "looks down";
    }
}

TEST(Prone, hands_lie_on_the_floor_rather_than_reach_through_it) {
  const Script script = write_script(recipe_of("bird_dog"));
  const auto joints = joints_of(kMan, pose_body(kMan, Stance::prone, script.at(0)));
  EXPECT_GT(joint_of(joints, Joint::left_index).y, -0.03);
}

}  // namespace
}  // namespace endrange::synthetic
