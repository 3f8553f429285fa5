#include "reviewers/party_name.h"

#include <algorithm>

namespace openimr::reviewers {
namespace {

using Words = std::vector<std::string>;

template <class Table> bool is_one_of(const Table& table, const std::string& word) {
  return std::find(table.begin(), table.end(), word) != table.end();
}

/// The plain letter of an accented one of Latin-1 (second byte after 0xC3), or 0.
char plain_letter(unsigned char second) {
  static constexpr std::string_view folded = "aaaaaaaceeeeiiiidnooooo ouuuuyts"; // 0x80 to 0x9F, and again from 0xA0
  const char letter = folded[second & 0x1FU];
  return letter == ' ' ? '\0' : letter;
}

/// Lower case without accents; "&" is "and"; periods vanish ("M.D." is "md"); other signs part words. Commas are kept
/// for persons.
Words words_of(std::string_view text, bool keep_commas) {
  std::string flat;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 'A' && c <= 'Z')
      flat += static_cast<char>(c + 32);
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      flat += static_cast<char>(c);
    else if (c == '&')
      flat += " and ";
    else if (c == ',' && keep_commas)
      flat += " , ";
    else if (c == '.' || c == '\'')
      continue;
    else if (c == 0xC3 && i + 1 < text.size()) {
      if (const char letter = plain_letter(static_cast<unsigned char>(text[++i]))) flat += letter;
    } else if (c >= 0x80)
      flat += static_cast<char>(c);
    else
      flat += ' ';
  }
  Words words;
  for (std::size_t at = 0; at < flat.size();) {
    const std::size_t begin = flat.find_first_not_of(' ', at);
    if (begin == std::string::npos) break;
    const std::size_t end = std::min(flat.find(' ', begin), flat.size());
    words.push_back(flat.substr(begin, end - begin));
    at = end;
  }
  return words;
}

/// Letters to change, add, drop or exchange with their neighbour (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string joined(const Words& words) {
  std::string text;
  for (const auto& word : words) text += word;
  return text;
}

NameComparison better(const NameComparison& a, const NameComparison& b) { return a.match >= b.match ? a : b; }

bool stands_at(const Words& words, std::size_t at, const Words& phrase) {
  return at + phrase.size() <= words.size() &&
         std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<long>(at));
}

/// How many words of the first phrase that stands here; 0 for none.
std::size_t phrase_at(const Words& words, std::size_t at, const std::vector<Words>& phrases) {
  for (const Words& phrase : phrases)
    if (stands_at(words, at, phrase)) return phrase.size();
  return 0;
}

std::string initials(const Words& words) {
  std::string text;
  for (const auto& word : words) text += word[0];
  return text;
}

/// Every word of the shorter is in the longer, which has more.
bool is_part_of(const Words& shorter, const Words& longer) {
  if (shorter.size() >= longer.size()) return false;
  const bool all =
      std::all_of(shorter.begin(), shorter.end(), [&](const std::string& word) { return is_one_of(longer, word); });
  return all && (shorter.size() >= 2 || (shorter[0].size() >= 5 && shorter[0] == longer[0]));
}

/// What tells two places or companies apart although their spelling is near: a number, a direction.
bool has_other_number(const Words& a, const Words& b) {
  const auto numbers = [](const Words& words) {
    std::set<std::string> found;
    for (const auto& word : words)
      if (std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) found.insert(word);
    return found;
  };
  return numbers(a) != numbers(b) && !numbers(a).empty() && !numbers(b).empty();
}

} // namespace

// --- organizations ---

Words PartyNames::rewritten(const Words& words, const Rewriting& rewriting) const {
  Words result;
  for (std::size_t i = 0; i < words.size();) {
    std::size_t taken = 0;
    if (const auto found = rewriting.find(words[i]); found != rewriting.end())
      for (const auto& [from, to] : found->second)
        if (taken == 0 && stands_at(words, i, from)) {
          result.insert(result.end(), to.begin(), to.end());
          taken = from.size();
        }
    if (taken == 0) result.push_back(words[i]);
    i += std::max<std::size_t>(taken, 1);
  }
  return result;
}

/// A company's names: before and after "dba" and the like, and what stands in parentheses.
std::vector<Words> PartyNames::company_names(std::string_view text) const {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == '(' || c == ')')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  std::vector<Words> names;
  for (const std::string& part : parts) {
    const Words words = words_of(part, false);
    Words name;
    const auto finish = [&] {
      Words bare;
      for (const std::string& word : rewritten(name, abbreviations_))
        if (!is_one_of(company_forms_, word)) bare.push_back(word);
      if (!bare.empty()) names.push_back(std::move(bare));
      name.clear();
    };
    for (std::size_t i = 0; i < words.size();) {
      if (const std::size_t mark = phrase_at(words, i, other_names_)) {
        finish();
        i += mark;
      } else if (phrase_at(words, i, descriptions_) != 0) {
        break;
      } else {
        name.push_back(words[i++]);
      }
    }
    finish();
  }
  return names;
}

