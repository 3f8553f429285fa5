#include "corpus/snippet.h"

#include <algorithm>
#include <map>

namespace openimr::corpus {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Copies a stretch with runs of white space as one space, and the marks with it.
Snippet tidied(std::string_view text, text::Span stretch, const std::vector<text::Span>& hits) {
  Snippet out;
  if (stretch.begin > 0) out.text = "… ";
  auto hit = std::ranges::find_if(hits, [&](const auto& one) { return one.begin >= stretch.begin; });
  text::Span mark{};
  for (std::uint32_t at = stretch.begin; at < stretch.end; ++at) {
    if (hit != hits.end() && at == hit->begin) mark.begin = static_cast<std::uint32_t>(out.text.size());
    if (!is_space(text[at]))
      out.text += text[at];
    else if (!out.text.empty() && out.text.back() != ' ')
      out.text += ' ';
    if (hit != hits.end() && at + 1 == hit->end) {
      mark.end = static_cast<std::uint32_t>(out.text.size());
      out.marks.push_back(mark);
      ++hit;
    }
  }
  if (stretch.end < text.size()) out.text += " …";
  return out;
}

} // namespace

Snippet snippet(std::string_view text, const std::vector<StemmedWord>& words, const std::set<std::string>& stems,
                std::size_t bytes) {
  std::vector<std::size_t> hits;
  for (std::size_t k = 0; k < words.size(); ++k)
    if (stems.contains(words[k].stem)) hits.push_back(k);
  if (hits.empty()) return {};
  // The window over hits with most different words; of those the one with most hits; of those the first.
  std::size_t best_first = 0, best_last = 0, best_kinds = 0, best_count = 0;
  std::map<std::string_view, std::size_t> inside;
  for (std::size_t last = 0, first = 0; last < hits.size(); ++last) {
    ++inside[words[hits[last]].stem];
    while (words[hits[last]].span.end - words[hits[first]].span.begin > bytes && first < last)
      if (const auto gone = inside.find(words[hits[first++]].stem); --gone->second == 0) inside.erase(gone);
    const std::size_t kinds = inside.size(), count = last - first + 1;
    if (kinds < best_kinds || (kinds == best_kinds && count <= best_count)) continue;
    best_kinds = kinds;
    best_count = count;
    best_first = hits[first];
    best_last = hits[last];
  }
  // Widened to both sides, by whole words.
  std::size_t first = best_first, last = best_last;
  const auto size = [&] { return words[last].span.end - words[first].span.begin; };
  for (bool grew = true; grew && size() < bytes;) {
    grew = false;
    if (first > 0 && size() < bytes) --first, grew = true;
    if (last + 1 < words.size() && size() < bytes) ++last, grew = true;
  }
  std::uint32_t end = words[last].span.end;
  while (end < text.size() && !is_space(text[end])) ++end; // the full stop belongs to it
  std::vector<text::Span> marks;
  for (const std::size_t k : hits)
    if (k >= first && k <= last) marks.push_back(words[k].span);
  const std::uint32_t begin = first == 0 ? 0 : words[first].span.begin;
  return tidied(text, {begin, last + 1 == words.size() ? static_cast<std::uint32_t>(text.size()) : end}, marks);
}

} // namespace openimr::corpus
