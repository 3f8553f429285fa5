#include "corpus/html.h"

#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

TEST(Html, EscapesWhatWouldBeMarkupAndMendsWhatIsNoText) {
  EXPECT_EQ(escaped("<b>\"a\" & 'c'</b>"), "&lt;b&gt;&quot;a&quot; &amp; &#39;c&#39;&lt;/b&gt;");
  EXPECT_EQ(escaped("año €"), "año €");
  const std::string mended = "\xEF\xBF\xBD";
  EXPECT_EQ(escaped(std::string_view("a\0b", 3)), "a" + mended + "b");
  EXPECT_EQ(escaped("\x1b["), mended + "[");
  EXPECT_EQ(escaped("\xC3("), mended + "(");
  EXPECT_EQ(escaped("\xC0\xAF"), mended + mended);                           // written longer than it is
  EXPECT_EQ(escaped("\xED\xA0\x80"), mended + mended + mended);              // half a pair of UTF-16
  EXPECT_EQ(escaped("\xF4\x90\x80\x80"), mended + mended + mended + mended); // beyond Unicode
}

TEST(Html, AddressesHoldAnything) {
  EXPECT_EQ(address("/d", {{"q", "a b&c=d/é"}, {"sort", ""}, {"first", "20"}}), "/d?q=a%20b%26c%3Dd%2F%C3%A9&first=20");
  EXPECT_EQ(Html().link("/?a=1&b=\"2\"", "x<y").str(), "<a href=\"/?a=1&amp;b=&quot;2&quot;\">x&lt;y</a>\n");
}

} // namespace
} // namespace openimr::corpus
