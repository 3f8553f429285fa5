#include "letters/fill_template.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace openimr::letters {
namespace {

using Kind = TemplateBlock::Kind;

/// A value of any kind as one that can be printed or asked; a list has its rows beside it.
std::optional<ScalarValue> scalar_of(const FieldValue& value) {
  return std::visit(
      [](const auto& held) -> std::optional<ScalarValue> {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::vector<Row>>)
          return std::nullopt;
        else
          return ScalarValue(held);
      },
      value);
}

bool is_empty(const ScalarValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && text->empty();
}

bool has_type(const ScalarValue& value, FieldType type) {
  switch (type) {
  case FieldType::Text:
  case FieldType::Choice:
    return std::holds_alternative<std::string>(value);
  case FieldType::Date:
    return std::holds_alternative<Date>(value);
  case FieldType::Number:
    return std::holds_alternative<std::int64_t>(value);
  case FieldType::Flag:
    return std::holds_alternative<bool>(value);
  case FieldType::List:
    return false;
  }
  return false;
}

/// "**bold** and plain" as runs; a single ** is printed as it stands.
void add_marked(Runs& runs, const std::string& words, bool& is_bold) {
  std::size_t at = 0;
  while (at <= words.size()) {
    const std::size_t mark = std::min(words.find("**", at), words.size());
    if (mark > at) runs.push_back({words.substr(at, mark - at), {.bold = is_bold}, {}});
    if (mark >= words.size()) return;
    is_bold = !is_bold;
    at = mark + 2;
  }
}

/// Fills one page from top to bottom; stops at the first error.
class Filler {
public:
  Filler(const LetterTemplate& page, const Language& language, const FieldValues& values, Date day)
      : page_(page), language_(language), values_(values), day_(day) {}

  Result<FilledLetter> fill() {
    if (std::ranges::find(page_.languages, language_.id) == page_.languages.end())
      return Error{ErrorKind::Input, page_.file, "no texts in \"" + language_.id + "\"", "a language of this letter",
                   "choose another with --lang, or translate the page"};
    out_.letter.title = text_of(runs_of(page_.title, "title"));
    out_.letter.language = language_.tag;
    out_.letter.page_label = language_.page_label;
    out_.letter.date = day_;
    for (const TemplateBlock& block : page_.blocks) put(block, out_.letter.blocks);
    if (error_) return *error_;
    return std::move(out_);
  }

private:
  void fail(int line, const std::string& place, std::string found, std::string expected, std::string remedy) {
    if (!error_)
      error_ = Error{ErrorKind::Input, fmt::format("{}:{}: {}", page_.file, line, place), std::move(found),
                     std::move(expected), std::move(remedy)};
  }

