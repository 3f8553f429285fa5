#include "intake/running_lines.h"

#include "intake/document_reader.h"
#include "intake/drawn_pages.h"
#include "records/page_text.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

using papers::DrawnPage;
using papers::Folder;
using records::PartKind;

/// "header* words", "fax_line words", … one a line; "*" for repeated ones.
std::string parts_of(const records::Page& page) {
  std::string all;
  for (const records::Part& part : page.parts)
    all += fmt::format("{}{} {}\n", records::name(part.kind), part.is_repeated ? "*" : "", part.span.of(page.text));
  return all;
}

/// A page of lines, each with the height of its middle on a page of 792 points.
records::Page page_of(const std::vector<std::pair<float, std::string>>& lines,
                      records::TextSource source = records::TextSource::Layer) {
  records::Page page;
  page.width = 612;
  page.height = 792;
  page.source = source;
  for (const auto& [height, line] : lines) {
    std::istringstream words(line);
    for (std::string word; words >> word; page.text += ' ') {
      const auto begin = static_cast<std::uint32_t>(page.text.size());
      page.text += word;
      page.words.push_back(
          {{begin, static_cast<std::uint32_t>(page.text.size())}, {50, height - 5, 90, height + 5}, 90});
    }
    page.text.back() = '\n';
  }
  return page;
}

bool is_fax_line(const std::string& line, float height = 20) {
  std::vector<records::Page> pages = {page_of({{height, line}})};
  mark_fax_lines(pages);
  return !pages[0].parts.empty();
}

} // namespace

TEST(RunningLines, FaxLinesAreKnownByWhatTheySay) {
  for (const char* line :
       {"01/16/2015 10:02 FAX 555 123 4567 SAMPLE CLINIC P.003/012",
        "JAN-16-2015 10:02 From: SAMPLE CLINIC To: 5551234567 P.3", "Jan 16 2015 10:02AM HP LASERJET FAX p.3",
        "2015-01-16 10:02:33 (GMT) 1-555-123-4567 From: Sample Claims Page 3 of 12",
        "01/16/2015 FRI 10:02 (555) 123-4567 003/012", "Received: 01/16/2015 10:02 5551234567 Page: 3",
        "01/16/2015 10:02 003/012"}) {
    EXPECT_TRUE(is_fax_line(line)) << line;
    EXPECT_TRUE(is_fax_line(line, 780)) << line;
    EXPECT_FALSE(is_fax_line(line, 200)) << "in the middle of the page: " << line;
  }
  for (const char* line :
       {"Phone (000) 555-0120 Fax (000) 555-0121", "Patient: Ada Example DOB: 05/02/1960 Claim: WC-0042",
        "Page 3 of 12", "Date of service: 01/16/2015 10:02 AM",
        "Pain 7/10 on 01/16/2015, seen at 10:02 for follow up of the lower back and neck", "From: Sample Clinic",
        "BP 120/80 at 10:02", "01/16/2015", ""})
    EXPECT_FALSE(line[0] != 0 && is_fax_line(line)) << line;
}

TEST(RunningLines, HeadersAndFootersRepeat) {
  std::vector<records::Page> pages;
  for (int n = 1; n <= 3; ++n)
    pages.push_back(page_of({{30, "Ada Example   Claim WC-0042"},
                             {60, fmt::format("Visit of 0{}/05/2014", n)},
                             {300, "Pain is 7 of ten"},
                             {750, fmt::format("Page {} of 3", n)},
                             {770, "CONFIDENTIAL"}}));
  mark_running_lines(pages);
  EXPECT_EQ(parts_of(pages[0]), "header Ada Example Claim WC-0042\nfooter Page 1 of 3\nfooter CONFIDENTIAL\n");
  EXPECT_EQ(parts_of(pages[2]), "header* Ada Example Claim WC-0042\nfooter* Page 3 of 3\nfooter* CONFIDENTIAL\n");
  EXPECT_EQ(records::running_text(pages[0]), pages[0].text) << "the first page keeps what it says";
  const std::string running = records::running_text(pages[1]);
  EXPECT_EQ(running.size(), pages[1].text.size());
  EXPECT_EQ(running.find("WC-0042"), std::string::npos);
  EXPECT_EQ(running.find("Pain is 7 of ten"), pages[1].text.find("Pain is 7 of ten"));
  EXPECT_NE(running.find("Visit of 02/05/2014"), std::string::npos) << "a date that does not count pages is no header";
}

