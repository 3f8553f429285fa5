#include "guidelines/pack_checks.h"

#include "guidelines/settle.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace openimr::guidelines {
namespace {

/// One thing that a condition asks about, and what the answer may be.
struct Atom {
  bool is_number = false;
  std::set<double> points; ///< of a number: below, at and between the limits it is compared with, and above
  std::optional<double> value;
  Verdict verdict = Verdict::Unknown;
};

std::string key_of_question(const Logic& leaf) {
  return fmt::format("{} {} {} {} {} {} {}", static_cast<int>(leaf.kind), leaf.id, leaf.treatment, leaf.is_visits,
                     leaf.within_months, leaf.current_only, fmt::join(leaf.names, "/")) +
         (leaf.compare == Logic::Compare::None ? " is" : " number");
}

double in_days_or_so(double value, const std::string& unit) { // one measure for the limits of one number
  for (const char* base : {"days", "mg", "mg a day", "mm"})
    if (const auto number = converted(value, unit, base); number && !unit.empty()) return *number;
  return value;
}

/// Searches the answers one question at a time. By Kleene's logic what is settled stays settled, so a branch ends as
/// soon as the whole has a verdict.
class Search {
public:
  Search(const Topic& topic, Verdict wanted) : topic_(topic), wanted_(wanted) {}

  std::optional<bool> run(const Logic& condition) {
    collect(condition);
    for (auto& [key, atom] : atoms_)
      if (atom.is_number) add_points_between(atom);
    const bool found = step(condition, atoms_.begin());
    return tried_ > most_tried ? std::optional<bool>() : found;
  }

private:
  static constexpr int most_tried = 200000;

  void collect(const Logic& node) {
    if (node.kind == Logic::Kind::Criterion) return collect(topic_.criterion(node.id)->when);
    for (const Logic& part : node.parts) collect(part);
    if (node.is_over_conditions() || node.kind == Logic::Kind::Always || node.kind == Logic::Kind::Judgment) return;
    Atom& atom = atoms_[key_of_question(node)];
    if (node.compare == Logic::Compare::None) return;
    atom.is_number = true;
    atom.points.insert(in_days_or_so(node.value, node.unit));
    if (node.compare == Logic::Compare::Between) atom.points.insert(in_days_or_so(node.value_high, node.unit));
  }

  static void add_points_between(Atom& atom) {
    const std::vector<double> limits(atom.points.begin(), atom.points.end());
    atom.points.insert({limits.front() - 1, limits.back() + 1});
    for (std::size_t i = 1; i < limits.size(); ++i) atom.points.insert((limits[i - 1] + limits[i]) / 2);
  }

  Verdict compared(const Atom& atom, const Logic& leaf) const {
    if (!atom.value) return Verdict::Unknown;
    const double low = in_days_or_so(leaf.value, leaf.unit), high = in_days_or_so(leaf.value_high, leaf.unit);
    switch (leaf.compare) {
    case Logic::Compare::AtMost:
      return *atom.value <= low ? Verdict::Met : Verdict::NotMet;
    case Logic::Compare::Less:
      return *atom.value < low ? Verdict::Met : Verdict::NotMet;
    case Logic::Compare::AtLeast:
      return *atom.value >= low ? Verdict::Met : Verdict::NotMet;
    case Logic::Compare::More:
      return *atom.value > low ? Verdict::Met : Verdict::NotMet;
    case Logic::Compare::Equal:
      return *atom.value == low ? Verdict::Met : Verdict::NotMet;
    default:
      return low <= *atom.value && *atom.value <= high ? Verdict::Met : Verdict::NotMet;
    }
  }

  Verdict value_of(const Logic& node) const {
    if (node.is_over_conditions()) return combine(node, [&](std::size_t i) { return value_of(node.parts[i]); });
    if (node.kind == Logic::Kind::Criterion) return value_of(topic_.criterion(node.id)->when);
    if (node.kind == Logic::Kind::Always) return Verdict::Met;
    if (node.kind == Logic::Kind::Judgment) return Verdict::Unknown;
    const Atom& atom = atoms_.at(key_of_question(node));
    return atom.is_number ? compared(atom, node) : atom.verdict;
  }

