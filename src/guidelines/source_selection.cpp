#include "guidelines/source_selection.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::guidelines {
namespace {

using jurisdictions::InForce;
using jurisdictions::SourceRules;
using jurisdictions::SourceUse;

const Pack* find_pack(const Library& library, const std::string& id) {
  for (const Pack& pack : library.packs())
    if (pack.id == id) return &pack;
  return nullptr;
}

bool is_in_force(const Pack& pack, Date day) {
  return (!pack.from || *pack.from <= day) && (!pack.to || day <= *pack.to);
}

/// The pack that leads on a day: the schedule, or the adopted guideline. Of several the one that began last.
const Pack* leading_pack(const Library& library, const SourceRules& rules, Date day) {
  const Pack* leading = nullptr;
  for (const auto& use : rules.uses) {
    if (use.value.standing != "presumed_correct" && use.value.standing != "adopted") continue;
    const Pack* pack = find_pack(library, use.value.pack);
    const Date looked_up = use.value.pages_of.value_or(day);
    if (!pack || !use.holds_on(day) || !is_in_force(*pack, looked_up)) continue;
    if (!leading || (pack->from && (!leading->from || *leading->from < *pack->from))) leading = pack;
  }
  return leading;
}

EditionChoice choose_edition(const Library& library, const SourceRules& rules, const EventDays& days, Date otherwise) {
  EditionChoice choice;
  choice.day = otherwise;
  const auto* rule = rules.edition_day.on(otherwise);
  if (!rule) return choice;
  choice.citation = rule->citation;
  for (const std::string& event : rule->value)
    if (const auto known = days.find(event); known != days.end()) {
      choice.day = known->second;
      choice.event = event;
      break;
    }
  const auto name = [&](Date day) {
    const Pack* pack = leading_pack(library, rules, day);
    return pack ? pack->id : std::string();
  };
  choice.pack = name(choice.day);
  for (const auto& [event, day] : days)
    if (const std::string other = name(day); other != choice.pack) choice.by_other[event] = other;
  return choice;
}

/// The parts of a request that are looked up one by one: the drugs of a list. A mixture for the skin is one product.
std::vector<records::RequestedItem> parts_of(const records::RequestedItem& item) {
  if (item.drugs.size() < 2 || item.route == "topical" || item.drugs.size() != item.ingredients.size()) return {item};
  std::vector<records::RequestedItem> parts;
  for (std::size_t i = 0; i < item.drugs.size(); ++i) {
    records::RequestedItem part = item;
    part.drugs = {item.drugs[i]};
    part.ingredients = {item.ingredients[i]};
    parts.push_back(std::move(part));
  }
  return parts;
}

/// One page that a request maps to, and through which source.
struct Candidate {
  const Topic* topic;
  const SourceUse* use;
  std::string step; ///< of the search sequence
};

std::string step_of(const Library& library, const Topic& topic) {
  const Guideline* guideline = library.guideline(topic);
  return guideline ? guideline->step : "";
}

bool counts(const SourceUse& use, const Topic& topic) {
  return topic.pack == use.pack && (use.guidelines.empty() || std::find(use.guidelines.begin(), use.guidelines.end(),
                                                                        topic.guideline) != use.guidelines.end());
}

std::vector<Candidate> candidates(const Library& library, const SourceRules& rules, const records::RequestedItem& item,
                                  Date day) {
  std::vector<Candidate> found;
  for (const auto& use : rules.uses) {
    if (!use.holds_on(day)) continue;
    for (const Topic* topic : library.topics_for(item, use.value.pages_of.value_or(day)))
      if (counts(use.value, *topic)) found.push_back({topic, &use.value, step_of(library, *topic)});
  }
  return found;
}

/// A page without a recommendation leaves the question open: the schedule does not decide it.
bool decides(const Candidate& candidate) { return candidate.topic->recommendation_class != "no_recommendation"; }

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

void take(SourceAnswer& answer, const Candidate& candidate) {
  if (std::find(answer.topics.begin(), answer.topics.end(), candidate.topic) == answer.topics.end())
    answer.topics.push_back(candidate.topic);
  if (answer.standing.empty()) answer.standing = candidate.use->standing;
}

/// What the steps of a sequence know of one part of a request.
struct Search {
  const std::vector<SequenceStep>& steps;
  const std::vector<Candidate>& found;
  const std::vector<Challenge>& challenges;
};

std::string why_open(std::size_t step, bool is_addressed, const std::vector<Challenge>& challenges) {
  if (step == 0) return "searched first";
  if (!is_addressed) return "opened, because the steps before do not address it";
  return fmt::format("opened, because the presumption is challenged by the {}: {}", challenges.front().by,
                     challenges.front().reason);
}

/// 8 CCR 9792.21.1(a), its steps in the regulation's order, for one part of a request.
void walk(const Search& search, std::vector<Gate>& gates, SourceAnswer& answer) {
  bool is_addressed = false; // by a step before
  for (std::size_t i = 0; i < search.steps.size(); ++i) {
    Gate& gate = gates[i];
    const bool opens = i == 0 || !is_addressed || !search.challenges.empty();
    bool speaks = false, decided = false;
    for (const Candidate& candidate : search.found) {
      if (candidate.step != search.steps[i].id) continue;
      add_once(gate.topics, candidate.topic->id);
      speaks = true;
      decided = decided || decides(candidate);
      // What a challenge opened is shown; the presumption stands until the evidence was weighed.
      if (opens && !is_addressed) take(answer, candidate);
    }
    if (opens && gate.reason.empty()) gate.reason = why_open(i, is_addressed, search.challenges);
    gate.is_open = gate.is_open || opens;
    gate.speaks = gate.speaks || (opens && speaks);
    is_addressed = is_addressed || decided;
  }
}

void finish_reasons(std::vector<Gate>& gates) {
  bool is_addressed = false;
  for (Gate& gate : gates) {
    if (!gate.is_open)
      gate.reason = is_addressed
                        ? "not opened: a step before addresses the request and its presumption is not challenged"
                        : "not opened";
    else if (gate.speaks)
      gate.reason += "; it speaks to this request";
    else
      gate.reason += &gate == &gates.front() ? "; no page in force speaks to this request"
                                             : "; no page of the packs speaks to it, a reviewer must search it";
    is_addressed = is_addressed || gate.speaks;
  }
}

void search_in_sequence(const Pack& schedule, const Library& library, const SourceRules& rules,
                        const records::RequestedItem& item, const std::vector<Challenge>& challenges,
                        SourceAnswer& answer) {
  for (const SequenceStep& step : schedule.sequence)
    answer.gates.push_back({step.id, step.source, step.opens_when, step.citation, false, false, "", {}});
  for (const auto& part : parts_of(item)) {
    const auto found = candidates(library, rules, part, answer.edition.day);
    walk({schedule.sequence, found, challenges}, answer.gates, answer);
  }
  finish_reasons(answer.gates);
}

/// Without a schedule: the adopted guidelines, and those related to them only where nothing else speaks.
void search_by_standing(const Library& library, const SourceRules& rules, const records::RequestedItem& item,
                        SourceAnswer& answer) {
  const auto found = candidates(library, rules, item, answer.edition.day);
  for (const auto& use : rules.uses) {
    if (!use.holds_on(answer.edition.day)) continue;
    const Pack* pack = find_pack(library, use.value.pack);
    Gate gate{use.value.standing, pack ? pack->title : use.value.pack, "", use.citation.shown(), false, false, "", {}};
    gate.is_open = use.value.standing != "related" || answer.topics.empty();
    const bool was_empty = answer.topics.empty();
    for (const Candidate& candidate : found) {
      if (candidate.use != &use.value) continue;
      add_once(gate.topics, candidate.topic->id);
      if (gate.is_open) take(answer, candidate);
    }
    gate.speaks = gate.is_open && !gate.topics.empty();
    gate.reason = !gate.is_open ? "not opened: a guideline of the jurisdiction addresses the request"
                  : gate.speaks ? "opened; it speaks to this request"
                                : "opened; no page of it speaks to this request";
    if (gate.speaks && was_empty && use.value.pages_of)
      answer.notes.push_back(fmt::format("The pages of {} are those of {}: nothing later is held.", gate.source,
                                         use.value.pages_of->iso()));
    if (gate.speaks && use.value.standing == "related")
      answer.notes.push_back(fmt::format("{} is no source of this jurisdiction; {}.", gate.source, use.citation.note));
    answer.gates.push_back(std::move(gate));
  }
}

/// Words of a pack as a sentence, with the law behind it.
std::string as_sentence(std::string words, const std::string& source) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 32);
  return source.empty() ? words + "." : fmt::format("{} ({}).", words, source);
}

