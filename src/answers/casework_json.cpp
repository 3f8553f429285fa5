#include "answers/casework_json.h"

#include "answers/to_json.h"
#include "casework/event_json.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::answers {
namespace {

namespace json = boost::json;

json::value day(const std::optional<Date>& date) { return date ? json::value(date->iso()) : json::value(nullptr); }
json::value word(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::array strings(const std::vector<std::string>& list) {
  json::array array;
  for (const auto& each : list) array.emplace_back(each);
  return array;
}

json::value item_json(const casework::CaseItem& item) {
  return {{"id", item.id},
          {"text", item.text},
          {"ur_outcome", item.ur_outcome},
          {"eligibility", word(item.eligibility)},
          {"reasons", strings(item.reasons)},
          {"ended", word(item.ended)},
          {"decision", word(item.decision)}};
}

json::array steps_json(const std::vector<casework::Step>& steps, Date as_of) {
  json::array array;
  for (const auto& step : steps) array.push_back(to_json(step, as_of));
  return array;
}

json::object case_json(const casework::Case& state) {
  json::array items, parties, reviewers;
  for (const auto& item : state.items) items.push_back(item_json(item));
  for (const auto& party : state.parties)
    parties.push_back({{"role", party.role},
                       {"name", party.name},
                       {"from", day(party.from)},
                       {"address", party.address.empty() ? json::value(nullptr) : json::value(party.address)}});
  for (const auto& each : state.reviewers)
    reviewers.push_back({{"id", each.id},
                         {"attested_on", day(each.attested_on)},
                         {"has_opinion", !each.decisions.empty()},
                         {"has_signed", each.has_signed}});
  return {{"number", state.number},
          {"jurisdiction", state.jurisdiction},
          {"status", std::string(casework::name(state.status))},
          {"outcome", word(outcome_words(state))},
          {"review", state.review},
          {"employee", fmt::format("{}, {}", state.employee_last, state.employee_first)},
          {"date_of_birth", day(state.date_of_birth)},
          {"claim_number", state.claim_number},
          {"adjudication_number", word(state.adjudication_number)},
          {"date_of_injury", day(state.date_of_injury)},
          {"received_on", state.received_on.iso()},
          {"records_on", day(state.records_on)},
          {"records_complete", state.are_records_complete},
          {"issued_on",
           state.determination_mailed ? json::value(state.determination_mailed->on.iso()) : json::value(nullptr)},
          {"days_late", state.days_late},
          {"round", state.round},
          {"version", state.version},
          {"items", items},
          {"parties", parties},
          {"reviewers", reviewers},
          {"joined", strings(state.joined)}};
}

} // namespace

std::string outcome_words(const casework::Case& state) {
  if (!state.outcome) return "";
  const std::string outcome(casework::name(*state.outcome));
  return state.outcome_of.empty() ? outcome : fmt::format("{}({})", outcome, state.outcome_of);
}

std::string risk(const std::optional<Date>& due_on, Date as_of) {
  if (!due_on) return "no_date";
  const int days = due_on->days_since(as_of);
  return days < 0 ? "overdue" : days <= 2 ? "due_soon" : "on_time";
}

json::value to_json(const casework::Step& step, Date as_of) {
  return {{"step", step.id},
          {"text", step.text},
          {"who", step.who},
          {"rule", word(step.rule)},
          {"due_on", day(step.due_on())},
          {"risk", risk(step.due_on(), as_of)},
          {"due", step.due ? to_json(*step.due) : json::value(nullptr)}};
}

json::value act_json(const casework::Case& state, bool was_repeated, const std::vector<casework::Step>& steps,
                     Date as_of) {
  return {{"number", state.number},
          {"status", std::string(casework::name(state.status))},
          {"outcome", word(outcome_words(state))},
          {"version", state.version},
          {"repeated", was_repeated},
          {"as_of", as_of.iso()},
          {"next", steps_json(steps, as_of)}};
}

json::value to_json(const desk::CaseView& view, Date as_of) {
  json::array history;
  for (const auto& event : view.history) {
    auto bytes = casework::to_bytes(event);
    if (!bytes) continue; // it was read from such bytes
    auto object = json::parse(*bytes).as_object();
    if (auto* what = object["what"].if_object()) what->erase("application"); // shown by its own command
    history.push_back(object);
  }
  return {{"as_of", as_of.iso()},
          {"case", case_json(view.state)},
          {"history", history},
          {"next", steps_json(view.steps, as_of)}};
}

json::value to_json(const store::CaseRow& row) {
  return {{"number", row.id},
          {"status", row.status},
          {"outcome", word(row.outcome)},
          {"review", row.review},
          {"jurisdiction", row.jurisdiction},
          {"employee", row.employee},
          {"claim_number", row.claim_number},
          {"received_on", row.received_on.iso()},
          {"version", row.version}};
}

json::value to_json(const store::QueueRow& row, Date as_of) {
  return {{"number", row.case_id},
          {"who", row.role},
          {"step", row.step},
          {"text", row.words},
          {"rule", word(row.rule)},
          {"due_on", day(row.due_on)},
          {"risk", risk(row.due_on, as_of)},
          {"employee", row.employee},
          {"status", row.status},
          {"review", row.review}};
}

} // namespace openimr::answers
