#include "corpus/statistics.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace openimr::corpus {
namespace {

constexpr std::array<std::pair<Dimension, const char*>, 18> dimensions{{{Dimension::All, "all"},
                                                                        {Dimension::Treatment, "treatment"},
                                                                        {Dimension::Drug, "drug"},
                                                                        {Dimension::DrugClass, "drug_class"},
                                                                        {Dimension::Category, "category"},
                                                                        {Dimension::Guideline, "guideline"},
                                                                        {Dimension::Reason, "reason"},
                                                                        {Dimension::Specialty, "specialty"},
                                                                        {Dimension::Year, "year"},
                                                                        {Dimension::Quarter, "quarter"},
                                                                        {Dimension::Month, "month"},
                                                                        {Dimension::Diagnosis, "diagnosis"},
                                                                        {Dimension::BodyPart, "body_part"},
                                                                        {Dimension::AgeBand, "age_band"},
                                                                        {Dimension::Sex, "sex"},
                                                                        {Dimension::Type, "type"},
                                                                        {Dimension::Jurisdiction, "jurisdiction"},
                                                                        {Dimension::Source, "source"}}};

std::vector<std::string> one(const std::string& label) {
  return label.empty() ? std::vector<std::string>() : std::vector<std::string>{label};
}

std::vector<std::string> guidelines_of(const LibraryItem& item) {
  std::set<std::string> out;
  for (const LibraryCitation& citation : item.citations)
    if (citation.by == CitedBy::Reviewer && !(citation.guideline.empty() && citation.source.empty()))
      out.insert(citation.guideline.empty() ? citation.source : citation.guideline);
  return {out.begin(), out.end()};
}

std::string period_of(const LibraryDecision& decision, Dimension dimension) {
  if (dimension == Dimension::Year) return decision.year == 0 ? "" : fmt::format("{}", decision.year);
  if (!decision.decided) return "";
  if (dimension == Dimension::Month)
    return fmt::format("{}-{:02}", decision.decided->year(), decision.decided->month());
  return fmt::format("{}-Q{}", decision.decided->year(), (decision.decided->month() + 2) / 3);
}

bool is_small(std::size_t count, std::size_t smallest) { return count > 0 && count < smallest; }

/// Days from one event to another into a list, or a count of why not.
void add_days(const std::optional<Date>& from, const std::optional<Date>& to, std::vector<int>& days,
              std::size_t& missing, std::size_t& impossible) {
  if (!from || !to)
    ++missing;
  else if (*to < *from)
    ++impossible;
  else
    days.push_back(to->days_since(*from));
}

} // namespace

const char* name(Dimension dimension) {
  for (const auto& [each, word] : dimensions)
    if (each == dimension) return word;
  return "";
}

std::optional<Dimension> dimension_named(std::string_view word) {
  for (const auto& [dimension, each] : dimensions)
    if (word == each) return dimension;
  return std::nullopt;
}

std::vector<std::string> dimension_names() {
  std::vector<std::string> out;
  for (const auto& entry : dimensions) out.emplace_back(entry.second);
  return out;
}

std::vector<std::string> labels_of(const LibraryDecision& decision, const LibraryItem& item, Dimension dimension) {
  switch (dimension) {
  case Dimension::All:
    return {"all"};
  case Dimension::Treatment:
    return one(item.treatment);
  case Dimension::Drug:
    return item.drugs;
  case Dimension::DrugClass:
    return item.drug_classes;
  case Dimension::Category:
    return one(item.category);
  case Dimension::Guideline:
    return guidelines_of(item);
  case Dimension::Reason:
    return one(item.reason);
  case Dimension::Specialty:
    return decision.specialties;
  case Dimension::Year:
  case Dimension::Quarter:
  case Dimension::Month:
    return one(period_of(decision, dimension));
  case Dimension::Diagnosis:
    return item.diagnosis.empty() ? decision.diagnoses : one(item.diagnosis);
  case Dimension::BodyPart:
    return one(item.body_part);
  case Dimension::AgeBand:
    return one(decision.age_band);
  case Dimension::Sex:
    return one(decision.sex);
  case Dimension::Type:
    return one(item.type);
  case Dimension::Jurisdiction:
    return one(decision.jurisdiction);
  case Dimension::Source:
    return one(name(decision.source));
  }
  return {};
}

void Outcomes::add(const std::optional<Decision>& outcome) {
  if (!outcome)
    ++unknown;
  else if (*outcome == Decision::Upheld)
    ++upheld;
  else if (*outcome == Decision::Overturned)
    ++overturned;
  else
    ++partial;
}

double StatisticsRow::rate() const {
  return outcomes.decided() == 0 ? 0
                                 : static_cast<double>(outcomes.changed()) / static_cast<double>(outcomes.decided());
}

Ageing ageing_of(std::vector<int> days, std::size_t missing, std::size_t impossible) {
  Ageing out;
  out.n = days.size();
  out.missing = missing;
  out.impossible = impossible;
  if (days.empty()) return out;
  std::sort(days.begin(), days.end());
  double sum = 0;
  for (const int each : days) {
    sum += each;
    out.within_30 += each <= 30 ? 1 : 0;
  }
  const auto rank = [&](std::size_t percent) { return days[(days.size() * percent + 99) / 100 - 1]; };
  out.mean = sum / static_cast<double>(days.size());
  out.median = rank(50);
  out.ninetieth = rank(90);
  out.longest = days.back();
  return out;
}