  bool step(const Logic& condition, std::map<std::string, Atom>::iterator next) {
    const Verdict verdict = value_of(condition);
    if (verdict != Verdict::Unknown) return verdict == wanted_;
    if (next == atoms_.end() || ++tried_ > most_tried) return false;
    Atom& atom = next->second;
    const auto after = std::next(next);
    bool found = false;
    if (atom.is_number) {
      for (const double point : atom.points)
        if (!found) atom.value = point, found = step(condition, after);
      atom.value.reset();
    } else {
      for (const Verdict answer : {Verdict::Met, Verdict::NotMet})
        if (!found) atom.verdict = answer, found = step(condition, after);
      atom.verdict = Verdict::Unknown;
    }
    return found;
  }

  const Topic& topic_;
  Verdict wanted_;
  std::map<std::string, Atom> atoms_;
  int tried_ = 0;
};

void check_criteria(const Topic& topic, text::Problems& problems) {
  for (const Criterion& criterion : topic.criteria) {
    if (criterion.asks_judgment || criterion.when.kind == Logic::Kind::Always) continue;
    const std::string where = fmt::format("{}:{}: {}", topic.file, criterion.when.line, criterion.id);
    if (can_be(criterion.when, topic, Verdict::Met) == false)
      problems.push_back({where, "a criterion that no record can meet", "one that some record meets",
                          "look for parts that exclude each other"});
    if (can_be(criterion.when, topic, Verdict::NotMet) == false)
      problems.push_back({where, "a criterion that no record can fail", "one that some record fails",
                          "look for parts that cover every case"});
  }
}

Logic with_exclusions(const Logic& requirement, const Topic& topic) {
  Logic whole;
  whole.kind = Logic::Kind::All;
  whole.parts.push_back(requirement);
  for (const std::string& id : topic.exclusions) {
    Logic exclusion, fallen;
    exclusion.kind = Logic::Kind::Criterion;
    exclusion.id = id;
    fallen.kind = Logic::Kind::Not;
    fallen.parts.push_back(exclusion);
    whole.parts.push_back(fallen);
  }
  return whole;
}

void check_requirements(const Topic& topic, text::Problems& problems) {
  if (!topic.has_requirement) return;
  const bool asks =
      std::any_of(topic.criteria.begin(), topic.criteria.end(), [](const Criterion& one) { return one.asks_judgment; });
  for (const auto& [name, tree] : {std::pair("initial", &topic.initial), std::pair("continued", &topic.continued)})
    if (!asks && can_be(with_exclusions(*tree, topic), topic, Verdict::Met) == false)
      problems.push_back({fmt::format("{}: {}", topic.file, name), "a requirement that no record can meet",
                          "one that some record meets without an exclusion",
                          "look for criteria that exclude each other; a service without exception has no requirement"});
}

bool overlap(const Topic& a, const Topic& b) {
  return (!a.to || !b.from || *b.from <= *a.to) && (!b.to || !a.from || *a.from <= *b.to);
}

void check_dates(const std::vector<Topic>& topics, text::Problems& problems) {
  std::map<std::string, std::vector<const Topic*>> editions;
  for (const Topic& topic : topics) editions[topic.id].push_back(&topic);
  for (auto& [id, pages] : editions) {
    std::sort(pages.begin(), pages.end(), [](const Topic* a, const Topic* b) { return a->from < b->from; });
    for (std::size_t i = 1; i < pages.size(); ++i) {
      const Topic &before = *pages[i - 1], &after = *pages[i];
      if (overlap(before, after))
        problems.push_back({after.file + ": in_force", fmt::format("days that {} has as well", before.file),
                            "one page of a topic on a day", "end the earlier one the day before"});
      else if (before.to && after.from && before.to->plus_days(1) < *after.from)
        problems.push_back(
            {after.file + ": in_force",
             fmt::format("no page from {} to {}", before.to->plus_days(1).iso(), after.from->plus_days(-1).iso()),
             "the topic in force without a gap, or a reason for it", "see " + before.file});
    }
  }
}

bool same_line(const AppliesTo& a, const AppliesTo& b) {
  return a.drug == b.drug && a.drug_class == b.drug_class && a.route == b.route && a.form == b.form &&
         a.kind == b.kind && a.body_part == b.body_part && a.phrase == b.phrase && a.is_mixture == b.is_mixture &&
         a.unless == b.unless;
}

bool brings_in(const Topic& a, const Topic& b) {
  for (const auto* list : {&a.also_initial, &a.also_continued})
    if (std::find(list->begin(), list->end(), b.id) != list->end()) return true;
  return false;
}

void check_overlaps(const std::vector<Topic>& topics, text::Problems& problems) {
  for (std::size_t i = 0; i < topics.size(); ++i)
    for (std::size_t j = i + 1; j < topics.size(); ++j) {
      const Topic &a = topics[i], &b = topics[j];
      if (a.id == b.id || !overlap(a, b) || brings_in(a, b) || brings_in(b, a)) continue;
      for (const AppliesTo& line : a.applies_to)
        if (std::any_of(b.applies_to.begin(), b.applies_to.end(),
                        [&](const AppliesTo& other) { return same_line(line, other); })) {
          const std::string words = line.phrase.empty() ? line.drug.empty() ? line.drug_class : line.drug : line.phrase;
          problems.push_back({b.file + ": applies_to",
                              fmt::format("the line for \"{}\" that {} has as well", words, a.id),
                              "a request that goes to one page, or pages that bring each other in",
                              "narrow one of them, or name it under also_apply"});
          break;
        }
    }
}

void check_pages(const std::vector<Topic>& topics, text::Problems& problems) {
  std::map<std::pair<std::string, std::string>, const Topic*> seen;
  for (const Topic& topic : topics) {
    if (topic.section.empty() || topic.pages.empty()) continue;
    const auto [at, is_new] = seen.emplace(std::pair(topic.pack + "/" + topic.guideline, topic.section), &topic);
    if (!is_new && at->second->pages != topic.pages)
      problems.push_back({topic.file + ": pages", fmt::format("{} for \"{}\"", topic.pages, topic.section),
                          fmt::format("{}, as {} has it", at->second->pages, at->second->id), "correct one of them"});
  }
}

} // namespace

