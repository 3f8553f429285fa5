#include "cli/topic_page.h"

#include "guidelines/pack_checks.h"
#include "guidelines/settle.h"
#include "text/words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::cli {
namespace {

using guidelines::Logic;
using guidelines::Topic;

std::string comparison_in_words(std::string_view op) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> words = {
      {{"<=", "at most "}, {"<", "less than "}, {">=", "at least "}, {">", "more than "}}};
  for (const auto& [sign, word] : words)
    if (sign == op) return std::string(word);
  return "";
}

/// "1 week", "1 visit"; other numbers keep the unit as it is.
std::string with_unit(const std::string& number, std::string unit) {
  if (number == "1" && unit.ends_with('s') && unit.find(' ') == std::string::npos) unit.pop_back();
  return unit.empty() ? number : number + " " + unit;
}

std::string basis_in_words(const std::string& basis) {
  if (basis == "seed") return "agrees with a published decision";
  if (basis == "seen") return "read in the source";
  if (basis == "seen_partly") return "partly read in the source";
  return "from memory, not held against the text";
}

/// One number that a condition asks about: "insomnia for at least 6 months".
std::string question_in_words(const Logic& leaf, const guidelines::FactNames& names) {
  std::string words = names(leaf.id);
  const std::string limit =
      leaf.op.empty() ? ""
      : leaf.op == "between"
          ? fmt::format("{:g} to {}", leaf.value, with_unit(fmt::format("{:g}", leaf.value_high), leaf.unit))
          : comparison_in_words(leaf.op) + with_unit(fmt::format("{:g}", leaf.value), leaf.unit);
  switch (leaf.kind) {
  case Logic::Kind::Count:
    words = fmt::format("{} {}{}", limit.empty() ? "number of" : limit, leaf.is_visits ? "visits of " : "days with ",
                        words);
    break;
  case Logic::Kind::Duration:
    words += " for " + limit;
    break;
  case Logic::Kind::Change:
    words = fmt::format("change of {}: {}, since {}", words, limit,
                        leaf.since == Logic::Since::First ? "the first visit" : "the visit before");
    break;
  case Logic::Kind::Response:
    words += fmt::format(" by {}{}", leaf.treatment == "requested" ? "the treatment asked for" : leaf.treatment,
                         limit.empty() ? "" : ", " + limit);
    break;
  case Logic::Kind::Ingredient:
    return fmt::format("an ingredient is {}", fmt::join(leaf.names, " or "));
  case Logic::Kind::Topic:
    return "the page " + leaf.id;
  default:
    if (!limit.empty()) words += ": " + limit;
  }
  if (leaf.kind == Logic::Kind::Fact && !leaf.names.empty()) words += " of the " + leaf.names.front();
  if (leaf.within_months != 0)
    words += fmt::format(" within {} month{}", leaf.within_months, leaf.within_months == 1 ? "" : "s");
  return words + (leaf.current_only ? ", now" : "");
}

void questions_of(const Logic& condition, const guidelines::FactNames& names, std::vector<std::string>& found) {
  if (condition.is_over_conditions()) {
    for (const Logic& part : condition.parts) questions_of(part, names, found);
  } else if (condition.kind != Logic::Kind::Always && condition.kind != Logic::Kind::Judgment &&
             condition.kind != Logic::Kind::Criterion) {
    const std::string words = question_in_words(condition, names);
    if (std::find(found.begin(), found.end(), words) == found.end()) found.push_back(words);
  }
}

bool are_alike(const Logic& a, const Logic& b) {
  return a.kind == b.kind && a.id == b.id && a.count == b.count &&
         std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(), are_alike);
}

class TopicPage {
public:
  TopicPage(const Console& console, const guidelines::Library& library, const Topic& topic,
            const guidelines::FactNames& names, TopicPageOptions options)
      : console_(console), library_(library), topic_(topic), names_(names), options_(options),
        width_(static_cast<std::size_t>(console.width())) {}

  void print() const {
    head();
    requirements();
    list("It is excluded when", exclusions());
    std::vector<std::string> limits;
    for (const auto& limit : topic_.limits) limits.push_back(limit_in_words(limit));
    list("Limits", limits);
    list("Exceptions", topic_.exceptions);
    list("Evidence", topic_.evidence.empty() ? std::vector<std::string>{} : std::vector{topic_.evidence});
    list("Where to look", topic_.look_for);
    list("Asked for as", asked_for());
    sure();
  }

private:
  void line(const std::string& text, std::size_t indent) const {
    console_.line(std::string(indent, ' ') + wrapped(text, width_, indent + 2));
  }
  void section(const std::string& title) const { console_.line("\n" + console_.in(Tone::Strong, title)); }
  void list(const std::string& title, const std::vector<std::string>& items) const {
    if (items.empty()) return;
    section(title);
    for (const auto& item : items) line("- " + item, 2);
  }

  void head() const {
    const auto* guideline = library_.guideline(topic_);
    console_.line(console_.in(Tone::Strong, topic_.title) + "  " + console_.in(Tone::Quiet, topic_.id));
    const bool is_refused = topic_.recommendation_class == "not_recommended";
    console_.line(console_.in(is_refused ? Tone::Bad : Tone::Good, class_in_words(topic_)));
    std::string source = guideline ? guideline->title : topic_.guideline;
    for (const std::string& part : {topic_.section, pages_in_words(topic_.pages)})
      if (!part.empty()) source += ", " + part;
    line(source, 0);
    line(fmt::format("{}; {}", guideline ? guideline->citation : topic_.pack, days_in_force(topic_)), 0);
    if (!topic_.follows.empty()) line("The criteria are those of the page it follows: " + topic_.follows, 0);
  }

