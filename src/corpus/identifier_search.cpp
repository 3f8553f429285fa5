#include "corpus/identifier_search.h"

#include <algorithm>

namespace openimr::corpus {
namespace {

constexpr std::size_t longest_name = 6; ///< words

/// The token that begins at or holds the byte.
std::size_t token_at(const std::vector<NameToken>& tokens, std::size_t byte) {
  const auto at = std::upper_bound(tokens.begin(), tokens.end(), byte,
                                   [](std::size_t b, const NameToken& token) { return b < token.end; });
  return static_cast<std::size_t>(at - tokens.begin());
}

} // namespace

IdentifierSearch::IdentifierSearch(const IdentifierRules& rules_, std::string_view text_)
    : rules(rules_), text(text_), tokens(name_tokens(text_)) {
  kept.resize(tokens.size());
  state_behind.resize(tokens.size());
  find_phrases();
  find_states();
  keep_eponyms();
  keep_months();
}

void IdentifierSearch::keep(TokenRange range) {
  for (std::size_t i = range.first; i < range.last && i < kept.size(); ++i) kept[i] = true;
}

void IdentifierSearch::find_states() {
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (is_word(i) && tokens[i].is_upper && tokens[i].folded.size() == 2 &&
        rules.state_codes.count(tokens[i].folded) != 0)
      state_behind[i] = i + 1;
  for (const CueAt& state : phrases)
    if (state.phrase->kind == CueKind::State && tokens[state.first].is_capital) state_behind[state.first] = state.last;
}

void IdentifierSearch::find_phrases() {
  std::vector<text::Token> cut;
  std::vector<text::TermHit> hits;
  rules.matcher.tokenize(text, cut);
  rules.matcher.find(cut, hits);
  for (const text::TermHit& hit : hits) {
    const std::size_t first = token_at(tokens, cut[hit.first].span.begin);
    const std::size_t last = token_at(tokens, cut[hit.last - 1].span.end - 1) + 1;
    if (last > tokens.size()) continue;
    for (const CuePhrase& phrase : rules.phrases[hit.term]) {
      phrases.push_back({first, last, &phrase});
      if (phrase.kind == CueKind::PublicBody) keep({first, last});
    }
  }
}

// "Baker's cyst", "positive Tinel", "Roux-en-Y": an eponym with what it names, or one that needs nothing.
void IdentifierSearch::keep_eponyms() {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& word = tokens[i].folded;
    const bool is_possessive_form = word.size() > 4 && word.ends_with('s');
    const std::string bare = is_possessive_form ? word.substr(0, word.size() - 1) : word;
    if (!is_word(i) || (rules.eponyms.count(word) == 0 && rules.eponyms.count(bare) == 0)) continue;
    std::size_t next = i + 1;
    if (is_mark(next, "'")) ++next;
    if (is_word(next) && tokens[next].folded == "s" && tokens[next].is_glued) ++next;
    // "Kellgren-Lawrence", "Brown-Sequard", "Osgood Schlatter": the second of a pair belongs to it.
    if (is_mark(next, "-") && is_word(next + 1) && tokens[next + 1].is_capital) next += 2;
    std::size_t head = next;
    for (int steps = 0; steps < 2 && is_word(head) && rules.eponym_heads.count(tokens[head].folded) == 0; ++steps)
      ++head;
    const bool has_head = is_word(head) && rules.eponym_heads.count(tokens[head].folded) != 0 &&
                          (head == next || !tokens[next].is_capital || rules.eponyms.count(tokens[next].folded) != 0);
    if (has_head || rules.alone.count(word) != 0 || rules.alone.count(bare) != 0) keep({i, has_head ? head + 1 : next});
  }
}

// Months that are names too: "May 2009", "3 April".
void IdentifierSearch::keep_months() {
  static const WordSet names{"may", "april", "june", "august", "january"};
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (is_word(i) && names.count(tokens[i].folded) != 0 &&
        (is_number(i + 1) || (i > 0 && is_number(i - 1) && !is_mark(i + 1, "."))))
      keep({i, i + 1});
}

bool IdentifierSearch::is_mark(std::size_t i, std::string_view mark) const {
  return has(i) && tokens[i].kind == NameToken::Kind::Mark && tokens[i].folded == mark;
}

bool IdentifierSearch::is_initial(std::size_t i) const {
  return is_word(i) && tokens[i].is_capital && tokens[i].folded.size() == 1;
}

bool IdentifierSearch::is_known_name(std::size_t i) const {
  return is_word(i) && tokens[i].is_capital &&
         (rules.given.count(tokens[i].folded) != 0 || rules.surnames.count(tokens[i].folded) != 0);
}

bool IdentifierSearch::is_name_word(std::size_t i) const {
  if (!is_word(i) || !tokens[i].is_capital || tokens[i].folded.size() < 2 || is_kept(i)) return false;
  if (is_known_name(i)) return true;
  // In lines of capitals abbreviations and headings look like names; elsewhere "MRI" and "CRPS" do not.
  if (tokens[i].is_upper && !tokens[i].in_capitals && tokens[i].folded.size() < 6) return false;
  return rules.ordinary.count(tokens[i].folded) == 0;
}

