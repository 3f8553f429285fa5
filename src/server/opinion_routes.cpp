// The reviewer's acts: attestation, own finding, draft, checks on a draft, signature; then quality review and issue.
#include "answers/casework_json.h"
#include "answers/to_json.h"
#include "desk/letters_of_case.h"
#include "desk/open_checks.h"
#include "desk/panel_opinions.h"
#include "intake/opinion_file.h"
#include "server/house.h"
#include "server/reading.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::server {
namespace {

namespace json = boost::json;

Response acted(Call& call, const Result<desk::ActAnswer>& done) {
  if (!done) return problem(done.error());
  auto law = call.office().law(done->state.jurisdiction);
  if (!law) return problem(law.error());
  const Date day = (*law)->local_date(call.office().clock());
  Response response =
      answer(answers::act_json(done->state, done->was_repeated, casework::next_steps(done->state, **law, day), day));
  response.set("ETag", fmt::format("\"{}\"", done->state.version));
  return response;
}

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object to_json(const records::ItemOpinion& item) {
  json::array criteria, guidelines;
  for (const auto& one : item.criteria)
    criteria.push_back(json::object{{"id", one.id}, {"verdict", one.verdict}, {"reason", or_null(one.reason)}});
  for (const auto& one : item.guidelines)
    guidelines.push_back(json::object{{"source", one.source}, {"pages", or_null(one.pages)}});
  return {{"id", item.id},
          {"decision", item.decision},
          {"criteria", criteria},
          {"guidelines", guidelines},
          {"words", or_null(item.words)}};
}

/// In the form of docs/schemas/opinion.schema.json.
json::object to_json(const records::Opinion& opinion) {
  json::array attestations, items, resolutions;
  for (const auto& one : opinion.attestations)
    attestations.push_back(json::object{{"party", one.party}, {"conflict", one.conflict}});
  for (const auto& one : opinion.items) items.push_back(to_json(one));
  for (const auto& one : opinion.resolutions) {
    json::array pages;
    for (const auto& page : one.pages_read) pages.push_back(json::object{{"file", page.file}, {"page", page.page}});
    resolutions.push_back(json::object{{"check", one.check}, {"text", one.text}, {"pages_read", pages}});
  }
  json::object object{{"schema", 1}, {"reviewer", opinion.reviewer}};
  if (opinion.date) object["date"] = opinion.date->iso();
  object["attestations"] = std::move(attestations);
  object["summary"] = or_null(opinion.summary);
  object["items"] = std::move(items);
  object["resolutions"] = std::move(resolutions);
  if (opinion.signature)
    object["signature"] = json::object{{"algorithm", opinion.signature->algorithm},
                                       {"public_key", opinion.signature->public_key},
                                       {"value", opinion.signature->value}};
  return object;
}

/// A line a member, each value as JSON, which is YAML: the signature is written beneath it as a line of its own.
std::string yaml_of(const json::object& opinion) {
  std::string text;
  for (const auto& member : opinion)
    if (member.key() != "signature" && !member.value().is_null())
      text += fmt::format("{}: {}\n", std::string_view(member.key()), json::serialize(member.value()));
  return text;
}

/// The draft in the body as opinion.yaml, in the reviewer's own name.
Result<std::string> draft_of(Call& call) {
  auto body = Body::read(
      call.request, {"schema", "reviewer", "date", "attestations", "summary", "items", "resolutions", "signature"});
  if (!body) return body.error();
  json::object opinion = json::parse(call.request.body).as_object();
  opinion["schema"] = 1;
  opinion["reviewer"] = call.caller().account();
  std::string text = yaml_of(opinion);
  if (auto read = intake::parse_opinion("opinion", text); !read) return read.error();
  return text;
}

Response get_opinion(Call& call) {
  const std::string asked = call.query("reviewer");
  auto kept =
      call.office().opinion(call.caller(), call.name("number"), asked.empty() ? call.caller().account() : asked);
  if (!kept) return problem(kept.error());
  json::value opinion;
  if (!kept->text.empty()) {
    auto read = intake::parse_opinion("opinion", kept->text);
    if (!read) return problem(read.error());
    opinion = to_json(*read);
  }
  Response response = answer(json::object{{"version", kept->version}, {"opinion", opinion}});
  response.set("ETag", fmt::format("\"{}\"", kept->version));
  return response;
}

/// Every seat of the panel, with the opinions that this person may see.
Response get_opinions(Call& call) {
  auto seats = desk::panel_opinions(call.office(), call.caller(), call.name("number"));
  if (!seats) return problem(seats.error());
  json::array rows;
  for (const auto& seat : *seats) {
    json::value opinion;
    if (!seat.opinion.empty()) {
      auto read = intake::parse_opinion("opinion", seat.opinion);
      if (!read) return problem(read.error());
      opinion = to_json(*read);
      if (seat.reviewer.empty()) { // a colleague's name and key are nobody's on the panel
        opinion.as_object()["reviewer"] = nullptr;
        opinion.as_object().erase("signature");
      }
    }
    rows.push_back(json::object{{"seat", seat.seat},
                                {"reviewer", or_null(seat.reviewer)},
                                {"is_own", seat.is_own},
                                {"attested_on", seat.attested_on ? json::value(seat.attested_on->iso()) : nullptr},
                                {"opined_on", seat.opined_on ? json::value(seat.opined_on->iso()) : nullptr},
                                {"has_signed", seat.has_signed},
                                {"opinion", opinion}});
  }
  return answer(json::object{{"seats", rows}});
}

Response put_opinion(Call& call) {
  const Wanted wanted = wanted_version(call);
  if (wanted.refusal) return *wanted.refusal;
  auto draft = draft_of(call);
  if (!draft) return problem(draft.error());
  auto version = wanted.version;
  if (version < 0) {
    auto kept = call.office().opinion(call.caller(), call.name("number"), call.caller().account());
    if (!kept) return problem(kept.error());
    version = kept->version;
  }
  auto saved = call.office().save_opinion(call.caller(), call.name("number"), *draft, version);
  if (!saved && saved.error().kind == ErrorKind::Refused && saved.error().found.find("version") != std::string::npos)
    return problem(412, saved.error());
  if (!saved) return problem(saved.error());
  Response response = answer(json::object{{"version", saved->version}});
  response.set("ETag", fmt::format("\"{}\"", saved->version));
  return response;
}

/// What the checks say of a draft that is not saved.
Response check_draft(Call& call) {
  auto draft = draft_of(call);
  if (!draft) return problem(draft.error());
  auto review = review_with(call, "check", "opinion.yaml", *draft);
  if (!review) return problem(review.error());
  return answer(json::object{{"checks", answers::to_json(review->checks)},
                             {"claims", answers::to_json(review->claims)},
                             {"boilerplate", answers::to_json(review->boilerplate)}});
}

Response find(Call& call) {
  auto body = Body::read(call.request, {"item", "decision", "words"});
  if (!body) return problem(body.error());
  auto day = today(call);
  if (!day) return problem(day.error());
  determination::OwnFinding finding{
      call.caller().account(), body->text("item"), body->text("decision"), body->text("words"), *day, ""};
  if (finding.decision != "upheld" && finding.decision != "overturned" && finding.decision != "undecided")
    body->wrong("decision", "\"" + finding.decision.substr(0, 40) + "\"", "upheld, overturned or undecided");
  if (body->error()) return problem(*body->error());
  auto done = call.office().record_own_finding(call.caller(), call.name("number"), finding);
  if (!done) return problem(done.error());
  Response response;
  response.status = 204;
  return response;
}

Response attest(Call& call) {
  const Wanted wanted = wanted_version(call);
  if (wanted.refusal) return *wanted.refusal;
  auto body = Body::read(call.request, {"parties", "on"});
  if (!body) return problem(body.error());
  casework::ReviewerAttested what{call.caller().account(), {}};
  const auto* parties = body->find("parties");
  if (!parties || !parties->is_array()) body->wrong("parties", "no list", "an entry for every party of the case");
  if (parties && parties->is_array())
    for (const auto& one : parties->as_array()) {
      const auto* object = one.if_object();
      const auto* party = object ? object->if_contains("party") : nullptr;
      const auto* conflict = object ? object->if_contains("has_conflict") : nullptr;
      const auto* words = object ? object->if_contains("words") : nullptr;
      if (!party || !party->is_string() || !conflict || !conflict->is_bool()) {
        body->wrong("parties", "an entry without party or has_conflict", "both of every party");
        break;
      }
      const bool has_words = words && words->is_string() && !words->as_string().empty();
      what.attestations.push_back({std::string(party->as_string()), !conflict->as_bool() ? "none"
                                                                    : has_words ? std::string(words->as_string())
                                                                                : "conflict"});
    }
  auto options = options_of(call);
  options.expected_version = wanted.version;
  options.on = body->day("on");
  if (body->error()) return problem(*body->error());
  return acted(call, call.office().record(call.caller(), call.name("number"), std::move(what), options));
}

/// With blocking checks open nothing is signed: they are the answer.
std::optional<Response> blocked(Call& call) {
  auto reading = reading_of(call, "sign");
  if (!reading) return problem(reading.error());
  const auto open = desk::open_checks((*reading)->review());
  if (open.empty()) return std::nullopt;
  const Error refusal = desk::open_checks_refusal("opinion_signed", open.size(), "with_open_checks");
  Response response = problem(409, "checks that block are open: " + refusal.found, refusal.remedy);
  json::object object = json::parse(response.body).as_object();
  object["checks"] = answers::to_json(open);
  response.body = json::serialize(object);
  return response;
}

Response sign(Call& call) {
  const Wanted wanted = wanted_version(call);
  if (wanted.refusal) return *wanted.refusal;
  auto body = Body::read(call.request, {"password", "code", "with_open_checks"});
  if (!body) return problem(body.error());
  std::string password = body->text("password"), code = body->text("code");
  const bool with_open_checks = body->flag("with_open_checks");
  if (body->error()) return problem(*body->error());
  auto state = call.office().acts().load(call.name("number"));
  if (!state) return problem(state.error());
  if (wanted.version >= 0 && wanted.version != state->version)
    return problem(412, "the case has moved on since", "look at it again");
  if (!with_open_checks)
    if (auto no = blocked(call)) return std::move(*no);
  if (const int wait = call.house.sign_in_name.take(call.caller().account(), std::chrono::steady_clock::now()))
    return too_often(wait);
  if (call.house.options.is_demo && code.empty()) code = demonstration_code(call.house, call.caller().account());
  auto options = options_of(call);
  auto done = call.office().sign_opinion(call.caller(), call.name("number"), password, code, options);
  if (done) call.house.sign_in_name.forget(call.caller().account());
  return acted(call, done);
}

Response quality(Call& call) {
  const Wanted wanted = wanted_version(call);
  if (wanted.refusal) return *wanted.refusal;
  auto body = Body::read(call.request, {"result", "reasons", "remarks"});
  if (!body) return problem(body.error());
  const std::string result = body->text("result"), remarks = body->text("remarks");
  const auto reasons = body->texts("reasons");
  if (result != "passed" && result != "returned")
    body->wrong("result", "\"" + result.substr(0, 40) + "\"", "passed or returned");
  if (result == "returned" && reasons.empty()) body->wrong("reasons", "none", "why it is returned");
  if (body->error()) return problem(*body->error());
  auto options = options_of(call);
  options.expected_version = wanted.version;
  const casework::What what = result == "passed" ? casework::What(casework::QualityPassed{remarks})
                                                 : casework::What(casework::QualityReturned{reasons});
  return acted(call, call.office().record(call.caller(), call.name("number"), what, options));
}

/// determination.json as `openimr review --out` writes it.
Result<std::string> determination_of(Call& call, const desk::Review& review) {
  const std::vector<std::string> numbers{call.name("number")};
  auto letter = desk::compose_final_letter(review, call.house.options.organization, numbers);
  if (!letter) return letter.error();
  auto files = desk::render_letter(*letter, "determination");
  if (!files) return files.error();
  return answers::json_line(json::object{
      {"schema", 1},
      {"case", json::object{{"claim_number", review.case_file.application.claim_number}}},
      {"determination", answers::to_json(review, std::vector<std::string>(), true).as_object().at("determination")},
      {"letter", json::parse((*files)["determination.letter.json"])},
      {"receipt", answers::to_json(review.determination->receipt())}});
}

Response issue(Call& call) {
  const Wanted wanted = wanted_version(call);
  if (wanted.refusal) return *wanted.refusal;
  auto body = Body::read(call.request, {"served_by", "served_to", "on"});
  if (!body) return problem(body.error());
  casework::Issued what;
  if (auto by = body->text("served_by"); !by.empty()) what.served_by = by;
  if (auto to = body->text("served_to"); !to.empty()) what.served_to = to;
  auto options = options_of(call);
  options.expected_version = wanted.version;
  options.on = body->day("on");
  if (body->error()) return problem(*body->error());
  auto reading = reading_of(call, "issue");
  if (!reading) return problem(reading.error());
  const desk::Review& review = (*reading)->review();
  if (!review.determination)
    return problem(409, review.not_issued ? *review.not_issued
                                          : Error{ErrorKind::Refused, "case " + call.name("number"),
                                                  "no signed opinion", "a signed opinion", "let the reviewer sign"});
  auto bytes = determination_of(call, review);
  if (!bytes) return problem(bytes.error());
  return acted(call,
               call.office().issue(call.caller(), call.name("number"), "determination.json", *bytes, what, options));
}

/// Leave beyond one's own cases, for four hours, in an emergency.
Response break_glass(Call& call) {
  auto body = Body::read(call.request, {"act", "reason"});
  if (!body) return problem(body.error());
  const std::string act = body->text("act"), reason = body->text("reason");
  if (body->error()) return problem(*body->error());
  auto glass = call.office().break_glass(call.caller(), act, call.name("number"), reason);
  if (!glass) return problem(glass.error().kind == ErrorKind::Refused ? 403 : 422, glass.error());
  return answer(json::object{{"act", glass->act}, {"number", glass->case_number}, {"until", glass->until}});
}

} // namespace

