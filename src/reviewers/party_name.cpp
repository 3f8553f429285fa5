#include "reviewers/party_name.h"

#include <algorithm>
#include <array>
#include <vector>

namespace openimr::reviewers {
namespace {

using Words = std::vector<std::string>;

constexpr std::array company_suffixes = {"inc",     "incorporated", "llc",     "corp", "corporation", "co",
                                         "company", "ltd",          "limited", "lp",   "llp",         "plc",
                                         "pc",      "pllc",         "apc",     "the",  "of",          "and"};
constexpr std::array titles = {"dr",  "mr",  "mrs", "ms", "md", "do",  "dc",   "dpm",   "phd", "psyd", "lac",   "od",
                               "dds", "esq", "jr",  "sr", "ii", "iii", "facs", "faaos", "mph", "prof", "doctor"};
constexpr std::array<std::pair<const char*, const char*>, 22> abbreviations = {{
    {"assoc", "associates"},  {"assocs", "associates"}, {"centre", "center"},          {"clin", "clinic"},
    {"cntr", "center"},       {"ctr", "center"},        {"dept", "department"},        {"grp", "group"},
    {"hosp", "hospital"},     {"ins", "insurance"},     {"intl", "international"},     {"lab", "laboratories"},
    {"labs", "laboratories"}, {"med", "medical"},       {"mgmt", "management"},        {"mut", "mutual"},
    {"natl", "national"},     {"pharm", "pharma"},      {"pharmaceuticals", "pharma"}, {"srvcs", "services"},
    {"svc", "services"},      {"svcs", "services"},
}};

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

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string joined(const Words& words) {
  std::string text;
  for (const auto& word : words) text += word;
  return text;
}

NameComparison better(const NameComparison& a, const NameComparison& b) { return a.match >= b.match ? a : b; }

// --- organizations ---

/// A company's names: before and after "dba" and the like, and what stands in parentheses.
std::vector<Words> company_names(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == '(' || c == ')')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  std::vector<Words> names;
  for (const std::string& part : parts) {
    Words words = words_of(part, false);
    Words name;
    const auto finish = [&] {
      if (!name.empty()) names.push_back(std::move(name));
      name.clear();
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool slashed = i + 2 < words.size() && words[i] == "d" && words[i + 1] == "b" && words[i + 2] == "a";
      const bool spoken =
          i + 2 < words.size() && words[i] == "doing" && words[i + 1] == "business" && words[i + 2] == "as";
      if (slashed || spoken) {
        finish();
        i += 2;
      } else if (words[i] == "dba" || words[i] == "aka" || words[i] == "fka" || words[i] == "formerly") {
        finish();
      } else if (!is_one_of(company_suffixes, words[i])) {
        const auto known = std::find_if(abbreviations.begin(), abbreviations.end(),
                                        [&](const auto& each) { return words[i] == each.first; });
        name.push_back(known == abbreviations.end() ? words[i] : known->second);
      }
    }
    finish();
  }
  return names;
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

NameComparison compare_company(const Words& a, const Words& b) {
  if (a == b) return {NameMatch::Same, "equal apart from capitals, punctuation and company suffix"};
  const std::string left = joined(a), right = joined(b);
  if (left == right) return {NameMatch::Same, "equal apart from spaces"};
  Words sorted_a = a, sorted_b = b;
  std::sort(sorted_a.begin(), sorted_a.end());
  std::sort(sorted_b.begin(), sorted_b.end());
  if (sorted_a == sorted_b) return {NameMatch::Same, "the same words in another order"};
  if (is_part_of(a, b) || is_part_of(b, a)) return {NameMatch::Near, "one name is part of the other"};
  const std::size_t length = std::min(left.size(), right.size());
  if (length >= 6 && edit_distance(left, right) <= std::max<std::size_t>(1, length / 10))
    return {NameMatch::Near, "the spelling differs by little"};
  if ((a.size() == 1 && left.size() >= 3 && left == initials(b)) ||
      (b.size() == 1 && right.size() >= 3 && right == initials(a)))
    return {NameMatch::Near, "one may be the initials of the other"};
  return {};
}

NameComparison compare_companies(std::string_view a, std::string_view b) {
  NameComparison best;
  for (const Words& left : company_names(a))
    for (const Words& right : company_names(b)) best = better(best, compare_company(left, right));
  return best;
}

// --- persons ---

/// Given names, then the surname last; "Last, First" is turned round and titles fall away.
Words person_name(std::string_view text) {
  Words before, after;
  bool past_comma = false;
  for (const std::string& word : words_of(text, true)) {
    if (word == ",")
      past_comma = true;
    else if (!is_one_of(titles, word))
      (past_comma ? after : before).push_back(word);
  }
  after.insert(after.end(), before.begin(), before.end());
  return after;
}

/// Equal, or one is the other's initial.
bool may_be_same_given(const std::string& a, const std::string& b) {
  return a == b || ((a.size() == 1 || b.size() == 1) && a[0] == b[0]);
}

/// Given names in order; a missing middle name contradicts nothing.
bool may_be_same_givens(const Words& a, const Words& b) {
  const std::size_t common = std::min(a.size(), b.size()) - 1; // without surnames
  for (std::size_t i = 0; i < common; ++i)
    if (!may_be_same_given(a[i], b[i])) return false;
  return true;
}

NameComparison compare_persons(const Words& a, const Words& b) {
  if (a.empty() || b.empty()) return {};
  if (a == b) return {NameMatch::Same, "equal apart from capitals, punctuation and titles"};
  const bool same_surname = a.back() == b.back();
  if (same_surname && (a.size() == 1 || b.size() == 1))
    return {NameMatch::Near, "the same surname, the given name is missing"};
  if (same_surname && may_be_same_givens(a, b)) return {NameMatch::Same, "equal apart from initials or a middle name"};
  if (same_surname && may_be_same_given(a[0], b[0]))
    return {NameMatch::Near, "the same first and last name, another middle name"};
  if (a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0])
    return {NameMatch::Same, "first and last name exchanged"};
  if (a.size() > 1 && b.size() > 1 && std::min(a.back().size(), b.back().size()) >= 5 &&
      edit_distance(a.back(), b.back()) == 1 && may_be_same_given(a[0], b[0]))
    return {NameMatch::Near, "the surname differs by one letter"};
  if (same_surname && std::min(a[0].size(), b[0].size()) >= 4 && edit_distance(a[0], b[0]) == 1)
    return {NameMatch::Near, "the given name differs by one letter"};
  return {};
}

} // namespace

NameComparison compare_names(std::string_view a, std::string_view b, bool is_person) {
  if (!is_person) return compare_companies(a, b);
  NameComparison person = compare_persons(person_name(a), person_name(b));
  const NameComparison company = compare_companies(a, b);
  return company.match == NameMatch::Same ? better(person, company) : person;
}

bool is_same_number(std::string_view a, std::string_view b) {
  const std::string left = joined(words_of(a, false)), right = joined(words_of(b, false));
  return !left.empty() && left == right;
}

} // namespace openimr::reviewers
