// Formulary: which drugs of a request may be dispensed without prospective review (8 CCR 9792.27.1 to 9792.27.23).
//
//   const FormularyAnswer answer = consider(*pack.formulary, {…});
//   answer.review          // ProspectiveReview::Required, with the rule that says so
//
// The list held here is a part of the real one: a drug that is not on it is unknown, never "unlisted". What is decided
// says nothing about medical necessity; it says how the request had to come.
#pragma once

#include "base/date.h"
#include "guidelines/topic.h"
#include "text/data_file.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// A statement of the formulary with its source.
struct FormularyRule {
  std::string id, text, citation, confidence, basis, note;
};

/// The status of a drug, or of a class of drugs, with the days on which it holds.
struct FormularyDrug {
  std::string drug, drug_class;                                  ///< one of them
  std::string status;                                            ///< exempt | non_exempt
  std::optional<int> special_fill_days, perioperative_fill_days; ///< days of supply; empty: no such fill
  std::optional<Date> from, to;
  std::string confidence, basis, note;
  std::vector<std::string> doubts;
};

/// A published version of the list.
struct FormularyList {
  std::string version, citation;
  std::optional<Date> from, to;
  int drugs = 0;
  std::string confidence, basis, note;
};

/// What is asked about one drug.
struct FormularyCase {
  std::string drug;
  std::vector<std::string> drug_classes;
  Date day; ///< of dispensing, or of the request
  std::optional<Date> injured, surgery;
  std::optional<double> days_supply;
  bool is_compounded = false;
  std::optional<bool> is_brand; ///< a brand although there is a generic
};

enum class ProspectiveReview { Required, NotRequired, Depends, Unknown, DoesNotApply };
const char* name(ProspectiveReview review); ///< "required", "not_required", "depends", "unknown", "does_not_apply"

/// One thing that has to hold for an exception, and whether it does.
struct FormularyCondition {
  std::string rule; ///< special_fill | perioperative_fill | exempt
  std::string text;
  Verdict verdict = Verdict::Unknown;
};

struct FormularyAnswer {
  ProspectiveReview review = ProspectiveReview::Unknown;
  std::string drug, status;                   ///< exempt | non_exempt | compounded | not_in_pack
  std::string list;                           ///< version of the list in force
  std::vector<FormularyRule> rules;           ///< those that decided, in order
  std::vector<FormularyCondition> conditions; ///< looked at on the way
  std::string confidence;                     ///< of the drug's status: high | medium | low; empty when it has none
  std::vector<std::string> doubts;
};

struct FormularyExample {
  std::string name, expect;
  FormularyCase asked;
  int line = 0;
};

struct Formulary {
  std::string file;
  std::optional<Date> from, to;
  std::vector<FormularyList> lists;
  std::map<std::string, FormularyRule> rules;
  FormularyRule special_fill, perioperative_fill, physician_dispensed;
  int special_within_days = 0, days_before_surgery = 0, days_after_surgery = 0;
  int dispensed_within_days = 0, dispensed_supply_days = 0;
  std::vector<FormularyDrug> drugs;
  std::vector<FormularyExample> examples;
};

Formulary read_formulary(text::Reader& reader);

FormularyAnswer consider(const Formulary& formulary, const FormularyCase& asked);

/// Runs an example of the page; empty when it comes out as written, else what differs.
std::string run_example(const Formulary& formulary, const FormularyExample& example);

} // namespace openimr::guidelines
