// Office: an installation at work. Store, papers, accounts and permissions stand behind it, and every act of a person
// goes through it: it asks whether this person may, writes the audit row, and acts or refuses with the reason.
//
//   auto office = Office::open({.store = "sqlite:cases.db", .vault = …, .accounts = "accounts.yaml"}, installation);
//   auto caller = office->sign_in("c.rivera", password, code);          // or resume(token) for a session
//   auto opened = office->import_case(*caller, "my-case", "", {});
//   office->read_paper(*caller, "CM14-0000001", "documents/03-rfa.pdf", "2", sink);
//
// Where no account book is configured, a machine is one person's: believe() takes account and role as they are told,
// and every row of the log says so (known_by: told). A reviewer sees the cases for which the reviewer was proposed, and
// of these no paper before the attestation (Labor Code 139.5(d)(5)).
//
// Not for several threads at once: each opens its own.
#pragma once

#include "desk/case_acts.h"
#include "desk/case_papers.h"
#include "desk/lay_out.h"
#include "desk/open_vault.h"
#include "determination/own_finding.h"
#include "determination/signing.h"
#include "people/account.h"
#include "people/permission.h"
#include "store/group_writer.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::desk {

/// What a refusal expected, when it is the person that may not; a door tells it from what the case does not allow.
constexpr std::string_view who_may = "a person who may", who_speaks_for_oneself = "the reviewer's own word";

struct OfficePlaces {
  std::string store;        ///< sqlite:PATH or postgresql://…
  VaultPlace vault;         ///< where empty: papers are not kept, their hashes are
  std::string accounts;     ///< the account book; empty: nobody signs in
  std::string organization; ///< what the organization discloses of itself (reviewers/organization.h); empty: not asked
  std::string roster = {};  ///< who may review (reviewers/roster_file.h); empty: nobody is held against one
  std::string jurisdiction = "us-ca-wc"; ///< whose calendar dates the rows of the log that concern no case
};

/// Who stands at the desk. Comes from an Office only, so that nobody acts who was not let in.
class Caller {
public:
  const std::string& account() const { return account_; }
  const std::set<std::string>& roles() const { return roles_; }
  /// False: account and role are what somebody said.
  bool is_signed_in() const { return is_signed_in_; }

private:
  friend class Office;
  Caller(std::string account, std::set<std::string> roles, bool is_signed_in)
      : account_(std::move(account)), roles_(std::move(roles)), is_signed_in_(is_signed_in) {}
  std::string account_;
  std::set<std::string> roles_;
  bool is_signed_in_;
};

/// A person who came in, and the token that brings the person back for a while (people/account.h says for how long).
struct Entered {
  Caller caller;
  std::string token; ///< told once; the store keeps its hash
};

class Office {
public:
  /// clock: of everything that happens to cases. Passwords, codes and sessions go by `wall`, which is the clock when it
  /// is not given: a demonstration of another day still takes the codes of today.
  static Result<Office> open(const OfficePlaces& places, Installation installation,
                             std::function<Instant()> clock = now, std::function<Instant()> wall = {});

  // --- Who acts ---------------------------------------------------------------------------------------------------

  bool has_accounts() const { return !places_.accounts.empty(); }
  bool has_vault() const { return vault_ != nullptr; }
  /// Error (Refused) is the same for a wrong account, password or code and for a lock; the log tells them apart.
  Result<Caller> sign_in(const std::string& account, const std::string& password, const std::string& code);
  /// The same, and a session.
  Result<Entered> enter(const std::string& account, const std::string& password, const std::string& code);
  /// The person of a session. Roles are those of now. Error (Refused) when it has ended, or the account was closed or
  /// got another password.
  Result<Caller> resume(const std::string& token);
  Result<Done> end_session(const std::string& token);
  /// On a machine without accounts. Error (Refused) where accounts are configured.
  Result<Caller> believe(const std::string& account, const std::string& role) const;

  // --- What may be done --------------------------------------------------------------------------------------------

  const people::Permissions& permissions() const { return permissions_; }
  /// Whether the caller may do an act of packs/organization/roles.yaml; for a screen. The act itself asks again.
  Result<people::Decision> may(const Caller& caller, const std::string& act, const std::string& number);
  /// Leave for four hours, with a row of the log. See people::Permissions::break_glass.
  Result<people::BreakGlass> break_glass(const Caller& caller, const std::string& act, const std::string& number,
                                         const std::string& reason);

  // --- Acts on cases: CaseActs, asked for and logged. Of `options` the actor is filled in. --------------------------

