// What would change it, on every page of the packs: within the bound, and the same as z3 says (skipped by name where z3
// is not installed). z3 is given each page as formulas of its own and has to show that every listed set turns the
// recommendation, that none of them can be smaller, and that no other way exists.
#include "guidelines/change_sets.h"
#include "guidelines/library.h"
#include "guidelines/settle.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <unistd.h>

namespace openimr::guidelines {
namespace {

const Library& packs() {
  static const Library library = [] {
    auto loaded = Library::load(std::string(OPENIMR_SOURCE_DIR) + "/packs");
    if (!loaded) throw std::runtime_error(loaded.error().message());
    return std::move(*loaded);
  }();
  return library;
}

Logic not_of(const std::string& id) {
  Logic criterion, none;
  criterion.kind = Logic::Kind::Criterion;
  criterion.id = id;
  none.kind = Logic::Kind::Not;
  none.parts.push_back(criterion);
  return none;
}

Logic whole(const Topic& topic, Phase phase) {
  Logic all;
  all.kind = Logic::Kind::All;
  all.parts.push_back(requirement(topic, phase, Reading::Strict));
  for (const std::string& id : topic.exclusions) all.parts.push_back(not_of(id));
  return all;
}

void collect(const Logic& tree, std::set<std::string>& ids) {
  if (tree.kind == Logic::Kind::Criterion) ids.insert(tree.id);
  for (const Logic& part : tree.parts) collect(part, ids);
}

using Values = std::map<std::string, Verdict>;

/// A formula that is true when the tree is certainly met (or certainly not met) after the change.
std::string certain(const Logic& tree, bool met) {
  using Kind = Logic::Kind;
  switch (tree.kind) {
  case Kind::Always:
    return met ? "true" : "false";
  case Kind::Criterion:
    return fmt::format("{}_{}", met ? "is" : "isnt", tree.id);
  case Kind::Not:
    return certain(tree.parts[0], !met);
  case Kind::Unless:
    return fmt::format("({} {} {})", met ? "and" : "or", certain(tree.parts[0], met), certain(tree.parts[1], !met));
  default:
    break;
  }
  const int size = static_cast<int>(tree.parts.size());
  const int n = tree.kind == Kind::All ? size : tree.kind == Kind::AtLeast ? tree.count : 1;
  std::string parts;
  for (const Logic& part : tree.parts) parts += " " + certain(part, met);
  return fmt::format("((_ at-least {}){})", met ? n : size - n + 1, parts);
}

/// Declares what a change may do, and what is so after it.
std::string declared(const Values& values) {
  std::string out;
  for (const auto& [id, value] : values) {
    out +=
        fmt::format("(declare-const to_{0} Bool)(declare-const off_{0} Bool)(assert (not (and to_{0} off_{0})))\n", id);
    if (value == Verdict::Met) out += fmt::format("(assert (not to_{}))\n", id);
    if (value == Verdict::NotMet) out += fmt::format("(assert (not off_{}))\n", id);
    const char* now_met = value == Verdict::Met ? "true" : "false";
    const char* now_not = value == Verdict::NotMet ? "true" : "false";
    out += fmt::format("(define-fun is_{0} () Bool (or to_{0} (and {1} (not off_{0}))))\n", id, now_met);
    out += fmt::format("(define-fun isnt_{0} () Bool (or off_{0} (and {1} (not to_{0}))))\n", id, now_not);
  }
  return out;
}

std::string step_of(const Settling& one) { return (one.to_hold ? "to_" : "off_") + one.criterion; }

std::string contains(const SettlingSet& set) {
  std::string parts = "true";
  for (const Settling& one : set) parts += " " + step_of(one);
  return "(and " + parts + ")";
}

/// The script of one page, and what each check-sat has to say.
struct Script {
  std::string text, expected;
  void check(const std::string& assertion, const char* answer) {
    text += "(push)(assert " + assertion + ")(check-sat)(pop)\n";
    expected += std::string(answer) + "\n";
  }
};

void add_page(Script& script, const Logic& tree, const Values& values, const std::vector<SettlingSet>& sets) {
  script.text += "(push)\n" + declared(values) + fmt::format("(define-fun goal () Bool {})\n", certain(tree, true));
  std::string others = "(and goal";
  for (const SettlingSet& set : sets) {
    std::string within = "(and true", exactly;
    for (const auto& [id, value] : values)
      for (const bool to_hold : {true, false})
        if (!set.contains({id, to_hold})) within += " (not " + step_of({id, to_hold}) + ")";
    within += ")";
    script.check(fmt::format("(and {} {} goal)", contains(set), within), "sat");
    script.check(fmt::format("(and {} (not {}) goal)", within, contains(set)), "unsat");
    others += " (not " + contains(set) + ")";
  }
  script.check(others + ")", "unsat");
  script.text += "(pop)\n";
}

/// Every page and phase in three states: silent, and two at random.
template <class Look> void each_state(Look look) {
  std::mt19937 random(20150316);
  for (const Topic& topic : packs().topics()) {
    if (!topic.has_requirement) continue;
    for (const Phase phase : {Phase::Initial, Phase::Continued}) {
      const Logic tree = whole(topic, phase);
      std::set<std::string> ids;
      collect(tree, ids);
      for (int state = 0; state < 3; ++state) {
        Values values;
        for (const std::string& id : ids)
          values[id] = state == 0 ? Verdict::Unknown : static_cast<Verdict>(random() % 3u);
        look(topic, tree, values);
      }
    }
  }
}

std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; pipe && (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.append(buffer.data(), n);
  if (pipe) ::pclose(pipe);
  return out;
}

} // namespace

TEST(ChangeSetsOfPacks, TheBoundIsFarFromEveryPage) {
  std::size_t most = 0;
  each_state([&](const Topic& topic, const Logic& tree, const Values& values) {
    const Changes found = find_changes(tree, [&](const std::string& id) { return values.at(id); });
    EXPECT_TRUE(found.is_complete) << topic.id;
    most = std::max(most, found.products);
  });
  EXPECT_GT(most, 1u);
  EXPECT_LT(most, most_products / 100) << "a page comes near the bound";
}

TEST(ChangeSetsOfPacks, AreWhatZ3Says) {
  if (output_of("z3 --version 2>/dev/null").empty()) GTEST_SKIP() << "z3 is not installed";
  Script script;
  std::size_t pages = 0;
  each_state([&](const Topic&, const Logic& tree, const Values& values) {
    add_page(script, tree, values, find_changes(tree, [&](const std::string& id) { return values.at(id); }).sets);
    ++pages;
  });
  const std::string file = ::testing::TempDir() + "changes" + std::to_string(::getpid()) + ".smt2";
  std::ofstream(file) << script.text;
  const std::string answers = output_of("z3 " + file + " 2>&1");
  EXPECT_EQ(answers, script.expected);
  EXPECT_GT(pages, 500u);
}

} // namespace openimr::guidelines
