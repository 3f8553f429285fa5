#include "letters/merge_pdf.h"

#include "letters/render_pdf.h"

#include <gtest/gtest.h>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

namespace openimr::letters {
namespace {

std::string letter_of(const std::string& words, int paragraphs) {
  Letter letter;
  letter.title = words;
  letter.date = *Date::parse_iso("2015-03-18");
  letter.blocks.push_back(Heading{1, words});
  for (int i = 0; i < paragraphs; ++i) letter.blocks.push_back(Paragraph{plain(std::string(600, 'x') + " " + words)});
  return *render_pdf(letter);
}

int pages_of(const std::string& bytes) {
  QPDF pdf;
  pdf.processMemoryFile("merged", bytes.data(), bytes.size());
  return static_cast<int>(QPDFPageDocumentHelper(pdf).getAllPages().size());
}

TEST(MergePdf, PagesStandInOrderAndCopiesTakeNoRoom) {
  const std::string one = letter_of("One", 1), two = letter_of("Two", 40);
  const auto merged = merge_pdf({{"one", one}, {"two", two}});
  ASSERT_TRUE(merged) << merged.error().message();
  ASSERT_EQ(merged->pages.size(), 2u);
  EXPECT_EQ(merged->pages[0], 1);
  EXPECT_GT(merged->pages[1], 1);
  EXPECT_EQ(pages_of(merged->bytes), merged->pages[0] + merged->pages[1]);
  const auto copies = merge_pdf({{"one", one, 9}, {"two", two, 1}});
  ASSERT_TRUE(copies);
  EXPECT_EQ(pages_of(copies->bytes), 9 + copies->pages[1]);
  EXPECT_LT(copies->bytes.size(), merged->bytes.size() + one.size());
  EXPECT_EQ(merge_pdf({{"one", one, 9}, {"two", two, 1}})->bytes, copies->bytes);
}

TEST(MergePdf, NamesThePartThatIsNoPdf) {
  const auto merged = merge_pdf({{"one", letter_of("One", 1)}, {"CM15-1 letter", "not a file"}});
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().where, "CM15-1 letter");
  EXPECT_TRUE(merge_pdf({}));
}

} // namespace
} // namespace openimr::letters
