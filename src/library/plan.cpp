#include "library/plan.h"

#include "corpus/ranking.h"
#include "library/item_filter.h"
#include "library/phrases.h"
#include "library/stems.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::library {
namespace {

using corpus::IndexedPart;
using corpus::Query;
using corpus::SearchField;
using corpus::TextPart;

constexpr std::size_t most_labels = 3000;
constexpr std::size_t not_ranked = SIZE_MAX;

bool is_label(const Query& query) { return query.kind == Query::Kind::Value || query.kind == Query::Kind::Range; }

/// Fields of items and nothing else.
bool is_of_item(const Query& query) {
  if (is_label(query)) return corpus::info(query.field).speaks == corpus::Speaks::OfItem;
  const bool joins = query.kind == Query::Kind::And || query.kind == Query::Kind::Or || query.kind == Query::Kind::Not;
  return joins && !query.children.empty() && std::ranges::all_of(query.children, is_of_item);
}

std::optional<std::uint32_t> number_of(TextPart part) {
  switch (part) {
  case TextPart::Item:
    return static_cast<std::uint32_t>(IndexedPart::Items);
  case TextPart::Rationale:
    return static_cast<std::uint32_t>(IndexedPart::Rationale);
  case TextPart::Summary:
    return static_cast<std::uint32_t>(IndexedPart::Summary);
  case TextPart::Anywhere:
    break;
  }
  return std::nullopt;
}

class Planner {
public:
  explicit Planner(Library::Parts& parts) : parts_(parts), last_(static_cast<std::uint32_t>(parts.last_id)) {}

  Result<Plan> whole(const Query& query) {
    plan_.trouble = std::make_shared<std::optional<Error>>();
    plan_.matcher = match(query, new_group(query));
    if (problem_) return *problem_;
    plan_.is_one_word = query.kind == Query::Kind::Words && plan_.ranked.size() == 1 && plan_.ranked[0].word;
    return std::move(plan_);
  }

private:
  ItemCondition condition_of(const Query& query) const {
    if (is_label(query)) return {ItemCondition::Kind::Labels, parts_.labels.matching(query), {}};
    ItemCondition out;
    out.kind = query.kind == Query::Kind::And  ? ItemCondition::Kind::And
               : query.kind == Query::Kind::Or ? ItemCondition::Kind::Or
                                               : ItemCondition::Kind::Not;
    for (const Query& child : query.children) out.children.push_back(condition_of(child));
    return out;
  }

  /// All decisions that may have such an item, and perhaps more.
  std::unique_ptr<Matcher> may_have_item(const Query& query) {
    if (is_label(query)) return value(query);
    if (query.kind == Query::Kind::Not) return match_all(last_);
    Matchers wanted;
    for (const Query& child : query.children) wanted.push_back(may_have_item(child));
    return query.kind == Query::Kind::And ? match_every_one_of(std::move(wanted)) : match_any_of(std::move(wanted));
  }

  std::unique_ptr<Matcher> none() { return match_all(0); }
  std::unique_ptr<Matcher> failed(Error error) {
    if (!problem_) problem_ = std::move(error);
    return none();
  }

  /// Groups are counted in the order in which the words stand.
  std::size_t new_group(const Query& query) {
    if (!is_ranked_ || (query.kind != Query::Kind::Words && query.kind != Query::Kind::Near &&
                        !(query.kind == Query::Kind::Or && query.is_synonyms)))
      return not_ranked;
    plan_.decisions_with.push_back(0);
    return plan_.decisions_with.size() - 1;
  }

  void rank(std::size_t group, double weight, std::shared_ptr<const Postings> word,
            std::shared_ptr<const DecisionList> list) {
    if (group == not_ranked) return;
    plan_.decisions_with[group] += static_cast<double>(word ? word->count() : list->decisions.size());
    plan_.ranked.push_back({group, weight, std::move(word), std::move(list)});
  }

  std::unique_ptr<Matcher> placed(PlacedWords wanted, std::size_t group, double weight) {
    wanted.last_decision = last_;
    auto list = find_placed(*parts_.connection, parts_.words, wanted);
    if (!list) return failed(list.error());
    if ((*list)->decisions.empty()) return none();
    rank(group, weight, nullptr, *list);
    return match_list(*list);
  }

  std::unique_ptr<Matcher> words(const Query& query, std::size_t group, double weight) {
    const auto stems = stems_of(query.phrase.words);
    if (stems.empty()) return none();
    if (stems.size() > 1 || query.phrase.is_prefix || query.part != TextPart::Anywhere)
      return placed({{query.phrase}, 0, number_of(query.part)}, group, weight);
    auto found = parts_.words.find(*parts_.connection, stems.front());
    if (!found) return failed(found.error());
    if (!*found) return none();
    rank(group, weight, *found, nullptr);
    return match_word(*found);
  }

