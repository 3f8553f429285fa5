// Words that tell one thing apart from another: exceptions, questions with their answers, values of an earlier day,
// places of one study, plans that are no past, and what Spanish papers deny.
#include "clinical/direction.h"
#include "clinical/test_vocabulary.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

struct Case {
  const char *words, *concept_id, *expected; ///< "present", "absent", "possible", "past", "planned", "other", "none"
};

std::string said_of(const records::Fact& fact) {
  if (fact.experiencer == records::Experiencer::Other) return "other";
  if (fact.assertion == records::Assertion::Absent) return "absent";
  if (fact.assertion == records::Assertion::Possible) return "possible";
  if (fact.temporality == records::Temporality::Historical) return "past";
  return fact.temporality == records::Temporality::Current ? "present" : "planned";
}

void check(const Case& one) {
  const records::Chart chart = test_chart(one.words);
  std::string all;
  for (const records::Fact& fact : chart.facts)
    if (fact.concept_id == one.concept_id && !fact.is_derived) all += (all.empty() ? "" : ", ") + said_of(fact);
  EXPECT_EQ(all.empty() ? "none" : all, one.expected) << one.concept_id << " in: " << one.words;
}

/// Strengths as "grade muscle side", sorted.
std::vector<std::string> strengths(const char* words) {
  const records::Chart chart = test_chart(words); // facts live in it
  std::vector<std::string> found;
  for (const records::Fact* fact : chart.of("exam.strength")) {
    std::string one = fact->details.at("grade");
    for (const char* key : {"muscle", "side", "except"})
      if (const auto detail = fact->details.find(key); detail != fact->details.end()) one += " | " + detail->second;
    found.push_back(one);
  }
  std::sort(found.begin(), found.end());
  return found;
}

using Words = std::vector<std::string>;

} // namespace

TEST(Exceptions, AnExceptionIsNotWhatWasSaidOfAllOthers) {
  EXPECT_EQ(strengths("Motor strength is 5/5 except left great toe extension 4+/5."),
            (Words{"4+/5 | great toe extension | left", "5/5 | except left great toe extension"}));
  EXPECT_EQ(strengths("All muscle groups 5/5 other than the left deltoid 4-/5."),
            (Words{"4-/5 | deltoid | left", "5/5 | other than the left deltoid"}));
  EXPECT_EQ(strengths("Deltoid 5/5, biceps 4/5 on the left."),
            (Words{"4/5 | biceps | left", "5/5 | deltoid"})); // no exception: each its own
  for (const Case& one : {Case{"No side effects from opioids except constipation.", "resp.side_effects", "present"},
                          {"No side effects from opioids except constipation.", "drug_class.opioid", "present"},
                          {"No side effects such as constipation.", "sx.constipation", "absent"},
                          {"He does not take opioids.", "drug_class.opioid", "absent"}})
    check(one);
}

TEST(Exceptions, AQuestionAndItsAnswer) {
  for (const Case& one : {Case{"Any allergies? No.", "allergy.any", "absent"},
                          {"Do you smoke? - never", "hx.smoking", "absent"},
                          {"Do you smoke? Yes.", "hx.smoking", "present"},
                          {"Any numbness? Denies.", "sx.numbness", "absent"},
                          {"Any numbness?", "sx.numbness", "planned"},
                          {"Any numbness?\n\nNo distress.", "sx.numbness", "planned"}, // another paragraph
                          {"Does the patient have diabetes? No. Depression? Yes.", "dx.diabetes", "absent"},
                          {"Does the patient have diabetes? No. Depression? Yes.", "dx.depression", "present"},
                          {"Have you had acupuncture? Yes, 12 visits.", "therapy.acupuncture", "present"},
                          {"Did acupuncture help? No.", "therapy.acupuncture", "present"},       // the effect is denied
                          {"Do you smoke? No one in the house does.", "hx.smoking", "planned"}}) // no answer
    check(one);
}

