// The log that shows tampering: whether it is as it was signed, and the proof that a row stands in it.
#include "answers/audit_json.h"
#include "base/files.h"
#include "desk/open_log.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <charconv>
#include <filesystem>

namespace openimr::server {
namespace {

namespace json = boost::json;

/// The log and the key that it is held against, for who may read it.
struct Opened {
  std::unique_ptr<ledger::LogKeeper> log;
  std::optional<ledger::VerifyingKey> key;
  std::optional<Response> refusal;
};

Opened open_for(Call& call) {
  Opened out;
  auto may = call.office().may(call.caller(), "audit_read", "");
  if (!may) {
    out.refusal = problem(may.error());
    return out;
  }
  if (!may->is_allowed) {
    out.refusal = problem(
        403, Error{ErrorKind::Refused, "audit_read", call.caller().account(), std::string(desk::who_may), may->reason});
    return out;
  }
  const std::string& file = call.house.options.audit_key;
  if (file.empty()) {
    out.refusal = problem(404, "the log's public key is not configured",
                          "name its file with --audit-key; `openimr audit keygen` makes one");
    return out;
  }
  auto text = read_file(file, 1 << 16);
  auto key = text ? ledger::VerifyingKey::parse(file, *text) : Result<ledger::VerifyingKey>(text.error());
  auto log = desk::open_log(call.house.options.places.store);
  if (!key || !log) { // the words of these errors name files of the house
    out.refusal = problem(503, "the log or its public key cannot be read", "`openimr audit verify` says why");
    return out;
  }
  out.key = std::move(*key);
  out.log = std::move(*log);
  return out;
}

Response verify(Call& call) {
  Opened opened = open_for(call);
  if (opened.refusal) return std::move(*opened.refusal);
  std::vector<std::string> anchors;
  std::error_code missing;
  if (const std::string& file = call.house.options.anchors; !file.empty() && std::filesystem::exists(file, missing))
    anchors.push_back(file);
  auto report = ledger::audit_log(*opened.log, *opened.key, anchors);
  if (!report) return problem(report.error());
  return answer(answers::to_json(*report, opened.key->name));
}

Response proof(Call& call) {
  const std::string written = call.query("row");
  std::uint64_t row = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), row);
  const bool is_number = error == std::errc() && end == written.data() + written.size();
  Opened opened = open_for(call);
  if (opened.refusal) return std::move(*opened.refusal);
  if (!is_number)
    return problem(Error{ErrorKind::Input, "row", written.empty() ? "none" : written, "the number of a row, from 0",
                         "take `seq` of GET /api/v1/audit"});
  auto proved = ledger::prove_row(*opened.log, *opened.key, row);
  if (!proved) return problem(proved.error());
  return answer(json::object{{"number", row},
                             {"row", proved->row},
                             {"proof", proved->proof},
                             {"signed_rows", proved->size},
                             {"key", opened.key->text()}});
}

} // namespace

Routes log_routes() {
  return {
      {.method = "GET",
       .pattern = "/api/v1/audit/verify",
       .handler = verify,
       .summary = "Whether the log is as it was signed; the first wrong row is named",
       .answer = "audit",
       .refusals = {403, 404},
       .is_slow = true},
      {.method = "GET",
       .pattern = "/api/v1/audit/proof",
       .handler = proof,
       .summary = "A row with the proof that it stands in the log, for openimr-verify",
       .answer = "api_audit_proof",
       .refusals = {403, 404, 409, 422},
       .queries = {"row"},
       .is_slow = true},
  };
}

} // namespace openimr::server
