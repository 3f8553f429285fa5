#include "clinical/contradictions.h"

#include "clinical/plain_words.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace openimr::clinical {
namespace {

using records::Fact;
using Kind = Contradiction::Kind;

constexpr int window_days = 7;
constexpr int diagnosis_days =
    90; // a diagnosis is no matter of the day, as pain and function are (guidelines/answer.cpp says the same)

bool is_said(const Fact& fact) {
  return fact.experiencer == records::Experiencer::Patient && fact.assertion != records::Assertion::Possible &&
         !fact.is_derived && !fact.evidence.empty() &&
         (fact.temporality == records::Temporality::Current || fact.temporality == records::Temporality::Historical);
}

/// A fact as one paper says it.
struct Said {
  const Fact* fact = nullptr;
  const records::Evidence* place = nullptr;
  std::optional<Date> day;
};

/// Every paper that says it, with its day; words that name their own day keep it. A fact that stands in evidence is not
/// said by the other papers that repeat it.
std::vector<Said> sayings(const Fact& fact, const std::set<std::string>& papers) {
  std::vector<Said> all;
  const bool names_its_day = !detail(fact, "dated").empty() || fact.kind == "injury";
  for (const records::Evidence& place : fact.evidence)
    if (fact.from_ur_only || papers.contains(place.document))
      all.push_back({&fact, &place, names_its_day || !place.day ? fact.date : place.day});
  return all;
}

bool are_near(const Said& a, const Said& b, int days) {
  return a.day && b.day && std::abs(a.day->days_since(*b.day)) <= days;
}

std::string words_of(const Fact& fact) {
  std::string words = said(fact);
  const std::string side = detail(fact, "side");
  if (!side.empty()) words += side == "both" ? " on both sides" : " on the " + side;
  if (const auto levels = levels_of(detail(fact, "level")); !levels.empty()) words += " at " + joined(levels);
  return words;
}

/// "He never had an injection" after the injection; before it, it was true.
bool is_denied_later(const Said& a, const Said& b) {
  const Said& had = a.fact->assertion == records::Assertion::Present ? a : b;
  const Said& denied = a.fact->assertion == records::Assertion::Present ? b : a;
  const std::string status = detail(*had.fact, "status"), use_now = detail(*denied.fact, "status");
  if (had.fact->kind == "drug" && status != "current" && status != "tried" && status != "stopped") return false;
  // "Stopped, no longer taken" denies use now, not that there was use.
  if (denied.fact->kind == "drug" && (use_now == "stopped" || use_now == "current")) return false;
  return had.day && denied.day && *had.day < *denied.day;
}

/// Whether a denial speaks of the same place. "Never had an injection" denies one at every level; a finding that is
/// absent without a place may be absent elsewhere only.
bool denies_the_place(const Fact& denied, const Fact& had, const char* what) {
  const std::string where = detail(denied, what);
  const bool covers_all = denied.kind == "procedure" || denied.kind == "therapy" || denied.kind == "diagnosis";
  return where == detail(had, what) || (covers_all && where.empty());
}

/// Present against absent: of what, and how near in time must the two stand?
bool is_denied_by(const Said& one, const Said& other) {
  const Fact &a = *one.fact, &b = *other.fact;
  if (a.assertion == b.assertion) return false;
  const Fact &denied = a.assertion == records::Assertion::Absent ? a : b, &had = &denied == &a ? b : a;
  if (!denies_the_place(denied, had, "level") || !denies_the_place(denied, had, "side")) return false;
  if (a.kind == "imaging") return are_near(one, other, 0);
  if (a.kind == "history" || a.kind == "allergy") return true;
  if (a.kind == "procedure" || a.kind == "therapy" || a.kind == "drug") return is_denied_later(one, other);
  if (a.kind == "diagnosis" && are_near(one, other, diagnosis_days)) return true;
  return (a.kind == "finding" || a.kind == "symptom" || a.kind == "response" || a.kind == "function") &&
         are_near(one, other, window_days);
}

bool are_other_sides(const Fact& a, const Fact& b) {
  const std::string one = detail(a, "side"), other = detail(b, "side");
  return (a.kind == "finding" || a.kind == "symptom" || a.kind == "diagnosis") &&
         ((one == "left" && other == "right") || (one == "right" && other == "left")) &&
         detail(a, "level") == detail(b, "level");
}

bool are_other_doses(const Fact& a, const Fact& b) {
  for (const Fact* fact : {&a, &b}) {
    const std::string status = detail(*fact, "status");
    if (fact->kind != "drug" || (status != "current" && status != "prescribed")) return false;
    if (detail(*fact, "max_per_day").empty()) return false;
  }
  if (detail(a, "strength") != detail(b, "strength")) return false;
  const double first = std::strtod(detail(a, "max_per_day").c_str(), nullptr),
               second = std::strtod(detail(b, "max_per_day").c_str(), nullptr);
  return std::abs(first - second) > 0.08 * std::max(first, second);
}

/// How the two disagree; both are of one concept.
std::optional<Kind> kind_of(const Said& one, const Said& other) {
  const Fact &a = *one.fact, &b = *other.fact;
  if (is_denied_by(one, other)) return Kind::Assertion;
  if (a.assertion != records::Assertion::Present || b.assertion != records::Assertion::Present) return std::nullopt;
  const bool is_near = are_near(one, other, window_days);
  if (is_near && are_other_sides(a, b)) return Kind::Side;
  if (is_near && a.concept_id == "work.status" && detail(a, "value") != detail(b, "value")) return Kind::WorkStatus;
  if (a.concept_id == "demo.sex" && detail(a, "value") != detail(b, "value")) return Kind::Person;
  if (a.concept_id == "injury.date" && a.date && b.date && *a.date != *b.date) return Kind::InjuryDate;
  if (is_near && are_other_doses(a, b)) return Kind::Dose;
  return std::nullopt;
}

ContradictionSide side_of(const Said& said) {
  return {said.fact->id, *said.place, said.place->document, said.day, words_of(*said.fact), said.fact->from_ur_only};
}

/// What a fact's papers say, and which papers those are.
struct Voice {
  std::vector<Said> sayings;
  std::set<std::string_view> documents;
};

Voice voice_of(const Fact& fact, const std::set<std::string>& papers) {
  Voice voice{sayings(fact, papers), {}};
  for (const Said& said : voice.sayings) voice.documents.insert(said.place->document);
  return voice;
}

/// Whether any two papers could disagree over the two facts, whatever their days: most pairs of a long file cannot.
bool may_disagree(const Fact& a, const Fact& b) {
  if (a.assertion != b.assertion) return true;
  if (a.assertion != records::Assertion::Present) return false;
  const bool says_a_value = a.concept_id == "work.status" || a.concept_id == "demo.sex";
  return (says_a_value && detail(a, "value") != detail(b, "value")) || a.concept_id == "injury.date" ||
         are_other_sides(a, b) || are_other_doses(a, b);
}

/// The two papers nearest in time that disagree, the earlier first. A paper that says both is no side: it knows of
/// both.
std::optional<Contradiction> disagreement(const Voice& a, const Voice& b) {
  std::optional<Contradiction> nearest;
  int days = 0;
  for (const Said& one : a.sayings) {
    if (b.documents.contains(one.place->document)) continue;
    for (const Said& other : b.sayings) {
      if (a.documents.contains(other.place->document)) continue;
      const auto kind = kind_of(one, other);
      if (!kind) continue;
      const int apart = one.day && other.day ? std::abs(one.day->days_since(*other.day)) : 1 << 20;
      if (nearest && days <= apart) continue;
      days = apart;
      const bool is_other_first = other.day && one.day && *other.day < *one.day;
      nearest = Contradiction{*kind, one.fact->concept_id, "", side_of(is_other_first ? other : one),
                              side_of(is_other_first ? one : other)};
    }
  }
  return nearest;
}

std::string sentence(const Contradiction& found) {
  const auto said = [](const ContradictionSide& side) {
    return "\"" + side.words + "\" (" + (side.date ? side.date->us() : std::string("undated")) + ", " +
           side.evidence.file + ", page " + std::to_string(side.evidence.page) +
           (side.is_ur_only ? ", utilization review" : "") + ")";
  };
  return "The documents disagree: " + said(found.one) + " against " + said(found.other) + ".";
}

} // namespace

