#include "corpus/decision_reader.h"

#include "base/files.h"
#include "base/hash.h"
#include "corpus/citation.h"

#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

PublishedDecision read_decision(std::string_view file, std::string_view text) {
  static const auto layouts = Layouts::load(OPENIMR_SOURCE_DIR "/packs");
  if (!layouts) throw std::runtime_error(layouts.error().message());
  return corpus::read_decision(*layouts, file, text);
}

std::string test_data(const std::string& name) {
  const auto text = read_file(std::string(OPENIMR_SOURCE_DIR) + "/src/corpus/test_data/" + name);
  if (!text) throw std::runtime_error(text.error().message());
  return *text;
}

/// A seed letter; empty where the shared folder is not at hand.
std::string seed(const std::string& name) {
  const char* shared = std::getenv("OPENIMR_SHARED");
  const std::string folder = shared != nullptr ? shared : std::string(OPENIMR_SOURCE_DIR) + "/../shared";
  const auto text = read_file(folder + "/seeds/" + name);
  return text ? *text : std::string();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("not in the letter: " + from);
  return text.replace(at, from.size(), to);
}

std::vector<std::string> messages(const PublishedDecision& decision) {
  std::vector<std::string> out;
  for (const auto& problem : decision.problems) out.push_back(problem.message());
  return out;
}

std::string shown(const CitedGuidelines& guidelines) {
  if (!guidelines) return "null";
  std::string out;
  for (const CitedGuideline& each : *guidelines) out += "[" + each.source + "|" + each.pages.value_or("-") + "]";
  return out;
}

} // namespace

TEST(ReadDecision, ListedCredentials) {
  const PublishedDecision decision = read_decision("a.txt", test_data("listed_credentials.txt"));
  EXPECT_THAT(messages(decision), IsEmpty());
  EXPECT_EQ(decision.layout, "sections-listed-credentials");
  EXPECT_THAT(decision.case_numbers, ElementsAre("CM14-0001234"));
  EXPECT_EQ(decision.assigned->iso(), "2014-06-20");
  EXPECT_EQ(decision.decision_date->iso(), "2014-08-11");
  EXPECT_EQ(decision.ur_denial->iso(), "2014-05-12");
  EXPECT_EQ(decision.application_received->iso(), "2014-05-30");
  EXPECT_EQ(decision.date_of_injury->iso(), "2010-03-04");
  EXPECT_EQ(decision.age, 47);
  EXPECT_EQ(decision.sex, "female");
  EXPECT_THAT(*decision.licensure, ElementsAre("Texas", "New Mexico", "California"));
  EXPECT_THAT(*decision.certifications, ElementsAre("Physical Medicine & Rehabilitation", "Pain Medicine"));
  EXPECT_EQ(*decision.summary,
            "The patient is a right-handed 47-year-old female warehouse worker who strained her back while lifting on "
            "March 4, 2010. She reports pain of 6/10 and takes two tablets a day. "
            "An MRI dated 5/1/2011 shows a bulge at L4-5.\n"
            "She was off work for three weeks and had twelve visits of physical therapy with short-term benefit, as "
            "the report of 4/2/2014 says.");
  ASSERT_EQ(decision.issues.size(), 3u);
  const DecidedIssue& first = decision.issues[0];
  EXPECT_EQ(*first.text, "Physical therapy, 2 times a week for 6 weeks, for the lumbar spine and the left shoulder, "
                         "with re-evaluation: total of 12 visits");
  EXPECT_EQ(first.decision, Decision::PartiallyOverturned);
  EXPECT_EQ(shown(first.claims_administrator_guidelines),
            "[MTUS Chronic Pain Treatment Guidelines Physical Medicine|98-99][Non-MTUS Citation Official Disability "
            "Guidelines (ODG) Low Back chapter|-]");
  EXPECT_EQ(shown(first.reviewer_guidelines),
            "[MTUS Chronic Pain Treatment Guidelines Physical Medicine|98, 99, and 101]");
  EXPECT_EQ(parse_pages(*(*first.reviewer_guidelines)[0].pages)->size(), 3u);
  EXPECT_EQ(*first.rationale,
            "The guideline allows nine to ten visits over eight weeks, fading from three a week to one. Twelve visits "
            "were had in 2010 and pain fell by 10-20%, so that a shorter course with a "
            "home pro-gram is supported.\nSix visits are medically necessary.");
  EXPECT_EQ(*decision.issues[1].text, "Norco 10/325mg q.i.d. #120");
  EXPECT_EQ(decision.issues[1].decision, Decision::Overturned);
  EXPECT_EQ(shown(decision.issues[1].claims_administrator_guidelines), "");
  EXPECT_EQ(*decision.issues[2].text, "Interferential unit, pre- and post-treatment");
  EXPECT_EQ(decision.issues[2].decision, Decision::Upheld);
  EXPECT_EQ(decision.issues[2].n, 3);
  EXPECT_EQ(*decision.issues[2].rationale, "It is not recommended alone. Nothing in the file says that it would go "
                                           "along with return to work and/or exercise.");
}

