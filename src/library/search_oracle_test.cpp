// Searches beside an oracle that looks at every decision word by word: the same decisions, counts, facets and scores,
// over random texts and random queries, whatever parts and blocks the index has.
#include "base/hash.h"
#include "corpus/ranking.h"
#include "library/library.h"

#include <algorithm>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>
#include <unistd.h>

namespace openimr::library {
namespace {

using corpus::LibraryDecision;
using corpus::Query;
using corpus::TextPart;

constexpr std::size_t parts = corpus::indexed_part_count;
using Words = std::vector<std::string>;

/// A decision as the oracle knows it: its words by part, which are their own stems.
struct Known {
  std::array<Words, parts> words;
  int year = 0;
  std::size_t size = 0;
  std::string permalink = {};
  bool is_withdrawn = false; ///< not found, but among those that say how rare a word is
};

std::string joined(const Words& words) {
  std::string out;
  for (const auto& one : words) out += (out.empty() ? "" : " ") + one;
  return out;
}

class Chance {
public:
  explicit Chance(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(engine_); }
  /// Few words are common, many are rare.
  std::string word() {
    const std::size_t span = std::size_t{1} << (1 + below(7));
    return "w" + std::string(1, static_cast<char>('a' + below(span) % 7)) + "x" + std::to_string(below(span));
  }
  Words words(std::size_t most) {
    Words out;
    for (std::size_t k = below(most + 1); k > 0; --k) out.push_back(word());
    return out;
  }

private:
  std::mt19937 engine_;
};

std::pair<LibraryDecision, Known> random_decision(Chance& chance, int n) {
  LibraryDecision one;
  Known known;
  one.case_number = "c" + std::to_string(n);
  known.words[0] = {one.case_number};
  one.year = known.year = 2010 + static_cast<int>(chance.below(5));
  one.items.resize(1);
  known.words[1] = chance.words(4);
  known.words[2] = chance.words(40);
  known.words[3] = chance.words(30);
  known.words[3].insert(known.words[3].begin(), "always");
  one.items[0].text = joined(known.words[1]);
  one.items[0].rationale = joined(known.words[2]);
  one.summary = joined(known.words[3]);
  for (const auto& part : known.words) known.size += part.size();
  return {one, known};
}

class Oracle {
public:
  std::vector<Known> all;

  struct Answer {
    std::vector<std::pair<std::int64_t, double>> hits; ///< best first
    std::map<std::string, std::size_t> years;
  };

  Answer answer(const Query& query) const {
    std::vector<std::pair<const Query*, double>> groups;
    ranked(query, groups);
    for (auto& [leaf, rarity] : groups) {
      double with = 0;
      for (const Known& one : all) with += frequency(*leaf, one) > 0;
      rarity = corpus::rarity(with, static_cast<double>(all.size()));
    }
    double words = 0;
    for (const Known& one : all) words += static_cast<double>(one.size);
    Answer out;
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (all[k].is_withdrawn || !matches(query, all[k])) continue;
      double score = 0;
      for (const auto& [leaf, rarity] : groups)
        if (const double found = frequency(*leaf, all[k]); found > 0)
          score += corpus::word_score(corpus::ranking_weights(), rarity, found, static_cast<double>(all[k].size),
                                      words / static_cast<double>(all.size()));
      out.hits.emplace_back(static_cast<std::int64_t>(k) + 1, score);
      ++out.years[std::to_string(all[k].year)];
    }
    std::ranges::sort(out.hits, [&](const auto& a, const auto& b) {
      const auto year = [&](const auto& one) { return all[static_cast<std::size_t>(one.first) - 1].year; };
      if (a.second != b.second) return a.second > b.second;
      return year(a) != year(b) ? year(a) > year(b) : a.first < b.first;
    });
    return out;
  }

private:
  static void ranked(const Query& query, std::vector<std::pair<const Query*, double>>& out) {
    if (query.kind == Query::Kind::Not) return;
    if (query.kind == Query::Kind::Words || query.kind == Query::Kind::Near) out.emplace_back(&query, 0.0);
    for (const Query& child : query.children) ranked(child, out);
  }

  static bool is_looked_at(TextPart wanted, std::size_t part) {
    return wanted == TextPart::Anywhere || (wanted == TextPart::Item && part == 1) ||
           (wanted == TextPart::Rationale && part == 2) || (wanted == TextPart::Summary && part == 3);
  }

  static std::vector<std::size_t> begins(const corpus::Phrase& phrase, const Words& words) {
    std::vector<std::size_t> out;
    for (std::size_t at = 0; at + phrase.words.size() <= words.size(); ++at) {
      bool follows = true;
      for (std::size_t k = 0; k < phrase.words.size(); ++k)
        follows =
            follows && (phrase.is_prefix && k + 1 == phrase.words.size() ? words[at + k].starts_with(phrase.words[k])
                                                                         : words[at + k] == phrase.words[k]);
      if (follows) out.push_back(at);
    }
    return out;
  }

  /// How often the words, or groups of words near each other, are there, weighted by part.
  static double frequency(const Query& leaf, const Known& one) {
    const auto phrases = leaf.kind == Query::Kind::Near ? leaf.near : std::vector{leaf.phrase};
    double sum = 0;
    for (std::size_t part = 0; part < parts; ++part) {
      if (!is_looked_at(leaf.part, part)) continue;
      for (std::size_t first = 0; first < phrases.size(); ++first)
        for (const std::size_t begin : begins(phrases[first], one.words[part])) {
          const std::size_t furthest = begin + phrases[first].words.size() + static_cast<std::size_t>(leaf.distance);
          bool is_group = true;
          for (std::size_t k = 0; k < phrases.size(); ++k) {
            const auto others = begins(phrases[k], one.words[part]);
            is_group = is_group && (k == first || std::ranges::any_of(others, [&](std::size_t at) {
                                      return at >= begin && at <= furthest;
                                    }));
          }
          if (is_group) sum += corpus::ranking_weights().part[part];
        }
    }
    return sum;
  }

