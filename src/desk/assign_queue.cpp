#include "desk/assign_queue.h"

#include "casework/deadlines.h"
#include "casework/eligibility.h"
#include "clinical/requested_item.h"
#include "clinical/vocabulary.h"
#include "intake/application_file.h"
#include "reviewers/assignment_costs.h"
#include "reviewers/roster_file.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <set>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;

/// Names of the folders below that hold an application, in order.
Result<std::vector<std::string>> case_names(const std::string& folder) {
  std::error_code failed;
  std::vector<std::string> names;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
    if (fs::exists(entry->path() / "application.yaml", failed)) names.push_back(entry->path().filename().string());
  if (failed)
    return Error{ErrorKind::NotFound, folder, failed.message(), "a folder of case folders", "name it with --cases"};
  if (names.empty())
    return Error{ErrorKind::Input, folder, "no case folder", "folders with an application.yaml",
                 "name their parent with --cases"};
  std::sort(names.begin(), names.end());
  return names;
}

text::Problem problem_of(const Error& error) { return {error.where, error.found, error.expected, error.remedy}; }

std::set<std::string> drug_items(const clinical::Vocabulary& vocabulary, const records::Application& application) {
  std::set<std::string> ids;
  for (const auto& item : application.disputed_items)
    if (clinical::parse_item(vocabulary, item.text).kind == "drug") ids.insert(item.id);
  return ids;
}

/// Screens the cases of a queue against one roster; lives for one call.
class Screener {
public:
  Screener(const Installation& installation, const AssignPolicy& policy, const clinical::Vocabulary& vocabulary,
           const reviewers::Roster& roster, const reviewers::NameBook& names, const reviewers::AssignmentCosts& costs)
      : installation_(installation), policy_(policy), vocabulary_(vocabulary), roster_(roster), names_(names),
        costs_(costs) {}

  /// The case with its slate; joins the queue when it may be assigned.
  Result<QueueCase> screen(const CaseToAssign& one, reviewers::Queue& queue) {
    auto law = law_of(one.application.jurisdiction);
    if (!law) return law.error();
    return screened(one, **law, queue);
  }

private:
  Result<const jurisdictions::Jurisdiction*> law_of(const std::string& id) {
    if (const auto known = laws_.find(id); known != laws_.end()) return &known->second;
    auto law = jurisdictions::Jurisdiction::load(installation_.packs_folder, id);
    if (!law) return law.error();
    for (const char* part : {"eligibility.yaml", "reviewers.yaml"})
      if (auto missing = law->lacks(part, "the assignment of reviewers")) return *missing;
    return &laws_.emplace(id, std::move(*law)).first->second;
  }

  QueueCase screened(const CaseToAssign& asked, const jurisdictions::Jurisdiction& law, reviewers::Queue& queue) {
    const auto& application = asked.application;
    QueueCase one;
    one.name = asked.name;
    one.seats = asked.seats.value_or(asked.record.panel);
    const Date as_of = policy_.as_of.value_or(law.local_date(application.received));
    if (asked.is_screened)
      one.due_on = asked.due_on;
    else
      screen_application(law, application, as_of, one);
    one.slate =
        reviewers::propose_slate(law, application, roster_, names_, as_of, reviewers::review_needs(law, application));
    bar_earlier(one.slate, asked.record);
    reviewers::bar(one.slate, asked.has_already, "on_this_case", "is on this case", "");
    if (one.slate.slate.empty()) one.nobody = reviewers::explain_nobody(one.slate);
    if (one.why_not.empty()) queue.cases.push_back(queued(one, as_of));
    return one;
  }

  /// Whether the application may be reviewed at all, and by when.
  void screen_application(const jurisdictions::Jurisdiction& law, const records::Application& application, Date as_of,
                          QueueCase& one) const {
    const auto eligibility = casework::screen(law, application, {as_of, drug_items(vocabulary_, application)});
    if (eligibility.outcome == casework::CaseOutcome::Ineligible) one.why_not = "ineligible";
    if (eligibility.outcome == casework::CaseOutcome::Deferred) one.why_not = "deferred";
    for (const auto& due : casework::deadlines(law, application, eligibility))
      if (due.rule.starts_with("determination") && due.due_on) one.due_on = due.due_on;
  }

