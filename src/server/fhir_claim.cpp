#include "server/fhir_claim.h"

#include "base/date.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace openimr::server {
namespace {

namespace json = boost::json;

constexpr std::string_view jurisdiction_url = "urn:openimr:jurisdiction", served_url = "urn:openimr:served",
                           outcome_system = "urn:openimr:ur-outcome", claim_system = "urn:openimr:claim";

/// A member, or null.
const json::value* at(const json::value* value, std::string_view name) {
  const auto* object = value ? value->if_object() : nullptr;
  const auto* found = object ? object->if_contains(json::string_view(name.data(), name.size())) : nullptr;
  return found && !found->is_null() ? found : nullptr;
}
template <class... More> const json::value* at(const json::value* value, std::string_view name, More... more) {
  return at(at(value, name), more...);
}
/// Entries of a list; of anything else none.
const json::array& list(const json::value* value) {
  static const json::array none;
  return value && value->is_array() ? value->as_array() : none;
}
const json::value* first(const json::value* value) {
  const auto& entries = list(value);
  return entries.empty() ? nullptr : &entries.front();
}
std::string text(const json::value* value) {
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}
/// A string of JSON is one of YAML.
std::string quoted(const std::string& words) { return json::serialize(json::string(words)); }

/// The day of a FHIR date or dateTime; empty unless it names a whole day.
std::string day_of(const std::string& written) {
  const std::string day = written.substr(0, 10);
  return Date::parse_iso(day) ? day : std::string();
}

std::string concept_text(const json::value* one) {
  if (auto words = text(at(one, "text")); !words.empty()) return words;
  for (const auto& coding : list(at(one, "coding")))
    if (auto words = text(at(&coding, "display")); !words.empty()) return words;
  return text(at(first(at(one, "coding")), "code"));
}

const json::value* extension(const json::value* of, std::string_view url) {
  for (const auto& one : list(at(of, "extension")))
    if (text(at(&one, "url")) == url) return &one;
  return nullptr;
}

/// The resources of a bundle, found by type and by what refers to them.
class Resources {
public:
  explicit Resources(const json::value& root) {
    if (text(at(&root, "resourceType")) != "Bundle") {
      add(&root, "");
      return;
    }
    for (const auto& entry : list(at(&root, "entry"))) add(at(&entry, "resource"), text(at(&entry, "fullUrl")));
  }

  const json::value* only(std::string_view type, std::size_t& count) const {
    const json::value* found = nullptr;
    count = 0;
    for (const auto* one : all_)
      if (text(at(one, "resourceType")) == type) {
        found = count == 0 ? one : found;
        ++count;
      }
    return found;
  }
  const json::value* only(std::string_view type) const {
    std::size_t count = 0;
    return only(type, count);
  }
  const json::value* referred(const json::value* reference) const {
    const auto found = by_url_.find(text(at(reference, "reference")));
    return found == by_url_.end() ? nullptr : found->second;
  }
  /// What a reference is called: its own display, or the name of what it refers to.
  std::string name(const json::value* reference) const {
    if (auto words = text(at(reference, "display")); !words.empty()) return words;
    const auto* resource = referred(reference);
    if (text(at(resource, "resourceType")) == "PractitionerRole") return name(at(resource, "practitioner"));
    const auto* named = at(resource, "name");
    return named && named->is_array() ? person(first(named)) : text(named);
  }

private:
  static std::string person(const json::value* name) {
    if (auto words = text(at(name, "text")); !words.empty()) return words;
    std::string words;
    for (const auto& one : list(at(name, "given"))) words += text(&one) + " ";
    return words + text(at(name, "family"));
  }
  void add(const json::value* resource, const std::string& url) {
    const std::string type = text(at(resource, "resourceType")), id = text(at(resource, "id"));
    if (type.empty()) return;
    all_.push_back(resource);
    if (!url.empty()) by_url_.emplace(url, resource);
    if (!id.empty()) by_url_.emplace(type + "/" + id, resource);
    for (const auto& inner : list(at(resource, "contained"))) {
      all_.push_back(&inner);
      by_url_.emplace("#" + text(at(&inner, "id")), &inner);
    }
  }

