// What every engine promises, one test file for all of them.
#include "store/store.h"

#include "base/hash.h"
#include "store/migrations.h"
#include "store/stores_testing.h"

#include <atomic>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <set>
#include <thread>

namespace openimr::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Date day(const char* iso) { return *Date::parse_iso(iso); }
Instant moment(const char* iso) { return *Instant::parse_iso(iso); }

NewEvent event(std::string body, std::string kind = "noted") {
  return {std::move(kind),   std::move(body), moment("2015-01-16T18:02:00Z"),
          day("2015-01-16"), "c.rivera",      "coordinator"};
}

CaseChange change(const std::string& id, std::int64_t version, std::vector<std::string> bodies) {
  CaseChange made{.id = id, .expected_version = version};
  for (auto& body : bodies) made.events.push_back(event(std::move(body)));
  made.row = {.id = id,
              .status = "assigned",
              .review = "regular",
              .jurisdiction = "us-ca-wc",
              .employee = "Example, Ada",
              .claim_number = "WC-1",
              .received_on = day("2015-01-16")};
  return made;
}

Committed must(Result<Committed> done) {
  EXPECT_TRUE(done) << done.error().message();
  return done ? *done : Committed{};
}

std::vector<std::string> bodies(Store& store, const std::string& id) {
  auto history = store.history(id);
  std::vector<std::string> found;
  if (history)
    for (const auto& each : *history) found.push_back(each.body);
  return found;
}

/// The log's rows lead to its head, and each event stands in it with its hash.
void expect_log_agrees(Store& store) {
  ledger::Frontier frontier;
  ledger::Hash previous{};
  ASSERT_TRUE(store.each_log_row(0, [&](std::string_view row) {
    const auto entry = ledger::read_row("row", row);
    EXPECT_TRUE(entry);
    EXPECT_EQ(entry->seq, frontier.size());
    EXPECT_EQ(entry->previous, previous);
    previous = ledger::leaf_hash(row);
    frontier.append(previous);
    return true;
  }));
  auto head = store.log_head();
  ASSERT_TRUE(head);
  EXPECT_EQ(head->size(), frontier.size());
  EXPECT_EQ(head->root(), frontier.root());
}

TEST_P(EveryStore, KeepsAHistoryAndItsPlaceInTheLog) {
  Store store = open();
  EXPECT_EQ(must(store.commit({.cases = {change("A", 0, {"one", "two"})}})).versions.at("A"), 2);
  EXPECT_EQ(must(store.commit({.cases = {change("A", 2, {"three \" \n é"})}})).answer, Answer::Written);
  Store again = open();
  EXPECT_THAT(bodies(again, "A"), ElementsAre("one", "two", "three \" \n é"));
  auto history = again.history("A");
  EXPECT_EQ((*history)[2].seq, 2);
  std::string last;
  ASSERT_TRUE(again.each_log_row(2, [&](std::string_view row) {
    last = row;
    return true;
  }));
  EXPECT_EQ(ledger::read_row("row", last)->subject, sha256_hex("three \" \n é"));
  expect_log_agrees(again);
}

TEST_P(EveryStore, TellsWhoeverIsLate) {
  Store store = open();
  must(store.commit({.cases = {change("A", 0, {"one"})}}));
  const auto late = must(store.commit({.cases = {change("A", 0, {"other"})}}));
  EXPECT_EQ(late.answer, Answer::Conflict);
  EXPECT_EQ(late.conflict, "A");
  EXPECT_EQ(must(store.commit({.cases = {change("A", 5, {"other"})}})).answer, Answer::Conflict);
  EXPECT_THAT(bodies(store, "A"), ElementsAre("one"));
  expect_log_agrees(store);
}

