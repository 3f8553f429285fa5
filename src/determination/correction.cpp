#include "determination/correction.h"

#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace openimr::determination {
namespace {

using records::Application;
using records::Party;

/// A field as text, and how it is set. Setting gives false when the text is no value of it.
struct Field {
  std::string (*get)(const Application&);
  bool (*set)(Application&, const std::string&);
};

std::string day(const std::optional<Date>& date) { return date ? date->iso() : ""; }

bool set_day(std::optional<Date>& date, const std::string& text) {
  const auto parsed = Date::parse_iso(text);
  if (parsed) date = parsed;
  return parsed.has_value();
}

std::string name_of(const std::optional<Party>& party) { return party ? party->name : ""; }

bool rename(std::optional<Party>& party, const std::string& name) {
  if (party) party->name = name;
  return party.has_value();
}

void join_name(Application& application) {
  application.employee.name =
      application.employee_first + (application.employee_last.empty() ? "" : " ") + application.employee_last;
}

const std::map<std::string, Field>& fields() {
  static const std::map<std::string, Field> table = {
      {"employee.name.first",
       {[](const Application& a) { return a.employee_first; },
        [](Application& a, const std::string& text) {
          a.employee_first = text;
          join_name(a);
          return true;
        }}},
      {"employee.name.last",
       {[](const Application& a) { return a.employee_last; },
        [](Application& a, const std::string& text) {
          a.employee_last = text;
          join_name(a);
          return true;
        }}},
      {"employee.date_of_birth",
       {[](const Application& a) { return day(a.date_of_birth); },
        [](Application& a, const std::string& text) { return set_day(a.date_of_birth, text); }}},
      {"claim.number",
       {[](const Application& a) { return a.claim_number; },
        [](Application& a, const std::string& text) {
          a.claim_number = text;
          return true;
        }}},
      {"claim.adjudication_number",
       {[](const Application& a) { return a.adjudication_number; },
        [](Application& a, const std::string& text) {
          a.adjudication_number = text;
          return true;
        }}},
      {"claim.date_of_injury",
       {[](const Application& a) { return day(a.date_of_injury); },
        [](Application& a, const std::string& text) { return set_day(a.date_of_injury, text); }}},
      {"employer.name",
       {[](const Application& a) { return name_of(a.employer); },
        [](Application& a, const std::string& text) { return rename(a.employer, text); }}},
      {"claims_administrator.name",
       {[](const Application& a) { return name_of(a.claims_administrator); },
        [](Application& a, const std::string& text) { return rename(a.claims_administrator, text); }}},
      {"insurer.name",
       {[](const Application& a) { return name_of(a.insurer); },
        [](Application& a, const std::string& text) { return rename(a.insurer, text); }}},
      {"representative.name",
       {[](const Application& a) { return name_of(a.representative); },
        [](Application& a, const std::string& text) { return rename(a.representative, text); }}},
      {"requesting_physician.name",
       {[](const Application& a) { return name_of(a.requesting_physician); },
        [](Application& a, const std::string& text) { return rename(a.requesting_physician, text); }}},
      {"ur_decision.date",
       {[](const Application& a) { return day(a.ur_decision.date); },
        [](Application& a, const std::string& text) { return set_day(a.ur_decision.date, text); }}},
      {"ur_decision.organization",
       {[](const Application& a) { return a.ur_decision.organization; },
        [](Application& a, const std::string& text) {
          a.ur_decision.organization = text;
          return true;
        }}}};
  return table;
}

} // namespace

const std::vector<std::string>& clerical_fields() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& [name, field] : fields()) list.push_back(name);
    return list;
  }();
  return names;
}

Result<std::vector<Correction>> parse_corrections(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "corrections"});
  root["schema"].one_of({"1"}, "1");
  std::vector<Correction> corrections;
  for (const text::Value& entry : root.required("corrections").list()) {
    entry.only({"on", "by", "reason", "changes"});
    Correction one;
    one.on = entry.required("on").date();
    one.by = entry.required("by").string();
    one.reason = entry.required("reason").string();
    for (const text::Value& change : entry.required("changes").list()) {
      change.only({"field", "from", "to"});
      one.changes.push_back(
          {change.required("field").string(), change.required("from").string(), change.required("to").string()});
      const std::string& field = one.changes.back().field;
      if (!field.empty() && !fields().contains(field))
        change["field"].problem(field,
                                fmt::format("one of {}: a correction is clerical and reaches no decision, no item and "
                                            "no day of decision",
                                            fmt::join(clerical_fields(), ", ")),
                                "what is wrong in substance is appealed (Labor Code 4610.6(h)), not corrected");
    }
    if (one.changes.empty()) entry["changes"].problem("none", "at least one change", "name what is corrected");
    corrections.push_back(std::move(one));
  }
  if (!reader.problems().empty()) return reader.as_error();
  return corrections;
}

Result<Done> apply(const Correction& correction, Application& application) {
  for (const ClericalChange& change : correction.changes) {
    const auto field = fields().find(change.field);
    if (field == fields().end())
      return Error{ErrorKind::Refused, change.field, "a field that is not clerical", "a clerical field",
                   "what is wrong in substance is appealed, not corrected"};
    const std::string found = field->second.get(application);
    if (found != change.from)
      return Error{ErrorKind::Refused, "corrections.yaml: " + change.field, "\"" + found + "\" in the letter",
                   "\"" + change.from + "\", as the correction says", "correct the entry"};
    if (!field->second.set(application, change.to))
      return Error{ErrorKind::Refused, "corrections.yaml: " + change.field, "\"" + change.to + "\"",
                   "a value of this field (days as 2015-01-16), of a party that is there", "correct the entry"};
  }
  return Done{};
}

} // namespace openimr::determination
