#include "intake/statements.h"

#include "intake/likeness.h"

#include <algorithm>

namespace openimr::intake {
namespace {

constexpr std::size_t top_lines = 25;       // where a letter's date may stand
constexpr std::size_t letterhead_lines = 7; // where an organization's name may stand
constexpr std::size_t widest_gap = 40;      // characters between a label and its date
constexpr std::size_t longest_date = 40;    // characters of one, generously
constexpr std::size_t line_start = 4;       // characters before a date that begins a line

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_one_of(std::string_view words, const std::vector<std::string>& signs) {
  return std::any_of(signs.begin(), signs.end(),
                     [&](const std::string& sign) { return find_words(words, sign) != std::string_view::npos; });
}

bool is_credential(std::string_view word, const PageCues& cues) {
  std::string letters;
  for (char c : word)
    if (c != '.' && c != ',' && c != ')' && c != '(') letters += c;
  return std::find(cues.credentials.begin(), cues.credentials.end(), letters) != cues.credentials.end();
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = text.find_first_not_of(' ', at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find(' ', begin), text.size());
    words.emplace_back(text.substr(begin, at - begin));
  }
  return words;
}

bool is_name_word(const std::string& word) {
  const bool is_particle =
      word == "de" || word == "la" || word == "van" || word == "von" || word == "del" || word == "der";
  return is_particle || (word[0] >= 'A' && word[0] <= 'Z') || static_cast<unsigned char>(word[0]) >= 0xc3;
}

/// Whether the first word, where it is no credential by itself, may be one of a name: most lines end here.
bool may_begin_name(std::string_view column) {
  const std::size_t begin = column.find_first_not_of(' ');
  return begin != std::string_view::npos &&
         is_name_word(std::string(column.substr(begin, column.find(' ', begin) - begin)));
}

/// "Ada Q. Example, MD" at the start of a line or column: the name with its credentials; empty otherwise.
std::string signed_name(std::string_view column, const PageCues& cues) {
  if (column.find(' ') == std::string_view::npos || !may_begin_name(column)) return {};
  const std::vector<std::string> words = words_of(column);
  std::string name;
  std::size_t n = 0;
  for (; n < words.size() && n < 5; ++n) {
    if (is_credential(words[n], cues)) break;
    if (!is_name_word(words[n]) || words[n].back() == ':') return {};
    name += (name.empty() ? "" : " ") + words[n];
    if (words[n].back() == ',' && (n + 1 == words.size() || !is_credential(words[n + 1], cues))) return {};
  }
  if (n < 2 || n == words.size() || !is_credential(words[n], cues)) return {};
  for (; n < words.size() && is_credential(words[n], cues); ++n) name += " " + words[n];
  while (name.back() == ',' || name.back() == '.') {
    if (name.ends_with(".") && name.size() > 2 && name[name.size() - 3] == '.') break; // M.D.
    name.pop_back();
  }
  return name;
}

/// The value behind an author's label cut down to a name; empty when it is none.
std::string as_author(std::string value, const PageCues& cues) {
  if (const auto dates = dates_in(value); !dates.empty()) value.resize(dates[0].begin);
  for (const char* end : {" on ", " at ", ";", " ("})
    if (const std::size_t at = value.find(end); at != std::string::npos) value.resize(at);
  while (!value.empty() && std::string_view(" ,.:-").find(value.back()) != std::string_view::npos &&
         !value.ends_with(".D."))
    value.pop_back();
  auto words = words_of(value);
  // "Corwin Sample, PhD, Clinical Psychology": the name ends with its credentials.
  const auto is_one = [&cues](const std::string& word) { return is_credential(word, cues); };
  const auto credential = std::find_if(words.begin(), words.end(), is_one);
  if (credential != words.end()) {
    const auto end = std::find_if_not(credential, words.end(), is_one);
    if (end != words.end()) value.resize(value.find(*end, value.find(*std::prev(end))));
    words.erase(end, words.end());
    while (!value.empty() && std::string_view(" ,;").find(value.back()) != std::string_view::npos) value.pop_back();
  }
  const bool is_name = words.size() >= 2 && words.size() <= 6 && std::all_of(words.begin(), words.end(), is_name_word);
  return is_name ? value : std::string();
}

/// hh:mm somewhere in the line.
bool has_time(std::string_view line) {
  for (std::size_t i = 1; i + 2 < line.size(); ++i)
    if (line[i] == ':' && is_digit(line[i - 1]) && is_digit(line[i + 1]) && is_digit(line[i + 2])) return true;
  return false;
}

/// Whether lines below the name hold an address or telephone.
bool has_address_below(const Lines& lines, std::size_t name, const PageCues& cues) {
  for (std::size_t n = name; n < lines.size() && n < name + 5; ++n) {
    const std::string& line = lines.low[n];
    const bool has_number = std::any_of(line.begin(), line.end(), is_digit);
    if (has_number && line.size() < 110 && has_one_of(line, cues.letterhead_words)) return true;
  }
  return false;
}

void add(std::vector<records::Stated>& all, const char* what, std::string value, text::Span span) {
  if (!value.empty()) all.push_back({what, std::move(value), span});
}

} // namespace

