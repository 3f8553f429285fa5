// LetterReader: a published determination letter, text or PDF, as a record, with what is doubtful about its citations.
#pragma once

#include "base/result.h"
#include "corpus/published_decision.h"
#include "desk/review_case.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace openimr::desk {

/// A cited page that speaks of something else than the item decided.
struct CitationCheck {
  std::string id; ///< citation_doubtful | citation_invalid
  int issue = 0;
  std::string text;
};

struct LetterRead {
  corpus::PublishedDecision decision;
  std::vector<CitationCheck> checks;
};

class LetterReader {
public:
  static Result<LetterReader> open(const Installation& installation);
  LetterReader(LetterReader&&) noexcept;
  ~LetterReader();

  /// Error when the file cannot be read; what is wrong with the letter stands in its problems.
  Result<LetterRead> read(const std::string& file) const;
  /// The same for many, each told in the order given: one crew of workers reads those that are not plain text.
  void read_all(const std::vector<std::string>& files, const std::function<void(Result<LetterRead>)>& take) const;

private:
  struct Parts;
  LetterRead understand(const std::string& file, const std::string& text, text::Problems problems) const;
  explicit LetterReader(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

} // namespace openimr::desk
