#include "clinical/course.h"

#include "text/term_matcher.h"
#include "text/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace openimr::clinical {
namespace {

constexpr std::string_view carrying_on[] = {"continue", "continued", "continues", "continuing",   "refill",
                                            "refills",  "refilled",  "renew",     "renewed",      "remains on",
                                            "stay on",  "stays on",  "ongoing",   "still takes",  "still taking",
                                            "resume",   "resumed",   "continuar", "continue with"};

std::string detail(const records::Fact& fact, const char* key) {
  const auto found = fact.details.find(key);
  return found == fact.details.end() ? std::string() : found->second;
}

/// "Refill Norco #120": words of the day itself that say that the drug was taken before, though not since when.
bool is_carried_on(const records::Fact& fact) {
  return std::any_of(fact.evidence.begin(), fact.evidence.end(), [](const records::Evidence& evidence) {
    const std::string words = text::fold(evidence.quote);
    return std::any_of(std::begin(carrying_on), std::end(carrying_on),
                       [&](std::string_view one) { return text::has_words(words, one); });
  });
}

bool is_outward(std::string_view route) { return route == "topical"; }

} // namespace

UseBefore was_used_before(const Vocabulary& vocabulary, const records::Chart& chart, std::string_view generic,
                          std::string_view route, Date before) {
  UseBefore use;
  const Drug* drug = vocabulary.drug(generic);
  const std::string base = drug ? drug->base : text::fold(generic);
  std::optional<Date> prescribed_earlier, denied; // "has not used it before"
  std::string prescribed_fact;
  for (const records::Fact& fact : chart.facts) {
    if (fact.kind != "drug" || fact.experiencer != records::Experiencer::Patient || fact.from_ur_only) continue;
    if (detail(fact, "ingredient") != base && detail(fact, "generic") != generic) continue;
    if (fact.assertion == records::Assertion::Absent && fact.date && (!denied || *denied < *fact.date))
      denied = fact.date;
    if (fact.assertion != records::Assertion::Present) continue;
    // A cream is another treatment than a tablet of the same drug; a mention that leaves the route open counts.
    const std::string its_route = detail(fact, "route");
    if (!route.empty() && !its_route.empty() && its_route != route &&
        (is_outward(its_route) || is_outward(route) || its_route == "intrathecal" || route == "intrathecal" ||
         its_route == "injection" || route == "injection"))
      continue;
    const std::string status = detail(fact, "status");
    std::optional<Date> first = fact.date;
    if (const auto since = Date::parse_iso(detail(fact, "since")); since && (!first || *since < *first)) first = since;
    if (!first) continue;
    if (status == "prescribed") {
      if (fact.temporality == records::Temporality::Hypothetical)
        continue; // "is recommended for …" is no prescription yet
      // A prescription of an earlier visit was taken unless something says otherwise; that of the request itself is
      // none.
      if (*first < before.plus_days(-13) && (!prescribed_earlier || *first < *prescribed_earlier))
        prescribed_earlier = first, prescribed_fact = fact.id;
      continue;
    }
    if (status != "current" ||
        (fact.temporality != records::Temporality::Current && fact.temporality != records::Temporality::Historical))
      continue;
    // Of the day of the request only words that speak of a past ("since", an outcome) show earlier use.
    const bool is_earlier = *first < before.plus_days(-6);
    const bool speaks_of_past =
        !detail(fact, "since").empty() || !detail(fact, "outcome").empty() || is_carried_on(fact);
    const bool is_listed_today = *first <= before.plus_days(7);
    if (!is_earlier && !(speaks_of_past && is_listed_today)) continue;
    use.was_used = true;
    use.facts.push_back(fact.id);
    // Of the day itself it is known that the drug was taken before, not since when.
    const bool has_beginning = is_earlier || !detail(fact, "since").empty();
    if (has_beginning && (!use.first || *first < *use.first)) use.first = first;
    std::optional<Date> last = fact.date;
    if (const auto again = Date::parse_iso(detail(fact, "last"))) last = again;
    if (last && (!use.last || *last > *use.last)) use.last = last;
  }
  if (prescribed_earlier && !(denied && *denied >= *prescribed_earlier)) {
    const bool is_new = !use.was_used;
    use.was_used = true;
    use.facts.push_back(prescribed_fact);
    if (!use.first || *prescribed_earlier < *use.first) use.first = prescribed_earlier;
    if (is_new) use.last = prescribed_earlier;
  }
  if (use.was_used && use.first) {
    use.weeks = std::max(0.0, before.days_since(*use.first) / 7.0);
    use.reason = fmt::format("{} is mentioned as used from {} on, {:.0f} weeks before {}.", generic, use.first->us(),
                             use.weeks, before.us());
  } else if (use.was_used) {
    use.reason = fmt::format("{} is told as carried on, and nothing says since when.", generic);
  } else {
    use.reason = fmt::format("No report before {} mentions {} as used.", before.us(), generic);
  }
  return use;
}

} // namespace openimr::clinical
