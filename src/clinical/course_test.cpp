// Case histories: what the course and the summary of each have to say. All patients are made up.
#include "clinical/contradictions.h"
#include "clinical/coverage.h"
#include "clinical/encounters.h"
#include "clinical/series.h"
#include "clinical/summary.h"
#include "clinical/test_vocabulary.h"

#include <algorithm>
#include <fstream>

namespace openimr::clinical {
namespace {

struct Paper {
  const char *date, *kind, *text;
};

struct Values {
  const char* measure;
  std::vector<double> numbers;
  Trend overall;
};

struct History {
  const char* name;
  std::vector<Paper> papers;
  std::vector<const char*> kinds; ///< of the encounters that have a paper, in order
  std::vector<Values> series;
  std::vector<const char*> contradictions; ///< concept ids
  std::vector<const char*> summary;        ///< words that the summary says
  std::vector<const char*> not_in_summary; ///< words that it must not say
};

const std::vector<History>& histories() {
  static const std::vector<History> all = {
      {"carpal tunnel, operated",
       {{"2013-02-04", "progress_report",
         "SUBJECTIVE: A 41 year old woman. She was injured on 10/1/2012 when she typed through a double shift. "
         "Numbness "
         "of the right hand. Pain is 7/10.\nOBJECTIVE: Tinel sign is positive on the right.\nASSESSMENT: Carpal tunnel "
         "syndrome.\nPLAN: Wrist splint. Electrodiagnostic studies.\nWORK STATUS: Modified duty."},
        {"2013-03-11", "electrodiagnostic_report",
         "ELECTRODIAGNOSTIC STUDY\nIMPRESSION: Right carpal tunnel syndrome, moderate."},
        {"2013-05-20", "operative_report", "OPERATIVE REPORT\nPROCEDURE: Right carpal tunnel release."},
        {"2013-07-15", "progress_report",
         "SUBJECTIVE: Pain is 2/10. She is doing better.\nASSESSMENT: Carpal tunnel syndrome.\nWORK STATUS: Return to "
         "full duty."}},
       {"visit", "study", "procedure", "visit"},
       {{"pain", {7, 2}, Trend::Improved}, {"work status", {1, 2}, Trend::Improved}},
       {},
       {"41 year old woman", "carpal tunnel syndrome", "carpal tunnel release",
        "From 2/4/2013 to 7/15/2013 pain went from 7/10 to 2/10 and work status"},
       {}},
      {"opioid taper that was undone",
       {{"2014-01-06", "progress_report",
         "SUBJECTIVE: Low back pain. Pain is 8/10 without and 5/10 with medication. He can sit 20 minutes.\nCURRENT "
         "MEDICATIONS: Oxycodone 10 mg 1 tab QID #120. Gabapentin 300 mg 1 cap TID #90."},
        {"2014-02-03", "progress_report",
         "SUBJECTIVE: Low back pain. Pain is 7/10 without and 5/10 with medication. He can sit 30 minutes.\nCURRENT "
         "MEDICATIONS: Oxycodone 10 mg 1 tab BID #60. Gabapentin 300 mg 1 cap TID #90."},
        {"2014-03-03", "progress_report",
         "SUBJECTIVE: Low back pain. Pain is 9/10 without and 6/10 with medication. He can sit 20 minutes.\nCURRENT "
         "MEDICATIONS: Oxycodone 10 mg 1 tab QID #120. Gabapentin 300 mg 1 cap TID #90."}},
       {"visit", "visit", "visit"},
       {{"oxycodone", {40, 20, 40}, Trend::Unchanged},
        {"morphine equivalents", {60, 30, 60}, Trend::Unchanged},
        {"pain without treatment", {8, 7, 9}, Trend::Unchanged},
        {"sitting", {20, 30, 20}, Trend::Unchanged},
        {"gabapentin", {900}, Trend::Unknown}},
       {},
       {"oxycodone", "gabapentin", "morphine equivalents were 60 MME/day at first and last, 30 between"},
       {}},
      {"shoulder, therapy failed, notes copied forward",
       {{"2015-02-02", "progress_report",
         "SUBJECTIVE: Right shoulder pain with overhead work. Pain is 6/10.\nOBJECTIVE: Tenderness of the right "
         "shoulder.\nASSESSMENT: Rotator cuff tear.\nPLAN: Physical therapy twice a week for six weeks."},
        {"2015-03-30", "progress_report",
         "SUBJECTIVE: Right shoulder pain with overhead work. Pain is 6/10. She failed physical therapy. Her condition "
         "is unchanged.\nOBJECTIVE: Tenderness of the right shoulder.\nASSESSMENT: Rotator cuff tear."},
        {"2015-04-27", "progress_report",
         "SUBJECTIVE: Right shoulder pain with overhead work. Pain is 6/10.\nOBJECTIVE: Tenderness of the right "
         "shoulder.\nASSESSMENT: Rotator cuff tear."}},
       {"visit", "visit", "visit"},
       {{"pain", {6}, Trend::Unknown}},
       {},
       {"rotator cuff tear", "physical therapy"},
       {"depression"}},
      {"two physicians disagree",
       {{"2016-06-06", "progress_report",
         "SUBJECTIVE: Neck pain.\nOBJECTIVE: Straight leg raise is positive on the left.\nWORK STATUS: Remain off "
         "work."},
        {"2016-06-08", "consultation",
         "SUBJECTIVE: Neck pain.\nOBJECTIVE: Straight leg raise is negative on the left.\nWORK STATUS: Return to full "
         "duty. She smokes a pack per day."},
        {"2016-09-01", "progress_report", "SUBJECTIVE: Neck pain. She is a nonsmoker."}},
       {"visit", "visit", "visit"},
       {{"work status", {0, 2}, Trend::Improved}},
       {"exam.slr_positive", "work.status", "hx.smoking"},
       {},
       {}},
      {"knee, weight, injections",
       {{"2012-01-09", "progress_report",
         "SUBJECTIVE: Left knee pain. Pain is 5/10. He can walk 10 minutes.\nASSESSMENT: Osteoarthritis of the left "
         "knee.\nPLAN: Naproxen 500 mg 1 tab BID #60."},
        {"2012-04-02", "procedure_report",
         "PROCEDURE REPORT\nPROCEDURE: Viscosupplementation injection of the left knee."},
        {"2012-05-07", "progress_report",
         "SUBJECTIVE: Left knee pain is better. Pain is 2/10. He can walk 30 minutes.\nASSESSMENT: Osteoarthritis of "
         "the left knee.\nCURRENT MEDICATIONS: Naproxen 500 mg 1 tab BID #60."}},
       {"visit", "procedure", "visit"},
       {{"pain", {5, 2}, Trend::Improved}, {"walking", {10, 30}, Trend::Improved}},
       {},
       {"osteoarthritis", "naproxen"},
       {}},
      {"family history and denials stay out",
       {{"2011-03-01", "progress_report",
         "SUBJECTIVE: Headache. He denies depression.\nFAMILY HISTORY: Mother with diabetes and lupus.\nASSESSMENT: "
         "Headache.\nPLAN: If pain persists, an epidural steroid injection may be considered."}},
       {"visit"},
       {},
       {},
       {"headache"},
       {"diabetes", "lupus", "depression"}},
      {"no dates, one page",
       {{"", "progress_report", "SUBJECTIVE: Low back pain. Pain is 4/10.\nASSESSMENT: Lumbar strain."}},
       {"visit"},
       {},
       {},
       {"The mechanism of injury is not detailed."},
       {}},
      {"pain the same at first and last, a drug paused between",
       {{"2014-01-06", "progress_report",
         "SUBJECTIVE: Low back pain. Pain is 5/10. He can sit 30 minutes.\nCURRENT MEDICATIONS: Gabapentin 300 mg 1 "
         "cap "
         "TID #90."},
        {"2014-03-03", "progress_report",
         "SUBJECTIVE: Low back pain. Pain is 8/10. He can sit 20 minutes. Gabapentin was stopped."},
        {"2014-05-05", "progress_report",
         "SUBJECTIVE: Low back pain. Pain is 5/10. He can sit 30 minutes.\nCURRENT MEDICATIONS: Gabapentin 300 mg 1 "
         "cap "
         "TID #90."}},
       {"visit", "visit", "visit"},
       {},
       {},
       {"5/10 at first and last, 8 between", "in that time treatment was stopped with gabapentin (3/3/2014)",
        "not all of days with the same treatment"},
       {}},
      {"worse by value, better by word",
       {{"2010-05-03", "progress_report", "SUBJECTIVE: Neck pain. Pain is 4/10."},
        {"2010-06-07", "progress_report", "SUBJECTIVE: The neck pain is much better. Pain is 8/10."}},
       {"visit", "visit"},
       {{"pain", {4, 8}, Trend::Worse}},
       {},
       {},
       {}},
  };
  return all;
}

records::CaseFile case_of(const std::vector<Paper>& papers) {
  records::CaseFile file;
  for (std::size_t k = 0; k < papers.size(); ++k) {
    auto document = test_document(papers[k].text, "d" + std::to_string(k + 1), papers[k].date, papers[k].kind);
    file.documents.push_back(std::move(document));
  }
  return file;
}

/// The chart of a history and what is made of it.
struct Read {
  records::CaseFile file;
  records::Chart chart;
  std::vector<Encounter> course;
  std::vector<Series> series;
  std::vector<Contradiction> contradictions;
  std::vector<records::SummaryLine> summary;

