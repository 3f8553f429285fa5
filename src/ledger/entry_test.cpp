#include "ledger/entry.h"

#include <gtest/gtest.h>

namespace openimr::ledger {
namespace {

Entry sample() {
  Entry entry;
  entry.seq = 41;
  entry.at = "2026-04-01T17:02:11Z";
  entry.local_date = "2026-04-01";
  entry.actor = "u-17";
  entry.role = "reviewer";
  entry.act = acts::page_read;
  entry.case_number = "CM26-0000017";
  entry.subject = hex_of(leaf_hash("a paper"));
  entry.details = {{"document", "d3"}, {"page", "3"}};
  entry.previous = leaf_hash("the row before");
  return entry;
}

TEST(Entry, IsOneLineOfCanonicalJson) {
  auto row = row_of(sample());
  ASSERT_TRUE(row);
  EXPECT_EQ(*row, "{\"act\":\"page_read\",\"actor\":\"u-17\",\"at\":\"2026-04-01T17:02:11Z\",\"case\":\"CM26-0000017\","
                  "\"details\":{\"document\":\"d3\",\"page\":\"3\"},\"local_date\":\"2026-04-01\",\"previous\":\"" +
                      hex_of(sample().previous) + "\",\"role\":\"reviewer\",\"seq\":41,\"subject\":\"" +
                      sample().subject + "\"}");
  auto again = read_row("row 41", *row);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, sample());
}

TEST(Entry, EveryCharacterOfTextComesBack) {
  Entry entry = sample();
  for (int c = 1; c < 0x80; ++c) entry.details["text"] += static_cast<char>(c);
  entry.details["text"] += std::string(1, '\0') + "é €𝄞";
  auto row = row_of(entry);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->find('\n'), std::string::npos);
  auto again = read_row("row", *row);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->details, entry.details);
}

TEST(Entry, ThereIsOneWayToWriteIt) {
  const std::string row = *row_of(sample());
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string other = row;
    const auto at = other.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return other.replace(at, from.size(), to);
  };
  for (const std::string& other :
       {changed("{\"act\"", "{ \"act\""), changed("\"seq\":41", "\"seq\":041"), changed("\"seq\":41", "\"seq\":4.1e1"),
        changed("reviewer", "r\\u0065viewer"), changed("\"page\":\"3\"", "\"aaa\":\"3\""),
        changed("\"document\":\"d3\",", "\"page\":\"4\","), changed("\"u-17\"", "\"\""), changed("reviewer", "\xff"),
        changed("reviewer", "\\n\n"), changed("page_read", "Page_Read"), row + " ", row + row,
        row.substr(0, row.size() - 1), std::string(), std::string("{}")})
    EXPECT_FALSE(read_row("row 41", other)) << other;
  for (std::size_t size = 0; size < row.size(); ++size) EXPECT_FALSE(read_row("row", row.substr(0, size)));
}

TEST(Entry, WhatCannotBeWrittenIsNamed) {
  const auto fault = [](auto change) {
    Entry entry = sample();
    change(entry);
    auto row = row_of(entry);
    return row ? std::string("written") : row.error().found;
  };
  EXPECT_EQ(fault([](Entry& e) { e.at = "2026-04-01 17:02:11"; }), "at that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.at = "2026-04-01T17:02:11-08:00"; }), "at that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.at = "2026-02-30T17:02:11Z"; }), "at that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.at = "2026-04-01T17:02:11.123456Z"; }), "written");
  EXPECT_EQ(fault([](Entry& e) { e.local_date = ""; }), "local_date that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.act = ""; }), "act that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.actor = ""; }), "actor that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.role = "\xc0\x80"; }), "role that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.case_number = "\xed\xa0\x80"; }), "case that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.subject = "abc"; }), "subject that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.details["Key"] = ""; }), "details that cannot be written");
  EXPECT_EQ(fault([](Entry& e) { e.details["why"] = std::string(70'000, 'x'); }).substr(0, 2), "70");
  EXPECT_EQ(fault([](Entry& e) { e.seq = std::uint64_t{1} << 53; }), "seq that cannot be written");
}

TEST(Entry, Utf8) {
  for (const char* good : {"", "a", "é", "€", "𝄞", "\xf4\x8f\xbf\xbf", "\xee\x80\x80"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xc3", "\xe2\x82", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\x80",
                          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80"})
    EXPECT_FALSE(is_utf8(bad));
}

} // namespace
} // namespace openimr::ledger
