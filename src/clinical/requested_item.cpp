#include "clinical/requested_item.h"

#include "clinical/context_engine.h"
#include "clinical/direction.h"
#include "clinical/direction_words.h"
#include "clinical/drug_mentions.h"
#include "clinical/requested_service.h"
#include "clinical/vocabulary_data.h"

#include <algorithm>
#include <cctype>

namespace openimr::clinical {
namespace {

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The request's words, cut once.
struct Words {
  const Vocabulary& vocabulary;
  std::string_view text;
  std::string plain; ///< as plain_request() gives it
  std::vector<text::Token> tokens;
  std::vector<DrugMention> drugs;

  Words(const Vocabulary& words, std::string_view request)
      : vocabulary(words), text(request), plain(plain_request(request)) {
    const Vocabulary::Data& data = vocabulary.data();
    std::vector<text::TermHit> hits;
    data.matcher.tokenize(text, tokens);
    data.matcher.find(tokens, hits);
    drugs = find_drugs(data, text, tokens, hits, {0, static_cast<std::uint32_t>(tokens.size())});
  }
  bool has(std::string_view words) const { return has_words(plain, words); }
  bool has_any(std::initializer_list<std::string_view> words) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view one) { return has(one); });
  }
  std::string folded(std::size_t at) const { return at < tokens.size() ? text::fold(tokens[at].span.of(text)) : ""; }
};

/// "20%" or "10 mg" right behind a name; empty when another word comes first.
std::string strength_behind(const Words& words, const DrugMention& mention) {
  for (std::size_t at = mention.name.begin + 1; at < mention.name.end + 4 && at + 1 < words.tokens.size(); ++at) {
    if (words.tokens[at].kind != text::TokenKind::Number) {
      if (at < mention.extent.end || is_any(words.folded(at), {"(", ":", "-"})) continue;
      return "";
    }
    const std::string unit = words.folded(at + 1), number(words.tokens[at].span.of(words.text));
    if (unit == "%" || unit == "percent") return number + "%";
    return is_any(unit, {"mg", "mcg", "g", "gm"}) ? number + " " + unit : "";
  }
  return "";
}

std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> parts{""};
  for (const char c : list)
    if (c == '/')
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

/// "25/0.025/10/2.5 percent" as four strengths; empty when the number of parts differs.
std::vector<std::string> strengths_of(std::string_view written, std::size_t wanted) {
  std::string_view unit = " mg";
  if (const auto at = written.find(" percent"); at != std::string_view::npos)
    unit = "%", written = written.substr(0, at);
  else if (const auto space = written.find(' '); space != std::string_view::npos)
    written = written.substr(0, space);
  std::vector<std::string> parts = parts_of(written);
  if (parts.size() != wanted) return {};
  for (std::string& part : parts) part += unit;
  return parts;
}

/// Several drugs in one product, or a combination under one name, taken apart.
std::vector<records::RequestedIngredient> components_of(const Words& words, const records::RequestedItem& item) {
  std::vector<records::RequestedIngredient> components;
  for (const DrugMention& mention : words.drugs) {
    const std::vector<std::string> names = parts_of(mention.base);
    const Drug* drug = mention.drug;
    std::vector<std::string> strengths;
    bool is_published = false;
    if (names.size() == 1) {
      strengths = {strength_behind(words, mention)};
    } else if (strengths = strengths_of(item.strength, names.size()); strengths.empty()) {
      is_published = true;
      if (drug && drug->strengths.size() == 1) strengths = strengths_of(drug->strengths.front(), names.size());
    }
    strengths.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
      if (std::none_of(components.begin(), components.end(), [&](const auto& one) { return one.name == names[i]; }))
        components.push_back({names[i], strengths[i], is_published});
  }
  if (components.size() < 2) components.clear();
  return components;
}

