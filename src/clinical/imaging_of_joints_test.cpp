// What studies show of shoulder, knee and spine, with the region that a rule asks for.
#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

struct Case {
  const char *words, *expected; ///< regions shown, "not" before a region that is denied; "" for none
  const char* kind = "progress_report";
};

std::string shown(const Case& one) {
  const records::Chart chart = extract_facts(
      test_vocabulary(), std::vector<records::Document>{test_document(one.words, "d1", "2014-03-01", one.kind)});
  std::vector<std::string> found;
  for (const records::Fact& fact : chart.facts) {
    if (fact.concept_id != "test.imaging_corroborates") continue;
    const auto region = fact.details.find("region");
    std::string word = region == fact.details.end() ? "anywhere" : region->second;
    if (fact.assertion == records::Assertion::Absent) word = "not " + word;
    if (fact.assertion == records::Assertion::Possible) word = "perhaps " + word;
    if (fact.temporality == records::Temporality::Planned || fact.temporality == records::Temporality::Hypothetical)
      word = "planned " + word;
    if (std::find(found.begin(), found.end(), word) == found.end()) found.push_back(std::move(word));
  }
  std::string all;
  for (const std::string& word : found) all += (all.empty() ? "" : ", ") + word;
  return all;
}

TEST(ImagingOfJoints, TheRegionOfTheLesion) {
  for (const Case& one : {
           Case{"MRI right shoulder 03/18/2013: full-thickness supraspinatus tear.", "shoulder"},
           Case{"MRI shows a high-grade partial tear of the infraspinatus.", "shoulder"},
           Case{"An MR arthrogram of the left shoulder revealed a SLAP tear.", "shoulder"},
           Case{"Ultrasound demonstrated a torn rotator cuff.", "shoulder"},
           Case{"X-rays of the shoulder show a type III acromion.", "shoulder"},
           Case{"There is a rotator cuff tear seen on MRI.", "shoulder"},
           Case{"MRI right knee: tear of the medial meniscus.", "knee"},
           Case{"MRI of the left knee showed a complex tear of the posterior horn.", "knee"},
           Case{"MRI showed a torn meniscus.", "knee"},
           Case{"MRI of the knee demonstrates a rupture of the ACL.", "knee"},
           Case{"Medial meniscal tear on MRI of 3/2/2014.", "knee"},
           Case{"MRI of the lumbar spine showed a disc protrusion at L4-5.", "spine"},
           // Denied, asked for, or seen by no study.
           Case{"MRI of the shoulder shows no rotator cuff tear.", "not shoulder"},
           Case{"MRI of the knee: no tear of the meniscus.", "not knee"},
           Case{"Request MRI of the knee to evaluate for a meniscus tear.", ""},
           Case{"MRI to rule out rotator cuff tear.", ""},
           Case{"ASSESSMENT: Right rotator cuff tear.", ""},
           Case{"Positive McMurray, suspect medial meniscus tear.", ""},
           Case{"MRI of the right shoulder was normal.", ""},
       })
    EXPECT_EQ(shown(one), one.expected) << one.words;
}

TEST(ImagingOfJoints, AReportOfItsOwnNeedNotNameTheStudy) {
  for (const Case& one : {
           Case{"FINDINGS: Full-thickness tear of the supraspinatus tendon, 1.8 cm.\nIMPRESSION: Supraspinatus tear.",
                "shoulder", "mri_report"},
           Case{"IMPRESSION: Horizontal tear of the posterior horn of the medial meniscus.", "knee", "mri_report"},
           Case{"IMPRESSION: Subacromial bursitis and ac joint arthrosis.", "shoulder", "mri_report"},
           Case{"FINDINGS: The rotator cuff is intact without tear.", "not shoulder", "mri_report"},
           Case{"FINDINGS: Menisci: no tear.", "not knee", "mri_report"},
           Case{"CLINICAL HISTORY: Rule out meniscus tear.", "", "mri_report"},
           Case{"The supraspinatus tear was repaired with two anchors.", "", "operative_report"},
       })
    EXPECT_EQ(shown(one), one.expected) << one.words;
}

} // namespace
} // namespace openimr::clinical
