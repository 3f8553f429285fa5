#include "guidelines/pack_checks.h"

#include "guidelines/test_scene.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>

namespace openimr::guidelines {
namespace {

std::string can(const std::string& yaml) {
  const Topic topic;
  const auto said = [](std::optional<bool> can) { return !can ? "?" : *can ? "yes" : "no"; };
  const Logic logic = condition(yaml);
  return fmt::format("met {}, not met {}", said(can_be(logic, topic, Verdict::Met)),
                     said(can_be(logic, topic, Verdict::NotMet)));
}

} // namespace

TEST(PackChecks, WhatNoRecordCanMeetOrFail) {
  const std::pair<const char*, const char*> lines[] = {
      {"{fact: dx.a}", "met yes, not met yes"},
      {"{all: [{fact: dx.a}, {not: {fact: dx.a}}]}", "met no, not met yes"},
      {"{any: [{fact: dx.a}, {not: {fact: dx.a}}]}", "met yes, not met no"},
      {"{all: [{fact: s.a, op: \">\", value: 6}, {fact: s.a, op: \"<\", value: 4}]}", "met no, not met yes"},
      {"{all: [{fact: s.a, op: \">\", value: 4}, {fact: s.a, op: \"<\", value: 5}]}", "met yes, not met yes"},
      {"{any: [{fact: s.a, op: \">=\", value: 4}, {fact: s.a, op: \"<\", value: 4}]}", "met yes, not met no"},
      {"{all: [{fact: s.a, op: \">\", value: 3, unit: weeks}, {fact: s.a, op: \"<\", value: 14, unit: days}]}",
       "met no, not met yes"},
      {"{unless: {rule: {fact: dx.a}, except: {any: [{fact: dx.a}, {fact: dx.b}]}}}", "met no, not met yes"},
      {"{judgment: true}", "met no, not met no"},
      {"{always: true}", "met yes, not met no"},
  };
  for (const auto& [yaml, expected] : lines) EXPECT_EQ(can(yaml), expected) << yaml;
}

/// Against trying every answer to six questions of presence.
TEST(PackChecks, AgreeWithTryingEverything) {
  std::mt19937 random(20160728);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const std::function<std::string(int)> tree = [&](int depth) -> std::string {
    if (depth == 0 || pick(4) == 0) return fmt::format("{{fact: a.{}}}", pick(4));
    if (pick(4) == 0) return "{not: " + tree(depth - 1) + "}";
    const char* word = pick(2) ? "all" : "any";
    return fmt::format("{{{}: [{}, {}]}}", word, tree(depth - 1), tree(depth - 1));
  };
  for (int round = 0; round < 300; ++round) {
    const std::string yaml = tree(4);
    const Logic logic = condition(yaml);
    bool met = false, not_met = false;
    for (int code = 0; code < 16; ++code) {
      TestScene scene;
      for (int i = 0; i < 4; ++i)
        scene.add(fmt::format("a.{}", i).c_str(), "2014-06-01").assertion =
            code >> i & 1 ? records::Assertion::Present : records::Assertion::Absent;
      const std::string verdict = scene.verdict(logic);
      met = met || verdict == "met";
      not_met = not_met || verdict == "not_met";
    }
    EXPECT_EQ(can(yaml), fmt::format("met {}, not met {}", met ? "yes" : "no", not_met ? "yes" : "no")) << yaml;
  }
}

TEST(PackChecks, NoCriterionOfOurPagesIsBeyondReachAndNoDateIsTwiceCovered) {
  auto library = Library::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  ASSERT_TRUE(library) << library.error().message();
  for (const auto& problem : check_packs(*library, [](const std::string&) { return true; }))
    if (problem.found.find("no record can") != std::string::npos || problem.found.find("days that") == 0)
      ADD_FAILURE() << problem.message();
}

} // namespace openimr::guidelines
