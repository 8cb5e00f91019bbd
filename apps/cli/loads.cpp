#include <cstdio>

#include "commands.h"

namespace endrange::cli {

int run_loads(LoadsCommand& command) {
  if (!command.sex.empty()) command.question.sex = command.sex.size() == 1 ? command.sex[0] : '?';
  const auto sheet = load_sheet(command.question);
  if (!sheet) return complain(sheet.error());
  std::fputs((command.as_json ? to_json(*sheet) : command.as_csv ? to_csv(*sheet) : to_text(*sheet)).c_str(), stdout);
  if (std::fflush(stdout) != 0) return complain({Error::Kind::io, "the result can't be written to standard output"});
  return done;
}

}  // namespace endrange::cli
