#include "intake/completeness.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

records::Document paper(const std::string& kind, const std::string& date, const std::string& text) {
  records::Document document;
  document.file = kind + ".pdf";
  document.kind = kind;
  document.date = Date::parse_iso(date);
  document.pages.resize(1);
  document.pages[0].text = text;
  document.pages[0].source = records::TextSource::Layer;
  return document;
}

/// A file with everything that belongs to it, and the request made on 2015-01-29.
records::CaseFile whole_file() {
  records::CaseFile file;
  file.application.disputed_items.resize(1);
  file.application.disputed_items[0].requested_on = Date::parse_iso("2015-01-29");
  file.application.ur_decision.date = Date::parse_iso("2015-02-05");
  file.application.requesting_physician = records::Party();
  file.application.requesting_physician->name = "Rhea Sample, MD";
  file.documents = {paper("imr_application", "2015-02-20", "Application\n"),
                    paper("ur_decision", "2015-02-05", "Decision\n"),
                    paper("request_for_authorization", "2015-01-29", "Request\n"),
                    paper("progress_report", "2015-01-27", "Seen today.\nRhea Sample, MD\n")};
  return file;
}

const CompletenessRules& rules() {
  static const CompletenessRules read = [] {
    auto loaded = load_completeness_rules(OPENIMR_SOURCE_DIR "/packs");
    EXPECT_TRUE(loaded) << loaded.error().message();
    return *loaded;
  }();
  return read;
}

std::string listing(const records::CaseFile& file) {
  std::string all;
  for (const MissingPaper& missing : completeness(file, rules())) {
    all += std::string(name(missing.duty)) + ": " + missing.text + " [" + missing.citation + "]\n";
    for (const records::Evidence& evidence : missing.evidence) {
      all += "  \"" + evidence.quote + "\"\n";
      for (const auto& document : file.documents) {
        if (document.file != evidence.file) continue;
        EXPECT_EQ(evidence.span.of(document.pages.at(static_cast<std::size_t>(evidence.page) - 1).text),
                  evidence.quote);
      }
    }
  }
  return all;
}

/// What is missing when a consultation of 2014-12-01 holds these words.
std::string cited(const std::string& words, const std::vector<records::Document>& more = {}) {
  records::CaseFile file = whole_file();
  file.documents.push_back(paper("consultation", "2014-12-01", words));
  file.documents.insert(file.documents.end(), more.begin(), more.end());
  return listing(file);
}

std::string missing(const std::string& what, const std::string& quote, const std::string& law = "LC 4610.5(l)(1)") {
  return "cited_report: " + what + ", cited in consultation.pdf, page 1, is not among the documents [" + law +
         "]\n  \"" + quote + "\"\n";
}

} // namespace

TEST(Completeness, AWholeFileLacksNothing) { EXPECT_EQ(listing(whole_file()), ""); }

TEST(Completeness, NamesThePapersOfTheDispute) {
  records::CaseFile file;
  EXPECT_EQ(listing(file),
            "application: the application form is not among the documents [8 CCR 9792.10.1(b)(1); 8 CCR "
            "9792.10.5(a)(1)(B)]\n"
            "ur_decision: the utilization review decision is not among the documents [8 CCR 9792.10.1(b)(1)]\n"
            "request: the request for authorization is not among the documents [8 CCR "
            "9792.10.5(a)(1)(D); LC 4610.5(l)(3)]\n");
  file = whole_file();
  file.documents[1].date = Date::parse_iso("2014-06-01");
  EXPECT_EQ(listing(file), "ur_decision: the utilization review decision of 2/5/2015 is not among the documents; "
                           "ur_decision.pdf is of 6/1/2014 [8 CCR 9792.10.1(b)(1)]\n");
  file.documents[1].pages[0].text = "Decision of 02/05/2015\n"; // its date was read wrongly
  EXPECT_EQ(listing(file), "");
  file.documents[1].belongs_to = "other";
  EXPECT_EQ(listing(file), "ur_decision: the utilization review decision of 2/5/2015 is not among the documents [8 "
                           "CCR 9792.10.1(b)(1)]\n");
}

