// The pages that a citation names, in the ways that UR decisions write them.
#include "intake/ur_decision_reading.h"

#include <cctype>
#include <gtest/gtest.h>

namespace openimr::intake {

TEST(UrDecision, PagesOfACitation) {
  const std::pair<const char*, const char*> cases[] = {
      {"MTUS Chronic Pain Guidelines, Topical Analgesics, pages 111-113", "111-113"},
      {"MTUS, pages 49, 60-61 and 78.", "49, 60-61 and 78"},
      {"MTUS, page 78 and the ODG", "78"},
      {"ACOEM, Chapter 12, pp. 303, 305", "303, 305"},
      {"ACOEM 2004, p. 287", "287"},
      {"Pg 16-19; ODG, Pain", "16-19"},
      {"Homepage 12 of the ODG", ""},
      {"ODG Pain Chapter, 2014", ""},
      {"pages", ""},
      {"pages and more", ""},
      {"", ""},
      {"MTUS \xE2\x80\x9CTopical\xE2\x80\x9D, page 111",
       ""}, // marks of several bytes: not told rather than cut wrongly
  };
  for (const auto& [citation, pages] : cases) EXPECT_EQ(pages_of_citation(citation), pages) << citation;
}

namespace {

UrReading letter(const std::string& text) {
  records::Document document;
  document.pages.resize(1);
  document.pages[0].text = text;
  static const auto words = load_ur_words(OPENIMR_SOURCE_DIR "/packs");
  static const auto form = load_form(OPENIMR_SOURCE_DIR "/packs", "ur_decision");
  EXPECT_TRUE(words && form);
  return read_ur_decision(*form, *words, document);
}

/// "outcome: item" for each item of a letter.
std::string decided(const std::string& text) {
  std::string all;
  for (const UrItemReading& item : letter(text).items) {
    all += item.outcome + ": " + item.text;
    if (!item.guideline.empty()) all += " [" + item.guideline + "]";
    if (!item.reasons.empty()) all += " (" + item.reasons + ")";
    all += "\n";
  }
  return all;
}

} // namespace

TEST(UrDecision, ItemsInEveryLayout) {
  const std::string all = "denied: Aquatic sessions, eight\nmodified: Placebol 5 mg #90\napproved: Cane\n";
  EXPECT_EQ(decided("1. Aquatic sessions, eight: Denied\n2. Placebol 5 mg #90: Modified to #30\n3. Cane: Approved\n"),
            all);
  EXPECT_EQ(decided("Service requested          Quantity   Decision        Granted\n"
                    "Aquatic sessions, eight    8          Non-certified   0\n"
                    "Placebol 5 mg #90          90         Modified        30\n"
                    "Cane                       1          Certified       1\n"),
            all);
  EXPECT_EQ(decided("Treatment requested: Aquatic sessions, eight\nDetermination: Non-certified\n"
                    "Treatment requested: Placebol 5 mg #90\nDetermination: Modified. Placebol 5 mg #30 is certified.\n"
                    "Treatment requested: Cane\nDetermination: Certified\n"),
            all);
  EXPECT_EQ(decided("Rationale: denied treatment was tried before\nThe claim: denied liability in 2012\n"), "");
}

TEST(UrDecision, WhatFollowsAListSpeaksOfAll) {
  EXPECT_EQ(decided("1. Aquatic sessions, eight: Denied\n2. Cane: Denied\nRATIONALE\nNothing was tried. Guideline: "
                    "MTUS, page 9\n"),
            "denied: Aquatic sessions, eight [MTUS, page 9] (Nothing was tried. Guideline: MTUS, page 9)\n"
            "denied: Cane [MTUS, page 9] (Nothing was tried. Guideline: MTUS, page 9)\n");
}

TEST(UrDecision, SpecksOfAScannerBehindTheDecision) {
  EXPECT_EQ(decided("1. Aquatic sessions, eight: Denied\xE2\x80\x9D\n2. Cane: Denied ~\n3. Brace: Modified to #1 '\n"),
            "denied: Aquatic sessions, eight\ndenied: Cane\nmodified: Brace\n");
}

TEST(UrDecision, WhoReviewed) {
  const auto who = [](const std::string& text) {
    const FormReading facts = letter(text).facts;
    return facts.sound("reviewer.name") + "|" + facts.sound("reviewer.specialty") + "|" +
           facts.sound("reviewer.license");
  };
  const std::string all = "Ulf Sample, MD|Pain Medicine|A12345";
  EXPECT_EQ(who("Reviewer: Ulf Sample, MD, Pain Medicine, California license A12345\n"), all);
  EXPECT_EQ(who("The request is denied.\n\nUlf Sample, MD\nPain Medicine, California license A12345\n"), all);
  EXPECT_EQ(who("Ulf Sample, M.D.\nPhysician advisor\nBoard certified in Pain Medicine. License: A12345\n"),
            "Ulf Sample, M.D.|Pain Medicine|A12345");
  // The requesting physician, a name without what makes a reviewer, a record that was read.
  EXPECT_EQ(who("Dear Ulf Sample, MD\nYour request was reviewed.\n"), "||");
  EXPECT_EQ(who("cc: Ulf Sample, MD\nSampletown\n"), "||");
  EXPECT_EQ(who("Ulf Sample, MD\nSample Street 1\nSampletown, CA 90000\n"), "||");
}

TEST(UrDecision, HowItWasServed) {
  const auto served = [](const std::string& text) {
    const UrReading reading = letter(text);
    return (reading.served ? reading.served->iso() : "") + " " + reading.served_by;
  };
  EXPECT_EQ(served("I served this decision on January 6, 2015 by first class mail to the employee.\n"),
            "2015-01-06 mail");
  EXPECT_EQ(served("I served the foregoing decision upon the parties on\nJanuary 6, 2015 by first class mail.\n"),
            "2015-01-06 mail");
  EXPECT_EQ(served("On 01/06/2015 I served this decision on the employee by first class\nmail at Sampletown.\n"),
            "2015-01-06 mail");
  EXPECT_EQ(served("On 01/06/2015 I served this decision on the employee by\nfirst class mail at Sampletown.\n"),
            "2015-01-06 mail");
  EXPECT_EQ(served("A dispute may be sent within 30 days of service. Records came by first class mail.\n"), " ");
}

TEST(UrDecision, PagesOfACitationAreWordsOfIt) {
  std::uint32_t seed = 3;
  const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U, seed >> 16; };
  const char* pieces[] = {"page ", "pages ", "pp.", "p. ", "12", "3-4", ", ", " and ", "&", " ", "x", "\xC3\xA9", "-"};
  for (int round = 0; round < 5000; ++round) {
    std::string citation;
    for (std::uint32_t n = next() % 12; n > 0; --n) citation += pieces[next() % std::size(pieces)];
    const std::string pages = pages_of_citation(citation);
    EXPECT_NE(citation.find(pages), std::string::npos);
    EXPECT_TRUE(pages.empty() || (std::isdigit(pages.front()) && std::isdigit(pages.back()))) << citation;
  }
}

} // namespace openimr::intake
