// The mail room: which letters wait, which were printed and served together, and making invoices.
#include "answers/mail_json.h"
#include "casework/case.h"
#include "server/house.h"

#include <algorithm>
#include <array>
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

json::object batch_json(const desk::MailBatch& batch) {
  json::object object = answers::to_json(batch).as_object();
  const std::string base = "/api/v1/mail-batches/" + batch.id;
  object["files"] = json::array{base + "/batch.pdf", base + "/list.txt"};
  return object;
}

Response waiting(Call& call) {
  auto day = as_of(call);
  if (!day) return problem(day.error());
  auto letters = desk::waiting_mail(call.office(), call.caller(), *day, !call.house.options.roster.empty());
  if (!letters) return problem(letters.error());
  json::array rows;
  for (const auto& one : *letters) rows.push_back(json::object{{"number", one.number}, {"kind", one.kind}});
  return answer(json::object{{"as_of", day->iso()}, {"letters", rows}});
}

/// {"server_name": "M. Clerk"} as the letters want it.
std::vector<std::string> settings_of(Body& body) {
  std::vector<std::string> settings;
  const auto* told = body.find("settings");
  if (told && !told->is_object()) body.wrong("settings", "no object", "fields of letters and their texts");
  if (!told || !told->is_object()) return settings;
  for (const auto& member : told->as_object()) {
    const std::string name(member.key());
    if (!member.value().is_string() || name.empty() || name.find_first_of("=\n") != name.npos)
      body.wrong("settings", "\"" + name.substr(0, 40) + "\"", "names of fields, each with a text");
    else
      settings.push_back(name + "=" + std::string(member.value().as_string()));
  }
  return settings;
}

Result<desk::MailRequest> request_of(Call& call) {
  auto body = Body::read(call.request, {"on", "served_by", "numbers", "kind", "settings", "language"});
  if (!body) return body.error();
  auto day = today(call);
  if (!day) return day.error();
  desk::MailRequest request{.on = body->day("on").value_or(*day),
                            .numbers = body->texts("numbers"),
                            .kind = body->text("kind"),
                            .settings = settings_of(*body),
                            .letterhead_file = call.house.options.letterhead,
                            .roster_file = call.house.options.roster};
  if (auto by = body->text("served_by"); !by.empty()) request.served_by = by;
  if (auto language = body->text("language"); !language.empty()) request.language = language;
  static constexpr std::array ways{"mail", "personal", "fax", "overnight", "electronic"};
  if (std::find(ways.begin(), ways.end(), request.served_by) == ways.end())
    body->wrong("served_by", "\"" + request.served_by.substr(0, 40) + "\"",
                "mail, personal, fax, overnight or electronic");
  if (request.language != "en" && request.language != "es") body->wrong("language", "another language", "en or es");
  if (!request.kind.empty() && request.numbers.empty())
    body->wrong("numbers", "none", "the cases that the letter is for");
  if (body->error()) return *body->error();
  return request;
}

Response make(Call& call) {
  auto request = request_of(call);
  if (!request) return problem(request.error());
  auto made = desk::make_mail(call.office(), call.caller(), *request);
  if (!made) return problem(made.error());
  json::object object = batch_json(made->batch);
  json::array left_out;
  for (const auto& left : made->left_out)
    left_out.push_back(json::object{{"number", left.number}, {"kind", left.kind}, {"why", left.why.message()}});
  object["left_out"] = std::move(left_out);
  Response response = answer(object, 201);
  response.set("Location", "/api/v1/mail-batches/" + made->batch.id);
  return response;
}

Response show(Call& call) {
  auto batch = desk::mail_batch(call.office(), call.caller(), call.name("id"));
  return batch ? answer(batch_json(*batch)) : problem(batch.error());
}

Response sent(Call& call) {
  auto batch = desk::mail_sent(call.office(), call.caller(), call.name("id"), options_of(call));
  return batch ? answer(batch_json(*batch)) : problem(batch.error());
}

