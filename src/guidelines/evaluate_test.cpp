#include "guidelines/evaluate.h"
#include "guidelines/page_reader.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace openimr::guidelines {
namespace {

const char* topic_page = R"(
id: t
title: Cream
class: option
guideline: g
pages: "10-11"
applies_to: [{drug: ketamine, route: topical}]
criteria:
  - {id: crps, text: The worker has CRPS, needed: a diagnosis of CRPS, when: {fact: dx.crps}}
  - {id: tried, text: First-line drugs failed, needed: failed trials, when: {any: [{fact: failed.a}, {fact: failed.b}]}}
  - {id: bad, text: A bad ingredient, needed: another formula, when: {fact: req.contains_not_recommended_ingredient}}
  - {id: better, text: Pain is better, needed: the response, when: {fact: resp.pain_improved}}
initial: {all: [crps, tried]}
continued: {all: [better]}
exclusions: [bad]
confidence: {level: high, basis: seed}
)";

struct World {
  Library library;
  records::Chart chart;
  Request request;

  World() : library(make()) {
    chart.request_date = Date::parse_iso("2015-01-29");
    chart.pages = {{"d1", "a.pdf", 1, 97, false}, {"d1", "a.pdf", 2, 71, false}};
  }

  static Library make() {
    static int count = 0;
    const std::string folder =
        ::testing::TempDir() + "packs" + std::to_string(::getpid()) + "-" + std::to_string(++count);
    std::filesystem::create_directories(folder + "/guidelines/p/topics");
    std::ofstream(folder + "/guidelines/p/pack.yaml")
        << "id: p\ntitle: P\nedition: \"1\"\nin_force: {from: "
           "2009-07-18, to: 2016-07-28}\ntied_responses: [resp.pain_improved]\n"
           "guidelines: {g: {title: G}}\n";
    std::ofstream(folder + "/guidelines/p/topics/t.yaml") << topic_page;
    auto library = Library::load(folder);
    if (!library) throw std::runtime_error(library.error().message());
    return std::move(*library);
  }

  records::Fact& add(const char* id, const char* date, records::Assertion assertion = records::Assertion::Present) {
    records::Fact fact;
    fact.id = "f" + std::to_string(chart.facts.size() + 1);
    fact.concept_id = id;
    fact.date = Date::parse_iso(date);
    fact.assertion = assertion;
    chart.facts.push_back(fact);
    return chart.facts.back();
  }

  Evaluation run() {
    const Date day = *Date::parse_iso("2015-01-29");
    return evaluate(library, {library.topic("t", day)}, request, chart, day);
  }
  std::string verdict(const char* criterion) { return name(run().finding(std::string("t/") + criterion)->verdict); }
  std::string recommendation() { return name(run().recommendation); }
};

} // namespace

TEST(Evaluate, SilenceIsUnknownWithProofAndCountsAfterACompleteSearch) {
  World world;
  world.chart.terms["dx.crps"] = {"CRPS", "complex regional pain syndrome"};
  const Evaluation evaluation = world.run();
  const Finding& finding = *evaluation.finding("t/crps");
  EXPECT_EQ(finding.verdict, Verdict::Unknown);
  EXPECT_EQ(finding.searched.terms, (std::vector<std::string>{"CRPS", "complex regional pain syndrome"}));
  EXPECT_EQ(finding.searched.pages, 2);
  EXPECT_EQ(finding.searched.worst_confidence, 71);
  EXPECT_EQ(evaluation.recommendation, Recommendation::Upheld);
  EXPECT_EQ(evaluation.reasons.at(0), "Not documented in any of the 2 pages read: the worker has CRPS.");
  ASSERT_EQ(evaluation.would_change.size(), 1u);
  EXPECT_EQ(evaluation.would_change[0],
            (ChangeSet{{"t/crps", "a diagnosis of CRPS", true}, {"t/tried", "failed trials", true}}));
}

TEST(Evaluate, AnUnreadPageLeavesSilenceToAPerson) {
  World world;
  world.chart.pages.push_back({"d2", "scan.tif", 1, 0, true});
  EXPECT_EQ(world.recommendation(), "reviewer_judgment");
  world.add("dx.crps", "2014-06-01", records::Assertion::Absent);
  EXPECT_EQ(world.recommendation(), "upheld") << "a statement against it decides, unread pages or not";
}

TEST(Evaluate, AllMetOverturnsAndAnExclusionDefeats) {
  World world;
  world.add("dx.crps", "2014-06-01");
  world.add("failed.b", "2014-06-01");
  EXPECT_EQ(world.recommendation(), "overturned");
  world.request.values["req.contains_not_recommended_ingredient"].verdict = Verdict::Met;
  const Evaluation evaluation = world.run();
  EXPECT_EQ(evaluation.recommendation, Recommendation::Upheld);
  EXPECT_EQ(evaluation.would_change,
            (std::vector<ChangeSet>{{{"t/bad", "another formula", false, Effort::AskOtherwise}}}));
}

