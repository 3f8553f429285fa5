// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which words are read, on pages that are drawn word by word: what is drawn is known, so what must come
// out is known.
#include "intake/worker/page_builder.h"

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <sstream>

namespace openimr::worker {
namespace {

/// Numbers that are the same everywhere.
class Chance {
public:
  explicit Chance(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t count) { return engine_() % count; }
  float between(float low, float high) { return low + (high - low) * static_cast<float>(engine_() % 1000) / 1000; }

private:
  std::mt19937 engine_;
};

constexpr const char* stock[] = {"the",  "patient",  "reports", "pain",  "of",  "lower",   "back",       "with",
                                 "and",  "numbness", "in",      "left",  "leg", "since",   "an",         "injury",
                                 "that", "limits",   "walking", "to",    "ten", "minutes", "medication", "helps",
                                 "some", "therapy",  "was",     "tried", "for", "twelve",  "visits",     "before"};

std::vector<std::string> sentences(Chance& chance, std::size_t words) {
  std::vector<std::string> all;
  std::size_t since = 0;
  for (std::size_t i = 0; i < words; ++i) {
    std::string word = stock[chance.below(std::size(stock))];
    if (since == 0) word[0] = static_cast<char>(word[0] - 32);
    const bool ends = ++since > 6 + chance.below(8) || i + 1 == words;
    if (ends) since = 0;
    all.push_back(ends ? word + "." : word);
  }
  return all;
}

/// A page on which words are written as a typesetter would.
class Sheet {
public:
  std::vector<PlacedWord> words;
  float size = 10, leading = 12;

  float width_of(const std::string& word) const { return 0.5F * size * static_cast<float>(word.size()); }

  void put(const std::string& word, float x, float y) {
    PlacedWord placed;
    placed.text = word;
    placed.box = {x, y, x + width_of(word), y + 1.1F * size};
    words.push_back(placed);
  }

  void line(const std::string& text, float x, float y) {
    std::istringstream parts(text);
    for (std::string word; parts >> word; x += width_of(word) + 0.28F * size) put(word, x, y);
  }

  /// Words in lines of a width; returns the height below the last one.
  float flow(const std::vector<std::string>& text, float left, float right, float y) {
    float x = left;
    for (const std::string& word : text) {
      if (x > left && x + width_of(word) > right) {
        x = left;
        y += leading;
      }
      put(word, x, y);
      x += width_of(word) + 0.28F * size;
    }
    return y + leading;
  }
};

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

/// The page text with every gap as one space.
std::string in_order(std::vector<PlacedWord> words, Chance& chance) {
  std::shuffle(words.begin(), words.end(), std::mt19937(static_cast<std::uint32_t>(chance.below(100000))));
  const records::Page page = build_page(std::move(words));
  std::vector<std::string> read;
  for (const records::Word& word : page.words) read.emplace_back(word.span.of(page.text));
  return joined(read);
}

std::string text_of(const Sheet& sheet) { return build_page(sheet.words).text; }

} // namespace

TEST(ReadingOrder, ColumnsAreReadOneAfterAnother) {
  int wrong = 0;
  for (std::uint32_t seed = 1; seed <= 1000; ++seed) {
    Chance chance(seed);
    Sheet sheet;
    sheet.size = chance.between(8, 12);
    sheet.leading = sheet.size * chance.between(1.1F, 1.4F);
    const std::size_t columns = 2 + chance.below(2);
    const float gutter = chance.between(1.6F, 3) * sheet.size,
                width = (520 - gutter * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    std::string expected = "Sample Spine Center of Exampleville and the whole county around it by the sea";
    sheet.line(expected, 100, 30);
    for (std::size_t column = 0; column < columns; ++column) {
      const float left = 46 + (width + gutter) * static_cast<float>(column);
      float y = 80 + (column == 0 ? 0 : chance.between(0, 8)); // columns need not stand on the same lines
      for (std::size_t paragraph = 1 + chance.below(3); paragraph > 0; --paragraph) {
        const std::vector<std::string> text = sentences(chance, 40 + chance.below(50));
        y = sheet.flow(text, left, left + width, y) + chance.between(0, 1) * sheet.leading;
        expected += " " + joined(text);
      }
    }
    wrong += in_order(sheet.words, chance) == expected ? 0 : 1;
  }
  // Where paragraphs of both columns begin on the same heights by chance, the page is as well a table.
  EXPECT_LE(wrong, 5);
}

TEST(ReadingOrder, OneColumnStaysOne) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    Chance chance(seed);
    Sheet sheet;
    std::string expected;
    float y = 60;
    for (std::size_t paragraph = 2 + chance.below(5); paragraph > 0; --paragraph) {
      const std::vector<std::string> text = sentences(chance, 5 + chance.below(80));
      y = sheet.flow(text, 54 + (chance.below(2) == 0 ? 0.0F : 18.0F), 558, y) + chance.between(0, 20);
      expected += (expected.empty() ? "" : " ") + joined(text);
    }
    ASSERT_EQ(in_order(sheet.words, chance), expected) << "seed " << seed;
  }
}

