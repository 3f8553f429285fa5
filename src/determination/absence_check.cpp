// false_absence: statements of absence against every page of the file.
#include "determination/absence_check.h"

#include "clinical/file_search.h"
#include "determination/absence_claims.h"
#include "determination/item_words.h"
#include "determination/treatment_claims.h"
#include "determination/words_facts.h"
#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace openimr::determination {
namespace {

bool speaks_of_documents(const AbsenceCues& cues, const AbsenceClaim& claim) {
  const std::string cue = text::lower(claim.cue);
  return std::any_of(cues.document_words.begin(), cues.document_words.end(),
                     [&](const std::string& word) { return cue.find(word) != std::string::npos; });
}

bool has_any_words(const std::string& words, const std::vector<std::string>& list) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& one) { return text::has_words(words, one); });
}

/// Where the first preposition stands: "benefit from …" asks for benefit, "an injection with relief" for an injection.
std::size_t first_link(const std::string& words) {
  std::size_t first = std::string::npos;
  for (const char* link : {" of ", " from ", " to ", " for ", " with ", " after ", " following ", " in "})
    first = std::min(first, words.find(link));
  return first;
}

/// What the object of a claim is in the chart's terms. `is_known`: a list or the vocabulary knows the words, also when
/// nothing on file would answer them.
std::set<std::string> concepts_of(const CheckInput& input, const AbsenceClaim& claim, const std::string& object,
                                  bool& is_known) {
  const bool is_weak = claim.is_weak;
  // "There were no side effects" speaks of the patient, not of what was written down.
  const bool is_of_patient = is_weak || !speaks_of_documents(input.rules.absence, claim);
  const std::vector<ClaimObject>& objects = input.rules.absence.objects;
  const std::string words = text::lower(text::one_line(object));
  std::set<std::string> concepts;
  is_known = true;
  for (const ClaimObject& entry : objects)
    if (!(is_of_patient && entry.strong_only) && has_any_words(words, entry.words))
      concepts.insert(entry.facts.begin(), entry.facts.end());
  // "Benefit from the injections": that they were given, or failed, is no answer; "failure of" is one of failing only.
  const bool asks_more = asks_quality(input, words.substr(0, first_link(words)));
  const bool asks_failure = has_any_words(words, input.rules.absence.failures);
  const auto forget_treatments = [&] {
    if (asks_more)
      std::erase_if(concepts, [&](const std::string& id) {
        return is_of_treatment(id) || (!asks_failure && id.starts_with("failed."));
      });
  };
  if (!concepts.empty()) {
    forget_treatments();
    return concepts;
  }
  // What the words name, not what follows from it: neuropathic pain on file does not answer "no mention of CRPS".
  for (const records::Fact& fact : facts_in_words(input.vocabulary, object))
    if (!fact.is_derived || !fact.concept_id.starts_with("dx.")) concepts.insert(fact.concept_id);
  is_known = !concepts.empty() || std::any_of(objects.begin(), objects.end(),
                                              [&](const auto& one) { return has_any_words(words, one.words); });
  for (const ClaimObject& entry : objects)
    if (is_of_patient && entry.strong_only && has_any_words(words, entry.words))
      for (const std::string& id : entry.facts) concepts.erase(id);
  const auto begins_with_any = [](const std::string& id, const std::vector<std::string>& list) {
    return std::any_of(list.begin(), list.end(), [&](const std::string& one) { return id.starts_with(one); });
  };
  // A drug alone is no answer: that it is mentioned somewhere says nothing about a trial of it.
  std::erase_if(concepts, [&](const std::string& id) {
    const bool may_mean_none = is_weak && (id.starts_with("mon.") || id.starts_with("resp.") || id.starts_with("sx."));
    return id.starts_with("drug") || id.starts_with("demo.") || may_mean_none ||
           (claim.is_caught && begins_with_any(id, input.rules.absence.net_skips));
  });
  forget_treatments();
  return concepts;
}

std::vector<const records::Fact*> contradicting(const CheckInput& input, const std::set<std::string>& concepts) {
  std::vector<const records::Fact*> facts;
  for (const records::Fact& fact : input.chart.facts)
    if (concepts.contains(fact.concept_id) && speaks_for_patient(fact)) facts.push_back(&fact);
  return facts;
}

