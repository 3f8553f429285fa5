#include "clinical/extract.h"

#include "clinical/course.h"
#include "clinical/summary.h"
#include "clinical/test_vocabulary.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace openimr::clinical {
namespace {

using records::Assertion;
using records::Experiencer;
using records::Fact;
using records::Temporality;

/// A sentence, and what it must say of a concept: "present" means a present, own, actual fact.
struct Case {
  const char* text;
  const char* concept_id;
  bool holds;
};

bool holds(const records::Chart& chart, const std::string& id) {
  const auto facts = chart.of(id);
  return std::any_of(facts.begin(), facts.end(), [](const Fact* fact) {
    return fact->assertion == Assertion::Present && fact->experiencer == Experiencer::Patient &&
           (fact->temporality == Temporality::Current || fact->temporality == Temporality::Historical) &&
           !fact->from_ur_only;
  });
}

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases)
    EXPECT_EQ(holds(test_chart(one.text), one.concept_id), one.holds) << one.concept_id << " in: " << one.text;
}

TEST(Extract, DiagnosesAndTheirTraps) {
  check({
      {"ASSESSMENT\n1. Complex regional pain syndrome of the left hand (337.21)\n", "dx.crps", true},
      {"ASSESSMENT\nCRPS was ruled out by the hand surgeon.\n", "dx.crps", false},
      {"There is no evidence of CRPS.", "dx.crps", false},
      {"Topical ketamine is recommended only for CRPS and post-herpetic neuralgia.", "dx.crps", false},
      {"Family history: sister with multiple sclerosis.", "dx.ms", false},
      {"He was diagnosed with MS by a neurologist in 2003.", "dx.ms", true},
      {"MS Contin 30 mg was continued.", "dx.ms", false},
      {"Diagnosis: multiple sclerosis with spasticity.", "dx.spasticity", true},
      {"Tone is normal. No clonus.", "dx.spasticity", false},
      {"He has an incomplete spinal cord injury.", "dx.sci", true},
      {"Shingles of the trunk with post-herpetic neuralgia.", "dx.phn", true},
      {"Mother had diabetic neuropathy of both feet.", "dx.diabetic_neuropathy", false},
      {"Trigeminal neuralgia on the right.", "dx.trigeminal_neuralgia", true},
      {"Acute exacerbation of his low back pain after shoveling.", "dx.acute_exacerbation", true},
      {"Chronic low back pain for years.", "dx.chronic_lbp", true},
      {"Lumbar radiculopathy on the left.", "dx.lumbar_root_pain", true},
      {"Post-laminectomy syndrome, lumbar.", "dx.failed_back_syndrome", true},
      {"Target BMI 25.", "dx.obesity_extreme", false},
      {"Body mass index is 43.", "dx.obesity_extreme", true},
      {"Rule out carpal tunnel syndrome.", "dx.cts", false},
  });
}

TEST(Extract, FailedTrials) {
  check({
      {"He has failed gabapentin and Lyrica.", "failed.anticonvulsant", true},
      {"Neurontin was stopped due to side effects.", "failed.anticonvulsant", true},
      {"Pregabalin caused swelling of the legs and was not tolerated.", "failed.anticonvulsant", true},
      {"We will try gabapentin.", "failed.anticonvulsant", false},
      {"If gabapentin fails we will try Lyrica.", "failed.anticonvulsant", false},
      {"Gabapentin has been helpful.", "failed.anticonvulsant", false},
      {"He has never tried gabapentin.", "failed.anticonvulsant", false},
      {"Topicals are recommended when trials of antidepressants and anticonvulsants have failed.",
       "failed.anticonvulsant", false},
      {"Amitriptyline was tried without benefit.", "failed.antidepressant", true},
      {"Cymbalta lifts his mood.", "failed.antidepressant", false},
      {"She could not tolerate nortriptyline.", "failed.antidepressant", true},
      {"Sertraline did not help.", "failed.antidepressant", false},
      {"NSAIDs did not help.", "failed.nsaid", true},
      {"Naproxen was discontinued because of stomach upset.", "failed.nsaid", true},
      {"Flexeril was ineffective.", "failed.muscle_relaxant", true},
      {"All primary and secondary treatment has been exhausted.", "failed.all_primary_secondary", true},
      {"He failed physical therapy and a TENS trial.", "failed.physical_therapy", true},
      {"He failed physical therapy and a TENS trial.", "failed.tens", true},
      {"1. Gabapentin 600 mg three times a day, four months. Pain did not change. Stopped as a failure.\n2. Baclofen "
       "10 mg.",
       "failed.anticonvulsant", true},
      {"1. Gabapentin 600 mg three times a day.\n2. Baclofen 10 mg. It has failed.", "failed.anticonvulsant", false},
      {"1. Gabapentin 600 mg three times a day. Naproxen failed.", "failed.anticonvulsant", false},
      {"Gabapentin was tried in 2013. It did not help.", "failed.anticonvulsant", true},
      {"Gabapentin was tried in 2013. The surgery did not help.", "failed.anticonvulsant", false},
      {"All primary and secondary treatment\nhas been tried and has failed.", "failed.all_primary_secondary", true},
  });
}

