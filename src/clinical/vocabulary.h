// Vocabulary: the words of clinical papers as data: context cues, section headings, concepts, drugs, implications,
// derivations.
//
// Everything is read from packs/vocabulary/ once, strictly (a fault names file, line and key), and compiled into one
// word trie. A Vocabulary never changes after loading and may be shared between threads.
//
//   auto vocabulary = clinical::Vocabulary::load("packs");
//   if (!vocabulary) return vocabulary.error();
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

class WordForms;
struct CourseRules;

/// Morphine milligram equivalents of one mg (or mcg/h of a patch), by the table in force.
struct MmeFactor {
  double of_2009 = 0, of_2016 = 0, of_2022 = 0; ///< 0 where the table does not list the drug
};

/// One drug of the vocabulary.
struct Drug {
  std::string generic;    ///< chart name, e.g. "morphine extended release", "ketamine topical", "baclofen"
  std::string base;       ///< ingredient(s) without form, e.g. "morphine", "ketamine", "hydrocodone/acetaminophen"
  std::string drug_class; ///< as written in the pack, e.g. "opioid long-acting"
  std::vector<std::string>
      families; ///< broad classes for rules: opioid, nsaid, anticonvulsant, antidepressant, muscle_relaxant, …
  std::vector<std::string> brands;
  std::vector<std::string> aliases;
  std::string topic_id;           ///< the guideline topic that speaks of it; may be empty
  std::string route;              ///< usual route: oral, topical, transdermal, injection, intrathecal, nasal, …
  std::vector<std::string> forms; ///< as written in the pack
  std::vector<std::string> strengths;
  MmeFactor mme;
  bool mme_of_smallest =
      false; ///< of a combination written in any order ("300/30"), the smallest amount is the opioid's
  std::map<std::string, std::string>
      strength_of_name;            ///< folded name that stands for a strength: "tylenol #3" -> "300/30"
  std::vector<double> usual_hours; ///< usual dosing intervals in hours, e.g. {8, 12}; empty when not listed
};

/// What a concept is: kind of fact and how its words read.
struct Concept {
  std::string id;                 ///< "dx.crps"
  std::string kind;               ///< of the facts: diagnosis, symptom, …
  std::string text;               ///< plain name
  std::vector<std::string> terms; ///< words and variants looked for, as shown in a proof of absence
};

/// The loaded vocabulary.
class Vocabulary {
public:
  /// Reads packs_folder/vocabulary. Error with file, line and key for the first fault found.
  static Result<Vocabulary> load(const std::string& packs_folder);

  /// Drug by chart name, brand or alias (case does not matter); null when unknown.
  const Drug* drug(std::string_view name) const;
  const std::vector<Drug>& drugs() const;
  /// Null when unknown.
  const Concept* concept_of(std::string_view id) const;
  const std::map<std::string, Concept, std::less<>>& concepts() const;

  /// How words are compared in a free search.
  const WordForms& word_forms() const;
  /// What counts as a change between visits.
  const CourseRules& course() const;

  struct Data; ///< compiled form, private to the room (vocabulary_data.h)
  const Data& data() const { return *data_; }

private:
  std::shared_ptr<const Data> data_;
};

} // namespace openimr::clinical
