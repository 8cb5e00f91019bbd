// Reports: what is written is well-formed, honest about the unknown, and never half there.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "report/back_charts.h"
#include "report/breath_words.h"
#include "report/canvas.h"
#include "report/chart.h"
#include "report/files.h"
#include "report/findings.h"
#include "report/html.h"
#include "report/json.h"
#include "report/overlay_back.h"
#include "report/text.h"
#include "report/words.h"

// After Canvas: draws one box through Cairo's C interface.
#include <cairo.h>

namespace endrange {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("endrange-report-test-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
};

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

Analysis sample() {
  Analysis a;
  a.version = "0.1.0";
  a.pose_model = "heavy";
  a.clip.file = "folder/<b>my \"clip\".mp4";
  a.clip.width = 640, a.clip.height = 360, a.clip.frames = 3, a.clip.duration_s = 0.1, a.clip.frames_per_s = 30;
  a.view.usability = Usability::yes;
  a.view.posture = Posture::lying;
  a.view.near_side = Side::left;
  a.view.yaw_deg = 3, a.view.angle_error_deg = 2;
  a.exercise = {"double_leg_raise", false, 0.9, "lying"};
  a.end_range.reason = "not yet";
  Rep rep;
  rep.index = 1;
  rep.start_s = 0, rep.end_s = 4, rep.top_s = 0.5, rep.bottom_s = 2;
  rep.top = {0, 1}, rep.lower = {1, 2.34}, rep.bottom = {2.34, 3}, rep.lift = {3, 4};
  rep.leg_elevation_top_deg = 91.26, rep.leg_elevation_bottom_deg = -0.04;
  a.reps = {rep};
  a.series.at_s = {0, 1 / 30.0, 2 / 30.0};
  a.series.poses.resize(3);
  a.series.phase.assign(3, Phase::top);
  a.series.rep.assign(3, 1);
  a.series.brightness.assign(3, 0.5);
  for (auto* v : {&a.series.lumbar_lift, &a.series.lumbar_lift_error, &a.series.floor_gap, &a.series.pelvic_tilt,
                  &a.series.breath_seen, &a.series.rib_hump, &a.series.belly_hollow, &a.series.contour_seen,
                  &a.series.hip_moment, &a.series.hip_moment_inertial, &a.series.l4l5_compression_low,
                  &a.series.l4l5_compression_high, &a.series.psoas_low, &a.series.psoas_high})
    v->assign(3, kUnknown);
  for (LegSeries& leg : a.series.legs)
    for (auto* v :
         {&leg.leg_elevation, &leg.thigh_elevation, &leg.hip_flexion, &leg.knee_flexion, &leg.leg_elevation_rate})
      *v = {10, kUnknown, 30};
  return a;
}

// The sample with a lower back that leaves the floor at 34° in its one rep.
Analysis arching() {
  Analysis a = sample();
  a.series.at_s = {1, 1.5, 2, 2.3};
  a.series.lumbar_lift = {0, 1, 5, 18};
  a.series.poses.resize(4);
  a.series.phase.assign(4, Phase::lower), a.series.rep.assign(4, 1);
  for (LegSeries& leg : a.series.legs)
    leg.leg_elevation = {90, 60, 34, 0},
    leg.thigh_elevation = leg.hip_flexion = leg.knee_flexion = leg.leg_elevation_rate = {0, 0, 0, 0};
  a.geometry = {{0, 0, 3, {1, 0}, {0, -1}, {0, 300}, 200, false}};
  a.reps[0].end_range_deg = 34, a.reps[0].lumbar_lift_max_mm = 18;
  a.end_range = {EndRangeStatus::found, 34, 31, 37, kUnknown, kUnknown, 5, 0, "lumbar lift > 5 mm for 0.15 s", ""};
  return a;
}

Finding arch_in(int rep, double mm) {
  Finding f;
  f.check = "back_arches", f.severity = "fix", f.rep = rep, f.value = mm, f.limit = 5, f.unit = "mm";
  f.message = "The lower back rose by " + std::to_string(static_cast<int>(mm)) + " mm.";
  f.cue = "Stop the legs a little higher.";
  return f;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Json, unknown_is_null_and_numbers_are_rounded_to_what_is_meant) {
  const auto json = nlohmann::json::parse(write_json(sample()));
  EXPECT_TRUE(json["subject"]["mass_kg"].is_null());
  EXPECT_TRUE(json["end_range"]["deg"].is_null());
  EXPECT_EQ(json["reps"][0]["leg_elevation_top_deg"], 91.3);
  EXPECT_EQ(json["reps"][0]["leg_elevation_bottom_deg"].dump(), "0.0") << "not -0.0";
  EXPECT_EQ(json["reps"][0]["phases"]["lower"][1], 2.34);
  EXPECT_EQ(json["reps"][0]["tempo"], "1.3-0.7-1.0-1.0");
  EXPECT_EQ(json["clip"]["file"], "<b>my \"clip\".mp4");
}

TEST(Json, a_file_name_that_is_not_utf8_does_not_break_the_document) {
  Analysis a = sample();
  a.clip.file = "bad\xff\xfename.mp4";
  EXPECT_TRUE(nlohmann::json::accept(write_json(a)));
}

TEST(Json, breath_stands_with_its_spans_or_its_reason) {
  Analysis a = sample();
  a.breath.reason = "there is no sound";
  auto json = nlohmann::json::parse(write_json(a));
  EXPECT_EQ(json["breath"]["status"], "not_measured");
  EXPECT_EQ(json["breath"]["reason"], "there is no sound");
  EXPECT_TRUE(json["breath"]["source"].is_null());
  EXPECT_TRUE(json["breath"]["rate_per_min"].is_null());
  EXPECT_TRUE(json["reps"][0]["breath_held_s"].is_null());
  EXPECT_EQ(breath_text(a), "Breathing not measured: there is no sound.");

  a.breath = {BreathStatus::measured, "sound", 14.96, 0.8, "", {{BreathKind::in, {0.02, 1.5}, 0.8}}, {{2, 3}}};
  a.reps[0].breath_held_s = 1.234, a.reps[0].inhale_share_lowering = 0.876;
  json = nlohmann::json::parse(write_json(a));
  EXPECT_EQ(json["breath"]["rate_per_min"], 15.0);
  EXPECT_EQ(json["breath"]["spans"][0]["kind"], "in");
  EXPECT_EQ(json["breath"]["spans"][0]["to_s"], 1.5);
  EXPECT_EQ(json["breath"]["unknown"][0][1], 3.0);
  EXPECT_EQ(json["reps"][0]["breath_held_s"], 1.234);
  EXPECT_EQ(json["reps"][0]["inhale_share_lowering"], 0.88);
  EXPECT_EQ(breath_text(a),
            "Breathing, by sound (80 % sure): 15 a minute. In during 88 % of the lowering. Longest without breath in a "
            "repetition: 1.2 s.");
  const std::string csv = write_csv(a);
  EXPECT_NE(csv.find(",,in,"), std::string::npos) << "the second frame, 0.033 s";
}

TEST(Json, partial_reps_stand_apart) {
  Analysis a = sample();
  a.reps.push_back(a.reps[0]);
  a.reps.back().is_complete = false;
  const auto json = nlohmann::json::parse(write_json(a));
  EXPECT_EQ(json["reps"].size(), 1u);
  EXPECT_EQ(json["partial_reps"].size(), 1u);
  EXPECT_TRUE(json["partial_reps"][0]["index"].is_null());
}

TEST(Csv, has_a_row_a_frame_a_unit_in_every_angle_and_empty_cells_for_the_unknown) {
  const std::string csv = write_csv(sample());
  std::stringstream lines(csv);
  std::string header, first, second;
  std::getline(lines, header);
  std::getline(lines, first);
  std::getline(lines, second);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
  EXPECT_NE(header.find("left_leg_elevation_deg"), std::string::npos);
  const auto columns = std::count(header.begin(), header.end(), ',');
  EXPECT_EQ(std::count(first.begin(), first.end(), ','), columns);
  EXPECT_EQ(std::count(second.begin(), second.end(), ','), columns);
  EXPECT_NE(second.find(",,"), std::string::npos);
  EXPECT_EQ(csv.find("nan"), std::string::npos);
}

TEST(Html, names_are_escaped_and_nothing_is_fetched_from_outside) {
  const std::string page = write_html(sample(), {}, true);
  EXPECT_EQ(page.find("<b>my"), std::string::npos);
  EXPECT_NE(page.find("&lt;b&gt;my &quot;clip&quot;.mp4"), std::string::npos);
  for (const char* outside : {"http:", "https:", "//cdn", "@import", "url("})
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  EXPECT_NE(page.find(kHtmlMark), std::string::npos);
  EXPECT_EQ(page.find("nan"), std::string::npos);
}

TEST(Text, fits_eighty_columns_and_uses_colour_only_when_asked) {
  Analysis a = sample();
  a.view.problems = {{"few_frames",
                      {},
                      std::string(300, 'x') + " " + std::string(70, 'y') + " word word word word word word word word"}};
  const std::string plain = write_text(a, false);
  EXPECT_EQ(plain.find('\x1b'), std::string::npos);
  EXPECT_NE(write_text(a, true).find('\x1b'), std::string::npos);
  std::stringstream lines(write_text(sample(), false));
  for (std::string line; std::getline(lines, line);) {
    std::size_t shown = 0;
    for (const char c : line) shown += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    EXPECT_LE(shown, 80u) << line;
  }
}

TEST(Words, the_headline_says_count_exercise_range_and_tempo) {
  EXPECT_EQ(headline(sample()),
            "1 rep of double straight-leg raise, between 91° at the top and 0° at the bottom. Lowering took 1.3 s on "
            "average.");
  Analysis nothing = sample();
  nothing.reps.clear();
  EXPECT_EQ(headline(nothing), "No complete leg raise was found in this clip.");
}

TEST(Findings, the_same_check_in_several_reps_is_one_entry_that_tells_the_clearest_case) {
  const auto groups = grouped_findings({arch_in(1, 8), arch_in(2, 20), arch_in(3, 12)});
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].message, "In repetitions 1–3, most clearly in 2: the lower back rose by 20 mm.");
  EXPECT_EQ(groups[0].cue, "Stop the legs a little higher.");
}

