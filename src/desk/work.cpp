#include "desk/work.h"

#include "desk/look_up_rows.h"
#include "intake/case_folder.h"
#include "text/data_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::desk {
namespace {

constexpr std::int64_t first_pause = 30; // seconds; doubled with every attempt

Result<Done> raise_overdue(Office& office, const Caller& caller, const std::string& body) {
  auto today = body.empty() ? office.today() : Result<Date>(Date::parse_iso(body).value_or(Date{}));
  if (!today) return today.error();
  auto raised = office.raise_overdue(caller, *today, {});
  return raised ? Result<Done>(Done{}) : raised.error();
}

/// Reads every paper of a case once, so that recognised pages lie in the cache when a person opens the case.
Result<Done> read_papers(Office& office, const Caller& caller, const std::string& number) {
  auto folder = office.lay_out(caller, number, "work", "");
  if (!folder) return folder.error();
  intake::ReadOptions reading;
  reading.worker_program = office.installation().worker_program;
  reading.packs_folder = office.installation().packs_folder;
  reading.cache_folder = office.installation().cache_folder;
  reading.threads = office.installation().threads;
  auto read = intake::read_case(folder->path(), reading);
  return read ? Result<Done>(Done{}) : read.error();
}

Result<Done> check_rows(Office& office, const Caller&, const std::string&) {
  auto report = check_look_up_rows(office.store(), office.acts());
  if (!report) return report.error();
  if (report->is_good()) return Done{};
  const RowFault& first = report->faults.front();
  return Error{ErrorKind::Refused, fmt::format("case {}, {}", first.number, first.where), first.found, first.expected,
               "see openimr audit rows"};
}

struct Kind {
  WorkKind about;
  Result<Done> (*work)(Office&, const Caller&, const std::string& body);
};

constexpr Kind kinds[] = {
    {{"check_rows", "hold queues and search against the histories (openimr audit rows)", ""}, check_rows},
    {{"raise_overdue", "make an event of every date that has passed", "the day; empty: today"}, raise_overdue},
    {{"read_case", "read the papers of a case, so that their pages are in the cache", "its number"}, read_papers},
};

const Kind* kind_of(std::string_view name) {
  for (const Kind& each : kinds)
    if (each.about.name == name) return &each;
  return nullptr;
}

} // namespace

const std::vector<WorkKind>& work_kinds() {
  static const std::vector<WorkKind> all = [] {
    std::vector<WorkKind> made;
    for (const Kind& each : kinds) made.push_back(each.about);
    return made;
  }();
  return all;
}

Result<std::string> add_job(Office& office, const Caller& caller, const JobRequest& request) {
  if (!kind_of(request.kind)) {
    std::vector<std::string> known;
    for (const Kind& each : kinds) known.emplace_back(each.about.name);
    const std::string near = text::nearest(request.kind, known);
    return Error{ErrorKind::Input, "KIND", fmt::format("\"{}\"", request.kind),
                 fmt::format("one of {}", fmt::join(known, ", ")),
                 near.empty() ? "" : fmt::format("did you mean \"{}\"?", near)};
  }
  auto actor = office.leave_for(caller, "case_keep", "");
  if (!actor) return actor.error();
  const std::string key = request.key.empty() ? fmt::format("{} {} {}", request.kind, request.body, // once a second
                                                            office.clock().utc_seconds)
                                              : request.key;
  auto done = office.store().commit({.jobs = {{key, request.kind, request.body, office.clock().utc_seconds}}});
  if (!done) return done.error();
  return key;
}

Result<std::optional<WorkDone>> work_once(Office& office, const Caller& caller, const std::string& worker,
                                          std::int64_t lease) {
  const std::int64_t now_is = office.clock().utc_seconds;
  auto taken = office.store().take_job(worker, now_is, lease);
  if (!taken) return taken.error();
  if (!*taken) return std::optional<WorkDone>();
  WorkDone made{std::move(**taken), {}};
  const Kind* kind = kind_of(made.job.kind);
  const auto done = kind ? kind->work(office, caller, made.job.body)
                         : Result<Done>(Error{ErrorKind::Input, made.job.key, "\"" + made.job.kind + "\"",
                                              "a kind that this worker knows", "run a newer worker"});
  if (!done) made.trouble = done.error();
  auto told = done ? office.store().finish_job(made.job.id, worker)
                   : office.store().fail_job(made.job.id, worker, done.error().message(),
                                             office.clock().utc_seconds + (first_pause << (made.job.attempts - 1)));
  if (!told) return told.error();
  return std::optional(std::move(made));
}

} // namespace openimr::desk
