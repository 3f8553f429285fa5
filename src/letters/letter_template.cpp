#include "letters/letter_template.h"

#include "base/files.h"
#include "base/hash.h"
#include "letters/template_check.h"
#include "text/data_file.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::letters {
namespace {

namespace fs = std::filesystem;
using text::Value;

Phrases read_phrases(const Value& value) {
  Phrases phrases;
  for (const auto& [language, words] : value.fields()) {
    phrases[language] = {words.string(), words.line()};
    if (!cut_phrase(words.string()))
      words.problem("a brace without its partner", "{placeholder}", "close it, or write {{ or }} for a brace");
  }
  return phrases;
}

/// "not item.overturned", "reason is settled"
Condition parse_condition(std::string_view words) {
  Condition condition;
  if (words.starts_with("not ")) {
    condition.is_negated = true;
    words.remove_prefix(4);
  }
  const std::size_t is = words.find(" is ");
  condition.path = words.substr(0, is);
  if (is != std::string_view::npos) condition.equals = words.substr(is + 4);
  return condition;
}

std::vector<Condition> read_conditions(const Value& value) {
  std::vector<Condition> conditions;
  for (const std::string& words : value.strings()) conditions.push_back(parse_condition(words));
  return conditions;
}

FieldType type_of(const std::string& word) {
  if (word == "date") return FieldType::Date;
  if (word == "number") return FieldType::Number;
  if (word == "flag") return FieldType::Flag;
  if (word == "choice") return FieldType::Choice;
  return word == "list" ? FieldType::List : FieldType::Text;
}

FieldDefinition read_field(const std::string& name, const Value& row) {
  row.only({"type", "source", "optional", "about", "words", "fields", "rule", "event", "served_by", "to"});
  FieldDefinition field{.name = name, .line = row.line()};
  field.type = type_of(row["type"].one_of({"text", "date", "number", "flag", "choice", "list"}, "text"));
  const std::string source = row["source"].one_of({"case", "set", "due"}, "case");
  field.source = source == "set" ? FieldSource::Set : source == "due" ? FieldSource::Due : FieldSource::Case;
  field.is_optional = row["optional"].boolean();
  field.about = row["about"].string();
  field.words = row["words"].string();
  if (field.type == FieldType::Choice && field.words.empty()) row.required("words");
  if (field.source == FieldSource::Set && field.about.empty()) row.required("about");
  if (field.source == FieldSource::Due)
    field.due = {row.required("rule").string(), row.required("event").string(), row["served_by"].string(),
                 row["to"].string()};
  if (field.type == FieldType::List)
    for (const auto& [part, value] : row.required("fields").fields()) field.fields.push_back(read_field(part, value));
  return field;
}

TemplatePart read_part(const Value& row) {
  row.only({"label", "text", "when", "width"});
  return {read_phrases(row["label"]), read_phrases(row.required("text")), read_conditions(row["when"]),
          row["width"].number(1), row.line()};
}

TemplateBlock::Kind kind_of(const std::string& word) {
  using Kind = TemplateBlock::Kind;
  static const std::map<std::string, Kind, std::less<>> kinds = {
      {"heading", Kind::Heading}, {"paragraph", Kind::Paragraph}, {"note", Kind::Note},
      {"quote", Kind::Quote},     {"list", Kind::List},           {"table", Kind::Table},
      {"values", Kind::Values},   {"group", Kind::Group},         {"page_break", Kind::PageBreak}};
  const auto found = kinds.find(word);
  return found == kinds.end() ? Kind::Paragraph : found->second;
}

TemplateBlock read_block(const Value& row) {
  row.only({"id", "kind", "level", "when", "from", "to", "citation", "verified", "each", "as", "numbered", "text",
            "rows", "items", "columns", "blocks", "note"});
  TemplateBlock block;
  block.line = row.line();
  block.id = row.required("id").string();
  block.kind = kind_of(row.required("kind").one_of(
      {"heading", "paragraph", "note", "quote", "list", "table", "values", "group", "page_break"}));
  block.level = row["level"].integer(1);
  block.when = read_conditions(row["when"]);
  block.from = row["from"].date();
  block.to = row["to"].date();
  block.citation = row["citation"].string();
  block.is_verified = row["verified"].boolean(true);
  block.each = row["each"].string();
  block.as = row["as"].string(block.each.empty() ? "" : "row");
  block.is_numbered = row["numbered"].boolean();
  block.text = read_phrases(row["text"]);
  for (const char* parts : {"rows", "items", "columns"})
    for (const Value& part : row[parts].list()) block.parts.push_back(read_part(part));
  for (const Value& inner : row["blocks"].list()) block.blocks.push_back(read_block(inner));
  return block;
}

Standing standing_of(const std::string& word) {
  if (word == "eligible") return Standing::Eligible;
  if (word == "ineligible") return Standing::Ineligible;
  if (word == "deferred") return Standing::Deferred;
  return word == "determined" ? Standing::Determined : Standing::Any;
}

LetterTemplate read_page(const Value& root) {
  root.only({"schema", "id", "about", "citation", "standing", "languages", "title", "most_pages", "highest_grade",
             "proof_of_service", "fields", "blocks"});
  LetterTemplate page;
  page.id = root.required("id").string();
  page.about = root.required("about").string();
  page.citation = root.required("citation").string();
  page.standing =
      standing_of(root["standing"].one_of({"any", "eligible", "ineligible", "deferred", "determined"}, "any"));
  page.languages = root.required("languages").strings();
  page.title = read_phrases(root.required("title"));
  if (root["most_pages"].is_present()) page.most_pages = root["most_pages"].integer();
  if (root["highest_grade"].is_present()) page.highest_grade = root["highest_grade"].integer();
  page.has_proof_of_service = root["proof_of_service"].boolean();
  for (const auto& [name, value] : root["fields"].fields()) page.fields.push_back(read_field(name, value));
  for (const Value& block : root.required("blocks").list()) page.blocks.push_back(read_block(block));
  return page;
}

Error first_of(const text::Problems& problems) {
  Error error{ErrorKind::Input, problems[0].where, problems[0].found, problems[0].expected, problems[0].remedy};
  if (problems.size() > 1) error.remedy += fmt::format(" (and {} more in this file)", problems.size() - 1);
  return error;
}

/// words.yaml: sets of words for choices.
Result<std::map<std::string, WordSet>> read_words(const std::string& path) {
  std::map<std::string, WordSet> sets;
  std::error_code failed;
  if (!fs::exists(path, failed)) return sets;
  auto file = text::DataFile::read(path);
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "words"});
  for (const auto& [set, values] : root.required("words").fields())
    for (const auto& [value, phrases] : values.fields()) sets[set][value] = read_phrases(phrases);
  if (!reader.problems().empty()) return reader.as_error();
  return sets;
}

} // namespace