std::string kind_of(const Words& words) {
  // "PT 2x6 after carpal tunnel release": what stands at the head is asked for.
  const bool is_blood_test = words.has_any({"inr", "ptt"});
  if (!is_blood_test && (words.plain.starts_with("pt ") || words.plain.starts_with("ot "))) return "therapy";
  for (const RequestKind& row : words.vocabulary.data().request_kinds)
    if (words.has(row.words)) return row.kind;
  return "";
}

/// Two or more ingredients with a percentage each: a compounded product, whatever its other words name.
bool is_percent_mixture(const Words& words) {
  return std::count_if(words.drugs.begin(), words.drugs.end(),
                       [&](const DrugMention& mention) { return strength_behind(words, mention).ends_with('%'); }) >
             1 &&
         !words.has_any({"injection", "injections", "block", "blocks", "epidural", "infusion"});
}

/// "Zolpidem 10 mg #30 for sleep therapy": a drug stands at the head with an amount, and nothing is done with it.
bool is_headed_by_drug(const Words& words) {
  const DrugMention& first = words.drugs.front();
  for (std::size_t at = 0; at < first.name.begin; ++at)
    if (words.tokens[at].kind == text::TokenKind::Word &&
        !is_any(words.folded(at), {"refill", "refills", "of", "rx", "prescription", "for", "medication", "medications",
                                   "meds", "drug", "continue", "start", "trial", "compound", "topical"}))
      return false;
  bool has_amount = false;
  for (std::size_t at = first.name.end; at + 1 < words.tokens.size(); ++at) {
    const bool is_number = words.tokens[at].kind == text::TokenKind::Number;
    has_amount = has_amount ||
                 (is_number && is_any(words.folded(at + 1), {"mg", "mcg", "%", "percent", "gm", "g", "ml", "tablets",
                                                             "tabs", "capsules", "caps", "patches"})) ||
                 (words.folded(at) == "#" && words.tokens[at + 1].kind == text::TokenKind::Number);
  }
  return has_amount && !words.has_any({"injection", "injections", "injected", "block", "blocks", "epidural", "infusion",
                                       "infusions", "pump", "intrathecal"});
}

/// A drug is asked for, and not a service in which one is used ("injection of lidocaine").
bool asks_for_drug(const Words& words, const std::string& kind) {
  if (words.drugs.empty()) return false;
  if (is_percent_mixture(words) || is_headed_by_drug(words)) return true;
  const bool is_injected = kind == "procedure" && words.has_any({"injection", "injections", "block", "epidural"});
  const bool names_service =
      !kind.empty() && kind != "device" &&
      !(kind == "procedure" && words.drugs.size() == 1 && words.has("injection") && !is_injected);
  const bool is_release = kind == "surgery" && words.has_any({"extended release", "immediate release",
                                                              "controlled release", "sustained release"});
  return !names_service || is_release;
}

void read_names(const Words& words, records::RequestedItem& item) {
  const auto add_once = [](std::vector<std::string>& list, const std::string& name) {
    if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
  };
  for (const DrugMention& mention : words.drugs) {
    add_once(item.drugs, mention.generic);
    const Drug* drug = words.vocabulary.drug(mention.generic);
    add_once(item.ingredients, drug ? drug->base : mention.base);
    if (drug)
      for (const std::string& family : drug->families) add_once(item.drug_classes, family);
  }
}

