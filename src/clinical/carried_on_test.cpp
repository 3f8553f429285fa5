// A report of the very day of the request that says "continue" or "refill" tells of earlier use, though not since when.
#include "clinical/course.h"

#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

const Date day = *Date::parse_iso("2014-03-01"); // of test_document

UseBefore use_of(const char* words, const char* drug = "hydrocodone/acetaminophen") {
  return was_used_before(test_vocabulary(), test_chart(words), drug, "oral", day);
}

TEST(CarriedOn, WordsOfTheDayItself) {
  for (const char* words :
       {"PLAN: Continue Norco #120.", "PLAN: Refill Norco #120.", "PLAN: Norco 10/325 was refilled today, #90.",
        "TREATMENT PLAN: Continue Norco 10/325 tid.", "SUBJECTIVE: She continues Norco three times a day."}) {
    const UseBefore use = use_of(words);
    EXPECT_TRUE(use.was_used) << words;
    EXPECT_FALSE(use.first.has_value()) << "nothing says since when: " << words;
    EXPECT_EQ(use.facts.empty(), false) << words;
  }
  for (const char* words : {"PLAN: Start Norco 10/325 #90.", "PLAN: Prescribe Norco 10/325 #90.",
                            "PLAN: Continue naproxen. Start Norco 10/325 #90.", "PLAN: Request Norco 10/325 #120.",
                            "PLAN: Norco was discontinued.", "PLAN: Consider Norco."})
    EXPECT_FALSE(use_of(words).was_used) << words;
}

TEST(CarriedOn, ABeginningThatIsStatedStays) {
  const UseBefore use = use_of("SUBJECTIVE: She has taken Norco since January 2013.\nPLAN: Refill Norco #120.");
  ASSERT_TRUE(use.was_used);
  ASSERT_TRUE(use.first.has_value());
  EXPECT_EQ(use.first->year(), 2013);
}

} // namespace
} // namespace openimr::clinical