  void requirements() const {
    if (!topic_.has_requirement) {
      section("Not recommended");
      line("Nothing in a record makes it recommended.", 2);
      return brought_in(topic_.also_initial, 2);
    }
    if (are_alike(topic_.initial, topic_.continued) && topic_.also_initial == topic_.also_continued) {
      section("A first request, and a refill or repeat, has to meet");
      whole(topic_.initial, topic_.also_initial);
    } else {
      section("A first request has to meet");
      whole(topic_.initial, topic_.also_initial);
      section("A refill or repeat has to meet");
      whole(topic_.continued, topic_.also_continued);
    }
    if (topic_.loose) {
      section("By the loose reading (--reading loose)");
      tree(*topic_.loose, 2);
    }
  }

  void whole(const Logic& requirement, const std::vector<std::string>& also) const {
    tree(requirement, 2);
    brought_in(also, requirement.kind == Logic::Kind::All ? 4 : 2);
  }

  void brought_in(const std::vector<std::string>& ids, std::size_t indent) const {
    for (const std::string& id : ids) {
      const auto found = std::find_if(library_.topics().begin(), library_.topics().end(),
                                      [&](const Topic& one) { return one.id == id; });
      line(fmt::format("- and the rules of: {} ({})", found == library_.topics().end() ? id : found->title, id),
           indent);
    }
  }

  void tree(const Logic& logic, std::size_t indent) const {
    if (logic.kind == Logic::Kind::Always) return line("- nothing further", indent);
    if (logic.kind != Logic::Kind::Criterion) {
      if (logic.kind != Logic::Kind::All || indent > 2) line(guidelines::label_of(logic) + ":", indent);
      for (const auto& part : logic.parts) tree(part, indent + 2);
      return;
    }
    const auto* criterion = topic_.criterion(logic.id);
    line("- " + criterion->text, indent);
    line(console_.in(Tone::Quiet,
                     (criterion->asks_judgment ? "the reviewer's judgment; to document: " : "to document: ") +
                         criterion->needed),
         indent + 4);
    if (!options_.with_facts) return;
    std::vector<std::string> questions;
    questions_of(criterion->when, names_, questions);
    if (!questions.empty())
      line(console_.in(Tone::Quiet, fmt::format("read from: {}", fmt::join(questions, "; "))), indent + 4);
  }

  std::vector<std::string> exclusions() const {
    std::vector<std::string> items;
    for (const auto& id : topic_.exclusions) items.push_back(topic_.criterion(id)->text);
    return items;
  }

  /// Words of requests that come to this page, each once.
  std::vector<std::string> asked_for() const {
    std::vector<std::string> items;
    const auto add = [&](std::string words) {
      const auto same = [&](const std::string& one) { return text::lower(one) == text::lower(words); };
      if (!words.empty() && std::none_of(items.begin(), items.end(), same)) items.push_back(std::move(words));
    };
    for (const auto& rule : topic_.applies_to) {
      std::string words = !rule.phrase.empty()       ? rule.phrase
                          : !rule.drug.empty()       ? rule.drug
                          : rule.is_mixture          ? "several ingredients in one product"
                          : !rule.drug_class.empty() ? "any " + rule.drug_class
                                                     : rule.kind;
      for (const std::string& part : {rule.route, rule.form, rule.body_part})
        if (!part.empty()) words += ", " + part;
      if (!rule.unless.empty()) words += fmt::format(" (not: {})", fmt::join(rule.unless, ", "));
      add(std::move(words));
    }
    for (const std::string& synonym : topic_.synonyms) add(synonym);
    return items.empty() ? items : std::vector{fmt::format("{}", fmt::join(items, "; "))};
  }

  void sure() const {
    section("How sure this page is");
    line(fmt::format("{}: {}{}", topic_.confidence, basis_in_words(topic_.basis),
                     topic_.confidence_note.empty() ? "" : "; " + topic_.confidence_note),
         2);
    for (const auto& doubt : topic_.doubts) line("- " + doubt, 2);
  }

  const Console& console_;
  const guidelines::Library& library_;
  const Topic& topic_;
  const guidelines::FactNames& names_;
  TopicPageOptions options_;
  std::size_t width_;
};

} // namespace

void print_topic(const Console& console, const guidelines::Library& library, const Topic& topic,
                 const guidelines::FactNames& names, TopicPageOptions options) {
  TopicPage(console, library, topic, names, options).print();
}

std::string class_in_words(const Topic& topic) {
  std::string words;
  for (const char c : topic.recommendation_class)
    words += c == '_' ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  if (topic.recommendation_class == "not_recommended" && topic.has_requirement) words += ", WITH EXCEPTIONS";
  return words;
}

std::string pages_in_words(const std::string& pages) {
  if (pages.empty()) return "";
  return (pages.find_first_of(",-") == std::string::npos ? "page " : "pages ") + pages;
}

std::string days_in_force(const Topic& topic) {
  if (!topic.to) return topic.from ? "in force since " + topic.from->us() : "in force on every day";
  return topic.from ? fmt::format("in force {} to {}", topic.from->us(), topic.to->us())
                    : "in force until " + topic.to->us();
}

std::string limit_in_words(const guidelines::Limit& limit) {
  const std::string words = comparison_in_words(limit.op) + with_unit(limit.value, limit.unit);
  return fmt::format("{}: {}{}", limit.what, words, limit.note.empty() ? "" : " (" + limit.note + ")");
}

} // namespace openimr::cli
