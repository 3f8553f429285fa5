// How many published decisions look like this one: k-anonymity (Samarati and Sweeney 1998) of what is left in a letter
// after de-identification, and which generalisations would hide it among enough others. Pure.
#pragma once

#include "corpus/library_decision.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace openimr::corpus {

/// What may single somebody out though it names nobody.
enum class Quasi { Age, Sex, Injury, Decided, Drugs, BodyPart };
constexpr std::size_t quasi_count = 6;
const char* name(Quasi quasi); ///< age | sex | injury | decided | drugs | body_part

/// A level of generalisation for each: 0 as the letter says it, higher ones coarser. Words: level_words().
using Levels = std::array<int, quasi_count>;
int coarsest(Quasi quasi); ///< its highest level
/// "as it is", "band of ten years", "left out", …
const char* level_words(Quasi quasi, int level);

struct Generalisation {
  Levels levels{};
  std::size_t k = 0; ///< decisions of the library that look the same, this one not counted
  int loss = 0;      ///< what a reader loses: the sum over what was made coarser
};

struct RiskReport {
  std::size_t library = 0;            ///< decisions it was held against
  Generalisation as_it_is;            ///< age, year of injury, year of decision, drugs as printed
  std::vector<Generalisation> steps;  ///< each one thing one level coarser
  std::vector<Generalisation> enough; ///< the least lossy with k of at least what is wanted; at most three
};

/// Counts the library's decisions one by one.
class RiskCounter {
public:
  /// decision: the letter as the library reads it. What it does not say cannot single anybody out.
  explicit RiskCounter(const LibraryDecision& decision);
  void add(const LibraryDecision& other);
  RiskReport report(std::size_t wanted) const;

private:
  LibraryDecision decision_;
  std::size_t library_ = 0;
  std::vector<std::size_t> cells_; ///< by the finest levels at which another decision looks the same
};

} // namespace openimr::corpus