  std::vector<const json::value*> all_;
  std::map<std::string, const json::value*> by_url_;
};

/// Writes the application line by line and gathers what is missing.
class ApplicationWriter {
public:
  ApplicationWriter(const Resources& resources, FhirApplication& out) : resources_(resources), out_(out) {}

  void write(const std::string& received) {
    std::size_t claims = 0;
    claim_ = resources_.only("Claim", claims);
    if (claims != 1) fault("Claim", fmt::format("one Claim in the bundle, not {}", claims));
    response_ = resources_.only("ClaimResponse");
    patient_ = resources_.referred(at(claim_, "patient"));
    if (!patient_) patient_ = resources_.only("Patient");
    head(received);
    employee();
    claim();
    parties();
    decision();
    consent();
    diagnoses();
    items();
    if (out_.faults.empty()) out_.yaml = std::move(yaml_);
  }

private:
  void fault(std::string expression, std::string expected) {
    out_.faults.push_back({std::move(expression), std::move(expected)});
  }
  std::string wanted(std::string value, const char* expression, const char* expected) {
    if (value.empty()) fault(expression, expected);
    return value;
  }
  void line(const std::string& words) { yaml_ += words + "\n"; }

  void head(const std::string& received) {
    const std::string told = text(at(extension(claim_, jurisdiction_url), "valueCode"));
    line("jurisdiction: " + quoted(told.empty() ? "us-ca-wc" : told));
    line(fmt::format("received: {{at: {}, channel: electronic}}", received));
    bool is_urgent = false;
    for (const auto& coding : list(at(claim_, "priority", "coding"))) is_urgent |= text(at(&coding, "code")) == "stat";
    line(is_urgent ? "review: expedited" : "review: regular");
  }

  void employee() {
    const auto* name = first(at(patient_, "name"));
    std::string given;
    for (const auto& one : list(at(name, "given"))) given += (given.empty() ? "" : " ") + text(&one);
    const auto family = wanted(text(at(name, "family")), "Patient.name.family", "the employee's last name");
    given = wanted(given, "Patient.name.given", "the employee's first name");
    const auto born = wanted(day_of(text(at(patient_, "birthDate"))), "Patient.birthDate", "a whole day");
    out_.patient = given + " " + family;
    line(fmt::format("employee:\n  name: {{first: {}, last: {}}}\n  date_of_birth: {}", quoted(given), quoted(family),
                     born));
    if (const auto sex = text(at(patient_, "gender")); sex == "female" || sex == "male") line("  sex: " + sex);
  }

  void claim() {
    std::string number, any;
    for (const auto& one : list(at(claim_, "identifier"))) {
      if (any.empty()) any = text(at(&one, "value"));
      if (text(at(&one, "system")) == claim_system) number = text(at(&one, "value"));
    }
    number = wanted(number.empty() ? any : number, "Claim.identifier", "the number of the workers' compensation claim");
    const auto injured =
        wanted(day_of(text(at(claim_, "accident", "date"))), "Claim.accident.date", "the day of the injury");
    out_.claim_number = number;
    line(fmt::format("claim: {{number: {}, date_of_injury: {}}}", quoted(number), injured));
  }

  void parties() {
    const auto party = [&](const char* key, const std::string& name) {
      if (!name.empty()) line(fmt::format("{}: {{name: {}}}", key, quoted(name)));
    };
    out_.insurer = resources_.name(at(claim_, "insurer"));
    party("claims_administrator", out_.insurer);
    party("requesting_physician", resources_.name(at(claim_, "provider")));
    const auto* coverage = resources_.referred(at(first(at(claim_, "insurance")), "coverage"));
    party("employer", resources_.name(at(coverage, "policyHolder")));
    const auto* facility = at(claim_, "facility");
    if (const auto name = resources_.name(facility); !name.empty())
      line(fmt::format("facilities: [{{name: {}}}]", quoted(name)));
  }

