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

bool is_of_silence(const SentenceReading& sentence, TokenRange phrase) {
  return std::any_of(sentence.cues.begin(), sentence.cues.end(),
                     [&](const CueHit& cue) { return cue.def->is_of_record && reaches(cue, sentence.cues, phrase); });
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
               (row.kind == CueKind::Failed || row.kind == CueKind::Benefit ||
                (row.kind == CueKind::NotTolerated && cue.def->direction == CueDirection::Forward));
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

/// "Acupuncture: 6 visits; no benefit": the clause behind the semicolon begins with what became of the only treatment
/// before it.
std::string outcome_behind_semicolon(const Vocabulary::Data& data, const PageReading& reading,
                                     const SentenceReading& sentence, TokenRange phrase) {
  std::uint32_t next = phrase.end;
  while (next < sentence.words.end && reading.tokens[next].span.of(reading.text) != ";") ++next;
  if (next >= sentence.words.end) return "";
  const auto is_other_treatment = [&](const text::TermHit& hit) {
    if (hit.first < phrase.end && phrase.begin < hit.last) return false;
    return std::any_of(data.meanings[hit.term].begin(), data.meanings[hit.term].end(), [&](const Meaning& meaning) {
      if (meaning.kind == MeaningKind::Drug || meaning.kind == MeaningKind::Family) return true;
      return meaning.kind == MeaningKind::Concept &&
             is_any(data.concept_defs[meaning.index].kind, {"therapy", "procedure", "device"}) &&
             data.concept_defs[meaning.index].id != "therapy.visits_mentioned";
    });
  };
  const auto names_another = [&](TokenRange range) {
    for (std::size_t hit = first_hit(reading.hits, range.begin);
         hit < reading.hits.size() && reading.hits[hit].first < range.end; ++hit)
      if (is_other_treatment(reading.hits[hit])) return true;
    return false;
  };
  if (names_another({sentence.words.begin, next})) return "";
  constexpr std::uint32_t lead = 2; // "it did not help"
  const std::pair<CueKind, const char*> told[] = {{CueKind::Failed, "failed"},
                                                  {CueKind::NotTolerated, "not_tolerated"},
                                                  {CueKind::NoBenefit, "no_benefit"},
                                                  {CueKind::Benefit, "benefit"}};
  for (const auto& [kind, name] : told)
    for (const CueHit& cue : sentence.cues)
      if (cue.def->kind == kind && cue.def->direction != CueDirection::Forward && cue.first > next &&
          cue.first <= next + 1 + lead && !names_another({next, cue.first}))
        return name;
  return "";
}

/// The worst that any words of the sentence say became of a treatment.
std::string outcome_anywhere(const SentenceReading& sentence) {
  const auto says = [&](CueKind kind) {
    return std::any_of(sentence.cues.begin(), sentence.cues.end(), [&](const CueHit& cue) {
      const bool is_denied = std::any_of(sentence.cues.begin(), sentence.cues.end(), [&](const CueHit& no) {
        return no.def->kind == CueKind::Negation && no.only_to == 0 && no.last <= cue.first && cue.first - no.last <= 2;
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
  if (const std::string behind = outcome_behind_semicolon(data, reading, sentence, phrase); !behind.empty())
    return behind;
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

namespace {

/// Sides and levels that a stretch of words names.
struct Place {
  std::vector<std::string> levels;
  bool left = false, right = false, both = false;

  bool has_side() const { return left || right || both; }
};

/// "l4" -> "L4"
std::string level_name(std::string word) {
  word[0] = static_cast<char>(word[0] - 32);
  return word;
}

/// The level that begins at the token: "L4-5", "L4-L5", "C3 through C7" (as "C3-C7"); `at` moves to its last token.
std::string read_level(const PageReading& reading, std::uint32_t& at, std::uint32_t to) {
  std::string level = level_name(reading.folded(at));
  const auto joined = [&](std::uint32_t next) {
    return next < to && reading.tokens[next].span.begin == reading.tokens[at].span.end + 1 &&
           reading.text[reading.tokens[at].span.end] == '-';
  };
  if (joined(at + 1) && reading.tokens[at + 1].kind == text::TokenKind::Number)
    return level + "-" + reading.folded(++at);
  if (joined(at + 1) && is_level(reading.folded(at + 1))) return level + "-" + level_name(reading.folded(++at));
  if (at + 2 < to && is_any(reading.folded(at + 1), {"through", "thru", "to"}) && is_level(reading.folded(at + 2))) {
    at += 2;
    return level + "-" + level_name(reading.folded(at));
  }
  return level;
}

Place place_in(const PageReading& reading, std::uint32_t from, std::uint32_t to) {
  Place place;
  for (std::uint32_t at = from; at < to; ++at) {
    const std::string word = reading.folded(at);
    if (is_level(word)) {
      std::string level = read_level(reading, at, to);
      if (std::find(place.levels.begin(), place.levels.end(), level) == place.levels.end())
        place.levels.push_back(std::move(level));
      continue;
    }
    const bool is_capital = reading.tokens[at].is_upper;
    // "R/O", "L/S spine": no side; "L/R" and "R/L" are both
    const bool is_cut =
        is_capital && word.size() == 1 && at + 2 < reading.tokens.size() && reading.folded(at + 1) == "/" &&
        reading.tokens[at + 1].span.begin == reading.tokens[at].span.end && !is_any(reading.folded(at + 2), {"l", "r"});
    if (is_cut) continue;
    place.left = place.left || is_any(word, {"left", "lt"}) || (is_capital && is_any(word, {"l", "lle", "lue"}));
    place.right = place.right || is_any(word, {"right", "rt"}) || (is_capital && is_any(word, {"r", "rle", "rue"}));
    place.both = place.both || is_any(word, {"bilateral", "bilaterally", "both", "bilat"}) ||
                 (is_capital && is_any(word, {"ble", "bue", "b/l"}));
  }
  return place;
}

/// The clause around the phrase: to the next comma, semicolon or full stop, at most 10 tokens either way.
TokenRange clause_around(const PageReading& reading, const SentenceReading& sentence, TokenRange phrase,
                         bool stops_at_comma) {
  constexpr std::uint32_t furthest = 10;
  const auto is_end = [&](std::uint32_t at) {
    const std::string_view word = reading.tokens[at].span.of(reading.text);
    return word == ";" || (word == "," && stops_at_comma) ||
           (word == "." && ends_sentence(reading.text, reading.tokens, at));
  };
  TokenRange clause = phrase;
  while (clause.begin > sentence.words.begin && phrase.begin - clause.begin < furthest && !is_end(clause.begin - 1))
    --clause.begin;
  while (clause.end < sentence.words.end && clause.end - phrase.end < furthest && !is_end(clause.end)) ++clause.end;
  return clause;
}

/// The level that heads the row which the sentence goes on: "L4-5: Disc bulge. Mild right foraminal narrowing."
std::string level_of_row(const PageReading& reading, const SentenceReading& sentence) {
  constexpr std::size_t furthest = 8;
  const auto index = static_cast<std::size_t>(&sentence - reading.sentences.data());
  for (std::size_t back = 0; back <= std::min(furthest, index); ++back) {
    const SentenceReading& row = reading.sentences[index - back];
    std::uint32_t first = row.words.begin;
    if (row.section != sentence.section) return "";
    if (!reading.tokens[first].starts_line) continue;
    if (!is_level(reading.folded(first))) return "";
    std::string level = read_level(reading, first, row.words.end);
    return reading.folded(first + 1) == ":" ? level : "";
  }
  return "";
}

} // namespace

void add_place(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
               TokenRange phrase, records::Fact& fact) {
  const bool is_of_operation = !reading.title_side.empty() && data.sections[sentence.section] == "procedure";
  // What the own clause names counts; where it names nothing, the words around it.
  const TokenRange narrow = clause_around(reading, sentence, phrase, true);
  const TokenRange wide = clause_around(reading, sentence, phrase, false);
  const Place own = place_in(reading, narrow.begin, narrow.end), around = place_in(reading, wide.begin, wide.end);
  const Place& sided = own.has_side() ? own : around;
  const std::vector<std::string>& levels = own.levels.empty() ? around.levels : own.levels;
  std::string level;
  for (const std::string& one : levels) level += (level.empty() ? "" : ", ") + one;
  const std::string side = sided.both || (sided.left && sided.right) ? "both"
                           : sided.left                              ? "left"
                           : sided.right                             ? "right"
                                                                     : "";
  // A row that begins with its level ("L3-4: Disc protrusion", "At L4-5, there is ...") holds for all of it.
  if (level.empty()) {
    std::uint32_t first = sentence.words.begin;
    if (is_any(reading.folded(first), {"at", "level", "-"})) ++first;
    if (first < sentence.words.end && is_level(reading.folded(first)))
      level = read_level(reading, first, sentence.words.end);
  }
  if (level.empty()) level = level_of_row(reading, sentence);
  if (!level.empty()) fact.details["level"] = level;
  if (!side.empty()) fact.details["side"] = side;
  // The narrative of an operation is about the side of its title.
  if (side.empty() && (fact.kind == "procedure" || fact.kind == "device") && is_of_operation) {
    fact.details["side"] = reading.title_side;
    fact.details["side_from"] = "title";
  }
}

namespace {

/// Care, tests and duties: what advice makes planned. A drug that should be weaned is still taken, and a diagnosis is
/// nothing that is done.
bool is_doable(const records::Fact& fact) {
  return is_any(fact.kind,
                {"device", "function", "imaging", "monitoring", "procedure", "response", "test", "therapy"}) ||
         fact.concept_id.ends_with("eval_done");
}

bool is_of_group(const Vocabulary::Data& data, const text::TermHit& hit, int group) {
  const auto& meanings = data.meanings[hit.term];
  return group >= 0 && std::any_of(meanings.begin(), meanings.end(), [group](const Meaning& meaning) {
           return meaning.kind == MeaningKind::Group && meaning.index == static_cast<std::uint32_t>(group);
         });
}

/// "At the last visit pain was 8/10", not "unchanged since the last visit, 7/10" nor "8/10 at the last visit, 6/10":
/// does the sentence tell the phrase of an earlier day?
bool is_of_earlier_visit(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                         TokenRange phrase) {
  constexpr std::uint32_t furthest = 8, led_by = 3;
  const auto any_hit = [&](TokenRange range, int group) {
    for (std::size_t at = first_hit(reading.hits, range.begin);
         at < reading.hits.size() && reading.hits[at].first < range.end; ++at)
      if (reading.hits[at].last <= range.end && is_of_group(data, reading.hits[at], group)) return true;
    return false;
  };
  const auto is_apart = [&](TokenRange between) {
    for (std::uint32_t at = between.begin; at < between.end; ++at)
      if (is_any(reading.folded(at), {",", ";", ".", "and", "but", "while", "which"})) return true;
    return between.size() > furthest || any_hit(between, data.earlier_visit_ends_group);
  };
  for (std::size_t at = first_hit(reading.hits, sentence.words.begin);
       at < reading.hits.size() && reading.hits[at].first < sentence.words.end; ++at) {
    const text::TermHit& hit = reading.hits[at];
    if (hit.last > sentence.words.end || !is_of_group(data, hit, data.earlier_visit_group)) continue;
    const bool is_before = hit.last <= phrase.begin;
    if (!is_before && hit.first < phrase.end) continue;
    const std::uint32_t lead = std::max(sentence.words.begin, hit.first - std::min(hit.first, led_by));
    if (any_hit({lead, hit.first}, data.earlier_visit_unless_group)) continue;
    std::uint32_t from = hit.last; // "At the last visit, pain was": the comma of the opening counts for nothing
    if (is_before && lead == sentence.words.begin && from < phrase.begin && reading.folded(from) == ",") ++from;
    if (!is_apart(is_before ? TokenRange{from, phrase.begin} : TokenRange{phrase.end, hit.first})) return true;
  }
  return false;
}

/// "Agreed to therapy and completed 12 visits", "should have an evaluation, which was done in May": what was advised
/// and is told as done all the same.
bool is_done_since(const Vocabulary::Data& data, const PageReading& reading, TokenRange phrase) {
  for (std::size_t at = first_hit(reading.hits, phrase.begin);
       at < reading.hits.size() && reading.hits[at].first == phrase.begin && reading.hits[at].last <= phrase.end; ++at)
    for (const Meaning& meaning : data.meanings[reading.hits[at].term])
      if (meaning.kind == MeaningKind::Group && static_cast<int>(meaning.index) == data.past_deed_group) return true;
  for (std::uint32_t at = phrase.end; at < phrase.end + 2; ++at)
    if (reading.folded(at) == "which" && is_any(reading.folded(at + 1), {"was", "were", "has", "showed", "he", "she"}))
      return true;
  return false;
}

} // namespace

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
  if (sentence.is_ticked_no && draft.fact.assertion == records::Assertion::Present)
    draft.fact.assertion = records::Assertion::Absent;
  draft.fact.temporality = context.is_advised && (!is_doable(draft.fact) || is_done_since(data, reading, phrase))
                               ? records::Temporality::Current
                               : context.when();
  draft.fact.experiencer = context.experiencer;
  if (sentence.is_of_risks && draft.fact.temporality == records::Temporality::Current)
    draft.fact.temporality = records::Temporality::Hypothetical;
  if (draft.fact.temporality == records::Temporality::Current && is_asked_only(data, reading, sentence.words, phrase))
    draft.fact.temporality = records::Temporality::Hypothetical;
  draft.fact.date = reading.date;
  // A row that begins with its own date speaks of that day ("06/18/2014  7/10"), also behind a visit number.
  for (const DateMention* date : reading.dates_in(sentence.words))
    if (!date->is_month_only && date->words.begin <= sentence.words.begin + 4 && date->words.end <= phrase.begin) {
      draft.fact.date = date->date;
      break;
    }
  const bool is_of_a_day = draft.fact.kind == "score" || draft.fact.kind == "finding" || draft.fact.kind == "function";
  if (is_of_a_day && draft.fact.date == reading.date && is_of_earlier_visit(data, reading, sentence, phrase)) {
    draft.fact.date.reset();
    draft.fact.details["dated"] = "earlier visit";
    if (draft.fact.temporality == records::Temporality::Current)
      draft.fact.temporality = records::Temporality::Historical;
  }
  const bool is_evaluation = draft.fact.kind == "history" && draft.fact.concept_id.ends_with("eval_done");
  const bool has_own_date = draft.fact.kind == "procedure" || draft.fact.kind == "imaging" ||
                            draft.fact.kind == "test" || draft.fact.kind == "therapy" || is_evaluation ||
                            draft.fact.kind == "monitoring";
  if (has_own_date) {
    const DateMention* nearest = nullptr;
    for (const DateMention* date : reading.dates_in(sentence.words)) {
      if (date->is_month_only && draft.fact.kind != "procedure" && draft.fact.kind != "therapy" && !is_evaluation &&
          draft.fact.concept_id != "mon.weaning_attempted")
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