TEST(ReadingOrder, TablesAreReadRowByRowAndCellsWhole) {
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    Chance chance(seed);
    Sheet sheet;
    const std::vector<float> edges = {50, 170, 240, 560};
    std::string expected;
    float y = 60;
    for (std::size_t row = 3 + chance.below(6); row > 0; --row) {
      const std::vector<std::string> drug = {chance.below(2) == 0 ? "Gabapentin" : "Baclofen"};
      const std::vector<std::string> dose = {std::to_string(5 * (1 + chance.below(60))), "mg"};
      const std::vector<std::string> directions = sentences(chance, 3 + chance.below(30));
      const std::vector<std::string> cells[] = {drug, dose, directions};
      float below = y;
      for (std::size_t column = 0; column < 3; ++column) {
        below = std::max(below, sheet.flow(cells[column], edges[column], edges[column + 1] - 12, y));
        expected += (expected.empty() ? "" : " ") + joined(cells[column]);
      }
      y = below + 3;
    }
    ASSERT_EQ(in_order(sheet.words, chance), expected) << "seed " << seed;
  }
}

TEST(ReadingOrder, AListBesideALetterIsReadByItself) {
  Chance chance(7);
  Sheet sheet;
  sheet.size = 7;
  const std::string names[] = {"Alan Sample, MD", "Orthopedics",     "Beth Sample, MD",
                               "Pain Medicine",   "Carl Sample, DO", "Physiatry"};
  std::string expected;
  for (int i = 0; i < 6; ++i) {
    sheet.line(names[i], 40, 80 + 13.7F * static_cast<float>(i));
    expected += names[i] + " ";
  }
  sheet.size = 10;
  const std::vector<std::string> letter = sentences(chance, 150);
  sheet.flow(letter, 170, 560, 80);
  EXPECT_EQ(in_order(sheet.words, chance), expected + joined(letter));
}

TEST(ReadingOrder, FormsKeepTheirRows) {
  Sheet sheet;
  sheet.line("Patient: Ada Example", 54, 60);
  sheet.line("DOB: 05/02/1960", 330, 60);
  sheet.line("Claim: WC-0042", 54, 72);
  sheet.line("DOI: 11/09/1995", 330, 72);
  sheet.line("Employer: Example Freight", 330, 84);
  sheet.line("Carrier: Example Mutual", 54, 96);
  sheet.line("Phone: 555 0100", 330, 96);
  EXPECT_EQ(text_of(sheet), "Patient: Ada Example   DOB: 05/02/1960\nClaim: WC-0042   DOI: 11/09/1995\n"
                            "Employer: Example Freight\nCarrier: Example Mutual   Phone: 555 0100\n");
}

TEST(ReadingOrder, TurnedWordsStandByThemselvesAndInTheirOwnOrder) {
  const records::Box places[] = {{500, 100, 560, 110}, {560, 500, 570, 560}, {560, 400, 570, 460}};
  std::vector<PlacedWord> words;
  const auto add = [&](const char* text, records::Box box, int turns) {
    words.push_back({text, box, 100, false, turns});
  };
  add("upright", places[0], 0);
  add("words", {500, 115, 540, 125}, 0);
  add("RECEIVED", places[1], 3); // runs up: what stands lower is read first
  add("LATE", places[2], 3);
  const records::Page page = build_page(words);
  EXPECT_EQ(page.text, "upright\nwords\n\nRECEIVED   LATE\n");
  ASSERT_EQ(page.parts.size(), 1U);
  EXPECT_EQ(page.parts[0].span.of(page.text), "RECEIVED   LATE");
  EXPECT_EQ(page.parts[0].kind, records::PartKind::Turned);
  for (int turns = 1; turns < 4; ++turns) { // a page that is turned as a whole is an ordinary page
    std::vector<PlacedWord> turned;
    for (int i = 0; i < 3; ++i) {
      const float along = 100 + 50 * static_cast<float>(i);
      const records::Box box = turns == 1   ? records::Box{300, along, 310, along + 40}
                               : turns == 2 ? records::Box{600 - along - 40, 300, 600 - along, 310}
                                            : records::Box{300, 600 - along - 40, 310, 600 - along};
      turned.push_back({fmt::format("w{}", i), box, 100, false, turns});
    }
    EXPECT_EQ(build_page(turned).text, "w0 w1 w2\n") << turns;
    EXPECT_TRUE(build_page(turned).parts.empty());
  }
}

