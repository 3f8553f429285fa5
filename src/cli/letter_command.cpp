// `openimr letter`: any letter of a jurisdiction from the case folder, its kinds, and the check of its templates.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/out_folder.h"

#include "desk/letters_of_case.h"
#include "desk/write_letter.h"
#include "letters/render_json.h"
#include "letters/render_text.h"

#include <boost/json.hpp>
#include <cmath>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

double rounded(double value) { return std::round(value * 10) / 10; }

json::object reading_json(const letters::ReadingLevel& level) {
  return {{"grade", rounded(level.grade)},
          {"ease", rounded(level.ease)},
          {"sentences", level.sentences},
          {"words", level.words}};
}

json::object written_json(const desk::WrittenLetter& written, const std::vector<std::string>& files) {
  json::array due, texts;
  for (const auto& one : written.due) due.push_back(json::object{{"field", one.field}, {"due", to_json(one.due)}});
  for (const auto& one : written.filled.printed)
    if (!one.citation.empty())
      texts.push_back(json::object{{"id", one.id}, {"citation", one.citation}, {"verified", one.is_verified}});
  return {{"schema", 1},
          {"kind", written.kind},
          {"language", written.language},
          {"citation", written.citation},
          {"template", json::object{{"file", written.template_file}, {"sha256", written.template_sha256}}},
          {"due", std::move(due)},
          {"texts", std::move(texts)},
          {"reading", reading_json(written.own_words)},
          {"pages", written.pages},
          {"problems", to_json(written.problems)},
          {"files", json::value_from(files)},
          {"letter", json::parse(letters::render_json(written.filled.letter))}};
}

const char* standing_word(letters::Standing standing) {
  static constexpr const char* words[] = {"any", "eligible", "ineligible", "deferred", "determined"};
  return words[static_cast<std::size_t>(standing)];
}

json::object listed_json(const letters::LetterTemplate& page) {
  json::array settings;
  for (const auto& field : page.fields) {
    if (field.source != letters::FieldSource::Set) continue;
    json::object one{{"name", field.name},
                     {"type", letters::name(field.type)},
                     {"optional", field.is_optional},
                     {"about", field.about}};
    if (const auto set = page.words.find(field.words); set != page.words.end()) {
      json::array words;
      for (const auto& [word, phrases] : set->second) words.emplace_back(word);
      one["words"] = std::move(words);
    }
    settings.push_back(std::move(one));
  }
  return {{"id", page.id},
          {"about", page.about},
          {"citation", page.citation},
          {"standing", standing_word(page.standing)},
          {"languages", json::value_from(page.languages)},
          {"proof_of_service", page.has_proof_of_service},
          {"set", std::move(settings)}};
}

void print_listed(const Console& console, const letters::LetterTemplate& page) {
  const auto width = static_cast<std::size_t>(console.width());
  console.line(console.in(Tone::Strong, page.id) +
               fmt::format("  ({}; {})", fmt::join(page.languages, ", "), page.citation));
  console.line("  " + wrapped(page.about, width, 2));
  for (const auto& field : page.fields)
    if (field.source == letters::FieldSource::Set)
      console.line("    " + wrapped(fmt::format("--set {}=…{}  {}", field.name, field.is_optional ? " (optional)" : "",
                                                field.about),
                                    width - 4, 10));
}

int list_letters(const Console& console, const desk::Installation& installation, const LetterArguments& arguments) {
  auto law = jurisdictions::Jurisdiction::load(installation.packs_folder, arguments.jurisdiction);
  if (!law) return console.fail(law.error());
  auto pages = desk::letter_kinds(installation.packs_folder, *law);
  if (!pages) return console.fail(pages.error());
  if (!arguments.json) {
    for (const auto& page : *pages) print_listed(console, page);
    return exit_done;
  }
  json::array rows;
  for (const auto& page : *pages) rows.push_back(listed_json(page));
  console.write(json_line(json::object{{"jurisdiction", law->id}, {"letters", std::move(rows)}}));
  return exit_done;
}

int check_letters(const Console& console, const desk::Installation& installation, bool as_json) {
  auto report = desk::check_templates(installation.packs_folder);
  if (!report) return console.fail(report.error());
  json::array rows;
  for (const auto& one : report->readings) {
    json::object row = reading_json(one.level);
    row["jurisdiction"] = one.jurisdiction;
    row["id"] = one.id;
    row["language"] = one.language;
    rows.push_back(std::move(row));
    if (!as_json)
      console.line(fmt::format("{:<12}{:<24}{:<4}grade {:>4.1f}   ease {:>5.1f}   {} words", one.jurisdiction, one.id,
                               one.language, one.level.grade, one.level.ease, one.level.words));
  }
  if (as_json)
    console.write(json_line(json::object{{"readings", std::move(rows)}, {"problems", to_json(report->problems)}}));
  else
    for (const auto& problem : report->problems) console.line(console.in(Tone::Bad, problem.message()));
  return report->problems.empty() ? exit_done : exit_no;
}

Result<desk::LetterRequest> request_of(const Console& console, const LetterArguments& arguments) {
  if (arguments.folder.empty())
    return Error{ErrorKind::Input, "CASE", "none", "a case folder", "name it behind the kind of letter"};
  desk::LetterRequest request{.kind = arguments.kind,
                              .folder = arguments.folder,
                              .language = arguments.language,
                              .settings = arguments.settings,
                              .date = {},
                              .letterhead_file = arguments.letterhead,
                              .roster_file = arguments.roster,
                              .progress = {}};
  if (!arguments.date.empty()) {
    auto day = day_of("--date", arguments.date);
    if (!day) return day.error();
    request.date = *day;
  }
  request.progress = [&console](std::size_t done, std::size_t total) {
    console.progress("reading pages", done, total);
  };
  return request;
}

} // namespace

int letter_command(const Console& console, const LetterArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  if (arguments.kind == "list") return list_letters(console, *installation, arguments);
  if (arguments.kind == "check") return check_letters(console, *installation, arguments.json);
  auto request = request_of(console, arguments);
  if (!request) return console.fail(request.error());
  if (!arguments.out.empty())
    if (auto ready = prepare_folder(arguments.out); !ready) return console.fail(ready.error());
  auto written = desk::write_letter(*request, *installation);
  console.end_progress();
  if (!written) return console.fail(written.error());
  std::vector<std::string> files;
  if (!arguments.out.empty()) {
    auto rendered = desk::render_letter(written->filled.letter, written->kind + "." + written->language);
    if (!rendered) return console.fail(rendered.error());
    auto done = write_all(arguments.out, *rendered);
    if (!done) return console.fail(done.error());
    files = *done;
  }
  if (arguments.json)
    console.write(json_line(written_json(*written, files)));
  else if (files.empty())
    console.write(letters::render_text(written->filled.letter));
  else
    for (const std::string& file : files) console.line(file);
  for (const auto& problem : written->problems) console.warn(problem.message());
  return exit_done;
}

} // namespace openimr::cli
