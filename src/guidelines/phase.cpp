#include "guidelines/phase.h"

#include "text/words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

using records::Fact;

/// Words by which a request says that it carries something on.
constexpr std::array<std::string_view, 9> carrying_on = {
    "refill", "refills", "continue", "continued", "continuation", "additional", "ongoing", "renewal", "repeat"};

std::string_view word_of_carrying_on(const std::string& words) {
  const auto found = std::find_if(carrying_on.begin(), carrying_on.end(),
                                  [&](std::string_view word) { return text::has_words(words, word); });
  return found == carrying_on.end() ? std::string_view{} : *found;
}

bool is_of(const Fact& fact, const records::RequestedItem& item) {
  const auto ingredient = fact.details.find("ingredient");
  return ingredient != fact.details.end() &&
         std::find(item.ingredients.begin(), item.ingredients.end(), ingredient->second) != item.ingredients.end();
}

/// A statement of earlier use that cannot count; null when there is none.
const Fact* doubtful_use(const Request& request, const records::Chart& chart, Date day) {
  for (const Fact& fact : chart.facts)
    if (is_of(fact, request.item) && fact.experiencer == records::Experiencer::Patient &&
        fact.temporality != records::Temporality::Hypothetical && fact.temporality != records::Temporality::Planned &&
        fact.date && *fact.date < day &&
        (fact.assertion == records::Assertion::Possible ||
         (fact.from_ur_only && fact.assertion == records::Assertion::Present)))
      return &fact;
  return nullptr;
}

} // namespace

void explain_phase(Request& request, const records::Chart& chart, Date request_day) {
  if (request.phase == Phase::Continued) {
    request.phase_reason = request.first_used
                               ? fmt::format("In use since {}, {} weeks before the request.", request.first_used->us(),
                                             request_day.days_since(*request.first_used) / 7)
                               : fmt::format("Given before, by {} statement{} of the record.",
                                             request.phase_facts.size(), request.phase_facts.size() == 1 ? "" : "s");
    return;
  }
  const auto word = word_of_carrying_on(text::lower(request.item.text));
  const Fact* doubtful = doubtful_use(request, chart, request_day);
  request.phase_is_unsure = doubtful || !word.empty();
  if (doubtful)
    request.phase_reason = doubtful->from_ur_only
                               ? "Only the utilization review speaks of earlier use; the record shows none."
                               : "The record speaks of earlier use as a possibility only.";
  else if (!word.empty())
    request.phase_reason =
        fmt::format("The request says \"{}\", and the record shows no earlier use: both ways are shown.", word);
  else
    request.phase_reason = "The record shows no earlier use.";
}

} // namespace openimr::guidelines
