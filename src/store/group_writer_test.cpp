#include "store/group_writer.h"

#include "store/database.h"
#include "store/stores_testing.h"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <thread>

namespace openimr::store {
namespace {

ledger::Entry row(const std::string& page, const std::string& act = "page_read") {
  ledger::Entry entry;
  entry.at = "2015-01-16T18:02:00Z";
  entry.local_date = "2015-01-16";
  entry.actor = "R01";
  entry.role = "reviewer";
  entry.act = act;
  entry.case_number = "CM15-0000001";
  entry.details = {{"page", page}};
  return entry;
}

std::vector<std::string> pages(Store& store) {
  std::vector<std::string> found;
  EXPECT_TRUE(store.each_log_row(0, [&](std::string_view line) {
    const auto entry = ledger::read_row("row", line);
    EXPECT_TRUE(entry);
    if (entry) found.push_back(entry->details.at("page"));
    return true;
  }));
  return found;
}

class GroupWriters : public EveryStore {};

TEST_P(GroupWriters, EveryRowIsThereWhenItsWriterIsToldAndInItsOwnOrder) {
  constexpr int threads = 8, rows = 40;
  Store reader = open();
  GroupWriter writer(open());
  std::atomic<int> kept = 0;
  std::vector<std::thread> crew;
  for (int thread = 0; thread < threads; ++thread)
    crew.emplace_back([&, thread] {
      for (int i = 0; i < rows; ++i)
        if (writer.write(row(fmt::format("{} {:03}", thread, i)))) ++kept;
    });
  for (auto& thread : crew) thread.join();
  EXPECT_EQ(kept, threads * rows);
  const auto found = pages(reader); // the writer still lives: durable when told, not when it ends
  ASSERT_EQ(found.size(), std::size_t{threads * rows});
  for (int thread = 0; thread < threads; ++thread) {
    std::vector<std::string> own;
    for (const auto& page : found)
      if (page.starts_with(fmt::format("{} ", thread))) own.push_back(page);
    EXPECT_TRUE(std::is_sorted(own.begin(), own.end())) << thread;
    EXPECT_EQ(own.size(), std::size_t{rows});
  }
}

TEST_P(GroupWriters, ARowThatCannotBeWrittenHoldsUpNobodyElses) {
  Store reader = open();
  GroupWriter writer(open());
  std::atomic<int> good = 0, bad = 0;
  std::vector<std::thread> crew;
  for (int thread = 0; thread < 6; ++thread)
    crew.emplace_back([&, thread] {
      for (int i = 0; i < 20; ++i) {
        const auto done = writer.write(row("1", thread % 2 ? "page_read" : "No Act"));
        if (done) ++good;
        if (!done && done.error().kind == ErrorKind::Input) ++bad;
      }
    });
  for (auto& thread : crew) thread.join();
  EXPECT_EQ(good, 60);
  EXPECT_EQ(bad, 60);
  EXPECT_EQ(pages(reader).size(), 60U);
}

TEST_P(GroupWriters, WhatWaitsIsWrittenBeforeItEndsAndNothingIsTakenAfterwards) {
  std::atomic<int> kept = 0, refused = 0;
  Store reader = open();
  GroupWriter writer(open());
  std::vector<std::thread> crew;
  for (int thread = 0; thread < 4; ++thread)
    crew.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const auto done = writer.write(row("1"));
        done ? ++kept : ++refused;
        if (!done) {
          EXPECT_EQ(done.error().kind, ErrorKind::Storage);
        }
      }
    });
  while (kept < 5) std::this_thread::yield();
  writer.finish();
  for (auto& thread : crew) thread.join();
  EXPECT_EQ(kept + refused, 200);
  EXPECT_FALSE(writer.write(row("late")));
  EXPECT_EQ(pages(reader).size(), static_cast<std::size_t>(kept)); // who was told so has it, and nobody else
}

TEST_P(GroupWriters, NobodyWaitsBehindAFullQueue) {
  Store reader = open();
  GroupWriter writer(open(), 0);
  const auto done = writer.write(row("1"));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::Storage);
  EXPECT_TRUE(pages(reader).empty());
}

TEST_P(GroupWriters, EverybodyHearsThatTheEngineFailed) {
  Store reader = open();
  GroupWriter writer(open());
  ASSERT_TRUE(writer.write(row("1")));
  auto engine = GetParam() == "sqlite" ? open_sqlite(url().substr(7)) : open_postgres(url());
  ASSERT_TRUE(engine);
  ASSERT_TRUE((*engine)->define("ALTER TABLE log RENAME TO gone;\n"));
  std::atomic<int> heard = 0;
  std::vector<std::thread> crew;
  for (int thread = 0; thread < 6; ++thread)
    crew.emplace_back([&] {
      const auto done = writer.write(row("2"));
      if (!done && done.error().kind == ErrorKind::Storage) ++heard;
    });
  for (auto& thread : crew) thread.join();
  EXPECT_EQ(heard, 6);
  ASSERT_TRUE((*engine)->define("ALTER TABLE gone RENAME TO log;\n"));
  EXPECT_TRUE(writer.write(row("3")));
  EXPECT_EQ(pages(reader), (std::vector<std::string>{"1", "3"}));
}

INSTANTIATE_TEST_SUITE_P(Engines, GroupWriters, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& each) { return each.param; });

} // namespace
} // namespace openimr::store
