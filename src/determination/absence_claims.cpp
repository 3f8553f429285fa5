#include "determination/absence_claims.h"

#include "clinical/sentences.h"
#include "determination/absence_grammar.h"
#include "determination/absence_net.h"
#include "determination/absence_recital.h"

#include <algorithm>
#include <optional>

namespace openimr::determination {
namespace {

using text::Span;

/// Lower case with every space a plain one; same length, so that offsets hold.
std::string folded(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  }
  return result;
}

/// Where the object that begins here ends.
std::size_t object_end(const AbsenceCues& cues, std::string_view text, std::size_t from, std::size_t to) {
  std::size_t end = to;
  for (const std::string& words : cues.object_ends)
    if (const auto found = text.substr(0, to).find(words, from); found != std::string_view::npos)
      end = std::min(end, found);
  return end;
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

/// The sentence before; of "Agreement on file [ ] yes [x] no" what stands before all boxes.
Span before_of(const std::vector<Span>& sentences, std::size_t at, std::string_view text) {
  constexpr std::uint32_t longest_box = 12; // "[ ] unknown"
  while (at > 0) {
    const Span before = sentences[--at];
    const bool is_box = before.size() <= longest_box && text[before.begin] == '[';
    if (!is_box) return before;
  }
  return {};
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
    const Span sentence = sentences[s], before = before_of(sentences, s, text);
    if (is_rebutted(cues, text, sentence, s + 1 < sentences.size() ? sentences[s + 1] : Span{})) continue;
    if (takes_back(cues, text, sentence)) continue;
    const std::vector<AbsenceCue> found = cues_of(cues, text, sentence);
    for (const AbsenceCue& cue : found) {
      if (is_recital(cues, text, sentence, cue.words)) continue;
      Span object = object_of(cues, text, sentence, cue);
      if (stands_for_another(cues.grammar, text, object)) object = named_before(cues, text, sentence, before, cue);
      for (const Span part : split_object(text, object))
        claims.push_back({sentence, bare_object(cues.grammar, text, part), std::string(cue.words.of(original)), false,
                          cue.object != AbsenceCue::Object::Behind});
    }
    if (const auto claim = no_between(cues, text, sentence); claim && !is_taken(found, claim->first))
      if (!is_recital(cues, text, sentence, claim->first))
        for (const Span part : split_object(text, claim->second))
          claims.push_back({sentence, part, std::string(claim->first.of(original)), true});
    for (AbsenceCatch& one : cast_absence_net(cues, text, sentence, before))
      claims.push_back({sentence,
                        one.objects.front(),
                        std::string(one.words.of(original)),
                        true,
                        true,
                        true,
                        {one.objects.begin() + 1, one.objects.end()}});
  }
  return claims;
}

} // namespace openimr::determination
