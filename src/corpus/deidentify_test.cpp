// What goes and what stays, sentence by sentence. Marks in the expectation stand for what takes the place of words.
#include "corpus/deidentify.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace openimr::corpus {
namespace {

const IdentifierRules& rules() {
  static const Result<IdentifierRules> loaded = IdentifierRules::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().message());
  return *loaded;
}

const std::vector<KnownIdentity> nobody;
const std::vector<KnownIdentity> parties{{"patient", "Tigist Montgomery", true},
                                         {"provider", "Robert Wierzbicki, MD", true},
                                         {"reviewer", "Grace Price", true},
                                         {"employer", "Dorford Citrus Packing Co., Inc.", false},
                                         {"claim_number", "WC-0042-17", false}};

std::string safe(std::string_view text, const std::vector<KnownIdentity>& known = nobody) {
  return deidentify(rules(), text, known, {}).text;
}

TEST(Deidentify, NamesNobodyTold) {
  EXPECT_EQ(safe("Seen by Dr. Quillfeather on 3/4/2014."), "Seen by Dr. [provider 1] on 2014.");
  EXPECT_EQ(safe("Ada Quillfeather, M.D., agrees."), "[provider 1], M.D., agrees.");
  EXPECT_EQ(safe("Her daughter Nizhoni drives her."), "Her daughter [family member] drives her.");
  EXPECT_EQ(safe("Mr. O'Banyon's pain. O'BANYON returned."), "Mr. [person 1]'s pain. [person 1] returned.");
  EXPECT_EQ(safe("Dr. Begaye wrote. Dr. Tsosie and Dr. Begaye met."),
            "Dr. [provider 1] wrote. Dr. [provider 2] and Dr. [provider 1] met.");
  EXPECT_EQ(safe("cc: Ann Begaye; Yohannes Tsosie"), "cc: [person 1]; [person 2]");
  EXPECT_EQ(safe("Per AME Tsosie the knee is at rest; QME report of Tsosie follows."),
            "Per AME [provider 1] the knee is at rest; QME report of [provider 1] follows.");
  EXPECT_EQ(safe("Patient: BEGAYE, NIZHONI\nPlan: none"), "Patient: [patient]\nPlan: none");
}

TEST(Deidentify, PartiesHoweverTheyAreWritten) {
  for (const char* way :
       {"Montgomery", "MONTGOMERY", "Montgomery's", "Tigist Montgomery", "Montgomery, Tigist", "T. Montgomery",
        "Mont-\ngomery", "Montgomrey", "M0ntgomery", "Mr. Montgomery", "Montgornery"}) {
    const std::string out = safe("We saw " + std::string(way) + " in the clinic.", parties);
    EXPECT_NE(out.find("[patient]"), std::string::npos) << way << " -> " << out;
    EXPECT_EQ(out.find("gomery"), std::string::npos) << way << " -> " << out;
  }
  EXPECT_EQ(safe("Bob Wierzbicki agrees; Wierzbicky was asked.", parties),
            "[provider 1] agrees; [provider 1] was asked.");
  EXPECT_EQ(safe("At DORFORD CITRUS PACKING he fell.", parties), "At [employer] he fell.");
  EXPECT_EQ(safe("Claim WC 0042 17 and wc-oo42-17.", parties), "Claim [claim number] and [claim number].");
  EXPECT_EQ(safe("The price is 4 dollars, by the grace of time.", parties),
            "The price is 4 dollars, by the grace of time.");
  EXPECT_EQ(safe("Price's note is short. Price does not mention weaning.", parties),
            "[reviewer]'s note is short. [reviewer] does not mention weaning.");
  EXPECT_EQ(safe("Price of the drug: 4 dollars. Price lists differ.", parties),
            "Price of the drug: 4 dollars. Price lists differ.");
  EXPECT_EQ(safe("It was Price who wrote, Grace Price.", parties), "It was [reviewer] who wrote, [reviewer].");
}