/// The day as of which the pages that decide are looked up.
Date pages_day(const SourceRules& rules, const SourceAnswer& answer) {
  if (answer.topics.empty()) return answer.edition.day;
  for (const auto& use : rules.uses)
    if (use.holds_on(answer.edition.day) && counts(use.value, *answer.topics.front()))
      return use.value.pages_of.value_or(answer.edition.day);
  return answer.edition.day;
}

void say_presumption(const SourceRules& rules, const std::vector<Challenge>& challenges, SourceAnswer& answer) {
  const auto* words = rules.presumption.on(answer.edition.day);
  answer.presumption = !words                                  ? "none"
                       : answer.standing != "presumed_correct" ? "does not reach"
                       : challenges.empty()                    ? "holds"
                                                               : "challenged";
  if (words) answer.presumption_text = as_sentence(words->value, words->citation.shown());
  if (!answer.topics.empty()) return;
  const auto* silence = rules.silence.on(answer.edition.day);
  answer.silence =
      silence ? as_sentence(silence->value, silence->citation.shown())
              : as_sentence("no guideline pack speaks for this jurisdiction; the reviewer names the standard", "");
}

/// A page that is doubtful, or that was written for another edition of its guideline than that of the day.
void note_pages(const Library& library, SourceAnswer& answer) {
  for (const Topic* topic : answer.topics) {
    if (topic->confidence == "low") {
      const std::string& why = topic->doubts.empty() ? topic->confidence_note : topic->doubts.front();
      answer.notes.push_back(fmt::format("The page {} of {} is of low confidence{}{}.", topic->id, topic->pack,
                                         why.empty() ? "" : ": ", why));
    }
    const Guideline* written_for = library.guideline(*topic);
    if (!written_for || !written_for->to || answer.pages_day <= *written_for->to) continue;
    for (const auto& [id, other] : library.pack(topic->pack).guidelines)
      if (other.citation == written_for->citation && (!other.from || *other.from <= answer.pages_day) &&
          (!other.to || answer.pages_day <= *other.to))
        answer.notes.push_back(fmt::format("The page {} was written for {}; on {} the edition {} is in force.",
                                           topic->id, written_for->title, answer.pages_day.iso(), other.title));
  }
}

