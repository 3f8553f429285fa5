#include "desk/corpus_statistics.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

using corpus::Dimension;
using corpus::LibraryDecision;
using corpus::StatisticsRow;
using corpus::StatisticsTable;

constexpr std::size_t most_rows = 25; ///< of a table in the report

bool is_duplicate(const casework::Case& one) {
  return one.outcome == casework::Outcome::DuplicateOf || one.outcome == casework::Outcome::ConsolidatedInto;
}

/// Days between two days, or why there are none.
struct Days {
  std::vector<int> days;
  std::size_t missing = 0, impossible = 0;

  void add(const std::optional<Date>& from, Date to) {
    if (!from)
      ++missing;
    else if (to < *from)
      ++impossible;
    else
      days.push_back(to.days_since(*from));
  }
  corpus::Ageing ageing() { return corpus::ageing_of(std::move(days), missing, impossible); }
};

void count_outcome(ProgrammeFigures& figures, const casework::Case& one) {
  using casework::Outcome;
  const auto outcome = one.outcome;
  figures.open += outcome ? 0 : 1;
  figures.ineligible += outcome == Outcome::Ineligible ? 1 : 0;
  figures.deferred += outcome == Outcome::DeferredLiability ? 1 : 0;
  figures.withdrawn +=
      outcome == Outcome::WithdrawnByApplicant || outcome == Outcome::WithdrawnByRequestingPhysician ? 1 : 0;
  figures.terminated +=
      outcome == Outcome::TerminatedAuthorized || outcome == Outcome::TerminatedSettlementOrAward ? 1 : 0;
  bool is_eligible = false;
  for (const auto& item : one.items) {
    is_eligible |= item.eligibility == "eligible";
    if (item.eligibility == "ineligible")
      for (const std::string& code : item.reasons) ++figures.ineligible_by_reason[code];
  }
  figures.eligible += is_eligible ? 1 : 0;
}

std::string percent(double rate) { return fmt::format("{:.1f}%", 100 * rate); }

std::string percent(const corpus::Interval& interval) {
  return fmt::format("{:.1f} to {:.1f}%", 100 * interval.low, 100 * interval.high);
}

std::string share(std::size_t part, std::size_t whole) {
  return whole == 0 ? "none"
                    : fmt::format("{} of {} ({})", part, whole,
                                  percent(static_cast<double>(part) / static_cast<double>(whole)));
}

letters::Runs words(std::string text) { return letters::plain(std::move(text)); }

/// A table of rates; what is too small to show is said below.
void add_table(letters::Letter& letter, const StatisticsTable& table, const std::string& caption) {
  letters::Table out;
  out.caption = caption;
  out.header = {"", "Items", "Decided", "Overturned", "Rate", "95% interval"};
  out.widths = {3.2, 1, 1, 1.2, 1, 1.8};
  std::size_t shown = 0;
  for (const StatisticsRow& row : table.rows) {
    if (row.is_suppressed || shown == most_rows) continue;
    ++shown;
    out.rows.push_back({words(row.label), words(fmt::format("{}", row.items)),
                        words(fmt::format("{}", row.outcomes.decided())),
                        words(fmt::format("{}", row.outcomes.changed())),
                        words(row.outcomes.decided() == 0 ? "-" : percent(row.rate())), words(percent(row.interval))});
  }
  letter.blocks.push_back(letters::Heading{2, caption});
  if (out.rows.empty()) {
    letter.blocks.push_back(letters::Paragraph{words("No row has enough decisions to be shown.")});
  } else {
    letter.blocks.push_back(std::move(out));
  }
  std::string note;
  if (table.suppressed > 0)
    note += fmt::format("{} rows are not shown: a count in them is from 1 to {}, or they would give one away. ",
                        table.suppressed, table.options.smallest_cell - 1);
  if (table.rows.size() - table.suppressed > most_rows) note += fmt::format("The {} largest are shown. ", most_rows);
  if (table.without_label > 0) note += fmt::format("Of {} items the source does not say it. ", table.without_label);
  if (table.has_several_labels) note += "An item can stand in several rows.";
  if (!note.empty()) letter.blocks.push_back(letters::Paragraph{words(note)});
}

