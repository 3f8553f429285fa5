// Cause and result: stomach trouble is from an NSAID only where one is taken or blamed, and a urine test has a result.
#include "clinical/test_vocabulary.h"

#include <algorithm>

namespace openimr::clinical {
namespace {

struct Case {
  const char *words, *concept_id, *expected; ///< "present", "absent", or "none"
};

void check(const Case& one) {
  const records::Chart chart = test_chart(one.words);
  const auto has = [&](records::Assertion assertion) {
    return std::any_of(chart.facts.begin(), chart.facts.end(), [&](const records::Fact& fact) {
      return fact.concept_id == one.concept_id && fact.assertion == assertion &&
             fact.temporality != records::Temporality::Planned &&
             fact.temporality != records::Temporality::Hypothetical;
    });
  };
  const std::string said = has(records::Assertion::Present)  ? "present"
                           : has(records::Assertion::Absent) ? "absent"
                                                             : "none";
  EXPECT_EQ(said, one.expected) << one.concept_id << " in: " << one.words;
}

} // namespace

TEST(Cause, StomachTroubleIsOfAnNsaidWhereOneIsTakenOrBlamed) {
  const char* from_nsaid = "dx.gi_dyspepsia_from_nsaid";
  for (const Case& one : {
           Case{"GERD since childhood. She takes no NSAIDs.", from_nsaid, "none"},
           {"PAST MEDICAL HISTORY: GERD.\nMEDICATIONS: Norco 10/325 tid.", from_nsaid, "none"},
           {"GERD, controlled with medication.", from_nsaid, "none"},
           {"Heartburn. NSAIDs are avoided.", from_nsaid, "none"},
           {"Norco upsets her stomach.", from_nsaid, "none"},
           {"PAST MEDICAL HISTORY: GERD.\n\nMEDICATIONS:\nNaproxen 550 mg bid.", from_nsaid, "present"},
           {"He has heartburn from naproxen.", from_nsaid, "present"},
           {"Dyspepsia secondary to ibuprofen.", from_nsaid, "present"},
           {"Diclofenac gives her an upset stomach.", from_nsaid, "present"},
           {"Naproxen was stopped because of GI upset.", from_nsaid, "present"},
           {"Medication-induced gastritis.", from_nsaid, "present"},
           {"Denies heartburn, GERD or gastritis.", from_nsaid, "absent"},
           {"GERD since childhood. She takes no NSAIDs.", "dx.gi_dyspepsia", "present"},
       })
    check(one);
}

TEST(Cause, AUrineTestTellsWhatWasFound) {
  const char *consistent = "mon.uds_consistent", *illegal = "mon.illegal_or_diversion", *done = "mon.uds_done";
  for (const Case& one : {
           Case{"UDS positive for THC and cocaine.", consistent, "absent"},
           {"UDS positive for THC and cocaine.", illegal, "present"},
           {"Urine drug screen of 02/03/2014 was positive for methamphetamine.", illegal, "present"},
           {"The urine drug screen was positive for marijuana.", consistent, "absent"},
           {"The urine drug screen was positive for marijuana.", illegal, "none"},
           {"UDS was inconsistent: no hydrocodone was found.", consistent, "absent"},
           {"UDS was negative for THC and cocaine, positive for hydrocodone.", consistent, "none"},
           {"UDS was negative for THC and cocaine, positive for hydrocodone.", illegal, "none"},
           {"UDS was negative for THC and cocaine, positive for hydrocodone.", done, "present"},
           {"Urine drug screen positive for opiates, cocaine negative.", illegal, "absent"},
           {"UDS consistent with hydrocodone, THC not detected.", consistent, "present"},
           {"UDS was consistent; no cocaine detected.", consistent, "present"},
           {"UDS was consistent; no cocaine detected.", illegal, "absent"},
           {"A urine drug screen has not been done.", done, "absent"},
       })
    check(one);
}

TEST(Cause, ALaboratoryTableTellsWhatWasFound) {
  const std::string head = "TOXICOLOGY LABORATORY REPORT\nCollected: 02/02/2014\n"
                           "Test                 Result        Cutoff     Outcome\n";
  const std::string bad = head + "Hydrocodone          NOT DETECTED  50 ng/mL   INCONSISTENT\n"
                                 "THC metabolite       DETECTED      15 ng/mL\n"
                                 "Cocaine metabolite   NOT DETECTED  150 ng/mL\n";
  const std::string good = head + "Hydrocodone          DETECTED      50 ng/mL   CONSISTENT\n"
                                  "THC metabolite       NOT DETECTED  15 ng/mL\n"
                                  "Cocaine metabolite   NOT DETECTED  150 ng/mL\n";
  const std::string street = head + "Cocaine metabolite   DETECTED      150 ng/mL  INCONSISTENT\n";
  for (const Case& one : {Case{bad.c_str(), "mon.uds_done", "present"},
                          {bad.c_str(), "mon.uds_consistent", "absent"},
                          {bad.c_str(), "mon.illegal_or_diversion", "absent"},
                          {good.c_str(), "mon.uds_done", "present"},
                          {good.c_str(), "mon.uds_consistent", "none"},
                          {street.c_str(), "mon.illegal_or_diversion", "present"}})
    check(one);
}

} // namespace openimr::clinical
