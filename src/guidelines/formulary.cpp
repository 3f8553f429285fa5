#include "guidelines/formulary.h"

#include "guidelines/confidence.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::guidelines {
namespace {

bool holds_on(const std::optional<Date>& from, const std::optional<Date>& to, Date day) {
  return (!from || *from <= day) && (!to || day <= *to);
}

/// The row of the drug itself goes before that of its class.
const FormularyDrug* find(const Formulary& formulary, const FormularyCase& asked) {
  const auto in_force = [&](const FormularyDrug& row) { return holds_on(row.from, row.to, asked.day); };
  for (const FormularyDrug& row : formulary.drugs)
    if (!row.drug.empty() && row.drug == asked.drug && in_force(row)) return &row;
  for (const FormularyDrug& row : formulary.drugs)
    if (!row.drug_class.empty() && in_force(row) &&
        std::find(asked.drug_classes.begin(), asked.drug_classes.end(), row.drug_class) != asked.drug_classes.end())
      return &row;
  return nullptr;
}

void cite(const Formulary& formulary, const char* rule, FormularyAnswer& answer) {
  if (const auto found = formulary.rules.find(rule); found != formulary.rules.end())
    answer.rules.push_back(found->second);
}

Verdict is_at_most(const std::optional<double>& number, int limit) {
  return !number ? Verdict::Unknown : *number <= limit ? Verdict::Met : Verdict::NotMet;
}

Verdict is_within(const std::optional<Date>& begin, Date day, int earliest, int latest) {
  if (!begin) return Verdict::Unknown;
  const int days = day.days_since(*begin);
  return earliest <= days && days <= latest ? Verdict::Met : Verdict::NotMet;
}

/// The conditions of one exception that a file can settle, and their conjunction.
Verdict exception(FormularyAnswer& answer, const FormularyRule& rule, const char* id,
                  const std::vector<std::pair<std::string, Verdict>>& conditions) {
  Verdict whole = Verdict::Met;
  for (const auto& [text, verdict] : conditions) {
    answer.conditions.push_back({id, text, verdict});
    whole = both(whole, verdict);
  }
  if (whole != Verdict::NotMet) answer.rules.push_back(rule);
  return whole;
}

Verdict special_fill(const Formulary& formulary, const FormularyDrug& drug, const FormularyCase& asked,
                     FormularyAnswer& answer) {
  if (!drug.special_fill_days) return Verdict::NotMet;
  return exception(answer, formulary.special_fill, "special_fill",
                   {{fmt::format("prescribed within {} days of the injury", formulary.special_within_days),
                     is_within(asked.injured, asked.day, 0, formulary.special_within_days)},
                    {fmt::format("not more than {} days of supply", *drug.special_fill_days),
                     is_at_most(asked.days_supply, *drug.special_fill_days)}});
}

Verdict perioperative_fill(const Formulary& formulary, const FormularyDrug& drug, const FormularyCase& asked,
                           FormularyAnswer& answer) {
  // No operation known: no perioperative period, and nothing to be open about.
  if (!drug.perioperative_fill_days || !asked.surgery) return Verdict::NotMet;
  return exception(answer, formulary.perioperative_fill, "perioperative_fill",
                   {{fmt::format("prescribed from {} days before to {} days after the operation",
                                 formulary.days_before_surgery, formulary.days_after_surgery),
                     is_within(asked.surgery, asked.day, -formulary.days_before_surgery, formulary.days_after_surgery)},
                    {fmt::format("not more than {} days of supply", *drug.perioperative_fill_days),
                     is_at_most(asked.days_supply, *drug.perioperative_fill_days)}});
}

void consider_exempt(const Formulary& formulary, const FormularyCase& asked, FormularyAnswer& answer) {
  const bool is_brand = asked.is_brand.value_or(false);
  answer.conditions.push_back({"exempt", "generic, or a brand without a generic",
                               !asked.is_brand ? Verdict::Unknown
                               : is_brand      ? Verdict::NotMet
                                               : Verdict::Met});
  answer.conditions.push_back({"exempt", "in accordance with the schedule", Verdict::Unknown});
  cite(formulary, is_brand ? "brand" : "exempt", answer);
  answer.review = is_brand ? ProspectiveReview::Required : ProspectiveReview::NotRequired;
}

void consider_non_exempt(const Formulary& formulary, const FormularyDrug& drug, const FormularyCase& asked,
                         FormularyAnswer& answer) {
  cite(formulary, "non_exempt", answer);
  const Verdict excepted =
      either(special_fill(formulary, drug, asked, answer), perioperative_fill(formulary, drug, asked, answer));
  answer.review = excepted == Verdict::Met      ? ProspectiveReview::NotRequired
                  : excepted == Verdict::NotMet ? ProspectiveReview::Required
                                                : ProspectiveReview::Depends;
}

using text::Value;

std::optional<int> optional_days(const Value& value) {
  return value.is_present() ? std::optional<int>(value.integer()) : std::nullopt;
}

FormularyRule read_rule(const Value& row) {
  row.only({"id", "text", "citation", "confidence"});
  FormularyRule rule{
      row.required("id").string(), row.required("text").string(), row.required("citation").string(), "", "", ""};
  read_confidence(row.required("confidence"), rule.confidence, rule.basis, rule.note);
  return rule;
}

FormularyRule read_fill(const Value& row, const char* id) {
  FormularyRule rule{id, "", row.required("citation").string(), "", "", ""};
  read_confidence(row.required("confidence"), rule.confidence, rule.basis, rule.note);
  rule.text = rule.note;
  return rule;
}

FormularyDrug read_drug(const Value& row) {
  row.only({"drug", "drug_class", "status", "special_fill_days", "perioperative_fill_days", "from", "to", "confidence",
            "doubts"});
  FormularyDrug drug;
  drug.drug = row["drug"].string();
  drug.drug_class = row["drug_class"].string();
  if (drug.drug.empty() == drug.drug_class.empty())
    row.problem("neither or both of drug and drug_class", "one of them", "name the drug, or its class");
  drug.status = row.required("status").one_of({"exempt", "non_exempt"});
  drug.special_fill_days = optional_days(row["special_fill_days"]);
  drug.perioperative_fill_days = optional_days(row["perioperative_fill_days"]);
  if (drug.status == "exempt" && (drug.special_fill_days || drug.perioperative_fill_days))
    row.problem("a fill of an exempt drug", "fills of drugs that are not exempt only",
                "drop the days or correct the status");
  drug.from = row.required("from").date();
  drug.to = row["to"].date();
  read_confidence(row.required("confidence"), drug.confidence, drug.basis, drug.note);
  drug.doubts = row["doubts"].strings();
  return drug;
}

FormularyList read_list(const Value& row) {
  row.only({"version", "from", "to", "drugs", "citation", "confidence"});
  FormularyList list;
  list.version = row.required("version").string();
  list.from = row.required("from").date();
  list.to = row["to"].date();
  list.drugs = row["drugs"].integer();
  list.citation = row.required("citation").string();
  read_confidence(row.required("confidence"), list.confidence, list.basis, list.note);
  return list;
}

FormularyExample read_example(const Value& row) {
  row.only(
      {"name", "drug", "drug_classes", "day", "injured", "surgery", "days_supply", "compounded", "brand", "expect"});
  FormularyExample example;
  example.line = row.line();
  example.name = row.required("name").string();
  example.expect = row.required("expect").one_of({"required", "not_required", "depends", "unknown", "does_not_apply"});
  FormularyCase& asked = example.asked;
  asked.drug = row.required("drug").string();
  asked.drug_classes = row["drug_classes"].strings();
  asked.day = row.required("day").date().value_or(Date{});
  asked.injured = row["injured"].date();
  asked.surgery = row["surgery"].date();
  if (row["days_supply"].is_present()) asked.days_supply = row["days_supply"].number();
  asked.is_compounded = row["compounded"].boolean();
  if (row["brand"].is_present()) asked.is_brand = row["brand"].boolean();
  return example;
}

/// The row of the same drug or class on the same days would make the order decide.
void check_drugs(const Value& list, const std::vector<FormularyDrug>& drugs) {
  for (std::size_t i = 0; i < drugs.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const bool is_same = drugs[i].drug == drugs[j].drug && drugs[i].drug_class == drugs[j].drug_class;
      const bool is_apart = (drugs[i].to && drugs[j].from && *drugs[i].to < *drugs[j].from) ||
                            (drugs[j].to && drugs[i].from && *drugs[j].to < *drugs[i].from);
      if (is_same && !is_apart)
        list.list()[i].problem(fmt::format("{}{} a second time", drugs[i].drug, drugs[i].drug_class), "one row a day",
                               "end the earlier row with `to`");
    }
}

} // namespace

