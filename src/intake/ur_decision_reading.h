// What a utilization review decision says: whom it is about, when, and for every item what was decided, by which
// guideline and why. The letters have no set layout; their words are data (packs/forms/ur_decision*.yaml).
#pragma once

#include "base/result.h"
#include "intake/form_reading.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::intake {

/// The words of packs/forms/ur_decision_words.yaml.
struct UrWords {
  struct Outcome {
    std::string words, value; ///< "non-certified" -> "denied"
  };
  std::vector<Outcome> outcomes; ///< longest first
  std::vector<std::string> item_labels, outcome_labels, guideline_labels, reason_labels, not_items, service;
};
Result<UrWords> load_ur_words(const std::string& packs_folder);

struct UrItemReading {
  std::string text;
  std::string outcome;         ///< denied | modified | approved | deferred
  std::string guideline;       ///< as cited, with pages; may be empty
  std::string guideline_pages; ///< the pages of it, as written ("49, 60-61"); may be empty
  std::string reasons;         ///< first lines of the reasons; may be empty
  int confidence = 100;
  std::vector<records::Evidence> evidence; ///< the item with its decision
  std::vector<records::Evidence> guideline_evidence;
  std::string doubt; ///< two decisions on one item
};

struct UrReading {
  FormReading facts; ///< the labelled facts, by the ids of packs/forms/ur_decision.yaml
  std::vector<UrItemReading> items;
  std::optional<Date> served; ///< by the proof of service
  std::string served_by;      ///< mail | fax | personal | overnight | electronic; empty when not told
  std::vector<records::Evidence> service_evidence;
};

/// The pages that a citation names behind "page", "pages", "p." or "pp.", as written; empty when it names none.
std::string pages_of_citation(std::string_view citation);

UrReading read_ur_decision(const FormDefinition& form, const UrWords& words, const records::Document& document);

} // namespace openimr::intake
