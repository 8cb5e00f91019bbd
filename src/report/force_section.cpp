#include "report/force_section.h"

#include <algorithm>
#include <cmath>

#include "report/chart.h"
#include "report/overlay.h"
#include "report/words.h"

namespace endrange {

namespace {

std::string range_text(const Band& b, const char* unit) {
  const std::string low = number_text(b.low, 0, ""), high = number_text(b.high, 0, "");
  return (low == high ? low : low + "–" + high) + unit;
}

std::string body_text(const LoadSheet& s) {
  std::string out = number_text(s.height_m, 2, " m") + (s.is_height_assumed ? " (assumed)" : "") + ", " +
                    range_text(s.mass_kg, " kg");
  if (s.mass_kg.low < s.mass_kg.high) out += " (not given)";
  return out + (s.sex == 'f' ? ", a woman" : s.sex == 'm' ? ", a man" : ", a woman or a man");
}

double rounded_up(double value, double step) { return std::ceil(value / step) * step; }

PlaneOptions plane(const char* id, const char* y_title, double most, double step) {
  PlaneOptions o;
  o.id = id, o.x_title = "leg elevation, degrees above the floor", o.y_title = y_title;
  o.x_left = 90, o.x_right = 0, o.low = 0, o.high = std::max(rounded_up(most, step), step), o.y_step = step;
  return o;
}

Track track_of(const LoadSheet& s, const char* label, double strength, auto&& value) {
  Track t;
  t.label = label, t.strength = strength;
  for (const PoseLoads& p : s.poses) {
    const double y = value(p);
    t.x.push_back(p.leg_elevation_deg), t.y.push_back(p.is_feasible ? std::max(y, 0.0) : kUnknown);
  }
  return t;
}

double most_of(const std::vector<Track>& tracks) {
  double most = 0;
  for (const Track& t : tracks)
    for (const double y : t.y)
      if (!std::isnan(y)) most = std::max(most, y);
  return most;
}

std::string legend(const std::string& text) {
  return "<p class='legend'><span class='key back'></span>" + text + "</p>";
}

}  // namespace

std::string force_text(const Analysis& a) {
  if (!a.loads) return "";
  const LoadSummary& l = *a.loads;
  std::string out = "At " + number_text(l.at_s, 1, " s") + ", with the legs at " + degrees_text(l.leg_elevation_deg) +
                    ", they pulled hardest on the back: " + range_text(l.hip_moment_band_nm, " N·m") +
                    " at the hips, " + range_text(l.psoas_n, " N") + " in the two psoas muscles, " +
                    range_text(l.l4l5_compression_n, " N") + " between the vertebrae L4 and L5.";
  if (!std::isnan(l.momentum_share))
    out += " Swing added " + number_text(100 * l.momentum_share, 0, " %") + " to what the legs weigh while they moved.";
  for (const TrunkEndRange& r : l.sheet.end_ranges)
    if (r.trunk == "average" && !std::isnan(r.deg) && r.deg > 0)
      out += " By the same model an average trunk loses the floor at " + degrees_text(r.deg) + ".";
  if (!std::isnan(l.sheet.implied_capacity))
    out += " An end range of " + degrees_text(l.sheet.measured_end_range_deg) +
           " implies that the abdominals hold about " + number_text(100 * l.sheet.implied_capacity, 0, " %") +
           " of the most they could: an estimate to train by, not a measure of strength.";
  return out;
}

std::string force_section(const Analysis& a) {
  if (!a.loads) return "";
  const LoadSheet& s = a.loads->sheet;
  std::string out = "<section><h2>Forces</h2><p>" + escaped(force_text(a)) + "</p>";
  const std::vector<Track> moments = {
      track_of(s, "hips", 1, [](const PoseLoads& p) { return p.hip_moment_nm; }),
      track_of(s, "lower back, L4/5", 0.5, [](const PoseLoads& p) { return p.lumbar_moment_nm; })};
  out += legend("what the legs weigh at the hips; fainter: what the lower back must hold, N·m") +
         plane_chart(moments, plane("moments", "Moment, N·m", most_of(moments), 20));
  const std::vector<Track> psoas = {track_of(s, "psoas, least", 0.5, [](const PoseLoads& p) { return p.psoas_n.low; }),
                                    track_of(s, "psoas, most", 1, [](const PoseLoads& p) { return p.psoas_n.high; })};
  out += legend("pull of both psoas: the most it can be; fainter: the least, N") +
         plane_chart(psoas, plane("psoas", "Psoas, N", most_of(psoas), 200));
  if (!s.is_hanging) {
    const std::vector<Track> contact = {
        track_of(s, "weak trunk", 0.4, [](const PoseLoads& p) { return p.lumbar_by_trunk_n[0]; }),
        track_of(s, "average trunk", 0.7, [](const PoseLoads& p) { return p.lumbar_by_trunk_n[1]; }),
        track_of(s, "strong trunk", 1, [](const PoseLoads& p) { return p.lumbar_by_trunk_n[2]; })};
    PlaneOptions o = plane("contact", "Under the lower back, N", most_of(contact), 50);
    if (a.end_range.status == EndRangeStatus::found) {
      o.estimate = a.end_range.deg, o.band = {a.end_range.low_deg, a.end_range.high_deg};
      o.estimate_label = "measured " + degrees_text(a.end_range.deg);
    }
    out += legend(
               "how hard the lower back presses on the floor with a weak (faintest), an average and a strong trunk; "
               "at 0 it lets go") +
           plane_chart(contact, o);
  }
  return out + "<p class='dim'>" +
         escaped(
             "A model's figures for " + body_text(s) +
             ", not a measurement: from muscles that work as little as they must to muscles that tense as electrodes "
             "have seen. Every frame is in series.csv; other knees, hands, weights: endrange loads.") +
         "</p></section>";
}

}  // namespace endrange