TEST(Extract, TrialsTogetherMakeADerivedFactWithItsSources) {
  const records::Chart chart = test_chart("Physical therapy failed. Naproxen was not tolerated.");
  const auto facts = chart.of("failed.conservative");
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_TRUE(facts[0]->is_derived);
  EXPECT_EQ(facts[0]->details.at("confidence"), "medium");
  EXPECT_EQ(facts[0]->evidence.size(), 2U);
  EXPECT_FALSE(holds(test_chart("Naproxen failed."), "failed.conservative"));
}

TEST(Extract, TwoFailedDrugsAreNotEveryTreatmentThereIs) {
  EXPECT_TRUE(
      test_chart("Gabapentin failed. Amitriptyline was not tolerated.").of("failed.all_primary_secondary").empty());
}

TEST(Extract, ResponseFunctionAndWeaning) {
  check({
      {"For two weeks he was able to reduce oxycodone from four tablets to two tablets a day.", "mon.weaning_attempted",
       true},
      {"After the epidural injection she was able to reduce Norco from six to three tablets a day.",
       "resp.opioid_dose_reduced_by_other_treatment", true},
      {"The records do not mention any weaning attempt.", "mon.weaning_attempted", false},
      {"Opioids reduce his pain by 30 percent.", "resp.medication_reduced", false},
      {"Morphine reduces pain by about 30 percent.", "resp.pain_relief_pct", true},
      {"Pain is 8/10 without and 4/10 with medication.", "resp.pain_relief_pct", true},
      {"With the gel she can walk 30 minutes, against 10 minutes before.", "resp.adl_improved", true},
      {"Walking went from 30 minutes to 10 minutes.", "resp.adl_improved", false},
      {"He works eight hours a day now, against four.", "resp.work_restrictions_reduced", true},
      {"Function is unchanged since the last visit.", "resp.function_unchanged", true},
      {"Function is unchanged since the last visit.", "resp.function_improved", false},
      {"There is improvement in pain and function with the cream.", "resp.improved_pain_and_function", true},
      {"Guidelines state that a treatment must show functional improvement.", "resp.function_improved", false},
      {"She smokes a pack per day.", "hx.smoking", true},
      {"He is a nonsmoker.", "hx.smoking", false},
  });
  const records::Chart strict = test_chart(
      "He can sit 40 minutes, against 20 minutes before. He was able to reduce Norco from six to three tablets a day.");
  EXPECT_TRUE(holds(strict, "resp.functional_improvement"));
  EXPECT_FALSE(holds(test_chart("He can sit 40 minutes, against 20 minutes before."), "resp.functional_improvement"));
}

TEST(Extract, AReductionThatWasUndoneProvesNoLesserDependency) {
  const auto chart = [](const char* later) {
    return extract_facts(
        test_vocabulary(),
        std::vector<records::Document>{
            test_document("He was able to reduce Norco 10/325 from six to three tablets a day.", "d1", "2014-03-01"),
            test_document(later, "d2", "2014-06-01")});
  };
  EXPECT_TRUE(holds(chart("Norco 10/325 1 tablet three times a day, #90."), "resp.dependency_reduced"));
  const records::Chart undone = chart("Norco 10/325 1 tablet six times a day, #180.");
  EXPECT_FALSE(holds(undone, "resp.dependency_reduced"));
  EXPECT_TRUE(holds(undone, "mon.weaning_attempted"));
  for (const records::Fact* fact : undone.of("resp.medication_reduced")) {
    EXPECT_EQ(fact->temporality, records::Temporality::Historical);
    EXPECT_EQ(fact->details.at("undone"), "2014-06-01");
  }
}