NameComparison PartyNames::compare_company(const Words& a, const Words& b, const NameTolerance& tolerance) const {
  if (a == b) return {NameMatch::Same, "equal apart from capitals, punctuation, abbreviations and company form"};
  const std::string left = joined(a), right = joined(b);
  if (left == right) return {NameMatch::Same, "equal apart from spaces"};
  Words sorted_a = a, sorted_b = b;
  std::sort(sorted_a.begin(), sorted_a.end());
  std::sort(sorted_b.begin(), sorted_b.end());
  if (sorted_a == sorted_b) return {NameMatch::Same, "the same words in another order"};
  if (is_part_of(a, b) || is_part_of(b, a)) return {NameMatch::Near, "one name is part of the other"};
  const std::size_t length = std::min(left.size(), right.size());
  const auto allowed = std::max<std::size_t>(1, length / static_cast<std::size_t>(tolerance.letters_per_difference));
  if (length >= static_cast<std::size_t>(tolerance.least_letters) && !has_other_number(a, b) &&
      edit_distance(left, right) <= allowed)
    return {NameMatch::Near, "the spelling differs by little"};
  if ((a.size() == 1 && left.size() >= 3 && left == initials(b)) ||
      (b.size() == 1 && right.size() >= 3 && right == initials(a)))
    return {NameMatch::Near, "one may be the initials of the other"};
  return {};
}

NameComparison PartyNames::compare_companies(std::string_view a, std::string_view b,
                                             const NameTolerance& tolerance) const {
  NameComparison best;
  for (const Words& left : company_names(a))
    for (const Words& right : company_names(b)) best = better(best, compare_company(left, right, tolerance));
  return best;
}

// --- persons ---

/// Given names, then the surname last; "Last, First" is turned round, titles fall away, particles join the word after.
Words PartyNames::person_name(std::string_view text) const {
  Words before, after;
  bool past_comma = false;
  std::string particle;
  for (const std::string& word : words_of(text, true)) {
    if (word == ",") {
      past_comma = true;
    } else if (!is_one_of(titles_, word)) {
      Words& name = past_comma ? after : before;
      const bool joins = is_one_of(particles_, word) && (!name.empty() || !particle.empty() || word.size() > 1);
      if (joins) {
        particle += word;
        continue;
      }
      name.push_back(particle + word);
      particle.clear();
    }
  }
  if (!particle.empty()) (past_comma ? after : before).push_back(particle);
  after.insert(after.end(), before.begin(), before.end());
  return after;
}

/// Equal, one is the other's initial, or one is the short form of the other.
bool PartyNames::may_be_same_given(const std::string& a, const std::string& b) const {
  const auto whole = [&](const std::string& name) {
    const auto found = short_forms_.find(name);
    return found == short_forms_.end() ? name : found->second;
  };
  return a == b || ((a.size() == 1 || b.size() == 1) && a[0] == b[0]) || whole(a) == whole(b);
}

/// Given names in order; a missing middle name contradicts nothing.
bool PartyNames::may_be_same_givens(const Words& a, const Words& b) const {
  const std::size_t common = std::min(a.size(), b.size()) - 1; // without surnames
  for (std::size_t i = 0; i < common; ++i)
    if (!may_be_same_given(a[i], b[i])) return false;
  return true;
}

bool PartyNames::differ_in_spelling(const std::string& a, const std::string& b) const {
  const auto left = spellings_.find(a), right = spellings_.find(b);
  if (left == spellings_.end() || right == spellings_.end()) return false;
  return std::any_of(left->second.begin(), left->second.end(), [&](int row) { return right->second.count(row) != 0; });
}

NameComparison PartyNames::compare_persons(const Words& a, const Words& b) const {
  if (a.empty() || b.empty()) return {};
  if (a == b) return {NameMatch::Same, "equal apart from capitals, punctuation and titles"};
  const bool same_surname = a.back() == b.back();
  if (same_surname && (a.size() == 1 || b.size() == 1))
    return {NameMatch::Near, "the same surname, the given name is missing"};
  if (same_surname && may_be_same_givens(a, b))
    return {NameMatch::Same, "equal apart from initials, a short form or a middle name"};
  if (same_surname && may_be_same_given(a[0], b[0]))
    return {NameMatch::Near, "the same first and last name, another middle name"};
  if (a.size() > 1 && a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin()))
    return {NameMatch::Same, "the same names in another order"};
  if (joined(a) == joined(b)) return {NameMatch::Same, "equal apart from spaces"};
  if (same_surname && differ_in_spelling(a[0], b[0]))
    return {NameMatch::Near, "the given name may be spelled otherwise"};
  if (a.size() > 1 && b.size() > 1 && std::min(a.back().size(), b.back().size()) >= 5 &&
      edit_distance(a.back(), b.back()) == 1 && may_be_same_given(a[0], b[0]))
    return {NameMatch::Near, "the surname differs by one letter"};
  if (same_surname && std::min(a[0].size(), b[0].size()) >= 4 && edit_distance(a[0], b[0]) == 1)
    return {NameMatch::Near, "the given name differs by one letter"};
  return {};
}

NameComparison PartyNames::compare(std::string_view a, std::string_view b, bool is_person,
                                   const NameTolerance& tolerance) const {
  if (!is_person) return compare_companies(a, b, tolerance);
  NameComparison person = compare_persons(person_name(a), person_name(b));
  const NameComparison company = compare_companies(a, b, tolerance);
  return company.match == NameMatch::Same ? better(person, company) : person;
}

bool is_same_number(std::string_view a, std::string_view b) {
  const std::string left = joined(words_of(a, false)), right = joined(words_of(b, false));
  return !left.empty() && left == right;
}

} // namespace openimr::reviewers