bool IdentifierSearch::begins_sentence(std::size_t i) const {
  if (i == 0 || tokens[i].after_gap) return true;
  const std::string& before = tokens[i - 1].folded;
  return before == "." || before == ":" || before == ";" || before == "?" || before == "!" || before == "\xE2\x80\xA2";
}

std::string_view IdentifierSearch::words(TokenRange range) const {
  if (range.is_empty()) return {};
  return text.substr(tokens[range.first].begin, tokens[range.last - 1].end - tokens[range.first].begin);
}

void IdentifierSearch::add(TokenRange range, std::string of_class, std::string rule, Strength strength,
                           std::string person) {
  if (range.is_empty()) return;
  found.push_back({tokens[range.first].begin, tokens[range.last - 1].end, std::move(of_class), std::move(rule),
                   strength, std::move(person)});
}

TokenRange IdentifierSearch::name_from(std::size_t first, bool is_told, bool may_be_turned) const {
  TokenRange range{first, first};
  std::size_t names = 0;
  bool is_turned = false;
  for (std::size_t i = first; has(i) && names < longest_name; ++i) {
    if (i > first && tokens[i].after_gap) break;
    const bool is_first = i == first;
    if (is_initial(i)) {
      ++names;
      range.last = i + 1;
      if (is_mark(i + 1, ".")) range.last = ++i + 1;
    } else if (is_name_word(i) || (is_word(i) && tokens[i].is_capital &&
                                   ((is_first && is_told && rules.never_names.count(tokens[i].folded) == 0) ||
                                    (is_kept(i) && names > 0 && i > first && is_mark(i - 1, "."))))) {
      // "Dr. Smith. Reported": a name word behind a period begins the next sentence, an initial apart.
      ++names;
      range.last = i + 1;
    } else if (is_mark(i, "-") && i > first && tokens[i].is_glued && is_word(i + 1) &&
               (tokens[i + 1].is_capital || (tokens[i + 1].is_glued && tokens[i + 1].folded.size() <= 4))) {
      range.last = ++i + 1; // hyphenated: "Cruz-Peña", "Mei-ling"
    } else if (is_word(i) && rules.particles.count(tokens[i].folded) != 0 && !is_mark(i + 1, ".")) {
      std::size_t next = i + 1;
      while (is_word(next) && rules.particles.count(tokens[next].folded) != 0) ++next;
      if (!is_name_word(next)) break;
      i = next;
      ++names;
      range.last = i + 1;
    } else if (is_word(i) && i > first && tokens[i].is_capital && rules.suffixes.count(tokens[i].folded) != 0) {
      range.last = i + 1;
    } else if (is_mark(i, ",") && names > 0 && names <= 3 && is_name_word(i + 1) && !tokens[i + 1].after_gap &&
               (may_be_turned || rules.given.count(tokens[i + 1].folded) != 0) && !is_turned) {
      is_turned = true;
      range.last = ++i + 1; // "Smith, John"
      ++names;
    } else {
      break;
    }
  }
  return range;
}

TokenRange IdentifierSearch::name_before(std::size_t last) const {
  TokenRange range{last, last};
  std::size_t names = 0;
  for (std::size_t i = last; i-- > 0 && names < 4;) {
    if (i + 1 < last && tokens[i + 1].after_gap) break;
    if (is_name_word(i) || (is_initial(i) && names > 0)) {
      ++names;
      range.first = i;
    } else if (is_mark(i, ".") && names > 0 && i > 0 && is_initial(i - 1) && tokens[i].is_glued) {
      range.first = --i;
      ++names;
    } else if (is_mark(i, "-") && names > 0 && tokens[i].is_glued && i > 0 && is_word(i - 1) &&
               tokens[i - 1].is_capital) {
      range.first = --i;
    } else if (is_word(i) && names > 0 && tokens[i].folded.size() <= 4 && tokens[i].is_glued && i >= 2 &&
               is_mark(i - 1, "-") && is_word(i - 2) && tokens[i - 2].is_capital) {
      range.first = i -= 2; // "Mei-ling Wu"
      ++names;
    } else if (is_word(i) && names > 0 && rules.particles.count(tokens[i].folded) != 0 && i > 0 &&
               (is_name_word(i - 1) || rules.particles.count(tokens[i - 1].folded) != 0)) {
      range.first = i;
    } else {
      break;
    }
  }
  return range;
}

std::string IdentifierSearch::person_of(TokenRange range) const {
  std::string name;
  for (std::size_t i = range.first; i < range.last; ++i) {
    if (is_mark(i, ",") && !name.empty()) break; // "Smith, John"
    if (is_word(i) && tokens[i].folded.size() > 1 && rules.suffixes.count(tokens[i].folded) == 0)
      name = tokens[i].folded;
  }
  return name;
}

} // namespace openimr::corpus
