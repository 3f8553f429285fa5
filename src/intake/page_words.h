// The words of pages as they are compared with each other: folded so that misreadings are equal, numbered so that
// comparing is exact, with their places.
#pragma once

#include "intake/page_cues.h"
#include "records/case_file.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::intake {

/// One word of a page.
struct PageWord {
  std::uint32_t id = 0; ///< equal for equal folded words
  text::Span span;
  bool has_digit = false;
};

/// The words of a page before they have numbers: pages can be cut several at a time.
class CutWords {
public:
  CutWords() = default;
  /// The words of a page without the lines that fax machines and stamps put at its edges.
  CutWords(const records::Page& page, const PageCues& cues);

  std::size_t size() const { return words_.size(); }
  std::string_view folded(std::size_t word) const;
  std::uint64_t hash(std::size_t word) const { return words_[word].hash; }

private:
  friend class WordNumbers;
  struct Word {
    text::Span span;
    std::uint64_t hash = 0;
    std::uint32_t begin = 0, size = 0; ///< in letters_
    bool has_digit = false;
  };
  void add(std::string_view text, text::Span word, bool has_digit);

  std::vector<Word> words_;
  std::string letters_; ///< folded, one word after the other
};

/// Cuts the words of pages: `look` may see several pages at a time, `take` gets them one by one in order. A few hundred
/// pages are held at once.
using TakeCut = std::function<void(std::size_t at, const CutWords& words)>;
void cut_each(const std::vector<const records::Page*>& pages, const PageCues& cues, unsigned threads,
              const TakeCut& look, const TakeCut& take);

/// Gives equal folded words equal numbers, in order of their first appearance.
class WordNumbers {
public:
  std::vector<PageWord> words_of(const CutWords& words);
  std::vector<PageWord> words_of(const records::Page& page, const PageCues& cues) { return words_of({page, cues}); }
  const std::string& folded(std::uint32_t id) const { return words_[id]; }

private:
  std::uint32_t number(std::string_view folded, std::uint64_t hash);
  void grow();

  std::deque<std::string> words_;
  std::vector<std::uint64_t> hashes_;                                   ///< one a word
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(1024); ///< open addressing by hash; number + 1
};

} // namespace openimr::intake
