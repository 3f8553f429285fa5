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
constexpr int good_page = 85;         // mean confidence of a page of good print
constexpr int sure_on_good_page = 85; // of a word there
constexpr int passage_words = 5;      // in a row, none of them sure
constexpr float letterhead = 0.15F;   // share of the page's height
constexpr int unsure_passage = 62;    // their mean confidence

// Points.
constexpr float highest_signature = 90, widest_signature = 290; // of its strokes
constexpr float signature_across = 110, signature_down = 45;    // from its words
constexpr float wide_ink = 45;            // strokes that are more than a tick or a slip of the pen
constexpr std::size_t several_places = 3; // of smaller ones

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

/// Words in a row of which none is sure, on a page of good print: the recogniser makes such words out of handwriting.
bool has_unsure_passage(const records::Page& page) {
  if (page.confidence < good_page) return false;
  int sum = 0, count = 0;
  for (const records::Word& word : page.words) {
    const bool is_letterhead = word.box[3] < letterhead * page.height; // often in curls
    const bool is_sure = is_letterhead || word.confidence >= sure_on_good_page;
    sum = is_sure ? 0 : sum + word.confidence;
    count = is_sure ? 0 : count + 1;
    if (count >= passage_words && sum < count * unsure_passage) return true;
  }
  return false;
}

/// By the confidence of the words.
std::string doubt_of_words(const records::Page& page) {
  const std::size_t words = page.words.size();
  const auto unsure = static_cast<std::size_t>(std::count_if(
      page.words.begin(), page.words.end(), [](const auto& word) { return word.confidence < sure_word; }));
  if (page.confidence < sure_page) return fmt::format("poorly read ({}%): handwriting or a poor copy", page.confidence);
  if (words < few_words && page.confidence < sure_few)
    return fmt::format("{} words only, unsurely read ({}%): handwriting or a picture", words, page.confidence);
  if (words >= fewest && unsure * 10 > words * 3)
    return fmt::format("{} of {} words are unsure: handwriting among print", unsure, words);
  if (longest_unsure_run(page) >= lines_in_a_row) return "lines without a sure word: handwriting among print";
  if (has_unsure_passage(page)) return "words in a row without a sure one on a page of good print: handwriting";
  return {};
}

/// The letters of a word in small letters: "Signature:" and "SIGNATURE" are the same.
std::string letters_of(std::string_view word) {
  std::string letters;
  for (char c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c >= 'a' && c <= 'z') letters += c;
  }
  return letters;
}

/// A word that stands where people sign.
bool asks_for_signature(std::string_view word, const PageCues& cues) {
  const std::string letters = letters_of(word);
  const auto is_it = [&letters](const std::string& known) { return letters_of(known) == letters; };
  return letters.size() > 1 && (std::any_of(cues.signature_words.begin(), cues.signature_words.end(), is_it) ||
                                std::any_of(cues.credentials.begin(), cues.credentials.end(), is_it));
}

/// Whether strokes of the size of a signature stand close to a word that asks for one.
bool is_signature(const records::Box& ink, const records::Page& page, const PageCues& cues) {
  if (ink[3] - ink[1] > highest_signature || ink[2] - ink[0] > widest_signature) return false;
  return std::any_of(page.words.begin(), page.words.end(), [&](const records::Word& word) {
    const float across = std::max({0.0F, word.box[0] - ink[2], ink[0] - word.box[2]}),
                down = std::max({0.0F, word.box[1] - ink[3], ink[1] - word.box[3]});
    return across < signature_across && down < signature_down && asks_for_signature(word.span.of(page.text), cues);
  });
}

/// By strokes that gave no word.
std::string doubt_of_ink(const records::Page& page, const PageCues& cues) {
  std::size_t places = 0;
  bool has_wide = false;
  for (const records::Box& ink : page.loose_ink) {
    if (is_signature(ink, page, cues)) continue;
    ++places;
    has_wide = has_wide || std::max(ink[2] - ink[0], ink[3] - ink[1]) >= wide_ink;
  }
  if (!has_wide && places < several_places) return {};
  return fmt::format("ink that gave no word at {} place{}: handwriting, a stamp or a drawing", places,
                     places == 1 ? "" : "s");
}

std::string reason_of(const records::Page& page) {
  if (!page.doubt.empty()) return page.doubt;
  if (page.words.empty() && page.text.empty())
    return page.width > 0 ? "there is ink and no word could be read: handwriting or a picture" : "it could not be read";
  return fmt::format("its words are too unsure to be used ({}%): handwriting or a poor copy", page.confidence);
}

} // namespace

std::string doubt_of(const records::Page& page, const PageCues& cues) {
  if (page.is_unread || page.words.empty()) return {};
  const std::string of_words = page.source == records::TextSource::Ocr ? doubt_of_words(page) : "";
  return of_words.empty() ? doubt_of_ink(page, cues) : of_words;
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
