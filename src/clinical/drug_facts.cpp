// Drugs with direction, status and outcome; drug classes; allergies.
#include "clinical/direction.h"
#include "clinical/direction_words.h"
#include "clinical/drug_mentions.h"
#include "clinical/extract.h"
#include "clinical/fact_draft.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string id_of(std::string_view name) {
  std::string id;
  for (const char c : text::fold(name)) {
    const bool keeps = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-';
    if (keeps)
      id += c;
    else if (!id.empty() && id.back() != '_')
      id += '_';
  }
  return id;
}

/// "(new)", "(start today)": the row lists what begins now.
bool is_marked_new(const PageReading& reading, TokenRange range) {
  for (std::uint32_t at = range.begin; at < range.end; ++at)
    if (is_any(reading.folded(at), {"new", "start", "started", "starting", "begin"}) && at > 0 &&
        is_any(reading.folded(at - 1), {"(", ":", "-", "*"}))
      return true;
  return false;
}

/// Where the drug stands, from its section and the words around it.
std::string status_of(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                      TokenRange phrase, TokenRange segment, bool is_tested) {
  const std::string& section = data.sections[sentence.section];
  if (is_tested) return "tested";
  if (has_cue(sentence, phrase, CueKind::Stopped)) return "stopped";
  const std::string& kind = reading.document->kind;
  const bool is_request =
      kind == "request_for_authorization" || kind == "rfa" || kind == "ur_decision" || kind == "application";
  if (section == "past_medications") return "tried";
  if (section == "medications" && !is_request)
    return is_marked_new(reading, segment) || is_marked_new(reading, sentence.words) ? "prescribed"
           : has_cue(sentence, phrase, CueKind::Stopped)                             ? "stopped"
                                                                                     : "current";
  if (is_request)
    return has_cue(sentence, phrase, CueKind::Current) && section != "plan" &&
                   !has_cue(sentence, phrase, CueKind::Requested)
               ? "current"
               : "requested";
  const bool is_continued = has_cue(sentence, phrase, CueKind::Current);
  if (section == "plan") {
    if (has_cue(sentence, phrase, CueKind::Requested)) return "requested";
    const std::string first = reading.folded(sentence.words.begin), second = reading.folded(sentence.words.begin + 2);
    const bool starts = has_cue(sentence, phrase, CueKind::Prescribed) || first == "new" || second == "new";
    if (starts && !is_continued) return "prescribed";
    for (const CueHit& cue : sentence.cues) // "Continue", "Refill" at the head of the line, not a mere "on"
      if (cue.def->kind == CueKind::Current && reaches(cue, sentence.cues, phrase)) {
        const std::string word = text::fold(reading.words({cue.first, cue.last}));
        if (word.starts_with("contin") || word.starts_with("refill") || word.starts_with("ongoing") ||
            word.starts_with("remain") || word.starts_with("maintain") || word.starts_with("taking") ||
            word.starts_with("takes"))
          return "current";
      }
    return "prescribed";
  }
  if (has_cue(sentence, phrase, CueKind::Requested)) return "requested";
  if (kind == "pharmacy_record" || kind == "dispensing_record") return "current";
  if (has_cue(sentence, phrase, CueKind::Tried) && !is_continued) return "tried";
  if (is_continued) return "current";
  if (has_cue(sentence, phrase, CueKind::Prescribed)) return "prescribed";
  if (has_cue(sentence, phrase, CueKind::Tried)) return "tried";
  const std::string outcome = outcome_of(sentence, phrase);
  if (outcome == "failed" || outcome == "not_tolerated" || outcome == "no_benefit") return "tried";
  if (outcome == "benefit") return "current";
  return "mentioned";
}

std::string plain(const std::optional<double>& value) { return value ? plain_number(*value) : std::string(); }

