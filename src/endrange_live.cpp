// The façade's part about sets that are being filmed.
#include "endrange_parts.h"
#include "report/files.h"
#include "report/json.h"
#include "report/live_json.h"

namespace endrange {

Result<LiveSet> film_live(const Options& options, const LiveGoal& goal) {
  if (const std::string problem = options.problem(); !problem.empty())
    return failure(Error::Kind::bad_argument, problem);
  return LiveSet::create({pose_of(options), subject_of(options), options.exercise, goal});
}

Result<Analysis> finish_live(LiveSet& set, const Options& options, const std::string& name, const std::string& sha256) {
  auto analysis = set.finish();
  if (!analysis) return analysis;
  analysis->version = version();
  analysis->pose_model = options.model;
  analysis->clip.file = name;
  analysis->clip.sha256 = sha256;
  summarise_times(*analysis);
  analysis->notes.push_back({"no_audio", "A live set has no sound."});
  add_notes_of_set(*analysis);
  return analysis;
}

std::string to_json(const LiveState& state) { return write_live_json(state); }

Result<void> write_data(const Analysis& analysis, const std::string& folder) {
  auto files = ReportFolder::open(folder, {"series.csv", "analysis.json"}, analysis.clip.name());
  if (!files) return tl::unexpected(files.error());
  if (auto wrote = files->write("series.csv", write_csv(analysis)); !wrote) return wrote;
  if (auto wrote = files->write("analysis.json", write_json(analysis)); !wrote) return wrote;
  return files->commit();
}

}  // namespace endrange
