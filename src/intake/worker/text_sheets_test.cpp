// SPDX-License-Identifier: GPL-3.0-or-later
// What text files repeat at the head and foot of their sheets is told from their running text.
#include "intake/worker/text_sheets.h"

#include <gtest/gtest.h>
#include <random>

namespace openimr::worker {
namespace {

using records::PartKind;

/// The lines of the page that are marked: "H" or "F" for header and footer, "h" or "f" repeated, and the words.
std::string marks(std::string_view text) {
  const records::Page page = build_page(pieces_of_sheets(text));
  std::string result;
  std::uint32_t before = 0;
  for (const records::Part& part : page.parts) {
    EXPECT_TRUE(part.span.begin >= before && part.span.begin < part.span.end && part.span.end <= page.text.size());
    before = part.span.end;
    const bool is_header = part.kind == PartKind::Header;
    result += part.is_repeated ? (is_header ? "h " : "f ") : (is_header ? "H " : "F ");
    result += std::string(part.span.of(page.text)) + "\n";
  }
  return result;
}

} // namespace

TEST(TextSheets, FormFeedsPartSheets) {
  EXPECT_EQ(marks("Ada Example  WC-1\nPage 1\nfirst words\nClinic\n\fAda Example  WC-1\nPage 2\nother words\nClinic\n"),
            "H Ada Example  WC-1\nH Page 1\nF Clinic\nh Ada Example  WC-1\nh Page 2\nf Clinic\n");
  EXPECT_EQ(marks("Head\r\none\r\n\r\n\f\r\nHead\r\ntwo\r\n"), "H Head\nh Head\n");
  EXPECT_EQ(marks("one\ntwo\f\nthree\nfour"), "");
  EXPECT_EQ(marks("\f\f\f"), "");
  EXPECT_EQ(marks("words\f"), "");
}

TEST(TextSheets, PageCountsPartSheets) {
  EXPECT_EQ(
      marks("Ada Example\nPage 1 of 3\nwords\nmore\nAda Example\nPage 2 of 3\nagain\nAda Example\nPage 3 of 3\nend"),
      "H Ada Example\nH Page 1 of 3\nh Ada Example\nh Page 2 of 3\nh Ada Example\nh Page 3 of 3\n");
  EXPECT_EQ(marks("first words\nsecond\nClinic, page 1\nother words\nthird\nClinic, page 2\n"),
            "F Clinic, page 1\nf Clinic, page 2\n");
}

TEST(TextSheets, WhatOnlyLooksAlikeIsLeft) {
  EXPECT_EQ(marks("Visit 1\npain 7\n\fVisit 2\npain 3\n"), "");     // numbers that are no pages'
  EXPECT_EQ(marks("Page 1\nwords\n\fPage 7\nother\n"), "");         // does not count on
  EXPECT_EQ(marks("see page 1 of the report\nand page 4\n"), "");   // prose
  EXPECT_EQ(marks("The homepage 1 was\nThe homepage 2 was\n"), ""); // inside a word
  EXPECT_EQ(marks("Pain 7\nPain 7\nPain 7\n"), "");                 // no sheets at all
}

TEST(TextSheets, NothingIsLostWhateverTheText) {
  std::mt19937 chance(11);
  const char* pieces[] = {"\f",    "\n", "Head\n", "page 1\n", "page 2\n", "page 3\n",
                          "words", " ",  "\r\n",   "\xC3\xB3", "\xFF"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto length = chance() % 40; length > 0; --length) text += pieces[chance() % std::size(pieces)];
    marks(text);
    EXPECT_EQ(build_page(pieces_of_sheets(text)).text, build_page(std::string_view(text)).text);
  }
}

} // namespace openimr::worker
