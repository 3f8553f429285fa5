#include "intake/identity.h"

#include "intake/likeness.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::intake {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_letter(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

/// Words of letters, lower case.
std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words(1);
  for (char c : name) {
    if (is_letter(c) || (c == '\'' && !words.back().empty()))
      words.back() += lower(c);
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// "van", "Jr", initials: no name by themselves.
bool is_filler(const std::string& word) {
  static const std::vector<std::string> fillers = {"jr",  "sr",  "ii",  "iii", "de", "del", "la", "las", "los", "van",
                                                   "von", "der", "den", "da",  "di", "san", "mr", "mrs", "ms",  "dr"};
  return word.size() < 2 || std::find(fillers.begin(), fillers.end(), word) != fillers.end();
}

bool is_near(std::string_view a, std::string_view b) {
  const Likeness likeness = compare_words(a, b);
  return likeness == Likeness::Same || likeness == Likeness::Alike;
}

/// Cuts what follows a name on its line; empty when what is left is no person's name.
std::string as_name(std::string value, const PageCues& cues) {
  for (const char* end : {" DOB", " D.O.B", " born", " Claim", " claim", " (", ";", " - ", " Date", " date", " MRN",
                          " Sex", " Age", " |"})
    if (const std::size_t at = value.find(end); at != std::string::npos) value.resize(at);
  if (const std::size_t digit = value.find_first_of("23456789#/@"); digit != std::string::npos) value.resize(digit);
  while (!value.empty() && std::string_view(" ,.:;-").find(value.back()) != std::string_view::npos) value.pop_back();
  std::size_t words = 0;
  bool starts_word = true;
  for (char c : value) {
    if (is_letter(c) && starts_word) {
      ++words;
      if (c >= 'a' && c <= 'z') return {};
    }
    starts_word = !is_letter(c) && c != '\'';
  }
  if (words < 2 || words > 5) return {};
  const auto parts = name_words(value);
  const auto is_no_name = [&cues](const std::string& word) {
    return std::find(cues.no_names.begin(), cues.no_names.end(), word) != cues.no_names.end() ||
           std::any_of(cues.credentials.begin(), cues.credentials.end(), [&word](const std::string& credential) {
             return credential.size() == word.size() && std::equal(word.begin(), word.end(), credential.begin(),
                                                                   [](char a, char b) { return a == lower(b); });
           });
  };
  const auto full = std::count_if(parts.begin(), parts.end(), [](const auto& word) { return word.size() > 1; });
  return full < 1 || std::any_of(parts.begin(), parts.end(), is_no_name) ? std::string() : value;
}

/// "Sam" of "Samuel"; not "Ada" of "Adam".
bool is_short_form(const std::string& brief, const std::string& full) {
  return brief.size() >= 3 && brief.size() + 2 <= full.size() && full.starts_with(brief);
}

enum class NameMatch { Nothing, Both, FirstOnly, LastOnly, Neither };

NameMatch match_name(std::string_view name, const records::Application& application) {
  const auto first = name_words(application.employee_first), last = name_words(application.employee_last);
  const auto there = name_words(name);
  if (there.empty() || (first.empty() && last.empty())) return NameMatch::Nothing;
  const auto has_one_of = [&there](const std::vector<std::string>& wanted) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
      return !is_filler(word) &&
             std::any_of(there.begin(), there.end(), [&](const std::string& other) { return is_near(word, other); });
    });
  };
  const bool has_last = has_one_of(last);
  bool has_first = has_one_of(first);
  // The given name stands first, or behind the comma: an initial or a short form is enough there.
  const std::size_t comma = name.find(',');
  const auto given = comma == std::string_view::npos ? there : name_words(name.substr(comma + 1));
  if (!first.empty() && !given.empty() && !has_first)
    has_first = given[0].size() == 1 ? given[0][0] == first[0][0]
                                     : is_short_form(given[0], first[0]) || is_short_form(first[0], given[0]);
  if (first.empty()) has_first = has_last;
  if (last.empty()) return has_first ? NameMatch::Both : NameMatch::Neither;
  if (has_first && has_last) return NameMatch::Both;
  return has_first ? NameMatch::FirstOnly : has_last ? NameMatch::LastOnly : NameMatch::Neither;
}