TEST(Extract, SwellingAloneIsNoSignOfCrps) {
  check({
      {"He reports swelling and sweating changes of the left hand.", "crps.symptom_sudomotor_edema", true},
      {"There is swelling of the foot and it sweats more than the other.", "crps.symptom_sudomotor_edema", true},
      {"She has edema from heart failure.", "crps.symptom_sudomotor_edema", false},
      {"Knee joint effusion with swelling of the leg.", "crps.symptom_sudomotor_edema", false},
      {"OBJECTIVE: No cyanosis or edema of the extremities.", "crps.sign_sudomotor_edema", false},
      {"MRI shows marrow edema at L5.", "crps.symptom_sudomotor_edema", false},
  });
}

TEST(Extract, Monitoring) {
  check({
      {"Urine drug screen today was consistent with prescribed medication.", "mon.uds_consistent", true},
      {"The urine drug screen was inconsistent.", "mon.uds_consistent", false},
      {"Pain agreement signed.", "mon.pain_agreement", true},
      {"There is no pain contract on file.", "mon.pain_agreement", false},
      {"CURES report reviewed.", "mon.aberrant_documented", true},
      {"Denies side effects.", "mon.adverse_documented", true},
  });
}

TEST(Extract, UncheckedBoxSaysNothing) {
  EXPECT_FALSE(holds(test_chart("[X] Remain off work [ ] Return to full duty"), "resp.returned_to_work"));
}

TEST(Extract, MedicationListGivesDirectionAndStatus) {
  const records::Chart chart =
      test_chart("CURRENT MEDICATIONS\nMorphine sulfate ER 30 mg      1 tab by mouth q 8h     #90\nKetamine 5% cream "
                 "60 gm (new)     apply TID     1 tube\n\nALLERGIES\nPenicillin, codeine\n");
  const auto morphine = chart.of("drug.morphine_extended_release");
  ASSERT_EQ(morphine.size(), 1U);
  EXPECT_EQ(morphine[0]->details.at("status"), "current");
  EXPECT_EQ(morphine[0]->details.at("strength"), "30 mg");
  EXPECT_EQ(morphine[0]->details.at("mme_per_day"), "90");
  const auto ketamine = chart.of("drug.ketamine_topical");
  ASSERT_EQ(ketamine.size(), 1U);
  EXPECT_EQ(ketamine[0]->details.at("status"), "prescribed");
  EXPECT_TRUE(chart.of("drug.codeine").empty());
  EXPECT_EQ(chart.of("allergy.codeine").size(), 1U);
}

TEST(Extract, MisspelledDrugIsANearMatch) {
  const records::Chart chart = test_chart("He continues Gabapentine 300 mg.");
  const auto facts = chart.of("drug.gabapentin");
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0]->details.at("spelling"), "near: Gabapentine");
}

std::vector<records::Document> small_file() {
  std::vector<records::Document> documents;
  documents.push_back(
      test_document("SUBJECTIVE\nThis 44 year old woman has neck pain. Pain is 6/10.\nCURRENT MEDICATIONS\nKetamine 5% "
                    "cream      apply BID      60 gm\nASSESSMENT\n1. Cervical radiculopathy (723.4)\n",
                    "d1", "2014-01-10"));
  documents.push_back(test_document("SUBJECTIVE\nThis 44 year old woman has neck pain. Pain is 6/10.\nGabapentin "
                                    "caused sedation and was stopped due to side effects.\n",
                                    "d2", "2014-02-14"));
  documents.push_back(test_document("CLINICAL SUMMARY\nThe worker has fibromyalgia. Pain is 6/10.\n", "d3",
                                    "2014-03-01", "ur_decision"));
  documents.back().is_evidence = false;
  documents.push_back(test_document("She has multiple sclerosis.", "d4", "2014-02-01"));
  documents.back().belongs_to = "other";
  return documents;
}

std::string printed(const records::Chart& chart) {
  std::string text;
  for (const Fact& fact : chart.facts) {
    text += fact.id + fact.concept_id + fact.text + (fact.date ? fact.date->iso() : "") + name(fact.assertion) +
            name(fact.temporality) + name(fact.experiencer);
    for (const auto& [key, value] : fact.details) text += key + value;
    for (const records::Evidence& one : fact.evidence)
      text += one.file + std::to_string(one.page) + std::to_string(one.span.begin) + one.quote;
    text += '\n';
  }
  return text;
}