TEST(ReadingOrder, WordsBrokenAtLineEndsAreWhole) {
  const auto read = [](std::initializer_list<const char*> lines) {
    Sheet sheet;
    float y = 50;
    for (const char* line : lines) sheet.line(line, 60, y += 12);
    return text_of(sheet);
  };
  EXPECT_EQ(read({"acute inflam-", "mation of the joint"}), "acute inflammation\nof the joint\n");
  EXPECT_EQ(read({"seen at follow-", "up today"}), "seen at follow-up\ntoday\n");
  EXPECT_EQ(read({"a ten-", "day course"}), "a ten-day\ncourse\n");
  EXPECT_EQ(read({"levels L4-", "L5 and below"}), "levels L4-\nL5 and below\n");
  EXPECT_EQ(read({"pain 7-", "8 of ten"}), "pain 7-\n8 of ten\n");
  EXPECT_EQ(read({"no relief -", "stopped"}), "no relief -\nstopped\n");
  EXPECT_EQ(read({"the retro-", "listhesis grew; retro-listhesis"}), "the retro-listhesis\ngrew; retro-listhesis\n")
      << "as the page spells it elsewhere";
  EXPECT_EQ(read({"the semi-", "rigid brace, a semirigid one"}), "the semirigid\nbrace, a semirigid one\n");
  EXPECT_EQ(read({"inter-", "ver-", "tebral disc"}), "intervertebral\ndisc\n");
}

// Every character of the text stands in a word whose box is that of a drawn word with the same characters, or is a
// blank or line feed that was put between words. Every drawn word is there once.
TEST(ReadingOrder, EveryCharacterHasItsBox) {
  const char* const pieces[] = {"pain",
                                "inflam-",
                                "mation",
                                "of\xEF\xAC\x81"
                                "ce",
                                "caf\xC3\xA9",
                                "7/10",
                                "x\xff",
                                "A:",
                                "-",
                                "L4-L5",
                                "\xC2\xAD",
                                "a-",
                                "\x01",
                                "WC-0042",
                                "up",
                                "(x)"};
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    Chance chance(seed);
    std::vector<PlacedWord> words;
    std::map<int, std::string> drawn; // by the box's height on the page, which no two share
    const std::size_t columns = 1 + chance.below(4);
    for (std::size_t i = 0; i < 5 + chance.below(150); ++i) {
      PlacedWord word;
      word.text = pieces[chance.below(std::size(pieces))];
      const float x = 40 + 140 * static_cast<float>(chance.below(columns)) + chance.between(0, 90);
      const float y = std::floor(60 + 12 * static_cast<float>(chance.below(50))) + 0.02F * static_cast<float>(i);
      word.box = {x, y, x + chance.between(3, 40), y + chance.between(8, 12)};
      word.is_glued = chance.below(6) == 0;
      word.quarter_turns = chance.below(12) == 0 ? static_cast<int>(chance.below(4)) : 0;
      const std::string cleaned = clean(word.text);
      if (!cleaned.empty()) drawn[static_cast<int>(std::lround(y * 100))] = cleaned;
      words.push_back(word);
    }
    const records::Page page = build_page(words);
    std::size_t at = 0;
    for (const records::Word& word : page.words) {
      EXPECT_EQ(page.text.substr(at, word.span.begin - at).find_first_not_of(" \n"), std::string::npos) << page.text;
      at = word.span.end;
      const auto found = drawn.find(static_cast<int>(std::lround(word.box[1] * 100)));
      ASSERT_NE(found, drawn.end()) << "seed " << seed;
      const std::string read(word.span.of(page.text));
      EXPECT_TRUE(read == found->second || read + "-" == found->second) << read << " from " << found->second;
      drawn.erase(found);
    }
    EXPECT_EQ(page.text.substr(at).find_first_not_of('\n'), std::string::npos);
    EXPECT_TRUE(drawn.empty()) << drawn.size() << " words lost, seed " << seed;
  }
}

} // namespace openimr::worker
