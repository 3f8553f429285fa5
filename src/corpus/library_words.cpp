#include "corpus/library_words.h"

#include "base/files.h"
#include "text/data_file.h"
#include "text/words.h"

#include <algorithm>
#include <charconv>

namespace openimr::corpus {
namespace {

using text::Value;

std::vector<std::string> lower_strings(const Value& value) {
  auto out = value.strings();
  for (std::string& one : out) one = text::lower(one);
  return out;
}

Decision outcome_of(const Value& value) {
  const std::string word = value.one_of({"upheld", "overturned", "partially_overturned"}, "upheld");
  return word == "upheld"       ? Decision::Upheld
         : word == "overturned" ? Decision::Overturned
                                : Decision::PartiallyOverturned;
}

TableDefinition read_table(const Value& row) {
  row.only({"id", "title", "jurisdiction", "format", "separator", "columns"});
  TableDefinition table;
  table.id = row.required("id").string();
  table.title = row.required("title").string();
  table.jurisdiction = row.required("jurisdiction").string();
  table.format =
      row.required("format").one_of({"csv", "json_lines"}) == "csv" ? TableFormat::Csv : TableFormat::JsonLines;
  const std::string separator = row["separator"].string(",");
  if (separator.size() != 1) row["separator"].problem(separator, "one character", "write \";\" or \",\"");
  table.separator = separator.empty() ? ',' : separator.front();
  const Value columns = row.required("columns");
  columns.only({"case_number", "year", "category", "treatment", "diagnosis_group", "diagnosis", "outcome", "type",
                "age_band", "sex", "rationale", "summary", "references", "specialty"});
  for (const auto& [field, column] : columns.fields()) table.columns[field] = column.string();
  for (const char* field : {"case_number", "outcome"})
    if (!table.columns.contains(field)) columns.problem("nothing", field, "name the column that holds it");
  return table;
}

std::vector<ValueWords> read_values(const Value& list, const char* key) {
  std::vector<ValueWords> out;
  for (const Value& row : list.list()) {
    row.only({key, "words"}); // key: id or outcome
    out.push_back({row.required(key).string(), lower_strings(row.required("words"))});
  }
  return out;
}

LibraryWordsData read_all(const Value& root) {
  root.only({"schema", "guidelines", "section_lead", "reasons", "treatments", "same_words", "patient_words",
             "synthetic_sign", "age_bands", "tables", "outcomes", "types", "own_determination"});
  LibraryWordsData data;
  for (const Value& row : root.required("guidelines").list()) {
    row.only({"id", "title", "names"});
    data.guidelines.push_back(
        {row.required("id").string(), row.required("title").string(), lower_strings(row.required("names"))});
  }
  data.section_lead = lower_strings(root.required("section_lead"));
  for (const Value& row : root.required("reasons").list()) {
    row.only({"id", "title", "outcome", "cues"});
    data.reasons.push_back({row.required("id").string(), row.required("title").string(),
                            outcome_of(row.required("outcome")), lower_strings(row.required("cues"))});
  }
  data.treatments = read_values(root.required("treatments"), "id");
  for (const Value& row : root.required("same_words").list()) data.same_words.push_back(lower_strings(row));
  data.patient_words = lower_strings(root.required("patient_words"));
  data.synthetic_sign = root.required("synthetic_sign").string();
  data.age_bands = root.required("age_bands").strings();
  for (const Value& row : root.required("tables").list()) data.tables.push_back(read_table(row));
  data.outcomes = read_values(root.required("outcomes"), "outcome");
  data.types = read_values(root.required("types"), "id");
  data.own_determination = root.required("own_determination").string();
  for (std::size_t k = 0; k < data.treatments.size(); ++k)
    for (const std::string& words : data.treatments[k].words) data.treatment_cues.add(words, static_cast<int>(k));
  for (std::size_t k = 0; k < data.reasons.size(); ++k)
    for (const std::string& words : data.reasons[k].cues) data.reason_cues.add(words, static_cast<int>(k));
  for (const std::string& words : data.patient_words) data.patient_cues.add(words, 0);
  return data;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0; }

/// Letters, digits and what joins them; single spaces, lower case.
std::string tidy(std::string_view words) {
  std::string out;
  for (char c : words) {
    const bool stays = is_letter(c) || c == '-' || c == '/' || c == '\'' || c == '(' || c == ')' || c == '&';
    if (stays)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '-' || out.back() == '/')) out.pop_back();
  return out;
}

std::size_t first_of(std::string_view text, const std::vector<std::string>& words) {
  for (const std::string& one : words)
    if (text.find(one) != std::string_view::npos) return 0;
  return 1;
}

const std::string* value_in(std::string_view words, const std::vector<ValueWords>& values) {
  const std::string folded = text::lower(words);
  for (const ValueWords& one : values)
    if (first_of(folded, one.words) == 0) return &one.id;
  return nullptr;
}

} // namespace

void CueBook::add(std::string_view words, int entry) {
  const int term = matcher_.add(words);
  if (term < 0) return;
  if (entries_.size() <= static_cast<std::size_t>(term)) entries_.resize(static_cast<std::size_t>(term) + 1);
  entries_[static_cast<std::size_t>(term)].push_back(entry);
}

