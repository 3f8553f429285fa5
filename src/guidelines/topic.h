// Topic: one page of a guideline as data. What it asks of the record, for which requests, from which pages, in force
// when.
//
// A criterion is a question put to the chart (a tree over facts); the requirement for a first or a continued request is
// a tree over criteria. Both trees use the same Logic and three-valued truth.
#pragma once

#include "base/date.h"

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

/// A node of a condition.
struct Logic {
  enum class Kind { All, Any, AtLeast, Not, Fact, Criterion, Topic, Judgment, Always };
  Kind kind = Kind::Always;
  std::vector<Logic> parts;         ///< of All, Any, AtLeast, Not
  int count = 0;                    ///< n of AtLeast
  std::string id;                   ///< of Fact, Criterion, Topic
  std::string op;                   ///< comparison of Fact, empty when it only asks for presence
  double value = 0, value_high = 0; ///< value_high for between
  std::string unit;
  int within_months = 0; ///< window before the request, 0 = any time
  bool current_only = false;
  int line = 0;
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
};

struct Example {
  std::string name;
  Phase phase = Phase::Initial;
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
  std::vector<Criterion> criteria;
  Logic initial, continued;            ///< trees over criteria
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
