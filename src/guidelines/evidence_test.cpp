// Worked cases of the method for weighing evidence, and the three citation records.
#include "guidelines/evidence.h"
#include "guidelines/library.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace openimr::guidelines {
namespace {

const EvidenceHierarchy& hierarchy() {
  static const auto library = Library::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  if (!library) throw std::runtime_error(library.error().message());
  return *library->evidence_hierarchy(*Date::parse_iso("2015-06-01"));
}

CitedEvidence cite(const char* id, bool is_for, std::vector<Study> studies, std::optional<bool> applies = true) {
  CitedEvidence cited;
  cited.id = id;
  cited.by = is_for ? "treating_physician" : "utilization_review";
  cited.type = is_for ? "study" : "mtus";
  cited.is_for = is_for;
  cited.is_applicable = applies;
  cited.applicability = "other patients";
  cited.studies = std::move(studies);
  return cited;
}

Study study(const char* design, std::optional<bool> low_bias = std::nullopt) { return {design, low_bias, {}}; }

std::string weighed(std::vector<CitedEvidence> citations, const char* question = "treatment_benefit") {
  const EvidenceWeighing answer = weigh(hierarchy(), {"1", question, std::move(citations)});
  return fmt::format("{} {}: {}", answer.supports, answer.level, fmt::join(answer.reasons, " "));
}

std::string faults(const std::string& page) {
  auto file = text::DataFile::parse("evidence.yaml", page);
  if (!file) return file.error().message();
  text::Reader reader(*file);
  read_cited_evidence(reader);
  std::string lines;
  for (const auto& problem : reader.problems()) lines += problem.message() + "\n";
  return lines;
}

std::string citation(const std::string& rest) {
  return "items:\n  - id: 1\n    question: treatment_benefit\n    citations:\n      - {id: a, by: reviewer, " + rest +
         "}\n";
}

} // namespace

TEST(Weighing, WithoutAVarianceTheMethodIsNotCalledFor) {
  EXPECT_EQ(weighed({cite("a", true, {study("rct", true)}), cite("b", true, {})}),
            " : The recommendations cited are not at variance; the method for weighing is not called for.");
  EXPECT_EQ(weighed({}),
            " : The recommendations cited are not at variance; the method for weighing is not called for.");
}

TEST(Weighing, TheHigherLevelIsSupported) {
  EXPECT_EQ(weighed({cite("a", true, {study("rct", true)}), cite("b", false, {study("rct", false)})}),
            "treatment 1b: The evidence for the treatment is of level 1b, that against it of level 1c.");
  EXPECT_EQ(weighed({cite("a", true, {study("case_series")}), cite("b", false, {study("controlled_cohort")})}),
            "denial 2: The evidence against the treatment is of level 2, that for it of level 4.");
}

TEST(Weighing, TheBestStudyBehindARecommendationCounts) {
  EXPECT_EQ(weighed({cite("a", true, {study("case_series"), study("systematic_review_of_rcts", true)}),
                     cite("b", false, {study("rct", true)})}),
            "treatment 1a: The evidence for the treatment is of level 1a, that against it of level 1b.");
}

TEST(Weighing, ApplicabilityComesBeforeTheLevel) {
  EXPECT_EQ(weighed({cite("a", true, {study("systematic_review_of_rcts", true)}, false),
                     cite("b", false, {study("expert_opinion")})}),
            "denial 5: Only the evidence against the treatment applies (level 5).");
  EXPECT_EQ(weighed({cite("a", true, {study("rct", true)}, false), cite("b", false, {study("rct", true)}, false)}),
            "undecided : No citation is left whose studies apply; a reviewer has to search further.");
}

TEST(Weighing, WhatIsNotGradedIsNotDecided) {
  const std::string open = "undecided : Not every citation is graded; a reviewer has to grade the studies behind it.";
  EXPECT_EQ(weighed({cite("a", true, {study("rct", true)}), cite("b", false, {})}), open) << "a guideline by itself";
  EXPECT_EQ(weighed({cite("a", true, {study("rct", true)}, std::nullopt), cite("b", false, {study("rct")})}), open);
  EXPECT_EQ(weighed({cite("a", true, {study("blog post")}), cite("b", false, {study("rct")})}), open);
  EXPECT_EQ(weighed({cite("a", true, {study("rct", true)}), cite("b", false, {study("rct", true)})}),
            "undecided : Both sides rest on evidence of level 1b; a reviewer weighs them.");
}

