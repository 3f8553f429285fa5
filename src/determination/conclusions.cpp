#include "determination/conclusions.h"

#include "clinical/requested_item.h"
#include "clinical/sentences.h"
#include "text/words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <set>
#include <string_view>

namespace openimr::determination {
namespace {

using records::RequestedItem;

bool has_any(const std::string& lower_text, const std::vector<std::string>& list) {
  return std::any_of(list.begin(), list.end(), [&](const auto& one) { return text::has_words(lower_text, one); });
}

/// Where one of the phrases begins; npos when none stands in the sentence.
std::size_t place_of(const std::string& lower_sentence, const std::vector<std::string>& phrases) {
  std::size_t first = std::string::npos;
  for (const std::string& phrase : phrases)
    if (text::has_words(lower_sentence, phrase)) first = std::min(first, lower_sentence.find(phrase));
  return first;
}

/// A sentence of an opinion that says how a request is decided.
struct Conclusion {
  std::string sentence; ///< on one line
  std::string subject;  ///< lower case: the clause before the words that decide
  bool is_necessary = false;
};

/// Sentences that put a condition, or repeat what somebody else decided, conclude nothing.
std::optional<Conclusion> conclusion_of(const CheckInput& input, const std::string& sentence) {
  const LanguageCues& cues = input.rules.language;
  const std::string lower = text::lower(sentence);
  for (const char* word : {"if", "would", "unless", "whether", "when", "could", "not that"})
    if (text::has_words(lower, word)) return std::nullopt;
  if (has_any(lower, input.rules.absence.attributions)) return std::nullopt;
  const std::size_t against = place_of(lower, cues.unnecessary), in_favour = place_of(lower, cues.necessary);
  const std::size_t at = std::min(against, in_favour);
  if (at == std::string::npos) return std::nullopt;
  std::size_t begin = 0;
  for (const char* mark : {", ", "; ", ": "})
    if (const auto found = lower.rfind(mark, at); found != std::string::npos)
      begin = std::max(begin, found + std::string_view(mark).size());
  // The phrases that begin with their subject are a clause of their own: "the request is denied".
  return Conclusion{
      sentence, lower.substr(begin, at - begin) + " " + lower.substr(at, std::min<std::size_t>(20, lower.size() - at)),
      in_favour < against};
}

std::vector<Conclusion> conclusions_of(const CheckInput& input, const SaidOfItem& said) {
  std::vector<Conclusion> list;
  for (const text::Span span : clinical::split_sentences(said.text))
    if (auto one = conclusion_of(input, text::one_line(span.of(said.text)))) list.push_back(std::move(*one));
  return list;
}

bool shares_drug(const RequestedItem& one, const RequestedItem& other) {
  return std::any_of(one.ingredients.begin(), one.ingredients.end(), [&](const std::string& drug) {
    return std::find(other.ingredients.begin(), other.ingredients.end(), drug) != other.ingredients.end();
  });
}

/// Whether the conclusion speaks of what was asked: of the request, the denial, or the item by its name.
bool is_about_request(const CheckInput& input, const DraftIssue& issue, const Conclusion& one) {
  for (const char* word : {"request", "requested", "denial", "decision", "medical necessity"})
    if (text::has_words(one.subject, word)) return true;
  const RequestedItem named = clinical::parse_item(input.vocabulary, one.subject);
  return shares_drug(issue.request.item, named) ||
         text::has_words(one.subject, text::lower(text::one_line(issue.item.text)));
}

const records::ItemOpinion* opinion_on(const CheckInput& input, const SaidOfItem& said) {
  std::vector<const records::Opinion*> opinions = input.further;
  if (input.opinion) opinions.insert(opinions.begin(), input.opinion);
  for (const records::Opinion* opinion : opinions)
    for (const auto& item : opinion->items)
      if (item.id == said.item && item.words == said.text) return &item;
  return nullptr;
}

enum class Form { Unknown, Swallowed, OnTheSkin };
Form kind_of_form(std::string_view form) {
  static const std::set<std::string_view> swallowed = {"tablet", "tablets", "capsule", "capsules", "pill", "pills"};
  static const std::set<std::string_view> on_the_skin = {"cream", "ointment", "gel", "patch", "patches", "lotion"};
  return swallowed.contains(form) ? Form::Swallowed : on_the_skin.contains(form) ? Form::OnTheSkin : Form::Unknown;
}

std::vector<std::string> words_of(std::string_view lower_text) {
  std::vector<std::string> words(1);
  for (const char c : lower_text)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  return words;
}

/// The form and the number of units that a clause names: "180 capsules of"; "four tablets a day" is no number of units.
struct Amount {
  Form form = Form::Unknown;
  std::optional<double> units;
};
Amount amount_in(const std::string& lower_clause) {
  Amount amount;
  const auto words = words_of(lower_clause);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Form form = kind_of_form(words[i]);
    if (form == Form::Unknown) continue;
    amount.form = form;
    const bool is_number = i > 0 && !words[i - 1].empty() && words[i - 1].size() < 5 &&
                           words[i - 1].find_first_not_of("0123456789") == std::string::npos;
    static const std::set<std::string_view> rates = {"a", "per", "daily", "each", "every", "times", "twice"};
    const bool is_rate = i + 1 < words.size() && rates.contains(words[i + 1]);
    if (is_number && !is_rate && std::stod(words[i - 1]) >= 10) amount.units = std::stod(words[i - 1]);
  }
  return amount;
}

FoundCheck mismatch(const DraftIssue& issue, const Conclusion& one, const std::string& what) {
  FoundCheck check;
  check.id = "item_mismatch";
  check.speaker = Speaker::Opinion;
  check.item = issue.item.id;
  check.statement = one.sentence;
  check.text =
      fmt::format("item {} is “{}”; the opinion decides “{}”: {}", issue.item.id, issue.item.text, one.sentence, what);
  return check;
}

/// What differs between the item and the conclusion; empty when nothing does, or it names no drug.
std::string difference(const CheckInput& input, const DraftIssue& issue, const Conclusion& one, bool names_own) {
  const RequestedItem& asked = issue.request.item;
  const RequestedItem decided = clinical::parse_item(input.vocabulary, one.subject);
  if (decided.ingredients.empty()) return "";
  if (!shares_drug(asked, decided))
    return names_own ? ""
                     : fmt::format("drug {} / {}", fmt::join(asked.ingredients, " + "),
                                   fmt::join(decided.ingredients, " + "));
  const Amount amount = amount_in(one.subject);
  if (amount.units && asked.quantity && std::abs(*amount.units - *asked.quantity) > 1e-6)
    return fmt::format("quantity {:g} / {:g}", *asked.quantity, *amount.units);
  const Form form = kind_of_form(asked.form);
  if (amount.form != Form::Unknown && form != Form::Unknown && amount.form != form)
    return fmt::format("form {} / another one", asked.form);
  return "";
}

} // namespace

