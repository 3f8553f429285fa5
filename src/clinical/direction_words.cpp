#include "clinical/direction_words.h"

#include "text/term_matcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace openimr::clinical {
namespace {

struct Row {
  std::string_view word, value;
};
struct NumberRow {
  std::string_view word;
  double value;
};

constexpr std::array<Row, 92> unit_rows = {{{"tablet", "tablet"},
                                            {"tablets", "tablet"},
                                            {"tab", "tablet"},
                                            {"tabs", "tablet"},
                                            {"tabletts", "tablet"},
                                            {"caplet", "tablet"},
                                            {"caplets", "tablet"},
                                            {"pill", "pill"},
                                            {"pills", "pill"},
                                            {"capsule", "capsule"},
                                            {"capsules", "capsule"},
                                            {"cap", "capsule"},
                                            {"caps", "capsule"},
                                            {"c", "capsule"},
                                            {"t", "tablet"},
                                            {"ml", "mL"},
                                            {"mls", "mL"},
                                            {"milliliter", "mL"},
                                            {"milliliters", "mL"},
                                            {"cc", "mL"},
                                            {"puff", "puff"},
                                            {"puffs", "puff"},
                                            {"inhalation", "puff"},
                                            {"inhalations", "puff"},
                                            {"drop", "drop"},
                                            {"drops", "drop"},
                                            {"gtt", "drop"},
                                            {"gtts", "drop"},
                                            {"spray", "spray"},
                                            {"sprays", "spray"},
                                            {"patch", "patch"},
                                            {"patches", "patch"},
                                            {"application", "application"},
                                            {"applications", "application"},
                                            {"app", "application"},
                                            {"click", "click"},
                                            {"clicks", "click"},
                                            {"vial", "vial"},
                                            {"vials", "vial"},
                                            {"unit", "unit"},
                                            {"units", "unit"},
                                            {"mg", "mg"},
                                            {"milligram", "mg"},
                                            {"milligrams", "mg"},
                                            {"mgs", "mg"},
                                            {"mcg", "mcg"},
                                            {"microgram", "mcg"},
                                            {"micrograms", "mcg"},
                                            {"g", "g"},
                                            {"gm", "g"},
                                            {"gms", "g"},
                                            {"gr", "g"},
                                            {"gram", "g"},
                                            {"grams", "g"},
                                            {"teaspoon", "teaspoon"},
                                            {"teaspoons", "teaspoon"},
                                            {"tsp", "teaspoon"},
                                            {"teaspoonful", "teaspoon"},
                                            {"teaspoonfuls", "teaspoon"},
                                            {"tablespoon", "tablespoon"},
                                            {"tablespoons", "tablespoon"},
                                            {"tbsp", "tablespoon"},
                                            {"suppository", "suppository"},
                                            {"suppositories", "suppository"},
                                            {"lozenge", "lozenge"},
                                            {"lozenges", "lozenge"},
                                            {"troche", "troche"},
                                            {"troches", "troche"},
                                            {"film", "film"},
                                            {"films", "film"},
                                            {"packet", "packet"},
                                            {"packets", "packet"},
                                            {"ampule", "ampule"},
                                            {"injection", "injection"},
                                            {"injections", "injection"},
                                            {"dose", "dose"},
                                            {"doses", "dose"},
                                            {"oz", "oz"},
                                            {"ounce", "oz"},
                                            {"ounces", "oz"},
                                            {"spoonful", "spoonful"},
                                            {"spoonfuls", "spoonful"},
                                            {"sachet", "sachet"},
                                            {"sachets", "sachet"},
                                            {"iu", "unit"},
                                            {"scoop", "scoop"},
                                            {"capful", "capful"},
                                            {"tabletsful", "tablet"},
                                            {"softgel", "capsule"},
                                            {"softgels", "capsule"},
                                            {"gelcap", "capsule"},
                                            {"gelcaps", "capsule"}}};

constexpr std::array<Row, 43> route_rows = {{{"po", "oral"},
                                             {"orally", "oral"},
                                             {"oral", "oral"},
                                             {"mouth", "oral"},
                                             {"topically", "topical"},
                                             {"topical", "topical"},
                                             {"skin", "topical"},
                                             {"transdermal", "transdermal"},
                                             {"transdermally", "transdermal"},
                                             {"sublingual", "sublingual"},
                                             {"sl", "sublingual"},
                                             {"sublingually", "sublingual"},
                                             {"tongue", "sublingual"},
                                             {"buccal", "buccal"},
                                             {"buccally", "buccal"},
                                             {"subq", "subcutaneous"},
                                             {"sq", "subcutaneous"},
                                             {"sc", "subcutaneous"},
                                             {"subcut", "subcutaneous"},
                                             {"subcutaneous", "subcutaneous"},
                                             {"subcutaneously", "subcutaneous"},
                                             {"im", "intramuscular"},
                                             {"intramuscular", "intramuscular"},
                                             {"intramuscularly", "intramuscular"},
                                             {"iv", "intravenous"},
                                             {"intravenous", "intravenous"},
                                             {"intravenously", "intravenous"},
                                             {"pr", "rectal"},
                                             {"rectally", "rectal"},
                                             {"rectal", "rectal"},
                                             {"nasal", "nasal"},
                                             {"nostril", "nasal"},
                                             {"intranasal", "nasal"},
                                             {"intranasally", "nasal"},
                                             {"ophthalmic", "ophthalmic"},
                                             {"eye", "ophthalmic"},
                                             {"eyes", "ophthalmic"},
                                             {"ou", "ophthalmic"},
                                             {"ear", "otic"},
                                             {"au", "otic"},
                                             {"ears", "otic"},
                                             {"inhaled", "inhaled"},
                                             {"intrathecal", "intrathecal"}}};

constexpr std::array<NumberRow, 64> frequency_rows = {{{"daily", 1},
                                                       {"qd", 1},
                                                       {"od", 1},
                                                       {"qday", 1},
                                                       {"everyday", 1},
                                                       {"bid", 2},
                                                       {"bd", 2},
                                                       {"bds", 2},
                                                       {"tid", 3},
                                                       {"td", 3},
                                                       {"tds", 3},
                                                       {"qid", 4},
                                                       {"qds", 4},
                                                       {"qam", 1},
                                                       {"qpm", 1},
                                                       {"qhs", 1},
                                                       {"hs", 1},
                                                       {"qnoc", 1},
                                                       {"nightly", 1},
                                                       {"nocte", 1},
                                                       {"on", 0},
                                                       {"om", 1},
                                                       {"mane", 1},
                                                       {"qod", 0.5},
                                                       {"eod", 0.5},
                                                       {"qad", 0.5},
                                                       {"weekly", 1.0 / 7},
                                                       {"qweek", 1.0 / 7},
                                                       {"qw", 1.0 / 7},
                                                       {"qwk", 1.0 / 7},
                                                       {"fortnightly", 1.0 / 14},
                                                       {"biweekly", 1.0 / 14},
                                                       {"monthly", 1.0 / 30},
                                                       {"qmonth", 1.0 / 30},
                                                       {"hourly", 24},
                                                       {"qh", 24},
                                                       {"qiw", 4.0 / 7},
                                                       {"tiw", 3.0 / 7},
                                                       {"biw", 2.0 / 7},
                                                       {"stat", 0},
                                                       {"b/d", 2},
                                                       {"o/d", 1},
                                                       {"t/d", 3},
                                                       {"qmorning", 1},
                                                       {"qevening", 1},
                                                       {"qbedtime", 1},
                                                       {"qnight", 1},
                                                       {"ac", 3},
                                                       {"pc", 3},
                                                       {"achs", 4},
                                                       {"5xday", 5},
                                                       {"bidac", 2},
                                                       {"bidpc", 2},
                                                       {"tidac", 3},
                                                       {"tidpc", 3},
                                                       {"noct", 1},
                                                       {"bedtimes", 1},
                                                       {"q-day", 1},
                                                       {"qhour", 24},
                                                       {"qdaily", 1},
                                                       {"bidwm", 2},
                                                       {"tidwm", 3},
                                                       {"qidwm", 4},
                                                       {"bi-daily", 2}}};

constexpr std::array<std::string_view, 32> time_words = {
    "morning", "mornings",  "am",         "a.m",     "breakfast", "lunch",     "lunchtime", "noon",
    "midday",  "afternoon", "afternoons", "evening", "evenings",  "pm",        "p.m",       "dinner",
    "supper",  "bedtime",   "bedtimes",   "night",   "nights",    "nighttime", "midnight",  "tea",
    "teatime", "hs",        "qhs",        "bed",     "wakening",  "waking",    "arising",   "awakening"};

constexpr std::array<NumberRow, 36> number_rows = {
    {{"one", 1},       {"two", 2},      {"three", 3},     {"four", 4},     {"five", 5},       {"six", 6},
     {"seven", 7},     {"eight", 8},    {"nine", 9},      {"ten", 10},     {"eleven", 11},    {"twelve", 12},
     {"fourteen", 14}, {"fifteen", 15}, {"thirteen", 13}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},
     {"nineteen", 19}, {"forty", 40},   {"fifty", 50},    {"seventy", 70}, {"eighty", 80},    {"twenty", 20},
     {"thirty", 30},   {"sixty", 60},   {"ninety", 90},   {"half", 0.5},   {"quarter", 0.25}, {"second", 2},
     {"third", 3},     {"fourth", 4},   {"fifth", 5},     {"sixth", 6},    {"seventh", 7},    {"single", 1}}};

