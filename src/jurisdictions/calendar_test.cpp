#include "jurisdictions/jurisdiction.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace openimr::jurisdictions {
namespace {

const Jurisdiction& california() {
  static const auto law = Jurisdiction::load(OPENIMR_SOURCE_DIR "/packs", "us-ca-wc");
  return *law;
}

std::string listed(const char* calendar, int year) {
  std::string text;
  for (const Holiday& holiday : california().calendar(calendar)->holidays(year))
    text += fmt::format("{}/{} ", holiday.day.month(), holiday.day.day());
  return text;
}

Date day(std::string_view text) { return *Date::parse_iso(text); }

} // namespace

TEST(Calendar, JudicialHolidaysAsTheLawChanged) {
  EXPECT_EQ(listed("judicial", 1994), "");
  EXPECT_EQ(listed("judicial", 2041), "");
  // 1995: New Year on Sunday, Lincoln on Sunday; no Chavez, Columbus kept, Veterans on Saturday.
  EXPECT_EQ(listed("judicial", 1995), "1/2 1/16 2/13 2/20 5/29 7/4 9/4 10/9 11/10 11/23 11/24 12/25 ");
  EXPECT_EQ(listed("judicial", 2015), "1/1 1/19 2/12 2/16 3/31 5/25 7/4 9/7 10/12 11/11 11/26 11/27 12/25 ");
  EXPECT_EQ(listed("judicial", 2021), "1/1 1/18 2/12 2/15 3/31 5/31 7/5 9/6 10/11 11/11 11/25 11/26 12/25 ");
  EXPECT_EQ(listed("judicial", 2022), "1/1 1/17 2/12 2/21 3/31 5/30 7/4 9/5 9/23 11/11 11/24 11/25 12/26 ");
  EXPECT_EQ(listed("judicial", 2026), "1/1 1/19 2/12 2/16 3/31 5/25 6/19 7/4 9/7 9/25 11/11 11/26 11/27 12/25 ");
  EXPECT_EQ(listed("judicial", 2040), "1/2 1/16 2/13 2/20 3/31 5/28 6/19 7/4 9/3 9/28 11/12 11/22 11/23 12/25 ");
}

TEST(Calendar, BusinessHolidaysAreAnotherList) {
  EXPECT_EQ(listed("business", 2008), "1/1 1/21 2/12 2/18 3/31 5/26 7/4 9/1 10/13 11/11 11/27 11/28 12/25 ");
  EXPECT_EQ(listed("business", 2026), "1/1 1/19 2/16 3/31 5/25 7/4 9/7 11/11 11/26 11/27 12/25 ");
}

TEST(Calendar, OpenDays) {
  const Calendar& judicial = *california().calendar("judicial");
  EXPECT_FALSE(judicial.is_open(day("2015-02-14"))); // Saturday
  EXPECT_FALSE(judicial.is_open(day("2015-02-12")));
  EXPECT_TRUE(judicial.is_open(day("2015-02-13")));
  EXPECT_EQ(judicial.why_closed(day("2015-02-12"))->name, "Lincoln Day");
  EXPECT_EQ(judicial.why_closed(day("2015-02-14"))->name, "Saturday");
  EXPECT_FALSE(judicial.why_closed(day("2015-02-13")));
  EXPECT_EQ(judicial.why_closed(day("2021-07-05"))->proper_day.iso(), "2021-07-04");
  EXPECT_EQ(judicial.next_open(day("2015-02-14")).iso(), "2015-02-17");
  EXPECT_EQ(judicial.add_open_days(day("2015-02-13"), 0).iso(), "2015-02-13");
  EXPECT_EQ(judicial.add_open_days(day("2015-02-13"), 1).iso(), "2015-02-17");
}

// Every day of 46 years against rules written a second time, by day of month alone.
TEST(Calendar, AgreesWithASecondReading) {
  const Calendar& judicial = *california().calendar("judicial");
  const auto is_fixed = [](Date d) {
    const int md = static_cast<int>(d.month() * 100 + d.day());
    return md == 101 || md == 212 || md == 704 || md == 1111 || md == 1225 || (md == 331 && d.year() >= 2001) ||
           (md == 619 && d.year() >= 2023);
  };
  for (Date d = day("1995-01-01"); d <= day("2040-12-31"); d = d.plus_days(1)) {
    const unsigned weekday = d.weekday().c_encoding(), week = (d.day() - 1) / 7 + 1, month = d.month();
    bool closed = weekday == 0 || weekday == 6 || is_fixed(d) || (weekday == 1 && is_fixed(d.plus_days(-1)));
    closed |= weekday == 5 && d.month() == 11 && d.day() == 10;
    closed |= weekday == 1 && ((month == 1 && week == 3) || (month == 2 && week == 3) || (month == 9 && week == 1) ||
                               (month == 5 && d.day() > 24));
    closed |= weekday == 1 && month == 10 && week == 2 && d.year() <= 2021;
    closed |= weekday == 5 && month == 9 && week == 4 && d.year() >= 2022;
    closed |= month == 11 && ((weekday == 4 && week == 4) || (weekday == 5 && d.day() >= 23 && d.day() <= 29));
    ASSERT_EQ(judicial.is_open(d), !closed) << d.iso();
  }
}

TEST(LocalDate, IsPacificWhateverWasWritten) {
  const Jurisdiction& law = california();
  const auto check = [&](const char* written, const char* local, const char* time) {
    const auto instant = Instant::parse_iso(written);
    ASSERT_TRUE(instant) << written;
    EXPECT_EQ(law.local_date(*instant).iso(), local) << written;
    EXPECT_EQ(law.local_time(*instant), time) << written;
  };
  check("2015-01-16T10:02:00-08:00", "2015-01-16", "2015-01-16T10:02:00-08:00");
  check("2015-01-17T07:59:59Z", "2015-01-16", "2015-01-16T23:59:59-08:00");
  check("2015-01-17T08:00:00Z", "2015-01-17", "2015-01-17T00:00:00-08:00");
  check("2015-01-17T02:30:00-05:00", "2015-01-16", "2015-01-16T23:30:00-08:00");
  check("2015-07-17T06:59:00Z", "2015-07-16", "2015-07-16T23:59:00-07:00");
  check("2015-03-08T10:00:00Z", "2015-03-08", "2015-03-08T03:00:00-07:00");
}

} // namespace openimr::jurisdictions
