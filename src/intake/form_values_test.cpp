#include "intake/form_values.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

/// "value", "value (mended)" or "? doubt".
std::string read(FieldType type, std::string_view words, bool last_first = false) {
  const FieldValue value = understand(type, words, last_first);
  if (!value.doubt.empty()) return "? " + value.doubt;
  return value.value + (value.is_mended ? " (mended)" : "");
}

std::string name(std::string_view words, bool last_first = false) {
  const FieldValue value = understand(FieldType::Person, words, last_first);
  const auto part = [&](const char* key) {
    const auto found = value.parts.find(key);
    return found == value.parts.end() ? std::string() : found->second;
  };
  return part("first") + "|" + part("last") + "|" + part("degree");
}

} // namespace

TEST(FormValues, DaysThatAreNoneAreDoubts) {
  EXPECT_EQ(read(FieldType::Date, "00/00/0000"), "? \"00/00/0000\" is no day of the calendar");
  EXPECT_EQ(read(FieldType::Date, "02/30/2014"), "? \"02/30/2014\" is no day of the calendar");
  EXPECT_EQ(read(FieldType::Date, "1/2/2014 or 1/3/2014"), "? more than one day: 1/2/2014 or 1/3/2014");
  EXPECT_EQ(read(FieldType::Date, "unknown"), "? \"unknown\" is no day of the calendar");
  EXPECT_EQ(read(FieldType::BirthDate, "5/2/10"), "? the century of \"5/2/10\" is not certain");
  EXPECT_EQ(read(FieldType::Date, "  "), "");
}

TEST(FormValues, DaysAreReadInEveryUsualSpelling) {
  for (const char* words :
       {"01/16/2015", "1/16/2015", "01-16-15", "January 16, 2015", "16 Jan 2015", "2015-01-16", ": 1/16/2015 |"})
    EXPECT_EQ(read(FieldType::Date, words), "2015-01-16") << words;
  EXPECT_EQ(read(FieldType::BirthDate, "6/21/48"), "1948-06-21") << "nobody is born in the future";
}

TEST(FormValues, LettersInPlaceOfDigitsAreMendedAndTold) {
  EXPECT_EQ(read(FieldType::Date, "O1/l6/2O15"), "2015-01-16 (mended)");
  EXPECT_EQ(read(FieldType::Adj, "ADJO002291"), "ADJ0002291 (mended)");
  EXPECT_EQ(read(FieldType::Adj, "adj 1234567"), "ADJ1234567");
  EXPECT_EQ(read(FieldType::Adj, "WC-1"), "? \"WC-1\" does not begin with ADJ");
  EXPECT_EQ(read(FieldType::Adj, "ADJ12X4567"), "? \"ADJ12X4567\" is not ADJ and five to nine digits");
}

TEST(FormValues, NamesInEitherOrderKeepTheirDegree) {
  EXPECT_EQ(name("Ada Example"), "Ada|Example|");
  EXPECT_EQ(name("Ada Q. Example, MD"), "Ada Q.|Example|MD");
  EXPECT_EQ(name("Dr. Ada Example, M.D."), "Ada|Example|M.D.");
  EXPECT_EQ(name("Example, Ada Q."), "Ada Q.|Example|");
  EXPECT_EQ(name("Example Ada", true), "Ada|Example|");
  EXPECT_EQ(name("Garza Example, Ada", true), "Ada|Garza Example|");
  EXPECT_EQ(read(FieldType::Person, "Ada 3xample"), "? \"Ada 3xample\" has digits in it");
}

TEST(FormValues, NumbersAndAddresses) {
  EXPECT_EQ(read(FieldType::Identifier, "WC- 53642 -72."), "WC-53642-72.");
  EXPECT_EQ(read(FieldType::Identifier, "none"), "? \"none\" has no digit");
  EXPECT_EQ(read(FieldType::Identifier, "SYN27638103 00/00/0000"),
            "? a day seems to stand in \"SYN27638103 00/00/0000\"")
      << "the label between them was lost";
  EXPECT_EQ(read(FieldType::Phone, "1 (555) 369 8953"), "(555) 369-8953");
  EXPECT_EQ(read(FieldType::Phone, "369-8953"), "? \"369-8953\" is no ten-digit number");
  EXPECT_EQ(read(FieldType::Zip, "9348O"), "? \"9348O\" is no zip code");
  const FieldValue address = understand(FieldType::Address, "31 Storybook Road, Suite 2, Fableton, CA 90000");
  EXPECT_EQ(address.parts.at("street"), "31 Storybook Road, Suite 2");
  EXPECT_EQ(address.parts.at("city"), "Fableton");
  EXPECT_EQ(address.parts.at("state"), "CA");
  EXPECT_EQ(address.parts.at("zip"), "90000");
  EXPECT_TRUE(understand(FieldType::Address, "31 Storybook Road").parts.empty());
}

TEST(FormValues, DiagnosesAreToldFromTheirCodes) {
  const auto parts = [](std::string_view words) {
    auto value = understand(FieldType::Diagnosis, words);
    return value.parts["text"] + "|" + value.parts["icd"];
  };
  EXPECT_EQ(parts("Lumbar disc displacement 722.10"), "Lumbar disc displacement|722.10");
  EXPECT_EQ(parts("M54.12 Cervical radiculopathy"), "Cervical radiculopathy|M54.12");
  EXPECT_EQ(parts("Rotator cuff sprain (S43.421A)"), "Rotator cuff sprain|S43.421A");
  EXPECT_EQ(parts("Sprain of L4-5 in 2014"), "Sprain of L4-5 in 2014|");
}

TEST(FormValues, NothingOnTheWayMakesItFail) {
  std::string words;
  for (int i = 1; i < 256; ++i) words += static_cast<char>(i);
  for (int type = 0; type <= static_cast<int>(FieldType::Signature); ++type)
    for (std::size_t cut = 0; cut <= words.size(); ++cut) {
      const FieldValue value =
          understand(static_cast<FieldType>(type), std::string_view(words).substr(cut), cut % 2 == 0);
      EXPECT_LE(value.value.size(), words.size() + 20);
    }
}

} // namespace openimr::intake