void read_direction(const Words& words, std::optional<Date> on, records::RequestedItem& item) {
  // Two drugs of their own, each with its direction: that of the first is read.
  const DrugMention& first = words.drugs.front();
  const bool is_mixture = first.route == "topical";
  const std::size_t cut = words.drugs.size() > 1 && !is_mixture && words.drugs[1].base != first.base
                              ? words.tokens[words.drugs[1].name.begin].span.begin
                              : words.text.size();
  const Direction direction = parse_direction(words.vocabulary, words.text.substr(0, cut), on);
  item.form = direction.form.empty() ? first.form : direction.form;
  item.route = first.route.empty() ? direction.route : first.route;
  item.strength = direction.strength;
  item.strength_mg = direction.strength_mg;
  item.times_per_day = direction.times_per_day;
  item.max_per_day = direction.max_per_day;
  item.quantity = direction.quantity;
  item.refills = direction.refills;
  item.days_supply = direction.days_supply;
  item.mme_per_day = direction.mme_per_day;
  item.warnings = direction.warnings;
  // The direction is what follows name, strength and form.
  const std::uint32_t end = words.tokens[words.drugs.back().extent.end - 1].span.end;
  std::string_view rest = words.text.substr(end);
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == ',' || rest.front() == ':' || rest.front() == ')'))
    rest.remove_prefix(1);
  item.direction = std::string(rest);
}

/// Whether a word of the utilization review's answer stands at a place: "modified to #60", "certified x 6".
std::size_t decision_word_at(const std::string& lower, std::size_t at) {
  for (const std::string_view word : {"modified", "certified", "approved", "authorized", "allowed", "reduced",
                                      "non-certified", "denied", "partially certified", "partially approved"})
    if (lower.compare(at, word.size(), word) == 0 &&
        (at == 0 || !std::isalnum(static_cast<unsigned char>(lower[at - 1]))))
      return word.size();
  return 0;
}

/// Whether an amount follows: "to #60", "for 6 visits", ": 60".
bool is_before_amount(std::string_view lower, std::size_t at) {
  while (at < lower.size()) {
    const char c = lower[at];
    if (c >= '0' && c <= '9') return true;
    if (c < 'a' || c > 'z') {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < lower.size() && lower[end] >= 'a' && lower[end] <= 'z') ++end;
    if (!is_any(lower.substr(at, end - at), {"to", "for", "at", "x", "only", "of", "the", "quantity", "qty", "up"}))
      return false;
    at = end;
  }
  return false;
}

/// The request without what the utilization review made of it ("Norco #120 (modified to #60)"): blanks in its place.
std::string without_decision(std::string_view text) {
  std::string asked(text);
  const std::string lower = text::fold(text);
  if (lower.size() != asked.size()) return asked; // letters that fold to others keep no places
  for (std::size_t at = 1; at < lower.size(); ++at) {
    const std::size_t length = decision_word_at(lower, at);
    if (length == 0) continue;
    const std::size_t open = lower.rfind('(', at), closed = lower.rfind(')', at);
    const bool in_brackets = open != std::string::npos && (closed == std::string::npos || closed < open);
    const std::size_t begin = in_brackets ? open : at, close = in_brackets ? lower.find(')', at) : std::string::npos;
    const std::size_t end = close == std::string::npos ? lower.size() : close + 1;
    if (begin == 0 || !is_before_amount(std::string_view(lower).substr(0, end), at + length)) continue;
    std::fill(asked.begin() + static_cast<std::ptrdiff_t>(begin), asked.begin() + static_cast<std::ptrdiff_t>(end),
              ' ');
    at = end - 1;
  }
  return asked;
}

} // namespace

records::RequestedItem parse_item(const Vocabulary& vocabulary, std::string_view text, std::optional<Date> on) {
  const std::string asked = without_decision(text);
  const Words words(vocabulary, asked);
  records::RequestedItem item;
  item.text = std::string(text);
  const std::string kind = kind_of(words);
  if (asks_for_drug(words, kind)) {
    item.kind = "drug";
    read_names(words, item);
    read_direction(words, on, item);
    item.components = components_of(words, item);
    // Of a mixture no one strength is the product's; each ingredient has its own.
    if (item.ingredients.size() > 1 && item.route == "topical") item.strength.clear(), item.strength_mg.reset();
  } else {
    item.kind = kind.empty() ? "unknown" : kind;
    read_service(asked, words.tokens, item);
  }
  return item;
}

} // namespace openimr::clinical
