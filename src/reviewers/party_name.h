// Whether two names mean the same party, across capitals, punctuation, company suffixes, titles, initials and order.
#pragma once

#include <string>
#include <string_view>

namespace openimr::reviewers {

enum class NameMatch {
  Different,
  Near, ///< so close that a person must rule on it
  Same,
};

struct NameComparison {
  NameMatch match = NameMatch::Different;
  std::string why; ///< "equal apart from capitals and company suffix", empty when different
};

/// Compares two names of parties. is_person: names of natural persons (titles, initials and "Last, First" count).
NameComparison compare_names(std::string_view a, std::string_view b, bool is_person);
/// Claim and case numbers: equal apart from capitals, spaces and punctuation.
bool is_same_number(std::string_view a, std::string_view b);

} // namespace openimr::reviewers
