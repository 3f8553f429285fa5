#include "answers/oversight_json.h"

#include <boost/json.hpp>
#include <cmath>

namespace openimr::answers {
namespace {

namespace json = boost::json;

/// Six places after the point: more would say more than the data do.
double rounded(double value) { return std::round(value * 1e6) / 1e6; }
json::array to_json(const corpus::Interval& interval) { return {rounded(interval.low), rounded(interval.high)}; }
json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }
json::value day_or_null(const std::optional<Date>& day) { return day ? json::value(day->iso()) : json::value(nullptr); }
json::value count_or_null(const std::optional<int>& count) {
  return count ? json::value(*count) : json::value(nullptr);
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

json::value kappa_json(const std::optional<corpus::Kappa>& kappa) {
  if (!kappa) return nullptr;
  return json::object{{"kappa", rounded(kappa->value)},       {"standard_error", rounded(kappa->standard_error)},
                      {"interval", to_json(kappa->interval)}, {"observed", rounded(kappa->observed)},
                      {"expected", rounded(kappa->expected)}, {"items", kappa->subjects}};
}

json::object agreement_json(const desk::Agreement& told) {
  json::array table;
  for (const auto& [decisions, count] : told.table)
    table.push_back({{"first", decisions.first}, {"second", decisions.second}, {"items", count}});
  return {{"drawn", told.drawn},
          {"open", told.open},
          {"items", told.items},
          {"agreed", told.agreed},
          {"agreed_interval",
           told.items == 0 ? json::value(nullptr) : json::value(to_json(corpus::wilson(told.agreed, told.items)))},
          {"table", std::move(table)},
          {"cohen", kappa_json(told.cohen)},
          {"fleiss", kappa_json(told.fleiss)},
          {"raters", told.raters}};
}

json::object group_json(const desk::GroupRow& row) {
  const double rate = share(row.changed, row.n), rest = share(row.rest_changed, row.rest);
  json::object out{{"dimension", row.dimension},
                   {"label", row.label},
                   {"items", row.n},
                   {"overturned", row.changed},
                   {"rate", rounded(rate)},
                   {"rate_of_rest", rounded(rest)},
                   {"difference", rounded(rate - rest)},
                   {"interval", to_json(row.difference)},
                   {"standardised", nullptr}};
  if (row.standardised)
    out["standardised"] = json::object{{"rate", rounded(row.standardised->rate)},
                                       {"interval", to_json(row.standardised->interval)},
                                       {"coverage", rounded(row.standardised->coverage)}};
  return out;
}

json::object counts_json(const std::map<std::string, std::size_t>& counts) {
  json::object out;
  for (const auto& [word, count] : counts) out[word] = count;
  return out;
}

json::object complaints_json(const desk::ComplaintFigures& told, std::size_t cases) {
  return {{"received", told.received},
          {"open", told.open},
          {"about_decisions", told.about_decisions},
          {"decisions", told.decisions},
          {"per_1000_decided_cases",
           cases == 0 ? json::value(nullptr) : json::value(rounded(1000 * share(told.received, cases)))},
          {"by_ground", counts_json(told.by_ground)},
          {"by_finding", counts_json(told.by_finding)},
          {"by_closing", counts_json(told.by_closing)},
          {"changed_since", told.changed_since},
          {"median_days", count_or_null(told.median_days)},
          {"longest_days", count_or_null(told.longest_days)}};
}

} // namespace

json::value to_json(const desk::CaseOversight& figures, const desk::OversightQuestion& question) {
  json::array funnel, groups;
  for (const auto& row : figures.funnel)
    funnel.push_back({{"pseudonym", row.who},
                      {"items", row.n},
                      {"overturned", row.changed},
                      {"expected", rounded(row.expected)},
                      {"adjusted_rate", rounded(row.adjusted)},
                      {"z", rounded(row.z)},
                      {"outside_95", row.is_outside_95},
                      {"outside_998", row.is_outside_998}});
  for (const auto& row : figures.groups) groups.push_back(group_json(row));
  return json::object{{"schema", 1},
                      {"from", day_or_null(question.from)},
                      {"to", day_or_null(question.to)},
                      {"smallest_cell", question.smallest_cell},
                      {"cases", figures.cases},
                      {"items", figures.items},
                      {"overturned", figures.changed},
                      {"agreement", agreement_json(figures.agreement)},
                      {"funnel", std::move(funnel)},
                      {"reviewers_left_out", figures.reviewers_left_out},
                      {"groups", std::move(groups)},
                      {"groups_left_out", figures.groups_left_out},
                      {"complaints", complaints_json(figures.complaints, figures.cases)}};
}

json::value to_json(const desk::ComplaintPage& page) {
  json::array rows;
  for (const auto& row : page.rows) {
    json::array items;
    for (const auto& item : row.items) items.emplace_back(item);
    rows.push_back({{"number", row.number},
                    {"complaint", row.id},
                    {"from", row.from},
                    {"ground", row.ground},
                    {"items", std::move(items)},
                    {"determination", text_or_null(row.determination)},
                    {"received_on", row.received_on.iso()},
                    {"answered_on", day_or_null(row.answered_on)},
                    {"finding", text_or_null(row.finding)},
                    {"closed_on", day_or_null(row.closed_on)},
                    {"closed_why", text_or_null(row.closed_why)},
                    {"changed_since", row.was_changed_since}});
  }
  return json::object{{"complaints", std::move(rows)}, {"next", text_or_null(page.next)}};
}

json::value to_json(const desk::InvoicePage& page) {
  json::array rows;
  for (const auto& row : page.rows)
    rows.push_back({{"invoice", row.invoice},
                    {"number", row.number},
                    {"on", row.on.iso()},
                    {"fee", row.fee},
                    {"payer", row.payer},
                    {"cents", row.cents},
                    {"stands", row.stands}});
  return json::object{{"invoices", std::move(rows)}, {"next", text_or_null(page.next)}};
}

json::value to_json(const desk::Drawing& drawing, const desk::DrawQuestion& question) {
  json::array drawn, left_out;
  for (const auto& one : drawing.drawn)
    drawn.push_back({{"number", one.number}, {"duplicate", one.duplicate}, {"reviewer", one.reviewer}});
  for (const auto& [number, why] : drawing.left_out) left_out.push_back({{"number", number}, {"why", why}});
  return json::object{{"schema", 1},
                      {"seed", question.seed},
                      {"determined", drawing.determined},
                      {"drawn", std::move(drawn)},
                      {"left_out", std::move(left_out)}};
}

} // namespace openimr::answers
