#include "desk/look_up_rows.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tuple>

namespace openimr::desk {
namespace {

constexpr std::size_t most_faults = 100;
using Names = std::vector<std::pair<std::string, std::string>>;

std::string words_of(const store::CaseRow& row) {
  return fmt::format("version {}, {} {} {} {} {} {} {}", row.version, row.status, row.outcome, row.review,
                     row.jurisdiction, row.employee, row.claim_number, row.received_on.iso());
}

std::string words_of(const Names& names) {
  std::vector<std::string> words;
  for (const auto& [kind, name] : names) words.push_back(kind + " " + name);
  return fmt::format("{}", fmt::join(words, "; "));
}

std::string words_of(const std::vector<store::StepRow>& steps) {
  std::vector<std::string> words;
  for (const auto& step : steps)
    words.push_back(
        fmt::format("{} {} {} by {}", step.step, step.rule, step.due_on ? step.due_on->iso() : "no day", step.role));
  return fmt::format("{}", fmt::join(words, "; "));
}

/// As the table keeps them: folded, sorted, once each.
Names as_kept(Names names) {
  for (auto& [kind, name] : names) name = store::fold_name(name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<store::StepRow> as_kept(std::vector<store::StepRow> steps) {
  const auto key = [](const store::StepRow& step) {
    return std::tuple(step.role, step.due_on ? step.due_on->iso() : "none", step.step, step.rule);
  };
  std::stable_sort(steps.begin(), steps.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  steps.erase(std::unique(steps.begin(), steps.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
              steps.end());
  return steps;
}

/// One case: what its rows should be, and what is wrong with those that are there.
struct Compared {
  store::CaseChange made;
  std::int64_t version = 0;
  std::vector<RowFault> faults;
  bool can_be_mended = true;
};

Result<Compared> compare(store::Store& store, CaseActs& acts, const std::string& number) {
  Compared compared;
  compared.made.id = number;
  auto kept = store.look_up(number);
  if (!kept) return kept.error();
  const auto fault = [&](const char* where, std::string found, std::string expected) {
    compared.faults.push_back({number, where, std::move(found), std::move(expected)});
  };
  auto state = acts.load(number);
  if (!state && state.error().kind == ErrorKind::NotFound) {
    fault("history", "rows of a case without events", "no such case");
    return compared;
  }
  if (!state) {
    fault("history", state.error().message(), "events that add up to a case");
    compared.can_be_mended = false;
    return compared;
  }
  auto made = acts.look_up_of(*state);
  if (!made) return made.error();
  made->row.version = compared.version = state->version;
  const auto names = as_kept(made->names);
  const auto steps = as_kept(made->steps);
  if (const std::string expected = words_of(made->row), found = kept->row ? words_of(*kept->row) : "no row";
      found != expected)
    fault("state", found, expected);
  if (kept->names != names) fault("names", words_of(kept->names), words_of(names));
  const auto is_same = [](const store::StepRow& a, const store::StepRow& b) {
    return std::tie(a.role, a.step, a.rule, a.words, a.due_on) == std::tie(b.role, b.step, b.rule, b.words, b.due_on);
  };
  if (!std::equal(kept->steps.begin(), kept->steps.end(), steps.begin(), steps.end(), is_same))
    fault("what is next", words_of(kept->steps), words_of(steps));
  compared.made = std::move(*made);
  return compared;
}

Result<RowReport> each_case(store::Store& store, CaseActs& acts, const std::function<void(std::uint64_t)>& told,
                            const std::function<Result<bool>(const Compared&)>& mend) {
  RowReport report;
  for (std::string after;;) {
    auto numbers = store.case_numbers(after, 500);
    if (!numbers) return numbers.error();
    for (const std::string& number : *numbers) {
      auto compared = compare(store, acts, number);
      if (!compared) return compared.error();
      ++report.cases;
      if (told) told(report.cases);
      for (RowFault& each : compared->faults)
        if (report.faults.size() < most_faults)
          report.faults.push_back(std::move(each));
        else
          ++report.more_faults;
      if (compared->faults.empty() || !compared->can_be_mended || !mend) continue;
      auto mended = mend(*compared);
      if (!mended) return mended.error();
      report.mended += *mended ? 1 : 0;
    }
    if (numbers->size() < 500) return report;
    after = numbers->back();
  }
}

} // namespace

Result<RowReport> check_look_up_rows(store::Store& store, CaseActs& acts,
                                     const std::function<void(std::uint64_t)>& told) {
  return each_case(store, acts, told, {});
}

Result<RowReport> mend_look_up_rows(Office& office, const Caller& caller,
                                    const std::function<void(std::uint64_t)>& told) {
  auto actor = office.leave_for(caller, "backup_restore", "");
  if (!actor) return actor.error();
  return each_case(office.store(), office.acts(), told, [&](const Compared& one) -> Result<bool> {
    auto done =
        office.store().mend_look_up(one.made, one.version, office.log_row(caller, *actor, "rows_mended", one.made.id));
    if (!done) return done.error();
    return done->answer == store::Answer::Written; // somebody acted meanwhile, and wrote the rows with it
  });
}

} // namespace openimr::desk
