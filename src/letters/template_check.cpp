#include "letters/template_check.h"

#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace openimr::letters {
namespace {

using Kind = TemplateBlock::Kind;

/// Walks a page with what is known at each place: rows that a list is at, and what conditions have made sure of.
class Checker {
public:
  explicit Checker(const LetterTemplate& page) : page_(page) {}

  text::Problems check() {
    check_fields();
    check_phrases("title", page_.title, {});
    for (const TemplateBlock& block : page_.blocks) check_block(block, {});
    for (const FieldDefinition& field : page_.fields)
      if (!used_.contains(field.name))
        problem(field.line, field.name, "a field that nothing uses",
                "a placeholder, a condition or a due date that does", "take it out");
    return std::move(problems_);
  }

private:
  /// What holds at a place of the page.
  struct Scope {
    std::map<std::string, const FieldDefinition*> rows; ///< name of the row -> its list
    std::set<std::string> sure;                         ///< paths that have a value here
  };

  void problem(int line, const std::string& place, std::string found, std::string expected, std::string remedy) {
    problems_.push_back(
        {fmt::format("{}:{}: {}", page_.file, line, place), std::move(found), std::move(expected), std::move(remedy)});
  }

  void check_fields() {
    for (const FieldDefinition& field : page_.fields) {
      check_words(field);
      for (const FieldDefinition& part : field.fields) {
        check_words(part);
        if (part.type == FieldType::List)
          problem(part.line, part.name, "a list inside of a list", "one level", "give it a list of its own");
      }
      if (field.source != FieldSource::Due) continue;
      if (field.type != FieldType::Date)
        problem(field.line, field.name, fmt::format("a due date of type {}", name(field.type)), "type: date",
                "correct it");
      const FieldDefinition* event = page_.field(field.due.event);
      if (field.due.event != "letter_date" && (event == nullptr || event->type != FieldType::Date))
        problem(field.line, field.name, fmt::format("the event \"{}\"", field.due.event),
                "letter_date or a field of type date", "declare it");
      used_.insert(field.due.event);
    }
  }

  void check_words(const FieldDefinition& field) {
    if (field.type != FieldType::Choice) return;
    const auto set = page_.words.find(field.words);
    if (set == page_.words.end()) {
      problem(field.line, field.name, fmt::format("the words \"{}\"", field.words), "a set of words.yaml",
              "add the set");
      return;
    }
    for (const auto& [value, phrases] : set->second)
      for (const std::string& language : page_.languages)
        if (!phrases.contains(language))
          problem(field.line, field.name, fmt::format("no \"{}\" for {} in words.yaml", language, value),
                  "words in every language of the letter", "add them");
  }

  /// The field a path names, or null with a problem.
  const FieldDefinition* resolve(const std::string& path, const Scope& scope, int line, const std::string& place) {
    const std::size_t dot = path.find('.');
    const std::string head = path.substr(0, dot);
    if (dot == std::string::npos) {
      if (const auto* field = page_.field(head)) {
        used_.insert(head);
        return field;
      }
      std::vector<std::string> known;
      for (const auto& field : page_.fields) known.push_back(field.name);
      const std::string near = text::nearest(head, known);
      problem(line, place, fmt::format("{{{}}}", path), "a field of this page",
              near.empty() ? "declare it under fields" : fmt::format("did you mean {{{}}}?", near));
      return nullptr;
    }
    if (const auto row = scope.rows.find(head); row != scope.rows.end()) {
      const auto& parts = row->second->fields;
      const auto at = std::ranges::find(parts, path.substr(dot + 1), &FieldDefinition::name);
      if (at != parts.end()) return &*at;
    }
    problem(line, place, fmt::format("{{{}}}", path), "a field of a row that a list is at here",
            "declare it under the list's fields, or use it inside of `each`");
    return nullptr;
  }

  Scope with(Scope scope, const std::vector<Condition>& conditions, int line, const std::string& place) {
    for (const Condition& condition : conditions) {
      const FieldDefinition* field = resolve(condition.path, scope, line, place);
      if (field == nullptr) continue;
      if (!condition.equals.empty()) {
        const auto set = page_.words.find(field->words);
        if (field->type != FieldType::Choice || set == page_.words.end() || !set->second.contains(condition.equals))
          problem(line, place, fmt::format("\"{} is {}\"", condition.path, condition.equals),
                  "a choice and one of its words", "correct the condition");
      } else if (field->type != FieldType::Flag && field->type != FieldType::List && !field->is_optional) {
        problem(line, place, fmt::format("the condition \"{}\"", condition.path),
                "a flag, a list or an optional field: this one is always there", "take the condition out");
      }
      if (!condition.is_negated) scope.sure.insert(condition.path);
    }
    return scope;
  }

