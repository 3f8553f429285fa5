#include "answers/audit_json.h"

#include <boost/json.hpp>

namespace openimr::answers {

namespace json = boost::json;

namespace {

json::value to_json(const ledger::Fault& fault) {
  json::object object{{"where", fault.where}, {"found", fault.found}, {"expected", fault.expected}};
  object["first_row"] = fault.first_row ? json::value(*fault.first_row) : json::value(nullptr);
  object["last_row"] = fault.last_row ? json::value(*fault.last_row) : json::value(nullptr);
  return object;
}

} // namespace

json::value to_json(const ledger::Report& report, const std::string& origin) {
  json::array faults;
  for (const auto& fault : report.faults) faults.push_back(to_json(fault));
  return json::object{{"log", origin},
                      {"is_good", report.is_good()},
                      {"rows", report.rows},
                      {"root", ledger::hex_of(report.root)},
                      {"signed_rows", report.covered},
                      {"checkpoints", report.checkpoints},
                      {"anchors", report.anchors},
                      {"page_reads", report.page_reads},
                      {"faults", faults},
                      {"more_faults", report.more_faults}};
}

} // namespace openimr::answers
