#include "intake/page_choice.h"
#include "intake/test_papers.h"
#include "intake/words_on_page.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>

namespace openimr::intake {
namespace {

std::string dates(std::string_view text) {
  std::string all;
  for (const DateInText& date : dates_in(text)) all += (all.empty() ? "" : " ") + date.date.iso();
  return all;
}

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

TEST(WordsOnPage, KnowWhereTheyStoodInTheText) {
  const std::string text = "\n   He\xE2\x80\x99s \xE2\x80\x9Cwell\xE2\x80\x9D today\n\n  DOB: 05/02/1960  \n";
  const Lines lines(text);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines.written[0], "He's \"well\" today");
  EXPECT_EQ(lines.span(0).of(text), "He\xE2\x80\x99s \xE2\x80\x9Cwell\xE2\x80\x9D today");
  EXPECT_EQ(lines.span(0, 6, 10).of(text), "well") << "behind a mark of three bytes";
  const auto found = labelled(lines, "dob");
  ASSERT_EQ(found.size(), 1U);
  const std::size_t end = found[0].value_begin + found[0].value.size();
  EXPECT_EQ(lines.span(found[0].value_line, found[0].value_begin, end).of(text), "05/02/1960");
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

TEST(PageChoice, BelievesListsAndNotLettersPutForOthers) {
  std::vector<std::string> list;
  for (int row = 0; row < 8; ++row)
    for (const char* word : {"Progress", "report", "Treating", "Physician", "Gabapentin", "Lumbar", "radiograph",
                             "Hydrocodone", "Meloxicam", "Consultation", "Laboratory", "documents"})
      list.emplace_back(word);
  EXPECT_EQ(quality_of(page_of(list, 300)), LayerQuality::Good);
  std::mt19937 random(7);
  std::string alphabet = "abcdefghijklmnopqrstuvwxyz";
  for (int draw = 0; draw < 500; ++draw) {
    if (draw < 25)
      std::ranges::rotate(alphabet, alphabet.begin() + 1); // first every shift of the alphabet
    else
      for (std::size_t i = alphabet.size() - 1; i > 0; --i) std::swap(alphabet[i], alphabet[random() % (i + 1)]);
    std::vector<std::string> garbled = list;
    for (std::string& word : garbled)
      for (char& c : word) {
        const bool is_capital = c < 'a';
        c = alphabet[static_cast<std::size_t>((c | 0x20) - 'a')];
        if (is_capital) c = static_cast<char>(c - 0x20);
      }
    EXPECT_NE(quality_of(page_of(garbled, 300)), LayerQuality::Good) << alphabet;
  }
}

TEST(PageChoice, KnowsLayersThatAreMostlyMarks) {
  std::vector<std::string> prose, shifted, prices;
  for (int row = 0; row < 40; ++row)
    for (const char* word : {"the", "patient", "reports", "that", "pain", "in", "her", "lower", "back", "is", "better",
                             "with", "medicine"}) {
      prose.emplace_back(word);
      shifted.emplace_back();
      for (const char c : prose.back()) shifted.back() += static_cast<char>(c - 66 > '!' ? c - 66 : c - 60);
      prices.push_back(fmt::format("{:02}/{:02}/14", row % 12 + 1, row % 28 + 1));
      prices.push_back(fmt::format("${}.50", row));
    }
  EXPECT_EQ(quality_of(page_of(prose, 300)), LayerQuality::Good);
  EXPECT_EQ(quality_of(page_of(shifted, 300)), LayerQuality::Garbage);
  EXPECT_EQ(quality_of(page_of(prices, 300)), LayerQuality::Good) << "days and sums are no garbage";
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
