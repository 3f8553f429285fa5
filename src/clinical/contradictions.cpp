#include "clinical/contradictions.h"

#include "clinical/plain_words.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

namespace openimr::clinical {
namespace {

using records::Fact;
using Kind = Contradiction::Kind;

constexpr int window_days = 7;

bool is_said(const Fact& fact) {
  return fact.experiencer == records::Experiencer::Patient && fact.assertion != records::Assertion::Possible &&
         !fact.is_derived && !fact.evidence.empty() &&
         (fact.temporality == records::Temporality::Current || fact.temporality == records::Temporality::Historical);
}

bool share_a_document(const Fact& a, const Fact& b) {
  return std::any_of(a.evidence.begin(), a.evidence.end(), [&](const records::Evidence& one) {
    return std::any_of(b.evidence.begin(), b.evidence.end(),
                       [&](const records::Evidence& other) { return one.document == other.document; });
  });
}

bool are_near(const Fact& a, const Fact& b, int days) {
  return a.date && b.date && std::abs(a.date->days_since(*b.date)) <= days;
}

std::string words_of(const Fact& fact) {
  std::string words = fact.kind == "work" && !detail(fact, "value").empty() ? detail(fact, "value") : fact.text;
  if (fact.assertion == records::Assertion::Absent) words = "no " + words;
  const std::string side = detail(fact, "side");
  if (!side.empty()) words += side == "both" ? " on both sides" : " on the " + side;
  if (const auto levels = levels_of(detail(fact, "level")); !levels.empty()) words += " at " + joined(levels);
  return words;
}

/// "He never had an injection" after the injection; before it, it was true.
bool is_denied_later(const Fact& a, const Fact& b) {
  const Fact& had = a.assertion == records::Assertion::Present ? a : b;
  const Fact& denied = a.assertion == records::Assertion::Present ? b : a;
  const std::string status = detail(had, "status");
  if (had.kind == "drug" && status != "current" && status != "tried" && status != "stopped") return false;
  // "Stopped, no longer taken" denies use now, not that there was use.
  const std::string use_now = detail(denied, "status");
  if (denied.kind == "drug" && (use_now == "stopped" || use_now == "current")) return false;
  return had.date && denied.date && *had.date < *denied.date;
}

/// Present against absent: of what, and how near in time must the two stand?
bool is_denied_by(const Fact& a, const Fact& b) {
  if (a.assertion == b.assertion || a.concept_id != b.concept_id) return false;
  if (detail(a, "level") != detail(b, "level") || detail(a, "side") != detail(b, "side")) return false;
  if (a.kind == "imaging") return are_near(a, b, 0);
  if (a.kind == "history" || a.kind == "allergy") return true;
  if (a.kind == "procedure" || a.kind == "therapy" || a.kind == "drug") return is_denied_later(a, b);
  return (a.kind == "finding" || a.kind == "symptom" || a.kind == "diagnosis" || a.kind == "response" ||
          a.kind == "function") &&
         are_near(a, b, window_days);
}

std::optional<Kind> kind_of(const Fact& a, const Fact& b) {
  if (is_denied_by(a, b)) return Kind::Assertion;
  if (a.assertion != records::Assertion::Present || b.assertion != records::Assertion::Present ||
      a.concept_id != b.concept_id)
    return std::nullopt;
  const std::string one = detail(a, "side"), other = detail(b, "side");
  if ((a.kind == "finding" || a.kind == "symptom" || a.kind == "diagnosis") &&
      ((one == "left" && other == "right") || (one == "right" && other == "left")) &&
      detail(a, "level") == detail(b, "level") && are_near(a, b, window_days))
    return Kind::Side;
  if (a.concept_id == "work.status" && detail(a, "value") != detail(b, "value") && are_near(a, b, window_days))
    return Kind::WorkStatus;
  if (a.concept_id == "demo.sex" && detail(a, "value") != detail(b, "value")) return Kind::Person;
  if (a.concept_id == "injury.date" && a.date && b.date && *a.date != *b.date) return Kind::InjuryDate;
  const auto counts = [](const Fact& fact) {
    const std::string status = detail(fact, "status");
    return fact.kind == "drug" && (status == "current" || status == "prescribed") &&
           !detail(fact, "max_per_day").empty();
  };
  if (counts(a) && counts(b) && detail(a, "strength") == detail(b, "strength") && are_near(a, b, window_days)) {
    const double first = std::strtod(detail(a, "max_per_day").c_str(), nullptr),
                 second = std::strtod(detail(b, "max_per_day").c_str(), nullptr);
    if (std::abs(first - second) > 0.08 * std::max(first, second)) return Kind::Dose;
  }
  return std::nullopt;
}

ContradictionSide side_of(const Fact& fact, const std::set<std::string>& evidence_papers) {
  const auto place = std::find_if(fact.evidence.begin(), fact.evidence.end(),
                                  [&](const records::Evidence& one) { return evidence_papers.contains(one.document); });
  const records::Evidence& shown = place == fact.evidence.end() ? fact.evidence.front() : *place;
  return {fact.id, shown, shown.document, fact.date, words_of(fact), fact.from_ur_only};
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
  std::vector<std::pair<std::size_t, Contradiction>> found; // place of the first fact in the chart
  std::set<std::tuple<std::string, std::string, std::string, std::string>>
      known; // the same two words of the same two documents once
  for (const auto& [concept_id, facts] : by_concept)
    for (std::size_t a = 0; a < facts.size(); ++a)
      for (std::size_t b = a + 1; b < facts.size(); ++b) {
        const auto kind = kind_of(*facts[a], *facts[b]);
        if (!kind || share_a_document(*facts[a], *facts[b])) continue;
        Contradiction one{*kind, concept_id, "", side_of(*facts[a], papers), side_of(*facts[b], papers)};
        if (!known.insert({one.one.document, one.one.words, one.other.document, one.other.words}).second) continue;
        one.text = sentence(one);
        found.emplace_back(static_cast<std::size_t>(facts[a] - chart.facts.data()), std::move(one));
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
