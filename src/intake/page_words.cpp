#include "intake/page_words.h"

#include "base/parallel.h"

#include "intake/likeness.h"
#include "intake/statements.h"
#include "intake/words_on_page.h"

#include <algorithm>

namespace openimr::intake {
namespace {

constexpr std::size_t edge_lines = 3, longest_stamp = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_part(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

bool is_in_fax_line(const records::Page& page, text::Span word) {
  return std::any_of(page.parts.begin(), page.parts.end(), [word](const records::Part& part) {
    return part.kind == records::PartKind::FaxLine && part.span.contains(word);
  });
}

/// A fax line, or a short line at the page's edge with a number and a word of stamps.
bool is_stamp(const Lines& lines, std::size_t n, const PageCues& cues) {
  if (n >= edge_lines && n + edge_lines < lines.size()) return false;
  if (is_fax_line(lines, n, cues)) return true;
  const std::string& line = lines.low[n];
  if (line.size() > longest_stamp || std::none_of(line.begin(), line.end(), is_digit)) return false;
  return std::any_of(cues.stamp_words.begin(), cues.stamp_words.end(),
                     [&line](const std::string& word) { return find_words(line, word) != std::string::npos; });
}

} // namespace

std::string_view CutWords::folded(std::size_t word) const {
  return std::string_view(letters_).substr(words_[word].begin, words_[word].size);
}

void CutWords::add(std::string_view text, text::Span word, bool has_digit) {
  const auto begin = static_cast<std::uint32_t>(letters_.size());
  append_folded(word.of(text), letters_);
  std::uint64_t hash = 1469598103934665603ULL;
  for (std::size_t at = begin; at < letters_.size(); ++at)
    hash = (hash ^ static_cast<unsigned char>(letters_[at])) * 1099511628211ULL;
  hash *= 0x9e3779b97f4a7c15ULL;
  words_.push_back({word, hash ^ hash >> 29, begin, static_cast<std::uint32_t>(letters_.size()) - begin, has_digit});
}

CutWords::CutWords(const records::Page& page, const PageCues& cues) {
  const Lines lines(page.text);
  for (std::size_t n = 0; n < lines.size(); ++n) {
    if (is_stamp(lines, n, cues)) continue;
    const text::Span line = lines.span(n);
    for (std::uint32_t at = line.begin; at < line.end;) {
      std::uint32_t end = at;
      bool has_digit = false;
      while (end < line.end && is_part(page.text[end])) has_digit = is_digit(page.text[end++]) || has_digit;
      if (end > at && !is_in_fax_line(page, {at, end})) add(page.text, {at, end}, has_digit);
      at = std::max(end, at + 1);
    }
  }
}

void WordNumbers::grow() {
  std::vector<std::uint32_t> bigger(slots_.size() * 2);
  for (std::uint32_t id = 0; id < hashes_.size(); ++id) {
    std::size_t at = hashes_[id] & (bigger.size() - 1);
    while (bigger[at] != 0) at = (at + 1) & (bigger.size() - 1);
    bigger[at] = id + 1;
  }
  slots_.swap(bigger);
}

std::uint32_t WordNumbers::number(std::string_view folded, std::uint64_t hash) {
  std::size_t at = hash & (slots_.size() - 1);
  for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1))
    if (const std::uint32_t id = slots_[at] - 1; hashes_[id] == hash && words_[id] == folded) return id;
  const auto id = static_cast<std::uint32_t>(words_.size());
  words_.emplace_back(folded);
  hashes_.push_back(hash);
  slots_[at] = id + 1;
  if (words_.size() * 2 > slots_.size()) grow();
  return id;
}

void cut_each(const std::vector<const records::Page*>& pages, const PageCues& cues, unsigned threads,
              const TakeCut& look, const TakeCut& take) {
  constexpr std::size_t share = 256;
  for (std::size_t from = 0; from < pages.size(); from += share) {
    std::vector<CutWords> cut(std::min(share, pages.size() - from));
    in_parallel(cut.size(), threads, [&](std::size_t at) {
      cut[at] = CutWords(*pages[from + at], cues);
      look(from + at, cut[at]);
    });
    for (std::size_t at = 0; at < cut.size(); ++at) take(from + at, cut[at]);
  }
}

std::vector<PageWord> WordNumbers::words_of(const CutWords& words) {
  std::vector<PageWord> numbered;
  numbered.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const CutWords::Word& word = words.words_[i];
    numbered.push_back({number(words.folded(i), word.hash), word.span, word.has_digit});
  }
  return numbered;
}

} // namespace openimr::intake
