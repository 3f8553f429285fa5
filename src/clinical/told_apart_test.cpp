// What reads alike and is told apart: comparisons and denials, doubt behind its word, studies that found nothing,
// sides, goals and earlier values, everyday life with and without a drug, and drugs that went down.
#include "clinical/direction.h"
#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

struct Case {
  const char *words, *concept_id, *expected; ///< "present left 5", "absent", "possible", "past", "planned", "none"
};

std::string said_of(const records::Fact& fact) {
  std::string said = fact.assertion == records::Assertion::Absent           ? "absent"
                     : fact.assertion == records::Assertion::Possible       ? "possible"
                     : fact.temporality == records::Temporality::Historical ? "past"
                     : fact.temporality == records::Temporality::Current    ? "present"
                                                                            : "planned";
  if (const auto side = fact.details.find("side"); side != fact.details.end()) said += " " + side->second;
  if (fact.number) said += " " + std::to_string(static_cast<int>(*fact.number));
  return said;
}

void check(const Case& one) {
  const records::Chart chart = test_chart(one.words);
  std::string all;
  for (const records::Fact& fact : chart.facts)
    if (fact.concept_id == one.concept_id) all += (all.empty() ? "" : ", ") + said_of(fact);
  EXPECT_EQ(all.empty() ? "none" : all, one.expected) << one.concept_id << " in: " << one.words;
}

} // namespace

TEST(ToldApart, InsteadOfComparesNumbersAndDeniesThings) {
  for (const Case& one : {
           Case{"He can stand 40 minutes instead of 15 and Norco was cut.", "resp.medication_reduced", "present"},
           {"She chose acupuncture instead of surgery, and physical therapy.", "therapy.physical_therapy", "present"},
           {"Acupuncture rather than an epidural steroid injection.", "proc.epidural_steroid_injection", "absent"},
           {"She takes two Norco a day instead of four.", "resp.opioid_dose_reduced", "present"},
           {"She takes four Norco a day instead of two.", "resp.opioid_dose_reduced", "none"},
       })
    check(one);
}

TEST(ToldApart, DoubtBehindItsWord) {
  for (const Case& one : {
           Case{"Diagnoses: CRPS, probable.", "dx.crps", "possible"},
           {"Impression: Rotator cuff tear (suspected).", "dx.rotator_cuff_tear", "possible"},
           {"Diagnoses: CRPS.", "dx.crps", "present"},
           {"Consent was given after risks such as CRPS were reviewed.", "dx.crps", "planned"},
       })
    check(one);
}

TEST(ToldApart, AStudyThatFoundNothingWasDone) {
  for (const Case& one : {
           Case{"There is no electrodiagnostic evidence of neuropathy.", "test.edx_done", "present"},
           {"There is no electrodiagnostic evidence of neuropathy.", "dx.neuropathy", "absent"},
           {"No x-ray evidence of fracture.", "test.xray_done", "present"},
           {"No x-ray evidence of fracture.", "dx.fracture", "absent"},
           {"No electrodiagnostic study was done.", "test.edx_done", "absent"},
       })
    check(one);
}

TEST(ToldApart, Sides) {
  for (const Case& one : {
           Case{"R/O carpal tunnel syndrome.", "dx.cts", "possible"},
           {"R carpal tunnel syndrome.", "dx.cts", "present right"},
           {"L/S spine pain.", "sx.low_back_pain", "none"},
           {"Reflexes: left patellar 1+, right patellar 2+.", "exam.reflex", "present left 1, present right 2"},
       })
    check(one);
}

TEST(ToldApart, ARowOfDotsLeadsToItsAnswer) {
  for (const Case& one : {
           Case{"Uses cane ........ no\n", "dev.cane", "absent"},
           {"Uses cane ........ No\nUses brace ....... yes\n", "dev.brace", "present"},
           {"Uses cane ____ no\n", "dev.cane", "absent"},
           {"Uses cane ........ yes\n", "dev.cane", "present"},
           {"Uses cane ... no longer needed in the house since May", "dev.cane", "present"},
       })
    check(one);
}

TEST(ToldApart, WeaknessOfAnOperatedJointIsNoRoot) {
  for (const Case& one : {
           Case{"Quadriceps strength 4/5 after knee arthroscopy.", "exam.radiculopathy", "none"},
           {"EHL strength 4/5 on the left.", "exam.radiculopathy", "present left"},
           {"Local with sedation was used as anesthesia.", "resp.side_effects", "none"},
           {"She complains of sedation.", "resp.side_effects", "present"},
       })
    check(one);
}

TEST(ToldApart, ADrugOfThePastIsNotTaken) {
  const auto status = [](const char* words) {
    for (const records::Fact& fact : test_chart(words).facts)
      if (fact.kind == "drug") return fact.details.at("status");
    return std::string("none");
  };
  EXPECT_EQ(status("Was on OxyContin until January."), "tried");
  EXPECT_EQ(status("He had been on OxyContin for a year."), "tried");
  EXPECT_EQ(status("He is on OxyContin."), "current");
  EXPECT_EQ(status("He has been on OxyContin for a year."), "current");
}

