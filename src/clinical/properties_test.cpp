// What holds of every reading, shown on pages put together at random: quotes are the words of their place, more pages
// never take a fact away, the order of pages and documents does not matter. And the words of a class of statements.
#include "clinical/test_vocabulary.h"

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace openimr::clinical {
namespace {

constexpr std::array<const char*, 8> headings = {
    "SUBJECTIVE:", "OBJECTIVE:", "ASSESSMENT:", "PLAN:", "MEDICATIONS:\n", "PMH:", "FH:", "Review of Systems:"};
constexpr std::array<const char*, 34> sentences = {
    "He reports low back pain rated 7/10 with medication.",
    "Straight leg raise is positive on the left at 40 degrees, negative on the right.",
    "Motor: EHL 4/5 on the right, tibialis anterior 5/5.",
    "DTRs: patellar 2+, Achilles 1+ on the left.",
    "Denies numbness, tingling or weakness.",
    "Mother with diabetes and breast cancer.",
    "Gabapentin 300 mg 1 cap po tid #90, 2 refills",
    "Norco 10/325 1 tab q6h prn pain #120",
    "Naproxen was stopped because of stomach upset.",
    "MRI of the lumbar spine dated 5/12/2013 shows a 5 mm disc protrusion at L4-5.",
    "No focal disc herniation at L2-3 or L3-4.",
    "Request authorization for a lumbar epidural steroid injection at L5-S1.",
    "She completed 12 visits of physical therapy with 50% relief for 6 weeks.",
    "Lumbar radiculopathy (724.4).",
    "Rule out complex regional pain syndrome.",
    "TTD until 4/1/2014.",
    "If numbness returns, call the office.",
    "UDS of 2/3/2014 was consistent.",
    "\xE2\x80\xA2 Cervicalgia \xE2\x80\x94 C5\xE2\x80\x93"
    "6",
    "\xC2\xBD tab of Soma 350 mg q\xC2\xBAHS",
    "1. 2. 3) [ ] Off work   [X] Modified duty",
    "Allergies: NKDA",
    "ROM: flexion 30/60, extension 10/25",
    "pain   7 / 10 ,, ;; (( L5",
    "On a scale of 0 to 10 she rates it as a 6.",
    "He can now cook and dress without help.",
    "He smokes one pack per day and drinks socially.",
    "The patient is a 47-year-old female who fell on ice on 3/10/2003.",
    "\xFF\xFE broken bytes \x80 in the middle of pain",
    "Prednisone 10 mg: 6 tabs day 1, 5 tabs day 2, then stop",
    "PHQ-9 score 14. ODI 46%.",
    "The goal is a BMI of 25.",
    "Function is unchanged.",
    "He had a lumbar fusion L4-S1 in 2009 by Dr. Sample."};

std::string random_page(std::mt19937& source) {
  std::string page;
  const auto pick = [&](std::size_t size) { return source() % size; };
  for (std::size_t part = 0; part < 2 + pick(4); ++part) {
    page += headings[pick(headings.size())];
    page += pick(2) ? "\n" : " ";
    for (std::size_t line = 0; line < 1 + pick(5); ++line) {
      page += sentences[pick(sentences.size())];
      page += pick(3) ? "\n" : " ";
    }
    if (pick(2)) page += "\n";
  }
  return page;
}

records::Document document_of(const std::vector<std::string>& pages, const std::string& id) {
  records::Document document = test_document(pages.front(), id);
  document.pages.clear();
  for (std::size_t k = 0; k < pages.size(); ++k) {
    records::Page page;
    page.number = static_cast<int>(k + 1);
    page.text = pages[k];
    page.source = records::TextSource::Layer;
    document.pages.push_back(std::move(page));
  }
  return document;
}

/// A fact as what it says, without its id and places.
std::string statement(const records::Fact& fact) {
  std::string words = fact.concept_id + "|" + records::name(fact.assertion) + "|" + records::name(fact.temporality) +
                      "|" + records::name(fact.experiencer) + "|" + (fact.number ? std::to_string(*fact.number) : "");
  for (const auto& [name, value] : fact.details) words += "|" + name + "=" + value;
  return words;
}

std::set<std::string> statements(const records::Chart& chart) {
  std::set<std::string> found;
  for (const records::Fact& fact : chart.facts) found.insert(statement(fact));
  return found;
}

records::Chart chart_of(const std::vector<records::Document>& documents) {
  return extract_facts(test_vocabulary(), documents);
}

} // namespace

TEST(Properties, EveryQuoteIsTheWordsOfItsPlace) {
  std::mt19937 source(20140301);
  std::size_t quotes = 0;
  for (int round = 0; round < 150; ++round) {
    const records::Document document = document_of({random_page(source), random_page(source)}, "d1");
    for (const records::Fact& fact : chart_of({document}).facts) {
      ASSERT_FALSE(fact.evidence.empty()) << fact.concept_id;
      for (const records::Evidence& evidence : fact.evidence) {
        const records::Page& page = document.pages.at(static_cast<std::size_t>(evidence.page - 1));
        ASSERT_LT(evidence.span.begin, evidence.span.end) << fact.concept_id;
        ASSERT_LE(evidence.span.end, page.text.size()) << fact.concept_id;
        ASSERT_EQ(evidence.quote, evidence.span.of(page.text)) << fact.concept_id;
        ++quotes;
      }
    }
  }
  EXPECT_GT(quotes, 2000u);
}

TEST(Properties, AnUnrelatedPageTakesNoFactAway) {
  const std::string unrelated = "Parking validation\nVisitors park on level 2. The cafeteria opens at seven.\n";
  std::mt19937 source(7);
  for (int round = 0; round < 80; ++round) {
    const std::string first = random_page(source), second = random_page(source);
    const auto before = statements(chart_of({document_of({first, second}, "d1")}));
    for (const std::vector<std::string>& pages :
         {std::vector<std::string>{first, second, unrelated}, std::vector<std::string>{unrelated, first, second}}) {
      const auto after = statements(chart_of({document_of(pages, "d1")}));
      for (const std::string& one : before) ASSERT_TRUE(after.contains(one)) << one << "\n" << first << second;
    }
    const auto beside = statements(chart_of({document_of({first, second}, "d1"), document_of({unrelated}, "d2")}));
    for (const std::string& one : before) ASSERT_TRUE(beside.contains(one)) << one;
  }
}

TEST(Properties, TheOrderOfPagesAndDocumentsDoesNotMatter) {
  std::mt19937 source(11);
  for (int round = 0; round < 60; ++round) {
    records::Document one = document_of({random_page(source), random_page(source), random_page(source)}, "d1");
    records::Document two = document_of({random_page(source)}, "d2");
    const auto in_order = statements(chart_of({one, two}));
    std::shuffle(one.pages.begin(), one.pages.end(), source);
    ASSERT_EQ(in_order, statements(chart_of({two, one}))) << "round " << round;
  }
}

// Papers that are silent on a thing tell neither it nor, where its denial would tell something ("denies side effects"),
// that. Held of every term of every concept.
TEST(Properties, WhatIsNotMentionedIsNeverHeld) {
  constexpr std::array<const char*, 5> frames = {"There is no mention of %.", "The records do not mention %.",
                                                 "No documentation of % was found.", "The report does not discuss %.",
                                                 "% is not documented in the records."};
  std::size_t told = 0;
  for (const auto& [id, one] : test_vocabulary().concepts())
    for (const std::string& term : one.terms) {
      if (term.find("\xE2\x80\xA6") != std::string::npos) continue; // a pattern, with a gap in it
      const std::string frame = frames[told++ % frames.size()];
      const std::string words = frame.substr(0, frame.find('%')) + term + frame.substr(frame.find('%') + 1);
      for (const records::Fact& fact : test_chart(words).facts)
        EXPECT_FALSE(
            fact.assertion == records::Assertion::Present && fact.experiencer == records::Experiencer::Patient &&
            fact.temporality != records::Temporality::Planned && fact.temporality != records::Temporality::Hypothetical)
            << fact.concept_id << ": " << words;
    }
  EXPECT_GT(told, 3000u);
}

namespace {

struct Case {
  const char* text;
  const char* concept_id;
  const char* expected; ///< assertion temporality experiencer, and details or the number that are asked for; "-": none
};

void check(const Case& one) {
  const records::Chart chart = test_chart(one.text);
  std::string found;
  for (const records::Fact* fact : chart.of(one.concept_id)) {
    found += found.empty() ? "" : "; ";
    found += records::name(fact->assertion);
    found += fact->temporality == records::Temporality::Planned        ? " planned"
             : fact->temporality == records::Temporality::Hypothetical ? " conditional"
                                                                       : "";
    if (fact->experiencer == records::Experiencer::Other) found += " other";
    for (const char* name : {"side", "level", "place", "muscle"})
      if (const auto detail = fact->details.find(name); detail != fact->details.end()) found += " " + detail->second;
    if (fact->number) {
      std::string number = std::to_string(*fact->number);
      number.erase(number.find_last_not_of('0') + 1);
      if (number.back() == '.') number.pop_back();
      found += " " + number;
    }
  }
  EXPECT_EQ(found.empty() ? "-" : found, one.expected) << one.text;
}

} // namespace

TEST(Examination, MeasuredValuesBySideAndPlace) {
  for (const Case& one : std::initializer_list<Case>{
           {"OBJECTIVE:\nSLR: R 80 neg, L 35 pos.", "exam.slr_positive", "absent right 80; present left 35"},
           {"OBJECTIVE:\nStraight leg raising is negative bilaterally.", "exam.slr_positive", "absent both"},
           {"OBJECTIVE:\nStraight leg raise   R: positive   L: negative", "exam.slr_positive",
            "present right; absent left"},
           {"OBJECTIVE:\nReflexes: knee 2+/2+, ankle 2+/0.", "exam.reflex",
            "present left ankle 0; present right ankle 2; present right knee 2; present left knee 2"},
           {"OBJECTIVE:\nEHL 4-/5 on the left.", "exam.strength", "present left ehl 3.75"},
           {"OBJECTIVE:\nPain 5/5 days a week.", "exam.strength", "-"},
           {"OBJECTIVE:\nStrength is 5/5 throughout.", "exam.strength_reduced", "absent"},
           {"OBJECTIVE:\nLumbar flexion 30/60.", "exam.rom_decreased", "present"},
           {"OBJECTIVE:\nLumbar flexion 58/60.", "exam.rom_decreased", "-"},
           {"OBJECTIVE:\nSensation is intact.", "exam.sensation_reduced", "absent"}})
    check(one);
}

TEST(Extract, WordsOfAFormLineAndOfAFamilyHistory) {
  for (const Case& one : std::initializer_list<Case>{
           {"SUBJECTIVE:\nDiabetes: no.", "dx.diabetes", "absent"},
           {"SUBJECTIVE:\nGU: denies dysuria. Depression: denies.", "dx.depression", "absent"},
           {"HISTORY: FH: diabetes in mother. He has depression.", "dx.depression", "present"},
           {"HISTORY:\nFH: diabetes in mother.\nHe has depression.\n", "dx.depression", "present"},
           {"FAMILY HISTORY:\nDiabetes\nDepression\n", "dx.depression", "present other"},
           {"ASSESSMENT:\nDoubt fibromyalgia.", "dx.fibromyalgia", "possible"},
           {"PLAN:\nRisks of surgery include infection and bleeding.", "dx.infection", "present conditional"},
           {"WORK STATUS:\nTTD until the next visit.", "work.status", "present"},
           {"SUBJECTIVE:\nOn a 1-10 pain scale, she rates it as a 9.", "score.pain", "present 9"},
           {"Denies side effects.", "mon.adverse_documented", "present"},
           {"No discussion of side effects.", "mon.adverse_documented", "absent"},
           {"There is no mention of nausea due to opioids, but she has constipation.", "sx.constipation", "present"},
           {"SUBJECTIVE:\nHe can now cook and dress.", "resp.adl_improved", "present"},
           {"SUBJECTIVE:\nHe returned to modified work last week.", "resp.returned_to_work", "present"},
           {"SUBJECTIVE:\nHis return to work failed in May.", "work.rtw_failed", "present"},
           {"PMH:\nStroke in 2009.", "dx.stroke", "present"},
           {"ASSESSMENT:\nBMI 31.2.", "score.bmi", "present 31.2"},
           {"PLAN:\nTarget BMI 25.", "score.bmi", "-"}})
    check(one);
}

} // namespace openimr::clinical