/// The merged file for the printer, or the list of who gets which pages.
Response file(Call& call) {
  const std::string& name = call.name("file");
  Response response;
  response.set("Content-Disposition", "inline");
  if (name == "list.txt") {
    auto batch = desk::mail_batch(call.office(), call.caller(), call.name("id"));
    if (!batch) return problem(batch.error());
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.body = desk::list_of(*batch);
    return response;
  }
  if (name != "batch.pdf") return problem(404, "a batch has batch.pdf and list.txt", "ask for one of them");
  auto bytes = desk::merged_mail(call.office(), call.caller(), call.name("id"));
  if (!bytes) return problem(bytes.error());
  response.set("Content-Type", "application/pdf");
  response.set("Content-Security-Policy",
               "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'");
  response.body = std::move(*bytes);
  return response;
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

/// The invoice that the case has now and did not have before.
const casework::Invoiced* newest_invoice(const desk::CaseView& view) {
  for (auto event = view.history.rbegin(); event != view.history.rend(); ++event)
    if (const auto* made = std::get_if<casework::Invoiced>(&event->what)) return made;
  return nullptr;
}

/// Invoices of several cases by the fee table; what cannot be invoiced is told and the others go on.
Response make_invoices(Call& call) {
  auto body = Body::read(call.request, {"numbers", "profession", "on"});
  if (!body) return problem(body.error());
  const auto numbers = body->texts("numbers");
  std::string profession = body->text("profession");
  if (profession.empty()) profession = "physician";
  if (profession != "physician" && profession != "other")
    body->wrong("profession", "\"" + profession.substr(0, 40) + "\"", "physician or other");
  if (numbers.empty() || numbers.size() > 500) body->wrong("numbers", "none, or too many", "1 to 500 numbers of cases");
  auto options = options_of(call);
  options.key.clear(); // that an invoice stands already is what keeps a case from a second one
  options.on = body->day("on");
  if (body->error()) return problem(*body->error());
  if (auto may = call.office().leave_for(call.caller(), "invoice_make", ""); !may) return problem(may.error());
  auto day = today(call);
  if (!day) return problem(day.error());
  json::array made, left_out;
  for (const std::string& number : numbers) {
    auto done = call.office().invoice(call.caller(), number, profession, options);
    if (!done) {
      left_out.push_back(json::object{{"number", number}, {"why", done.error().message()}});
      continue;
    }
    auto view = call.office().acts().view(number, *day);
    if (!view) return problem(view.error());
    json::array rows;
    add_invoices(*view, rows);
    if (const auto* invoice = newest_invoice(*view))
      for (auto& row : rows)
        if (row.as_object().at("invoice").as_string() == invoice->invoice) made.push_back(std::move(row));
  }
  return answer(json::object{{"made", made}, {"left_out", left_out}});
}

} // namespace

Routes mail_routes() {
  const std::string base = "/api/v1/mail-batches";
  const std::vector<int> refusals{403, 404, 409, 422};
  return {
      {.method = "GET",
       .pattern = base + "/waiting",
       .handler = waiting,
       .summary = "Letters that wait to be written and served",
       .answer = "api_mail_waiting",
       .refusals = {403, 422},
       .queries = {"as_of"},
       .is_slow = true},
      {.method = "POST",
       .pattern = base,
       .handler = make,
       .summary = "Writes every letter that waits, each with its proof of service, and one file for the printer",
       .answer = "mail_batch",
       .refusals = refusals,
       .body = "on, served_by, numbers, kind, settings, language",
       .status = 201,
       .is_slow = true,
       .most_body = 65536},
      {.method = "GET",
       .pattern = base + "/{id}",
       .handler = show,
       .summary = "A batch of letters",
       .answer = "mail_batch",
       .refusals = {403, 404}},
      {.method = "GET",
       .pattern = base + "/{id}/{file}",
       .handler = file,
       .summary = "batch.pdf for the printer, list.txt with who gets which pages",
       .refusals = {403, 404},
       .media = "application/octet-stream",
       .is_slow = true},
      {.method = "POST",
       .pattern = base + "/{id}/sent",
       .handler = sent,
       .summary = "Tells every case of the batch that its letter was served; the same again does nothing",
       .answer = "mail_batch",
       .refusals = refusals,
       .is_slow = true},
      {.method = "POST",
       .pattern = "/api/v1/invoices",
       .handler = make_invoices,
       .summary = "Invoices of several cases by the fee table in force when each came in",
       .answer = "api_invoices_made",
       .refusals = {403, 422},
       .body = "numbers, profession, on",
       .is_slow = true,
       .most_body = 65536},
      {.method = "GET",
       .pattern = "/api/v1/mail-batches",
       .handler = list,
       .summary = "Batches of letters with their addressees and pages",
       .answer = "mail_list",
       .refusals = {403}},
  };
}

} // namespace openimr::server
