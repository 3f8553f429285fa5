// Care told in the words of general clinical English: visits in number words, therapies of the past without a date,
// exhausted care, lost function; check boxes and marks of forms; a family history in the midst of a paragraph.
#include "clinical/test_vocabulary.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

struct Case {
  const char *words, *concept_id, *expected; ///< "present", "absent", "possible", "past", "none", or "present 6"
};

std::string said_of(const records::Fact& fact) {
  std::string said = fact.experiencer == records::Experiencer::Other        ? "other"
                     : fact.assertion == records::Assertion::Absent         ? "absent"
                     : fact.assertion == records::Assertion::Possible       ? "possible"
                     : fact.temporality == records::Temporality::Historical ? "past"
                     : fact.temporality == records::Temporality::Current    ? "present"
                                                                            : "planned";
  if (fact.number) said += " " + std::to_string(static_cast<int>(*fact.number));
  const auto times = fact.details.find("times");
  return times == fact.details.end() ? said : said + " times " + times->second;
}

void check(const Case& one) {
  const records::Chart chart = test_chart(one.words);
  std::string all;
  for (const records::Fact& fact : chart.facts)
    if (fact.concept_id == one.concept_id && !fact.is_derived) all += (all.empty() ? "" : ", ") + said_of(fact);
  EXPECT_EQ(all.empty() ? "none" : all, one.expected) << one.concept_id << " in: " << one.words;
}

} // namespace

TEST(CareTold, VisitsDoneInNumberWords) {
  for (const Case& one :
       {Case{"She completed six sessions of physical therapy.", "req.visits_done", "present 6"},
        {"He has had twelve chiropractic visits so far.", "req.visits_done", "present 12"},
        {"She attended ten of twelve authorized acupuncture sessions.", "req.visits_done", "present 10"},
        {"Treatment so far, including nine physical therapy sessions, did little.", "req.visits_done", "present 9"},
        {"PT x 18 to date.", "req.visits_done", "present 18"},
        {"Previous acupuncture: 8 visits.", "req.visits_done", "present 8"},
        {"Request twelve sessions of acupuncture.", "req.visits_done", "none"},
        {"Twelve visits of chiropractic care were authorized.", "req.visits_done", "none"}})
    check(one);
}

TEST(CareTold, CareOfThePastWithoutADate) {
  for (const Case& one :
       {Case{"Treatment to date has included massage therapy and acupuncture.", "therapy.acupuncture", "past"},
        {"He received chiropractic care after the injury.", "therapy.chiropractic", "past"},
        {"She has undergone facet injections.", "proc.facet_block", "past"},
        {"He received authorization for acupuncture.", "therapy.acupuncture", "planned"},
        {"He attends acupuncture twice a week.", "therapy.acupuncture", "present"},
        {"I recommend acupuncture.", "therapy.acupuncture", "planned"},
        {"He has undergone approximately 12 sacroiliac joint injections.", "proc.si_joint_injection", "past times 12"},
        {"Three trigger point injections were given.", "proc.trigger_point_injection", "present times 3"},
        {"At L4-5 facet injections were given.", "proc.facet_block", "present"}})
    check(one);
}

TEST(CareTold, WhatIsExhaustedOrLost) {
  for (const Case& one :
       {Case{"The patient has exhausted all conservative care.", "failed.conservative", "present"},
        {"Conservative measures should be exhausted before surgery.", "failed.conservative", "none"},
        {"All other treatment options have been exhausted.", "failed.all_primary_secondary", "present"},
        {"She has tried and failed other treatment options.", "failed.other_treatments", "present"},
        {"There are functional deficits in lifting and carrying.", "func.adl_limited", "present"},
        {"She lost the ability to do household chores.", "func.adl_limited", "present"},
        {"No functional deficits were found.", "func.adl_limited", "none"},
        {"The block gave him long lasting pain relief.", "resp.pain_improved", "present"},
        {"A psychological assessment was conducted in April of 2009.", "psych.eval_done", "present"}})
    check(one);
  const records::Chart chart = test_chart("A psychological assessment was conducted in April of 2009.");
  const auto evaluations = chart.of("psych.eval_done");
  ASSERT_EQ(evaluations.size(), 1U);
  EXPECT_EQ(evaluations.front()->date->iso(), "2009-04-01");
}

TEST(CareTold, BoxesAndMarksOfForms) {
  for (const Case& one : {Case{"Objective:\nParaspinal spasm   [ ] Yes  [x] No", "exam.spasm", "absent"},
                          {"Objective:\nParaspinal spasm   [x] Yes  [ ] No", "exam.spasm", "present"},
                          {"Pain agreement: [ ] Signed", "mon.pain_agreement", "none"},
                          {"Diabetes   [ ] Yes  [x] No", "dx.diabetes", "absent"},
                          {"Function: [ ] Improved  [x] Unchanged  [ ] Worse", "resp.function_unchanged", "present"},
                          {"Function: [ ] Improved  [x] Unchanged  [ ] Worse", "resp.function_improved", "none"},
                          {"Swelling: [ ] Improved  [x] Unchanged", "resp.function_unchanged", "none"},
                          {"Smoker: [ ] Never  [x] Former", "hx.smoking", "absent"},
                          {"Smoking status:  [ ] Never  [ ] Current  [x] Former", "hx.smoking", "absent"},
                          {"[ ] Never smoker  [x] Former smoker", "hx.smoking", "absent"},
                          {"Smoker: [ ] Never  [ ] Former  [x] Current", "hx.smoking", "past"},
                          {"Physical therapy   [x] Tried   [x] Not helpful", "therapy.physical_therapy", "present"},
                          {"Physical therapy   [ ] Tried   [x] Not tried", "therapy.physical_therapy", "absent"},
                          {"Diabetes: N", "dx.diabetes", "absent"},
                          {"Neuro: (-) numbness", "sx.numbness", "absent"},
                          {"Objective:\nMuscle spasm: (-)", "exam.spasm", "absent"},
                          {"Assessment:\n? CRPS left hand", "dx.crps", "possible"},
                          {"Is it CRPS? He has carpal tunnel syndrome.", "dx.cts", "present"},
                          {"L4-5: no stenosis", "img.stenosis", "absent"}})
    check(one);
}

TEST(CareTold, WordsOfHospitalCare) {
  for (const Case& one : {Case{"The lungs were clear bilaterally.", "exam.breath_sounds_abnormal", "absent"},
                          {"She tolerated the procedure well.", "dx.operative_complication", "absent"},
                          {"Risks include infection and other complications.", "dx.operative_complication", "none"},
                          {"Blood pressure is 132/80.", "exam.blood_pressure", "present 132"},
                          {"A Hemovac drain was placed.", "dev.drain", "present"},
                          {"He got about fifty percent relief from it.", "resp.pain_relief_pct", "present 50"},
                          {"The fifth percent relief was not told.", "resp.pain_relief_pct", "none"}})
    check(one);
}

TEST(CareTold, AFamilyHistoryInTheMidstOfAParagraph) {
  const std::string full = "FH: Noncontributory, nothing known of relevance to the present injury on either side. ";
  for (const Case& one : {Case{"The patient has diabetes and takes metformin for it.", "dx.diabetes", "present"},
                          {"She has diabetes and takes metformin for it.", "dx.diabetes", "present"},
                          {"Diabetes in a cousin of his mother.", "dx.diabetes", "other"}})
    check({(full + one.words).c_str(), one.concept_id, one.expected});
  check({"FH: The father died early of heart disease at the age of fifty after several attacks of it. He had diabetes.",
         "dx.diabetes", "other"});
}

} // namespace openimr::clinical
