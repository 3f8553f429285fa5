// Where a case stands, and which event may happen there: one table, a row a kind, each with the law behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace openimr::casework {

enum class Status {
  New,         ///< no event yet
  Received,    ///< waits for screening
  Deferred,    ///< liability is disputed; it sleeps
  Eligible,    ///< may be reviewed, waits for assignment
  Assigned,    ///< records are gathered, a reviewer is sought
  UnderReview, ///< a reviewer has attested
  Opined,      ///< the opinion is recorded
  Signed,      ///< the opinion is signed
  Cleared,     ///< quality review passed
  Determined,  ///< issued
  Appealed,    ///< before the appeals board
  Closed,      ///< ended otherwise
};

std::string_view name(Status status); ///< new | received | deferred | eligible | assigned | under_review | …
/// Empty for a word that is no status.
std::optional<Status> status_of(std::string_view word);

/// A set of statuses, one bit each.
using StatusSet = std::uint32_t;
constexpr StatusSet bit(Status status) { return StatusSet{1} << static_cast<unsigned>(status); }

/// When an event of one kind may happen, who may do it, where it leads and by which law.
struct Transition {
  std::string_view kind;
  StatusSet from = 0;
  std::optional<Status> to; ///< empty: it stays, or apply() finds it
  std::string_view roles;   ///< words with a space between; empty: every role
  std::string_view rule;    ///< citation; empty where the house alone asks for it
  std::string_view when;    ///< "before the opinion is recorded", for the refusal
};

/// The whole table, in the order of a case's life.
std::span<const Transition> transitions();
/// Null for a word that is no kind of event.
const Transition* transition_of(std::string_view kind);
/// Whether somebody in this role may bring about events of the kind.
bool may(std::string_view role, std::string_view kind);

} // namespace openimr::casework
