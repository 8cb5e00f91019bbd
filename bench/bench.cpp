// The benchmarks: see bench/README.md. They print figures and judge nothing.
#include "bench.h"
#include "checks.h"
#include "holds.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace {

int usage() {
  std::puts(
      "bench                         stages, whole and stride on the clips of $ENDRANGE_CLIPS\n"
      "bench stages CLIP             ms per stage\n"
      "bench whole CLIP… [--with BINARY]   × real time and memory; --with pairs another build's endrange\n"
      "bench stride CLIP…            angle difference between the frames looked at and every frame\n"
      "bench make-clip FROM SECONDS TO.mp4   a 1080p30 clip of that length at about 17 Mb/s\n"
      "bench accuracy [--grid N] [--geometry N] [--seed S] [--renders DIR] [--fresh] [--live] [--csv FILE] [--docs "
      "FILE]\n"
      "                              rendered clips of known truth, measured; tables into FILE\n"
      "bench checks [--sets N] [--seed S] [--tell]   sets of known faults and what the checks make of them\n"
      "bench holds [--clips N] [--landmarks N] [--seed S] [--renders DIR]   when holds begin and end\n"
      "bench breath                  the breath heard in sounds of known truth\n"
      "bench breath DIR              the breath seen and heard in DIR's rendered clips, as other benchmarks leave "
      "them\n"
      "bench coach [LIFTERS [SEED]]  a year of simulated lifters through the coach's rules\n"
      "bench live CLIP… [--model M] [--tell]  clips as a camera delivers them, beside the same as files\n"
      "bench loads                   frames a second of forces\n"
      "bench lift [--clips N] [--seed S] [--still] [--live] [--renders DIR] [--csv FILE]   lumbar lift and end range "
      "on "
      "rendered clips\n"
      "bench journal --sessions N    a journal of so many sessions: ms to open, read, store, back up, delete\n"
      "bench journal --kills N       writers killed at any moment, and what is lost\n"
      "bench shape [--keep]          the trunk's contour on rendered clips, flat and arched at the start; --keep reads "
      "the "
      "reports of the run before\n"
      "bench patches                 what an encoder does to the patches on the flank");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace endrange::bench;
  std::vector<std::string> arguments(argv + 1, argv + argc);
  std::string other;
  if (const auto with = std::ranges::find(arguments, "--with");
      with != arguments.end() && with + 1 != arguments.end()) {
    other = *(with + 1);
    arguments.erase(with, with + 2);
  }
  if (!arguments.empty()) {
    const std::string mode = arguments[0];
    const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
    if (mode == "stages" && rest.size() == 1) return run_stages(rest[0]);
    if (mode == "whole" && !rest.empty()) return run_whole(rest, other);
    if (mode == "stride" && !rest.empty()) return run_stride(rest);
    if (mode == "make-clip" && rest.size() == 3) return make_clip(rest[0], std::atof(rest[1].c_str()), rest[2]);
    if (mode == "accuracy") {
      const int result = run_accuracy(rest);
      return result < 0 ? usage() : result;
    }
    if (mode == "checks") {
      const int result = run_checks(rest);
      return result < 0 ? usage() : result;
    }
    if (mode == "holds") {
      const int result = run_holds(rest);
      return result < 0 ? usage() : result;
    }
    if (mode == "breath" && rest.empty()) return run_breath();
    if (mode == "breath" && rest.size() == 1) return run_breath_clips(rest[0]);
    if (mode == "patches" && rest.empty()) return run_patches();
    if (mode == "coach" && rest.size() <= 2)
      return run_coach(rest.empty() ? 1000 : std::stoi(rest[0]),
                       rest.size() < 2 ? 1 : static_cast<unsigned>(std::stoi(rest[1])));
    if (mode == "live" && !rest.empty()) {
      std::vector<std::string> clips = rest;
      const bool tells = std::erase(clips, "--tell") > 0;
      std::string model = "heavy";
      if (const auto at = std::ranges::find(clips, "--model"); at != clips.end() && at + 1 != clips.end())
        model = at[1], clips.erase(at, at + 2);
      return run_live(clips, model, tells);
    }
    if (mode == "loads" && rest.empty()) return run_loads();
    if (mode == "journal") {
      const int result = run_journal(rest);
      return result < 0 ? usage() : result;
    }
    if (mode == "shape") {
      const int result = run_shape(rest);
      return result < 0 ? usage() : result;
    }
    if (mode == "lift") {
      const int result = run_lift(rest);
      return result < 0 ? usage() : result;
    }
    return usage();
  }
  const char* folder = std::getenv("ENDRANGE_CLIPS");
  std::vector<std::string> clips;
  if (folder != nullptr && std::filesystem::is_directory(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.path().extension() == ".mp4" && entry.path().filename().string().rfind("side-", 0) == 0)
        clips.push_back(entry.path().string());
  std::ranges::sort(clips);
  if (clips.empty()) {
    std::puts("skipped: no clips (set ENDRANGE_CLIPS)");
    return 0;
  }
  const auto clean =
      std::ranges::find_if(clips, [](const std::string& c) { return c.find("double-clean") != std::string::npos; });
  const std::string main_clip = clean != clips.end() ? *clean : clips.front();
  run_stages(main_clip);
  run_whole({main_clip}, other);
  return run_stride(clips);
}
