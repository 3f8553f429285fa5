#include "clinical/requested_service.h"

#include "clinical/direction_words.h"
#include "text/term_matcher.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace openimr::clinical {
namespace {

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 36> body_rows = {
    {{"lumbar", "lumbar spine"},
     {"low back", "lumbar spine"},
     {"lower back", "lumbar spine"},
     {"lumbosacral", "lumbar spine"},
     {"cervical", "cervical spine"},
     {"neck", "cervical spine"},
     {"thoracic", "thoracic spine"},
     {"mid back", "thoracic spine"},
     {"sacroiliac", "sacroiliac joint"},
     {"si joint", "sacroiliac joint"},
     {"caudal", "lumbar spine"},
     {"shoulder", "shoulder"},
     {"shoulders", "shoulder"},
     {"knee", "knee"},
     {"knees", "knee"},
     {"hip", "hip"},
     {"hips", "hip"},
     {"ankle", "ankle"},
     {"foot", "foot"},
     {"feet", "foot"},
     {"wrist", "wrist"},
     {"wrists", "wrist"},
     {"hand", "hand"},
     {"hands", "hand"},
     {"elbow", "elbow"},
     {"elbows", "elbow"},
     {"spine", "spine"},
     {"back", "lumbar spine"},
     {"upper extremity", "upper extremity"},
     {"upper extremities", "upper extremity"},
     {"lower extremity", "lower extremity"},
     {"lower extremities", "lower extremity"},
     {"arms", "upper extremity"},
     {"legs", "lower extremity"},
     {"head", "head"},
     {"brain", "head"}}};

bool is_level(std::string_view word) {
  return word.size() >= 2 && word.size() <= 3 && is_any(word.substr(0, 1), {"c", "t", "l", "s"}) &&
         std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "L4-5", "L5-S1", "C5 to C7" as written, several with commas.
std::string levels_in(std::string_view text, const std::vector<text::Token>& tokens) {
  std::string levels;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (!is_level(text::fold(tokens[at].span.of(text)))) continue;
    std::size_t last = at;
    while (last + 1 < tokens.size() && tokens[last + 1].span.begin <= tokens[last].span.end + 1 &&
           (is_level(text::fold(tokens[last + 1].span.of(text))) ||
            (tokens[last + 1].kind == text::TokenKind::Number && text[tokens[last].span.end] == '-')))
      ++last;
    std::string one(text.substr(tokens[at].span.begin, tokens[last].span.end - tokens[at].span.begin));
    std::transform(one.begin(), one.end(), one.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    levels += (levels.empty() ? "" : ", ") + one;
    at = last;
  }
  return levels;
}

/// Visits, sessions or units asked for: "x 12", "12 sessions", "2 times a week for 6 weeks" (12).
/// Units are a number of pieces or of quarter hours, except of what is injected ("Botox 200 units").
std::optional<double> count_in(const std::vector<DirectionToken>& tokens, bool counts_units) {
  const auto number = [&](std::size_t at) -> std::optional<double> {
    if (at >= tokens.size()) return std::nullopt;
    if (tokens[at].kind == DirectionToken::Kind::Number) return tokens[at].number;
    if (tokens[at].word == "twice") return 2;
    if (tokens[at].word == "once") return 1;
    return number_word(tokens[at].word);
  };
  const auto word = [&](std::size_t at) {
    return at < tokens.size() ? std::string_view(tokens[at].word) : std::string_view();
  };
  std::optional<double> weekly, weeks;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto value = number(at);
    if (!value) continue;
    std::size_t next = at + 1;
    constexpr std::size_t most_between = 6; // "12 additional post-op physical therapy visits"
    while (next <= at + most_between && is_any(word(next), {"additional",
                                                            "more",
                                                            "further",
                                                            "initial",
                                                            "supervised",
                                                            "outpatient",
                                                            "post",
                                                            "postoperative",
                                                            "postsurgical",
                                                            "operative",
                                                            "surgical",
                                                            "physical",
                                                            "occupational",
                                                            "aquatic",
                                                            "acupuncture",
                                                            "chiropractic",
                                                            "massage",
                                                            "hand",
                                                            "pt",
                                                            "ot",
                                                            "therapy",
                                                            "treatment",
                                                            "total",
                                                            "op",
                                                            "-",
                                                            "(",
                                                            ")"}))
      ++next;
    if (is_any(word(next), {"visits", "visit", "sessions", "session", "treatments", "injections"})) return value;
    if (counts_units && is_any(word(next), {"units", "unit"})) return value;
    const bool is_weekly =
        ((is_any(word(at + 1), {"x", "times", "time"}) &&
          (is_any(word(at + 2), {"a", "per", "/"})
               ? word(at + 3).starts_with("w")
               : word(at + 2) == "weekly" || word(at + 2).starts_with("week") || word(at + 2) == "wk"))) ||
        (is_any(word(at + 1), {"a", "per", "/"}) && word(at + 2).starts_with("w")) ||
        (is_any(word(at), {"twice", "once"}) &&
         (word(at + 1) == "weekly" || (is_any(word(at + 1), {"a", "per"}) && word(at + 2).starts_with("week"))));
    if (is_weekly)
      weekly = value;
    else if (is_any(word(at + 1), {"weeks", "week", "wks", "wk"}) && weekly)
      weeks = value;
    else if (word(at + 1) == "x" && number(at + 2) && (days_of(word(at + 3)) == 0 || days_of(word(at + 3)) == 7))
      weekly = value, weeks = number(at + 2); // "2x6", "2 x 6 weeks"
  }
  if (weekly && weeks) return *weekly * *weeks;
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at)
    if (is_any(word(at), {"x", "#", "qty", "times"}) && number(at + 1) &&
        (at + 2 >= tokens.size() || (days_of(word(at + 2)) == 0 && !is_any(word(at + 2), {"per", "a"}))))
      return number(at + 1);
  return std::nullopt;
}

