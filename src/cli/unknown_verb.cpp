#include "cli/unknown_verb.h"

#include "text/data_file.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::cli {
namespace {

/// "enter" for "entre": the word with these letters in another order; empty when there is none.
std::string same_letters(std::string word, const std::vector<std::string>& known) {
  std::sort(word.begin(), word.end());
  for (const std::string& each : known) {
    std::string letters = each;
    std::sort(letters.begin(), letters.end());
    if (letters == word) return each;
  }
  return "";
}

} // namespace

std::optional<Error> unknown_verb(const CLI::App& program, int argc, char** argv) {
  const CLI::App* under = &program;
  std::string place = "openimr";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    std::vector<std::string> known;
    const CLI::App* next = nullptr;
    for (const CLI::App* each : under->get_subcommands([](const CLI::App*) { return true; })) {
      if (!each->get_name().empty()) known.push_back(each->get_name());
      if (each->get_name() == word) next = each;
    }
    if (known.empty() || word.empty() || word.front() == '-') return std::nullopt;
    if (next) {
      under = next;
      place += " " + word;
      continue;
    }
    std::string near = text::nearest(word, known);
    if (near.empty()) near = same_letters(word, known);
    return Error{ErrorKind::Input, place, fmt::format("\"{}\"", word),
                 near.empty() ? fmt::format("one of {}", fmt::join(known, ", ")) : "a verb of it",
                 near.empty() ? fmt::format("see {} --help", place)
                              : fmt::format("did you mean \"{}\"? {} --help lists all", near, place)};
  }
  return std::nullopt;
}

} // namespace openimr::cli