TEST(Exceptions, UseThatEnded) {
  for (const Case& one : {Case{"Tobacco: quit in 2010.", "hx.smoking", "absent"},
                          {"She smoked for ten years, quit in 2010.", "hx.smoking", "absent"},
                          {"Quit drinking in 2008.", "hx.alcohol_use", "absent"},
                          {"She smokes. He quit his job in 2010.", "hx.smoking", "past"}})
    check(one);
}

TEST(Exceptions, ValuesOfAnEarlierDay) {
  const auto dates = [](const char* words) {
    const records::Chart chart = test_chart(words);
    Words found;
    for (const records::Fact* fact : chart.of("score.pain"))
      found.push_back(std::to_string(static_cast<int>(*fact->number)) + " " +
                      (fact->date ? fact->date->iso() : "undated"));
    std::sort(found.begin(), found.end());
    return found;
  };
  EXPECT_EQ(dates("Pain at his last visit was 8/10, today 6/10."), (Words{"6 2014-03-01", "8 undated"}));
  EXPECT_EQ(dates("At the last visit, pain was 8/10."), (Words{"8 undated"}));
  EXPECT_EQ(dates("Pain is 6/10 compared to the last visit."), (Words{"6 2014-03-01"}));
  EXPECT_EQ(dates("Pain is unchanged since the last visit at 7/10."), (Words{"7 2014-03-01"}));
  const records::Chart chart = test_chart("Weaning was attempted in 2013.");
  const auto weaned = chart.of("mon.weaning_attempted");
  ASSERT_EQ(weaned.size(), 1U);
  EXPECT_EQ(weaned[0]->date, Date::parse_iso("2013-01-01"));
  EXPECT_EQ(weaned[0]->details.at("dated"), "approximate");
}

TEST(Exceptions, APlanIsNoPast) {
  for (const Case& one :
       {Case{"Lumbar fusion will be considered if the discogram is positive.", "hx.prior_fusion_same_level", "none"},
        {"Lumbar fusion at L5-S1 was considered.", "hx.prior_fusion_same_level", "none"},
        {"Status post lumbar fusion at L5-S1 in 2009.", "hx.prior_fusion_same_level", "past"},
        {"If he fails the injection, lumbar fusion will be considered.", "proc.lumbar_fusion", "planned"}})
    check(one);
}

TEST(Exceptions, OneStudyDoesNotCorroborateAndFailTo) {
  for (const Case& one :
       {Case{"MRI of the lumbar spine: L4-5 disc herniation with nerve root compression. L5-S1: no herniation.",
             "test.imaging_corroborates", "present"},
        {"The MRI does not corroborate radiculopathy.", "test.imaging_corroborates", "absent"},
        {"MRI shows a disc protrusion at L4-5 without nerve root compromise.", "test.imaging_corroborates", "none"}})
    check(one);
}

TEST(Exceptions, AnOutcomeBehindASemicolon) {
  const auto outcome = [](const char* words, const char* id) {
    const records::Chart chart = test_chart(words);
    const auto facts = chart.of(id);
    const bool has = !facts.empty() && facts[0]->details.contains("outcome");
    return has ? facts[0]->details.at("outcome") : std::string();
  };
  EXPECT_EQ(outcome("Acupuncture: 6 visits; no benefit.", "therapy.acupuncture"), "no_benefit");
  EXPECT_EQ(outcome("Acupuncture: 6 visits; TENS gave no benefit.", "therapy.acupuncture"), "");
  EXPECT_EQ(outcome("Acupuncture and chiropractic care; no benefit.", "therapy.acupuncture"), ""); // of which?
  EXPECT_EQ(outcome("If he fails acupuncture, lumbar fusion is planned.", "proc.lumbar_fusion"), "");
}

