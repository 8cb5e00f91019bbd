#include "report/program_text.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "coach/words.h"
#include "report/json_number.h"
#include "report/overlay.h"
#include "report/words.h"

namespace endrange {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kWidth = 78;

const char* weekday_name(Day day) {
  constexpr std::array kNames = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  return kNames[std::chrono::weekday(day).c_encoding()];
}

std::string day_name(Day day, Day today) {
  const std::string date = std::string(weekday_name(day)) + " " + day_text(day);
  return day == today ? "Today, " + date : day == today + std::chrono::days(1) ? "Tomorrow, " + date : date;
}

std::string amount_line(const PlannedDay& p) {
  return std::to_string(p.sets) + " × " + std::to_string(p.reps) + (p.is_hold ? " s of " : " ") + in_sentence(p.title) +
         (p.is_each_leg ? ", with each leg" : "");
}

std::string in_full(const PlannedDay& p) {
  std::string out;
  const auto row = [&](const char* label, const std::string& text) {
    out +=
        "  " + std::string(label) + std::string(12 - shown_width(label), ' ') + hanging_text(text, kWidth, 14) + "\n";
  };
  if (p.warm_up_s > 0)
    row("Warm up", "hollow-body hold, " + number_text(p.warm_up_s, 0, " s") + ", knees bent if the back lifts");
  row(p.is_lighter ? "Lighter" : "Then",
      amount_line(p) + (p.rest_s > 0 ? ", " + number_text(p.rest_s, 0, " s") + " rest between sets" : ""));
  if (p.sets_done > 0) row("Done", std::to_string(p.sets_done) + (p.sets_done == 1 ? " set so far" : " sets so far"));
  if (!std::isnan(p.lowering_s) && !p.is_hold && p.lowering_s > 0)
    row("Tempo", tempo_of(p) + ": " + number_text(p.lowering_s, 0, " s") + " down, " +
                     (p.pause_s > 0 ? number_text(p.pause_s, 0, " s") + " pause, " : "no pause, ") +
                     "breathing in; up breathing out");
  if (!std::isnan(p.turn_at_deg))
    row("Turn round", "at " + degrees_text(p.turn_at_deg) + ", while the back is still down");
  if (p.is_retest) row("Film", "one set from the side: endrange analyze CLIP --journal");
  out += "\n";
  for (const std::string& why : p.because) out += "  " + hanging_text(why, kWidth, 2) + "\n";
  return out;
}

Json day_json(const PlannedDay& p) {
  Json j = {{"day", day_text(p.day)}, {"kind", name_of(p.kind)}};
  if (p.kind == PlanKind::training) {
    j["rung"] = p.rung, j["title"] = p.title, j["exercise"] = p.exercise;
    j["warm_up_hollow_hold_s"] = p.warm_up_s;
    j["sets"] = p.sets;
    j[p.is_hold ? "hold_s" : "reps"] = p.reps;
    j["each_leg"] = p.is_each_leg;
    j["tempo"] = p.is_hold ? Json(nullptr) : Json(tempo_of(p));
    j["lowering_s"] = json_number(p.lowering_s, 1), j["pause_s"] = json_number(p.pause_s, 1);
    j["rest_s"] = json_number(p.rest_s, 0);
    j["turn_at_deg"] = json_number(p.turn_at_deg, 1);
    j["retest"] = p.is_retest, j["lighter"] = p.is_lighter, j["sets_done"] = p.sets_done;
  }
  j["because"] = p.because;
  return j;
}

}  // namespace

std::string session_line(const PlannedDay& p) {
  return amount_line(p) + (p.is_hold || p.lowering_s <= 0 ? "" : ", tempo " + tempo_of(p));
}

std::string write_program_text(const Program& program, bool color) {
  const std::string bold = color ? "\033[1m" : "", plain = color ? "\033[0m" : "";
  std::string out;
  bool is_told = false;
  for (const PlannedDay& p : program.days) {
    const std::string day = day_name(p.day, program.today);
    if (p.kind == PlanKind::stopped) {
      if (!is_told) {
        out += bold + day + ": no training" + plain + "\n\n";
        for (const std::string& why : p.because) out += "  " + hanging_text(why, kWidth, 2) + "\n";
        out += "\n  " + std::string("When it is gone: endrange log --all-clear") + "\n";
      }
      is_told = true;
    } else if (p.kind == PlanKind::training) {
      // The next session stands in full, the later ones in a line.
      out += bold + day + (is_told ? ":" : "") + plain + (is_told ? " " + session_line(p) : "") + "\n";
      if (!is_told) out += "\n" + in_full(p) + "\n";
      is_told = true;
    } else if (p.day == program.today) {
      out += bold + day + ": rest" + plain + "\n\n";
    }
  }
  return out;
}

std::string write_program_json(const Program& program) {
  Json j = {{"schema", "endrange.plan/1"}, {"person", program.person.name}, {"today", day_text(program.today)}};
  j["stopped"] = program.standing.is_stopped ? Json(program.standing.stop_reason) : Json(nullptr);
  j["days"] = Json::array();
  for (const PlannedDay& p : program.days) j["days"].push_back(day_json(p));
  j["decisions"] = Json::array();
  for (const Decision& d : program.standing.decisions)
    j["decisions"].push_back(
        {{"day", day_text(d.day)}, {"kind", d.kind}, {"from", d.from}, {"to", d.to}, {"sentence", d.sentence}});
  return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace endrange
