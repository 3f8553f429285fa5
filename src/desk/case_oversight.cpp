#include "desk/case_oversight.h"

#include "base/hash.h"
#include "casework/event_json.h"
#include "desk/library_reader.h"
#include "intake/application_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <set>

namespace openimr::desk {
namespace {

using casework::Case;

constexpr int page_size = 500;

/// A decided item with what it is counted by; an empty label: the case does not say.
struct Decided {
  std::string category;
  bool is_changed = false;
  std::map<std::string, std::string> groups; ///< dimension -> label
};

struct Gathered {
  std::size_t cases = 0;
  std::vector<Decided> items;
  std::vector<corpus::FunnelEntry> funnel;
  std::vector<std::vector<std::string>> ratings; ///< of an item: the first decision, then the second ones
  std::size_t drawn = 0, open = 0;
};

bool is_within(Date day, const std::optional<Date>& from, const std::optional<Date>& to) {
  return (!from || *from <= day) && (!to || day <= *to);
}

std::string band_of(int age) {
  const int low = (age - 1) / 10 * 10 + 1;
  return fmt::format("{}-{}", low, low + 9);
}

std::map<std::string, std::string> groups_of(const Case& state, const records::Application& application,
                                             const std::string& language) {
  std::map<std::string, std::string> groups;
  groups["sex"] = application.sex;
  if (application.date_of_birth) groups["age_band"] = band_of(age_on(*application.date_of_birth, state.received_on));
  groups["language"] = language;
  const Date last = state.determination_mailed ? state.determination_mailed->on : state.received_on;
  const bool has_attorney = !state.party_on("representative_attorney", last).empty() ||
                            (application.representative && application.representative->kind == "attorney");
  const bool has_other = !state.party_on("representative", last).empty() || application.representative.has_value();
  groups["representation"] = has_attorney ? "attorney" : has_other ? "other representative" : "nobody";
  return groups;
}

/// Every case whose determination stands, by the day of its mailing.
Result<Done> each_determined(Office& office, const std::optional<Date>& from, const std::optional<Date>& to,
                             const std::function<Result<Done>(const Case&)>& act) {
  store::SearchQuery query;
  query.to = to; // nothing is decided before it came in
  query.limit = page_size;
  for (;;) {
    auto rows = office.store().search(query);
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
      query.after = row.id;
      if (row.status != "determined" && row.status != "appealed") continue;
      auto state = office.acts().load(row.id);
      if (!state) return state.error();
      if (!state->determination_mailed || !is_within(state->determination_mailed->on, from, to)) continue;
      if (auto done = act(*state); !done) return done;
    }
    if (static_cast<int>(rows->size()) < page_size) return Done{};
  }
}

Result<Done> add_case(const Case& state, const LibraryReader& reader, Gathered& out) {
  auto application = intake::parse_application("case " + state.number, state.application);
  if (!application) return application.error();
  auto language = intake::language_of_application("case " + state.number, state.application);
  if (!language) return language.error();
  const auto groups = groups_of(state, *application, *language);
  std::map<std::string, std::string> categories;
  ++out.cases;
  for (const auto& item : state.items) {
    if (item.decision.empty()) continue;
    corpus::LibraryItem filed;
    filed.text = item.text;
    reader.file_item(filed, state.received_on);
    categories[item.id] = filed.category.empty() ? "unknown" : filed.category;
    out.items.push_back({categories[item.id], item.decision != "upheld", groups});
    std::vector<std::string> ratings = {item.decision};
    for (const auto& second : state.duplicates) {
      const auto first = second.first.find(item.id), again = second.decisions.find(item.id);
      if (first == second.first.end() || again == second.decisions.end()) continue;
      if (ratings.size() == 1) ratings.front() = first->second; // what stood when it was drawn
      ratings.push_back(again->second);
    }
    if (ratings.size() > 1) out.ratings.push_back(std::move(ratings));
  }
  for (const auto& part : state.reviewers)
    for (const auto& [id, decision] : part.decisions)
      if (categories.contains(id)) out.funnel.push_back({part.id, categories[id], decision != "upheld"});
  out.drawn += state.duplicates.size();
  for (const auto& second : state.duplicates) out.open += second.is_open() ? 1 : 0;
  return Done{};
}

Agreement agreement_of(const Gathered& all) {
  static const std::vector<std::string> words = {"overturned", "upheld"};
  const auto place = [](const std::string& decision) { return static_cast<std::size_t>(decision == "upheld"); };
  Agreement out;
  out.drawn = all.drawn;
  out.open = all.open;
  std::vector<std::vector<std::size_t>> pairs(2, std::vector<std::size_t>(2));
  for (const auto& one : all.ratings) {
    ++out.items;
    out.agreed += one[0] == one[1] ? 1 : 0;
    ++out.table[{one[0], one[1]}];
    ++pairs[place(one[0])][place(one[1])];
    out.raters = std::max(out.raters, one.size());
  }
  out.cohen = corpus::cohen_kappa(pairs);
  // Fleiss wants as many ratings of each: the number that leaves the most ratings in, three at least.
  std::size_t best = 0, most = 0;
  for (std::size_t raters = 3; raters <= out.raters; ++raters) {
    const auto items = static_cast<std::size_t>(
        std::count_if(all.ratings.begin(), all.ratings.end(), [&](const auto& one) { return one.size() >= raters; }));
    if (items * raters > most) most = items * raters, best = raters;
  }
  out.raters = best;
  if (best == 0) return out;
  std::vector<std::vector<std::size_t>> ratings;
  for (const auto& one : all.ratings) {
    if (one.size() < best) continue;
    ratings.emplace_back(2);
    for (std::size_t i = 0; i < best; ++i) ++ratings.back()[place(one[i])];
  }
  out.fleiss = corpus::fleiss_kappa(ratings);
  return out;
}

bool is_small(std::size_t count, std::size_t smallest) { return count > 0 && count < smallest; }

/// The rows of one dimension. A group with a small count, or whose rest has one, is left out; where one only is, the
/// next smallest goes with it, or the total would give it away.
void add_groups(const std::vector<Decided>& items, const std::string& dimension, std::size_t smallest,
                CaseOversight& out) {
  std::map<std::string, GroupRow> rows;
  std::map<std::string, std::map<std::string, corpus::Stratum>> strata; ///< label -> category
  std::map<std::string, double> mix;
  std::size_t n = 0, changed = 0;
  for (const Decided& item : items) {
    const auto label = item.groups.find(dimension);
    if (label == item.groups.end() || label->second.empty()) continue;
    GroupRow& row = rows[label->second];
    ++row.n, ++n, ++mix[item.category];
    row.changed += item.is_changed ? 1 : 0;
    changed += item.is_changed ? 1 : 0;
    auto& stratum = strata[label->second][item.category];
    ++stratum.n;
    stratum.successes += item.is_changed ? 1 : 0;
  }
  std::vector<GroupRow*> kept, left_out;
  for (auto& [label, row] : rows) {
    row.dimension = dimension, row.label = label;
    row.rest = n - row.n, row.rest_changed = changed - row.changed;
    const bool is_hidden = is_small(row.n, smallest) || is_small(row.changed, smallest) ||
                           is_small(row.n - row.changed, smallest) || is_small(row.rest, smallest) || row.rest == 0;
    (is_hidden ? left_out : kept).push_back(&row);
  }
  if (left_out.size() == 1 && !kept.empty()) {
    const auto next = std::min_element(kept.begin(), kept.end(), [](auto* a, auto* b) { return a->n < b->n; });
    left_out.push_back(*next);
    kept.erase(next);
  }
  out.groups_left_out += left_out.size();
  for (GroupRow* row : kept) {
    row->difference = corpus::difference(row->changed, row->n, row->rest_changed, row->rest);
    std::vector<corpus::Stratum> own;
    for (auto& [category, stratum] : strata[row->label]) {
      stratum.weight = mix[category];
      own.push_back(stratum);
    }
    double weight = 0;
    for (const auto& [category, count] : mix)
      if (!strata[row->label].contains(category)) weight += count;
    if (weight > 0) own.push_back({weight, 0, 0}); // what the group has no cases of
    row->standardised = corpus::standardise(own);
    out.groups.push_back(*row);
  }
}

/// Another key gives other pseudonyms, so that none is stable across reports (LC 4610.6(f)).
std::string pseudonym(std::uint64_t key, const std::string& who) {
  return fmt::format("P{:08x}", static_cast<std::uint32_t>(keyed_hash(key, who)));
}

/// (case, version) as a cursor, and back.
std::pair<std::string, std::int64_t> place_of(const std::string& cursor) {
  const auto slash = cursor.rfind('/');
  if (slash == cursor.npos) return {cursor, 0};
  return {cursor.substr(0, slash), std::strtoll(cursor.c_str() + slash + 1, nullptr, 10)};
}

/// Each event of a book with its case as it is now; a case is read once though it has several.
Result<std::string> each_in_book(Office& office, const std::string& kind, const std::string& after, int limit,
                                 const std::function<Result<Done>(const casework::CaseEvent&, const Case&)>& act) {
  const auto [from_case, from_version] = place_of(after);
  auto rows = office.store().book(kind, from_case, from_version, limit);
  if (!rows) return rows.error();
  std::optional<Case> state;
  for (const auto& row : *rows) {
    if (!state || state->number != row.case_id) {
      auto loaded = office.acts().load(row.case_id);
      if (!loaded) return loaded.error();
      state = std::move(*loaded);
    }
    auto event = casework::event_from_bytes(row.body);
    if (!event) return event.error();
    if (auto done = act(*event, *state); !done) return done.error();
  }
  if (static_cast<int>(rows->size()) < limit) return std::string();
  return fmt::format("{}/{}", rows->back().case_id, rows->back().version);
}

ComplaintRow row_of(const casework::Complaint& one, const Case& state) {
  return {state.number,      one.id,
          one.from,          one.ground,
          one.determination, one.items,
          one.received_on,   one.answered_on,
          one.closed_on,     one.finding,
          one.closed_why,    !one.determination.empty() && one.determination != state.determination};
}

Result<ComplaintPage> page_of_complaints(Office& office, const std::string& after, int limit) {
  ComplaintPage page;
  auto next = each_in_book(office, "complained", after, limit,
                           [&](const casework::CaseEvent& event, const Case& state) -> Result<Done> {
                             const auto& told = std::get<casework::Complained>(event.what);
                             for (const auto& one : state.complaints)
                               if (one.id == told.complaint) page.rows.push_back(row_of(one, state));
                             return Done{};
                           });
  if (!next) return next.error();
  page.next = std::move(*next);
  return page;
}

Result<Done> note(Office& office, const Caller& caller, const Actor& actor, const char* what) {
  if (!caller.is_signed_in()) return Done{};
  auto row = office.log_row(caller, actor, "oversight_read", "");
  row.details["what"] = what;
  auto done = office.store().commit({.entries = {std::move(row)}});
  if (!done) return done.error();
  return Done{};
}

} // namespace

