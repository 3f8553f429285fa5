// assignment.yaml of a case folder: panel, earlier reviewers, and who held the case with what attestations. It names
// reviewers and never leaves the organization.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "records/case_file.h"
#include "records/opinion.h"
#include "reviewers/name_book.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::reviewers {

struct Release {
  std::optional<Date> on;
  std::string reason; ///< recused | conflict | unavailable | credential | late | other
  std::string words;
};

/// One reviewer's turn at the case.
struct Tenure {
  std::string reviewer; ///< id
  std::optional<Date> assigned_on, attested_on, opened_on;
  std::vector<records::PartyAttestation> attestations;
  std::optional<Release> released;
};

struct AssignmentRecord {
  int panel = 1;              ///< odd
  std::string panel_approval; ///< of the administrative director, in words
  std::optional<Date> panel_approved_on;
  std::vector<std::string> earlier_reviewers; ///< of the same dispute before a remand
  std::vector<Tenure> history;                ///< in order

  /// Reviewers who may not have the case again: earlier ones, and those released for a conflict.
  std::vector<std::string> barred() const;
};

/// What is wrong with a history: an attestation that is missing or declares a conflict, documents opened before it, a
/// party that came later, a panel without approval, someone who came back.
struct HistoryFinding {
  std::string reviewer; ///< empty for the case
  std::string rule, text, citation;
};

Result<AssignmentRecord> read_assignment(const std::string& path);
Result<AssignmentRecord> parse_assignment(const std::string& name, std::string_view bytes);

std::vector<HistoryFinding> check_history(const records::Application& application, const AssignmentRecord& record,
                                          const NameBook& names);

} // namespace openimr::reviewers
