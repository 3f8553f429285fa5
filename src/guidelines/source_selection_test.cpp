// Which pages a request is held against: worked cases over the real packs and the real rules of the jurisdictions.
#include "guidelines/carry_over.h"
#include "guidelines/source_selection.h"
#include "jurisdictions/jurisdiction.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::guidelines {
namespace {

const std::string packs = std::string(OPENIMR_SOURCE_DIR) + "/packs";

const Library& library() {
  static const auto loaded = Library::load(packs);
  if (!loaded) throw std::runtime_error(loaded.error().message());
  return *loaded;
}

jurisdictions::SourceRules rules_of(const char* jurisdiction) {
  const auto law = jurisdictions::Jurisdiction::load(packs, jurisdiction);
  if (!law) throw std::runtime_error(law.error().message());
  return law->sources;
}

Date day(const char* iso) { return *Date::parse_iso(iso); }

records::RequestedItem drug(const std::string& name, const std::string& drug_class = "") {
  records::RequestedItem item;
  item.text = name;
  item.kind = "drug";
  item.route = "oral";
  item.drugs = {name};
  item.ingredients = {name};
  if (!drug_class.empty()) item.drug_classes = {drug_class};
  return item;
}

records::RequestedItem words(const std::string& text) {
  records::RequestedItem item;
  item.text = text;
  item.kind = "unknown";
  return item;
}

/// "pack/topic …; opened steps; presumption".
std::string told(const SourceAnswer& answer) {
  std::vector<std::string> topics, opened;
  for (const Topic* topic : answer.topics) topics.push_back(topic->pack + "/" + topic->id);
  for (const Gate& gate : answer.gates)
    if (gate.is_open) opened.push_back(gate.step + (gate.speaks ? " speaks" : ""));
  return fmt::format("{}; {}; {}", fmt::join(topics, " "), fmt::join(opened, ", "), answer.presumption);
}

std::string in_california(const records::RequestedItem& item, const char* requested,
                          const std::vector<Challenge>& challenges = {}) {
  static const auto rules = rules_of("us-ca-wc");
  return told(select_sources(library(), rules, item, {{"request", day(requested)}}, day(requested), challenges));
}

} // namespace

TEST(SearchSequence, TheScheduleIsSearchedFirstAndTheNextStepOpensOnlyWhereItIsSilent) {
  EXPECT_EQ(in_california(drug("baclofen"), "2015-01-29"), "mtus-2009/baclofen; mtus speaks; holds");
  EXPECT_EQ(in_california(drug("zolpidem"), "2015-01-29"),
            "odg-public/zolpidem; mtus, acoem-or-odg speaks; does not reach");
  EXPECT_EQ(in_california(words("weight loss program"), "2015-01-29"),
            "odg-public/weight-loss; mtus, acoem-or-odg, other-guidelines speaks, studies; does not reach");
}

TEST(SearchSequence, WhatNoStepAddressesIsNotDeniedForThat) {
  static const auto rules = rules_of("us-ca-wc");
  const auto answer = select_sources(library(), rules, words("hyperbaric chamber"), {}, day("2015-01-29"));
  EXPECT_EQ(told(answer), "; mtus, acoem-or-odg, other-guidelines, studies; does not reach");
  EXPECT_EQ(answer.silence,
            "Treatment is not denied on the sole ground that the schedule does not address the condition; other "
            "evidence-based, nationally recognized guidelines decide (8 CCR 9792.21(d); LC 4604.5(d)).");
}

TEST(SearchSequence, AListOfDrugsIsLookedUpDrugByDrug) {
  records::RequestedItem two = drug("baclofen");
  two.drugs.push_back("zolpidem");
  two.ingredients.push_back("zolpidem");
  EXPECT_EQ(in_california(two, "2015-01-29"),
            "mtus-2009/baclofen odg-public/zolpidem; mtus speaks, acoem-or-odg speaks; holds");
}

TEST(SearchSequence, AChallengeOpensTheStepsBehindButTheSchedulesPagesStandUntilEvidenceIsWeighed) {
  static const auto rules = rules_of("us-ca-wc");
  const Challenge challenge{"treating_physician", "a randomized trial of 2014 is cited"};
  const auto answer = select_sources(library(), rules, drug("baclofen"), {}, day("2015-01-29"), {challenge});
  EXPECT_EQ(told(answer), "mtus-2009/baclofen; mtus speaks, acoem-or-odg, other-guidelines, studies; challenged");
  EXPECT_EQ(answer.gates.at(1).reason, "opened, because the presumption is challenged by the treating_physician: a "
                                       "randomized trial of 2014 is cited; no page of the packs speaks to it, a "
                                       "reviewer must search it");
}

TEST(Edition, TheDayOfTheRequestChoosesIt) {
  const auto edition = [](const char* requested) {
    static const auto rules = rules_of("us-ca-wc");
    return select_sources(library(), rules, drug("baclofen"), {{"request", day(requested)}}, day("2018-03-01")).edition;
  };
  EXPECT_EQ(edition("2009-07-17").pack, "");
  EXPECT_EQ(edition("2009-07-18").pack, "mtus-2009");
  EXPECT_EQ(edition("2016-07-28").pack, "mtus-2009");
  EXPECT_EQ(edition("2016-07-29").pack, "mtus-2016");
  EXPECT_EQ(edition("2017-11-30").pack, "mtus-2016");
  EXPECT_EQ(edition("2017-12-01").pack, "mtus-acoem-2017");
  EXPECT_EQ(edition("2017-12-01").event, "request");
}