TEST(Completeness, LooksAtTheSixMonthsBeforeTheRequest) {
  records::CaseFile file = whole_file();
  const std::string none = "window_reports: no physician's report of the six months before the request (7/29/2014 to "
                           "1/29/2015) is among the documents [8 CCR 9792.10.5(a)(1)(A)]\n";
  const auto with_date = [&file](const char* date) {
    file.documents[3].date = Date::parse_iso(date);
    return listing(file);
  };
  EXPECT_EQ(with_date("2014-07-29"), "");
  EXPECT_EQ(with_date("2014-07-28"), none);
  EXPECT_EQ(with_date("2015-01-30"), none) << "after the request";
  file.documents[3].kind = "mri_report";
  EXPECT_EQ(with_date("2015-01-27"), none) << "no report of a treating physician";
  file = whole_file();
  file.documents[3].pages[0].text = "Seen today.\nIvo Other, MD\n";
  EXPECT_EQ(listing(file),
            "requesting_physician: no report of Rhea Sample, MD, who made the request, of the six months "
            "before it (7/29/2014 to 1/29/2015) is among the documents [8 CCR 9792.10.5(a)(1)(A)]\n");
  file = whole_file();
  file.application.disputed_items[0].requested_on = Date::parse_iso("2014-08-31");
  file.documents[3].date = Date::parse_iso("2014-02-28");
  EXPECT_EQ(listing(file), "") << "six months before August 31 is the last day of February";
}

TEST(Completeness, FindsReportsThatAreCitedOnly) {
  EXPECT_EQ(cited("MRI of the lumbar spine dated 7/20/2012 showed a bulge.\n"),
            missing("MRI (lumbar) of 7/20/2012", "MRI of the lumbar spine dated 7/20/2012"));
  EXPECT_EQ(cited("An AME report dated\nMarch 3, 2013 was reviewed.\n"),
            missing("AME report of 3/3/2013", "AME report dated\nMarch 3, 2013"));
  EXPECT_EQ(cited("EMG/NCV of 06-14-12 was normal.\n"),
            missing("Electrodiagnostic report of 6/14/2012", "EMG/NCV of 06-14-12"));
  EXPECT_EQ(cited("The progress report of 10/7/2014 noted relief.\n"),
            missing("Progress report of 10/7/2014", "progress report of 10/7/2014", "8 CCR 9792.10.5(a)(1)(A)"));
}

TEST(Completeness, IsNotFooledByOtherDates) {
  for (const char* words : {
           "An MRI was requested on 7/20/2012.\n",
           "The request for an MRI of 7/20/2012 is pending.\n",
           "MRI scheduled for 7/20/2012.\n",
           "MRI denied 7/20/2012.\n",
           "There was no MRI as of 7/20/2012.\n",
           "Authorization for MRI of the knee dated 7/20/2012.\n",
           "MRI reviewed. Seen 7/20/2012.\n",
           "MRI lumbar   Date of injury 11/09/1995\n",
           "MRI will be done. Date 7/20/2012.\n",
           "MRI of 7/20/2016 is awaited.\n",
           "AMETHYST report 7/20/2012.\n",
       })
    EXPECT_EQ(cited(words), "") << words;
}

TEST(Completeness, FindsReportsByMonthByDateFirstAndByAuthor) {
  EXPECT_EQ(cited("MRI from March 2014 showed a bulge.\n"), missing("MRI of March 2014", "MRI from March 2014"));
  EXPECT_EQ(cited("EMG of 3/2014 was normal.\n"), missing("Electrodiagnostic report of March 2014", "EMG of 3/2014"));
  EXPECT_EQ(cited("The MRI of the knee from March was reviewed.\n"),
            missing("MRI (knee) of March 2014", "MRI of the knee from March"))
      << "the last March before the consultation of December 2014";
  EXPECT_EQ(cited("On 7/20/2012 a repeat MRI of the lumbar spine showed a bulge.\n"),
            missing("MRI (lumbar) of 7/20/2012", "7/20/2012 a repeat MRI"));
  EXPECT_EQ(cited("7/20/2012: MRI of the cervical spine, normal.\n"),
            missing("MRI (cervical) of 7/20/2012", "7/20/2012: MRI"));
  EXPECT_EQ(cited("Dr. Ivo Other's report of 3/4/2014 was reviewed.\n"),
            missing("Report of Dr. Other of 3/4/2014", "Dr. Ivo Other's report of 3/4/2014"));
  EXPECT_EQ(cited("I read the consultation by Dr. Other of March 2014.\n"),
            missing("Report of Dr. Other of March 2014", "Dr. Other of March 2014"));
}