/// Whether the case knows the name as a doctor's, the employer's or another party's.
bool is_party(std::string_view name, const records::Application& application) {
  const auto words = name_words(name);
  const auto is_this = [&words](const records::Party& party) {
    const auto theirs = name_words(party.name);
    std::size_t found = 0;
    for (const std::string& word : words)
      found +=
          std::any_of(theirs.begin(), theirs.end(), [&](const auto& other) { return is_near(word, other); }) ? 1U : 0U;
    return found >= 2 && found + 1 >= words.size();
  };
  const auto is_this_if_any = [&](const std::optional<records::Party>& party) { return party && is_this(*party); };
  const auto is_one_of = [&](const std::vector<records::Party>& parties) {
    return std::any_of(parties.begin(), parties.end(), is_this);
  };
  return is_this_if_any(application.representative) || is_this_if_any(application.employer) ||
         is_this_if_any(application.claims_administrator) || is_this_if_any(application.insurer) ||
         is_this_if_any(application.requesting_physician) || is_this(application.ur_decision.reviewer) ||
         is_one_of(application.treating_physicians) || is_one_of(application.facilities);
}

/// The employee's whole name somewhere in the words.
bool mentions_employee(const Lines& page, const records::Application& application) {
  const std::string first = plain(application.employee_first), last = plain(application.employee_last);
  if (first.empty() || last.empty()) return false;
  for (const std::string& written : {first + " " + last, last + ", " + first}) {
    if (!page.may_have(written)) continue;
    for (const std::string& line : page.low)
      if (find_words(line, written) != std::string::npos) return true;
  }
  return false;
}

void find_names(const Lines& lines, const PageCues& cues, bool is_strong, PatientOnPage& patient) {
  for (const std::string& label : is_strong ? cues.patient_labels : cues.weak_patient_labels)
    for (const LabelledValue& found : labelled(lines, label)) {
      if (!found.is_set_off) continue; // "PATIENT PRESCRIPTION PROFILE" names nobody
      const std::string& line = lines.low[found.line];
      const auto speaks_of = [&line](const std::string& words) { return find_words(line, words) != std::string::npos; };
      if (std::any_of(cues.other_people.begin(), cues.other_people.end(), speaks_of)) continue;
      std::string name = as_name(found.value, cues);
      if (name.empty()) continue;
      const std::size_t end = found.value_begin + name.size();
      const bool is_patient =
          is_strong || std::any_of(cues.patient_signs.begin(), cues.patient_signs.end(), [&](const std::string& sign) {
            const std::size_t at = find_words(line, sign);
            return at != std::string::npos && found.value_line == found.line && at > found.value_begin;
          });
      patient.names.push_back({std::move(name), is_patient, lines.span(found.value_line, found.value_begin, end)});
    }
}

/// Letters and digits as "A" and "9", a run as one: claim numbers of one administrator look alike.
std::string shape_of(std::string_view number) {
  std::string shape;
  for (char c : number) {
    const char sort = is_letter(c) ? 'A' : c >= '0' && c <= '9' ? '9' : c;
    if (shape.empty() || shape.back() != sort) shape += sort;
  }
  return shape;
}