void add_direction(const Direction& direction, records::Fact& fact) {
  if (!direction.parsable) return;
  const auto set = [&](const char* key, const std::string& value) {
    if (!value.empty()) fact.details[key] = value;
  };
  const bool is_share =
      direction.strength.ends_with("%") && fact.details["route"] != "topical"; // "reduces pain by 30%"
  if (fact.details["route"].empty()) fact.details.erase("route");
  if (!is_share) set("strength", direction.strength);
  set("form", direction.form);
  set("frequency", direction.frequency);
  set("times_per_day", plain(direction.times_per_day));
  set("max_per_day", plain(direction.max_per_day));
  set("quantity", plain(direction.quantity) + (direction.quantity_unit.empty() ? "" : " " + direction.quantity_unit));
  set("mme_per_day", plain(direction.mme_per_day));
  set("mme_from", plain(direction.mme_from));
  set("days_supply", plain(direction.days_supply));
  if (direction.as_needed) fact.details["as_needed"] = "yes";
  if (direction.mme_per_day) fact.number = direction.mme_per_day, fact.unit = "MME/day";
  std::string warnings;
  for (const std::string& warning : direction.warnings) warnings += (warnings.empty() ? "" : " ") + warning;
  set("warnings", warnings);
}

std::string drug_text(const std::string& name, const records::Fact& fact) {
  std::string text = name;
  for (const char* key : {"strength", "frequency"})
    if (const auto found = fact.details.find(key); found != fact.details.end()) text += " " + found->second;
  return text;
}

/// A cup or laboratory table lists drugs that were looked for, not taken.
bool is_test_row(const PageReading& reading, TokenRange segment) {
  const std::string& kind = reading.document->kind;
  if (kind == "laboratory_report" || kind == "urine_drug_test") return true;
  for (std::uint32_t at = segment.begin; at < segment.end; ++at)
    if (is_any(reading.folded(at),
               {"detected", "positive", "negative", "cutoff", "immunoassay", "metabolite", "urine"}))
      return true;
  return false;
}

/// Negation reaches a drug from near only: "has not used ketamine", not "denies nausea with morphine".
bool is_denied_near(const PageReading& reading, const SentenceReading& sentence, TokenRange name) {
  constexpr std::uint32_t furthest = 8;
  return std::any_of(sentence.cues.begin(), sentence.cues.end(), [&](const CueHit& cue) {
    if (cue.def->kind != CueKind::Negation || !reaches(cue, sentence.cues, name)) return false;
    if (cue.last > name.begin) return true;
    for (std::uint32_t at = cue.last; at < name.begin; ++at)
      if (is_any(reading.folded(at), {"with", "from", "on", "by", "side", "effects", "nausea", "constipation",
                                      "sedation", "relief", "change", "changes"}))
        return false;
    return name.begin - cue.last <= furthest;
  });
}

void add_family_facts(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                      FactDrafts& drafts) {
  for (std::size_t at = first_hit(reading.hits, sentence.words.begin);
       at < reading.hits.size() && reading.hits[at].first < sentence.words.end; ++at) {
    const text::TermHit& hit = reading.hits[at];
    if (hit.last > sentence.words.end) continue;
    for (const Meaning& meaning : data.meanings[hit.term]) {
      if (meaning.kind != MeaningKind::Family) continue;
      const TokenRange phrase{hit.first, hit.last};
      if (is_test_row(reading, sentence.words)) continue;
      FactDraft draft = make_draft(data, reading, sentence, phrase, "drug_class." + data.families[meaning.index],
                                   "drug", data.families[meaning.index]);
      std::replace(draft.fact.text.begin(), draft.fact.text.end(), '_', ' ');
      if (draft.fact.assertion == records::Assertion::Absent && !is_denied_near(reading, sentence, phrase))
        draft.fact.assertion = records::Assertion::Present;
      draft.fact.details["family"] = data.families[meaning.index];
      const std::string status = status_of(data, reading, sentence, phrase, phrase, false);
      draft.fact.details["status"] = status;
      if (status == "tried" || status == "stopped") {
        if (draft.fact.temporality == records::Temporality::Current)
          draft.fact.temporality = records::Temporality::Historical;
      }
      if (status == "requested" && draft.fact.temporality == records::Temporality::Current)
        draft.fact.temporality = records::Temporality::Planned;
      if (const std::string outcome = outcome_of(data, reading, sentence, phrase); !outcome.empty())
        draft.fact.details["outcome"] = outcome;
      drafts.push_back(std::move(draft));
    }
  }
}

} // namespace

std::string drug_concept(std::string_view generic) { return "drug." + id_of(generic); }