TEST(Evaluate, WhoAndWhenAndWhetherItIsSo) {
  const auto verdict_with = [](auto change) {
    World world;
    change(world.add("dx.crps", "2014-06-01"));
    return world.verdict("crps");
  };
  EXPECT_EQ(verdict_with([](records::Fact&) {}), "met");
  EXPECT_EQ(verdict_with([](records::Fact& fact) { fact.temporality = records::Temporality::Historical; }), "met");
  EXPECT_EQ(verdict_with([](records::Fact& fact) { fact.assertion = records::Assertion::Possible; }), "unknown");
  EXPECT_EQ(verdict_with([](records::Fact& fact) { fact.assertion = records::Assertion::Absent; }), "not_met");
  EXPECT_EQ(verdict_with([](records::Fact& fact) { fact.temporality = records::Temporality::Planned; }), "unknown");
  EXPECT_EQ(verdict_with([](records::Fact& fact) { fact.temporality = records::Temporality::Hypothetical; }),
            "unknown");
  EXPECT_EQ(verdict_with([](records::Fact& fact) { fact.experiencer = records::Experiencer::Other; }), "unknown");
  EXPECT_EQ(verdict_with([](records::Fact& fact) { fact.from_ur_only = true; }), "unknown");
}

TEST(Evaluate, AResponseToAnotherTreatmentIsNoneToThisOne) {
  const auto verdict_with = [](const char* treatment) {
    World world;
    world.request.phase = Phase::Continued;
    world.request.item.ingredients = {"ketamine"};
    records::Fact& fact = world.add("resp.pain_improved", "2014-06-01");
    if (*treatment) fact.details["treatment"] = treatment;
    return world.verdict("better");
  };
  EXPECT_EQ(verdict_with("ketamine topical"), "met");
  EXPECT_EQ(verdict_with(""), "met") << "the words leave it open";
  EXPECT_EQ(verdict_with("epidural steroid injection"), "unknown");
}

TEST(Evaluate, TheLaterStatementCountsAndTheSameDayIsAConflict) {
  World world;
  world.add("dx.crps", "2014-06-01", records::Assertion::Absent);
  world.add("dx.crps", "2014-09-01");
  EXPECT_EQ(world.verdict("crps"), "met");
  world.add("dx.crps", "2014-09-01", records::Assertion::Absent);
  const Evaluation evaluation = world.run();
  EXPECT_EQ(evaluation.finding("t/crps")->verdict, Verdict::Unknown);
  EXPECT_TRUE(evaluation.finding("t/crps")->is_conflict);
}

TEST(Evaluate, NoTopicIsNoDenial) {
  World world;
  const Date day = *Date::parse_iso("2015-01-29");
  const Evaluation evaluation = evaluate(world.library, {}, world.request, world.chart, day);
  EXPECT_EQ(evaluation.recommendation, Recommendation::ReviewerJudgment);
  EXPECT_EQ(world.library.topic("t", *Date::parse_iso("2016-07-29")), nullptr)
      << "out of force after the edition's last day";
}

TEST(Evaluate, TheSearchSequenceNamesTheStepThatSpeaks) {
  auto library = Library::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  ASSERT_TRUE(library) << library.error().message();
  const Date day = *Date::parse_iso("2015-01-29");
  const struct {
    const char* topic;
    const char* expected;
  } cases[] = {
      {"h-wave", "searched first; it speaks to this request | not opened: the schedule addresses the request and its "
                 "presumption is not challenged"},
      {"gym-membership", "searched first; no topic in force speaks to this request | opened, because the step before "
                         "does not address it; it speaks to this request"},
      {"", "searched first; no topic in force speaks to this request | opened, because the step before does not "
           "address it; a reviewer must search it"},
  };
  for (const auto& one : cases) {
    std::vector<const Topic*> topics;
    if (const Topic* topic = library->topic(one.topic, day)) topics.push_back(topic);
    const Evaluation evaluation = evaluate(*library, topics, Request{}, records::Chart{}, day);
    ASSERT_GE(evaluation.sequence.size(), 3u) << one.topic;
    EXPECT_EQ(evaluation.sequence[0].reason + " | " + evaluation.sequence[1].reason, one.expected) << one.topic;
    EXPECT_EQ(evaluation.sequence[2].opened, topics.empty()) << one.topic;
  }
}

} // namespace openimr::guidelines
