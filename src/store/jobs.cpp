// Work for worker processes: taken with a lease, tried again with growing pauses, put aside when it keeps failing.
#include "store/store.h"

#include <fmt/format.h>

namespace openimr::store {
namespace {

Job job_of(const Row& row) {
  return {.id = number(row[0]),
          .key = text(row[1]),
          .kind = text(row[2]),
          .body = text(row[3]),
          .attempts = static_cast<int>(number(row[4]))};
}

Result<bool> any(const Result<std::vector<Row>>& rows) {
  if (!rows) return rows.error();
  return !rows->empty();
}

} // namespace

Result<Done> Store::add_jobs(const std::vector<NewJob>& jobs) {
  if (jobs.empty()) return Done{};
  const auto count = static_cast<std::int64_t>(jobs.size());
  auto last = take_number("job", count);
  if (!last) return last.error();
  std::int64_t id = *last - count;
  for (const NewJob& job : jobs) {
    auto kept = database_->send(
        "INSERT INTO jobs (id, key, kind, body, state, attempts, max_attempts, run_at, lease_until, worker, trouble) "
        "VALUES ($1, $2, $3, $4, 'queued', 0, $5, $6, 0, '', '') ON CONFLICT (key) DO NOTHING",
        {++id, job.key, job.kind, job.body, std::int64_t{job.max_attempts}, job.run_at});
    if (!kept) return kept;
  }
  return Done{};
}

Result<std::optional<Job>> Store::take_job(const std::string& worker, std::int64_t now, std::int64_t lease) {
  auto dead = database_->run("UPDATE jobs SET state = 'dead', trouble = 'its worker did not come back' "
                             "WHERE state = 'running' AND lease_until <= $1 AND attempts >= max_attempts",
                             {now});
  if (!dead) return dead.error();
  auto rows = database_->run(
      fmt::format(
          "UPDATE jobs SET state = 'running', worker = $1, lease_until = $2, attempts = attempts + 1 WHERE id = "
          "(SELECT id FROM jobs WHERE (state = 'queued' AND run_at <= $3) OR (state = 'running' AND lease_until <= $3) "
          "ORDER BY run_at, id LIMIT 1{}) RETURNING id, key, kind, body, attempts",
          database_->locked_rows()),
      {worker, now + lease, now});
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<Job>();
  return std::optional<Job>(job_of(rows->front()));
}

Result<bool> Store::extend_job(std::int64_t id, const std::string& worker, std::int64_t lease_until) {
  return any(database_->run(
      "UPDATE jobs SET lease_until = $3 WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING id",
      {id, worker, lease_until}));
}

Result<bool> Store::finish_job(std::int64_t id, const std::string& worker) {
  return any(database_->run(
      "UPDATE jobs SET state = 'done' WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING id", {id, worker}));
}

Result<bool> Store::fail_job(std::int64_t id, const std::string& worker, const std::string& trouble,
                             std::int64_t retry_at) {
  return any(database_->run("UPDATE jobs SET state = CASE WHEN attempts >= max_attempts THEN 'dead' ELSE 'queued' END, "
                            "run_at = $4, trouble = $3 "
                            "WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING id",
                            {id, worker, trouble, retry_at}));
}

Result<std::vector<JobRow>> Store::jobs(const std::string& state, int limit) {
  auto rows = database_->run("SELECT id, key, kind, body, attempts, state, worker, trouble FROM jobs WHERE state = $1 "
                             "ORDER BY run_at, id LIMIT $2",
                             {state, std::int64_t{limit}});
  if (!rows) return rows.error();
  std::vector<JobRow> found;
  for (const Row& row : *rows) found.push_back({job_of(row), text(row[5]), text(row[6]), text(row[7])});
  return found;
}

Result<bool> Store::revive_job(std::int64_t id, std::int64_t run_at) {
  return any(database_->run(
      "UPDATE jobs SET state = 'queued', attempts = 0, run_at = $2 WHERE id = $1 AND state = 'dead' RETURNING id",
      {id, run_at}));
}

} // namespace openimr::store
