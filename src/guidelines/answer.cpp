#include "guidelines/answer.h"

#include "guidelines/units.h"
#include "text/words.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

namespace openimr::guidelines {
namespace {

using records::Assertion;
using records::Experiencer;
using records::Fact;
using records::Temporality;

constexpr double no_end = std::numeric_limits<double>::infinity();

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

void note(Heard* heard, const Fact& fact) {
  if (heard) add_once(heard->facts, fact.id);
}

Verdict truth(bool holds) { return holds ? Verdict::Met : Verdict::NotMet; }

bool holds(double number, const Logic& leaf) {
  constexpr double as_good_as_equal = 1e-9;
  switch (leaf.compare) {
  case Logic::Compare::AtMost:
    return number <= leaf.value + as_good_as_equal;
  case Logic::Compare::Less:
    return number < leaf.value - as_good_as_equal;
  case Logic::Compare::AtLeast:
    return number >= leaf.value - as_good_as_equal;
  case Logic::Compare::More:
    return number > leaf.value + as_good_as_equal;
  case Logic::Compare::Equal:
    return std::abs(number - leaf.value) < as_good_as_equal;
  case Logic::Compare::Between:
    return leaf.value - as_good_as_equal <= number && number <= leaf.value_high + as_good_as_equal;
  case Logic::Compare::None:
    break;
  }
  assert(false && "only comparisons compare");
  return false;
}

/// A statement without a date cannot be placed in a window.
bool is_in_window(const Fact& fact, const Logic& leaf, const Scene& scene) {
  if (leaf.within_months == 0) return true;
  const Date day = scene.request_day();
  return fact.date && *fact.date <= day && months_before(day, leaf.within_months) <= *fact.date;
}

std::string_view detail(const Fact& fact, const char* key) {
  if (fact.details.empty()) return {};
  const auto found = fact.details.find(key);
  return found == fact.details.end() ? std::string_view{} : std::string_view(found->second);
}

bool names_requested(const std::string& words, const records::RequestedItem& item) {
  const auto names_it = [&](const std::string& one) { return words.find(text::lower(one)) != std::string::npos; };
  return std::any_of(item.ingredients.begin(), item.ingredients.end(), names_it) ||
         std::any_of(item.drugs.begin(), item.drugs.end(), names_it);
}

/// A response that the words tie to another treatment says nothing of the one requested: relief from an injection is
/// none from baclofen. Which responses that holds for is data (tied_responses of a pack).
bool is_of_another_treatment(const Fact& fact, const Scene& scene) {
  const records::RequestedItem& item = scene.request.item;
  if (fact.details.empty() || item.ingredients.empty()) return false;
  const auto treatment = detail(fact, "treatment");
  if (treatment.empty() || !scene.library.is_tied_response(fact.concept_id)) return false;
  return !names_requested(text::lower(treatment), item);
}

/// Whether the words of the statement tie it to the treatment that a response asks about.
bool is_of_treatment(const Fact& fact, const Logic& leaf, const Scene& scene) {
  const auto treatment = detail(fact, "treatment");
  if (treatment.empty()) return false;
  const std::string words = text::lower(treatment);
  if (leaf.treatment != "requested") return words.find(text::lower(leaf.treatment)) != std::string::npos;
  const auto& item = scene.request.item;
  return names_requested(words, item) || (item.ingredients.empty() && text::has_words(text::lower(item.text), words));
}

bool counts(const Fact& fact, const Logic& leaf, const Scene& scene) {
  if (leaf.kind != Logic::Kind::Response && leaf.within_months == 0 && !leaf.current_only && fact.details.empty())
    return true; // most questions and most statements
  if (leaf.current_only && fact.temporality != Temporality::Current) return false;
  if (!leaf.names.empty())
    if (const auto region = detail(fact, "region"); !region.empty() && region != leaf.names.front()) return false;
  if (!is_in_window(fact, leaf, scene)) return false;
  return leaf.kind == Logic::Kind::Response ? is_of_treatment(fact, leaf, scene)
                                            : !is_of_another_treatment(fact, scene);
}

/// Calls take(fact) for every statement that counts.
template <class Take> void each(const Scene& scene, const Logic& leaf, Take take) {
  scene.facts.each(leaf.id, leaf.key, [&](const IndexedFact& one) {
    if (counts(*one.fact, leaf, scene)) take(one);
  });
}

bool is_later_or_same(const Fact& fact, const Fact* than) {
  return !than || (fact.date && (!than->date || *than->date <= *fact.date));
}

/// What a person has or had does not come and go within a season, as pain, function and work do: two papers that differ
/// on it within these days disagree (clinical/contradictions.cpp says the same).
constexpr int days_of_one_diagnosis = 90;

bool are_of_one_paper(const Fact& one, const Fact& other) {
  return std::any_of(one.evidence.begin(), one.evidence.end(), [&](const auto& place) {
    return std::any_of(other.evidence.begin(), other.evidence.end(),
                       [&](const auto& there) { return there.document == place.document; });
  });
}

/// Whether two statements of different days cannot both be right: time explains neither.
bool disagree_over_time(const Fact& present, const Fact& absent) {
  if (present.kind != "diagnosis" && present.kind != "history") return false;
  return present.date && absent.date && std::abs(present.date->days_since(*absent.date)) <= days_of_one_diagnosis &&
         !are_of_one_paper(present, absent);
}

/// Presence: met by a statement that it is so, not met by one that it is not; the later statement counts when they
/// differ and time explains it, else neither does.
Answer presence(const Scene& scene, const Logic& leaf, Heard* heard) {
  const Fact *present = nullptr, *absent = nullptr;
  each(scene, leaf, [&](const IndexedFact& one) {
    const Fact& fact = *one.fact;
    note(heard, fact);
    if (fact.assertion == Assertion::Possible) return;
    const Fact*& latest = fact.assertion == Assertion::Present ? present : absent;
    if (is_later_or_same(fact, latest)) latest = &fact;
  });
  if (present && absent) {
    if (present->date == absent->date || disagree_over_time(*present, *absent)) return {Verdict::Unknown, true};
    return {truth(present->date > absent->date), false};
  }
  return {present ? Verdict::Met : absent ? Verdict::NotMet : Verdict::Unknown, false};
}

/// Smallest and largest of several numbers.
struct Spread {
  std::optional<Date> day;
  double low = no_end, high = -no_end;
  bool is_empty() const { return high < low; }
  void add(double number) {
    low = std::min(low, number);
    high = std::max(high, number);
  }
};

/// The number of a statement in the unit of the question; empty when it has none, or one of another measure.
std::optional<double> number_of(const IndexedFact& one, UnitRow row, std::string_view unit) {
  const Fact& fact = *one.fact;
  if (!fact.number || fact.assertion != Assertion::Present) return {};
  return converted(*fact.number, one.unit, fact.unit, row, unit);
}

/// The numbers of the latest day; undated ones only when no other is there.
Answer latest_number(const Scene& scene, const Logic& leaf, Heard* heard) {
  Spread latest;
  each(scene, leaf, [&](const IndexedFact& one) {
    const Fact& fact = *one.fact;
    const auto number = number_of(one, leaf.unit_at, leaf.unit);
    if (!number) return;
    note(heard, fact);
    if (!latest.is_empty() && latest.day > fact.date) return;
    if (latest.day < fact.date) latest = {fact.date};
    latest.add(*number);
  });
  if (latest.is_empty()) return {};
  const Verdict verdict = compare({latest.low, latest.high}, leaf);
  return {verdict, verdict == Verdict::Unknown};
}

/// From statement to request; what had begun before the first statement is not known, unless its beginning is stated.
Answer duration(const Scene& scene, const Logic& leaf, Heard* heard) {
  const Fact *first = nullptr, *last = nullptr;
  each(scene, leaf, [&](const IndexedFact& one) {
    const Fact& fact = *one.fact;
    if (!fact.date || *fact.date > scene.request_day() || fact.assertion == Assertion::Possible) return;
    note(heard, fact);
    if (fact.assertion == Assertion::Present && (!first || *fact.date < *first->date)) first = &fact;
    if (is_later_or_same(fact, last)) last = &fact;
  });
  if (!last) return {};
  if (!first || last->assertion == Assertion::Absent) return {compare({0, 0}, leaf), false};
  const auto stated = Date::parse_iso(detail(*first, "since"));
  const bool is_begin_stated = stated || detail(*first, "dated") == "stated";
  const double days = scene.request_day().days_since(stated.value_or(*first->date));
  const double length = converted(days, "days", leaf.unit).value_or(days);
  return {compare({length, is_begin_stated ? length : no_end}, leaf), false};
}

bool is_same_month(Date a, Date b) { return a.year() == b.year() && a.month() == b.month(); }

/// Days with an event of its own date. A month that stands beside one of its days is the same event; a mention in
/// passing is one of those that are dated, and leaves the count open when none is. A number that a report states
/// ("three injections") bounds it from above in a window, and is the count without one.
Range count_events(const Scene& scene, const Logic& leaf, Heard* heard) {
  std::set<Date> days, months;
  bool has_mention = false, is_denied = false;
  double stated = 0;
  scene.facts.each(leaf.id, leaf.key, [&](const IndexedFact& one) {
    const Fact* fact = one.fact;
    if (fact->assertion == Assertion::Possible) return;
    if (fact->assertion == Assertion::Absent) {
      is_denied = true;
      note(heard, *fact);
    } else if (const auto dated = detail(*fact, "dated"); dated.empty() || !fact->date) {
      has_mention = true;
      stated = std::max(stated, number_of(one, leaf.unit_at, leaf.unit).value_or(0));
      note(heard, *fact);
    } else if (is_in_window(*fact, leaf, scene)) {
      (dated == "stated" ? days : months).insert(*fact->date);
      note(heard, *fact);
    }
  });
  auto count = static_cast<double>(days.size());
  for (const Date month : months)
    count += std::none_of(days.begin(), days.end(), [&](Date day) { return is_same_month(day, month); });
  if (stated > 0) return {leaf.within_months == 0 ? std::max(count, stated) : count, std::max(count, stated)};
  if (count > 0) return {count, count};
  if (has_mention) return {leaf.within_months == 0 ? 1.0 : 0.0, no_end};
  return {0, is_denied ? 0 : no_end};
}

/// The largest number of visits that a report states; days of visits are a lower bound.
Range count_visits(const Scene& scene, const Logic& leaf, Heard* heard) {
  static const UnitRow visits = unit_row("visits");
  std::set<Date> days;
  double stated = 0;
  bool is_denied = false;
  each(scene, leaf, [&](const IndexedFact& one) {
    const Fact& fact = *one.fact;
    note(heard, fact);
    if (fact.assertion == Assertion::Absent) is_denied = true;
    if (fact.assertion != Assertion::Present) return;
    if (const auto number = number_of(one, visits, "visits")) stated = std::max(stated, *number);
    if (fact.date) days.insert(*fact.date);
  });
  const auto seen = static_cast<double>(days.size());
  if (stated > 0) return {std::max(stated, seen), std::max(stated, seen)};
  return {seen, is_denied && days.empty() ? 0 : no_end};
}

/// From the first or the previous day with a number to the latest.
Answer change(const Scene& scene, const Logic& leaf, Heard* heard) {
  const bool by_percent = leaf.unit == "percent" || leaf.unit == "%";
  Spread first, previous, latest;
  std::string_view unit; // of the first number, for shares of it
  UnitRow row = no_unit;
  each(scene, leaf, [&](const IndexedFact& one) {
    const Fact& fact = *one.fact;
    if (unit.empty()) unit = fact.unit, row = one.unit;
    const auto number = by_percent ? number_of(one, row, unit) : number_of(one, leaf.unit_at, leaf.unit);
    if (!number || !fact.date || *fact.date > scene.request_day()) return;
    note(heard, fact);
    // Facts come in order of date.
    if (latest.day != fact.date) {
      if (!latest.is_empty()) previous = latest;
      if (first.is_empty()) first = latest;
      latest = {fact.date};
    }
    latest.add(*number);
  });
  const Spread& base = leaf.since == Logic::Since::First ? first : previous;
  if (base.is_empty()) return {};
  Range range{latest.low - base.high, latest.high - base.low};
  if (by_percent) {
    if (base.low <= 0) return {};
    range = {100 * (latest.low - base.high) / base.high, 100 * (latest.high - base.low) / base.low};
  }
  const Verdict verdict = compare(range, leaf);
  return {verdict, verdict == Verdict::Unknown};
}

/// Whether a request names an ingredient, alone or in a mixture ("hydrocodone/acetaminophen").
bool is_part_of(std::string_view mixture, std::string_view ingredient) {
  for (std::size_t begin = 0; begin <= mixture.size();) {
    const std::size_t end = std::min(mixture.find('/', begin), mixture.size());
    if (mixture.substr(begin, end - begin) == ingredient) return true;
    begin = end + 1;
  }
  return false;
}

Answer ingredient(const Scene& scene, const Logic& leaf) {
  const auto& item = scene.request.item;
  for (const std::string& mixture : item.ingredients)
    for (const std::string& wanted : leaf.names)
      if (is_part_of(mixture, wanted)) return {Verdict::Met, false};
  const bool may_hide_one = item.ingredients.empty() && (item.kind == "drug" || item.kind == "unknown");
  return {may_hide_one || item.kind.empty() ? Verdict::Unknown : Verdict::NotMet, false};
}

Answer request_value(const Scene& scene, const Logic& leaf, Heard* heard) {
  const auto found = scene.request.values.find(leaf.id);
  if (found == scene.request.values.end()) return {};
  const RequestValue& value = found->second;
  if (heard) {
    for (const std::string& fact : value.facts) add_once(heard->facts, fact);
    if (value.is_searched) add_once(heard->concepts, leaf.id);
    heard->words = value.words;
  }
  if (leaf.compare == Logic::Compare::None) return {value.verdict, false};
  return {value.number ? truth(holds(*value.number, leaf)) : Verdict::Unknown, false};
}

} // namespace

Verdict compare(Range range, const Logic& leaf) {
  const bool low = holds(range.low, leaf), high = holds(range.high, leaf);
  if (low && high) return Verdict::Met;
  if (low || high) return Verdict::Unknown;
  // Neither end holds: an interval that lies inside a wider range may still be hit.
  const bool spans =
      (leaf.compare == Logic::Compare::Between && range.low < leaf.value && leaf.value_high < range.high) ||
      (leaf.compare == Logic::Compare::Equal && range.low < leaf.value && leaf.value < range.high);
  return spans ? Verdict::Unknown : Verdict::NotMet;
}

Answer answer(const Scene& scene, const Logic& leaf, Heard* heard) {
  if (leaf.kind == Logic::Kind::Ingredient) return ingredient(scene, leaf);
  if (leaf.id.starts_with("req.")) return request_value(scene, leaf, heard);
  if (heard) add_once(heard->concepts, leaf.id);
  switch (leaf.kind) {
  case Logic::Kind::Fact:
  case Logic::Kind::Response:
    return leaf.compare == Logic::Compare::None ? presence(scene, leaf, heard) : latest_number(scene, leaf, heard);
  case Logic::Kind::Count:
    return {compare(leaf.is_visits ? count_visits(scene, leaf, heard) : count_events(scene, leaf, heard), leaf), false};
  case Logic::Kind::Duration:
    return duration(scene, leaf, heard);
  case Logic::Kind::Change:
    return change(scene, leaf, heard);
  default:
    assert(false && "only leaves over record and request are answered");
    return {};
  }
}

} // namespace openimr::guidelines
