#include "intake/reading_queue.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace openimr::intake {
namespace {

constexpr int sure_page = 60; // mean confidence; below, a page is doubtful as a whole
constexpr int sure_word = 50; // confidence of a word that was read
constexpr std::size_t few_words = 25;
constexpr int sure_few = 75;          // mean confidence that a page of few words needs
constexpr std::size_t fewest = 8;     // words before shares mean anything
constexpr int lines_in_a_row = 3;     // without a sure word: written by hand
constexpr std::size_t line_words = 2; // of such a line

bool is_same_line(const records::Word& a, const records::Word& b) {
  const float middle = (b.box[1] + b.box[3]) / 2;
  return middle > a.box[1] && middle < a.box[3];
}

/// The longest run of lines of which no word is sure.
int longest_unsure_run(const records::Page& page) {
  int run = 0, longest = 0;
  for (std::size_t i = 0; i < page.words.size();) {
    std::size_t end = i + 1;
    while (end < page.words.size() && is_same_line(page.words[i], page.words[end])) ++end;
    const bool is_unsure =
        end - i >= line_words && std::all_of(page.words.begin() + static_cast<std::ptrdiff_t>(i),
                                             page.words.begin() + static_cast<std::ptrdiff_t>(end),
                                             [](const auto& word) { return word.confidence < sure_word; });
    run = is_unsure ? run + 1 : 0;
    longest = std::max(longest, run);
    i = end;
  }
  return longest;
}

std::string reason_of(const records::Page& page) {
  if (!page.doubt.empty()) return page.doubt;
  if (page.words.empty() && page.text.empty())
    return page.width > 0 ? "there is ink and no word could be read: handwriting or a picture" : "it could not be read";
  return fmt::format("its words are too unsure to be used ({}%): handwriting or a poor copy", page.confidence);
}

} // namespace

std::string doubt_of(const records::Page& page) {
  if (page.source != records::TextSource::Ocr || page.is_unread || page.words.empty()) return {};
  const std::size_t words = page.words.size();
  const auto unsure = static_cast<std::size_t>(std::count_if(
      page.words.begin(), page.words.end(), [](const auto& word) { return word.confidence < sure_word; }));
  if (page.confidence < sure_page) return fmt::format("poorly read ({}%): handwriting or a poor copy", page.confidence);
  if (words < few_words && page.confidence < sure_few)
    return fmt::format("{} words only, unsurely read ({}%): handwriting or a picture", words, page.confidence);
  if (words >= fewest && unsure * 10 > words * 3)
    return fmt::format("{} of {} words are unsure: handwriting among print", unsure, words);
  if (longest_unsure_run(page) >= lines_in_a_row) return "lines without a sure word: handwriting among print";
  return {};
}

std::vector<PageForPerson> reading_queue(const std::vector<records::Document>& documents) {
  std::vector<PageForPerson> queue;
  for (const records::Document& document : documents) {
    if (document.belongs_to == "other") continue;
    for (const records::Page& page : document.pages) {
      if (!page.counts_as_unread() || page.same_as.is_set()) continue;
      queue.push_back({document.id, document.file, page.number, reason_of(page), page.confidence, page.words.size(),
                       page.is_unread});
    }
  }
  std::sort(queue.begin(), queue.end(),
            [](const auto& a, const auto& b) { return std::tie(a.file, a.page) < std::tie(b.file, b.page); });
  return queue;
}

} // namespace openimr::intake
