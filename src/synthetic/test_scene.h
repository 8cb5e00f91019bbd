// test_scene.h: what several tests of this folder ask of a recipe. Included by *_test.cpp only.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "exercise/exercise.h"
#include "synthetic/render.h"

namespace endrange::synthetic::test {

/// All that can be rendered, as in the table of exercises.
inline std::vector<std::string> renderable() {
  std::vector<std::string> ids;
  for (const Exercise& exercise : exercises())
    if (exercise.id != "other") ids.emplace_back(exercise.id);
  return ids;
}

inline Recipe recipe_of(const std::string& exercise) {
  Recipe recipe;
  recipe.exercise = exercise;
  return recipe;
}

/// build_scene() without the body's surface, which takes a second to grow.
inline Scene bare_scene(const Recipe& recipe) {
  Scene scene;
  scene.recipe = recipe;
  scene.script = write_script(recipe);
  scene.anatomy = make_anatomy(recipe.sex == "f" ? 'f' : 'm', recipe.height_m, recipe.build);
  scene.stance = stance_of(scene.script);
  scene.camera = place_camera(recipe, scene.anatomy, scene.script);
  return scene;
}

inline Vec3 joint_of(const std::array<Vec3, kJointCount>& joints, Joint joint) {
  return joints[static_cast<std::size_t>(joint)];
}

/// A folder of its own under the system's temporary one; gone with the object.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "endrange_synth_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  /// Names of all that lies in it, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) all.push_back(entry.path().filename());
    std::sort(all.begin(), all.end());
    return all;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace endrange::synthetic::test
