#include "ledger/audit.h"

#include "base/files.h"
#include "ledger/log_folder.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace openimr::ledger {
namespace {

SigningKey test_key(char seed = 'k') {
  auto key = SigningKey::from_seed("imr.example/audit", std::string(32, seed));
  EXPECT_TRUE(key);
  return std::move(*key);
}

/// A log in memory, with a checkpoint every ten rows and one anchor of all rows.
class TestLog : public LogSource {
public:
  std::vector<std::string> rows, anchors;
  std::vector<std::pair<std::string, std::string>> notes;

  explicit TestLog(std::size_t count, const SigningKey& key = test_key()) {
    Frontier frontier;
    while (rows.size() < count) {
      const std::string note = notes.empty() ? "" : notes.back().second;
      Entry entry = frontier.size() % 10 == 1 && !note.empty() ? checkpoint_entry(note, frontier.size() - 1) : sample();
      append(entry, frontier);
      if (rows.size() % 10 == 0)
        notes.emplace_back("checkpoints/" + checkpoint_file(rows.size()),
                           signed_checkpoint({"imr.example/audit", rows.size(), frontier.root()}, key));
    }
    anchors.push_back(signed_checkpoint({"imr.example/audit", rows.size(), frontier.root()}, key));
  }

  Result<Done> each_row(const std::function<bool(std::string_view)>& take) const override {
    for (const auto& row : rows)
      if (!take(row)) break;
    return Done{};
  }
  Result<std::vector<std::pair<std::string, std::string>>> checkpoints() const override { return notes; }

  Report report(const SigningKey& key = test_key()) const {
    Audit audit(key.verifying_key());
    for (const auto& [name, note] : notes) {
      audit.add_checkpoint(name, note);
      const auto checkpoint = open_checkpoint(name, note, key.verifying_key());
      if (checkpoint && !name.ends_with(checkpoint_file(checkpoint->size))) audit.add_fault({name, "name", "", {}, {}});
    }
    for (std::size_t i = 0; i < anchors.size(); ++i) audit.add_anchor(fmt::format("anchors.txt:{}", i + 1), anchors[i]);
    for (const auto& row : rows) audit.add_row(row);
    return audit.finish();
  }