/// "x 3 months", "60 day rental", "for 6 weeks": the words and the days in them (a month counts 30, a year 365). How
/// often something is done ("a week", "per day") is no duration.
void read_duration(const std::vector<DirectionToken>& tokens, records::RequestedItem& item) {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto number = tokens[at].kind == DirectionToken::Kind::Number ? std::optional(tokens[at].number)
                                                                        : number_word(tokens[at].word);
    std::size_t unit = at + 1;
    if (unit < tokens.size() && tokens[unit].word == "-") ++unit; // "30-day"
    if (!number || unit >= tokens.size()) continue;
    const double days = days_of(tokens[unit].word);
    if (days < 1 || tokens[unit].word.size() < 2) continue;
    if (at > 0 && is_any(tokens[at - 1].word, {"every", "q", "each", "per", "/"})) continue;
    item.duration_days = *number * days;
    item.duration = plain_number(*number) + " " +
                    (days == 1    ? "day"
                     : days == 7  ? "week"
                     : days == 30 ? "month"
                     : days == 14 ? "fortnight"
                                  : "year");
    if (*number != 1) item.duration += "s";
    return;
  }
}

std::string tenure_in(const std::string& plain) {
  const bool buys = has_words(plain, "purchase") || has_words(plain, "purchased") || has_words(plain, "buy");
  const bool rents = has_words(plain, "rental") || has_words(plain, "rent") || has_words(plain, "rented");
  return buys && rents ? "rental or purchase" : buys ? "purchase" : rents ? "rental" : "";
}

std::string side_in(const std::string& plain) {
  const bool left = has_words(plain, "left") || has_words(plain, "lt"),
             right = has_words(plain, "right") || has_words(plain, "rt");
  if (has_words(plain, "bilateral") || has_words(plain, "bilaterally") || has_words(plain, "both") || (left && right))
    return "both";
  return left ? "left" : right ? "right" : "";
}

} // namespace

bool has_words(const std::string& plain, std::string_view words) {
  for (std::size_t at = plain.find(words); at != std::string::npos; at = plain.find(words, at + 1)) {
    const bool starts = at == 0 || plain[at - 1] == ' ';
    const bool ends = at + words.size() >= plain.size() || plain[at + words.size()] == ' ';
    if (starts && ends) return true;
  }
  return false;
}

std::string plain_request(std::string_view text) {
  std::string plain;
  for (const char c : text::fold(text)) {
    const bool keeps = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (keeps)
      plain += c;
    else if (!plain.empty() && plain.back() != ' ')
      plain += ' ';
  }
  while (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain;
}

std::vector<const char*> requested_body_parts() {
  std::vector<const char*> parts;
  for (const auto& [word, part] : body_rows)
    if (std::none_of(parts.begin(), parts.end(), [&](const char* one) { return part == one; }))
      parts.push_back(part.data());
  return parts;
}

void read_service(std::string_view words, const std::vector<text::Token>& tokens, records::RequestedItem& item) {
  const std::string plain = plain_request(words);
  const std::vector<DirectionToken> amounts = direction_tokens(words);
  if (item.kind != "unknown") item.count = count_in(amounts, item.kind != "procedure");
  read_duration(amounts, item);
  item.tenure = tenure_in(plain);
  for (const auto& [word, part] : body_rows)
    if (has_words(plain, word)) {
      item.body_part = part;
      break;
    }
  item.level = levels_in(words, tokens);
  if (item.body_part.empty() && !item.level.empty())
    item.body_part = item.level.front() == 'C'   ? "cervical spine"
                     : item.level.front() == 'T' ? "thoracic spine"
                                                 : "lumbar spine";
  item.side = side_in(plain);
}

} // namespace openimr::clinical