TEST(Completeness, TellsAReportOnceWithItsDay) {
  EXPECT_EQ(cited("MRI from July 2012. Later, MRI of the lumbar spine of 7/20/2012.\n"),
            missing("MRI (lumbar) of 7/20/2012", "MRI of the lumbar spine of 7/20/2012"));
}

TEST(Completeness, IsNotFooledByMonthsAndDatesBeforeATitle) {
  for (const char* words : {
           "She may have an MRI. March on.\n", "An MRI was requested in March 2014.\n",
           "Date of injury 11/09/1995 MRI of the knee to follow.\n", "Seen on 7/20/2012. MRI was discussed.\n",
           "On 7/20/2012 an MRI was requested.\n", "On 7/20/2012, MRI denied.\n",
           "MRI from December 2015 is expected.\n", "Dr. Other was seen on 3/4/2014.\n",
           "Dr. Other will send a report by 3/4/2014.\n",
           "Dr. Other's reports of 3/4/2014 and 5/6/2014.\n", // which is which is not told: neither is claimed
       })
    EXPECT_EQ(cited(words), "") << words;
}

TEST(Completeness, KnowsReportsThatAreThereUnderAnotherDateFormat) {
  const std::string month = "MRI of the lumbar spine from July 2012 showed a bulge.\n";
  EXPECT_EQ(cited(month, {paper("mri_report", "2012-07-20", "MRI OF THE LUMBAR SPINE\n")}), "");
  EXPECT_EQ(cited(month, {paper("mri_report", "", "MRI OF THE LUMBAR SPINE\nExam: 20-Jul-2012\n")}), "");
  EXPECT_EQ(cited(month, {paper("mri_report", "", "MRI OF THE LUMBAR SPINE\nPerformed July 2012\n")}), "");
  EXPECT_EQ(cited(month, {paper("mri_report", "2012-09-20", "MRI OF THE LUMBAR SPINE\n")}),
            missing("MRI (lumbar) of July 2012", "MRI of the lumbar spine from July 2012"));
  const std::string author = "Dr. Ivo Other's report of 3/4/2014 was reviewed.\n";
  EXPECT_EQ(cited(author, {paper("consultation", "2014-03-04", "Seen today.\nIvo Other, MD\n")}), "");
  EXPECT_EQ(cited(author, {paper("referral", "2014-03-04", "Seen today.\nIna Else, MD\n")}),
            missing("Report of Dr. Other of 3/4/2014", "Dr. Ivo Other's report of 3/4/2014"));
}

TEST(Completeness, AsksForReportsThatTheDecisionNamesByTheRegulation) {
  records::CaseFile file = whole_file();
  file.documents[1].pages[0].text = "Decision\nRecords reviewed: MRI of the knee, 7/20/2012.\n";
  EXPECT_EQ(listing(file), "cited_report: MRI (knee) of 7/20/2012, cited in ur_decision.pdf, page 1, is not among the "
                           "documents [8 CCR 9792.10.5(a)(1)(A)]\n  \"MRI of the knee, 7/20/2012\"\n");
}

TEST(Completeness, AsksForPriorPhysiciansWhenTheRequestingOneIsNew) {
  records::CaseFile file = whole_file();
  file.documents[3].pages[0].text = "INITIAL CONSULTATION\nRhea Sample, MD\n";
  const std::string asked =
      "prior_physician: Rhea Sample, MD first reports on 1/27/2015 (progress_report.pdf); no report "
      "of a prior or referring physician between 7/29/2014 and that day is among the documents [8 "
      "CCR 9792.10.5(a)(1)(A)]\n  \"\"\n";
  EXPECT_EQ(listing(file), asked);
  file.documents.push_back(paper("progress_report", "2014-10-01", "Seen today.\nIvo Other, MD\n"));
  EXPECT_EQ(listing(file), "");
}

