// store_bench: what durable casework costs. One JSON object a run on standard output; benchmarks/suites/store.py puts
// them together.
//
//   store_bench rate URL ACTS       acts a second, each durable, beside bare inserts on the same database in the same
//   minute store_bench fill URL CASES      a store of so many cases, three events each store_bench pages URL CASES
//   queue pages and case pages of that store store_bench month URL CASES     so many applications from receipt to
//   mailing, one act after the other
#include "../tests/casework/case_making.h"
#include "casework/event_json.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <unistd.h>

namespace openimr {
namespace {

using namespace casework;
using Clock = std::chrono::steady_clock;

double seconds(const std::function<void()>& work) {
  const auto begun = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

template <class T> T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "store_bench: %s\n", result.error().message().c_str());
  std::exit(2);
}

desk::Installation installation() {
  return {.packs_folder = OPENIMR_SOURCE_DIR "/packs",
          .worker_program = {},
          .cache_folder = {},
          .threads = 1,
          .engine = "bench"};
}

std::unique_ptr<store::Database> database(const std::string& url) {
  return must(url.starts_with("sqlite:") ? store::open_sqlite(url.substr(7)) : store::open_postgres(url));
}

std::string scratch_application(std::uint64_t n) {
  const std::string file =
      fmt::format("{}/openimr-bench-{}.yaml", std::filesystem::temp_directory_path().string(), ::getpid());
  std::ofstream(file) << casework_testing::application_text(n);
  return file;
}

desk::ActOptions clerk() {
  return {
      .actor = {"bench", "coordinator"}, .at = {}, .on = casework_testing::day("2014-03-12"), .key = {}, .rule = {}};
}

/// Hundreds of acts and hundreds of bare inserts by turns, so that both meet the same disk.
void rate(const std::string& url, int acts_wanted) {
  auto store = must(store::open_store(url));
  desk::CaseActs acts(store, installation());
  std::vector<std::string> numbers;
  for (std::uint64_t n = 0; n < 20; ++n) {
    auto opening = clerk();
    opening.on.reset();
    numbers.push_back(must(acts.open_case(scratch_application(n), "", opening)).number);
  }
  auto bare = database(url);
  must(bare->define("CREATE TABLE IF NOT EXISTS bare (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL);\n"));
  const std::string body(300, 'x');
  double for_acts = 0, for_bare = 0;
  int done = 0;
  std::int64_t id = 0;
  for (; done < acts_wanted; done += 50) {
    for_acts += seconds([&] {
      for (int i = 0; i < 50; ++i)
        must(acts.record(numbers[static_cast<std::size_t>(i) % numbers.size()], Noted{body}, clerk()));
    });
    for_bare += seconds([&] {
      for (int i = 0; i < 50; ++i) must(bare->run("INSERT INTO bare (id, body) VALUES ($1, $2)", {++id, body}));
    });
  }
  std::printf("{\"acts\": %d, \"acts_per_second\": %.1f, \"bare_inserts_per_second\": %.1f, \"share\": %.3f}\n", done,
              done / for_acts, done / for_bare, for_bare / for_acts);
}

/// The same row for every case, with its number put in, made by the database itself.
void fill(const std::string& url, std::int64_t cases) {
  auto store = must(store::open_store(url));
  desk::CaseActs acts(store, installation());
  auto opening = clerk();
  opening.on.reset();
  const std::string number = must(acts.open_case(scratch_application(1), "@@N@@", opening)).number;
  must(acts.screen(number, clerk()));
  must(acts.record(number, Assigned{"Example IMRO"}, clerk()));
  const auto history = must(store.history(number));
  auto bulk = database(url);
  const std::string numbers =
      fmt::format("WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $2) ");
  const std::string two = "substr(CAST({} AS TEXT), 2, 2)"; // 103 -> "03"
  const std::string day = fmt::format("'2014-' || {} || '-' || {}", fmt::format(fmt::runtime(two), "(101 + i % 12)"),
                                      fmt::format(fmt::runtime(two), "(101 + i % 28)"));
  const std::string id = "'CM' || CAST(10000000 + i AS TEXT)";
  const double taken = seconds([&] {
    for (std::int64_t from = 0; from < cases; from += 50'000) {
      const std::int64_t last = std::min(cases, from + 50'000) - 1;
      must(bulk->begin(store::Access::Write));
      for (const auto& event : history)
        must(bulk->run(numbers + "INSERT INTO events (case_id, version, kind, body, seq) SELECT " + id +
                           ", $3, $4, replace($5, '@@N@@', " + id + "), 0 FROM n",
                       {from, last, event.version, event.kind, event.body}));
      must(bulk->run(numbers +
                         "INSERT INTO cases (id, version, status, outcome, review, jurisdiction, employee, "
                         "claim_number, received_on) SELECT " +
                         id +
                         ", 3, 'assigned', '', 'regular', 'us-ca-wc', 'Birch, Test' || CAST(i AS TEXT), 'WC-' || "
                         "CAST(i AS TEXT), " +
                         day + " FROM n",
                     {from, last}));
      must(bulk->run(
          numbers +
              "INSERT INTO case_names (kind, name, case_id) SELECT 'employee', 'birch, test' || CAST(i AS TEXT), " +
              id + " FROM n",
          {from, last}));
      for (const auto& [role, step] :
           {std::pair{"coordinator", "find_reviewer"}, {"claims_administrator", "send_records"}})
        must(bulk->run(numbers + "INSERT INTO case_steps (role, due_on, case_id, step, rule, words) SELECT '" + role +
                           "', " + day + ", " + id + ", '" + step + "', 'records', 'send the records' FROM n",
                       {from, last}));
      must(bulk->commit());
    }
    must(bulk->define("ANALYZE;\n"));
  });
  std::printf("{\"cases\": %lld, \"seconds\": %.1f}\n", static_cast<long long>(cases), taken);
}

double percentile(std::vector<double> milliseconds, double share) {
  std::sort(milliseconds.begin(), milliseconds.end());
  return milliseconds[static_cast<std::size_t>(share * static_cast<double>(milliseconds.size() - 1))];
}

void pages(const std::string& url, std::uint64_t cases) {
  auto store = must(store::open_store(url));
  desk::CaseActs acts(store, installation());
  std::mt19937_64 chance(7);
  std::vector<double> queue, page, search;
  const auto timed = [](std::vector<double>& into, const std::function<void()>& work) {
    into.push_back(seconds(work) * 1000);
  };
  for (int i = 0; i < 1000; ++i) {
    const std::string id = fmt::format("CM{}", 10'000'000 + chance() % cases);
    store::QueueQuery query{.role = i % 3 == 0 ? "" : "coordinator", .limit = 50};
    if (i % 2 == 0)
      query.after = fmt::format("2014-{:02}-{:02}\t{}\tfind_reviewer\trecords\tcoordinator", 1 + chance() % 12,
                                1 + chance() % 28, id);
    timed(queue, [&] {
      if (must(store.queue(query)).rows.empty()) std::exit(2);
    });
    timed(page, [&] { must(acts.view(id, casework_testing::day("2014-03-01"))); });
    timed(search, [&] { must(store.search({.person = fmt::format("birch, test{}", chance() % cases), .limit = 20})); });
  }
  std::printf("{\"cases\": %llu, \"queue_ms\": {\"p50\": %.2f, \"p99\": %.2f}, \"case_ms\": {\"p50\": %.2f, \"p99\": "
              "%.2f}, \"search_ms\": {\"p50\": %.2f, \"p99\": %.2f}}\n",
              static_cast<unsigned long long>(cases), percentile(queue, .5), percentile(queue, .99),
              percentile(page, .5), percentile(page, .99), percentile(search, .5), percentile(search, .99));
}

/// From receipt to mailing.
void month(const std::string& url, std::uint64_t cases, std::uint64_t together) {
  auto store = must(store::open_store(url));
  desk::CaseActs acts(store, installation());
  const Date on = casework_testing::day("2014-03-12");
  std::uint64_t done = 0;
  const double taken = seconds([&] {
    const auto whole_life = [&](std::uint64_t n) {
      auto opening = clerk();
      opening.on.reset();
      const std::string number = must(acts.open_case(scratch_application(n), "", opening)).number;
      must(acts.screen(number, clerk()));
      const auto tell = [&](What what, const char* role = "coordinator") {
        auto options = clerk();
        options.actor.role = role;
        return must(acts.record(number, std::move(what), options)).state;
      };
      tell(Assigned{"Example IMRO"});
      tell(NoticeSent{.notice = "assignment", .recipients = {}});
      tell(RecordsReceived{"claims_administrator", {"ab records.txt"}, true});
      const Case state = tell(ReviewerProposed{"R1", "fits"});
      ReviewerAttested attested{"R1", {}};
      for (const auto& party : state.parties_on(on)) attested.attestations.push_back({party, "none"});
      tell(attested, "reviewer");
      tell(OpinionRecorded{"R1", "ab", {{"1", "upheld"}}}, "reviewer");
      tell(OpinionSigned{"R1", "hash", "key"}, "reviewer");
      tell(QualityPassed{}, "medical_director");
      tell(Issued{.determination = "ab", .recipients = {}, .decisions = {}, .due_on = {}});
      done += 11;
    };
    for (std::uint64_t n = 0; n < cases; n += together) {
      const auto some = [&]() -> Result<Done> {
        for (std::uint64_t each = n; each < std::min(cases, n + together); ++each) whole_life(each);
        return Done{};
      };
      must(together == 1 ? some() : store.together(some));
    }
  });
  std::printf("{\"cases\": %llu, \"acts\": %llu, \"seconds\": %.1f, \"cases_per_second\": %.2f}\n",
              static_cast<unsigned long long>(cases), static_cast<unsigned long long>(done), taken,
              static_cast<double>(cases) / taken);
}

} // namespace
} // namespace openimr

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "store_bench rate|fill|pages|month|replay URL COUNT\n");
    return 2;
  }
  const std::string what = argv[1], url = argv[2];
  const long long count = std::atoll(argv[3]);
  if (what == "rate") openimr::rate(url, static_cast<int>(count));
  if (what == "fill") openimr::fill(url, count);
  if (what == "pages") openimr::pages(url, static_cast<std::uint64_t>(count));
  if (what == "month") openimr::month(url, static_cast<std::uint64_t>(count), 1);
  if (what == "replay") openimr::month(url, static_cast<std::uint64_t>(count), 100);
  return 0;
}
