// Who searches for one thing is not shown its relatives: another drug of the class, another member of a wider concept,
// a schedule that has the initials of a disease.
#include "clinical/file_search.h"

#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

SearchAnswer answer_in(const char* text, const char* asked) {
  const std::vector<records::Document> documents = {test_document(text)};
  return search_file(test_vocabulary(), extract_facts(test_vocabulary(), documents), documents, asked).answer;
}

TEST(SearchRelatives, AreNotWhatIsAsked) {
  struct Case {
    const char *text, *asked;
  };
  for (const Case& one : {
           Case{"He takes OxyContin 20 mg twice a day.", "methadone"},
           Case{"She takes Valium at night.", "Xanax"},
           Case{"Current medications: gabapentin 300 mg tid.", "pregabalin"},
           Case{"Oswestry was 48 percent.", "functional capacity evaluation"},
           Case{"X-rays show a compression fracture of L1.", "spondylolisthesis"},
           Case{"She had electrical stimulation and ultrasound.", "H-wave"},
           Case{"Interferential unit at home twice a day.", "H-wave"},
           Case{"Norco 10/325 one TID.", "diabetes"},
       })
    EXPECT_EQ(answer_in(one.text, one.asked), SearchAnswer::NotDocumented) << one.asked << " in: " << one.text;
  for (const Case& one : {
           Case{"He takes methadone 10 mg every 8 hours.", "methadone"},
           Case{"Xanax 0.5 mg at night.", "alprazolam"},
           Case{"He takes OxyContin 20 mg twice a day.", "opioids"},
           Case{"A functional capacity evaluation was done.", "FCE"},
           Case{"Grade I anterolisthesis of L4 on L5.", "spondylolisthesis"},
           Case{"She uses an H-wave device at home.", "H-wave"},
           Case{"Type II diabetes, on metformin.", "diabetes"},
           Case{"Reflex sympathetic dystrophy of the left hand.", "CRPS"},
       })
    EXPECT_EQ(answer_in(one.text, one.asked), SearchAnswer::Documented) << one.asked << " in: " << one.text;
}

} // namespace
} // namespace openimr::clinical
