// The search for identifiers in one letter: what all finders share. Internal to deidentify.cpp and the find_*.cpp.
#pragma once

#include "corpus/deidentify.h"
#include "corpus/identifier_rules.h"
#include "corpus/identifier_text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// How sure a find is; the stronger one names the class where two overlap, and only `Known` beats what is protected.
enum class Strength { Weak, Cued, Labelled, Known };

/// Bytes that have to go.
struct Found {
  std::size_t begin = 0, end = 0;
  std::string of_class = {};
  std::string rule = {};
  Strength strength = Strength::Cued;
  std::string person = {}; ///< which one of its class: a folded family name, a folded organization
};

/// A phrase of the pack at tokens [first, last).
struct CueAt {
  std::size_t first = 0, last = 0;
  const CuePhrase* phrase = nullptr;
};

/// Token range [first, last).
struct TokenRange {
  std::size_t first = 0, last = 0;
  bool is_empty() const { return first >= last; }
};

class IdentifierSearch {
public:
  IdentifierSearch(const IdentifierRules& rules, std::string_view text);

  const IdentifierRules& rules;
  std::string_view text;
  std::vector<NameToken> tokens;
  std::vector<CueAt> phrases; ///< by first token
  std::vector<Found> found;
  std::vector<bool> kept;                ///< by token: eponyms and public bodies, nobody's names
  std::vector<std::size_t> state_behind; ///< by token: the token behind a state's name or code that begins there, or 0

  bool has(std::size_t i) const { return i < tokens.size(); }
  bool is_mark(std::size_t i, std::string_view mark) const;
  bool is_word(std::size_t i) const { return has(i) && tokens[i].kind == NameToken::Kind::Word; }
  bool is_number(std::size_t i) const { return has(i) && tokens[i].kind == NameToken::Kind::Number; }
  /// "J." or "J"
  bool is_initial(std::size_t i) const;
  /// A capitalised word that can be part of a name: in the dictionaries, or no ordinary word.
  bool is_name_word(std::size_t i) const;
  /// is_name_word and in the dictionaries.
  bool is_known_name(std::size_t i) const;
  bool is_kept(std::size_t i) const { return has(i) && kept[i]; }
  /// Whether a sentence or line begins at the token, so that its capital says little.
  bool begins_sentence(std::size_t i) const;
  std::string_view words(TokenRange range) const;
  void add(TokenRange range, std::string of_class, std::string rule, Strength strength, std::string person = "");

  /// Names from a token on: "Juan de la Cruz-Peña Jr.", "Smith, John Q."; trusts the first word when `is_told`; takes
  /// "Family, Given" of names that no dictionary has when they `may_be_turned`.
  TokenRange name_from(std::size_t first, bool is_told, bool may_be_turned = false) const;
  /// Names that end before the token.
  TokenRange name_before(std::size_t last) const;
  /// The family name by which a range is told from others.
  std::string person_of(TokenRange range) const;

private:
  void find_phrases();
  void find_states();
  void keep_months();
  void keep_eponyms();
  void keep(TokenRange range);
};

void find_people(IdentifierSearch& search);                                         ///< find_people.cpp
void find_known(IdentifierSearch& search, const std::vector<KnownIdentity>& known); ///< find_known.cpp
void find_again(IdentifierSearch& search);                                          ///< find_known.cpp
void find_bodies(IdentifierSearch& search);                                         ///< find_bodies.cpp
void find_places(IdentifierSearch& search);                                         ///< find_places.cpp
void find_labelled(IdentifierSearch& search);                                       ///< find_labelled.cpp
void find_numbers(IdentifierSearch& search);                                        ///< find_numbers.cpp
/// Dates and ages; each with its own words in place of it. find_days.cpp
struct FoundDay {
  Found found;
  std::string replacement;
};
std::vector<FoundDay> find_days(const IdentifierSearch& search, const DayPolicy& policy);

} // namespace openimr::corpus
