#include "reviewers/screening.h"

#include "reviewers/conflicts.h"
#include "reviewers/credentials.h"
#include "reviewers/party_name.h"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

namespace openimr::reviewers {
namespace {

/// Somebody who may review, with what ranks them.
struct Candidate {
  const Reviewer* reviewer;
  Standing standing;
  std::vector<std::string> remarks;
};

/// Cases in hand by capacity, compared without fractions; without a stated capacity the load weighs nothing.
bool is_less_loaded(const Reviewer& a, const Reviewer& b) {
  const auto capacity = [](const Reviewer& each) { return std::int64_t{each.capacity.value_or(1'000'000)}; };
  return a.load * capacity(b) < b.load * capacity(a);
}

/// No tie of any kind, preferred state, fit, workload, id. A tie that does not forbid a review is still one that a
/// party may hold against it.
bool ranks_before(const Candidate& a, const Candidate& b) {
  if (a.remarks.empty() != b.remarks.empty()) return a.remarks.empty();
  if (a.standing.is_preferred != b.standing.is_preferred) return a.standing.is_preferred;
  if (a.standing.fit != b.standing.fit) return a.standing.fit > b.standing.fit;
  if (is_less_loaded(*a.reviewer, *b.reviewer)) return true;
  if (is_less_loaded(*b.reviewer, *a.reviewer)) return false;
  return a.reviewer->id < b.reviewer->id;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return result;
}

} // namespace

Slate propose_slate(const jurisdictions::Jurisdiction& jurisdiction, const records::Application& application,
                    const Roster& roster, const NameBook& names, Date as_of, const std::vector<ItemNeed>& needs) {
  const CaseTies of_case{case_parties(application), case_numbers(application)};
  Slate slate;
  std::vector<Candidate> candidates;
  for (const Reviewer& reviewer : roster.reviewers) {
    Standing standing = judge_standing(jurisdiction.reviewers, reviewer, needs, as_of);
    Ties ties = find_ties(jurisdiction.reviewers, names, of_case, reviewer, as_of);
    for (const std::string& remark : ties.remarks)
      if (remark.starts_with("a person must rule"))
        slate.warnings.push_back(fmt::format("{}: {}", reviewer.id, remark));
    for (const Exclusion& conflict : ties.conflicts)
      if (conflict.text.find("until a person has ruled on it") != std::string::npos)
        slate.warnings.push_back(fmt::format("{}: {}: {}", reviewer.id, conflict.party, conflict.text));
    std::vector<Exclusion> reasons = std::move(standing.faults);
    reasons.insert(reasons.end(), ties.conflicts.begin(), ties.conflicts.end());
    if (reasons.empty())
      candidates.push_back({&reviewer, std::move(standing), std::move(ties.remarks)});
    else
      slate.excluded.push_back({reviewer.id, std::move(reasons)});
  }
  std::sort(candidates.begin(), candidates.end(), ranks_before);
  for (Candidate& each : candidates) {
    SlateEntry entry{each.reviewer->id, static_cast<int>(slate.slate.size()) + 1, each.standing.fit,
                     each.standing.is_preferred, std::move(each.standing.reasons)};
    entry.reasons.insert(entry.reasons.end(), each.remarks.begin(), each.remarks.end());
    slate.slate.push_back(std::move(entry));
  }
  std::sort(slate.excluded.begin(), slate.excluded.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  std::sort(slate.warnings.begin(), slate.warnings.end());
  slate.warnings.erase(std::unique(slate.warnings.begin(), slate.warnings.end()), slate.warnings.end());
  return slate;
}

void bar(Slate& slate, const std::vector<std::string>& ids, const std::string& rule, const std::string& text,
         const std::string& citation) {
  const auto is_barred = [&](const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
  for (const SlateEntry& each : slate.slate)
    if (is_barred(each.id)) slate.excluded.push_back({each.id, {}});
  std::erase_if(slate.slate, [&](const SlateEntry& each) { return is_barred(each.id); });
  for (std::size_t i = 0; i < slate.slate.size(); ++i) slate.slate[i].rank = static_cast<int>(i) + 1;
  for (ExcludedReviewer& each : slate.excluded)
    if (is_barred(each.id)) each.reasons.push_back({rule, "", text, citation});
  std::sort(slate.excluded.begin(), slate.excluded.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

AttestationCheck check_attestations(const records::Application& application,
                                    const std::vector<records::PartyAttestation>& attestations, const NameBook& names) {
  AttestationCheck result;
  std::vector<CaseParty> parties;
  for (const CaseParty& party : case_parties(application)) {
    const bool known =
        std::any_of(parties.begin(), parties.end(), [&](const CaseParty& each) { return each.name == party.name; });
    if (!known) parties.push_back(party);
  }
  const auto is_same = [&](const CaseParty& party, const records::PartyAttestation& attestation) {
    return names.compare(attestation.party, party.name, party.is_person).match == NameMatch::Same;
  };
  for (const CaseParty& party : parties) {
    const bool attested =
        std::any_of(attestations.begin(), attestations.end(), [&](const auto& each) { return is_same(party, each); });
    if (!attested) result.missing.push_back(party.name);
  }
  for (const auto& attestation : attestations) {
    if (lower(attestation.conflict) != "none")
      result.conflicts.push_back(
          fmt::format("{}: {}", attestation.party, attestation.conflict.empty() ? "not stated" : attestation.conflict));
    const bool known =
        std::any_of(parties.begin(), parties.end(), [&](const auto& party) { return is_same(party, attestation); });
    if (!known) result.unknown.push_back(attestation.party);
  }
  return result;
}

} // namespace openimr::reviewers
