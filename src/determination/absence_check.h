// False absences: claims of absence that some page of the file answers.
#pragma once

#include "determination/found_check.h"

namespace openimr::determination {

/// A claim of absence and the facts that stand against it.
struct FalseAbsence {
  text::Span sentence; ///< in the text handed in
  std::string cue, object;
  std::vector<std::string> facts;        ///< ids, in chart order
  std::vector<records::Evidence> places; ///< where free words stand that no list and no vocabulary knows
};

std::vector<FalseAbsence> find_false_absences(const CheckInput& input, std::string_view text);

/// A claim of absence bound to the search that answers it.
struct AbsenceAnswer {
  Speaker speaker = Speaker::UrDecision;
  std::string item; ///< of a UR decision the one last named; may be empty
  std::string statement, cue, object;
  text::Span sentence;                         ///< in the page text, or in the opinion's words
  const records::Document* document = nullptr; ///< null of an opinion
  int page = 0;
  /// contradicted: a page says so. not_found: every page was searched, none says so. open: pages that nobody read might
  /// say so. not_searched: its words name nothing that can be looked for.
  enum class Result { Contradicted, NotFound, Open, NotSearched } result = Result::NotSearched;
  bool is_of_documents = false; ///< its cue speaks of papers: "no documentation of"
  bool asks_more = false;       ///< of a treatment than that it was had: "benefit from"
  std::vector<std::string> facts;
  records::Search searched;
};
const char* name(AbsenceAnswer::Result result); ///< "contradicted", "not_found", "open", "not_searched"

/// Every claim of absence of the UR decision and of the opinions, in reading order.
std::vector<AbsenceAnswer> answer_claims(const CheckInput& input);

/// A fact that is present, of the patient, current or past, and stands in evidence (not only in the UR decision).
bool speaks_for_patient(const records::Fact& fact);

} // namespace openimr::determination
