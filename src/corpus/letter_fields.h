// Single fields out of a letter's sentences: age, sex, date of injury, who the reviewer is, which guidelines a line
// cites. All take unwrapped text and guess nothing: what is not plainly there stays empty.
#pragma once

#include "corpus/published_decision.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// What a clinical case summary says of the person. Lists hold every distinct value found, in order.
struct PersonFields {
  std::optional<int> age;
  std::string sex; ///< female | male | empty
  std::vector<Date> dates_of_injury;
};
PersonFields read_person(std::string_view summary);

/// States and certifications; empty optionals where the words are missing.
struct ReviewerFields {
  std::optional<std::vector<std::string>> licensure, certifications;
};
/// "is Board Certified in A, has a subspecialty in B and is licensed to practice in C."
ReviewerFields read_credentials_in_prose(std::string_view how_made);

/// "Arizona, California and Oregon" as three.
std::vector<std::string> split_states(std::string_view text);
/// "Family Practice, Pain Medicine" as two; "and" may be part of a name.
std::vector<std::string> split_names(std::string_view text);

/// "Decision based on A Page(s): 1-2. Decision based on B." as two; empty for a line that says that none was cited.
std::vector<CitedGuideline> read_guidelines(std::string_view text);

/// The decision at the end of an item line and where the item ends; empty when the line ends otherwise.
struct DecidedWords {
  Decision decision;
  std::size_t item_end = 0;
};
std::optional<DecidedWords> read_decided_item(std::string_view line);

/// Lower case of ASCII letters, for finding words in any case.
std::string lower_case(std::string_view text);

} // namespace openimr::corpus