std::optional<bool> can_be(const Logic& condition, const Topic& topic, Verdict wanted) {
  return Search(topic, wanted).run(condition);
}

void facts_of(const Logic& condition, std::vector<std::string>& facts) {
  if (condition.is_over_record() && std::find(facts.begin(), facts.end(), condition.id) == facts.end())
    facts.push_back(condition.id);
  for (const Logic& part : condition.parts) facts_of(part, facts);
}

text::Problems check_packs(const Library& library, const std::function<bool(const std::string&)>& is_found) {
  text::Problems problems;
  for (const Topic& topic : library.topics()) {
    for (const std::string& fact : topic.given_before)
      if (!is_found(fact))
        problems.push_back({topic.file + ": given_before", fmt::format("the fact {}, which nothing finds", fact),
                            "a concept of packs/vocabulary", "add its words there, or correct the id"});
    check_criteria(topic, problems);
    check_requirements(topic, problems);
    for (const Criterion& criterion : topic.criteria) {
      std::vector<std::string> facts;
      facts_of(criterion.when, facts);
      for (const std::string& fact : facts)
        if (!is_found(fact))
          problems.push_back({fmt::format("{}:{}: {}", topic.file, criterion.when.line, criterion.id),
                              fmt::format("the fact {}, which nothing finds", fact), "a concept of packs/vocabulary",
                              "add its words there, or correct the id"});
    }
  }
  check_dates(library.topics(), problems);
  check_overlaps(library.topics(), problems);
  check_pages(library.topics(), problems);
  return problems;
}

} // namespace openimr::guidelines
