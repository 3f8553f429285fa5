// Who may be proposed as a reviewer: what the roster says, held against the law and the parties of the day.
#include "desk/case_application.h"
#include "desk/office.h"
#include "reviewers/roster_file.h"
#include "reviewers/screening.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

/// A full desk or a holiday is the house's own affair; a person may ask all the same.
constexpr std::string_view house_matter = "availability";

Error may_not(const std::string& number, const std::string& reviewer, const reviewers::Exclusion& why) {
  return {ErrorKind::Refused, fmt::format("case {}, reviewer_proposed", number),
          why.party.empty() ? fmt::format("reviewer {}: {}", reviewer, why.text)
                            : fmt::format("reviewer {} and {}: {}", reviewer, why.party, why.text),
          "a reviewer of the slate; the law knows no exception",
          fmt::format("rule: {} ({}); openimr reviewers slate shows who may", why.citation, why.rule)};
}

} // namespace

Result<Done> Office::may_review(const casework::Case& state, const std::string& reviewer, const ActOptions& options) {
  if (places_.roster.empty()) return Done{};
  auto rules = law(state.jurisdiction);
  if (!rules) return rules.error();
  auto roster = reviewers::read_roster(places_.roster);
  if (!roster) return roster.error();
  if (!roster->find(reviewer))
    return Error{ErrorKind::Refused, fmt::format("case {}, reviewer_proposed", state.number),
                 fmt::format("\"{}\", who is not on the roster {}", reviewer, places_.roster),
                 "a reviewer whose credentials were verified",
                 "rule: LC 139.5(d)(4); openimr reviewers slate shows who may"};
  const Date day = options.on.value_or((*rules)->local_date(options.at.value_or(clock_())));
  auto application = application_on(state, day);
  if (!application) return application.error();
  auto names = reviewers::PartyNames::load(installation_.packs_folder);
  if (!names) return names.error();
  const reviewers::NameBook book(std::move(*names), roster->groups, roster->rulings);
  const auto slate = reviewers::propose_slate(**rules, *application, *roster, book, day,
                                              reviewers::review_needs(**rules, *application));
  for (const auto& out : slate.excluded) {
    if (out.id != reviewer) continue;
    for (const auto& why : out.reasons)
      if (why.rule != house_matter) return may_not(state.number, reviewer, why);
  }
  return Done{};
}

} // namespace openimr::desk
