// Permissions: who may do what, read from packs/organization/roles.yaml. What no line gives is forbidden.
//
//   auto decision = permissions.may(person, "page_read", {"CM26-17"});
//   if (!decision.is_allowed) …  decision.reason says why, for the person and for the log
//
// Pure. The desk asks before every act, and writes into the audit log what it was told.
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace openimr::people {

/// Leave to act beyond one's scope in an emergency, on one case and for a while.
struct BreakGlass {
  std::string act, case_number, reason;
  std::int64_t until = 0; ///< UTC seconds
};

/// What is known of who asks.
struct Person {
  std::string account;
  std::set<std::string> roles;
  std::set<std::string> assigned; ///< case numbers, as reviewer
  std::vector<BreakGlass> glass;  ///< leave that was taken
  std::set<std::string> proposed =
      {};                            ///< case numbers, as somebody who has yet to attest; the assigned may be there too
  std::set<std::string> second = {}; ///< case numbers, as who decides them a second time without the first answer
};

/// On what.
struct Subject {
  std::string case_number; ///< empty for acts that concern no case
};

struct Decision {
  bool is_allowed = false;
  std::string role;            ///< by which it is allowed; empty when it is not
  std::string reason;          ///< one sentence, with the citation
  bool is_break_glass = false; ///< allowed by a broken glass only: the desk raises an alarm
};

class Permissions {
public:
  /// Reads PACKS/organization/roles.yaml; Error (Input) for unknown roles, acts named twice, empty reasons.
  static Result<Permissions> load(const std::string& packs_folder);

  /// now: UTC seconds, for broken glass. An act that the pack does not know is forbidden to everybody.
  Decision may(const Person& person, const std::string& act, const Subject& subject, std::int64_t now) const;

  /// Leave for four hours, to be kept with the person and told to the compliance officers. Error (Refused) where the
  /// act may not be done so by any of the person's roles, (Input) when the reason has fewer than ten characters.
  Result<BreakGlass> break_glass(const Person& person, const std::string& act, const std::string& case_number,
                                 const std::string& reason, std::int64_t now) const;

  /// Error (Refused) when two of the roles may not be one person's, (Input) when one is unknown or there is none.
  Result<Done> check_roles(const std::set<std::string>& roles) const;

  struct Act {
    std::string id, title, citation, why;
    std::map<std::string, std::string> roles; ///< role -> all | assigned | proposed | duplicate
    std::set<std::string> break_glass;
    bool is_not_on_own = false;
    std::vector<std::string> events = {}; ///< kinds of events of a case that are this act
  };
  const std::map<std::string, Act>& acts() const { return acts_; }
  /// The act that brings about events of a kind; null when no act does.
  const Act* act_of_event(const std::string& kind) const;
  const std::vector<std::pair<std::string, std::string>>& roles() const { return roles_; } ///< id, title
  const std::string& sha256() const { return sha256_; }

private:
  struct Apart {
    std::string one, other, why;
  };
  std::vector<std::pair<std::string, std::string>> roles_;
  std::vector<Apart> apart_;
  std::map<std::string, Act> acts_;
  std::string sha256_;
};

} // namespace openimr::people
