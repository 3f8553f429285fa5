// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/page_builder.h"

#include "intake/wire.h"
#include "intake/worker/hyphens.h"
#include "intake/worker/reading_order.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

namespace openimr::worker {
namespace {

/// Words with white space inside become several, each with its share of the box.
void split_at_spaces(std::vector<PlacedWord>& words) {
  if (std::all_of(words.begin(), words.end(),
                  [](const PlacedWord& word) { return !word.text.empty() && is_plain_word(word.text); }))
    return;
  std::vector<PlacedWord> result;
  result.reserve(words.size());
  for (PlacedWord& word : words) {
    word.text = clean(word.text);
    if (word.text.find_first_of(" \n\t") == std::string::npos) {
      if (!word.text.empty()) result.push_back(std::move(word));
      continue;
    }
    const auto total = static_cast<float>(word.text.size());
    for (std::size_t at = 0; at < word.text.size();) {
      const std::size_t begin = word.text.find_first_not_of(" \n\t", at);
      if (begin == std::string::npos) break;
      at = std::min(word.text.find_first_of(" \n\t", begin), word.text.size());
      PlacedWord part = word;
      part.text = word.text.substr(begin, at - begin);
      const float width = word.box[2] - word.box[0];
      part.box[0] = word.box[0] + width * static_cast<float>(begin) / total;
      part.box[2] = word.box[0] + width * static_cast<float>(at) / total;
      part.is_glued = word.is_glued && at == word.text.size();
      result.push_back(std::move(part));
    }
  }
  words = std::move(result);
}

/// Writes words into a page.
class Writing {
public:
  explicit Writing(records::Page& page) : page_(page) {}

  bool has_room(const PlacedWord& word) const {
    return page_.text.size() + word.text.size() + 4 <= intake::wire::page_text_limit;
  }

  void gap(Gap gap) {
    if (page_.text.empty()) return;
    switch (gap) {
    case Gap::None:
      return;
    case Gap::Space:
    case Gap::Wrap:
      page_.text += ' ';
      return;
    case Gap::Cell:
      page_.text += "   ";
      return;
    case Gap::Line:
      page_.text += '\n';
      return;
    case Gap::Paragraph:
    case Gap::Column:
    case Gap::Turned:
    case Gap::Apart:
      page_.text += "\n\n";
      return;
    }
  }

  void word(const PlacedWord& word) {
    records::Word placed;
    placed.span.begin = static_cast<std::uint32_t>(page_.text.size());
    page_.text += word.text;
    placed.span.end = static_cast<std::uint32_t>(page_.text.size());
    for (std::size_t side = 0; side < 4; ++side) placed.box[side] = std::round(word.box[side] * 100) / 100;
    placed.confidence = static_cast<std::uint8_t>(std::clamp(word.confidence, 0, 100));
    page_.words.push_back(placed);
  }

