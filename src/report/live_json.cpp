#include "report/live_json.h"

#include <nlohmann/json.hpp>

#include "report/json_number.h"

namespace endrange {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json pose_json(const LiveState& s) {
  if (!s.pose) return nullptr;
  Json joints = Json::array();
  for (const Landmark& l : s.pose->joints)
    joints.push_back({json_number(static_cast<double>(l.x) / s.width, 4),
                      json_number(static_cast<double>(l.y) / s.height, 4),
                      json_number(static_cast<double>(l.visibility), 2)});
  return {{"score", json_number(static_cast<double>(s.pose->score), 2)}, {"joints", std::move(joints)}};
}

Json rep_json(const LiveRep& live) {
  const Rep& r = live.rep;
  Json finding = nullptr;
  if (live.finding)
    finding = {{"check", live.finding->check},
               {"severity", live.finding->severity},
               {"cue", live.finding->cue},
               {"message", live.finding->message}};
  return {{"index", r.index},
          {"side", name_of(r.side)},
          {"tempo", tempo_of(r)},
          {"lower_s", json_number(r.lower.duration_s(), 2)},
          {"bottom_s", json_number(r.bottom.duration_s(), 2)},
          {"lift_s", json_number(r.lift.duration_s(), 2)},
          {"top_s", json_number(r.top.duration_s(), 2)},
          {"top_deg", json_number(r.leg_elevation_top_deg, 1)},
          {"bottom_deg", json_number(r.leg_elevation_bottom_deg, 1)},
          {"end_range_deg", json_number(r.end_range_deg, 1)},
          {"lumbar_lift_mm", json_number(r.lumbar_lift_max_mm, 1)},
          {"finding", std::move(finding)}};
}

Json cue_json(const LiveCue& cue) {
  return {{"id", cue.id}, {"say", cue.say}, {"show", cue.show}, {"tone", text_or_null(name_of(cue.tone))}};
}

}  // namespace

std::string write_live_json(const LiveState& s) {
  Json items = Json::array(), cues = Json::array();
  for (const SetUpItem& item : s.set_up)
    items.push_back({{"id", item.id}, {"is_good", item.is_good}, {"message", item.message}});
  for (const LiveCue& cue : s.cues) cues.push_back(cue_json(cue));
  const Json json = {{"at_s", json_number(s.at_s, 3)},
                     {"stage", name_of(s.stage)},
                     {"ended_because", text_or_null(name_of(s.ended))},
                     {"pose", pose_json(s)},
                     {"set_up", {{"is_good", s.is_set_up}, {"items", std::move(items)}}},
                     {"near_side", s.near_side ? Json(name_of(*s.near_side)) : Json(nullptr)},
                     {"head", s.head_is_right ? Json(*s.head_is_right ? "right" : "left") : Json(nullptr)},
                     {"posture", s.near_side ? Json(name_of(s.posture)) : Json(nullptr)},
                     {"leg", s.near_side ? Json(name_of(s.leg)) : Json(nullptr)},
                     {"leg_elevation_deg", json_number(s.leg_elevation_deg, 1)},
                     {"knee_flexion_deg", json_number(s.knee_flexion_deg, 1)},
                     {"lumbar_lift_mm", json_number(s.lumbar_lift_mm, 1)},
                     {"phase", name_of(s.phase)},
                     {"phase_s", json_number(s.phase_s, 2)},
                     {"side", s.reps > 0 ? Json(name_of(s.side)) : Json(nullptr)},
                     {"reps", s.reps},
                     {"left_reps", s.left_reps},
                     {"right_reps", s.right_reps},
                     {"partial_reps", s.partial_reps},
                     {"hold_s", json_number(s.hold_s, 1)},
                     {"rest_s", s.near_side ? Json(json_number(s.rest_s, 1)) : Json(nullptr)},
                     {"last_rep", s.last_rep ? rep_json(*s.last_rep) : Json(nullptr)},
                     {"end_range_deg", json_number(s.end_range_deg, 1)},
                     {"cues", std::move(cues)}};
  return json.dump();
}

}  // namespace endrange
