// Requests as treating doctors write them: therapy that names the operation it follows, what the review made of a
// request, units of what is injected, compounds whose strengths stand in one list.
#include "clinical/requested_item.h"

#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

struct Asked {
  const char *words, *kind;
  double count; ///< 0: none
};

TEST(RequestedWords, TherapyAfterAnOperationIsTherapy) {
  for (const Asked& one : {
           Asked{"12 additional PT visits to the right shoulder s/p rotator cuff repair 3/1/14", "therapy", 12},
           Asked{"PT 2x6 after carpal tunnel release", "therapy", 12},
           Asked{"8 physical therapy sessions status post lumbar fusion", "therapy", 8},
           Asked{"Post-op PT 3 x 4 weeks, right knee arthroscopy", "therapy", 12},
           Asked{"Physical therapy 2 x 6 weeks", "therapy", 12},
           Asked{"Acupuncture 1 x 8 wks", "therapy", 8},
           Asked{"12 post-operative physical therapy visits", "therapy", 12},
           // The operation itself, and what only sounds like therapy.
           Asked{"Right shoulder arthroscopy with rotator cuff repair", "surgery", 0},
           Asked{"Preoperative labs: CBC, PT/INR", "test", 0},
           Asked{"Gym membership x 3 months", "therapy", 0},
       }) {
    const records::RequestedItem item = parse_item(test_vocabulary(), one.words);
    EXPECT_EQ(item.kind, one.kind) << one.words;
    EXPECT_NEAR(item.count.value_or(0), one.count, 0.001) << one.words;
  }
}

TEST(RequestedWords, UnitsOfWhatIsInjectedAreNoCount) {
  EXPECT_NEAR(parse_item(test_vocabulary(), "Botox injection 200 units").count.value_or(0), 0, 0.001);
  EXPECT_NEAR(parse_item(test_vocabulary(), "Lumbar brace, 2 units").count.value_or(0), 2, 0.001);
}

TEST(RequestedWords, WhatTheReviewMadeOfItIsNotAsked) {
  for (const auto& [words, quantity] : std::initializer_list<std::pair<const char*, double>>{
           {"Norco 10/325 mg #120 (modified to #60)", 120},
           {"Norco 10/325 mg #120, certified #90", 120},
           {"Naproxen 550 mg #60 (partially certified for #30) for low back pain", 60},
           {"Norco 10/325 mg #120", 120},
           {"Tramadol 50 mg #90 with 2 refills, approved for 1 refill", 90},
       })
    EXPECT_NEAR(parse_item(test_vocabulary(), words).quantity.value_or(0), quantity, 0.001) << words;
  EXPECT_NEAR(parse_item(test_vocabulary(), "Physical therapy 12 visits (modified to 6 visits)").count.value_or(0), 12,
              0.001);
  EXPECT_EQ(parse_item(test_vocabulary(), "Norco #120 (modified to #60)").text, "Norco #120 (modified to #60)");
  // Words of the answer without an amount take nothing away.
  EXPECT_NEAR(parse_item(test_vocabulary(), "Previously approved Norco 10/325 mg #120").quantity.value_or(0), 120,
              0.001);
}

TEST(RequestedWords, ACompoundWhoseStrengthsStandInOneList) {
  for (const char* words :
       {"Gabapentin/Amitriptyline/Dextromethorphan 10/10/10% in mediderm base 210 gm",
        "Flurbiprofen/Baclofen 20/5% 180 gm", "Gabapentin 10%/Amitriptyline 10%/Bupivacaine 5% in cream base",
        "Cyclobenzaprine/Gabapentin in PLO gel 120 gm"}) {
    const records::RequestedItem item = parse_item(test_vocabulary(), words);
    EXPECT_EQ(item.kind, "drug") << words;
    EXPECT_EQ(item.route, "topical") << words;
    EXPECT_GE(item.ingredients.size(), 2U) << words;
  }
  EXPECT_EQ(parse_item(test_vocabulary(), "Gabapentin 600 mg #90").route, "oral");
  EXPECT_EQ(parse_item(test_vocabulary(), "Norco 10/325 #60").route, "oral");
  EXPECT_EQ(parse_item(test_vocabulary(), "Gabapentin 300 mg, reduces pain by 30%").route, "oral");
}

} // namespace
} // namespace openimr::clinical