/// Facts that a drug was used, where the claim says that it was not tried. A drug that is only prescribed or asked for
/// is none.
std::vector<const records::Fact*> uses_against(const CheckInput& input, const AbsenceClaim& claim,
                                               const std::string& object) {
  const AbsenceCues& cues = input.rules.absence;
  // "The use of baclofen is not indicated" is a decision: where the object goes before the cue, the cue itself asks.
  const bool asks_alone = claim.goes_before && !claim.is_caught && !speaks_of_documents(cues, claim);
  const std::string words = text::lower(text::one_line(asks_alone ? claim.cue : claim.cue + " " + object));
  const bool asks_failure = has_any_words(words, cues.failures);
  if ((!asks_failure && !has_any_words(words, cues.trials)) || asks_time(input, words)) return {};
  std::set<std::string> drugs;
  for (const records::Fact& fact : facts_in_words(input.vocabulary, object))
    if (fact.kind == "drug") drugs.insert(fact.concept_id);
  std::vector<const records::Fact*> facts;
  for (const records::Fact* fact : contradicting(input, drugs)) {
    const auto status = fact->details.find("status");
    const auto outcome = fact->details.find("outcome");
    const bool was_used = status != fact->details.end() && cues.used.contains(status->second);
    const bool has_failed = outcome != fact->details.end() && cues.failed_outcomes.contains(outcome->second);
    if (was_used && (!asks_failure || has_failed)) facts.push_back(fact);
  }
  return facts;
}

/// Words of an object that name a thing.
bool names_a_thing(const CheckInput& input, const std::string& object) {
  const auto words = clinical::content_words(input.vocabulary.word_forms(), object);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return word.size() >= 3 && !input.rules.absence.generic.contains(word);
  });
}

constexpr std::size_t most_words_to_find = 12; ///< one sentence has to hold all of them, near to each other

/// What may be looked for of an object that no list and no vocabulary knows: its words without those that fit any claim
/// ("significant", "rationale"). Empty when too few or too many are left, or the claim is not about documents.
std::string words_to_find(const CheckInput& input, const AbsenceClaim& claim, const std::string& object) {
  const AbsenceCues& cues = input.rules.absence;
  if (claim.is_weak || !speaks_of_documents(cues, claim)) return "";
  std::string asked;
  std::size_t letters = 0, count = 0;
  for (const std::string& word : clinical::content_words(input.vocabulary.word_forms(), object)) {
    if (cues.generic.contains(word)) continue;
    asked += (asked.empty() ? "" : " ") + word;
    letters = std::max(letters, word.size());
    ++count;
  }
  return letters < 4 || count > most_words_to_find ? "" : asked;
}

/// Where a search found them said of the patient, at most six places.
std::vector<records::Evidence> places_of(const clinical::FileSearch& search) {
  std::vector<records::Evidence> places;
  for (const clinical::SearchHit& hit : search.hits)
    if ((hit.reading == clinical::Reading::Documented || hit.reading == clinical::Reading::Historical) &&
        hit.likeness > clinical::Likeness::Spelling && places.size() < 6)
      places.push_back(hit.evidence);
  return places;
}

/// What a claim means in the chart's terms, and the facts that stand against it.
struct Meant {
  std::string object; ///< the words that name it
  std::set<std::string> concepts;
  bool is_known = true;   ///< a list or the vocabulary knows the words
  bool asks_more = false; ///< of a treatment than that it was had; or whether it is had now
  std::vector<const records::Fact*> facts;
};

/// Of a caught claim the first of its places that names anything counts. `treatment`: what the file says of the
/// treatments that the claim names.
Meant meant_by(const CheckInput& input, const AbsenceClaim& claim, std::string_view text,
               const TreatmentAnswer& treatment) {
  std::vector<text::Span> places = {claim.object};
  places.insert(places.end(), claim.elsewhere.begin(), claim.elsewhere.end());
  Meant meant;
  const std::string words = text::lower(text::one_line(claim.object.of(text)));
  meant.asks_more =
      treatment.asks_more || treatment.asks_now || asks_quality(input, words.substr(0, first_link(words)));
  for (const text::Span place : places) {
    meant.object = text::one_line(place.of(text));
    meant.concepts = concepts_of(input, claim, meant.object, meant.is_known);
    meant.facts = contradicting(input, meant.concepts);
    if (meant.facts.empty()) meant.facts = uses_against(input, claim, meant.object);
    if (treatment.asks_now) meant.facts.clear();
    if (treatment.asks_more)
      std::erase_if(meant.facts, [](const records::Fact* fact) { return is_of_treatment(fact->concept_id); });
    if (!meant.concepts.empty() || !meant.facts.empty()) break;
  }
  if (meant.facts.empty() && !claim.is_caught) meant.facts = treatment.facts;
  return meant;
}

clinical::FileSearch search_file(const CheckInput& input, std::string_view asked) {
  return clinical::search_words(input.vocabulary, input.case_file.documents, asked);
}

} // namespace

bool speaks_for_patient(const records::Fact& fact) {
  return fact.assertion == records::Assertion::Present && fact.experiencer == records::Experiencer::Patient &&
         !fact.from_ur_only && !fact.evidence.empty() && fact.temporality != records::Temporality::Hypothetical &&
         fact.temporality != records::Temporality::Planned;
}

