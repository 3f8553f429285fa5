// Source selection: which pages a request is held against, found by a procedure that records every gate it passes.
//
//   1. The jurisdiction's rule chooses the day of the edition.
//   2. The pages of its schedule in force on that day are searched (8 CCR 9792.21.1(a)(1)).
//   3. Where they do not address the request, or where their presumption is challenged, the next step opens: the most
//      current ACOEM or ODG, then other national guidelines, then studies ((a)(2)(A) to (C)).
//   4. A request that no step addresses is not denied for that (8 CCR 9792.21(d)).
//
// A jurisdiction without a schedule of its own asks the guidelines it adopted, and only then those related to them.
#pragma once

#include "guidelines/evaluate.h"
#include "guidelines/evidence.h"
#include "guidelines/library.h"
#include "jurisdictions/source_rules.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// The days a request has, by event: request, ur_decision, application.
using EventDays = std::map<std::string, Date>;

/// The day that chooses the edition, and what the other days would have chosen.
struct EditionChoice {
  Date day;
  std::string event;                           ///< empty when the jurisdiction has no rule
  std::string pack;                            ///< the schedule or adopted guideline in force on it; empty when none is
  std::map<std::string, std::string> by_other; ///< event -> pack, for events whose day chooses another edition
  jurisdictions::Citation citation;
};

/// One step of the search and why it was opened or not.
struct Gate {
  std::string step, source, question, citation;
  bool is_open = false;
  bool speaks = false;
  std::string reason;
  std::vector<std::string> topics; ///< ids of the pages of this step that address the request, opened or not
};

struct SourceAnswer {
  EditionChoice edition;
  std::vector<const Topic*> topics; ///< what the request is held against
  std::vector<Gate> gates;
  Date pages_day;                 ///< the day as of which pages are looked up
  std::string standing;           ///< of the deciding source; empty when none speaks
  std::string presumption;        ///< holds | challenged | does not reach | none
  std::string presumption_text;   ///< in the jurisdiction's words, with its citation
  std::string silence;            ///< what follows when nothing speaks; empty when something does
  std::vector<std::string> notes; ///< what a reader has to know of the sources: not verified, related only
};

/// Chooses the edition and the pages for a request. `challenges` opens the steps behind the schedule.
SourceAnswer select_sources(const Library& library, const jurisdictions::SourceRules& rules,
                            const records::RequestedItem& item, const EventDays& days, Date otherwise,
                            const std::vector<Challenge>& challenges = {});

/// The gates as the records that stand in an evaluation.
std::vector<SequenceRecord> sequence_records(const SourceAnswer& answer);

} // namespace openimr::guidelines
