// Requests as they are written in applications, and the guideline topics they must reach. The words go through the
// reading of requests (clinical) and the pages' applies_to (guidelines), as in a review.
#include "clinical/requested_item.h"
#include "guidelines/library.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>

namespace openimr {
namespace {

const std::string packs = std::string(OPENIMR_SOURCE_DIR) + "/packs";
const Date day = *Date::parse_iso("2015-01-29");

struct Written {
  const char *words, *topics; ///< topic ids in alphabetical order
};

std::string topics_of(const clinical::Vocabulary& vocabulary, const guidelines::Library& library, const char* words) {
  std::vector<std::string> ids;
  for (const auto* topic : library.topics_for(clinical::parse_item(vocabulary, words, day), day))
    ids.push_back(topic->id);
  std::sort(ids.begin(), ids.end());
  return fmt::format("{}", fmt::join(ids, ", "));
}

} // namespace

TEST(Requests, ReachTheirTopics) {
  const auto vocabulary = clinical::Vocabulary::load(packs);
  ASSERT_TRUE(vocabulary) << vocabulary.error().message();
  const auto library = guidelines::Library::load(packs);
  ASSERT_TRUE(library) << library.error().message();
  const Written requests[] = {
      {"MRI lumbar spine without contrast", "mri-lumbar"},
      {"MRI of the right shoulder", "mri-shoulder"},
      {"MRI left knee", "mri-knee"},
      {"MRI cervical spine w/o contrast", "mri-cervical"},
      {"L4-5 transforaminal ESI", "epidural-steroid-injection"},
      {"Lumbar epidural steroid injection at L4-L5 under fluoroscopy", "epidural-steroid-injection"},
      {"Physical therapy 2x6 for the low back", "physical-medicine"},
      {"Post-op physical therapy 3 times a week for 4 weeks, right shoulder", "postsurgical-therapy"},
      {"Acupuncture 12 visits", "acupuncture"},
      {"Chiropractic 2x6 low back", "manual-therapy"},
      {"Aquatic therapy x 8", "aquatic-therapy"},
      {"H-wave unit rental 30 days", "h-wave"},
      {"TENS unit purchase", "tens"},
      {"Interferential unit 60 day rental", "interferential"},
      {"Functional capacity evaluation", "functional-capacity-evaluation"},
      {"EMG/NCV bilateral lower extremities", "emg-ncs-lower"},
      {"EMG of bilateral upper extremities", "emg-ncs-upper"},
      {"Bilateral L3, L4, L5 medial branch block", "facet-medial-branch-diagnostic"},
      {"Lumbar facet joint injection L4-5", "facet-injections-therapeutic"},
      {"Radiofrequency ablation L4-S1", "radiofrequency-ablation"},
      {"Trigger point injections x 4", "trigger-point-injections"},
      {"Left SI joint injection", "sacroiliac-injection"},
      {"Right stellate ganglion block", "stellate-ganglion-block"},
      {"Lumbar sympathetic block, left L3", "lumbar-sympathetic-block"},
      {"Spinal cord stimulator trial", "spinal-cord-stimulator"},
      {"Intrathecal pump refill", "intrathecal-pump"},
      {"Synvisc One injection right knee", "viscosupplementation"},
      {"Right subacromial cortisone injection", "cortisone-joint-injection"},
      {"Functional restoration program 20 days", "functional-restoration-program"},
      {"Cognitive behavioral therapy x 6", "behavioral-interventions"},
      {"Psychological evaluation", "psych-evaluation"},
      {"Biofeedback x 6", "biofeedback"},
      {"Work hardening 10 sessions", "work-hardening"},
      {"Home health aide 4 hours a day 7 days a week", "home-health"},
      {"Gym membership 6 months", "gym-membership"},
      {"LSO back brace", "lumbar-support"},
      {"Cold therapy unit rental 7 days", "cold-heat-therapy"},
      {"Transportation to appointments", "transportation"},
      {"Weight loss program", "weight-loss"},
      {"Pain management consultation", "specialist-consult"},
      {"L4-5 microdiscectomy", "lumbar-decompression"},
      {"L4-S1 posterior lumbar interbody fusion", "lumbar-fusion"},
      {"ACDF C5-6", "cervical-fusion"},
      {"Right shoulder arthroscopy with subacromial decompression", "shoulder-decompression"},
      {"Right shoulder rotator cuff repair", "rotator-cuff-repair"},
      {"Left knee arthroscopy with meniscectomy", "knee-meniscectomy"},
      {"Total knee replacement", "knee-arthroplasty"},
      {"Right carpal tunnel release", "carpal-tunnel-release"},
      {"Pre-op clearance", "preoperative-testing"},
      {"Assistant surgeon", "preoperative-testing"},
      {"Urine drug screen", "urine-drug-testing"},
      {"Norco 10/325 #120", "hydrocodone-apap"},
      {"Fentanyl 50 mcg/hr patch #10", "fentanyl-transdermal"},
      {"Methadone 10mg #90", "methadone"},
      {"Suboxone 8/2 mg #60", "buprenorphine"},
      {"Butrans 10 mcg patch #4", "butrans"},
      {"Nucynta 75 mg #120", "tapentadol"},
      {"Ultracet #60", "tramadol-apap"},
      {"Tylenol #3 #60", "codeine-apap"},
      {"Dilaudid 4mg #90", "hydromorphone"},
      {"Robaxin 750 mg #90", "methocarbamol"},
      {"Norflex 100mg #60", "orphenadrine"},
      {"Skelaxin 800 mg #90", "metaxalone"},
      {"Ibuprofen 800 mg #90", "ibuprofen"},
      {"Diclofenac 75 mg #60", "diclofenac"},
      {"Mobic 15 mg #30", "meloxicam"},
      {"Relafen 750 mg #60", "nabumetone"},
      {"Indomethacin 25mg #60", "nsaids"},
      {"Protonix 20 mg #60", "pantoprazole"},
      {"Ranitidine 150 mg #60", "h2-blockers"},
      {"Elavil 25 mg #30", "tca"},
      {"Effexor XR 75 mg #60", "venlafaxine"},
      {"Zoloft 50 mg #30", "ssri"},
      {"Wellbutrin 150mg #60", "bupropion"},
      {"Trazodone 50 mg #60", "trazodone"},
      {"Topamax 50 mg #60", "topiramate"},
      {"Lunesta 2 mg #30", "eszopiclone"},
      {"Xanax 1 mg #60", "benzodiazepines"},
      {"Androgel 1.62%", "testosterone"},
      {"Theramine #90", "medical-foods"},
      {"Sentra PM #60", "medical-foods"},
      {"Glucosamine 500 mg #90", "glucosamine"},
      {"Zofran 8 mg #10", "ondansetron"},
      {"Sumatriptan 25mg #9", "sumatriptan"},
      {"Colace 100 mg #60", "laxatives"},
      {"Marinol 5 mg", "cannabinoids"},
      {"Terocin patch #30", "lidocaine-topical, terocin"},
      {"Dendracin lotion 120 ml", "capsaicin-topical, dendracin"},
      {"Medrox patches", "capsaicin-topical, medrox"},
      {"LidoPro ointment 4oz", "lidocaine-topical, lidopro"},
      {"Menthoderm gel 120 gm", "menthoderm"},
      {"Flector patch #60", "flector-patch"},
      {"Pennsaid 2% solution", "pennsaid"},
      {"Flurbiprofen 20% cream 120 gm", "flurbiprofen-topical"},
      {"Ketamine 5% cream 60gm apply TID", "ketamine-topical"},
      {"Biofreeze", "menthol-camphor-topical"},
      {"Capsaicin 0.025% cream", "capsaicin-topical"},
      {"Botox injection 200 units", "botulinum-toxin"},
      {"DNA testing", "sudoscan-dna-tests"},
      {"Narcan nasal spray", "opioids-misuse"},
      {"Home exercise kit", "exercise"},
      {"Massage therapy x 6", "massage"},
      {"Prolotherapy", "prolotherapy"},
      {"Power wheelchair", "power-mobility"},
      {"Shower chair", "dme"},
      {"Extracorporeal shockwave therapy", "laser-ultrasound-magnet"},
      // What must not be reached: another procedure of the same words, a mixture by the name of its part.
      {"Manipulation under anesthesia, right shoulder", ""},
      {"Buprenorphine/naloxone 8/2 mg", "buprenorphine"},
      {"Diclofenac 1% gel 100 gm", "voltaren-gel"},
      {"Compound cream: ketoprofen 10%, lidocaine 5%",
       "ketoprofen-topical, lidocaine-topical, topical-analgesics, topical-compounded-rule"},
  };
  for (const Written& one : requests) EXPECT_EQ(topics_of(*vocabulary, *library, one.words), one.topics) << one.words;
}

/// A brand is led to a page wherever its generic is; a brand of several forms says too little by itself.
TEST(Requests, ABrandReachesAPageWhereItsGenericDoes) {
  const auto vocabulary = clinical::Vocabulary::load(packs);
  const auto library = guidelines::Library::load(packs);
  ASSERT_TRUE(vocabulary && library);
  int asked = 0;
  std::string lost;
  std::map<std::string, int> drugs_of;
  for (const clinical::Drug& drug : vocabulary->drugs())
    for (const std::string& brand : drug.brands) ++drugs_of[brand];
  for (const clinical::Drug& drug : vocabulary->drugs()) {
    const std::string pages = topics_of(*vocabulary, *library, drug.generic.c_str());
    for (const std::string& brand : drug.brands) {
      asked += drugs_of[brand] == 1;
      if (!pages.empty() && drugs_of[brand] == 1 && topics_of(*vocabulary, *library, brand.c_str()).empty())
        lost += fmt::format("\n  {} ({}: {})", brand, drug.generic, pages);
    }
  }
  EXPECT_GT(asked, 300);
  EXPECT_EQ(lost, "");
}

} // namespace openimr
