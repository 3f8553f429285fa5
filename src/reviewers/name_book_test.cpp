#include "reviewers/name_book.h"

#include <gtest/gtest.h>

namespace openimr::reviewers {
namespace {

const PartyNames party_names = *PartyNames::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
const NameBook
    book(party_names,
         {{"Example Holdings", {"Example Freight Inc", "Sampleton Claims Services"}, "annual filing of 2014"}},
         {{"Exemplar Freight", "Example Freight Inc", false, "Compliance", *Date::parse_iso("2014-11-03")},
          {"Mockup Medical", "Mockup Medical Group of Nowhere", false, "Compliance", *Date::parse_iso("2014-01-01")},
          {"Mockup Medical Group of Nowhere", "Mockup Medical", true, "Director", *Date::parse_iso("2014-06-01")}});

struct Case {
  const char *a, *b;
  NameMatch match;
  const char* why; ///< its beginning
};

} // namespace

TEST(NameBook, KnowsGroupsAndRulings) {
  const Case cases[] = {
      {"Example Freight, Incorporated", "Sampleton Claims Svcs.", NameMatch::Same,
       "both belong to Example Holdings, by annual filing of 2014"},
      {"EXAMPLE HOLDINGS LLC", "Example Freight Inc", NameMatch::Same, "both belong to Example Holdings"},
      {"Example Holdings", "Nobody Known Inc", NameMatch::Different, ""},
      {"Exemplar Freight", "Example Freight Inc", NameMatch::Different,
       "Compliance ruled on 2014-11-03 that they are different"},
      {"example freight", "exemplar freight llc", NameMatch::Different, "Compliance ruled"}, // whichever comes first
      {"Mockup Medical", "Mockup Medical Group of Nowhere", NameMatch::Same,
       "Director ruled on 2014-06-01 that they are the same"},
      {"Placeholder Pharma", "Placeholder Pharmaceuticals Inc", NameMatch::Same, "equal"}, // as without a book
      {"Placeholder Pharma", "Placeholder Pharma of Texas", NameMatch::Near, ""},
  };
  for (const Case& each : cases) {
    const NameComparison found = book.compare(each.a, each.b, false);
    EXPECT_EQ(found.match, each.match) << each.a << " / " << each.b << ": " << found.why;
    EXPECT_EQ(found.why.rfind(each.why, 0), 0U) << found.why;
  }
}

TEST(NameBook, APersonIsInNoGroup) {
  const NameBook persons(party_names, {{"A Group", {"Ada Example", "Bea Sample"}, ""}}, {});
  EXPECT_EQ(persons.compare("Ada Example", "Bea Sample", true).match, NameMatch::Different);
}

} // namespace openimr::reviewers
