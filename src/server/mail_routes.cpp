// The mail room: which letters were printed and served together, and what was invoiced.
#include "answers/mail_json.h"
#include "server/house.h"

#include <boost/json.hpp>

namespace openimr::server {
namespace {

namespace json = boost::json;

Response list(Call& call) {
  auto batches = desk::mail_batches(call.office(), call.caller());
  if (!batches) return problem(batches.error());
  json::array rows;
  for (const auto& batch : *batches) rows.push_back(answers::to_json(batch));
  return answer(json::object{{"batches", rows}});
}

/// The invoices of a case, with what of each still stands after credits.
void add_invoices(const desk::CaseView& view, json::array& rows) {
  for (const auto& event : view.history) {
    const auto* made = std::get_if<casework::Invoiced>(&event.what);
    if (!made) continue;
    const auto stands = view.state.invoices.find(made->invoice);
    rows.push_back(json::object{{"invoice", made->invoice},
                                {"number", view.state.number},
                                {"on", event.on.iso()},
                                {"fee", made->fee},
                                {"payer", made->payer},
                                {"cents", made->cents},
                                {"stands", stands == view.state.invoices.end() ? 0 : stands->second}});
  }
}

/// A page counts cases looked at, with an invoice or without.
Response invoices(Call& call) {
  auto limit = limit_of(call, 500);
  if (!limit) return problem(limit.error());
  if (auto may = call.office().leave_for(call.caller(), "invoice_make", ""); !may) return problem(may.error());
  store::SearchQuery query;
  query.limit = *limit;
  query.after = call.query("after");
  auto cases = call.office().search(call.caller(), query);
  if (!cases) return problem(cases.error());
  const auto day = today(call);
  if (!day) return problem(day.error());
  json::array rows;
  for (const auto& one : *cases) {
    auto view = call.office().acts().view(one.id, *day);
    if (!view) return problem(view.error());
    add_invoices(*view, rows);
  }
  const bool is_full = static_cast<int>(cases->size()) == *limit;
  return answer(
      json::object{{"invoices", rows}, {"next", is_full ? json::value(cases->back().id) : json::value(nullptr)}});
}

} // namespace

Routes mail_routes() {
  return {
      {.method = "GET",
       .pattern = "/api/v1/mail-batches",
       .handler = list,
       .summary = "Batches of letters with their addressees and pages",
       .answer = "mail_list",
       .refusals = {403}},
      {.method = "GET",
       .pattern = "/api/v1/invoices",
       .handler = invoices,
       .summary = "Invoices and what of each stands, case by case",
       .answer = "api_invoices",
       .refusals = {403, 422},
       .queries = {"after", "limit"},
       .is_slow = true},
  };
}

} // namespace openimr::server