  /// Takes the hyphen off the word that was written last.
  void drop_hyphen() {
    page_.text.pop_back();
    --page_.words.back().span.end;
  }

private:
  records::Page& page_;
};

bool is_line_end(Gap gap) { return gap == Gap::Line || gap == Gap::Wrap || gap == Gap::Column; }

/// What stands behind the second half of a broken word goes to a line of its own.
Gap after_joined(Gap gap, Gap line_end) { return gap == Gap::Space || gap == Gap::Cell ? line_end : gap; }

void write_words(const std::vector<PlacedWord>& words, const std::vector<Step>& steps, records::Page& page) {
  Writing writing(page);
  const HyphenJudge judge(words);
  Gap moved = Gap::None; // the line end that stands behind a joined word instead of inside it
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const PlacedWord& word = words[steps[i].word];
    if (!writing.has_room(word)) return;
    Gap gap = steps[i].before;
    const Hyphen hyphen =
        i > 0 && is_line_end(gap) ? judge.judge(words[steps[i - 1].word].text, word.text) : Hyphen::None;
    if (hyphen == Hyphen::Broken && page.words.back().span.size() > 1) writing.drop_hyphen();
    if (hyphen != Hyphen::None) {
      moved = gap;
      gap = Gap::None;
    } else if (moved != Gap::None && gap != Gap::None) {
      gap = after_joined(gap, moved);
      moved = Gap::None;
    }
    writing.gap(gap);
    writing.word(word);
  }
}

/// The words of the page in reading order, then those of each part that stands apart. Moves the words.
std::vector<Step> order_of(std::vector<PlacedWord>& words) {
  const auto apart =
      std::stable_partition(words.begin(), words.end(), [](const PlacedWord& word) { return !word.stands_apart; });
  std::stable_sort(apart, words.end(),
                   [](const PlacedWord& a, const PlacedWord& b) { return a.part_number < b.part_number; });
  const auto main_words = static_cast<std::size_t>(apart - words.begin());
  std::vector<Step> steps = reading_order(std::span(words).first(main_words));
  for (std::size_t begin = main_words; begin < words.size();) {
    std::size_t end = begin;
    while (end < words.size() && words[end].part_number == words[begin].part_number) ++end;
    Gap first = Gap::Apart;
    for (Step step : reading_order(std::span(words).subspan(begin, end - begin))) {
      step.word += static_cast<std::uint32_t>(begin);
      if (first == Gap::Apart || step.before == Gap::Turned) step.before = std::exchange(first, Gap::Line);
      steps.push_back(step);
    }
    begin = end;
  }
  return steps;
}

/// Marks the words that are no words of the page itself, and those that run in another direction.
void mark_parts(const std::vector<PlacedWord>& words, const std::vector<Step>& steps, records::Page& page) {
  bool is_turned = false;
  constexpr std::uint32_t none = ~0U, turned = ~1U;
  std::uint32_t number = none; // of the part that the word before belongs to
  for (std::size_t i = 0; i < page.words.size(); ++i) {
    const PlacedWord& word = words[steps[i].word];
    if (steps[i].before == Gap::Turned) is_turned = true;
    if (steps[i].before == Gap::Apart) is_turned = false;
    if (!word.part && !is_turned) {
      number = none;
      continue;
    }
    const std::uint32_t own_number = word.part ? word.part_number : turned;
    if (number == own_number)
      page.parts.back().span.end = page.words[i].span.end;
    else
      page.parts.push_back({page.words[i].span, word.part.value_or(records::PartKind::Turned), false});
    number = own_number;
  }
}

int mean_confidence(const std::vector<records::Word>& words) {
  if (words.empty()) return 100;
  std::size_t sum = 0;
  for (const records::Word& word : words) sum += word.confidence;
  return static_cast<int>((sum + words.size() / 2) / words.size());
}

/// Adds a part for every line of the text from `begin` on that holds a word.
void mark_lines(std::string_view text, std::size_t begin, records::Part part, std::vector<records::Part>& parts) {
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const std::size_t first = line.find_first_not_of(" \t");
    if (first != std::string_view::npos) {
      part.span = {static_cast<std::uint32_t>(begin + first),
                   static_cast<std::uint32_t>(begin + line.find_last_not_of(" \t") + 1)};
      parts.push_back(part);
    }
    begin = end + 1;
  }
}

/// A text that fits a page and ends with one line feed.
void cut(std::string& text) {
  if (text.size() > intake::wire::page_text_limit - 8) {
    std::size_t end = intake::wire::page_text_limit - 8;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    text.resize(end);
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  if (!text.empty()) text += '\n';
}

} // namespace

records::Page build_page(std::vector<PlacedWord> words) {
  split_at_spaces(words);
  const std::vector<Step> steps = order_of(words);
  records::Page page;
  page.words.reserve(words.size());
  write_words(words, steps, page);
  if (!page.text.empty()) page.text += '\n';
  mark_parts(words, steps, page);
  page.confidence = mean_confidence(page.words);
  return page;
}

records::Page build_page(const std::vector<TextPiece>& pieces) {
  records::Page page;
  std::vector<records::Part> parts;
  for (const TextPiece& piece : pieces) {
    const std::size_t begin = page.text.size();
    if (begin > intake::wire::page_text_limit) break;
    page.text += clean(std::string_view(piece.text).substr(0, intake::wire::page_text_limit));
    if (piece.part) mark_lines(page.text, begin, {{}, *piece.part, piece.is_repeated}, parts);
  }
  cut(page.text);
  for (records::Part& part : parts)
    if (part.span.end <= page.text.size()) page.parts.push_back(part);
  page.source = page.text.empty() ? records::TextSource::None : records::TextSource::Layer;
  return page;
}

records::Page build_page(std::string_view text) { return build_page({TextPiece{std::string(text)}}); }

} // namespace openimr::worker
