#include "determination/absence_claims.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace openimr::determination {
namespace {

const CheckRules& rules() {
  static const auto loaded = CheckRules::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
  if (!loaded) throw std::runtime_error(loaded.error().message());
  return *loaded;
}

/// The objects of the claims that the grammar finds in a text, joined by " | "; of the net where it finds none.
std::string objects(std::string_view text) {
  std::vector<std::string> list, caught;
  for (const auto& claim : find_absence_claims(rules().absence, text))
    (claim.is_caught ? caught : list).emplace_back(claim.object.of(text));
  return fmt::format("{}", fmt::join(list.empty() ? caught : list, " | "));
}

/// Whether any claim of the text may be about the words.
bool denies(std::string_view text, std::string_view words) {
  for (const auto& claim : find_absence_claims(rules().absence, text)) {
    std::vector<text::Span> places = claim.elsewhere;
    places.push_back(claim.object);
    for (const auto place : places)
      if (place.of(text).find(words) != std::string_view::npos) return true;
  }
  return false;
}

} // namespace

TEST(AbsenceClaims, AreFoundWithTheirObject) {
  const std::pair<const char*, const char*> cases[] = {
      {"There is no mention of a weaning attempt or trial of alternatives.", "weaning attempt | trial of alternatives"},
      {"The submitted records do not mention any weaning attempt, nor any time at which the dose was lowered.",
       "weaning attempt | time at which the dose was lowered"},
      {"Failed conservative care is not documented.", "Failed conservative care"},
      {"In this case, there is no documentation of functional improvement in the submitted records.",
       "functional improvement"},
      {"The guidelines recommend it as an option; however, the records lack documentation of urine drug screening.",
       "urine drug screening"},
      {"MTUS criteria are not met as there is no documentation of failed trials.", "failed trials"},
      {"There were no side effects documented, and the patient lacks an opioid agreement.",
       "side effects documented | opioid agreement"},
      {"The provider did not document\nany objective functional\ngain.", "objective functional\ngain"},
      {"No evidence of spasticity is seen.", "spasticity is seen"},
      {"No urine drug screen was submitted.", "urine drug screen"},
      {"No side effects assessment was documented.", "side effects assessment"},
      {"No trial of gabapentin or therapy has been documented in this file.", "trial of gabapentin | therapy"},
      {"The chart doesn\xE2\x80\x99t mention tapering.", "tapering"},
      {"The treatment is requested before any physical therapy was documented.", "physical therapy"},
      {"The request was made prior to any documented trial of acupuncture.", "trial of acupuncture"},
      {"The asserted return to work finds no support in the chart.", "asserted return to work"},
      {"Motor weakness receives no mention.", "Motor weakness"},
      {"A thorough search of the chart failed to turn up a bone scan.", "bone scan"},
      {"My reading of all the pages brought up no muscle spasm.", "muscle spasm"},
      {"No attempt was made to document a drug screen.", "drug screen"},
      {"Pain relief has been left undocumented.", "Pain relief has"},
      {"Nothing was enclosed that would show a drug screen.", "drug screen"},
      {"Whether strength is reduced is left to guesswork.", "strength is reduced"},
      {"The reader is left in the dark as to whether acupuncture was tried.", "acupuncture was tried"},
      {"The notes dwell on pain but are without any mention of motor weakness.", "motor weakness"},
      {"Pain relief did not find its way into the records.", "Pain relief"},
      {"An opioid agreement: none documented.", "opioid agreement"},
      {"Muscle spasm - not found in records.", "Muscle spasm"},
      {"As to physical therapy, none was documented.", "As to physical therapy"},
      {"Regarding acupuncture, there is no entry.", "Regarding acupuncture"},
      {"I looked for a urine screen. I did not find it.", "I looked for a urine screen"},
      {"The guideline asks for an agreement. The records contain nothing of the sort.",
       "guideline asks for an agreement"},
      {"While pain is described, functional improvement is not.", "functional improvement"},
      {"The deficiency here is a drug screen, which no note records.",
       "drug screen | deficiency here is a drug screen"},
  };
  for (const auto& [text, wanted] : cases) EXPECT_EQ(objects(text), wanted) << text;
}

TEST(AbsenceClaims, AreNotMadeByRecitingARule) {
  for (const char* text : {
           "Any treatment should not be continued in the absence of functional benefit or improvement.",
           "Opioids should be discontinued if there is no overall improvement in function.",
           "The guidelines state that there is no evidence to support topical baclofen.",
           "Topical lidocaine is not recommended for patients in whom there is no evidence of localized peripheral "
           "pain.",
           "Muscle relaxants are recommended only when there is documentation of an acute exacerbation.",
           "MTUS identifies criteria for continued use unless there is no improvement.",
           "The patient reports functional improvement with medication.",
           "No treatment should be continued that is not documented to help.",
           "The patient has pain; no fracture.",
           "The UR decision says that no drug screen was on file. That is wrong: the laboratory reported one.",
           "Although the utilization review decision states that there is no agreement, one was signed.",
           "Whether surgery is indicated was discussed with the worker.",
           "The worker tried physical therapy before any surgery is planned.",
           "The drug is taken at night, and pain is not.",
           "",
       })
    EXPECT_EQ(objects(text), "") << text;
}

TEST(AbsenceClaims, AreCaughtInWordsThatNoPatternKnows) {
  for (const char* text : {
           "Q: Is there documentation of a drug screen? A: No.",
           "Has a drug screen been done? None on file.",
           "A drug screen on file | none",
           "Evidence of a drug screen\n[ ] Yes\n[X] No\n",
           "There is a dearth of evidence regarding a drug screen.",
           "The chart is a blank slate when it comes to a drug screen.",
           "If there was ever a drug screen, the chart keeps it to itself.",
           "This request, minus any documented drug screen, cannot stand.",
           "The narrative stops short of documenting a drug screen.",
           "Records of a drug screen were asked for, and nothing was received.",
           "While the guideline asks that a drug screen be documented, this file contains none of that.",
           "No information was submitted to support that a drug screen was done.",
           "There was no indication in the documentation submitted for review that a drug screen was done.",
           "Nobody has sent us anything that shows a drug screen.",
       })
    EXPECT_TRUE(denies(text, "drug screen")) << text;
}

TEST(AbsenceClaims, AreNotMadeByTakingThemBack) {
  for (const char* text : {
           "It is not disputed that a drug screen was done.",
           "There is no question that a drug screen was done.",
           "The file does not lack a drug screen.",
           "It cannot be said that the file is silent on a drug screen.",
           "A drug screen need not be documented anew at each visit.",
           "Where a drug screen has not been shown, the guideline asks for a taper.",
           "Had a drug screen not been documented, the request would fail.",
           "The decision wrongly states that there is no documentation of a drug screen.",
           "Not only is a drug screen documented, it is dated.",
           "Q: Is there documentation of a drug screen? A: Yes.",
           "Evidence of a drug screen\n[X] Yes\n[ ] No\n",
           "A drug screen is on file. The request is therefore not certified.",
           "A drug screen is on file, but the request is not certified.",
           "Records of a drug screen were asked for, and they were received.",
       })
    EXPECT_FALSE(denies(text, "drug screen")) << text;
}

TEST(AbsenceClaims, SurviveAnyBytes) {
  std::string noise;
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>((i * 7919) % 256);
  find_absence_claims(rules().absence, noise);
  find_absence_claims(rules().absence, std::string(200000, 'n') + " no documentation of ");
  SUCCEED();
}

} // namespace openimr::determination
