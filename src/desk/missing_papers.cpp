#include "desk/missing_papers.h"

#include <fmt/format.h>

namespace openimr::desk {
namespace {

/// The due date of a rule whose event may not be known.
jurisdictions::DueDate due_of(const jurisdictions::Jurisdiction& law, const std::string& rule,
                              const MissingOptions& options) {
  jurisdictions::DueDate result;
  result.rule = rule;
  const jurisdictions::ClockRule* clock = law.clock(rule);
  if (!clock) {
    result.notes.push_back(fmt::format("the jurisdiction has no clock \"{}\"", rule));
    return result;
  }
  result.title = clock->title;
  const std::string event = clock->counts_from.empty() ? "" : clock->counts_from.front();
  const std::optional<Date> on = event == "information-request" ? options.asked_on
                                 : event == "assignment"        ? options.assigned_on
                                                                : std::nullopt;
  if (!on) {
    result.waits_for = event;
    return result;
  }
  jurisdictions::Event known;
  known.on = *on;
  auto due = jurisdictions::due(law, rule, known);
  if (due) return std::move(*due);
  result.notes.push_back(due.error().message());
  return result;
}

} // namespace

Result<MissingPapers> missing_papers(const std::string& folder, const Installation& installation,
                                     const MissingOptions& options) {
  intake::ReadOptions reading;
  reading.worker_program = installation.worker_program;
  reading.cache_folder = installation.cache_folder;
  reading.packs_folder = installation.packs_folder;
  reading.threads = installation.threads;
  reading.progress = options.progress;
  MissingPapers result;
  auto rules = intake::load_completeness_rules(installation.packs_folder);
  if (!rules) return rules.error();
  result.rules = std::move(*rules);
  auto file = intake::read_case(folder, reading);
  if (!file) return file.error();
  result.case_file = std::move(*file);
  auto law = jurisdictions::Jurisdiction::load(installation.packs_folder, result.case_file.application.jurisdiction);
  if (!law) return law.error();
  result.window = intake::report_window(result.case_file);
  result.checklist = intake::checklist(result.case_file, result.rules);
  for (intake::MissingPaper& paper : intake::completeness(result.case_file, result.rules)) {
    auto due = due_of(*law, paper.due_rule, options);
    result.missing.push_back({std::move(paper), std::move(due)});
  }
  return result;
}

} // namespace openimr::desk
