// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/encoding.h"
#include "intake/worker/page_builder.h"
#include "intake/worker/sniff.h"

#include "intake/wire.h"

#include <gtest/gtest.h>

namespace openimr::worker {
namespace {

PlacedWord word(const char* text, float x, float y, float width = 30, float height = 10) {
  return {text, {x, y, x + width, y + height}, 90, false, 0};
}

void expect_sound(const records::Page& page) {
  const auto again = intake::wire::read_page_frame(intake::wire::frame(page).substr(5));
  ASSERT_TRUE(again) << page.text;
  for (const records::Word& placed : page.words)
    EXPECT_EQ(placed.span.of(page.text).find_first_of(" \n\t"), std::string_view::npos);
}

} // namespace

TEST(PageBuilder, KeepsRowsOnOneLineAndColumnsApart) {
  const records::Page page = build_page(std::vector<PlacedWord>{
      word("three", 60, 30.5F), word("one", 60, 10), word("Value", 200, 11), word("two", 95, 10), word("gap", 60, 70),
      word("four", 60, 42), word("five", 60, 53.5F), word("foot", 60, 82)});
  EXPECT_EQ(page.text, "one two   Value\n\nthree\nfour\nfive\n\ngap\nfoot\n");
  expect_sound(page);
  EXPECT_EQ(page.confidence, 90);
}

TEST(PageBuilder, JoinsWhatBelongsTogether) {
  std::vector<PlacedWord> words = {word("Pain", 10, 10, 20), word(":", 30, 10, 3), word("7/10", 36, 10)};
  words[0].is_glued = true;
  EXPECT_EQ(build_page(words).text, "Pain: 7/10\n");
  EXPECT_EQ(build_page(std::vector<PlacedWord>{word("Letterhead", 10, 10, 100, 30), word("small", 130, 10),
                                               word("lines", 130, 24)})
                .text,
            "small\nLetterhead   lines\n");
}

TEST(PageBuilder, CleansWords) {
  const records::Page page = build_page(std::vector<PlacedWord>{word("of\xEF\xAC\x81"
                                                                     "ce",
                                                                     10, 10),
                                                                word("a\xC2\xA0"
                                                                     "b",
                                                                     50, 10),
                                                                word("\x01", 90, 10), word("x\xff", 130, 10)});
  EXPECT_EQ(page.text, "office a b   x\xEF\xBF\xBD\n");
  EXPECT_EQ(page.words.size(), 4U);
  expect_sound(page);
  PlacedWord margin = word("DRAFT", 5, 300);
  margin.quarter_turns = 3;
  EXPECT_EQ(build_page(std::vector<PlacedWord>{margin, word("text", 50, 400)}).text, "text\n\nDRAFT\n");
  EXPECT_EQ(build_page(std::vector<PlacedWord>{}).text, "");
}

TEST(PageBuilder, AnyBytesMakeASoundPage) {
  std::uint32_t state = 12345;
  const auto next = [&state] { return state = state * 1664525 + 1013904223, state >> 16; };
  for (int round = 0; round < 300; ++round) {
    std::vector<PlacedWord> words;
    for (std::uint32_t n = next() % 40; n > 0; --n) {
      PlacedWord one = word("", static_cast<float>(next() % 600), static_cast<float>(next() % 780),
                            static_cast<float>(next() % 80), static_cast<float>(next() % 30));
      for (std::uint32_t length = next() % 9; length > 0; --length) one.text += static_cast<char>(next());
      one.is_glued = next() % 2 == 0;
      one.quarter_turns = next() % 5 == 0 ? static_cast<int>(next() % 4) : 0;
      one.confidence = static_cast<int>(next() % 200) - 50;
      words.push_back(one);
    }
    expect_sound(build_page(words));
    std::string bytes;
    for (std::uint32_t length = next() % 200; length > 0; --length) bytes += static_cast<char>(next());
    expect_sound(build_page(decode(bytes)));
  }
}

TEST(Sniff, GoesByBytes) {
  using namespace std::string_view_literals;
  const std::pair<std::string_view, const char*> cases[] = {
      {"%PDF-1.7\n", "application/pdf"},
      {"junk before\n%PDF-1.4", "application/pdf"},
      {"\x89PNG\r\n\x1a\n...", "image/png"},
      {"\xff\xd8\xff\xe0", "image/jpeg"},
      {"II*\0...."sv, "image/tiff"},
      {"MM\0*...."sv, "image/tiff"},
      {"BMI 31, weight 90 kg\n", "text/plain"},
      {"MM is married\n", "text/plain"},
      {"{\\rtf1", "application/rtf"},
      {"<!DOCTYPE html><p>x", "text/html"},
      {"  <HTML>", "text/html"},
      {"{\"resourceType\": \"Bundle\"}", "application/fhir+json"},
      {"<?xml version=\"1.0\"?><ClinicalDocument/>", "application/xml"},
      {"From: a@b\nMIME-Version: 1.0\n\nhello", "message/rfc822"},
      {"From: the desk of A. Example\nTo whom it may concern\n", "text/plain"},
      {"\xff\xfe"
       "A\0"sv,
       "text/plain"},
      {"Dolor cr\xF3nico", "text/plain"},
      {"PK\x03\x04 word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {"PK\x03\x04 a.txt", "application/zip"},
      {"PK\x03\x04 a.pdf %PDF-1.4 uncompressed", "application/zip"},
      {"\x1f\x8b %PDF-1.4", "application/gzip"},
      {"\0\1\2\3"sv, "application/octet-stream"},
      {"\x8f\x9e\xa1\xb2\xc3\xd4"sv, "application/octet-stream"}};
  for (const auto& [bytes, media_type] : cases) EXPECT_EQ(media_type_of(bytes), media_type) << bytes;
}

} // namespace openimr::worker
