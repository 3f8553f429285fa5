// Amounts of directions: strengths that look like doses, bottles and tubes, ceilings by weight, tapers, and what is no
// direction at all.
#include "clinical/direction.h"

#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

constexpr double none = -1;

Direction parsed(const char* words) { return parse_direction(test_vocabulary(), words, Date::parse_iso("2014-06-01")); }

TEST(DirectionAmounts, PatchesAreNamedByTheirRate) {
  for (const auto& [words, mme] : std::initializer_list<std::pair<const char*, double>>{
           {"Fentanyl 75 mcg patch, 2 patches every 72 hours #20", 360},
           {"Duragesic 50 mcg change q48h", 120},
           {"fentanyl transdermal patch 25 mcg/hr q72h", 60},
           {"fentanyl patch 12 mcg 1 patch every three days", 28.8}}) {
    const Direction direction = parsed(words);
    EXPECT_NEAR(direction.mme_per_day.value_or(none), mme, 0.01) << words;
    EXPECT_TRUE(direction.strength.ends_with("mcg/h")) << words;
  }
  // What is swallowed or melts in the mouth is no patch.
  EXPECT_EQ(parsed("Belbuca 300 mcg 1 film q12h").strength, "300 mcg");
}

struct Supply {
  const char* words;
  double max_per_day, quantity, days;
  const char* unit;
};

TEST(DirectionAmounts, WhatIsDispensedIsNoDose) {
  const Supply cases[] = {
      {"Oxycodone 5 mg/5 mL, 5 mL every 6 hours as needed, 240 mL", 20, 240, 12, "mL"},
      {"Lactulose 30 mL twice a day, 900 mL bottle, 2 refills", 60, 900, 15, "mL"},
      {"Guaifenesin syrup 10 mL q4h prn, 120 mL.", 60, 120, 2, "mL"},
      {"Diclofenac 1% gel apply 2 g qid, 2 tubes of 100 g", 8, 200, 25, "g"},
      {"Voltaren gel 1% apply 4 g to the knee four times a day, 100 g", 16, 100, 6.25, "g"},
      {"Lidocaine 5% ointment apply bid, 1 tube", 2, 1, none, "tube"},
      {"Tramadol 50 mg 1 tab tid, 90 tablets", 3, 90, 30, ""},
      {"Naproxen 500 mg one tablet bid, 60 tabs, 1 refill", 2, 60, 30, ""},
      {"Ketamine 5% cream 60 gm apply TID, 1 tube", 3, 60, none, "g"},
      // What follows as a dose stays one.
      {"Oxycodone 5 mg/5 mL, 5 mL in the morning and 10 mL at bedtime", 15, none, none, ""},
      {"Lactulose 15 mL daily for 3 days then 60 mL daily", 60, none, none, ""},
      {"Gabapentin 300 mg 1 cap in the morning, 2 caps at bedtime", 3, none, none, ""},
  };
  for (const Supply& one : cases) {
    const Direction direction = parsed(one.words);
    EXPECT_NEAR(direction.max_per_day.value_or(none), one.max_per_day, 0.01) << one.words;
    EXPECT_NEAR(direction.quantity.value_or(none), one.quantity, 0.01) << one.words;
    EXPECT_NEAR(direction.days_supply.value_or(none), one.days, 0.01) << one.words;
    EXPECT_EQ(direction.quantity_unit, one.unit) << one.words;
  }
}

TEST(DirectionAmounts, TheStrengthOfAnUnlistedDrugIsNoDose) {
  const std::initializer_list<std::pair<const char*, double>> cases = {
      {"Zonisamide 100 mg, one capsule three times daily #90", 3},
      {"Spironolactone 25 mg: take 1 tablet daily #30", 1},
      {"Furosemide 40 mg po daily, dispense 30 tablets", 1},
      {"Liothyronine 25 mcg every other day #15", 0.5},
      {"Etanercept 50 mg SC once weekly", 1.0 / 7},
      {"Vitamin D2 50,000 units 1 capsule once a week #4", 1.0 / 7},
      {"Vitamin D 2,000 IU daily #30", 1},
      // Doses by weight and in units stay doses.
      {"Take 40 mg daily", 40},
      {"Start 25 mg daily", 25},
      {"Insulin lispro 8 units SC three times a day", 24},
      {"10 mg twice daily", 20},
  };
  for (const auto& [words, max] : cases) {
    const Direction direction = parsed(words);
    EXPECT_NEAR(direction.max_per_day.value_or(none), max, 0.001) << words;
    EXPECT_TRUE(direction.warnings.empty()) << words << ": " << direction.warnings.front();
  }
}

TEST(DirectionAmounts, CeilingsByWeight) {
  const std::initializer_list<std::pair<const char*, double>> cases = {
      {"Acetaminophen 500 mg 1-2 tabs q4h prn, max 3 g/day", 6},
      {"Acetaminophen 325 mg 2 tabs q4h prn not to exceed 2 grams in 24 hours", 2000.0 / 325},
      {"Tramadol 50 mg 1-2 tabs q4h prn, no more than 300 mg per day", 6},
      {"Norco 10/325 1-2 tabs q4h prn, not to exceed 3 g of acetaminophen a day", 3000.0 / 325},
      {"Acetaminophen 500 mg 1 tab tid, max 4 g a day", 3},
  };
  for (const auto& [words, max] : cases) EXPECT_NEAR(parsed(words).max_per_day.value_or(none), max, 0.001) << words;
}

TEST(DirectionAmounts, TapersUseTheSumOfTheirDays) {
  const Direction by_day = parsed("Prednisone 10 mg 4 tabs day 1, 3 tabs day 2, 2 tabs day 3, 1 tab day 4, #10");
  EXPECT_TRUE(by_day.warnings.empty());
  EXPECT_NEAR(by_day.days_supply.value_or(0), 4, 0.001);
  EXPECT_NEAR(by_day.max_per_day.value_or(0), 4, 0.001);
  const Direction short_by = parsed("Prednisone 10 mg 4 tabs daily x 3 days, 2 tabs daily x 3 days, #12");
  ASSERT_EQ(short_by.warnings.size(), 1U);
  EXPECT_EQ(short_by.warnings[0], "The direction uses 18 in 6 days, but the quantity is 12.");
  EXPECT_NEAR(short_by.days_supply.value_or(0), 3, 0.001);
  // A rise that goes on: the last stage lasts as long as the tablets.
  const Direction rise = parsed("Topiramate 25 mg 1 tab qhs x 1 week, then 2 tabs bid #63");
  EXPECT_NEAR(rise.days_supply.value_or(0), 7 + 56 / 4.0, 0.001);
  EXPECT_TRUE(rise.warnings.empty());
}

TEST(DirectionAmounts, DevicesAndTherapiesAreNoMedication) {
  for (const char* words :
       {"TENS unit, use 30 minutes three times a day", "Lumbar brace wear 8 hours daily",
        "Use interferential unit twice daily", "Wear wrist splint every night", "Apply heating pad three times a day"})
    EXPECT_FALSE(parsed(words).parsable) << words;
  for (const char* words : {"Lidoderm patch, wear 12 hours daily", "Apply cream to the knee after physical therapy bid",
                            "Take 1 tablet before physical therapy"})
    EXPECT_TRUE(parsed(words).parsable) << words;
}

} // namespace
} // namespace openimr::clinical
