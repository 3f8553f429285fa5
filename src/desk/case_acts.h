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
};

/// The circumstances of an act.
struct ActOptions {
  Actor actor;
  std::optional<Instant> at; ///< when it happened; empty: now
  std::optional<Date> on;    ///< or the local day of it, when the hour is not known
  std::string key;           ///< of the request: the same key again does nothing and gives the same answer
  std::string rule;          ///< law behind it, when it is another than the event's own
};

/// A case with what is due.
struct CaseView {
  casework::Case state = {};
  std::vector<casework::CaseEvent> history;
  std::vector<casework::Step> steps;
};

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

  /// Reads application.yaml and opens a case. number empty: the next of its year. The same file again is the same case.
  Result<ActAnswer> open_case(const std::string& application_file, const std::string& number,
                              const ActOptions& options);
  /// The same with the papers of a case folder, each at the day it came in, and the screening.
  Result<ActAnswer> import_case(const std::string& folder, const std::string& number, const ActOptions& options);
  /// Papers from a party: their names and hashes.
  Result<ActAnswer> add_documents(const std::string& number, const std::vector<std::string>& files,
                                  const std::string& from, bool is_complete, const ActOptions& options);
  /// The eligibility finding by the law of the day, against every other case of the same claim.
  Result<ActAnswer> screen(const std::string& number, const ActOptions& options);
  /// Puts a case into another: both change, or neither. Refused unless the law lets them be decided together.
  Result<ActAnswer> consolidate(const std::string& number, const std::string& into, const ActOptions& options);
  /// Any other event. What follows from the case is filled in: whom a letter goes to, the decisions of the opinion, the
  /// due date that a determination is held against.
  Result<ActAnswer> record(const std::string& number, casework::What what, const ActOptions& options);
  /// The fee of the review by the table in force when the application came in, to the claims administrator. Error
  /// (Refused) when no row of the table holds for it. profession: physician | other.
  Result<ActAnswer> invoice(const std::string& number, const std::string& profession, const ActOptions& options);
  /// A random sample that anybody can draw again: the cases with the smallest keyed hashes, by number (8 CCR 9792.11;
  /// URAC audits).
  Result<std::vector<store::CaseRow>> sample(store::SearchQuery query, std::size_t count, std::uint64_t seed);
  /// Every due date before the day that was not met becomes an event of its case. Returns how many were raised.
  Result<int> raise_overdue(Date as_of, const ActOptions& options);

  Result<CaseView> view(const std::string& number, Date as_of);
  Result<casework::Case> load(const std::string& number);
  /// The law of a case; read once.
  Result<const jurisdictions::Jurisdiction*> law(const std::string& jurisdiction);

private:
  using Events = std::vector<casework::CaseEvent>;
  /// Events that follow from the case as it is; called again on a newer history.
  using Plan = std::function<Result<Events>(const casework::Case& so_far, const jurisdictions::Jurisdiction& law)>;

  Result<ActAnswer> act(const std::string& number, const ActOptions& options, const std::string& fingerprint,
                        const Plan& plan);
  Result<store::CaseChange> change(casework::Case so_far, const Events& events, casework::Case& after);
  casework::CaseEvent event(casework::What what, const ActOptions& options,
                            const jurisdictions::Jurisdiction& law) const;
  Result<casework::Screened> screening(const casework::Case& so_far, const jurisdictions::Jurisdiction& law,
                                       Date as_of);
  Result<ActAnswer> open_with(const records::Application& application, std::string text, const std::string& number,
                              const ActOptions& options, const Plan& more);

  store::Store& store_;
  Installation installation_;
  std::function<Instant()> clock_;
  std::map<std::string, std::unique_ptr<jurisdictions::Jurisdiction>> laws_;
  std::unique_ptr<clinical::Vocabulary> vocabulary_;
};

} // namespace openimr::desk
