// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/page_builder.h"

#include "intake/wire.h"
#include "intake/worker/hyphens.h"
#include "intake/worker/reading_order.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

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

/// Marks what stands behind the words that run in the usual direction.
void mark_turned(const std::vector<Step>& steps, records::Page& page) {
  const auto first =
      std::find_if(steps.begin(), steps.end(), [](const Step& step) { return step.before == Gap::Turned; });
  const auto index = static_cast<std::size_t>(first - steps.begin());
  if (index >= page.words.size()) return;
  page.parts.push_back({{page.words[index].span.begin, page.words.back().span.end}, records::PartKind::Turned, false});
}

int mean_confidence(const std::vector<records::Word>& words) {
  if (words.empty()) return 100;
  std::size_t sum = 0;
  for (const records::Word& word : words) sum += word.confidence;
  return static_cast<int>((sum + words.size() / 2) / words.size());
}

} // namespace

records::Page build_page(std::vector<PlacedWord> words) {
  split_at_spaces(words);
  const std::vector<Step> steps = reading_order(words);
  records::Page page;
  page.words.reserve(words.size());
  write_words(words, steps, page);
  if (!page.text.empty()) page.text += '\n';
  mark_turned(steps, page);
  page.confidence = mean_confidence(page.words);
  return page;
}

records::Page build_page(std::string_view text) {
  records::Page page;
  page.text = clean(text.substr(0, intake::wire::page_text_limit - 8));
  if (page.text.size() > intake::wire::page_text_limit - 8) { // U+FFFD is longer than the byte it stands for
    std::size_t end = intake::wire::page_text_limit - 8;
    while (end > 0 && (static_cast<unsigned char>(page.text[end]) & 0xc0) == 0x80) --end;
    page.text.resize(end);
  }
  while (!page.text.empty() && (page.text.back() == '\n' || page.text.back() == ' ')) page.text.pop_back();
  if (!page.text.empty()) page.text += '\n';
  page.source = page.text.empty() ? records::TextSource::None : records::TextSource::Layer;
  return page;
}

} // namespace openimr::worker
