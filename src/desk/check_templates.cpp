// check_templates(): what a single page cannot know about itself: whether a case can tell its fields, whether the
// clocks exist, and whether it fills.
#include "desk/write_letter.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

using letters::FieldDefinition;
using letters::FieldSource;
using letters::LetterTemplate;

/// One page against what a case can tell and against the clocks of its jurisdiction.
class PageChecker {
public:
  PageChecker(const LetterTemplate& page, const jurisdictions::Jurisdiction& law, text::Problems& problems)
      : page_(page), law_(law), problems_(problems) {}

  void check() {
    for (const FieldDefinition& field : page_.fields) {
      if (field.source == FieldSource::Case) check_case_field(field, case_fields(), "");
      if (field.source == FieldSource::Due && law_.clock(field.due.rule) == nullptr)
        problem(field, fmt::format("the rule \"{}\"", field.due.rule), "a rule of clocks.yaml",
                "`openimr due list` names them");
    }
  }

private:
  void problem(const FieldDefinition& field, std::string found, std::string expected, std::string remedy) {
    problems_.push_back({fmt::format("{}:{}: {}", page_.file, field.line, field.name), std::move(found),
                         std::move(expected), std::move(remedy)});
  }

  void check_case_field(const FieldDefinition& field, const std::vector<FieldDefinition>& known,
                        const std::string& of) {
    const auto at = std::ranges::find(known, field.name, &FieldDefinition::name);
    if (at == known.end()) {
      problem(field, fmt::format("a field{} that no case can tell", of), "a field of docs/how_to/write_a_letter.md",
              "correct the name, or write source: set");
      return;
    }
    if (at->type != field.type) {
      problem(field, fmt::format("type {}", letters::name(field.type)), fmt::format("type {}", letters::name(at->type)),
              "correct it");
      return;
    }
    for (const FieldDefinition& part : field.fields) check_case_field(part, at->fields, " of a row");
  }

  const LetterTemplate& page_;
  const jurisdictions::Jurisdiction& law_;
  text::Problems& problems_;
};

/// Fills the page with and without what may be missing, through every word of choice; reads the fullest.
void try_page(const LetterTemplate& page, const letters::Language& language, const std::string& jurisdiction,
              TemplateReport& report) {
  constexpr std::size_t most_choices = 16; // more words than any set has
  letters::ReadingLevel level;
  for (const bool with_optional : {false, true})
    for (std::size_t choice = 0; choice < (with_optional ? most_choices : 1); ++choice) {
      auto filled = letters::fill_template(page, language, letters::sample_values(page, with_optional, choice),
                                           *Date::from(2015, 3, 18));
      if (!filled) {
        const Error& error = filled.error();
        report.problems.push_back({error.where, error.found, error.expected, error.remedy});
        return;
      }
      if (choice == 0) level = letters::reading_level(filled->own_words, language.reading);
    }
  if (page.highest_grade && level.grade > *page.highest_grade)
    report.problems.push_back({fmt::format("{}: {}", page.file, language.id),
                               fmt::format("reading grade {:.1f}", level.grade),
                               fmt::format("at most {}", *page.highest_grade), "use shorter words and sentences"});
  report.readings.push_back({jurisdiction, page.id, language.id, level});
}

} // namespace

Result<TemplateReport> check_templates(const std::string& packs_folder) {
  auto languages = letters::load_languages(packs_folder);
  if (!languages) return languages.error();
  TemplateReport report;
  for (const std::string& id : jurisdictions::list_jurisdictions(packs_folder)) {
    auto pages = letters::load_templates(packs_folder, id);
    if (!pages) return pages.error();
    if (pages->empty()) continue;
    auto law = jurisdictions::Jurisdiction::load(packs_folder, id);
    if (!law) return law.error();
    for (const LetterTemplate& page : *pages) {
      PageChecker(page, *law, report.problems).check();
      for (const std::string& language_id : page.languages) {
        if (const auto* language = letters::find_language(*languages, language_id))
          try_page(page, *language, id, report);
        else
          report.problems.push_back({page.file, "the language \"" + language_id + "\"",
                                     "a language of packs/letters/languages.yaml", "add it there"});
      }
    }
  }
  return report;
}

} // namespace openimr::desk