constexpr std::array<std::string_view, 7> glued_tails = {"x", "prn", "instr", "intprn", "as", "for", "wm"};

template <class Rows> std::string_view value_in(const Rows& rows, std::string_view word) {
  for (const auto& row : rows)
    if (row.word == word) return row.value;
  return {};
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "bidx" -> "bid", "x": typed together in many systems.
void push_word(std::vector<DirectionToken>& tokens, std::string word, std::uint32_t begin, std::uint32_t end) {
  if (!frequency_word(word) && dose_unit(word).empty())
    for (const std::string_view head : {"bid", "tid", "qid", "daily", "nightly", "qhs", "qday", "qam", "qpm", "qd",
                                        "hs", "bedtime", "hr", "hrs", "days", "day"})
      if (word.size() > head.size() && word.starts_with(head))
        for (const std::string_view tail : glued_tails)
          if (word.compare(head.size(), tail.size(), tail) == 0) {
            const auto middle = begin + static_cast<std::uint32_t>(head.size());
            tokens.push_back({DirectionToken::Kind::Word, std::string(head), 0, begin, middle});
            std::string rest = word.substr(head.size());
            if (rest.starts_with("prn") && rest.size() > 3) rest = "prn";
            if (rest.starts_with("intprn")) rest = "prn";
            tokens.push_back({DirectionToken::Kind::Word, std::move(rest), 0, middle, end});
            return;
          }
  tokens.push_back({DirectionToken::Kind::Word, std::move(word), 0, begin, end});
}

} // namespace

