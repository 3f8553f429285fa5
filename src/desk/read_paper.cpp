#include "desk/read_paper.h"

#include "desk/account_book.h"
#include "desk/broken_glass.h"
#include "desk/case_acts.h"
#include "desk/moment.h"
#include "desk/open_log.h"

namespace openimr::desk {
namespace {

/// "2026-04-01T17:02:11Z" in UTC seconds; 0 when it is none.
std::int64_t seconds_of(const std::string& utc) {
  const auto instant = Instant::parse_iso(utc);
  return instant ? instant->utc_seconds : 0;
}

/// Who asks, with what the case's history says of assignments.
Result<people::Person> person_of(const PaperRequest& request, const casework::Case& state, store::Store& store) {
  auto accounts = open_accounts(request.book);
  if (!accounts) return accounts.error();
  const auto account = accounts->find(request.account);
  if (account == accounts->end() || !account->second.is_active)
    return Error{ErrorKind::Refused, request.account, "no open account", "an account of " + request.book,
                 "ask an administrator"};
  people::Person person{request.account, account->second.roles, {}, {}};
  for (const auto& part : state.reviewers)
    if (part.id == request.account && part.attested_on) // no paper opens before the attestation (LC 139.5(d)(5))
      person.assigned.insert(request.case_number);
  auto glass = broken_glass(store, request.account);
  if (!glass) return glass.error();
  person.glass = std::move(*glass);
  return person;
}

} // namespace

Result<Done> read_paper(const PaperRequest& request, const Installation& installation, const vault::Sink& sink) {
  auto permissions = people::Permissions::load(installation.packs_folder);
  if (!permissions) return permissions.error();
  auto store = store::open_store(request.store);
  if (!store) return store.error();
  CaseActs acts(*store, installation);
  auto state = acts.load(request.case_number);
  if (!state) return state.error();
  auto law = acts.law(state->jurisdiction);
  if (!law) return law.error();
  auto log = open_log(request.store);
  if (!log) return log.error();
  auto person = person_of(request, *state, *store);
  if (!person) return person.error();
  const Moment now = moment_now(**law);
  const auto decision = permissions->may(*person, "page_read", {request.case_number}, seconds_of(now.utc));

  ledger::Entry entry;
  entry.at = now.utc;
  entry.local_date = now.local_date.iso();
  entry.actor = request.account;
  entry.role = decision.role;
  entry.act = decision.is_allowed ? ledger::acts::page_read : std::string_view("access_refused");
  entry.case_number = request.case_number;
  entry.subject = ledger::hash_of_hex(request.paper) ? request.paper : "";
  if (!request.page.empty()) entry.details["page"] = request.page;
  if (decision.is_break_glass) entry.details["by"] = "break_glass";
  if (auto row = (*log)->append(std::move(entry)); !row) return row.error(); // no look without its row
  if (!decision.is_allowed)
    return Error{ErrorKind::Refused, request.account, "page_read on " + request.case_number, "a person who may",
                 decision.reason};

  auto vault = open_vault(request.vault);
  if (!vault) return vault.error();
  auto is_of = vault->is_of(request.case_number, request.paper);
  if (!is_of) return is_of.error();
  if (!*is_of)
    return Error{ErrorKind::NotFound, request.paper, "no paper of " + request.case_number, "a paper of this case",
                 "look at the case's list of papers"};
  return vault->get(request.paper, sink);
}

} // namespace openimr::desk
