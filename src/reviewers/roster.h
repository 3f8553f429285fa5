// Roster: the physicians who may be asked, with what is known of each. Names never leave the organization.
#pragma once

#include "base/date.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::reviewers {

/// When and at which source a credential was looked up, as a credentialing programme asks (URAC IR-INT 1, IR 4).
struct Verification {
  std::optional<Date> on = {};
  std::string source = {}; ///< "medical board's register", "NPDB"
};

struct License {
  std::string type;              ///< MD DO DC DPM PsyD PhD LAc OD DDS
  std::string state;             ///< "CA"
  std::string status = "active"; ///< active | restricted | expired | suspended
  std::optional<Date> expires;
  Verification verified = {};
};

struct Board {
  std::string name;
  std::optional<Date> expires;
  Verification verified = {};
};

struct Sanction {
  std::string status; ///< pending | taken
  std::optional<Date> on;
  std::string by;
};

struct QmeAppointment {
  std::string status = "active"; ///< active | inactive | expired
  std::optional<Date> expires;
};

struct Interest {
  std::string party;    ///< a party, or a claim or case number
  std::string kind;     ///< professional | familial | financial | prior_involvement
  std::string relation; ///< free words
  std::optional<double> percent_of_income;
};

struct Leave {
  Date from, to; ///< both included
};

struct Reviewer {
  std::string id;
  std::string name; ///< never leaves the organization
  std::vector<License> licenses;
  std::vector<Board> boards;
  std::vector<Sanction> sanctions;
  std::vector<QmeAppointment> qme;
  std::vector<std::string> specialties;
  std::optional<Date> practice_since;
  std::optional<double> practice_hours_per_week;
  std::vector<Interest> interests;
  std::optional<int> capacity; ///< cases at a time; empty for no limit stated
  int load = 0;                ///< cases in hand
  std::vector<Leave> leave;
  std::optional<double> turnaround_days; ///< usual days from assignment to a signed opinion
  std::vector<std::string> languages;
  std::string public_key; ///< base64, may be empty
};

/// Companies under one roof: a tie to one is a tie to all.
struct PartyGroup {
  std::string name;
  std::vector<std::string> members;
  std::string source;
};

/// What a person decided about two names that were near each other.
struct NameRuling {
  std::string a, b;
  bool is_same = false;
  std::string by;
  std::optional<Date> on;
};

struct Roster {
  std::vector<Reviewer> reviewers; ///< in file order
  std::vector<PartyGroup> groups = {};
  std::vector<NameRuling> rulings = {};

  const Reviewer* find(std::string_view id) const;
};

} // namespace openimr::reviewers
