#include "corpus/decision_table.h"

#include "corpus/decision_labels.h"
#include "text/data_file.h"
#include "text/words.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>

namespace openimr::corpus {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view without_mark(std::string_view bytes) {
  return bytes.starts_with(byte_order_mark) ? bytes.substr(byte_order_mark.size()) : bytes;
}

/// Reads values one by one; tells where each row began.
class CsvReader {
public:
  CsvReader(std::string_view bytes, char separator) : bytes_(without_mark(bytes)), separator_(separator) {}

  /// False at the end.
  bool next(std::vector<std::string>& row, std::size_t& line) {
    row.clear();
    if (at_ >= bytes_.size()) return false;
    line = line_;
    for (;;) {
      row.push_back(value());
      if (at_ >= bytes_.size()) return true;
      const char end = bytes_[at_++];
      if (end == separator_) continue;
      if (end == '\r' && at_ < bytes_.size() && bytes_[at_] == '\n') ++at_;
      ++line_;
      return true;
    }
  }

private:
  std::string value() {
    std::string out;
    if (at_ < bytes_.size() && bytes_[at_] == '"') quoted(out);
    while (at_ < bytes_.size() && bytes_[at_] != separator_ && bytes_[at_] != '\n' && bytes_[at_] != '\r')
      out += bytes_[at_++];
    return out;
  }

  void quoted(std::string& out) {
    for (++at_; at_ < bytes_.size(); ++at_) {
      if (bytes_[at_] == '\n') ++line_;
      if (bytes_[at_] != '"') {
        out += bytes_[at_];
        continue;
      }
      if (at_ + 1 >= bytes_.size() || bytes_[at_ + 1] != '"') break;
      out += '"';
      ++at_;
    }
    if (at_ < bytes_.size()) ++at_; // the closing mark
  }

  std::string_view bytes_;
  char separator_;
  std::size_t at_ = 0, line_ = 1;
};

using Fields = std::map<std::string, std::string>; ///< field of ours -> value

std::string at(const Fields& fields, const char* name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : text::one_line(found->second);
}

/// "[Physical Therapy]" without its brackets; "11_20" with a proper dash.
std::string plain(std::string value) {
  if (value.size() > 1 && value.front() == '[' && value.back() == ']') value = value.substr(1, value.size() - 2);
  return value;
}

std::string age_band_of(std::string value) {
  std::ranges::replace(value, '_', '-');
  return value;
}

LibraryDecision decision_of(const LibraryWords& words, const TableDefinition& table, const std::string& file,
                            const Fields& fields) {
  LibraryDecision out;
  out.source = Source::Table;
  out.origin = file;
  out.layout = table.id;
  out.jurisdiction = table.jurisdiction;
  out.case_number = at(fields, "case_number");
  const std::string year = at(fields, "year");
  std::from_chars(year.data(), year.data() + year.size(), out.year);
  if (out.year < 1600 || out.year > 2399) out.year = 0;
  out.age_band = age_band_of(at(fields, "age_band"));
  const std::string sex = text::lower(at(fields, "sex"));
  out.sex = sex == "female" || sex == "male" ? sex : "";
  if (const std::string specialty = at(fields, "specialty"); !specialty.empty()) out.specialties = {specialty};
  for (const char* name : {"diagnosis_group", "diagnosis"})
    if (const std::string value = label_value(plain(at(fields, name))); !value.empty() && value != "other")
      out.diagnoses.push_back(value);
  std::ranges::sort(out.diagnoses);
  out.diagnoses.erase(std::ranges::unique(out.diagnoses).begin(), out.diagnoses.end());
  LibraryItem item;
  item.category = plain(at(fields, "category"));
  item.treatment = plain(at(fields, "treatment"));
  // "Other" says nothing by itself.
  if (text::lower(item.treatment) == "other") item.treatment.clear();
  item.text = item.treatment.empty() ? item.category : item.category + ": " + item.treatment;
  if (item.treatment.empty()) item.treatment = item.category;
  item.diagnosis = plain(at(fields, "diagnosis"));
  item.outcome = words.outcome(at(fields, "outcome"));
  item.type = words.type(at(fields, "type"));
  item.rationale = at(fields, "rationale");
  item.reason = words.reason(item);
  out.summary = at(fields, "summary");
  if (const std::string references = at(fields, "references"); !references.empty()) out.text = references;
  out.items.push_back(std::move(item));
  return out;
}

/// Columns of the table by their place in the header; empty when one of those that must be is missing.
std::map<std::size_t, std::string> columns_of(const TableDefinition& table, const std::vector<std::string>& header) {
  std::map<std::size_t, std::string> out;
  for (const auto& [field, column] : table.columns) {
    const auto found = std::ranges::find(header, column);
    if (found != header.end()) out[static_cast<std::size_t>(found - header.begin())] = field;
  }
  for (const char* must : {"case_number", "outcome"})
    if (std::ranges::none_of(out, [&](const auto& one) { return one.second == must; })) return {};
  return out;
}

text::Problem problem_at(const std::string& file, std::size_t line, std::string found, std::string expected) {
  return {fmt::format("{}:{}", file, line), std::move(found), std::move(expected), "correct the row and import again"};
}

/// What a row of which the fields are known becomes, with what is wrong with it.
void take(const LibraryWords& words, const TableDefinition& table, const std::string& file, std::size_t line,
          const Fields& fields, std::vector<TableRow>& rows, text::Problems& problems) {
  TableRow row{line, table.id, decision_of(words, table, file, fields)};
  for (const auto& [name, value] : fields) row.source += "\n" + name + "=" + value;
  if (row.decision.case_number.empty()) {
    problems.push_back(problem_at(file, line, "a row without a case number", "one in every row"));
    return;
  }
  auto& missing = row.decision.not_understood;
  if (!row.decision.items[0].outcome) {
    missing.emplace_back("items.outcome");
    problems.push_back(
        problem_at(file, line, "\"" + at(fields, "outcome") + "\"", "an outcome of packs/corpus/library.yaml"));
  }
  if (row.decision.year == 0) missing.emplace_back("year");
  if (row.decision.sex.empty() && table.columns.contains("sex")) missing.emplace_back("sex");
  if (row.decision.diagnoses.empty()) missing.emplace_back("diagnosis");
  if (row.decision.items[0].treatment.empty()) missing.emplace_back("items.treatment");
  std::ranges::sort(missing);
  rows.push_back(std::move(row));
}

Fields json_fields(const TableDefinition& table, const text::DataNode& node) {
  Fields out;
  for (const auto& [field, column] : table.columns)
    if (const text::DataNode* value = node.find(column); value != nullptr) out[field] = value->scalar;
  return out;
}

} // namespace

