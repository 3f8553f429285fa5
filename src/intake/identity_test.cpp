// Whose page is it: near-namesakes both ways.
#include "intake/application_file.h"
#include "intake/document_kind.h"
#include "intake/identity.h"
#include "intake/likeness.h"
#include "intake/test_papers.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

const PageCues& cues() {
  static const PageCues loaded = *load_page_cues(papers::options().packs_folder);
  return loaded;
}

records::Party party(const char* name) {
  records::Party party;
  party.name = name;
  return party;
}

/// Ada Example, born 1960-05-02, claim WC-0042, injured 1995-11-09, with the parties that a file names.
records::Application application() {
  auto read = parse_application("application.yaml", papers::application_yaml);
  records::Application application = read ? *read : records::Application();
  application.employer = party("Sample Freight Lines Inc");
  application.requesting_physician = party("Rhea Sample, MD");
  application.treating_physicians = {party("Otto Placebo, DO")};
  return application;
}

Ownership owner(std::string_view text) {
  const Lines lines(text);
  return whose(patient_on(lines, cues()), lines, application());
}

std::string whose_page(std::string_view text) {
  const Ownership found = owner(text);
  const std::string word = found.belongs == Belongs::This    ? "this"
                           : found.belongs == Belongs::Other ? "other"
                                                             : "unknown";
  return found.doubt.empty() ? word : word + "?";
}

} // namespace

TEST(Identity, IsNotFooledByHowTheEmployeeIsWritten) {
  for (const char* page : {
           "Patient: Ada Example\nDOB: 05/02/1960\n", "Patient: A. Example\n", "Patient: Example, A\n",
           "Patient: Ada Exarnple\n",                     // rn for m
           "Patient: Ada Examp1e\nDOB: O5/02/196O\n",     // digits and letters
           "Patient: Ada Exomple\nDOB: 05/02/1968\n",     // a letter and a digit misread
           "Patient: Ada Example\nDOB: 02/05/1960\n",     // day and month swapped
           "Patient: Ada Example\nDOB: 05/20/1960\n",     // digits swapped
           "Patient: Ada Example-Placeholder\n",          // hyphenated by marriage
           "Patient: Ada Placeholder\nDOB: 05/02/1960\n", // maiden name with her birth date
           "Patient: Ada Placeholder\nClaim number: WC-0042\n", "Claim number: WC-0042\n",
           "Claim no.: WC-OO42\nPatient: Adele Example\n", "Date of birth: 05/02/1960\n",
           "RE: Ada Example\nClaim: WC-0042\n",
           "Patient: Jane Doe\nPatient: Ada Example\nDOB: 05/02/1960\n", // a list that names her
       })
    EXPECT_EQ(whose_page(page), "this") << page;
}

TEST(Identity, KnowsAnotherPatient) {
  for (const char* page : {
           "Patient: Jane Doe\nDOB: 01/01/1970\n",
           "Patient: Jane Doe\nClaim number: ZZ-1234\n",
           "Patient: Jane Doe\n",                      // the label says patient, nothing agrees
           "Patient: Ada Example\nDOB: 01/17/1983\n",  // a namesake
           "Patient: Adam Example\nDOB: 09/30/1971\n", // a relative, or nearly a namesake
           "Patient: Ada Sample\nDOB: 12/31/1949\n",
           "Patient: Berta Example\nClaim number: ZZ-1234\n",
           "RE: Jane Doe\nDOB: 01/01/1970\n",
           "DOB: 01/01/1970\nClaim number: ZZ-1234\n", // no name, but two numbers of somebody else
           "Employee: Jane Doe\nDate of injury: 03/03/2003\n",
       })
    EXPECT_EQ(whose_page(page), "other") << page;
}

TEST(Identity, DoesNotTakeOtherNamesForThePatient) {
  for (const char* page : {
           "Employer: Sample Freight Lines Inc\nEmployee: Sample Freight Lines\n",
           "Patient: Rhea Sample, MD\n", // a doctor in the wrong field
           "RE: Otto Placebo\nDOB: 05/02/1960\n",
           "cc: Jane Doe\nPatient's spouse: Jane Doe\n",
           "Emergency contact: Jane Doe\nName: Jane Doe   Relationship: mother\n",
           "RE: Request for Authorization\nClaim number: ZZ-1234\n",
           "Patient reports pain.\nPATIENT PRESCRIPTION PROFILE\nClaim number: ZZ-1234\n",
           "Patient: Complains Of Back Pain\n",
           "",
       })
    EXPECT_NE(whose_page(page), "other") << page;
}

TEST(Identity, TellsSignsThatContradictEachOther) {
  EXPECT_EQ(whose_page("Patient: Jane Doe\nDOB: 05/02/1960\nClaim number: ZZ-1234\n"), "unknown?");
  EXPECT_EQ(whose_page("Patient: Berta Example\n"), "unknown?");
  EXPECT_EQ(whose_page("Patient: Ada Placeholder\nClaim number: ZZ-1234\n"), "unknown?");
  EXPECT_EQ(whose_page("Patient: Ada Example\nDOB: 01/17/1983\nClaim number: WC-0042\n"), "this?");
  EXPECT_EQ(owner("Patient: Ada Example\nDOB: 01/17/1983\nClaim number: WC-0042\n").doubt,
            "the employee's name with another birth date");
  EXPECT_EQ(whose_page("Claim number: ZZ-1234\n"), "unknown") << "an employee may have several claims";
  EXPECT_EQ(whose_page("Date of injury: 03/03/2003\n"), "unknown") << "and several injuries";
}

