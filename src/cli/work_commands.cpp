// openimr work and openimr jobs: what worker programs do.
#include "cli/answers.h"
#include "cli/at_the_desk.h"
#include "cli/keeping.h"
#include "desk/work.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <memory>
#include <thread>
#include <unistd.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

struct WorkArguments {
  DeskArguments desk;
  desk::JobRequest request;
  std::string state = "queued", worker;
  std::int64_t id = 0;
  int seconds = 5;
  bool json = false, is_until_idle = false;
};

std::string own_name() {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  return fmt::format("{}-{}", host, ::getpid());
}

/// Until it is ended, or nothing is due.
int work(const Console& console, const WorkArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  const std::string worker = arguments.worker.empty() ? own_name() : arguments.worker;
  bool is_well = true;
  for (;;) {
    auto done = desk::work_once(*at->office, at->caller, worker);
    if (!done && arguments.is_until_idle) return console.fail(done.error());
    if (!done) console.warn(done.error().message()); // a database that is away comes back
    if (done && *done) {
      is_well = is_well && !(*done)->trouble;
      console.line(fmt::format("{}  {}", (*done)->job.key,
                               (*done)->trouble ? "failed: " + (*done)->trouble->message() : "done"));
      continue;
    }
    if (arguments.is_until_idle) return is_well ? exit_done : exit_no;
    std::this_thread::sleep_for(std::chrono::seconds(arguments.seconds));
  }
}

int add_job(const Console& console, const WorkArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  auto key = desk::add_job(*at->office, at->caller, arguments.request);
  if (!key) return console.fail(key.error());
  console.line(*key);
  return exit_done;
}

int list_jobs(const Console& console, const WorkArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  if (auto may = at->office->leave_for(at->caller, "case_keep", ""); !may) return console.fail(may.error());
  auto jobs = at->office->store().jobs(arguments.state, 1000);
  if (!jobs) return console.fail(jobs.error());
  json::array rows;
  for (const auto& each : *jobs) {
    rows.push_back(json::object{{"id", each.job.id},
                                {"key", each.job.key},
                                {"kind", each.job.kind},
                                {"body", each.job.body},
                                {"attempts", each.job.attempts},
                                {"state", each.state},
                                {"worker", each.worker},
                                {"trouble", each.trouble}});
    if (!arguments.json)
      console.line(fmt::format("{:>6}  {:<8}{}  {} attempts  {}", each.job.id, each.state, each.job.key,
                               each.job.attempts, each.trouble));
  }
  if (arguments.json) console.write(json_line(json::object{{"jobs", rows}}));
  return exit_done;
}

int revive(const Console& console, const WorkArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  if (auto may = at->office->leave_for(at->caller, "case_keep", ""); !may) return console.fail(may.error());
  auto revived = at->office->store().revive_job(arguments.id, at->office->clock().utc_seconds);
  if (!revived) return console.fail(revived.error());
  if (*revived) return exit_done;
  return console.fail({ErrorKind::NotFound, "ID", fmt::format("no dead job {}", arguments.id), "a job that is dead",
                       "openimr jobs list --state dead"});
}

CLI::App* add(CLI::App& under, const std::shared_ptr<WorkArguments>& arguments, const char* name, const char* does,
              const char* example) {
  auto* command = under.add_subcommand(name, does);
  command->footer(std::string("Example: ") + example);
  add_places(command, arguments->desk);
  add_person(command, arguments->desk);
  return command;
}

} // namespace

void add_work_commands(CLI::App& program, const Console& console, int& exit) {
  auto arguments = std::make_shared<WorkArguments>();
  auto* worker =
      add(program, arguments, "work", "do the jobs of the store; any number of workers on any machine share them",
          "openimr work --store postgresql://openimr@db.example/openimr");
  worker->add_flag("--until-idle", arguments->is_until_idle, "end when nothing is due; exit code 1 when a job failed");
  worker->add_option("--pause", arguments->seconds, "seconds between looks for work")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  worker->add_option("--name", arguments->worker, "what the store calls this worker (default: machine and process)");
  worker->callback([&console, &exit, arguments] { exit = work(console, *arguments); });

  auto* jobs = program.add_subcommand("jobs", "work that nobody waits for: add, list, revive");
  jobs->require_subcommand(1);
  auto* fresh = add(*jobs, arguments, "add", "leave a job for the workers", "openimr jobs add read_case CM14-0000001");
  std::string known;
  for (const auto& each : desk::work_kinds())
    known += fmt::format("{}{}: {}", known.empty() ? "" : "; ", each.name, each.does);
  fresh->add_option("KIND", arguments->request.kind, known)->required();
  fresh->add_option("BODY", arguments->request.body, "what it is about: a case's number, a day");
  fresh->add_option("--key", arguments->request.key, "the same key again adds nothing");
  fresh->callback([&console, &exit, arguments] { exit = add_job(console, *arguments); });

  auto* list = add(*jobs, arguments, "list", "jobs by state", "openimr jobs list --state dead");
  list->add_option("--state", arguments->state, "queued, running, done or dead")
      ->check(CLI::IsMember({"queued", "running", "done", "dead"}))
      ->capture_default_str();
  list->add_flag("--json", arguments->json, "answer in JSON");
  list->callback([&console, &exit, arguments] { exit = list_jobs(console, *arguments); });

  auto* again = add(*jobs, arguments, "revive", "give a dead job its attempts back", "openimr jobs revive 17");
  again->add_option("ID", arguments->id, "of the job")->required();
  again->callback([&console, &exit, arguments] { exit = revive(console, *arguments); });
}

} // namespace openimr::cli
