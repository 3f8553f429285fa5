#include "clinical/sentences.h"

#include "clinical/sections.h"
#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (const text::Span span : split_sentences(text)) parts.emplace_back(span.of(text));
  return parts;
}

TEST(Sentences, AbbreviationsListsTablesAndWraps) {
  using Parts = std::vector<std::string>;
  EXPECT_EQ(split("Seen by Dr. Example at 2 p.m. today. He takes 7.5 mg. No change."),
            (Parts{"Seen by Dr. Example at 2 p.m. today.", "He takes 7.5 mg.", "No change."}));
  EXPECT_EQ(split(" 1. Lumbar strain\n 2. Knee pain (719.46)\n"), (Parts{"1. Lumbar strain", "2. Knee pain (719.46)"}));
  EXPECT_EQ(
      split(
          "Tenderness over the paraspinal muscles from the third level down with\nspasm on both sides. Gait is slow."),
      (Parts{"Tenderness over the paraspinal muscles from the third level down with\nspasm on both sides.",
             "Gait is slow."}));
  EXPECT_EQ(split("Baclofen 10 mg      1 tab TID     #90\nNaproxen 550 mg     1 tab BID     #60\n"),
            (Parts{"Baclofen 10 mg      1 tab TID     #90", "Naproxen 550 mg     1 tab BID     #60"}));
  EXPECT_EQ(split("[X] Remain off work [ ] Full duty"), (Parts{"[X] Remain off work", "[ ] Full duty"}));
  EXPECT_EQ(split("He hurt his back at work while\nlifting a crate to a pallet.   He has had pain\nsince then, in "
                  "back,   and leg."),
            (Parts{"He hurt his back at work while\nlifting a crate to a pallet.",
                   "He has had pain\nsince then, in back,   and leg."}));
  EXPECT_TRUE(split("").empty());
  EXPECT_TRUE(split(" \n\n ").empty());
}

TEST(Sections, HeadingsAndInlineHeadings) {
  const std::string text = "SUBJECTIVE COMPLAINTS\nBack pain.\nPast history: ulcer. Family history: mother had a "
                           "stroke.\nPlan of the day was discussed.\nTREATMENT PLAN\n1. Continue.\n";
  std::vector<std::string> ids;
  std::string rebuilt;
  for (const Section& section : find_sections(test_vocabulary(), text, "objective")) {
    ids.push_back(section.id);
    rebuilt += std::string(section.heading.of(text)) + std::string(section.body.of(text));
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"subjective", "past_history", "family_history", "plan"}));
  EXPECT_EQ(rebuilt, text);
  EXPECT_EQ(find_sections(test_vocabulary(), "no heading here", "plan").front().id, "plan");
}

} // namespace
} // namespace openimr::clinical
