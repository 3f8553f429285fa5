// Edits: what became of the words that the program drafted, sentence by sentence, in the words that a reviewer signed.
#pragma once

#include <string>
#include <vector>

namespace openimr::determination {

struct Edit {
  enum class Kind { Kept, Removed, Added };
  Kind kind = Kind::Kept;
  std::string text; ///< one sentence
};
const char* name(Edit::Kind kind); ///< "kept", "removed", "added"

/// The shortest way from the drafted sentences to the signed ones (Myers 1986 by its longest common subsequence), in
/// reading order; of what was changed at one place, removed before added. White space does not count.
std::vector<Edit> compare(const std::vector<std::string>& drafted, const std::vector<std::string>& written);

/// A text as its sentences, each on one line.
std::vector<std::string> sentences_of(const std::string& text);

} // namespace openimr::determination
