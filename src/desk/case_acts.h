// What a person does to a case that the store remembers: one call an act, one transaction each.
//
//   CaseActs acts(store, installation, clock);
//   auto opened = acts.import_case("examples/cases/ketamine-cream-continued", {.actor = {"c.rivera", "coordinator"}});
//   auto done = acts.record("CM14-0000001", Assigned{"Example IMRO"}, {.actor = …, .on = day});
//
// An act reads the history, asks casework whether the event may happen, and writes event, look-up rows and audit row
// together. When somebody else was faster the act is tried again on the new history, so nothing is lost and nothing
// doubled.
#pragma once

#include "base/result.h"
#include "casework/case.h"
#include "casework/next_steps.h"
#include "clinical/vocabulary.h"
#include "desk/review_case.h"
#include "store/store.h"
#include "vault/vault.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

/// Who acts, and in which role. What a role may do stands in casework/transitions.h.
struct Actor {
  std::string id, role;
  std::string known_by = {}; ///< how the log says that it is so: signed_in | told | break_glass; empty: it says nothing
};

/// The circumstances of an act.
struct ActOptions {
  Actor actor;
  std::optional<Instant> at;          ///< when it happened; empty: now
  std::optional<Date> on;             ///< or the local day of it, when the hour is not known
  std::string key;                    ///< of the request: the same key again does nothing and gives the same answer
  std::string rule;                   ///< law behind it, when it is another than the event's own
  std::int64_t expected_version = -1; ///< of the case, as the person has seen it; another refuses the act. -1: any
};

/// What such a refusal expected.
constexpr std::string_view as_it_was_seen = "the case as it was seen";

/// A paper on its way in.
struct IncomingPaper {
  std::string path; ///< where its bytes are now
  std::string name; ///< how the sender called it; empty: the name of the path
};

/// A case with what is due.
struct CaseView {
  casework::Case state = {};
  std::vector<casework::CaseEvent> history;
  std::vector<casework::Step> steps;
};

/// Whether an import screens the application, or leaves it to a coordinator.
enum class Screening { Now, Later };

/// What came of an act.
struct ActAnswer {
  std::string number;
  casework::Case state = {};
  bool was_repeated = false; ///< the key was known: nothing was done
};

/// The clock of the house: UTC now.
Instant now();

class CaseActs {
public:
  CaseActs(store::Store& store, Installation installation, std::function<Instant()> clock = now);
  /// From now on papers that come in are kept in this vault, which must outlive the acts; null: their hashes only.
  void keep_papers_in(vault::Vault* vault) { vault_ = vault; }

  /// Opens a case from the text of an application.yaml. number empty: the next of its year. The same text again is the
  /// same case. name: what messages call the text.
  Result<ActAnswer> open_application(const std::string& name, std::string text, const std::string& number,
                                     const ActOptions& options);
  /// The same from a file.
  Result<ActAnswer> open_case(const std::string& application_file, const std::string& number,
                              const ActOptions& options);
  /// The same with the papers of a case folder, each at the day it came in, the screening, and the files beside the
  /// papers. A folder that was imported before without a vault gives its papers to the vault now.
  Result<ActAnswer> import_case(const std::string& folder, const std::string& number, const ActOptions& options,
                                Screening screening = Screening::Now);
  /// Papers from a party: their names and hashes, and with a vault the papers.
  Result<ActAnswer> add_documents(const std::string& number, const std::vector<IncomingPaper>& papers,
                                  const std::string& from, bool is_complete, const ActOptions& options);
  /// The eligibility finding by the law of the day, against every other case of the same claim.
  Result<ActAnswer> screen(const std::string& number, const ActOptions& options);
  /// Puts a case into another: both change, or neither. Refused unless the law lets them be decided together.
  Result<ActAnswer> consolidate(const std::string& number, const std::string& into, const ActOptions& options);
  /// Any other event. What follows from the case is filled in: whom a letter goes to, the decisions of the opinion, the
  /// due date that a determination is held against.
  Result<ActAnswer> record(const std::string& number, casework::What what, const ActOptions& options);
  /// Whether the event may happen to the case as it is; keeps nothing.
  Result<Done> check(const casework::Case& so_far, casework::What what, const ActOptions& options);
  /// The fee of the review by the table in force when the application came in, to the claims administrator. Error
  /// (Refused) when no row of the table holds for it. profession: physician | other.
  Result<ActAnswer> invoice(const std::string& number, const std::string& profession, const ActOptions& options);
  /// A random sample that anybody can draw again: the cases with the smallest keyed hashes, by number (8 CCR 9792.11;
  /// URAC audits).
  Result<std::vector<store::CaseRow>> sample(store::SearchQuery query, std::size_t count, std::uint64_t seed);
  /// Every due date before the day that was not met becomes an event of its case. Returns how many were raised.
  Result<int> raise_overdue(Date as_of, const ActOptions& options);

  /// What is looked up about a case, made from what its history adds up to: row, names and steps.
  Result<store::CaseChange> look_up_of(const casework::Case& state);

  Result<CaseView> view(const std::string& number, Date as_of);
  Result<casework::Case> load(const std::string& number);
  /// The law of a case; read once.
  Result<const jurisdictions::Jurisdiction*> law(const std::string& jurisdiction);

private:
  using Events = std::vector<casework::CaseEvent>;
  /// What an act adds: events, and what the store keeps with them.
  struct Planned {
    Events events = {};
    std::vector<store::RecordChange> records = {};
  };
  /// What follows from the case as it is; called again on a newer history.
  using Plan = std::function<Result<Planned>(const casework::Case& so_far, const jurisdictions::Jurisdiction& law)>;

  Result<ActAnswer> act(const std::string& number, const ActOptions& options, const std::string& fingerprint,
                        const Plan& plan);
  Result<store::CaseChange> change(casework::Case so_far, const Events& events, casework::Case& after);
  casework::CaseEvent event(casework::What what, const ActOptions& options,
                            const jurisdictions::Jurisdiction& law) const;
  Result<casework::Screened> screening(const casework::Case& so_far, const jurisdictions::Jurisdiction& law,
                                       Date as_of);
  Result<ActAnswer> open_with(const records::Application& application, std::string text, const std::string& number,
                              const ActOptions& options, const Plan& more);

  /// The event that tells of the papers of a case folder, and what keeps them.
  Result<Done> plan_papers(const std::string& folder, const casework::Case& so_far, const ActOptions& options,
                           const jurisdictions::Jurisdiction& law, Planned& planned);
  Result<Done> plan_case_files(const std::string& folder, const std::string& number, Planned& planned);
  Result<Done> keep(const std::string& number, const std::string& bytes, Planned& planned);
  Result<Done> keep_missing(const std::string& folder, const std::string& number);

  store::Store& store_;
  vault::Vault* vault_ = nullptr;
  Installation installation_;
  std::function<Instant()> clock_;
  std::map<std::string, std::unique_ptr<jurisdictions::Jurisdiction>> laws_;
  std::unique_ptr<clinical::Vocabulary> vocabulary_;
};

} // namespace openimr::desk