ComplaintFigures figures_of(const std::vector<ComplaintRow>& rows) {
  ComplaintFigures out;
  std::vector<int> days;
  std::set<std::string> decisions;
  for (const ComplaintRow& row : rows) {
    ++out.received;
    ++out.by_ground[row.ground];
    out.open += row.closed_on ? 0 : 1;
    if (!row.finding.empty()) ++out.by_finding[row.finding];
    if (!row.closed_why.empty()) ++out.by_closing[row.closed_why];
    if (!row.determination.empty()) {
      ++out.about_decisions;
      decisions.insert(row.determination);
    }
    out.changed_since += row.was_changed_since ? 1 : 0;
    if (row.answered_on) days.push_back(row.answered_on->days_since(row.received_on));
  }
  out.decisions = decisions.size();
  std::sort(days.begin(), days.end());
  if (!days.empty()) out.median_days = days[(days.size() - 1) / 2], out.longest_days = days.back();
  return out;
}

Result<CaseOversight> case_oversight(Office& office, const Caller& caller, const OversightQuestion& question) {
  auto actor = office.leave_for(caller, "oversight_read", "");
  if (!actor) return actor.error();
  auto reader = LibraryReader::open(office.installation());
  if (!reader) return reader.error();
  Gathered all;
  auto done = each_determined(office, question.from, question.to,
                              [&](const Case& state) { return add_case(state, *reader, all); });
  if (!done) return done.error();
  CaseOversight out;
  out.cases = all.cases;
  out.items = all.items.size();
  for (const auto& item : all.items) out.changed += item.is_changed ? 1 : 0;
  out.agreement = agreement_of(all);
  for (auto& entry : all.funnel) entry.who = pseudonym(question.key, entry.who);
  for (auto& row : corpus::funnel(all.funnel)) {
    if (row.n < question.smallest_cell)
      ++out.reviewers_left_out;
    else
      out.funnel.push_back(std::move(row));
  }
  for (const char* dimension : {"sex", "age_band", "language", "representation"})
    add_groups(all.items, dimension, question.smallest_cell, out);
  std::vector<ComplaintRow> rows;
  for (std::string after;;) {
    auto page = page_of_complaints(office, after, page_size);
    if (!page) return page.error();
    for (auto& row : page->rows)
      if (is_within(row.received_on, question.from, question.to)) rows.push_back(std::move(row));
    if (page->next.empty()) break;
    after = page->next;
  }
  out.complaints = figures_of(rows);
  if (auto noted = note(office, caller, *actor, "figures"); !noted) return noted.error();
  return out;
}

