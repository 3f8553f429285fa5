// Oversight of the organization's own cases, from the casework store: do reviewers agree, how do their outcomes lie
// beside each other, how do groups of workers fare, and what do people complain of.
//
//   auto figures = case_oversight(office, caller, {.from = day, .to = other, .key = 7});
//   figures->agreement.cohen->value;
//
// Every look is a row of the log. A review never asks for any of this.
#pragma once

#include "corpus/oversight.h"
#include "corpus/proportion.h"
#include "desk/office.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct OversightQuestion {
  std::optional<Date> from = {}, to = {}; ///< of mailing, or of the complaint's receipt; both included; empty: all
  std::uint64_t key = 0;                  ///< decides the pseudonyms of reviewers
  std::size_t smallest_cell = 11;         ///< groups and reviewers with a smaller count are left out
};

/// Second decisions beside the first ones, by item.
struct Agreement {
  std::size_t drawn = 0, open = 0;          ///< second reviews
  std::size_t items = 0, agreed = 0;        ///< decided twice
  std::optional<corpus::Kappa> cohen = {};  ///< first decision and first second one; empty where it cannot be told
  std::optional<corpus::Kappa> fleiss = {}; ///< of items decided `raters` times or more, the first so many of each
  std::size_t raters = 0;
  /// Items decided twice by (first, second): "upheld", "overturned".
  std::map<std::pair<std::string, std::string>, std::size_t> table = {};
};

/// A group of workers beside everybody else whose group is known.
struct GroupRow {
  std::string dimension, label; ///< sex | age_band | language | representation
  std::size_t n = 0, changed = 0, rest = 0, rest_changed = 0;
  corpus::Interval difference = {};
  std::optional<corpus::StandardisedRate> standardised = {}; ///< with the mix of categories of all
};

struct ComplaintRow {
  std::string number, id, from, ground, determination;
  std::vector<std::string> items;
  Date received_on;
  std::optional<Date> answered_on, closed_on;
  std::string finding, closed_why;
  bool was_changed_since = false; ///< the decision was corrected, or sent back and decided anew, after the complaint
};

struct ComplaintFigures {
  std::size_t received = 0, open = 0, about_decisions = 0, decisions = 0; ///< decisions: determinations complained of
  std::map<std::string, std::size_t> by_ground = {}, by_finding = {}, by_closing = {};
  std::size_t changed_since = 0; ///< about a decision that was corrected or decided anew afterwards
  std::optional<int> median_days = {}, longest_days = {}; ///< from receipt to answer
};

struct CaseOversight {
  std::size_t cases = 0, items = 0, changed = 0; ///< decided in the period
  Agreement agreement;
  std::vector<corpus::FunnelRow> funnel; ///< under pseudonyms, by category; reviewers with enough items
  std::size_t reviewers_left_out = 0;
  std::vector<GroupRow> groups;
  std::size_t groups_left_out = 0;
  ComplaintFigures complaints;
};

/// Error (Refused) for who may not see figures over all cases.
Result<CaseOversight> case_oversight(Office& office, const Caller& caller, const OversightQuestion& question);

/// Complaints in order of case and number, from behind a cursor; for who may see figures, or answer complaints.
struct ComplaintPage {
  std::vector<ComplaintRow> rows;
  std::string next; ///< cursor; empty on the last page
};
Result<ComplaintPage> complaints(Office& office, const Caller& caller, const std::string& after, int limit);
ComplaintFigures figures_of(const std::vector<ComplaintRow>& rows);

/// An invoice of a case, with what of it still stands.
struct InvoiceRow {
  std::string invoice, number, fee, payer;
  Date on;
  int cents = 0, stands = 0;
};
struct InvoicePage {
  std::vector<InvoiceRow> rows;
  std::string next;
};
/// Invoices of all cases by the index of the store: cases without one cost nothing.
Result<InvoicePage> invoices(Office& office, const Caller& caller, const std::string& after, int limit);

struct DrawQuestion {
  std::optional<Date> from = {}, to = {}; ///< of mailing
  std::size_t count = 0;
  std::uint64_t seed = 0;
  std::vector<std::string> reviewers = {}; ///< who may be asked to decide a second time
  std::optional<Date> on = {};             ///< day of the drawing; empty: today
};
struct DrawnReview {
  std::string number, duplicate, reviewer;
};
struct Drawing {
  std::size_t determined = 0; ///< cases it was drawn from
  std::vector<DrawnReview> drawn;
  std::vector<std::pair<std::string, std::string>> left_out; ///< (number, why) of cases that nobody named may decide
};
/// Draws determined cases by seed that were never drawn before, and asks a reviewer for each to decide it a second
/// time: the named ones in turn, passing over who had a part in the case. Anybody can draw them again.
Result<Drawing> draw_duplicates(Office& office, const Caller& caller, const DrawQuestion& question);

} // namespace openimr::desk
