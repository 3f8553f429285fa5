#include "intake/application_file.h"
#include "intake/identity.h"
#include "intake/page_choice.h"
#include "intake/split.h"
#include "intake/test_papers.h"
#include "intake/words_on_page.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

std::string dates(std::string_view text) {
  std::string all;
  for (const DateInText& date : dates_in(text)) all += (all.empty() ? "" : " ") + date.date.iso();
  return all;
}

records::Application application() {
  auto read = parse_application("application.yaml", papers::application_yaml);
  return read ? *read : records::Application();
}

Belongs whose_page(std::string_view text) { return whose(patient_on(Lines(text)), application()); }

records::Page page_of(const std::vector<std::string>& words, float top) {
  records::Page page;
  page.width = 612;
  page.height = 792;
  page.source = records::TextSource::Layer;
  for (const std::string& word : words) {
    records::Word placed;
    placed.span.begin = static_cast<std::uint32_t>(page.text.size());
    page.text += word;
    placed.span.end = static_cast<std::uint32_t>(page.text.size());
    page.text += '\n';
    placed.box = {100, top, 140, top + 10};
    page.words.push_back(placed);
  }
  return page;
}

} // namespace

TEST(WordsOnPage, ReadsDatesAsPeopleWriteThem) {
  EXPECT_EQ(dates("seen 1/16/2015 and 01-16-15, 1.16.2015"), "2015-01-16 2015-01-16 2015-01-16");
  EXPECT_EQ(dates("January 16, 2015; Jan. 16th, 2015; Sept 3 2014; 16 Jan 2015; 16-Jan-2015; 2015-01-16"),
            "2015-01-16 2015-01-16 2014-09-03 2015-01-16 2015-01-16 2015-01-16");
  EXPECT_EQ(dates("13/45/2015 02/30/2015 L4-5 5/10 1/2 555-01-0142 MUR-15-00882 12/16/11/3 722.83 8/10/"), "");
  EXPECT_EQ(dates("May complain. March on. Decision 5 2015"), "");
  EXPECT_EQ(dates("12/16/11 1/1/70"), "2011-12-16 1970-01-01");
}

TEST(WordsOnPage, FindsWordsAtTheirBounds) {
  EXPECT_EQ(plain("  Physician\xE2\x80\x99s \n Report\t(PR\xE2\x80\x93"
                  "2) "),
            "physician's report (pr-2)");
  EXPECT_EQ(find_words("employer name", "employee"), std::string::npos);
  EXPECT_EQ(find_words("the mri of", "mri"), 4U);
  EXPECT_EQ(find_words("mris and mri", "mri"), 9U);
  const Lines lines(
      "Patient   Ada Example   Date of birth   05/02/1960\nThe patient says: no\nClaim no.: WC-1\nDOB\n05/02/1960\n");
  ASSERT_EQ(labelled(lines, "patient").size(), 1U);
  EXPECT_EQ(labelled(lines, "patient")[0].value, "Ada Example");
  EXPECT_EQ(labelled(lines, "date of birth")[0].value, "05/02/1960");
  EXPECT_EQ(labelled(lines, "claim no")[0].value, "WC-1");
  EXPECT_EQ(labelled(lines, "dob")[0].value, "05/02/1960");
}

TEST(Identity, TellsAnotherPatientOnlyWhenSure) {
  EXPECT_EQ(whose_page("Patient: Ada Example\nDOB: 05/02/1960\n"), Belongs::This);
  EXPECT_EQ(whose_page("Patient   EXAMPLE, ADA M.   Claim number   WC-9999\n"), Belongs::This);
  EXPECT_EQ(whose_page("Patient: A. Example\n"), Belongs::This);
  EXPECT_EQ(whose_page("Patient: Ada Exarnple\n"), Belongs::Unknown); // OCR: no other sign
  EXPECT_EQ(whose_page("Patient: Ada Exomple\nDOB: 01/01/1970\n"), Belongs::This);
  EXPECT_EQ(whose_page("Patient: Jane Doe\nDOB: 01/01/1970\n"), Belongs::Other);
  EXPECT_EQ(whose_page("Patient: Jane Doe\nClaim number: ZZ-1234\n"), Belongs::Other);
  EXPECT_EQ(whose_page("Patient: Jane Doe\n"), Belongs::Unknown);
  EXPECT_EQ(whose_page("Patient: Jane Doe\nDOB: 05/02/1960\nClaim number: ZZ-1234\n"), Belongs::Unknown);
  EXPECT_EQ(whose_page("Claim number: WC-0042\n"), Belongs::This);
  EXPECT_EQ(whose_page("Claim number: ZZ-1234\n"), Belongs::Unknown);
  EXPECT_EQ(whose_page("Requesting physician: Rhea Sample, MD\nPatient reports pain.\nPATIENT PRESCRIPTION "
                       "PROFILE\nClaim number: ZZ-1234\n"),
            Belongs::Unknown);
  EXPECT_EQ(whose_page(""), Belongs::Unknown);
}

