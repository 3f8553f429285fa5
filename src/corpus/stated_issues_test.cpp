// The layouts of 2013 and 2014 and of "issue at dispute", on letters written for these tests.
#include "corpus/decision_reader.h"

#include "base/files.h"
#include "corpus/stated_issues.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

PublishedDecision read(const std::string& text) {
  static const auto layouts = Layouts::load(OPENIMR_SOURCE_DIR "/packs");
  if (!layouts) throw std::runtime_error(layouts.error().message());
  return read_decision(*layouts, "letter", text);
}

std::string letter(const char* name) {
  return *read_file(std::string(OPENIMR_SOURCE_DIR "/src/corpus/test_data/") + name);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

std::string shown(const CitedGuidelines& guidelines) {
  if (!guidelines) return "null";
  std::string out;
  for (const CitedGuideline& each : *guidelines) out += "[" + each.source + "|" + each.pages.value_or("-") + "]";
  return out;
}

std::vector<std::string> messages(const PublishedDecision& decision) {
  std::vector<std::string> out;
  for (const auto& problem : decision.problems) out.push_back(problem.message());
  return out;
}

void check_notice(const PublishedDecision& read) {
  EXPECT_THAT(messages(read), IsEmpty());
  EXPECT_EQ(read.layout, "notice-2013");
  EXPECT_THAT(read.case_numbers, ElementsAre("CM13-0009876"));
  EXPECT_EQ(read.decision_date->iso(), "2013-11-04");
  EXPECT_EQ(read.ur_denial->iso(), "2013-08-01");
  EXPECT_EQ(read.application_received->iso(), "2013-08-12");
  EXPECT_EQ(read.assigned->iso(), "2013-09-03");
  EXPECT_EQ(read.date_of_injury->iso(), "2008-02-14");
  EXPECT_EQ(read.age, 39);
  EXPECT_EQ(read.sex, "female");
  EXPECT_THAT(*read.licensure, ElementsAre("Nevada"));
  EXPECT_THAT(*read.certifications, ElementsAre("Family Medicine"));
  EXPECT_THAT(*read.summary, testing::EndsWith("She has had chiropractic care, and reports pain of 5/10."));
  ASSERT_EQ(read.issues.size(), 2U);
  EXPECT_EQ(read.issues[0].text, "a lumbar brace");
  EXPECT_EQ(read.issues[0].decision, Decision::Upheld);
  EXPECT_EQ(shown(read.issues[0].claims_administrator_guidelines), "[ACOEM Guidelines, Low Back Complaints|301]");
  EXPECT_EQ(shown(read.issues[0].reviewer_guidelines), "[Low Back Complaints chapter|298-301]");
  EXPECT_THAT(*read.issues[0].rationale, testing::StartsWith("A brace has not"));
  EXPECT_THAT(*read.issues[0].rationale, testing::EndsWith("The request is not certified."));
  EXPECT_EQ(read.issues[1].text, "eight visits of acupuncture");
  EXPECT_EQ(read.issues[1].decision, Decision::Overturned);
  EXPECT_EQ(shown(read.issues[1].claims_administrator_guidelines), "");
  EXPECT_EQ(shown(read.issues[1].reviewer_guidelines), "[Acupuncture Medical Treatment Guidelines|-]");
  EXPECT_THAT(*read.issues[1].rationale, testing::EndsWith("show that gain."));
}

} // namespace

TEST(Notice2013, IsReadWhole) { check_notice(read(letter("notice_2013.txt"))); }

TEST(Notice2013, DoubleSpacingAndPageHeadsChangeNothing) {
  const std::string text = letter("notice_2013.txt");
  std::string doubled;
  for (const char c : text) doubled += c == '\n' ? "\n\n" : std::string(1, c);
  const PublishedDecision decision = read(doubled);
  ASSERT_EQ(decision.issues.size(), 2U);
  EXPECT_EQ(decision.issues[0].text, "a lumbar brace");
  EXPECT_EQ(decision.issues[1].decision, Decision::Overturned);
  std::string paged = replaced(text, "pgs. 298-\n", "pgs. 298-\nCM13-0009876  Page 3 of 4\n\f");
  check_notice(read(paged));
}