std::vector<FoundCheck> find_contrary_conclusions(const CheckInput& input) {
  std::vector<FoundCheck> found;
  for (const SaidOfItem& said : said_in_opinions(input)) {
    const records::ItemOpinion* item = opinion_on(input, said);
    const DraftIssue* issue = input.draft.issue(said.item);
    if (!item || !issue) continue;
    const Conclusion* contrary = nullptr;
    bool agrees = false;
    const auto conclusions = conclusions_of(input, said);
    for (const Conclusion& one : conclusions) {
      const bool is_same = one.is_necessary == (item->decision == "overturned");
      agrees |= is_same;
      if (!is_same && is_about_request(input, *issue, one)) contrary = &one;
    }
    if (!contrary || agrees) continue;
    FoundCheck check;
    check.id = "decision_contradicted";
    check.speaker = Speaker::Opinion;
    check.item = said.item;
    check.statement = contrary->sentence;
    check.text = fmt::format("item {} is {}, and the words of the opinion conclude: “{}”", said.item, item->decision,
                             contrary->sentence);
    found.push_back(std::move(check));
  }
  return found;
}

std::vector<FoundCheck> find_grounds_out_of_scope(const CheckInput& input) {
  const LanguageCues& cues = input.rules.language;
  std::vector<FoundCheck> found;
  for (const SaidOfItem& said : said_in_opinions(input)) {
    const auto spans = clinical::split_sentences(said.text);
    for (std::size_t i = 0; i < spans.size(); ++i) {
      const std::string sentence = text::one_line(spans[i].of(said.text)), lower = text::lower(sentence);
      if (!has_any(lower, cues.scope) || has_any(lower, cues.scope_unless)) continue;
      const std::string next = i + 1 < spans.size() ? text::lower(text::one_line(spans[i + 1].of(said.text))) : "";
      const bool follows = next.starts_with("therefore") || next.starts_with("thus") || next.starts_with("hence") ||
                           next.starts_with("so ") || next.starts_with("accordingly") || next.starts_with("for th");
      if (!follows && !has_any(lower, cues.unnecessary) && !has_any(lower, cues.necessary)) continue;
      FoundCheck check;
      check.id = "out_of_scope";
      check.speaker = Speaker::Opinion;
      check.item = said.item;
      check.statement = sentence;
      check.text = fmt::format("The opinion on item {} rests on what medical review does not decide: “{}”; state the "
                               "medical need alone",
                               said.item, sentence);
      found.push_back(std::move(check));
    }
  }
  return found;
}

std::vector<FoundCheck> find_other_items_decided(const CheckInput& input) {
  std::vector<FoundCheck> found;
  for (const DraftIssue& issue : input.draft.issues) {
    if (issue.request.item.kind != "drug" || issue.request.item.ingredients.empty()) continue;
    for (const SaidOfItem& said : said_in_opinions(input)) {
      if (said.item != issue.item.id) continue;
      const bool names_own = shares_drug(issue.request.item, clinical::parse_item(input.vocabulary, said.text));
      for (const Conclusion& one : conclusions_of(input, said))
        if (const std::string what = difference(input, issue, one, names_own); !what.empty()) {
          found.push_back(mismatch(issue, one, what));
          break;
        }
    }
  }
  return found;
}

} // namespace openimr::determination