TEST(Edition, ADayThatWouldChooseAnotherIsTold) {
  static const auto rules = rules_of("us-ca-wc");
  const EventDays days{{"request", day("2016-07-20")}, {"ur_decision", day("2016-08-01")}};
  const auto answer = select_sources(library(), rules, drug("baclofen"), days, day("2016-09-01"));
  EXPECT_EQ(answer.edition.pack, "mtus-2009");
  EXPECT_EQ(answer.edition.by_other.at("ur_decision"), "mtus-2016");
  EXPECT_THAT(answer.notes, testing::Contains("By the day of the utilization review decision the edition would be "
                                              "mtus-2016; the day of the request decides."));
}

TEST(Edition, ChaptersThatStoodOnAreUsedBesideTheNewOnes) {
  EXPECT_EQ(in_california(words("MRI of the lumbar spine"), "2017-03-01").substr(0, 21), "mtus-2009/mri-lumbar;");
  EXPECT_EQ(in_california(words("Acupuncture x 6"), "2017-11-30").substr(0, 22), "mtus-2009/acupuncture;");
  EXPECT_EQ(in_california(words("Acupuncture x 6"), "2017-12-01").substr(0, 28), "mtus-acoem-2017/acupuncture;");
}

TEST(Edition, APageWrittenForAnEarlierEditionOfItsChapterSaysSo) {
  static const auto rules = rules_of("us-ca-wc");
  const auto answer = select_sources(library(), rules, words("MRI of the lumbar spine"),
                                     {{"request", day("2022-01-10")}}, day("2022-02-01"));
  EXPECT_THAT(answer.notes, testing::Contains("The page mri-lumbar was written for ACOEM Low Back Disorders Guideline "
                                              "(February 24, 2016); on 2022-01-10 the edition ACOEM Low Back Disorders "
                                              "Guideline (February 13, 2020) is in force."));
  EXPECT_THAT(answer.notes, testing::Contains(testing::StartsWith("The page mri-lumbar of mtus-acoem-2017 is of low")));
}

TEST(OtherJurisdictions, AreNotHeldToTheCaliforniaSchedule) {
  for (const char* one : {"us-ca-dmhc", "us-ca-cdi", "us-federal-aca", "us-naic-76", "us-ny", "us-wa"}) {
    const auto answer =
        select_sources(library(), rules_of(one), drug("baclofen"), {{"request", day("2015-01-29")}}, day("2015-02-20"));
    EXPECT_EQ(told(answer), "; ; none") << one;
    EXPECT_EQ(answer.silence, "No guideline pack speaks for this jurisdiction; the reviewer names the standard.")
        << one;
  }
}

TEST(OtherJurisdictions, TexasAsksOdgAndOnlyThenTheTextAdaptedFromIt) {
  const auto rules = rules_of("us-tx-wc");
  const auto zolpidem =
      select_sources(library(), rules, drug("zolpidem"), {{"request", day("2012-05-01")}}, day("2012-06-01"));
  EXPECT_EQ(told(zolpidem), "odg-public/zolpidem; adopted speaks; none");
  const auto baclofen =
      select_sources(library(), rules, drug("baclofen"), {{"request", day("2008-05-01")}}, day("2008-06-01"));
  EXPECT_EQ(told(baclofen), "mtus-2009/baclofen; adopted, related speaks; none");
  EXPECT_EQ(baclofen.pages_day, day("2015-01-01"));
  EXPECT_THAT(baclofen.notes, testing::Contains(testing::HasSubstr("is no source of this jurisdiction")));
  // The ACOEM chapters of the California pack are none of ODG's text.
  const auto imaging = select_sources(library(), rules, words("MRI of the lumbar spine"), {}, day("2012-06-01"));
  EXPECT_EQ(told(imaging), "; adopted, related; none");
}

TEST(CarryOver, NamesWhatCannotBeFollowedAndPagesThatWouldBothAnswer) {
  const auto page = [](const char* pack, const char* id, const char* follows) {
    Topic topic;
    topic.pack = pack;
    topic.id = id;
    topic.file = fmt::format("{}/topics/{}.yaml", pack, id);
    topic.follows = follows;
    topic.from = day("2016-01-01");
    return topic;
  };
  std::vector<Topic> pages = {page("b", "x", "a/x"), page("a", "x", ""), page("b", "y", "b/z"), page("b", "z", "b/y")};
  pages[1].title = "Ex";
  pages[1].pages = "12";
  pages[1].to = day("2016-02-01");
  pages[0].examples.emplace_back();
  pages[0].examples[0].verdicts["nowhere"] = "met";
  pages[0].examples[0].line = 7;
  text::Problems problems;
  carry_over(pages, problems);
  check_periods(pages, problems);
  EXPECT_EQ(pages[0].title, "Ex");
  EXPECT_EQ(pages[0].pages, "") << "a page number belongs to its own edition";
  std::string lines;
  for (const auto& problem : problems) lines += problem.message() + "\n";
  EXPECT_EQ(lines,
            "b/topics/x.yaml:7: examples.verdicts: found the criterion \"nowhere\", expected a criterion of "
            "this page; correct it\n"
            "b/topics/y.yaml: follows: found \"b/z\", expected pack/topic of a page that stands by itself in the "
            "end; correct it, or write the page out\n"
            "b/topics/z.yaml: follows: found \"b/y\", expected pack/topic of a page that stands by itself in the "
            "end; correct it, or write the page out\n"
            "a/topics/x.yaml: in_force: found days on which b/topics/x.yaml is in force as well, expected one "
            "page of an id on every day; end the earlier one with `in_force: {to: …}`\n");
}

} // namespace openimr::guidelines
