// endrange.cpp: the façade: which module does what for each of endrange.h's functions.
#include "endrange.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <future>

#include "analysis/analyze.h"
#include "core/smooth.h"
#include "endrange_parts.h"
#include "exercise/exercise.h"
#include "form/judge.h"
#include "media/decoder.h"
#include "media/picture.h"
#include "media/sound.h"
#include "motion/view.h"
#include "report/comparison.h"
#include "report/files.h"
#include "report/html.h"
#include "report/json.h"
#include "report/loads.h"
#include "report/pictures.h"
#include "report/tables.h"
#include "report/text.h"
#include "synthetic/compare.h"
#include "synthetic/synth.h"

namespace endrange {

namespace {

// Spacings that differ by more than this share are a variable frame rate, not rounding (GIF counts in 10 ms).
constexpr double kRateVaries = 0.3;

PoseModel model_named(const std::string& name) {
  return name == "lite" ? PoseModel::lite : name == "full" ? PoseModel::full : PoseModel::heavy;
}

bool has_variable_frame_rate(const std::vector<double>& at_s) {
  std::vector<double> spacings;
  for (std::size_t i = 1; i < at_s.size(); ++i) spacings.push_back(at_s[i] - at_s[i - 1]);
  return quantile(spacings, 0.95) > (1 + kRateVaries) * quantile(spacings, 0.05);
}

// A camera without a set clock writes 1904 or 1970.
constexpr std::int64_t kFirstPlausible_utc_s = 946684800;  // 2000

std::int64_t filmed_at(const std::string& created) {
  const auto moment = parse_moment(created.substr(0, 19) + "Z");
  return moment && moment->utc_s >= kFirstPlausible_utc_s ? moment->utc_s : 0;
}

// Beside what summarise_times() fills in.
void summarise(const ClipInfo& info, const std::string& sha256, ClipSummary& clip) {
  clip.file = info.file;
  clip.sha256 = sha256;
  clip.width = info.width, clip.height = info.height, clip.rotation_deg = info.rotation_deg;
  clip.has_audio = info.has_audio();
  clip.container = info.container, clip.video_codec = info.video_codec, clip.audio_codec = info.audio_codec;
  clip.video_bits_per_s = info.video_bits_per_s;
  clip.filmed_utc_s = filmed_at(info.created);
}

// How much the encoder could keep of each pixel; HEVC and the newer codecs do the same with fewer bits.
double bits_per_pixel(const ClipInfo& info) {
  constexpr double kNewCodecs = 1.6;
  const double bits_per_s =
      std::isnan(info.video_bits_per_s) ? 8 * info.file_bytes / info.duration_s : info.video_bits_per_s;
  const double rate = bits_per_s / (static_cast<double>(info.width) * info.height * info.nominal_fps);
  return info.video_codec == "h264" || info.video_codec == "mpeg4" ? rate : kNewCodecs * rate;
}

// A clip whose sound can't be read is measured all the same.
Result<SoundFrames> sound_of(const std::string& path, const ClipInfo& info) {
  if (!info.has_audio()) return SoundFrames{};
  auto reader = SoundReader::open(path, SoundWatcher::kRate_hz);
  if (!reader) return tl::unexpected(reader.error());
  return listen(*reader);
}

void add_notes(Analysis& analysis, const Decoder& decoder) {
  const auto note = [&](const char* id, std::string message) { analysis.notes.push_back({id, std::move(message)}); };
  if (!decoder.damage().empty()) note("damaged", "The clip is damaged: " + decoder.damage() + ".");
  if (bits_per_pixel(decoder.info()) < kLeastBitsPerPixel)
    note("compressed",
         "The file is compressed much further than a phone does it, as messengers and downloads are: small movements "
         "of the "
         "back may be missing from it. Use the original file.");
  if (!analysis.clip.has_audio) note("no_audio", "The clip has no sound.");
  if (analysis.clip.is_variable_frame_rate)
    note("variable_frame_rate", "The clip's frame rate varies; times come from its own timestamps.");
}

}  // namespace

Subject subject_of(const Options& options) {
  Subject subject;
  subject.is_height_assumed = std::isnan(options.height_m);
  if (!std::isnan(options.height_m)) subject.height_m = options.height_m;
  subject.mass_kg = options.mass_kg;
  subject.sex = options.sex;
  return subject;
}

BlazePose::Options pose_of(const Options& options) {
  BlazePose::Options pose;
  pose.model = model_named(options.model);
  pose.model_folder = options.model_folder.empty() ? default_model_folder() : options.model_folder;
  pose.threads = options.threads;
  return pose;
}

void summarise_times(Analysis& analysis) {
  ClipSummary& clip = analysis.clip;
  const std::vector<double>& at_s = analysis.series.at_s;
  clip.frames = static_cast<int>(at_s.size());
  // The last picture is shown for one more spacing.
  clip.duration_s = at_s.empty() ? kUnknown : at_s.back() + (std::isnan(clip.frames_per_s) ? 0 : 1 / clip.frames_per_s);
  clip.is_variable_frame_rate = has_variable_frame_rate(at_s);
}

void add_notes_of_set(Analysis& analysis) {
  const auto note = [&](const char* id, std::string message) { analysis.notes.push_back({id, std::move(message)}); };
  if (analysis.subject.is_height_assumed)
    note("height_assumed", "Millimetres assume a height of 1.70 m; give yours with --height.");
  if (analysis.is_thigh_used() && analysis.view.posture == Posture::lying)
    note("thigh_used", "The feet leave the picture, so the angle of the thigh is given in place of the whole leg's.");
  const bool is_back_measured = analysis.end_range.status != EndRangeStatus::not_measured;
  if (is_back_measured && std::ranges::all_of(analysis.reps, [](const Rep& r) { return std::isnan(r.floor_gap_mm); }))
    note("set_up_not_seen",
         "Whether the back lay flat before the first repetition couldn't be seen, because the near arm is in front of "
         "it; "
         "the lift counts from there. Lay the arm out to the side or overhead.");
}

std::string Options::problem() const {
  if (!std::isnan(height_m) && !(height_m >= 1.0 && height_m <= 2.3))
    return "the height must lie between 1.0 and 2.3 m";
  if (!std::isnan(mass_kg) && !(mass_kg >= 20 && mass_kg <= 300)) return "the mass must lie between 20 and 300 kg";
  if (sex != 0 && sex != 'f' && sex != 'm') return "the sex must be f or m";
  if (!exercise.empty() && find_exercise(exercise) == nullptr)
    return "there is no exercise '" + exercise + "'; see: endrange list exercises";
  if (model != "lite" && model != "full" && model != "heavy")
    return "there is no model '" + model + "': lite, full or heavy";
  if (threads < 1 || threads > 64) return "the number of threads must lie between 1 and 64";
  return "";
}

std::string default_model_folder() {
  const auto set = [](const char* name) -> std::string {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
  };
  if (const std::string own = set("ENDRANGE_MODELS"); !own.empty()) return own;
  const std::string cache = set("XDG_CACHE_HOME");
  return (cache.empty() ? set("HOME") + "/.cache" : cache) + "/endrange/models";
}

Result<Analysis> analyze_clip(const std::string& path, const Options& options) {
  if (const std::string problem = options.problem(); !problem.empty())
    return failure(Error::Kind::bad_argument, problem);
  DecoderOptions decoding;
  decoding.threads = options.threads;
  auto decoder = Decoder::open(path, decoding);
  if (!decoder) return tl::unexpected(decoder.error());
  auto sha256 = std::async(std::launch::async, [&] { return sha256_of_file(path); });
  auto sound = std::async(std::launch::async, [&, info = decoder->info()] { return sound_of(path, info); });

  TrackerOptions tracking;
  tracking.every_frame = options.every_frame;
  AnalyzeOptions analyzing;
  analyzing.exercise = options.exercise;
  analyzing.bits_per_pixel = bits_per_pixel(decoder->info());
  analyzing.subject = subject_of(options);
  const double duration_s = decoder->info().duration_s;
  auto following = follow(*decoder, pose_of(options), tracking, [&](double at_s) {
    return !options.on_progress ||
           options.on_progress({"analysing", duration_s > 0 ? std::min(at_s / duration_s, 1.0) : kUnknown});
  });
  if (!following) return tl::unexpected(following.error());
  auto heard = sound.get();
  if (heard) following->sound = std::move(*heard);
  Analysis analysis = interpret(*following, analyzing);
  analysis.version = version();
  analysis.pose_model = options.model;
  summarise(decoder->info(), sha256.get().value_or(""), analysis.clip);
  analysis.clip.called = options.clip_name;
  summarise_times(analysis);
  add_notes(analysis, *decoder);
  add_notes_of_set(analysis);
  if (!heard)
    analysis.notes.push_back({"sound_unreadable", "The clip's sound can't be read: " + heard.error().message + "."});
  return analysis;
}

bool is_nothing_measured(const Analysis& analysis) { return analysis.complete_reps() == 0 && analysis.holds.empty(); }

std::string why_nothing(const Analysis& analysis) {
  if (analysis.view.usability == Usability::no && !analysis.view.problems.empty())
    return analysis.view.problems.front().message;
  if (analysis.series.at_s.size() < 2)
    return analysis.clip.container.empty() ? "The set ended before it was seen. Start, then do it."
                                           : "The clip holds a single picture; film the whole set.";
  if (!analysis.reps.empty())
    return "Only partial movements were found, none that went there and back. Film at least one whole repetition, from "
           "its start to its end.";
  return "Nobody raised and lowered a leg in it. Film at least one whole repetition from the side, the whole body in "
         "the picture.";
}

Result<void> write_report(const Analysis& analysis, const std::string& folder, const ReportOptions& options) {
  namespace fs = std::filesystem;
  const bool has_video =
      options.with_video && std::ranges::any_of(analysis.series.poses, [](const Pose& p) { return p.score > 0; });
  auto files = ReportFolder::open(
      folder, {"report.html", "series.csv", "annotated.mp4", "lower_back.jpg", "lower_back_x10.jpg", "analysis.json"},
      analysis.clip.name());
  if (!files) return tl::unexpected(files.error());

  DecoderOptions decoding;
  decoding.watches_scene = false;
  auto decoder = Decoder::open(analysis.clip.file, decoding);
  if (!decoder) return tl::unexpected(decoder.error());
  DrawOptions drawing;
  if (has_video) drawing.video_path = files->temporary("annotated.mp4");
  if (analysis.clip.has_audio) drawing.sound_from = analysis.clip.file;
  if (options.on_progress)
    drawing.on_progress = [&](double at_s) {
      return options.on_progress({"drawing", std::min(at_s / analysis.clip.duration_s, 1.0)});
    };
  auto pictures = draw_clip(*decoder, analysis, drawing);
  if (!pictures) return tl::unexpected(pictures.error());

  if (auto wrote = files->write("report.html", write_html(analysis, *pictures, has_video)); !wrote) return wrote;
  for (const auto& [kind, name] :
       {std::pair{PictureKind::back, "lower_back.jpg"}, std::pair{PictureKind::strip, "lower_back_x10.jpg"}}) {
    const auto picture = std::ranges::find(*pictures, kind, &KeyPicture::kind);
    if (picture == pictures->end()) {
      files->drop(name);
      continue;
    }
    if (auto wrote = files->write(name, {picture->jpeg.begin(), picture->jpeg.end()}); !wrote) return wrote;
  }
  if (auto wrote = files->write("series.csv", write_csv(analysis)); !wrote) return wrote;
  if (auto wrote = files->write("analysis.json", write_json(analysis)); !wrote) return wrote;
  return files->commit();
}

std::string to_text(const Analysis& analysis, bool color) { return write_text(analysis, color); }
std::string to_json(const Analysis& analysis) { return write_json(analysis); }

Result<Truth> synthesise_clip(const Recipe& recipe, const std::string& out, int threads,
                              const OnProgress& on_progress) {
  return synthetic::render_clip(recipe, out, threads, [&](double share) {
    return !on_progress || on_progress({"rendering", share});
  });
}

Comparison compare(const Analysis& analysis, const Truth& truth) { return synthetic::compare(analysis, truth); }
std::string to_text(const Comparison& comparison) { return write_comparison_text(comparison); }
std::string to_html(const Comparison& comparison, const std::string& clip, const std::string& report) {
  return write_comparison_html(comparison, clip, report);
}

Result<std::string> list_table(const std::string& table, const std::string& as) {
  if (table == "ladder") return std::string(default_ladder_text());
  std::vector<CheckKind> kinds;
  for (const Check& c : all_checks()) kinds.push_back({c.id, c.meaning, c.family, c.measured, c.limit, c.source});
  kinds.insert(kinds.end(), view_problem_kinds().begin(), view_problem_kinds().end());
  std::vector<FileKind> files;
  for (const Format& f : formats()) {
    const bool is_written = f.write != nullptr || f.write_calendar != nullptr;
    files.push_back({std::string(f.id) + " (" + std::string(f.ending) + ")",
                     f.read == nullptr ? "out"
                     : is_written      ? "in, out"
                                       : "in",
                     "training: " + std::string(f.title)});
  }
  return write_table(table, as, kinds, files);
}

const char* version() { return ENDRANGE_VERSION; }

}  // namespace endrange