  /// Rows from `from` on get new numbers and a new chain, as somebody with the store but without the key would do it.
  void write_anew(std::size_t from) {
    for (std::size_t i = from; i < rows.size(); ++i) {
      auto entry = read_row("row", rows[i]);
      ASSERT_TRUE(entry);
      entry->seq = i;
      entry->previous = i == 0 ? Hash{} : leaf_hash(rows[i - 1]);
      rows[i] = *row_of(*entry);
    }
  }

private:
  static Entry sample() {
    Entry entry;
    entry.act = acts::page_read;
    entry.case_number = "CM26-0000017";
    entry.details = {{"document", "d3"}, {"page", "3"}};
    return entry;
  }
  void append(Entry entry, Frontier& frontier) {
    entry.seq = rows.size();
    entry.at = fmt::format("2026-04-01T17:{:02}:{:02}Z", rows.size() / 60 % 60, rows.size() % 60);
    entry.local_date = "2026-04-01";
    entry.actor = fmt::format("u-{}", rows.size() % 7);
    entry.previous = rows.empty() ? Hash{} : leaf_hash(rows.back());
    rows.push_back(*row_of(entry));
    frontier.append(leaf_hash(rows.back()));
  }
};

/// That the first fault names the row.
void expect_named(const Report& report, std::uint64_t row, const std::string& what) {
  ASSERT_FALSE(report.is_good()) << what;
  const Fault& fault = report.faults.front();
  ASSERT_TRUE(fault.first_row) << what << ": " << fault.where;
  EXPECT_LE(*fault.first_row, row) << what << ": " << fault.where;
  EXPECT_GE(*fault.last_row, row) << what << ": " << fault.where;
}

TEST(Audit, AWholeLogIsGood) {
  for (std::size_t count : {0, 1, 9, 10, 11, 64, 257}) {
    const Report report = TestLog(count).report();
    EXPECT_TRUE(report.is_good()) << count << ": " << (report.faults.empty() ? "" : report.faults[0].found);
    EXPECT_EQ(report.rows, count);
    EXPECT_EQ(report.covered, count);
    EXPECT_EQ(report.checkpoints, count / 10);
    EXPECT_EQ(report.anchors, 1u);
  }
}

TEST(Audit, RowsWithoutACheckpointAreCounted) {
  TestLog log(57);
  log.anchors.clear();
  const Report report = log.report();
  EXPECT_TRUE(report.is_good());
  EXPECT_EQ(report.covered, 50u);
  EXPECT_EQ(report.rows, 57u);
}

TEST(Audit, AnyChangedByteOfARowIsNamed) {
  std::mt19937 random(1);
  const TestLog whole(47);
  for (int round = 0; round < 1500; ++round) {
    TestLog log = whole;
    const std::size_t row = random() % log.rows.size(), at = random() % log.rows[row].size();
    log.rows[row][at] = static_cast<char>(log.rows[row][at] ^ (1 + random() % 255));
    const Report report = log.report();
    expect_named(report, row, fmt::format("row {} byte {}", row, at));
    // No row after it speaks of the last one: there the signed root alone shows it. A changed number names the gap.
    const bool is_wide = row + 1 == log.rows.size() || report.faults[0].found.find("at place") != std::string::npos;
    EXPECT_LE(*report.faults[0].last_row - *report.faults[0].first_row, is_wide ? 99u : 1u);
  }
}

TEST(Audit, RemovedRepeatedInsertedAndReorderedRowsAreNamed) {
  std::mt19937 random(2);
  const TestLog whole(47);
  for (int round = 0; round < 200; ++round) {
    const std::size_t i = random() % 47, j = random() % 47;
    TestLog removed = whole;
    removed.rows.erase(removed.rows.begin() + static_cast<std::ptrdiff_t>(i));
    expect_named(removed.report(), i, "removed");

    TestLog repeated = whole;
    repeated.rows.insert(repeated.rows.begin() + static_cast<std::ptrdiff_t>(j), whole.rows[i]);
    ASSERT_FALSE(repeated.report().is_good());

    TestLog inserted = whole;
    auto forged = *read_row("row", whole.rows[i]);
    forged.actor = "u-intruder";
    inserted.rows.insert(inserted.rows.begin() + static_cast<std::ptrdiff_t>(i), *row_of(forged));
    expect_named(inserted.report(), i, "inserted");

    if (i == j) continue;
    TestLog swapped = whole;
    std::swap(swapped.rows[i], swapped.rows[j]);
    expect_named(swapped.report(), std::min(i, j), "swapped");
  }
}

// Who holds the store can make numbers and chain fit again, but not the signed roots.
TEST(Audit, HistoryWrittenAnewIsFoundBetweenTwoCheckpoints) {
  std::mt19937 random(3);
  const TestLog whole(47);
  for (int round = 0; round < 300; ++round) {
    std::size_t i = random() % 46;
    TestLog log = whole;
    if (round % 3 == 0) {
      log.rows.erase(log.rows.begin() + static_cast<std::ptrdiff_t>(i));
    } else if (round % 3 == 1) {
      log.rows.insert(log.rows.begin() + static_cast<std::ptrdiff_t>(i), log.rows[i]);
    } else {
      auto entry = *read_row("row", log.rows[i]);
      entry.actor = "u-other";
      log.rows[i] = *row_of(entry);
    }
    log.write_anew(i);
    if (round % 3 == 1) ++i; // the copy stands at the place of the row itself: what follows differs
    const Report report = log.report();
    expect_named(report, i, fmt::format("written anew from {}", i));
    EXPECT_LE(*report.faults[0].last_row - *report.faults[0].first_row, 9u);
  }
}

TEST(Audit, MissingAndForeignCheckpointsAreNamed) {
  std::mt19937 random(4);
  const TestLog whole(47);
  for (std::size_t i = 0; i < whole.notes.size(); ++i) {
    TestLog removed = whole;
    removed.notes.erase(removed.notes.begin() + static_cast<std::ptrdiff_t>(i));
    const Report report = removed.report();
    ASSERT_EQ(report.faults.size(), 1u);
    EXPECT_EQ(report.faults[0].where, fmt::format("checkpoint of row {}", i * 10 + 11));

    TestLog swapped = whole;
    std::swap(swapped.notes[i].second, swapped.notes[(i + 1) % whole.notes.size()].second);
    EXPECT_FALSE(swapped.report().is_good());

    for (int round = 0; round < 100; ++round) {
      TestLog changed = whole;
      std::string& note = changed.notes[i].second;
      const std::size_t at = random() % note.size();
      note[at] = static_cast<char>(note[at] ^ (1 + random() % 255));
      const Report found = changed.report();
      ASSERT_FALSE(found.is_good());
      EXPECT_TRUE(std::any_of(found.faults.begin(), found.faults.end(),
                              [&](const Fault& fault) { return fault.where == whole.notes[i].first; }));
    }
  }
}

TEST(Audit, TheEndCutOffShowsAgainstAnAnchor) {
  TestLog log(47);
  log.rows.resize(30);
  log.notes.resize(2); // a store put back to an earlier day, with everything in it
  const Report report = log.report();
  ASSERT_FALSE(report.is_good());
  EXPECT_EQ(report.faults[0].where, "rows 20 to 46");
  EXPECT_EQ(report.faults[0].found, "30 rows");
  EXPECT_EQ(report.faults[0].expected, "47 rows, as anchors.txt:1 says");
}

TEST(Audit, TwoSignedHistoriesAreALie) {
  TestLog log(30), other(30);
  other.rows[3] = [&] {
    auto entry = *read_row("row", other.rows[3]);
    entry.actor = "u-other";
    return *row_of(entry);
  }();
  other.write_anew(3);
  std::vector<Hash> leaves;
  for (const auto& row : other.rows) leaves.push_back(leaf_hash(row));
  log.anchors.push_back(signed_checkpoint({"imr.example/audit", 30, root_of(leaves)}, test_key()));
  const Report report = log.report();
  EXPECT_TRUE(std::any_of(report.faults.begin(), report.faults.end(), [](const Fault& f) {
    return f.expected == "one history: the holder of the key signed two";
  }));
}

TEST(Audit, AnotherKeyIsNotBelieved) {
  const TestLog log(30);
  const Report report = log.report(test_key('x'));
  EXPECT_EQ(report.checkpoints, 0u);
  EXPECT_EQ(report.covered, 0u);
  EXPECT_FALSE(report.is_good());
}

TEST(Audit, AProofHoldsForItsRowOnly) {
  const auto key = test_key();
  const TestLog log(47);
  std::vector<Hash> leaves;
  for (const auto& row : log.rows) leaves.push_back(leaf_hash(row));
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const std::string text = proof_text(i, inclusion_proof(leaves, i), log.anchors[0]);
    EXPECT_TRUE(check_proof("proof", text, log.rows[i], key.verifying_key()));
    auto other = check_proof("proof", text, log.rows[(i + 1) % 47], key.verifying_key());
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind, ErrorKind::Refused);
    for (std::size_t at = 0; at < text.size(); at += 3) {
      std::string wrong = text;
      wrong[at] = static_cast<char>(wrong[at] ^ 1);
      EXPECT_FALSE(check_proof("proof", wrong, log.rows[i], key.verifying_key())) << at;
    }
  }
}