TEST(Deidentify, WhatMedicineCallsByNamesStays) {
  for (const char* sentence :
       {"Positive Tinel's sign and negative Phalen test; no Babinski.",
        "A Baker's cyst and an Achilles tendon rupture.", "Kellgren-Lawrence grade 3 with Schmorl's nodes.",
        "Beck Depression Inventory is 21.", "Norco 10/325 mg, Cymbalta 60 mg and Soma were tried.",
        "Pain is 7/10; strength 5/5; flexion 60/90.",
        "MTUS Chronic Pain Medical Treatment Guidelines (May 2009), pages 111-113.",
        "ODG Low Back Chapter (updated 04/29/2014) is silent.", "ACOEM, 2nd Edition (2004), page 303.",
        "The Food and Drug Administration approved it.", "CPT 64483 and HCPCS J3301 at L5-S1.",
        "State(s) of Licensure: California, Arizona", "She is 54 years old.",
        "Blood pressure 132/84, 0.75 mg, 1,250 mL."})
    EXPECT_EQ(safe(sentence), sentence);
  EXPECT_EQ(safe("Tinel's sign is absent.", {{"patient", "Ada Tinel", true}}), "Tinel's sign is absent.");
}

TEST(Deidentify, NumbersPlacesAndBodies) {
  EXPECT_EQ(safe("MRN: 0012345; SSN 123-45-6789; fax (555) 010-2233"),
            "MRN: [record number]; SSN [social security number]; fax [fax]");
  EXPECT_EQ(safe("Write to a.b@example.org or https://x.example/p/7."), "Write to [e-mail] or [URL].");
  EXPECT_EQ(safe("12 Quail Hollow Road, Suite 4\nOjai, CA 93023-1234"), "[address]\n[place], CA [ZIP]");
  EXPECT_EQ(safe("License No. A12345, NPI 1234567893, policy number: 33-998877"),
            "License No. [license number], NPI [NPI], policy number: [account number]");
  EXPECT_EQ(safe("An MRI at Begaye Spine Institute."), "An MRI at [facility 1].");
  EXPECT_EQ(safe("Employer: Dorford Tile & Stone LLC"), "Employer: [employer]");
  EXPECT_EQ(safe("IMR Case Number: CM15-0012345"), "IMR Case Number: [case number]");
}

TEST(Deidentify, DaysAndAges) {
  EXPECT_EQ(safe("On 12/16/11, May 3, 2014, 2014-05-03, 3 May 2014 and 5/2014."),
            "On 2011, 2014, 2014, 2014 and 2014.");
  EXPECT_EQ(safe("Seen on October 6 and in August of 2007."), "Seen on [date] and in 2007.");
  EXPECT_EQ(safe("A 93-year-old woman born 3/4/1921, seen 5/6/2014."),
            "A over 89-year-old woman born [date], seen 2014.");
  EXPECT_EQ(safe("No such day: 2/30/2014."), "No such day: 2014.");
}

TEST(Deidentify, DaysInNamesOfFilesGoAndTheKindOfPaperStays) {
  for (const auto& [name, expected] : std::vector<std::pair<const char*, const char*>>{
           {"02-ur-denial-2014-01-15.pdf", "02-ur-denial-2014.pdf"},
           {"scan_2014_01_15.tif", "scan_2014.tif"},
           {"mri-20140115.pdf, 3 pages", "mri-2014.pdf, 3 pages"},
           {"progress-note-2013-11.txt", "progress-note-2013.txt"},
           // No day: a count, a level, a code of a service, a serial of papers.
           {"visits-12-2014-1.pdf", "visits-12-2014-1.pdf"},
           {"level-4-5.txt", "level-4-5.txt"},
           {"code-64483-2.txt", "code-64483-2.txt"},
           {"part-2014-13-01.txt", "part-2014-13-01.txt"}})
    EXPECT_EQ(safe(name), expected);
  const DayPolicy policy{DayPolicy::Mode::Shift, -14, false};
  EXPECT_EQ(deidentify(rules(), "report-2014-01-15.pdf", nobody, policy).text, "report-2014-01-01.pdf");
}

TEST(Deidentify, LaboratoriesAndReviewOrganizationsAreWhatTheyAre) {
  EXPECT_EQ(safe("It was tested by Mythica Compounding Labs, a second time by Quenby Toxicology."),
            "It was tested by [facility 1], a second time by [facility 2].");
  EXPECT_EQ(safe("Labs were normal. Urine toxicology was consistent. Lab results of 2014."),
            "Labs were normal. Urine toxicology was consistent. Lab results of 2014.");
  records::Application application;
  application.ur_decision.organization = "Ambervale Review";
  EXPECT_EQ(safe("Denied by Ambervale Review.", known_identities(application)), "Denied by [review organization].");
}

