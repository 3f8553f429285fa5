// Concepts by their terms and patterns: every hit is judged in its sentence.
#include "clinical/direction_words.h"
#include "clinical/fact_draft.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace openimr::clinical {
namespace {

using text::TermHit;
using text::Token;
using text::TokenKind;

bool contains_word(const PageReading& reading, TokenRange range, const std::vector<std::string>& wanted) {
  const std::string sentence = text::fold(reading.words(range));
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    for (std::size_t at = sentence.find(word); at != std::string::npos; at = sentence.find(word, at + 1)) {
      const auto is_letter = [&](std::size_t place) {
        return place < sentence.size() && ((sentence[place] >= 'a' && sentence[place] <= 'z') ||
                                           (sentence[place] >= '0' && sentence[place] <= '9'));
      };
      if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + word.size())) return true;
    }
    return false;
  });
}

bool stands_right(const ConceptDef& def, const PageReading& reading, const SentenceReading& sentence,
                  TokenRange phrase) {
  const auto is_one = [](const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (!def.not_after.empty() && phrase.begin > sentence.words.begin &&
      is_one(def.not_after, reading.folded(phrase.begin - 1)))
    return false;
  if (!def.not_before.empty() && phrase.end < sentence.words.end && is_one(def.not_before, reading.folded(phrase.end)))
    return false;
  if (!def.sections.empty() &&
      std::find(def.sections.begin(), def.sections.end(), sentence.section) == def.sections.end())
    return false;
  if (std::find(def.not_sections.begin(), def.not_sections.end(), sentence.section) != def.not_sections.end())
    return false;
  if (!def.documents.empty() && !is_one(def.documents, reading.document->kind)) return false;
  if (!def.needs.empty() && !contains_word(reading, sentence.words, def.needs) &&
      !contains_word(reading, sentence.label, def.needs))
    return false;
  return def.unless.empty() || !contains_word(reading, sentence.words, def.unless);
}

/// Section-borne context: a family history is about others, a past history is past.
void apply_section(const Vocabulary::Data& data, const SentenceReading& sentence, records::Fact& fact) {
  const std::string& section = data.sections[sentence.section];
  if (section == "family_history") fact.experiencer = records::Experiencer::Other;
  if ((section == "past_history" || section == "surgical_history" || section == "past_medications") &&
      fact.temporality == records::Temporality::Current)
    fact.temporality = records::Temporality::Historical;
  if (section == "rationale" && fact.temporality == records::Temporality::Current && !fact.date)
    fact.temporality = records::Temporality::Hypothetical;
}

/// Whether the hit is a word of the group.
bool is_of_group(const Vocabulary::Data& data, const TermHit& hit, int group) {
  const auto& meanings = data.meanings[hit.term];
  return group >= 0 && std::any_of(meanings.begin(), meanings.end(), [group](const Meaning& meaning) {
           return meaning.kind == MeaningKind::Group && meaning.index == static_cast<std::uint32_t>(group);
         });
}

/// "Treatment to date has included physical therapy": care that the words before it tell as done. "Received
/// authorization for physical therapy" does not.
bool is_told_as_done(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                     TokenRange phrase, const std::string& kind) {
  bool is_told = false;
  for (std::size_t at = first_hit(reading.hits, sentence.words.begin);
       at < reading.hits.size() && reading.hits[at].first < phrase.begin; ++at) {
    const TermHit& hit = reading.hits[at];
    if (hit.last > phrase.begin) continue;
    if (is_of_group(data, hit, data.papers_group)) return false;
    is_told = is_told || is_of_group(data, hit, data.had_before_group) ||
              (kind == "therapy" && is_of_group(data, hit, data.had_therapy_group));
  }
  return is_told;
}

/// A test or evaluation that the plan names and no word tells as done: "2. Urine drug screen."
bool is_only_listed(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence) {
  for (std::size_t at = first_hit(reading.hits, sentence.words.begin);
       at < reading.hits.size() && reading.hits[at].first < sentence.words.end; ++at)
    if (is_of_group(data, reading.hits[at], data.done_group)) return false;
  return reading.dates_in(sentence.words).empty();
}

/// "Return to full duty on 12/20": a status that begins on a day after the one the page speaks of. Restrictions that
/// begin later are what the physician gives today all the same.
bool begins_later(const PageReading& reading, const SentenceReading& sentence, TokenRange phrase) {
  constexpr std::uint32_t nearest = 4;
  const auto begins = [](const std::string& word) {
    return word == "on" || word == "effective" || word == "from" || word == "starting" || word == "beginning" ||
           word == "commencing" || word == "of" || word == "after";
  };
  const auto returns = [&] { // "Return to full duty 12/20"
    for (std::uint32_t at = phrase.begin > sentence.words.begin + 2 ? phrase.begin - 2 : sentence.words.begin;
         at < phrase.end; ++at)
      if (reading.folded(at) == "return") return true;
    return false;
  };
  for (const DateMention* date : reading.dates_in(sentence.words))
    if (reading.date && *reading.date < date->date && date->words.begin >= phrase.end &&
        date->words.begin - phrase.end <= nearest &&
        (begins(reading.folded(date->words.begin - 1)) || (date->words.begin == phrase.end && returns())))
      return true;
  return false;
}

/// "approximately 12 injections", "three epidurals": how often, where the words are a plural with a number before them
/// that is no level, part of a date or size.
std::optional<double> times_told(const PageReading& reading, const SentenceReading& sentence, TokenRange phrase) {
  constexpr std::uint32_t furthest = 3;
  if (!reading.folded(phrase.end - 1).ends_with('s')) return std::nullopt;
  for (std::uint32_t back = 1; back <= furthest && phrase.begin >= sentence.words.begin + back; ++back) {
    const std::uint32_t at = phrase.begin - back;
    const Token& token = reading.tokens[at];
    if (token.kind == TokenKind::Mark) return std::nullopt;
    const bool is_bare =
        token.span.begin == 0 || std::isspace(static_cast<unsigned char>(reading.text[token.span.begin - 1]));
    const std::optional<double> number = token.kind == TokenKind::Number
                                             ? std::optional(std::strtod(reading.folded(at).c_str(), nullptr))
                                             : number_word(reading.folded(at));
    if (number) return is_bare && *number >= 1 && *number <= 100 ? number : std::nullopt;
  }
  return std::nullopt;
}

/// "function has not improved": the denial stands between the words of the phrase.
bool is_denied_within(const PageReading& reading, TokenRange phrase, const std::string& kind) {
  for (std::uint32_t at = phrase.begin + 1; at + 1 < phrase.end; ++at)
    if (const std::string word = reading.folded(at);
        (word == "no" && kind == "imaging") || (word == "not" && reading.folded(at + 1) != "only") ||
        word == "without" || word.ends_with("n't") || (word == "negative" && reading.folded(at + 1) == "for"))
      return true;
  return false;
}

/// "No electrodiagnostic evidence of neuropathy": the study was done, what it looked for was not found.
bool is_study_cited(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                    TokenRange phrase, const ConceptDef& def) {
  if (!def.id.ends_with("_done") && !def.id.starts_with("img.")) return false;
  for (std::size_t at = first_hit(reading.hits, phrase.end);
       at < reading.hits.size() && reading.hits[at].first == phrase.end && phrase.end < sentence.words.end; ++at)
    if (is_of_group(data, reading.hits[at], data.evidence_group)) return true;
  return false;
}

/// "No THC detected", "cocaine: negative": a denial stands right before or behind the phrase.
bool is_denied_beside(const SentenceReading& sentence, TokenRange phrase) {
  return std::any_of(sentence.cues.begin(), sentence.cues.end(), [&](const CueHit& cue) {
    const bool is_beside = cue.last <= phrase.begin ? phrase.begin - cue.last <= 1
                                                    : cue.first >= phrase.end && cue.first - phrase.end <= 1;
    return cue.def->kind == CueKind::Negation && is_beside && reaches(cue, sentence.cues, phrase);
  });
}

/// "opioids should be weaned": advice stands between the words of the phrase.
bool is_advised_within(const SentenceReading& sentence, TokenRange phrase) {
  return std::any_of(sentence.cues.begin(), sentence.cues.end(), [phrase](const CueHit& cue) {
    return cue.def->kind == CueKind::Advised && phrase.begin < cue.first && cue.last <= phrase.end;
  });
}

/// How a concept was found: by a term, whose own words say what it is ("displacement without myelopathy"), or by a
/// pattern, between whose words others stand.
enum class By { Term, Pattern };

void add_concept(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                 const ConceptDef& def, TokenRange phrase, By by, std::optional<double> number, FactDrafts& drafts) {
  if (!stands_right(def, reading, sentence, phrase)) return;
  if (def.is_absent_form && is_of_silence(sentence, phrase)) return; // "no mention of nonsmoker"
  if (number && ((def.number_min && *number < *def.number_min) || (def.number_max && *number > *def.number_max)))
    return;
  FactDraft draft = make_draft(data, reading, sentence, phrase, def.id, def.kind, def.text);
  records::Fact& fact = draft.fact;
  // "The injections were not helpful" is a failed trial by its "not"; "has not failed" is none.
  const bool tells_failure =
      def.id.starts_with("failed.") && text::fold(reading.words(phrase)).find("fail") == std::string::npos;
  if (by == By::Pattern && fact.assertion == records::Assertion::Present && !tells_failure &&
      is_denied_within(reading, phrase, def.kind))
    fact.assertion = records::Assertion::Absent;
  if (by == By::Pattern && fact.temporality == records::Temporality::Current && fact.kind != "work" &&
      fact.concept_id != "mon.weaning_planned" && is_advised_within(sentence, phrase))
    fact.temporality = records::Temporality::Planned;
  if (fact.assertion == records::Assertion::Absent && is_study_cited(data, reading, sentence, phrase, def))
    fact.assertion = records::Assertion::Present;
  // Of a test's result only a denial of its own counts: "UDS consistent with Norco, THC not detected".
  const bool is_result = by == By::Pattern && def.kind == "test";
  const bool is_denied =
      is_result && (is_denied_within(reading, phrase, def.kind) || is_denied_beside(sentence, phrase));
  if (def.is_absent_form && is_denied) return; // "no THC detected"
  if (def.is_absent_form || (def.negation == NegationPolicy::Ignore && is_denied))
    fact.assertion = records::Assertion::Absent;
  else if (def.negation == NegationPolicy::Ignore)
    fact.assertion = records::Assertion::Present;
  else if (def.negation == NegationPolicy::Drop && fact.assertion == records::Assertion::Absent)
    return;
  else if (def.negation == NegationPolicy::Denied && fact.assertion != records::Assertion::Absent)
    return;
  apply_section(data, sentence, fact);
  // "TTD until the next visit": what follows a work status bounds it; only what goes before makes it a plan.
  if (fact.kind == "work" &&
      (fact.temporality == records::Temporality::Planned || fact.temporality == records::Temporality::Hypothetical)) {
    const bool is_led = std::any_of(sentence.cues.begin(), sentence.cues.end(), [&](const CueHit& cue) {
      return cue.last <= phrase.begin && reaches(cue, sentence.cues, phrase) &&
             (cue.def->kind == CueKind::Planned || cue.def->kind == CueKind::Hypothetical ||
              cue.def->kind == CueKind::Recited);
    });
    if (!is_led) fact.temporality = records::Temporality::Current;
  }
  const bool is_evaluation = fact.kind == "history" && def.id.ends_with("eval_done");
  const bool is_later = def.implied_value == "full duty" && begins_later(reading, sentence, phrase);
  const bool is_listed = (fact.kind == "test" || is_evaluation) && data.sections[sentence.section] == "plan" &&
                         is_only_listed(data, reading, sentence);
  if ((is_later || is_listed) && fact.temporality == records::Temporality::Current)
    fact.temporality = records::Temporality::Planned;
  if (def.is_held_only &&
      (fact.temporality == records::Temporality::Planned || fact.temporality == records::Temporality::Hypothetical))
    return;
  if (number) fact.number = number, fact.unit = def.unit;
  if (!def.implied_value.empty()) fact.details["value"] = def.implied_value;
  if (!def.region.empty()) fact.details["region"] = def.region;
  if (fact.kind == "diagnosis" || fact.kind == "finding" || fact.kind == "imaging" || fact.kind == "procedure" ||
      fact.kind == "symptom" || fact.kind == "therapy" || fact.kind == "device")
    add_place(data, reading, sentence, phrase, fact);
  if (fact.kind == "therapy" || fact.kind == "procedure")
    if (const std::string outcome = outcome_of(data, reading, sentence, phrase); !outcome.empty())
      fact.details["outcome"] = outcome;
  if (fact.kind == "procedure" && !number)
    if (const auto times = times_told(reading, sentence, phrase)) fact.details["times"] = plain_number(*times);
  if (fact.kind == "procedure" || fact.kind == "therapy") {
    if (fact.temporality == records::Temporality::Current && fact.assertion == records::Assertion::Present &&
        !fact.details.contains("dated") && is_told_as_done(data, reading, sentence, phrase, fact.kind))
      fact.temporality = records::Temporality::Historical;
    if (has_cue(sentence, phrase, CueKind::Requested) && fact.temporality == records::Temporality::Current)
      fact.temporality = records::Temporality::Planned;
    const std::string& section = data.sections[sentence.section];
    if (section == "plan" && fact.temporality == records::Temporality::Current &&
        !has_cue(sentence, phrase, CueKind::Current) && reading.dates_in(sentence.words).empty())
      fact.temporality = records::Temporality::Planned;
  }
  if (fact.temporality == records::Temporality::Planned) fact.details.erase("outcome"); // "if the injection fails"
  if (fact.kind == "diagnosis") {
    if (const std::string& section = data.sections[sentence.section];
        section == "assessment" || section == "impression")
      fact.details["section"] = section;
    // "(722.83)", "ICD-10 M96.1" after the name
    for (std::uint32_t at = phrase.end; at < sentence.words.end && at < phrase.end + 14; ++at) {
      const std::string_view word = reading.tokens[at].span.of(reading.text);
      if (reading.folded(at) == "," || word == ";") break;
      const bool is_icd9 =
          reading.tokens[at].kind == TokenKind::Number && word.size() >= 5 && word.size() <= 6 && word.find('.') == 3;
      const bool is_icd10 = word.size() >= 3 && word.size() <= 3 && word[0] >= 'A' && word[0] <= 'Z' &&
                            word[1] >= '0' && word[1] <= '9' && word[2] >= '0' && word[2] <= '9';
      if (is_icd9)
        fact.details["icd"] = std::string(word);
      else if (is_icd10 && at + 2 < sentence.words.end && reading.folded(at + 1) == "." &&
               reading.tokens[at + 2].span.begin == reading.tokens[at + 1].span.end)
        fact.details["icd"] = std::string(word) + "." + std::string(reading.tokens[at + 2].span.of(reading.text));
      if (fact.details.contains("icd")) break;
    }
  }
  drafts.push_back(std::move(draft));
}

/// "No side effects except constipation": what is denied with an exception that is told is not denied.
void drop_denials_with_exception(const Vocabulary::Data& data, const PageReading& reading,
                                 const SentenceReading& sentence, std::size_t start, FactDrafts& drafts) {
  const int group = data.group("exception");
  for (std::size_t hit = first_hit(reading.hits, sentence.words.begin);
       hit < reading.hits.size() && reading.hits[hit].first < sentence.words.end; ++hit) {
    if (!is_of_group(data, reading.hits[hit], group)) continue;
    const std::uint32_t begin = reading.hits[hit].first, end = reading.hits[hit].last;
    const auto is_told_behind = [&](const std::string& id) {
      return std::any_of(drafts.begin() + static_cast<std::ptrdiff_t>(start), drafts.end(), [&](const FactDraft& one) {
        return one.fact.concept_id == id && one.phrase.begin >= end &&
               one.fact.assertion == records::Assertion::Present;
      });
    };
    for (std::size_t k = drafts.size(); k-- > start;)
      if (drafts[k].phrase.end <= begin && drafts[k].fact.assertion == records::Assertion::Absent &&
          is_told_behind(drafts[k].fact.concept_id))
        drafts.erase(drafts.begin() + static_cast<std::ptrdiff_t>(k));
  }
}

/// A number, or a word that counts: "six", no "sixth" and no "half".
bool may_count(const PageReading& reading, const Token& token) {
  constexpr std::size_t shortest = 3, longest = 9;
  if (token.kind != TokenKind::Word) return token.kind == TokenKind::Number;
  if (token.span.size() < shortest || token.span.size() > longest) return false;
  const std::string word = text::fold(token.span.of(reading.text));
  if (word.ends_with("th") || word == "second" || word == "third" || word == "single") return false;
  return number_word(word).value_or(0) >= 1;
}

/// Of "from 58% to 40%" the second number, where the token is the first.
std::optional<double> later_value(const PageReading& reading, TokenRange sentence, std::uint32_t first) {
  constexpr std::uint32_t furthest = 4;
  if (first <= sentence.begin || reading.folded(first - 1) != "from") return std::nullopt;
  for (std::uint32_t at = first + 1; at + 1 < std::min(sentence.end, first + furthest); ++at)
    if (reading.folded(at) == "to" && reading.tokens[at + 1].kind == TokenKind::Number)
      return std::strtod(reading.folded(at + 1).c_str(), nullptr);
  return std::nullopt;
}

/// Matches a pattern's elements from a token on; returns the end token, or 0.
std::uint32_t match(const Vocabulary::Data& data, const PageReading& reading, TokenRange sentence,
                    const Pattern& pattern, std::size_t element, std::uint32_t at, std::optional<double>& number) {
  if (element == pattern.elements.size()) return at;
  const Element& one = pattern.elements[element];
  if (one.kind == ElementKind::Gap) {
    for (std::uint32_t skip = 0; skip <= one.value && at + skip < sentence.end; ++skip) {
      if (const std::uint32_t end = match(data, reading, sentence, pattern, element + 1, at + skip, number)) return end;
      const std::string_view word = reading.tokens[at + skip].span.of(reading.text);
      if (word == ";" || word == "but" || word == "however" || word == "although")
        return 0; // a gap does not cross these
      if (word == "." && ends_sentence(reading.text, reading.tokens, at + skip)) return 0;
    }
    return 0;
  }
  if (at >= sentence.end) return 0;
  if (one.kind == ElementKind::Number) {
    std::optional<double> value;
    std::uint32_t end = at + 1;
    if (reading.tokens[at].kind == TokenKind::Number) {
      value = std::strtod(reading.folded(at).c_str(), nullptr);
      // "50-60": the lower end
      if (end + 1 < sentence.end && (reading.folded(end) == "-" || reading.folded(end) == "to") &&
          reading.tokens[end + 1].kind == TokenKind::Number)
        end += 2;
    } else if (reading.tokens[at].kind == TokenKind::Word) {
      value = number_word(reading.folded(at));
    }
    if (!value) return 0;
    if (const auto later = later_value(reading, sentence, at)) {
      const ConceptDef& def = data.concept_defs[pattern.concept_def];
      if (def.id == "resp.pain_relief_pct") return 0; // "from 58% to 40%" is no relief in percent
      if (def.kind == "function" || def.kind == "score") value = later;
    }
    const std::optional<double> before = number;
    if (!number) number = value;
    if (const std::uint32_t done = match(data, reading, sentence, pattern, element + 1, end, number)) return done;
    number = before;
    return 0;
  }
  std::uint32_t best = 0;
  for (std::size_t hit = first_hit(reading.hits, at); hit < reading.hits.size() && reading.hits[hit].first == at;
       ++hit) {
    if (reading.hits[hit].last > sentence.end) continue;
    for (const Meaning& meaning : data.meanings[reading.hits[hit].term])
      if (meaning.kind == MeaningKind::Group && meaning.index == one.value)
        if (const std::uint32_t end =
                match(data, reading, sentence, pattern, element + 1, reading.hits[hit].last, number))
          best = std::max(best, end);
  }
  return best;
}

} // namespace

