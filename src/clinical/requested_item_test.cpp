#include "clinical/requested_item.h"

#include "clinical/test_vocabulary.h"

namespace openimr::clinical {
namespace {

struct Case {
  const char* words;
  const char* kind;
  std::vector<std::string> drugs;
  const char* route;
  const char* body_part;
  const char* side;
  const char* level;
  double count;
};

TEST(RequestedItem, Table) {
  const Case cases[] = {
      {"Ketamine 5% cream 60gm apply TID", "drug", {"ketamine topical"}, "topical", "", "", "", 0},
      {"Morphine sulfate ER 30mg 1 tab q 9H #90", "drug", {"morphine extended release"}, "oral", "", "", "", 0},
      {"Flurbiprofen 20%/Lidocaine 5%/Amitriptyline 5% cream 180 gm",
       "drug",
       {"flurbiprofen topical", "lidocaine cream gel ointment", "amitriptyline topical"},
       "topical",
       "",
       "",
       "",
       0},
      {"Compounded flurbiprofen, cyclobenzaprine and gabapentin cream",
       "drug",
       {"flurbiprofen topical", "cyclobenzaprine topical", "gabapentin topical"},
       "topical",
       "",
       "",
       "",
       0},
      {"Biofeedback x 6 sessions", "therapy", {}, "", "", "", "", 6},
      {"L4-5 microdiscectomy", "surgery", {}, "", "lumbar spine", "", "L4-5", 0},
      {"ACDF C5-6", "surgery", {}, "", "cervical spine", "", "C5-6", 0},
      {"Hardware removal, right ankle", "surgery", {}, "", "ankle", "right", "", 0},
      {"Discogram L3-S1", "test", {}, "", "lumbar spine", "", "L3-S1", 0},
      {"Bone growth stimulator", "device", {}, "", "", "", "", 0},
      {"Cold therapy unit, 7 day rental", "device", {}, "", "", "", "", 0},
      {"LESI L5-S1", "procedure", {}, "", "lumbar spine", "", "L5-S1", 0},
      {"Lumbar epidural steroid injection at L4-5 and L5-S1, bilateral",
       "procedure",
       {},
       "",
       "lumbar spine",
       "both",
       "L4-5, L5-S1",
       0},
      {"Physical therapy 2 times a week for 6 weeks, lumbar spine", "therapy", {}, "", "lumbar spine", "", "", 12},
      {"12 additional sessions of acupuncture for the right shoulder", "therapy", {}, "", "shoulder", "right", "", 12},
      {"MRI of the left knee", "test", {}, "", "knee", "left", "", 0},
      {"TENS unit purchase", "device", {}, "", "", "", "", 0},
      {"Spine surgery consultation", "consultation", {}, "", "spine", "", "", 0},
      {"Zolpidem 10 mg #30 for sleep therapy", "drug", {"zolpidem"}, "oral", "", "", "", 0},
      {"Protonix 40 mg daily #30 first-line therapy", "drug", {"pantoprazole"}, "oral", "", "", "", 0},
      {"Lidocaine 1% injection, right shoulder", "procedure", {}, "", "shoulder", "right", "", 0},
      {"Compound topical cream: Gabapentin 10%, Cyclobenzaprine 6%, Bupivacaine 5% 240 gm",
       "drug",
       {"gabapentin topical", "cyclobenzaprine topical", "bupivacaine topical"},
       "topical",
       "",
       "",
       "",
       0},
      {"TENS unit purchase and electrodes x 3 months", "device", {}, "", "", "", "", 0},
      {"Something nobody knows", "unknown", {}, "", "", "", "", 0},
      {"", "unknown", {}, "", "", "", "", 0},
  };
  for (const Case& one : cases) {
    const records::RequestedItem item = parse_item(test_vocabulary(), one.words);
    EXPECT_EQ(item.kind, one.kind) << one.words;
    EXPECT_EQ(item.drugs, one.drugs) << one.words;
    EXPECT_EQ(item.route, one.route) << one.words;
    EXPECT_EQ(item.body_part, one.body_part) << one.words;
    EXPECT_EQ(item.side, one.side) << one.words;
    EXPECT_EQ(item.level, one.level) << one.words;
    EXPECT_EQ(item.count.value_or(0), one.count) << one.words;
  }
}

std::string composition(const records::RequestedItem& item) {
  std::string words;
  for (const records::RequestedIngredient& one : item.components)
    words += (words.empty() ? "" : ", ") + one.name + (one.strength.empty() ? "" : " " + one.strength) +
             (one.is_published ? " (label)" : "");
  return words;
}

TEST(RequestedItem, MixturesAreTakenApart) {
  const std::pair<const char*, const char*> cases[] = {
      {"Flurbiprofen 20%/Lidocaine 5%/Amitriptyline 4% 180 gm cream",
       "flurbiprofen 20%, lidocaine 5%, amitriptyline 4%"},
      {"FCL (flurbiprofen 20%, baclofen 2%, capsaicin 0.0375%) 180gm, hyaluronic acid base",
       "flurbiprofen 20%, baclofen 2%, capsaicin 0.0375%"},
      {"Compounded flurbiprofen, cyclobenzaprine and gabapentin cream", "flurbiprofen, cyclobenzaprine, gabapentin"},
      {"Norco 10/325 mg #120", "hydrocodone 10 mg, acetaminophen 325 mg"},
      {"Terocin lotion 120 ml",
       "methyl salicylate 25% (label), capsaicin 0.025% (label), menthol 10% (label), lidocaine 2.5% (label)"},
      {"Medrox ointment", "methyl salicylate (label), menthol (label), capsaicin (label)"},
      {"Ketamine 5% cream 60gm", ""},
      {"Physical therapy x 6", ""},
  };
  for (const auto& [words, expected] : cases)
    EXPECT_EQ(composition(parse_item(test_vocabulary(), words)), expected) << words;
}

TEST(RequestedItem, HowLongAndOnWhatTerms) {
  struct Terms {
    const char *words, *duration;
    double days;
    const char* tenure;
  };
  const Terms cases[] = {
      {"TENS unit purchase and electrodes x 3 months", "3 months", 90, "purchase"},
      {"H-wave unit, 30-day rental", "30 days", 30, "rental"},
      {"Hot/cold unit rental or purchase", "", 0, "rental or purchase"},
      {"Interferential unit rental 60 days with supplies", "60 days", 60, "rental"},
      {"Gym membership for one year", "1 year", 365, ""},
      {"Physical therapy 2 times a week for 6 weeks", "6 weeks", 42, ""},
      {"Urine drug screen every 3 months", "", 0, ""},
      {"MRI of the left knee", "", 0, ""},
  };
  for (const Terms& one : cases) {
    const records::RequestedItem item = parse_item(test_vocabulary(), one.words);
    EXPECT_EQ(item.duration, one.duration) << one.words;
    EXPECT_EQ(item.duration_days.value_or(0), one.days) << one.words;
    EXPECT_EQ(item.tenure, one.tenure) << one.words;
  }
  EXPECT_EQ(parse_item(test_vocabulary(), "Norco 10/325 mg #120 with 2 refills").refills, 2);
}

} // namespace
} // namespace openimr::clinical