TEST(Extract, SameForAnyOrderAndAnyNumberOfThreads) {
  std::vector<records::Document> documents = small_file();
  const std::string expected = printed(extract_facts(test_vocabulary(), documents));
  EXPECT_FALSE(expected.empty());
  for (const unsigned threads : {2U, 5U})
    EXPECT_EQ(printed(extract_facts(test_vocabulary(), documents, threads)), expected);
  std::reverse(documents.begin(), documents.end());
  EXPECT_EQ(printed(extract_facts(test_vocabulary(), documents)), expected);
}

TEST(Extract, EveryQuoteStandsAtItsSpan) {
  const std::vector<records::Document> documents = small_file();
  for (const Fact& fact : extract_facts(test_vocabulary(), documents).facts) {
    ASSERT_FALSE(fact.evidence.empty()) << fact.concept_id;
    for (const records::Evidence& one : fact.evidence) {
      const auto document = std::find_if(documents.begin(), documents.end(),
                                         [&](const records::Document& other) { return other.id == one.document; });
      ASSERT_NE(document, documents.end());
      EXPECT_EQ(one.quote, std::string(one.span.of(document->pages[0].text))) << fact.concept_id;
    }
  }
}

TEST(Extract, CopiedWordsAreOneFactAndOtherPeoplesPapersDoNotCount) {
  const records::Chart chart = extract_facts(test_vocabulary(), small_file());
  const auto scores = chart.of("score.pain");
  ASSERT_EQ(scores.size(), 1U);
  EXPECT_EQ(scores[0]->date->iso(), "2014-01-10");
  EXPECT_EQ(scores[0]->details.at("last"), "2014-03-01");
  EXPECT_EQ(scores[0]->evidence.size(), 3U);
  EXPECT_TRUE(chart.of("dx.ms").empty());
  ASSERT_EQ(chart.of("dx.fibromyalgia").size(), 1U);
  EXPECT_TRUE(chart.of("dx.fibromyalgia")[0]->from_ur_only);
  EXPECT_EQ(chart.pages.size(), 2U); // the UR decision and the other patient's paper prove no absence
  EXPECT_FALSE(chart.search("dx.crps").terms.empty());
  EXPECT_EQ(chart.of("dx.radiculopathy")[0]->details.at("icd"), "723.4");
}

TEST(Extract, UnrelatedPageRemovesNoFact) {
  std::vector<records::Document> documents = small_file();
  std::vector<std::string> before;
  for (const Fact& fact : extract_facts(test_vocabulary(), documents).facts)
    before.push_back(fact.concept_id + fact.evidence[0].quote);
  documents.push_back(test_document("The parking lot is closed on Monday.", "d9"));
  std::vector<std::string> after;
  for (const Fact& fact : extract_facts(test_vocabulary(), documents).facts)
    after.push_back(fact.concept_id + fact.evidence[0].quote);
  EXPECT_EQ(before, after);
}

TEST(Extract, MergedReportsAreDatedByTheirOwnEncounter) {
  records::Document document = test_document("Date of exam 02/03/2014\nPain is 5/10.\n", "d1", "2014-02-03");
  records::Page second = document.pages[0];
  second.number = 2;
  second.text = "Date of exam 03/05/2014\nPain is 7/10.\n";
  document.pages.push_back(second);
  const records::Chart chart = extract_facts(test_vocabulary(), std::vector<records::Document>{document});
  ASSERT_EQ(chart.of("score.pain").size(), 2U);
  EXPECT_EQ(chart.of("score.pain")[0]->date->iso(), "2014-02-03");
  EXPECT_EQ(chart.of("score.pain")[1]->date->iso(), "2014-03-05");
}

TEST(Extract, HostileTextIsNoTrouble) {
  std::string noise;
  for (int k = 0; k < 4000; ++k) noise += static_cast<char>(k * 37 % 256);
  for (const std::string& text : {noise, std::string(20000, '('), std::string(20000, '1'), std::string("\xE2\x80"),
                                  std::string(3000, '\n'), std::string("no ") + noise}) {
    const records::Chart chart = test_chart(text);
    for (const Fact& fact : chart.facts) EXPECT_FALSE(fact.evidence.empty());
  }
}