void note_editions(SourceAnswer& answer) {
  for (const auto& [event, pack] : answer.edition.by_other)
    answer.notes.push_back(fmt::format("By the day of the {} the edition would be {}; the day of the {} decides.",
                                       event == "ur_decision" ? "utilization review decision" : event,
                                       pack.empty() ? "none" : pack, answer.edition.event));
  if (!answer.edition.citation.text.empty() && !answer.edition.citation.verified)
    answer.notes.push_back(
        fmt::format("The day that chooses the edition is not verified ({}).", answer.edition.citation.note));
}

} // namespace

SourceAnswer select_sources(const Library& library, const SourceRules& rules, const records::RequestedItem& item,
                            const EventDays& days, Date otherwise, const std::vector<Challenge>& challenges) {
  SourceAnswer answer;
  answer.edition = choose_edition(library, rules, days, otherwise);
  const Pack* schedule = find_pack(library, answer.edition.pack);
  if (schedule && !schedule->sequence.empty())
    search_in_sequence(*schedule, library, rules, item, challenges, answer);
  else
    search_by_standing(library, rules, item, answer);
  answer.pages_day = pages_day(rules, answer);
  say_presumption(rules, challenges, answer);
  note_editions(answer);
  note_pages(library, answer);
  return answer;
}

std::vector<SequenceRecord> sequence_records(const SourceAnswer& answer) {
  std::vector<SequenceRecord> records;
  for (const Gate& gate : answer.gates)
    records.push_back({gate.step, gate.source, gate.is_open, gate.reason, gate.citation});
  return records;
}

} // namespace openimr::guidelines
