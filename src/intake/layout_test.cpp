// The layout of real pages, read from files through the worker: columns, tables, turned pages, by text layer and by
// OCR.
#include "intake/document_reader.h"
#include "intake/drawn_pages.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

using papers::DrawnPage;
using papers::Folder;

std::vector<records::Page> read(const std::string& name, std::string_view bytes) {
  const Folder folder;
  auto readings = read_all({open_file(folder.put(name, bytes))}, papers::options());
  EXPECT_TRUE(readings);
  if (!readings || readings->empty()) return {};
  for (const records::Page& page : readings->front().reading.pages) papers::expect_sound(page);
  return readings->front().reading.pages;
}

std::string text_of(const DrawnPage& page) {
  const auto pages = read("a.pdf", papers::pdf_of({page}));
  return pages.empty() ? "nothing" : pages[0].text;
}

const std::vector<std::string> left_column = {
    "The patient hurt the back while lifting", "boxes at work and has had pain ever",
    "since. Twelve visits of therapy gave some", "relief. The pain radiates into the left",
    "leg and is rated seven of ten today."};
const std::vector<std::string> right_column = {
    "Examination shows spasm of the lumbar", "muscles and a positive straight leg raise",
    "on the left side. Sensation over the foot", "is diminished. Strength is full and the",
    "reflexes are symmetric in both legs."};

DrawnPage two_columns() {
  return DrawnPage()
      .line("Sample Spine Center, 100 Main Street, Sampletown", 150, 50, 10)
      .lines(left_column, 54, 110)
      .lines(right_column, 320, 114);
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

std::string letters_of(std::string_view text) {
  std::string letters;
  for (char c : text)
    if (c != ' ' && c != '\n') letters += c;
  return letters;
}

} // namespace

TEST(Layout, ColumnsUnderALetterhead) {
  EXPECT_EQ(text_of(two_columns()),
            "Sample Spine Center, 100 Main Street, Sampletown\n\n" + joined(left_column) + "\n" + joined(right_column));
}

TEST(Layout, ColumnsOfAScan) {
  const Folder folder;
  const std::string image = papers::page_image(folder, papers::pdf_of({two_columns()}), "png");
  const auto pages = read("a.png", image);
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].source, records::TextSource::Ocr);
  const std::string letters = letters_of(pages[0].text);
  const auto last_left = letters.find(letters_of("rated seven of ten")),
             first_right = letters.find(letters_of("Examination shows"));
  ASSERT_NE(last_left, std::string::npos) << pages[0].text;
  ASSERT_NE(first_right, std::string::npos) << pages[0].text;
  EXPECT_LT(last_left, first_right) << pages[0].text;
  EXPECT_LT(letters.find("SampleSpineCenter"), letters.find("Thepatienthurt")) << pages[0].text;
}

TEST(Layout, TableWithWrappedCells) {
  DrawnPage page;
  page.line("Medications of this visit", 54, 50).line("Drug", 54, 70).line("Dose", 200, 70).line("Directions", 280, 70);
  page.line("Gabapentin", 54, 86)
      .line("300 mg", 200, 86)
      .lines({"Take one capsule by mouth three times a day, in the", "morning, at noon and at night"}, 280, 86);
  page.line("Baclofen", 54, 114).line("10 mg", 200, 114).line("Take one tablet at bedtime", 280, 114);
  EXPECT_EQ(
      text_of(page),
      "Medications of this visit\nDrug   Dose   Directions\nGabapentin   300 mg   Take one capsule by mouth three "
      "times a day, in the morning, at noon and at night\nBaclofen   10 mg   Take one tablet at bedtime\n");
}

TEST(Layout, RotatedPagesReadLikeUprightOnes) {
  // /Rotate turns the page clockwise; the words are drawn so that they stand upright then.
  const auto rotated = [](int degrees) {
    DrawnPage page;
    page.rotated(degrees);
    if (degrees == 90) page.line("First line of the report", 100, 700, 11, 90).line("second line", 120, 700, 11, 90);
    if (degrees == 180) page.line("First line of the report", 500, 700, 11, 180).line("second line", 500, 680, 11, 180);
    if (degrees == 270) page.line("First line of the report", 500, 100, 11, 270).line("second line", 480, 100, 11, 270);
    return page;
  };
  for (int degrees : {90, 180, 270}) {
    const auto pages = read("a.pdf", papers::pdf_of({rotated(degrees)}));
    ASSERT_EQ(pages.size(), 1U) << degrees;
    EXPECT_EQ(pages[0].text, "First line of the report\nsecond line\n") << degrees;
    EXPECT_TRUE(pages[0].parts.empty());
    EXPECT_EQ(pages[0].width, degrees == 180 ? 612 : 792) << degrees;
    ASSERT_FALSE(pages[0].words.empty());
    const records::Box& box = pages[0].words[0].box; // upright, and inside the page as a person sees it
    EXPECT_GT(box[2] - box[0], box[3] - box[1]) << degrees;
    EXPECT_NEAR(box[3] - box[1], 11, 3) << degrees;
  }
}

TEST(Layout, TurnedTextOnAnUprightPage) {
  DrawnPage page;
  page.lines(left_column, 100, 100).line("RECEIVED BY FAX", 40, 500, 9, 90);
  const auto pages = read("a.pdf", papers::pdf_of({page}));
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].text, joined(left_column) + "\nRECEIVED BY FAX\n");
  ASSERT_EQ(pages[0].parts.size(), 1U);
  EXPECT_EQ(pages[0].parts[0].kind, records::PartKind::Turned);
  EXPECT_EQ(pages[0].parts[0].span.of(pages[0].text), "RECEIVED BY FAX");
  // A table that was turned to fit: the page is upright, all its words run up.
  const auto table = read("a.pdf", papers::pdf_of({DrawnPage()
                                                       .line("Date", 100, 700, 9, 90)
                                                       .line("Pain", 100, 500, 9, 90)
                                                       .line("01/05/2015", 114, 700, 9, 90)
                                                       .line("7 of 10", 114, 500, 9, 90)}));
  EXPECT_EQ(table.at(0).text, "Date   Pain\n01/05/2015   7 of 10\n");
}

TEST(Layout, WordsBrokenAtLineEnds) {
  const auto pages =
      read("a.pdf",
           papers::pdf_of({DrawnPage().lines({"There is inflam-", "mation after a follow-", "up visit."}, 54, 60)}));
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].text, "There is inflammation\nafter a follow-up\nvisit.\n");
  ASSERT_GE(pages[0].words.size(), 4U);
  EXPECT_EQ(pages[0].words[2].span.of(pages[0].text), "inflam");
  EXPECT_EQ(pages[0].words[3].span.of(pages[0].text), "mation");
  EXPECT_GT(pages[0].words[3].box[1], pages[0].words[2].box[1]) << "its second half has the box of its own line";
}

} // namespace openimr::intake
