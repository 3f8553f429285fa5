// The mail room: which letters were printed and served together.
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

} // namespace

Routes mail_routes() {
  return {
      {.method = "GET",
       .pattern = "/api/v1/mail-batches",
       .handler = list,
       .summary = "Batches of letters with their addressees and pages",
       .answer = "mail_list",
       .refusals = {403}},
  };
}

} // namespace openimr::server
