// Names of people: behind titles, before credentials, behind cues, and by first names.
#include "corpus/identifier_search.h"

namespace openimr::corpus {
namespace {

/// Letters of a credential from a token on: "M.D.", "MD", "Ph. D."; the token behind it, and its class.
struct Credential {
  std::size_t last = 0;
  std::string of_class;
  bool is_dotted = false;
};

bool looks_like_credential(const NameToken& token) {
  return token.is_upper || token.folded == "phd" || token.folded == "psyd" || token.folded == "pharmd" ||
         token.folded == "esq" || token.folded == "ph" || token.folded == "psy" || token.folded == "lac";
}

Credential credential_at(const IdentifierSearch& search, std::size_t i) {
  std::string letters;
  Credential longest;
  for (std::size_t at = i; search.is_word(at) && looks_like_credential(search.tokens[at]) && at < i + 8;) {
    if (at > i && search.tokens[at].after_gap) break;
    letters += search.tokens[at].folded;
    const bool is_dotted = search.is_mark(at + 1, ".");
    at += is_dotted ? 2 : 1;
    const auto known = search.rules.credentials.find(letters);
    if (known != search.rules.credentials.end()) longest = {at, known->second, at > i + 1};
    if (!is_dotted && !search.is_mark(at, "-")) break;
    if (search.is_mark(at, "-")) ++at;
  }
  return longest;
}

void by_titles(IdentifierSearch& search) {
  for (std::size_t i = 0; i < search.tokens.size(); ++i) {
    const auto title =
        search.is_word(i) ? search.rules.titles.find(search.tokens[i].folded) : search.rules.titles.end();
    if (title == search.rules.titles.end()) continue;
    const bool is_short = search.tokens[i].folded.size() <= 3 && search.tokens[i].folded != "sir";
    std::size_t next = i + 1;
    if (search.is_mark(next, ".")) ++next;
    // "Judge", "Father", "Nurse" are words too: there only what looks like a name follows.
    const bool is_told = is_short && (search.tokens[i].is_capital || search.is_mark(i + 1, "."));
    TokenRange name = search.name_from(next, is_told);
    if (name.is_empty() && is_told && search.is_word(next) &&
        search.rules.surnames.count(search.tokens[next].folded) != 0)
      name = {next, next + 1}; // "dr. smith"
    if (!is_told && !name.is_empty() && search.is_initial(name.first) && name.last <= name.first + 2) continue;
    if (!is_short && !name.is_empty() && search.tokens[i].in_capitals && !search.is_known_name(name.first)) continue;
    search.add(name, title->second, "title", is_told ? Strength::Labelled : Strength::Cued, search.person_of(name));
  }
}

void by_credentials(IdentifierSearch& search) {
  for (std::size_t i = 1; i < search.tokens.size(); ++i) {
    const Credential credential = credential_at(search, i);
    if (credential.last == 0) continue;
    const bool has_comma = search.is_mark(i - 1, ",");
    if (search.tokens[i].after_gap) continue;
    TokenRange name = search.name_before(has_comma ? i - 1 : i);
    std::size_t words = 0;
    bool is_known = false;
    for (std::size_t k = name.first; k < name.last; ++k) {
      words += search.is_word(k) ? 1 : 0;
      is_known |= search.is_known_name(k);
    }
    if (words == 0 && i >= 2) { // "JLH, M.D.": somebody's initials
      const std::size_t k = has_comma ? i - 2 : i - 1;
      if (search.is_word(k) && search.tokens[k].is_upper && search.tokens[k].folded.size() <= 3 && credential.is_dotted)
        search.add({k, k + 1}, credential.of_class, "credentials", Strength::Cued, search.tokens[k].folded);
      continue;
    }
    if (words == 0 || (words == 1 && !has_comma && !credential.is_dotted && !is_known)) continue;
    if (search.tokens[i].in_capitals && !has_comma && !credential.is_dotted && !is_known) continue;
    search.add(name, credential.of_class, "credentials", Strength::Cued, search.person_of(name));
  }
}

/// Two words that look like a name, or one that the dictionaries know.
bool is_sure(const IdentifierSearch& search, TokenRange name) {
  std::size_t words = 0;
  bool is_known = false;
  for (std::size_t i = name.first; i < name.last; ++i) {
    words += search.is_name_word(i) ? 1 : 0;
    is_known |= search.is_known_name(i);
  }
  return words >= 2 || (words == 1 && is_known);
}

void by_cues(IdentifierSearch& search) {
  for (const CueAt& cue : search.phrases) {
    if (cue.phrase->kind != CueKind::NameCue) continue;
    std::size_t next = cue.last;
    while (search.is_mark(next, ",") || search.is_mark(next, "(") || search.is_mark(next, ":") ||
           (search.is_word(next) && !search.tokens[next].is_capital &&
            (search.tokens[next].folded == "named" || search.tokens[next].folded == "called" ||
             search.tokens[next].folded == "is")))
      ++next;
    if (!search.has(next) || search.tokens[next].after_gap || search.tokens[next].in_capitals) continue;
    const TokenRange name = search.name_from(next, false, cue.phrase->of_class != "family");
    if (name.is_empty()) continue;
    const bool is_family = cue.phrase->of_class == "family";
    if (is_family ? search.is_name_word(name.first) : is_sure(search, name))
      search.add(name, cue.phrase->of_class, "cue", Strength::Cued, search.person_of(name));
  }
}

/// "Nizhoni Begay states", "Begay, Nizhoni is a 55 year old"
void by_verbs(IdentifierSearch& search) {
  for (const CueAt& verb : search.phrases) {
    if (verb.phrase->kind != CueKind::PersonVerb || verb.first == 0 || search.tokens[verb.first].in_capitals ||
        search.tokens[verb.first].after_gap)
      continue;
    TokenRange name = search.name_before(verb.first);
    if (name.is_empty()) continue;
    if (name.first >= 2 && search.is_mark(name.first - 1, ",")) {
      const TokenRange family = search.name_before(name.first - 1);
      if (!family.is_empty() && !search.tokens[name.first].after_gap) name.first = family.first;
    }
    const bool is_alone = name.last == name.first + 1;
    if (is_alone && (search.tokens[name.first].in_capitals || search.tokens[name.first].folded.size() < 4 ||
                     search.rules.ordinary.count(search.tokens[name.first].folded) != 0))
      continue;
    if (is_alone && !search.is_known_name(name.first)) continue;
    search.add(name, "person", "does what people do", Strength::Weak, search.person_of(name));
  }
}

/// San Jose, North Carolina, Saint Louis: no person's.
bool is_behind_place_word(const IdentifierSearch& search, std::size_t i) {
  static const WordSet words{"san", "santa", "saint", "north", "south", "east", "west",
                             "new", "los",   "las",   "fort",  "port",  "lake", "mount"};
  return i > 0 && search.is_word(i - 1) && words.count(search.tokens[i - 1].folded) != 0;
}

void by_first_names(IdentifierSearch& search) {
  for (std::size_t i = 0; i < search.tokens.size(); ++i) {
    if (!search.is_name_word(i) || is_behind_place_word(search, i)) continue;
    const bool is_given = search.rules.given.count(search.tokens[i].folded) != 0;
    const bool is_surname = search.rules.surnames.count(search.tokens[i].folded) != 0;
    const bool is_ordinary = search.rules.ordinary.count(search.tokens[i].folded) != 0;
    if (is_given) {
      const TokenRange name = search.name_from(i, false);
      const bool has_more = name.last > i + 1;
      if (has_more || (!is_ordinary && !is_surname && !search.tokens[i].in_capitals))
        search.add(name, "person", "first name", Strength::Weak, search.person_of(name));
    } else if (search.is_mark(i + 1, ",") && search.is_name_word(i + 2) &&
               search.rules.given.count(search.tokens[i + 2].folded) != 0 && !is_ordinary &&
               !search.tokens[i + 2].after_line) {
      const TokenRange name = search.name_from(i, false); // "Smith, John"
      search.add(name, "person", "first name", Strength::Weak, search.person_of(name));
    } else if (is_surname && i >= 2 && search.is_mark(i - 1, ".") && search.is_initial(i - 2) &&
               !search.tokens[i].after_line && !search.tokens[i - 2].after_line) {
      TokenRange name = search.name_from(i, false); // "J. Smith", "J. Q. Smith"
      name.first = i - 2;
      while (name.first >= 2 && search.is_mark(name.first - 1, ".") && search.is_initial(name.first - 2))
        name.first -= 2;
      search.add(name, "person", "initial and family name", Strength::Weak, search.person_of(name));
    }
  }
}

} // namespace

void find_people(IdentifierSearch& search) {
  by_titles(search);
  by_credentials(search);
  by_cues(search);
  by_verbs(search);
  by_first_names(search);
}

} // namespace openimr::corpus
