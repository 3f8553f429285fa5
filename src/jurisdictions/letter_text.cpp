// LetterPlan, and letters.yaml.
#include "jurisdictions/letter_text.h"

#include "jurisdictions/pack_reading.h"

namespace openimr::jurisdictions {
namespace {

using text::Value;

/// Calls on_text for literal stretches and on_name for {names}; false at a brace without its partner.
template <class Text, class Name> bool walk(std::string_view text, Text on_text, Name on_name) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t brace = text.find_first_of("{}", at);
    on_text(text.substr(at, brace == std::string_view::npos ? brace : brace - at));
    if (brace == std::string_view::npos) return true;
    if (brace + 1 < text.size() && text[brace + 1] == text[brace]) {
      on_text(text.substr(brace, 1));
      at = brace + 2;
      continue;
    }
    const std::size_t end = text[brace] == '{' ? text.find_first_of("{}", brace + 1) : std::string_view::npos;
    if (end == std::string_view::npos || text[end] != '}') return false;
    on_name(text.substr(brace + 1, end - brace - 1));
    at = end + 1;
  }
  return true;
}

LetterParagraph read_paragraph(const Value& row) {
  row.only({"id", "when", "texts"});
  LetterParagraph paragraph{row.required("id").string(), row["when"].strings(), {}};
  for (const Value& text : row.required("texts").list()) {
    text.only({"text", "from", "to", "citation", "verified", "note"});
    const std::string words = text.required("text").string();
    if (!walk(
            words, [](std::string_view) {}, [](std::string_view) {}))
      text["text"].problem("a brace without its partner", "{placeholder}", "close it, or write {{ or }} for a brace");
    add_version(paragraph.text, read_in_force(text, words), text);
  }
  return paragraph;
}

LetterSection read_section(const Value& row) {
  row.only({"id", "title", "paragraphs"});
  LetterSection section{row.required("id").string(), row["title"].string(), {}};
  for (const Value& paragraph : row.required("paragraphs").list())
    section.paragraphs.push_back(read_paragraph(paragraph));
  return section;
}

} // namespace

const LetterParagraph* LetterSection::paragraph(std::string_view wanted) const {
  for (const auto& each : paragraphs)
    if (each.id == wanted) return &each;
  return nullptr;
}

const LetterSection* LetterPlan::section(std::string_view wanted) const {
  for (const auto& each : sections)
    if (each.id == wanted) return &each;
  return nullptr;
}

Result<std::string> fill(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string result, missing;
  const bool whole = walk(
      text, [&](std::string_view part) { result += part; },
      [&](std::string_view name) {
        const auto found = values.find(std::string(name));
        if (found != values.end())
          result += found->second;
        else if (missing.empty())
          missing = name;
      });
  const std::string where = fmt::format("text \"{}…\"", text.substr(0, 40));
  if (!whole)
    return Error{ErrorKind::Input, where, "a brace without its partner", "{placeholder}",
                 "close it, or write {{ or }} for a brace"};
  if (!missing.empty())
    return Error{ErrorKind::Input, where, fmt::format("the placeholder {{{}}}", missing), "a value for it",
                 "give the value, or take it out of the text"};
  return result;
}

std::vector<std::string> placeholders(std::string_view text) {
  std::vector<std::string> names;
  walk(
      text, [](std::string_view) {},
      [&](std::string_view name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
      });
  return names;
}

void read_letters(const Value& root, Jurisdiction& law) {
  root.only({"schema", "letters"});
  for (const Value& row : root.required("letters").list()) {
    row.only({"id", "title", "sections"});
    LetterPlan plan{row.required("id").string(), row.required("title").string(), {}};
    for (const Value& section : row.required("sections").list()) plan.sections.push_back(read_section(section));
    law.letters.push_back(std::move(plan));
  }
}

} // namespace openimr::jurisdictions
