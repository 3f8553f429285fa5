#include "intake/repeated_pages.h"

#include "base/parallel.h"
#include "intake/alignment.h"
#include "intake/likeness.h"
#include "intake/page_words.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace openimr::intake {
namespace {

using records::Document;
using records::Page;

constexpr std::size_t fewest_words = 20; // of a page that can be told from others
constexpr std::size_t shingle = 4;       // words of a run that candidates share
constexpr std::size_t sketch_size = 64;  // smallest hashes that stand for a page
constexpr std::size_t fewest_shared = 4; // of them that make a candidate
constexpr std::size_t crowd = 96;        // pages that share a hash before it tells nothing: boilerplate
constexpr std::size_t most_misread = 4;  // one word in so many may be misread
constexpr std::size_t longest_speck = 3; // letters of scanning noise

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
  return hash ^ hash >> 29;
}

/// A page that may be or have a second copy.
struct Sheet {
  Document* document = nullptr;
  Page* page = nullptr;
  std::vector<PageWord> words;
  std::vector<std::uint32_t> ids;
  std::vector<std::uint64_t> sketch; ///< sorted
  bool is_recognised = false;
};

/// The smallest hashes of runs of the words, sorted: of the words themselves, so that a page's sketch does not depend
/// on the pages before it.
std::vector<std::uint64_t> sketch_of(const CutWords& words) {
  std::vector<std::uint64_t> hashes;
  for (std::size_t i = 0; i + shingle <= words.size(); ++i) {
    std::uint64_t hash = 0;
    for (std::size_t k = 0; k < shingle; ++k) hash = mix(hash, words.hash(i + k));
    hashes.push_back(hash);
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  hashes.resize(std::min(hashes.size(), sketch_size));
  return hashes;
}

/// How good a document's reading is: share of pages that need no recognition, then confidence in steps of five.
std::pair<int, int> quality_of(const Document& document) {
  int sure = 0, confidence = 0;
  for (const Page& page : document.pages) {
    sure += page.source == records::TextSource::Layer || page.source == records::TextSource::Typed ? 1 : 0;
    confidence += page.confidence;
  }
  const int pages = std::max<int>(1, static_cast<int>(document.pages.size()));
  return {sure * 100 / pages, confidence / pages / 5};
}

/// The better read documents first, then in their order.
std::vector<Document*> by_quality(std::vector<Document>& documents) {
  std::vector<Document*> order;
  for (Document& document : documents)
    if (document.belongs_to != "other") order.push_back(&document);
  std::stable_sort(order.begin(), order.end(), [](const Document* a, const Document* b) {
    if (a->is_evidence != b->is_evidence) return a->is_evidence;
    return quality_of(*a) > quality_of(*b);
  });
  return order;
}

/// Letters of the words [begin, end) run together.
std::string run_together(const Sheet& sheet, std::size_t begin, std::size_t end, const WordNumbers& numbers) {
  std::string letters;
  for (std::size_t i = begin; i < end; ++i) letters += numbers.folded(sheet.ids[i]);
  return letters;
}

std::string digits_of(const Sheet& sheet, std::size_t begin, std::size_t end, const WordNumbers& numbers) {
  std::string digits;
  for (std::size_t i = begin; i < end; ++i)
    if (sheet.words[i].has_digit) digits += numbers.folded(sheet.ids[i]) + " ";
  return digits;
}

class CopyJudge {
public:
  CopyJudge(const WordNumbers& numbers, const PageCues& cues) : numbers_(numbers) {
    for (const std::string& word : cues.negations) negations_.insert(fold_confusions(word));
  }

  /// Whether b says nothing that a does not say.
  bool repeats(const Sheet& a, const Sheet& b) const {
    const std::size_t more = a.ids.size() > b.ids.size() ? a.ids.size() - b.ids.size() : 0;
    if (more * 3 > b.ids.size() * 2) return false;
    const bool may_be_misread = a.is_recognised || b.is_recognised;
    const std::size_t noise = may_be_misread ? b.ids.size() / most_misread : 0;
    const auto list = differences(a.ids, b.ids, more + 2 * noise);
    if (!list) return false;
    std::size_t misread = 0;
    for (const Difference& one : *list) {
      if (one.b_begin == one.b_end) continue; // a says more
      if (!may_be_misread || !is_misreading(a, b, one)) return false;
      misread += one.b_end - one.b_begin;
    }
    return misread <= noise;
  }

private:
  bool is_misreading(const Sheet& a, const Sheet& b, const Difference& one) const {
    // A word inside a stretch that a holds in full has to be found again before the rest may be called misread.
    const std::string there = run_together(a, one.a_begin, one.a_end, numbers_),
                      here = run_together(b, one.b_begin, one.b_end, numbers_);
    if (digits_of(a, one.a_begin, one.a_end, numbers_) != digits_of(b, one.b_begin, one.b_end, numbers_)) return false;
    if (turns_of(a, one.a_begin, one.a_end) != turns_of(b, one.b_begin, one.b_end)) return false;
    if (there.empty()) return here.size() <= longest_speck;
    const std::size_t allowed = std::max<std::size_t>(1, here.size() / 4);
    return edits_between(there, here, static_cast<int>(allowed)) <= static_cast<int>(allowed);
  }

  std::multiset<std::string> turns_of(const Sheet& sheet, std::size_t begin, std::size_t end) const {
    std::multiset<std::string> turns;
    for (std::size_t i = begin; i < end; ++i)
      if (negations_.contains(numbers_.folded(sheet.ids[i]))) turns.insert(numbers_.folded(sheet.ids[i]));
    return turns;
  }

  const WordNumbers& numbers_;
  std::set<std::string> negations_;
};

/// Sheets that were kept, to be found by their sketches.
class Kept {
public:
  /// Candidates in the order in which they were kept.
  std::vector<std::size_t> like(const Sheet& sheet) const {
    std::map<std::size_t, std::size_t> shared;
    for (const std::uint64_t hash : sheet.sketch)
      if (const auto place = places_.find(hash); place != places_.end() && place->second.size() <= crowd)
        for (const std::size_t index : place->second) ++shared[index];
    std::vector<std::size_t> candidates;
    for (const auto& [index, count] : shared)
      if (count >= std::min(fewest_shared, sheet.sketch.size())) candidates.push_back(index);
    return candidates;
  }

  void add(std::size_t index, const Sheet& sheet) {
    for (const std::uint64_t hash : sheet.sketch) {
      auto& list = places_[hash];
      if (list.size() <= crowd) list.push_back(index);
    }
  }

private:
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> places_;
};

std::vector<Sheet> sheets_of(std::vector<Document>& documents, WordNumbers& numbers, const PageCues& cues,
                             unsigned threads) {
  std::vector<Sheet> sheets;
  for (Document* document : by_quality(documents))
    for (Page& page : document->pages) {
      if (page.is_unread || page.text.empty() || page.belongs_to == "other") continue;
      Sheet& sheet = sheets.emplace_back();
      sheet.document = document;
      sheet.page = &page;
      sheet.is_recognised = page.source == records::TextSource::Ocr;
    }
  std::vector<const Page*> pages;
  for (const Sheet& sheet : sheets) pages.push_back(sheet.page);
  const auto sketch = [&](std::size_t at, const CutWords& cut) { sheets[at].sketch = sketch_of(cut); };
  cut_each(pages, cues, threads, sketch, [&](std::size_t at, const CutWords& cut) {
    Sheet& sheet = sheets[at];
    sheet.words = numbers.words_of(cut);
    sheet.ids.reserve(sheet.words.size());
    for (const PageWord& word : sheet.words) sheet.ids.push_back(word.id);
  });
  std::erase_if(sheets, [](const Sheet& sheet) { return sheet.words.size() < fewest_words; });
  return sheets;
}

/// The document that all pages with words repeat, in order; empty when there is none.
std::string copied_document(const Document& document, const PageCues& cues) {
  if (std::none_of(document.pages.begin(), document.pages.end(),
                   [](const Page& page) { return page.same_as.is_set(); }))
    return {};
  std::string same;
  int last = 0;
  for (const Page& page : document.pages) {
    if (!page.same_as.is_set()) {
      if (page.is_unread || CutWords(page, cues).size() >= fewest_words) return {};
      continue;
    }
    if ((!same.empty() && page.same_as.document != same) || page.same_as.page <= last) return {};
    same = page.same_as.document;
    last = page.same_as.page;
  }
  return same == document.id ? std::string() : same;
}

} // namespace

void mark_second_copies(std::vector<Document>& documents, const PageCues& cues, unsigned threads) {
  WordNumbers numbers;
  std::vector<Sheet> sheets = sheets_of(documents, numbers, cues, threads);
  const CopyJudge judge(numbers, cues);
  Kept kept;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    Sheet& sheet = sheets[i];
    const Sheet* original = nullptr;
    for (const std::size_t candidate : kept.like(sheet)) {
      const Sheet& other = sheets[candidate];
      if (other.document->is_evidence == sheet.document->is_evidence && judge.repeats(other, sheet)) {
        original = &other;
        break;
      }
    }
    if (original)
      sheet.page->same_as = {original->document->id, original->document->file, original->page->number};
    else
      kept.add(i, sheet);
  }
  for (Document& document : documents)
    if (document.belongs_to != "other") document.same_as = copied_document(document, cues);
}

} // namespace openimr::intake