/// Statements go out without waiting for their answers; a failure among them is still that act's own.
TEST_P(EveryStore, AnActThatFailsAmongOthersTakesNoneOfThemWithIt) {
  Store store = open();
  auto wrong = change("B", 0, {"b"});
  wrong.names = {{"party", "no UTF-8 \xff"}}; // PostgreSQL refuses it when it is on its way, SQLite keeps bytes
  const auto done = store.together([&]() -> Result<Done> {
    EXPECT_EQ(must(store.commit({.cases = {change("A", 0, {"a"})}})).answer, Answer::Written);
    const auto refused = store.commit({.cases = {wrong}});
    EXPECT_EQ(static_cast<bool>(refused), GetParam() == "sqlite");
    EXPECT_EQ(must(store.commit({.cases = {change("B", 7, {"late"})}})).answer, Answer::Conflict);
    EXPECT_EQ(must(store.commit({.cases = {change("A", 1, {"aa"}), change("C", 0, {"c"})}})).answer, Answer::Written);
    return Done{};
  });
  ASSERT_TRUE(done) << done.error().message();
  EXPECT_THAT(bodies(store, "A"), ElementsAre("a", "aa"));
  EXPECT_THAT(bodies(store, "C"), ElementsAre("c"));
  EXPECT_EQ(static_cast<bool>(store.history("B")), GetParam() == "sqlite");
  expect_log_agrees(store);
  EXPECT_FALSE(store.together([&]() -> Result<Done> {
    must(store.commit({.cases = {change("D", 0, {"d"})}}));
    return Error{ErrorKind::Refused, "a test", "enough", "", ""};
  }));
  EXPECT_FALSE(store.history("D"));
  EXPECT_EQ(must(store.commit({.cases = {change("D", 0, {"d"})}})).answer, Answer::Written);
  expect_log_agrees(store);
}

TEST_P(EveryStore, GoesOnWhenTheServerWasAway) {
  if (GetParam() == "sqlite") GTEST_SKIP() << "no server";
  Store store = open();
  must(store.commit({.cases = {change("A", 0, {"one"})}}));
  Cluster::instance().crash();
  EXPECT_THAT(bodies(store, "A"), ElementsAre("one"));
  Cluster::instance().crash();
  EXPECT_EQ(must(store.commit({.cases = {change("A", 1, {"two"})}})).answer, Answer::Written);
  EXPECT_THAT(bodies(store, "A"), ElementsAre("one", "two"));
}

TEST_P(EveryStore, KeepsAllOfAnActOrNothing) {
  Store store = open();
  must(store.commit({.cases = {change("A", 0, {"one"})}}));
  Batch two{.key = "k",
            .cases = {change("B", 0, {"b"}), change("A", 0, {"late"})},
            .records = {{"account", "x", "body", 0}},
            .jobs = {{"j", "letter", "", 0}}};
  EXPECT_EQ(must(store.commit(two)).answer, Answer::Conflict);
  Batch wrong{.cases = {change("B", 0, {"b"})}};
  wrong.entries.emplace_back().at = "yesterday";
  EXPECT_FALSE(store.commit(wrong));
  EXPECT_FALSE(store.history("B"));
  EXPECT_EQ(store.case_row("B").error().kind, ErrorKind::NotFound);
  EXPECT_FALSE(*store.record("account", "x"));
  EXPECT_TRUE(store.jobs("queued")->empty());
  EXPECT_EQ(store.log_head()->size(), 1u);
  two.cases[1].expected_version = 1; // the key was not used up by the attempt that kept nothing
  EXPECT_EQ(must(store.commit(two)).answer, Answer::Written);
}

TEST_P(EveryStore, KeepsManyActsTogether) {
  Store store = open(), other = open();
  ASSERT_TRUE(store.together([&]() -> Result<Done> {
    must(store.commit({.cases = {change("A", 0, {"one"})}}));
    EXPECT_EQ(must(store.commit({.cases = {change("B", 0, {"b"}), change("A", 0, {"late"})}})).answer,
              Answer::Conflict);
    must(store.commit({.cases = {change("A", 1, {"two"})}}));
    EXPECT_FALSE(other.history("A")); // nobody sees it before it is durable
    return Done{};
  }));
  EXPECT_THAT(bodies(other, "A"), ElementsAre("one", "two"));
  EXPECT_FALSE(other.history("B"));
  EXPECT_FALSE(store.together([&]() -> Result<Done> {
    must(store.commit({.cases = {change("A", 2, {"three"})}}));
    return Error{ErrorKind::Input, "import", "a broken folder", "", ""};
  }));
  EXPECT_EQ(bodies(store, "A").size(), 2u);
  EXPECT_EQ(must(store.commit({.cases = {change("A", 2, {"three"})}})).answer, Answer::Written);
  expect_log_agrees(store);
}

