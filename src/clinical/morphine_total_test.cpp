// Morphine equivalents of all that is taken on a day, each case worked out by hand beside it. Factors:
// packs/vocabulary/ drugs.yaml, by the tables of 2009 (before 2016-03-15), 2016, and 2022 (from 2022-11-03).
#include "clinical/series.h"
#include "clinical/test_vocabulary.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

/// The total of the last day; -1 when there is none.
double total_of(const std::string& list, const std::string& day) {
  const records::Chart chart = extract_facts(
      test_vocabulary(), std::vector<records::Document>{test_document("Current medications:\n" + list, "d1", day)});
  const auto all = measured_series(test_vocabulary(), chart);
  const auto total =
      std::find_if(all.begin(), all.end(), [](const Series& one) { return one.measure == "morphine equivalents"; });
  return total == all.end() ? -1 : total->points.back().number;
}

constexpr double none = -1;

} // namespace

TEST(MorphineTotal, OfOneDrugByTheTableInForce) {
  struct Case {
    const char *day, *list;
    double total;
  };
  const Case cases[] = {
      {"2014-06-02", "Norco 10/325 1 tab QID", 40},                                    // 4 x 10 x 1
      {"2014-06-02", "Percocet 10/325 1 tab q4h", 90},                                 // 6 x 10 x 1.5
      {"2014-06-02", "OxyContin 40 mg 1 tab BID", 120},                                // 2 x 40 x 1.5
      {"2014-06-02", "Opana ER 20 mg 1 tab BID", 120},                                 // 2 x 20 x 3
      {"2014-06-02", "Tylenol #3 1 tab q6h", 18},                                      // 4 x 30 x 0.15
      {"2014-06-02", "Tylenol with codeine 300/30 1 tab q6h", 18},                     // the acetaminophen stands first
      {"2014-06-02", "Morphine sulfate ER 30 mg 1 tab q8h", 90},                       // 3 x 30 x 1
      {"2014-06-02", "Hydrocodone/APAP 10/325 1-2 tabs q4-6h prn, max 8 per day", 80}, // 8 x 10, not 12 x 10
      {"2014-06-02", "Hydromorphone 4 mg 1 tab QID", 64},                              // 16 x 4
      {"2022-11-02", "Hydromorphone 4 mg 1 tab QID", 64},                            // the day before the table of 2022
      {"2022-11-03", "Hydromorphone 4 mg 1 tab QID", 80},                            // 16 x 5
      {"2016-03-14", "Nucynta 75 mg 1 tab QID", none},                               // not in the table of 2009
      {"2016-03-15", "Nucynta 75 mg 1 tab QID", 120},                                // 300 x 0.4
      {"2014-06-02", "Tramadol 50 mg 2 tabs QID", 40},                               // 400 x 0.1
      {"2023-06-02", "Tramadol 50 mg 2 tabs QID", 80},                               // 400 x 0.2
      {"2014-06-02", "Fentanyl patch 50 mcg/h apply 1 patch every 72 hours", 120},   // 50 x 2.4, whatever the interval
      {"2014-06-02", "Fentanyl patch 50 mcg/h apply 2 patches every 72 hours", 240}, // worn together
      {"2014-06-02", "Butrans patch 20 mcg/h apply 1 patch weekly", none},           // not in the table of 2009
      {"2018-06-02", "Butrans patch 20 mcg/h apply 1 patch weekly", 252},            // 20 x 12.6
      {"2023-06-02", "Butrans patch 20 mcg/h apply 1 patch weekly", none},           // left out of totals
      {"2018-06-02", "Suboxone 8/2 mg 1 film daily", none},                          // never in a total
      {"2014-06-02", "Methadone 10 mg 1 tab BID", 80},                               // 20 x 4
      {"2014-06-02", "Methadone 10 mg 1 tab TID", 240},                              // 30 x 8
      {"2014-06-02", "Methadone 10 mg 1 tab QID", 320},                              // 40 x 8
      {"2014-06-02", "Methadone 10 mg 2 tabs TID", 600},                             // 60 x 10
      {"2014-06-02", "Methadone 10 mg 2 tabs QID", 960},                             // 80 x 12
      {"2023-06-02", "Methadone 10 mg 1 tab TID", 141},                              // 30 x 4.7
      {"2014-06-02", "Baclofen 10 mg 1 tab TID\nTramadol 10% cream apply TID", none},
  };
  for (const Case& one : cases) EXPECT_NEAR(total_of(one.list, one.day), one.total, 0.51) << one.day << " " << one.list;
}

TEST(MorphineTotal, OfSeveralPrescriptionsCountsEachOnce) {
  struct Case {
    const char *what, *list;
    double total;
  };
  const Case cases[] = {
      {"two drugs: 90 + 40", "Morphine sulfate ER 30 mg 1 tab q8h\nNorco 10/325 1 tab QID", 130},
      {"patch and tablets: 60 + 30", "Fentanyl patch 25 mcg/h apply 1 patch every 72 hours\nPercocet 5/325 1 tab QID",
       90},
      {"long and short acting of one strength: 60 + 120",
       "Morphine sulfate ER 30 mg 1 tab BID\nMorphine sulfate IR 30 mg 1 tab q6h", 180},
      {"two strengths of one drug: 60 + 30", "OxyContin 20 mg 1 tab BID\nOxyContin 10 mg 1 tab BID", 90},
      {"long acting and plain: 60 + 60", "OxyContin 20 mg 1 tab BID\nOxycodone 10 mg 1 tab QID", 120},
      {"brand and generic name of one prescription: 60",
       "MS Contin 30 mg 1 tab BID\nMorphine sulfate ER 30 mg 1 tab BID", 60},
      {"the plain name of the same prescription: 60", "OxyContin 20 mg 1 tab BID\nOxycodone 20 mg 1 tab BID", 60},
      {"contradictory directions, the higher counts: 40", "Norco 10/325 1 tab TID\nNorco 10/325 1 tab QID", 40},
      {"two strengths of methadone go by the whole dose: 25 x 8", "Methadone 10 mg 1 tab BID\nMethadone 5 mg 1 tab QHS",
       200},
      {"stopped drugs do not count: 40", "Norco 10/325 1 tab QID\n\nDiscontinued OxyContin 40 mg 1 tab BID.", 40},
      {"what is newly prescribed beside what is taken does not count yet: 40",
       "Norco 10/325 1 tab QID\n\nPlan: Prescribed Norco 10/325 1 tab TID.", 40},
  };
  for (const Case& one : cases) EXPECT_NEAR(total_of(one.list, "2014-06-02"), one.total, 0.51) << one.what;
}

} // namespace openimr::clinical
