#include "letters/leak_check.h"

#include "letters/render_pdf.h"
#include "letters/sample_content.h"

#include <gtest/gtest.h>

namespace openimr::letters {

TEST(FindLeaks, FindsWholeWordsInAnyCaseAndSpacing) {
  struct Case {
    const char *forbidden, *text;
    std::size_t hits;
  };
  for (const Case& each :
       {Case{"Aurelia Example", "signed by AURELIA\n  EXAMPLE, MD", 1},
        Case{"Aurelia Example", "Aurelia, the Example", 0}, Case{"Li", "clinical; Li said", 1},
        Case{"Li", "clinical", 0}, Case{"A-12345", "licence A 12345", 1}, Case{"A-12345", "licence A12345", 1},
        Case{"A-12345", "A123456", 0}, Case{"G12345", "see G-12345.", 1}, Case{"", "anything", 0},
        Case{"Muñoz", "Dr. Muñoz and MUñOZ", 2}, Case{" - ", "a - b", 0}})
    EXPECT_EQ(find_leaks("text", each.text, std::vector<std::string>{each.forbidden}).size(), each.hits)
        << each.forbidden << " in " << each.text;
  const auto leaks =
      find_leaks("text", "the words before Aurelia Example and after", std::vector<std::string>{"Aurelia Example"});
  ASSERT_EQ(leaks.size(), 1u);
  EXPECT_EQ(leaks[0], (Leak{"Aurelia Example", "text", "the words before Aurelia Example and after"}));
}

TEST(FindLeaks, LooksEverywhereInALetter) {
  const std::vector<std::string> forbidden{"Aurelia Example"};
  Letter clean = compose_determination(random_content(2));
  EXPECT_TRUE(find_leaks(clean, forbidden).empty());
  const auto where = [&](auto change) {
    Letter letter = clean;
    change(letter);
    const auto leaks = find_leaks(letter, forbidden);
    return leaks.size() == 1 ? leaks[0].where : std::to_string(leaks.size());
  };
  EXPECT_EQ(where([](Letter& l) { l.title += " Aurelia Example"; }), "title");
  EXPECT_EQ(where([](Letter& l) { l.subject = "aurelia example"; }), "subject");
  EXPECT_EQ(where([](Letter& l) { l.footer = "Aurelia Example"; }), "foot");
  EXPECT_EQ(where([](Letter& l) { l.mark = "Aurelia Example"; }), "mark");
  EXPECT_EQ(where([](Letter& l) { l.letterhead.lines.push_back("Aurelia Example"); }), "text");
  EXPECT_EQ(where([](Letter& l) { l.blocks.push_back(Table{"", {"h"}, {{plain("Aurelia Example")}}}); }), "text");
  EXPECT_EQ(where([](Letter& l) {
              l.blocks.push_back(List{false, {Runs{letters::Run{"Aurelia "}, letters::Run{"Example"}}}});
            }),
            "text"); // over two runs
  EXPECT_EQ(where([](Letter& l) {
              l.blocks.push_back(Paragraph{{letters::Run{"x", {}, {"Aurelia Example"}}}});
            }),
            "sources");
}

TEST(FindLeaks, LooksBesideThePagesOfAPdf) {
  const std::vector<std::string> forbidden{"Aurelia Example"};
  Letter letter = compose_determination(random_content(2));
  ASSERT_TRUE(find_leaks_in_pdf(*render_pdf(letter), forbidden));
  EXPECT_TRUE(find_leaks_in_pdf(*render_pdf(letter), forbidden)->empty());
  letter.subject = "Aurelia Example";
  const auto leaks = find_leaks_in_pdf(*render_pdf(letter), forbidden);
  ASSERT_TRUE(leaks);
  ASSERT_EQ(leaks->size(), 2u); // information dictionary and XMP
  for (const Leak& leak : *leaks) EXPECT_EQ(leak.where, "PDF metadata");
  letter.subject = "";
  letter.blocks.insert(letter.blocks.begin() + 1, Heading{2, "Aurelia Example"});
  ASSERT_EQ(find_leaks_in_pdf(*render_pdf(letter), forbidden)->size(), 1u); // the bookmark
  EXPECT_EQ(find_leaks_in_pdf("no PDF", forbidden).error().expected, "a readable PDF");
}

} // namespace openimr::letters