TEST(Weighing, TheSameStudyStandsElsewhereForAnotherQuestion) {
  EXPECT_EQ(level_of(hierarchy(), "treatment_benefit", study("rct", false)), "1c");
  EXPECT_EQ(level_of(hierarchy(), "treatment_harm", study("rct", false)), "2");
  EXPECT_EQ(level_of(hierarchy(), "prognosis", study("case_series")), "2");
  EXPECT_EQ(level_of(hierarchy(), "treatment_benefit", study("case_series")), "4");
  EXPECT_EQ(level_of(hierarchy(), "diagnostic_test", study("cross_sectional", false)), "1c");
  EXPECT_EQ(level_of(hierarchy(), "prognosis", study("rct", true)), "") << "the table has no such row";
  EXPECT_EQ(level_of(hierarchy(), "treatment_benefit", study("rct")), "1c") << "bias not judged counts as identified";
}

TEST(Weighing, TheMethodBeganIn2015) {
  const auto library = Library::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  ASSERT_TRUE(library);
  EXPECT_EQ(library->evidence_hierarchy(*Date::parse_iso("2015-04-19")), nullptr);
  EXPECT_NE(library->evidence_hierarchy(*Date::parse_iso("2015-04-20")), nullptr);
}

TEST(CitationRecords, EachTypeHasFieldsOfItsOwn) {
  EXPECT_EQ(faults(citation("type: mtus, year: 2009, chapter: c, section: s, supports: denial")), "");
  EXPECT_EQ(faults(citation("type: guideline, title: t, publisher: p, year: 2014, section: s, supports: treatment")),
            "");
  const auto missing = [](const char* field) {
    return fmt::format("evidence.yaml:5: items[0].citations[0].{}: ", field);
  };
  const std::string study = faults(citation("type: study, title: t, year: 2014, supports: treatment"));
  for (const char* field : {"first_author", "journal", "volume", "pages"})
    EXPECT_NE(study.find(missing(field)), std::string::npos) << field << "\n" << study;
  EXPECT_EQ(study.find(missing("publisher")), std::string::npos);
  const std::string schedule = faults(citation("type: mtus, pages: 78, supports: denial"));
  for (const char* field : {"year", "chapter", "section"})
    EXPECT_NE(schedule.find(missing(field)), std::string::npos) << field << "\n" << schedule;
}

TEST(CitationRecords, AJudgmentOfApplicabilityNeedsItsReason) {
  const std::string found =
      faults(citation("type: mtus, year: 2009, chapter: c, section: s, supports: denial, applies: false"));
  EXPECT_NE(found.find("items[0].citations[0].applicability: "), std::string::npos) << found;
  EXPECT_EQ(
      faults(citation("type: mtus, year: 2009, chapter: c, section: s, supports: denial, studies: [{design: rct, "
                      "low_risk_of_bias: true, biases: [no blinding]}]")),
      "evidence.yaml:5: items[0].citations[0].studies[0].biases: found biases of a study with a low risk of bias, "
      "expected one or the other; correct low_risk_of_bias\n");
}

TEST(CitationRecords, ArePrintedInTheOrderOfTheRegulation) {
  CitedEvidence one;
  one.type = "study";
  one.fields = {{"first_author", "Doe J"}, {"title", "A trial"}, {"journal", "Spine"},
                {"year", "2013"},          {"volume", "12"},     {"pages", "34-41"}};
  EXPECT_EQ(one.printed(), "Doe J, A trial, Spine, 2013;12, pages 34-41");
  one.type = "mtus";
  one.fields = {{"year", "2009"}, {"chapter", "Chronic Pain"}, {"section", "Ketamine"}};
  EXPECT_EQ(one.printed(), "MTUS 2009, Chronic Pain, Ketamine");
}

TEST(Challenges, AreRecommendationsForTheTreatmentFromOutsideOfTheSchedule) {
  const CitedForItem cited{
      "1", "treatment_benefit", {cite("a", true, {}), cite("b", false, {}), cite("c", true, {}, false)}};
  ASSERT_EQ(challenges(cited).size(), 1u) << "not what speaks against it, and not what does not apply";
  EXPECT_EQ(challenges(cited)[0].by, "treating_physician");
}

} // namespace openimr::guidelines
