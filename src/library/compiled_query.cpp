#include "library/compiled_query.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

namespace openimr::library {
namespace {

using corpus::Query;
using corpus::SearchField;
using corpus::TextPart;

constexpr std::size_t most_labels = 3000;

bool is_label(const Query& query) { return query.kind == Query::Kind::Value || query.kind == Query::Kind::Range; }

/// A field of items, or several joined by OR.
bool is_of_item(const Query& query) {
  if (is_label(query)) return corpus::info(query.field).speaks == corpus::Speaks::OfItem;
  return query.kind == Query::Kind::Or && std::ranges::all_of(query.children, is_of_item);
}

class Compiler {
public:
  explicit Compiler(const LabelBook& labels) : labels_(labels) {}

  Result<CompiledQuery> whole(const Query& query) {
    if (query.kind == Query::Kind::All) {
      out_.is_all = true;
      return std::move(out_);
    }
    gather_items(query);
    out_.match = expression(query);
    if (problem_) return *problem_;
    return std::move(out_);
  }

private:
  // Fields of items that all must hold are asked of one item; inside OR and NOT each speaks of the decision.
  void gather_items(const Query& query) {
    if (query.kind != Query::Kind::And) return;
    ItemCondition condition;
    for (const Query& child : query.children)
      if (is_of_item(child)) condition.push_back(labels_of(child));
    if (condition.size() > 1) out_.items.push_back(std::move(condition));
    for (const Query& child : query.children) gather_items(child);
  }

  LabelSet labels_of(const Query& query) const {
    if (is_label(query)) return labels_.matching(query);
    LabelSet all;
    for (const Query& child : query.children) {
      const LabelSet more = labels_of(child);
      all.insert(all.end(), more.begin(), more.end());
    }
    std::ranges::sort(all);
    return all;
  }

  std::string phrase(const corpus::Phrase& phrase) {
    return fmt::format("\"{}\"{}", fmt::join(phrase.words, " "), phrase.is_prefix ? " *" : "");
  }

  std::string used(std::string text, int group, bool is_synonym = false) {
    out_.phrases.push_back({group, is_synonym, group < 0 ? std::string() : text});
    return text;
  }

  static std::string in_part(TextPart part, std::string text) {
    switch (part) {
    case TextPart::Item:
      return "items : " + text;
    case TextPart::Rationale:
      return "rationale : " + text;
    case TextPart::Summary:
      return "summary : " + text;
    case TextPart::Anywhere:
      break;
    }
    return text;
  }

  std::string labels(const LabelSet& set) {
    if (set.size() > most_labels && !problem_)
      problem_ = Error{ErrorKind::Input, "query", fmt::format("a value that {} labels have", set.size()),
                       fmt::format("at most {}", most_labels), "name more of its words"};
    if (set.empty() || problem_) return used("\"qzlnone\"", -1);
    std::vector<std::string> words;
    for (const auto number : set) words.push_back(used('"' + label_word(number) + '"', -1));
    return fmt::format("labels : ({})", fmt::join(words, " OR "));
  }

  std::string value(const Query& query) {
    // A case number is text, or there would be as many labels as decisions.
    if (query.kind == Query::Kind::Value && query.field == SearchField::Case)
      return "head : " + used(phrase(query.phrase), -1);
    return labels(labels_.matching(query));
  }

  std::string every() { return used(fmt::format("\"{}\"", every_word), -1); }

  std::string silent(const Query& query) {
    LabelSet both = labels_.matching(SearchField::Present, query.phrase);
    for (const auto one : labels_.matching(SearchField::Absent, query.phrase)) both.push_back(one);
    if (both.empty()) return every();
    std::string all = every();
    return fmt::format("({} NOT {})", all, labels(both));
  }

  std::string near(const Query& query) {
    std::vector<std::string> parts;
    // All of a NEAR group stand or fall together, so that they are one word to the ranking.
    const int group = out_.groups++;
    for (const auto& one : query.near) parts.push_back(phrase(one));
    const std::string text = fmt::format("NEAR({}, {})", fmt::join(parts, " "), query.distance);
    for (std::size_t k = 0; k < parts.size(); ++k)
      out_.phrases.push_back({group, false, k == 0 ? in_part(query.part, text) : std::string()});
    return in_part(query.part, text);
  }

  std::string words(const Query& query, int group, bool is_synonym) {
    return used(in_part(query.part, phrase(query.phrase)), group, is_synonym);
  }

  std::string synonyms(const Query& query) {
    const int group = out_.groups++;
    std::vector<std::string> parts;
    for (std::size_t k = 0; k < query.children.size(); ++k) {
      const Query& child = query.children[k];
      parts.push_back(child.kind == Query::Kind::Words ? words(child, group, k > 0) : expression(child));
    }
    return fmt::format("({})", fmt::join(parts, " OR "));
  }

  std::string conjunction(const Query& query) {
    std::vector<std::string> wanted, unwanted;
    for (const Query& child : query.children)
      if (child.kind != Query::Kind::Not) wanted.push_back(expression(child));
    if (wanted.empty()) wanted.push_back(every());
    for (const Query& child : query.children)
      if (child.kind == Query::Kind::Not) unwanted.push_back(not_ranked(child.children.front()));
    std::string text = fmt::format("({})", fmt::join(wanted, " AND "));
    if (!unwanted.empty()) text = fmt::format("({} NOT ({}))", text, fmt::join(unwanted, " OR "));
    return text;
  }

  /// What must not be there says nothing of how well the rest answers.
  std::string not_ranked(const Query& query) {
    const std::size_t before = out_.phrases.size();
    const int groups = out_.groups;
    std::string text = expression(query);
    for (std::size_t k = before; k < out_.phrases.size(); ++k) out_.phrases[k].group = -1;
    out_.groups = groups;
    return text;
  }

  std::string expression(const Query& query) {
    switch (query.kind) {
    case Query::Kind::All:
      return every();
    case Query::Kind::Words:
      return words(query, out_.groups++, false);
    case Query::Kind::Near:
      return near(query);
    case Query::Kind::Value:
    case Query::Kind::Range:
      return value(query);
    case Query::Kind::Silent:
      return silent(query);
    case Query::Kind::And:
      return conjunction(query);
    case Query::Kind::Not: {
      std::string all = every();
      return fmt::format("({} NOT ({}))", all, not_ranked(query.children.front()));
    }
    case Query::Kind::Or:
      break;
    }
    if (query.is_synonyms) return synonyms(query);
    std::vector<std::string> parts;
    for (const Query& child : query.children) parts.push_back(expression(child));
    return fmt::format("({})", fmt::join(parts, " OR "));
  }

  const LabelBook& labels_;
  CompiledQuery out_;
  std::optional<Error> problem_;
};

} // namespace

std::string label_word(std::uint32_t number) { return fmt::format("qzl{}", number); }

Result<CompiledQuery> compile(const Query& query, const LabelBook& labels) { return Compiler(labels).whole(query); }

} // namespace openimr::library