  /// The definition and the value of a path; value empty when it has none.
  std::pair<const FieldDefinition*, std::optional<ScalarValue>> look_up(const std::string& path) const {
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos) {
      const auto at = values_.find(path);
      return {page_.field(path), at == values_.end() ? std::nullopt : scalar_of(at->second)};
    }
    const auto row = rows_.find(path.substr(0, dot));
    if (row == rows_.end()) return {nullptr, std::nullopt};
    const std::string name = path.substr(dot + 1);
    const auto& parts = row->second.list->fields;
    const auto definition = std::ranges::find(parts, name, &FieldDefinition::name);
    const auto at = row->second.row->find(name);
    return {definition == parts.end() ? nullptr : &*definition,
            at == row->second.row->end() ? std::nullopt : std::optional(at->second)};
  }

  bool is_true(const Condition& condition) const {
    bool holds = false;
    if (const auto list = values_.find(condition.path);
        list != values_.end() && std::holds_alternative<std::vector<Row>>(list->second)) {
      holds = !std::get<std::vector<Row>>(list->second).empty();
    } else if (const auto value = look_up(condition.path).second) {
      const bool* flag = std::get_if<bool>(&*value);
      const std::string* word = std::get_if<std::string>(&*value);
      holds = condition.equals.empty() ? (flag != nullptr ? *flag : !is_empty(*value))
                                       : word != nullptr && *word == condition.equals;
    }
    return holds != condition.is_negated;
  }
  bool are_true(const std::vector<Condition>& conditions) const {
    return std::ranges::all_of(conditions, [&](const Condition& one) { return is_true(one); });
  }

  std::string written(const Placeholder& placeholder, int line, const std::string& place) {
    const auto [field, value] = look_up(placeholder.path);
    if (field == nullptr || !value || is_empty(*value)) {
      const std::string type = field == nullptr ? "" : std::string(" of type ") + name(field->type);
      const bool is_set = field != nullptr && field->source == FieldSource::Set;
      fail(line, place, fmt::format("no value for {{{}}}", placeholder.path), "one" + type,
           is_set ? fmt::format("give it with --set {}=…: {}", placeholder.path, field->about)
           : field == nullptr || field->about.empty() ? "the case does not say it: complete application.yaml"
                                                      : field->about);
      return {};
    }
    if (!has_type(*value, field->type)) {
      fail(line, place, fmt::format("a value of another type for {{{}}}", placeholder.path),
           std::string("one of type ") + name(field->type), "correct it");
      return {};
    }
    if (field->type == FieldType::Choice) return chosen(*field, std::get<std::string>(*value), line, place);
    if (const auto* date = std::get_if<Date>(&*value))
      return placeholder.format == "short" ? language_.written_short(*date) : language_.written(*date);
    if (const auto* number = std::get_if<std::int64_t>(&*value)) return std::to_string(*number);
    return std::get<std::string>(*value);
  }

  std::string chosen(const FieldDefinition& field, const std::string& value, int line, const std::string& place) {
    const auto set = page_.words.find(field.words);
    if (set != page_.words.end())
      if (const auto phrases = set->second.find(value); phrases != set->second.end())
        if (const auto phrase = phrases->second.find(language_.id); phrase != phrases->second.end())
          return phrase->second.written;
    fail(line, place, fmt::format("\"{}\" for {{{}}}", value, field.name),
         fmt::format("a word of \"{}\" in words.yaml", field.words), "add it there in every language");
    return {};
  }

  /// A text with its values; words of the template are also kept apart for the reading level.
  Runs runs_of(const Phrases& phrases, const std::string& place, bool is_prose = false) {
    Runs runs;
    const auto found = phrases.find(language_.id);
    if (found == phrases.end()) return runs;
    const auto cut = cut_phrase(found->second.written);
    if (!cut) return runs; // parse_template() refused it
    bool is_bold = false;
    for (std::size_t i = 0; i < cut->words.size(); ++i) {
      add_marked(runs, cut->words[i], is_bold);
      if (i == cut->placeholders.size()) break;
      const Placeholder& placeholder = cut->placeholders[i];
      std::string value = written(placeholder, found->second.line, place);
      if (is_prose) add_own(cut->words[i], placeholder, value);
      if (!value.empty()) runs.push_back({std::move(value), {.bold = is_bold}, {}});
    }
    if (is_prose) out_.own_words += without_marks(cut->words.back()) + "\n";
    return runs;
  }

  static std::string without_marks(std::string words) {
    for (std::size_t at = words.find("**"); at != std::string::npos; at = words.find("**")) words.erase(at, 2);
    return words;
  }
  /// Dates, numbers and words of choice are part of what has to be read; texts of the case are not the template's.
  void add_own(const std::string& before, const Placeholder& placeholder, const std::string& value) {
    const auto* field = look_up(placeholder.path).first;
    const bool is_of_case = field == nullptr || field->type == FieldType::Text;
    out_.own_words += without_marks(before) + (is_of_case ? "it" : value);
  }

  static std::string text_of(const Runs& runs) {
    std::string words;
    for (const Run& run : runs) words += run.text;
    return words;
  }

  struct RowAt {
    const FieldDefinition* list = nullptr;
    const Row* row = nullptr;
  };

  /// Calls body once for each row of the block's list, or once when it has none to walk.
  template <class Body> void for_each_row(const TemplateBlock& block, Body body) {
    if (block.each.empty()) {
      body();
      return;
    }
    const auto list = values_.find(block.each);
    if (list == values_.end()) return;
    const auto* rows = std::get_if<std::vector<Row>>(&list->second);
    if (rows == nullptr) {
      fail(block.line, block.id, "a value of another type for " + block.each, "a list", "correct it");
      return;
    }
    for (const Row& row : *rows) {
      rows_[block.as] = {page_.field(block.each), &row};
      body();
    }
    rows_.erase(block.as);
  }

  bool applies(const TemplateBlock& block) const {
    return (!block.from || *block.from <= day_) && (!block.to || day_ <= *block.to) && are_true(block.when);
  }

  void put(const TemplateBlock& block, std::vector<Block>& to) {
    if (error_ || !applies(block)) return;
    const std::size_t before = to.size();
    switch (block.kind) {
    case Kind::Heading:
      to.emplace_back(Heading{block.level, text_of(runs_of(block.text, block.id))});
      break;
    case Kind::Paragraph:
      to.emplace_back(Paragraph{runs_of(block.text, block.id, true)});
      break;
    case Kind::Note:
      to.emplace_back(Note{runs_of(block.text, block.id, true)});
      break;
    case Kind::Quote:
      to.emplace_back(Quote{runs_of(block.text, block.id)});
      break;
    case Kind::List:
      put_list(block, to);
      break;
    case Kind::Table:
      put_table(block, to);
      break;
    case Kind::Values:
      put_values(block, to);
      break;
    case Kind::Group:
      for_each_row(block, [&] {
        for (const TemplateBlock& inner : block.blocks) put(inner, to);
      });
      return;
    case Kind::PageBreak:
      to.emplace_back(PageBreak{});
      return;
    }
    if (to.size() > before) out_.printed.push_back({block.id, block.citation, block.is_verified});
  }

  void put_list(const TemplateBlock& block, std::vector<Block>& to) {
    List list{block.is_numbered, {}};
    for_each_row(block, [&] {
      if (!block.each.empty()) list.items.push_back(runs_of(block.text, block.id, true));
      for (const TemplatePart& part : block.parts)
        if (are_true(part.when)) list.items.push_back(runs_of(part.text, block.id, true));
    });
    if (!list.items.empty()) to.emplace_back(std::move(list));
  }

  void put_table(const TemplateBlock& block, std::vector<Block>& to) {
    Table table;
    table.caption = text_of(runs_of(block.text, block.id));
    for (const TemplatePart& part : block.parts) {
      table.header.push_back(text_of(runs_of(part.label, block.id)));
      table.widths.push_back(part.width);
    }
    for_each_row(block, [&] {
      std::vector<Runs> cells;
      for (const TemplatePart& part : block.parts)
        cells.push_back(are_true(part.when) ? runs_of(part.text, block.id) : Runs{});
      table.rows.push_back(std::move(cells));
    });
    if (!table.rows.empty()) to.emplace_back(std::move(table));
  }

  void put_values(const TemplateBlock& block, std::vector<Block>& to) {
    KeyValues values;
    for_each_row(block, [&] {
      for (const TemplatePart& part : block.parts)
        if (are_true(part.when))
          values.rows.emplace_back(text_of(runs_of(part.label, block.id)), runs_of(part.text, block.id));
    });
    if (!values.rows.empty()) to.emplace_back(std::move(values));
  }

  const LetterTemplate& page_;
  const Language& language_;
  const FieldValues& values_;
  Date day_;
  std::map<std::string, RowAt, std::less<>> rows_;
  FilledLetter out_;
  std::optional<Error> error_;
};

