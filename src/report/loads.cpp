#include "report/loads.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "report/json_number.h"

namespace endrange {

namespace {

using Json = nlohmann::ordered_json;

template <typename... Values>
std::string line(const char* format, Values... values) {
  char text[240];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

std::string whole(double value) { return std::isnan(value) ? "–" : line("%.0f", value); }
std::string range_of(const Band& band) {
  if (std::isnan(band.low)) return "–";
  const std::string low = whole(band.low), high = whole(band.high);
  return low == high ? low : low + "–" + high;
}
// To a width in letters, not bytes: the dash has three.
std::string right(const std::string& text, std::size_t width) {
  std::size_t letters = 0;
  for (const char c : text) letters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return std::string(width > letters ? width - letters : 0, ' ') + text;
}

std::string subject_text(const LoadSheet& s) {
  std::string out = line("%.2f m%s, %s kg%s, %s", s.height_m, s.is_height_assumed ? " (assumed)" : "",
                         range_of(s.mass_kg).c_str(), s.mass_kg.low < s.mass_kg.high ? " (not given)" : "",
                         s.sex == 'f'   ? "woman"
                         : s.sex == 'm' ? "man"
                                        : "woman or man");
  if (s.hands != "sides")
    out += s.hands == "under_hips" ? ", hands under the hips"
           : s.hands == "chest"    ? ", arms on the chest"
                                   : ", arms overhead";
  if (s.is_head_lifted) out += ", head lifted";
  if (!s.is_back_pressed) out += ", back hollow";
  if (s.ankle_weight_kg > 0) out += line(", %g kg at each ankle", s.ankle_weight_kg);
  return out;
}

std::string end_range_text(const LoadSheet& s) {
  if (s.end_ranges.empty()) return "";
  std::string out = "\nThe back stops pressing on the floor, by the model, at\n";
  for (const TrunkEndRange& r : s.end_ranges)
    out += line("  %-8s trunk (holds %2.0f %%)  %s\n", r.trunk.c_str(), 100 * r.capacity,
                std::isnan(r.deg) ? "every angle: the back can't be kept down here"
                : r.deg == 0      ? "no angle: held to the floor"
                                  : line("%.0f°", r.deg).c_str());
  if (!std::isnan(s.measured_end_range_deg))
    out += std::isnan(s.implied_capacity)
               ? line("An end range of %.0f° lies outside what the model can explain.\n", s.measured_end_range_deg)
               : line("An end range of %.0f° implies that the abdominals hold %.0f %%: an estimate to train by.\n",
                      s.measured_end_range_deg, 100 * s.implied_capacity);
  return out;
}

std::string pose_text(const PoseLoads& p) {
  std::string out = line("Legs at %.0f°, knees bent by %.0f°\n\n", p.leg_elevation_deg, p.knee_flexion_deg);
  out += line("  hips (gravity)        %s N·m\n", range_of(p.hip_moment_band_nm).c_str());
  if (!p.is_feasible) return out + "\nThe back can't be kept down here: no share of these muscles holds this pose.\n";
  out += line("  lower back, L4/5      %s N·m\n", whole(p.lumbar_moment_nm).c_str());
  out += line("  pressed together L4/5 %s N\n", range_of(p.l4l5_compression_n).c_str());
  out += line("  psoas, both           %s N\n", range_of(p.psoas_n).c_str());
  out += line("  on the floor, N       thorax %.0f, lower back %.0f, sacrum %.0f, buttocks %.0f%s%s\n", p.thorax_n,
              p.lumbar_n, p.sacrum_n, p.buttocks_n, p.heels_n > 0 ? line(", heel %.0f", p.heels_n).c_str() : "",
              p.head_n > 0 ? line(", head %.0f", p.head_n).c_str() : "");
  out += "\n  muscle, one side              works      pulls\n";
  for (const MuscleLoad& m : p.muscles)
    if (m.force_n >= 1) out += line("  %-29s %3.0f %%   %5.0f N\n", m.name.c_str(), 100 * m.activation, m.force_n);
  return out;
}

Json band(const Band& b, int decimals) {
  return {{"low", json_number(b.low, decimals)}, {"high", json_number(b.high, decimals)}};
}

}  // namespace

std::string to_text(const LoadSheet& s) {
  std::string out = s.exercise + ": " + subject_text(s) + "\n\n";
  if (s.poses.size() == 1) {
    out += pose_text(s.poses[0]);
  } else {
    out += "legs    hips   L4/5   pressed      psoas     under the lower back, N\n";
    out += "   °     N·m    N·m         N          N     weak  average  strong\n";
    for (const PoseLoads& p : s.poses)
      out += line("%4.0f  %s %s %s %s   %s %s %s\n", p.leg_elevation_deg, right(whole(p.hip_moment_nm), 6).c_str(),
                  right(whole(p.lumbar_moment_nm), 6).c_str(), right(range_of(p.l4l5_compression_n), 9).c_str(),
                  right(range_of(p.psoas_n), 10).c_str(), right(whole(p.lumbar_by_trunk_n[0]), 6).c_str(),
                  right(whole(p.lumbar_by_trunk_n[1]), 8).c_str(), right(whole(p.lumbar_by_trunk_n[2]), 7).c_str());
  }
  out += end_range_text(s);
  return out +
         "\nA model's figures, not a measurement: from muscles that work as little as they must\n"
         "to muscles that tense as electrodes have seen (docs/method.md).\n";
}

std::string to_json(const LoadSheet& s) {
  Json poses = Json::array();
  for (const PoseLoads& p : s.poses) {
    Json muscles = Json::array();
    for (const MuscleLoad& m : p.muscles)
      muscles.push_back(
          {{"name", m.name}, {"activation", json_number(m.activation, 4)}, {"force_n", json_number(m.force_n, 1)}});
    poses.push_back({{"leg_elevation_deg", json_number(p.leg_elevation_deg, 1)},
                     {"knee_flexion_deg", json_number(p.knee_flexion_deg, 1)},
                     {"hip_moment_nm", json_number(p.hip_moment_nm, 1)},
                     {"hip_moment_band_nm", band(p.hip_moment_band_nm, 1)},
                     {"lumbar_moment_nm", json_number(p.lumbar_moment_nm, 1)},
                     {"l4l5_compression_n", band(p.l4l5_compression_n, 0)},
                     {"psoas_n", band(p.psoas_n, 0)},
                     {"contact_n",
                      {{"thorax", json_number(p.thorax_n, 1)},
                       {"lumbar", json_number(p.lumbar_n, 1)},
                       {"sacrum", json_number(p.sacrum_n, 1)},
                       {"buttocks", json_number(p.buttocks_n, 1)},
                       {"head", json_number(p.head_n, 1)},
                       {"heels", json_number(p.heels_n, 1)}}},
                     {"lumbar_contact_by_trunk_n",
                      {{"weak", json_number(p.lumbar_by_trunk_n[0], 1)},
                       {"average", json_number(p.lumbar_by_trunk_n[1], 1)},
                       {"strong", json_number(p.lumbar_by_trunk_n[2], 1)}}},
                     {"muscles", muscles},
                     {"residual", std::isfinite(p.residual) ? Json(p.residual) : Json(nullptr)},
                     {"feasible", p.is_feasible}});
  }
  Json ranges = Json::array();
  for (const TrunkEndRange& r : s.end_ranges)
    ranges.push_back(
        {{"trunk", r.trunk}, {"abdominal_capacity", r.capacity}, {"end_range_deg", json_number(r.deg, 1)}});
  const Json out = {{"schema", "endrange.loads/1"},
                    {"exercise", s.exercise},
                    {"hanging", s.is_hanging},
                    {"legs", s.legs},
                    {"hands", s.hands},
                    {"head_lifted", s.is_head_lifted},
                    {"back_pressed", s.is_back_pressed},
                    {"ankle_weight_kg", json_number(s.ankle_weight_kg, 2)},
                    {"subject",
                     {{"height_m", json_number(s.height_m, 3)},
                      {"height_source", s.is_height_assumed ? "assumed" : "given"},
                      {"mass_kg", band(s.mass_kg, 1)},
                      {"sex", s.sex == 0 ? Json(nullptr) : Json(std::string(1, s.sex))}}},
                    {"poses", poses},
                    {"predicted_end_range", ranges},
                    {"measured_end_range_deg", json_number(s.measured_end_range_deg, 1)},
                    {"implied_abdominal_capacity", json_number(s.implied_capacity, 3)}};
  return out.dump(2) + "\n";
}

std::string to_csv(const LoadSheet& s) {
  std::string out =
      "leg_elevation_deg,knee_flexion_deg,hip_moment_nm,lumbar_moment_nm,l4l5_compression_low_n,l4l5_compression_high_"
      "n,"
      "psoas_low_n,psoas_high_n,contact_thorax_n,contact_lumbar_n,contact_sacrum_n,contact_buttocks_n,"
      "lumbar_contact_weak_n,lumbar_contact_average_n,lumbar_contact_strong_n,feasible,residual\n";
  const auto cell = [&](double value, int decimals) {
    out += std::isnan(value) ? "," : line("%.*f,", decimals, value);
  };
  for (const PoseLoads& p : s.poses) {
    for (const double v :
         {p.leg_elevation_deg, p.knee_flexion_deg, p.hip_moment_nm, p.lumbar_moment_nm, p.l4l5_compression_n.low,
          p.l4l5_compression_n.high, p.psoas_n.low, p.psoas_n.high, p.thorax_n, p.lumbar_n, p.sacrum_n, p.buttocks_n})
      cell(v, 1);
    for (const double v : p.lumbar_by_trunk_n) cell(v, 1);
    out += p.is_feasible ? "1," : "0,";
    out += line("%.1e\n", p.residual);
  }
  return out;
}

}  // namespace endrange