TEST(Deidentify, AgesAsBands) {
  DayPolicy policy;
  policy.has_age_bands = true;
  const auto banded = [&](std::string_view text) { return deidentify(rules(), text, nobody, policy).text; };
  EXPECT_EQ(banded("A 54 year old man, age 60; she is 8 years of age."),
            "A 51-60 year old man, age 51-60; she is 1-10 years of age.");
  EXPECT_EQ(banded("A 93-year-old, for 12 weeks, 30 mg."), "A over 89-year-old, for 12 weeks, 30 mg.");
}

TEST(Deidentify, ShiftedDaysKeepTheirDistanceAndTheirForm) {
  const DayPolicy policy{DayPolicy::Mode::Shift, -14, false};
  const auto out = deidentify(rules(), "On 01/02/2014, Jan. 16, 2014 and 2014-01-30; 3/2014.", nobody, policy);
  EXPECT_EQ(out.text, "On 12/19/2013, Jan 2, 2014 and 2014-01-16; 2014.");
  for (std::uint64_t key = 0; key < 200; ++key) {
    const int days = shift_of(key, "WC-1");
    EXPECT_TRUE(days % 7 == 0 && days >= -364 && days <= -7) << days;
    EXPECT_EQ(days, shift_of(key, "WC-1"));
  }
}

TEST(Deidentify, EveryRemovalHasItsPlaces) {
  const std::string text =
      "Patient: Ada Quillfeather\nDr. Begaye saw her on 3/4/2014 at Ojai, CA 93023. Call (555) 010-2233.";
  const DeidentifiedText out = deidentify(rules(), text, nobody, {});
  ASSERT_GE(out.removals.size(), 5U);
  std::string rebuilt;
  std::size_t copied = 0;
  for (const Removal& removal : out.removals) {
    rebuilt += text.substr(copied, removal.source.begin - copied);
    EXPECT_EQ(rebuilt.size(), removal.output.begin);
    EXPECT_EQ(removal.output.of(out.text), removal.replacement);
    EXPECT_EQ(out.source_of(removal.output.begin), removal.source.begin);
    EXPECT_FALSE(removal.of_class.empty() || removal.rule.empty());
    rebuilt += removal.replacement;
    copied = removal.source.end;
  }
  EXPECT_EQ(rebuilt + text.substr(copied), out.text);
  for (std::size_t i = 0; i < out.text.size(); ++i) EXPECT_LT(out.source_of(i), text.size());
  EXPECT_EQ(deidentify(rules(), text, nobody, {}).text, out.text);
}

/// Whatever bytes come: no crash, removals in order, and nothing of a known party left.
TEST(Deidentify, AnyBytes) {
  std::uint64_t state = 7;
  const std::string alphabet = "aZ0 9.,:;-'\n\t()#/@|Mr\xC3\xA9\xE2\x80\x99\xFF Dr";
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (int i = 0; i < 120; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      text += alphabet[(state >> 33) % alphabet.size()];
    }
    text.insert(text.size() / 2, " Tigist Montgomery ");
    const DeidentifiedText out = deidentify(rules(), text, parties, {});
    EXPECT_EQ(out.text.find("Montgomery"), std::string::npos) << text;
    EXPECT_TRUE(std::is_sorted(out.removals.begin(), out.removals.end(),
                               [](const Removal& a, const Removal& b) { return a.source.begin < b.source.begin; }));
  }
}

TEST(Deidentify, PartiesOfAnApplication) {
  records::Application application;
  application.employee.name = "Ada Example";
  application.employee.phone = "555-0100";
  application.claim_number = "WC-1";
  records::Party employer;
  employer.name = "Example Freight Inc";
  application.employer = employer;
  const auto known = known_identities(application);
  const auto has = [&](const char* of_class, const char* words) {
    return std::any_of(known.begin(), known.end(),
                       [&](const KnownIdentity& one) { return one.of_class == of_class && one.words == words; });
  };
  EXPECT_TRUE(has("patient", "Ada Example"));
  EXPECT_TRUE(has("phone", "555-0100"));
  EXPECT_TRUE(has("claim_number", "WC-1"));
  EXPECT_TRUE(has("employer", "Example Freight Inc"));
}

} // namespace
} // namespace openimr::corpus
