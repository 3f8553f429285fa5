// eligibility.yaml.
#include "jurisdictions/pack_reading.h"

namespace openimr::jurisdictions {
namespace {

using text::Value;

Ground read_ground(const Value& row) {
  row.only({"code", "factor", "effect", "texts"});
  Ground ground;
  ground.code = row.required("code").string();
  ground.factor = read_word(row.required("factor"), known_factors());
  ground.effect = row.required("effect").one_of({"ineligible", "duplicate", "deferred"}, "ineligible");
  for (const Value& text : row.required("texts").list()) {
    text.only({"text", "from", "to", "citation", "verified", "note"});
    add_version(ground.text, read_in_force(text, text.required("text").string()), text);
  }
  return ground;
}

DateGate read_gate(const Value& row) {
  row.only({"event", "from", "citation", "verified", "note"});
  return {row.required("event").one_of({"injury", "ur_decision_communicated", "formulary_dispute"}),
          row.required("from").date().value_or(Date{}), read_citation(row)};
}

void read_filing(const Value& row, EligibilityRules& rules, const Jurisdiction& law) {
  row.only({"application_rule", "formulary_rule", "liability_rule"});
  std::vector<std::string> clocks;
  for (const auto& clock : law.clocks) clocks.push_back(clock.id);
  rules.application_rule = read_word(row.required("application_rule"), clocks);
  rules.formulary_rule = read_word(row["formulary_rule"], clocks);
  rules.liability_rule = read_word(row["liability_rule"], clocks);
}

} // namespace

const std::vector<std::string>& known_factors() {
  static const std::vector<std::string> factors = {
      "date_gate",          "other_programme", "signed",         "designation",     "ur_attached",        "ur_denied",
      "information_denial", "liability",       "duplicate_item", "earlier_pending", "earlier_determined", "timely",
      "not_computed"};
  return factors;
}

const Ground* EligibilityRules::ground(std::string_view code) const {
  for (const Ground& each : grounds)
    if (each.code == code) return &each;
  return nullptr;
}

void read_eligibility(const Value& root, Jurisdiction& law) {
  root.only({"schema", "filing", "date_gates", "grounds", "earlier_applications", "expedited_certification",
             "expedited_conversion", "consolidation", "reopening", "same_words", "filler_words", "units",
             "drug_signs"});
  EligibilityRules& rules = law.eligibility;
  read_filing(root.required("filing"), rules, law);
  for (const Value& gate : root["date_gates"].list()) rules.gates.push_back(read_gate(gate));
  for (const Value& ground : root.required("grounds").list()) rules.grounds.push_back(read_ground(ground));
  const Value earlier = root["earlier_applications"];
  earlier.only({"months", "determined", "closed"});
  rules.earlier_determination_months = earlier["months"].integer(12);
  rules.determined_outcomes = earlier["determined"].strings();
  rules.closed_outcomes = earlier["closed"].strings();
  for (const Value& row : root["same_words"].list()) {
    row.only({"write", "for"});
    const std::string word = row.required("write").string();
    for (const std::string& other : row.required("for").strings()) rules.same_words.emplace_back(other, word);
  }
  rules.filler_words = root["filler_words"].strings();
  rules.units = root["units"].strings();
  const std::pair<const char*, Citation*> sources[] = {{"expedited_certification", &rules.expedited_certification},
                                                       {"expedited_conversion", &rules.expedited_conversion},
                                                       {"consolidation", &rules.consolidation},
                                                       {"reopening", &rules.reopening}};
  for (const auto& [key, citation] : sources)
    if (const Value source = root[key]; source.is_present()) {
      source.only({"citation", "verified", "note"});
      *citation = read_citation(source);
    }
  rules.drug_signs = root["drug_signs"].strings();
}

} // namespace openimr::jurisdictions