TEST(RunningLines, WhatIsNotAtTheEdgeOrNotAlikeStays) {
  std::vector<records::Page> one = {page_of({{30, "Sample Clinic"}, {300, "words"}})};
  mark_running_lines(one);
  EXPECT_TRUE(one[0].parts.empty());
  std::vector<records::Page> body = {page_of({{300, "No radiation into the legs"}}),
                                     page_of({{300, "No radiation into the legs"}})};
  mark_running_lines(body);
  EXPECT_TRUE(body[0].parts.empty() && body[1].parts.empty());
  std::vector<records::Page> pain = {page_of({{60, "Pain 5 of 10 today"}}), page_of({{60, "Pain 8 of 10 today"}})};
  mark_running_lines(pain);
  EXPECT_TRUE(pain[1].parts.empty());
  std::vector<records::Page> moved = {page_of({{30, "Sample Clinic"}}), page_of({{80, "Sample Clinic"}})};
  mark_running_lines(moved);
  EXPECT_TRUE(moved[1].parts.empty());
}

TEST(RunningLines, LeftAndRightPagesAndRecognisedLetters) {
  std::vector<records::Page> duplex;
  for (int n = 1; n <= 4; ++n)
    duplex.push_back(page_of({{30, n % 2 == 0 ? "Sample Clinic of Exampleville" : "Ada Example, WC-0042"}}));
  mark_running_lines(duplex);
  EXPECT_EQ(parts_of(duplex[3]), "header* Sample Clinic of Exampleville\n");
  std::vector<records::Page> scans = {
      page_of({{30, "Sample Clinic of Exampleville, page 1"}}, records::TextSource::Ocr),
      page_of({{38, "Sarnple Clinic of Exampleville, page 2"}}, records::TextSource::Ocr)};
  mark_running_lines(scans);
  EXPECT_EQ(parts_of(scans[1]), "header* Sarnple Clinic of Exampleville, page 2\n");
  for (records::Page& page : scans) page.source = records::TextSource::Layer, page.parts.clear();
  mark_running_lines(scans);
  EXPECT_TRUE(scans[1].parts.empty()) << "a text layer does not err in letters";
}

TEST(RunningLines, OfAFile) {
  std::vector<DrawnPage> drawn;
  for (int n = 1; n <= 3; ++n)
    drawn.push_back(DrawnPage()
                        .line(fmt::format("01/16/2015 10:0{} FAX 555 123 4567 P.00{}/003", n, n), 40, 14, 8)
                        .line("Sample Spine Center   Patient: Ada Example", 54, 50)
                        .lines({"The patient reports pain of the lower back and takes",
                                fmt::format("baclofen since {} weeks with relief of the spasm.", n + 2)},
                               54, 200)
                        .line(fmt::format("Page {} of 3", n), 280, 770));
  const Folder folder;
  text::Problems problems;
  auto documents = read_files({folder.put("a.pdf", papers::pdf_of(drawn))}, papers::options(), problems);
  ASSERT_TRUE(documents);
  ASSERT_EQ(documents->size(), 1U);
  ASSERT_EQ(documents->front().pages.size(), 3U);
  EXPECT_EQ(parts_of(documents->front().pages[1]), "fax_line 01/16/2015 10:02 FAX 555 123 4567 P.002/003\nheader* "
                                                   "Sample Spine Center   Patient: Ada Example\nfooter* Page 2 of 3\n");
}

} // namespace openimr::intake
