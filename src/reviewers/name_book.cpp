#include "reviewers/name_book.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::reviewers {
bool NameBook::is_same(std::string_view a, std::string_view b, bool is_person) const {
  return names_.compare(a, b, is_person).match == NameMatch::Same;
}

bool NameBook::is_in_group(const PartyGroup& group, std::string_view name) const {
  return is_same(group.name, name, false) || std::any_of(group.members.begin(), group.members.end(),
                                                         [&](const auto& each) { return is_same(each, name, false); });
}

const NameRuling* NameBook::ruling_on(std::string_view a, std::string_view b, bool is_person) const {
  const NameRuling* latest = nullptr; // a later ruling replaces an earlier one
  for (const NameRuling& each : rulings_) {
    const bool is_about = (is_same(each.a, a, is_person) && is_same(each.b, b, is_person)) ||
                          (is_same(each.a, b, is_person) && is_same(each.b, a, is_person));
    if (is_about && (!latest || latest->on <= each.on)) latest = &each;
  }
  return latest;
}

const PartyGroup* NameBook::group_of(std::string_view a, std::string_view b) const {
  for (const PartyGroup& each : groups_)
    if (is_in_group(each, a) && is_in_group(each, b)) return &each;
  return nullptr;
}

NameComparison NameBook::compare(std::string_view a, std::string_view b, bool is_person) const {
  if (const NameRuling* ruling = ruling_on(a, b, is_person))
    return {ruling->is_same ? NameMatch::Same : NameMatch::Different,
            fmt::format("{} ruled on {} that they are {}", ruling->by,
                        ruling->on ? ruling->on->iso() : "an unknown day", ruling->is_same ? "the same" : "different")};
  const NameComparison names = names_.compare(a, b, is_person);
  if (names.match == NameMatch::Same || is_person) return names;
  if (const PartyGroup* group = group_of(a, b))
    return {NameMatch::Same,
            fmt::format("both belong to {}{}", group->name, group->source.empty() ? "" : ", by " + group->source)};
  return names;
}

} // namespace openimr::reviewers