/// "Ada Example   WC-0042   Page 2 of 3" at the head or foot of a page without labels: name and number.
void find_running_header(const Lines& lines, const PageCues& cues, PatientOnPage& patient) {
  for (std::size_t n = 0; n < lines.size(); ++n) {
    if (n >= 3 && n + 3 < lines.size()) continue;
    const std::string& line = lines.written[n];
    std::string number;
    std::size_t number_at = 0;
    for (std::size_t at = 0; at < line.size() && number.empty();) {
      at = std::min(line.find_first_not_of(" ,;|", at), line.size());
      const std::size_t end = std::min(line.find_first_of(" ,;|", at), line.size());
      const std::string token = line.substr(at, end - at);
      const auto digits = std::count_if(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (digits >= 4 && token.find_first_of("/:()") == std::string::npos && dates_in(token).empty()) {
        number = token;
        number_at = at;
      }
      at = end;
    }
    const std::string& low = lines.low[n];
    const std::size_t page = find_words(low, "page");
    if (number.empty() || page == std::string::npos || number_at == 0) continue;
    const std::size_t begin = line.find_first_not_of(" |");
    std::string name = as_name(line.substr(begin, std::min(number_at, page > begin ? page : number_at) - begin), cues);
    if (name.empty()) continue;
    const std::size_t end = begin + name.size();
    patient.names.push_back({std::move(name), false, lines.span(n, begin, end)});
    patient.claim = number;
    patient.claim_span = lines.span(n, number_at, number_at + number.size());
    patient.is_by_running_line = true;
    return;
  }
}

/// The first day behind one of the labels.
std::optional<Date> find_day(const Lines& lines, const std::vector<std::string>& labels, text::Span& span) {
  for (const std::string& label : labels)
    for (const LabelledValue& found : labelled(lines, label)) {
      const auto dates = dates_in(mend_digits(found.value));
      if (dates.empty() || dates[0].begin >= 4) continue;
      span = lines.span(found.value_line, found.value_begin + dates[0].begin, found.value_begin + dates[0].end);
      return dates[0].date;
    }
  return std::nullopt;
}

/// How the signs of a page compare with the application.
struct Signs {
  Likeness born = Likeness::Nothing, injured = Likeness::Nothing, claim = Likeness::Nothing;
  NameMatch name = NameMatch::Nothing;
  bool is_strong = false; ///< of the name that differs

  bool agrees() const { return born == Likeness::Same || claim == Likeness::Same; }
  bool nearly_agrees() const { return agrees() || born == Likeness::Alike || claim == Likeness::Alike; }
};

/// The best match among the names of the page; names of parties do not count.
void compare_names(const PatientOnPage& patient, const records::Application& application, Signs& signs) {
  for (const NameOnPage& one : patient.names) {
    if (is_party(one.name, application) && match_name(one.name, application) != NameMatch::Both) continue;
    const NameMatch match = match_name(one.name, application);
    const bool is_better = signs.name == NameMatch::Nothing || match == NameMatch::Both ||
                           (match != NameMatch::Neither && signs.name == NameMatch::Neither);
    if (is_better) signs.name = match;
    if (signs.name == NameMatch::Both) return;
    signs.is_strong = signs.is_strong || one.is_strong;
  }
}

Signs compare(const PatientOnPage& patient, const records::Application& application) {
  Signs signs;
  if (patient.born && application.date_of_birth) signs.born = compare_days(*patient.born, *application.date_of_birth);
  if (patient.injured && application.date_of_injury)
    signs.injured = compare_days(*patient.injured, *application.date_of_injury);
  signs.claim = compare_numbers(patient.claim, application.claim_number);
  compare_names(patient, application, signs);
  return signs;
}

Ownership without_name(const Signs& signs) {
  const bool is_far = signs.born == Likeness::Different;
  if (signs.agrees()) return {Belongs::This, ""};
  if (is_far && (signs.claim == Likeness::Different || signs.injured == Likeness::Different))
    return {Belongs::Other, ""};
  if (signs.injured == Likeness::Same && !is_far && signs.claim != Likeness::Different) return {Belongs::This, ""};
  return {Belongs::Unknown, is_far ? "another birth date and no name" : ""};
}

Ownership with_own_name(const Signs& signs) {
  const bool is_far = signs.born == Likeness::Different;
  if (!is_far && signs.claim == Likeness::Different && signs.injured != Likeness::Same)
    return {Belongs::This, "the employee's name with another claim number"};
  if (!is_far && signs.injured == Likeness::Different && signs.claim == Likeness::Nothing)
    return {Belongs::This, "the employee's name with another date of injury"};
  if (!is_far) return {Belongs::This, ""};
  if (signs.claim == Likeness::Same || signs.injured == Likeness::Same)
    return {Belongs::This, "the employee's name with another birth date"};
  return {Belongs::Other, ""};
}

Ownership with_other_name(const Signs& signs, bool is_mentioned) {
  const bool is_far = signs.born == Likeness::Different, is_other_claim = signs.claim == Likeness::Different;
  const bool is_half = signs.name == NameMatch::FirstOnly || signs.name == NameMatch::LastOnly;
  if (is_half && signs.nearly_agrees() && !is_far) return {Belongs::This, ""}; // by marriage, or a short form
  if (signs.nearly_agrees()) return {Belongs::Unknown, "another name with a birth date or claim number of this case"};
  if (is_far) return {Belongs::Other, ""};
  if (signs.name == NameMatch::FirstOnly)
    return {Belongs::Unknown, is_other_claim ? "another last name and another claim number" : "another last name"};
  if (is_other_claim && !is_mentioned) return {Belongs::Other, ""};
  if (is_half) return {Belongs::Unknown, "another first name"};
  if (signs.is_strong && !is_mentioned && signs.injured != Likeness::Same) return {Belongs::Other, ""};
  return {Belongs::Unknown, signs.is_strong || is_other_claim ? "another name" : ""};
}

} // namespace

