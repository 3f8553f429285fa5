#include "letters/clean_text.h"
#include "letters/render_html.h"
#include "letters/render_json.h"
#include "letters/render_text.h"
#include "letters/sample_content.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::letters {
namespace {

using testing::HasSubstr;
using testing::Not;

/// One of each block, with words that mean something to HTML.
Letter one_of_each() {
  Letter letter;
  letter.title = "A <title> & more";
  letter.subject = "subject";
  letter.date = *Date::parse_iso("2015-03-18");
  letter.letterhead = {"Sender", {"Street"}};
  letter.footer = "Case 1";
  letter.mark = "SYNTHETIC";
  letter.blocks = {
      Heading{1, "HEAD"},
      Paragraph{{Run{"plain <b> ", {}, {}}, Run{"strong", {.bold = true, .italic = true}, {"f1", "f\"2"}}}},
      List{true, {plain("one"), plain("two")}},
      List{false, {plain("dot")}},
      Table{"Caption", {"A", "B"}, {{plain("1"), plain("2")}, {plain("3")}}},
      KeyValues{{{"Key", plain("Value")}}},
      Quote{plain("quoted")},
      Note{plain("noted")},
      PageBreak{}};
  return letter;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

} // namespace

TEST(RenderText, PrintsEachBlock) {
  EXPECT_EQ(render_text(one_of_each()),
            "Sender\nStreet\n\nSYNTHETIC\n\nHEAD\n\nplain <b> strong\n\n1. one\n2. two\n\n- dot\n\n"
            "Caption\nA  B\n----\n1  2\n3\n\nKey: Value\n\n    quoted\n\nnoted\n\n");
}

TEST(RenderText, KeepsToItsColumns) {
  Letter letter;
  letter.blocks = {Paragraph{plain(std::string(1000, 'x'))}, Paragraph{plain("word " + std::string(96, 'y') + " word")},
                   List{false, {plain(std::string(300, 'z'))}},
                   Table{"", {"long", "short"}, {{plain(std::string(400, 'w') + " w"), plain("s")}}},
                   Table{"", std::vector<std::string>(40, "column"), {{plain("cell")}}}};
  for (const Block& block : compose_determination(random_content(3)).blocks) letter.blocks.push_back(block);
  std::size_t longest = 0;
  for (const std::string& line : lines_of(render_text(letter))) {
    longest = std::max(longest, count_characters(line));
    EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
  }
  EXPECT_EQ(longest, static_cast<std::size_t>(text_columns));
}

TEST(RenderHtml, IsAccessibleAndEscaped) {
  const std::string html = render_html(one_of_each());
  for (const char* part :
       {"<html lang=\"en-US\">", "<title>A &lt;title&gt; &amp; more</title>", "<h1>HEAD</h1>",
        "<p>plain &lt;b&gt; <span data-sources=\"f1 f&quot;2\"><strong><em>strong</em></strong></span></p>",
        "<ol>\n<li>one</li>", "<ul>\n<li>dot</li>", "<caption>Caption</caption>", "<th scope=\"col\">A</th>",
        "<td>3</td><td></td>", "<dt>Key</dt><dd>Value</dd>", "<blockquote>", "role=\"note\"", "<main>",
        "Case 1 &middot; SYNTHETIC"})
    EXPECT_THAT(html, HasSubstr(part));
  for (const char* part : {"http:", "https:", "src=", "href=", "<script", "<b>", "url("})
    EXPECT_THAT(html, Not(HasSubstr(part)));
}

TEST(RenderJson, CarriesEveryRunWithItsSources) {
  const boost::json::value root = boost::json::parse(render_json(one_of_each()));
  EXPECT_EQ(root.at("schema"), 1);
  EXPECT_EQ(root.at("date"), "2015-03-18");
  const auto& blocks = root.at("blocks").as_array();
  ASSERT_EQ(blocks.size(), 9u);
  EXPECT_EQ(
      boost::json::serialize(blocks[1]),
      R"({"kind":"paragraph","runs":[{"text":"plain <b> "},{"text":"strong","bold":true,"italic":true,"sources":["f1","f\"2"]}]})");
  EXPECT_EQ(boost::json::serialize(blocks[5]),
            R"({"kind":"key_values","rows":[{"key":"Key","runs":[{"text":"Value"}]}]})");
  EXPECT_EQ(boost::json::serialize(blocks[8]), R"({"kind":"page_break"})");
}

} // namespace openimr::letters