const char* name(ProspectiveReview review) {
  switch (review) {
  case ProspectiveReview::Required:
    return "required";
  case ProspectiveReview::NotRequired:
    return "not_required";
  case ProspectiveReview::Depends:
    return "depends";
  case ProspectiveReview::Unknown:
    return "unknown";
  case ProspectiveReview::DoesNotApply:
    return "does_not_apply";
  }
  return "";
}

FormularyAnswer consider(const Formulary& formulary, const FormularyCase& asked) {
  FormularyAnswer answer;
  answer.drug = asked.drug;
  if (!holds_on(formulary.from, formulary.to, asked.day)) {
    cite(formulary, "scope", answer);
    answer.review = ProspectiveReview::DoesNotApply;
    return answer;
  }
  for (const FormularyList& list : formulary.lists)
    if (holds_on(list.from, list.to, asked.day)) answer.list = list.version;
  if (asked.is_compounded) {
    cite(formulary, "compounded", answer);
    answer.status = "compounded";
    answer.review = ProspectiveReview::Required;
  } else if (const FormularyDrug* drug = find(formulary, asked)) {
    answer.status = drug->status;
    answer.confidence = drug->confidence;
    answer.doubts = drug->doubts;
    if (drug->status == "exempt")
      consider_exempt(formulary, asked, answer);
    else
      consider_non_exempt(formulary, *drug, asked, answer);
  } else {
    answer.status = "not_in_pack";
    answer.doubts = {"The list held here is a part of the published one; look the drug up there"};
  }
  if (asked.injured && formulary.from && *asked.injured < *formulary.from && answer.status != "exempt")
    cite(formulary, "transition", answer);
  return answer;
}

