#include "clinical/word_forms.h"

#include "text/data_file.h"

#include <algorithm>
#include <cstdlib>

namespace openimr::clinical {
namespace {

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

bool has_vowel(std::string_view word) { return std::any_of(word.begin(), word.end(), is_vowel); }

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Takes the ending away when enough of the word is left.
bool drop(std::string& word, std::string_view ending, std::size_t least_left) {
  if (!word.ends_with(ending) || word.size() < ending.size() + least_left) return false;
  word.resize(word.size() - ending.size());
  return true;
}

void drop_plural(std::string& word) {
  if (word.ends_with("ies") && word.size() > 4) {
    word.resize(word.size() - 3);
    word += 'y';
  } else if (word.ends_with("sses") || word.ends_with("shes") || word.ends_with("ches") || word.ends_with("xes")) {
    word.resize(word.size() - 2);
  } else if (word.ends_with("sis") && word.size() > 5) {
    word.resize(word.size() - 2); // diagnosis, beside diagnoses
  } else if (word.ends_with("s") && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")) {
    word.pop_back();
  }
}

void drop_verb_ending(std::string& word) {
  for (const std::string_view ending : {"ing", "ed"}) {
    std::string left = word;
    if (!drop(left, ending, 3) || !has_vowel(left) || (ending == "ed" && left.back() == 'e')) continue;
    const std::size_t size = left.size();
    const char last = left.back();
    if (left[size - 2] == last && last != 'l' && last != 's' && last != 'z' && last != 'e') left.pop_back();
    word = std::move(left);
    return;
  }
}

} // namespace

std::string stem(std::string_view folded) {
  std::string word(folded);
  if (word.ends_with("'s")) word.resize(word.size() - 2);
  if (word.size() < 4 || has_digit(word)) return word;
  drop_plural(word);
  drop_verb_ending(word);
  if (word.size() > 6) drop(word, "ly", 4);
  if (word.ends_with("sion") || word.ends_with("tion")) drop(word, "ion", 3);
  if (word.size() > 4 && word.back() == 'e') word.pop_back();
  if (word.size() > 3 && word.back() == 'y') word.back() = 'i';
  return word;
}

int slips(std::string_view a, std::string_view b, int most) {
  const int difference = static_cast<int>(a.size()) - static_cast<int>(b.size());
  if (std::abs(difference) > most) return most + 1;
  std::vector<std::vector<int>> rows(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) rows[i][0] = static_cast<int>(i);
  for (std::size_t k = 0; k <= b.size(); ++k) rows[0][k] = static_cast<int>(k);
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const int change = a[i - 1] == b[k - 1] ? 0 : 1;
      rows[i][k] = std::min({rows[i - 1][k] + 1, rows[i][k - 1] + 1, rows[i - 1][k - 1] + change});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
        rows[i][k] = std::min(rows[i][k], rows[i - 2][k - 2] + 1);
    }
  return std::min(rows[a.size()][b.size()], most + 1);
}

Result<WordForms> WordForms::load(const std::string& path) {
  const auto file = text::DataFile::read(path);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "stop_words", "confused", "distinct", "abbreviations"});
  WordForms forms;
  for (const std::string& word : root.required("stop_words").strings()) forms.stop_words_.insert(word);
  for (const text::Value& row : root.required("confused").list()) {
    const std::vector<std::string> parts = row.strings();
    if (parts.size() < 2) row.problem("fewer than two", "what is read, then what is printed for it", "add one");
    for (std::size_t k = 1; k < parts.size(); ++k) forms.confused_.emplace_back(parts[k], parts[0]);
  }
  std::stable_sort(forms.confused_.begin(), forms.confused_.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  for (const text::Value& row : root.required("distinct").list()) {
    const std::vector<std::string> parts = row.strings();
    if (parts.size() == 2)
      forms.distinct_.emplace_back(parts[0], parts[1]);
    else
      row.problem(std::to_string(parts.size()) + " words", "two words or parts of words", "write a pair");
  }
  for (const auto& [key, value] : root.required("abbreviations").fields()) forms.abbreviations_[key] = value.strings();
  if (!reader.problems().empty()) return reader.as_error();
  return forms;
}

const std::vector<std::string>& WordForms::expansions(std::string_view folded) const {
  static const std::vector<std::string> none;
  const auto found = abbreviations_.find(folded);
  return found == abbreviations_.end() ? none : found->second;
}

std::string WordForms::as_scanned(std::string_view word) const {
  std::string result;
  for (std::size_t at = 0; at < word.size();) {
    const auto found = std::find_if(confused_.begin(), confused_.end(),
                                    [&](const auto& pair) { return word.substr(at).starts_with(pair.first); });
    if (found == confused_.end()) {
      result += word[at++];
    } else {
      result += found->second;
      at += found->first.size();
    }
  }
  return result;
}

bool WordForms::are_distinct(std::string_view a, std::string_view b) const {
  const auto turned = [](std::string_view word, const std::string& from, const std::string& to, std::string_view goal) {
    for (std::size_t at = word.find(from); at != std::string_view::npos; at = word.find(from, at + 1)) {
      std::string other(word.substr(0, at));
      other.append(to).append(word.substr(at + from.size()));
      if (other == goal) return true;
    }
    return false;
  };
  return std::any_of(distinct_.begin(), distinct_.end(), [&](const auto& pair) {
    return turned(a, pair.first, pair.second, b) || turned(a, pair.second, pair.first, b);
  });
}

Likeness WordForms::compare(std::string_view wanted, std::string_view printed) const {
  if (wanted == printed) return Likeness::Exact;
  if (wanted.size() < 3 || printed.size() < 3 || is_number(wanted)) return Likeness::None;
  const std::string one = stem(wanted), other = stem(printed);
  if (one == other) return Likeness::Form;
  if (wanted.size() < 4 || is_number(printed)) return Likeness::None;
  if (as_scanned(wanted) == as_scanned(printed) || as_scanned(one) == as_scanned(stem(as_scanned(printed))))
    return Likeness::Scan;
  const std::size_t length = std::min(one.size(), other.size());
  const int most = length >= 10 ? 2 : length >= 6 ? 1 : 0;
  if (most == 0 || one.front() != other.front() || has_digit(wanted) || has_digit(printed)) return Likeness::None;
  if (slips(one, other, most) > most || are_distinct(one, other) || are_distinct(wanted, printed))
    return Likeness::None;
  return Likeness::Spelling;
}

const char* name(Likeness value) {
  switch (value) {
  case Likeness::None:
    return "none";
  case Likeness::Spelling:
    return "spelling";
  case Likeness::Scan:
    return "scan";
  case Likeness::Form:
    return "form";
  case Likeness::Exact:
    return "exact";
  }
  return "";
}

} // namespace openimr::clinical
