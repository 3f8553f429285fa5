// Statistics of published decisions: counts and rates of items by any dimension, with intervals, case mix, and cells
// too small to show left out.
//
//   Tally tally({Dimension::Treatment, Dimension::Year});
//   library.each([&](const LibraryDecision& decision) { tally.add(decision); return true; });
//   StatisticsTable table = tally.table({.by = Dimension::Treatment, .standardise_by = Dimension::Year});
//
// Pure. Rows come in the order of their names, so the same decisions give the same table in whatever order they came.
#pragma once

#include "corpus/library_decision.h"
#include "corpus/proportion.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// What decisions can be counted by.
enum class Dimension {
  All,
  Treatment,
  Drug,
  DrugClass,
  Category,
  Guideline,
  Reason,
  Specialty,
  Year,
  Quarter,
  Month,
  Diagnosis,
  BodyPart,
  AgeBand,
  Sex,
  Type,
  Jurisdiction,
  Source,
};

/// "treatment", "drug_class", …
const char* name(Dimension dimension);
std::optional<Dimension> dimension_named(std::string_view word);
std::vector<std::string> dimension_names();

/// The labels of an item in a dimension: none when the source does not say, several for drugs, guidelines, specialties.
std::vector<std::string> labels_of(const LibraryDecision& decision, const LibraryItem& item, Dimension dimension);

/// Items by what came of them.
struct Outcomes {
  std::size_t upheld = 0, overturned = 0, partial = 0, unknown = 0;

  std::size_t decided() const { return upheld + overturned + partial; }
  /// Partly overturned counts as overturned: something that was denied is to be given.
  std::size_t changed() const { return overturned + partial; }
  void add(const std::optional<Decision>& outcome);
  bool operator==(const Outcomes&) const = default;
};

struct StatisticsRow {
  std::string label;
  std::size_t decisions = 0, items = 0;
  Outcomes outcomes;
  Interval interval; ///< of changed of decided
  std::optional<StandardisedRate> standardised;
  bool is_suppressed = false; ///< too small, or needed to keep another from being worked out; counts are then 0

  /// Changed of decided; 0 when nothing was decided.
  double rate() const;
};

struct TableOptions {
  Dimension by = Dimension::All;
  std::optional<Dimension> standardise_by = {};
  std::size_t smallest_cell = 11; ///< counts from 1 to one below are not shown; 0 or 1 shows all
};

struct StatisticsTable {
  TableOptions options;
  StatisticsRow total;
  std::vector<StatisticsRow> rows; ///< most items first, then by name; suppressed ones last, without counts
  std::size_t suppressed = 0;      ///< rows that are not shown
  std::size_t without_label = 0;   ///< items whose source does not say
  bool has_several_labels = false; ///< items with more than one label: rows add up to more than the total
};

/// Days between two events of decisions.
struct Ageing {
  std::size_t n = 0, missing = 0, impossible = 0; ///< impossible: the later event is dated before the earlier
  double mean = 0;
  int median = 0, ninetieth = 0, longest = 0; ///< nearest rank
  std::size_t within_30 = 0;
};

/// Nearest-rank statistics; days may be in any order.
Ageing ageing_of(std::vector<int> days, std::size_t missing, std::size_t impossible);

class Tally {
public:
  /// Counts by `by`; with a standardisation also by both together.
  explicit Tally(Dimension by, std::optional<Dimension> standardise_by = {});

  void add(const LibraryDecision& decision);
  StatisticsTable table(std::size_t smallest_cell) const;
  /// From the mailing of the assignment notice to that of the letter: how the regulator's update counts age.
  Ageing age_from_assignment() const {
    return ageing_of(assignment_days_, assignment_missing_, assignment_impossible_);
  }
  /// From the receipt of the application to the letter.
  Ageing age_from_application() const {
    return ageing_of(application_days_, application_missing_, application_impossible_);
  }

private:
  struct Cell {
    std::size_t decisions = 0, items = 0;
    Outcomes outcomes;
  };
  Dimension by_;
  std::optional<Dimension> standardise_by_;
  Cell total_;
  std::map<std::string, Cell> cells_;
  std::map<std::string, Outcomes> strata_;                          ///< of the standard population: all items
  std::map<std::pair<std::string, std::string>, Outcomes> crossed_; ///< label, stratum
  std::size_t without_label_ = 0;
  bool has_several_labels_ = false;
  std::vector<int> assignment_days_, application_days_;
  std::size_t assignment_missing_ = 0, application_missing_ = 0, assignment_impossible_ = 0,
              application_impossible_ = 0;
};

/// Which rows of a table must not be shown: those with 1 to smallest - 1 in a count, and, where just one row of a
/// column that adds up to a known total is hidden, the smallest other one, so that nobody can take the rest from the
/// total.
std::vector<bool> suppressed_rows(const std::vector<Outcomes>& rows, std::size_t smallest, bool adds_up);

} // namespace openimr::corpus
