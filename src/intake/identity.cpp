#include "intake/identity.h"

#include <algorithm>
#include <vector>

namespace openimr::intake {
namespace {

constexpr const char* name_labels[] = {"patient name",
                                       "patient's name",
                                       "name of patient",
                                       "patient",
                                       "employee name",
                                       "employee",
                                       "injured worker",
                                       "claimant",
                                       "applicant",
                                       "name (last, first)",
                                       "name (last, first, middle)",
                                       "re"};
constexpr const char* birth_labels[] = {"date of birth", "birth date", "birthdate", "dob", "d.o.b", "born"};
constexpr const char* claim_labels[] = {"claim number", "claim no", "claim #", "claim"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Words of letters, lower case.
std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words(1);
  for (char c : name) {
    const char small = lower(c);
    const bool is_part = (small >= 'a' && small <= 'z') || static_cast<unsigned char>(c) >= 0x80 || c == '\'';
    if (is_part)
      words.back() += small;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// Equal, or one letter misread in a longer word.
bool is_alike(const std::string& a, const std::string& b) {
  if (a == b) return true;
  if (a.size() != b.size() || a.size() < 5) return false;
  int different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) different += a[i] != b[i] ? 1 : 0;
  return different == 1;
}

/// Cuts what follows a name on its line; empty when what is left is no name.
std::string as_name(std::string value) {
  for (const char* end : {" DOB", " D.O.B", " born", " Claim", " claim", " (", ";", " - "})
    if (const std::size_t at = value.find(end); at != std::string::npos) value.resize(at);
  if (const std::size_t digit = value.find_first_of("0123456789"); digit != std::string::npos) value.resize(digit);
  while (!value.empty() && std::string_view(" ,.:;-").find(value.back()) != std::string_view::npos) value.pop_back();
  std::size_t words = 0;
  bool starts_word = true;
  for (char c : value) {
    const bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (is_letter && starts_word) {
      ++words;
      if (c >= 'a' && c <= 'z') return {};
    }
    starts_word = !is_letter && c != '\'';
  }
  return words >= 2 && words <= 5 ? value : std::string();
}

bool matches(const std::string& name, const records::Application& application) {
  const auto there = name_words(name), first = name_words(application.employee_first),
             last = name_words(application.employee_last);
  const auto has = [&there](const std::string& word) {
    return std::any_of(there.begin(), there.end(), [&](const std::string& other) { return is_alike(word, other); });
  };
  const bool has_last = std::any_of(last.begin(), last.end(), has);
  if (!has_last || first.empty()) return has_last;
  // "O. Samplewright" is enough.
  const bool has_initial = std::any_of(
      there.begin(), there.end(), [&](const std::string& word) { return word.size() == 1 && word[0] == first[0][0]; });
  return has(first[0]) || has_initial;
}

std::string letters_and_digits(std::string_view text) {
  std::string result;
  for (char c : text) {
    const char small = lower(c);
    if ((small >= 'a' && small <= 'z') || (c >= '0' && c <= '9')) result += small;
  }
  return result;
}

} // namespace

PatientOnPage patient_on(const Lines& lines) {
  PatientOnPage patient;
  for (const char* label : name_labels) {
    for (const LabelledValue& found : labelled(lines, label)) {
      std::string name =
          found.is_set_off ? as_name(found.value) : std::string(); // "PATIENT PRESCRIPTION PROFILE" names nobody
      if (!name.empty()) patient.names.push_back(std::move(name));
    }
  }
  for (const char* label : birth_labels)
    for (const LabelledValue& found : labelled(lines, label))
      if (const auto dates = dates_in(found.value); !patient.born && !dates.empty() && dates[0].begin < 4)
        patient.born = dates[0].date;
  for (const char* label : claim_labels)
    for (const LabelledValue& found : labelled(lines, label)) {
      const std::string token = found.value.substr(0, found.value.find_first_of(" ,;"));
      if (patient.claim.empty() && token.size() >= 4 && token.find_first_of("0123456789") != std::string::npos)
        patient.claim = token;
    }
  return patient;
}

Belongs whose(const PatientOnPage& patient, const records::Application& application) {
  const bool has_claim = !patient.claim.empty() && !application.claim_number.empty();
  const bool same_claim =
      has_claim && letters_and_digits(patient.claim) == letters_and_digits(application.claim_number);
  const bool has_birth = patient.born && application.date_of_birth;
  const bool same_birth = has_birth && *patient.born == *application.date_of_birth;
  if (patient.names.empty()) return same_claim || same_birth ? Belongs::This : Belongs::Unknown;
  const auto is_employee = [&application](const std::string& name) { return matches(name, application); };
  if (std::any_of(patient.names.begin(), patient.names.end(), is_employee)) return Belongs::This;
  const bool is_contradicted = (has_claim && !same_claim) || (has_birth && !same_birth);
  return is_contradicted && !same_claim && !same_birth ? Belongs::Other : Belongs::Unknown;
}

std::string describe(const PatientOnPage& patient) {
  std::string words = patient.names.empty() ? "no name" : patient.names.front();
  if (patient.born) words += ", born " + patient.born->iso();
  if (!patient.claim.empty()) words += ", claim " + patient.claim;
  return words;
}

} // namespace openimr::intake