TEST(Split, CutsWhereAnotherDocumentBegins) {
  auto kinds = load_document_kinds(papers::options().packs_folder);
  ASSERT_TRUE(kinds);
  const auto cuts = [&](const std::vector<std::string>& texts) {
    std::vector<records::Page> pages;
    for (const std::string& text : texts) pages.emplace_back().text = text;
    const records::Application ada = application();
    std::string all;
    for (const PageRun& run : documents_in(lines_of_pages(pages), *kinds, &ada))
      all += fmt::format("{}-{}{} ", run.first + 1, run.last, run.belongs == Belongs::Other ? "!" : "");
    return all;
  };
  const std::string june = "Sample Clinic\nPROGRESS REPORT (PR-2)\nPatient: Ada Example   Date of exam: "
                           "06/10/2014\nSubjective complaints: pain\n";
  const std::string july = "Sample Clinic\nPROGRESS REPORT (PR-2)\nPatient: Ada Example   Date of exam: "
                           "07/08/2014\nSubjective complaints: pain\n";
  EXPECT_EQ(cuts({june, "more\n", july, "more\n"}), "1-2 3-4 ");
  EXPECT_EQ(cuts({june, june}), "1-2 ");
  EXPECT_EQ(cuts({"a\nPage 1 of 2\n", "b\nPage 2 of 2\n", "c\nPage 1 of 1\n"}), "1-2 3-3 ");
  EXPECT_EQ(cuts({june, "Claims\nPROOF OF SERVICE\nI served the following, not a party to this matter, sealed "
                        "envelope\nPage 2 of 2\n"}),
            "1-2 ");
  EXPECT_EQ(
      cuts({june, "Claims\nPROOF OF SERVICE\nI served the following, not a party to this matter, sealed envelope\n"}),
      "1-1 2-2 ");
  EXPECT_EQ(cuts({june, "Patient: Jane Doe   DOB: 01/01/1970\n", "note\n", june}), "1-1 2-3! 4-4 ");
  EXPECT_EQ(cuts({}), "");
}

TEST(PageChoice, JudgesTheLayer) {
  const std::vector<std::string> body(20, "complains");
  EXPECT_EQ(quality_of(page_of(body, 300)), LayerQuality::Good);
  EXPECT_EQ(quality_of(page_of(body, 5)), LayerQuality::Scarce) << "a fax line is no text";
  EXPECT_EQ(quality_of(page_of({}, 300)), LayerQuality::Scarce);
  EXPECT_EQ(quality_of(page_of(std::vector<std::string>(30, "\xEE\x80\x81\xEE\x80\x82"), 300)), LayerQuality::Garbage);
  EXPECT_EQ(quality_of(page_of(std::vector<std::string>(30, "xkcdq"), 300)), LayerQuality::Garbage);
  EXPECT_EQ(quality_of(page_of(std::vector<std::string>(30, "NCVST"), 300)), LayerQuality::Good)
      << "abbreviations have no vowels";
}

TEST(PageChoice, KeepsUnreadMarksUnread) {
  const records::Page fax_line = page_of({"FAX", "555"}, 5);
  records::Page ocr = page_of(std::vector<std::string>(20, "words"), 300);
  ocr.source = records::TextSource::Ocr;
  ocr.confidence = 90;
  EXPECT_EQ(choose(fax_line, LayerQuality::Scarce, ocr).source, records::TextSource::Ocr);
  ocr.is_unread = true;
  ocr.confidence = 20;
  EXPECT_EQ(choose(fax_line, LayerQuality::Scarce, ocr).source, records::TextSource::Layer);
  EXPECT_TRUE(choose(fax_line, LayerQuality::Scarce, ocr).is_unread);
  records::Page blank;
  EXPECT_FALSE(choose(fax_line, LayerQuality::Scarce, blank).is_unread);
  EXPECT_TRUE(choose(page_of({"\xEE\x80\x81"}, 300), LayerQuality::Garbage, blank).is_unread);
}

} // namespace openimr::intake