bool is_fax_line(const Lines& lines, std::size_t line, const PageCues& cues) {
  if (line >= 3 && line + 3 < lines.size()) return false;
  const std::string& low = lines.low[line];
  if (!has_time(low)) return false;
  const auto digits = std::count_if(low.begin(), low.end(), is_digit);
  return digits >= 8 && has_one_of(low, cues.fax_words);
}

namespace {

/// "birth date", "fax date": the words before the label in its column say that the day is another's.
bool is_foreign_label(std::string_view line, std::size_t at, const PageCues& cues) {
  std::string_view before = line.substr(0, at);
  if (const std::size_t column = before.rfind("   "); column != std::string_view::npos) before.remove_prefix(column);
  while (!before.empty() && before.back() == ' ') before.remove_suffix(1);
  const std::size_t word = before.rfind(' ');
  return has_one_of(word == std::string_view::npos ? before : before.substr(word + 1), cues.foreign_dates);
}

/// "the report of Dr. Sample dated …": the words before it in its column make it part of a sentence about another
/// paper.
bool is_in_sentence(std::string_view line, std::size_t at) {
  std::string_view before = line.substr(0, at);
  if (const std::size_t column = before.rfind("   "); column != std::string_view::npos) before.remove_prefix(column);
  return words_of(before).size() > 2;
}

} // namespace

std::optional<DayOnPage> day_at_label(const Lines& lines, const std::string& label, const PageCues& cues) {
  for (const auto& [n, at] : lines.places_of(label)) {
    const std::string_view line = lines.low[n];
    if (is_foreign_label(line, at, cues) || (label == "dated" && is_in_sentence(line, at))) continue;
    const std::size_t begin = at + label.size();
    const std::string_view rest = line.substr(begin);
    const auto dates =
        dates_in(mend_digits(std::string_view(lines.written[n]).substr(begin, widest_gap + longest_date)));
    if (!dates.empty() && dates[0].begin <= widest_gap &&
        !has_one_of(rest.substr(0, dates[0].begin), cues.foreign_dates))
      return DayOnPage{dates[0].date, lines.span(n, begin + dates[0].begin, begin + dates[0].end), n};
    if (rest.find_first_not_of(" :.#|") != std::string_view::npos || n + 1 >= lines.size()) continue;
    const auto below =
        dates_in(mend_digits(std::string_view(lines.written[n + 1]).substr(0, line_start + longest_date)));
    if (!below.empty() && below[0].begin <= line_start)
      return DayOnPage{below[0].date, lines.span(n + 1, below[0].begin, below[0].end), n + 1};
  }
  return std::nullopt;
}

std::optional<DayOnPage> day_at_labels(const Lines& lines, const std::vector<std::string>& labels,
                                       const PageCues& cues) {
  for (const std::string& label : labels)
    if (const auto day = day_at_label(lines, label, cues)) return day;
  return std::nullopt;
}

