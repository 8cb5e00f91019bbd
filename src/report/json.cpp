#include "report/json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/training.h"
#include "report/json_number.h"

namespace endrange {

namespace {

using Json = nlohmann::ordered_json;

Json seconds(double value) { return json_number(value, 3); }
Json degrees(double value) { return json_number(value, 1); }
Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json interval(const Interval& i) {
  return i.is_known() ? Json::array({seconds(i.from_s), seconds(i.to_s)}) : Json(nullptr);
}

Json clip_json(const ClipSummary& c) {
  return {{"file", c.name()},
          {"sha256", text_or_null(c.sha256)},
          {"width", c.width},
          {"height", c.height},
          {"rotation_deg", c.rotation_deg},
          {"filmed", c.filmed_utc_s == 0 ? Json(nullptr) : Json(moment_text({c.filmed_utc_s, 0}))},
          {"duration_s", seconds(c.duration_s)},
          {"frames", c.frames},
          {"frames_per_s", json_number(c.frames_per_s, 3)},
          {"variable_frame_rate", c.is_variable_frame_rate},
          {"has_audio", c.has_audio},
          {"container", text_or_null(c.container)},
          {"video_codec", text_or_null(c.video_codec)},
          {"audio_codec", text_or_null(c.audio_codec)},
          {"video_bits_per_s", json_number(c.video_bits_per_s, 0)}};
}

Json view_json(const View& v) {
  Json problems = Json::array();
  for (const Problem& p : v.problems)
    problems.push_back(
        {{"id", p.id}, {"from_s", seconds(p.when.from_s)}, {"to_s", seconds(p.when.to_s)}, {"message", p.message}});
  const bool lying = v.posture == Posture::lying;
  return {{"usable", v.usability != Usability::no},
          {"usability", name_of(v.usability)},
          {"posture", name_of(v.posture)},
          {"posture_confidence", json_number(v.posture_confidence, 2)},
          {"near_side", v.near_side ? Json(name_of(*v.near_side)) : Json(nullptr)},
          {"near_side_confidence", json_number(v.near_side_confidence, 2)},
          {"head", lying ? Json(v.head_is_right ? "right" : "left") : Json(nullptr)},
          {"yaw_deg", json_number(v.yaw_deg, 0)},
          {"floor_tilt_deg", degrees(v.floor_tilt_deg)},
          {"angle_error_deg", degrees(v.angle_error_deg)},
          {"problems", problems}};
}

Json rep_json(const Rep& r, const Analysis& a) {
  const auto take =
      std::find_if(a.geometry.begin(), a.geometry.end(), [&](const SideGeometry& g) { return g.take == r.take; });
  return {{"index", r.is_complete ? Json(r.index) : Json(nullptr)},
          {"side", name_of(r.side)},
          {"complete", r.is_complete},
          {"cut_off", r.is_cut_off},
          {"take", r.take},
          {"start_s", seconds(r.start_s)},
          {"end_s", seconds(r.end_s)},
          {"top_s", seconds(r.top_s)},
          {"bottom_s", seconds(r.bottom_s)},
          {"phases",
           {{"lower", interval(r.lower)},
            {"bottom", interval(r.bottom)},
            {"lift", interval(r.lift)},
            {"top", interval(r.top)}}},
          {"tempo", tempo_of(r)},
          {"leg_elevation_from", take != a.geometry.end() && take->is_thigh_used ? "thigh" : "ankle"},
          {"leg_elevation_top_deg", degrees(r.leg_elevation_top_deg)},
          {"leg_elevation_bottom_deg", degrees(r.leg_elevation_bottom_deg)},
          {"knee_flexion_max_deg", json_number(r.knee_flexion_max_deg, 0)},
          {"peak_lowering_deg_per_s", json_number(r.peak_lowering_deg_per_s, 0)},
          {"end_range_deg", degrees(r.end_range_deg)},
          {"end_range_s", seconds(r.end_range_s)},
          {"lumbar_lift_max_mm", degrees(r.lumbar_lift_max_mm)},
          {"floor_gap_mm", degrees(r.floor_gap_mm)},
          {"arched_by_mm", degrees(r.arched_by_mm)},
          {"peak_lifting_deg_per_s", json_number(r.peak_lifting_deg_per_s, 0)},
          {"head_pitch_deg", degrees(r.head_pitch_deg)},
          {"legs_apart_deg", degrees(r.legs_apart_deg)},
          {"swing_deg", degrees(r.swing_deg)},
          {"breath_held_s", seconds(r.breath_held_s)},
          {"inhale_share_lowering", json_number(r.inhale_share_lowering, 2)},
          {"exhale_share_lifting", json_number(r.exhale_share_lifting, 2)},
          {"confidence", json_number(r.confidence, 2)}};
}

Json breath_json(const Breath& b) {
  Json spans = Json::array(), unknown = Json::array();
  for (const BreathSpan& s : b.spans)
    spans.push_back({{"kind", name_of(s.kind)},
                     {"from_s", seconds(s.when.from_s)},
                     {"to_s", seconds(s.when.to_s)},
                     {"confidence", json_number(s.confidence, 2)}});
  for (const Interval& u : b.unknown) unknown.push_back(interval(u));
  return {{"status", name_of(b.status)},
          {"source", text_or_null(b.source)},
          {"rate_per_min", json_number(b.rate_per_min, 1)},
          {"confidence", json_number(b.confidence, 2)},
          {"reason", text_or_null(b.reason)},
          {"spans", spans},
          {"unknown", unknown}};
}

Json findings_json(const Analysis& a) {
  Json list = Json::array();
  for (const Finding& f : a.findings)
    list.push_back({{"check", f.check},
                    {"severity", f.severity},
                    {"rep", f.rep > 0 ? Json(f.rep) : Json(nullptr)},
                    {"from_s", seconds(f.when.from_s)},
                    {"to_s", seconds(f.when.to_s)},
                    {"value", json_number(f.value, 1)},
                    {"unit", f.unit},
                    {"limit", json_number(f.limit, 1)},
                    {"confidence", json_number(f.confidence, 2)},
                    {"message", f.message},
                    {"cue", f.cue}});
  return list;
}

Json holds_json(const Analysis& a) {
  Json list = Json::array();
  for (const Hold& h : a.holds)
    list.push_back({{"exercise", h.exercise},
                    {"start_s", seconds(h.when.from_s)},
                    {"end_s", seconds(h.when.to_s)},
                    {"side", name_of(h.side)},
                    {"leg_elevation_deg", degrees(h.leg_elevation_deg)},
                    {"broke_by", text_or_null(h.broke_by)}});
  return list;
}

Json sets_json(const Analysis& a) {
  Json list = Json::array();
  for (const ExerciseSet& s : a.sets)
    list.push_back({{"exercise", s.exercise.id},
                    {"confidence", json_number(s.exercise.confidence, 2)},
                    {"first_rep", s.first_rep > 0 ? Json(s.first_rep) : Json(nullptr)},
                    {"last_rep", s.last_rep > 0 ? Json(s.last_rep) : Json(nullptr)},
                    {"start_s", seconds(s.start_s)},
                    {"end_s", seconds(s.end_s)}});
  return list;
}

Json checks_json(const Analysis& a) {
  Json list = Json::array();
  for (const CheckResult& c : a.checks)
    list.push_back({{"check", c.check}, {"state", name_of(c.state)}, {"reason", text_or_null(c.reason)}});
  return list;
}

Json trend_json(const Trend& t) {
  return {{"first", json_number(t.first, 1)}, {"change", json_number(t.change, 1)}, {"error", json_number(t.error, 1)}};
}

Json sides_json(const SideComparison& c) {
  const auto both = [](const SideDifference& d) -> Json {
    return {{"left", json_number(d.left, 1)},
            {"right", json_number(d.right, 1)},
            {"difference", json_number(d.difference(), 1)},
            {"error", json_number(d.error, 1)}};
  };
  return {{"left_reps", c.left_reps},
          {"right_reps", c.right_reps},
          {"top_deg", both(c.top_deg)},
          {"bottom_deg", both(c.bottom_deg)},
          {"range_deg", both(c.range_deg)},
          {"lowering_s", both(c.lowering_s)},
          {"end_range_deg", both(c.end_range_deg)}};
}

Json advice_json(const Advice& a) {
  return {{"check", text_or_null(a.check)},
          {"message", text_or_null(a.message)},
          {"cue", text_or_null(a.cue)},
          {"next_exercise", text_or_null(a.next_exercise)},
          {"next_reason", text_or_null(a.next_reason)}};
}

// Every top and bottom of the complete reps in time order: the start and the far end of each, and where it settled when
// the next one doesn't begin there.
Json turns_json(const Analysis& a) {
  struct Turn {
    bool is_top;
    double at_s;
    Interval held;
    RepSide side;
  };
  constexpr double kSameTurn = 0.1;
  std::vector<Turn> turns;
  for (const Rep& r : a.reps) {
    if (!r.is_complete) continue;
    const bool from_top = r.starts_at_top();
    const auto add = [&](bool is_top, double at_s, const Interval& held) {
      const bool is_known = std::ranges::any_of(turns, [&](const Turn& t) {
        return t.side == r.side && t.is_top == is_top && std::abs(t.at_s - at_s) < kSameTurn;
      });
      if (!is_known && !std::isnan(at_s)) turns.push_back({is_top, at_s, held, r.side});
    };
    add(from_top, from_top ? r.top_s : r.bottom_s, from_top ? r.top : r.bottom);
    add(!from_top, from_top ? r.bottom_s : r.top_s, from_top ? r.bottom : r.top);
    add(from_top, r.settled_s, r.settled);
  }
  std::ranges::stable_sort(turns, {}, &Turn::at_s);
  Json list = Json::array();
  for (const Turn& t : turns)
    list.push_back({{"kind", t.is_top ? "top" : "bottom"},
                    {"at_s", seconds(t.at_s)},
                    {"held", interval(t.held)},
                    {"side", name_of(t.side)}});
  return list;
}

Json band_json(const Band& b) { return {{"low", json_number(b.low, 0)}, {"high", json_number(b.high, 0)}}; }

// The rest of the sheet is `endrange loads --sweep --json`.
Json loads_json(const LoadSummary& l) {
  Json ranges = Json::array();
  for (const TrunkEndRange& r : l.sheet.end_ranges)
    ranges.push_back({{"trunk", r.trunk}, {"abdominal_capacity", r.capacity}, {"end_range_deg", degrees(r.deg)}});
  return {{"mass_kg", {{"low", json_number(l.sheet.mass_kg.low, 1)}, {"high", json_number(l.sheet.mass_kg.high, 1)}}},
          {"most_at_s", seconds(l.at_s)},
          {"leg_elevation_deg", degrees(l.leg_elevation_deg)},
          {"hip_moment_nm", json_number(l.hip_moment_nm, 1)},
          {"hip_moment_band_nm", band_json(l.hip_moment_band_nm)},
          {"l4l5_compression_n", band_json(l.l4l5_compression_n)},
          {"psoas_n", band_json(l.psoas_n)},
          {"momentum_share", json_number(l.momentum_share, 3)},
          {"thigh_share", json_number(l.thigh_share, 3)},
          {"predicted_end_range", ranges},
          {"implied_abdominal_capacity", json_number(l.sheet.implied_capacity, 3)}};
}

}  // namespace

std::string write_json(const Analysis& a) {
  Json reps = Json::array(), partial = Json::array(), notes = Json::array();
  for (const Rep& rep : a.reps) (rep.is_complete ? reps : partial).push_back(rep_json(rep, a));
  for (const Note& note : a.notes) notes.push_back({{"id", note.id}, {"message", note.message}});
  const EndRange& e = a.end_range;
  const Json document = {
      {"schema", "endrange.analysis/1"},
      {"version", a.version},
      {"clip", clip_json(a.clip)},
      {"subject",
       {{"height_m", json_number(a.subject.height_m, 2)},
        {"height_source", a.subject.is_height_assumed ? "assumed" : "given"},
        {"mass_kg", json_number(a.subject.mass_kg, 1)},
        {"sex", a.subject.sex == 0 ? Json(nullptr) : Json(std::string(1, a.subject.sex))},
        {"mm_per_px", json_number(a.view.mm_per_px, 3)}}},
      {"view", view_json(a.view)},
      {"exercise",
       {{"id", a.exercise.id},
        {"source", a.exercise.is_given ? "given" : "recognised"},
        {"confidence", json_number(a.exercise.confidence, 2)},
        {"reason", a.exercise.reason}}},
      {"sides", text_or_null(a.sides())},
      {"sets", sets_json(a)},
      {"reps", reps},
      {"partial_reps", partial},
      {"turns", turns_json(a)},
      {"holds", holds_json(a)},
      {"end_range",
       {{"status", name_of(e.status)},
        {"deg", degrees(e.deg)},
        {"low_deg", degrees(e.low_deg)},
        {"high_deg", degrees(e.high_deg)},
        {"lowest_held_deg", degrees(e.lowest_held_deg)},
        {"pelvic_onset_deg", degrees(e.pelvic_onset_deg)},
        {"pelvic_onset_reason", std::isnan(e.pelvic_onset_deg) ? Json(kNoPelvicOnset) : Json(nullptr)},
        {"control_score", json_number(e.control_score, 2)},
        {"criterion", text_or_null(e.criterion)},
        {"reason", text_or_null(e.reason)}}},
      {"hands", a.hands == HandPlace::unknown ? Json(nullptr) : Json(name_of(a.hands))},
      {"trends",
       {{"range_deg", trend_json(a.trends.range_deg)},
        {"lowering_s", trend_json(a.trends.lowering_s)},
        {"lumbar_lift_mm", trend_json(a.trends.lumbar_lift_mm)}}},
      {"sides_compared", a.sides_compared ? sides_json(*a.sides_compared) : Json(nullptr)},
      {"breath", breath_json(a.breath)},
      {"findings", findings_json(a)},
      {"checks", checks_json(a)},
      {"advice", advice_json(a.advice)},
      {"loads", a.loads ? loads_json(*a.loads) : Json(nullptr)},
      {"notes", notes},
      {"pose", {{"model", a.pose_model}, {"frames_seen", a.network_calls}}},
  };
  // Names of files may hold any bytes; replace what isn't UTF-8 rather than fail.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string write_csv(const Analysis& a) {
  constexpr std::array kJoints = {std::pair{"shoulder", Joint::left_shoulder}, std::pair{"hip", Joint::left_hip},
                                  std::pair{"knee", Joint::left_knee}, std::pair{"ankle", Joint::left_ankle}};
  const Series& s = a.series;
  std::string out = "at_s,frame,take,seen,rep,phase";
  for (const Side side : kSides)
    for (const char* name : {"leg_elevation_deg", "thigh_elevation_deg", "hip_flexion_deg", "knee_flexion_deg",
                             "leg_elevation_rate_deg_per_s"})
      out += std::string(",") + name_of(side) + "_" + name;
  out +=
      ",lumbar_lift_mm,lumbar_lift_error_mm,floor_gap_mm,pelvic_tilt_deg,breath_seen_mm,rib_hump_mm,belly_hollow_mm,"
      "contour_seen,breath_phase,hip_moment_nm,"
      "inertial_hip_"
      "moment_nm,l4l5_compression_low_n,"
      "l4l5_compression_high_n,psoas_low_n,psoas_high_n";
  for (const Side side : kSides)
    for (const auto& [name, joint] : kJoints)
      for (const char* axis : {"_x_px", "_y_px"}) out += std::string(",") + name_of(side) + "_" + name + axis;
  out += "\n";

  char cell[40];
  const auto add = [&](double value, const char* format) {
    out += ',';
    if (!std::isfinite(value)) return;
    std::snprintf(cell, sizeof cell, format, value);
    out += cell;
  };
  const std::vector<BreathSpan>& breath = a.breath.spans;
  std::size_t span = 0;
  for (std::size_t i = 0; i < s.at_s.size(); ++i) {
    const Pose& pose = s.poses[i];
    std::snprintf(cell, sizeof cell, "%.4f,%zu,%d,%d", s.at_s[i], i, pose.take, pose.seen ? 1 : 0);
    out += cell;
    out += s.rep[i] > 0 ? "," + std::to_string(s.rep[i]) : ",";
    out += std::string(",") + name_of(s.phase[i]);
    for (const Side side : kSides) {
      const LegSeries& leg = s.leg(side);
      for (const auto* values :
           {&leg.leg_elevation, &leg.thigh_elevation, &leg.hip_flexion, &leg.knee_flexion, &leg.leg_elevation_rate})
        add((*values)[i], "%.2f");
    }
    for (const auto* values : {&s.lumbar_lift, &s.lumbar_lift_error, &s.floor_gap, &s.pelvic_tilt, &s.breath_seen,
                               &s.rib_hump, &s.belly_hollow, &s.contour_seen})
      add((*values)[i], "%.2f");
    while (span < breath.size() && breath[span].when.to_s <= s.at_s[i]) ++span;
    out += ',';
    if (span < breath.size() && breath[span].when.from_s <= s.at_s[i]) out += name_of(breath[span].kind);
    for (const auto* values : {&s.hip_moment, &s.hip_moment_inertial, &s.l4l5_compression_low, &s.l4l5_compression_high,
                               &s.psoas_low, &s.psoas_high})
      add((*values)[i], "%.1f");
    for (const Side side : kSides) {
      for (const auto& [name, joint] : kJoints) {
        const Vec2 p = pose.at(of(joint, side));
        add(p.x, "%.1f");
        add(p.y, "%.1f");
      }
    }
    out += "\n";
  }
  return out;
}

}  // namespace endrange
