// Claims that name a treatment and say nothing else of it, held against what the chart tells the patient had.
//
//   "no documentation of naproxen"               any page on which it is taken, prescribed or named
//   "no antidepressant has been tried"           any drug of the class that was taken
//   "no trial of conservative care"              any of the therapies and drugs that the words gather
//   "no benefit from naproxen", "no recent PT"   says more: that the treatment was had is no answer
#pragma once

#include "determination/absence_claims.h"
#include "determination/checks.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::determination {

/// What the chart says of the treatment that a claim names.
struct TreatmentAnswer {
  std::vector<const records::Fact*> facts; ///< that the patient had it, in chart order; empty where more is asked
  bool asks_more = false; ///< of it, or of one that it is listed with: "the outcome of therapy or splinting"
  bool asks_now = false;  ///< "takes no": what was had, or failed, before is no answer
};

/// An answer for each claim of the text. Words: packs/checks/treatments.yaml and the names of the vocabulary.
std::vector<TreatmentAnswer> treatments_against(const CheckInput& input, std::string_view text,
                                                const std::vector<AbsenceClaim>& claims);

/// Whether the words ask more of a treatment than that it was had: "benefit from", "rationale for".
bool asks_quality(const CheckInput& input, const std::string& lower_words);

/// Whether the words ask for a time: "a recent trial of".
bool asks_time(const CheckInput& input, const std::string& lower_words);

/// Whether facts of the concept only say that a treatment was had.
bool is_of_treatment(const std::string& concept_id);

} // namespace openimr::determination
