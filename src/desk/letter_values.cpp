#include "desk/letter_values.h"

#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::desk {
namespace {

using letters::FieldDefinition;
using letters::FieldType;
using letters::FieldValue;
using letters::FieldValues;
using letters::Row;
using letters::Standing;

FieldDefinition always(std::string name, FieldType type, std::string about, std::vector<FieldDefinition> parts = {}) {
  return {.name = std::move(name), .type = type, .about = std::move(about), .fields = std::move(parts)};
}
FieldDefinition perhaps(std::string name, FieldType type, std::string about) {
  return {.name = std::move(name), .type = type, .is_optional = true, .about = std::move(about)};
}

std::string one_line(const records::Address& address) {
  std::vector<std::string> parts;
  for (const std::string* part : {&address.street, &address.city})
    if (!part->empty()) parts.push_back(*part);
  std::string state = address.state;
  if (!address.zip.empty()) state += (state.empty() ? "" : " ") + address.zip;
  if (!state.empty()) parts.push_back(state);
  if (!address.country.empty() && address.country != "US") parts.push_back(address.country);
  return fmt::format("{}", fmt::join(parts, ", "));
}

void put(FieldValues& values, const char* name, const std::string& text) {
  if (!text.empty()) values[name] = text;
}
void put(FieldValues& values, const char* name, const std::optional<Date>& day) {
  if (day) values[name] = *day;
}
void put(FieldValues& values, const char* name, const std::optional<records::Party>& party) {
  if (party) put(values, name, party->name);
}

/// Labor Code 4610.6(f), 8 CCR 9792.10.4(b): employee, representative, employer, claims administrator, physician.
std::vector<Row> recipients(const records::Application& application) {
  std::vector<Row> rows;
  const auto add = [&](const char* role, const records::Party& party) {
    if (party.name.empty()) return;
    Row row{{"n", std::int64_t(rows.size() + 1)}, {"role", std::string(role)}, {"name", party.name}};
    if (party.address)
      if (std::string address = one_line(*party.address); !address.empty()) row["address"] = std::move(address);
    rows.push_back(std::move(row));
  };
  add("employee", application.employee);
  if (application.representative) add("representative", *application.representative);
  if (application.employer) add("employer", *application.employer);
  if (application.claims_administrator) add("claims-administrator", *application.claims_administrator);
  if (application.requesting_physician) add("requesting-physician", *application.requesting_physician);
  return rows;
}

bool concerns(Standing standing, casework::ItemOutcome outcome) {
  using casework::ItemOutcome;
  switch (standing) {
  case Standing::Eligible:
    return outcome == ItemOutcome::Eligible;
  case Standing::Ineligible:
    return outcome == ItemOutcome::Ineligible || outcome == ItemOutcome::Duplicate;
  case Standing::Deferred:
    return outcome == ItemOutcome::Deferred;
  default:
    return true;
  }
}

void put_items(FieldValues& values, const records::Application& application, const casework::Eligibility& eligibility,
               Standing standing) {
  std::vector<Row> items, others, reasons;
  bool some_eligible = false, is_late = false;
  for (const records::DisputedItem& item : application.disputed_items) {
    const auto* found = eligibility.item(item.id);
    const auto outcome = found ? found->outcome : casework::ItemOutcome::Eligible;
    some_eligible |= outcome == casework::ItemOutcome::Eligible;
    if (!concerns(standing, outcome)) {
      others.push_back({{"text", item.text}});
      continue;
    }
    Row row{{"n", std::int64_t(items.size() + 1)}, {"text", item.text}};
    if (item.requested_on) row["requested_on"] = *item.requested_on;
    for (const auto& reason : found ? found->reasons : std::vector<casework::Reason>{}) {
      reasons.push_back({{"n", std::int64_t(reasons.size() + 1)},
                         {"item", item.text},
                         {"code", reason.code},
                         {"citation", reason.citation}});
      is_late |= reason.code == "LATE";
    }
    if (found && found->limit && found->limit->due_on) values["application_due"] = *found->limit->due_on;
    items.push_back(std::move(row));
  }
  values["items"] = std::move(items);
  values["not_assigned"] = std::move(others);
  values["reasons"] = std::move(reasons);
  values["some_eligible"] = some_eligible;
  values["is_late"] = is_late;
}

} // namespace

Result<Organization> read_organization(const std::string& path) {
  auto file = text::DataFile::read(path);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "name", "address", "phone", "fax", "email"});
  Organization organization{root.required("name").string(), root["address"].strings(), root["phone"].string(),
                            root["fax"].string(), root["email"].string()};
  if (!reader.problems().empty()) return reader.as_error();
  return organization;
}

