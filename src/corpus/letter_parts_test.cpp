#include "corpus/letter_parts.h"

#include "base/files.h"
#include "corpus/decision_reader.h"

#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

const char* const letters[] = {"decisions_2014", "issue_at_dispute", "listed_credentials", "notice_2013",
                               "prose_credentials_double_spaced"};

const Layouts& layouts() {
  static const auto loaded = Layouts::load(OPENIMR_SOURCE_DIR "/packs");
  if (!loaded) throw std::runtime_error(loaded.error().message());
  return *loaded;
}

std::string test_data(const std::string& name) {
  const auto text = read_file(std::string(OPENIMR_SOURCE_DIR) + "/src/corpus/test_data/" + name + ".txt");
  if (!text) throw std::runtime_error(text.error().message());
  return *text;
}

void expect_same(const PublishedDecision& got, const PublishedDecision& wanted) {
  EXPECT_EQ(got.layout, wanted.layout);
  EXPECT_EQ(got.case_numbers, wanted.case_numbers);
  EXPECT_EQ(got.decision_date, wanted.decision_date);
  EXPECT_EQ(got.assigned, wanted.assigned);
  EXPECT_EQ(got.age, wanted.age);
  EXPECT_EQ(got.date_of_injury, wanted.date_of_injury);
  EXPECT_EQ(got.licensure, wanted.licensure);
  EXPECT_EQ(got.certifications, wanted.certifications);
  EXPECT_EQ(got.summary, wanted.summary);
  EXPECT_EQ(got.issues, wanted.issues);
  EXPECT_EQ(got.problems.size(), wanted.problems.size());
}

} // namespace

TEST(SplitLetters, EveryPairIsReadAsIfEachStoodAlone) {
  for (const char* first : letters)
    for (const char* second : letters)
      for (const char* joint : {"", "\n\n", "\f"}) {
        SCOPED_TRACE(std::string(first) + " + " + second);
        const std::string one = test_data(first), two = test_data(second), both = one + joint + two;
        const auto parts = split_letters(layouts(), both);
        ASSERT_EQ(parts.size(), 2u);
        EXPECT_EQ(std::string(parts[0].text) + std::string(parts[1].text), both);
        expect_same(read_decision(layouts(), "a", parts[0].text), read_decision(layouts(), "a", one));
        expect_same(read_decision(layouts(), "a", parts[1].text), read_decision(layouts(), "a", two));
      }
}

TEST(SplitLetters, ThreeLettersAndTheirLines) {
  const std::string one = test_data("listed_credentials"), all = one + one + one;
  const auto parts = split_letters(layouts(), all);
  ASSERT_EQ(parts.size(), 3u);
  const int lines = static_cast<int>(std::count(one.begin(), one.end(), '\n'));
  EXPECT_EQ(parts[1].line, 1 + lines);
  EXPECT_EQ(parts[2].line, 1 + 2 * lines);
}

TEST(SplitLetters, OneLetterStaysOne) {
  for (const char* name : letters) EXPECT_EQ(split_letters(layouts(), test_data(name)).size(), 1u) << name;
  // A list of contents before, a heading that comes again, a letter that is quoted without issues of its own.
  const std::string letter = test_data("listed_credentials");
  for (const std::string& text :
       {"CLINICAL CASE SUMMARY\nHOW THE IMR FINAL DETERMINATION WAS MADE\n\f" + letter,
        letter + "\nCLINICAL CASE SUMMARY\nas above\n", letter + "\nDOCUMENTS REVIEWED\nall\nDOCUMENTS REVIEWED\nall\n",
        std::string(), std::string("no letter"), std::string(100000, '\f')})
    EXPECT_EQ(split_letters(layouts(), text).size(), 1u) << text.substr(0, 80);
}

TEST(SplitLetters, ACertificationThatWrapsBeforeAnAmpersandIsWhole) {
  const std::string letter = test_data("listed_credentials");
  const std::size_t at = letter.find("Certification(s)/Specialty:");
  ASSERT_NE(at, std::string::npos);
  const std::size_t end = letter.find('\n', at);
  for (const char* printed : {"Physical Medicine\n& Rehabilitation", "Physical Medicine &\nRehabilitation",
                              "Physical Medicine\n& Rehabilitation, Pain\nMedicine"}) {
    const std::string text = letter.substr(0, at) + "Certification(s)/Specialty: " + printed + letter.substr(end);
    const auto decision = read_decision(layouts(), "a", text);
    ASSERT_TRUE(decision.certifications.has_value());
    EXPECT_EQ(decision.certifications->front(), "Physical Medicine & Rehabilitation") << printed;
  }
}

} // namespace openimr::corpus
