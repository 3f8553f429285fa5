// A rule that asks for a class of drugs is answered by the drugs of the chart, not only by the word for the class.
#include "clinical/test_vocabulary.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

struct Case {
  const char *words, *concept_id;
  bool is_taken;
};

bool is_taken_now(const records::Chart& chart, const std::string& concept_id) {
  return std::any_of(chart.facts.begin(), chart.facts.end(), [&](const records::Fact& fact) {
    return fact.concept_id == concept_id && fact.assertion == records::Assertion::Present &&
           fact.temporality == records::Temporality::Current && fact.experiencer == records::Experiencer::Patient &&
           !fact.from_ur_only && !fact.evidence.empty();
  });
}

TEST(ChartedClass, DrugsTakenAnswerForTheirClass) {
  for (const Case& one : {
           Case{"CURRENT MEDICATIONS: Norco 10/325 one tid.", "drug_class.opioid", true},
           Case{"He takes tramadol 50 mg twice a day.", "drug_class.opioid", true},
           Case{"MEDICATIONS:\nPercocet 5/325 1 tab q6h prn\nSenna", "drug_class.opioid", true},
           Case{"PLAN: Continue MS Contin 15 mg bid.", "drug_class.opioid", true},
           Case{"She was prescribed oxycodone 5 mg q6h prn.", "drug_class.opioid", true},
           Case{"CURRENT MEDICATIONS: Naproxen 550 mg bid.", "drug_class.nsaid", true},
           // Not the worker's, not now, or not of the class.
           Case{"CURRENT MEDICATIONS: Gabapentin 300 mg tid.", "drug_class.opioid", false},
           Case{"PAST MEDICATIONS: Percocet, stopped in 2012.", "drug_class.opioid", false},
           Case{"ALLERGIES: codeine.", "drug_class.opioid", false},
           Case{"FAMILY HISTORY: father took Vicodin.", "drug_class.opioid", false},
           Case{"Norco was discontinued last year.", "drug_class.opioid", false},
           Case{"She takes no Norco.", "drug_class.opioid", false},
           Case{"CURRENT MEDICATIONS: Norco 10/325 one tid.", "drug_class.nsaid", false},
           Case{"CURRENT MEDICATIONS: Narcan nasal spray.", "drug_class.opioid", false},
       })
    EXPECT_EQ(is_taken_now(test_chart(one.words), one.concept_id), one.is_taken) << one.concept_id << ": " << one.words;
}

TEST(ChartedClass, WhatWasTakenOnceDoesNotHideWhatIsTakenNow) {
  const records::Chart chart =
      test_chart("PAST HISTORY: She was on opioids in 2010 and stopped.\nCURRENT MEDICATIONS: Norco 10/325 one tid.");
  EXPECT_TRUE(is_taken_now(chart, "drug_class.opioid"));
}

TEST(ChartedClass, ADrugThatOnlyTheDecisionNamesProvesNothing) {
  records::Document decision = test_document("The patient takes Norco 10/325 four times a day.");
  decision.kind = "ur_decision";
  decision.is_evidence = false;
  const records::Chart chart = extract_facts(test_vocabulary(), std::vector<records::Document>{decision});
  for (const records::Fact& fact : chart.facts)
    EXPECT_FALSE(fact.concept_id == "drug_class.opioid" && fact.is_derived && !fact.from_ur_only);
}

} // namespace
} // namespace openimr::clinical
