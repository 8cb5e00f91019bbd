// Reads one clip's truth and analysis for `bench lift`.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "accuracy_files.h"
#include "core/smooth.h"
#include "lift.h"

namespace endrange::bench {

namespace {

using Json = nlohmann::json;

}  // namespace

Result<LiftClip> read_lift(const std::string& truth_json, const std::string& analysis_json,
                           const std::string& series_csv) {
  try {
    const Json truth = Json::parse(truth_json), analysis = Json::parse(analysis_json);
    const auto series = read_columns(series_csv);
    LiftClip clip;
    const auto& at_s = series.at("at_s");
    const auto &lift = series.at("lumbar_lift_mm"), &error = series.at("lumbar_lift_error_mm");
    const auto known = truth.at("series").at("lumbar_lift_mm").get<std::vector<double>>();
    const double rate = truth.at("series").at("rate_hz").get<double>();
    const auto true_at = [&](double t) {
      return known[std::min(static_cast<std::size_t>(std::max(t, 0.0) * rate), known.size() - 1)];
    };
    const auto leg = truth.at("series")
                         .at(truth.at("near_side").get<std::string>() + "_leg_elevation_deg")
                         .get<std::vector<double>>();
    std::vector<double> errors;
    double frames = 0;
    for (std::size_t i = 0; i < at_s.size(); ++i) {
      ++frames;
      if (std::isnan(lift[i])) continue;
      const double true_mm = true_at(at_s[i]), off = lift[i] - true_mm;
      clip.n += 1, clip.squares += off * off, clip.sum += off;
      clip.product += lift[i] * true_mm, clip.truth += true_mm * true_mm;
      clip.covered += std::abs(off) < 1.96 * error[i] ? 1 : 0;
      errors.push_back(error[i]);
    }
    clip.abstained = 1 - clip.n / frames;
    const Json& range = analysis.at("end_range");
    clip.status = range.at("status"), clip.true_status = truth.at("end_range").at("status");
    clip.reason = range.at("reason").is_string() ? range.at("reason").get<std::string>() : "";
    clip.deg = number(range.at("deg")), clip.low_deg = number(range.at("low_deg"));
    clip.high_deg = number(range.at("high_deg")), clip.true_deg = number(truth.at("end_range").at("deg"));
    for (const Json& note : analysis.at("notes")) clip.is_warned = clip.is_warned || note.at("id") == "compressed";
    double lost = 0, angle_off = 0, moment_off = 0;
    for (const Json& rep : truth.at("reps")) {
      if (!rep.at("complete").get<bool>()) continue;
      LiftRep r{number(rep.at("lumbar_lift_max_mm")), kUnknown, median(errors),
                number(rep.at("end_range_deg")),      kUnknown, kUnknown};
      const double middle = number(rep.at("phases").at("bottom").at(0));
      for (const Json& own : analysis.at("reps"))
        if (number(own.at("start_s")) < middle && number(own.at("end_s")) > middle)
          r.measured_mm = number(own.at("lumbar_lift_max_mm")), r.measured_deg = number(own.at("end_range_deg")),
          r.measured_s = number(own.at("end_range_s"));
      if (!std::isnan(r.measured_deg - r.true_deg)) {
        const double there =
            leg[std::min(static_cast<std::size_t>(std::max(r.measured_s, 0.0) * rate), leg.size() - 1)];
        lost += 1, angle_off += r.measured_deg - there, moment_off += there - r.true_deg;
      }
      clip.reps.push_back(r);
    }
    if (lost > 0) clip.angle_off_deg = angle_off / lost, clip.moment_off_deg = moment_off / lost;
    return clip;
  } catch (const std::exception& e) {
    return failure(Error::Kind::unreadable, e.what());
  }
}

}  // namespace endrange::bench
