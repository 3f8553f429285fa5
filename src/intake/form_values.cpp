#include "intake/form_values.h"

#include "intake/form_page.h"
#include "intake/words_on_page.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

namespace openimr::intake {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string trimmed(std::string_view text) {
  constexpr std::string_view junk = " \t\n:;|_.,'`~*=\"";
  const std::size_t begin = text.find_first_not_of(junk);
  if (begin == std::string_view::npos) return {};
  std::size_t end = text.find_last_not_of(" \t\n:;|_,'`~*=\"");
  if (end < begin) return {};
  return std::string(text.substr(begin, end - begin + 1));
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from = 0) {
  std::string text;
  for (std::size_t i = from; i < words.size(); ++i) text += (text.empty() ? "" : " ") + words[i];
  return text;
}

/// A mark that dust leaves: a word without letters or digits, and a period behind a long word.
std::string without_dust(std::string_view text) {
  std::vector<std::string> words = split(text);
  std::erase_if(words, [](const std::string& word) { return letters_and_digits(word).empty() && word != "&"; });
  for (std::string& word : words) {
    while (word.size() > 1 && std::string_view("_|»«*~").find(word.front()) != std::string_view::npos) word.erase(0, 1);
    const bool is_long = word.size() > 5 && word.back() == '.';
    if (is_long && (is_letter(word[word.size() - 2]) || is_digit(word[word.size() - 2]))) word.pop_back();
  }
  return joined(words);
}

/// Letters that stand for digits, where only digits may stand.
std::string as_digits(std::string_view text, bool& was_mended) {
  std::string result;
  for (char c : text) {
    const char before = c;
    if (c == 'O' || c == 'o' || c == 'Q') c = '0';
    if (c == 'l' || c == 'I' || c == '|' || c == 'i') c = '1';
    if (c == 'S') c = '5';
    if (c == 'B') c = '8';
    was_mended = was_mended || c != before;
    result += c;
  }
  return result;
}

FieldValue date_value(std::string_view words, bool is_birth) {
  FieldValue result;
  const std::string text = trimmed(words);
  if (text.empty()) return result;
  auto dates = dates_in(text);
  const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
  if (dates.empty() && digits >= 3) {
    std::string mended = as_digits(text, result.is_mended);
    std::erase(mended, ' ');
    for (char& c : mended)
      if (c == ',' || c == '.') c = '/';
    if (mended.find_first_not_of("0123456789/-") == std::string::npos) dates = dates_in(mended);
    if (!dates.empty()) result.is_mended = true;
  }
  if (dates.size() > 1) {
    result.doubt = fmt::format("more than one day: {}", text);
    return result;
  }
  if (dates.empty()) {
    result.doubt = fmt::format("\"{}\" is no day of the calendar", text);
    return result;
  }
  Date date = dates.front().date;
  const bool has_short_year = text.find(fmt::format("{:04}", date.year())) == std::string::npos;
  if (is_birth && has_short_year) {
    const int year = date.year() % 100;
    if (year < 15) {
      result.doubt = fmt::format("the century of \"{}\" is not certain", text);
      return result;
    }
    if (const auto earlier = Date::from(1900 + year, date.month(), date.day())) date = *earlier;
  }
  // What else stands in the field may be a second day, half read.
  const std::size_t rest = text.size() - std::min(text.size(), dates.front().end - dates.front().begin);
  if (rest > 6 && !result.is_mended) result.doubt = fmt::format("more than a day: {}", text);
  result.value = date.iso();
  return result;
}

constexpr std::array<std::string_view, 20> degrees = {"md",  "do",  "dc", "dpm", "dds", "phd", "psyd",
                                                      "np",  "pac", "pa", "esq", "jr",  "sr",  "ii",
                                                      "iii", "lac", "od", "rn",  "fnp", "pt"};

/// "Jr" and the like belong to the name; behind "MD" and the like a specialty may follow.
bool is_of_family(const std::string& word) {
  const std::string key = letters_and_digits(word);
  return key == "jr" || key == "sr" || key == "ii" || key == "iii";
}

bool is_degree(const std::string& word) {
  const std::string key = letters_and_digits(word);
  return std::find(degrees.begin(), degrees.end(), key) != degrees.end();
}

FieldValue person_value(std::string_view words, bool last_first) {
  FieldValue result;
  std::string text = without_dust(trimmed(words));
  if (text.starts_with("Dr. ") || text.starts_with("DR. ")) text.erase(0, 4);
  std::vector<std::string> parts;
  std::string degree;
  bool has_comma = false;
  std::size_t comma_at = 0;
  bool ends_with_degree = false;
  for (std::string word : split(text)) {
    const bool ends_with_comma = word.ends_with(',');
    while (word.ends_with(',') || word.ends_with(';')) word.pop_back();
    if (word.empty()) continue;
    if (ends_with_degree && !is_degree(word)) break; // "Ulf Sample, MD, Pain Medicine, license A00000"
    if (!parts.empty() && is_degree(word)) {
      ends_with_degree = ends_with_comma && parts.size() > 1 && !is_of_family(word);
      degree += (degree.empty() ? "" : " ") + word;
      continue;
    }
    parts.push_back(word);
    if (ends_with_comma && !has_comma) {
      has_comma = true;
      comma_at = parts.size();
    }
  }
  if (parts.empty()) return result;
  const bool has_digit = std::any_of(parts.begin(), parts.end(), [](const std::string& part) {
    return std::any_of(part.begin(), part.end(), is_digit);
  });
  if (has_digit) result.doubt = fmt::format("\"{}\" has digits in it", text);
  // "Example, Ada J." and a label that asks for the last name first; a comma before a degree is none.
  const bool is_turned = parts.size() > 1 && ((has_comma && comma_at < parts.size()) || (last_first && !has_comma));
  std::vector<std::string> first, last;
  if (is_turned) {
    const std::size_t cut = has_comma ? comma_at : 1;
    last.assign(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(cut));
    first.assign(parts.begin() + static_cast<std::ptrdiff_t>(cut), parts.end());
  } else {
    last = {parts.back()};
    first.assign(parts.begin(), parts.end() - 1);
  }
  result.parts = {{"first", joined(first)}, {"last", joined(last)}, {"degree", degree}};
  result.value = result.parts["first"].empty() ? joined(last) : joined(first) + " " + joined(last);
  if (!degree.empty()) result.value += ", " + degree;
  return result;
}

FieldValue identifier_value(std::string_view words) {
  FieldValue result;
  std::string text = trimmed(words);
  std::string tidy;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool beside_dash = (i + 1 < text.size() && text[i + 1] == '-') || (!tidy.empty() && tidy.back() == '-');
    if (text[i] == ' ' && beside_dash) continue;
    tidy += text[i];
  }
  if (std::none_of(tidy.begin(), tidy.end(), is_digit)) {
    if (!tidy.empty()) result.doubt = fmt::format("\"{}\" has no digit", tidy);
    return result;
  }
  if (std::count(tidy.begin(), tidy.end(), '/') >= 2) {
    result.doubt = fmt::format("a day seems to stand in \"{}\"", tidy);
    return result;
  }
  result.value = tidy;
  return result;
}

