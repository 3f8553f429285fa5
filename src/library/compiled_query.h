// A query as the index understands it. Nothing that was typed gets in but words of letters and digits, each in
// quotation marks.
#pragma once

#include "corpus/query.h"
#include "library/label_book.h"

#include <string>
#include <vector>

namespace openimr::library {

/// A phrase of the expression, in its order.
struct PhraseUse {
  int group = -1; ///< of words that count as one; -1: not ranked (labels)
  bool is_synonym = false;
  std::string expression = {}; ///< for counting how many decisions have it
};

/// Fields that must hold of one and the same item: each set needs one of its labels there.
using ItemCondition = std::vector<LabelSet>;

struct CompiledQuery {
  bool is_all = false;  ///< no condition at all
  bool is_none = false; ///< no decision can match
  std::string match = {};
  std::vector<PhraseUse> phrases = {};
  int groups = 0;
  std::vector<ItemCondition> items = {};
};

/// Error (Input) when a value names too many labels to be looked for.
Result<CompiledQuery> compile(const corpus::Query& query, const LabelBook& labels);

/// The word that stands for a label in the index.
std::string label_word(std::uint32_t number);
/// The word that every decision has.
inline constexpr const char* every_word = "qzlall";

} // namespace openimr::library
