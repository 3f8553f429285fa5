#include "desk/case_application.h"

#include "intake/application_file.h"

#include <fmt/format.h>

namespace openimr::desk {

using casework::Case;

Result<records::Application> application_now(const Case& so_far) {
  auto application =
      intake::parse_application(fmt::format("case {}, application.yaml", so_far.number), so_far.application);
  if (!application) return application.error();
  for (const auto& [number, words] : so_far.joined_applications) {
    auto other = intake::parse_application(fmt::format("case {}, application.yaml", number), words);
    if (!other) return other.error();
    intake::join_application(*application, number, std::move(*other));
  }
  if (const auto& notice = so_far.liability_notice)
    application->liability_resolved_notice = records::Service{notice->on, notice->by, notice->to};
  if (so_far.was_liability_agreed)
    for (auto& item : application->disputed_items) {
      item.liability_disputed = false;
      if (item.ur_outcome == "deferred") item.ur_outcome = "denied";
    }
  if (so_far.converted_on && application->review != "expedited")
    application->expedited_certified_on = so_far.converted_on;
  return application;
}

namespace {

records::Party party_of(const casework::PartySpell& spell) {
  records::Party party;
  party.name = spell.name;
  if (!spell.address.empty()) party.address.emplace().street = spell.address;
  return party;
}

/// Parts that one has at a time.
std::optional<records::Party>* place_of(records::Application& application, const std::string& role) {
  if (role == "employer") return &application.employer;
  if (role == "claims_administrator") return &application.claims_administrator;
  if (role == "insurer") return &application.insurer;
  if (role == "medical_provider_network") return &application.medical_provider_network;
  if (role == "requesting_physician") return &application.requesting_physician;
  if (role == "representative" || role == "representative_attorney") return &application.representative;
  return nullptr;
}

} // namespace

void put_parties(records::Application& application, const Case& so_far, Date day) {
  for (const auto& spell : so_far.parties) {
    if (!spell.from || *spell.from > day) continue;
    records::Party party = party_of(spell);
    if (spell.role == "representative_attorney") party.kind = "attorney";
    if (auto* place = place_of(application, spell.role))
      *place = std::move(party);
    else if (spell.role == "employee")
      application.employee = std::move(party);
    else if (spell.role == "ur_organization")
      application.ur_decision.organization = spell.name;
    else if (spell.role == "ur_reviewer")
      application.ur_decision.reviewer = std::move(party);
    else if (spell.role == "treating_physician")
      application.treating_physicians.push_back(std::move(party));
    else if (spell.role == "facility" || spell.role == "alternative_facility")
      application.facilities.push_back(std::move(party));
    else if (spell.role == "manufacturer" || spell.role == "alternative_manufacturer")
      application.manufacturers.push_back(std::move(party));
    else if (spell.role == "medical_group" && application.requesting_physician)
      application.requesting_physician->group = spell.name;
  }
}

Result<records::Application> application_on(const Case& so_far, Date day) {
  auto application = application_now(so_far);
  if (application) put_parties(*application, so_far, day);
  return application;
}

} // namespace openimr::desk
