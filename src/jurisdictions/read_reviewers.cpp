// reviewers.yaml.
#include "jurisdictions/pack_reading.h"

namespace openimr::jurisdictions {
namespace {

using text::Value;

/// A list of dated values under one key of `requirements`.
template <class T, class Read> void read_dated(const Value& list, Dated<T>& dated, Read read) {
  for (const Value& row : list.list()) {
    row.only({"value", "from", "to", "citation", "verified", "note"});
    add_version<T>(dated, read_in_force<T>(row, read(row.required("value"))), row);
  }
}

void read_requirements(const Value& root, ReviewerRules& rules) {
  root.only({"licence_unrestricted", "board_current", "no_sanctions", "no_qme", "practice_more_than_years",
             "practice_hours_per_week", "preferred_state", "same_or_similar", "not_the_treating_physician",
             "attest_every_party", "financial_percent", "verified_within_years"});
  const auto boolean = [](const Value& value) { return value.boolean(); };
  const auto integer = [](const Value& value) { return value.integer(); };
  read_dated(root["licence_unrestricted"], rules.licence_unrestricted, boolean);
  read_dated(root["board_current"], rules.board_current, boolean);
  read_dated(root["no_sanctions"], rules.no_sanctions, boolean);
  read_dated(root["no_qme"], rules.no_qme, boolean);
  read_dated(root["practice_more_than_years"], rules.practice_more_than_years, integer);
  read_dated(root["practice_hours_per_week"], rules.practice_hours_per_week, integer);
  read_dated(root["preferred_state"], rules.preferred_state, [](const Value& value) { return value.string(); });
  read_dated(root["same_or_similar"], rules.same_or_similar, boolean);
  read_dated(root["not_the_treating_physician"], rules.not_the_treating_physician, boolean);
  read_dated(root["attest_every_party"], rules.attest_every_party, boolean);
  read_dated(root["verified_within_years"], rules.verified_within_years, integer);
  read_dated(root["financial_percent"], rules.financial_percent, [](const Value& value) { return value.number(); });
}

ConflictRow read_conflict(const Value& row) {
  row.only({"id", "title", "roles", "relations", "prior_involvement", "from", "to", "citation", "verified", "note"});
  ConflictRow conflict;
  conflict.id = row.required("id").string();
  conflict.title = row.required("title").string();
  for (const Value& role : row["roles"].list()) conflict.roles.push_back(read_word(role, known_roles()));
  conflict.relations = row["relations"].strings();
  conflict.prior_involvement = row["prior_involvement"].boolean();
  if (conflict.roles.empty() && !conflict.prior_involvement)
    row.problem("no roles", "roles, or prior_involvement: true", "say whose ties this row forbids");
  auto dated = read_in_force(row, true);
  conflict.from = dated.from;
  conflict.to = dated.to;
  conflict.citation = dated.citation;
  return conflict;
}

void read_relation(const Value& row, ReviewerRules& rules) {
  row.only({"kind", "means", "words", "roles", "effect", "citation", "verified", "note"});
  RelationMeaning meaning;
  meaning.kind = row.required("kind").one_of({"professional", "familial", "financial"});
  meaning.means = row.required("means").string();
  const std::string effect = row.required("effect").one_of({"blocks", "blocks_above_threshold", "allowed"}, "blocks");
  if (effect == "blocks_above_threshold") meaning.effect = RelationMeaning::Effect::BlocksAboveThreshold;
  if (effect == "allowed") meaning.effect = RelationMeaning::Effect::Allowed;
  meaning.citation = read_citation(row);
  for (const Value& role : row["roles"].list()) meaning.roles.push_back(read_word(role, known_roles()));
  for (const Value& word : row.required("words").list()) {
    meaning.word = word.string();
    for (const auto& other : rules.relations)
      if (other.kind == meaning.kind && other.word == meaning.word)
        word.problem(fmt::format("the {} relation \"{}\" twice", meaning.kind, meaning.word),
                     "every word once for a kind", "remove one");
    rules.relations.push_back(meaning);
  }
}

SpecialtyNeed read_need(const Value& row, const std::vector<std::string>& licence_types) {
  row.only({"id", "title", "words", "same", "similar", "licences"});
  SpecialtyNeed need{row.required("id").string(),    row.required("title").string(), row.required("words").strings(),
                     row.required("same").strings(), row["similar"].strings(),       {}};
  for (const Value& type : row.required("licences").list()) need.licences.push_back(read_word(type, licence_types));
  return need;
}

} // namespace

const std::vector<std::string>& known_roles() {
  static const std::vector<std::string> roles = {"employee",
                                                 "employer",
                                                 "claims_administrator",
                                                 "insurer",
                                                 "medical_provider_network",
                                                 "ur_organization",
                                                 "ur_reviewer",
                                                 "requesting_physician",
                                                 "treating_physician",
                                                 "medical_group",
                                                 "facility",
                                                 "alternative_facility",
                                                 "manufacturer",
                                                 "alternative_manufacturer",
                                                 "representative_attorney",
                                                 "representative"};
  return roles;
}

void read_reviewers(const Value& root, Jurisdiction& law) {
  root.only({"schema", "requirements", "licence_types", "board_licences", "conflicts", "relations", "unknown_relation",
             "specialty_names", "needs"});
  ReviewerRules& rules = law.reviewers;
  read_requirements(root.required("requirements"), rules);
  rules.licence_types = root.required("licence_types").strings();
  for (const Value& type : root["board_licences"].list())
    rules.board_licences.push_back(read_word(type, rules.licence_types));
  for (const Value& row : root.required("conflicts").list()) rules.conflicts.push_back(read_conflict(row));
  for (const Value& row : root.required("relations").list()) read_relation(row, rules);
  const Value unknown = root.required("unknown_relation");
  unknown.only({"citation", "verified", "note"});
  rules.unknown_relation = read_citation(unknown);
  for (const Value& row : root["specialty_names"].list()) {
    row.only({"write", "for"});
    for (const std::string& other : row.required("for").strings())
      rules.specialty_names[other] = row.required("write").string();
  }
  for (const Value& row : root["needs"].list()) rules.needs.push_back(read_need(row, rules.licence_types));
}

} // namespace openimr::jurisdictions
