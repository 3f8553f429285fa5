#include "reviewers/conflicts.h"

#include "reviewers/party_name.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::reviewers {
namespace {

using jurisdictions::ConflictRow;
using jurisdictions::RelationMeaning;
using jurisdictions::ReviewerRules;
using Effect = RelationMeaning::Effect;

template <class List, class Word> bool is_in(const List& list, const Word& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// "claims_administrator" in plain words.
std::string plain_role(std::string role) {
  std::replace(role.begin(), role.end(), '_', ' ');
  return role;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c == '_' || c == '-') c = ' ';
  }
  return result;
}

const RelationMeaning* meaning_of(const ReviewerRules& rules, const Interest& interest) {
  for (const RelationMeaning& each : rules.relations)
    if (each.kind == interest.kind && lower(each.word) == lower(interest.relation)) return &each;
  return nullptr;
}

/// What a tie amounts to: whether it blocks, and the sentence's second half.
struct Weight {
  bool blocks = true;
  std::string means, words, citation;
};

std::string percent(double share) { return fmt::format("{}%", share); }

Weight weigh(const ReviewerRules& rules, const Interest& interest, const CaseParty& party, Date as_of) {
  if (interest.kind == "prior_involvement") return {true, "", "was involved in the case before", ""};
  const RelationMeaning* meaning = meaning_of(rules, interest);
  if (!meaning) {
    const std::string relation = interest.relation.empty() ? "not stated" : fmt::format("\"{}\"", interest.relation);
    return {
        true, "",
        fmt::format("{} tie, relation {}: not in the table of relations, so it counts until a person has ruled on it",
                    interest.kind, relation),
        rules.unknown_relation.shown()};
  }
  const std::string words = fmt::format("{} tie: {}", interest.kind, meaning->means);
  const bool is_for_this_role = meaning->roles.empty() || is_in(meaning->roles, party.role);
  if (meaning->effect == Effect::Allowed && is_for_this_role)
    return {false, meaning->means,
            fmt::format("{} ({}), which is not among the ties that forbid a review", words, interest.relation),
            meaning->citation.shown()};
  if (meaning->effect != Effect::BlocksAboveThreshold || !is_for_this_role)
    return {true, meaning->means, words, meaning->citation.shown()};
  const auto* threshold = rules.financial_percent.on(as_of);
  if (!threshold) return {true, meaning->means, words, meaning->citation.shown()};
  const std::string limit = percent(threshold->value);
  if (!interest.percent_of_income)
    return {true, meaning->means,
            fmt::format("{}; the share of income is not stated, so it counts until it is shown to be at most {}", words,
                        limit),
            threshold->citation.shown()};
  const bool above = *interest.percent_of_income > threshold->value;
  return {above, meaning->means,
          fmt::format("{} of {} of income, {} {}", words, percent(*interest.percent_of_income),
                      above ? "above" : "not above", limit),
          threshold->citation.shown()};
}

bool holds_on(const ConflictRow& row, Date day) {
  return (!row.from || *row.from <= day) && (!row.to || day <= *row.to);
}

std::string both(const std::string& row, const std::string& meaning) {
  return meaning.empty() || meaning == row ? row : row + "; " + meaning;
}

/// Gathers the ties of one reviewer; lives for one call.
class Finder {
public:
  Finder(const ReviewerRules& rules, const NameBook& names, const CaseTies& of_case, const Reviewer& reviewer,
         Date as_of)
      : rules_(rules), book_(names), case_(of_case), reviewer_(reviewer), as_of_(as_of) {}

  Ties run() {
    for (const CaseParty& party : case_.parties) self(party);
    for (const Interest& interest : reviewer_.interests) {
      number(interest);
      for (const CaseParty& each : case_.parties) party(interest, each);
    }
    return std::move(ties_);
  }

private:
  void add(Exclusion exclusion) {
    const bool known = std::any_of(ties_.conflicts.begin(), ties_.conflicts.end(), [&](const Exclusion& each) {
      return each.rule == exclusion.rule && each.party == exclusion.party && each.text == exclusion.text;
    });
    if (!known) ties_.conflicts.push_back(std::move(exclusion));
  }
  void remark(std::string words) {
    if (!is_in(ties_.remarks, words)) ties_.remarks.push_back(std::move(words));
  }

  /// A reviewer who is a party: the requesting physician above all.
  void self(const CaseParty& party) {
    const auto* rule = rules_.not_the_treating_physician.on(as_of_);
    if (!party.is_person || !rule || !rule->value) return;
    const NameComparison names = book_.compare(reviewer_.name, party.name, true);
    if (names.match == NameMatch::Same)
      add({"not_the_treating_physician", party.name,
           fmt::format("has the name of the {} ({})", plain_role(party.role), names.why), rule->citation.shown()});
    else if (names.match == NameMatch::Near)
      remark(fmt::format("a person must rule: the reviewer's name is near that of the {} ({})", plain_role(party.role),
                         names.why));
  }

  void number(const Interest& interest) {
    if (interest.kind != "prior_involvement") return;
    for (const std::string& number : case_.numbers)
      if (is_same_number(interest.party, number))
        prior(interest.party, fmt::format("was involved before in {}", number));
  }

  void prior(const std::string& party, const std::string& words) {
    for (const ConflictRow& row : rules_.conflicts)
      if (row.prior_involvement && holds_on(row, as_of_)) add({row.id, party, words, row.citation.shown()});
  }

  void party(const Interest& interest, const CaseParty& party) {
    const NameComparison names = book_.compare(interest.party, party.name, party.is_person);
    if (names.match == NameMatch::Different) return;
    const std::string alias =
        interest.party == party.name ? "" : fmt::format(" (declared as \"{}\": {})", interest.party, names.why);
    if (names.match == NameMatch::Near) {
      remark(fmt::format("a person must rule: \"{}\" in the reviewer's interests may be the {} \"{}\" ({})",
                         interest.party, plain_role(party.role), party.name, names.why));
      return;
    }
    const Weight weight = weigh(rules_, interest, party, as_of_);
    if (interest.kind == "prior_involvement")
      return prior(party.name, fmt::format("was involved before with the {}{}", plain_role(party.role), alias));
    if (!weight.blocks)
      return remark(
          fmt::format("{} {}: {}{} [{}]", plain_role(party.role), party.name, weight.words, alias, weight.citation));
    for (const ConflictRow& row : rules_.conflicts)
      if (holds_on(row, as_of_) && is_in(row.roles, party.role) &&
          (row.relations.empty() || is_in(row.relations, weight.means)))
        add({row.id, party.name, fmt::format("{}: {}{}", row.title, weight.words, alias),
             both(row.citation.shown(), weight.citation)});
  }

  const ReviewerRules& rules_;
  const NameBook& book_;
  const CaseTies& case_;
  const Reviewer& reviewer_;
  Date as_of_;
  Ties ties_;
};

} // namespace

Ties find_ties(const ReviewerRules& rules, const NameBook& names, const CaseTies& of_case, const Reviewer& reviewer,
               Date as_of) {
  return Finder(rules, names, of_case, reviewer, as_of).run();
}

} // namespace openimr::reviewers
