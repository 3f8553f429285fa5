#include "intake/application_file.h"

#include "base/files.h"
#include "text/data_file.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <set>

namespace openimr::intake {

namespace fs = std::filesystem;

namespace {

using records::Application;
using records::Party;
using text::Value;

/// A required field that must hold visible words.
std::string words(const Value& parent, std::string_view key) {
  const Value field = parent.required(key);
  std::string value = field.string();
  if (field.is_scalar() && value.find_first_not_of(" \t\n") == std::string::npos)
    field.problem("an empty text", "a value", fmt::format("fill in \"{}\"", key));
  return value;
}

std::optional<records::Address> address(const Value& value) {
  if (!value.is_present()) return std::nullopt;
  value.only({"street", "city", "state", "zip", "country"});
  return records::Address{value["street"].string(), value["city"].string(), value["state"].string(),
                          value["zip"].string(), value["country"].string()};
}

/// What every party may carry.
Party party(const Value& value) {
  Party result;
  value.only({"name", "specialty", "group", "kind", "designated_on", "address", "phone", "fax", "email"});
  result.name = words(value, "name");
  result.specialty = value["specialty"].string();
  result.group = value["group"].string();
  result.kind = value["kind"].string();
  result.designated_on = value["designated_on"].date();
  result.address = address(value["address"]);
  result.phone = value["phone"].string();
  result.fax = value["fax"].string();
  result.email = value["email"].string();
  return result;
}

std::optional<Party> optional_party(const Value& value) {
  return value.is_present() ? std::optional(party(value)) : std::nullopt;
}

std::vector<Party> parties(const Value& value) {
  std::vector<Party> result;
  for (const Value& item : value.list()) result.push_back(party(item));
  return result;
}

records::Service service(const Value& value) {
  value.only({"on", "by", "to"});
  records::Service result;
  result.on = value.required("on").date();
  result.by = value["by"].one_of({"mail", "personal", "fax", "overnight", "electronic"}); // not stated: see casework
  result.to = value["to"].one_of({"in-state", "other-state", "abroad", "confidential-address"}, "in-state");
  return result;
}

/// ISO 639-1; empty when the application does not say.
std::string read_language(const Value& employee) {
  const Value value = employee["language"];
  std::string language = value.string();
  const bool is_code = language.size() == 2 &&
                       std::all_of(language.begin(), language.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!language.empty() && !is_code)
    value.problem(fmt::format("\"{}\"", language), "two letters of ISO 639-1: en, es, zh, vi, …", "correct it");
  return is_code ? language : "";
}

void read_employee(const Value& value, Application& application) {
  value.only({"name", "date_of_birth", "sex", "language", "address", "phone", "fax", "email"});
  const Value name = value.required("name");
  if (name.is_present()) {
    name.only({"first", "last"});
    if (name.is_map()) {
      application.employee_first = name["first"].string();
      application.employee_last = words(name, "last");
    }
  }
  application.date_of_birth = value.required("date_of_birth").date();
  application.sex = value["sex"].one_of({"female", "male"});
  read_language(value);
  application.employee.name = application.employee_first.empty()
                                  ? application.employee_last
                                  : application.employee_first + " " + application.employee_last;
  application.employee.address = address(value["address"]);
  application.employee.phone = value["phone"].string();
  application.employee.fax = value["fax"].string();
  application.employee.email = value["email"].string();
}

void read_claim(const Value& value, Application& application) {
  value.only({"number", "adjudication_number", "date_of_injury"});
  application.claim_number = words(value, "number");
  application.adjudication_number = value["adjudication_number"].string();
  const Value injured = value.required("date_of_injury");
  application.date_of_injury = injured.date();
  if (application.date_of_injury && application.date_of_birth &&
      *application.date_of_injury < *application.date_of_birth)
    injured.problem(application.date_of_injury->iso(),
                    fmt::format("a day after the birth of the employee ({})", application.date_of_birth->iso()),
                    "correct one of the two dates");
}

records::UrDecision ur_decision(const Value& value) {
  value.only({"organization", "reviewer", "date", "served", "attached", "form_served_on", "expedited"});
  records::UrDecision result;
  result.organization = value["organization"].string();
  if (value["reviewer"].is_present()) result.reviewer = party(value["reviewer"]);
  result.date = value.required("date").date();
  const Value served = value.required("served");
  if (served.is_present()) result.served = service(served);
  result.attached = value["attached"].boolean(true);
  result.expedited = value["expedited"].boolean(false);
  result.form_served_on = value["form_served_on"].date();
  return result;
}

std::vector<records::Diagnosis> diagnoses(const Value& value) {
  std::vector<records::Diagnosis> result;
  for (const Value& item : value.list()) {
    item.only({"text", "icd"});
    result.push_back({item["text"].string(), item["icd"].string()});
  }
  return result;
}

std::vector<records::DisputedItem> disputed_items(const Value& value) {
  std::vector<records::DisputedItem> result;
  std::set<std::string> ids;
  const auto items = value.list();
  for (const Value& item : items) {
    item.only({"id", "text", "requested_on", "ur_outcome", "ur_guideline", "ur_guideline_pages", "ur_text",
               "liability_disputed", "denied_for_missing_information"});
    records::DisputedItem entry;
    entry.id = words(item, "id");
    entry.text = words(item, "text");
    const auto is_letter = [](unsigned char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
    };
    const bool is_blank = entry.text.find_first_not_of(" \t\n") == std::string::npos; // told by words()
    if (!is_blank && std::none_of(entry.text.begin(), entry.text.end(), is_letter))
      item["text"].problem(fmt::format("\"{}\"", entry.text), "the words of the service that is disputed",
                           "write it as the UR decision does");
    entry.requested_on = item["requested_on"].date();
    entry.ur_outcome = item["ur_outcome"].one_of({"denied", "modified", "approved", "deferred"}, "denied");
    entry.ur_guideline = item["ur_guideline"].string();
    entry.ur_guideline_pages = item["ur_guideline_pages"].string();
    entry.ur_text = item["ur_text"].string();
    entry.liability_disputed = item["liability_disputed"].boolean(false);
    entry.denied_for_missing_information = item["denied_for_missing_information"].boolean(false);
    if (!entry.id.empty() && !ids.insert(entry.id).second)
      item["id"].problem(fmt::format("the id \"{}\" a second time", entry.id), "every item with an id of its own",
                         "renumber the items");
    result.push_back(std::move(entry));
  }
  return result;
}

void read_optional_papers(const Value& root, Application& application) {
  if (const Value value = root["expedited_certification"]; value.is_present()) {
    value.only({"by", "on"});
    application.expedited_certified_by = value["by"].string();
    application.expedited_certified_on = value["on"].date();
  }
  if (const Value value = root["liability"]; value.is_present()) {
    value.only({"reason", "resolved_notice"});
    application.liability_reason = value["reason"].string();
    if (value["resolved_notice"].is_present())
      application.liability_resolved_notice = service(value["resolved_notice"]);
  }
  if (const Value value = root["information_request"]; value.is_present()) {
    value.only({"asked_on", "what", "answered"});
    application.information_asked_on = value["asked_on"].date();
    application.information_asked = value["what"].string();
    application.information_answered = value["answered"].boolean(false);
  }
  for (const Value& item : root["earlier_applications"].list()) {
    item.only({"number", "outcome", "item", "decided"});
    application.earlier_applications.push_back(
        {item["number"].string(), item["outcome"].string(), item["item"].string(), item["decided"].date()});
  }
  for (const Value& item : root["earlier_screenings"].list()) {
    item.only({"on", "outcome", "codes", "appealed_on"});
    application.earlier_screenings.push_back(
        {item.required("on").date(),
         item.required("outcome").one_of({"eligible", "partly_eligible", "ineligible", "deferred"}),
         item["codes"].strings(), item["appealed_on"].date()});
  }
  application.programme = root["programme"].one_of({"necessity", "network-opinion", "health-plan"}, "necessity");
  for (const Value& item : root["alternative_treatment"].list()) {
    item.only({"text", "manufacturers", "facilities"});
    application.alternative_treatment.push_back(
        {item["text"].string(), parties(item["manufacturers"]), parties(item["facilities"])});
  }
}

Application read_root(const Value& root) {
  root.only({"schema",
             "jurisdiction",
             "received",
             "review",
             "employee",
             "representative",
             "claim",
             "employer",
             "claims_administrator",
             "insurer",
             "medical_provider_network",
             "facilities",
             "manufacturers",
             "requesting_physician",
             "treating_physicians",
             "ur_decision",
             "consent",
             "diagnoses",
             "disputed_items",
             "expedited_certification",
             "liability",
             "information_request",
             "earlier_applications",
             "earlier_screenings",
             "programme",
             "alternative_treatment"});
  Application application;
  root["schema"].one_of({"1"}, "1");
  application.jurisdiction = words(root, "jurisdiction");
  if (const Value received = root.required("received"); received.is_present()) {
    received.only({"at", "channel"});
    if (const auto moment = received.required("at").instant()) application.received = *moment;
    application.channel = received["channel"].one_of({"mail", "fax", "electronic"}, "mail");
  }
  application.review = root["review"].one_of({"regular", "expedited"}, "regular");
  if (const Value employee = root.required("employee"); employee.is_present()) read_employee(employee, application);
  application.representative = optional_party(root["representative"]);
  if (const Value claim = root.required("claim"); claim.is_present()) read_claim(claim, application);
  application.employer = optional_party(root["employer"]);
  application.claims_administrator = optional_party(root["claims_administrator"]);
  application.insurer = optional_party(root["insurer"]);
  application.medical_provider_network = optional_party(root["medical_provider_network"]);
  application.facilities = parties(root["facilities"]);
  application.manufacturers = parties(root["manufacturers"]);
  application.requesting_physician = optional_party(root["requesting_physician"]);
  application.treating_physicians = parties(root["treating_physicians"]);
  if (const Value decision = root.required("ur_decision"); decision.is_present())
    application.ur_decision = ur_decision(decision);
  if (const Value consent = root.required("consent"); consent.is_present()) {
    consent.only({"signed", "on"});
    application.consent_signed = consent.required("signed").boolean(false);
    application.consent_on = consent["on"].date();
  }
  application.diagnoses = diagnoses(root["diagnoses"]);
  application.disputed_items = disputed_items(root.required("disputed_items"));
  read_optional_papers(root, application);
  return application;
}

} // namespace

Result<Application> parse_application(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  Application application = read_root(reader.root());
  if (!reader.problems().empty()) return reader.as_error();
  return application;
}

Result<std::vector<std::string>> joined_files(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator entry(folder + "/joined", failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with('.')) continue;
    if (entry->is_symlink() || !entry->is_regular_file() || !name.ends_with(".yaml"))
      return Error{ErrorKind::Input, folder + "/joined/" + name, "no file NUMBER.yaml",
                   "the applications that are decided with this one", "take it out of the folder"};
    names.push_back("joined/" + name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

void join_application(Application& into, const std::string& number, Application other) {
  for (auto& item : other.disputed_items) {
    item.id = number + "/" + item.id;
    into.disputed_items.push_back(item);
  }
  into.joined.push_back(std::move(other));
}

Result<std::string> language_of_application(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  return read_language(reader.root()["employee"]);
}

Result<Application> read_application(const std::string& path) {
  auto bytes = read_file(path, std::size_t{16} << 20);
  if (!bytes) return bytes.error();
  auto application = parse_application(path, *bytes);
  if (!application) return application.error();
  const std::string folder = fs::path(path).parent_path().string();
  auto joined = joined_files(folder.empty() ? "." : folder);
  if (!joined) return joined.error();
  for (const std::string& name : *joined) {
    const std::string file = (fs::path(path).parent_path() / name).string();
    auto words = read_file(file, std::size_t{16} << 20);
    if (!words) return words.error();
    auto other = parse_application(file, *words);
    if (!other) return other.error();
    join_application(*application, fs::path(name).stem().string(), std::move(*other));
  }
  return application;
}

} // namespace openimr::intake
