#include <cstdio>
#include <filesystem>
#include <fstream>

#include "commands.h"
#include "progress.h"

namespace endrange::cli {

namespace {

// A set worth looking at: two reps, the back lets go at 34 degrees, a shirt with a print.
Recipe demo_recipe() {
  Recipe recipe;
  recipe.resolution = "960x540";
  recipe.reps = 2;
  recipe.lumbar_lift_mm = 14;
  recipe.end_range_deg = 34;
  recipe.shirt = "textured";
  recipe.seed = 4;
  return recipe;
}

Result<void> write_page(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path part = path.string() + ".part";
  std::ofstream file(part, std::ios::binary);
  file << text;
  if (!file.flush()) return failure(Error::Kind::io, path.string() + ": can't be written");
  std::error_code failed;
  std::filesystem::rename(part, path, failed);
  if (failed) return failure(Error::Kind::io, path.string() + ": can't be written (" + failed.message() + ")");
  return {};
}

}  // namespace

int run_demo(const DemoCommand& command) {
  namespace fs = std::filesystem;
  catch_interrupts();
  const fs::path folder = command.out, clip = folder / "clip.mp4", report = folder / "report";
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return complain({Error::Kind::io, command.out + ": the folder can't be made (" + failed.message() + ")"});
  if (fs::exists(folder / "index.html") && !fs::exists(folder / "clip.truth.json"))
    return complain({Error::Kind::bad_argument,
                     (folder / "index.html").string() + ": exists and isn't a demo's; give another folder with --out"});

  ProgressBar bar;
  const OnProgress show = [&](const Progress& p) { return bar.show(p); };
  const Recipe recipe = demo_recipe();
  const auto truth = synthesise_clip(recipe, clip.string(), command.threads, show);
  if (!truth) return bar.clear(), complain(truth.error());
  Options options;
  options.threads = command.threads;
  options.height_m = recipe.height_m;
  options.on_progress = show;
  const auto analysis = analyze_clip(clip.string(), options);
  if (!analysis) return bar.clear(), complain(analysis.error());
  if (auto written = write_report(*analysis, report.string(), {true, show}); !written)
    return bar.clear(), complain(written.error());
  bar.clear();
  const Comparison comparison = compare(*analysis, *truth);
  if (auto written = write_page(folder / "index.html", to_html(comparison, "clip.mp4", "report/report.html")); !written)
    return complain(written.error());
  std::fputs(to_text(*analysis, may_color(1)).c_str(), stdout);
  std::printf("\n%s", to_text(comparison).c_str());
  std::fflush(stdout);
  std::fprintf(stderr, "\nPage:   %s\nClip:   %s\nReport: %s\n", (folder / "index.html").c_str(), clip.c_str(),
               (report / "report.html").c_str());
  return done;
}

}  // namespace endrange::cli
