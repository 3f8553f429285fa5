// read_paper: a person looks at a paper of a case. Asked before, written into the audit log before, given after.
#pragma once

#include "desk/open_vault.h"
#include "desk/review_case.h"

#include <string>

namespace openimr::desk {

struct PaperRequest {
  std::string account, book; ///< who asks, and the account book
  std::string store;         ///< sqlite:PATH or postgresql://…: the case's history and the audit log
  VaultPlace vault;
  std::string case_number, paper; ///< paper: its name in the vault
  std::string page;               ///< which page is shown; empty: all
};

/// Gives the paper when the person's roles allow it on this case: a reviewer when its history says that the
/// reviewer (the same id in roster and account book) has attested to have no conflict, or by broken glass that the
/// audit log holds. Every look becomes a row `page_read`, every refusal a row `access_refused`. Error (Refused) says
/// why not; (NotFound) also when the paper is of another case.
Result<Done> read_paper(const PaperRequest& request, const Installation& installation, const vault::Sink& sink);

} // namespace openimr::desk
