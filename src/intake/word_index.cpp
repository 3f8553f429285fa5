#include "intake/word_index.h"

#include <algorithm>

namespace openimr::intake {
namespace {

std::uint32_t hash_of(std::string_view word) {
  std::uint32_t hash = 2166136261U;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash ^ hash >> 15;
}

/// The first run of letters and digits from `from` on; empty when there is none.
std::string_view first_word(std::string_view text, std::size_t from = 0) {
  std::size_t begin = from;
  while (begin < text.size() && !is_word_character(text[begin])) ++begin;
  std::size_t end = begin;
  while (end < text.size() && is_word_character(text[end])) ++end;
  return text.substr(begin, end - begin);
}

/// Whether the words that stand at a place end and begin at word borders.
bool has_borders(std::string_view text, std::string_view words, std::size_t at) {
  const std::size_t end = at + words.size();
  const bool starts = at == 0 || !is_word_character(text[at - 1]) || !is_word_character(words.front());
  return starts && (end == text.size() || !is_word_character(text[end]) || !is_word_character(words.back()));
}

/// Calls `take` with the place of the words for every place of their first word where they stand; it says whether to go
/// on.
template <class Entries, class Take> void visit(const Entries& entries, std::uint32_t hash, std::string_view words,
                                                std::size_t lead, std::span<const std::string> lines,
                                                const Take& take) {
  for (const auto& entry : entries) {
    if (entry.hash != hash || entry.place.at < lead) continue;
    const std::string_view line = lines[entry.place.line];
    const std::size_t at = entry.place.at - lead;
    if (line.compare(at, words.size(), words) != 0 || !has_borders(line, words, at)) continue;
    if (!take(WordPlace{entry.place.line, static_cast<std::uint32_t>(at)})) return;
  }
}

/// The same for marks without a word.
template <class Take> void visit_marks(std::string_view marks, std::span<const std::string> lines, const Take& take) {
  if (marks.empty()) return;
  for (std::uint32_t line = 0; line < lines.size(); ++line)
    for (std::size_t at = find_words(lines[line], marks); at != std::string_view::npos;
         at = find_words(lines[line], marks, at + 1))
      if (!take(WordPlace{line, static_cast<std::uint32_t>(at)})) return;
}

} // namespace

WordIndex::WordIndex(std::span<const std::string> lines) {
  std::vector<Entry> found;
  for (std::uint32_t line = 0; line < lines.size(); ++line) {
    const std::string_view text = lines[line];
    for (std::size_t at = 0; at < text.size();) {
      const std::string_view word = first_word(text, at);
      if (word.empty()) break;
      const auto begin = static_cast<std::size_t>(word.data() - text.data());
      found.push_back({hash_of(word), {line, static_cast<std::uint32_t>(begin)}});
      at = begin + word.size();
    }
  }
  for (const Entry& entry : found) ++begins_[entry.hash % buckets + 1];
  for (std::size_t i = 0; i < buckets; ++i) begins_[i + 1] += begins_[i];
  entries_.resize(found.size());
  auto next = begins_;
  for (const Entry& entry : found) entries_[next[entry.hash % buckets]++] = entry;
}

std::span<const WordIndex::Entry> WordIndex::bucket_of(std::uint32_t hash) const {
  const std::size_t bucket = hash % buckets;
  return std::span(entries_).subspan(begins_[bucket], begins_[bucket + 1] - begins_[bucket]);
}

bool WordIndex::may_have(std::string_view words) const {
  const std::string_view first = first_word(words);
  if (first.empty()) return true;
  const std::uint32_t hash = hash_of(first);
  const auto bucket = bucket_of(hash);
  return std::any_of(bucket.begin(), bucket.end(), [hash](const Entry& entry) { return entry.hash == hash; });
}

std::vector<WordPlace> WordIndex::places_of(std::string_view words, std::span<const std::string> lines) const {
  std::vector<WordPlace> places;
  const auto take = [&places](WordPlace place) {
    places.push_back(place);
    return true;
  };
  const std::string_view first = first_word(words);
  if (first.empty()) {
    visit_marks(words, lines, take);
  } else {
    const std::uint32_t hash = hash_of(first);
    visit(bucket_of(hash), hash, words, static_cast<std::size_t>(first.data() - words.data()), lines, take);
  }
  return places;
}

bool WordIndex::has(std::string_view words, std::span<const std::string> lines) const {
  bool is_there = false;
  const auto take = [&is_there](WordPlace) { return !(is_there = true); };
  const std::string_view first = first_word(words);
  if (first.empty()) {
    visit_marks(words, lines, take);
  } else {
    const std::uint32_t hash = hash_of(first);
    visit(bucket_of(hash), hash, words, static_cast<std::size_t>(first.data() - words.data()), lines, take);
  }
  return is_there;
}

std::size_t find_words(std::string_view text, std::string_view words, std::size_t from) {
  if (words.empty()) return std::string_view::npos;
  for (std::size_t at = text.find(words, from); at != std::string_view::npos; at = text.find(words, at + 1))
    if (has_borders(text, words, at)) return at;
  return std::string_view::npos;
}

} // namespace openimr::intake