TEST(Findings, the_most_pressing_stands_first_and_one_of_the_whole_set_names_no_rep) {
  Finding whole = arch_in(0, 8);
  whole.severity = "watch";
  const auto groups = grouped_findings({whole, arch_in(4, 9)});
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].message, "In repetition 4: the lower back rose by 9 mm.");
  EXPECT_EQ(groups[1].message, "The lower back rose by 8 mm.");
}

TEST(Findings, another_cue_is_another_entry) {
  Finding other = arch_in(2, 9);
  other.cue = "Press the back down first.";
  EXPECT_EQ(grouped_findings({arch_in(1, 8), other}).size(), 2u);
}

TEST(RangesText, joins_runs_and_names_the_rest) {
  EXPECT_EQ(ranges_text({1, 2, 3, 5}), "1–3 and 5");
  EXPECT_EQ(ranges_text({1, 2}), "1 and 2");
  EXPECT_EQ(ranges_text({1, 3, 7}), "1, 3 and 7");
}

TEST(Report, page_and_text_say_each_finding_once_with_its_cue_and_nothing_without_findings) {
  Analysis a = arching();
  a.findings = {arch_in(1, 8), arch_in(2, 20)};
  for (const std::string& report : {write_html(a, {}, false), write_text(a, false)}) {
    EXPECT_EQ(count_of(report, "What to change"), 1);
    EXPECT_EQ(count_of(report, "In repetitions 1 and 2, most clearly in 2"), 1);
    EXPECT_EQ(count_of(report, "Stop the legs a little higher."), 1);
  }
  EXPECT_FALSE(has(write_html(sample(), {}, false), "What to change"));
  EXPECT_FALSE(has(write_text(sample(), false), "What to change"));
}

