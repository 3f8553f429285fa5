#include "clinical/direction.h"

#include "clinical/test_vocabulary.h"

#include <cmath>

namespace openimr::clinical {
namespace {

struct Case {
  const char* words;
  double max_per_day; // 0: not stated
};

TEST(Direction, DailyMaximum) {
  const Case cases[] = {
      {"Morphine sulfate ER 30mg 1 tab q 9H #90", 24.0 / 9},
      {"Baclofen 10mg TID #90", 3},
      {"Norco 10/325 1 tab q4-6h prn pain #120", 6},
      {"One at breakfast and two at bedtime", 3},
      {"1-2 tabs po q6h prn, max 6 a day", 6},
      {"Take 2 tablets by mouth every other day", 1},
      {"apply 1 patch every 72 hours", 1.0 / 3},
      {"1 tab by mouth every week", 1.0 / 7},
      {"take half a tablet twice a day", 1},
      {"1 1/2 tabs bid", 3},
      {"one tablet on monday wednesday and friday", 3.0 / 7},
      {"take 4 tablets once a day for 3 days then 2 tablets once a day for 3 days", 4},
      {"2 puffs q4-6h as needed", 12},
      {"Gabapentin 300 mg, 1 capsule in the morning, 1 at noon and 2 at bedtime", 4},
      {"Tramadol 50 mg up to 3 times a day", 3},
      {"5 mL q.i.d.", 20},
      {"not to exceed 4 tablets in 24 hours", 4},
      {"1 po qhs", 1},
      {"1 tab qam 2 tabs qhs", 3},
      {"2 tablets in the morning 1 tablet at lunch and 2 tablets before bed", 5},
      {"1 tab am & hs", 2},
      {"1 tab qhs, may increase to 2 tabs qhs", 2},
      {"2 tabs on day 1 then 1 tab on days 2 through 5", 2},
      {"take 2 tablets on day 1 and 1 tablet on days 2-5", 2},
      {"day 1: 2 tabs, days 2-5: 1 tab", 2},
      {"1 and 1/2 tablets twice daily", 3},
      {"ii tabs po qd", 2},
      {"2 per day", 2},
      {"1 tablet a day", 1},
      {"take 1 tab at onset, may repeat x1 in 2 hours", 2},
      {"take 2 tabs now and repeat in 2 hours if needed", 4},
      {"apply 1 patch to low back for 12 hours on 12 hours off", 1},
      {"taek 1 tabelt three tmies a day", 3},
      {"1 tablet evry 6 huors", 4},
      {"tome una tableta cada 8 horas", 3},
      {"take two tablets every two days and than 1 tablet every week", 1},
      {"1 or 2 times every 4 weeks", 1.0 / 14},
      {"gabapentin 100 mg one capsule at bedtime for 4 days, then bid for 4 days, then tid", 3},
      {"2 tabs qhs x 1 week, then bid", 4},
      {"dexamethasone 6 mg daily x 2 days, 4 mg daily x 2 days, 2 mg daily x 2 days", 6},
      {"duloxetine 30 mg daily for 1 week, then 60 mg daily", 60},
      {"topiramate 25 mg qhs, may increase to 50 mg bid", 100},
      {"leflunomide 10mg 2 tablets once weekly", 2.0 / 7},
      {"lidocaine 5% patch, up to 2 patches a day, 12 hours on 12 hours off", 2},
      {"diclofenac 1% gel 2 g four times a day", 8},
      {"1 tab every morning, 1 tab at noon, 1 tab at bedtime", 3},
  };
  for (const Case& one : cases) {
    const Direction direction = parse_direction(test_vocabulary(), one.words);
    EXPECT_TRUE(direction.parsable) << one.words;
    ASSERT_TRUE(direction.max_per_day.has_value()) << one.words;
    EXPECT_NEAR(*direction.max_per_day, one.max_per_day, 0.001) << one.words;
  }
}

TEST(Direction, SteppedDosesAreDoses) {
  const Direction taper = parse_direction(test_vocabulary(), "prednisone 30 mg daily x 5 days, 10 mg daily x 5 days");
  EXPECT_NEAR(taper.dose_high.value_or(0), 30, 0.001);
  EXPECT_EQ(taper.unit, "mg");
  EXPECT_NEAR(taper.duration_days.value_or(0), 10, 0.001);
  // What is taken on and on has no length.
  EXPECT_FALSE(parse_direction(test_vocabulary(), "1 tab bid x 1 week then 2 tabs bid").duration_days.has_value());
  const Direction day = parse_direction(test_vocabulary(), "1 tab qam, 1 tab at noon and 2 tabs qhs");
  EXPECT_NEAR(day.times_per_day.value_or(0), 3, 0.001);
  EXPECT_NEAR(day.max_per_day.value_or(0), 4, 0.001);
}

TEST(Direction, StrengthOfAVolume) {
  const auto mme = [](const char* words) {
    return parse_direction(test_vocabulary(), words, Date::parse_iso("2016-06-01")).mme_per_day.value_or(-1);
  };
  EXPECT_NEAR(mme("hydrocodone/APAP 7.5/325 mg/15 mL, 15 mL every 6 hours"), 30, 0.01);
  EXPECT_NEAR(mme("acetaminophen with codeine 120/12 mg/5 mL, 10 mL four times a day"), 14.4, 0.01);
  EXPECT_NEAR(mme("oxycodone 5 mg/5 mL 10 mL every 6 hours"), 60, 0.01);
  EXPECT_EQ(parse_direction(test_vocabulary(), "Suboxone 8/2 mg film 1 SL BID").strength, "8/2 mg");
}

TEST(Direction, RefusesWhatIsNone) {
  for (const char* words :
       {"Lumbar MRI", "", "Pain is 7/10 every day", "Follow up in four weeks", "He lives with his wife", "722.10",
        "(((", "Straight leg raise positive at 45 degrees", "Physical therapy 2 times a week for 6 weeks",
        "Headaches three times a week", "Home exercise program daily"})
    EXPECT_FALSE(parse_direction(test_vocabulary(), words).parsable) << words;
}

TEST(Direction, FractionsWithoutSense) {
  for (const char* words :
       {"prednisone 2 1/0 mg daily", "1 1/0 mg: 6 ta", "Norco 10/325 1 1/1 tab daily", "baclofen 1/0 tab tid"}) {
    const Direction direction = parse_direction(test_vocabulary(), words);
    for (const auto& value : {direction.dose_high, direction.max_per_day, direction.days_supply, direction.mme_per_day})
      EXPECT_TRUE(!value || (std::isfinite(*value) && *value < 100)) << words;
  }
}

TEST(Direction, NineHoursAgainstNinety) {
  const Direction direction = parse_direction(test_vocabulary(), "Morphine sulfate ER 30mg 1 tab q 9H #90");
  EXPECT_EQ(direction.drug, "morphine extended release");
  EXPECT_EQ(direction.strength, "30 mg");
  EXPECT_EQ(direction.unit, "tablet");
  EXPECT_EQ(direction.frequency, "every 9 hours");
  EXPECT_NEAR(direction.mme_per_day.value_or(0), 80, 0.01);
  EXPECT_NEAR(direction.days_supply.value_or(0), 33.75, 0.01);
  ASSERT_EQ(direction.warnings.size(), 2U);
  EXPECT_EQ(direction.warnings[0], "An interval of 9 hours is unusual: it does not divide a day, and morphine extended "
                                   "release is usually dosed every 8, 12 or 24 hours.");
  EXPECT_EQ(direction.warnings[1], "The direction comes to 2.67 a day, but a quantity of 90 over 30 days is 3 a day: "
                                   "direction and quantity contradict each other.");
}

TEST(Direction, MorphineEquivalentsByTheTableInForce) {
  const auto mme = [](const char* words, const char* day) {
    return parse_direction(test_vocabulary(), words, Date::parse_iso(day)).mme_per_day.value_or(-1);
  };
  EXPECT_NEAR(mme("Hydromorphone 4 mg 1 tab four times a day", "2014-01-01"), 64, 0.01);
  EXPECT_NEAR(mme("Hydromorphone 4 mg 1 tab four times a day", "2023-01-01"), 80, 0.01);
  EXPECT_NEAR(mme("fentanyl patch 50 mcg/h apply 1 patch every 72 hours", "2014-01-01"), 120, 0.01);
  EXPECT_NEAR(mme("Norco 10/325 one tablet four times a day", "2014-01-01"), 40, 0.01);
  EXPECT_NEAR(mme("Methadone 10 mg 1 tab q8h", "2014-01-01"), 240, 0.01);
  EXPECT_NEAR(mme("Baclofen 10 mg TID", "2014-01-01"), -1, 0.01);
  EXPECT_NEAR(mme("Tramadol 10% cream apply TID", "2014-01-01"), -1, 0.01);
}

TEST(Direction, Topicals) {
  const Direction direction = parse_direction(test_vocabulary(), "Ketamine 5% cream 60gm apply TID");
  EXPECT_EQ(direction.drug, "ketamine topical");
  EXPECT_EQ(direction.route, "topical");
  EXPECT_EQ(direction.form, "cream");
  EXPECT_EQ(direction.strength, "5%");
  EXPECT_NEAR(direction.quantity.value_or(0), 60, 0.01);
  EXPECT_EQ(direction.quantity_unit, "g");
  EXPECT_FALSE(direction.days_supply.has_value());
  EXPECT_TRUE(direction.warnings.empty());
}

TEST(Direction, AsNeededGivesNoContradiction) {
  EXPECT_TRUE(parse_direction(test_vocabulary(), "Norco 10/325 1 tab q6h prn #90").warnings.empty());
}

} // namespace
} // namespace openimr::clinical
