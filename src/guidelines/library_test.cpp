#include "guidelines/example.h"
#include "guidelines/library.h"
#include "guidelines/page_reader.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

namespace openimr::guidelines {
namespace {

const std::string packs = std::string(OPENIMR_SOURCE_DIR) + "/packs";

Pack one_pack() {
  Pack pack;
  pack.id = "p";
  pack.guidelines["g"] = {};
  return pack;
}

/// The faults of a topic page, one a line.
std::string faults(const std::string& page) {
  auto file = text::DataFile::parse("t.yaml", page);
  if (!file) return file.error().message();
  text::Reader reader(*file);
  read_topic(reader, one_pack());
  std::string lines;
  for (const auto& problem : reader.problems()) lines += problem.message() + "\n";
  return lines;
}

const std::string head = "id: t\ntitle: T\nclass: option\nguideline: g\nconfidence: {level: high, basis: seen}\n";

} // namespace

TEST(TopicPage, NamesEveryFaultWithItsLine) {
  EXPECT_EQ(faults(head + "criteria: [{id: a, text: A, needed: a, when: {fact: dx.a}}]\ninitial: a\n"), "");
  EXPECT_EQ(faults(head + "criteria: [{id: a, text: A, needed: a, when: {fact: dx.a}}]\ninitial: {all: [b]}\n"),
            "t.yaml:7: initial: found the criterion \"b\", expected one of a; define it under criteria\n");
  EXPECT_EQ(
      faults(head + "criteria: [{id: a, text: A, needed: a, when: {al: []}}]\n"),
      "t.yaml:6: criteria[0].when: found the word \"al\", expected one of fact, all, any, at_least, not, unless, "
      "not_recommended_except, always, response, count, duration, change, one_of_ingredients, topic, judgment; see "
      "docs/reference/topic_language.md\n");
  EXPECT_EQ(faults(head + "criteria: [{id: a, text: A, needed: a, when: {at_least: {n: 3, of: [{fact: x}]}}}]\n"),
            "t.yaml:6: criteria[0].when.at_least.n: found 3, expected 1 to 1; correct n\n");
  EXPECT_EQ(
      faults(head + "in_force: {from: 2016-01-01, to: 2015-01-01}\n"),
      "t.yaml:6: in_force: found an end before its beginning, expected from on or before to; correct the dates\n");
  EXPECT_EQ(faults("id: t\ntitle: T\nclass: opt\nguideline: h\nconfidence: {}\n"),
            "t.yaml:3: class: found \"opt\", expected one of recommended, recommended_with_criteria, option, "
            "not_recommended, under_study, "
            "no_recommendation; choose one of them\n"
            "t.yaml:4: guideline: found \"h\", expected a guideline of pack.yaml; name it there first\n");
}

TEST(Library, EveryPageLoadsAndEveryExampleComesOutAsWritten) {
  text::Problems problems;
  auto library = Library::load(packs, problems);
  ASSERT_TRUE(library) << library.error().message();
  for (const auto& problem : problems) ADD_FAILURE() << problem.message();
  int examples = 0;
  for (const Topic& topic : library->topics()) {
    EXPECT_GE(topic.examples.size(), 3u) << topic.file;
    for (const Example& example : topic.examples) {
      ++examples;
      const std::string differs = run_example(*library, topic, example);
      EXPECT_EQ(differs, "");
    }
  }
  EXPECT_GT(examples, 0);
}

TEST(Library, ExamplesWrittenBeforeTheRuleWasLookedAtComeOutAsTheySay) {
  auto library = Library::load(packs);
  ASSERT_TRUE(library) << library.error().message();
  std::vector<std::string> differs;
  EXPECT_GE(run_blind_examples(*library, differs), 50u);
  for (const std::string& line : differs) ADD_FAILURE() << line;
  std::set<std::string> topics;
  for (const BlindExample& blind : library->packs().front().blind_examples) topics.insert(blind.topic);
  EXPECT_GE(topics.size(), 40u) << "the topics most often disputed";
}

TEST(Library, AMissingPacksFolderSaysWhatToDo) {
  auto library = Library::load("/nonexistent");
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().message(), "/nonexistent/guidelines: found no guideline pack, expected folders with "
                                       "pack.yaml; name the folder that holds guidelines/, by --packs, "
                                       "OPENIMR_PACKS or in the command");
}

TEST(Pages, PrintedRangesBecomeNumbers) {
  EXPECT_EQ(page_numbers("78, 80, 91"), (std::vector{78, 80, 91}));
  EXPECT_EQ(page_numbers("68-69"), (std::vector{68, 69}));
  EXPECT_EQ(page_numbers("82 - 84, 111\xe2\x80\x93"
                         "113"),
            (std::vector{82, 83, 84, 111, 112, 113}));
  EXPECT_EQ(page_numbers(""), std::vector<int>{});
  EXPECT_EQ(page_numbers("none"), std::vector<int>{});
  EXPECT_LT(page_numbers("1-99999999999").size(), 1100u);
}

} // namespace openimr::guidelines
