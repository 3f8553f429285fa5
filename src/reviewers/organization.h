// The review organization itself: what it discloses (organization.yaml), whether it may review a case, and what it has
// to file by when. Labor Code 139.5(c)(2), (d)(1) and (d)(2).
//
//   auto own = read_disclosure("organization.yaml");
//   auto rules = OrganizationRules::load(packs, "us-ca-wc");
//   auto conflicts = organization_conflicts(law.reviewers, names, parties, *own, as_of);
//   auto filing = check_filing(*rules, law.calendars.at("business"), *own, as_of);
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "jurisdictions/jurisdiction.h"
#include "reviewers/conflicts.h"
#include "reviewers/roster.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::reviewers {

/// A tie of a person of the organization, until a day or still.
struct OrganizationTie {
  Interest interest;
  std::optional<Date> until;
};
struct OrganizationPerson {
  std::string id, name, office, biography; ///< office: director | officer | executive | employee
  std::vector<OrganizationTie> ties;
};
struct Owner {
  std::string name;
  double percent = 0;
};
struct Affiliate {
  std::string name, relation, business; ///< relation: parent | subsidiary | affiliate | controlled
};
struct Client {
  std::string name, business;
  std::optional<Date> from, to;
};
struct Filing {
  std::optional<Date> on;
  std::string kind; ///< application | yearly | change
};

struct Disclosure {
  std::string name;
  std::string medical_director;
  std::optional<License> director_licence;
  std::vector<OrganizationPerson> people;
  std::vector<Owner> owners;
  std::vector<std::pair<std::string, double>> creditors; ///< name, dollars
  std::vector<Affiliate> affiliates;
  std::vector<Client> clients;
  std::vector<Filing> filings;      ///< in order of their days
  std::map<std::string, bool> says; ///< section -> whether the file speaks of it; an empty list speaks
};
/// Error names file, line and key.
Result<Disclosure> read_disclosure(const std::string& path);

/// What the law of a jurisdiction asks of the organization.
struct OrganizationRules {
  struct Section {
    std::string id, title, of, citation;
  };
  double owner_percent = 0, creditor_usd = 0;
  int filing_years = 1, client_business_days = 0;
  std::string yearly_citation, client_citation, owner_citation, creditor_citation;
  std::map<std::string, std::string> barred; ///< business -> citation
  std::vector<Section> sections;

  /// Reads PACKS/organization/law/ID.yaml. Error (NotFound) for a jurisdiction whose law on organizations nobody wrote.
  static Result<OrganizationRules> load(const std::string& packs_folder, const std::string& jurisdiction);
};

/// Somebody or something of the organization that stands in the way.
struct OrganizationFault {
  std::string who; ///< id of the person, or name of the affiliate
  std::string rule, party, text, citation;
};

/// Ties of the organization and its people to the parties of a case: each forbids the organization to review it.
/// remarks: ties that do not, and names that a person has to rule on.
std::vector<OrganizationFault> organization_conflicts(const jurisdictions::ReviewerRules& rules, const NameBook& names,
                                                      const CaseTies& of_case, const Disclosure& own, Date as_of,
                                                      std::vector<std::string>& remarks);

/// What the organization may not be, whatever the case: barred affiliates, a medical director without a licence of
/// California (LC 139.5(c)(1), (d)(1)).
std::vector<OrganizationFault> independence_faults(const OrganizationRules& rules, const Disclosure& own, Date as_of);

struct DueFiling {
  std::string what; ///< "yearly", or the name of the client
  Date event_on, due_on;
  std::optional<Date> filed_on;
  std::string citation;
  bool is_late(Date as_of) const { return filed_on ? due_on < *filed_on : due_on < as_of; }
};
struct FilingCheck {
  std::vector<OrganizationRules::Section> missing; ///< sections of which the disclosure says nothing
  std::vector<DueFiling> due;                      ///< in order of due day
};
FilingCheck check_filing(const OrganizationRules& rules, const jurisdictions::Calendar& business, const Disclosure& own,
                         Date as_of);

} // namespace openimr::reviewers
