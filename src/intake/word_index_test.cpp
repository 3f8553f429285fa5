#include "intake/word_index.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

/// What the index has to find: the words at word borders, line by line.
std::vector<std::pair<std::uint32_t, std::uint32_t>> by_reading(const std::string& words,
                                                                const std::vector<std::string>& lines) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
  for (std::uint32_t line = 0; line < lines.size(); ++line)
    for (std::size_t at = find_words(lines[line], words); at != std::string::npos;
         at = find_words(lines[line], words, at + 1))
      places.emplace_back(line, static_cast<std::uint32_t>(at));
  return places;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> by_index(const std::string& words,
                                                              const std::vector<std::string>& lines) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
  for (const auto& [line, at] : WordIndex(lines).places_of(words, lines)) places.emplace_back(line, at);
  return places;
}

} // namespace

TEST(WordIndex, FindsLabelsAtWordBorders) {
  const std::vector<std::string> lines = {"date of exam: 1/16/2015", "", "mri of the knee (mri)", "undated: date"};
  using Places = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  EXPECT_EQ(by_index("date", lines), (Places{{0, 0}, {3, 9}}));
  EXPECT_EQ(by_index("of the knee", lines), (Places{{2, 4}}));
  EXPECT_EQ(by_index("(mri)", lines), (Places{{2, 16}}));
  EXPECT_EQ(by_index("/", lines), (Places{{0, 15}, {0, 18}}));
  EXPECT_EQ(by_index("", lines), Places());
  EXPECT_EQ(by_index("dat", lines), Places());
  EXPECT_FALSE(WordIndex(lines).may_have("dat"));
  EXPECT_TRUE(WordIndex(lines).may_have("exam of nobody"));
  EXPECT_TRUE(WordIndex().places_of("date", {}).empty());
}

TEST(WordIndex, FindsWhatReadingLineByLineFinds) {
  std::uint32_t seed = 11;
  const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U, seed >> 16; };
  const std::string letters = "ab1 -(\xC3";
  const auto random = [&](std::size_t most) {
    std::string text(next() % (most + 1), ' ');
    for (char& c : text) c = letters[next() % letters.size()];
    return text;
  };
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> lines(next() % 4);
    for (std::string& line : lines) line = random(24);
    const std::string words = random(5);
    const auto expected = by_reading(words, lines);
    EXPECT_EQ(by_index(words, lines), expected) << words;
    EXPECT_EQ(WordIndex(lines).has(words, lines), !expected.empty()) << words;
    EXPECT_TRUE(expected.empty() || WordIndex(lines).may_have(words)) << words;
  }
}

} // namespace openimr::intake
