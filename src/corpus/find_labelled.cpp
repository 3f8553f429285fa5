// What stands behind a label: "Claim number: WC-0042", "Employer: Example Freight Inc".
#include "corpus/identifier_search.h"

#include <algorithm>

namespace openimr::corpus {
namespace {

bool is_person_label(const std::string& of_class) {
  static const WordSet classes{"patient", "family", "provider", "reviewer", "attorney", "person"};
  return classes.count(of_class) != 0;
}

bool is_body_label(const std::string& of_class) {
  static const WordSet classes{"employer", "claims_administrator", "insurer", "facility"};
  return classes.count(of_class) != 0;
}

/// The token behind the label's colon or number sign, "No." in between; `first` itself when there is none.
std::size_t behind_colon(const IdentifierSearch& search, std::size_t first) {
  std::size_t at = first;
  if (search.is_word(at) &&
      (search.tokens[at].folded == "no" || search.tokens[at].folded == "number" || search.tokens[at].folded == "id"))
    ++at;
  if (search.is_mark(at, ".")) ++at;
  bool has_colon = false;
  while (search.is_mark(at, ":") || search.is_mark(at, "#") || search.is_mark(at, "=")) {
    ++at;
    has_colon = true;
  }
  return has_colon ? at : first;
}

/// The label that begins at a token, if one does that is not shy.
bool begins_label(const IdentifierSearch& search, std::size_t i) {
  for (const CueAt& label : search.phrases) {
    if (label.first > i) break;
    if (label.first == i && label.phrase->kind == CueKind::Label && behind_colon(search, label.last) > label.last)
      return true;
  }
  return false;
}

/// The value's tokens: to the end of the line or a gap, or to the next label.
TokenRange value_at(const IdentifierSearch& search, std::size_t first) {
  TokenRange value{first, first};
  for (std::size_t i = first; search.has(i); ++i) {
    if (i > first && (search.tokens[i].after_line || search.tokens[i].after_gap || search.is_mark(i, ";") ||
                      begins_label(search, i)))
      break;
    value.last = i + 1;
  }
  while (!value.is_empty() && search.tokens[value.last - 1].kind == NameToken::Kind::Mark) --value.last;
  return value;
}

/// Letters, digits and hyphens that hold a digit: up to three pieces, as "WC-0042 17" or "ADJ 1234567".
TokenRange number_at(const IdentifierSearch& search, std::size_t first) {
  TokenRange number{first, first};
  bool has_digit = false;
  for (std::size_t i = first, pieces = 0; search.has(i) && pieces < 9; ++i, ++pieces) {
    const NameToken& token = search.tokens[i];
    if (i > first && (token.after_gap || token.after_line)) break;
    const bool is_joint = token.kind == NameToken::Kind::Mark && token.is_glued &&
                          (token.folded == "-" || token.folded == "/" || token.folded == "." || token.folded == "(" ||
                           token.folded == ")");
    if (search.is_number(i)) {
      if (has_digit && !token.is_glued && token.folded.size() < 3) break;
      has_digit = true;
      number.last = i + 1;
    } else if (search.is_word(i) && (token.is_upper || token.folded.size() == 1)) {
      if (has_digit && !token.is_glued) break;
      if (token.is_glued) number.last = i + 1;
    } else if (!is_joint && !(i == first && (token.folded == "(" || token.folded == "+"))) {
      break;
    }
  }
  return has_digit ? number : TokenRange{first, first};
}

bool stands_at_margin(const IdentifierSearch& search, std::size_t i) {
  return search.tokens[i].after_line || search.tokens[i].after_gap ||
         (i > 0 && (search.is_mark(i - 1, "|") || search.is_mark(i - 1, ";") || search.is_mark(i - 1, ",") ||
                    search.is_mark(i - 1, "(") || search.is_mark(i - 1, ".")));
}

/// A name, or a short value all of whose words are capitalised.
TokenRange told_name(const IdentifierSearch& search, std::size_t first) {
  std::size_t at = first;
  while (search.is_word(at) && (search.rules.titles.count(search.tokens[at].folded) != 0))
    at += search.is_mark(at + 1, ".") ? 2 : 1;
  const TokenRange value = value_at(search, at);
  bool all_capital = !value.is_empty();
  std::size_t words = 0, own = 0;
  for (std::size_t i = value.first; i < value.last; ++i)
    if (search.is_word(i)) {
      ++words;
      own += search.rules.ordinary.count(search.tokens[i].folded) == 0 || search.is_known_name(i) ? 1 : 0;
      all_capital = all_capital && (search.tokens[i].is_capital || search.tokens[i].is_glued ||
                                    search.rules.particles.count(search.tokens[i].folded) != 0);
    } else if (search.is_number(i)) {
      all_capital = false;
    }
  const TokenRange name = search.name_from(at, false, true);
  if (all_capital && own > 0 && words <= 5 && !search.tokens[value.first].after_line) {
    // Credentials behind a comma are no part of the name.
    for (std::size_t i = value.first; i < value.last; ++i)
      if (search.is_mark(i, ",") && search.is_word(i + 1) &&
          search.rules.credentials.count(search.tokens[i + 1].folded) != 0)
        return {value.first, i};
    return value.last - value.first > name.last - name.first ? value : name;
  }
  return name;
}

/// "cc: Ann Example; Bo Sample and Cy Mock": the others of a list.
void add_list(IdentifierSearch& search, std::size_t at, const std::string& of_class) {
  for (;;) {
    while (search.is_mark(at, ".")) ++at;
    const bool goes_on = search.is_mark(at, ";") || search.is_mark(at, ",") || search.is_mark(at, "/") ||
                         search.is_mark(at, "&") || (search.has(at) && search.tokens[at].folded == "and");
    if (!goes_on || !search.has(at + 1) || search.tokens[at + 1].after_gap) return;
    const TokenRange name = search.name_from(at + 1, false);
    std::size_t words = 0;
    for (std::size_t i = name.first; i < name.last; ++i) words += search.is_name_word(i) ? 1 : 0;
    if (words < 2) return;
    search.add(name, of_class, "label, list", Strength::Cued, search.person_of(name));
    at = name.last;
  }
}

void add_labelled(IdentifierSearch& search, const CueAt& label) {
  const std::string& of_class = label.phrase->of_class;
  const std::size_t value = behind_colon(search, label.last);
  const bool has_colon = value > label.last;
  if (!search.has(value) || (label.phrase->is_shy && (!has_colon || !stands_at_margin(search, label.first)))) return;
  if (is_person_label(of_class)) {
    if (!has_colon) return;
    const TokenRange name = told_name(search, value);
    search.add(name, of_class, "label", Strength::Labelled, search.person_of(name));
    if (!name.is_empty()) add_list(search, name.last, of_class);
  } else if (is_body_label(of_class)) {
    if (!has_colon || search.tokens[value].after_gap) return;
    TokenRange body = value_at(search, value);
    body.last = std::min(body.last, body.first + 9);
    const bool is_guideline = search.is_word(label.last) && search.tokens[label.last].folded == "guideline";
    if (!body.is_empty() && !is_guideline && search.tokens[body.first].is_capital && !search.is_kept(body.first))
      search.add(body, of_class, "label", Strength::Labelled, fold_name(search.words(body)));
  } else if (of_class == "address") {
    if (has_colon) search.add(value_at(search, value), of_class, "label", Strength::Labelled);
  } else if (of_class == "email") {
    return; // its shape is enough
  } else {
    const std::size_t bare = search.is_mark(label.last, ".") ? label.last + 1 : label.last;
    TokenRange number = number_at(search, has_colon ? value : bare);
    const std::size_t length = number.is_empty() ? 0 : search.words(number).size();
    if (length >= (has_colon ? 2U : 4U)) search.add(number, of_class, "label", Strength::Labelled);
  }
}

} // namespace

void find_labelled(IdentifierSearch& search) {
  for (const CueAt& phrase : search.phrases)
    if (phrase.phrase->kind == CueKind::Label) add_labelled(search, phrase);
}

} // namespace openimr::corpus
