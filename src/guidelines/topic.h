// Topic: one page of a guideline as data. What it asks of the record, for which requests, from which pages, in force
// when.
//
// A criterion is a question put to the chart (a tree over facts); the requirement for a first or a continued request is
// a tree over criteria. Both trees use the same Logic and three-valued truth.
#pragma once

#include "base/date.h"
#include "guidelines/fact_index.h"
#include "guidelines/units.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// Kleene's three values. Silence of the record is Unknown.
enum class Verdict { Met, NotMet, Unknown };
const char* name(Verdict verdict); ///< "met", "not_met", "unknown"

Verdict both(Verdict a, Verdict b);
Verdict either(Verdict a, Verdict b);
Verdict opposite(Verdict a);

/// A first request, or a refill or repeat.
enum class Phase { Initial, Continued };
const char* name(Phase phase); ///< "initial", "continued"

/// A node of a condition. docs/reference/topic_language.md has every word of it.
struct Logic {
  enum class Kind {
    // Over other conditions.
    All,
    Any,
    AtLeast,
    Not,
    Unless, ///< two parts: the rule, and the exception under which it does not hold
    Except, ///< "not recommended, except": one of the parts has to hold
    // Over the record and the request.
    Fact,       ///< present, or its latest number compares
    Response,   ///< a fact whose words tie it to one treatment
    Count,      ///< events, or visits, in a window before the request
    Duration,   ///< from the first statement to the request
    Change,     ///< of a number between two visits
    Ingredient, ///< one of the request's ingredients is on a list
    Topic,      ///< another page's requirement
    Judgment,   ///< asks the reviewer
    Always,
    // In requirements.
    Criterion
  };
  enum class Since { First, Previous };
  enum class Compare { None, AtMost, Less, AtLeast, More, Equal, Between };

  Kind kind = Kind::Always;
  std::vector<Logic> parts;         ///< of All, Any, AtLeast, Not, Unless, Except
  int count = 0;                    ///< n of AtLeast
  std::string id;                   ///< fact, criterion or topic
  ConceptKey key = 0;               ///< of a fact's id
  std::string op;                   ///< comparison as written, empty when a fact is only asked for presence
  Compare compare = Compare::None;  ///< the same
  double value = 0, value_high = 0; ///< value_high for between
  std::string unit;                 ///< of value; empty takes the fact's own
  UnitRow unit_at = no_unit;        ///< the unit's row
  int within_months = 0;            ///< window before the request, 0 = any time
  bool current_only = false;
  std::string treatment;          ///< of Response: "requested", or words that name it
  bool is_visits = false;         ///< of Count: visits that reports add up, not days with an event
  Since since = Since::Previous;  ///< of Change
  std::vector<std::string> names; ///< of Ingredient; of Fact the region of the body, where the question names one
  int line = 0;

  bool is_over_conditions() const { return kind <= Kind::Except; }
  bool is_over_record() const { return kind >= Kind::Fact && kind <= Kind::Change; }
};

struct Criterion {
  std::string id;
  std::string text;
  std::string needed; ///< what would have to be documented
  Logic when;
  bool asks_judgment = false;
};

/// One line of applies_to: every part that is not empty must fit the request.
struct AppliesTo {
  std::string drug, drug_class, route, form, kind, body_part, phrase;
  std::vector<std::string> unless; ///< phrases that keep the line from fitting
  bool is_mixture = false;         ///< two or more ingredients of one product for the skin, named in the request
};

/// How a definition is read that reviewers read in two ways (functional improvement, 8 CCR 9792.20): by its text, or as
/// the and/or list that many decisions make of it.
enum class Reading { Strict, Loose };
const char* name(Reading reading); ///< "strict", "loose"

/// A statement of an example on a day of its own.
struct DatedStatement {
  std::string fact;
  int days_before = 0; ///< the request
  std::string value;   ///< present | absent | possible | a number
};

struct Example {
  std::string name;
  Phase phase = Phase::Initial;
  Reading reading = Reading::Strict;
  std::vector<DatedStatement> dated;
  std::vector<std::string> ingredients;     ///< of the product asked for
  std::map<std::string, std::string> facts; ///< fact id -> present | absent | possible | a number
  std::string expect;
  std::map<std::string, std::string> verdicts; ///< criterion id -> met | not_met | unknown
  int line = 0;
};

struct Limit {
  std::string what, op, unit, note;
  std::string value;
};

struct Topic {
  std::string id, title, pack;
  std::string recommendation_class;
  std::string guideline; ///< id in the pack
  std::string section;
  std::string pages, cite;      ///< as printed
  std::optional<Date> from, to; ///< in force, both days included
  std::string status = "active";
  std::string follows; ///< "mtus-2009/gabapentin": what this page does not state itself is as there
  std::vector<AppliesTo> applies_to;
  std::vector<std::string> also_initial, also_continued;
  std::vector<std::string> given_before; ///< chart concepts that make a request for this service a continued one
  std::vector<Criterion> criteria;
  Logic initial, continued;            ///< trees over criteria
  std::optional<Logic> loose;          ///< the requirement as many decisions read it; by a stated option only
  bool has_requirement = true;         ///< false: nothing can be met (not recommended without exception)
  std::vector<std::string> exclusions; ///< criterion ids
  std::vector<Limit> limits;
  std::vector<std::string> exceptions, synonyms, look_for, doubts;
  std::string evidence, evidence_level;
  std::string confidence, basis, confidence_note;
  std::vector<Example> examples;
  std::string file;

  const Criterion* criterion(const std::string& criterion_id) const;
  bool is_in_force(Date day) const;
};

} // namespace openimr::guidelines
