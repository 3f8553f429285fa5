#include "corpus/letter_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

std::string unwrapped(std::string_view text) {
  const LetterLines letter = cut_lines(text);
  return unwrap(letter, {0, letter.lines.size()});
}

std::string paragraphs(std::string_view text) {
  const LetterLines letter = cut_lines(text);
  return unwrap_paragraphs(letter, {0, letter.lines.size()});
}

} // namespace

TEST(Unwrap, JoinsLines) {
  struct Case {
    const char *text, *expected;
  };
  for (const Case& each :
       {Case{"one \ntwo\r\n\n  three", "one two three"}, Case{"by 1-\n7% of", "by 1-7% of"},
        Case{"short-\nterm", "short-term"}, Case{"pre-\nand post", "pre- and post"},
        Case{"dose -\n5 mg", "dose - 5 mg"}, Case{"and/\nor", "and/or"}, Case{"of \xC2\xAD\nx", "of x"},
        Case{"exam\xC2\xAD\nple", "example"}, Case{"1995–\n1996", "1995–1996"},
        Case{"of\xEF\xAC\x81"
             "ce \xC2\xA0 a\xEF\xBB\xBF",
             "office a"},
        Case{"\xEF\xBB\xBFtext", "text"}, Case{"", ""}, Case{"\n\f\n", ""}, Case{"-\nx", "- x"}})
    EXPECT_EQ(unwrapped(each.text), each.expected) << each.text;
}

TEST(Unwrap, KeepsParagraphsThatWereMeant) {
  const std::string full(60, 'x');
  EXPECT_EQ(paragraphs(full + " end.\n\n" + full + " new\nline\n"), full + " end.\n" + full + " new line");
  EXPECT_EQ(paragraphs(full + " no end\n\n" + full), full + " no end " + full); // a blank line inside a sentence
  EXPECT_EQ(paragraphs(full + ".\n\f" + full), full + ". " + full);             // a full line at a page end
  EXPECT_EQ(paragraphs("Short.\n\f" + full + " " + full), "Short.\n" + full + " " + full); // a short one
  EXPECT_EQ(paragraphs("a b c.\n\nd e f.\n\ng h i\n\n\n\nj " + full), "a b c.\nd e f.\ng h i j " + full);
}

TEST(CutLines, TakesPageHeadsAndFeetOut) {
  struct Case {
    const char *text, *rest;
    std::size_t furniture;
  };
  for (const Case& each :
       {Case{"the sentence runs\nPage 1 of 2\n\fover the page", "the sentence runs over the page", 1},
        Case{"runs\nCase CM15-1 · COPY     Page 1 of 2\n\fon", "runs on", 1},
        Case{"runs\n\nCase CM15-1\n\nPage 1 of 1\n\f", "runs", 2},
        Case{"runs\nFinal Determination Letter for IMR Case Number CM15-1   4\non", "runs on", 1},
        Case{"HEAD 1\nruns\n\fHEAD 2\nover\n\fHEAD 3\npages", "runs over pages", 3},
        Case{"see\nPage 4 of the guideline", "see Page 4 of the guideline", 0},
        Case{"Item #1: Upheld\nx\n\fItem #2: Upheld\ny", "Item #1: Upheld x Item #2: Upheld y", 0},
        Case{"Same.\nx\n\fSame.\ny", "Same. x Same. y", 0}}) {
    const LetterLines letter = cut_lines(each.text);
    EXPECT_EQ(unwrap(letter, {0, letter.lines.size()}), each.rest);
    EXPECT_EQ(letter.furniture.size(), each.furniture) << each.text;
  }
}

TEST(CutLines, NoticesDoubleSpacing) {
  EXPECT_EQ(cut_lines("a\n\nb\n\nc\n\nd").usual_blank, 1);
  EXPECT_EQ(cut_lines("a\nb\n\nc\nd").usual_blank, 0);
}

} // namespace openimr::corpus
