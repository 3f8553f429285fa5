#include "casework/deadlines.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::casework {
namespace {

using jurisdictions::ClockRule;
using jurisdictions::DueDate;
using jurisdictions::Event;
using jurisdictions::Jurisdiction;

Event served(const records::Service& service) {
  return Event{.on = *service.on, .served_by = service.by.empty() ? "mail" : service.by, .to = service.to};
}

/// What happened, from the application itself and from what the caller knows.
KnownEvents all_events(const Jurisdiction& law, const records::Application& application, const Eligibility& eligibility,
                       KnownEvents events) {
  if (application.ur_decision.served.on)
    events.try_emplace("ur-decision-service", served(application.ur_decision.served));
  if (const auto& notice = application.liability_resolved_notice; notice && notice->on)
    events.try_emplace("liability-notice", served(*notice));
  if (eligibility.converted_on)
    events.try_emplace("request", Event{.on = *eligibility.converted_on});
  else
    events.try_emplace("request", Event{.on = law.local_date(application.received), .at = application.received});
  return events;
}

DueDate due_date(const Jurisdiction& law, const ClockRule& rule, const KnownEvents& events) {
  DueDate result = jurisdictions::waiting(law, rule);
  std::vector<std::string> missing;
  Event start;
  bool has_start = false;
  for (const std::string& id : rule.counts_from) {
    const auto known = events.find(id);
    if (known == events.end()) {
      missing.push_back(id);
      continue;
    }
    start.other[id] = known->second.on;
    if (has_start && known->second.on < start.on) continue;
    auto other = std::move(start.other);
    start = known->second;
    start.other.merge(other);
    has_start = true;
  }
  result.waits_for = fmt::format("{}", fmt::join(missing, ", "));
  if (!missing.empty()) return result;
  for (const auto& [id, event] : events) start.other.try_emplace(id, event.on);
  auto due = jurisdictions::due(law, rule.id, start);
  if (due) return std::move(*due);
  result.notes.push_back(due.error().message());
  return result;
}

} // namespace

std::vector<DueDate> deadlines(const Jurisdiction& law, const records::Application& application,
                               const Eligibility& eligibility, const KnownEvents& known) {
  const KnownEvents events = all_events(law, application, eligibility, known);
  const bool may_be_reviewed =
      eligibility.outcome == CaseOutcome::Eligible || eligibility.outcome == CaseOutcome::PartlyEligible;
  const bool has_formulary = std::any_of(eligibility.items.begin(), eligibility.items.end(),
                                         [](const auto& item) { return item.is_formulary; });
  const bool has_liability =
      std::any_of(application.disputed_items.begin(), application.disputed_items.end(),
                  [](const auto& item) { return item.liability_disputed || item.ur_outcome == "deferred"; });
  const std::string track = eligibility.review == "expedited" ? "expedited"
                            : eligibility.is_formulary_case   ? "formulary"
                                                              : "regular";
  const auto applies = [&](const ClockRule& rule) {
    const auto on_track = [&](std::string_view word) {
      return rule.tracks.empty() || std::find(rule.tracks.begin(), rule.tracks.end(), word) != rule.tracks.end();
    };
    if (rule.id == law.eligibility.application_rule) return true;
    if (rule.stage == "filing")
      return (has_formulary && on_track("formulary")) || (has_liability && on_track("liability"));
    if (rule.stage == "screening")
      return std::all_of(rule.counts_from.begin(), rule.counts_from.end(),
                         [&](const auto& id) { return events.contains(id); });
    return rule.stage != "upstream" && may_be_reviewed && on_track(track);
  };
  std::vector<DueDate> result;
  for (const ClockRule& rule : law.clocks)
    if (applies(rule)) result.push_back(due_date(law, rule, events));
  // The filing limit stands first, whatever the order of the pack.
  std::stable_partition(result.begin(), result.end(),
                        [&](const DueDate& due) { return due.rule == law.eligibility.application_rule; });
  return result;
}

std::optional<Event> records_received(const std::vector<records::Document>& documents) {
  std::optional<Event> latest;
  for (const auto& document : documents)
    if (document.is_evidence && document.received && (!latest || latest->on < *document.received))
      latest = Event{.on = *document.received};
  return latest;
}

} // namespace openimr::casework