Tally::Tally(Dimension by, std::optional<Dimension> standardise_by) : by_(by), standardise_by_(standardise_by) {}

void Tally::add(const LibraryDecision& decision) {
  add_days(decision.assigned, decision.decided, assignment_days_, assignment_missing_, assignment_impossible_);
  add_days(decision.received, decision.decided, application_days_, application_missing_, application_impossible_);
  ++total_.decisions;
  std::set<std::string> seen;
  for (const LibraryItem& item : decision.items) {
    ++total_.items;
    total_.outcomes.add(item.outcome);
    auto labels = labels_of(decision, item, by_);
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    without_label_ += labels.empty() ? 1 : 0;
    has_several_labels_ |= labels.size() > 1;
    const auto strata = standardise_by_ ? labels_of(decision, item, *standardise_by_) : std::vector<std::string>();
    if (!strata.empty()) strata_[strata.front()].add(item.outcome);
    for (const std::string& label : labels) {
      Cell& cell = cells_[label];
      ++cell.items;
      cell.outcomes.add(item.outcome);
      cell.decisions += seen.insert(label).second ? 1 : 0;
      if (!strata.empty()) crossed_[{label, strata.front()}].add(item.outcome);
    }
  }
}

std::vector<bool> suppressed_rows(const std::vector<Outcomes>& rows, std::size_t smallest, bool adds_up) {
  std::vector<bool> hidden(rows.size());
  const auto is_too_small = [&](const Outcomes& row) {
    // A rare outcome in a large row tells as much as a small row does.
    return is_small(row.decided() + row.unknown, smallest) || is_small(row.changed(), smallest) ||
           is_small(row.upheld, smallest) || is_small(row.unknown, smallest) || is_small(row.partial, smallest);
  };
  for (std::size_t i = 0; i < rows.size(); ++i) hidden[i] = is_too_small(rows[i]);
  if (!adds_up) return hidden;
  // What the total leaves for the hidden rows together must not be small either, nor belong to one row.
  for (;;) {
    std::size_t count = 0, upheld = 0, changed = 0;
    std::size_t next = rows.size();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      count += hidden[i] ? 1 : 0;
      upheld += hidden[i] ? rows[i].upheld : 0;
      changed += hidden[i] ? rows[i].changed() : 0;
      const bool is_smaller = next == rows.size() || rows[i].decided() < rows[next].decided();
      if (!hidden[i] && rows[i].decided() > 0 && is_smaller) next = i;
    }
    const bool is_safe = count == 0 || (count > 1 && !is_small(upheld, smallest) && !is_small(changed, smallest));
    if (is_safe || next == rows.size()) return hidden;
    hidden[next] = true;
  }
}

StatisticsTable Tally::table(std::size_t smallest_cell) const {
  StatisticsTable out;
  out.options = {by_, standardise_by_, smallest_cell};
  out.total = {"total",
               total_.decisions,
               total_.items,
               total_.outcomes,
               wilson(total_.outcomes.changed(), total_.outcomes.decided()),
               {},
               false};
  // A narrow query can make the whole small too.
  if (suppressed_rows({total_.outcomes}, smallest_cell, false).front()) out.total = {"total", 0, 0, {}, {}, {}, true};
  out.without_label = without_label_;
  out.has_several_labels = has_several_labels_;
  std::vector<Outcomes> outcomes;
  for (const auto& [label, cell] : cells_) outcomes.push_back(cell.outcomes);
  // Items without a label are one more row of the sum; when they are many, nothing can be worked out from the total.
  const auto hidden =
      suppressed_rows(outcomes, smallest_cell, without_label_ < std::max<std::size_t>(smallest_cell, 1));
  std::size_t i = 0;
  for (const auto& [label, cell] : cells_) {
    StatisticsRow row{label, 0, 0, {}, {}, {}, hidden[i]};
    if (!hidden[i++]) {
      row.decisions = cell.decisions;
      row.items = cell.items;
      row.outcomes = cell.outcomes;
      row.interval = wilson(cell.outcomes.changed(), cell.outcomes.decided());
      if (standardise_by_) {
        std::vector<Stratum> strata;
        for (const auto& [stratum, standard] : strata_) {
          const auto mine = crossed_.find({label, stratum});
          const Outcomes none, &own = mine == crossed_.end() ? none : mine->second;
          strata.push_back({static_cast<double>(standard.decided()), own.changed(), own.decided()});
        }
        row.standardised = standardise(strata);
      }
    }
    out.suppressed += row.is_suppressed ? 1 : 0;
    out.rows.push_back(std::move(row));
  }
  std::stable_sort(out.rows.begin(), out.rows.end(),
                   [](const StatisticsRow& a, const StatisticsRow& b) { return a.items > b.items; });
  return out;
}

} // namespace openimr::corpus