std::string_view dose_unit(std::string_view word) { return value_in(unit_rows, word); }
std::string_view route_word(std::string_view word) { return value_in(route_rows, word); }

std::optional<double> frequency_word(std::string_view word) {
  for (const NumberRow& row : frequency_rows)
    if (row.word == word && row.value > 0) return row.value;
  return std::nullopt;
}

bool is_time_of_day(std::string_view word) {
  return std::find(time_words.begin(), time_words.end(), word) != time_words.end();
}

double days_of(std::string_view word) {
  if (word == "day" || word == "days" || word == "d" || word == "nights" || word == "night" || word == "dys") return 1;
  if (word == "week" || word == "weeks" || word == "wk" || word == "wks" || word == "w") return 7;
  if (word == "month" || word == "months" || word == "mo" || word == "mos" || word == "mth") return 30;
  if (word == "fortnight") return 14;
  if (word == "year" || word == "years" || word == "yr" || word == "yrs") return 365;
  if (word == "hour" || word == "hours" || word == "hr" || word == "hrs" || word == "h" || word == "hrly" ||
      word == "hourly")
    return 1.0 / 24;
  if (word == "minute" || word == "minutes" || word == "min" || word == "mins") return 1.0 / 1440;
  return 0;
}

std::optional<double> number_word(std::string_view word) {
  for (const NumberRow& row : number_rows)
    if (row.word == word) return row.value;
  return std::nullopt;
}