  explicit Read(records::CaseFile papers) : file(std::move(papers)), chart(extract_facts(test_vocabulary(), file)) {
    course = encounters(test_vocabulary(), chart, file);
    series = measured_series(test_vocabulary(), chart);
    contradictions = clinical::contradictions(chart);
    summary = summarize(test_vocabulary(), chart, file);
  }

  std::string words() const {
    std::string all;
    for (const auto& line : summary) all += line.text + "\n";
    return all;
  }
};

TEST(Course, HistoriesComeOutAsWritten) {
  for (const History& history : histories()) {
    SCOPED_TRACE(history.name);
    const Read read(case_of(history.papers));
    std::vector<std::string> kinds;
    for (const Encounter& encounter : read.course)
      if (!encounter.is_told) kinds.push_back(encounter.kind);
    EXPECT_EQ(kinds, (std::vector<std::string>(history.kinds.begin(), history.kinds.end())));
    for (const Values& wanted : history.series) {
      const auto found = std::find_if(read.series.begin(), read.series.end(),
                                      [&](const Series& one) { return one.measure == wanted.measure; });
      ASSERT_NE(found, read.series.end()) << wanted.measure;
      std::vector<double> numbers;
      for (const SeriesPoint& point : found->points) numbers.push_back(point.number);
      EXPECT_EQ(numbers, wanted.numbers) << wanted.measure;
      EXPECT_EQ(found->overall, wanted.overall) << wanted.measure << " " << name(found->overall);
    }
    std::vector<std::string> disagreements;
    for (const Contradiction& one : read.contradictions) disagreements.push_back(one.concept_id);
    EXPECT_EQ(disagreements, (std::vector<std::string>(history.contradictions.begin(), history.contradictions.end())));
    for (const char* words : history.summary) EXPECT_NE(read.words().find(words), std::string::npos) << read.words();
    for (const char* words : history.not_in_summary)
      EXPECT_EQ(read.words().find(words), std::string::npos) << read.words();
  }
}

TEST(Course, ValuesAndWordsThatSayOppositeThingsAreMarked) {
  const Read read(case_of(histories().back().papers));
  const auto& changes = read.course.back().changes;
  const auto of = [&](bool is_measured) {
    return std::find_if(changes.begin(), changes.end(),
                        [&](const Change& one) { return one.is_measured == is_measured; });
  };
  ASSERT_NE(of(true), changes.end());
  ASSERT_NE(of(false), changes.end());
  EXPECT_EQ(of(true)->trend, Trend::Worse);
  EXPECT_EQ(of(false)->trend, Trend::Improved);
  EXPECT_TRUE(of(true)->is_contradicted);
  EXPECT_TRUE(of(false)->is_contradicted);
}

TEST(Course, CopiedTextIsCountedAndNotToldAgain) {
  const Read read(case_of(histories()[2].papers));
  const Encounter& last = read.course.back();
  EXPECT_GT(last.repeated, 2);
  ASSERT_TRUE(last.repeated_since.has_value());
  EXPECT_EQ(last.repeated_since->iso(), "2015-02-02");
  for (const EncounterLine& line : last.lines)
    EXPECT_FALSE(line.is_news && (line.topic == "complaints" || line.topic == "findings" || line.topic == "diagnoses"));
}

TEST(Course, EverySentenceHasItsEvidence) {
  for (const History& history : histories()) {
    const Read read(case_of(history.papers));
    std::vector<std::string> sentences;
    for (const records::SummaryLine& line : read.summary) {
      // Who the patient is may come from the application; what the file does not say carries its search.
      EXPECT_TRUE(&line == &read.summary.front() || !line.facts.empty() || line.searched) << line.text;
      for (const std::string& id : line.facts) {
        const records::Fact* fact = read.chart.find(id);
        ASSERT_NE(fact, nullptr) << history.name << ": " << line.text;
        EXPECT_FALSE(fact->evidence.empty());
        EXPECT_NE(fact->experiencer, records::Experiencer::Other) << line.text;
      }
      EXPECT_EQ(std::count(sentences.begin(), sentences.end(), line.text), 0) << "said twice: " << line.text;
      sentences.push_back(line.text);
    }
  }
}

TEST(Course, EveryPointQuotesItsPage) {
  for (const History& history : histories()) {
    const Read read(case_of(history.papers));
    for (const Series& series : read.series)
      for (const SeriesPoint& point : series.points) {
        ASSERT_FALSE(point.facts.empty()) << series.measure;
        const auto document =
            std::find_if(read.file.documents.begin(), read.file.documents.end(),
                         [&](const records::Document& one) { return one.id == point.evidence.document; });
        ASSERT_NE(document, read.file.documents.end());
        EXPECT_EQ(point.evidence.span.of(document->pages[0].text), point.evidence.quote);
        EXPECT_FALSE(point.evidence.quote.empty());
      }
  }
}

/// Every disagreement without its order: what is said on either side, sorted.
std::vector<std::pair<std::string, std::string>> pairs_of(const std::vector<Contradiction>& all) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Contradiction& one : all)
    pairs.push_back(std::minmax(one.one.words + one.one.evidence.quote, one.other.words + one.other.evidence.quote));
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

TEST(Course, TheOrderOfPapersAndOtherPagesChangeNothing) {
  for (const History& history : histories()) {
    SCOPED_TRACE(history.name);
    const Read read(case_of(history.papers));
    records::CaseFile turned = case_of(history.papers);
    std::reverse(turned.documents.begin(), turned.documents.end());
    EXPECT_EQ(pairs_of(Read(turned).contradictions), pairs_of(read.contradictions));
    records::CaseFile longer = case_of(history.papers);
    longer.documents.push_back(
        test_document("The weather was fine. Invoice number 17.", "d99", "2014-02-10", "unknown"));
    const Read with_more(longer);
    ASSERT_EQ(with_more.series.size(), read.series.size());
    for (std::size_t k = 0; k < read.series.size(); ++k) {
      EXPECT_EQ(with_more.series[k].measure, read.series[k].measure);
      ASSERT_EQ(with_more.series[k].points.size(), read.series[k].points.size());
      for (std::size_t p = 0; p < read.series[k].points.size(); ++p)
        EXPECT_EQ(with_more.series[k].points[p].number, read.series[k].points[p].number);
    }
    EXPECT_EQ(with_more.words(), read.words());
  }
}

TEST(Course, BothSidesOfADisagreementAreDifferentPapersWithTheirWords) {
  for (const History& history : histories())
    for (const Contradiction& one : Read(case_of(history.papers)).contradictions) {
      EXPECT_NE(one.one.evidence.document, one.other.evidence.document) << one.text;
      EXPECT_FALSE(one.one.evidence.quote.empty());
      EXPECT_FALSE(one.other.evidence.quote.empty());
      EXPECT_LE(one.one.date, one.other.date) << one.text;
    }
}

TEST(Coverage, WhatNoSentenceRestsOnIsListedOnce) {
  const Read read(case_of(histories()[1].papers));
  for (const Uncovered& one : uncovered(read.chart, read.summary)) {
    EXPECT_FALSE(one.facts.empty());
    EXPECT_FALSE(one.text.empty());
  }
  const std::vector<Uncovered> all = uncovered(read.chart, std::vector<records::SummaryLine>{});
  const auto drugs = std::count_if(all.begin(), all.end(), [](const Uncovered& one) { return one.kind == "drug"; });
  EXPECT_EQ(drugs, 2) << "oxycodone and gabapentin, however often they are listed";
  // A sentence that speaks of a drug covers every mention of it.
  std::string oxycodone;
  for (const records::Fact& fact : read.chart.facts)
    if (fact.concept_id == "drug.oxycodone" && oxycodone.empty()) oxycodone = fact.id;
  const std::vector<Uncovered> rest =
      uncovered(read.chart, std::vector<records::SummaryLine>{{"Oxycodone.", {oxycodone}}});
  EXPECT_EQ(rest.size() + 1, all.size());
}

TEST(CourseRules, AFaultOfThePageIsNamed) {
  struct Case {
    const char *bytes, *message;
  };
  const Case cases[] = {
      {"schema: 1\n", "encounters"},
      {"encounters: [{kind: trip, papers: [x]}]\nmeasures: []\ntrend_words: []\n", "encounters[0].kind"},
      {"encounters: [{kind: visit, papers: [x]}, {kind: study, papers: [x]}]\nmeasures: []\ntrend_words: []\n",
       "twice"},
      {"encounters: []\nmeasures: [{concept: a, name: a, better: less, source: s}]\ntrend_words: []\n", "least"},
      {"encounters: []\nmeasures: [{concept: a, better: less, least: 2, source: s}]\ntrend_words: []\n", "no name"},
      {"encounters: []\nmeasures: []\ntrend_words: [{of: pain, trend: up, concepts: [a]}]\n", "trend"},
  };
  for (const Case& one : cases) {
    const std::string path = testing::TempDir() + "/course.yaml";
    std::ofstream(path) << one.bytes;
    const auto rules = CourseRules::load(path);
    ASSERT_FALSE(rules) << one.bytes;
    EXPECT_NE(rules.error().message().find(one.message), std::string::npos) << rules.error().message();
  }
}

TEST(CourseRules, EveryConceptThatTheyNameIsKnown) {
  for (const TrendWords& words : test_vocabulary().course().trend_words)
    for (const std::string& id : words.concepts) EXPECT_NE(test_vocabulary().concept_of(id), nullptr) << id;
}

} // namespace
} // namespace openimr::clinical