TEST(Notice2013, AContradictionIsNeverSilent) {
  const std::string text = letter("notice_2013.txt");
  const auto wrong_item =
      read(replaced(text, "Regarding the request for a lumbar brace", "Regarding the request for a walker"));
  EXPECT_THAT(messages(wrong_item), ElementsAre(HasSubstr("issue 1: text: found \"a lumbar brace\" and \"a walker\""),
                                                HasSubstr("issue 1: decision: found no words of a decision")));
  EXPECT_FALSE(wrong_item.issues[0].decision) << "a decision on another item is not this item's";
  const auto without_second = read(replaced(text, "2) Regarding", "Regarding"));
  EXPECT_THAT(messages(without_second), testing::Contains(HasSubstr("2 decisions before 1 issues")));
  const auto without_rationale = read(replaced(text, "Rationale for the Decision:", "Why:"));
  EXPECT_THAT(messages(without_rationale), testing::Contains(HasSubstr("issue 1: rationale: found no words")));
}

TEST(Decisions2014, IsReadWhole) {
  const PublishedDecision decision = read(letter("decisions_2014.txt"));
  EXPECT_THAT(messages(decision), IsEmpty());
  EXPECT_EQ(decision.layout, "decisions-2014");
  EXPECT_THAT(decision.case_numbers, ElementsAre("CM13-0054321"));
  EXPECT_EQ(decision.assigned->iso(), "2013-12-27");
  EXPECT_EQ(decision.decision_date->iso(), "2014-04-11");
  EXPECT_EQ(decision.date_of_injury->iso(), "2011-06-05");
  EXPECT_THAT(*decision.certifications, ElementsAre("Internal Medicine", "Cardiology"));
  ASSERT_EQ(decision.issues.size(), 2U);
  EXPECT_EQ(decision.issues[0].text, "Omeprazole 20mg #60");
  EXPECT_EQ(decision.issues[0].decision, Decision::Upheld);
  EXPECT_EQ(shown(decision.issues[0].claims_administrator_guidelines), "[Chronic Pain Medical Treatment Guidelines|-]");
  EXPECT_EQ(shown(decision.issues[0].reviewer_guidelines), "[Chronic Pain Medical Treatment Guidelines, NSAIDs|68-69]");
  EXPECT_THAT(*decision.issues[0].rationale, testing::EndsWith("The file names no such risk."));
  EXPECT_EQ(decision.issues[1].text, "A home exercise kit");
  EXPECT_EQ(decision.issues[1].decision, Decision::Overturned);
  EXPECT_EQ(shown(decision.issues[1].reviewer_guidelines),
            "[Official Disability Guidelines (ODG), Knee Chapter, Exercise|12][the Chronic Pain Medical Treatment "
            "Guidelines|46]");
}

TEST(IssueAtDispute, PartsAreJoinedByNumber) {
  const PublishedDecision decision = read(letter("issue_at_dispute.txt"));
  EXPECT_EQ(decision.layout, "issue-at-dispute");
  ASSERT_EQ(decision.issues.size(), 2U);
  EXPECT_EQ(decision.issues[0].text, "Trigger point injections to the left shoulder");
  EXPECT_EQ(decision.issues[0].decision, Decision::Upheld);
  EXPECT_EQ(decision.issues[0].rationale, "Nothing in the file shows a twitch response.");
  EXPECT_EQ(decision.issues[1].decision, Decision::Overturned);
  EXPECT_THAT(messages(decision),
              ElementsAre(HasSubstr("issue 1: reviewer guideline"), HasSubstr("issue 2: reviewer guideline")));
  const auto short_of_one = read(replaced(letter("issue_at_dispute.txt"), "2. Pain fell", "Pain fell"));
  EXPECT_FALSE(short_of_one.issues[0].rationale) << "which item the words belong to is not guessed";
  EXPECT_THAT(messages(short_of_one), testing::Contains(HasSubstr("1 parts for 2 items")));
}

