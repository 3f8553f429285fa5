// Rows of two values under "Right  Left" and under "Initial  Discharge".
#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

struct Case {
  const char *words, *concept_id, *expected; ///< "present right, absent left", "past 46, present 22"
};

void check(const Case& one) {
  std::string all;
  for (const records::Fact& fact : test_chart(one.words).facts) {
    if (fact.concept_id != one.concept_id) continue;
    all += all.empty() ? "" : ", ";
    all += fact.assertion == records::Assertion::Absent           ? "absent"
           : fact.temporality == records::Temporality::Historical ? "past"
                                                                  : "present";
    if (const auto side = fact.details.find("side"); side != fact.details.end()) all += " " + side->second;
    if (fact.number) all += " " + std::to_string(static_cast<int>(*fact.number));
  }
  EXPECT_EQ(all.empty() ? "none" : all, one.expected) << one.concept_id << " in: " << one.words;
}

} // namespace

TEST(TableColumns, EachSideHasItsOwnResult) {
  for (const Case& one : {
           Case{"Examination          Right      Left\nMcMurray             positive   negative\n", "exam.mcmurray",
                "present right, absent left"},
           {"Test       Left      Right\nMcMurray   neg       pos\n", "exam.mcmurray", "absent left, present right"},
           {"Range of motion    Right   Left\nFlexion            105     135\nLachman            neg     neg\n",
            "exam.lachman", "absent right, absent left"},
           {"Motor                Right   Left\nQuadriceps strength  4/5     5/5\n", "exam.strength",
            "present right 4, present left 5"},
           {"McMurray             positive   negative\n", "exam.mcmurray", "absent"}, // no header: as before
           {"Examination          Right      Left\n\n\nMcMurray positive.\n", "exam.mcmurray", "present"},
       })
    check(one);
}

TEST(TableColumns, TheLaterValueHolds) {
  for (const Case& one : {
           Case{"             Initial      Discharge\nNDI          46%          22%\n", "score.ndi",
                "past 46, present 22"},
           {"             Initial 9/2/13     Discharge 10/30/13\nNPRS neck    7/10               3/10\n", "score.pain",
            "past 7, present 3"},
           {"             Today      Previous\nNDI          22%        46%\n", "score.ndi", "present 22, past 46"},
           {"NDI 46%.\n", "score.ndi", "present 46"},
       })
    check(one);
}

} // namespace openimr::clinical
