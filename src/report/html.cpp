#include "report/html.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "report/advice_text.h"
#include "report/back_charts.h"
#include "report/breath_words.h"
#include "report/chart.h"
#include "report/findings.h"
#include "report/force_section.h"
#include "report/overlay.h"
#include "report/page_style.h"
#include "report/words.h"

namespace endrange {

const char* const kHtmlMark = "<meta name=\"generator\" content=\"endrange\">";

namespace {

std::string base64(const std::vector<std::uint8_t>& bytes) {
  constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t three = static_cast<std::uint32_t>(bytes[i] << 16) |
                                static_cast<std::uint32_t>((left > 1 ? bytes[i + 1] : 0) << 8) |
                                (left > 2 ? bytes[i + 2] : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += k <= left ? kDigits[(three >> (18 - 6 * k)) & 63] : '=';
  }
  return out;
}

std::string image(const KeyPicture& p, const std::string& shows) {
  return "<img loading='lazy' width='" + std::to_string(p.width) + "' height='" + std::to_string(p.height) + "' alt='" +
         escaped(shows) + "' src='data:image/jpeg;base64," + base64(p.jpeg) + "'>";
}

// One figure with its meaning; nothing where it wasn't measured.
std::string card(double value, const std::string& text, const std::string& label) {
  if (std::isnan(value)) return "";
  return "<div class='card'><b>" + escaped(text) + "</b><span>" + escaped(label) + "</span></div>";
}

std::string cards(const Analysis& a) {
  const int reps = a.complete_reps();
  if (reps == 0) return "";
  const double top = mean_over_reps(a, [](const Rep& r) { return r.leg_elevation_top_deg; });
  const double lowest = mean_over_reps(a, [](const Rep& r) { return r.leg_elevation_bottom_deg; });
  const double lowering_s = mean_over_reps(a, [](const Rep& r) { return r.lower.duration_s(); });
  const double peak = mean_over_reps(a, [](const Rep& r) { return r.peak_lowering_deg_per_s; });
  return "<section class='cards'>" + card(reps, std::to_string(reps), reps == 1 ? "complete rep" : "complete reps") +
         card(a.end_range.deg, degrees_text(a.end_range.deg), "end range") +
         (a.end_range.status == EndRangeStatus::not_reached
              ? card(a.end_range.lowest_held_deg, degrees_text(a.end_range.lowest_held_deg), "back held, down to")
              : "") +
         card(top, degrees_text(top), "top, mean") + card(lowest, degrees_text(lowest), "lowest, mean") +
         card(lowering_s, number_text(lowering_s, 1, " s"), "lowering, mean") +
         card(peak, number_text(peak, 0, "°/s"), "fastest lowering, mean") + "</section>";
}

std::string what_to_change(const Analysis& a) {
  std::string out;
  for (const FindingGroup& g : grouped_findings(a.findings))
    out += "<li class='" + escaped(g.severity) + "'>" + escaped(g.message) +
           (g.cue.empty() ? "" : "<p class='cue'>" + escaped(g.cue) + "</p>") + "</li>";
  if (!out.empty()) out = "<ul class='findings'>" + out + "</ul>";
  if (const std::string next = next_text(a); !next.empty()) out += "<p>" + escaped(next) + "</p>";
  if (const std::string open = not_judged_text(a); !open.empty()) out += "<p class='dim'>" + escaped(open) + "</p>";
  return out.empty() ? "" : "<section><h2>What to change</h2>" + out + "</section>";
}

// The one answer, before everything else.
std::string answer(const Analysis& a) {
  if (a.advice.cue.empty()) return "";
  return "<section class='answer'><b>" + escaped(a.advice.cue) + "</b><span>" + escaped(a.advice.message) +
         "</span></section>";
}

std::string end_range(const Analysis& a, const std::vector<KeyPicture>& pictures) {
  std::string out = "<section><h2>End range</h2><p class='lead'>" + escaped(end_range_text(a)) + "</p>";
  for (const std::string& more : {end_range_meaning(a), filming_advice(a)})
    if (!more.empty()) out += "<p>" + escaped(more) + "</p>";
  for (const KeyPicture& p : pictures) {
    if (p.kind != PictureKind::back) continue;
    const std::string caption = back_caption(a, p.rep, p.angle_deg);
    out += "<figure class='back'>" + image(p, caption) + "<figcaption>" + escaped(caption) + " <small>" +
           number_text(p.at_s, 2, " s") + "</small></figcaption></figure>";
  }
  out += lift_by_angle_chart(a);
  if (const std::string norm = norm_text(a); !norm.empty()) out += "<p class='dim'>" + escaped(norm) + "</p>";
  for (const KeyPicture& p : pictures) {
    if (p.kind != PictureKind::strip) continue;
    const std::string caption = strip_caption(a, p.rep);
    out += "<h3>What was measured, ten times larger</h3><figure class='back'>" + image(p, caption) + "<figcaption>" +
           escaped(caption) + "</figcaption></figure>";
  }
  return out + "</section>";
}

std::string problems(const Analysis& a) {
  std::string out;
  std::set<std::string> said;
  for (const Problem& p : a.view.problems) {
    if (!said.insert(p.id).second) continue;
    double seconds = 0;
    for (const Problem& same : a.view.problems)
      if (same.id == p.id && same.when.is_known()) seconds += same.when.duration_s();
    const bool is_whole = seconds > 0.9 * a.clip.duration_s;
    out += "<li>" + escaped(p.message) +
           (is_whole || seconds == 0 ? "" : " <small>(" + number_text(seconds, 1, " s of the clip") + ")</small>") +
           "</li>";
  }
  return out.empty() ? "" : "<section class='warn'><h2>About the filming</h2><ul>" + out + "</ul></section>";
}

std::string gallery(const Analysis& a, const std::vector<KeyPicture>& pictures) {
  if (std::ranges::all_of(pictures, [](const KeyPicture& p) { return p.kind != PictureKind::moment; })) return "";
  std::string out = "<section><h2>Key moments</h2>";
  int rep = -1;
  for (const KeyPicture& p : pictures) {
    if (p.kind != PictureKind::moment) continue;
    if (p.rep != rep) {
      if (rep >= 0) out += "</div>";
      rep = p.rep;
      out += "<h3>Rep " + std::to_string(rep) + "</h3><div class='strip'>";
    }
    const std::string angle = std::isnan(p.angle_deg) ? "" : ", " + degrees_text(p.angle_deg);
    const std::string caption = p.label + angle;
    out += "<figure>" + image(p, "Rep " + std::to_string(rep) + ", " + caption) + "<figcaption><b>" + escaped(p.label) +
           "</b>" + escaped(angle) + " <small>" + number_text(p.at_s, 2, " s") + "</small></figcaption></figure>";
  }
  out += "</div>";
  if (rep < a.complete_reps())
    out += "<p class='dim'>Pictures of the first " + std::to_string(rep) + " reps; all " +
           std::to_string(a.complete_reps()) + " are in the table.</p>";
  return out + "</section>";
}

std::string charts(const Analysis& a) {
  const Series& s = a.series;
  if (a.view.usability != Usability::yes || s.at_s.empty()) return "";
  const Side near = a.view.near_side.value_or(Side::left);
  const bool thigh = a.is_thigh_used();
  const auto elevation = [&](Side side) -> const std::vector<double>& {
    return thigh ? s.leg(side).thigh_elevation : s.leg(side).leg_elevation;
  };
  const auto label = [&](Side side) {
    return std::string(name_of(side)) + " leg" + (side == near ? " (near)" : " (far)");
  };
  // The leg that does the set is drawn strongly, else the one that is seen better.
  const std::string sides = a.sides();
  const Side strong = sides == "left" ? Side::left : sides == "right" ? Side::right : near, faint = opposite(strong);
  const auto is_known = [&](const std::vector<double>& v) {
    return std::ranges::any_of(v, [](double x) { return !std::isnan(x); });
  };

  std::vector<Curve> angle = {{label(faint), "far", elevation(faint)}, {label(strong), "near", elevation(strong)}};
  std::vector<Curve> knee = {{label(faint), "far", s.leg(faint).knee_flexion},
                             {label(strong), "near", s.leg(strong).knee_flexion}};
  double low = 0, high = 90;
  for (const Curve& c : angle) {
    for (const double v : c.values)
      if (!std::isnan(v)) low = std::min(low, v), high = std::max(high, v);
  }
  std::string out = "<section><h2>Over time</h2><p class='legend'><span class='key near'></span>" + label(strong) +
                    "<span class='key far'></span>" + label(faint) +
                    "<span class='key ph-lower'></span>lowering<span class='key ph-bottom'></span>bottom<span "
                    "class='key ph-lift'></span>lifting<span class='key ph-top'></span>top</p>";
  out += line_chart(s.at_s, angle, a.reps,
                    {"elevation", thigh ? "Thigh elevation" : "Leg elevation", "degrees above the floor",
                     std::floor(low / 10) * 10 - 5, std::ceil(high / 10) * 10 + 5, 30});
  out += back_over_time_chart(a);
  if (is_known(s.leg(strong).knee_flexion))
    out += line_chart(s.at_s, knee, a.reps, {"knee", "Knee flexion", "degrees, 0 = straight", -15, 135, 30});
  return out + "</section>";
}

std::string table(const Analysis& a) {
  if (a.reps.empty()) return "";
  std::string out =
      "<section><h2>Reps and tempo</h2><div "
      "class='scroll'><table><thead><tr><th>rep<th>side<th>start<th>tempo<th>top "
      "angle<th>lowest<th>end range<th>lumbar lift<th>knee bend<th>peak speed<th>trust</tr></thead><tbody>";
  const auto cell = [](const std::string& text) { return "<td>" + text; };
  for (const Rep& r : a.reps) {
    out += std::string(r.is_complete ? "<tr>" : "<tr class='partial'>") +
           cell(r.is_complete ? std::to_string(r.index) : "partial") + cell(name_of(r.side)) +
           cell(number_text(r.start_s, 2, " s"));
    out += cell(tempo_of(r)) + cell(degrees_text(r.leg_elevation_top_deg)) +
           cell(degrees_text(r.leg_elevation_bottom_deg)) + cell(degrees_text(r.end_range_deg)) +
           cell(number_text(r.lumbar_lift_max_mm, 0, " mm")) + cell(degrees_text(r.knee_flexion_max_deg)) +
           cell(number_text(r.peak_lowering_deg_per_s, 0, "°/s")) + cell(number_text(100 * r.confidence, 0, " %"));
    out += "</tr>";
  }
  out += "</tbody></table></div>";
  for (const std::string& whole : {sides_text(a), trends_text(a)})
    if (!whole.empty()) out += "<p>" + escaped(whole) + "</p>";
  return out +
         "<p class='dim'>Tempo is lower–bottom–lift–top in seconds. Bottom and top are the time "
         "within 2.5° of the extreme. End range is where the lower back was lost on the way down, lumbar lift its "
         "greatest rise there; a dash: held, or not measured. Times are good to about one picture (" +
         number_text(1000 / a.clip.frames_per_s, 0, " ms") + ").</p></section>";
}

std::string breathing(const Analysis& a) {
  if (a.complete_reps() == 0) return "";
  return "<section><h2>Breathing</h2><p>" + escaped(breath_text(a)) + "</p></section>";
}

std::string how_measured(const Analysis& a) {
  const View& v = a.view;
  std::string out = "<section><h2>How this was measured</h2><ul>";
  out += "<li>Exercise: " + escaped(exercise_title(a)) +
         (a.exercise.is_given ? ", as given"
                              : ", recognised (" + number_text(100 * a.exercise.confidence, 0, " %") + ": " +
                                    escaped(a.exercise.reason) + ")") +
         ".</li>";
  out += std::string("<li>Posture: ") + name_of(v.posture) +
         (v.near_side ? std::string(", ") + name_of(*v.near_side) + " side towards the camera" : "") + ".</li>";
  const bool is_measured = v.usability == Usability::yes;
  if (is_measured && !std::isnan(v.yaw_deg))
    out += "<li>The camera stands about " + degrees_text(v.yaw_deg) +
           " off square; the floor line in the picture is tilted by " + number_text(v.floor_tilt_deg, 1, "°") +
           ", which is taken out of the angles.</li>";
  if (is_measured)
    out +=
        "<li>A single leg angle is good to about ±" + number_text(2 * v.angle_error_deg, 0, "°") +
        " (two standard deviations, estimated from network, floor line, view and picture size; not yet tested).</li>";
  if (is_measured && !std::isnan(v.mm_per_px))
    out += "<li>Scale: " + number_text(v.mm_per_px, 2, " mm") + " a pixel at the near leg, from a height of " +
           number_text(a.subject.height_m, 2, " m") + (a.subject.is_height_assumed ? " (assumed; give --height)" : "") +
           ".</li>";
  for (const Note& n : a.notes) out += "<li>" + escaped(n.message) + "</li>";
  return out + "</ul></section>";
}

}  // namespace

std::string write_html(const Analysis& a, const std::vector<KeyPicture>& pictures, bool has_video) {
  const std::string name = escaped(a.clip.name());
  std::string page =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">" +
      std::string(kHtmlMark) + "<title>" + name + " – endrange</title><style>" + kPageStyle +
      "</style></head><body><main>";
  page += "<header><h1>" + name + "</h1><p class='dim'>" + std::to_string(a.clip.width) + "×" +
          std::to_string(a.clip.height) + ", " + number_text(a.clip.frames_per_s, 1, " pictures a second") + ", " +
          number_text(a.clip.duration_s, 1, " s") + "</p><p class='lead'>" + escaped(headline(a)) + "</p></header>";
  page += answer(a) + cards(a) + problems(a) + end_range(a, pictures) + what_to_change(a);
  if (has_video) page += "<section><video controls playsinline preload='auto' src='annotated.mp4'></video></section>";
  page += charts(a) + gallery(a, pictures) + table(a) + breathing(a) + force_section(a) + how_measured(a);
  page += "<footer class='dim'>endrange " + escaped(a.version) + ", pose model " + escaped(a.pose_model) +
          ". A training tool, not a medical device. Nothing left this machine.</footer></main><script>" + kPageScript +
          "</script></body></html>\n";
  return page;
}

}  // namespace endrange