/// One to thirty issues with every mixture of decisions.
TEST(Decisions2014, AsManyIssuesAsThereAre) {
  for (int count = 1; count <= 30; ++count) {
    SCOPED_TRACE(count);
    std::string text = letter("decisions_2014.txt");
    text.resize(text.find("1.  Omeprazole"));
    for (int n = 1; n <= count; ++n)
      text += fmt::format(
          "{}.  Item number {} of the request, for the {} side{}\n\nThe Claims Administrator based its decision on "
          "the ODG.\n\nThe Expert Reviewer based his/her decision on the MTUS, page {}.\n\nThe Physician "
          "Reviewer's decision rationale: It is so. There are reasons:\n1. one\n2. two\n3. three\nAnd so it ends.\n\n",
          n, n, n % 2 ? "left" : "right",
          n % 3 == 0   ? " is medically necessary and appropriate."
          : n % 3 == 1 ? " is not medically necessary and appropriate."
                       : " is partially medically necessary and\nappropriate.",
          n + 10);
    std::string with_partial = text;
    const PublishedDecision decision = read(with_partial);
    ASSERT_EQ(decision.issues.size(), static_cast<std::size_t>(count));
    for (int n = 1; n <= count; ++n) {
      const DecidedIssue& issue = decision.issues[static_cast<std::size_t>(n - 1)];
      EXPECT_EQ(issue.text, fmt::format("Item number {} of the request, for the {} side", n, n % 2 ? "left" : "right"));
      EXPECT_EQ(shown(issue.reviewer_guidelines), fmt::format("[MTUS|{}]", n + 10));
      EXPECT_THAT(*issue.rationale, testing::EndsWith("And so it ends."));
    }
    EXPECT_EQ(decision.issues[0].decision, Decision::Upheld);
    if (count > 2) {
      EXPECT_EQ(decision.issues[2].decision, Decision::Overturned);
    }
  }
}

TEST(Statements, EndWithTheirDecision) {
  const std::vector<DecisionWords> words = {{"not medically necessary", Decision::Upheld},
                                            {"medically necessary", Decision::Overturned}};
  const auto decided = [&](std::string_view text) {
    const auto found = read_statement(text, words);
    return found ? std::string(name(found->decision)) + "|" + std::string(text.substr(0, found->item_end)) : "";
  };
  EXPECT_EQ(decided("A brace is not medically necessary."), "upheld|A brace");
  EXPECT_EQ(decided("A brace and a cane are medically necessary"), "overturned|A brace and a cane");
  EXPECT_EQ(decided("Brace: not medically necessary;"), "upheld|Brace");
  EXPECT_EQ(decided("A brace is medically necessary for work"), "");
  EXPECT_EQ(decided(""), "");
}

TEST(Layouts, FaultsAreNamed) {
  const auto fault = [](const std::string& row) {
    const auto read =
        Layouts::parse("x.yaml", "layouts:\n  - {id: a, credentials: prose, signs: [x], headings: []" + row + "}\n");
    return read ? std::string() : read.error().message();
  };
  EXPECT_EQ(fault(", shape: labelled, labels: {}"), "");
  EXPECT_THAT(fault(""), HasSubstr("shape"));
  EXPECT_THAT(fault(", shape: stated, labels: {}"), HasSubstr("decisions"));
  EXPECT_THAT(fault(", shape: round"), HasSubstr("found \"round\""));
  EXPECT_THAT(fault(", shape: labelled, labels: {claims: []}"), HasSubstr("claims"));
}

} // namespace openimr::corpus