TEST_P(EveryStore, AnswersARepeatedRequestWithoutDoingItAgain) {
  Store store = open();
  const Batch batch{.key = "import 7", .fingerprint = "f", .cases = {change("A", 0, {"one"})}};
  EXPECT_EQ(must(store.commit(batch)).answer, Answer::Written);
  const auto again = must(store.commit(batch));
  EXPECT_EQ(again.answer, Answer::Repeated);
  EXPECT_EQ(again.versions.at("A"), 1);
  EXPECT_THAT(bodies(store, "A"), ElementsAre("one"));
  Batch other = batch;
  other.fingerprint = "g";
  auto refused = store.commit(other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("another act under the same key"));
  EXPECT_FALSE(*store.answered("unknown", ""));
}

TEST_P(EveryStore, FindsCasesByPersonNumberPartyDayAndState) {
  Store store = open();
  for (int i = 0; i < 30; ++i) {
    auto made = change(fmt::format("CM15-{:07}", i), 0, {"one"});
    made.row.status = i % 3 == 0 ? "determined" : "assigned";
    made.row.received_on = day("2015-01-01").plus_days(i);
    made.names = {{"employee", i < 10 ? "O'Mara,  Zoé" : "Omark, Bo"},
                  {"claim", "WC-" + std::to_string(i / 2)},
                  {"party", "Example Freight"}};
    must(store.commit({.cases = {made}}));
  }
  const auto count = [&](const SearchQuery& query) { return store.search(query)->size(); };
  EXPECT_EQ(count({.person = "o'MARA"}), 10u);
  EXPECT_EQ(count({.person = "o'mara, zoé"}), 10u);
  EXPECT_EQ(count({.person = "om"}), 20u);
  EXPECT_EQ(count({.person = "%"}), 0u);
  EXPECT_EQ(count({.number = "CM15-0000003"}), 1u);
  EXPECT_EQ(count({.claim = "wc-1"}), 2u); // not WC-10
  EXPECT_EQ(count({.party = "example fr", .status = "determined"}), 10u);
  EXPECT_EQ(count({.from = day("2015-01-05"), .to = day("2015-01-06")}), 2u);
  std::size_t seen = 0;
  for (SearchQuery query{.limit = 7};;) {
    const auto page = *store.search(query);
    seen += page.size();
    if (page.size() < 7) break;
    query.after = page.back().id;
  }
  EXPECT_EQ(seen, 30u);
}

TEST_P(EveryStore, OrdersAQueueByDayWithUndatedStepsLast) {
  Store store = open();
  for (int i = 0; i < 25; ++i) {
    auto made = change(fmt::format("C{:02}", i), 0, {"one"});
    made.steps = {{"coordinator", "assign", "assignment-notice", "assign it",
                   i % 5 == 4 ? std::nullopt : std::optional(day("2015-02-01").plus_days(24 - i))},
                  {"reviewer", "give_opinion", "determination", "decide", day("2015-03-01")}};
    must(store.commit({.cases = {made}}));
  }
  std::vector<std::string> order;
  for (QueueQuery query{.role = "coordinator", .limit = 4};;) {
    const auto page = *store.queue(query);
    for (const auto& row : page.rows) order.push_back((row.due_on ? row.due_on->iso() : "none") + " " + row.case_id);
    if (page.next.empty()) break;
    query.after = page.next;
  }
  EXPECT_EQ(order.size(), 25u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(order.back(), "none C24");
  EXPECT_EQ(store.queue({.role = {}, .from = day("2015-03-01"), .to = day("2015-03-01"), .limit = 100})->rows.size(),
            25u);
  EXPECT_FALSE(store.queue({.after = "x"}));
  // A step that was done leaves the queue.
  auto done = change("C00", 1, {"two"});
  must(store.commit({.cases = {done}}));
  EXPECT_EQ(store.queue({.role = "reviewer", .limit = 100})->rows.size(), 24u);
}

TEST_P(EveryStore, GivesAJobToOneWorkerAtATime) {
  Store store = open(), other = open();
  must(store.commit({.jobs = {{"a", "letter", "{}", 100, 2},
                              {"b", "letter", "{}", 50, 2},
                              {"b", "letter", "again", 50, 2},
                              {"later", "letter", "{}", 900}}}));
  const auto first = *store.take_job("w1", 100, 60), second = *other.take_job("w2", 100, 60);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->key, "b");
  EXPECT_EQ(first->body, "{}");
  EXPECT_EQ(second->key, "a");
  EXPECT_FALSE(*store.take_job("w3", 100, 60));
  EXPECT_TRUE(*store.finish_job(first->id, "w1"));
  EXPECT_FALSE(*store.finish_job(first->id, "w1"));
  EXPECT_FALSE(*store.finish_job(second->id, "w1"));
  // Its worker does not come back: another takes it, and the first may no longer say that it is done.
  const auto taken = *store.take_job("w3", 161, 60);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->attempts, 2);
  EXPECT_FALSE(*other.extend_job(taken->id, "w2", 500));
  EXPECT_TRUE(*store.fail_job(taken->id, "w3", "no printer", 200));
  EXPECT_FALSE(*store.take_job("w3", 800, 60));
  ASSERT_EQ(store.jobs("dead")->size(), 1u);
  EXPECT_EQ(store.jobs("dead")->front().trouble, "no printer");
  EXPECT_TRUE(*store.revive_job(taken->id, 0));
  EXPECT_EQ((*store.take_job("w3", 800, 60))->key, "a");
}

