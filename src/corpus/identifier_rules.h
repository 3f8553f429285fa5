// IdentifierRules: what speaks of a person, a body, a place or a number in a letter, and what has to survive: the
// dictionaries and cues of packs/publication, read once.
#pragma once

#include "base/result.h"
#include "text/term_matcher.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace openimr::corpus {

using WordSet = std::set<std::string, std::less<>>;

/// What a phrase of the pack is.
enum class CueKind {
  Label,         ///< "Claim number": its value stands behind
  NameCue,       ///< "daughter", "seen by": a name may follow
  BodyEnding,    ///< "Medical Group"
  BodyBeginning, ///< "City of"
  PublicBody,    ///< "Food and Drug Administration": survives
  DatedWork,     ///< "Guidelines", "edition": a date near it belongs to it
  Town,
  State,
  PlaceCue,   ///< "lives in"
  PersonVerb, ///< "states", "is a": who does it stands before
  KnownBody,  ///< "Kaiser Permanente"
  BodyCue,    ///< "worked for": a body follows
};

struct CuePhrase {
  CueKind kind = CueKind::Label;
  std::string of_class = {}; ///< of what it speaks: "patient", "claim_number", …; empty where it has none
  bool is_shy = false;       ///< of labels and towns: an ordinary word too, counts only where it can be nothing else
};

struct IdentifierRules {
  std::map<std::string, std::string, std::less<>> replacements; ///< class -> words
  std::map<std::string, std::string, std::less<>> titles;       ///< folded word -> class
  std::map<std::string, std::string, std::less<>> credentials;  ///< folded letters -> class
  text::TermMatcher matcher;                                    ///< all phrases
  std::vector<std::vector<CuePhrase>> phrases;                  ///< by number of the term
  WordSet given, surnames, eponyms, alone, never_names, eponym_heads, streets, units, particles, suffixes, state_codes;
  WordSet ordinary; ///< of the pack, and whatever the other packs spell in lower case
  WordSet age_before, age_behind;
  std::map<std::string, WordSet, std::less<>> nicknames; ///< given name -> those that may stand for it

  /// Error (Input) names file, line and key.
  static Result<IdentifierRules> load(const std::string& packs_folder);
};

} // namespace openimr::corpus
