#include "clinical/context.h"

#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

struct Case {
  const char* phrase;
  const char* sentence;
  const char* answer; // negation, temporality, experiencer
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) EXPECT_EQ(context_line(test_vocabulary(), std::string(one.phrase) + "\t" + one.sentence), one.answer) << one.phrase << " in: " << one.sentence;
}

TEST(Context, Negation) {
  check({
      {"numbness", "She denies numbness, tingling or weakness in the legs.", "Negated\tRecent\tPatient"},
      {"weakness", "She denies numbness, tingling or weakness in the legs.", "Negated\tRecent\tPatient"},
      {"radiculopathy", "There is no evidence of radiculopathy on today's study.", "Negated\tRecent\tPatient"},
      {"fracture", "Fracture was ruled out by plain films.", "Negated\tRecent\tPatient"},
      {"spasm", "Reflexes are absent on both sides, the muscles are tender with spasm.", "Affirmed\tRecent\tPatient"},
      {"leg pain", "He has no back pain but has leg pain on the right.", "Affirmed\tRecent\tPatient"},
      {"swelling", "No change in the swelling of the left wrist.", "Affirmed\tRecent\tPatient"},
      {"infection", "Infection cannot be excluded.", "Possible\tRecent\tPatient"},
      {"disc herniation", "Possible disc herniation at the level below.", "Possible\tRecent\tPatient"},
      {"constipation", "Constipation: none.", "Negated\tRecent\tPatient"},
      {"atrophy", "Without atrophy or fasciculation.", "Negated\tRecent\tPatient"},
      {"drainage", "The wound is clean. Drainage persists.", "Affirmed\tRecent\tPatient"},
  });
}

TEST(Context, Time) {
  check({
      {"gastric ulcer", "He has a history of gastric ulcer.", "Affirmed\tHistorical\tPatient"},
      {"fusion", "Status post fusion, now with leg pain.", "Affirmed\tHistorical\tPatient"},
      {"leg pain", "Status post fusion, now with leg pain.", "Affirmed\tRecent\tPatient"},
      {"ankle fracture", "Past medical history: hypertension, ankle fracture.", "Affirmed\tHistorical\tPatient"},
      {"back pain", "History of present illness: back pain after lifting.", "Affirmed\tRecent\tPatient"},
      {"seizures", "No history of seizures.", "Negated\tHistorical\tPatient"},
      {"fever", "Return at once if you notice fever or chills.", "Affirmed\tHypothetical\tPatient"},
      {"gabapentin", "We will try gabapentin at the next visit.", "Affirmed\tHypothetical\tPatient"},
      {"antidepressants", "Antiepileptics are recommended when trials of antidepressants have failed.", "Affirmed\tHypothetical\tPatient"},
  });
}

TEST(Context, Experiencer) {
  check({
      {"diabetes", "Family history: mother has diabetes.", "Affirmed\tRecent\tOther"},
      {"stroke", "His grandfather had a stroke.", "Affirmed\tRecent\tOther"},
      {"back pain", "The patient lives with his wife and has back pain.", "Affirmed\tRecent\tPatient"},
      {"back pain", "Wife reports that back pain keeps him awake.", "Affirmed\tRecent\tPatient"},
  });
}

TEST(Context, PhraseThatDoesNotOccur) {
  check({{"asthma", "The lungs are clear.", "Affirmed\tRecent\tPatient"}, {"asthma", "", "Affirmed\tRecent\tPatient"}});
  EXPECT_EQ(context_line(test_vocabulary(), ""), "Affirmed\tRecent\tPatient");
  EXPECT_EQ(context_line(test_vocabulary(), "no tab here"), "Affirmed\tRecent\tPatient");
}

TEST(Context, SpacesAndCaseDoNotMatter) { check({{"chest   Pain", "He denies CHEST\t  pain today.", "Negated\tRecent\tPatient"}}); }

TEST(Context, PlansAndRecitedRulesAreToldApart) {
  const std::string planned = "We will try gabapentin at the next visit.";
  EXPECT_TRUE(judge(test_vocabulary(), planned, "gabapentin").is_planned);
  EXPECT_EQ(judge(test_vocabulary(), planned, "gabapentin").when(), records::Temporality::Planned);
  const ContextResult recited = judge(test_vocabulary(), "According to the guidelines gabapentin is a first-line drug.", "gabapentin");
  EXPECT_TRUE(recited.is_recited);
  EXPECT_EQ(recited.when(), records::Temporality::Hypothetical);
}

} // namespace
} // namespace openimr::clinical
