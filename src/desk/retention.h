// Retention: until when the papers of a case that has ended are kept, by packs/organization/retention.yaml.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "casework/case.h"
#include "store/store.h"
#include "vault/vault.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct RetentionRule {
  std::string jurisdiction; ///< or "*"
  int years = 0;
  std::string basis, citation; ///< basis: law | policy
};

/// Error (Input) for an unknown key, a jurisdiction that is named twice, or none for "*".
Result<std::vector<RetentionRule>> read_retention(const std::string& packs_folder);
/// The rule of a jurisdiction, else that of "*".
const RetentionRule& rule_of(const std::vector<RetentionRule>& rules, const std::string& jurisdiction);

/// The same day so many years later.
Date kept_until(const RetentionRule& rule, Date ended);

/// The day on which a case ended, for the last time; empty while it is open or under appeal.
std::optional<Date> ended_on(const casework::Case& state);

/// Sets the day on every paper of the case that the vault keeps and has not erased. Returns how many were moved on.
Result<int> retain_papers(store::Store& store, vault::Vault& vault, const std::string& number, Date until);

} // namespace openimr::desk