void add_ageing(letters::KeyValues& rows, const std::string& what, const corpus::Ageing& age) {
  std::string text =
      age.n == 0 ? "no letter has both dates"
                 : fmt::format("mean {:.1f} days, median {}, nine in ten within {}, longest {}; {} within 30 days",
                               age.mean, age.median, age.ninetieth, age.longest, share(age.within_30, age.n));
  if (age.missing + age.impossible > 0)
    text += fmt::format("; {} without both dates, {} with dates that contradict", age.missing, age.impossible);
  rows.rows.emplace_back(what, words(text));
}

/// What the year's decisions add up to, besides tables.
struct YearTotals {
  std::size_t letters = 0, several_items = 0, items = 0, drug_items = 0, opioid_items = 0;
  std::size_t with_licensure = 0, in_california = 0; ///< letters
  std::map<std::size_t, std::size_t> letters_by_items;

  void add(const LibraryDecision& decision) {
    ++letters;
    items += decision.items.size();
    several_items += decision.items.size() > 1 ? 1 : 0;
    for (const auto& item : decision.items) {
      const bool is_drug = !item.drugs.empty() || item.category == "drug";
      drug_items += is_drug ? 1 : 0;
      opioid_items += is_drug && std::any_of(item.drug_classes.begin(), item.drug_classes.end(),
                                             [](const auto& one) { return one.find("opioid") != one.npos; })
                          ? 1
                          : 0;
    }
    const auto& states = decision.licensure;
    with_licensure += states.empty() ? 0 : 1;
    in_california += std::find(states.begin(), states.end(), "California") != states.end() ? 1 : 0;
  }
};

void add_programme(letters::Letter& letter, const std::optional<ProgrammeFigures>& programme) {
  letter.blocks.push_back(letters::Heading{2, "Applications"});
  if (!programme) {
    letter.blocks.push_back(
        letters::Paragraph{words("Published letters say nothing of applications: total and unique applications, "
                                 "eligibility by reason and the age from complete records need the "
                                 "casework store (--store).")});
    return;
  }
  letters::KeyValues rows;
  const auto& p = *programme;
  rows.rows.emplace_back("Applications received", words(fmt::format("{}", p.applications)));
  rows.rows.emplace_back("Unique applications", words(share(p.unique, p.applications)));
  rows.rows.emplace_back("Eligible of unique", words(share(p.eligible, p.unique)));
  rows.rows.emplace_back("Ineligible", words(share(p.ineligible, p.unique)));
  rows.rows.emplace_back("Withdrawn; ended by authorization or settlement; deferred",
                         words(fmt::format("{}; {}; {}", p.withdrawn, p.terminated, p.deferred)));
  rows.rows.emplace_back("Not ended yet", words(fmt::format("{}", p.open)));
  rows.rows.emplace_back("Letters mailed on them", words(fmt::format("{}, {} of them late", p.letters, p.late)));
  rows.rows.emplace_back("Without a letter yet, of all received",
                         words(share(p.applications - p.letters, p.applications)));
  rows.rows.emplace_back("Complaints about them",
                         words(fmt::format("{}, {} of them open, {} found right, wholly or partly", p.complaints,
                                           p.complaints_open, p.complaints_founded)));
  if (p.providers > 0)
    rows.rows.emplace_back(
        "Concentration by requesting physician",
        words(fmt::format("the {} most active of {} asked for {} of the items decided, the {} most active for {}",
                          p.top_hundredth, p.providers, share(p.top_hundredth_items, p.provider_items), p.top_tenth,
                          share(p.top_tenth_items, p.provider_items))));
  rows.rows.emplace_back("Appealed; sent back", words(fmt::format("{}; {}", p.appealed, p.remanded)));
  add_ageing(rows, "Assignment notice to letter", p.from_assignment);
  add_ageing(rows, "Complete records to letter", p.from_records);
  letter.blocks.push_back(std::move(rows));
  if (p.ineligible_by_reason.empty()) return;
  letters::Table table;
  table.caption = "Ineligible items by reason";
  table.header = {"Reason", "Items"};
  for (const auto& [code, count] : p.ineligible_by_reason)
    table.rows.push_back({words(code), words(fmt::format("{}", count))});
  letter.blocks.push_back(std::move(table));
}

} // namespace

