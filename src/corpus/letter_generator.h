// Synthetic letters with known truth, for scale and for tests: the same number and seed give the same bytes anywhere.
// Every letter says in its first line that it is synthetic. Data: packs/corpus/synthetic.yaml.
#pragma once

#include "base/result.h"
#include "corpus/library_decision.h"

#include <cstdint>
#include <memory>
#include <string>

namespace openimr::corpus {

struct SyntheticLetter {
  std::string text;
  LibraryDecision
      truth; ///< case, dates, age, sex, specialties, facts, items with drugs, treatment, citations, outcome, reason
};

class LetterGenerator {
public:
  /// packs_folder/corpus/synthetic.yaml. Error names file, line and key of the first fault.
  static Result<LetterGenerator> load(const std::string& packs_folder);
  LetterGenerator(LetterGenerator&&) noexcept;
  ~LetterGenerator();

  /// Letter number n (from 0) of a seed. May be called by several threads at a time.
  SyntheticLetter letter(std::uint64_t seed, std::uint64_t n) const;

private:
  struct Data;
  explicit LetterGenerator(std::unique_ptr<Data> data);
  std::unique_ptr<const Data> data_;
};

} // namespace openimr::corpus