TEST(Report, the_end_range_is_told_with_interval_criterion_and_meaning) {
  for (const std::string& report : {write_html(arching(), {}, false), write_text(arching(), false)}) {
    EXPECT_TRUE(has(report, "Your floor is 34° (31° to 37°"));
    EXPECT_TRUE(has(report, "5 mm for 0.15"));
    EXPECT_TRUE(has(report, "This is your end range"));
    for (const char* never : {"diagnos", "strength", "safe"}) EXPECT_FALSE(has(report, never)) << never;
  }
}

TEST(Report, each_rep_shows_its_end_range_and_greatest_lumbar_lift_or_a_dash) {
  const std::string page = write_html(arching(), {}, false), none = write_html(sample(), {}, false);
  EXPECT_TRUE(has(page, "<th>end range<th>lumbar lift"));
  EXPECT_TRUE(has(page, "<td>34°<td>18 mm"));
  EXPECT_TRUE(has(none, "<td>–<td>–"));
  EXPECT_TRUE(has(write_text(arching(), false), " 34°  18 mm"));
  EXPECT_TRUE(has(write_text(sample(), false), " –      –"));
}

TEST(Report, a_set_of_one_leg_is_told_of_the_leg_and_one_of_both_of_the_legs) {
  Analysis one = arching();
  one.reps[0].side = RepSide::right;
  EXPECT_TRUE(has(back_caption(one, 1, 20), "with the leg at 20°"));
  EXPECT_TRUE(has(back_caption(arching(), 1, 20), "with the legs at 20°"));
  one.end_range.status = EndRangeStatus::not_reached, one.end_range.lowest_held_deg = 12;
  for (const std::string& report : {write_html(one, {}, false), write_text(one, false)}) {
    EXPECT_TRUE(has(report, "as far as the leg went: 12°"));
    EXPECT_FALSE(has(report, "the legs"));
  }
}

