#include "jurisdictions/jurisdiction.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace openimr::jurisdictions {
namespace {

namespace fs = std::filesystem;

/// A copy of the Californian pack that a test may spoil.
class Copy {
public:
  Copy() : folder_(fs::temp_directory_path() / ("openimr-law-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "jurisdictions");
    fs::copy(OPENIMR_SOURCE_DIR "/packs/jurisdictions/us-ca-wc", pack(), fs::copy_options::recursive);
  }
  ~Copy() { fs::remove_all(folder_); }
  fs::path pack() const { return folder_ / "jurisdictions" / "us-ca-wc"; }

  void replace(const char* file, const std::string& from, const std::string& to) {
    std::stringstream text;
    text << std::ifstream(pack() / file).rdbuf();
    std::string bytes = text.str();
    const auto at = bytes.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    bytes.replace(at, from.size(), to);
    line_ = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    std::ofstream(pack() / file) << bytes;
  }
  /// The message with the folder left out and line numbers kept.
  std::string message() const {
    const auto law = Jurisdiction::load(folder_.string(), "us-ca-wc");
    if (law) return "loaded";
    std::string text = law.error().message();
    const std::string prefix = pack().string() + "/";
    if (text.starts_with(prefix)) text.erase(0, prefix.size());
    return text;
  }
  /// The same with the line of the replaced words written as LINE.
  std::string message_with_line() const {
    std::string text = message();
    const std::string number = ":" + std::to_string(line_) + ":";
    if (const auto at = text.find(number); at != std::string::npos) text.replace(at, number.size(), ":LINE:");
    return text;
  }
  std::string folder() const { return folder_.string(); }

private:
  fs::path folder_;
  std::ptrdiff_t line_ = 0;
};

std::string spoiled(const char* file, const std::string& from, const std::string& to) {
  Copy copy;
  copy.replace(file, from, to);
  return copy.message_with_line();
}

} // namespace

TEST(Pack, NamesFileLineAndKeyOfEveryFault) {
  EXPECT_THAT(spoiled("clocks.yaml", "unit: hours, from", "unit: minutes, from"),
              testing::StartsWith("clocks.yaml:LINE: clocks[8].vers"));
  EXPECT_EQ(spoiled("jurisdiction.yaml", "title: California", "titel: California"),
            "jurisdiction.yaml:LINE: titel: found the unknown key \"titel\", expected one of schema, id, title, "
            "authority, time_zone, edition, review_standard, profile; "
            "remove it, or begin its name with x- (one of 2 faults in this file)");
  EXPECT_EQ(spoiled("jurisdiction.yaml", "America/Los_Angeles", "America/Los_Angles"),
            "jurisdiction.yaml:LINE: time_zone: found \"America/Los_Angles\", expected a name of the time zone "
            "database such as America/Los_Angeles; correct it, or "
            "install the system's time zone data (tzdata)");
  EXPECT_EQ(
      spoiled("jurisdiction.yaml", "id: us-ca-wc", "id: us-ca"),
      "jurisdiction.yaml:LINE: id: found \"us-ca\", expected \"us-ca-wc\", the folder's name; make both the same");
  EXPECT_EQ(spoiled("calendars.yaml", "weekday: monday, month: 1}", "weekday: moonday, month: 1}"),
            "calendars.yaml:LINE: calendars[0].holidays[1].nth_weekday.weekday: found \"moonday\", expected one of "
            "sunday, monday, tuesday, wednesday, thursday, "
            "friday, saturday; did you mean \"monday\"?");
  EXPECT_EQ(spoiled("calendars.yaml", "fixed: {month: 2, day: 12}", "fixed: {month: 2, day: 30}"),
            "calendars.yaml:LINE: calendars[0].holidays[2].fixed: found month 2, day 30, expected a day that exists; "
            "correct month or day");
  EXPECT_EQ(spoiled("clocks.yaml", "roll: judicial", "roll: juridical"),
            "clocks.yaml:LINE: clocks[1].versions[0].roll: found \"juridical\", expected one of business, judicial; "
            "did you mean \"judicial\"?");
  EXPECT_EQ(spoiled("clocks.yaml", "from: 2014-02-12", "from: 2014-02-11"),
            "clocks.yaml:LINE: clocks[4].versions[1]: found a period that overlaps another (2013-01-01 to 2014-02-11), "
            "expected periods that follow each other; "
            "end the earlier one with `to`, or begin this one later");
  EXPECT_THAT(
      spoiled("clocks.yaml", "to: 2014-02-11", "to: 2012-02-11"),
      testing::StartsWith("clocks.yaml:LINE: clocks[4].versions[0].to: found 2012-02-11, expected a day on or"));
  EXPECT_THAT(spoiled("eligibility.yaml", "factor: signed", "factor: sealed"),
              testing::StartsWith("eligibility.yaml:LINE: grounds[2].factor: found \"sealed\", expected one"));
  EXPECT_THAT(spoiled("reviewers.yaml", "roles: [employer]", "roles: [boss]"),
              testing::StartsWith("reviewers.yaml:LINE: conflicts[0].roles[0]: found \"boss\", expected o"));
  EXPECT_THAT(spoiled("sources.yaml", "events: [request,", "events: [requests,"),
              testing::StartsWith("sources.yaml:LINE: edition_day[0].events[0]: found \"requests\", expected one of "
                                  "request, ur_decision, application"));
  EXPECT_THAT(spoiled("sources.yaml", "standing: in_sequence", "standing: sequence"),
              testing::StartsWith("sources.yaml:LINE: guidelines[3].standing: found \"sequence\", expected one of"));
  EXPECT_EQ(spoiled("letters.yaml", "{result_line}", "{result_line"),
            "letters.yaml:LINE: letters[0].sections[0].paragraphs[2].texts[0].text: found a brace without its partner, "
            "expected {placeholder}; close it, or write {{ "
            "or }} for a brace");
}

TEST(Pack, NamesWhatIsMissing) {
  Copy copy;
  const auto other = Jurisdiction::load(copy.folder(), "us-ca-wcc");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(other.error().found + "; " + other.error().expected + "; " + other.error().remedy,
            "no jurisdiction \"us-ca-wcc\"; one of us-ca-wc; did you mean \"us-ca-wc\"?");
  EXPECT_FALSE(Jurisdiction::load(copy.folder(), "../us-ca-wc"));
  fs::remove(copy.pack() / "calendars.yaml");
  EXPECT_EQ(copy.message(),
            "calendars.yaml: found no such file, expected a readable file; check the name and the folder");
  Copy more;
  std::ofstream(more.pack() / "clock.yaml") << "x: 1\n";
  EXPECT_EQ(more.message(),
            "clock.yaml: found a file the pack format does not know, expected one of jurisdiction.yaml, "
            "calendars.yaml, service.yaml, clocks.yaml, "
            "eligibility.yaml, reviewers.yaml, letters.yaml, worked_dates.yaml, sources.yaml, money.yaml; rename or remove it, or "
            "begin its name "
            "with x-");
}

TEST(Pack, CaliforniaStandsWhole) {
  const auto law = Jurisdiction::load(OPENIMR_SOURCE_DIR "/packs", "us-ca-wc");
  ASSERT_TRUE(law) << law.error().message();
  EXPECT_EQ(law->standards.on(*Date::parse_iso("2015-01-05"))->value.id, "strict-order");
  EXPECT_EQ(law->standards.on(*Date::parse_iso("2018-01-05"))->value.id, "mtus-led");
  EXPECT_EQ(law->standards.on(*Date::parse_iso("2012-01-05")), nullptr);
  EXPECT_EQ(law->files.size(), 10U);
  EXPECT_EQ(law->sha256().size(), 64U);
  EXPECT_EQ(law->reviewers.conflicts.size(), 11U);
  EXPECT_EQ(law->reviewers.no_qme.on(*Date::parse_iso("2013-12-31")), nullptr);
  ASSERT_NE(law->letter("final-determination"), nullptr);
  for (const LetterSection& section : law->letter("final-determination")->sections)
    for (const LetterParagraph& paragraph : section.paragraphs)
      EXPECT_NE(paragraph.text.on(*Date::parse_iso("2015-03-18")), nullptr) << paragraph.id;
  EXPECT_EQ(list_jurisdictions(OPENIMR_SOURCE_DIR "/packs").empty(), false);
}

TEST(LetterText, FillsAndRefusesGaps) {
  EXPECT_EQ(*fill("{a} and {{b}} and {a}", {{"a", "x"}}), "x and {b} and x");
  EXPECT_EQ(placeholders("{b} {a} {b} {{c}}"), (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(fill("by {a}", {}).error().message(), "text \"by {a}…\": found the placeholder {a}, expected a value for "
                                                  "it; give the value, or take it out of the text");
  for (const char* bad : {"{a", "a}", "{a{b}}", "{"})
    EXPECT_EQ(fill(bad, {{"a", "x"}}).error().found, "a brace without its partner") << bad;
}

TEST(Money, TheFeeOfTheDayAndOfTheCircumstances) {
  const auto law = Jurisdiction::load(OPENIMR_SOURCE_DIR "/packs", "us-ca-wc");
  ASSERT_TRUE(law) << law.error().message();
  struct Case {
    ReviewCharge charge;
    const char* day;
    double usd; ///< 0 for none known
  };
  const Case cases[] = {
      {{}, "2012-12-31", 0},
      {{}, "2013-01-01", 560},
      {{.reviewers = 2}, "2014-03-31", 760},
      {{.profession = "other"}, "2014-03-31", 495},
      {{.review = "expedited", .profession = "other"}, "2014-03-31", 595},
      {{.review = "expedited", .profession = "other", .reviewers = 2}, "2014-03-31", 0}, // the table has no such row
      {{}, "2014-04-01", 420},
      {{.reviewers = 3}, "2014-04-01", 420},
      {{.drugs_only = true}, "2014-04-01", 390},
      {{.review = "expedited", .drugs_only = true}, "2014-04-01", 515},
      {{.ended = "before_reviewer"}, "2014-04-01", 160},
      {{}, "2020-01-01", 345},
      {{.ended = "before_reviewer"}, "2025-12-31", 115},
      {{}, "2026-01-01", 0},
  };
  for (const Case& each : cases) {
    const Fee* fee = law->money.fee(each.charge, *Date::parse_iso(each.day));
    EXPECT_EQ(fee ? fee->usd : 0, each.usd) << each.day << " " << each.charge.review;
  }
}

} // namespace openimr::jurisdictions