std::vector<FalseAbsence> find_false_absences(const CheckInput& input, std::string_view text) {
  std::vector<FalseAbsence> result;
  text::Span understood; // the sentence of which a claim named something known
  const auto claims = find_absence_claims(input.rules.absence, text);
  const auto treatments = treatments_against(input, text, claims);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const AbsenceClaim& claim = claims[i];
    if (claim.is_caught && claim.sentence == understood) continue;
    const Meant meant = meant_by(input, claim, text, treatments[i]);
    if (!meant.concepts.empty() || !meant.facts.empty() || meant.asks_more) understood = claim.sentence;
    std::vector<records::Evidence> places;
    if (!meant.is_known && meant.facts.empty())
      if (const std::string asked = words_to_find(input, claim, meant.object); !asked.empty())
        places = places_of(search_file(input, asked));
    if (meant.facts.empty() && places.empty()) continue;
    // What one sentence says to be absent is answered together.
    if (result.empty() || result.back().sentence != claim.sentence)
      result.push_back({claim.sentence, claim.cue, meant.object, {}, {}});
    else
      result.back().object += ", " + meant.object;
    for (const records::Fact* fact : meant.facts)
      if (std::find(result.back().facts.begin(), result.back().facts.end(), fact->id) == result.back().facts.end())
        result.back().facts.push_back(fact->id);
    result.back().places.insert(result.back().places.end(), places.begin(), places.end());
  }
  return result;
}

const char* name(AbsenceAnswer::Result result) {
  switch (result) {
  case AbsenceAnswer::Result::Contradicted:
    return "contradicted";
  case AbsenceAnswer::Result::NotFound:
    return "not_found";
  case AbsenceAnswer::Result::Open:
    return "open";
  case AbsenceAnswer::Result::NotSearched:
    return "not_searched";
  }
  return "";
}

namespace {

AbsenceAnswer answer(const CheckInput& input, const SaidOfItem& said, const AbsenceClaim& claim,
                     const TreatmentAnswer& treatment) {
  AbsenceAnswer result;
  result.speaker = said.speaker;
  result.item = said.item;
  result.statement = text::one_line(claim.sentence.of(said.text));
  result.cue = text::one_line(claim.cue);
  result.object = text::one_line(claim.object.of(said.text));
  result.sentence = claim.sentence;
  result.document = said.document;
  result.page = said.page ? said.page->number : 0;
  result.is_of_documents = speaks_of_documents(input.rules.absence, claim);
  const Meant meant = meant_by(input, claim, said.text, treatment);
  if (claim.is_caught) result.object = meant.object;
  result.asks_more = meant.asks_more;
  for (const records::Fact* fact : meant.facts) result.facts.push_back(fact->id);
  bool is_contradicted = !result.facts.empty();
  if (!meant.concepts.empty()) {
    for (const std::string& id : meant.concepts) {
      records::Search one = input.chart.search(id);
      for (const std::string& term : result.searched.terms)
        if (std::find(one.terms.begin(), one.terms.end(), term) == one.terms.end()) one.terms.push_back(term);
      result.searched = std::move(one);
    }
  } else if (result.is_of_documents && names_a_thing(input, result.object)) {
    // One search tells the places and over which pages; without words that can be found it still counts the pages.
    const clinical::FileSearch search = search_file(input, words_to_find(input, claim, result.object));
    result.searched = search.proof;
    result.searched.terms = {result.object};
    is_contradicted |= !places_of(search).empty();
  } else if (!is_contradicted) {
    return result;
  }
  result.result = is_contradicted                   ? AbsenceAnswer::Result::Contradicted
                  : !result.searched.unread.empty() ? AbsenceAnswer::Result::Open
                                                    : AbsenceAnswer::Result::NotFound;
  return result;
}

} // namespace

std::vector<AbsenceAnswer> answer_claims(const CheckInput& input) {
  std::vector<SaidOfItem> texts;
  for (const records::Document& document : input.case_file.documents)
    if (document.kind == "ur_decision" && document.belongs_to != "other")
      for (const records::Page& page : document.pages)
        texts.push_back({Speaker::UrDecision, "", page.text, &document, &page});
  for (SaidOfItem& said : said_in_opinions(input)) texts.push_back(std::move(said));
  std::vector<AbsenceAnswer> answers;
  std::string item; // of the UR decision: the one last named
  for (const SaidOfItem& said : texts) {
    const std::string lower = text::lower(said.text);
    text::Span understood; // as in find_false_absences
    const auto claims = find_absence_claims(input.rules.absence, said.text);
    const auto treatments = treatments_against(input, said.text, claims);
    for (std::size_t i = 0; i < claims.size(); ++i) {
      const AbsenceClaim& claim = claims[i];
      if (claim.is_caught && claim.sentence == understood) continue;
      AbsenceAnswer one = answer(input, said, claim, treatments[i]);
      // What the net caught counts only where the file answers it: its words may deny something else.
      if (claim.is_caught && one.result != AbsenceAnswer::Result::Contradicted) continue;
      if (one.result != AbsenceAnswer::Result::NotSearched || one.asks_more) understood = claim.sentence;
      answers.push_back(std::move(one));
      if (said.document) answers.back().item = item = item_at(input, lower, claim.sentence.end, item);
    }
    if (said.document) item = item_at(input, lower, lower.size(), item);
  }
  return answers;
}

} // namespace openimr::determination