TEST(Exceptions, WhatSpanishPapersDenyDoubtAndPlan) {
  for (const Case& one :
       {Case{"El paciente refiere dolor lumbar y entumecimiento en la pierna izquierda.", "sx.low_back_pain",
             "present"},
        {"El paciente refiere dolor lumbar y entumecimiento en la pierna izquierda.", "sx.numbness", "present"},
        {"Niega dolor de cuello, mareos o fiebre.", "sx.neck_pain", "absent"},
        {"Niega dolor de cuello, mareos o fiebre.", "sx.dizziness", "absent"},
        {"Niega fiebre pero refiere dolor de rodilla.", "sx.knee_pain", "present"},
        {"Paciente sin debilidad ni entumecimiento.", "sx.weakness", "absent"},
        {"Paciente sin debilidad ni entumecimiento.", "sx.numbness", "absent"},
        {"Nunca ha recibido inyecciones epidurales.", "proc.epidural_steroid_injection", "absent"},
        {"No presenta espasmos musculares.", "exam.spasm", "absent"},
        {"No hay hernia discal en la resonancia magnética.", "img.disc_herniation", "absent"},
        {"Se descarta fractura.", "dx.fracture", "absent"},
        {"Radiculopatía descartada por electromiografía.", "dx.radiculopathy", "absent"},
        {"No se descarta radiculopatía.", "dx.radiculopathy", "possible"},
        {"Posible síndrome del túnel carpiano.", "dx.cts", "possible"},
        {"Antecedente de fusión lumbar en 2009.", "proc.lumbar_fusion", "past"},
        {"Su madre tiene depresión.", "dx.depression", "other"},
        {"Se solicita inyección epidural de esteroides.", "proc.epidural_steroid_injection", "planned"},
        {"No trabaja debido a dolor lumbar.", "sx.low_back_pain", "present"},
        {"TERAPIA FISICA: 12 sesiones sin alivio.", "therapy.physical_therapy", "present"},
        {"La marcha es normal.", "exam.gait_antalgic", "none"},
        {"Marcha normal, reflejos conservados.", "exam.gait_antalgic", "absent"},
        {"Fiebre: niega.", "sx.fever", "absent"},
        {"Síntomas: niega dolor de cuello.", "sx.neck_pain", "absent"},
        {"Las Vegas clinic: no fever.", "sx.fever", "absent"},
        {"Fuma medio paquete al día.", "hx.smoking", "present"},
        {"No fuma.", "hx.smoking", "absent"}})
    check(one);
  const records::Chart chart = test_chart("Terapia física: 12 sesiones sin alivio.");
  EXPECT_FALSE(chart.of("failed.physical_therapy").empty());
  EXPECT_FALSE(test_chart("Tomó gabapentina sin mejoría.").facts.empty());
}

TEST(Exceptions, EnglishWordsThatAreSpanishTooSayNothing) {
  for (const Case& one : {Case{"He calls it a sin and has numbness in both hands.", "sx.numbness", "present"},
                          {"Dr. Sin notes low back pain.", "sx.low_back_pain", "present"},
                          {"Seen with a NI catheter for low back pain.", "sx.low_back_pain", "present"},
                          {"She usa la palabra; neck pain persists.", "sx.neck_pain", "present"},
                          {"He lives in San Padre and has neck pain.", "sx.neck_pain", "present"}})
    check(one);
}

TEST(Exceptions, WhatMayGoWrongAndWhatIsAskedFor) {
  for (const Case& one :
       {Case{"Potential complications include, but are not limited to:\n1. Infection.\n2. Impotence.\nPROCEDURE IN "
             "DETAIL: "
             "Infection was found.",
             "dx.erectile_dysfunction", "planned"},
        {"Complications: 1. Impotence since the operation.", "dx.erectile_dysfunction", "present"},
        {"Should nerve studies bear it out, carpal tunnel syndrome would be accepted.", "dx.cts", "planned"},
        {"Carpal tunnel syndrome of the right hand, and the shoulder is stiff.", "dx.cts", "present"},
        {"Lumbar fusion was discussed; could try gabapentin.", "drug.gabapentin", "planned"},
        {"To discard a CRPS.", "dx.crps", "possible"},
        {"Not sleeping - insomnia due to pain.", "dx.insomnia", "present"},
        {"PT referral sent, 2x4", "therapy.physical_therapy", "planned"}})
    check(one);
}

