#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "commands.h"
#include "progress.h"

namespace endrange::cli {

Result<void> write_page(const std::string& html, const std::string& path) {
  std::error_code none;
  if (std::filesystem::exists(path, none)) {
    // Pages of ours say so in their first lines.
    std::ifstream file(path);
    std::string begin(400, '\0');
    file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    if (begin.find("content=\"endrange history\"") == std::string::npos)
      return failure(Error::Kind::bad_argument,
                     path + ": there is such a file already, and endrange didn't write it; take another name");
  }
  return write_text_file(html, path);
}

void add_history(CLI::App& app, HistoryCommand& c) {
  add_whose(app, c.whose);
  app.add_option("--weeks", c.weeks, "How far back (default: 12)")->check(CLI::Range(1, 5200))->type_name("N");
  app.add_flag("--all", c.is_all, "From the first day on");
  app.add_option("--ladder", c.ladder, "The ladder that decisions follow (default: endrange's own)")->type_name("FILE");
  auto* json = app.add_flag("--json", c.as_json, "As one JSON document");
  app.add_option("--html", c.html, "Write it as a page, with charts")->type_name("FILE")->excludes(json);
}

namespace {

Result<HistoryView> view_of(const HistoryCommand& c, const Ladder& ladder, Day today) {
  auto journal = open_to_look(c.whose);
  // One's own journal is there from the first entry on.
  if (!journal && journal.error().kind == Error::Kind::not_found && c.whose.path.empty()) {
    HistoryView nothing;
    nothing.from = today - std::chrono::days(7 * c.weeks), nothing.to = today;
    return nothing;
  }
  if (!journal) return tl::unexpected(journal.error());
  const auto person = find_lifter(*journal, c.whose);
  if (!person) return tl::unexpected(person.error());
  return look_back(*journal, *person, ladder, today, c.is_all && person->id != 0 ? 0 : c.weeks);
}

}  // namespace

int run_history(HistoryCommand& c) {
  const auto at = now();
  if (!at) return complain(at.error());
  const auto ladder = ladder_of(c.ladder);
  if (!ladder) return complain(ladder.error());
  const auto view = view_of(c, *ladder, at->day());
  if (!view) return complain(view.error());
  if (c.html.empty()) return print(c.as_json ? to_json(*view) : to_text(*view, may_color(1)));
  if (const auto written = write_page(to_html(*view), c.html); !written) return complain(written.error());
  std::fprintf(stderr, "Written: %s\n", c.html.c_str());
  return done;
}

}  // namespace endrange::cli