TEST(ReadDecision, ProseCredentialsInDoubleSpacing) {
  const PublishedDecision decision = read_decision("b.txt", test_data("prose_credentials_double_spaced.txt"));
  EXPECT_THAT(messages(decision), IsEmpty());
  EXPECT_EQ(decision.layout, "sections-prose-credentials");
  EXPECT_EQ(decision.age, 62);
  EXPECT_EQ(decision.sex, "male");
  EXPECT_EQ(decision.date_of_injury->iso(), "1998-08-09");
  EXPECT_THAT(*decision.licensure, ElementsAre("Oregon", "Washington", "California"));
  EXPECT_THAT(*decision.certifications, ElementsAre("Orthopedic Surgery", "Spine Surgery"));
  ASSERT_EQ(decision.issues.size(), 2u);
  EXPECT_EQ(*decision.issues[0].text, "Lumbar brace, apply while up, Qty:1");
  EXPECT_EQ(shown(decision.issues[0].reviewer_guidelines), "[ACOEM Chapter 12|298, 301]");
  EXPECT_EQ(*decision.issues[1].text, "Tizanidine 4mg, apply directions on label, #30");
  EXPECT_EQ(decision.issues[1].decision, Decision::Overturned);
  EXPECT_TRUE(decision.issues[0].rationale->ends_with("is not medically necessary."));
}

TEST(ReadDecision, FindsLabelsBehindOtherWords) {
  const std::string letter =
      replaced(replaced(test_data("listed_credentials.txt"), "Date of Injury: 03/04/2010", "Date of Injury: unknown"),
               "Case Number: CM14-0001234", "Court Case Number: ADJ77 IMR Case Number: CM14-0001234");
  const PublishedDecision decision = read_decision("a.txt", letter);
  EXPECT_EQ(decision.decision_date->iso(), "2014-08-11");
  EXPECT_THAT(decision.case_numbers, ElementsAre("CM14-0001234"));
}