TEST(Course, UseBeforeARequest) {
  const records::Chart chart = extract_facts(test_vocabulary(), small_file());
  EXPECT_TRUE(was_used_before(test_vocabulary(), chart, "ketamine topical", "topical", *Date::parse_iso("2014-03-01"))
                  .was_used);
  EXPECT_FALSE(was_used_before(test_vocabulary(), chart, "ketamine topical", "topical", *Date::parse_iso("2014-01-10"))
                   .was_used);
  EXPECT_FALSE(
      was_used_before(test_vocabulary(), chart, "ketamine oral or nasal", "oral", *Date::parse_iso("2014-03-01"))
          .was_used);
  EXPECT_FALSE(was_used_before(test_vocabulary(), chart, "baclofen", "oral", *Date::parse_iso("2014-03-01")).was_used);
  const UseBefore use =
      was_used_before(test_vocabulary(), chart, "ketamine topical", "topical", *Date::parse_iso("2014-03-01"));
  ASSERT_TRUE(use.first.has_value());
  EXPECT_EQ(use.first->iso(), "2014-01-10");
  EXPECT_FALSE(use.facts.empty());
}

TEST(Summary, SaysWhoAndWhatWithFacts) {
  records::CaseFile file;
  file.documents = small_file();
  const records::Chart chart = extract_facts(test_vocabulary(), file);
  std::string all;
  for (const records::SummaryLine& line : summarize(test_vocabulary(), chart, file)) {
    all += line.text + "\n";
    for (const std::string& id : line.facts) EXPECT_NE(chart.find(id), nullptr) << id;
  }
  EXPECT_NE(all.find("44 year old"), std::string::npos) << all;
  EXPECT_NE(all.find("The mechanism of injury is not detailed."), std::string::npos) << all;
  EXPECT_NE(all.find("radiculopathy (723.4)"), std::string::npos) << all;
  EXPECT_EQ(all.find("fibromyalgia"), std::string::npos) << all;
  EXPECT_FALSE(timeline(encounters(test_vocabulary(), chart, file)).empty());
}

TEST(Vocabulary, FaultsNameFileLineAndKey) {
  const Result<Vocabulary> missing = Vocabulary::load("/nonexistent");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message().find("sections.yaml"), std::string::npos) << missing.error().message();
}

TEST(Vocabulary, UnknownKeyGroupAndConceptAreFaultsWithTheirLine) {
  namespace fs = std::filesystem;
  const fs::path folder =
      fs::temp_directory_path() /
      ("openimr-vocabulary-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "-" +
       std::to_string(static_cast<long>(fs::file_time_type::clock::now().time_since_epoch().count())));
  struct Fault {
    const char* file;
    const char* content;
    const char* message;
  };
  const Fault faults[] = {
      {"derivations.yaml", "schema: 1\nderivations:\n  - {then: dx.crps, rule: x, anny: [dx.phn]}\n",
       "vocabulary/derivations.yaml:3"},
      {"derivations.yaml", "schema: 1\nderivations:\n  - {then: dx.crpss, rule: x, any: [dx.phn]}\n",
       "concept \"dx.crpss\""},
      {"concepts/zz.yaml", "schema: 1\nconcepts:\n  - {id: a.b, kind: finding, patterns: [\"<nosuch> x\"]}\n",
       "group <nosuch>"},
      {"context.yaml", "schema: 1\ncues:\n  - {kind: negatoin, words: [no]}\n", "negatoin"},
  };
  for (const Fault& fault : faults) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::copy(std::string(OPENIMR_SOURCE_DIR) + "/packs/vocabulary", folder / "vocabulary", fs::copy_options::recursive);
    std::ofstream(folder / "vocabulary" / fault.file) << fault.content;
    const Result<Vocabulary> loaded = Vocabulary::load(folder.string());
    ASSERT_FALSE(loaded) << fault.content;
    EXPECT_NE(loaded.error().message().find(fault.message), std::string::npos) << loaded.error().message();
  }
  fs::remove_all(folder);
}

TEST(Vocabulary, KnowsDrugsByBrandAndAlias) {
  EXPECT_EQ(test_vocabulary().drug("cymbalta")->generic, "duloxetine");
  EXPECT_EQ(test_vocabulary().drug("MS Contin")->generic, "morphine extended release");
  EXPECT_EQ(test_vocabulary().drug("nothing"), nullptr);
  EXPECT_NE(test_vocabulary().concept_of("mon.weaning_attempted"), nullptr);
  EXPECT_EQ(test_vocabulary().concept_of("dx.nothing"), nullptr);
}

} // namespace
} // namespace openimr::clinical
