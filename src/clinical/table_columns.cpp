#include "clinical/table_columns.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace openimr::clinical {
namespace {

using text::TokenKind;

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

enum class Column { Other, Left, Right, Earlier, Later };

Column column_of(std::string_view word) {
  if (is_any(word, {"left", "lt", "l"})) return Column::Left;
  if (is_any(word, {"right", "rt", "r"})) return Column::Right;
  if (is_any(word, {"initial", "baseline", "intake", "admission", "start", "previous", "prior", "before", "preop"}))
    return Column::Earlier;
  if (is_any(word, {"discharge", "current", "today", "final", "now", "latest", "after", "re-evaluation", "postop"}))
    return Column::Later;
  return Column::Other;
}

struct Header {
  std::array<Column, 2> columns{};
  std::array<std::optional<Date>, 2> dates; ///< where the header has them
};

bool is_wide_before(const PageReading& reading, std::uint32_t at) {
  return at > 0 && reading.tokens[at].span.begin - reading.tokens[at - 1].span.end >= 2;
}

/// "Range of motion    Right    Left", "Initial 9/2/14     Discharge 10/30/14"
std::optional<Header> header_in(const PageReading& reading, const SentenceReading& sentence) {
  constexpr std::uint32_t longest = 20;
  if (sentence.words.size() < 2 || sentence.words.size() > longest) return std::nullopt;
  std::vector<std::pair<Column, std::uint32_t>> found;
  for (std::uint32_t at = sentence.words.begin; at < sentence.words.end; ++at) {
    const bool heads = at == sentence.words.begin || is_wide_before(reading, at) || reading.tokens[at].starts_line;
    if (const Column column = column_of(reading.folded(at)); heads && column != Column::Other)
      found.emplace_back(column, at);
  }
  if (found.size() != 2 || !is_wide_before(reading, found[1].second)) return std::nullopt;
  const auto is_pair = [&](Column one, Column other) {
    return (found[0].first == one && found[1].first == other) || (found[0].first == other && found[1].first == one);
  };
  if (!is_pair(Column::Left, Column::Right) && !is_pair(Column::Earlier, Column::Later)) return std::nullopt;
  Header header{{found[0].first, found[1].first}, {}};
  for (const DateMention* date : reading.dates_in(sentence.words))
    header.dates[date->words.begin > found[1].second ? 1 : date->words.begin > found[0].second ? 0 : 1] = date->date;
  return header;
}

/// The header above the row, on the lines without a gap between them.
std::optional<Header> header_above(const PageReading& reading, const SentenceReading& row) {
  constexpr std::size_t furthest = 14;
  const auto index = static_cast<std::size_t>(&row - reading.sentences.data());
  for (std::size_t back = 1; back <= std::min(furthest, index); ++back) {
    const SentenceReading &above = reading.sentences[index - back], &below = reading.sentences[index - back + 1];
    const std::string_view between =
        reading.text.substr(above.span.end, std::max(above.span.end, below.span.begin) - above.span.end);
    if (std::count(between.begin(), between.end(), '\n') > 1) return std::nullopt;
    if (auto header = header_in(reading, above)) return header;
  }
  return std::nullopt;
}

/// The two cells at the end of a row, each behind a wide gap.
std::optional<std::array<TokenRange, 2>> cells_of(const PageReading& reading, const SentenceReading& sentence) {
  std::vector<std::uint32_t> gaps;
  for (std::uint32_t at = sentence.words.begin + 1; at < sentence.words.end; ++at) {
    if (reading.tokens[at].starts_line) return std::nullopt;
    if (is_wide_before(reading, at)) gaps.push_back(at);
  }
  if (gaps.size() != 2) return std::nullopt;
  return std::array<TokenRange, 2>{TokenRange{gaps[0], gaps[1]}, TokenRange{gaps[1], sentence.words.end}};
}

std::optional<bool> result_of(const PageReading& reading, TokenRange cell) {
  if (cell.size() > 3) return std::nullopt;
  for (std::uint32_t at = cell.begin; at < cell.end; ++at) {
    const std::string word = reading.folded(at);
    if (is_any(word, {"positive", "pos", "+", "yes", "present"})) return true;
    if (is_any(word, {"negative", "neg", "-", "no", "absent", "none"})) return false;
  }
  return std::nullopt;
}

std::optional<double> number_of(const PageReading& reading, TokenRange cell) {
  const bool is_number = cell.size() <= 4 && cell.size() > 0 && reading.tokens[cell.begin].kind == TokenKind::Number;
  return is_number ? std::optional(std::strtod(reading.folded(cell.begin).c_str(), nullptr)) : std::nullopt;
}

const char* side_name(Column column) { return column == Column::Left ? "left" : "right"; }

/// "McMurray   positive   negative": each finding once a side.
void tell_sides(const Header& header, std::array<bool, 2> results, std::size_t start, FactDrafts& drafts) {
  FactDrafts told;
  for (std::size_t k = start; k < drafts.size();) {
    if (drafts[k].fact.kind != "finding" || drafts[k].fact.number) {
      ++k;
      continue;
    }
    const bool is_known = std::any_of(told.begin(), told.end(), [&](const FactDraft& one) {
      return one.fact.concept_id == drafts[k].fact.concept_id;
    });
    for (std::size_t which = 0; which < 2 && !is_known; ++which) {
      FactDraft one = drafts[k];
      one.fact.assertion = results[which] ? records::Assertion::Present : records::Assertion::Absent;
      one.fact.details["side"] = side_name(header.columns[which]);
      told.push_back(std::move(one));
    }
    drafts.erase(drafts.begin() + static_cast<std::ptrdiff_t>(k));
  }
  std::move(told.begin(), told.end(), std::back_inserter(drafts));
}

/// "NDI   46%   22%": the earlier value is past, the later one holds. One score may have been read of the first cell
/// only.
void tell_times(const Header& header, std::array<double, 2> values, std::size_t start, FactDrafts& drafts) {
  const std::size_t earlier = header.columns[0] == Column::Earlier ? 0 : 1, later = 1 - earlier;
  FactDrafts added;
  const auto has = [&](const FactDraft& like, double number) {
    return std::any_of(drafts.begin() + static_cast<std::ptrdiff_t>(start), drafts.end(), [&](const FactDraft& one) {
      return one.fact.concept_id == like.fact.concept_id && one.fact.number == number;
    });
  };
  for (std::size_t k = start; k < drafts.size(); ++k) {
    const FactDraft& draft = drafts[k];
    const bool is_score = draft.fact.kind == "score" || draft.fact.kind == "function";
    for (std::size_t which = 0; which < 2; ++which)
      if (is_score && draft.fact.number == values[1 - which] && !has(draft, values[which])) {
        added.push_back(draft);
        added.back().fact.number = values[which];
      }
  }
  std::move(added.begin(), added.end(), std::back_inserter(drafts));
  for (std::size_t k = start; k < drafts.size() && values[0] != values[1]; ++k) {
    records::Fact& fact = drafts[k].fact;
    if (!fact.number || (fact.kind != "score" && fact.kind != "function")) continue;
    const std::size_t which = *fact.number == values[earlier] ? earlier : later;
    if (which == earlier) fact.temporality = records::Temporality::Historical;
    if (header.dates[which]) fact.date = header.dates[which];
  }
}

/// "Quadriceps strength   4/5   5/5": the grades stand in the order of the sides.
void tell_grades(const PageReading& reading, const Header& header, const std::array<TokenRange, 2>& cells,
                 std::size_t start, FactDrafts& drafts) {
  for (std::size_t which = 0; which < 2; ++which)
    for (std::size_t k = start; k < drafts.size(); ++k) {
      records::Fact& fact = drafts[k].fact;
      const auto grade = fact.details.find("grade");
      if (grade == fact.details.end() || fact.details.contains("side")) continue;
      std::string cell = text::fold(reading.words(cells[which]));
      std::erase(cell, ' ');
      const bool is_first_of_equals = which == 0 || number_of(reading, cells[0]) != number_of(reading, cells[1]);
      if (cell == grade->second && is_first_of_equals) fact.details["side"] = side_name(header.columns[which]);
    }
}

} // namespace

void read_columns(const PageReading& reading, const SentenceReading& sentence, std::size_t start, FactDrafts& drafts) {
  if (start == drafts.size()) return;
  const auto cells = cells_of(reading, sentence);
  if (!cells) return;
  const auto header = header_above(reading, sentence);
  if (!header) return;
  const bool has_sides = header->columns[0] == Column::Left || header->columns[0] == Column::Right;
  if (has_sides) {
    const auto one = result_of(reading, (*cells)[0]), other = result_of(reading, (*cells)[1]);
    if (one && other) tell_sides(*header, {*one, *other}, start, drafts);
    tell_grades(reading, *header, *cells, start, drafts);
    return;
  }
  const auto one = number_of(reading, (*cells)[0]), other = number_of(reading, (*cells)[1]);
  if (one && other) tell_times(*header, {*one, *other}, start, drafts);
}

} // namespace openimr::clinical