TEST(Exceptions, TheSideOfAnOperationsTitle) {
  const auto side = [](const char* words) {
    const records::Chart chart = test_chart(words);
    const auto facts = chart.of("proc.debridement");
    if (facts.empty()) return std::string("no fact");
    const auto found = facts[0]->details.find("side");
    return found == facts[0]->details.end() ? std::string() : found->second;
  };
  EXPECT_EQ(side("PROCEDURE PERFORMED: Right knee arthroscopy.\nDESCRIPTION OF PROCEDURE: Debridement was done."),
            "right");
  EXPECT_EQ(
      side("PROCEDURE PERFORMED: Right knee and left elbow surgery.\nDESCRIPTION OF PROCEDURE: Debridement was done."),
      "");
  EXPECT_EQ(side("PROCEDURE PERFORMED: Knee arthroscopy.\nDESCRIPTION OF PROCEDURE: Debridement was done on the left."),
            "left");
  EXPECT_EQ(side("PROCEDURE PERFORMED: Bilateral knee arthroscopy.\nDESCRIPTION OF PROCEDURE: Debridement was done."),
            "");
}

TEST(Exceptions, AnotherOutcomeGoesOnAboutTheSame) {
  EXPECT_FALSE(test_chart("Naproxen was prescribed but afforded no relief.").of("failed.nsaid").empty());
  EXPECT_TRUE(test_chart("Naproxen was prescribed, but the brace afforded no relief.").of("failed.nsaid").empty());
  EXPECT_FALSE(test_chart("Elavil: dry mouth, stopped.").of("failed.antidepressant").empty());
}

TEST(Exceptions, WhatFailedIsNotWhatHelped) {
  EXPECT_FALSE(test_chart("She failed PT but improved with acupuncture.").of("failed.physical_therapy").empty());
  check({"There is not only numbness but also weakness.", "sx.numbness", "present"});
  check({"He is not walking with a limp.", "exam.gait_antalgic", "absent"});
}

TEST(Exceptions, MotionAgainstItsNormal) {
  for (const Case& one : {Case{"ROM: shoulder abd 90 (180)", "exam.rom_decreased", "present"},
                          {"Flexion 35 degrees of an expected 60.", "exam.rom_decreased", "present"},
                          {"Lumbar flexion 30 degrees (normal 60).", "exam.rom_decreased", "present"},
                          {"flexion 30/60", "exam.rom_decreased", "present"},
                          {"Flexion 60 degrees (normal 60).", "exam.rom_decreased", "absent"},
                          {"Flexion, seen 3 of 60 visits.", "exam.rom_decreased", "none"}})
    check(one);
}

TEST(Exceptions, WeeklyDosesDosePacksAndDrops) {
  const auto read = [](const char* words) { return parse_direction(test_vocabulary(), words, std::nullopt); };
  const Direction weekly = read("methotrexate 2.5 mg, take 6 tablets weekly");
  EXPECT_EQ(weekly.drug, "methotrexate");
  EXPECT_EQ(weekly.unit, "tablet");
  EXPECT_NEAR(weekly.max_per_day.value_or(0), 6.0 / 7, 0.01);
  EXPECT_EQ(read("insulin glargine 20 units at bedtime").drug, "insulin glargine");
  EXPECT_EQ(read("Medrol dose pack as directed").drug, "methylprednisolone");
  EXPECT_EQ(read("timolol 0.5% 1 gtt OU BID").route, "ophthalmic");
  EXPECT_EQ(read("latanoprost 0.005% one drop both eyes qhs").strength, "0.005%");
}

} // namespace openimr::clinical