std::string run_example(const Formulary& formulary, const FormularyExample& example) {
  const FormularyAnswer answer = consider(formulary, example.asked);
  if (name(answer.review) == example.expect) return "";
  return fmt::format("{}:{}: example \"{}\": prospective review is {}, expected {}\n", formulary.file, example.line,
                     example.name, name(answer.review), example.expect);
}

Formulary read_formulary(text::Reader& reader) {
  const Value root = reader.root();
  root.only({"schema", "in_force", "lists", "rules", "special_fill", "perioperative_fill", "physician_dispensed",
             "drugs", "examples"});
  Formulary formulary;
  formulary.file = reader.file_name();
  const Value days = root.required("in_force");
  days.only({"from", "to"});
  formulary.from = days["from"].date();
  formulary.to = days["to"].date();
  for (const Value& row : root.required("lists").list()) formulary.lists.push_back(read_list(row));
  for (const Value& row : root.required("rules").list()) {
    FormularyRule rule = read_rule(row);
    formulary.rules[rule.id] = rule;
  }
  const Value special = root.required("special_fill");
  special.only({"within_days_of_injury", "citation", "confidence"});
  formulary.special_within_days = special.required("within_days_of_injury").integer();
  formulary.special_fill = read_fill(special, "special_fill");
  const Value around = root.required("perioperative_fill");
  around.only({"days_before", "days_after", "citation", "confidence"});
  formulary.days_before_surgery = around.required("days_before").integer();
  formulary.days_after_surgery = around.required("days_after").integer();
  formulary.perioperative_fill = read_fill(around, "perioperative_fill");
  const Value dispensed = root.required("physician_dispensed");
  dispensed.only({"within_days_of_injury", "supply_days", "citation", "confidence"});
  formulary.dispensed_within_days = dispensed.required("within_days_of_injury").integer();
  formulary.dispensed_supply_days = dispensed.required("supply_days").integer();
  formulary.physician_dispensed = read_fill(dispensed, "physician_dispensed");
  for (const Value& row : root.required("drugs").list()) formulary.drugs.push_back(read_drug(row));
  check_drugs(root["drugs"], formulary.drugs);
  for (const Value& row : root["examples"].list()) formulary.examples.push_back(read_example(row));
  return formulary;
}

} // namespace openimr::guidelines
