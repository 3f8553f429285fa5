#include "cli/publication_commands.h"

#include "base/files.h"
#include "cli/answers.h"
#include "cli/environment.h"
#include "cli/installation.h"
#include "cli/out_folder.h"
#include "corpus/reidentification.h"
#include "desk/corpus_statistics.h"
#include "desk/deidentify_letter.h"
#include "desk/library_reader.h"
#include "intake/pdf_leaks.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>

namespace openimr::cli {
namespace {

namespace json = boost::json;

struct DeidentifyArguments {
  desk::DeidentifyRequest request;
  std::vector<std::string> letters;
  std::string mode = "generalise", out;
  std::uint64_t key = 0;
  bool has_key = false, json = false;
};

json::object span_json(text::Span span) { return {{"begin", span.begin}, {"end", span.end}}; }

/// What was taken out; the words themselves only where the caller may see them: they stand in the source.
json::array removals_json(const std::vector<corpus::Removal>& removals) {
  json::array out;
  for (const auto& one : removals)
    out.push_back(json::object{{"class", one.of_class},
                               {"rule", one.rule},
                               {"source", span_json(one.source)},
                               {"output", span_json(one.output)},
                               {"replacement", one.replacement}});
  return out;
}

json::object counts_json(const std::vector<corpus::Removal>& removals) {
  json::object out;
  for (const auto& [of_class, count] : corpus::count_by_class(removals)) out[of_class] = count;
  return out;
}

json::object deidentified_json(const std::string& file, const desk::DeidentifiedLetter& letter,
                               const std::vector<std::string>& files) {
  return {{"schema", 1},
          {"file", file},
          {"text", letter.safe.text},
          {"removals", removals_json(letter.safe.removals)},
          {"counts", counts_json(letter.safe.removals)},
          {"parties_known", !letter.known.empty()},
          {"problems", to_json(letter.problems)},
          {"files", json::value_from(files)}};
}

int deidentify_one(const Console& console, const desk::Installation& installation, const DeidentifyArguments& arguments,
                   const std::string& file) {
  desk::DeidentifyRequest request = arguments.request;
  request.letter_file = file;
  auto letter = desk::deidentify_letter(request, installation);
  if (!letter) return console.fail(letter.error());
  for (const auto& problem : letter->problems) console.warn(problem.message());
  std::vector<std::string> files;
  if (!arguments.out.empty()) {
    const auto day = Date::from(2000, 1, 1); // the copy itself says no day
    auto rendered = desk::render_public_copy(letters::letter_of_text(letter->safe.text, "De-identified letter", *day),
                                             letter->known, "deidentified");
    if (!rendered) return console.fail(rendered.error());
    auto written = write_all(arguments.out, *rendered);
    if (!written) return console.fail(written.error());
    files = *written;
  }
  if (arguments.json)
    console.write(json_line(deidentified_json(file, *letter, files)));
  else if (files.empty())
    console.write(letter->safe.text);
  else
    for (const std::string& path : files) console.line(path);
  return exit_done;
}

int deidentify(const Console& console, DeidentifyArguments arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  arguments.request.days =
      arguments.mode == "shift" ? corpus::DayPolicy::Mode::Shift : corpus::DayPolicy::Mode::Generalise;
  if (arguments.has_key) arguments.request.shift_key = arguments.key;
  if (!arguments.out.empty()) {
    if (arguments.letters.size() > 1)
      return console.fail({ErrorKind::Input, "--out", fmt::format("{} letters", arguments.letters.size()), "one letter",
                           "run it once for each letter"});
    if (auto ready = prepare_folder(arguments.out); !ready) return console.fail(ready.error());
  }
  for (const std::string& file : arguments.letters)
    if (const int code = deidentify_one(console, *installation, arguments, file); code != exit_done) return code;
  return exit_done;
}

void add_deidentify(CLI::App& corpus, const Console& console, int& exit) {
  auto arguments = std::make_shared<DeidentifyArguments>();
  auto* command = corpus.add_subcommand(
      "deidentify", "a letter without whoever it could be tied to; a person looks at it before it is published");
  command->footer(
      "Example: openimr corpus deidentify letter.pdf --case my-case --mode shift --shift-key 20150318 --json");
  command->add_option("LETTER", arguments->letters, "letters, text or PDF")->required();
  command->add_option("--case", arguments->request.case_folder, "case folder: its parties are looked for by name");
  command->add_option("--roster", arguments->request.roster_file, "roster: reviewers' names are looked for");
  command->add_option("--mode", arguments->mode, "days become years, or are all moved by one number of weeks")
      ->check(CLI::IsMember({"generalise", "shift"}))
      ->capture_default_str();
  command->add_flag("--age-bands", arguments->request.has_age_bands, "ages become bands of ten years");
  command->add_option("--shift-key", arguments->key, "secret number that decides the weeks of each case")
      ->each([arguments](const std::string&) { arguments->has_key = true; });
  command->add_option("--out", arguments->out,
                      "folder for deidentified.pdf, .html, .txt and .letter.json, rendered anew");
  command->add_flag("--json", arguments->json, "answer in JSON, a line a letter: text, removals with their places");
  command->callback([&console, &exit, arguments] { exit = deidentify(console, *arguments); });
}

struct LeaksArguments {
  std::vector<std::string> files;
  std::string case_folder, roster;
  bool json = false;
};

int leaks_of_one(const Console& console, const desk::Installation& installation, const LeaksArguments& arguments,
                 const std::string& file) {
  auto leaks = desk::leaks_of_file(file, arguments.case_folder, arguments.roster, installation);
  if (!leaks) return console.fail(leaks.error());
  if (arguments.json) {
    json::array rows;
    for (const auto& leak : *leaks)
      rows.push_back(json::object{{"kind", leak.kind},
                                  {"page", leak.page == 0 ? json::value(nullptr) : json::value(leak.page)},
                                  {"found", leak.found}});
    console.write(json_line(json::object{{"schema", 1}, {"file", file}, {"leaks", std::move(rows)}}));
  } else {
    for (const auto& leak : *leaks)
      console.line(fmt::format("{}: {}{}: {}", file, console.in(Tone::Bad, leak.kind),
                               leak.page == 0 ? "" : fmt::format(", page {}", leak.page), leak.found));
    if (leaks->empty()) console.line(fmt::format("{}: nothing is carried beside what the pages show", file));
  }
  return leaks->empty() ? exit_done : exit_no;
}

int leaks(const Console& console, const LeaksArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  int worst = exit_done;
  for (const std::string& file : arguments.files)
    worst = std::max(worst, leaks_of_one(console, *installation, arguments, file));
  return worst;
}

void add_leaks(CLI::App& corpus, const Console& console, int& exit) {
  auto arguments = std::make_shared<LeaksArguments>();
  auto* command = corpus.add_subcommand(
      "leaks", "what a PDF carries that its pages do not show: text under boxes, metadata, attachments, …");
  command->footer("Example: openimr corpus leaks published.pdf --case my-case");
  command->add_option("FILE", arguments->files, "PDF files")->required();
  command->add_option("--case", arguments->case_folder,
                      "case folder: names and numbers of its parties are looked for in the words too");
  command->add_option("--roster", arguments->roster, "roster: so are reviewers' names");
  command->add_flag("--json", arguments->json, "answer in JSON, a line a file");
  command->callback([&console, &exit, arguments] { exit = leaks(console, *arguments); });
}

struct RiskArguments {
  std::string letter, library;
  std::size_t wanted = 11;
  bool json = false;
};

/// What was made coarser, in words: "age: band of ten years".
std::vector<std::string> words_of(const corpus::Generalisation& one) {
  std::vector<std::string> out;
  for (std::size_t q = 0; q < corpus::quasi_count; ++q)
    if (const auto quasi = static_cast<corpus::Quasi>(q); one.levels[q] > 0)
      out.push_back(fmt::format("{}: {}", corpus::name(quasi), corpus::level_words(quasi, one.levels[q])));
  return out;
}

json::array generalisations_json(const std::vector<corpus::Generalisation>& all) {
  json::array out;
  for (const auto& one : all)
    out.push_back(json::object{{"change", json::value_from(words_of(one))}, {"k", one.k}, {"loss", one.loss}});
  return out;
}

int risk(const Console& console, const RiskArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  text::Problems problems;
  auto text = desk::text_of_letter(arguments.letter, *installation, problems);
  if (!text) return console.fail(text.error());
  auto reader = desk::LibraryReader::open(*installation);
  if (!reader) return console.fail(reader.error());
  corpus::RiskCounter counter(reader->letter(arguments.letter, *text, desk::Provenance::Elsewhere));
  auto done = desk::each_decision(arguments.library, "", *installation, [&](const corpus::LibraryDecision& other) {
    counter.add(other);
    return true;
  });
  if (!done) return console.fail(done.error());
  const auto report = counter.report(arguments.wanted);
  if (arguments.json) {
    console.write(json_line(json::object{{"schema", 1},
                                         {"file", arguments.letter},
                                         {"library", report.library},
                                         {"wanted", arguments.wanted},
                                         {"k", report.as_it_is.k},
                                         {"steps", generalisations_json(report.steps)},
                                         {"enough", generalisations_json(report.enough)}}));
  } else {
    console.line(fmt::format("{} of {} published decisions look like it in age, sex, year of injury, year of decision, "
                             "drugs and part of the body",
                             report.as_it_is.k, report.library));
    for (const auto& step : report.steps)
      console.line(fmt::format("  {:<40} {:>8}", fmt::format("{}", fmt::join(words_of(step), "; ")), step.k));
    if (report.enough.empty()) console.line(fmt::format("no generalisation hides it among {}", arguments.wanted));
    for (const auto& one : report.enough)
      if (report.as_it_is.k < arguments.wanted)
        console.line(fmt::format("enough: {} ({} decisions)", fmt::join(words_of(one), "; "), one.k));
  }
  return report.as_it_is.k >= arguments.wanted ? exit_done : exit_no;
}

void add_risk(CLI::App& corpus, const Console& console, int& exit) {
  auto arguments = std::make_shared<RiskArguments>();
  auto* command = corpus.add_subcommand("risk", "how many published decisions look like a letter, and what would hide "
                                                "it among enough; exit code 1 when too few do");
  command->footer("Example: openimr corpus risk letter.txt --library decisions.library");
  command->add_option("LETTER", arguments->letter, "a letter, text or PDF")->required();
  or_environment(command->add_option("--library", arguments->library, "library of decisions (openimr corpus import)"),
                 arguments->library, "OPENIMR_LIBRARY", Need::Required);
  command->add_option("--wanted", arguments->wanted, "how many others are enough")->capture_default_str();
  command->add_flag("--json", arguments->json, "answer in JSON");
  command->callback([&console, &exit, arguments] { exit = risk(console, *arguments); });
}

} // namespace

CLI::App* corpus_command(CLI::App& program) {
  try {
    return program.get_subcommand("corpus");
  } catch (const CLI::OptionNotFound&) {
    auto* corpus = program.add_subcommand("corpus", "published determinations");
    corpus->require_subcommand(1);
    return corpus;
  }
}

void add_publication_commands(CLI::App& program, const Console& console, int& exit) {
  CLI::App& corpus = *corpus_command(program);
  add_deidentify(corpus, console, exit);
  add_leaks(corpus, console, exit);
  add_risk(corpus, console, exit);
}

} // namespace openimr::cli