TEST(LogFolder, IsWhatTheSourceWas) {
  const std::string folder = std::filesystem::temp_directory_path() / "openimr_log_folder_test";
  std::filesystem::remove_all(folder);
  const TestLog log(47);
  auto rows = export_log(log, folder);
  ASSERT_TRUE(rows);
  EXPECT_EQ(*rows, 47u);
  ASSERT_TRUE(write_file(folder + "/../openimr_anchors.txt", "# by hand\n\n" + anchor_line(log.anchors[0]) + "\n"));
  auto report = audit_log(LogFolder(folder), test_key().verifying_key(), {folder + "/../openimr_anchors.txt"});
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->is_good());
  EXPECT_EQ(report->covered, 47u);
  EXPECT_EQ(export_log(log, folder).error().found, "a folder with files");
  std::string cut = *read_file(folder + "/log.ndjson");
  cut.pop_back();
  ASSERT_TRUE(write_file(folder + "/log.ndjson", cut));
  EXPECT_FALSE(audit_log(LogFolder(folder), test_key().verifying_key(), {})->is_good());
  std::filesystem::rename(folder + "/checkpoints/" + checkpoint_file(10),
                          folder + "/checkpoints/" + checkpoint_file(11));
  report = audit_log(LogFolder(folder), test_key().verifying_key(), {});
  EXPECT_EQ(report->faults.back().expected, "the name 000000000010.note");
  std::filesystem::remove(folder + "/log.ndjson");
  EXPECT_EQ(audit_log(LogFolder(folder), test_key().verifying_key(), {}).error().kind, ErrorKind::NotFound);
  std::filesystem::remove_all(folder);
}

Entry noted(const std::string& actor) {
  Entry entry;
  entry.act = "noted";
  entry.actor = actor;
  entry.at = "2026-04-01T17:02:11Z";
  entry.local_date = "2026-04-01";
  return entry;
}

TEST(LogFolder, WritersTakeTurnsAndHalfARowIsNoRow) {
  const std::string folder = std::filesystem::temp_directory_path() / "openimr_log_append_test";
  std::filesystem::remove_all(folder);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer)
    writers.emplace_back([&, writer] {
      LogFolder log(folder);
      for (int i = 0; i < 25; ++i) EXPECT_TRUE(log.append(noted(fmt::format("u-{}", writer))));
    });
  for (auto& writer : writers) writer.join();
  LogFolder log(folder);
  Report report = *audit_log(log, test_key().verifying_key(), {});
  EXPECT_TRUE(report.is_good());
  EXPECT_EQ(report.rows, 100u);
  // A power cut in the middle of a row: it was never acknowledged, and the next one takes its place.
  const std::string whole = *read_file(folder + "/log.ndjson");
  ASSERT_TRUE(write_file(folder + "/log.ndjson", whole + "{\"act\":\"no"));
  EXPECT_EQ(*log.append(noted("u-9")), 100u);
  report = *audit_log(log, test_key().verifying_key(), {});
  EXPECT_TRUE(report.is_good());
  EXPECT_EQ(report.rows, 101u);
  auto note = sign_checkpoint(log, test_key(), noted("u-9"));
  ASSERT_TRUE(note);
  EXPECT_EQ(audit_log(log, test_key().verifying_key(), {})->covered, 101u);
  // Nothing is added behind a last row that is not one.
  ASSERT_TRUE(write_file(folder + "/log.ndjson", whole + "something else\n"));
  EXPECT_FALSE(log.append(noted("u-9")));
  std::filesystem::remove_all(folder);
}

} // namespace
} // namespace openimr::ledger