TEST_P(EveryStore, SharesOutJobsAmongWorkersWithoutDoubles) {
  {
    Store store = open();
    Batch batch;
    for (int i = 0; i < 200; ++i) batch.jobs.push_back({std::to_string(i), "k", "", 0});
    must(store.commit(batch));
  }
  std::vector<std::vector<std::int64_t>> taken(4);
  std::vector<std::thread> workers;
  for (int w = 0; w < 4; ++w)
    workers.emplace_back([&, w] {
      Store store = open();
      while (true) {
        auto job = store.take_job("w" + std::to_string(w), 1, 60);
        ASSERT_TRUE(job) << job.error().message();
        if (!*job) return;
        taken[static_cast<std::size_t>(w)].push_back((*job)->id);
        ASSERT_TRUE(*store.finish_job((*job)->id, "w" + std::to_string(w)));
      }
    });
  for (auto& worker : workers) worker.join();
  std::set<std::int64_t> all;
  std::size_t count = 0;
  for (const auto& each : taken) {
    all.insert(each.begin(), each.end());
    count += each.size();
  }
  EXPECT_EQ(all.size(), 200u);
  EXPECT_EQ(count, 200u);
}

TEST_P(EveryStore, LosesAndDoublesNothingAmongWriters) {
  open();
  constexpr int writers = 4, each_writes = 40;
  std::vector<std::thread> threads;
  for (int w = 0; w < writers; ++w)
    threads.emplace_back([&, w] {
      Store store = open();
      for (int i = 0; i < each_writes; ++i) {
        const std::string own = fmt::format("{}/{}", w, i);
        for (Answer answer = Answer::Conflict; answer == Answer::Conflict;) {
          auto row = store.case_row("shared");
          auto done = store.commit({.key = own, .cases = {change("shared", row ? row->version : 0, {own})}});
          ASSERT_TRUE(done) << done.error().message();
          answer = done->answer;
        }
      }
    });
  for (auto& thread : threads) thread.join();
  Store store = open();
  const auto all = bodies(store, "shared");
  EXPECT_EQ(all.size(), std::size_t{writers * each_writes});
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
  expect_log_agrees(store);
}

TEST_P(EveryStore, KeepsRowsOfOtherRooms) {
  Store store = open();
  must(store.commit({.records = {{"account", "b", "1", 0}, {"account", "a", "1", 0}, {"invoice", "a", "i", 0}}}));
  EXPECT_EQ(must(store.commit({.records = {{"account", "a", "2", 0}}})).answer, Answer::Conflict);
  EXPECT_EQ(must(store.commit({.records = {{"account", "a", "2", 1}}})).answer, Answer::Written);
  EXPECT_EQ((*store.record("account", "a"))->body, "2");
  EXPECT_EQ((*store.record("account", "a"))->version, 2);
  const auto rows = *store.records("account");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].id, "a");
  EXPECT_EQ(store.records("account", "a")->size(), 1u);
}