TEST(Identity, TellsOtherClaimsAndInjuriesOfTheEmployee) {
  EXPECT_EQ(owner("Patient   EXAMPLE, ADA M.   Claim number   ZZ-9317\n").doubt,
            "the employee's name with another claim number");
  EXPECT_EQ(owner("Patient: Ada Example\nDate of injury: 03/07/2003\n").doubt,
            "the employee's name with another date of injury");
  EXPECT_EQ(whose_page("Patient: Ada Example\nDate of injury: 03/07/2003\nClaim number: WC-0042\n"), "this");
}

TEST(Identity, KnowsRunningLinesAndPatientsBehindWeakLabels) {
  EXPECT_EQ(whose_page("Gregor Otherman   WC-9731   Page 2 of 3\nMedications were reviewed.\n"), "other");
  EXPECT_EQ(whose_page("Words of the visit.\n\n\nGregor Otherman WC-9731 Page 2 of 3\n"), "other");
  EXPECT_EQ(whose_page("Ada Example   WC-0042   Page 2 of 3\nMedications were reviewed.\n"), "this");
  EXPECT_EQ(whose_page("Gregor Otherman   4471902   Page 2 of 3\nWords.\n"), "unknown?") << "any number";
  EXPECT_EQ(whose_page("Rhea Sample, MD   4471902   Page 2 of 3\nWords.\n"), "unknown");
  EXPECT_EQ(whose_page("Sample Clinic   4471902   Page 2 of 3\nWords.\n"), "unknown");
  EXPECT_EQ(whose_page("Name: OTHERMAN, GREGOR   Sex M\nWords.\n"), "other");
  EXPECT_EQ(whose_page("Name: OTHERMAN, GREGOR\nWords.\n"), "unknown");
}

TEST(Identity, PlacesWhatItReads) {
  const std::string text =
      "Progress report\nPatient: Ada Example   DOB: 05/02/1960\nClaim no: WC-0042   DOI: 11/09/1995\n";
  const PatientOnPage patient = patient_on(Lines(text), cues());
  ASSERT_EQ(patient.names.size(), 1U);
  EXPECT_EQ(patient.names[0].span.of(text), "Ada Example");
  EXPECT_EQ(patient.born_span.of(text), "05/02/1960");
  EXPECT_EQ(patient.claim_span.of(text), "WC-0042");
  EXPECT_EQ(patient.injured_span.of(text), "11/09/1995");
}

TEST(Likeness, OfWordsNumbersAndDays) {
  EXPECT_EQ(compare_words("example", "exarnple"), Likeness::Alike);
  EXPECT_EQ(compare_words("jon", "jan"), Likeness::Different) << "short words must be equal";
  EXPECT_EQ(compare_words("maria", "mario"), Likeness::Alike);
  EXPECT_EQ(compare_words("garcia", "garza"), Likeness::Different);
  EXPECT_EQ(compare_words("", "ada"), Likeness::Nothing);
  EXPECT_EQ(compare_numbers("WC-0042", "wc 0042"), Likeness::Same);
  EXPECT_EQ(compare_numbers("WC-0042", "WC-OO42"), Likeness::Same);
  EXPECT_EQ(compare_numbers("WC-0042", "WC-0024"), Likeness::Alike);
  EXPECT_EQ(compare_numbers("WC-0042", "WC-0042-01"), Likeness::Alike);
  EXPECT_EQ(compare_numbers("WC-0042", "ZZ-1234"), Likeness::Different);
  const auto days = [](const char* a, const char* b) { return compare_days(*Date::parse_iso(a), *Date::parse_iso(b)); };
  EXPECT_EQ(days("1960-05-02", "1960-05-02"), Likeness::Same);
  EXPECT_EQ(days("1960-05-02", "2060-05-02"), Likeness::Alike);
  EXPECT_EQ(days("1960-05-02", "1906-05-02"), Likeness::Alike);
  EXPECT_EQ(days("1960-05-02", "1961-06-02"), Likeness::Different);
  EXPECT_EQ(mend_digits("seen O5/l2/196O by Dr. Ol"), "seen 05/12/1960 by Dr. Ol");
  EXPECT_EQ(mend_digits("and/or B/S"), "and/or B/S");
}

/// The classic table, without limits: what edits_between must agree with.
int edits_by_table(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> cost(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      int& here = cost[i][j];
      if (i == 0 || j == 0) {
        here = static_cast<int>(i + j);
        continue;
      }
      here = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) here = std::min(here, cost[i - 2][j - 2] + 1);
    }
  return cost[a.size()][b.size()];
}

TEST(Likeness, CountsEditsAsTheFullTableDoes) {
  std::uint32_t seed = 7;
  const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U, seed >> 16; };
  for (int round = 0; round < 3000; ++round) {
    std::string a(next() % 9, 'a'), b(next() % 9, 'a');
    for (char& c : a) c = static_cast<char>('a' + next() % 3);
    for (char& c : b) c = static_cast<char>('a' + next() % 3);
    const int exact = edits_by_table(a, b);
    for (int most = 0; most <= 3; ++most)
      EXPECT_EQ(edits_between(a, b, most), std::min(exact, most + 1)) << a << " " << b;
  }
}

} // namespace openimr::intake