TEST(ReadDecision, NamesWhatIsMissing) {
  const std::string letter = test_data("listed_credentials.txt");
  struct Case {
    const char *from, *to, *message;
  };
  for (const Case& each :
       {Case{"Certification(s)/Specialty:", "Certified:",
             "a.txt: reviewer certifications: found none, expected Certification(s)/Specialty: …; look at the letter"},
        Case{"47-year-old female", "middle-aged",
             "a.txt: age: found none in the clinical case summary, expected e.g. \"54-year-old man\"; look at the "
             "summary"},
        Case{"47-year-old female", "47-year-old",
             "a.txt: sex: found none beside the age, expected e.g. \"54-year-old man\"; look at the summary"},
        Case{"Date of Injury: 03/04/2010", "Date of Injury: unknown",
             "a.txt: date of injury: found \"unknown Decision Date: 08/11/2\", expected month/day/year; look at the "
             "letter"},
        Case{"strained her back while \nlifting on March 4, 2010", "was injured on March 5, \n2010",
             "a.txt: date of injury: found 3/4/2010 and 3/5/2010, expected one date of injury; decide from the letter "
             "which one is meant"},
        Case{"#120: Overturned", "#120: Modified",
             "a.txt: issue 2: decision: found \"2. Norco 10/325mg q.i.d. #120: Modified\" at the end of the item, "
             "expected the item: Upheld, Overturned or Partially Overturned; look at the letter"},
        Case{"2. Norco 10/325mg q.i.d. #120: Overturned \n", "",
             "a.txt: issue 2: decision: found \"Six visits are medically necessary.\" at the end of the item, expected "
             "the item: Upheld, Overturned or Partially Overturned; look at the letter"},
        Case{"Claims Administrator guideline: The Claims Administrator did not cite any guideline. \n", "",
             "a.txt: issue 2: claims administrator guideline: found no such line, expected Claims Administrator "
             "guideline: …; look at the letter"},
        Case{"MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Opioids, criteria for use "
             "\nPage(s): 78. \n",
             "",
             "a.txt: issue 2: reviewer guideline: found no such line, expected MAXIMUS guideline: …; look at the "
             "letter"},
        Case{"behavior are all recorded,", "behavior are all recorded. \nMRI: Upheld\n",
             "a.txt: issue 2: rationale: found \"MRI: Upheld\" inside it, expected an item with its own guideline "
             "lines; check whether an issue was missed"},
        Case{"IMR ISSUES, DECISIONS \nAND RATIONALES", "ISSUES",
             "a.txt: issues: found no such section, expected IMR ISSUES, DECISIONS AND RATIONALES; look at the letter"},
        Case{"CLINICAL CASE SUMMARY", "SUMMARY",
             "a.txt: summary: found no such section, expected CLINICAL CASE SUMMARY; look at the letter"}}) {
    const PublishedDecision decision = read_decision("a.txt", replaced(letter, each.from, each.to));
    EXPECT_THAT(messages(decision), Contains(each.message));
  }
  EXPECT_THAT(messages(read_decision("a.txt", " \n")),
              ElementsAre("a.txt: found no words, expected the text of a determination letter; check the file; a scan "
                          "has to be read by OCR first"));
  EXPECT_THAT(messages(read_decision("", "Dear Sir")),
              ElementsAre("found no known layout, expected a letter with the sections of one of 7 layouts; read the "
                          "letter by eye, or add its layout"));
  EXPECT_EQ(read_decision("", "Dear Sir").layout, "unknown");
}

TEST(ReadDecision, TakesAnyBytes) {
  const std::string letter = test_data("listed_credentials.txt");
  for (std::size_t cut = 0; cut < letter.size(); cut += 7)
    (void)read_decision("cut", std::string_view(letter).substr(0, cut));
  std::uint32_t state = 1;
  for (int round = 0; round < 400; ++round) {
    std::string broken = letter;
    for (int k = 0; k < 30; ++k) {
      state = state * 1664525 + 1013904223;
      broken[(state >> 8) % broken.size()] = static_cast<char>(state >> 24);
    }
    const PublishedDecision decision = read_decision("broken", broken);
    EXPECT_LE(decision.issues.size(), 6u);
  }
  (void)read_decision("long", std::string(300000, 'x') + "\nMAXIMUS guideline:" + std::string(300000, ':'));
}

// The seeds are read from the shared folder; their sentences stay there.