std::vector<std::vector<std::string>> read_csv(std::string_view bytes, char separator) {
  std::vector<std::vector<std::string>> rows;
  CsvReader reader(bytes, separator);
  std::vector<std::string> row;
  for (std::size_t line = 0; reader.next(row, line);) rows.push_back(row);
  return rows;
}

const TableDefinition* table_of(const LibraryWords& words, std::string_view bytes) {
  const std::string_view first = without_mark(bytes).substr(0, without_mark(bytes).find('\n'));
  for (const TableDefinition& table : words.data().tables) {
    if (table.format == TableFormat::Csv) {
      const auto header = read_csv(first, table.separator);
      if (!header.empty() && !columns_of(table, header.front()).empty()) return &table;
    } else if (first.starts_with("{")) {
      const auto line = text::DataFile::parse("first line", first);
      if (line && line->root.find(table.columns.at("case_number")) && line->root.find(table.columns.at("outcome")))
        return &table;
    }
  }
  return nullptr;
}

std::vector<TableRow> read_table(const LibraryWords& words, const TableDefinition& table, const std::string& file,
                                 std::string_view bytes, text::Problems& problems) {
  std::vector<TableRow> rows;
  if (table.format == TableFormat::Csv) {
    CsvReader reader(bytes, table.separator);
    std::vector<std::string> values;
    std::size_t line = 0;
    if (!reader.next(values, line)) return rows;
    const auto columns = columns_of(table, values);
    const std::size_t width = values.size();
    while (reader.next(values, line)) {
      if (values.size() == 1 && values[0].empty()) continue; // an empty line
      if (values.size() != width)
        problems.push_back(problem_at(file, line, fmt::format("{} values", values.size()), fmt::format("{}", width)));
      Fields fields;
      for (const auto& [place, field] : columns)
        if (place < values.size()) fields[field] = values[place];
      take(words, table, file, line, fields, rows, problems);
    }
    return rows;
  }
  std::size_t line = 0;
  for (std::size_t from = 0; from < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', from), bytes.size());
    const std::string_view text = bytes.substr(from, end - from);
    from = end + 1;
    ++line;
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto parsed = text::DataFile::parse(file, text);
    if (!parsed) {
      problems.push_back(problem_at(file, line, parsed.error().found, "a JSON object a line"));
      continue;
    }
    take(words, table, file, line, json_fields(table, parsed->root), rows, problems);
  }
  return rows;
}

} // namespace openimr::corpus