FieldValue adj_value(std::string_view words) {
  FieldValue result;
  std::string text = letters_and_digits(words);
  if (text.empty()) return result;
  if (!text.starts_with("adj")) {
    result.doubt = fmt::format("\"{}\" does not begin with ADJ", trimmed(words));
    return result;
  }
  std::string upper = trimmed(words);
  std::erase_if(upper, [](char c) { return !is_digit(c) && !is_letter(c); });
  const std::string number = as_digits(std::string_view(upper).substr(3), result.is_mended);
  const bool is_sound = number.size() >= 5 && number.size() <= 9 && std::all_of(number.begin(), number.end(), is_digit);
  if (!is_sound) {
    result.doubt = fmt::format("\"{}\" is not ADJ and five to nine digits", trimmed(words));
    return result;
  }
  result.value = "ADJ" + number;
  return result;
}

FieldValue phone_value(std::string_view words) {
  FieldValue result;
  std::string digits;
  for (char c : words)
    if (is_digit(c)) digits += c;
  if (digits.size() == 11 && digits[0] == '1') digits.erase(0, 1);
  if (digits.size() != 10) {
    if (!digits.empty()) result.doubt = fmt::format("\"{}\" is no ten-digit number", trimmed(words));
    return result;
  }
  result.value = fmt::format("({}) {}-{}", digits.substr(0, 3), digits.substr(3, 3), digits.substr(6));
  return result;
}

bool is_zip(std::string_view word) {
  return (word.size() == 5 || (word.size() == 10 && word[5] == '-')) &&
         std::all_of(word.begin(), word.begin() + 5, is_digit);
}

