#include "corpus/letter_fields.h"

#include "corpus/date_words.h"

#include <algorithm>
#include <utility>

namespace openimr::corpus {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Without spaces and the marks that only part citations at its ends.
std::string_view trim_marks(std::string_view text) {
  while (!text.empty() && std::string_view(" ,;.").find(text.front()) != npos) text.remove_prefix(1);
  while (!text.empty() && std::string_view(" ,;.").find(text.back()) != npos) text.remove_suffix(1);
  return text;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// Age and sex.

/// True when "year old" in one of its spellings follows a number; text is lower case and is moved behind it.
bool take_years_old(std::string_view& text) {
  if (!take(text, "-")) take(text, " ");
  for (std::string_view unit : {"years", "year", "yrs", "yr"}) {
    if (!take(text, unit)) continue;
    if (!take(text, "-") && !take(text, " ")) return false;
    return take(text, "old");
  }
  return take(text, "y/o") || take(text, "y.o.") || take(text, "yo ") || take(text, "yo,");
}

/// The first word for a man or a woman within a few words.
std::string sex_in(std::string_view text) {
  static constexpr std::pair<std::string_view, const char*> words[] = {{"man", "male"},       {"male", "male"},
                                                                       {"gentleman", "male"}, {"woman", "female"},
                                                                       {"female", "female"},  {"lady", "female"}};
  constexpr std::size_t reach = 60; // "right-handed", "employed as …" may stand between
  text = text.substr(0, std::min(text.find_first_of(".;"), std::min(reach, text.size())));
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size() && is_letter(text[size])) ++size;
    for (const auto& [word, sex] : words)
      if (text.substr(0, size) == word) return sex;
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return {};
}

void read_age(PersonFields& person, std::string_view lower) {
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (!is_digit(lower[i]) || (i > 0 && (is_digit(lower[i - 1]) || is_letter(lower[i - 1]) || lower[i - 1] == '/' ||
                                          lower[i - 1] == '.' || lower[i - 1] == '-')))
      continue;
    int age = 0;
    std::size_t digits = 0;
    while (i + digits < lower.size() && is_digit(lower[i + digits]) && digits < 4)
      age = age * 10 + (lower[i + digits++] - '0');
    std::string_view rest = lower.substr(i + digits);
    if (digits > 3 || age < 1 || age > 120 || !take_years_old(rest)) continue;
    person.age = age;
    person.sex = sex_in(rest);
    return;
  }
}

// Date of injury.

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return text.ends_with(ending); });
}

/// True when the words before a date make it the date of injury; lower case, of the same sentence.
bool introduces_injury(std::string_view before) {
  if (before.ends_with("(")) before.remove_suffix(1);
  before = trim(before);
  if (ends_with_any(before, {"date of injury", "date of injury:", "date of injury of", "date of injury is",
                             "date of injury was", "date of injury on", "doi", "doi:", "doi of", "injury of",
                             "injury dated", "injury date of", "date of loss of"}))
    return true;
  if (!ends_with_any(before, {" on", " on or about"})) return false;
  // "sustained an industrial injury to his back on", "was injured at work on": the verb near by, nothing else in
  // between.
  constexpr std::size_t reach = 110;
  if (before.size() > reach) before.remove_prefix(before.size() - reach);
  const std::size_t verb =
      std::max({before.rfind("injured") + 1, before.rfind("injury") + 1, before.rfind("injuries") + 1});
  if (verb == 0) return false;
  const std::string_view between = before.substr(verb);
  // A further verb takes the date to itself: "has an injury and had surgery on".
  for (std::string_view other : {" had ", " underwent", "surgery", "mri", "evaluat", "seen ", "report", "dated",
                                 " exam", "visit", "denied", "reviewed"})
    if (between.find(other) != npos) return false;
  return true;
}

bool follows_as_injury(std::string_view after) {
  after = trim(after);
  return std::ranges::any_of(std::initializer_list<std::string_view>{"date of injury", "doi", "industrial injury",
                                                                     "work injury", "work-related injury",
                                                                     "work related injury", "injury"},
                             [&](std::string_view words) { return after.starts_with(words); });
}

void read_injury(PersonFields& person, std::string_view summary, std::string_view lower) {
  for (auto found = next_date(summary, 0); found; found = next_date(summary, found->end)) {
    std::size_t sentence = lower.rfind(". ", found->begin);
    sentence = sentence == npos ? 0 : sentence + 2;
    if (!introduces_injury(lower.substr(sentence, found->begin - sentence)) &&
        !follows_as_injury(lower.substr(found->end)))
      continue;
    if (std::ranges::find(person.dates_of_injury, found->date) == person.dates_of_injury.end())
      person.dates_of_injury.push_back(found->date);
  }
}

// Reviewer.

/// The text behind `lead`, up to the first of `ends`; empty optional when lead is not there. Search is in lower case.
std::optional<std::string_view> behind(std::string_view text, std::string_view lower, std::string_view lead,
                                       std::initializer_list<std::string_view> ends) {
  const std::size_t at = lower.find(lead);
  if (at == npos) return std::nullopt;
  const std::size_t begin = at + lead.size();
  std::size_t end = text.size();
  for (std::string_view mark : ends) end = std::min(end, std::min(lower.find(mark, begin), text.size()));
  return trim(text.substr(begin, end - begin));
}

void split_at(std::vector<std::string>& out, std::string_view text, char mark) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(mark), text.size());
    const std::string_view part = trim_marks(text.substr(0, end));
    if (!part.empty()) out.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// Guidelines.