std::optional<DayOnPage> lone_day(const Lines& lines, const PageCues& cues) {
  for (std::size_t n = 0; n < lines.size() && n < top_lines; ++n) {
    const std::string& line = lines.written[n];
    if (line.size() > 40 || std::none_of(line.begin(), line.end(), is_digit)) continue;
    const auto dates = dates_in(mend_digits(line));
    if (dates.size() != 1) continue;
    const std::size_t others = line.size() - (dates[0].end - dates[0].begin);
    const std::string before = plain(std::string_view(line).substr(0, dates[0].begin));
    if (others <= 7 && !has_one_of(before, cues.foreign_dates) && (before.empty() || before.starts_with("date")))
      return DayOnPage{dates[0].date, lines.span(n, dates[0].begin, dates[0].end), n};
  }
  return std::nullopt;
}

WordsOnPage name_at_label(const Lines& lines, const std::string& label, const PageCues& cues) {
  for (const LabelledValue& found : labelled(lines, label)) {
    std::string name = as_author(found.value, cues);
    if (name.empty()) continue;
    const std::size_t end = found.value_begin + name.size();
    return {std::move(name), lines.span(found.value_line, found.value_begin, end)};
  }
  return {};
}

WordsOnPage signature_on(const Lines& lines, const PageCues& cues) {
  for (std::size_t n = lines.size(); n-- > 0;) {
    if (lines.written[n].size() > 90) continue;
    std::string name = signed_name(lines.written[n], cues);
    if (!name.empty()) return {name, lines.span(n, 0, std::min(lines.written[n].size(), name.size()))};
  }
  return {};
}

Letterhead letterhead_of(const Lines& lines, const PageCues& cues) {
  std::size_t seen = 0;
  for (std::size_t n = 0; n < lines.size() && seen < letterhead_lines; ++n) {
    if (is_fax_line(lines, n, cues)) continue;
    ++seen;
    const std::string_view low = std::string_view(lines.low[n]).substr(0, lines.low[n].find("   "));
    if (low.size() < 4 || low.size() > 70 || low.find(':') != std::string_view::npos || low.back() == '.') continue;
    const auto digits = std::count_if(low.begin(), low.end(), is_digit);
    const bool is_organization =
        digits <= 2 && has_one_of(low, cues.facility_words) && !has_one_of(low, cues.no_facility);
    const bool is_practice = digits == 0 && !signed_name(lines.written[n], cues).empty();
    const bool has_address = (is_organization || is_practice) && has_address_below(lines, n + 1, cues);
    if (has_address || (is_organization && seen <= 2 && low.size() <= 50))
      return {lines.written[n].substr(0, low.size()), lines.span(n, 0, low.size()), has_address};
  }
  return {};
}

std::vector<records::Stated> statements_of(const Lines& lines, const PatientOnPage& patient, const PageCues& cues) {
  std::vector<records::Stated> all;
  for (const NameOnPage& one : patient.names) add(all, "patient", one.name, one.span);
  if (patient.born) add(all, "born", patient.born->iso(), patient.born_span);
  if (patient.injured) add(all, "injured", patient.injured->iso(), patient.injured_span);
  add(all, "claim", patient.claim, patient.claim_span);
  const Letterhead facility = letterhead_of(lines, cues);
  add(all, "facility", facility.words, facility.span);
  if (const auto day = day_at_labels(lines, cues.service_labels, cues))
    add(all, "service_date", day->date.iso(), day->span);
  auto written = day_at_labels(lines, cues.written_labels, cues);
  if (!written) written = lone_day(lines, cues);
  if (written) add(all, "written_date", written->date.iso(), written->span);
  WordsOnPage author;
  for (const std::string& label : cues.author_labels)
    if (author.words.empty()) author = name_at_label(lines, label, cues);
  if (author.words.empty()) author = signature_on(lines, cues);
  add(all, "author", author.words, author.span);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::tie(a.span.begin, a.span.end, a.what) < std::tie(b.span.begin, b.span.end, b.what);
  });
  all.erase(std::unique(all.begin(), all.end(),
                        [](const auto& a, const auto& b) { return a.what == b.what && a.span == b.span; }),
            all.end());
  return all;
}

} // namespace openimr::intake
