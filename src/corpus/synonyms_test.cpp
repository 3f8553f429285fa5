#include "corpus/synonyms.h"

#include "corpus/letter_generator.h"
#include "corpus/snippet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openimr::corpus {
namespace {

using testing::ElementsAre;

Synonyms some() {
  Synonyms out;
  out.add({"CRPS", "complex regional pain syndrome", "RSD"});
  out.add({"baclofen", "Lioresal"});
  out.add_concept("dx.crps", {"CRPS", "complex regional pain syndrome"});
  out.add_concept("failed.antidepressant", {"antidepressant trial failed"});
  return out;
}

std::string expanded(const char* typed) { return to_text(expand(*parse_query(typed), some()).query); }

TEST(Synonyms, PlainWordsGetTheirOtherNames) {
  EXPECT_EQ(expanded("baclofen"), "baclofen OR \"lioresal\"");
  EXPECT_EQ(expanded("\"baclofen\""), "\"baclofen\"");
  EXPECT_EQ(expanded("baclof*"), "baclof*");
  EXPECT_EQ(expanded("complex regional pain syndrome block"),
            "((complex regional pain syndrome) OR \"crps\" OR \"rsd\") block");
  EXPECT_EQ(expanded("NOT baclofen"), "NOT (baclofen OR \"lioresal\")");
  EXPECT_EQ(expanded("drug:lioresal"), "drug:\"lioresal\" OR drug:\"baclofen\"");
}

TEST(Synonyms, ConceptsAreReadByTheirWords) {
  EXPECT_EQ(expanded("absent:\"complex regional pain syndrome\""), "absent:\"dx crps\"");
  EXPECT_EQ(expanded("silent:\"antidepressant trial\""), "silent:\"failed antidepressant\"");
  EXPECT_EQ(expanded("present:unheard"), "present:\"unheard\"");
  const auto found = expand(*parse_query("rsd rsd"), some());
  ASSERT_EQ(found.expansions.size(), 1U);
  EXPECT_THAT(found.expansions[0].also, ElementsAre("complex regional pain syndrome", "crps"));
}

TEST(Snippet, ShowsWhereMostOfTheWordsStand) {
  const std::string text =
      "pain here. " + std::string(400, 'x') + " pain   and\nrelief of pain there, " + std::string(400, 'y');
  std::vector<StemmedWord> words;
  for (std::uint32_t at = 0; at < text.size();) {
    const auto end = static_cast<std::uint32_t>(std::min(text.find_first_of(" .,\n", at), text.size()));
    if (end > at) words.push_back({text.substr(at, end - at), {at, end}});
    at = end + 1;
  }
  const Snippet found = snippet(text, words, {"pain", "relief"}, 60);
  std::vector<std::string> marked;
  for (const auto& mark : found.marks) marked.emplace_back(mark.of(found.text));
  EXPECT_THAT(marked, ElementsAre("pain", "relief", "pain"));
  EXPECT_NE(found.text.find("pain and relief of pain"), std::string::npos);
  EXPECT_TRUE(snippet(text, words, {"absent"}, 60).text.empty());
}

TEST(Generator, TheSameSeedGivesTheSameLetter) {
  const auto generator = LetterGenerator::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  ASSERT_TRUE(generator) << generator.error().message();
  const auto first = generator->letter(7, 41), again = generator->letter(7, 41);
  EXPECT_EQ(first.text, again.text);
  EXPECT_EQ(first.truth, again.truth);
  EXPECT_NE(first.text, generator->letter(7, 42).text);
  EXPECT_NE(first.text, generator->letter(8, 41).text);
  EXPECT_TRUE(first.text.starts_with("SYNTHETIC LETTER"));
}

} // namespace
} // namespace openimr::corpus
