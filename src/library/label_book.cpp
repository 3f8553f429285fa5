#include "library/label_book.h"

#include <algorithm>
#include <charconv>

namespace openimr::library {
namespace {

using corpus::Label;
using corpus::Query;
using corpus::SearchField;

/// A name in a closed or coded list: when a value is exactly what was asked, only that one is meant.
bool is_coded(SearchField field) {
  using enum SearchField;
  switch (field) {
  case Outcome:
  case Present:
  case Absent:
  case Sex:
  case Source:
  case Category:
  case Guideline:
  case Jurisdiction:
  case Reason:
  case Type:
    return true;
  default:
    return false;
  }
}

bool has_words(const std::vector<std::string>& words, const corpus::Phrase& phrase) {
  for (std::size_t k = 0; k < phrase.words.size(); ++k) {
    const bool is_prefix = phrase.is_prefix && k + 1 == phrase.words.size();
    const bool found = std::ranges::any_of(words, [&](const std::string& word) {
      return is_prefix ? word.starts_with(phrase.words[k]) : word == phrase.words[k];
    });
    if (!found) return false;
  }
  return true;
}

/// The numbers in a value: "mtus-chronic-pain 111" ends in 111; "51-64" is a band.
bool is_in_range(const std::string& value, int first, int last) {
  const std::size_t space = value.rfind(' ');
  const std::string_view text = std::string_view(value).substr(space == std::string::npos ? 0 : space + 1);
  const char* end = text.data() + text.size();
  int low = 0, high = 0;
  const auto middle = std::from_chars(text.data(), end, low);
  if (middle.ec != std::errc()) return false;
  high = low;
  if (middle.ptr != end && std::from_chars(middle.ptr + 1, end, high).ec != std::errc()) return false;
  return first <= low && high <= last;
}

} // namespace

void LabelBook::keep(std::uint32_t number, Label label) {
  if (labels_.size() <= number) labels_.resize(number + 1);
  numbers_[text_of(label)] = number;
  labels_[number] = std::move(label);
}

Result<Done> LabelBook::refresh(Connection& connection) {
  auto rows = connection.rows("SELECT id, text FROM label WHERE id >= ?1 ORDER BY id");
  if (!rows) return rows.error();
  rows->bind(1, static_cast<std::int64_t>(labels_.size()));
  while (rows->next())
    if (auto label = corpus::label_of(rows->text(1)))
      keep(static_cast<std::uint32_t>(rows->number(0)), std::move(*label));
  if (rows->failed()) return connection.trouble();
  return Done{};
}

Result<std::uint32_t> LabelBook::number(Connection& connection, const Label& label) {
  const std::string text = text_of(label);
  if (const auto known = numbers_.find(text); known != numbers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(labels_.size());
  auto rows = connection.rows("INSERT INTO label(id, text) VALUES (?1, ?2)");
  if (!rows) return rows.error();
  rows->bind(1, number).bind_text(2, text);
  if (auto done = connection.run(std::move(*rows)); !done) return done.error();
  keep(number, label);
  return number;
}

void LabelBook::forget() {
  labels_.assign(1, {});
  numbers_.clear();
}

LabelSet LabelBook::matching(const Query& query) const {
  if (query.kind == Query::Kind::Value) return matching(query.field, query.phrase);
  LabelSet found;
  for (std::uint32_t number = 1; number < labels_.size(); ++number)
    if (labels_[number].field == query.field && is_in_range(labels_[number].value, query.first, query.last))
      found.push_back(number);
  return found;
}

LabelSet LabelBook::matching(SearchField field, const corpus::Phrase& phrase) const {
  LabelSet found, exact;
  for (std::uint32_t number = 1; number < labels_.size(); ++number) {
    if (labels_[number].field != field) continue;
    const auto words = corpus::words_of(labels_[number].value);
    if (!phrase.is_prefix && words == phrase.words) exact.push_back(number);
    if (has_words(words, phrase)) found.push_back(number);
  }
  return is_coded(field) && !exact.empty() ? exact : found;
}

std::vector<std::string> LabelBook::values(SearchField field) const {
  std::vector<std::string> out;
  for (const Label& one : labels_)
    if (one.field == field && !one.value.empty()) out.push_back(one.value);
  std::ranges::sort(out);
  return out;
}

} // namespace openimr::library