const std::vector<FieldDefinition>& case_fields() {
  using enum FieldType;
  static const std::vector<FieldDefinition> fields = {
      always("organization", Text, "name of the review organization"),
      perhaps("organization_address", Text, "its address in one line"),
      perhaps("organization_phone", Text, "its telephone"),
      perhaps("organization_fax", Text, "its fax"),
      perhaps("organization_email", Text, "its address for electronic records"),
      always("letter_date", Date, "day of the letter"),
      always("employee_name", Text, "first and last name"),
      always("claim_number", Text, "of the claims administrator"),
      perhaps("adjudication_number", Text, "of the appeals board"),
      always("date_of_injury", Date, "day of the injury"),
      perhaps("representative", Text, "name of the employee's representative"),
      perhaps("employer", Text, "name of the employer"),
      perhaps("claims_administrator", Text, "name of the claims administrator"),
      perhaps("requesting_physician", Text, "name of the physician who asked for the treatment"),
      always("application_received", Date, "local day of receipt"),
      perhaps("application_due", Date, "last day on which the application could be filed"),
      always("ur_decision_date", Date, "day of the utilization review decision"),
      perhaps("ur_organization", Text, "who made the utilization review decision"),
      perhaps("liability_reason", Text, "why liability is disputed, as the application says"),
      always("expedited", Flag, "the review is expedited"),
      always("formulary", Flag, "every item is a drug under the formulary"),
      always("some_eligible", Flag, "at least one item can be reviewed"),
      always("is_late", Flag, "an item came after the last day to file"),
      always("missing_address", Flag, "a recipient has no address in the case file"),
      always("items", List,
             "the treatment that the letter is about: all items, or those that are eligible, not eligible or deferred",
             {always("n", Number, "from 1"), always("text", Text, "in the exact words asked"),
              perhaps("requested_on", Date, "day of the request"),
              perhaps("decision", Choice, "upheld or overturned; of a determination")}),
      always("not_assigned", List, "the other items of the application", {always("text", Text, "in the exact words")}),
      always("reasons", List, "why items cannot be reviewed now",
             {always("n", Number, "from 1"), always("item", Text, "in the exact words"),
              always("code", Choice, "reason code"), always("citation", Text, "the rule")}),
      always("recipients", List, "whom letters are sent to",
             {always("n", Number, "from 1"), always("role", Choice, "part in the case"), always("name", Text, "name"),
              perhaps("address", Text, "in one line")}),
      perhaps("decision_date", Date, "day of the determination"),
      perhaps("items_count", Number, "how many items were decided"),
      perhaps("upheld_count", Number, "how many are not medically necessary"),
      perhaps("overturned_count", Number, "how many are medically necessary"),
      perhaps("one_item", Flag, "one item was decided"),
      perhaps("any_upheld", Flag, "at least one is not medically necessary"),
      perhaps("any_overturned", Flag, "at least one is medically necessary"),
      perhaps("one_reviewer", Flag, "one reviewer decided, no panel"),
  };
  return fields;
}

FieldValues case_values(const records::Application& application, const casework::Eligibility& eligibility,
                        const jurisdictions::Jurisdiction& law, const Organization& organization, Standing standing) {
  FieldValues values;
  put(values, "organization", organization.name);
  put(values, "organization_address", fmt::format("{}", fmt::join(organization.address, ", ")));
  put(values, "organization_phone", organization.phone);
  put(values, "organization_fax", organization.fax);
  put(values, "organization_email", organization.email);
  put(values, "employee_name", application.employee.name);
  put(values, "claim_number", application.claim_number);
  put(values, "adjudication_number", application.adjudication_number);
  put(values, "date_of_injury", application.date_of_injury);
  put(values, "representative", application.representative);
  put(values, "employer", application.employer);
  put(values, "claims_administrator", application.claims_administrator);
  put(values, "requesting_physician", application.requesting_physician);
  values["application_received"] = law.local_date(application.received);
  put(values, "ur_decision_date", application.ur_decision.date);
  put(values, "ur_organization", application.ur_decision.organization);
  put(values, "liability_reason", application.liability_reason);
  values["expedited"] = eligibility.review == "expedited";
  values["formulary"] = eligibility.is_formulary_case;
  put_items(values, application, eligibility, standing);
  std::vector<Row> to = recipients(application);
  values["missing_address"] = std::ranges::any_of(to, [](const Row& row) { return !row.contains("address"); });
  values["recipients"] = std::move(to);
  return values;
}

void add_decision(FieldValues& values, const determination::Determination& determination, Date day) {
  std::vector<Row> items;
  std::int64_t overturned = 0;
  for (const auto& decision : determination.decisions()) {
    overturned += decision.is_overturned;
    items.push_back({{"n", std::int64_t(items.size() + 1)},
                     {"text", decision.text},
                     {"decision", std::string(decision.is_overturned ? "overturned" : "upheld")}});
  }
  const auto count = static_cast<std::int64_t>(items.size());
  values["decision_date"] = day;
  values["items_count"] = count;
  values["overturned_count"] = overturned;
  values["upheld_count"] = count - overturned;
  values["one_item"] = count == 1;
  values["any_upheld"] = overturned < count;
  values["any_overturned"] = overturned > 0;
  values["one_reviewer"] = determination.opinions().size() == 1;
  values["items"] = std::move(items);
}

} // namespace openimr::desk
