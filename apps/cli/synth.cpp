#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "commands.h"
#include "progress.h"

namespace endrange::cli {

namespace {

std::string default_of(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return std::isnan(value) ? "" : text;
}
std::string default_of(int value) { return std::to_string(value); }
std::string default_of(bool value) { return value ? "yes" : "no"; }
std::string default_of(const std::string& value) { return value; }

}  // namespace

void add_knobs(CLI::App& app, Recipe& recipe) {
  for (const synthetic::Knob& knob : synthetic::knobs()) {
    const std::string flag = synthetic::flag_of(knob);
    std::visit(
        [&](auto member) {
          auto& value = recipe.*member;
          const std::string usual = default_of(value),
                            help = knob.help + (usual.empty() ? "" : " (default: " + usual + ")");
          if constexpr (std::is_same_v<decltype(member), bool Recipe::*>) {
            app.add_flag(flag + ",!--no-" + flag.substr(2), value, help)->group(knob.group);
          } else {
            CLI::Option* option = app.add_option(flag, value, help)->group(knob.group);
            std::string type = knob.unit;
            for (const char* choice : knob.choices) type += (type.empty() ? "" : "|") + std::string(choice);
            option->type_name(!type.empty()                                             ? type
                              : std::is_same_v<decltype(member), std::string Recipe::*> ? "ID"
                                                                                        : "N");
          }
        },
        knob.member);
  }
}

int run_synth(const SynthCommand& command) {
  catch_interrupts();
  ProgressBar bar;
  const auto done_well =
      synthesise_clip(command.recipe, command.out, command.threads, [&](const Progress& p) { return bar.show(p); });
  bar.clear();
  if (!done_well) return complain(done_well.error());
  std::fprintf(stderr, "Clip:  %s\nTruth: %s\n", command.out.c_str(),
               std::filesystem::path(command.out).replace_extension(".truth.json").c_str());
  return done;
}

}  // namespace endrange::cli
