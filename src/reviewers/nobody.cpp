#include "reviewers/nobody.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <set>

namespace openimr::reviewers {
namespace {

using Grounds = std::set<Ground>;

bool is_within(const Grounds& part, const Grounds& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

bool is_smaller(const Grounds& a, const Grounds& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }

/// Only the sets that hold no other of them, fewest grounds first.
std::vector<Grounds> smallest_of(std::vector<Grounds> sets) {
  std::sort(sets.begin(), sets.end(), is_smaller);
  std::vector<Grounds> kept;
  for (const Grounds& each : sets)
    if (std::none_of(kept.begin(), kept.end(), [&](const Grounds& small) { return is_within(small, each); }))
      kept.push_back(each);
  return kept;
}

bool meets(const Grounds& a, const Grounds& b) {
  return std::any_of(a.begin(), a.end(), [&](const Ground& ground) { return b.count(ground) != 0; });
}

/// Berge's method: the sets that meet every edge so far, with one edge more at each step. Keeps the smallest `most`.
std::vector<Grounds> transversals(const std::vector<Grounds>& edges, std::size_t most, bool& is_complete) {
  std::vector<Grounds> hitting{{}};
  for (const Grounds& edge : edges) {
    std::vector<Grounds> next;
    for (const Grounds& set : hitting) {
      if (meets(set, edge)) {
        next.push_back(set);
        continue;
      }
      for (const Ground& ground : edge) {
        next.push_back(set);
        next.back().insert(ground);
      }
    }
    hitting = smallest_of(std::move(next));
    if (hitting.size() > most) {
      hitting.resize(most);
      is_complete = false;
    }
  }
  return hitting;
}

} // namespace

Nobody explain_nobody(const Slate& slate, std::size_t most) {
  Nobody why;
  if (!slate.slate.empty()) return why;
  if (slate.excluded.empty()) {
    why.is_roster_empty = true;
    return why;
  }
  std::map<Grounds, std::vector<std::string>> held_by;
  for (const ExcludedReviewer& each : slate.excluded) {
    Grounds grounds;
    for (const Exclusion& reason : each.reasons) grounds.insert({reason.rule, reason.party});
    held_by[grounds].push_back(each.id);
  }
  std::vector<Grounds> all;
  for (const auto& [grounds, reviewers] : held_by) all.push_back(grounds);
  // Whoever is held back by more than another is excluded with that other and admitted after: the smallest sets decide.
  const std::vector<Grounds> edges = smallest_of(std::move(all));
  for (const Grounds& set : transversals(edges, most, why.is_complete))
    why.together.emplace_back(set.begin(), set.end());
  for (const Grounds& edge : edges) why.openings.push_back({{edge.begin(), edge.end()}, held_by[edge]});
  return why;
}

std::vector<std::string> told(const Nobody& why) {
  if (why.is_roster_empty) return {"the roster is empty"};
  const auto shown = [](const std::vector<Ground>& grounds, const char* between) {
    std::vector<std::string> words;
    for (const Ground& ground : grounds) words.push_back(ground.shown());
    return fmt::format("{}", fmt::join(words, between));
  };
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < why.together.size() && i < 5; ++i)
    lines.push_back(why.together[i].size() == 1 ? "everybody falls to " + shown(why.together[i], "")
                                                : "together exclude everybody: " + shown(why.together[i], ", "));
  if (why.together.size() > 5)
    lines.push_back(
        fmt::format("and {}{} further such sets", why.is_complete ? "" : "more than ", why.together.size() - 5));
  for (std::size_t i = 0; i < why.openings.size() && i < 10; ++i)
    lines.push_back(fmt::format("without {} could review: {}", shown(why.openings[i].grounds, " and "),
                                fmt::join(why.openings[i].reviewers, ", ")));
  return lines;
}

} // namespace openimr::reviewers
