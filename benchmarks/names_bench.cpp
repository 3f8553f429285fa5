// Accuracy of matching party names on labelled pairs (labels/party_names.tsv): the odd pairs choose how many letters
// may differ, the even pairs report. "same" is what the engine decides alone; "asked" adds what it puts before a
// person.
//
//   names_bench packs benchmarks/accuracy/labels/party_names.tsv [--wrong]
#include "reviewers/party_name.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace openimr::reviewers;

struct Pair {
  std::string a, b;
  bool is_person = false, is_same = false;
};

struct Counts {
  int same_right = 0, same_wrong = 0, same_missed = 0; ///< decided alone
  int found = 0, asked_in_vain = 0, different = 0, same = 0;

  double precision() const { return same_right + same_wrong ? 1.0 * same_right / (same_right + same_wrong) : 1; }
  double recall() const { return same ? 1.0 * same_right / same : 1; }
  double found_share() const { return same ? 1.0 * found / same : 1; }
  double asked_share() const { return different ? 1.0 * asked_in_vain / different : 0; }
};

std::vector<Pair> read_pairs(const std::string& path) {
  std::vector<Pair> pairs;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string kind, a, b, label;
    std::getline(fields, kind, '\t');
    std::getline(fields, a, '\t');
    std::getline(fields, b, '\t');
    std::getline(fields, label);
    pairs.push_back({a, b, kind == "person", label == "same"});
  }
  return pairs;
}

Counts count(const PartyNames& names, const std::vector<Pair>& pairs, std::size_t first, const NameTolerance& tolerance,
             bool tell = false) {
  Counts counts;
  for (std::size_t i = first; i < pairs.size(); i += 2) {
    const Pair& pair = pairs[i];
    const NameMatch match = names.compare(pair.a, pair.b, pair.is_person, tolerance).match;
    (pair.is_same ? counts.same : counts.different)++;
    if (pair.is_same) {
      (match == NameMatch::Same ? counts.same_right : counts.same_missed)++;
      counts.found += match != NameMatch::Different;
    } else {
      counts.same_wrong += match == NameMatch::Same;
      counts.asked_in_vain += match == NameMatch::Near;
    }
    const bool is_wrong = pair.is_same ? match == NameMatch::Different : match == NameMatch::Same;
    if (tell && is_wrong) fmt::print(stderr, "{}\t{}\t{}\n", pair.is_same ? "missed" : "wrong", pair.a, pair.b);
  }
  return counts;
}

/// What is chosen for: nobody with a tie is missed first, then few questions in vain.
double worth(const Counts& counts) { return counts.found_share() - 0.5 * counts.asked_share(); }

std::string shown(const Counts& counts) {
  return fmt::format("{{\"pairs\":{},\"same_precision\":{:.3f},\"same_recall\":{:.3f},\"found_or_asked\":{:.3f},"
                     "\"asked_in_vain\":{:.3f},\"confusion\":{{\"same_as_same\":{},\"same_as_other\":{},"
                     "\"different_as_same\":{},\"different_as_near\":{},\"different_as_different\":{}}}}}",
                     counts.same + counts.different, counts.precision(), counts.recall(), counts.found_share(),
                     counts.asked_share(), counts.same_right, counts.same_missed, counts.same_wrong,
                     counts.asked_in_vain, counts.different - counts.same_wrong - counts.asked_in_vain);
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: names_bench PACKS PAIRS.tsv [--wrong]\n");
    return 2;
  }
  const std::vector<Pair> pairs = read_pairs(argv[2]);
  const auto names = PartyNames::load(argv[1]);
  if (!names) {
    fmt::print(stderr, "{}\n", names.error().message());
    return 2;
  }
  NameTolerance best;
  double most = -1;
  for (const int letters : {4, 5, 6, 7, 8, 10, 12, 16})
    for (const int least : {4, 5, 6, 7, 8, 9}) {
      const NameTolerance tolerance{letters, least};
      const double here = worth(count(*names, pairs, 0, tolerance));
      if (here > most) {
        most = here;
        best = tolerance;
      }
    }
  const bool tell = argc > 3;
  fmt::print("{{\"chosen\":{{\"letters_per_difference\":{},\"least_letters\":{}}},\"choosing_half\":{},"
             "\"reporting_half_at_choice\":{},\"reporting_half_as_shipped\":{}}}\n",
             best.letters_per_difference, best.least_letters, shown(count(*names, pairs, 0, best, tell)),
             shown(count(*names, pairs, 1, best)), shown(count(*names, pairs, 1, {})));
}
