// Advice and plans are not deeds: what should be done, is ordered or begins on a later day is no care that was given.
#include "clinical/test_vocabulary.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

struct Case {
  const char *words, *concept_id;
  bool is_done;
};

void check(const Case& one) {
  const records::Chart chart = test_chart(std::string("PROGRESS REPORT\nDate of visit: 03/14/2014\n\n") + one.words);
  const bool is_done = std::any_of(chart.facts.begin(), chart.facts.end(), [&](const records::Fact& fact) {
    return fact.concept_id == one.concept_id && fact.assertion == records::Assertion::Present &&
           (fact.temporality == records::Temporality::Current || fact.temporality == records::Temporality::Historical);
  });
  EXPECT_EQ(is_done, one.is_done) << one.concept_id << " in: " << one.words;
}

} // namespace

TEST(Advice, IsNoDeed) {
  for (const Case& one : {
           Case{"Should have a psychological evaluation before the trial.", "psych.eval_done", false},
           {"She must undergo psychological testing first.", "psych.eval_done", false},
           {"Psychological clearance is needed.", "psych.eval_done", false},
           {"CURES should be checked.", "mon.aberrant_documented", false},
           {"The PDMP will be reviewed at the next visit.", "mon.aberrant_documented", false},
           {"Check CURES.", "mon.aberrant_documented", false},
           {"PLAN:\n1. Check CURES.\n2. Obtain EKG before the first tablet.", "mon.ecg_checked", false},
           {"An opioid agreement should be signed.", "mon.pain_agreement", false},
           {"He will sign a pain contract.", "mon.pain_agreement", false},
           {"Urine drug screen ordered.", "mon.uds_done", false},
           {"A urine drug screen was ordered today.", "mon.uds_done", false},
           {"PLAN:\n1. Urine drug screen.\n2. Return in four weeks.", "mon.uds_done", false},
           {"Opioids should be weaned.", "mon.weaning_attempted", false},
           {"Wean Norco over the next three months.", "mon.weaning_attempted", false},
           {"Norco will be tapered.", "mon.weaning_attempted", false},
           {"I advise liver function tests every six months.", "mon.lft_checked", false},
           {"I advised that she have psychological testing.", "psych.eval_done", false},
           {"He is due for a sleep study.", "mon.sleep_etiology_evaluated", false},
       })
    check(one);
}

TEST(Advice, IsToldApartFromDeeds) {
  for (const Case& one : {
           Case{"A psychological evaluation was completed on 02/03/2014.", "psych.eval_done", true},
           {"She had a psychological evaluation, which cleared her.", "psych.eval_done", true},
           {"CURES was checked and is consistent.", "mon.aberrant_documented", true},
           {"CURES report reviewed today.", "mon.aberrant_documented", true},
           {"EKG obtained last month shows a normal QTc.", "mon.ecg_checked", true},
           {"A signed opioid agreement is on file.", "mon.pain_agreement", true},
           {"The urine drug screen ordered in February was consistent.", "mon.uds_consistent", true},
           {"PLAN: Urine drug screen collected today.", "mon.uds_done", true},
           {"PLAN: Urine drug screen today.", "mon.uds_done", true},
           {"Norco was weaned from six to four tablets.", "mon.weaning_attempted", true},
           {"He attempted to taper Norco last fall.", "mon.weaning_attempted", true},
           {"She was able to wean her opioids.", "mon.weaning_attempted", true},
           {"She agreed to therapy and completed 12 visits of physical therapy.", "req.visits_done", true},
           {"He was advised to have a psychological evaluation, which was done in May 2013.", "psych.eval_done", true},
           {"She was told to exercise and does home exercise daily.", "therapy.home_exercise", true},
       })
    check(one);
}

TEST(Advice, APlannedTaperIsAPlan) {
  for (const Case& one : {
           Case{"Opioids should be weaned.", "mon.weaning_planned", true},
           {"PLAN: Wean Norco by one tablet every two weeks.", "mon.weaning_planned", true},
           {"The plan is to taper the morphine.", "mon.weaning_planned", true},
           {"No taper of opioids was discussed.", "mon.weaning_planned", false},
           {"Continue Norco.", "mon.weaning_planned", false},
       })
    check(one);
}

TEST(Advice, LeavesDrugsAndDiagnosesAsTheyAre) {
  for (const Case& one : {
           Case{"MEDICATIONS:\nNorco 10/325 one tid, which should be weaned.", "drug.hydrocodone/acetaminophen", true},
           {"Her depression should be treated.", "dx.depression", true},
       })
    check(one);
}

TEST(Advice, AWorkStatusOfALaterDayIsNotYetSo) {
  for (const Case& one : {
           Case{"Return to full duty on 12/20/2014.", "work.status", false},
           {"Return to full duty 12/20/2014.", "work.status", false},
           {"WORK STATUS: Regular duty effective 04/01/2014.", "work.status", false},
           {"Patient may return to modified duties on 04/01/2014.", "work.status", true},
           {"Returned to full duty on 02/20/2014.", "work.status", true},
           {"Temporarily totally disabled until 05/01/2014.", "work.status", true},
           {"WORK STATUS: Modified duty through 04/30/2014.", "work.status", true},
       })
    check(one);
}

} // namespace openimr::clinical