const char* name(FieldType type) {
  switch (type) {
  case FieldType::Text:
    return "text";
  case FieldType::Date:
    return "date";
  case FieldType::Number:
    return "number";
  case FieldType::Flag:
    return "flag";
  case FieldType::Choice:
    return "choice";
  case FieldType::List:
    return "list";
  }
  return "";
}

const FieldDefinition* LetterTemplate::field(std::string_view wanted) const {
  const auto at = std::ranges::find(fields, wanted, &FieldDefinition::name);
  return at == fields.end() ? nullptr : &*at;
}

std::optional<CutPhrase> cut_phrase(std::string_view text) {
  CutPhrase cut;
  cut.words.emplace_back();
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c != '{' && c != '}') {
      cut.words.back() += c;
      ++at;
    } else if (at + 1 < text.size() && text[at + 1] == c) {
      cut.words.back() += c;
      at += 2;
    } else {
      const std::size_t end = c == '{' ? text.find_first_of("{}", at + 1) : std::string_view::npos;
      if (end == std::string_view::npos || text[end] != '}') return std::nullopt;
      const std::string_view inside = text.substr(at + 1, end - at - 1);
      const std::size_t colon = inside.find(':');
      cut.placeholders.push_back({std::string(inside.substr(0, colon)),
                                  colon == std::string_view::npos ? "" : std::string(inside.substr(colon + 1))});
      cut.words.emplace_back();
      at = end + 1;
    }
  }
  return cut;
}

Result<LetterTemplate> parse_template(const std::string& file, std::string_view bytes,
                                      const std::map<std::string, WordSet>& words) {
  auto data = text::DataFile::parse(file, bytes);
  if (!data) return data.error();
  text::Reader reader(*data);
  LetterTemplate page = read_page(reader.root());
  page.file = file;
  page.sha256 = sha256_hex(bytes);
  page.words = words;
  if (!reader.problems().empty()) return reader.as_error();
  if (const auto problems = check_template(page); !problems.empty()) return first_of(problems);
  return page;
}

Result<std::vector<LetterTemplate>> load_templates(const std::string& packs_folder, const std::string& jurisdiction) {
  std::vector<LetterTemplate> pages;
  const std::string folder = packs_folder + "/jurisdictions/" + jurisdiction + "/letters";
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) return pages;
  auto words = read_words(folder + "/words.yaml");
  if (!words) return words.error();
  for (const std::string& name : files_below(folder)) {
    if (!name.ends_with(".yaml") || name == "words.yaml" || name.starts_with("x-")) continue;
    const std::string path = folder + "/" + name;
    const auto bytes = read_file(path);
    if (!bytes) return bytes.error();
    auto page = parse_template(path, *bytes, *words);
    if (!page) return page.error();
    if (page->id + ".yaml" != name)
      return Error{ErrorKind::Input, path, "the id \"" + page->id + "\"", "the file's name as id",
                   "make both the same"};
    pages.push_back(std::move(*page));
  }
  std::ranges::sort(pages, {}, &LetterTemplate::id);
  return pages;
}

} // namespace openimr::letters