  reviewers::QueuedCase queued(const QueueCase& one, Date as_of) const {
    reviewers::QueuedCase result{one.name, one.seats, {}};
    const auto days_left = one.due_on ? std::optional(one.due_on->days_since(as_of)) : std::nullopt;
    for (const auto& entry : one.slate.slate)
      if (entry.fit >= policy_.least_fit)
        result.candidates.push_back(
            {entry.id, static_cast<int>(entry.fit), costs_.of(entry, *roster_.find(entry.id), days_left)});
    return result;
  }

  const Installation& installation_;
  const AssignPolicy& policy_;
  const clinical::Vocabulary& vocabulary_;
  const reviewers::Roster& roster_;
  const reviewers::NameBook& names_;
  const reviewers::AssignmentCosts& costs_;
  std::map<std::string, jurisdictions::Jurisdiction> laws_;
};

/// A case folder as it comes to the queue.
Result<CaseToAssign> case_of_folder(const fs::path& folder) {
  auto application = intake::read_application((folder / "application.yaml").string());
  if (!application) return application.error();
  CaseToAssign one{folder.filename().string(), std::move(*application), {}, {}, {}};
  if (!fs::exists(folder / "assignment.yaml")) return one;
  auto read = reviewers::read_assignment((folder / "assignment.yaml").string());
  if (!read) return read.error();
  one.record = std::move(*read);
  return one;
}

} // namespace

void bar_earlier(reviewers::Slate& slate, const reviewers::AssignmentRecord& record) {
  reviewers::bar(slate, record.barred(), "earlier_reviewer",
                 "decided this dispute before, or was released from it for a conflict", "LC 4610.6(i); LC 139.5(d)(5)");
}

Result<QueueAssignment> assign_cases(const Installation& installation, const std::vector<CaseToAssign>& cases,
                                     reviewers::Roster roster, const AssignPolicy& policy,
                                     const std::map<std::string, int>& in_hand) {
  auto costs = reviewers::load_assignment_costs(installation.packs_folder);
  if (!costs) return costs.error();
  auto names_read = reviewers::PartyNames::load(installation.packs_folder);
  if (!names_read) return names_read.error();
  auto vocabulary = clinical::Vocabulary::load(installation.packs_folder);
  if (!vocabulary) return vocabulary.error();

  QueueAssignment result;
  result.seed = policy.seed;
  reviewers::Queue queue;
  for (auto& each : roster.reviewers) {
    if (const auto known = in_hand.find(each.id); known != in_hand.end())
      each.load = std::max(each.load, known->second);
    const int no_limit = static_cast<int>(cases.size());
    queue.reviewers.push_back({each.id, each.capacity ? *each.capacity - each.load : no_limit, each.load});
  }
  result.rooms = queue.reviewers;
  const reviewers::NameBook book(std::move(*names_read), roster.groups, roster.rulings);
  Screener screener(installation, policy, *vocabulary, roster, book, *costs);
  std::size_t done = 0;
  for (const CaseToAssign& each : cases) {
    if (policy.progress) policy.progress(done++, cases.size());
    auto one = screener.screen(each, queue);
    if (one)
      result.cases.push_back(std::move(*one));
    else
      result.problems.push_back(problem_of(one.error()));
  }
  result.assignment = reviewers::assign(queue, {.seed = policy.seed, .uneven_load = costs->uneven_load});
  return result;
}

Result<QueueAssignment> assign_queue(const Installation& installation, const QueueOptions& options) {
  auto names = case_names(options.cases_folder);
  if (!names) return names.error();
  auto roster = reviewers::read_roster(options.roster_file);
  if (!roster) return roster.error();
  std::vector<CaseToAssign> cases;
  text::Problems unread;
  for (const std::string& name : *names) {
    auto one = case_of_folder(fs::path(options.cases_folder) / name);
    if (one)
      cases.push_back(std::move(*one));
    else
      unread.push_back(problem_of(one.error()));
  }
  auto result = assign_cases(installation, cases, *roster,
                             {options.as_of, options.seed, options.least_fit, options.progress}, {});
  if (result) result->problems.insert(result->problems.begin(), unread.begin(), unread.end());
  return result;
}

} // namespace openimr::desk