void concept_facts(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                   FactDrafts& drafts) {
  const std::size_t start = drafts.size();
  // Longest terms first win over the terms inside them when they are of the same concept or of a wider one at the same
  // place.
  for (std::size_t at = first_hit(reading.hits, sentence.words.begin);
       at < reading.hits.size() && reading.hits[at].first < sentence.words.end; ++at) {
    const TermHit& hit = reading.hits[at];
    if (hit.last > sentence.words.end) continue;
    for (const Meaning& meaning : data.meanings[hit.term]) {
      if (meaning.kind == MeaningKind::Concept) {
        if (meaning.needs_upper && !reading.tokens[hit.first].is_upper) continue;
        add_concept(data, reading, sentence, data.concept_defs[meaning.index], {hit.first, hit.last}, By::Term,
                    std::nullopt, drafts);
      } else if (meaning.kind == MeaningKind::Group) {
        for (const std::uint32_t index : data.patterns_of_group[meaning.index]) {
          std::optional<double> number;
          if (const std::uint32_t end = match(data, reading, sentence.words, data.patterns[index], 1, hit.last, number))
            add_concept(data, reading, sentence, data.concept_defs[data.patterns[index].concept_def], {hit.first, end},
                        By::Pattern, number, drafts);
        }
      }
    }
  }
  for (std::uint32_t at = sentence.words.begin; at < sentence.words.end; ++at) {
    if (!may_count(reading, reading.tokens[at])) continue;
    for (const std::uint32_t index : data.patterns_of_number) {
      std::optional<double> number;
      if (const std::uint32_t end = match(data, reading, sentence.words, data.patterns[index], 0, at, number))
        add_concept(data, reading, sentence, data.concept_defs[data.patterns[index].concept_def], {at, end},
                    By::Pattern, number, drafts);
    }
  }
  drop_denials_with_exception(data, reading, sentence, start, drafts);
  // One statement of a concept a sentence: the one with the longest words; a different assertion or number is another
  // statement.
  std::stable_sort(drafts.begin() + static_cast<std::ptrdiff_t>(start), drafts.end(),
                   [](const FactDraft& a, const FactDraft& b) { return a.phrase.size() > b.phrase.size(); });
  for (std::size_t k = start; k < drafts.size(); ++k)
    for (std::size_t other = drafts.size(); other-- > k + 1;) {
      const records::Fact &one = drafts[k].fact, &two = drafts[other].fact;
      if (one.concept_id != two.concept_id) continue;
      const bool overlap =
          drafts[k].phrase.begin < drafts[other].phrase.end && drafts[other].phrase.begin < drafts[k].phrase.end;
      if (overlap || (one.assertion == two.assertion && one.number == two.number && one.details == two.details &&
                      one.temporality == two.temporality && one.experiencer == two.experiencer))
        drafts.erase(drafts.begin() + static_cast<std::ptrdiff_t>(other));
    }
}

} // namespace openimr::clinical
