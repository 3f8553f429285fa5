// NameBook: whether two names mean the same party, by what the organization knows: what persons have ruled, which
// companies stand under one roof, and else the words of the names.
#pragma once

#include "reviewers/party_name.h"
#include "reviewers/roster.h"

#include <string_view>
#include <vector>

namespace openimr::reviewers {

class NameBook {
public:
  explicit NameBook(PartyNames names, std::vector<PartyGroup> groups = {}, std::vector<NameRuling> rulings = {})
      : names_(std::move(names)), groups_(std::move(groups)), rulings_(std::move(rulings)) {}

  /// A ruling decides first; then the names themselves; then a group that holds both. `why` says which.
  NameComparison compare(std::string_view a, std::string_view b, bool is_person) const;

private:
  const NameRuling* ruling_on(std::string_view a, std::string_view b, bool is_person) const;
  const PartyGroup* group_of(std::string_view a, std::string_view b) const;

  bool is_same(std::string_view a, std::string_view b, bool is_person) const;
  bool is_in_group(const PartyGroup& group, std::string_view name) const;

  PartyNames names_;
  std::vector<PartyGroup> groups_;
  std::vector<NameRuling> rulings_;
};

} // namespace openimr::reviewers
