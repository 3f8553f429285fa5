// LetterReader: a published determination letter, text or PDF, as a record, with what is doubtful about its citations.
#pragma once

#include "base/result.h"
#include "corpus/published_decision.h"
#include "desk/review_case.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
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
  int part = 1, parts = 1; ///< of the letters in the file
  bool has_words = true;   ///< false: no word of the file could be read
  std::vector<CitationCheck> checks;
};

class LetterReader {
public:
  static Result<LetterReader> open(const Installation& installation);
  LetterReader(LetterReader&&) noexcept;
  ~LetterReader();

  /// Each letter of each file, told in the order given; of a file with several letters one after the other. Error when
  /// the file cannot be read; what is wrong with a letter stands in its problems. One crew of workers reads those that
  /// are not plain text.
  void read_all(const std::vector<std::string>& files, const std::function<void(Result<LetterRead>)>& take) const;

private:
  struct Parts;
  std::vector<LetterRead> understand(const std::string& file, const std::string& text,
                                     const text::Problems& problems) const;
  LetterRead understand_one(const std::string& file, std::string_view text) const;
  explicit LetterReader(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

} // namespace openimr::desk
