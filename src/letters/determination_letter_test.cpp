#include "letters/determination_letter.h"

#include "letters/render_text.h"
#include "letters/sample_content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::letters {

TEST(ComposeDetermination, LeavesOutWhatIsEmpty) {
  DeterminationContent content;
  content.decision_date = *Date::parse_iso("2015-03-18");
  EXPECT_EQ(render_text(compose_determination(content)),
            "FINAL DETERMINATION\n\nDecision Date: 3/18/2015\n\nHOW THE IMR FINAL DETERMINATION WAS MADE\n\nIMR "
            "ISSUES, DECISIONS AND RATIONALES\n\n");
}

TEST(ComposeDetermination, StandsInTheOrderOfPublishedLetters) {
  const std::string text = render_text(compose_determination(random_content(5)));
  std::size_t at = 0;
  for (const char* part : {"FINAL DETERMINATION", "Case Number", "Decision Date: ", "Date of Injury: ",
                           "UR Denial Date: ", "Application Received: ", "Date Assigned: ", "What this decision means",
                           "HOW THE IMR FINAL DETERMINATION WAS MADE", "State(s) of Licensure: California, New York",
                           "Certification(s)/Specialty: Physical Medicine & Rehabilitation, Pain Medicine",
                           "Practice: more than 5 years of active practice, at least 24 hours a week",
                           "CLINICAL CASE SUMMARY", "IMR ISSUES, DECISIONS AND RATIONALES",
                           "Claims Administrator guideline: ", "Reviewer guideline: ", "Decision rationale: "}) {
    const std::size_t found = text.find(part, at);
    ASSERT_NE(found, std::string::npos) << part;
    at = found;
  }
}

TEST(ComposeDetermination, KeepsTheSourcesOfEverySentence) {
  DeterminationContent content = random_content(5);
  content.issues.resize(1);
  content.issues[0].rationale = {{{"One.", {"f1", "f2"}}, {"Two.", {"f3"}}}};
  const Letter letter = compose_determination(content);
  const Paragraph expected{{letters::Run{"Decision rationale: ", {.bold = true}},
                            letters::Run{"One.", {}, {"f1", "f2"}}, letters::Run{" Two.", {}, {"f3"}}}};
  EXPECT_THAT(letter.blocks, testing::Contains(Block(expected)));
}

} // namespace openimr::letters