TEST_P(EveryStore, TakesARowOutForGood) {
  Store store = open();
  ASSERT_TRUE(store.commit({.records = {{"session", "a", "x", 0}}}));
  EXPECT_EQ(store.commit({.records = {{"session", "a", "", 0, true}}})->answer, Answer::Conflict); // another version
  EXPECT_EQ(store.commit({.records = {{"session", "a", "", 1, true}}})->answer, Answer::Written);
  EXPECT_FALSE(*store.record("session", "a"));
  EXPECT_EQ(store.commit({.records = {{"session", "a", "y", 0}}})->answer, Answer::Written); // as if it had never been
}

TEST_P(EveryStore, ListsTheEventsOfABookPageByPage) {
  Store store = open();
  for (const char* id : {"CM15-1", "CM15-2", "CM15-3"}) {
    auto made = change(id, 0, {"opened"});
    for (int i = 0; i < 2; ++i) made.events.push_back(event(std::string(id) + std::to_string(i), "invoiced"));
    made.events.push_back(event("paid back", "credited"));
    ASSERT_TRUE(store.commit({.cases = {made}}));
  }
  std::vector<std::string> seen;
  std::string after;
  std::int64_t version = 0;
  for (;;) {
    const auto page = *store.book("invoiced", after, version, 4);
    for (const auto& row : page) seen.push_back(row.body);
    if (page.size() < 4) break;
    after = page.back().case_id, version = page.back().version;
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"CM15-10", "CM15-11", "CM15-20", "CM15-21", "CM15-30", "CM15-31"}));
  EXPECT_EQ(store.book("credited", "", 0, 100)->size(), 3u);
  EXPECT_TRUE(store.book("noted", "", 0, 100)->empty()); // is in no book
}

TEST_P(EveryStore, NumbersASeriesWithoutDoubles) {
  Store store = open();
  EXPECT_EQ(*store.next_number("CM15"), "CM15-0000001");
  EXPECT_EQ(*store.next_number("CM15"), "CM15-0000002");
  EXPECT_EQ(*store.next_number("CM16"), "CM16-0000001");
}

class EveryVersion : public EveryStore {};

/// A store that was left at each version in turn, with something in it, is opened by the program of today.
TEST_P(EveryVersion, ComesForward) {
  for (std::size_t version = 1; version <= migrations().size(); ++version) {
    renew();
    auto database = GetParam() == "sqlite" ? open_sqlite(url().substr(7)) : open_postgres(url());
    ASSERT_TRUE(database);
    ASSERT_TRUE(migrate(**database, version));
    ASSERT_TRUE(
        (*database)->run("INSERT INTO numbers (name, last) VALUES ($1, $2)", {"series CM15", std::int64_t{41}}));
    database->reset();
    Store store = open();
    EXPECT_EQ(*store.next_number("CM15"), "CM15-0000042") << "from version " << version;
    must(store.commit(
        {.cases = {change("A", 0, {"one"})}, .records = {{"account", "a", "1", 0}}, .jobs = {{"j", "k", "", 0}}}));
    expect_log_agrees(store);
  }
}

TEST_P(EveryStore, RefusesWhatANewerProgramWrote) {
  open();
  auto database = GetParam() == "sqlite" ? open_sqlite(url().substr(7)) : open_postgres(url());
  ASSERT_TRUE((*database)->run("UPDATE schema_version SET version = 99", {}));
  auto store = open_store(url());
  ASSERT_FALSE(store);
  EXPECT_THAT(store.error().message(), HasSubstr("a store of version 99"));
}

const auto engines = ::testing::Values("sqlite", "postgresql");
const auto engine_name = [](const ::testing::TestParamInfo<std::string>& each) { return each.param; };
INSTANTIATE_TEST_SUITE_P(Engines, EveryStore, engines, engine_name);
INSTANTIATE_TEST_SUITE_P(Engines, EveryVersion, engines, engine_name);

TEST(Store, NamesAnAddressItDoesNotKnow) {
  auto store = open_store("mysql://x");
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().message(),
            "--store: found \"mysql://x\", expected sqlite:PATH or postgresql://…; correct the address");
}

} // namespace
} // namespace openimr::store