TEST(ToldApart, GoalsAndEarlierValues) {
  for (const Case& one : {
           Case{"Oswestry improved from 58% to 40%.", "func.oswestry", "present 40"},
           {"Oswestry improved from 58% to 40%.", "resp.pain_relief_pct", "none"},
           {"Oswestry is 58%.", "func.oswestry", "present 58"},
           {"Pain was reduced by 50%.", "resp.pain_relief_pct", "present 50"},
           {"Pain goal 2/10.", "score.pain", "none"},
           {"The acceptable pain level is 3/10.", "score.pain", "none"},
           {"Pain before surgery 8/10.", "score.pain", "past 8"},
           {"Pain before surgery ...... 8/10\n", "score.pain", "past 8"},
           {"Pain today ............. 3/10\n", "score.pain", "present 3"},
           {"Pain is 5/10.", "score.pain", "present 5"},
           {"BMI today 31, goal 25.", "score.bmi", "present 31"},
           {"Goal BMI 25.", "score.bmi", "none"},
           {"Visits attended: 9 of 12 authorized.", "req.visits_done", "present 9"},
           {"(+) Neer on the right.", "exam.impingement_sign", "present right"},
       })
    check(one);
}

TEST(ToldApart, EverydayLifeWithAndWithoutADrug) {
  for (const Case& one : {
           Case{"With Norco she is able to cook and clean; without it she cannot.", "resp.adl_improved", "present"},
           {"With Norco she is able to cook and clean; without it she cannot.", "mon.adl_documented", "present"},
           {"Tramadol allows him to work in the garden.", "resp.adl_improved", "present"},
           {"With Percocet he does his laundry.", "resp.adl_improved", "present"},
           {"She is unable to cook even with her medication.", "resp.adl_improved", "none"},
           {"He takes Norco and cannot cook.", "resp.adl_improved", "none"},
       })
    check(one);
}

TEST(ToldApart, UseThatWentDown) {
  for (const Case& one : {
           Case{"He cut his Norco use in half.", "resp.opioid_dose_reduced", "present"},
           {"Her opioid use has gone down since the injection.", "resp.opioid_dose_reduced", "present"},
           {"Use of pain medication was halved.", "resp.medication_reduced", "present"},
           {"Opioid use has not decreased.", "resp.opioid_dose_reduced", "absent"},
           {"Opioid use should be decreased.", "resp.opioid_dose_reduced", "planned"},
           {"Opioid use increased by 50%.", "resp.opioid_dose_reduced", "none"},
       })
    check(one);
}

TEST(ToldApart, HowLongASymptomLasts) {
  for (const Case& one : {Case{"Left foot numbness for 6 months.", "hx.pain_months", "present 6"},
                          {"The symptoms have persisted for six months.", "hx.pain_months", "present 6"},
                          {"Tingling for 5 weeks.", "hx.symptom_weeks", "present 5"},
                          {"Numbness. She was given Norco.", "hx.pain_months", "none"}})
    check(one);
}

TEST(ToldApart, ARowGoesOnAtItsLevel) {
  const records::Chart chart = test_chart("FINDINGS:\nL4-5: Broad-based disc bulge. Mild right foraminal stenosis.\n"
                                          "L5-S1: Disc protrusion. Severe foraminal stenosis.\n"
                                          "The canal shows central stenosis.\n");
  std::string levels;
  for (const records::Fact& fact : chart.facts)
    if (fact.concept_id == "img.stenosis" || fact.concept_id == "img.disc_bulge" ||
        fact.concept_id == "img.disc_herniation") {
      const auto level = fact.details.find("level");
      levels += (levels.empty() ? "" : ", ") + (level == fact.details.end() ? std::string("none") : level->second);
    }
  EXPECT_EQ(levels, "L4-5, L4-5, L5-S1, L5-S1, none");
}

TEST(ToldApart, ADateAtTheEndOfTheTitleIsTheDayOfThePaper) {
  const auto day = [](const char* words) {
    records::Document document = test_document(words);
    document.date.reset();
    for (const records::Fact& fact : extract_facts(test_vocabulary(), std::vector<records::Document>{document}).facts)
      if (fact.concept_id == "sx.neck_pain") return fact.date ? fact.date->iso() : std::string("none");
    return std::string("no fact");
  };
  EXPECT_EQ(day("ORTHOPAEDIC CONSULTATION                  May 6, 2015\nNeck pain.\n"), "2015-05-06");
  EXPECT_EQ(day("DATE OF BIRTH: 05/06/1965\nNeck pain.\n"), "none");
  EXPECT_EQ(day("The accident was on May 6, 2015 in Fresno.\nNeck pain.\n"), "none");
  EXPECT_EQ(day("CONSULTATION      May 6, 2015\nDate of visit: 05/08/2015\nNeck pain.\n"), "2015-05-08");
}

TEST(ToldApart, StayingInBedIsNoBedtime) {
  EXPECT_FALSE(parse_direction(test_vocabulary(), "Norco; without it she stays in bed").max_per_day.has_value());
  EXPECT_EQ(parse_direction(test_vocabulary(), "Norco 10/325 one tablet at bed").max_per_day.value_or(0), 1);
}

} // namespace openimr::clinical