  void check_placeholder(const Placeholder& placeholder, const Scope& scope, int line, const std::string& place) {
    const FieldDefinition* field = resolve(placeholder.path, scope, line, place);
    if (field == nullptr) return;
    if (field->type == FieldType::Flag || field->type == FieldType::List)
      problem(line, place, fmt::format("{{{}}}, a {}", placeholder.path, name(field->type)),
              "a text, date, number or choice", "use it in a condition or in `each`");
    if (!placeholder.format.empty() && (placeholder.format != "short" || field->type != FieldType::Date))
      problem(line, place, fmt::format("{{{}:{}}}", placeholder.path, placeholder.format), ":short behind a date",
              "take the format out");
    if (field->is_optional && !scope.sure.contains(placeholder.path))
      problem(line, place, fmt::format("{{{}}}, which may be missing", placeholder.path),
              "a condition that asks for it", fmt::format("write `when: [{}]` here", placeholder.path));
  }

  void check_phrases(const std::string& place, const Phrases& phrases, const Scope& scope) {
    if (phrases.empty()) return;
    const int first_line = phrases.begin()->second.line;
    for (const std::string& language : page_.languages)
      if (!phrases.contains(language))
        problem(first_line, place, fmt::format("no text in \"{}\"", language), "one in every language of the letter",
                "translate it, or take the language out");
    std::optional<std::set<std::string>> first;
    for (const auto& [language, phrase] : phrases) {
      if (std::ranges::find(page_.languages, language) == page_.languages.end())
        problem(phrase.line, place, fmt::format("the language \"{}\"", language),
                fmt::format("one of {}", fmt::join(page_.languages, ", ")), "add it to languages");
      const auto cut = cut_phrase(phrase.written);
      if (!cut) continue;
      std::set<std::string> names;
      for (const Placeholder& placeholder : cut->placeholders) {
        check_placeholder(placeholder, scope, phrase.line, place);
        names.insert(placeholder.path);
      }
      if (first && *first != names)
        problem(phrase.line, place, fmt::format("other placeholders in \"{}\"", language), "the same in every language",
                "say the same in both");
      first = names;
    }
  }

  void check_block(const TemplateBlock& block, Scope scope) {
    const std::string& place = block.id;
    if (!ids_.insert(block.id).second)
      problem(block.line, place, "an id for the second time", "each id once", "rename it");
    check_shape(block);
    scope = with(std::move(scope), block.when, block.line, place);
    if (!block.each.empty()) {
      const FieldDefinition* list = page_.field(block.each);
      if (list == nullptr || list->type != FieldType::List)
        problem(block.line, place, fmt::format("each: {}", block.each), "a field of type list", "declare it");
      else
        scope.rows[block.as] = list;
      used_.insert(block.each);
    }
    check_phrases(place, block.text, scope);
    for (const TemplatePart& part : block.parts) {
      const Scope inner = with(scope, part.when, part.line, place);
      check_phrases(place, part.label, inner);
      check_phrases(place, part.text, inner);
    }
    for (const TemplateBlock& inner : block.blocks) check_block(inner, scope);
  }

  /// What each kind of block has to have, and headings that descend without gaps.
  void check_shape(const TemplateBlock& block) {
    const auto needs = [&](bool has, const char* what) {
      if (!has) problem(block.line, block.id, fmt::format("no {}", what), what, "add it");
    };
    switch (block.kind) {
    case Kind::Heading:
      needs(!block.text.empty(), "text");
      if (block.level < 1 || block.level > 3 || block.level > last_level_ + 1)
        problem(block.line, block.id, fmt::format("a heading of level {} under level {}", block.level, last_level_),
                "levels 1 to 3 without a gap", "use the next level");
      last_level_ = block.level;
      return;
    case Kind::Paragraph:
    case Kind::Note:
    case Kind::Quote:
      needs(!block.text.empty(), "text");
      needs(!block.citation.empty(), "citation");
      return;
    case Kind::List:
      needs(block.each.empty() ? !block.parts.empty() : !block.text.empty(), block.each.empty() ? "items" : "text");
      needs(!block.citation.empty(), "citation");
      return;
    case Kind::Table:
      needs(!block.parts.empty(), "columns");
      needs(!block.each.empty(), "each");
      needs(std::ranges::all_of(block.parts, [](const auto& part) { return !part.label.empty(); }),
            "label of every column");
      needs(!block.citation.empty(), "citation");
      return;
    case Kind::Values:
      needs(!block.parts.empty(), "rows");
      needs(std::ranges::all_of(block.parts, [](const auto& part) { return !part.label.empty(); }),
            "label of every row");
      return;
    case Kind::Group:
      needs(!block.blocks.empty(), "blocks");
      return;
    case Kind::PageBreak:
      return;
    }
  }

  const LetterTemplate& page_;
  text::Problems problems_;
  std::set<std::string> used_, ids_;
  int last_level_ = 0;
};

} // namespace

text::Problems check_template(const LetterTemplate& page) { return Checker(page).check(); }

} // namespace openimr::letters
