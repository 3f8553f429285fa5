// Numbers that speak for themselves: telephone, social security, e-mail, URL, IP, adjudication and case numbers, long
// ones.
#include "corpus/identifier_search.h"

#include <algorithm>

namespace openimr::corpus {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

void add(IdentifierSearch& search, std::size_t begin, std::size_t end, const char* of_class, const char* rule,
         Strength strength = Strength::Labelled) {
  search.found.push_back({begin, end, of_class, rule, strength, ""});
}

/// Sizes of the digit groups from a number token on, joined by - . ( ) / or one space; the token behind them.
struct Groups {
  std::vector<std::size_t> sizes;
  std::string joints; ///< before each group but the first
  std::size_t last = 0;
};

Groups groups_at(const IdentifierSearch& search, std::size_t first) {
  Groups groups;
  for (std::size_t i = first; search.is_number(i) && groups.sizes.size() < 5;) {
    groups.sizes.push_back(search.tokens[i].folded.size());
    groups.last = i + 1;
    std::size_t next = i + 1;
    char joint = ' ';
    while (search.has(next) &&
           (search.is_mark(next, ")") || search.is_mark(next, "-") || search.is_mark(next, ".") ||
            search.is_mark(next, "\xE2\x80\x93")) &&
           next < i + 3) {
      joint = search.tokens[next].folded == "." ? '.' : '-';
      ++next;
    }
    if (!search.is_number(next) || search.tokens[next].after_gap) break;
    groups.joints += joint;
    i = next;
  }
  return groups;
}

bool is_fax(const IdentifierSearch& search, std::size_t i) {
  for (std::size_t back = 1; back <= 4 && back <= i; ++back) {
    const std::string& word = search.tokens[i - back].folded;
    if (word == "fax" || word == "facsimile") return true;
    if (search.is_number(i - back)) return false;
  }
  return false;
}

void phones(IdentifierSearch& search) {
  for (std::size_t i = 0; i < search.tokens.size(); ++i) {
    if (!search.is_number(i) || (search.tokens[i].is_glued && i > 0 && search.is_word(i - 1))) continue;
    const Groups groups = groups_at(search, i);
    const auto& sizes = groups.sizes;
    const bool has_country = sizes.size() >= 4 && sizes[0] == 1;
    const std::size_t k = has_country ? 1 : 0;
    const bool is_phone = sizes.size() >= k + 3 && sizes[k] == 3 && sizes[k + 1] == 3 && sizes[k + 2] == 4;
    const bool is_short = sizes.size() == 2 && sizes[0] == 3 && sizes[1] == 4 && groups.joints == "-";
    const bool is_social = sizes.size() == 3 && sizes[0] == 3 && sizes[1] == 2 && sizes[2] == 4;
    std::size_t first = i;
    if (first > 0 && search.is_mark(first - 1, "(")) --first;
    if (first > 0 && search.is_mark(first - 1, "+")) --first;
    if (is_phone || is_short) {
      std::size_t last = groups.last;
      if (search.is_word(last) && (search.tokens[last].folded == "ext" || search.tokens[last].folded == "x")) {
        const std::size_t number = search.is_mark(last + 1, ".") ? last + 2 : last + 1;
        if (search.is_number(number)) last = number + 1;
      }
      search.add({first, last}, is_fax(search, first) ? "fax" : "phone", "shape", Strength::Labelled);
    } else if (is_social) {
      search.add({i, groups.last}, "social_security", "shape", Strength::Labelled);
    }
    if (is_phone || is_short || is_social) i = groups.last - 1;
  }
}

/// A masked number ("***-**-1234", or with x): the last digits are given away.
void masked_social(IdentifierSearch& search) {
  for (std::size_t i = 0; i + 4 < search.tokens.size(); ++i) {
    const auto is_mask = [&](std::size_t k) {
      return search.tokens[k].folded.find_first_not_of("x*") == std::string::npos;
    };
    if (is_mask(i) && search.is_mark(i + 1, "-") && is_mask(i + 2) && search.is_mark(i + 3, "-") &&
        search.is_number(i + 4) && search.tokens[i + 4].folded.size() == 4)
      search.add({i, i + 5}, "social_security", "shape", Strength::Labelled);
  }
}

void mails_and_urls(IdentifierSearch& search) {
  const std::string_view text = search.text;
  for (std::size_t begin = 0; begin < text.size();) {
    if (is_space(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && !is_space(text[end])) ++end;
    const std::size_t next = end;
    std::size_t first = begin;
    while (first < end && std::string_view("(<[\"',;:").find(text[first]) != std::string_view::npos) ++first;
    while (end > first && std::string_view(")>].,;:\"'").find(text[end - 1]) != std::string_view::npos) --end;
    const std::string_view word = text.substr(first, end - first);
    const std::size_t at = word.find('@');
    const bool is_mail = at != std::string_view::npos && at > 0 && word.find('.', at) != std::string_view::npos;
    const bool is_url = word.find("://") != std::string_view::npos || fold_name(word.substr(0, 4)) == "www.";
    if (is_mail)
      add(search, first, end, "email", "shape");
    else if (is_url)
      add(search, first, end, "url", "shape", Strength::Weak);
    const auto dots = std::count(word.begin(), word.end(), '.');
    const bool is_ip = dots == 3 && word.size() >= 7 && word.size() <= 15 &&
                       word.find_first_not_of("0123456789.") == std::string_view::npos;
    if (is_ip) add(search, first, end, "ip", "shape");
    begin = next;
  }
}

/// Seven digits or more in one piece, or letters and digits mixed with at least five digits.
void long_numbers(IdentifierSearch& search) {
  const std::string_view text = search.text;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto is_part = [&](std::size_t i) {
      return is_digit(text[i]) || is_letter(text[i]) ||
             (text[i] == '-' && i > begin && i + 1 < text.size() && (is_digit(text[i + 1]) || is_letter(text[i + 1])));
    };
    if (!is_digit(text[begin]) && !is_letter(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin, digits = 0, capitals = 0, smalls = 0, run = 0, longest = 0;
    for (; end < text.size() && is_part(end); ++end) {
      digits += is_digit(text[end]) ? 1 : 0;
      run = is_digit(text[end]) ? run + 1 : 0;
      longest = std::max(longest, run);
      capitals += text[end] >= 'A' && text[end] <= 'Z' ? 1 : 0;
      smalls += text[end] >= 'a' && text[end] <= 'z' ? 1 : 0;
    }
    const bool is_amount = begin > 0 && (text[begin - 1] == '.' || text[begin - 1] == '$' || text[begin - 1] == ',');
    const bool is_case = capitals == 2 && text.substr(begin, 2) == "CM" && digits >= 7;
    const bool is_mixed = capitals > 0 && capitals <= 6 && smalls == 0 && digits >= 5 && longest >= 3;
    const bool is_long = longest >= 7 || (smalls == 0 && capitals == 0 && digits >= 9 && longest >= 4);
    if (is_case)
      add(search, begin, end, "case_number", "shape", Strength::Cued);
    else if (!is_amount && smalls == 0 && (is_mixed || is_long))
      add(search, begin, end, capitals >= 3 && text.substr(begin, 3) == "ADJ" ? "claim_number" : "number", "shape",
          Strength::Weak);
    begin = end;
  }
}

} // namespace

void find_numbers(IdentifierSearch& search) {
  phones(search);
  masked_social(search);
  mails_and_urls(search);
  long_numbers(search);
}

} // namespace openimr::corpus