void drug_facts(const Vocabulary& vocabulary, const PageReading& reading, const SentenceReading& sentence,
                FactDrafts& drafts) {
  const Vocabulary::Data& data = vocabulary.data();
  const std::string& section = data.sections[sentence.section];
  const std::vector<DrugMention> mentions =
      find_drugs(data, reading.text, reading.tokens, reading.hits, sentence.words);
  for (std::size_t k = 0; k < mentions.size(); ++k) {
    const DrugMention& mention = mentions[k];
    // The same drug named again in brackets: "Fioricet (butalbital/APAP/caffeine)".
    if (k > 0 && mentions[k - 1].generic == mention.generic && mention.name.begin - mentions[k - 1].name.end <= 3)
      continue;
    // The direction runs from the name to the next drug that is not part of this name.
    std::size_t next = k + 1;
    while (next < mentions.size() && mentions[next].generic == mention.generic &&
           mentions[next].name.begin - mention.name.end <= 3)
      ++next;
    TokenRange segment{mention.name.begin, next < mentions.size() ? mentions[next].name.begin : sentence.words.end};
    FactDraft draft =
        make_draft(data, reading, sentence, mention.name, drug_concept(mention.generic), "drug", mention.generic);
    records::Fact& fact = draft.fact;
    if (section == "family_history") fact.experiencer = records::Experiencer::Other;
    fact.details["generic"] = mention.generic;
    fact.details["ingredient"] = mention.base;
    if (!mention.route.empty()) fact.details["route"] = mention.route;
    if (!mention.form.empty()) fact.details["form"] = mention.form;
    if (mention.is_near) fact.details["spelling"] = "near: " + std::string(reading.words(mention.name));
    if (section == "allergies" ||
        (has_cue(sentence, mention.name, CueKind::Current) == false &&
         text::fold(reading.words(sentence.words)).find("allergic to") != std::string::npos)) {
      fact.concept_id = "allergy." + id_of(mention.base);
      fact.kind = "history";
      fact.text = "allergy to " + mention.base;
      fact.details["status"] = "allergy";
      drafts.push_back(std::move(draft));
      continue;
    }
    if (fact.assertion == records::Assertion::Absent && !is_denied_near(reading, sentence, mention.name))
      fact.assertion = records::Assertion::Present;
    const Direction direction = parse_direction(vocabulary, reading.words(segment), fact.date);
    add_direction(direction, fact);
    fact.text = drug_text(mention.generic, fact);
    const std::string status = status_of(data, reading, sentence, mention.name, segment, is_test_row(reading, segment));
    fact.details["status"] = status;
    if ((status == "stopped" || status == "tried") && fact.temporality == records::Temporality::Current)
      fact.temporality = records::Temporality::Historical;
    if (status == "requested" && fact.temporality == records::Temporality::Current)
      fact.temporality = records::Temporality::Planned;
    // A list of current medications, or words of taking, outweigh "as needed" and the like.
    if (status == "current" && (section == "medications" || reading.document->kind == "pharmacy_record") &&
        fact.temporality == records::Temporality::Hypothetical)
      fact.temporality = records::Temporality::Current;
    if (status == "current" && section == "plan" && fact.temporality == records::Temporality::Hypothetical)
      fact.temporality = records::Temporality::Current;
    if (status == "tested") fact.temporality = records::Temporality::Hypothetical;
    const std::string outcome = outcome_of(data, reading, sentence, mention.name);
    if (!outcome.empty() && status != "requested" && status != "tested")
      fact.details["outcome"] = outcome;
    else if (section == "past_medications" &&
             text::fold(reading.words(sentence.words)).find("fail") != std::string::npos)
      fact.details["outcome"] = "failed";
    for (const std::string& family : mention.any->families)
      fact.details["family"] += (fact.details["family"].empty() ? "" : ", ") + family;
    if (fact.details["family"].empty()) fact.details.erase("family");
    // "since July 2013", "started on 5/6/2014"
    for (const DateMention* date : reading.dates_in({mention.name.begin, segment.end})) {
      const std::string before = date->words.begin > 0 ? reading.folded(date->words.begin - 1) : "";
      if (is_any(before, {"since", "started", "in", "from"})) fact.details["since"] = date->date.iso();
    }
    if (has_cue(sentence, mention.name, CueKind::Reduced) && status != "requested" &&
        !(mention.name.begin == sentence.words.begin))
      fact.details["change"] = "reduced";
    drafts.push_back(std::move(draft));
  }
  add_family_facts(data, reading, sentence, drafts);
}

} // namespace openimr::clinical