Result<Done> each_decision(const std::string& library, const std::string& query, const Installation& installation,
                           const std::function<bool(const LibraryDecision&)>& act) {
  if (query.empty()) {
    auto opened = library::Library::open(library, library::Access::Read);
    if (!opened) return opened.error();
    return opened->each(act);
  }
  auto searcher = DecisionSearcher::open(library, installation);
  if (!searcher) return searcher.error();
  DecisionSearch asked;
  asked.query = query;
  asked.with_synonyms = false; // a figure is of the words that were asked for
  return searcher->all(asked, act);
}

Result<StatisticsTable> corpus_statistics(const StatisticsRequest& request, const Installation& installation) {
  corpus::Tally tally(request.options.by, request.options.standardise_by);
  auto done = each_decision(request.library, request.query, installation, [&](const LibraryDecision& decision) {
    if (!request.year || decision.year == *request.year) tally.add(decision);
    return true;
  });
  if (!done) return done.error();
  return tally.table(request.options.smallest_cell);
}

namespace {

void count_complaints(ProgrammeFigures& figures, const casework::Case& one) {
  figures.complaints += one.complaints.size();
  for (const auto& each : one.complaints) {
    figures.complaints_open += each.closed_on ? 0 : 1;
    figures.complaints_founded += each.finding == "founded" || each.finding == "partly_founded" ? 1 : 0;
  }
}

/// How much of the decisions the most active physicians asked for.
void count_concentration(ProgrammeFigures& figures, const std::map<std::string, std::size_t>& items_of) {
  std::vector<std::size_t> counts;
  for (const auto& [name, count] : items_of) counts.push_back(count);
  std::sort(counts.rbegin(), counts.rend());
  figures.providers = counts.size();
  const auto top = [&](std::size_t part) {
    return counts.empty() ? 0 : std::max<std::size_t>(1, counts.size() / part);
  };
  figures.top_hundredth = top(100), figures.top_tenth = top(10);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    figures.provider_items += counts[i];
    figures.top_hundredth_items += i < figures.top_hundredth ? counts[i] : 0;
    figures.top_tenth_items += i < figures.top_tenth ? counts[i] : 0;
  }
}

} // namespace

Result<ProgrammeFigures> programme_figures(store::Store& store, CaseActs& acts, int year) {
  ProgrammeFigures out;
  std::map<std::string, std::size_t> items_of; // physician -> decided items
  Days from_assignment, from_records;
  store::SearchQuery query;
  query.from = Date::from(year, 1, 1);
  query.to = Date::from(year, 12, 31);
  query.limit = 500;
  for (;;) {
    auto rows = store.search(query);
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
      query.after = row.id;
      auto one = acts.load(row.id);
      if (!one) return one.error();
      ++out.applications;
      count_complaints(out, *one);
      if (is_duplicate(*one)) continue;
      ++out.unique;
      count_outcome(out, *one);
      out.appealed += one->was_appealed ? 1 : 0;
      out.remanded += one->round > 1 ? 1 : 0;
      if (!one->determination_mailed) continue;
      ++out.letters;
      const std::string provider = one->party_on("requesting_physician", one->received_on);
      for (const auto& item : one->items)
        if (!item.decision.empty() && !provider.empty()) ++items_of[store::fold_name(provider)];
      out.late += one->days_late > 0 ? 1 : 0;
      from_assignment.add(one->assignment_notice ? std::optional<Date>(one->assignment_notice->on) : std::nullopt,
                          one->determination_mailed->on);
      from_records.add(one->are_records_complete ? one->records_on : std::nullopt, one->determination_mailed->on);
    }
    if (static_cast<int>(rows->size()) < query.limit) break;
  }
  count_concentration(out, items_of);
  out.from_assignment = from_assignment.ageing();
  out.from_records = from_records.ageing();
  return out;
}