/// Where a page list begins and its label; npos when the citation has none. Lower case.
std::pair<std::size_t, std::size_t> page_label(std::string_view lower) {
  for (std::string_view label : {"page(s):", "page(s)", "pages:", "page:", "pg(s):", "pages ", "page ", "pgs. ", "pgs ",
                                 "pg. ", "pg ", "pp. ", "p. "}) {
    std::size_t at = lower.find(label);
    while (at != npos) {
      std::size_t digits = at + label.size();
      while (digits < lower.size() && lower[digits] == ' ') ++digits;
      const bool is_word = at == 0 || !is_letter(lower[at - 1]);
      if (is_word && digits < lower.size() && is_digit(lower[digits])) return {at, digits};
      at = lower.find(label, at + 1);
    }
  }
  return {npos, npos};
}

/// Length of the page list at the front: numbers with , ; & - – "and" "to" between them.
std::size_t page_list_size(std::string_view lower) {
  std::size_t end = 0, i = 0;
  while (i < lower.size()) {
    const std::size_t before = i;
    while (i < lower.size() && is_digit(lower[i])) ++i;
    if (i == before) break;
    if (i < lower.size() && is_letter(lower[i])) break; // "2nd edition" is no page
    end = i;
    for (bool again = true; again;) {
      std::string_view rest = lower.substr(i);
      const std::size_t size = rest.size();
      again = take(rest, " ") || take(rest, ",") || take(rest, ";") || take(rest, "&") || take(rest, "-") ||
              take(rest, "–") || take(rest, "and ") || take(rest, "to ");
      i += size - rest.size();
    }
  }
  return end;
}

bool says_none(std::string_view lower) {
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"no guideline", "none", "did not cite", "not cited", "did not base",
                                              "no guidelines", "not applicable", "n/a"},
      [&](std::string_view words) { return lower.find(words) != npos && lower.find(words) < 60; });
}

/// One citation, or several when words follow its pages: "A Page(s): 1-2, B Page(s): 3".
void add_citations(std::vector<CitedGuideline>& out, std::string_view text) {
  text = trim_marks(text);
  while (!text.empty()) {
    const std::string lower = lower_case(text);
    const auto [label, digits] = page_label(lower);
    if (label == npos) {
      out.push_back({std::string(text), std::nullopt});
      return;
    }
    const std::size_t size = page_list_size(std::string_view(lower).substr(digits));
    const std::string_view source = trim_marks(text.substr(0, label));
    const std::string_view pages = trim_marks(text.substr(digits, size));
    out.push_back({std::string(source), std::string(pages)});
    text = trim_marks(text.substr(digits + size));
    if (lower_case(text.substr(0, 4)) == "and ") text = trim_marks(text.substr(4));
  }
}

} // namespace

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

PersonFields read_person(std::string_view summary) {
  PersonFields person;
  const std::string lower = lower_case(summary);
  read_age(person, lower);
  read_injury(person, summary, lower);
  return person;
}

std::vector<std::string> split_states(std::string_view text) {
  std::vector<std::string> parts, out;
  split_at(parts, text, ',');
  for (const std::string& part : parts) {
    std::string_view rest = part;
    if (rest.starts_with("and ")) rest.remove_prefix(4);
    for (std::size_t at = rest.find(" and "); at != npos; at = rest.find(" and ")) {
      out.emplace_back(trim(rest.substr(0, at)));
      rest.remove_prefix(at + 5);
    }
    if (!trim(rest).empty()) out.emplace_back(trim(rest));
  }
  return out;
}

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> out;
  split_at(out, text, ',');
  return out;
}

ReviewerFields read_credentials_in_prose(std::string_view how_made) {
  ReviewerFields fields;
  const std::string lower = lower_case(how_made);
  if (const auto states = behind(how_made, lower, "licensed to practice in ", {". ", ".\n"}))
    fields.licensure = split_states(*states);
  std::vector<std::string> names;
  const auto add = [&](std::string_view lead) {
    const auto words =
        behind(how_made, lower, lead,
               {", has a ", " has a ", " and has ", " and is ", ", is ", " is licensed", " with a ", ". ", ".\n"});
    if (!words) return;
    for (std::string& name : split_names(*words)) names.push_back(std::move(name));
  };
  add("board certified in ");
  add("subspecialty in ");
  if (names.empty()) add("reviewer is a ");
  if (!names.empty()) fields.certifications = std::move(names);
  return fields;
}

std::vector<CitedGuideline> read_guidelines(std::string_view text) {
  std::vector<CitedGuideline> out;
  const std::string lower = lower_case(text);
  constexpr std::string_view lead = "decision based on ";
  std::size_t at = lower.find(lead);
  if (at == npos) {
    if (!says_none(lower)) add_citations(out, text);
    return out;
  }
  while (at != npos) {
    const std::size_t begin = at + lead.size();
    at = lower.find(lead, begin);
    add_citations(out, text.substr(begin, std::min(at, text.size()) - begin));
  }
  return out;
}

std::optional<DecidedWords> read_decided_item(std::string_view line) {
  static constexpr std::pair<std::string_view, Decision> words[] = {
      {"partially overturned", Decision::PartiallyOverturned},
      {"overturned in part", Decision::PartiallyOverturned},
      {"upheld", Decision::Upheld},
      {"overturned", Decision::Overturned}};
  std::string_view text = trim_marks(line);
  for (const auto& [word, decision] : words) {
    if (text.size() <= word.size() || lower_case(text.substr(text.size() - word.size())) != word) continue;
    const std::string_view item = trim(text.substr(0, text.size() - word.size()));
    if (!item.ends_with(':')) return std::nullopt;
    const std::string_view trimmed = trim(item.substr(0, item.size() - 1));
    return DecidedWords{decision, static_cast<std::size_t>(trimmed.data() + trimmed.size() - line.data())};
  }
  return std::nullopt;
}

} // namespace openimr::corpus
