#include "clinical/context.h"

#include "clinical/test_vocabulary.h"

#include <fstream>

namespace openimr::clinical {
namespace {

struct Case {
  const char* phrase;
  const char* sentence;
  const char* answer; // negation, temporality, experiencer
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases)
    EXPECT_EQ(context_line(test_vocabulary(), std::string(one.phrase) + "\t" + one.sentence), one.answer)
        << one.phrase << " in: " << one.sentence;
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
      {"antidepressants", "Antiepileptics are recommended when trials of antidepressants have failed.",
       "Affirmed\tHypothetical\tPatient"},
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

/// A line of a table beside this file: its cells, the last one a sentence whose phrases stood in braces.
struct Row {
  std::vector<std::string> cells;
  std::string sentence;
  std::vector<text::Span> phrases;
};

std::vector<Row> table(const std::string& name) {
  std::ifstream file(std::string(OPENIMR_SOURCE_DIR) + "/src/clinical/" + name);
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    Row row;
    for (std::size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t')) {
      row.cells.push_back(line.substr(0, tab));
      line.erase(0, tab + 1);
    }
    for (const char c : line) {
      if (c == '{')
        row.phrases.push_back({static_cast<std::uint32_t>(row.sentence.size()), 0});
      else if (c == '}')
        row.phrases.back().end = static_cast<std::uint32_t>(row.sentence.size());
      else
        row.sentence += c;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Own sentences: recall of other people at least 0.98, the patient's own never given away.
TEST(Context, OtherPeople) {
  int others = 0, found = 0;
  for (const Row& row : table("context_people.tsv")) {
    const bool is_other = row.cells.at(0) == "Other";
    for (const text::Span phrase : row.phrases) {
      const bool said_other = judge(test_vocabulary(), row.sentence, phrase).experiencer == records::Experiencer::Other;
      others += is_other ? 1 : 0;
      found += is_other && said_other ? 1 : 0;
      if (is_other && !said_other)
        std::cout << "missed: " << phrase.of(row.sentence) << " in: " << row.sentence << "\n";
      EXPECT_FALSE(!is_other && said_other) << phrase.of(row.sentence) << " in: " << row.sentence;
    }
  }
  EXPECT_GE(others, 200);
  EXPECT_GE(found, 0.98 * others);
}

/// Own sentences of general form: at least 95 of 100 as a reader takes them.
TEST(Context, OwnSentences) {
  int all = 0, right = 0;
  for (const Row& row : table("context_own.tsv"))
    for (const text::Span phrase : row.phrases) {
      const ContextResult result = judge(test_vocabulary(), row.sentence, phrase);
      const bool is_right = row.cells.at(0) == name(result.negation) && row.cells.at(1) == name(result.temporality) &&
                            result.experiencer == records::Experiencer::Patient;
      ++all;
      right += is_right ? 1 : 0;
      if (!is_right) std::cout << "taken otherwise: " << phrase.of(row.sentence) << " in: " << row.sentence << "\n";
    }
  EXPECT_GE(all, 100);
  EXPECT_GE(right, 0.95 * all);
}

TEST(Context, PhraseThatDoesNotOccur) {
  check({{"asthma", "The lungs are clear.", "Affirmed\tRecent\tPatient"}, {"asthma", "", "Affirmed\tRecent\tPatient"}});
  EXPECT_EQ(context_line(test_vocabulary(), ""), "Affirmed\tRecent\tPatient");
  EXPECT_EQ(context_line(test_vocabulary(), "no tab here"), "Affirmed\tRecent\tPatient");
}

TEST(Context, SpacesAndCaseDoNotMatter) {
  check({{"chest   Pain", "He denies CHEST\t  pain today.", "Negated\tRecent\tPatient"}});
}

TEST(Context, PlansAndRecitedRulesAreToldApart) {
  const std::string planned = "We will try gabapentin at the next visit.";
  EXPECT_TRUE(judge(test_vocabulary(), planned, "gabapentin").is_planned);
  EXPECT_EQ(judge(test_vocabulary(), planned, "gabapentin").when(), records::Temporality::Planned);
  const ContextResult recited =
      judge(test_vocabulary(), "According to the guidelines gabapentin is a first-line drug.", "gabapentin");
  EXPECT_TRUE(recited.is_recited);
  EXPECT_EQ(recited.when(), records::Temporality::Hypothetical);
}

} // namespace
} // namespace openimr::clinical
