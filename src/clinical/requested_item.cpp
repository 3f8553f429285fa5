#include "clinical/requested_item.h"

#include "clinical/context_engine.h"
#include "clinical/direction.h"
#include "clinical/direction_words.h"
#include "clinical/drug_mentions.h"
#include "clinical/vocabulary_data.h"

#include <algorithm>
#include <array>
#include <cstdlib>

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

bool has_words(const std::string& folded, std::string_view words) {
  for (std::size_t at = folded.find(words); at != std::string::npos; at = folded.find(words, at + 1)) {
    const bool starts = at == 0 || folded[at - 1] == ' ';
    const bool ends = at + words.size() >= folded.size() || folded[at + words.size()] == ' ';
    if (starts && ends) return true;
  }
  return false;
}

/// Words with single spaces and no marks, for looking up phrases.
std::string plain_words(std::string_view text) {
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
std::optional<double> count_in(const std::vector<DirectionToken>& tokens) {
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
    if (is_any(word(next), {"additional", "more", "initial", "post", "physical", "acupuncture", "chiropractic",
                            "therapy", "total", "op", "-"}))
      ++next;
    if (is_any(word(next), {"therapy", "treatment"})) ++next;
    if (is_any(word(next), {"visits", "visit", "sessions", "session", "treatments", "injections", "units"}))
      return value;
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
    else if (word(at + 1) == "x" && number(at + 2) && !(days_of(word(at + 3)) > 0))
      weekly = value, weeks = number(at + 2); // "2x6"
  }
  if (weekly && weeks) return *weekly * *weeks;
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at)
    if (is_any(word(at), {"x", "#", "qty", "times"}) && number(at + 1) &&
        (at + 2 >= tokens.size() || !is_any(word(at + 2), {"weeks", "week", "wks", "per", "a"})))
      return number(at + 1);
  return std::nullopt;
}

} // namespace

records::RequestedItem parse_item(const Vocabulary& vocabulary, std::string_view words, std::optional<Date> on) {
  const Vocabulary::Data& data = vocabulary.data();
  records::RequestedItem item;
  item.text = std::string(words);
  item.kind = "unknown";
  std::vector<text::Token> tokens;
  std::vector<text::TermHit> hits;
  data.matcher.tokenize(words, tokens);
  data.matcher.find(tokens, hits);
  const std::vector<DrugMention> mentions =
      find_drugs(data, words, tokens, hits, {0, static_cast<std::uint32_t>(tokens.size())});
  const std::string plain = plain_words(words);

  std::string kind;
  for (const RequestKind& row : data.request_kinds)
    if (has_words(plain, row.words)) {
      kind = row.kind;
      break;
    }
  const bool is_injected = kind == "procedure" && !mentions.empty() &&
                           (has_words(plain, "injection") || has_words(plain, "injections") ||
                            has_words(plain, "block") || has_words(plain, "epidural"));
  const bool names_service =
      !kind.empty() && kind != "device" &&
      !(kind == "procedure" && mentions.size() == 1 && has_words(plain, "injection") && !is_injected);
  const bool is_release =
      (kind == "surgery" && (has_words(plain, "extended release") || has_words(plain, "immediate release") ||
                             has_words(plain, "controlled release") || has_words(plain, "sustained release")));
  if (!mentions.empty() && (!names_service || is_release)) {
    item.kind = "drug";
    const auto add_once = [](std::vector<std::string>& list, const std::string& name) {
      if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
    };
    for (const DrugMention& mention : mentions) {
      add_once(item.drugs, mention.generic);
      const Drug* drug = vocabulary.drug(mention.generic);
      add_once(item.ingredients, drug ? drug->base : mention.generic);
      if (drug)
        for (const std::string& family : drug->families) add_once(item.drug_classes, family);
    }
    // Two drugs of their own, each with its direction: that of the first is read.
    const bool is_mixture = mentions.front().route == "topical";
    const std::size_t cut = mentions.size() > 1 && !is_mixture && mentions[1].base != mentions[0].base
                                ? tokens[mentions[1].name.begin].span.begin
                                : words.size();
    const Direction direction = parse_direction(vocabulary, words.substr(0, cut), on);
    item.form = direction.form.empty() ? mentions.front().form : direction.form;
    item.route = mentions.front().route.empty() ? direction.route : mentions.front().route;
    if (item.form.empty() && item.route == "topical" && is_any(mentions.front().form, {"cream", "gel"}))
      item.form = mentions.front().form;
    item.strength = direction.strength;
    item.strength_mg = direction.strength_mg;
    item.times_per_day = direction.times_per_day;
    item.max_per_day = direction.max_per_day;
    item.quantity = direction.quantity;
    item.days_supply = direction.days_supply;
    item.mme_per_day = direction.mme_per_day;
    item.warnings = direction.warnings;
    // The direction is what follows name, strength and form.
    const std::uint32_t end = tokens[mentions.back().extent.end - 1].span.end;
    std::string_view rest = words.substr(end);
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == ',' || rest.front() == ':' || rest.front() == ')'))
      rest.remove_prefix(1);
    item.direction = std::string(rest);
  } else if (!kind.empty()) {
    item.kind = kind;
    item.count = count_in(direction_tokens(words));
  }
  if (item.kind != "drug") {
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
    const bool left = has_words(plain, "left"), right = has_words(plain, "right");
    item.side = has_words(plain, "bilateral") || has_words(plain, "both") || (left && right) ? "both"
                : left                                                                       ? "left"
                : right                                                                      ? "right"
                                                                                             : "";
  }
  return item;
}

} // namespace openimr::clinical
