// Remand: what an appeal found wrong with a determination (appeal.yaml), carried into the new review so that it is not
// said again.
//
// The grounds are those of Labor Code 4610.6(h)(1) to (5), and no others; the only results are those of 4610.6(i). A
// reversal goes to another organization, or to another reviewer of the same: every earlier reviewer is barred.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "determination/found_check.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::determination {

/// A finding of fact that was set aside.
struct ErroneousFact {
  std::string item;               ///< disputed item; empty: of the whole case
  std::string said;               ///< the sentence of the determination
  std::string is;                 ///< what the record shows instead
  std::string file;               ///< "documents/06-pr2.pdf"
  int page = 1;                   ///< within the file
  std::vector<std::string> about; ///< words that name the fact: weaning, "dose reduction"
};

struct Remand {
  std::string determination; ///< number or hash of the determination appealed
  std::optional<Date> filed_on, decided_on;
  std::string ground; ///< excess_of_powers | fraud | conflict_of_interest | bias | plain_error
  std::string result; ///< pending | affirmed | reversed_and_remanded
  std::string order;  ///< citation of the order
  std::vector<ErroneousFact> facts;
  std::vector<std::string> earlier_reviewers; ///< roster ids

  bool is_reversal() const { return result == "reversed_and_remanded"; }
};

/// Error names file, line and key. A reversal without ground, erroneous facts (for plain error) or earlier reviewers is
/// one.
Result<Remand> parse_remand(const std::string& name, std::string_view bytes);

/// Citation of a ground: "Labor Code 4610.6(h)(5)".
std::string citation_of_ground(const std::string& ground);

/// Sentences of the draft and of the opinion that say again what was set aside: the same words, or a claim of absence
/// about the same thing. `repeated_error`, which no answer in writing opens.
std::vector<FoundCheck> find_repeated_errors(const CheckInput& input);

} // namespace openimr::determination