TEST(Words, what_rounds_to_nothing_has_no_sign) {
  EXPECT_EQ(number_text(-0.3, 0, " mm"), "0 mm");
  EXPECT_EQ(number_text(-0.04, 1, ""), "0.0");
  EXPECT_EQ(number_text(-1.2, 0, " mm"), "-1 mm");
}

TEST(Report, a_back_that_was_not_measured_comes_with_the_reason_and_how_to_film) {
  Analysis a = sample();
  a.end_range.reason = "too little of the near flank was seen";
  EXPECT_TRUE(has(write_html(a, {}, false), "too little of the near flank was seen"));
  EXPECT_TRUE(has(filming_advice(a), "phone on the floor"));
  EXPECT_TRUE(has(filming_advice(a), "shirt"));
  EXPECT_EQ(filming_advice(arching()), "");
  a.end_range.control_score = 0;
  EXPECT_EQ(filming_advice(a), "") << "the back was seen, off the floor from the start: filming isn't to blame";
}

TEST(Report, a_norm_stands_only_beside_a_result_of_the_same_movement_and_names_its_criterion) {
  EXPECT_TRUE(has(norm_text(arching()), "pressure cuff"));
  EXPECT_TRUE(has(norm_text(arching()), "lumbar lift > 5 mm"));
  EXPECT_EQ(norm_text(sample()), "");
  Analysis one_leg = arching();
  one_leg.exercise.id = "single_leg_raise";
  EXPECT_EQ(norm_text(one_leg), "");
}

TEST(Report, the_picture_of_the_back_stands_with_the_end_range_and_says_the_angle_in_words) {
  KeyPicture back;
  back.rep = 1, back.angle_deg = 34.2, back.width = 8, back.height = 4, back.kind = PictureKind::back;
  const std::string page = write_html(arching(), {back}, false);
  EXPECT_TRUE(has(page, "Your floor is 34°: here the lower back begins to leave the floor (repetition 1)."));
  EXPECT_FALSE(has(page, "Key moments"));
}

TEST(BackCharts, show_each_lowering_with_criterion_and_end_range_and_only_what_was_measured) {
  const std::string svg = lift_by_angle_chart(arching());
  EXPECT_EQ(count_of(svg, "class='curve track'"), 1);
  EXPECT_EQ(count_of(svg, "class='threshold'"), 1);
  EXPECT_EQ(count_of(svg, "class='estimate'"), 1);
  EXPECT_EQ(count_of(svg, "class='band'"), 1);
  EXPECT_FALSE(back_over_time_chart(arching()).empty());
  EXPECT_EQ(lift_by_angle_chart(sample()), "");
  Analysis doubtful = arching();
  doubtful.end_range.status = EndRangeStatus::not_measured;
  EXPECT_EQ(lift_by_angle_chart(doubtful), "") << "a flat line would read as a back that held";
  EXPECT_EQ(back_over_time_chart(sample()), "");
}

TEST(BackCharts, a_set_that_began_arched_shows_the_opening_and_no_lift) {
  Analysis a = arching();
  a.series.floor_gap = {30, 31, 32, 30};
  a.reps[0].floor_gap_mm = a.reps[0].lumbar_lift_max_mm = 31, a.reps[0].starts_arched = true,
  a.reps[0].end_range_deg = kUnknown;
  EXPECT_TRUE(has(back_over_time_chart(a), "Opening under the back"));
  EXPECT_FALSE(has(back_over_time_chart(a), "Lumbar lift"));
}

TEST(BackReading, is_lost_from_lift_off_until_the_legs_turn) {
  Analysis a = arching();
  a.reps[0].end_range_s = 2, a.reps[0].bottom = {2.2, 2.25};
  EXPECT_EQ(back_reading(a, 1).state, BackState::measured);
  EXPECT_EQ(back_reading(a, 1).mm, 1);
  EXPECT_EQ(back_reading(a, 2).state, BackState::lost);
  EXPECT_EQ(back_reading(a, 2).lost_deg, 34);
  a.reps[0].lower.to_s = 2.2;
  EXPECT_EQ(back_reading(a, 3).state, BackState::measured) << "the legs have turned";
  EXPECT_EQ(back_reading(sample(), 0).state, BackState::unknown);
}

