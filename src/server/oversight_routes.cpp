// Oversight of the organization's own cases: figures, complaints, invoices.
#include "answers/oversight_json.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <charconv>

namespace openimr::server {
namespace {

namespace json = boost::json;

/// A whole number behind the question mark; `otherwise` where it is not there.
Result<std::uint64_t> number_of(const Call& call, const std::string& name, std::uint64_t otherwise) {
  const std::string written = call.query(name);
  if (written.empty()) return otherwise;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error != std::errc() || end != written.data() + written.size())
    return Error{ErrorKind::Input, name, "\"" + written.substr(0, 40) + "\"", "a whole number", "correct it"};
  return number;
}

Response figures(Call& call) {
  desk::OversightQuestion question;
  for (auto [name, day] : {std::pair{"from", &question.from}, {"to", &question.to}}) {
    const std::string written = call.query(name);
    if (written.empty()) continue;
    *day = Date::parse_iso(written);
    if (!*day)
      return problem(Error{ErrorKind::Input, name, "\"" + written.substr(0, 40) + "\"", "a day such as 2015-01-16",
                           "write year-month-day"});
  }
  auto key = number_of(call, "key", 0);
  if (!key) return problem(key.error());
  auto smallest = number_of(call, "smallest_cell", question.smallest_cell);
  if (!smallest) return problem(smallest.error());
  if (*smallest < 2 || *smallest > 1000)
    return problem(Error{ErrorKind::Input, "smallest_cell", std::to_string(*smallest), "2 to 1000", "correct it"});
  question.key = *key;
  question.smallest_cell = *smallest;
  auto told = desk::case_oversight(call.office(), call.caller(), question);
  return told ? answer(answers::to_json(*told, question)) : problem(told.error());
}

Response complaints(Call& call) {
  auto limit = limit_of(call, 500);
  if (!limit) return problem(limit.error());
  auto page = desk::complaints(call.office(), call.caller(), call.query("after"), *limit);
  return page ? answer(answers::to_json(*page)) : problem(page.error());
}

Response invoices(Call& call) {
  auto limit = limit_of(call, 500);
  if (!limit) return problem(limit.error());
  auto page = desk::invoices(call.office(), call.caller(), call.query("after"), *limit);
  return page ? answer(answers::to_json(*page)) : problem(page.error());
}

} // namespace

Routes oversight_routes() {
  return {
      {.method = "GET",
       .pattern = "/api/v1/oversight",
       .handler = figures,
       .summary = "Agreement, funnels, groups of workers and complaints of the organization's own cases",
       .answer = "case_oversight",
       .refusals = {403, 422},
       .queries = {"from", "to", "key", "smallest_cell"},
       .is_slow = true},
      {.method = "GET",
       .pattern = "/api/v1/complaints",
       .handler = complaints,
       .summary = "Complaints of all cases, each with the decision it is about and what came of it",
       .answer = "complaint_list",
       .refusals = {403, 422},
       .queries = {"after", "limit"}},
      {.method = "GET",
       .pattern = "/api/v1/invoices",
       .handler = invoices,
       .summary = "Invoices by case, with what of each still stands",
       .answer = "api_invoices",
       .refusals = {403, 422},
       .queries = {"after", "limit"}},
  };
}

} // namespace openimr::server
