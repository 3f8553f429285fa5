// Acts for those who keep the books: invoices by the dated fee table, samples for audits.
#include "base/hash.h"
#include "desk/case_acts.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

using casework::Case;

/// What is to be paid for, as far as the case says it.
jurisdictions::ReviewCharge charge_of(const Case& so_far, const std::string& profession) {
  const bool had_reviewer = std::any_of(so_far.reviewers.begin(), so_far.reviewers.end(),
                                        [](const auto& each) { return each.attested_on.has_value(); });
  const bool has_ended = so_far.status == casework::Status::Closed;
  return {.review = so_far.review,
          .profession = profession,
          .ended = has_ended && !had_reviewer ? "before_reviewer" : "",
          .reviewers = std::max(1, static_cast<int>(so_far.reviewers.size())),
          .drugs_only = so_far.is_formulary_case};
}

} // namespace

Result<ActAnswer> CaseActs::invoice(const std::string& number, const std::string& profession,
                                    const ActOptions& options) {
  auto so_far = load(number);
  if (!so_far) return so_far.error();
  auto rules = law(so_far->jurisdiction);
  if (!rules) return rules.error();
  // A key makes the act safe to repeat; without one a second call would charge the review twice.
  for (const auto& [known, cents] : so_far->invoices)
    if (cents > 0 && options.key.empty())
      return Error{ErrorKind::Refused, fmt::format("case {}, invoice", number),
                   fmt::format("{} over ${:.2f}, which stands", known, cents / 100.0), "a case without an invoice",
                   "credit it first; what is charged besides is told with openimr case event NUMBER invoiced"};
  const auto charge = charge_of(*so_far, profession);
  const auto* fee = (*rules)->money.fee(charge, so_far->received_on);
  if (!fee)
    return Error{ErrorKind::Refused, fmt::format("case {}, invoice", number),
                 fmt::format("no fee for a {} review of {} reviewer(s){} received on {}", charge.review,
                             charge.reviewers, charge.ended.empty() ? "" : " that ended before it went to a reviewer",
                             so_far->received_on.iso()),
                 "a row of money.yaml that holds on that day",
                 "openimr law fees --as-of DATE shows them; tell the fee with openimr case event NUMBER invoiced"};
  auto own_number = store_.next_number(fmt::format("INV{:02}", so_far->received_on.year() % 100));
  if (!own_number) return own_number.error();
  ActOptions own = options;
  own.rule = fee->citation.shown();
  const std::string payer = so_far->party_on("claims_administrator", options.on.value_or(so_far->received_on));
  return record(number, casework::Invoiced{*own_number, fee->id, payer, static_cast<int>(std::lround(fee->usd * 100))},
                own);
}

Result<std::vector<store::CaseRow>> CaseActs::sample(store::SearchQuery query, std::size_t count, std::uint64_t seed) {
  std::vector<std::pair<std::uint64_t, store::CaseRow>> drawn;
  query.limit = 1000;
  for (;;) {
    auto rows = store_.search(query);
    if (!rows) return rows.error();
    for (auto& row : *rows) {
      query.after = row.id;
      drawn.emplace_back(keyed_hash(seed, row.id), std::move(row));
    }
    const auto by_hash = [](const auto& a, const auto& b) {
      return std::pair(a.first, std::cref(a.second.id).get()) < std::pair(b.first, std::cref(b.second.id).get());
    };
    std::sort(drawn.begin(), drawn.end(), by_hash);
    if (drawn.size() > count) drawn.resize(count);
    if (rows->size() < 1000) break;
  }
  std::vector<store::CaseRow> chosen;
  for (auto& [hash, row] : drawn) chosen.push_back(std::move(row));
  std::sort(chosen.begin(), chosen.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return chosen;
}

} // namespace openimr::desk
