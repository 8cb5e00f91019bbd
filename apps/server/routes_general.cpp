// What this endrange is, what changes, and what the forces are.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "server/fields.h"
#include "server/openapi.h"
#include "server/people.h"
#include "shared/clock.h"

namespace endrange::server {

namespace {

using Json = nlohmann::ordered_json;

Answer about(App& app, Request&) {
  const auto at = apps::now();
  if (!at) return refusal(at.error());
  Json models = Json::array(), moves = Json::array(), symptoms = Json::array();
  std::error_code failed;
  for (const char* name : {"lite", "full", "heavy"})
    if (std::filesystem::exists(default_model_folder() + "/pose_landmark_" + name + ".tflite", failed))
      models.push_back(name);
  for (const Exercise& e : exercises())
    if (e.id != "other")
      moves.push_back(
          {{"id", e.id}, {"title", e.title}, {"is_hold", e.is_hold}, {"is_each_leg", e.legs != Legs::both}});
  for (const SymptomKind kind :
       {SymptomKind::pain, SymptomKind::snapping, SymptomKind::painful_popping, SymptomKind::leg_pain,
        SymptomKind::numbness, SymptomKind::weakness, SymptomKind::all_clear})
    symptoms.push_back(name_of(kind));
  return json_answer(Json{{"version", version()},
                          {"models", models},
                          {"model", app.options.model},
                          {"journal_path", app.options.journal},
                          {"upload_limit_bytes", app.options.upload_limit_bytes},
                          {"exercises", moves},
                          {"symptoms", symptoms},
                          {"today", day_text(at->day())},
                          {"openapi", "/api/v1/openapi.json"}}
                         .dump(-1, ' ', false, Json::error_handler_t::replace) +
                     "\n");
}

Answer openapi(App&, Request&) { return json_answer(kOpenApi); }

Answer events(App& app, Request& request) {
  // A stream has no end to tell the length of.
  if (request.method == "HEAD") return nothing_to_say();
  return app.events.listen();
}

Answer loads(App&, Request& request) {
  Fields fields = Fields::of_query(request);
  LoadQuestion question;
  const auto text_into = [&](std::string& into, const char* name) {
    if (const std::string text = fields.text(name, 64); !text.empty()) into = text;
  };
  // What makes sense, the question itself knows.
  const auto number_into = [&](double& into, const char* name) {
    if (const double value = fields.number(name, -1000, 1000); !std::isnan(value)) into = value;
  };
  text_into(question.exercise, "exercise"), text_into(question.hands, "hands");
  number_into(question.angle_deg, "angle"), number_into(question.knee_deg, "knee");
  number_into(question.ankle_weight_kg, "ankle_weight");
  number_into(question.height_m, "height"), number_into(question.mass_kg, "mass");
  question.is_head_lifted = fields.flag("head_lifted"), question.is_back_pressed = !fields.flag("back_hollow");
  question.is_sweep = fields.flag("sweep");
  const std::string sex = fields.text("sex", 8);
  if (!sex.empty()) question.sex = sex.size() == 1 ? sex[0] : '?';
  if (auto problem = fields.problem()) return *problem;
  const auto sheet = load_sheet(question);
  return sheet ? json_answer(to_json(*sheet)) : refusal(sheet.error());
}

constexpr std::array kRoutes = {
    Route{"GET", "/api/v1/about", Body::none, about, "What this endrange is and knows"},
    Route{"GET", "/api/v1/openapi.json", Body::none, openapi, "This API, described"},
    Route{"GET", "/api/v1/events", Body::none, events, "What changes, as server-sent events"},
    Route{"GET", "/api/v1/loads", Body::none, loads, "The forces of an exercise"},
};

}  // namespace

std::span<const Route> general_routes() { return kRoutes; }

}  // namespace endrange::server
