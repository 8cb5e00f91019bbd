// The structure of the source tree: who may include whom, and which outside header is seen where.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "run.h"

namespace endrange::test {
namespace {

// An outside library belongs to few modules, and there to .cpp files.
const std::vector<std::pair<std::regex, std::set<std::string>>> kOwners = {
    {std::regex(R"(^libav|^libsw)"), {"media"}}, {std::regex(R"(^xnnpack|^pthreadpool|^flatbuffers)"), {"pose"}},
    {std::regex(R"(^cairo)"), {"report"}},       {std::regex(R"(^nlohmann)"), {"io", "report", "synthetic"}},
    {std::regex(R"(^sqlite3)"), {"journal"}},    {std::regex(R"(^libical|^xlsxwriter)"), {"io"}},
    {std::regex(R"(^toml)"), {"coach"}},
};
// The same for apps/, by folder.
const std::vector<std::pair<std::regex, std::set<std::string>>> kAppOwners = {
    {std::regex(R"(^httplib)"), {"server"}},
    {std::regex(R"(^CLI/)"), {"cli"}},
    {std::regex(R"(^nlohmann)"), {"server"}},
    {std::regex(R"(^libav|^libsw|^xnnpack|^cairo|^sqlite3|^libical|^xlsxwriter|^toml)"), {}},
};
// Headers that only their own module's .cpp files and tests include.
const std::set<std::string> kHeadersThatMay = {"media/ffmpeg.h",       "media/test_clips.h",   "media/test_films.h",
                                               "media/encode_sound.h", "pose/tflite_schema.h", "pose/sparse.h",
                                               "pose/test_models.h"};

struct Include {
  std::string file, target;  // file relative to src/
  int line;
};

std::vector<Include> includes(const char* tree = "src") {
  const fs::path source = fs::path(ENDRANGE_SOURCE) / tree;
  const std::regex pattern(R"(^\s*#include\s+["<]([^">]+)[">])");
  std::vector<Include> found;
  for (const auto& entry : fs::recursive_directory_iterator(source)) {
    if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
    std::ifstream in(entry.path());
    std::string text;
    for (int line = 1; std::getline(in, text); ++line) {
      std::smatch match;
      if (std::regex_search(text, match, pattern))
        found.push_back({fs::relative(entry.path(), source).string(), match[1], line});
    }
  }
  return found;
}

std::map<std::string, std::set<std::string>> allowed() {
  std::map<std::string, std::set<std::string>> layers;
  std::ifstream in(ENDRANGE_LAYERS);
  std::string text;
  while (std::getline(in, text)) {
    std::stringstream words(text.substr(text.find(':') + 1));
    const std::string module = text.substr(0, text.find(':'));
    layers[module].insert(module);
    for (std::string used; words >> used;) layers[module].insert(used);
  }
  return layers;
}

TEST(Source, modules_include_only_the_layers_below_them) {
  const auto layers = allowed();
  ASSERT_GE(layers.size(), 7u);
  for (const Include& i : includes()) {
    const std::string module = i.file.substr(0, i.file.find('/')), target = i.target.substr(0, i.target.find('/'));
    if (!layers.contains(module) || !layers.contains(target)) continue;  // the façade, or an outside header
    EXPECT_TRUE(layers.at(module).contains(target))
        << i.file << ":" << i.line << ": " << module << "/ may not include " << target << "/";
  }
}

TEST(Source, outside_headers_stay_inside_the_module_that_owns_them) {
  for (const Include& i : includes()) {
    for (const auto& [pattern, owners] : kOwners) {
      if (!std::regex_search(i.target, pattern)) continue;
      EXPECT_TRUE(owners.contains(i.file.substr(0, i.file.find('/'))))
          << i.file << ":" << i.line << ": <" << i.target << ">";
      EXPECT_TRUE(!i.file.ends_with(".h") || kHeadersThatMay.contains(i.file))
          << i.file << ":" << i.line << ": <" << i.target << "> in a header";
    }
  }
}

TEST(Source, apps_include_the_facade_and_what_is_theirs) {
  const auto layers = allowed();
  for (const Include& i : includes("apps")) {
    const std::string app = i.file.substr(0, i.file.find('/')), target = i.target.substr(0, i.target.find('/'));
    const bool is_test = i.file.find("test") != std::string::npos;
    EXPECT_TRUE(!layers.contains(target) || is_test) << i.file << ":" << i.line << ": " << i.target;
    for (const auto& [pattern, owners] : kAppOwners) {
      if (!std::regex_search(i.target, pattern) || is_test) continue;
      EXPECT_TRUE(owners.contains(app) && i.file.ends_with(".cpp"))
          << i.file << ":" << i.line << ": <" << i.target << ">";
    }
  }
}

TEST(Source, nothing_that_measures_knows_how_clips_are_rendered) {
  for (const Include& i : includes())
    EXPECT_TRUE(i.target.find("synthetic/") != 0 || i.file.find("synthetic/") == 0 || i.file.find("endrange.") == 0)
        << i.file << ":" << i.line;
}

TEST(Source, files_stay_under_five_hundred_lines) {
  for (const char* folder : {"src", "apps", "tests", "bench"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(ENDRANGE_SOURCE) / folder)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
      const std::string text = text_of(entry.path());
      EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 500) << entry.path().filename();
    }
  }
}

TEST(Source, is_formatted) {
  if (std::system("clang-format --version >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "skipped: clang-format isn't installed";
  const std::string command = "cd '" + std::string(ENDRANGE_SOURCE) +
                              "' && find src apps tests bench \\( -name '*.h' -o -name '*.cpp' \\) "
                              "-exec clang-format --dry-run --Werror {} + 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << "run clang-format -i on the files named above";
}

}  // namespace
}  // namespace endrange::test
