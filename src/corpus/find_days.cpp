// Days and ages. A day becomes its year, or moves with all others; ages over 89 are one class (45 CFR
// 164.514(b)(2)(i)(C)).
#include "corpus/identifier_search.h"

#include "base/date.h"
#include "base/hash.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

constexpr int weeks_of_shift = 52;

/// A day as written, with what is needed to write another one the same way.
struct WrittenDay {
  std::size_t first = 0, last = 0;  ///< tokens
  int year = 0, month = 0, day = 0; ///< 0: not said
  enum class Form { Slashes, Iso, MonthDay, DayMonth, MonthYear } form = Form::Slashes;
  std::string joint = "/";
  bool has_short_year = false, has_padding = false;
};

constexpr std::array<const char*, 12> months{"january", "february", "march",     "april",   "may",      "june",
                                             "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<const char*, 12> spanish{"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                                              "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

int month_of(const NameToken& token) {
  if (token.kind != NameToken::Kind::Word || token.folded.size() < 3) return 0;
  for (std::size_t m = 0; m < months.size(); ++m)
    for (const std::string_view name : {std::string_view(months[m]), std::string_view(spanish[m])})
      if (token.folded == name || (token.folded.size() <= 4 && name.starts_with(token.folded.substr(0, 3)) &&
                                   (token.folded.size() == 3 || token.folded == "sept")))
        return static_cast<int>(m) + 1;
  return 0;
}

int number_of(const IdentifierSearch& search, std::size_t i) {
  if (!search.is_number(i) || search.tokens[i].folded.size() > 4) return -1;
  return std::stoi(search.tokens[i].folded);
}

int year_of(const IdentifierSearch& search, std::size_t i) {
  const int value = number_of(search, i);
  if (value < 0) return 0;
  const std::size_t digits = search.tokens[i].folded.size();
  if (digits == 4) return value >= 1880 && value <= 2099 ? value : 0;
  if (digits != 2) return 0;
  return value < 40 ? 2000 + value : 1900 + value;
}

bool is_day_word(const IdentifierSearch& search, std::size_t i) {
  static const WordSet words{"on",  "dated", "since", "from",   "until", "date",   "dos",
                             "doi", "dob",   "visit", "report", "seen",  "through"};
  return i < search.tokens.size() && words.count(search.tokens[i].folded) != 0;
}

bool is_joint_of_file_name(const IdentifierSearch& search, std::size_t i) {
  return search.has(i) && search.tokens[i].is_glued && (search.is_mark(i, "-") || search.is_mark(i, "_"));
}

// A day among the words of a file's name, year first: "02-ur-denial-2014-01-15.pdf", "scan_2014_01_15", "mri-20140115"
bool read_in_file_name(const IdentifierSearch& search, std::size_t i, WrittenDay& day) {
  if (i < 2 || !search.tokens[i].is_glued || !is_joint_of_file_name(search, i - 1) || !search.is_word(i - 2))
    return false;
  const std::string& digits = search.tokens[i].folded;
  if (digits.size() == 8) {
    const int year = std::stoi(digits.substr(0, 4)), month = std::stoi(digits.substr(4, 2));
    const int number = std::stoi(digits.substr(6));
    day = {i, i + 1, year, month, number, WrittenDay::Form::Iso, "", false, true};
    return year >= 1880 && year <= 2099 && month >= 1 && month <= 12 && number >= 1 && number <= 31;
  }
  if (digits.size() != 4 || year_of(search, i) == 0 || !is_joint_of_file_name(search, i + 1)) return false;
  const int month = number_of(search, i + 2);
  if (month < 1 || month > 12 || !search.tokens[i + 2].is_glued) return false;
  const bool has_day = is_joint_of_file_name(search, i + 3) && search.has(i + 4) && search.tokens[i + 4].is_glued &&
                       number_of(search, i + 4) >= 1 && number_of(search, i + 4) <= 31;
  day = {i,
         has_day ? i + 5 : i + 3,
         year_of(search, i),
         month,
         has_day ? number_of(search, i + 4) : 0,
         WrittenDay::Form::Iso,
         "-",
         false,
         true};
  return true;
}

// 12/16/2011, 12-16-11, 12.16.2011, 5/2014, 2014-05-03
bool read_numeric(const IdentifierSearch& search, std::size_t i, WrittenDay& day) {
  if (!search.is_number(i)) return false;
  if (read_in_file_name(search, i, day)) return true;
  if (i > 0 && search.tokens[i].is_glued &&
      (search.is_mark(i - 1, ".") || search.is_mark(i - 1, "/") || search.is_mark(i - 1, "-") || search.is_word(i - 1)))
    return false;
  const bool has_two = search.has(i + 4) && search.is_number(i + 2) && search.is_number(i + 4) &&
                       search.tokens[i + 2].is_glued && search.tokens[i + 4].is_glued &&
                       search.tokens[i + 1].is_glued && search.tokens[i + 3].is_glued &&
                       search.tokens[i + 1].folded == search.tokens[i + 3].folded;
  const std::string joint = search.has(i + 1) ? search.tokens[i + 1].folded : "";
  if (joint != "/" && joint != "-" && joint != "." && joint != "\xE2\x80\x93") return false;
  day.first = i;
  day.joint = joint;
  const int a = number_of(search, i), b = number_of(search, i + 2), c = has_two ? number_of(search, i + 4) : -1;
  if (has_two && search.tokens[i].folded.size() == 4 && year_of(search, i) != 0 && b >= 1 && b <= 12 && c >= 1 &&
      c <= 31) {
    day = {i, i + 5, a, b, c, WrittenDay::Form::Iso, joint, false, true};
    return true;
  }
  const bool has_short = has_two && search.tokens[i + 4].folded.size() == 2;
  if (has_two && a >= 1 && a <= 31 && b >= 1 && b <= 31 && (a <= 12 || b <= 12) && year_of(search, i + 4) != 0 &&
      search.tokens[i].folded.size() <= 2 && search.tokens[i + 2].folded.size() <= 2 && !(joint == "." && has_short)) {
    const bool is_swapped = a > 12;
    day = {i,
           i + 5,
           year_of(search, i + 4),
           is_swapped ? b : a,
           is_swapped ? a : b,
           WrittenDay::Form::Slashes,
           joint,
           has_short,
           search.tokens[i].folded.size() == 2 && search.tokens[i].folded[0] == '0'};
    return true;
  }
  if (!has_two && joint != "." && search.is_number(i + 2) && search.tokens[i + 2].is_glued &&
      search.tokens[i + 1].is_glued && !(search.is_mark(i + 3, joint) && search.tokens[i + 3].is_glued)) {
    if (search.tokens[i + 2].folded.size() == 4 && a >= 1 && a <= 12 && year_of(search, i + 2) != 0) {
      day = {i, i + 3, year_of(search, i + 2), a, 0, WrittenDay::Form::MonthYear, joint, false, false};
      return true;
    }
    const bool is_told = i > 0 && joint == "/" && is_day_word(search, i - 1) && a >= 1 && a <= 12 && b >= 1 &&
                         b <= 31 && search.tokens[i + 2].folded.size() <= 2;
    const std::string after = search.has(i + 3) ? search.tokens[i + 3].folded : "";
    if (is_told && after != "%" && after != "pain" && after != "strength" && after != "scale" &&
        ((b != 10 && b != 5) || search.tokens[i].folded.starts_with('0'))) {
      day = {i, i + 3, 0, a, b, WrittenDay::Form::Slashes, joint, false, false};
      return true;
    }
  }
  return false;
}

std::size_t behind_ordinal(const IdentifierSearch& search, std::size_t i) {
  static const WordSet ordinals{"st", "nd", "rd", "th"};
  return search.is_word(i) && search.tokens[i].is_glued && ordinals.count(search.tokens[i].folded) != 0 ? i + 1 : i;
}

// May 3, 2014; May 3rd; 3 May 2014; May of 2014; 03-MAY-2014
bool read_worded(const IdentifierSearch& search, std::size_t i, WrittenDay& day) {
  const int month = search.has(i) ? month_of(search.tokens[i]) : 0;
  const bool is_shy = month == 5 || (month == 3 && search.has(i) && search.tokens[i].folded == "march") ||
                      (month == 3 && search.tokens[i].folded == "mar");
  if (month != 0 && (search.tokens[i].is_capital || !is_shy)) {
    std::size_t at = search.is_mark(i + 1, ".") ? i + 2 : i + 1;
    const int value = number_of(search, at);
    const bool is_day =
        value >= 1 && value <= 31 && search.tokens[at].folded.size() <= 2 && !search.tokens[at].after_gap;
    std::size_t behind = is_day ? behind_ordinal(search, at + 1) : at;
    std::size_t year = behind;
    if (search.is_mark(year, ",")) ++year;
    if (search.is_word(year) && (search.tokens[year].folded == "of" || search.tokens[year].folded == "de")) ++year;
    const bool has_year = year_of(search, year) != 0 &&
                          (search.tokens[year].folded.size() == 4 || (is_day && year > behind)) &&
                          !search.tokens[year].after_gap;
    const bool has_apostrophe =
        search.is_mark(behind, "'") && search.is_number(behind + 1) && search.tokens[behind + 1].folded.size() == 2;
    if (!is_day && !has_year && !has_apostrophe) return false;
    if (is_day && !has_year && !search.tokens[i].is_capital) return false;
    const std::size_t last = has_year ? year + 1 : has_apostrophe ? behind + 2 : behind;
    day = {i,
           last,
           has_year         ? year_of(search, year)
           : has_apostrophe ? year_of(search, behind + 1)
                            : 0,
           month,
           is_day ? value : 0,
           is_day ? WrittenDay::Form::MonthDay : WrittenDay::Form::MonthYear,
           " ",
           false,
           false};
    return true;
  }
  const int value = number_of(search, i);
  if (value < 1 || value > 31 || search.tokens[i].folded.size() > 2) return false;
  std::size_t at = behind_ordinal(search, i + 1);
  const std::string joint = search.is_mark(at, "-") ? "-" : " ";
  if (joint == "-") ++at;
  if (search.is_word(at) && (search.tokens[at].folded == "of" || search.tokens[at].folded == "de")) ++at;
  const int named = search.has(at) ? month_of(search.tokens[at]) : 0;
  if (named == 0 || search.tokens[at].after_gap || (!search.tokens[at].is_capital && named == 5)) return false;
  std::size_t year =
      search.is_mark(at + 1, ".") || search.is_mark(at + 1, ",") || search.is_mark(at + 1, "-") ? at + 2 : at + 1;
  if (search.is_word(year) && search.tokens[year].folded == "de") ++year;
  const bool has_year = year_of(search, year) != 0;
  if (!has_year && joint == "-") return false;
  if (!has_year && !search.tokens[at].is_capital) return false;
  day = {i,
         has_year ? year + 1 : at + 1,
         has_year ? year_of(search, year) : 0,
         named,
         value,
         WrittenDay::Form::DayMonth,
         joint,
         has_year && search.tokens[year].folded.size() == 2,
         false};
  return true;
}

/// A day of a guideline, law or paper: in the same brackets, or close behind in the same sentence.
bool belongs_to_work(const IdentifierSearch& search, const WrittenDay& day) {
  constexpr std::size_t reach = 60;
  for (const CueAt& work : search.phrases) {
    if (work.phrase->kind != CueKind::DatedWork || work.last > day.first) continue;
    const std::size_t begin = search.tokens[work.first].begin, end = search.tokens[day.first].begin;
    if (end - begin > reach) continue;
    bool is_parted = false;
    for (std::size_t i = work.last; i < day.first; ++i)
      is_parted |= search.tokens[i].after_gap || search.is_mark(i, ";") || is_day_word(search, i) ||
                   (search.is_mark(i, ".") && search.has(i + 1) && search.tokens[i + 1].is_capital &&
                    !search.tokens[i + 1].is_glued);
    if (!is_parted) return true;
  }
  return false;
}

std::string shifted(const WrittenDay& day, const Date& moved, std::string_view written) {
  const int month = static_cast<int>(moved.month()), number = static_cast<int>(moved.day());
  const auto month_words = [&](std::string_view like) {
    std::string name = months[static_cast<std::size_t>(month) - 1];
    const std::size_t letters = static_cast<std::size_t>(
        std::find_if(like.begin(), like.end(),
                     [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')); }) -
        like.begin());
    if (letters <= 4 &&
        !(letters == 4 && (fold_name(like.substr(0, 4)) == "june" || fold_name(like.substr(0, 4)) == "july")))
      name = name.substr(0, 3);
    name[0] = static_cast<char>(name[0] - 32);
    if (letters > 1 && like[1] >= 'A' && like[1] <= 'Z')
      std::transform(name.begin(), name.end(), name.begin(),
                     [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return name;
  };
  const std::string year =
      day.has_short_year ? fmt::format("{:02}", moved.year() % 100) : fmt::format("{}", moved.year());
  switch (day.form) {
  case WrittenDay::Form::Iso:
    return moved.iso();
  case WrittenDay::Form::MonthDay:
    return fmt::format("{} {}, {}", month_words(written), number, moved.year());
  case WrittenDay::Form::DayMonth: {
    const std::size_t letter = written.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return fmt::format("{}{}{}{}{}", number, day.joint, month_words(written.substr(letter)), day.joint, year);
  }
  default:
    break;
  }
  return day.has_padding ? fmt::format("{:02}{}{:02}{}{}", month, day.joint, number, day.joint, year)
                         : fmt::format("{}{}{}{}{}", month, day.joint, number, day.joint, year);
}

std::vector<WrittenDay> days_of(const IdentifierSearch& search) {
  std::vector<WrittenDay> days;
  for (std::size_t i = 0; i < search.tokens.size();) {
    WrittenDay day;
    if ((read_numeric(search, i, day) || read_worded(search, i, day)) && !belongs_to_work(search, day)) {
      days.push_back(day);
      i = day.last;
    } else {
      ++i;
    }
  }
  return days;
}

std::string replacement_of(const IdentifierSearch& search, const WrittenDay& day, const DayPolicy& policy,
                           int latest_year) {
  const auto plain = search.rules.replacements.find("date");
  const std::string unknown = plain == search.rules.replacements.end() ? "[date]" : plain->second;
  // A birth year of somebody over 89 says that age.
  if (day.year == 0 || (latest_year > 0 && day.year <= latest_year - 90)) return unknown;
  if (policy.mode == DayPolicy::Mode::Generalise) return fmt::format("{}", day.year);
  const auto date =
      Date::from(day.year, static_cast<unsigned>(day.month), static_cast<unsigned>(day.day == 0 ? 15 : day.day));
  if (!date) return unknown;
  const Date moved = date->plus_days(policy.shift_days);
  if (day.day == 0) return fmt::format("{}", moved.year());
  return shifted(day, moved, search.words({day.first, day.last}));
}

bool is_age(const IdentifierSearch& search, std::size_t i) {
  // Behind: "years old", "y/o", "-year-old"; compared without marks.
  std::string behind;
  for (std::size_t at = i + 1; search.has(at) && at < i + 8; ++at) {
    if (search.tokens[at].kind == NameToken::Kind::Word) behind += search.tokens[at].folded;
    for (const std::string& words : search.rules.age_behind) {
      std::string letters;
      for (const char c : words)
        if (c >= 'a' && c <= 'z') letters += c;
      if (behind == letters) return true;
    }
  }
  const std::size_t before = i > 0 && (search.is_mark(i - 1, ":") || search.tokens[i - 1].folded == "is") ? i - 1 : i;
  return before > 0 && search.rules.age_before.count(search.tokens[before - 1].folded) != 0;
}

} // namespace

int shift_of(std::uint64_t key, std::string_view case_id) {
  return -7 * (1 + static_cast<int>(keyed_hash(key, case_id) % weeks_of_shift));
}

std::vector<FoundDay> find_days(const IdentifierSearch& search, const DayPolicy& policy) {
  std::vector<FoundDay> out;
  const auto days = days_of(search);
  int latest = 0;
  for (const WrittenDay& day : days) latest = std::max(latest, day.year);
  for (const WrittenDay& day : days) {
    const std::size_t begin = search.tokens[day.first].begin, end = search.tokens[day.last - 1].end;
    const char* rule =
        policy.mode == DayPolicy::Mode::Shift && day.day != 0 && day.year != 0 ? "date, shifted" : "date";
    out.push_back({{begin, end, "date", rule, Strength::Labelled, ""}, replacement_of(search, day, policy, latest)});
  }
  const auto over = search.rules.replacements.find("age");
  for (std::size_t i = 0; i < search.tokens.size(); ++i) {
    const int value = number_of(search, i);
    const bool is_old = value >= 90 && value <= 125;
    const bool is_banded = policy.has_age_bands && value > 0 && value < 90;
    if ((!is_old && !is_banded) || !is_age(search, i)) continue;
    const int low = (value - 1) / 10 * 10 + 1;
    out.push_back({{search.tokens[i].begin, search.tokens[i].end, "age", is_old ? "age over 89" : "age, banded",
                    Strength::Labelled, ""},
                   !is_old                                   ? fmt::format("{}-{}", low, low + 9)
                   : over == search.rules.replacements.end() ? "over 89"
                                                             : over->second});
  }
  return out;
}

} // namespace openimr::corpus
