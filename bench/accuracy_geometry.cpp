// True landmarks through interpret(): what the geometry alone costs. No picture, no network.
#include <cstdio>

#include "accuracy.h"
#include "analysis/analyze.h"
#include "endrange.h"
#include "report/json.h"
#include "synthetic/skeleton.h"
#include "synthetic/synth.h"
#include "synthetic/truth.h"

namespace endrange::bench {

namespace {

using synthetic::Scene;

Row measure(const Case& job, const KnownClip& known, const std::vector<Pose>& poses) {
  Following following;
  following.poses = poses;
  following.scene.resize(poses.size());
  following.width = known.width, following.height = known.height;
  AnalyzeOptions options;
  options.subject.height_m = job.recipe.height_m, options.subject.is_height_assumed = false;
  const Analysis analysis = interpret(following, options);
  Row row;
  row.job = job;
  auto measured = read_measured(to_json(analysis), write_csv(analysis));
  if (!measured) {
    row.reason = measured.error().message;
    return row;
  }
  row.metrics = compare(known, *measured);
  measured->joints.clear(), measured->legs = {}, measured->at_s.clear();
  row.measured = std::move(*measured);
  return row;
}

}  // namespace

GeometryRows run_geometry(int n, int seed) {
  GeometryRows rows;
  if (n == 0) return rows;
  // Another draw than the rendered clips'.
  for (Case& job : make_grid(n, seed + 700)) {
    if (job.is_extra) continue;
    // No shutter here: a frame's landmarks are those of its own time.
    job.recipe.rolling_shutter_ms = 0;
    const Scene scene = synthetic::skeleton_scene(job.recipe);
    const auto frames_s = synthetic::frame_times(job.recipe, scene.script.duration_s);
    synthetic::Truth truth = synthetic::log_truth(scene, frames_s);
    // The reader doesn't ask for these, and they are most of the file.
    for (auto& values : truth.series.joints) values.clear();
    const auto known = read_known(synthetic::truth_json(scene, truth, frames_s, "skeleton.mp4"));
    if (!known) {
      Row row;
      row.job = job, row.reason = known.error().message;
      rows.exact.push_back(row), rows.noisy.push_back(row);
      continue;
    }
    std::vector<Pose> poses = synthetic::film_skeleton(scene, frames_s);
    rows.exact.push_back(measure(job, *known, poses));
    synthetic::disturb(poses, job.recipe.seed);
    rows.noisy.push_back(measure(job, *known, poses));
    if (job.number % 50 == 0) std::printf("geometry %d/%d\n", job.number, n), std::fflush(stdout);
  }
  return rows;
}

}  // namespace endrange::bench
