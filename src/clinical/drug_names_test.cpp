// Every drug of packs/vocabulary/drugs.yaml by all its names, by names with one letter wrong, and ordinary words that
// are no drugs.
#include "clinical/drug_mentions.h"
#include "clinical/test_vocabulary.h"
#include "clinical/vocabulary_data.h"

#include <algorithm>
#include <map>
#include <set>

namespace openimr::clinical {
namespace {

constexpr std::size_t shortest_near = 7; // letters: a shorter word with a letter wrong may be any word

std::vector<DrugMention> drugs_in(const std::string& words) {
  const Vocabulary::Data& data = test_vocabulary().data();
  std::vector<text::Token> tokens;
  std::vector<text::TermHit> hits;
  data.matcher.tokenize(words, tokens);
  data.matcher.find(tokens, hits);
  return find_drugs(data, words, tokens, hits, {0, static_cast<std::uint32_t>(tokens.size())});
}

std::vector<std::string> names_of(const Drug& drug) {
  std::vector<std::string> names = {drug.generic};
  names.insert(names.end(), drug.brands.begin(), drug.brands.end());
  names.insert(names.end(), drug.aliases.begin(), drug.aliases.end());
  return names;
}

/// The name with one letter left out, one doubled, one replaced and two swapped, behind the first and before the last.
std::vector<std::string> misspelled(const std::string& name) {
  std::vector<std::string> all;
  for (std::size_t at : {std::size_t{2}, name.size() / 2, name.size() - 2}) {
    std::string one = name;
    all.push_back(one.erase(at, 1));
    one = name;
    all.push_back(one.insert(at, 1, one[at]));
    one = name;
    one[at] = one[at] == 'x' ? 'q' : 'x';
    all.push_back(one);
    one = name;
    std::swap(one[at - 1], one[at]);
    if (one != name) all.push_back(one);
  }
  return all;
}

/// The word and the words with one letter left out: two words a letter apart share one.
std::set<std::string> shortened(const std::string& word) {
  std::set<std::string> all = {word};
  for (std::size_t at = 0; at < word.size(); ++at) {
    std::string one = word;
    all.insert(one.erase(at, 1));
  }
  return all;
}

bool is_one_word(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

} // namespace

TEST(DrugNames, AreFoundByGenericBrandAndAlias) {
  const auto& drugs = test_vocabulary().drugs();
  EXPECT_GE(drugs.size(), 272U);
  for (const Drug& drug : drugs)
    for (const std::string& name : names_of(drug)) {
      const auto found = drugs_in("She takes " + name + " each day.");
      ASSERT_FALSE(found.empty()) << name;
      const auto of_found = names_of(*found.front().any); // some brands name several products
      EXPECT_TRUE(found.front().base == drug.base ||
                  std::find(of_found.begin(), of_found.end(), name) != of_found.end())
          << name << " is " << drug.generic << ", found " << found.front().generic;
      EXPECT_FALSE(found.front().is_near) << name;
    }
}

TEST(DrugNames, WithOneLetterWrongAreNearMatches) {
  std::map<std::string, std::set<std::string>> bases_of; // what a slip may have been
  std::set<std::string> spelled_so;                      // a slip may be another name of the drug
  for (const Drug& drug : test_vocabulary().drugs())
    for (const std::string& name : names_of(drug)) {
      spelled_so.insert(text::fold(name));
      for (const std::string& one : shortened(text::fold(name))) bases_of[one].insert(drug.base);
    }
  std::size_t tried = 0, doubtful = 0;
  std::set<std::string> with_long_name, all;
  for (const Drug& drug : test_vocabulary().drugs()) {
    std::vector<std::string> names = names_of(drug);
    names.push_back(drug.base);
    all.insert(drug.generic);
    for (const std::string& name : names) {
      if (!is_one_word(name) || name.size() < shortest_near + 1) continue; // one letter is left out
      with_long_name.insert(drug.generic);
      for (const std::string& wrong : misspelled(name)) {
        std::set<std::string> meant;
        for (const std::string& one : shortened(text::fold(wrong)))
          if (const auto bases = bases_of.find(one); bases != bases_of.end())
            meant.insert(bases->second.begin(), bases->second.end());
        const auto found = drugs_in("She takes " + wrong + " each day.");
        ++tried;
        if (meant.size() != 1) { // another drug's name is as near: nothing, or one of them, flagged or spelled so
          ++doubtful;
          EXPECT_TRUE(found.empty() || meant.empty() || meant.contains(found.front().any->base)) << wrong;
          continue;
        }
        ASSERT_EQ(found.size(), 1U) << wrong << " for " << name;
        EXPECT_TRUE(found.front().is_near || spelled_so.contains(text::fold(wrong))) << wrong << " for " << name;
        EXPECT_EQ(found.front().any->base, *meant.begin()) << wrong << " for " << name;
      }
    }
  }
  EXPECT_GT(tried, 2000U);
  EXPECT_LT(doubtful * 10, tried);
  EXPECT_GE(with_long_name.size() * 10, all.size() * 8) << "of the others every name is short or of several words";
}

TEST(DrugNames, OrdinaryWordsAreNone) {
  const char* words =
      "ability abnormal absolute accident activity adequate adhesive advance afternoon alcohol allergic although "
      "amateur "
      "ambient ambulate analgesic anatomic annual anterior antibody apparent appetite arterial arthritis aspirate "
      "assess "
      "attempt average balance baseline bathroom beautiful behavior believe beneath benefit bilateral bottom breakfast "
      "breathe broken capsule careful carefully carpal catheter celebrate celebrity central certain chemical cervical "
      "children chronic circle clinical clinic collapse combination comfort complain complete compound concern "
      "condition "
      "confused consider constant consult continue contour contrast control corner counsel crystal currently cylinder "
      "daily decline decrease deficit deformity dental depend depression detailed develop diabetes diagnosis diameter "
      "difficult digital disability discharge discuss disease distal disturb division document dominant dorsal dosage "
      "dressing duplex duration during dynamic effect elastic elbow elective elevated emergency employer enlarge "
      "entirely episode equal essential evaluate evening examine excellent exercise external extreme failure familiar "
      "fatigue features fibrosis finally finger flexible flexion flexor fluid follow foramen forearm formal fracture "
      "frequent function furniture general generate genital glasses gradual grateful gravity handle happen heading "
      "health "
      "heparinized history hospital however humeral hydrate hydraulic identical illness imagine immediate impinge "
      "improve incision increase indicate industrial infant inferior inform injection injury inspect instead internal "
      "interval involve isolated joint journal kidney kitchen labral laminar landmark lateral leather legally lesion "
      "limited literal locally lumbar lyrical machine manual marginal massive material maximal measure medial "
      "medical meeting member meniscal mental middle mineral minimal minute mobile moderate modify monitor morning "
      "motion "
      "movement multiple muscle natural needle negative nerve neural neuron neutral nocturnal normal notable nucleus "
      "numeral objective obtain occasion office opinion optical optimal ordinary organic original orthotic outcome "
      "overall oxygen package palpable parallel partial patient pelvic perform perhaps period permanent persist "
      "physical "
      "plastic platelet pleasant plural policy positive posterior posture practice precise present pressure "
      "previous primary private problem procedure produce profile program progress promise proper protein provide "
      "proximal quality quarter question radial random reaction reason receive recent record reduce refill reflex "
      "refuse "
      "regular relation relax release relief remain remove repeat report request require resident resolve respond rest "
      "restore result retire return review rotation routine sacral satisfy schedule scissors secondary section sedate "
      "segment sensory separate serious serve several severe shoulder signal similar simple solution special "
      "spinal stable standard sterile stimulate stomach straight strength stretch structure subject sublime submit "
      "suggest superior supply support surface surgery surgical sustain swelling symptom synovial system tablet "
      "temporal "
      "tender tension therapy thoracic thorough through tissue tolerate topical torsion traction transfer transport "
      "trauma treatment tremor trigger tropical trouble tubular tunnel typical ulnar ultimate ultra unable uncertain "
      "unstable upper urgent urinary usual utility vacation valid value variable vascular venous ventral "
      "version vertebral vertical vessel vibrate virtual visible visit visual vital volume walking weakness weather "
      "weekend weight whether withdraw without witness workshop wound";
  std::string taken;
  for (const DrugMention& mention : drugs_in(words)) taken += mention.generic + "; ";
  EXPECT_EQ(taken, "");
}

} // namespace openimr::clinical