  static bool matches(const Query& query, const Known& one) {
    const auto holds = [&](const Query& child) { return matches(child, one); };
    switch (query.kind) {
    case Query::Kind::All:
      return true;
    case Query::Kind::And:
      return std::ranges::all_of(query.children, holds);
    case Query::Kind::Or:
      return std::ranges::any_of(query.children, holds);
    case Query::Kind::Not:
      return !holds(query.children.front());
    case Query::Kind::Range:
      return query.first <= one.year && one.year <= query.last;
    default:
      return frequency(query, one) > 0;
    }
  }
};

std::string random_query(Chance& chance, int depth) {
  static constexpr const char* where[] = {"", "", "", "rationale:", "item:", "summary:"};
  switch (depth > 0 ? chance.below(11) : chance.below(5)) {
  case 0:
    return where[chance.below(6)] + ("\"" + chance.word() + " " + chance.word() + "\"");
  case 1:
    return chance.word().substr(0, 3 + chance.below(2)) + "*";
  case 2:
    return chance.word() + " NEAR/" + std::to_string(1 + chance.below(6)) + " " + chance.word();
  case 5:
  case 6:
    return "(" + random_query(chance, depth - 1) + " " + random_query(chance, depth - 1) + ")";
  case 7:
    return "(" + random_query(chance, depth - 1) + " OR " + random_query(chance, depth - 1) + ")";
  case 8:
    return "(" + random_query(chance, depth - 1) + " NOT " + random_query(chance, depth - 1) + ")";
  case 9:
    return "(" + random_query(chance, depth - 1) + " year:2011..2013)";
  case 10:
    return "always";
  default:
    return where[chance.below(6)] + chance.word();
  }
}

class SearchBesideAnOracle : public testing::TestWithParam<unsigned> {
protected:
  void SetUp() override {
    path_ = testing::TempDir() + "oracle-" + std::to_string(::getpid()) + "-" + std::to_string(GetParam()) + ".library";
    remove();
  }
  void TearDown() override { remove(); }
  void remove() const {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }
  std::string path_;
};

void expect_same(const Library& library, const Oracle& oracle, const std::string& text) {
  const auto query = corpus::parse_query(text);
  ASSERT_TRUE(query) << text << ": " << query.error().message();
  const auto expected = oracle.answer(*query);
  for (const bool with_facets : {false, true}) {
    SearchOptions options;
    options.count = 10;
    if (with_facets) options.facets = {corpus::SearchField::Year};
    const auto found = library.search(*query, options);
    ASSERT_TRUE(found) << text << ": " << found.error().message();
    EXPECT_EQ(found->total, expected.hits.size()) << text;
    ASSERT_EQ(found->hits.size(), std::min<std::size_t>(10, expected.hits.size())) << text;
    for (std::size_t k = 0; k < found->hits.size(); ++k) {
      EXPECT_EQ(found->hits[k].id, expected.hits[k].first) << text << ", hit " << k;
      EXPECT_EQ(found->hits[k].score, expected.hits[k].second) << text << ", hit " << k; // to the last digit
    }
    if (!with_facets) continue;
    std::map<std::string, std::size_t> years;
    for (const auto& one : found->facets.at(corpus::SearchField::Year)) years[one.value] = one.count;
    EXPECT_EQ(years, expected.years) << text;
  }
}

TEST_P(SearchBesideAnOracle, FindsCountsAndScoresTheSame) {
  Chance chance(GetParam());
  Oracle oracle;
  auto library = Library::open(path_, Access::Write);
  ASSERT_TRUE(library);
  // Many parts, some of one decision, so that they are merged on the way.
  for (int batch = 0; batch < 60; ++batch) {
    std::vector<Prepared> prepared;
    for (std::size_t k = 1 + chance.below(batch % 3 == 0 ? 90 : 3); k > 0; --k) {
      auto [decision, known] = random_decision(chance, static_cast<int>(oracle.all.size()) + 1);
      prepared.push_back(prepare(decision, sha256_hex(decision.case_number)));
      known.permalink = prepared.back().decision.permalink;
      oracle.all.push_back(std::move(known));
    }
    ASSERT_TRUE(library->add(std::move(prepared)));
    if (batch % 5 == 4) {
      Known& some = oracle.all[chance.below(oracle.all.size())];
      some.is_withdrawn = true;
      ASSERT_TRUE(library->withdraw(some.permalink, {}));
    }
    if (batch % 20 == 19)
      for (int k = 0; k < 60; ++k) expect_same(*library, oracle, random_query(chance, 2));
  }
  ASSERT_TRUE(library->optimise());
  const auto reader = Library::open(path_, Access::Read);
  for (const std::string fixed :
       {"", "always", "wax0", "wax0 wbx1", "nowhere", "wax0 NOT always", "wa*", "\"always wax0\""})
    expect_same(*reader, oracle, fixed);
  for (int k = 0; k < 120; ++k) expect_same(*reader, oracle, random_query(chance, 3));
}

INSTANTIATE_TEST_SUITE_P(Seeds, SearchBesideAnOracle, testing::Values(1U, 2U));

} // namespace
} // namespace openimr::library