Routes opinion_routes() {
  const std::string base = "/api/v1/cases/{number}";
  const std::vector<int> refusals{403, 404, 409, 422};
  return {
      {.method = "POST",
       .pattern = base + "/attestation",
       .handler = attest,
       .summary = "The reviewer attests to have no conflict with any party; before this no paper opens",
       .answer = "case_act",
       .refusals = refusals,
       .body = "parties, on",
       .wants_version = true,
       .most_body = most_json},
      {.method = "GET",
       .pattern = base + "/opinion",
       .handler = get_opinion,
       .summary = "The newest version of an opinion; a draft is its reviewer's",
       .answer = "api_opinion",
       .refusals = refusals,
       .queries = {"reviewer"}},
      {.method = "GET",
       .pattern = base + "/opinions",
       .handler = get_opinions,
       .summary = "The opinions of all seats: signed ones, to a reviewer once the own one is signed",
       .answer = "api_opinions",
       .refusals = {403, 404}},
      {.method = "PUT",
       .pattern = base + "/opinion",
       .handler = put_opinion,
       .summary = "Saves the draft",
       .answer = "api_version",
       .refusals = refusals,
       .body = "an opinion (docs/schemas/opinion.schema.json)",
       .wants_version = true,
       .most_body = most_json},
      {.method = "POST",
       .pattern = base + "/opinion/check",
       .handler = check_draft,
       .summary = "The checks on the draft in the body, which is not saved",
       .answer = "check",
       .refusals = refusals,
       .body = "an opinion (docs/schemas/opinion.schema.json)",
       .most_body = most_json},
      {.method = "POST",
       .pattern = base + "/opinion/finding",
       .handler = find,
       .summary = "The reviewer's own finding, before the recommendation is shown",
       .refusals = refusals,
       .body = "item, decision, words",
       .status = 204,
       .most_body = 65536},
      {.method = "POST",
       .pattern = base + "/opinion/sign",
       .handler = sign,
       .summary = "Signs the saved opinion with the account's key; with open checks and without with_open_checks, 409 "
                  "and these",
       .answer = "case_act",
       .refusals = {401, 403, 404, 409, 422},
       .body = "password, code, with_open_checks",
       .wants_version = true,
       .most_body = 4096},
      {.method = "POST",
       .pattern = base + "/quality",
       .handler = quality,
       .summary = "The medical director passes or returns the signed opinion",
       .answer = "case_act",
       .refusals = refusals,
       .body = "result, reasons, remarks",
       .wants_version = true,
       .most_body = 65536},
      {.method = "POST",
       .pattern = base + "/issue",
       .handler = issue,
       .summary = "The determination leaves the house",
       .answer = "case_act",
       .refusals = refusals,
       .body = "served_by, served_to, on",
       .wants_version = true,
       .most_body = 65536},
      {.method = "POST",
       .pattern = base + "/break-glass",
       .handler = break_glass,
       .summary = "Leave beyond one's own cases in an emergency, with a row of the log",
       .answer = "api_leave",
       .refusals = {403, 404, 422},
       .body = "act, reason",
       .most_body = 16384},
  };
}

} // namespace openimr::server