std::vector<Contradiction> contradictions(const records::Chart& chart) {
  std::set<std::string> papers;
  for (const records::PageRead& page : chart.pages) papers.insert(page.document);
  std::map<std::string, std::vector<const Fact*>> by_concept;
  for (const Fact& fact : chart.facts)
    if (is_said(fact)) by_concept[fact.concept_id].push_back(&fact);
  // "No known allergies" denies each of them.
  if (const auto any = by_concept.find("allergy.any"); any != by_concept.end())
    for (auto& [concept_id, facts] : by_concept)
      if (concept_id.starts_with("allergy.") && concept_id != any->first)
        std::copy_if(any->second.begin(), any->second.end(), std::back_inserter(facts),
                     [](const Fact* fact) { return fact->assertion == records::Assertion::Absent; });
  std::vector<std::pair<std::size_t, Contradiction>> found; // place of the first fact in the chart
  std::set<std::tuple<std::string, std::string, std::string, std::string>> known; // the same words of the same papers
  for (const auto& [concept_id, facts] : by_concept) {
    std::vector<Voice> voices;
    for (const Fact* fact : facts) voices.push_back(voice_of(*fact, papers));
    for (std::size_t a = 0; a < facts.size(); ++a)
      for (std::size_t b = a + 1; b < facts.size(); ++b) {
        if (!may_disagree(*facts[a], *facts[b])) continue;
        auto one = disagreement(voices[a], voices[b]);
        if (!one || !known.insert({one->one.document, one->one.words, one->other.document, one->other.words}).second)
          continue;
        one->text = sentence(*one);
        found.emplace_back(static_cast<std::size_t>(facts[a] - chart.facts.data()), std::move(*one));
      }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& one, const auto& other) { return one.first < other.first; });
  std::vector<Contradiction> all;
  for (auto& [place, one] : found) all.push_back(std::move(one));
  return all;
}

const char* name(Contradiction::Kind value) {
  switch (value) {
  case Kind::Assertion:
    return "assertion";
  case Kind::Side:
    return "side";
  case Kind::WorkStatus:
    return "work_status";
  case Kind::Dose:
    return "dose";
  case Kind::InjuryDate:
    return "injury_date";
  case Kind::Person:
    return "person";
  }
  return "";
}

} // namespace openimr::clinical
