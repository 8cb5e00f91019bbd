#include "synthetic/recipe.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "exercise/exercise.h"

namespace endrange::synthetic {

std::span<const Knob> knobs() {
  using R = Recipe;
  static const std::vector<Knob> all = {
      {"exercise", "Set", "Which variation: endrange list exercises", &R::exercise},
      {"reps", "Set", "Repetitions", &R::reps, 0, 100},
      {"leg", "Set", "The leg of a one-legged exercise", &R::leg, 0, 0, {"near", "far"}},
      {"tempo", "Set", "Seconds lowering, at the bottom, lifting, at the top", &R::tempo, 0, 0, {}, "L-B-L-T"},
      {"tempo_spread", "Set", "Phases differ from rep to rep by up to this share", &R::tempo_spread, 0, 0.6},
      {"angle_spread", "Set", "Turns differ from rep to rep by up to this", &R::angle_spread, 0, 20, {}, "DEG"},
      {"top_deg", "Set", "Leg elevation at the top", &R::top_deg, -10, 130, {}, "DEG"},
      {"bottom_deg", "Set", "Leg elevation at the bottom", &R::bottom_deg, -30, 120, {}, "DEG"},
      {"knee_deg", "Set", "Knee flexion", &R::knee_deg, 0, 130, {}, "DEG"},
      {"asymmetry_deg", "Set", "How far the far leg lags", &R::asymmetry_deg, -30, 30, {}, "DEG"},
      {"partials", "Set", "Partial reps among the others", &R::partials, 0, 50},
      {"partial_share", "Set", "How far a partial rep goes", &R::partial_share, 0.1, 0.6},
      {"lead_s", "Set", "Still time before the set", &R::lead_s, 0, 60, {}, "S"},
      {"tail_s", "Set", "Still time after it", &R::tail_s, 0, 60, {}, "S"},
      {"set_up", "Set", "Begin with the feet on the floor", &R::set_up},
      {"hold_s", "Set", "Length of a hold", &R::hold_s, 1, 300, {}, "S"},
      {"way_s", "Set", "Into a hold, and out of it", &R::way_s, 0.3, 5, {}, "S"},
      {"fidget_deg", "Set", "Aimless movements before and after", &R::fidget_deg, 0, 15, {}, "DEG"},
      {"arms",
       "Set",
       "Where the arms are",
       &R::arms,
       0,
       0,
       {"auto", "sides", "overhead", "vertical", "chest", "under_hips"}},
      {"arm_motion_deg", "Set", "Slow swaying of the arms", &R::arm_motion_deg, 0, 30, {}, "DEG"},
      {"head", "Set", "The head", &R::head, 0, 0, {"down", "lifted", "back"}},
      {"head_pitch_deg",
       "Set",
       "The chin towards the chest, in place of --head",
       &R::head_pitch_deg,
       -30,
       50,
       {},
       "DEG"},
      {"top_bend_deg", "Set", "Knees bend by this much on the way to vertical", &R::top_bend_deg, 0, 60, {}, "DEG"},
      {"hip_roll_deg", "Set", "The pelvis curls up by this much at the top", &R::hip_roll_deg, 0, 60, {}, "DEG"},
      {"fade_deg", "Set", "The range is smaller by this in the last rep", &R::fade_deg, -20, 60, {}, "DEG"},
      {"sag_s", "Set", "Head and shoulders go down so long before a hold ends", &R::sag_s, 0, 60, {}, "S"},

      {"end_range_deg", "Trunk", "Elevation at which lumbar lift passes 5 mm", &R::end_range_deg, 0, 90, {}, "DEG"},
      {"lumbar_lift_mm", "Trunk", "Lumbar lift at the lowest leg", &R::lumbar_lift_mm, 0, 60, {}, "MM"},
      {"let_go_deg", "Trunk", "Elevation over which the lift develops", &R::let_go_deg, 2, 60, {}, "DEG"},
      {"arched_mm", "Trunk", "Lumbar lift from the start", &R::arched_mm, 0, 60, {}, "MM"},
      {"arched_reps", "Trunk", "The back is pressed flat after so many repetitions (0: never)", &R::arched_reps, 0, 50},
      {"pelvic_tilt_deg", "Trunk", "Posterior tilt with the legs vertical", &R::pelvic_tilt_deg, 0, 30, {}, "DEG"},
      {"breaths_per_min", "Trunk", "Breathing rate", &R::breaths_per_min, 4, 40, {}, "N"},
      {"breath_depth_mm", "Trunk", "Breathing depth at the belly", &R::breath_depth_mm, 0, 20, {}, "MM"},
      {"breath", "Trunk", "Breathing pattern", &R::breath, 0, 0, {"free", "matched", "reversed", "held", "none"}},
      {"swing_deg", "Trunk", "Swing of a hanging body", &R::swing_deg, 0, 40, {}, "DEG"},
      {"swing_period_s", "Trunk", "Its period (0: a pendulum's)", &R::swing_period_s, 0, 10, {}, "S"},

      {"sex", "Body", "f or m", &R::sex, 0, 0, {"f", "m"}},
      {"height_m", "Body", "Height", &R::height_m, 1.4, 2.1, {}, "M"},
      {"build", "Body", "Girth against an average body", &R::build, 0.8, 1.5},
      {"skin_tone", "Body", "0 light to 1 dark", &R::skin_tone, 0, 1},
      {"shirt", "Body", "What is worn above", &R::shirt, 0, 0, {"none", "plain", "textured", "loose"}},
      {"shirt_contrast", "Body", "Grey levels (sd of 255) of the cloth", &R::shirt_contrast, 0, 60},
      {"shirt_grey", "Body", "Brightness of the cloth, 0 to 1", &R::shirt_grey, 0.05, 0.95},
      {"slip_mm", "Body", "How far cloth slides over skin", &R::slip_mm, 0, 40, {}, "MM"},
      {"shoes", "Body", "Wears shoes", &R::shoes},

      {"resolution", "Camera", "Size of the picture as seen", &R::resolution, 0, 0, {}, "WxH"},
      {"fps", "Camera", "Pictures a second", &R::fps, 5, 240, {}, "HZ"},
      {"camera_height_mm", "Camera", "Lens above the mat", &R::camera_height_mm, 10, 2000, {}, "MM"},
      {"distance_m", "Camera", "Lens from the body's middle", &R::distance_m, 1, 10, {}, "M"},
      {"focal_mm", "Camera", "Focal length as on 35 mm film (default: fits the body)", &R::focal_mm, 10, 200, {}, "MM"},
      {"yaw_deg", "Camera", "How far off square", &R::yaw_deg, -60, 60, {}, "DEG"},
      {"roll_deg", "Camera", "How far off level", &R::roll_deg, -30, 30, {}, "DEG"},
      {"near_side", "Camera", "Side of the body that is seen", &R::near_side, 0, 0, {"left", "right"}},
      {"shake_mm", "Camera", "Shake of a hand", &R::shake_mm, 0, 50, {}, "MM"},
      {"exposure_ms", "Camera", "Exposure time: motion blur", &R::exposure_ms, 0, 40, {}, "MS"},
      {"rolling_shutter_ms", "Camera", "Time from first to last row", &R::rolling_shutter_ms, 0, 33, {}, "MS"},

      {"light", "Picture", "Brightness of the room", &R::light, 0.05, 2},
      {"exposure_step_ev", "Picture", "Jump of the exposure in mid-clip", &R::exposure_step_ev, -2, 2, {}, "EV"},
      {"clutter", "Picture", "0 bare to 1 full room", &R::clutter, 0, 1},
      {"mat", "Picture", "Lies on a mat", &R::mat},
      {"noise", "Picture", "Sensor noise against a phone's", &R::noise, 0, 10},
      {"denoise", "Picture", "Temporal denoising", &R::denoise, 0, 0.9},
      {"sharpen", "Picture", "Sharpening", &R::sharpen, 0, 2},

      {"codec", "File", "h264 or hevc", &R::codec, 0, 0, {"h264", "hevc"}},
      {"bitrate_mbps",
       "File",
       "Bit rate (default: as a phone's, 17 at 1080p30)",
       &R::bitrate_mbps,
       0.05,
       200,
       {},
       "MBPS"},
      {"crf", "File", "Constant quality in place of a bit rate", &R::crf, 0, 51},
      {"key_frame_s", "File", "Between key frames", &R::key_frame_s, 0.1, 20, {}, "S"},
      {"variable_rate", "File", "Unevenly spaced pictures", &R::variable_rate},
      {"rotation_deg", "File", "Display rotation flag: 0, 90, 180 or 270", &R::rotation_deg, 0, 270, {}, "DEG"},
      {"raw", "File", "Also write a bit-exact twin, OUT.raw.mp4", &R::raw},

      {"sound", "Sound", "Write sound", &R::sound},
      {"breath_level_db", "Sound", "Level of the breath", &R::breath_level_db, -90, 0, {}, "DB"},
      {"room_level_db", "Sound", "Level of the room's noise", &R::room_level_db, -120, 0, {}, "DB"},
      {"mask", "Sound", "What plays over it", &R::mask, 0, 0, {"none", "music", "speech"}},
      {"mask_level_db", "Sound", "How loud", &R::mask_level_db, -90, 0, {}, "DB"},
      {"sound_offset_ms", "Sound", "How much later sound lies than picture", &R::sound_offset_ms, -500, 500, {}, "MS"},

      {"seed", "File", "Of everything that is random", &R::seed, 0, 1e9},
  };
  return all;
}

std::string flag_of(const Knob& knob) {
  std::string flag = knob.name;
  for (const char* unit : {"_deg", "_mm", "_mbps", "_ms", "_db", "_ev", "_m", "_s"})
    if (flag.ends_with(unit)) {
      flag.resize(flag.size() - std::char_traits<char>::length(unit));
      break;
    }
  std::ranges::replace(flag, '_', '-');
  return "--" + flag;
}

std::array<double, 4> Recipe::phases_s() const {
  std::array<double, 4> t{};
  int end = 0;
  if (std::sscanf(tempo.c_str(), "%lf-%lf-%lf-%lf%n", &t[0], &t[1], &t[2], &t[3], &end) != 4 ||
      tempo[static_cast<std::size_t>(end)] != 0)
    t.fill(kUnknown);
  return t;
}

int Recipe::width_px() const {
  int w = 0, h = 0, end = 0;
  return std::sscanf(resolution.c_str(), "%5dx%5d%n", &w, &h, &end) == 2 &&
                 resolution[static_cast<std::size_t>(end)] == 0
             ? w
             : 0;
}

int Recipe::height_px() const {
  int w = 0, h = 0;
  return std::sscanf(resolution.c_str(), "%5dx%5d", &w, &h) == 2 ? h : 0;
}

std::string Recipe::problem() const {
  char text[200];
  static const Recipe usual;
  for (const Knob& knob : knobs()) {
    double value = kUnknown;
    if (const auto* i = std::get_if<int Recipe::*>(&knob.member)) value = this->*(*i);
    const auto* d = std::get_if<double Recipe::*>(&knob.member);
    if (d != nullptr) value = this->*(*d);
    const bool may_be_unknown = d == nullptr ? std::holds_alternative<bool Recipe::*>(knob.member) ||
                                                   std::holds_alternative<std::string Recipe::*>(knob.member)
                                             : std::isnan(usual.*(*d));
    if (!(std::isnan(value) && may_be_unknown) && !(value >= knob.least && value <= knob.most)) {
      std::snprintf(text, sizeof text, "%s must lie between %g and %g, not %g", knob.name, knob.least, knob.most,
                    value);
      return text;
    }
    if (const auto* s = std::get_if<std::string Recipe::*>(&knob.member); s != nullptr && !knob.choices.empty()) {
      if (std::ranges::find(knob.choices, this->*(*s)) != knob.choices.end()) continue;
      std::string sentence = std::string(knob.name) + " can't be '" + this->*(*s) + "'; it is one of:";
      for (const char* choice : knob.choices) sentence += std::string(" ") + choice;
      return sentence;
    }
  }
  if (find_exercise(exercise) == nullptr || exercise == "other")
    return "there is no exercise '" + exercise + "' to render; see: endrange list exercises";
  if (!(width_px() >= 160 && width_px() <= 4096 && height_px() >= 120 && height_px() <= 4096) || width_px() % 2 != 0 ||
      height_px() % 2 != 0)
    return "resolution must be WIDTHxHEIGHT, even, from 160x120 to 4096x4096, not '" + resolution + "'";
  const auto phases = phases_s();
  if (!(phases[0] >= 0.3 && phases[2] >= 0.3 && phases[1] >= 0 && phases[3] >= 0 &&
        *std::ranges::max_element(phases) <= 60))
    return "tempo must be four times such as 3-0.6-2-0.8, moving for 0.3 s or more, not '" + tempo + "'";
  if (rotation_deg % 90 != 0) return "rotation_deg must be 0, 90, 180 or 270";
  return "";
}

}  // namespace endrange::synthetic
