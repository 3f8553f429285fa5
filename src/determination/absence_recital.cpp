#include "determination/absence_recital.h"

#include <algorithm>

namespace openimr::determination {

using text::Span;

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// "without documentation of …", "in the absence of …"; "the notes are without any mention of …" is a statement.
bool is_condition(const AbsenceCues& cues, std::string_view text, Span sentence, Span cue) {
  const std::string_view before = text.substr(sentence.begin, cue.begin - sentence.begin);
  for (const std::string_view be : {" is ", " are ", " was ", " were "})
    if (before.ends_with(be)) return false;
  return std::any_of(cues.conditions.begin(), cues.conditions.end(), [&](const std::string& words) {
    const std::size_t from = cue.begin >= sentence.begin + words.size() ? cue.begin - words.size() : sentence.begin;
    const auto found = find_words(text, words, from, cue.end);
    return found && found->begin <= cue.begin + 1 && found->end > cue.begin;
  });
}

} // namespace

std::optional<Span> find_words(std::string_view text, std::string_view words, std::size_t from, std::size_t to) {
  for (std::size_t begin = from; begin < to; ++begin) {
    if (text[begin] != words[0]) continue;
    if (is_word(words[0]) && begin > 0 && is_word(text[begin - 1])) continue;
    std::size_t at = begin, w = 0;
    while (w < words.size() && at < to) {
      if (words[w] == ' ' && text[at] == ' ') {
        while (at < to && text[at] == ' ') ++at;
        ++w;
      } else if (text[at] == words[w]) {
        ++at;
        ++w;
      } else {
        break;
      }
    }
    const bool ends_word = at >= text.size() || !is_word(words.back()) || !is_word(text[at]);
    if (w == words.size() && ends_word) return Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)};
  }
  return std::nullopt;
}

bool has_any(std::string_view text, const std::vector<std::string>& list, std::size_t from, std::size_t to) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& words) { return find_words(text, words, from, to).has_value(); });
}

bool is_recital(const AbsenceCues& cues, std::string_view text, Span sentence, Span cue) {
  const std::size_t sentence_begin = sentence.begin, cue_begin = cue.begin, sentence_end = sentence.end;
  std::size_t clause = sentence_begin;
  for (const char* mark : {"; ", ", but ", " however", ": "})
    if (const auto found = text.rfind(mark, cue_begin); found != std::string_view::npos && found > clause)
      clause = found;
  for (const std::string& words : cues.this_case)
    for (std::size_t at = clause; at < cue_begin;) {
      // The words may run into the cue: "as there" + "there is no".
      const auto found = find_words(text, words, at, cue.end);
      if (!found || found->begin >= cue_begin) break;
      clause = std::max<std::size_t>(clause, found->begin);
      at = found->end;
    }
  const std::string_view words_of_cue = cue.of(text);
  // A condition binds this file where a decision on this request stands beside it.
  if (is_condition(cues, text, sentence, cue)) return !has_any(text, cues.decides, sentence_begin, sentence_end);
  if (has_any(text, cues.recital, clause, cue_begin)) return true;
  const bool speaks_of_documents =
      std::any_of(cues.document_words.begin(), cues.document_words.end(),
                  [&](const std::string& word) { return words_of_cue.find(word) != std::string_view::npos; });
  if (!speaks_of_documents && has_any(text, cues.recital_weak, clause, cue_begin)) return true;
  // "there is no evidence to support …": the recital's words overlap the cue itself.
  return std::any_of(cues.recital.begin(), cues.recital.end(), [&](const std::string& words) {
    const auto found = find_words(text, words, cue_begin, std::min(sentence_end, cue_begin + words.size() + 4));
    return found && found->begin == cue_begin;
  });
}

Span trimmed(std::string_view text, std::size_t begin, std::size_t end) {
  while (begin < end && (text[begin] == ' ' || text[begin] == ',' || text[begin] == '.')) ++begin;
  while (end > begin && (text[end - 1] == ' ' || text[end - 1] == ',' || text[end - 1] == '.' || text[end - 1] == ';'))
    --end;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

} // namespace openimr::determination
