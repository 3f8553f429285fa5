#include "clinical/series.h"

#include "clinical/contradictions.h"
#include "clinical/test_vocabulary.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

struct Note {
  const char* date;
  const char* text;
};

records::Chart chart_of(const std::vector<Note>& notes) {
  std::vector<records::Document> documents;
  for (std::size_t k = 0; k < notes.size(); ++k)
    documents.push_back(test_document(notes[k].text, "d" + std::to_string(k + 1), notes[k].date));
  return extract_facts(test_vocabulary(), documents);
}

const Series* find(const std::vector<Series>& all, const std::string& measure) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Series& one) { return one.measure == measure; });
  return found == all.end() ? nullptr : &*found;
}

TEST(Series, AnEmptyChartHasNone) {
  EXPECT_TRUE(measured_series(test_vocabulary(), records::Chart{}).empty());
  EXPECT_TRUE(first_and_last_mentions(records::Chart{}).empty());
  EXPECT_TRUE(contradictions(records::Chart{}).empty());
}

TEST(Series, TrendsFromMeasuredValues) {
  struct Case {
    const char *first, *second, *measure;
    Trend trend;
  };
  const Case cases[] = {
      {"Pain is 8/10.", "Pain is 5/10.", "pain", Trend::Improved},
      {"Pain is 5/10.", "Pain is 6/10.", "pain", Trend::Unchanged},
      {"Pain is 5/10.", "Pain is 8/10.", "pain", Trend::Worse},
      {"He can sit 20 minutes.", "He can sit 40 minutes.", "sitting", Trend::Improved},
      {"He can sit 20 minutes.", "He can sit 22 minutes.", "sitting", Trend::Unchanged},
      {"Oswestry score 58 percent.", "Oswestry score 40 percent.", "Oswestry score", Trend::Improved},
      {"Remain off work.", "Return to modified duty.", "work status", Trend::Improved},
      {"Return to full duty.", "Remain off work.", "work status", Trend::Worse},
      {"Current medications: Baclofen 10 mg 1 tab TID.", "Current medications: Baclofen 10 mg 1 tab BID.", "baclofen",
       Trend::Lower},
      {"Current medications: Norco 10/325 1 tab TID.", "Current medications: Norco 10/325 1 tab QID.",
       "morphine equivalents", Trend::Higher},
  };
  for (const Case& one : cases) {
    const auto all =
        measured_series(test_vocabulary(), chart_of({{"2014-01-06", one.first}, {"2014-03-03", one.second}}));
    const Series* series = find(all, one.measure);
    ASSERT_NE(series, nullptr) << one.first;
    ASSERT_EQ(series->points.size(), 2U) << one.first;
    EXPECT_EQ(series->overall, one.trend) << one.first << " then " << one.second << ": " << name(series->overall);
    EXPECT_EQ(series->points[1].since_last, one.trend);
    EXPECT_FALSE(series->points[0].facts.empty());
  }
}

TEST(Series, CopiedWordsCountOnceAndKeepTheirLastDay) {
  const char* copied = "Subjective: The pain is 8/10 on most days and he can sit 20 minutes before he must stand up.";
  const auto all = measured_series(test_vocabulary(),
                                   chart_of({{"2014-01-06", copied}, {"2014-02-03", copied}, {"2014-03-03", copied}}));
  const Series* pain = find(all, "pain");
  ASSERT_NE(pain, nullptr);
  ASSERT_EQ(pain->points.size(), 1U);
  EXPECT_EQ(pain->overall, Trend::Unknown);
  ASSERT_TRUE(pain->points[0].until.has_value());
  EXPECT_EQ(pain->points[0].until->iso(), "2014-03-03");
}

TEST(Series, FirstAndLastMentions) {
  const auto all = first_and_last_mentions(chart_of({{"2014-01-06", "Assessment: Depression."},
                                                     {"2014-05-06", "Assessment: Depression, stable on duloxetine."},
                                                     {"2014-06-06", "Denies depression."}}));
  const auto found = std::find_if(all.begin(), all.end(), [](const Mentions& one) {
    return one.concept_id.starts_with("dx.") && one.concept_id.find("depress") != std::string::npos;
  });
  ASSERT_NE(found, all.end());
  EXPECT_EQ(found->first.iso(), "2014-01-06");
  EXPECT_EQ(found->last.iso(), "2014-05-06");
}