  Result<ActAnswer> open_case(const Caller& caller, const std::string& name, std::string application,
                              const std::string& number, const ActOptions& options);
  Result<ActAnswer> import_case(const Caller& caller, const std::string& folder, const std::string& number,
                                const ActOptions& options);
  Result<ActAnswer> add_documents(const Caller& caller, const std::string& number,
                                  const std::vector<IncomingPaper>& papers, const std::string& from, bool is_complete,
                                  const ActOptions& options);
  Result<ActAnswer> screen(const Caller& caller, const std::string& number, const ActOptions& options);
  Result<ActAnswer> consolidate(const Caller& caller, const std::string& number, const std::string& into,
                                const ActOptions& options);
  /// Any other event. What a reviewer tells of a reviewer is of the reviewer's own.
  Result<ActAnswer> record(const Caller& caller, const std::string& number, casework::What what,
                           const ActOptions& options);
  Result<ActAnswer> invoice(const Caller& caller, const std::string& number, const std::string& profession,
                            const ActOptions& options);
  Result<int> raise_overdue(const Caller& caller, Date as_of, const ActOptions& options);

  /// Rows of looks become durable together with those of other offices; without one each look is written by itself.
  void write_looks_with(std::shared_ptr<store::GroupWriter> looks) { looks_ = std::move(looks); }

  // --- Looks -------------------------------------------------------------------------------------------------------

  Result<CaseView> view(const Caller& caller, const std::string& number, Date as_of);
  /// Of a reviewer's search and queue the reviewer's own cases only.
  Result<std::vector<store::CaseRow>> search(const Caller& caller, store::SearchQuery query);
  Result<std::vector<store::CaseRow>> sample(const Caller& caller, store::SearchQuery query, std::size_t count,
                                             std::uint64_t seed);
  Result<store::QueuePage> queue(const Caller& caller, store::QueueQuery query);
  /// The day that it is now on the calendar of a law (empty: of the house's own).
  Result<Date> today(const std::string& jurisdiction = {});
  Result<const jurisdictions::Jurisdiction*> law(const std::string& jurisdiction) { return acts_->law(jurisdiction); }

  // --- Papers ------------------------------------------------------------------------------------------------------

  /// Names, senders and days of a case's papers, for who may read them.
  Result<std::vector<CasePaper>> papers(const Caller& caller, const std::string& number);
  /// The bytes of a paper, by its name in the case folder. page: which one is looked at; empty: all. The look is a row
  /// `page_read` before the first byte is given.
  Result<Done> read_paper(const Caller& caller, const std::string& number, const std::string& file,
                          const std::string& page, const vault::Sink& sink);
  /// The row of a look at a page that was made from a paper (its words, its picture); asks like read_paper.
  Result<Done> saw_page(const Caller& caller, const std::string& number, const std::string& file,
                        const std::string& page);
  /// The row of a look at a case that was read before: asks and logs like lay_out. Returns whose reading it has to be:
  /// a reviewer's own, or (empty) anybody's.
  Result<std::string> saw_case(const Caller& caller, const std::string& number, const std::string& why);
  /// The whole case as a folder, for who may read its papers; a row `page_read` of all pages, with `why` (one word:
  /// review, documents, …). into: as in lay_out().
  Result<CaseFolder> lay_out(const Caller& caller, const std::string& number, const std::string& why,
                             const std::string& into);

  // --- Files beside the papers: opinion, own findings, … -------------------------------------------------------------

  /// The newest version of one of case_file_names(), for who may read papers.
  Result<CaseFile> case_file(const Caller& caller, const std::string& number, const std::string& name);
  /// Saves a version when expected_version is the newest; Error (Refused) says that somebody else was faster.
  /// `opinion*`, `own_finding.yaml` and `pages.yaml` are asked for as opinion_write, others as case_keep.
  Result<CaseFile> save_case_file(const Caller& caller, const std::string& number, const std::string& name,
                                  const std::string& text, std::int64_t expected_version);

  // --- The reviewer ------------------------------------------------------------------------------------------------

  /// The newest version of a reviewer's opinion. Others see it once it is signed, reviewers the own one only.
  Result<CaseFile> opinion(const Caller& caller, const std::string& number, const std::string& reviewer);
  /// Saves a draft (opinion.yaml) of the reviewer whom it names, who has attested and not signed yet.
  Result<CaseFile> save_opinion(const Caller& caller, const std::string& number, const std::string& text,
                                std::int64_t expected_version);
  /// What the reviewer found before the recommendation was shown: never after an opinion was signed, and after a saved
  /// draft only where the policy keeps the recommendation hidden until then.
  Result<Done> record_own_finding(const Caller& caller, const std::string& number, determination::OwnFinding finding);
  /// Signs the saved opinion over its content and everything that the review rests on, and records opinion and
  /// signature. registered_key: of the roster; empty: not asked. Of a panel the signatures are told when the last
  /// opinion is there.
  Result<ActAnswer> sign_opinion(const Caller& caller, const std::string& number, const std::string& reviewer,
                                 const determination::SigningKey& key, const std::string& registered_key,
                                 const ActOptions& options);
  /// The same with the key of the caller's account, which password and code open.
  Result<ActAnswer> sign_opinion(const Caller& caller, const std::string& number, const std::string& password,
                                 const std::string& code, const ActOptions& options);
  /// Records a saved opinion that carries a signature made elsewhere. Error (Refused) when it does not hold over what
  /// the case is now, or is not by the registered key.
  Result<ActAnswer> record_signed_opinion(const Caller& caller, const std::string& number, const std::string& reviewer,
                                          const std::string& registered_key, const ActOptions& options);
  /// The determination leaves the house. determination: the bytes of determination.json, whose decisions and signature
  /// have to be those of the signed opinions. name: what messages call it.
  Result<ActAnswer> issue(const Caller& caller, const std::string& number, const std::string& name,
                          const std::string& determination, casework::Issued what, const ActOptions& options);