TEST(SeedLetters, FirstIsReadWhole) {
  const std::string text = seed("determination-000.txt");
  if (text.empty()) GTEST_SKIP() << "determination-000.txt: the shared folder is not at hand (OPENIMR_SHARED)";
  const PublishedDecision decision = read_decision("determination-000.txt", text);
  EXPECT_THAT(messages(decision), IsEmpty());
  EXPECT_EQ(decision.age, 54);
  EXPECT_EQ(decision.sex, "male");
  EXPECT_EQ(decision.date_of_injury->iso(), "1995-11-09");
  EXPECT_THAT(*decision.licensure, ElementsAre("Arizona", "California"));
  EXPECT_THAT(*decision.certifications, ElementsAre("Family Practice"));
  EXPECT_THAT(decision.case_numbers, IsEmpty());
  EXPECT_FALSE(decision.decision_date);
  EXPECT_EQ(decision.summary->find('\n'), std::string::npos);
  EXPECT_EQ(sha256_hex(*decision.summary).substr(0, 12), "bee4972151b9");
  ASSERT_EQ(decision.issues.size(), 3u);
  const char* items[] = {"Ketamine 5% cream 60gm apply TID", "Morphine sulfate ER 30mg 1 tab q 9H #90",
                         "Baclofen 10mg TID #90"};
  const char* pages[] = {"111-112", "82-92", "64"};
  const char* hashes[] = {"fa2721f47742", "12607d6a0202", "7c70661f7c5e"};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(decision.issues[i].text, items[i]);
    EXPECT_EQ(decision.issues[i].decision, Decision::Upheld);
    ASSERT_EQ(decision.issues[i].reviewer_guidelines->size(), 1u);
    EXPECT_EQ((*decision.issues[i].reviewer_guidelines)[0].pages, pages[i]);
    ASSERT_EQ(decision.issues[i].claims_administrator_guidelines->size(), 1u);
    EXPECT_FALSE((*decision.issues[i].claims_administrator_guidelines)[0].pages);
    EXPECT_EQ(sha256_hex(*decision.issues[i].rationale).substr(0, 12), hashes[i]) << *decision.issues[i].rationale;
  }
  EXPECT_EQ(shown(decision.issues[0].claims_administrator_guidelines),
            "[MTUS Chronic Pain Treatment Guidelines Topical Analgesics|-]");
  EXPECT_EQ(shown(decision.issues[0].reviewer_guidelines),
            "[MTUS Chronic Pain Treatment Guidelines topical analgesics|111-112]");
  EXPECT_THAT(*decision.issues[1].rationale, testing::HasSubstr("1-7%"));
  EXPECT_THAT(*decision.issues[2].rationale, testing::HasSubstr("short-term"));
}

TEST(SeedLetters, SecondIsReadWhole) {
  const std::string text = seed("determination-002.txt");
  if (text.empty()) GTEST_SKIP() << "determination-002.txt: the shared folder is not at hand (OPENIMR_SHARED)";
  const PublishedDecision decision = read_decision("determination-002.txt", text);
  EXPECT_THAT(messages(decision), IsEmpty());
  EXPECT_EQ(decision.age, 31);
  EXPECT_EQ(decision.sex, "male");
  EXPECT_EQ(decision.date_of_injury->iso(), "2011-12-16");
  EXPECT_THAT(*decision.licensure, ElementsAre("California"));
  EXPECT_THAT(*decision.certifications, ElementsAre("Anesthesiology", "Pain Management"));
  EXPECT_EQ(sha256_hex(*decision.summary).substr(0, 12), "3e307492e131");
  ASSERT_EQ(decision.issues.size(), 1u);
  const DecidedIssue& issue = decision.issues[0];
  EXPECT_EQ(issue.text, "Ketamine 5% Cream 60gr, Apply to affected area 3 x a day Qty:1");
  EXPECT_EQ(issue.decision, Decision::Upheld);
  EXPECT_EQ(shown(issue.claims_administrator_guidelines), "[MTUS Chronic Pain Treatment Guidelines|113]");
  EXPECT_EQ(shown(issue.reviewer_guidelines), "[MTUS Chronic Pain Treatment Guidelines Ketamine|56]");
  EXPECT_EQ(sha256_hex(*issue.rationale).substr(0, 12), "7549657c58b5");
}

} // namespace openimr::corpus
