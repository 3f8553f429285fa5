// Facts about the request itself: what its words and the course of treatment say.
#include "guidelines/evaluate.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

RequestValue stated(bool holds, std::string words) { return {holds ? Verdict::Met : Verdict::NotMet, {}, std::move(words), {}}; }
RequestValue counted(double number, std::string words, std::vector<std::string> facts = {}) {
  return {Verdict::Met, number, std::move(words), std::move(facts)};
}

const Ingredient* ingredient(const Pack& pack, const std::string& drug) {
  const auto found = std::find_if(pack.ingredients.begin(), pack.ingredients.end(),
                                  [&](const Ingredient& one) { return one.name == drug; });
  return found == pack.ingredients.end() ? nullptr : &*found;
}

/// The rule for compounded topical products: one ingredient that is not recommended defeats the whole.
void compounding(const Library& library, Request& request, Date as_of) {
  const auto& item = request.item;
  if (item.route != "topical" || item.ingredients.empty()) return;
  request.values["req.is_compounded"] = stated(
      item.ingredients.size() > 1, fmt::format("{} active ingredient{} named", item.ingredients.size(), item.ingredients.size() == 1 ? " is" : "s are"));
  RequestValue rule = stated(false, "no ingredient is on the not recommended list");
  for (const Pack& pack : library.packs()) {
    if ((pack.from && as_of < *pack.from) || (pack.to && *pack.to < as_of)) continue;
    for (const std::string& drug : item.ingredients) {
      const Ingredient* known = ingredient(pack, drug);
      if (!known) {
        if (rule.verdict == Verdict::NotMet) rule = {Verdict::Unknown, {}, drug + " is not on the list of topical ingredients", {}};
      } else if (known->status == "not_recommended") {
        rule = stated(true, fmt::format("{} is not recommended as a topical ingredient", drug));
        break;
      }
    }
  }
  request.values["req.contains_not_recommended_ingredient"] = rule;
}

} // namespace

void compute_request_values(const Library& library, Request& request, const records::Chart& chart, Date as_of) {
  const auto& item = request.item;
  compounding(library, request, as_of);
  const auto has_drug = [&](const char* drug) { return std::find(item.ingredients.begin(), item.ingredients.end(), drug) != item.ingredients.end(); };
  if (item.route == "topical" && has_drug("lidocaine"))
    request.values["req.topical_lidocaine_non_patch"] = stated(item.form != "patch", fmt::format("the form asked for is {}", item.form.empty() ? "not a patch" : item.form));
  if (item.quantity) request.values["req.quantity"] = counted(*item.quantity, fmt::format("quantity {} as asked", *item.quantity));
  if (item.count) request.values["req.visits_requested"] = counted(*item.count, fmt::format("{} as asked", *item.count));
  if (item.mme_per_day)
    request.values["req.med_mg_day"] = counted(*item.mme_per_day, fmt::format("{:.0f} mg oral morphine equivalent a day by the words of the request", *item.mme_per_day));
  if (!item.warnings.empty()) request.values["req.directions_contradict"] = stated(true, fmt::format("{}", fmt::join(item.warnings, "; ")));
  if (request.phase == Phase::Initial) {
    for (const Pack& pack : library.packs())
      for (const std::string& id : pack.starts_at_zero)
        if (!request.values.contains(id)) request.values[id] = counted(0, "a first request");
  } else if (request.first_used) {
    const Date until = chart.request_date.value_or(as_of);
    const double weeks = until.days_since(*request.first_used) / 7.0;
    request.values["req.used_weeks_total"] = counted(weeks, fmt::format("in use since {}, {:.0f} weeks before the request", request.first_used->us(), weeks), request.phase_facts);
    // Long-term use in the sense of the 2009 chronic pain guideline: six months or more (memory, see the topic's doubts).
    request.values["req.long_term_use"] = {weeks >= 26 ? Verdict::Met : Verdict::NotMet, {}, fmt::format("in use since {}", request.first_used->us()), request.phase_facts};
  }
}

} // namespace openimr::guidelines