  // --- For the desk's other acts (uploads, mail)
  // -----------------------------------------------------------------------

  /// Asks for an act that changes no history; a refusal is a row of the log.
  Result<Actor> leave_for(const Caller& caller, const std::string& act, const std::string& number);
  /// A row of the log by this person: who, when, act, case.
  ledger::Entry log_row(const Caller& caller, const Actor& actor, std::string_view act, const std::string& number);
  /// Null where none is configured.
  vault::Vault* vault() { return vault_.get(); }
  Instant clock() const { return clock_(); }

  store::Store& store() { return *store_; }
  CaseActs& acts() { return *acts_; }
  const Installation& installation() const { return installation_; }

private:
  /// What an act needs of the answer to "may I?".
  struct Leave {
    Actor actor;
    bool is_break_glass = false;
    bool is_blind = false; ///< decides the case a second time and must not see the first answer
  };

  Office(OfficePlaces places, Installation installation, std::function<Instant()> clock,
         people::Permissions permissions);
  /// Asks; a refusal becomes a row `access_refused`. state null: the act concerns no case yet. kind: of the event that
  /// the act brings about, whose own table of roles is asked too; empty: none.
  Result<Leave> ask(const Caller& caller, const std::string& act, const casework::Case* state,
                    const std::string& kind = {});
  /// The leave of who decides a case a second time, while that is open; empty for everybody else.
  std::optional<Leave> blind_leave(const Caller& caller, const casework::Case& state) const;
  Result<Leave> ask_papers(const Caller& caller, const casework::Case& state);
  Result<Leave> ask_event(const Caller& caller, const casework::Case* state, const std::string& kind);
  Result<people::Person> person(const Caller& caller, const casework::Case* state);
  people::Decision decide(const people::Person& person, const std::string& act, const std::string& number,
                          const std::string& kind) const;
  ledger::Entry entry(const Caller& caller, std::string_view act, const std::string& number);
  Result<Done> write(ledger::Entry entry);
  Result<Done> note_look(const Caller& caller, const Leave& leave, std::string_view act, const std::string& number,
                         const std::string& subject, std::map<std::string, std::string> details);
  Result<Leave> look_at_all(const Caller& caller, const std::string& number, const std::string& why);
  Result<CasePaper> asked_paper(const Caller& caller, const std::string& number, const std::string& file,
                                const std::string& page);
  /// Whether the caller sees every case, and when not, under which id the own ones are found.
  Result<std::string> own_cases_of(const Caller& caller, Leave& leave);
  Result<std::map<std::string, people::Account>> accounts() const;
  Result<std::string> key_of(const Caller& caller, const std::string& number, const std::string& reviewer,
                             const std::string& registered_key) const;
  Result<records::Opinion> verified_opinion(const Caller& caller, const casework::Case& state,
                                            const std::string& reviewer, const std::string& registered_key);
  Result<bool> has_seen_recommendation(const std::string& reviewer, const std::string& opinion,
                                       const std::vector<casework::CaseEvent>& history) const;
  /// When an act has ended a case, its papers get their day of retention; a row `retention_set` says which.
  Result<ActAnswer> keep_papers(const Caller& caller, const Actor& actor, Result<ActAnswer> done);
  Result<Done> prove(const Caller& caller, const casework::Case& state, const casework::What& what);
  /// Whether the roster, where one is configured, lets somebody be proposed. Error (Refused) with rule and citation.
  Result<Done> may_review(const casework::Case& state, const std::string& reviewer, const ActOptions& options);
  Result<Done> is_free_of_conflicts(const casework::Case& state, const ActOptions& options);
  Result<ActAnswer> sign_all(const Caller& caller, const std::string& number, const ActOptions& options);

  OfficePlaces places_;
  Installation installation_;
  std::function<Instant()> clock_, wall_;
  people::Permissions permissions_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<CaseActs> acts_;
  std::shared_ptr<store::GroupWriter> looks_;
};

} // namespace openimr::desk
