#include "letters/language.h"

#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::letters {
namespace {

using text::Value;

ReadingFormula formula_of(const Value& value) {
  const std::string word = value.one_of({"none", "flesch-kincaid", "crawford"}, "none");
  if (word == "flesch-kincaid") return ReadingFormula::FleschKincaid;
  return word == "crawford" ? ReadingFormula::Crawford : ReadingFormula::None;
}

Language read_language(const Value& row) {
  row.only({"id", "tag", "name", "months", "long_date", "short_date", "page", "reading"});
  Language language{row.required("id").string(),        row.required("tag").string(),
                    row.required("name").string(),      row.required("months").strings(),
                    row.required("long_date").string(), row.required("short_date").string(),
                    row.required("page").string(),      formula_of(row["reading"])};
  if (language.months.size() != 12)
    row["months"].problem(fmt::format("{} names", language.months.size()), "twelve, January first", "give all twelve");
  if (language.page_label.find("{page}") == std::string::npos)
    row["page"].problem("\"" + language.page_label + "\"", "{page} in it", "say where the number stands");
  return language;
}

Date sample_day() { return *Date::from(2000, 1, 1); }

} // namespace

std::string replace_names(std::string text, const std::vector<std::pair<std::string, std::string>>& values) {
  for (const auto& [name, value] : values) {
    const std::string wanted = "{" + name + "}";
    for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + value.size()))
      text.replace(at, wanted.size(), value);
  }
  return text;
}

std::string Language::written(Date date) const {
  return replace_names(long_date, {{"month", months[date.month() - 1]},
                                   {"day", std::to_string(date.day())},
                                   {"year", std::to_string(date.year())}});
}

std::string Language::written_short(Date date) const {
  const std::string& month = months[date.month() - 1];
  return replace_names(short_date, {{"month", month},
                                    {"day", std::to_string(date.day())},
                                    {"mm", fmt::format("{:02}", date.month())},
                                    {"dd", fmt::format("{:02}", date.day())},
                                    {"year", std::to_string(date.year())}});
}

Result<std::vector<Language>> load_languages(const std::string& packs_folder) {
  auto file = text::DataFile::read(packs_folder + "/letters/languages.yaml");
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "languages"});
  std::vector<Language> languages;
  for (const Value& row : root.required("languages").list()) {
    languages.push_back(read_language(row));
    if (find_language(languages, languages.back().id) != &languages.back())
      row["id"].problem("\"" + languages.back().id + "\" a second time", "each language once", "take one out");
    else if (languages.back().months.size() == 12 &&
             languages.back().written(sample_day()).find('{') != std::string::npos)
      row["long_date"].problem("\"" + languages.back().long_date + "\"", "{month}, {day} and {year} only",
                               "correct the name in braces");
  }
  if (!reader.problems().empty()) return reader.as_error();
  return languages;
}

const Language* find_language(const std::vector<Language>& languages, std::string_view id) {
  const auto at = std::ranges::find(languages, id, &Language::id);
  return at == languages.end() ? nullptr : &*at;
}

} // namespace openimr::letters
