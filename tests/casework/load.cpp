// casework_load: acts as a busy office does them, for tests that end it in the middle, and the look at what is left.
//
//   casework_load load URL SEED [ACTS]   prints "ack NUMBER VERSION" for every act once it is durable; never ends by
//   itself without ACTS casework_load verify URL             prints "NUMBER VERSION" for every case; exit 1 and a
//   reason when anything is half done
#include "base/hash.h"
#include "case_making.h"
#include "casework/event_json.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <unistd.h>

namespace openimr {
namespace {

using namespace casework;

desk::Installation installation() {
  return {.packs_folder = OPENIMR_SOURCE_DIR "/packs",
          .worker_program = {},
          .cache_folder = {},
          .threads = 1,
          .engine = "load"};
}

int fail(const std::string& words) {
  std::fprintf(stderr, "%s\n", words.c_str());
  return 1;
}

/// What leads a case on, or now and then something that may not happen.
std::pair<What, std::string> next_act(const Case& state, std::mt19937_64& chance, Date on) {
  const std::string clerk = "coordinator", who = state.reviewers.empty() ? "R1" : state.reviewers.front().id;
  if (chance() % 8 == 0) return {Noted{"note"}, clerk};
  switch (state.status) {
  case Status::Eligible:
    return {Assigned{"Example IMRO"}, clerk};
  case Status::Assigned: {
    if (!state.assignment_notice) return {NoticeSent{.notice = "assignment", .recipients = {}}, clerk};
    if (!state.are_records_complete) return {RecordsReceived{"claims_administrator", {"ab records.pdf"}, true}, clerk};
    if (state.reviewers.empty()) return {ReviewerProposed{"R1", "fits"}, clerk};
    ReviewerAttested what{who, {}};
    for (const auto& party : state.parties_on(on)) what.attestations.push_back({party, "none"});
    return {what, "reviewer"};
  }
  case Status::UnderReview: {
    OpinionRecorded what{who, "ab", {}};
    for (const auto& item : state.items)
      if (item.is_to_be_decided()) what.decisions.push_back({item.id, "upheld"});
    return {what, "reviewer"};
  }
  case Status::Opined:
    return {OpinionSigned{who, "hash", "key"}, "reviewer"};
  case Status::Signed:
    return {QualityPassed{}, "medical_director"};
  case Status::Cleared:
    return {Issued{.determination = "ab", .recipients = {}, .decisions = {}, .due_on = {}}, clerk};
  default:
    return {Noted{"at rest"}, clerk};
  }
}

void acknowledge(const desk::ActAnswer& answer) {
  const std::string line = fmt::format("ack {} {}\n", answer.number, answer.state.version);
  if (::write(1, line.data(), line.size()) < 0) ::_exit(3);
}

int load(const std::string& url, std::uint64_t seed, long most) {
  auto store = store::open_store(url);
  if (!store) return fail(store.error().message());
  desk::CaseActs acts(*store, installation());
  std::mt19937_64 chance(seed);
  std::vector<std::string> numbers;
  const std::string file =
      fmt::format("{}/openimr-load-{}.yaml", std::filesystem::temp_directory_path().string(), ::getpid());
  for (long done = 0; most == 0 || done < most; ++done) {
    desk::ActOptions options{
        .actor = {"load", "coordinator"}, .at = {}, .on = {}, .key = fmt::format("{}/{}", seed, done), .rule = {}};
    Result<desk::ActAnswer> answer = Error{};
    const auto kind = chance() % 20;
    if (numbers.empty() || kind < 3) {
      std::ofstream(file) << casework_testing::application_text(seed * 1000003 % 5000000 +
                                                                static_cast<std::uint64_t>(done));
      answer = acts.open_case(file, "", options);
      if (answer) numbers.push_back(answer->number);
    } else {
      options.on = casework_testing::day("2014-03-12");
      const std::string& number = numbers[chance() % numbers.size()];
      auto state = acts.load(number);
      if (!state) return fail(state.error().message());
      if (state->status == Status::Received) {
        answer = acts.screen(number, options);
      } else {
        auto [what, role] = next_act(*state, chance, *options.on);
        options.actor.role = role;
        answer = acts.record(number, what, options);
      }
    }
    if (!answer) {
      std::filesystem::remove(file);
      return fail(answer.error().message());
    }
    acknowledge(*answer);
  }
  std::filesystem::remove(file);
  return 0;
}

/// A worker process: none keeps state of its own.
int work(const std::string& url, const std::string& name) {
  auto store = store::open_store(url);
  if (!store) return fail(store.error().message());
  store::Batch batch{.key = "sixty jobs"};
  for (int i = 0; i < 60; ++i) batch.jobs.push_back({fmt::format("job-{}", i), "letter", "", 0});
  if (auto added = store->commit(batch); !added) return fail(added.error().message());
  for (;;) {
    auto job = store->take_job(name, 100, 60);
    if (!job) return fail(job.error().message());
    if (!*job) return 0;
    auto done = store->finish_job((*job)->id, name);
    if (!done || !*done) return fail("the job was lost");
    std::printf("%s\n", (*job)->key.c_str());
  }
}

/// Every case is the sum of its history, is looked up as what it is, and every event stands in the log.
int verify(const std::string& url) {
  auto store = store::open_store(url);
  if (!store) return fail(store.error().message());
  desk::CaseActs acts(*store, installation());
  std::map<std::string, std::string> logged; // "number version" -> hash
  ledger::Frontier frontier;
  ledger::Hash previous{};
  std::string fault;
  auto read = store->each_log_row(0, [&](std::string_view row) {
    const auto entry = ledger::read_row("log", row);
    if (!entry) fault = entry.error().message();
    if (!entry || entry->seq != frontier.size() || entry->previous != previous)
      return fault += " a row out of its place", false;
    previous = ledger::leaf_hash(row);
    frontier.append(previous);
    logged[entry->case_number + " " + entry->details.at("version")] = entry->subject;
    return true;
  });
  if (!read || !fault.empty()) return fail("the log: " + fault);
  if (auto head = store->log_head(); !head || head->root() != frontier.root())
    return fail("the log does not lead to its head");
  std::size_t events = 0;
  for (store::SearchQuery query{.limit = 500};;) {
    auto rows = store->search(query);
    if (!rows) return fail(rows.error().message());
    for (const auto& row : *rows) {
      auto state = acts.load(row.id);
      if (!state) return fail(row.id + ": " + state.error().message());
      if (state->version != row.version || name(state->status) != row.status)
        return fail(row.id + ": found as another than it is");
      auto history = store->history(row.id);
      if (!history) return fail(history.error().message());
      for (const auto& event : *history) {
        ++events;
        if (logged[fmt::format("{} {}", row.id, event.version)] != sha256_hex(event.body))
          return fail(row.id + ": an event that the log does not know");
      }
      std::printf("%s %lld\n", row.id.c_str(), static_cast<long long>(row.version));
    }
    if (rows->size() < 500) break;
    query.after = rows->back().id;
  }
  if (events != logged.size()) return fail(fmt::format("{} events and {} rows of the log", events, logged.size()));
  return 0;
}

} // namespace
} // namespace openimr

int main(int argc, char** argv) {
  const std::string what = argc > 2 ? argv[1] : "";
  if (what == "load" && argc > 3)
    return openimr::load(argv[2], std::stoull(argv[3]), argc > 4 ? std::stol(argv[4]) : 0);
  if (what == "work" && argc > 3) return openimr::work(argv[2], argv[3]);
  if (what == "verify") return openimr::verify(argv[2]);
  std::fprintf(stderr, "casework_load load URL SEED [ACTS] | verify URL\n");
  return 2;
}
