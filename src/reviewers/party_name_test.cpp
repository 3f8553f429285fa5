#include "reviewers/party_name.h"

#include <gtest/gtest.h>

namespace openimr::reviewers {
namespace {

const PartyNames& names() {
  static const PartyNames loaded = *PartyNames::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  return loaded;
}

struct Pair {
  const char* a;
  const char* b;
};

void check(const Pair& pair, bool is_person, NameMatch expected) {
  const NameComparison there = names().compare(pair.a, pair.b, is_person),
                       back = names().compare(pair.b, pair.a, is_person);
  EXPECT_EQ(there.match, expected) << pair.a << " / " << pair.b << ": " << there.why;
  EXPECT_EQ(back.match, expected) << pair.b << " / " << pair.a << ": " << back.why;
  EXPECT_EQ(there.why.empty(), expected == NameMatch::Different);
}

} // namespace

TEST(PartyName, DifferentCompanies) {
  for (const Pair& pair :
       {Pair{"Example Freight Inc", "Sample Freight Inc"}, Pair{"First Mutual", "Second Mutual"}, Pair{"", "Example"},
        Pair{"Inc", "LLC"}, Pair{"Pacific Claims Services", "Atlantic Claims Services"},
        Pair{"Valley Surgery Center", "Valley Imaging Center"}, Pair{"ABC Transport", "XYZ Transport"}})
    check(pair, false, NameMatch::Different);
}

TEST(PartyName, SameCompany) {
  for (const Pair& pair :
       {Pair{"Example Freight Inc", "EXAMPLE FREIGHT, INC."}, Pair{"Example Freight", "Example Freight L.L.C."},
        Pair{"The Example Company", "Example Co"}, Pair{"Smith & Sons Corp", "Smith and Sons Corporation"},
        Pair{"Example Claims Svcs", "Example Claims Services"},
        Pair{"Example Mut. Ins. Co.", "Example Mutual Insurance Company"},
        Pair{"Northstar Imaging Ctr", "North Star Imaging Center"},
        Pair{"Acme Holdings dba Example Freight", "Example Freight Inc"},
        Pair{"Acme Holdings d/b/a Example Freight", "Example Freight"},
        Pair{"Acme doing business as Example Freight", "Acme, Inc"}, Pair{"Café Médical Group", "Cafe Medical Group"},
        Pair{"Fabulon Pharmaceuticals", "Fabulon Pharma"},
        Pair{"Example Freight (formerly Old Freight)", "Old Freight LLC"},
        Pair{"Services Example Claims", "Example Claims Services"}})
    check(pair, false, NameMatch::Same);
}

TEST(PartyName, NearCompaniesNeedARuling) {
  for (const Pair& pair :
       {Pair{"Example Freight Inc", "Example Freight Logistics Inc"}, Pair{"Fabulon", "Fabulon Devices"},
        Pair{"Mythica Compounding Labs", "Mythika Compounding Labs"}, Pair{"EFL", "Example Freight Lines Inc"}})
    check(pair, false, NameMatch::Near);
}

TEST(PartyName, Persons) {
  for (const Pair& pair : {Pair{"Ada Example", "Aurelia Example"}, Pair{"Robert Treating", "Roberta Tilling"},
                           Pair{"Lee Helper", "Lee Hunter"}, Pair{"", ""}, Pair{"Ann Lee", "Amy Lea"}})
    check(pair, true, NameMatch::Different);
  for (const Pair& pair : {Pair{"Ada Example", "EXAMPLE, ADA"}, Pair{"Dr. Robert Treating, M.D.", "Robert Treating"},
                           Pair{"R. Treating", "Robert Treating MD"}, Pair{"Robert J. Treating", "Robert Treating"},
                           Pair{"Robert James Treating", "R. J. Treating"}, Pair{"Treating Robert", "Robert Treating"},
                           Pair{"José Muñoz", "Jose Munoz"}, Pair{"Treating, Robert J., D.O.", "Robert J Treating"}})
    check(pair, true, NameMatch::Same);
  for (const Pair& pair :
       {Pair{"Dr. Treating", "Robert Treating"}, Pair{"Robert J. Treating", "Robert K. Treating"},
        Pair{"Robert Treating", "Robert Treatink"}, Pair{"Katherine Treating", "Catherine Treating"}})
    check(pair, true, NameMatch::Near);
  // A law firm may stand where a person is expected.
  check({"Law Offices of Pretendry, Inc", "Law Offices Pretendry"}, true, NameMatch::Same);
}

TEST(PartyName, WordsOfThePack) {
  for (const Pair& pair :
       {Pair{"Mt. Mockup Hosp", "Mount Mockup Hospital"}, Pair{"Simulacra MPN", "Simulacra Medical Provider Network"},
        Pair{"Mock Health Care", "Mock Healthcare Inc"}, Pair{"Old Blank now known as New Blank", "New Blank LLC"},
        Pair{"Quill Staffing, a California corporation", "Quill Staffing"}})
    check(pair, false, NameMatch::Same);
  for (const Pair& pair : {Pair{"Bob Placeholder", "Robert Placeholder"}, Pair{"Mac Dummy, Ewan", "Ewan MacDummy"},
                           Pair{"de la Muestra, Carla", "Carla De La Muestra"},
                           Pair{"Wei Zhang Muster", "Zhang Wei Muster"}, Pair{"O. Figg", "Ottoline Figg"}})
    check(pair, true, NameMatch::Same);
  for (const Pair& pair : {Pair{"Shawn Example", "Sean Example"}, Pair{"Teo Mockfeild", "Teo Mockfield"}})
    check(pair, true, NameMatch::Near);
  check({"Local 101 Health Plan of Nowhere", "Local 110 Health Plan of Nowhere"}, false, NameMatch::Different);
}

TEST(PartyName, Numbers) {
  EXPECT_TRUE(is_same_number("WC-0042", "wc 0042"));
  EXPECT_FALSE(is_same_number("WC-0042", "WC-0043"));
  EXPECT_FALSE(is_same_number("", "-"));
}

} // namespace openimr::reviewers