TEST(Contradictions, BothSidesStandInTheList) {
  struct Case {
    Note one, other;
    Contradiction::Kind kind;
    bool is_found;
  };
  const Case cases[] = {
      {{"2014-03-03", "He smokes a pack per day."},
       {"2014-09-03", "He is a nonsmoker."},
       Contradiction::Kind::Assertion,
       true},
      {{"2014-03-03", "Objective: straight leg raise is positive on the left."},
       {"2014-03-05", "Objective: straight leg raise is negative on the left."},
       Contradiction::Kind::Assertion,
       true},
      {{"2014-03-03", "Objective: straight leg raise is positive on the left."},
       {"2014-08-05", "Objective: straight leg raise is negative on the left."},
       Contradiction::Kind::Assertion,
       false},
      {{"2014-03-03", "Objective: straight leg raise is positive on the left."},
       {"2014-03-05", "Objective: straight leg raise is positive on the right."},
       Contradiction::Kind::Side,
       true},
      {{"2014-03-03", "Remain off work."},
       {"2014-03-04", "Return to full duty."},
       Contradiction::Kind::WorkStatus,
       true},
      {{"2014-03-03", "Remain off work."},
       {"2014-06-04", "Return to full duty."},
       Contradiction::Kind::WorkStatus,
       false},
      {{"2014-03-03", "Current medications: Baclofen 10 mg 1 tab TID."},
       {"2014-03-04", "Current medications: Baclofen 10 mg 1 tab QID."},
       Contradiction::Kind::Dose,
       true},
      {{"2014-03-03", "Current medications: Baclofen 10 mg 1 tab TID."},
       {"2014-03-04", "Current medications: Baclofen 10 mg 1 tab q8h."},
       Contradiction::Kind::Dose,
       false},
      {{"2014-03-03", "He has never had an epidural steroid injection."},
       {"2014-06-02", "He had an epidural steroid injection at L4-5 in 2013."},
       Contradiction::Kind::Assertion,
       true},
      {{"2014-03-03", "He has never had an epidural steroid injection at L5-S1."},
       {"2014-06-02", "He had an epidural steroid injection at L4-5 in 2013."},
       Contradiction::Kind::Assertion,
       false},
      {{"2014-03-03", "He has never had an epidural steroid injection."},
       {"2014-06-02", "He had an epidural steroid injection at L4-5 on May 5, 2014."},
       Contradiction::Kind::Assertion,
       false},
      {{"2014-03-03", "Allergies: no known drug allergies."},
       {"2014-06-02", "Allergies: penicillin."},
       Contradiction::Kind::Assertion,
       true},
      {{"2014-03-03", "Allergies: no known drug allergies."},
       {"2014-06-02", "Allergies: NKDA."},
       Contradiction::Kind::Assertion,
       false},
  };
  for (const Case& one : cases) {
    const auto all = contradictions(chart_of({one.one, one.other}));
    const auto found = std::find_if(all.begin(), all.end(), [&](const Contradiction& c) { return c.kind == one.kind; });
    EXPECT_EQ(found != all.end(), one.is_found) << one.one.text << " against " << one.other.text;
    if (found == all.end()) continue;
    EXPECT_NE(found->one.document, found->other.document);
    EXPECT_FALSE(found->one.fact.empty());
    EXPECT_FALSE(found->other.fact.empty());
    EXPECT_TRUE(found->text.starts_with("The documents disagree: \"")) << found->text;
  }
}

TEST(Contradictions, OneDocumentDoesNotContradictItself) {
  EXPECT_TRUE(contradictions(chart_of({{"2014-03-03", "He smokes a pack per day.\n\nHe is a nonsmoker."}})).empty());
}

} // namespace
} // namespace openimr::clinical