  std::unique_ptr<Matcher> labels(const LabelSet& set) {
    if (set.size() > most_labels)
      return failed(Error{ErrorKind::Input, "query", fmt::format("a value that {} labels have", set.size()),
                          fmt::format("at most {}", most_labels), "name more of its words"});
    std::vector<std::shared_ptr<Postings>> all;
    std::size_t count = 0;
    for (const auto number : set) {
      auto found = parts_.words.find(*parts_.connection, label_key(number));
      if (!found) return failed(found.error());
      if (!*found) continue;
      count += (*found)->count();
      all.push_back(std::move(*found));
    }
    if (all.size() == 1) return match_word(all.front());
    return all.empty() ? none() : match_list(any_of(all, count));
  }

  std::shared_ptr<DecisionList> any_of(const std::vector<std::shared_ptr<Postings>>& all, std::size_t count) const {
    auto out = std::make_shared<DecisionList>();
    out->decisions.reserve(std::min<std::size_t>(count, last_));
    std::vector<bool> has(std::size_t{last_} + 1, false);
    for (const auto& one : all)
      for (PostingsCursor cursor(*one); cursor.decision() <= last_; cursor.next()) has[cursor.decision()] = true;
    for (std::uint32_t k = 1; k <= last_; ++k)
      if (has[k]) out->decisions.push_back(k);
    return out;
  }

  std::unique_ptr<Matcher> value(const Query& query) {
    // A case number is text, or there would be as many labels as decisions.
    if (query.kind == Query::Kind::Value && query.field == SearchField::Case)
      return placed({{query.phrase}, 0, static_cast<std::uint32_t>(IndexedPart::Head)}, not_ranked, 0);
    return labels(parts_.labels.matching(query));
  }

  std::unique_ptr<Matcher> silent(const Query& query) {
    LabelSet both = parts_.labels.matching(SearchField::Present, query.phrase);
    for (const auto one : parts_.labels.matching(SearchField::Absent, query.phrase)) both.push_back(one);
    return match_without(match_all(last_), labels(both));
  }

  std::unique_ptr<Matcher> synonyms(const Query& query, std::size_t group) {
    Matchers out;
    for (std::size_t k = 0; k < query.children.size(); ++k) {
      const Query& child = query.children[k];
      const double weight = k > 0 ? corpus::ranking_weights().synonym : 1.0;
      out.push_back(child.kind == Query::Kind::Words ? words(child, group, weight) : match(child, new_group(child)));
    }
    return match_any_of(std::move(out));
  }

  /// What must not be there says nothing of how well the rest answers.
  std::unique_ptr<Matcher> unwanted(const Query& query) {
    const bool before = std::exchange(is_ranked_, false);
    auto out = match(query, not_ranked);
    is_ranked_ = before;
    return out;
  }

  // Fields of items that stand together speak of one item. What only denies speaks of the decision, unless another
  // field says of which item.
  std::unique_ptr<Matcher> conjunction(const Query& query) {
    const auto names_item = [](const Query& child) { return child.kind != Query::Kind::Not && is_of_item(child); };
    const bool has_item = std::ranges::any_of(query.children, names_item);
    ItemCondition of_item{ItemCondition::Kind::And, {}, {}};
    Matchers wanted;
    std::vector<const Query*> denied;
    for (const Query& child : query.children) {
      if (has_item && is_of_item(child)) {
        of_item.children.push_back(condition_of(child));
        if (child.kind != Query::Kind::Not) wanted.push_back(may_have_item(child));
      } else if (child.kind == Query::Kind::Not)
        denied.push_back(&child.children.front());
      else
        wanted.push_back(match(child, new_group(child)));
    }
    auto out = wanted.empty() ? match_all(last_) : match_every_one_of(std::move(wanted));
    for (const Query* one : denied) out = match_without(std::move(out), unwanted(*one));
    if (of_item.children.size() < 2) return out;
    return match_item(std::move(out), std::move(of_item), parts_, plan_.trouble);
  }

  std::unique_ptr<Matcher> match(const Query& query, std::size_t group) {
    switch (query.kind) {
    case Query::Kind::All:
      return match_all(last_);
    case Query::Kind::Words:
      return words(query, group, 1.0);
    case Query::Kind::Near:
      return placed({query.near, query.distance, number_of(query.part)}, group, 1.0);
    case Query::Kind::Value:
    case Query::Kind::Range:
      return value(query);
    case Query::Kind::Silent:
      return silent(query);
    case Query::Kind::And:
      return conjunction(query);
    case Query::Kind::Not:
      return match_without(match_all(last_), unwanted(query.children.front()));
    case Query::Kind::Or:
      break;
    }
    if (query.is_synonyms) return synonyms(query, group);
    Matchers wanted;
    for (const Query& child : query.children) wanted.push_back(match(child, new_group(child)));
    return wanted.empty() ? none() : match_any_of(std::move(wanted));
  }

  Library::Parts& parts_;
  std::uint32_t last_;
  Plan plan_;
  bool is_ranked_ = true;
  std::optional<Error> problem_;
};

} // namespace

Result<Plan> plan_of(Library::Parts& parts, const corpus::Query& query) { return Planner(parts).whole(query); }

} // namespace openimr::library