TEST(BackReading, of_a_back_off_the_floor_from_the_start_is_the_opening) {
  Analysis a = arching();
  a.series.floor_gap = {30, 31, 0, kUnknown};
  a.reps[0].floor_gap_mm = a.reps[0].lumbar_lift_max_mm = 31, a.reps[0].starts_arched = true,
  a.reps[0].end_range_deg = kUnknown;
  EXPECT_EQ(back_reading(a, 1).state, BackState::off_floor);
  EXPECT_EQ(back_reading(a, 1).mm, 31);
  EXPECT_EQ(back_reading(a, 2).state, BackState::unknown);
  EXPECT_EQ(back_reading(a, 3).state, BackState::unknown);
}

TEST(WrappedText, breaks_at_spaces_and_indents) { EXPECT_EQ(wrapped_text("one two three", 8, 2), "one two\n  three"); }

TEST(Chart, breaks_the_line_where_nothing_was_measured) {
  const std::vector<double> t = {0, 1, 2, 3}, v = {0, kUnknown, 10, 20};
  const std::vector<Curve> curves = {{"leg", "near", v}};
  const std::string svg = line_chart(t, curves, {}, {"c", "Leg", "degrees", 0, 90, 30});
  const std::string path = svg.substr(svg.find("d='M"));
  EXPECT_EQ(std::count(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(path.find("/>")), 'M'), 2);
  EXPECT_NE(svg.find("null"), std::string::npos);
}

TEST(ReportFolder, files_appear_only_when_committed) {
  const Folder here;
  const std::string out = (here.path / "out").string();
  {
    auto files = ReportFolder::open(out, {"analysis.json"}, "a.mp4");
    ASSERT_TRUE(files);
    ASSERT_TRUE(files->write("analysis.json", "{}"));
    EXPECT_FALSE(fs::exists(out + "/analysis.json"));
  }
  EXPECT_FALSE(fs::exists(out)) << "given up: nothing is left, not even the folder";
  auto files = ReportFolder::open(out, {"analysis.json"}, "a.mp4");
  ASSERT_TRUE(files->write("analysis.json", "{}"));
  ASSERT_TRUE(files->commit());
  EXPECT_EQ(text_of(out + "/analysis.json"), "{}");
}

TEST(ReportFolder, a_file_that_this_report_does_not_have_goes_with_the_earlier_report) {
  const Folder here;
  Analysis a = sample();
  a.clip.file = "a.mp4";
  std::ofstream(here.path / "analysis.json") << write_json(a);
  std::ofstream(here.path / "strip.jpg") << "of the earlier report";
  auto files = ReportFolder::open(here.path.string(), {"analysis.json", "strip.jpg"}, "a.mp4");
  ASSERT_TRUE(files);
  files->drop("strip.jpg");
  EXPECT_FALSE(fs::exists(here.path / "strip.jpg"));
}

TEST(ReportFolder, a_strangers_file_and_another_clips_report_are_refused) {
  const Folder here;
  const std::string out = here.path.string();
  std::ofstream(here.path / "report.html") << "mine";
  EXPECT_FALSE(ReportFolder::open(out, {"report.html"}, "a.mp4"));
  fs::remove(here.path / "report.html");
  std::ofstream(here.path / "analysis.json") << write_json(sample());
  EXPECT_FALSE(ReportFolder::open(out, {"analysis.json"}, "other.mp4"));
}

TEST(Canvas, an_opaque_box_takes_its_own_colour_and_leaves_the_rest_alone) {
  for (const bool full : {false, true}) {
    Picture picture(64, 32);
    picture.is_full_range = full;
    std::fill(picture.luma.begin(), picture.luma.end(), std::uint8_t{90});
    std::fill(picture.blue.begin(), picture.blue.end(), std::uint8_t{128});
    std::fill(picture.red.begin(), picture.red.end(), std::uint8_t{128});
    Canvas canvas(64, 32);
    cairo_set_source_rgba(canvas.context(), 1, 1, 1, 1);
    cairo_rectangle(canvas.context(), 8, 8, 16, 16);
    cairo_fill(canvas.context());
    canvas.lay_over(picture);
    EXPECT_NEAR(picture.luma[12 * 64 + 12], full ? 255 : 235, 1);
    EXPECT_NEAR(picture.blue[6 * 32 + 6], 128, 1);
    EXPECT_EQ(picture.luma[2 * 64 + 2], 90);
    canvas.clear();
    Picture untouched = picture;
    canvas.lay_over(untouched);
    EXPECT_EQ(untouched.luma, picture.luma);
  }
}

}  // namespace
}  // namespace endrange
