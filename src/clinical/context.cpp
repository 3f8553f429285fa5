#include "clinical/context.h"

#include "clinical/context_engine.h"
#include "clinical/direction_words.h"

#include <algorithm>
#include <array>

namespace openimr::clinical {
namespace {

using text::TermHit;
using text::Token;
using text::TokenKind;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool is_stop(const Token& token, std::string_view text) {
  const std::string_view words = token.span.of(text);
  return token.kind == TokenKind::Mark && !words.empty() && words.front() == '.';
}

/// Is the phrase, or its beginning, a term of the group? `is_whole` asks for all its tokens.
bool is_of_group(const Vocabulary::Data& data, const std::vector<TermHit>& hits, TokenRange phrase, int group,
                 bool is_whole) {
  if (group < 0 || phrase.size() == 0) return false;
  for (std::size_t at = first_hit(hits, phrase.begin); at < hits.size() && hits[at].first == phrase.begin; ++at)
    if (is_whole ? hits[at].last == phrase.end : hits[at].last <= phrase.end)
      for (const Meaning& meaning : data.meanings[hits[at].term])
        if (meaning.kind == MeaningKind::Group && meaning.index == static_cast<std::uint32_t>(group)) return true;
  return false;
}

/// A bare chronic condition that stands alone, as in a list under past history: nothing but it and marks in the
/// sentence. A numbered finding is none.
bool is_bare_condition(const Vocabulary::Data& data, const std::vector<Token>& tokens, const std::vector<TermHit>& hits,
                       TokenRange sentence, TokenRange phrase) {
  for (std::uint32_t at = sentence.begin; at < sentence.end; ++at)
    if ((at < phrase.begin || at >= phrase.end) && tokens[at].kind != TokenKind::Mark) return false;
  return is_of_group(data, hits, phrase, data.comorbidity_group, true);
}

/// Headings ("PHYSICAL EXAM:") and list numbers ("2)") inside a stretch end every reach.
bool is_border(const Vocabulary::Data& data, std::string_view text, const std::vector<Token>& tokens,
               const TermHit& hit) {
  if (hit.last >= tokens.size() || tokens[hit.last].span.of(text) != ":" || !tokens[hit.first].is_upper) return false;
  return std::any_of(data.meanings[hit.term].begin(), data.meanings[hit.term].end(),
                     [](const Meaning& meaning) { return meaning.kind == MeaningKind::Heading; });
}

const CueDef border_cue = {CueKind::Terminator, CueDirection::Forward, 0, true, false, false, false, ~0U};
const CueDef comma_cue = {CueKind::Terminator, CueDirection::Forward, 0, false, true, false, false, 0};

/// Does the clause end behind the token: a stop, a comma, a semicolon, or nothing more?
bool is_clause_end(std::string_view text, const std::vector<Token>& tokens, TokenRange range, std::uint32_t next) {
  if (next >= range.end) return true;
  const std::string_view word = tokens[next].span.of(text);
  return word == "." || word == "," || word == ";" || word == ")";
}

/// Does the token stand at the head of a clause: behind a mark, a list number, or nothing?
bool is_clause_begin(std::string_view text, const std::vector<Token>& tokens, TokenRange range, std::uint32_t first) {
  if (first == range.begin || tokens[first].starts_line) return true;
  const std::string_view word = tokens[first - 1].span.of(text);
  return word == "." || word == ":" || word == ";" || word == "-" || word == "*" || word == ")" || word == "]" ||
         word == "#" || word == "\xE2\x80\xA2" || word == "\xC2\xB7";
}

/// "20", "four"
bool is_amount(std::string_view text, const Token& token) {
  return token.kind == TokenKind::Number ||
         (token.kind == TokenKind::Word && number_word(text::fold(token.span.of(text))).has_value());
}

/// "She underwent arthroscopy in 2007": a verb of the past before the phrase and a year behind it.
bool is_of_past_year(const Vocabulary::Data& data, std::string_view text, const std::vector<Token>& tokens,
                     const std::vector<TermHit>& hits, TokenRange sentence, TokenRange phrase) {
  constexpr std::uint32_t furthest = 8;
  bool has_verb = false;
  const std::uint32_t from = phrase.begin > sentence.begin + furthest ? phrase.begin - furthest : sentence.begin;
  for (std::size_t at = first_hit(hits, from); at < hits.size() && hits[at].first < phrase.begin; ++at)
    has_verb = has_verb || (hits[at].last <= phrase.begin &&
                            is_of_group(data, hits, {hits[at].first, hits[at].last}, data.past_deed_group, true));
  for (std::uint32_t at = phrase.end; has_verb && at + 1 < std::min(sentence.end, phrase.end + furthest); ++at) {
    const std::string_view word = tokens[at].span.of(text), year = tokens[at + 1].span.of(text);
    if (word == "." || word == ";" || word == ",") return false;
    if (text::fold(word) == "in" && tokens[at + 1].kind == TokenKind::Number && year.size() == 4 &&
        (year.starts_with("19") || year.starts_with("20")))
      return true;
  }
  return false;
}

/// Is there a Spanish word in the range beside the hit?
bool is_in_spanish(const Vocabulary::Data& data, const std::vector<TermHit>& hits, TokenRange range,
                   const TermHit& beside) {
  for (std::size_t at = first_hit(hits, range.begin); at < hits.size() && hits[at].first < range.end; ++at)
    if (hits[at].last <= range.end && (hits[at].last <= beside.first || hits[at].first >= beside.last))
      for (const Meaning& meaning : data.meanings[hits[at].term])
        if (meaning.kind == MeaningKind::Group && static_cast<int>(meaning.index) == data.spanish_group) return true;
  return false;
}

/// "Numbness? Yes, in the foot": a question mark behind its question doubts nothing of the answer, " ?CRPS" does.
bool ends_question(const std::vector<Token>& tokens, std::string_view text, TokenRange range, const TermHit& hit) {
  return hit.last == hit.first + 1 && tokens[hit.first].span.of(text) == "?" && hit.first > range.begin &&
         tokens[hit.first - 1].span.end == tokens[hit.first].span.begin;
}

struct Scratch {
  std::vector<Token> tokens;
  std::vector<TermHit> hits;
  std::vector<CueHit> cues;
};

ContextResult judge_tokens(const Vocabulary& vocabulary, std::string_view sentence, text::Span phrase) {
  thread_local Scratch scratch; // keeps its memory between calls; holds nothing that a call reads before writing
  const Vocabulary::Data& data = vocabulary.data();
  data.matcher.tokenize(sentence, scratch.tokens);
  data.matcher.find(scratch.tokens, scratch.hits);
  const auto count = static_cast<std::uint32_t>(scratch.tokens.size());
  TokenRange words{count, count};
  for (std::uint32_t at = 0; at < count; ++at)
    if (scratch.tokens[at].span.overlaps(phrase)) {
      words.begin = std::min(words.begin, at);
      words.end = at + 1;
    }
  if (words.begin == count) words = {count, count};
  collect_cues(data, sentence, scratch.tokens, scratch.hits, {0, count}, scratch.cues);
  return judge_phrase(data, sentence, scratch.tokens, scratch.hits, scratch.cues, {0, count}, words);
}

} // namespace

std::size_t first_hit(const std::vector<TermHit>& hits, std::uint32_t token) {
  return static_cast<std::size_t>(
      std::lower_bound(hits.begin(), hits.end(), token,
                       [](const TermHit& hit, std::uint32_t first) { return hit.first < first; }) -
      hits.begin());
}

bool ends_sentence(std::string_view text, const std::vector<Token>& tokens, std::uint32_t period) {
  if (period + 1 >= tokens.size()) return true;
  const Token& next = tokens[period + 1];
  if (next.span.begin == tokens[period].span.end) return false; // "p.o."
  constexpr std::uint32_t shortest_leader = 4;
  if (tokens[period].span.size() >= shortest_leader && !next.starts_line) return false; // "Pain today ........ 3/10"
  if (period == 0) return true;
  const Token& before = tokens[period - 1];
  const std::string_view word = before.span.of(text);
  const std::string_view after = next.span.of(text);
  static constexpr std::array<std::string_view, 32> abbreviations = {
      "dr",   "mr",  "mrs", "ms",  "vs",   "st",  "no",   "approx", "pt",  "wk", "wks",
      "mo",   "mos", "yr",  "yrs", "jr",   "sr",  "e.g",  "i.e",    "etc", "cf", "fig",
      "dept", "inc", "co",  "tab", "tabs", "cap", "caps", "hrs",    "hr",  "min"};
  const std::string folded = text::fold(word);
  if (before.kind == TokenKind::Word &&
      std::find(abbreviations.begin(), abbreviations.end(), folded) != abbreviations.end() &&
      (folded != "no" || next.kind == TokenKind::Number)) {
    // After titles and "vs." the sentence always goes on; after units it ends before a capital.
    if (folded == "dr" || folded == "mr" || folded == "mrs" || folded == "ms" || folded == "vs" || folded == "st" ||
        folded == "no" || folded == "approx")
      return false;
    return is_capital(after.front());
  }
  const bool stands_alone = before.span.begin == 0 || text[before.span.begin - 1] == ' ' ||
                            text[before.span.begin - 1] == '\n' || text[before.span.begin - 1] == '.';
  if (word.size() == 1 && is_capital(word.front()) && before.kind == TokenKind::Word && stands_alone)
    return false;                                                                               // an initial
  if (before.kind == TokenKind::Number && before.starts_line && word.size() <= 2) return false; // "1. Lumbar strain"
  if (!after.empty() && after.front() >= 'a' && after.front() <= 'z') return false;
  return true;
}

void collect_cues(const Vocabulary::Data& data, std::string_view text, const std::vector<Token>& tokens,
                  const std::vector<TermHit>& hits, TokenRange range, std::vector<CueHit>& cues) {
  cues.clear();
  bool has_pseudo = false;
  for (std::size_t at = first_hit(hits, range.begin); at < hits.size() && hits[at].first < range.end; ++at) {
    const TermHit& hit = hits[at];
    if (hit.last > range.end) continue;
    if (is_border(data, text, tokens, hit)) cues.push_back({hit.first, hit.last, &border_cue});
    for (const Meaning& meaning : data.meanings[hit.term]) {
      if (meaning.kind != MeaningKind::Cue) continue;
      if (meaning.needs_upper && !tokens[hit.first].is_upper) continue;
      const CueDef* def = &data.cues[meaning.index];
      if (def->kind == CueKind::Terminator && hit.last == hit.first + 1 && is_stop(tokens[hit.first], text) &&
          !ends_sentence(text, tokens, hit.first))
        continue;
      if (def->begins_clause && !is_clause_begin(text, tokens, range, hit.first)) continue;
      if (def->not_before_number && hit.last < range.end && is_amount(text, tokens[hit.last])) continue;
      if (def->ends_clause && !is_clause_end(text, tokens, range, hit.last)) continue;
      if (def->is_spanish && !is_in_spanish(data, hits, range, hit)) continue;
      if (def->kind == CueKind::Possible && ends_question(tokens, text, range, hit)) continue;
      has_pseudo = has_pseudo || def->kind == CueKind::Pseudo;
      cues.push_back({hit.first, hit.last, def});
    }
  }
  for (std::uint32_t at = range.begin; at < range.end; ++at) {
    if (tokens[at].kind != TokenKind::Mark) continue;
    const std::string_view mark = tokens[at].span.of(text);
    if (mark == ",") cues.push_back({at, at + 1, &comma_cue});
    if (mark == ")" && at > range.begin && tokens[at - 1].kind == TokenKind::Number &&
        (at - 1 == range.begin || tokens[at - 2].span.of(text) != "("))
      cues.push_back({at - 1, at + 1, &border_cue});
  }
  if (std::any_of(cues.begin(), cues.end(), [](const CueHit& cue) { return cue.def->kind == CueKind::Person; }))
    resolve_people(text, tokens, range, cues);
  std::erase_if(cues, [](const CueHit& cue) { return cue.def->kind >= CueKind::Person; });
  // A longer cue of the other direction counts: "are absent" says nothing of what follows, though "absent" would, and
  // "history of" nothing of what stands before, though "history" would.
  std::erase_if(cues, [&](const CueHit& cue) {
    return cue.def->kind <= CueKind::Other && std::any_of(cues.begin(), cues.end(), [&](const CueHit& longer) {
             return longer.def->kind == cue.def->kind && longer.def->direction != cue.def->direction &&
                    longer.def->direction <= CueDirection::Backward && cue.def->direction <= CueDirection::Backward &&
                    longer.first <= cue.first && cue.last <= longer.last &&
                    longer.last - longer.first > cue.last - cue.first;
           });
  });
  if (!has_pseudo) return;
  const auto hides = [](const CueHit& pseudo, const CueHit& cue) {
    if (pseudo.def->kind != CueKind::Pseudo) return false;
    const auto is_of = [&](CueKind kind) { return (pseudo.def->kinds >> static_cast<unsigned>(kind) & 1U) != 0; };
    // "could not be ruled out by this study"
    const bool is_cut = cue.def->kind == CueKind::Negation && cue.def->direction == CueDirection::Backward &&
                        pseudo.first < cue.first && cue.first < pseudo.last;
    if (is_cut && is_of(CueKind::Negation)) return true;
    return is_of(cue.def->kind) && cue.last <= pseudo.last &&
           (pseudo.first <= cue.first ||
            (cue.def->kind == CueKind::Negation && pseudo.first < cue.last &&
             pseudo.last - pseudo.first > cue.last - cue.first)); // "is not" ends in "not relieved by"
  };
  std::vector<CueHit> seen;
  seen.reserve(cues.size());
  for (CueHit cue : cues) {
    if (cue.def->kind == CueKind::Pseudo) continue;
    bool is_hidden = false;
    for (const CueHit& pseudo : cues) {
      if (cue.def->kind == CueKind::Terminator || !hides(pseudo, cue)) continue;
      is_hidden = true;
      // "no improvement": improvement itself is denied, what follows is not
      if (cue.def->kind == CueKind::Negation && cue.def->direction == CueDirection::Forward &&
          pseudo.first == cue.first && pseudo.last > cue.last)
        cue.only_to = std::max(cue.only_to, pseudo.last);
    }
    if (!is_hidden || cue.only_to > 0) seen.push_back(cue);
  }
  cues.swap(seen);
}

/// Whether a comma stands among the tokens [from, to).
bool has_comma(const std::vector<CueHit>& cues, std::uint32_t from, std::uint32_t to) {
  return std::any_of(cues.begin(), cues.end(), [&](const CueHit& hit) {
    return hit.def->kind == CueKind::Terminator && hit.def->until_comma && hit.first >= from && hit.last <= to;
  });
}

bool reaches(const CueHit& cue, const std::vector<CueHit>& cues, TokenRange phrase) {
  const CueDef& def = *cue.def;
  if (def.kind == CueKind::Terminator || def.kind == CueKind::Pseudo) return false;
  if (cue.first < phrase.end && phrase.begin < cue.last) return false; // its own words are no context
  if (cue.only_to > 0 && phrase.begin >= cue.only_to) return false;
  if (def.direction == CueDirection::Sentence) return true;
  const bool is_before = cue.last <= phrase.begin;
  if (is_before && def.direction == CueDirection::Backward) return false;
  if (!is_before && def.direction == CueDirection::Forward) return false;
  const std::uint32_t from = is_before ? cue.last : phrase.end;
  const std::uint32_t to = is_before ? phrase.begin : cue.first;
  if (def.scope > 0 && to - from > static_cast<std::uint32_t>(def.scope)) return false;
  return std::none_of(cues.begin(), cues.end(), [&](const CueHit& end) {
    if (end.def->kind != CueKind::Terminator || end.first < from || end.last > to) return false;
    if (end.def->is_joint && !is_before && end.last == cue.first) return false; // "tried but failed": no new subject
    if (end.def->is_unstoppable) return true;                                   // a heading or list number
    if (end.def->until_comma) return def.until_comma;
    if (def.is_of_record && !end.def->is_of_record) return false;
    if (end.def->until_lone_and) return def.until_lone_and && !has_comma(cues, from, end.first);
    return !def.is_unstoppable && (end.def->kinds >> static_cast<unsigned>(def.kind) & 1U) != 0;
  });
}

ContextResult judge_phrase(const Vocabulary::Data& data, std::string_view text, const std::vector<Token>& tokens,
                           const std::vector<TermHit>& hits, const std::vector<CueHit>& cues, TokenRange sentence,
                           TokenRange phrase) {
  ContextResult result;
  bool is_intended = false; // by an "if", a plan or a rule
  const auto words_of = [&](const CueHit& cue) {
    return std::string(
        text.substr(tokens[cue.first].span.begin, tokens[cue.last - 1].span.end - tokens[cue.first].span.begin));
  };
  for (const CueHit& cue : cues) {
    if (cue.def->kind > CueKind::Other || !reaches(cue, cues, phrase)) continue;
    switch (cue.def->kind) {
    case CueKind::Negation:
      result.negation = Negation::Negated;
      result.cue = words_of(cue);
      break;
    case CueKind::Possible:
      if (result.negation == Negation::Affirmed) result.negation = Negation::Possible;
      if (result.cue.empty()) result.cue = words_of(cue);
      break;
    case CueKind::Historical:
      result.temporality = TimeOfPhrase::Historical;
      if (result.cue.empty()) result.cue = words_of(cue);
      break;
    case CueKind::Hypothetical:
    case CueKind::Planned:
    case CueKind::Recited:
      if (result.temporality == TimeOfPhrase::Historical) break;
      result.temporality = TimeOfPhrase::Hypothetical;
      result.is_advised = false;
      is_intended = true;
      result.is_planned = result.is_planned || cue.def->kind == CueKind::Planned;
      result.is_recited = result.is_recited || cue.def->kind == CueKind::Recited;
      if (result.cue.empty()) result.cue = words_of(cue);
      break;
    case CueKind::Advised:
      if (result.temporality == TimeOfPhrase::Historical) break;
      result.temporality = TimeOfPhrase::Hypothetical;
      result.is_advised = !is_intended;
      if (result.cue.empty()) result.cue = words_of(cue);
      break;
    case CueKind::Other:
      result.experiencer = records::Experiencer::Other;
      if (result.cue.empty()) result.cue = words_of(cue);
      break;
    default:
      break;
    }
  }
  if (result.temporality == TimeOfPhrase::Historical) result.is_planned = result.is_recited = result.is_advised = false;
  if (result.temporality == TimeOfPhrase::Recent &&
      (is_of_group(data, hits, phrase, data.habit_group, false) ||
       is_of_past_year(data, text, tokens, hits, sentence, phrase) ||
       (result.negation == Negation::Affirmed && is_bare_condition(data, tokens, hits, sentence, phrase))))
    result.temporality = TimeOfPhrase::Historical;
  return result;
}

records::Assertion ContextResult::assertion() const {
  switch (negation) {
  case Negation::Affirmed:
    return records::Assertion::Present;
  case Negation::Negated:
    return records::Assertion::Absent;
  case Negation::Possible:
    return records::Assertion::Possible;
  }
  return records::Assertion::Present;
}

records::Temporality ContextResult::when() const {
  switch (temporality) {
  case TimeOfPhrase::Recent:
    return records::Temporality::Current;
  case TimeOfPhrase::Historical:
    return records::Temporality::Historical;
  case TimeOfPhrase::Hypothetical:
    return (is_planned || is_advised) && !is_recited ? records::Temporality::Planned
                                                     : records::Temporality::Hypothetical;
  }
  return records::Temporality::Current;
}

ContextResult judge(const Vocabulary& vocabulary, std::string_view sentence, text::Span phrase) {
  return judge_tokens(vocabulary, sentence, phrase);
}

ContextResult judge(const Vocabulary& vocabulary, std::string_view sentence, std::string_view phrase) {
  // The phrase is looked for letter by letter; runs of spaces on either side count as one.
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  while (!phrase.empty() && is_space(phrase.front())) phrase.remove_prefix(1);
  while (!phrase.empty() && is_space(phrase.back())) phrase.remove_suffix(1);
  std::optional<text::Span> in_capitals, found, inside_word;
  for (std::size_t begin = 0; begin < sentence.size() && !phrase.empty() && !in_capitals; ++begin) {
    std::size_t at = begin, in_phrase = 0;
    while (in_phrase < phrase.size() && at < sentence.size()) {
      if (is_space(phrase[in_phrase]) && is_space(sentence[at])) {
        while (in_phrase < phrase.size() && is_space(phrase[in_phrase])) ++in_phrase;
        while (at < sentence.size() && is_space(sentence[at])) ++at;
      } else if (lower(phrase[in_phrase]) == lower(sentence[at])) {
        ++in_phrase;
        ++at;
      } else {
        break;
      }
    }
    if (in_phrase != phrase.size()) continue;
    const auto is_word = [&](std::size_t place) {
      return place < sentence.size() && ((lower(sentence[place]) >= 'a' && lower(sentence[place]) <= 'z') ||
                                         (sentence[place] >= '0' && sentence[place] <= '9'));
    };
    const text::Span place{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)};
    if ((begin > 0 && is_word(begin - 1) && is_word(begin)) || (is_word(at) && is_word(at - 1))) {
      if (!inside_word) inside_word = place;
    } else {
      const std::string_view words = place.of(sentence);
      if (std::none_of(words.begin(), words.end(), [](char c) { return c >= 'a' && c <= 'z'; })) in_capitals = place;
      if (!found) found = place;
    }
  }
  if (in_capitals) found = in_capitals;
  if (!found) found = inside_word;
  if (found) return judge_tokens(vocabulary, sentence, *found);
  const auto end = static_cast<std::uint32_t>(sentence.size());
  return judge_tokens(vocabulary, sentence, {end, end});
}

std::string context_line(const Vocabulary& vocabulary, std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  const std::size_t tab = line.find('\t');
  const std::string_view phrase = line.substr(0, tab);
  const std::string_view sentence = tab == std::string_view::npos ? std::string_view() : line.substr(tab + 1);
  const ContextResult result = judge(vocabulary, sentence, phrase);
  std::string answer = name(result.negation);
  answer += '\t';
  answer += name(result.temporality);
  answer += '\t';
  answer += result.experiencer == records::Experiencer::Patient ? "Patient" : "Other";
  return answer;
}

const char* name(Negation value) {
  switch (value) {
  case Negation::Affirmed:
    return "Affirmed";
  case Negation::Negated:
    return "Negated";
  case Negation::Possible:
    return "Possible";
  }
  return "";
}

const char* name(TimeOfPhrase value) {
  switch (value) {
  case TimeOfPhrase::Recent:
    return "Recent";
  case TimeOfPhrase::Historical:
    return "Historical";
  case TimeOfPhrase::Hypothetical:
    return "Hypothetical";
  }
  return "";
}

} // namespace openimr::clinical