std::string plain_number(double value) {
  constexpr double small = 0.1; // "0.005%"
  std::string text = value > -small && value < small ? fmt::format("{:.4f}", value) : fmt::format("{:.2f}", value);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::vector<DirectionToken> direction_tokens(std::string_view raw) {
  std::vector<DirectionToken> tokens;
  const std::string_view text = raw;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const auto begin = static_cast<std::uint32_t>(at);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++at;
    } else if (is_digit(c) ||
               (c == '.' && at + 1 < text.size() && is_digit(text[at + 1]) && (at == 0 || !is_digit(text[at - 1])))) {
      std::string digits;
      while (at < text.size() &&
             (is_digit(text[at]) || (text[at] == '.' && at + 1 < text.size() && is_digit(text[at + 1])) ||
              (text[at] == ',' && at + 3 < text.size() && is_digit(text[at + 1]) && is_digit(text[at + 2]) &&
               is_digit(text[at + 3])))) {
        if (text[at] != ',') digits += text[at];
        ++at;
      }
      tokens.push_back({DirectionToken::Kind::Number, digits, std::strtod(digits.c_str(), nullptr), begin,
                        static_cast<std::uint32_t>(at)});
    } else if (text.compare(at, 2, "\xC2\xBD") == 0 || text.compare(at, 2, "\xC2\xBC") == 0) {
      at += 2;
      tokens.push_back({DirectionToken::Kind::Number, "0.5", text[at - 1] == '\xBD' ? 0.5 : 0.25, begin,
                        static_cast<std::uint32_t>(at)});
    } else if (is_letter(c)) {
      // Letters; single letters with periods or slashes between them ("b.i.d.", "b/d") are one abbreviation.
      std::string word;
      while (at < text.size() &&
             (is_letter(text[at]) || (text[at] == '\'' && at + 1 < text.size() && is_letter(text[at + 1]))))
        word += text[at++];
      while (word.size() <= 4 && at + 1 < text.size() && text[at] == '.' && is_letter(text[at + 1]) &&
             (at + 2 >= text.size() || !is_letter(text[at + 2]))) {
        word += text[at + 1];
        at += 2;
      }
      if (word.size() == 1 && at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) ++at; // "q.4.d"
      if (word.size() == 1 && at + 1 < text.size() && text[at] == '/' && (text[at + 1] == 'd' || text[at + 1] == 'D') &&
          (at + 2 >= text.size() || !is_letter(text[at + 2]))) {
        word += "/d";
        at += 2;
      }
      if (at < text.size() && text[at] == '.' && word.size() <= 4) ++at;
      push_word(tokens, text::fold(word), begin, static_cast<std::uint32_t>(at));
    } else {
      ++at;
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
      std::string mark(text.substr(begin, at - begin));
      if (mark == "\xE2\x80\x93" || mark == "\xE2\x80\x94") mark = "-";
      // The period inside "q.4.d" belongs to nothing.
      if (mark == "." && at < text.size() && is_letter(text[at]) && !tokens.empty() &&
          tokens.back().kind == DirectionToken::Kind::Number)
        continue;
      const bool is_at = mark == "@"; // "1 @ 8 am"
      tokens.push_back({is_at ? DirectionToken::Kind::Word : DirectionToken::Kind::Mark, is_at ? "at" : std::move(mark),
                        0, begin, static_cast<std::uint32_t>(at)});
    }
  }
  return tokens;
}

} // namespace openimr::clinical
