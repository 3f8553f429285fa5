#include "base/date.h"

#include <gtest/gtest.h>

namespace openimr {

TEST(Date, ReadsIsoDaysAndNothingElse) {
  for (const char* bad : {"", "2015-1-16", "2015-02-29", "2015-13-01", "2015-00-10", "15-01-16", "2015/01/16",
                          "2015-01-16 ", "x015-01-16", "1599-12-31", "2400-01-01"})
    EXPECT_FALSE(Date::parse_iso(bad)) << bad;
  EXPECT_EQ(Date::parse_iso("2016-02-29")->iso(), "2016-02-29");
  EXPECT_EQ(Date::parse_iso("2015-01-06")->us(), "1/6/2015");
  EXPECT_EQ(Date::parse_iso("2015-01-06")->long_us(), "January 6, 2015");
}

TEST(Date, CountsDays) {
  const Date day = *Date::parse_iso("2015-12-31");
  EXPECT_EQ(day.plus_days(60).iso(), "2016-02-29");
  EXPECT_EQ(day.plus_days(60).days_since(day), 60);
}

TEST(Instant, KeepsTheWritersDay) {
  const auto late = Instant::parse_iso("2015-01-16T23:30:00-08:00");
  ASSERT_TRUE(late);
  EXPECT_EQ(late->local_date().iso(), "2015-01-16");
  EXPECT_EQ(late->utc_seconds, Instant::parse_iso("2015-01-17T07:30Z")->utc_seconds);
  for (const char* bad : {"2015-01-16", "2015-01-16T24:00:00Z", "2015-01-16T10:02:00", "2015-01-16T10:02:00-0800"})
    EXPECT_FALSE(Instant::parse_iso(bad)) << bad;
}

TEST(Age, TurnsOnTheBirthday) {
  const Date birth = *Date::parse_iso("1960-05-02");
  EXPECT_EQ(age_on(birth, *Date::parse_iso("2015-05-01")), 54);
  EXPECT_EQ(age_on(birth, *Date::parse_iso("2015-05-02")), 55);
}

} // namespace openimr