Result<letters::Letter> annual_report(const std::string& library, int year, std::size_t smallest_cell,
                                      const std::optional<ProgrammeFigures>& programme,
                                      const Installation& installation) {
  static constexpr std::pair<Dimension, const char*> tables[] = {
      {Dimension::Category, "Outcome by category"},
      {Dimension::Treatment, "Outcome by treatment"},
      {Dimension::DrugClass, "Outcome by class of drug"},
      {Dimension::Drug, "Outcome by drug"},
      {Dimension::BodyPart, "Outcome by part of the body"},
      {Dimension::Guideline, "Outcome by guideline of the reviewer"},
      {Dimension::Reason, "Outcome by reason"},
      {Dimension::Specialty, "Outcome by specialty of the reviewer"},
      {Dimension::Month, "Outcome by month"},
      {Dimension::AgeBand, "Outcome by age"},
      {Dimension::Sex, "Outcome by sex"},
      {Dimension::Type, "Outcome by type of dispute"}};
  std::vector<corpus::Tally> tallies;
  for (const auto& entry : tables) tallies.emplace_back(entry.first);
  corpus::Tally all(Dimension::All);
  YearTotals totals;
  auto done = each_decision(library, "", installation, [&](const LibraryDecision& decision) {
    if (decision.year != year) return true;
    totals.add(decision);
    all.add(decision);
    for (corpus::Tally& tally : tallies) tally.add(decision);
    return true;
  });
  if (!done) return done.error();
  if (totals.letters == 0)
    return Error{ErrorKind::NotFound, library, fmt::format("no decision of {}", year), "decisions of the year",
                 "openimr corpus stats --by year shows which years there are"};

  letters::Letter letter;
  letter.title = fmt::format("Independent medical review, annual report {}", year);
  letter.subject = "Figures of published determinations";
  letter.footer = letter.title;
  if (const auto day = Date::from(year, 12, 31)) letter.date = *day;
  letter.blocks.push_back(letters::Heading{1, letter.title});
  letter.blocks.push_back(letters::Paragraph{words(
      fmt::format("Rates count items, not letters; an item that was overturned in part counts as overturned. Intervals "
                  "are Wilson's at 95 percent: they say how far chance alone moves a rate of that many items, "
                  "not how cases differ. Counts from 1 to {} are not shown. A rate says nothing of a single case.",
                  smallest_cell > 1 ? smallest_cell - 1 : 0))});
  letters::KeyValues rows;
  const StatisticsTable whole = all.table(0);
  const auto& outcomes = whole.total.outcomes;
  rows.rows.emplace_back("Final determination letters", words(fmt::format("{}", totals.letters)));
  rows.rows.emplace_back("Items decided",
                         words(fmt::format("{}; {:.2f} items a letter", totals.items,
                                           static_cast<double>(totals.items) / static_cast<double>(totals.letters))));
  rows.rows.emplace_back("Letters with several items", words(share(totals.several_items, totals.letters)));
  rows.rows.emplace_back("Items upheld", words(share(outcomes.upheld, outcomes.decided())));
  rows.rows.emplace_back("Items overturned", words(share(outcomes.changed(), outcomes.decided()) + ", interval " +
                                                   percent(whole.total.interval)));
  if (outcomes.unknown > 0)
    rows.rows.emplace_back("Items whose outcome could not be read", words(fmt::format("{}", outcomes.unknown)));
  rows.rows.emplace_back("Drugs among the items", words(share(totals.drug_items, totals.items)));
  rows.rows.emplace_back("Opioids among the drugs", words(share(totals.opioid_items, totals.drug_items)));
  if (totals.with_licensure > 0)
    rows.rows.emplace_back("Letters by a reviewer with a California licence, of those that name one",
                           words(share(totals.in_california, totals.with_licensure)));
  add_ageing(rows, "Assignment to letter, as the letters say", all.age_from_assignment());
  add_ageing(rows, "Application to letter, as the letters say", all.age_from_application());
  letter.blocks.push_back(std::move(rows));
  add_programme(letter, programme);
  for (std::size_t i = 0; i < tallies.size(); ++i) add_table(letter, tallies[i].table(smallest_cell), tables[i].second);
  letter.blocks.push_back(letters::Heading{2, "What this report cannot say"});
  letter.blocks.push_back(letters::Paragraph{
      words(fmt::format("{}How often one reviewer decides: reviewers are confidential (Labor Code 4610.6(f)). What "
                        "share of all services went through utilization review: that is the claims administrators' to "
                        "tell.",
                        programme && programme->providers > 0
                            ? ""
                            : "How concentrated decisions are by requesting provider: published letters do not name "
                              "them, the casework store does (--store). "))});
  return letter;
}

} // namespace openimr::desk
