// CheckRules: what the checks need to know, as data (packs/checks): cues of absence, how grave each check is, and why
// it matters.
#pragma once

#include "base/result.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace openimr::determination {

enum class Severity { Block, Warn };
const char* name(Severity severity); ///< "block", "warn"

struct CheckKind {
  Severity severity = Severity::Warn;
  std::string title, citation;
  bool may_be_resolved = true; ///< whether an answer in writing opens it
};

/// Fields that a decision on a class of drugs has to face, each with the facts that fill it.
struct MonitoringGrid {
  struct Field {
    std::string name;
    std::vector<std::string> facts;
  };
  std::string id; ///< of the check
  std::string drug_class;
  std::vector<Field> fields;
};

/// Words of reasons that are none (packs/checks/language.yaml); lower case, phrases parted into words.
struct LanguageCues {
  struct Trait {
    std::string id;
    std::vector<std::vector<std::string>> words;
  };
  std::vector<Trait> traits;
  std::vector<std::vector<std::string>> because;
  std::set<std::string, std::less<>> between;
  std::vector<std::string> outright, medicine;
  /// Grounds that medical review may not rest on, and what beside them makes no ground of them.
  std::vector<std::string> scope, scope_unless;
  /// Conclusions of a rationale: that the item is necessary, that it is not.
  std::vector<std::string> necessary, unnecessary;
  using Phrases = std::vector<std::vector<std::string>>;
  Phrases as_a, owners, subjects, decides, groups, generalizes;
  std::set<std::string, std::less<>> as_a_ends;
};

/// Words of a claim's object and the chart concepts that answer it.
struct ClaimObject {
  std::vector<std::string> words;
  std::vector<std::string> facts;
  bool strong_only = false; ///< not for "no … documented", which may say that there was none
};

/// Words of the patterns that absence_grammar.h reads; lower case. Lists of phrases are parted into words.
struct AbsenceGrammar {
  using Words = std::set<std::string, std::less<>>;
  using Phrases = std::vector<std::vector<std::string>>;
  Phrases negators, links, openers, nobody, verb_negations, not_yet, before_any;
  Words evidence_nouns, adverbs, place_prepositions, papers, be, have, remain, verbs, participles, verb_particles,
      active_negations, undergone, missing_words, doubtful, doubts, articles, attempts, doubt_links, gains, guesses,
      may, phrasal, received, stand_ins;
};

/// Words of the net that absence_net.h casts; lower case.
struct AbsenceNet {
  std::set<std::string, std::less<>> negatives;   ///< "no", "never"
  std::set<std::string, std::less<>> empty_words; ///< words that deny by themselves: "silent", "blank", "omission"
  std::set<std::string, std::less<>> reviewing;   ///< words of reviewing and of forms besides those of the grammar
  std::vector<std::string> phrases;               ///< "stops short of", "remains to be"
  std::vector<std::string> taken_back;            ///< "not disputed": the sentence denies nothing
  std::vector<std::string> supposed, opening_conditions, concessions, clause_marks, boxes, ticked_no;
};

/// All words are lower case.
struct AbsenceCues {
  AbsenceGrammar grammar;
  AbsenceNet net;
  std::vector<std::string> forward, backward, no_between, recital, recital_weak, document_words, rule_words, this_case,
      decides, conditions, object_ends, attributions, rebuttals;
  std::vector<ClaimObject> objects;
  std::vector<std::string> net_skips;                 ///< beginnings of concepts that a clause names in passing: "sx."
  std::vector<std::string> asks;                      ///< words of a sentence that names what is asked for
  std::vector<std::string> trials;                    ///< words of a claim that ask whether a drug was used
  std::set<std::string, std::less<>> used;            ///< statuses of a drug that say so
  std::vector<std::string> failures;                  ///< words of a claim that ask whether it failed
  std::set<std::string, std::less<>> failed_outcomes; ///< outcomes of a drug that say so
  std::set<std::string, std::less<>> generic;         ///< words of objects that name no thing to be looked for
};

/// Words of claims about treatments (packs/checks/treatments.yaml); lower case.
struct TreatmentCues {
  struct Family {
    std::vector<std::string> words;
    std::vector<std::string> drugs; ///< families of the vocabulary
    std::vector<std::string> facts; ///< concepts
  };
  std::set<std::string, std::less<>> plain, behind, not_had;
  std::vector<std::string> limits, decisions, qualities;
  std::vector<Family> families;
};

struct CheckRules {
  std::map<std::string, CheckKind> kinds;
  AbsenceCues absence;
  TreatmentCues treatments;
  LanguageCues language;
  std::vector<MonitoringGrid> grids;
  int least_words = 0; ///< of an answer in writing: below it, nothing is said
  std::string sha256;

  /// Reads packs_folder/checks. Error names file, line and key.
  static Result<CheckRules> load(const std::string& packs_folder);
};

} // namespace openimr::determination
