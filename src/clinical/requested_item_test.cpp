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

} // namespace
} // namespace openimr::clinical
