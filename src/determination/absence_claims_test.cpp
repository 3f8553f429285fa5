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

/// The objects of the claims a text makes, joined by " | ".
std::string objects(std::string_view text) {
  std::vector<std::string> list;
  for (const auto& claim : find_absence_claims(rules().absence, text)) list.emplace_back(claim.object.of(text));
  return fmt::format("{}", fmt::join(list, " | "));
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
           "",
       })
    EXPECT_EQ(objects(text), "") << text;
}

TEST(AbsenceClaims, SurviveAnyBytes) {
  std::string noise;
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>((i * 7919) % 256);
  find_absence_claims(rules().absence, noise);
  find_absence_claims(rules().absence, std::string(200000, 'n') + " no documentation of ");
  SUCCEED();
}

} // namespace openimr::determination
