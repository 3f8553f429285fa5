#include "corpus/letter_fields.h"

#include "corpus/date_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

using testing::ElementsAre;

std::string shown(const std::vector<Date>& dates) {
  std::string out;
  for (const Date& date : dates) out += (out.empty() ? "" : " ") + date.iso();
  return out;
}

std::string shown(const std::vector<CitedGuideline>& guidelines) {
  std::string out;
  for (const CitedGuideline& each : guidelines) out += "[" + each.source + "|" + each.pages.value_or("-") + "]";
  return out;
}

} // namespace

TEST(DateAt, ReadsAmericanDates) {
  struct Case {
    const char *text, *iso;
  };
  for (const Case& each :
       {Case{"11/9/1995", "1995-11-09"}, Case{"12/16/11", "2011-12-16"}, Case{"1/2/98", "1998-01-02"},
        Case{"11-09-1995,", "1995-11-09"}, Case{"1995-11-09", "1995-11-09"}, Case{"November 9, 1995", "1995-11-09"},
        Case{"nov. 9 1995", "1995-11-09"}, Case{"Sept 30, 2014.", "2014-09-30"}, Case{"May 1, 2014", "2014-05-01"}})
    EXPECT_EQ(date_at(each.text, 0) ? date_at(each.text, 0)->date.iso() : "none", each.iso) << each.text;
  for (const char* text : {"2/30/2014", "13/1/2014", "1/2", "1/2/3", "10/325/2014", "5/1/20145", "1/2/2014/3",
                           "May 2014", "Mayor 1, 2014", "November 31, 2014", "1995-13-01", "L4-5-1995", ""})
    EXPECT_FALSE(date_at(text, 0)) << text;
}

TEST(ReadPerson, FindsAgeSexAndDateOfInjury) {
  struct Case {
    const char* summary;
    int age;
    const char *sex, *injury;
  };
  for (const Case& each :
       {Case{"This 54 year old man sustained an industrial injury on 11/9/1995.", 54, "male", "1995-11-09"},
        Case{"this is a 31-year-old male with a 12/16/11 date of injury.", 31, "male", "2011-12-16"},
        Case{"A 45 y/o right-handed female who was injured on March 3, 2010 while lifting.", 45, "female",
             "2010-03-03"},
        Case{"The injured worker is a 60-yr-old woman with a date of injury of 1/2/2003.", 60, "female", "2003-01-02"},
        Case{"A 39 years old gentleman (DOI: 4/5/2006) was seen on 7/8/2014.", 39, "male", "2006-04-05"},
        Case{"The patient is a 50 year old lady who sustained an injury to her right knee and ankle on 6/7/2012.", 50,
             "female", "2012-06-07"},
        // What is not there stays empty.
        Case{"She was seen on 7/8/2014 for pain of 8/10.", 0, "", ""},
        Case{"The 10 year old injury was reported on 7/8/2014.", 10, "", ""},
        Case{"The injured worker had surgery on 7/8/2014.", 0, "", ""},
        Case{"Pain began in May 2010. The 44 year old worker has a 2/30/2014 date of injury.", 44, "", ""},
        Case{"For 500 year old reasons. 0 year old, 121 year old.", 0, "", ""},
        Case{"This 30 year old has the strength of a claim; the man is here.", 30, "", ""},
        // Two dates are both kept.
        Case{"The 40 year old woman was injured on 1/2/2003 and again injured on 4/5/2006.", 40, "female",
             "2003-01-02 2006-04-05"}}) {
    const PersonFields person = read_person(each.summary);
    EXPECT_EQ(person.age.value_or(0), each.age) << each.summary;
    EXPECT_EQ(person.sex, each.sex) << each.summary;
    EXPECT_EQ(shown(person.dates_of_injury), each.injury) << each.summary;
  }
}

TEST(ReadCredentialsInProse, ReadsTheSentence) {
  auto fields =
      read_credentials_in_prose("The expert reviewer is Board Certified in Anesthesiology, has a subspecialty in Pain "
                                "Management and is licensed to practice in California. He/she works.");
  EXPECT_THAT(*fields.certifications, ElementsAre("Anesthesiology", "Pain Management"));
  EXPECT_THAT(*fields.licensure, ElementsAre("California"));
  fields = read_credentials_in_prose("The expert reviewer is Board Certified in Physical Medicine and Rehabilitation "
                                     "and is licensed to practice in Texas, New York and Ohio.");
  EXPECT_THAT(*fields.certifications, ElementsAre("Physical Medicine and Rehabilitation"));
  EXPECT_THAT(*fields.licensure, ElementsAre("Texas", "New York", "Ohio"));
  fields = read_credentials_in_prose(
      "The expert reviewer is a Doctor of Chiropractic and is licensed to practice in California.");
  EXPECT_THAT(*fields.certifications, ElementsAre("Doctor of Chiropractic"));
  fields = read_credentials_in_prose("A reviewer was chosen.");
  EXPECT_FALSE(fields.certifications);
  EXPECT_FALSE(fields.licensure);
}

TEST(ReadGuidelines, PartsSourcesAndPages) {
  struct Case {
    const char *text, *expected;
  };
  for (const Case& each :
       {Case{"Decision based on MTUS Guidelines Opioids.", "[MTUS Guidelines Opioids|-]"},
        Case{"Decision based on MTUS Guidelines Page(s): 111-112.", "[MTUS Guidelines|111-112]"},
        Case{"Decision based on A Page(s): 78, 80, 91. Decision based on Non-MTUS Citation B.",
             "[A|78, 80, 91][Non-MTUS Citation B|-]"},
        Case{"Decision based on A Page(s): 24, and 68-69, ACOEM 2nd Edition Pages 12 and 13.",
             "[A|24, and 68-69][ACOEM 2nd Edition|12 and 13]"},
        Case{"Decision based on A page 9, 2nd Edition.", "[A|9][2nd Edition|-]"}, Case{"No guideline was cited.", ""},
        Case{"The Claims Administrator did not cite any guidelines.", ""},
        Case{"ODG, Pain chapter", "[ODG, Pain chapter|-]"},
        Case{"Decision based on Homepage 4 of the board.", "[Homepage 4 of the board|-]"}, Case{"", ""},
        Case{" . ", ""}})
    EXPECT_EQ(shown(read_guidelines(each.text)), each.expected) << each.text;
}

TEST(ReadDecidedItem, TakesTheDecisionFromTheEndOnly) {
  struct Case {
    const char* line;
    const char* item; ///< empty: no decision
    Decision decision;
  };
  for (const Case& each :
       {Case{"Ketamine 5% cream TID:  Upheld", "Ketamine 5% cream TID", Decision::Upheld},
        Case{"Cream 3 x a day Qty:1: Upheld", "Cream 3 x a day Qty:1", Decision::Upheld},
        Case{"MRI : OVERTURNED.", "MRI", Decision::Overturned},
        Case{"PT: total: Partially Overturned", "PT: total", Decision::PartiallyOverturned},
        Case{"PT: Overturned in part", "PT", Decision::PartiallyOverturned}, Case{"Upheld", "", {}},
        Case{"the denial was upheld", "", {}}, Case{"MRI: Upheld on appeal", "", {}}, Case{"MRI: Modified", "", {}}}) {
    const auto decided = read_decided_item(each.line);
    ASSERT_EQ(decided.has_value(), each.item[0] != '\0') << each.line;
    if (!decided) continue;
    EXPECT_EQ(std::string(each.line).substr(0, decided->item_end), each.item);
    EXPECT_EQ(decided->decision, each.decision);
  }
}

} // namespace openimr::corpus