TEST(Completeness, SaysWhoIsAskedAndByWhichClock) {
  records::CaseFile file;
  const auto found = completeness(file, rules());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1].from, "applicant") << "the claims administrator's records leave the decision out";
  EXPECT_EQ(found[1].due_rule, "eligibility-information");
  EXPECT_EQ(found[2].from, "claims_administrator");
  EXPECT_EQ(found[2].due_rule, "records");
  EXPECT_NE(found[2].why, "");
}

TEST(Completeness, ListsWhatTheLawAsksFor) {
  const auto states = [](const records::CaseFile& file) {
    std::string all;
    for (const ChecklistLine& line : checklist(file, rules())) all += line.rule->id + " " + line.state + "\n";
    return all;
  };
  EXPECT_EQ(states(whole_file()), "application found\nur_decision found\nrequest found\nwindow_reports found\n"
                                  "told_to_employee to_be_told\nmedical_legal to_be_told\nlist_of_papers to_be_told\n");
  records::CaseFile file = whole_file();
  file.documents[3].date = Date::parse_iso("2013-01-01");
  file.documents[2].belongs_to = "other";
  EXPECT_EQ(states(file).substr(0, 75),
            "application found\nur_decision found\nrequest missing\nwindow_reports missing\n");
}

TEST(Completeness, KnowsReportsThatAreThere) {
  const std::string words = "MRI of the lumbar spine dated 7/20/2012 showed a bulge.\n";
  const std::string absent = missing("MRI (lumbar) of 7/20/2012", "MRI of the lumbar spine dated 7/20/2012");
  EXPECT_EQ(cited(words, {paper("mri_report", "2012-07-20", "MRI OF THE LUMBAR SPINE\n")}), "");
  EXPECT_EQ(cited(words, {paper("mri_report", "2012-07-21", "MRI OF THE LUMBAR SPINE\n")}), "")
      << "signed the day after";
  EXPECT_EQ(cited(words, {paper("mri_report", "2012-07-20", "MRI OF THE CERVICAL SPINE\n")}), absent)
      << "another region";
  EXPECT_EQ(cited(words, {paper("mri_report", "2008-06-19", "MRI OF THE LUMBAR SPINE\n")}), absent) << "an older one";
  EXPECT_EQ(cited(words, {paper("ct_report", "2012-07-20", "CT OF THE LUMBAR SPINE\n")}), absent) << "another modality";
  auto foreign = paper("mri_report", "2012-07-20", "MRI OF THE LUMBAR SPINE\n");
  foreign.belongs_to = "other";
  EXPECT_EQ(cited(words, {foreign}), absent) << "of another patient";
  EXPECT_EQ(cited(words, {paper("unknown", "", "lumbar study of 07/20/2012\n")}), "")
      << "what it is was not recognised";
}

TEST(Completeness, CountsOneReportOnceAndUnreadPages) {
  records::CaseFile file = whole_file();
  file.documents.push_back(
      paper("consultation", "2014-12-01", "MRI of the lumbar spine of 7/20/2012.\nMRI 7/20/2012.\n"));
  file.documents.push_back(paper("referral", "2014-12-02", "MRI of the lumbar spine dated 7/20/2012.\n"));
  file.documents.push_back(paper("unknown", "", ""));
  file.documents.back().pages[0].is_unread = true;
  auto foreign = paper("progress_report", "2014-12-02", "MRI of the knee dated 1/2/2012.\n");
  foreign.belongs_to = "other";
  file.documents.push_back(foreign);
  const auto found = completeness(file, rules());
  ASSERT_EQ(found.size(), 1U) << listing(file);
  EXPECT_EQ(found[0].evidence.size(), 2U);
  EXPECT_EQ(found[0].unread_pages, 1);
  EXPECT_EQ(found[0].kind, "mri_report");
  EXPECT_EQ(found[0].date, Date::parse_iso("2012-07-20"));
}

} // namespace openimr::intake
