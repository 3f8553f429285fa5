#include "base/parallel.h"
#include "intake/page_words.h"
#include "intake/repeated_pages.h"

#include <algorithm>
#include <tuple>

namespace openimr::intake {
namespace {

using records::Document;
using records::Page;

constexpr std::size_t run_words = 12; // of a run that counts as copied

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
  return hash ^ hash >> 29;
}

/// A page in the order in which its words were written.
struct Leaf {
  Document* document = nullptr;
  Page* page = nullptr;
  std::size_t paper = 0; ///< rank of its document
  std::vector<PageWord> words;
};

/// A run of words: its hash and where it begins.
struct Run {
  std::uint64_t hash = 0;
  std::uint32_t leaf = 0, word = 0;

  bool operator<(const Run& other) const {
    return std::tie(hash, leaf, word) < std::tie(other.hash, other.leaf, other.word);
  }
};

std::vector<Leaf> leaves_of(std::vector<Document>& documents, const PageCues& cues, unsigned threads) {
  std::vector<Document*> order;
  for (Document& document : documents)
    if (document.belongs_to != "other") order.push_back(&document);
  std::stable_sort(order.begin(), order.end(), [](const Document* a, const Document* b) {
    return a->date && b->date ? *a->date < *b->date : a->date.has_value() && !b->date.has_value(); // undated last
  });
  std::vector<Leaf> leaves;
  for (std::size_t paper = 0; paper < order.size(); ++paper)
    for (Page& page : order[paper]->pages) {
      page.copied.clear();
      if (page.is_unread || page.same_as.is_set() || page.text.empty()) continue;
      leaves.push_back({order[paper], &page, paper, {}});
    }
  std::vector<const Page*> pages;
  for (const Leaf& leaf : leaves) pages.push_back(leaf.page);
  WordNumbers numbers;
  const auto nothing = [](std::size_t, const CutWords&) {};
  cut_each(pages, cues, threads, nothing,
           [&](std::size_t at, const CutWords& cut) { leaves[at].words = numbers.words_of(cut); });
  return leaves;
}

/// The hashes of the runs of a leaf, each from the one before: a sum of its words' numbers by powers of an odd number.
std::vector<std::uint64_t> hashes_of(const Leaf& leaf) {
  constexpr std::uint64_t base = 0x9e3779b97f4a7c15ULL;
  std::uint64_t highest = 1; // base to the power of run_words
  for (std::size_t k = 0; k < run_words; ++k) highest *= base;
  std::vector<std::uint64_t> hashes;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < leaf.words.size(); ++i) {
    sum = sum * base + leaf.words[i].id + 1;
    if (i >= run_words) sum -= highest * (std::uint64_t{leaf.words[i - run_words].id} + 1);
    if (i + 1 >= run_words) hashes.push_back(mix(0, sum));
  }
  return hashes;
}

/// All runs that may stand twice, sorted: those of one hash stand together, earliest first. Most runs stand once; two
/// bits for a part of each hash tell nearly all of them.
std::vector<Run> runs_of(const std::vector<Leaf>& leaves, unsigned threads) {
  std::vector<std::vector<std::uint64_t>> hashes(leaves.size());
  in_parallel(leaves.size(), threads, [&](std::size_t leaf) { hashes[leaf] = hashes_of(leaves[leaf]); });
  std::size_t count = 0, size = 1024;
  for (const auto& list : hashes) count += list.size();
  while (size < 8 * count) size *= 2;
  std::vector<bool> once(size), twice(size);
  for (const auto& list : hashes)
    for (const std::uint64_t hash : list) {
      const std::size_t place = hash & (size - 1);
      if (once[place]) twice[place] = true;
      once[place] = true;
    }
  const auto is_kept = [&](std::uint64_t hash) { return twice[hash & (size - 1)]; };
  std::size_t kept = 0;
  for (const auto& list : hashes) kept += static_cast<std::size_t>(std::count_if(list.begin(), list.end(), is_kept));
  std::vector<Run> runs;
  runs.reserve(kept);
  for (std::uint32_t leaf = 0; leaf < hashes.size(); ++leaf) {
    const std::vector<std::uint64_t> list = std::move(hashes[leaf]);
    for (std::uint32_t word = 0; word < list.size(); ++word)
      if (is_kept(list[word])) runs.push_back({list[word], leaf, word});
  }
  std::sort(runs.begin(), runs.end());
  return runs;
}

/// Where a word was copied from; leaf -1 when it was not.
struct Source {
  std::int32_t leaf = -1;
  std::uint32_t word = 0;
};

bool is_equal(const Leaf& a, std::size_t i, const Leaf& b, std::size_t j) {
  for (std::size_t k = 0; k < run_words; ++k)
    if (a.words[i + k].id != b.words[j + k].id) return false;
  return true;
}

/// The source of every word of every leaf: the earliest run of an earlier document that its own run equals.
std::vector<std::vector<Source>> sources_of(const std::vector<Leaf>& leaves, const std::vector<Run>& runs) {
  std::vector<std::vector<Source>> sources;
  for (const Leaf& leaf : leaves) sources.emplace_back(leaf.words.size());
  for (std::size_t begin = 0; begin < runs.size();) {
    std::size_t end = begin;
    while (end < runs.size() && runs[end].hash == runs[begin].hash) ++end;
    const Run& first = runs[begin];
    for (std::size_t i = begin + 1; i < end; ++i) {
      const Run& here = runs[i];
      if (leaves[here.leaf].paper == leaves[first.leaf].paper) continue; // a running header of one document
      if (!is_equal(leaves[first.leaf], first.word, leaves[here.leaf], here.word)) continue;
      for (std::uint32_t k = 0; k < run_words; ++k) {
        Source& source = sources[here.leaf][here.word + k];
        const Source found{static_cast<std::int32_t>(first.leaf), first.word + k};
        const bool is_earlier =
            source.leaf < 0 || std::tie(found.leaf, found.word) < std::tie(source.leaf, source.word);
        if (is_earlier) source = found;
      }
    }
    begin = end;
  }
  return sources;
}

/// Neighbouring words with neighbouring sources are one passage.
void mark(const std::vector<Leaf>& leaves, const std::vector<Source>& sources, const Leaf& leaf) {
  for (std::size_t begin = 0; begin < sources.size();) {
    if (sources[begin].leaf < 0) {
      ++begin;
      continue;
    }
    std::size_t end = begin + 1;
    while (end < sources.size() && sources[end].leaf == sources[begin].leaf &&
           sources[end].word == sources[end - 1].word + 1)
      ++end;
    const Leaf& from = leaves[static_cast<std::size_t>(sources[begin].leaf)];
    records::CopiedPassage passage;
    passage.span = {leaf.words[begin].span.begin, leaf.words[end - 1].span.end};
    passage.first = {from.document->id, from.document->file, from.page->number};
    passage.first_span = {from.words[sources[begin].word].span.begin, from.words[sources[end - 1].word].span.end};
    leaf.page->copied.push_back(std::move(passage));
    begin = end;
  }
}

} // namespace

void mark_copied_passages(std::vector<Document>& documents, const PageCues& cues, unsigned threads) {
  const std::vector<Leaf> leaves = leaves_of(documents, cues, threads);
  const auto sources = sources_of(leaves, runs_of(leaves, threads));
  for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) mark(leaves, sources[leaf], leaves[leaf]);
}

} // namespace openimr::intake
