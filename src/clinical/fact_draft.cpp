#include "clinical/fact_draft.h"

#include "clinical/drug_mentions.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "l4", "c5-6", "l5-s1": letter and one or two digits.
bool is_level(std::string_view word) {
  if (word.size() < 2 || word.size() > 3 || !is_any(word.substr(0, 1), {"c", "t", "l", "s"})) return false;
  return std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

constexpr std::uint32_t longest_quote = 360; // bytes

} // namespace

bool has_cue(const SentenceReading& sentence, TokenRange phrase, CueKind kind) {
  return std::any_of(sentence.cues.begin(), sentence.cues.end(),
                     [&](const CueHit& cue) { return cue.def->kind == kind && reaches(cue, sentence.cues, phrase); });
}

std::string outcome_of(const SentenceReading& sentence, TokenRange phrase) {
  // The nearest statement counts; of two equally near ones the worse.
  struct Row {
    CueKind kind;
    const char* name;
  };
  static constexpr Row rows[] = {{CueKind::NotTolerated, "not_tolerated"},
                                 {CueKind::Failed, "failed"},
                                 {CueKind::NoBenefit, "no_benefit"},
                                 {CueKind::Benefit, "benefit"}};
  std::string outcome;
  std::uint32_t nearest = ~0U;
  for (const Row& row : rows)
    for (const CueHit& cue : sentence.cues) {
      if (cue.def->kind != row.kind || !reaches(cue, sentence.cues, phrase)) continue;
      const std::uint32_t distance = cue.last <= phrase.begin ? phrase.begin - cue.last : cue.first - phrase.end;
      // "has not failed", "no failed trials of": nothing failed
      const bool is_denied = std::any_of(sentence.cues.begin(), sentence.cues.end(), [&](const CueHit& no) {
        return no.def->kind == CueKind::Negation && no.last <= cue.first && cue.first - no.last <= 3 &&
               reaches(no, sentence.cues, {cue.first, cue.last}) &&
               (row.kind == CueKind::Failed || row.kind == CueKind::Benefit);
      });
      const std::uint32_t weight = is_denied ? distance : distance;
      if (weight < nearest) {
        nearest = weight;
        outcome = is_denied ? (row.kind == CueKind::Benefit ? "no_benefit" : "denied_failure") : row.name;
      }
    }
  return outcome == "denied_failure" ? "" : outcome;
}

namespace {

bool begins_list_item(const PageReading& reading, const SentenceReading& sentence) {
  const std::uint32_t first = sentence.words.begin;
  if (!reading.tokens[first].starts_line) return false;
  const std::string_view word = reading.tokens[first].span.of(reading.text);
  if (reading.tokens[first].kind == text::TokenKind::Mark)
    return is_any(word, {"-", "*", "[", "#", "\xE2\x80\xA2", "\xC2\xB7"});
  const std::string next = reading.folded(first + 1);
  return reading.tokens[first].kind == text::TokenKind::Number && word.size() <= 2 && (next == "." || next == ")");
}

bool names_a_drug(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence) {
  return !find_drugs(data, reading.text, reading.tokens, reading.hits, sentence.words).empty();
}

/// The worst that any words of the sentence say became of a treatment.
std::string outcome_anywhere(const SentenceReading& sentence) {
  const auto says = [&](CueKind kind) {
    return std::any_of(sentence.cues.begin(), sentence.cues.end(), [&](const CueHit& cue) {
      const bool is_denied = std::any_of(sentence.cues.begin(), sentence.cues.end(), [&](const CueHit& no) {
        return no.def->kind == CueKind::Negation && no.last <= cue.first && cue.first - no.last <= 2;
      });
      return cue.def->kind == kind && !is_denied;
    });
  };
  if (says(CueKind::Failed)) return "failed";
  if (says(CueKind::NotTolerated)) return "not_tolerated";
  return says(CueKind::NoBenefit) ? "no_benefit" : "";
}

} // namespace

std::string outcome_of(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                       TokenRange phrase) {
  if (const std::string own = outcome_of(sentence, phrase); !own.empty()) return own;
  const auto index = static_cast<std::size_t>(&sentence - reading.sentences.data());
  const bool is_item = begins_list_item(reading, sentence);
  constexpr std::size_t furthest = 5;
  for (std::size_t next = index + 1; next < reading.sentences.size() && next <= index + furthest; ++next) {
    const SentenceReading& other = reading.sentences[next];
    if (other.section != sentence.section || begins_list_item(reading, other) || names_a_drug(data, reading, other))
      break;
    const std::string_view between = reading.text.substr(reading.sentences[next - 1].span.end,
                                                         other.span.begin - reading.sentences[next - 1].span.end);
    if (std::count(between.begin(), between.end(), '\n') >= 2) break;
    if (!is_item && !is_any(reading.folded(other.words.begin),
                            {"it", "this", "these", "they", "stopped", "failed", "discontinued", "without", "no"}))
      break;
    if (const std::string outcome = outcome_anywhere(other); !outcome.empty()) return outcome;
    if (!is_item) break;
  }
  return "";
}

