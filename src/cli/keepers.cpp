#include "cli/keepers.h"

#include "cli/at_the_desk.h"

#include <cstdlib>
#include <utility>

namespace openimr::cli {

Result<std::string> ask_keeper(const std::string& act, std::string_view row_act, const std::string& subject,
                               std::map<std::string, std::string> details) {
  const char* accounts = std::getenv("OPENIMR_ACCOUNTS");
  if (!accounts || !*accounts) return std::string();
  auto at = at_the_desk({});
  if (!at) return at.error();
  auto actor = at->office->leave_for(at->caller, act, "");
  if (!actor) return actor.error();
  ledger::Entry row = at->office->log_row(at->caller, *actor, row_act, "");
  row.subject = subject;
  for (auto& [key, words] : details) row.details[key] = std::move(words);
  auto done = at->office->store().commit({.entries = {std::move(row)}});
  if (!done) return done.error();
  return at->caller.account();
}

} // namespace openimr::cli
