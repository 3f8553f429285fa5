// The letters of a reviewed case: the draft for the reviewer's desk, and the final determination that only a
// Determination can become.
#pragma once

#include "base/result.h"
#include "desk/review_case.h"
#include "letters/letter.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::desk {

/// On every page of a draft; who finds it there has no determination before him.
inline constexpr std::string_view draft_mark = "DRAFT - not a determination", draft_heading = "DRAFT FOR THE REVIEWER";

/// The final determination in the sections of the jurisdiction's letter plan. The review must hold a determination.
/// Error Refused when the letter would show the reviewer's identity; Error Input when the plan cannot be filled.
/// case_numbers: of the review; may be empty. served: day and manner of mailing, from which the letter counts the time
/// to appeal; empty: not mailed yet, the letter says from which day the time runs and gives no last day.
struct Served {
  Date on;
  std::string by = "mail";
};
/// What a corrected letter says of itself.
struct CorrectedLetter {
  std::optional<Date> on;
  std::string changes; ///< "“Dummy Holow” is now “Dummy Hollow”"
  std::string reason;
};
Result<letters::Letter> compose_final_letter(const Review& review, const std::string& organization,
                                             const std::vector<std::string>& case_numbers = {},
                                             const std::optional<Served>& served = {},
                                             const std::optional<CorrectedLetter>& corrected = {});

/// The determination as a FHIR R4 bundle (letters/render_fhir.h). The review must hold a determination. Error Refused
/// when it would show the reviewer's identity.
Result<std::string> fhir_of_determination(const Review& review, const std::string& organization,
                                          const std::vector<std::string>& case_numbers = {});

/// The draft as a paper to read: marked as a draft on every page, every statement with its place.
letters::Letter compose_draft(const Review& review, bool with_conclusions);

/// A letter in all its forms: name.pdf, name.html, name.txt and name.letter.json -> bytes.
Result<std::map<std::string, std::string>> render_letter(const letters::Letter& letter, const std::string& name);

} // namespace openimr::desk