Result<ComplaintPage> complaints(Office& office, const Caller& caller, const std::string& after, int limit) {
  auto actor = office.leave_for(caller, "oversight_read", "");
  if (!actor) return actor.error();
  auto page = page_of_complaints(office, after, limit);
  if (!page) return page;
  if (auto noted = note(office, caller, *actor, "complaints"); !noted) return noted.error();
  return page;
}

Result<InvoicePage> invoices(Office& office, const Caller& caller, const std::string& after, int limit) {
  if (auto actor = office.leave_for(caller, "invoice_make", ""); !actor) return actor.error();
  InvoicePage page;
  auto next = each_in_book(office, "invoiced", after, limit,
                           [&](const casework::CaseEvent& event, const Case& state) -> Result<Done> {
                             const auto& made = std::get<casework::Invoiced>(event.what);
                             const auto stands = state.invoices.find(made.invoice);
                             page.rows.push_back({made.invoice, state.number, made.fee, made.payer, event.on,
                                                  made.cents, stands == state.invoices.end() ? 0 : stands->second});
                             return Done{};
                           });
  if (!next) return next.error();
  page.next = std::move(*next);
  return page;
}

Result<Drawing> draw_duplicates(Office& office, const Caller& caller, const DrawQuestion& question) {
  if (auto actor = office.leave_for(caller, "duplicate_draw", ""); !actor) return actor.error();
  if (question.reviewers.empty() || question.count == 0)
    return Error{ErrorKind::Input, "second reviews", "nobody, or no case, to draw",
                 "how many cases, and who may decide them a second time", "--count and --reviewer"};
  Drawing out;
  std::vector<std::pair<std::uint64_t, std::string>> order;
  auto done = each_determined(office, question.from, question.to, [&](const Case& state) -> Result<Done> {
    ++out.determined;
    if (state.duplicates.empty()) order.emplace_back(keyed_hash(question.seed, state.number), state.number);
    return Done{};
  });
  if (!done) return done.error();
  std::sort(order.begin(), order.end());
  ActOptions options;
  options.on = question.on;
  std::size_t turn = 0;
  for (const auto& [hash, number] : order) {
    if (out.drawn.size() == question.count) break;
    std::string why;
    for (std::size_t asked = 0; asked < question.reviewers.size(); ++asked) {
      const std::string& who = question.reviewers[(turn + asked) % question.reviewers.size()];
      auto told =
          office.record(caller, number, casework::DuplicateDrawn{"", who, std::to_string(question.seed)}, options);
      if (told) {
        out.drawn.push_back({number, told->state.duplicates.back().id, who});
        turn += asked + 1;
        why.clear();
        break;
      }
      if (told.error().kind != ErrorKind::Refused) return told.error();
      why = told.error().message();
    }
    if (!why.empty()) out.left_out.emplace_back(number, why);
  }
  return out;
}

} // namespace openimr::desk