  void decision() {
    if (!response_) {
      fault("ClaimResponse", "the utilization review decision");
      return;
    }
    const auto date =
        wanted(day_of(text(at(response_, "created"))), "ClaimResponse.created", "the day of the decision");
    const auto* served = extension(response_, served_url);
    const auto on = wanted(day_of(text(at(extension(served, "on"), "valueDate"))),
                           "ClaimResponse.extension('urn:openimr:served').extension('on').valueDate",
                           "the day on which the decision was served");
    const auto by = wanted(text(at(extension(served, "by"), "valueCode")),
                           "ClaimResponse.extension('urn:openimr:served').extension('by').valueCode",
                           "mail, personal, fax, overnight or electronic: the time to apply depends on it");
    const auto to = wanted(text(at(extension(served, "to"), "valueCode")),
                           "ClaimResponse.extension('urn:openimr:served').extension('to').valueCode",
                           "in-state, other-state, abroad or confidential-address");
    line("ur_decision:");
    if (const auto name = resources_.name(at(response_, "insurer")); !name.empty())
      line("  organization: " + quoted(name));
    line(fmt::format("  date: {}\n  served: {{on: {}, by: {}, to: {}}}\n  attached: true", date, on, quoted(by),
                     quoted(to)));
  }

  void consent() {
    const auto* consent = resources_.only("Consent");
    const auto on = day_of(text(at(consent, "dateTime")));
    if (text(at(consent, "status")) != "active" || on.empty())
      fault("Consent", "the employee's signed consent to the release of records: status active, dateTime its day");
    line(fmt::format("consent: {{signed: true, on: {}}}", on));
  }

  void diagnoses() {
    const auto& rows = list(at(claim_, "diagnosis"));
    if (rows.empty()) return;
    line("diagnoses:");
    for (const auto& row : rows) {
      const auto* one = at(&row, "diagnosisCodeableConcept");
      const auto words = concept_text(one), code = text(at(first(at(one, "coding")), "code"));
      if (words.empty()) fault("Claim.diagnosis.diagnosisCodeableConcept", "a text or a code");
      line(code.empty() ? fmt::format("  - {{text: {}}}", quoted(words))
                        : fmt::format("  - {{text: {}, icd: {}}}", quoted(words), quoted(code)));
    }
  }

  /// What the UR decision says of an item: by the code of an adjudication's reason.
  std::string outcome_of(std::int64_t sequence) const {
    for (const auto& item : list(at(response_, "item"))) {
      const auto* number = at(&item, "itemSequence");
      if (!number || !number->is_int64() || number->as_int64() != sequence) continue;
      for (const auto& adjudication : list(at(&item, "adjudication")))
        for (const auto& coding : list(at(&adjudication, "reason", "coding")))
          if (text(at(&coding, "system")) == outcome_system) return text(at(&coding, "code"));
    }
    return "";
  }

  void items() {
    const auto& rows = list(at(claim_, "item"));
    if (rows.empty()) fault("Claim.item", "the disputed treatments");
    line("disputed_items:");
    const auto requested = day_of(text(at(claim_, "created")));
    for (const auto& row : rows) {
      const auto* number = at(&row, "sequence");
      const bool has_number = number && number->is_int64() && number->as_int64() > 0;
      const auto words = concept_text(at(&row, "productOrService"));
      if (!has_number) fault("Claim.item.sequence", "a positive number");
      if (words.empty()) fault("Claim.item.productOrService", "a text, or a coding with its display");
      const std::int64_t sequence = has_number ? number->as_int64() : 0;
      line(fmt::format("  - id: {}\n    text: {}", sequence, quoted(words)));
      if (!requested.empty()) line("    requested_on: " + requested);
      if (const auto outcome = outcome_of(sequence); !outcome.empty()) line("    ur_outcome: " + quoted(outcome));
    }
  }

  const Resources& resources_;
  FhirApplication& out_;
  const json::value *claim_ = nullptr, *response_ = nullptr, *patient_ = nullptr;
  std::string yaml_;
};

} // namespace

FhirApplication application_of_claim(const json::value& bundle, const std::string& received) {
  FhirApplication out;
  const Resources resources(bundle);
  ApplicationWriter(resources, out).write(received);
  return out;
}

bool has_claim(const json::value& bundle) { return Resources(bundle).only("Claim") != nullptr; }

} // namespace openimr::server