void add_place(const PageReading& reading, const SentenceReading& sentence, TokenRange phrase, records::Fact& fact) {
  // Levels and sides within the clause around the phrase: up to 10 tokens either way, not across a sentence mark.
  std::string level, side;
  const std::uint32_t from = phrase.begin > sentence.words.begin + 10 ? phrase.begin - 10 : sentence.words.begin;
  const std::uint32_t to = std::min(sentence.words.end, phrase.end + 10);
  std::vector<std::string> levels;
  bool left = false, right = false, both = false;
  for (std::uint32_t at = from; at < to; ++at) {
    const std::string word = reading.folded(at);
    if (word == ";" || (word == "." && ends_sentence(reading.text, reading.tokens, at))) {
      if (at < phrase.begin) {
        levels.clear();
        left = right = both = false;
        continue;
      }
      if (at >= phrase.end) break;
    }
    if (is_level(word)) {
      std::string one = word;
      one[0] = static_cast<char>(one[0] - 32);
      // "L4-5": the tokenizer leaves the 5 as a number
      if (at + 1 < to && reading.tokens[at + 1].kind == text::TokenKind::Number &&
          reading.tokens[at + 1].span.begin == reading.tokens[at].span.end + 1 &&
          reading.text[reading.tokens[at].span.end] == '-')
        one += "-" + reading.folded(at + 1);
      else if (at + 1 < to && is_level(reading.folded(at + 1)) &&
               reading.tokens[at + 1].span.begin == reading.tokens[at].span.end + 1 &&
               reading.text[reading.tokens[at].span.end] == '-') {
        std::string second = reading.folded(at + 1);
        second[0] = static_cast<char>(second[0] - 32);
        one += "-" + second;
        ++at;
      }
      if (std::find(levels.begin(), levels.end(), one) == levels.end()) levels.push_back(one);
    }
    left = left || is_any(word, {"left", "lt"});
    right = right || is_any(word, {"right", "rt"});
    both = both || is_any(word, {"bilateral", "bilaterally", "both"});
  }
  for (const std::string& one : levels) level += (level.empty() ? "" : ", ") + one;
  side = both || (left && right) ? "both" : left ? "left" : right ? "right" : "";
  // A row that begins with its level ("L3-4: Disc protrusion") holds for all of it.
  if (level.empty() && sentence.words.size() > 1 && is_level(reading.folded(sentence.words.begin))) {
    level = std::string(reading.words({sentence.words.begin, sentence.words.begin + 1}));
    if (reading.tokens[sentence.words.begin + 1].span.begin == reading.tokens[sentence.words.begin].span.end + 1)
      level = std::string(reading.words({sentence.words.begin, sentence.words.begin + 2}));
  }
  if (!level.empty()) fact.details["level"] = level;
  if (!side.empty()) fact.details["side"] = side;
}

FactDraft make_draft(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                     TokenRange phrase, std::string concept_id, std::string kind, std::string text) {
  FactDraft draft;
  draft.reading = &reading;
  draft.phrase = phrase;
  draft.fact.concept_id = std::move(concept_id);
  draft.fact.kind = std::move(kind);
  draft.fact.text = std::move(text);
  const ContextResult context =
      judge_phrase(data, reading.text, reading.tokens, reading.hits, sentence.cues, sentence.words, phrase);
  draft.fact.assertion = context.assertion();
  draft.fact.temporality = context.when();
  draft.fact.experiencer = context.experiencer;
  if (sentence.words.size() > 0 && reading.folded(sentence.words.end - 1) == "?" &&
      draft.fact.temporality == records::Temporality::Current)
    draft.fact.temporality = records::Temporality::Hypothetical;
  draft.fact.date = reading.date;
  // A row that begins with its own date speaks of that day ("06/18/2014  7/10"), also behind a visit number.
  for (const DateMention* date : reading.dates_in(sentence.words))
    if (!date->is_month_only && date->words.begin <= sentence.words.begin + 4 && date->words.end <= phrase.begin) {
      draft.fact.date = date->date;
      break;
    }
  const bool has_own_date = draft.fact.kind == "procedure" || draft.fact.kind == "imaging" ||
                            draft.fact.kind == "test" || draft.fact.kind == "therapy";
  if (has_own_date) {
    const DateMention* nearest = nullptr;
    for (const DateMention* date : reading.dates_in(sentence.words)) {
      if (date->is_month_only && draft.fact.kind != "procedure" && draft.fact.kind != "therapy")
        continue; // "larger than in 2008"
      const auto distance = [&](const DateMention* one) {
        return one->words.begin >= phrase.end ? one->words.begin - phrase.end
                                              : phrase.begin - std::min(phrase.begin, one->words.end);
      };
      if (distance(date) <= 12 && (!nearest || distance(date) < distance(nearest))) nearest = date;
    }
    if (nearest) {
      draft.fact.date = nearest->date;
      draft.fact.details["dated"] = nearest->is_month_only ? "approximate" : "stated";
    }
  }
  // The quote is the sentence, or a stretch of it around the phrase when it is very long.
  text::Span quote = sentence.span;
  if (quote.size() > longest_quote) {
    std::uint32_t first = phrase.begin, last = phrase.end;
    while (first > sentence.words.begin &&
           reading.tokens[last - 1].span.end - reading.tokens[first - 1].span.begin <= longest_quote / 2)
      --first;
    while (last < sentence.words.end &&
           reading.tokens[last].span.end - reading.tokens[first].span.begin <= longest_quote)
      ++last;
    quote = {reading.tokens[first].span.begin, reading.tokens[last - 1].span.end};
  }
  draft.quote = quote;
  draft.words = text::fold(reading.words(phrase));
  return draft;
}

} // namespace openimr::clinical
