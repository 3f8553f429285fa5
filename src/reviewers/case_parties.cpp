#include "reviewers/case_parties.h"

#include <algorithm>
#include <optional>

namespace openimr::reviewers {
namespace {

class Collector {
public:
  void add(const char* role, const std::string& name, bool is_person) {
    if (name.find_first_not_of(" \t") != std::string::npos) parties_.push_back({role, name, is_person});
  }
  void add(const char* role, const std::optional<records::Party>& party, bool is_person) {
    if (party) add(role, party->name, is_person);
  }
  void add(const char* role, const std::vector<records::Party>& parties, bool is_person) {
    for (const auto& party : parties) add(role, party.name, is_person);
  }
  std::vector<CaseParty> take() { return std::move(parties_); }

private:
  std::vector<CaseParty> parties_;
};

} // namespace

std::vector<CaseParty> case_parties(const records::Application& application) {
  Collector parties;
  const std::string employee = application.employee.name.empty()
                                   ? application.employee_first + " " + application.employee_last
                                   : application.employee.name;
  parties.add("employee", employee, true);
  parties.add("employer", application.employer, false);
  parties.add("claims_administrator", application.claims_administrator, false);
  parties.add("insurer", application.insurer, false);
  parties.add("medical_provider_network", application.medical_provider_network, false);
  parties.add("ur_organization", application.ur_decision.organization, false);
  parties.add("ur_reviewer", application.ur_decision.reviewer.name, true);
  parties.add("requesting_physician", application.requesting_physician, true);
  parties.add("treating_physician", application.treating_physicians, true);
  if (application.requesting_physician) parties.add("medical_group", application.requesting_physician->group, false);
  for (const auto& physician : application.treating_physicians) parties.add("medical_group", physician.group, false);
  parties.add("facility", application.facilities, false);
  parties.add("manufacturer", application.manufacturers, false);
  for (const auto& alternative : application.alternative_treatment) {
    parties.add("alternative_facility", alternative.facilities, false);
    parties.add("alternative_manufacturer", alternative.manufacturers, false);
  }
  if (application.representative) {
    const bool is_attorney = application.representative->kind == "attorney";
    parties.add(is_attorney ? "representative_attorney" : "representative", application.representative, true);
    parties.add(is_attorney ? "representative_attorney" : "representative", application.representative->group, false);
  }
  std::vector<CaseParty> all = parties.take();
  for (const auto& other : application.joined) // decided with this one
    for (auto& party : case_parties(other))
      if (std::none_of(all.begin(), all.end(),
                       [&](const CaseParty& one) { return one.role == party.role && one.name == party.name; }))
        all.push_back(std::move(party));
  return all;
}

std::vector<std::string> case_numbers(const records::Application& application) {
  std::vector<std::string> numbers;
  for (const std::string& number : {application.claim_number, application.adjudication_number})
    if (!number.empty()) numbers.push_back(number);
  for (const auto& earlier : application.earlier_applications)
    if (!earlier.number.empty()) numbers.push_back(earlier.number);
  return numbers;
}

} // namespace openimr::reviewers