std::vector<int> CueBook::entries_in(std::string_view text) const {
  std::vector<text::Token> tokens;
  std::vector<text::TermHit> hits;
  matcher_.tokenize(text, tokens);
  matcher_.find(tokens, hits);
  std::vector<int> out;
  for (const text::TermHit& hit : hits) out.insert(out.end(), entries_[hit.term].begin(), entries_[hit.term].end());
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

bool CueBook::occurs(const std::vector<text::Token>& tokens) const {
  std::vector<text::TermHit> hits;
  matcher_.find(tokens, hits);
  return !hits.empty();
}

Result<LibraryWords> LibraryWords::load(const std::string& packs_folder) {
  const std::string path = packs_folder + "/corpus/library.yaml";
  auto bytes = read_file(path);
  if (!bytes) return bytes.error();
  return parse(path, *bytes);
}

Result<LibraryWords> LibraryWords::parse(const std::string& file, std::string_view bytes) {
  auto data_file = text::DataFile::parse(file, bytes);
  if (!data_file) return data_file.error();
  text::Reader reader(*data_file);
  LibraryWordsData data = read_all(reader.root());
  if (!reader.problems().empty()) return reader.as_error();
  return LibraryWords(std::move(data));
}

LibraryCitation LibraryWords::citation(CitedBy by, const CitedGuideline& cited) const {
  LibraryCitation out;
  out.by = by;
  out.source = cited.source;
  if (cited.pages)
    if (auto pages = parse_pages(*cited.pages)) out.pages = std::move(*pages);
  std::string rest = tidy(text::lower(cited.source));
  std::size_t at = std::string::npos, size = 0;
  for (const GuidelineName& one : data_->guidelines)
    for (const std::string& words : one.names) {
      const std::size_t found = rest.find(words);
      if (found == std::string::npos || words.size() <= size) continue;
      if ((found > 0 && is_letter(rest[found - 1])) ||
          (found + words.size() < rest.size() && is_letter(rest[found + words.size()])))
        continue;
      at = found;
      size = words.size();
      out.guideline = one.id;
    }
  if (at != std::string::npos) rest = tidy(rest.substr(0, at) + " " + rest.substr(at + size));
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    while (!rest.empty() && rest.front() == ' ') rest.erase(0, 1);
    for (const std::string& lead : data_->section_lead)
      if (rest.starts_with(lead) && (rest.size() == lead.size() || rest[lead.size()] == ' ')) {
        rest.erase(0, lead.size());
        is_changed = true;
        break;
      }
  }
  out.section = rest;
  return out;
}

std::string LibraryWords::reason(const LibraryItem& item) const {
  if (!item.outcome) return {};
  const bool is_upheld = *item.outcome == Decision::Upheld;
  for (const int entry : data_->reason_cues.entries_in(item.rationale)) {
    const ReasonDefinition& one = data_->reasons[static_cast<std::size_t>(entry)];
    if ((one.outcome == Decision::Upheld) == is_upheld) return one.id;
  }
  return {};
}

std::string LibraryWords::age_band(int age) const {
  for (const std::string& band : data_->age_bands) {
    int first = 0, last = 0;
    const char* end = band.data() + band.size();
    const auto middle = std::from_chars(band.data(), end, first).ptr;
    if (middle != end) std::from_chars(middle + 1, end, last);
    if (first <= age && age <= last) return band;
  }
  return {};
}

std::optional<Decision> LibraryWords::outcome(std::string_view words) const {
  const std::string* id = value_in(words, data_->outcomes);
  if (id == nullptr) return std::nullopt;
  return *id == "upheld"       ? Decision::Upheld
         : *id == "overturned" ? Decision::Overturned
                               : Decision::PartiallyOverturned;
}

std::string LibraryWords::treatment(std::string_view item) const {
  const auto entries = data_->treatment_cues.entries_in(item);
  return entries.empty() ? std::string() : data_->treatments[static_cast<std::size_t>(entries.front())].id;
}

std::string LibraryWords::about_patient(std::string_view rationale) const {
  std::string out;
  std::vector<text::Token> tokens;
  for (std::size_t at = 0; at < rationale.size();) {
    std::size_t end = rationale.find_first_of(".!?;\n", at);
    end = end == std::string_view::npos ? rationale.size() : end + 1;
    // A point inside a number or abbreviation ends no sentence.
    while (end < rationale.size() && rationale[end - 1] == '.' && rationale[end] != ' ' && rationale[end] != '\n') {
      end = rationale.find_first_of(".!?;\n", end);
      end = end == std::string_view::npos ? rationale.size() : end + 1;
    }
    const std::string_view sentence = rationale.substr(at, end - at);
    data_->patient_cues.matcher().tokenize(sentence, tokens);
    if (data_->patient_cues.occurs(tokens)) out += sentence;
    at = end;
  }
  return out;
}

bool LibraryWords::is_synthetic(std::string_view letter) const {
  if (letter.starts_with("\xEF\xBB\xBF")) letter.remove_prefix(3);
  std::string_view first = letter.substr(0, letter.find('\n'));
  if (first.ends_with('\r')) first.remove_suffix(1);
  return first == data_->synthetic_sign;
}

std::string LibraryWords::type(std::string_view words) const {
  const std::string* id = value_in(words, data_->types);
  return id ? *id : std::string();
}

} // namespace openimr::corpus
