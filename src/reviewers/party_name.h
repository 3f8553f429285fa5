// Whether two names mean the same party, across capitals, punctuation, company forms, abbreviations, titles, initials
// and order. What stands for what is data: packs/names/party_names.yaml.
#pragma once

#include "base/result.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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

/// How much the spelling of two companies may differ before they count as different; what lies between is Near.
/// Chosen on one half of the labelled pairs in benchmarks/accuracy/labels/party_names.tsv.
struct NameTolerance {
  int letters_per_difference = 12; ///< one letter may differ for so many
  int least_letters = 8;           ///< shorter names must be equal
};

class PartyNames {
public:
  /// Reads packs/names/party_names.yaml strictly.
  static Result<PartyNames> load(const std::string& packs_folder);

  /// Compares two names of parties; the same whichever comes first. is_person: names of natural persons (titles,
  /// initials and "Last, First" count).
  NameComparison compare(std::string_view a, std::string_view b, bool is_person,
                         const NameTolerance& tolerance = {}) const;

private:
  using Words = std::vector<std::string>;
  /// Words in place of words; the longest of a key's first word is tried first.
  using Rewriting = std::map<std::string, std::vector<std::pair<Words, Words>>>;

  Words rewritten(const Words& words, const Rewriting& rewriting) const;
  std::vector<Words> company_names(std::string_view text) const;
  NameComparison compare_company(const Words& a, const Words& b, const NameTolerance& tolerance) const;
  NameComparison compare_companies(std::string_view a, std::string_view b, const NameTolerance& tolerance) const;
  Words person_name(std::string_view text) const;
  NameComparison compare_persons(const Words& a, const Words& b) const;
  bool may_be_same_given(const std::string& a, const std::string& b) const;
  bool may_be_same_givens(const Words& a, const Words& b) const;
  bool differ_in_spelling(const std::string& a, const std::string& b) const;

  std::set<std::string> company_forms_, titles_, particles_;
  std::vector<Words> descriptions_, other_names_; ///< longest first
  Rewriting abbreviations_;
  std::map<std::string, std::string> short_forms_;
  std::map<std::string, std::set<int>> spellings_; ///< given name -> its rows
};

/// Claim and case numbers: equal apart from capitals, spaces and punctuation.
bool is_same_number(std::string_view a, std::string_view b);

} // namespace openimr::reviewers
