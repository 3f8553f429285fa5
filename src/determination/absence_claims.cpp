#include "determination/absence_claims.h"

#include "clinical/sentences.h"
#include "determination/absence_grammar.h"

#include <algorithm>
#include <optional>

namespace openimr::determination {
namespace {

using text::Span;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// Lower case with every space a plain one; same length, so that offsets hold.
std::string folded(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  }
  return result;
}

/// Finds words from a place on, at word borders, taking any run of spaces for one. Gives the range found.
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

/// Where the object that begins here ends.
std::size_t object_end(const AbsenceCues& cues, std::string_view text, std::size_t from, std::size_t to) {
  std::size_t end = to;
  for (const std::string& words : cues.object_ends)
    if (const auto found = text.substr(0, to).find(words, from); found != std::string_view::npos)
      end = std::min(end, found);
  return end;
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

/// The clause before the cue recites a rule unless it has come back to this file since.
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

/// "a weaning attempt or trial of alternatives" speaks of two things.
std::vector<Span> split_object(std::string_view text, Span object) {
  std::vector<Span> parts;
  std::size_t begin = object.begin;
  for (std::size_t at = object.begin; at < object.end;) {
    std::size_t skip = 0;
    for (const std::string_view mark : {" or ", " nor ", ", ", " and "})
      if (text.substr(at, mark.size()) == mark && at + mark.size() <= object.end) skip = std::max(skip, mark.size());
    if (skip == 0) {
      ++at;
      continue;
    }
    if (const Span part = trimmed(text, begin, at); part.size() > 0) parts.push_back(part);
    at += skip;
    begin = at;
  }
  if (const Span part = trimmed(text, begin, object.end); part.size() > 0) parts.push_back(part);
  return parts;
}

/// "No urine drug screen was submitted": the cue from "no" to "submitted", and the object between them without its
/// verb.
std::optional<std::pair<Span, Span>> no_between(const AbsenceCues& cues, std::string_view text, Span sentence) {
  const auto no = find_words(text, "no", sentence.begin, sentence.end);
  if (!no) return std::nullopt;
  for (const std::string& words : cues.no_between) {
    const auto last = find_words(text, words, no->end, sentence.end);
    if (!last || last->begin - no->end > 120 || last->begin <= no->end + 1) continue;
    Span object = trimmed(text, no->end, last->begin);
    for (const std::string_view verb : {" is", " are", " was", " were", " has been", " have been", " had been"})
      if (std::string_view inside = object.of(text); inside.size() > verb.size() && inside.ends_with(verb))
        object.end -= static_cast<std::uint32_t>(verb.size());
    if (object.size() > 2) return std::pair(Span{no->begin, last->end}, object);
  }
  return std::nullopt;
}

/// Every cue of a sentence, of the grammar and of the lists, the longest where several stand on the same words.
std::vector<AbsenceCue> cues_of(const AbsenceCues& cues, std::string_view text, Span sentence) {
  std::vector<AbsenceCue> found = find_absence_cues(cues.grammar, text, sentence);
  const auto gather = [&](const std::vector<std::string>& list, AbsenceCue::Object object) {
    for (const std::string& words : list)
      for (std::size_t at = sentence.begin; at < sentence.end;) {
        const auto cue = find_words(text, words, at, sentence.end);
        if (!cue) break;
        found.push_back({*cue, object, {}});
        at = cue->end;
      }
  };
  gather(cues.forward, AbsenceCue::Object::Behind);
  gather(cues.backward, AbsenceCue::Object::Before);
  std::stable_sort(found.begin(), found.end(), [](const AbsenceCue& a, const AbsenceCue& b) {
    return a.words.begin != b.words.begin ? a.words.begin < b.words.begin : a.words.end > b.words.end;
  });
  // Cues that overlap are one: "there is no" and "no mention of" make "there is no mention of". Where they look to
  // different sides, the longer speaks.
  std::vector<AbsenceCue> merged;
  for (const AbsenceCue& one : found) {
    if (merged.empty() || one.words.begin >= merged.back().words.end)
      merged.push_back(one);
    else if (one.object == merged.back().object)
      merged.back().words.end = std::max(merged.back().words.end, one.words.end);
    else if (one.words.size() > merged.back().words.size())
      merged.back() = one;
  }
  return merged;
}

/// What the cue says to be absent.
Span object_of(const AbsenceCues& cues, std::string_view text, Span sentence, const AbsenceCue& cue) {
  if (cue.object == AbsenceCue::Object::Between) return cue.inside;
  if (cue.object == AbsenceCue::Object::Elsewhere) return {cue.words.begin, cue.words.begin};
  if (cue.object == AbsenceCue::Object::Behind)
    return trimmed(text, cue.words.end, object_end(cues, text, cue.words.end, sentence.end));
  std::size_t begin = sentence.begin;
  for (const char* mark : {"; ", ", but ", ", and ", " however, ", ": ", "because ", "since ", " that ", "given that "})
    if (const auto at = text.rfind(mark, cue.words.begin); at != std::string::npos && at >= begin)
      begin = at + std::string_view(mark).size();
  return trimmed(text, begin, cue.words.begin);
}

/// What an object that only points back stands for: "as to X, none was found", "X: not found in records", and else
/// the sentence before ("I looked for X. I did not find it."). Empty when nothing was named.
Span named_before(const AbsenceCues& cues, std::string_view text, Span sentence, Span before, const AbsenceCue& cue) {
  for (const std::string_view mark : {": ", ", ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "})
    if (const auto at = text.rfind(mark, cue.words.begin); at != std::string_view::npos && at > sentence.begin)
      if (const Span topic = trimmed(text, sentence.begin, at);
          topic.size() > 0 && !stands_for_another(cues.grammar, text, topic))
        return topic;
  return trimmed(text, before.begin, before.end);
}

/// "The UR decision says that no drug screen is on file. That is wrong."
bool is_rebutted(const AbsenceCues& cues, std::string_view text, Span sentence, Span next) {
  return has_any(text, cues.attributions, sentence.begin, sentence.end) &&
         (has_any(text, cues.rebuttals, sentence.begin, sentence.end) ||
          has_any(text, cues.rebuttals, next.begin, next.end));
}

bool is_taken(const std::vector<AbsenceCue>& cues, Span words) {
  return std::any_of(cues.begin(), cues.end(), [&](const AbsenceCue& one) { return one.words.overlaps(words); });
}

} // namespace

std::vector<AbsenceClaim> find_absence_claims(const AbsenceCues& cues, std::string_view original) {
  const std::string text = folded(original);
  std::vector<AbsenceClaim> claims;
  const std::vector<Span> sentences = clinical::split_sentences(original);
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const Span sentence = sentences[s], before = s > 0 ? sentences[s - 1] : Span{};
    if (is_rebutted(cues, text, sentence, s + 1 < sentences.size() ? sentences[s + 1] : Span{})) continue;
    const std::vector<AbsenceCue> found = cues_of(cues, text, sentence);
    for (const AbsenceCue& cue : found) {
      if (is_recital(cues, text, sentence, cue.words)) continue;
      Span object = object_of(cues, text, sentence, cue);
      if (stands_for_another(cues.grammar, text, object)) object = named_before(cues, text, sentence, before, cue);
      for (const Span part : split_object(text, object))
        claims.push_back({sentence, bare_object(cues.grammar, text, part), std::string(cue.words.of(original)), false});
    }
    if (const auto claim = no_between(cues, text, sentence); claim && !is_taken(found, claim->first))
      if (!is_recital(cues, text, sentence, claim->first))
        for (const Span part : split_object(text, claim->second))
          claims.push_back({sentence, part, std::string(claim->first.of(original)), true});
  }
  return claims;
}

} // namespace openimr::determination