ScalarValue sample_scalar(const LetterTemplate& page, const FieldDefinition& field, bool is_on, std::size_t choice) {
  switch (field.type) {
  case FieldType::Date:
    return *Date::from(2015, 3, 18);
  case FieldType::Number:
    return std::int64_t{2};
  case FieldType::Flag:
    return is_on;
  case FieldType::Choice: {
    const auto set = page.words.find(field.words);
    if (set == page.words.end() || set->second.empty()) return std::string();
    auto at = set->second.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(choice % set->second.size()));
    return at->first;
  }
  default:
    return "Example " + field.name;
  }
}

} // namespace

Result<FilledLetter> fill_template(const LetterTemplate& page, const Language& language, const FieldValues& values,
                                   Date letter_date) {
  return Filler(page, language, values, letter_date).fill();
}

FieldValues sample_values(const LetterTemplate& page, bool with_optional, std::size_t choice) {
  FieldValues values;
  for (const FieldDefinition& field : page.fields) {
    if (field.is_optional && !with_optional) continue;
    if (field.type == FieldType::List) {
      std::vector<Row> rows(2);
      for (Row& row : rows) {
        for (const FieldDefinition& part : field.fields)
          if (with_optional || !part.is_optional)
            row[part.name] = sample_scalar(page, part, with_optional, choice + (&row == &rows[1] ? 1 : 0));
      }
      values[field.name] = std::move(rows);
      continue;
    }
    std::visit([&](const auto& held) { values[field.name] = held; }, sample_scalar(page, field, with_optional, choice));
  }
  return values;
}

} // namespace openimr::letters