PatientOnPage patient_on(const Lines& lines, const PageCues& cues) {
  PatientOnPage patient;
  find_names(lines, cues, true, patient);
  find_names(lines, cues, false, patient);
  patient.born = find_day(lines, cues.birth_labels, patient.born_span);
  patient.injured = find_day(lines, cues.injury_labels, patient.injured_span);
  for (const std::string& label : cues.claim_labels)
    for (const LabelledValue& found : labelled(lines, label)) {
      const std::string token = found.value.substr(0, found.value.find_first_of(" ,;"));
      if (!patient.claim.empty() || token.size() < 4 || token.find_first_of("0123456789") == std::string::npos)
        continue;
      if (!dates_in(token).empty()) continue; // "Claim date: …"
      patient.claim = token;
      patient.claim_span = lines.span(found.value_line, found.value_begin, found.value_begin + token.size());
    }
  if (patient.names.empty() && patient.claim.empty()) find_running_header(lines, cues, patient);
  return patient;
}

Ownership whose(const PatientOnPage& patient, const Lines& page, const records::Application& application) {
  const Signs signs = compare(patient, application);
  // A number without a label may be anything; one that is written like the claim's is a claim's.
  const bool is_only_told = patient.is_by_running_line && signs.name != NameMatch::Both &&
                            shape_of(patient.claim) != shape_of(application.claim_number);
  if (is_only_told) {
    const bool is_other = signs.name == NameMatch::Neither && signs.claim != Likeness::Same;
    return {Belongs::Unknown, is_other ? "another name at the head or foot of the page" : ""};
  }
  switch (signs.name) {
  case NameMatch::Nothing:
    return without_name(signs);
  case NameMatch::Both:
    return with_own_name(signs);
  default:
    return with_other_name(signs, mentions_employee(page, application));
  }
}

bool is_employee_name(std::string_view name, const records::Application& application) {
  return match_name(name, application) == NameMatch::Both;
}

std::string describe(const PatientOnPage& patient) {
  std::string words = patient.names.empty() ? "no name" : patient.names.front().name;
  if (patient.born) words += ", born " + patient.born->iso();
  if (patient.injured) words += ", injured " + patient.injured->iso();
  if (!patient.claim.empty()) words += ", claim " + patient.claim;
  return words;
}

} // namespace openimr::intake