FieldValue address_value(std::string_view words) {
  FieldValue result;
  result.value = without_dust(trimmed(words));
  // "31 Storybook Road, Suite 2, Fableton, CA 90000"
  const std::vector<std::string> all = split(result.value);
  if (all.size() < 4 || !is_zip(trimmed(all.back()))) return result;
  const std::string state = letters_and_digits(all[all.size() - 2]);
  const std::size_t state_at = result.value.rfind(all[all.size() - 2]);
  std::string before = result.value.substr(0, state_at);
  while (before.ends_with(' ') || before.ends_with(',') || before.ends_with('.')) before.pop_back();
  const std::size_t comma = before.rfind(',');
  if (state.size() != 2 || comma == std::string::npos) return result;
  std::string upper = state;
  for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  result.parts = {{"street", trimmed(before.substr(0, comma))},
                  {"city", trimmed(before.substr(comma + 1))},
                  {"state", upper},
                  {"zip", trimmed(all.back())}};
  return result;
}

/// A code of ICD-9 or ICD-10 as it is written.
bool is_icd(std::string_view word) {
  if (word.size() < 3 || word.size() > 8) return false;
  const bool is_ninth = is_digit(word[0]) || word[0] == 'V' || word[0] == 'E';
  std::size_t at = 0;
  if (is_ninth && std::count_if(word.begin(), word.end(), is_digit) >= 3) {
    if (word[0] == 'V' || word[0] == 'E') at = 1;
    while (at < word.size() && is_digit(word[at])) ++at;
    if (at == word.size()) return at == 3;
    if (word[at] == '.' && at <= 4 && word.size() - at <= 3 &&
        std::all_of(word.begin() + static_cast<std::ptrdiff_t>(at) + 1, word.end(), is_digit) && at + 1 < word.size())
      return true;
  }
  const bool is_tenth = is_letter(word[0]) && is_digit(word[1]);
  if (!is_tenth || word[0] >= 'a') return false;
  const std::size_t dot = word.find('.');
  if (dot == std::string_view::npos) return word.size() == 3 && (is_digit(word[2]) || is_letter(word[2]));
  return dot == 3 && word.size() > 4 &&
         std::all_of(word.begin() + 4, word.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
}

FieldValue diagnosis_value(std::string_view words) {
  FieldValue result;
  std::vector<std::string> all = split(without_dust(trimmed(words)));
  std::string icd;
  for (std::size_t i = all.size(); i-- > 0;) {
    std::string word = all[i];
    while (!word.empty() && std::string_view("(),;").find(word.front()) != std::string_view::npos) word.erase(0, 1);
    while (!word.empty() && std::string_view("(),;.").find(word.back()) != std::string_view::npos) word.pop_back();
    if (!is_icd(word)) continue;
    if (icd.empty()) icd = word;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
  }
  result.parts = {{"text", trimmed(joined(all))}, {"icd", icd}};
  result.value = trimmed(words);
  return result;
}

} // namespace

FieldValue understand(FieldType type, std::string_view words, bool last_first) {
  FieldValue result;
  switch (type) {
  case FieldType::Person:
    return person_value(words, last_first);
  case FieldType::Date:
    return date_value(words, false);
  case FieldType::BirthDate:
    return date_value(words, true);
  case FieldType::Identifier:
    return identifier_value(words);
  case FieldType::Adj:
    return adj_value(words);
  case FieldType::Phone:
    return phone_value(words);
  case FieldType::Address:
    return address_value(words);
  case FieldType::Diagnosis:
    return diagnosis_value(words);
  case FieldType::State: {
    std::string key = letters_and_digits(words);
    for (char& c : key) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    if (key.size() == 2 && is_letter(key[0]) && is_letter(key[1]))
      result.value = key;
    else if (!key.empty())
      result.doubt = fmt::format("\"{}\" is no state", trimmed(words));
    return result;
  }
  case FieldType::Zip:
    result.value = trimmed(words);
    if (!result.value.empty() && !is_zip(result.value)) {
      result.doubt = fmt::format("\"{}\" is no zip code", result.value);
      result.value.clear();
    }
    return result;
  case FieldType::Icd:
    result.value = trimmed(words);
    while (result.value.ends_with('.')) result.value.pop_back();
    if (!result.value.empty() && !is_icd(result.value)) {
      result.doubt = fmt::format("\"{}\" is no ICD code", result.value);
      result.value.clear();
    }
    return result;
  case FieldType::Text:
  case FieldType::Choice:
  case FieldType::Items:
  case FieldType::Signature:
    result.value = without_dust(trimmed(words));
    return result;
  }
  return result;
}

bool is_same_value(std::string_view a, std::string_view b) { return letters_and_digits(a) == letters_and_digits(b); }

} // namespace openimr::intake
