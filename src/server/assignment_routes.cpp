// The whole queue given to reviewers at once: a proposal to look at, then the same applied.
#include "answers/assignment_json.h"
#include "desk/assign_store.h"
#include "server/house.h"

#include <boost/json.hpp>

namespace openimr::server {
namespace {

namespace json = boost::json;

/// The question of the body; `preview` is read too, when there is one.
Result<desk::AssignmentQuestion> question_of(Call& call, Body& body) {
  desk::AssignmentQuestion question{call.house.options.roster, 0, reviewers::Fit::Unknown, body.texts("only")};
  question.seed = static_cast<std::uint64_t>(body.number("seed", 0, 0, std::int64_t{1} << 53));
  const std::string fit = body.text("least_fit");
  if (fit == "similar")
    question.least_fit = reviewers::Fit::Similar;
  else if (fit == "same")
    question.least_fit = reviewers::Fit::Same;
  else if (!fit.empty() && fit != "unknown")
    body.wrong("least_fit", "\"" + fit.substr(0, 40) + "\"", "unknown, similar or same");
  if (body.error()) return *body.error();
  return question;
}

json::array load_of(const desk::AssignmentProposal& proposal) {
  std::map<std::string, int> more;
  for (const auto& change : proposal.changes) ++more[change.reviewer];
  json::array load;
  for (const auto& room : proposal.queue.rooms) {
    const auto capacity = proposal.capacity.find(room.reviewer);
    load.push_back(json::object{
        {"reviewer", room.reviewer},
        {"capacity", capacity == proposal.capacity.end() ? json::value(nullptr) : json::value(capacity->second)},
        {"before", room.load},
        {"after", room.load + more[room.reviewer]}});
  }
  return load;
}

Response propose(Call& call) {
  auto body = Body::read(call.request, {"seed", "least_fit", "only"});
  if (!body) return problem(body.error());
  auto question = question_of(call, *body);
  if (!question) return problem(question.error());
  auto proposal = desk::propose_assignment(call.office(), call.caller(), *question);
  if (!proposal) return problem(proposal.error());
  json::object object = answers::to_json(proposal->queue).as_object();
  object["as_of"] = proposal->as_of.iso();
  object["preview"] = proposal->preview;
  json::array changes;
  for (const auto& change : proposal->changes)
    changes.push_back(
        json::object{{"case", change.number}, {"reviewer", change.reviewer}, {"version", change.version}});
  object["changes"] = std::move(changes);
  object["load"] = load_of(*proposal);
  return answer(object);
}

Response apply(Call& call) {
  auto body = Body::read(call.request, {"preview", "seed", "least_fit", "only"});
  if (!body) return problem(body.error());
  const std::string preview = body->text("preview");
  if (preview.empty()) body->wrong("preview", "none", "`preview` of the proposal that was looked at");
  auto question = question_of(call, *body);
  if (!question) return problem(question.error());
  auto done = desk::apply_assignment(call.office(), call.caller(), *question, preview);
  if (!done) return problem(done.error());
  json::array applied, left_out;
  for (const auto& one : *done) {
    json::object row{{"case", one.change.number}, {"reviewer", one.change.reviewer}};
    if (one.why.empty()) {
      row["version"] = one.change.version;
      applied.push_back(std::move(row));
    } else {
      row["why"] = one.why;
      left_out.push_back(std::move(row));
    }
  }
  return answer(json::object{{"preview", preview}, {"applied", applied}, {"left_out", left_out}});
}

} // namespace

Routes assignment_routes() {
  const std::vector<int> refusals{403, 409, 422};
  return {
      {.method = "POST",
       .pattern = "/api/v1/assignment",
       .handler = propose,
       .summary = "Who would review which of the cases that wait, with the proof that it is the best; changes nothing",
       .answer = "api_assignment",
       .refusals = refusals,
       .body = "seed, least_fit, only",
       .is_slow = true,
       .most_body = 65536},
      {.method = "POST",
       .pattern = "/api/v1/assignment/apply",
       .handler = apply,
       .summary = "Proposes the reviewers of a proposal that was looked at, when it still is what would be proposed",
       .answer = "api_assignment_applied",
       .refusals = refusals,
       .body = "preview, seed, least_fit, only",
       .is_slow = true,
       .most_body = 65536},
  };
}

} // namespace openimr::server
