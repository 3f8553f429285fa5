#include "corpus/decision_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

using testing::ElementsAre;

const LibraryWords& words() {
  static const auto loaded = LibraryWords::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  EXPECT_TRUE(loaded) << loaded.error().message();
  return *loaded;
}

constexpr const char* header =
    "Reference ID;Report Year;Diagnosis Category;Diagnosis Sub Category;Treatment Category;Treatment Sub "
    "Category;Determination;Type;Age Range;Patient Gender\n";

TEST(Csv, KeepsWhatStandsInQuotes) {
  EXPECT_THAT(read_csv("\xEF\xBB\xBF"
                       "a;\"b;\"\"c\"\"\nd\";e\r\nf;;\n",
                       ';'),
              ElementsAre(ElementsAre("a", "b;\"c\"\nd", "e"), ElementsAre("f", "", "")));
  EXPECT_TRUE(read_csv("", ';').empty());
  EXPECT_THAT(read_csv("a,\"never closed", ','), ElementsAre(ElementsAre("a", "never closed")));
}

TEST(Tables, RowsBecomeDecisions) {
  const std::string bytes = std::string(header) +
                            "XX01;2016;Orthopedic;Back Pain;Imaging;MRI;Overturned Decision of Health "
                            "Plan;Experimental/Investigational;11_20;Female\n"
                            "XX02;2001;Mental;Other;Imaging;Other;Upheld Decision of Health Plan;Urgent Care;51-64;\n";
  const TableDefinition* table = table_of(words(), bytes);
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->id, "dmhc-imr");
  text::Problems problems;
  const auto rows = read_table(words(), *table, "t.csv", bytes, problems);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(problems.empty());
  const LibraryDecision& first = rows[0].decision;
  EXPECT_EQ(first.case_number, "XX01");
  EXPECT_EQ(first.year, 2016);
  EXPECT_EQ(first.age_band, "11-20");
  EXPECT_EQ(first.sex, "female");
  EXPECT_EQ(first.items[0].outcome, Decision::Overturned);
  EXPECT_EQ(first.items[0].treatment, "MRI");
  EXPECT_EQ(first.items[0].type, "experimental");
  EXPECT_THAT(first.diagnoses, ElementsAre("back pain", "orthopedic"));
  EXPECT_EQ(rows[1].decision.items[0].treatment, "Imaging"); // "Other" says nothing
  EXPECT_THAT(rows[1].decision.not_understood, ElementsAre("sex"));
}

TEST(Tables, WhatIsWrongWithARowIsNamedByLine) {
  const std::string bytes =
      std::string(header) + ";2016;a;b;c;d;Upheld;x;y;Male\nXX02;soon;a;b;c;d;Undecided;x;y;Male\nXX03;2016\n";
  text::Problems problems;
  const auto rows = read_table(words(), *table_of(words(), bytes), "t.csv", bytes, problems);
  ASSERT_EQ(rows.size(), 2U); // the first has no number
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_EQ(problems[0].where, "t.csv:2");
  EXPECT_EQ(problems[1].where, "t.csv:3");
  EXPECT_EQ(problems[1].found, "\"Undecided\"");
  EXPECT_EQ(problems[2].where, "t.csv:4"); // two values of ten
  EXPECT_EQ(rows[0].decision.year, 0);
  EXPECT_FALSE(rows[0].decision.items[0].outcome);
}

TEST(Tables, LinesOfJson) {
  const std::string bytes =
      "{\"case_number\": \"N1\", \"treatment\": \"[Surgery]\", \"diagnosis\": \"[Hip\\u00e9]\", \"appeal_decision\": "
      "\"Overturned in Part\", \"decision_year\": \"2019\", \"gender\": \"Male\", \"summary_1\": \"a\\nb\"}\nbroken\n";
  const TableDefinition* table = table_of(words(), bytes);
  ASSERT_NE(table, nullptr);
  text::Problems problems;
  const auto rows = read_table(words(), *table, "n.jsonl", bytes, problems);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].decision.items[0].outcome, Decision::PartiallyOverturned);
  EXPECT_EQ(rows[0].decision.items[0].category, "Surgery");
  EXPECT_THAT(rows[0].decision.diagnoses, ElementsAre("hipé"));
  EXPECT_EQ(rows[0].decision.summary, "a b");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].where, "n.jsonl:2");
}

TEST(Tables, OtherFilesAreNone) {
  for (const char* bytes : {"", "a;b\n1;2\n", "{}", "{\"a\": 1}\n", "just words"})
    EXPECT_EQ(table_of(words(), bytes), nullptr) << bytes;
}

TEST(LibraryWords, CitationsAreTakenApart) {
  for (const auto& [source, guideline, section] : std::vector<std::tuple<const char*, const char*, const char*>>{
           {"MTUS Chronic Pain Medical Treatment Guidelines, Topical Analgesics", "mtus-chronic-pain",
            "topical analgesics"},
           {"MTUS Chronic Pain Treatment Guidelines opioids", "mtus-chronic-pain", "opioids"},
           {"ACOEM", "acoem", ""},
           {"Official Disability Guidelines (ODG), Pain Chapter, Polysomnography", "odg",
            "pain chapter polysomnography"},
           {"CA MTUS", "mtus", "ca"},
           {"Journal of Something", "", "journal of something"},
       }) {
    const auto cited = words().citation(CitedBy::Reviewer, {source, "111-112, 5"});
    EXPECT_EQ(cited.guideline, guideline) << source;
    EXPECT_EQ(cited.section, section) << source;
    EXPECT_EQ(cited.pages.size(), 2U);
  }
}

TEST(LibraryWords, ARecitedRuleSaysNothingOfThePatient) {
  EXPECT_EQ(
      words().about_patient("Applications include CRPS. The claimant does not have CRPS. A dose of 2.5 mg is usual."),
      " The claimant does not have CRPS.");
  EXPECT_EQ(words().age_band(51), "51-64");
  EXPECT_EQ(words().age_band(130), "");
}

} // namespace
} // namespace openimr::corpus
