#include "clinical/pain_scores.h"

#include "clinical/direction_words.h"

#include <algorithm>
#include <cstdlib>

namespace openimr::clinical {
namespace {

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The words "1-10" or "0 to 10" of "on a scale of 0 to 10", "(0-10)", "1-10 pain scale"; empty when there are none.
std::pair<std::size_t, std::size_t> scale(const SentenceWords& words) {
  for (std::size_t at = 0; at + 2 < words.size(); ++at) {
    if (!is_any(words.at(at), {"0", "1", "zero", "one"}) || !is_any(words.at(at + 1), {"-", "to"}) ||
        !is_any(words.at(at + 2), {"10", "ten"}))
      continue;
    bool is_named = at > 0 && words.at(at - 1) == "(" && words.at(at + 3) == ")";
    for (std::size_t near = at > 4 ? at - 4 : 0; near < std::min(at + 6, words.size()); ++near)
      is_named = is_named || words.at(near) == "scale";
    if (is_named) return {at, at + 3};
  }
  return {};
}

/// "On a scale of 0 to 10 she rates it as a 7": the numbers that are told on a scale that is named. Units tell other
/// things.
std::vector<PainScore> scores_on_scale(const SentenceWords& words) {
  const auto [begin, end] = scale(words);
  std::vector<PainScore> found;
  if (end == 0 || !words.has({"pain", "rates", "rate", "rated", "scores", "score", "vas", "intensity", "severity",
                              "puts", "hurts", "hurting"}))
    return found;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const bool in_scale = at >= begin && at < end;
    if (in_scale || !words.numbers[at] || *words.numbers[at] > 10 || is_any(words.at(at + 1), {"%", "/", "percent"}))
      continue;
    if (is_any(words.at(at), {"one", "once", "twice"}) || (at > 0 && words.at(at - 1) == "/")) continue;
    const bool is_unit = is_any(words.at(at + 1), {"weeks", "week", "months", "month", "years", "year", "days", "day",
                                                   "hours", "times", "mg", "minutes", "visits", "tablets", "x"});
    bool is_led = false;
    for (std::size_t back = 1; back <= 3 && at >= back; ++back)
      is_led = is_led || is_any(words.at(at - back), {"as", "at", "is", ":", "of", "between", "and", "to", "a", "about",
                                                      "around", "approximately", "-", "=", "was"});
    if (is_led && !is_unit) found.push_back({at, at + 1, *words.numbers[at], *words.numbers[at], ""});
  }
  // "between a 6 and a 10": one range
  if (found.size() == 2 && words.has({"between", "from"}) && found[0].high <= found[1].high)
    found = {{found[0].begin, found[1].end, found[0].low, found[1].high, ""}};
  return found;
}

} // namespace

SentenceWords::SentenceWords(const PageReading& page, TokenRange tokens) : reading(page), range(tokens) {
  for (std::uint32_t at = range.begin; at < range.end; ++at) {
    folded.push_back(reading.folded(at));
    std::optional<double> number;
    if (reading.tokens[at].kind == text::TokenKind::Number)
      number = std::strtod(folded.back().c_str(), nullptr);
    else if (reading.tokens[at].kind == text::TokenKind::Word && folded.back() != "second" &&
             folded.back() != "quarter")
      number = number_word(folded.back());
    if (folded.back() == "once") number = 1;
    if (folded.back() == "twice") number = 2;
    numbers.push_back(number);
  }
}

const std::string& SentenceWords::at(std::size_t place) const {
  static const std::string none;
  return place < folded.size() ? folded[place] : none;
}

bool SentenceWords::has(std::initializer_list<std::string_view> words) const {
  return std::any_of(folded.begin(), folded.end(), [&](const std::string& word) { return is_any(word, words); });
}

std::vector<PainScore> pain_scores(const SentenceWords& words) {
  std::vector<PainScore> found;
  for (std::size_t at = 0; at + 2 < words.size(); ++at) {
    if (!words.numbers[at] || *words.numbers[at] > 10) continue;
    const bool is_slash = words.at(at + 1) == "/" && words.at(at + 2) == "10" && words.at(at + 3) != "/";
    const bool is_out_of =
        words.at(at + 1) == "out" && words.at(at + 2) == "of" && is_any(words.at(at + 3), {"10", "ten"});
    // "his pain as 8 of 10"; "8 of 10 visits" counts visits
    const bool is_of = words.at(at + 1) == "of" && is_any(words.at(at + 2), {"10", "ten"}) && at > 0 &&
                       is_any(words.at(at - 1), {"as", "at", "is", "a", "an", "pain", ":", "of"}) &&
                       (at + 3 >= words.size() || is_any(words.at(at + 3), {".", ",", ";", ")", "with", "and", "in"}));
    const bool is_range = (words.at(at + 1) == "-" || words.at(at + 1) == "to") && at + 4 < words.size() &&
                          words.numbers[at + 2] && words.at(at + 3) == "/" && words.at(at + 4) == "10" &&
                          words.at(at + 5) != "/";
    const bool is_bullet = at == 1 && words.at(0) == "-";
    if (at > 0 && (words.at(at - 1) == "/" || words.at(at - 1) == "-") && !is_bullet) continue;
    if (is_range)
      found.push_back({at, at + 5, *words.numbers[at], *words.numbers[at + 2], ""}), at += 4;
    else if (is_slash)
      found.push_back({at, at + 3, *words.numbers[at], *words.numbers[at], ""}), at += 2;
    else if (is_of)
      found.push_back({at, at + 3, *words.numbers[at], *words.numbers[at], ""}), at += 2;
    else if (is_out_of)
      found.push_back({at, at + 4, *words.numbers[at], *words.numbers[at], ""}), at += 3;
  }
  return found.empty() ? scores_on_scale(words) : found;
}

} // namespace openimr::clinical
