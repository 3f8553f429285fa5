// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/page_builder.h"

#include "intake/wire.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace openimr::worker {
namespace {

using records::Box;

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// One character off the front; 0xFFFD for a byte that begins none.
std::uint32_t next_character(std::string_view& rest) {
  const auto byte = static_cast<unsigned char>(rest[0]);
  const std::size_t length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  if (length == 1) {
    rest.remove_prefix(1);
    return byte;
  }
  const std::string_view bytes = rest.substr(0, length);
  if (bytes.size() < length || !intake::wire::is_clean_utf8(bytes)) {
    rest.remove_prefix(1);
    return 0xfffd;
  }
  std::uint32_t code = byte & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<unsigned char>(bytes[i]) & 0x3fU);
  rest.remove_prefix(length);
  return code;
}

/// What stands for a character in a page text; null to keep it as it is.
const char* in_place_of(std::uint32_t code) {
  switch (code) {
  case 0xa0:
  case 0x2000:
  case 0x2001:
  case 0x2002:
  case 0x2003:
  case 0x2004:
  case 0x2005:
  case 0x2006:
  case 0x2007:
  case 0x2008:
  case 0x2009:
  case 0x200a:
  case 0x202f:
  case 0x205f:
  case 0x3000:
    return " ";
  case 0xad:
  case 0x2010:
  case 0x2011:
    return "-";
  case 0x200b:
  case 0x200c:
  case 0x200d:
  case 0x200e:
  case 0x200f:
  case 0x2060:
  case 0xfeff:
    return "";
  case 0x2028:
  case 0x2029:
  case 0x85:
    return "\n";
  case 0xfb00:
    return "ff";
  case 0xfb01:
    return "fi";
  case 0xfb02:
    return "fl";
  case 0xfb03:
    return "ffi";
  case 0xfb04:
    return "ffl";
  case 0xfb05:
  case 0xfb06:
    return "st";
  default:
    return nullptr;
  }
}

/// Words with white space inside become several, each with its share of the box.
void split_at_spaces(std::vector<PlacedWord>& words) {
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

float height(const Box& box) { return std::max(box[3] - box[1], 0.1F); }
float middle(const Box& box) { return (box[1] + box[3]) / 2; }

struct Line {
  std::vector<PlacedWord> words;
  float middle = 0, height = 0; ///< of its words, mean
  float top = 0, bottom = 0;

  void add(PlacedWord word) {
    const auto count = static_cast<float>(words.size());
    middle = (middle * count + worker::middle(word.box)) / (count + 1);
    height = (height * count + worker::height(word.box)) / (count + 1);
    top = words.empty() ? word.box[1] : std::min(top, word.box[1]);
    bottom = words.empty() ? word.box[3] : std::max(bottom, word.box[3]);
    words.push_back(std::move(word));
  }
};

/// Words whose middles are nearer than half the smaller height share a line.
std::vector<Line> lines_of(std::vector<PlacedWord> words) {
  std::stable_sort(words.begin(), words.end(),
                   [](const PlacedWord& a, const PlacedWord& b) { return middle(a.box) < middle(b.box); });
  std::vector<Line> lines;
  for (PlacedWord& word : words) {
    Line* nearest = nullptr;
    float nearest_distance = 0;
    for (std::size_t back = 0; back < 6 && back < lines.size(); ++back) {
      Line& line = lines[lines.size() - 1 - back];
      const float distance = std::abs(middle(word.box) - line.middle);
      if (distance < 0.5F * std::min(height(word.box), line.height) && (!nearest || distance < nearest_distance)) {
        nearest = &line;
        nearest_distance = distance;
      }
    }
    if (!nearest) nearest = &lines.emplace_back();
    nearest->add(std::move(word));
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.middle < b.middle; });
  for (Line& line : lines)
    std::stable_sort(line.words.begin(), line.words.end(),
                     [](const PlacedWord& a, const PlacedWord& b) { return a.box[0] < b.box[0]; });
  return lines;
}

float median(std::vector<float> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// The usual distance from one line to the next.
float usual_pitch(const std::vector<Line>& lines) {
  std::vector<float> pitches;
  for (std::size_t i = 1; i < lines.size(); ++i) pitches.push_back(lines[i].middle - lines[i - 1].middle);
  return median(std::move(pitches));
}

void append_line(records::Page& page, const Line& line) {
  const PlacedWord* before = nullptr;
  for (const PlacedWord& word : line.words) {
    if (page.text.size() + word.text.size() + 4 > intake::wire::page_text_limit) return;
    if (before) {
      const float gap = word.box[0] - before->box[2], size = std::min(height(word.box), height(before->box));
      if (gap > std::max(size, 9.0F))
        page.text += "   ";
      else if (!before->is_glued || gap > 0.15F * size)
        page.text += ' ';
    }
    records::Word placed;
    placed.span.begin = static_cast<std::uint32_t>(page.text.size());
    page.text += word.text;
    placed.span.end = static_cast<std::uint32_t>(page.text.size());
    for (std::size_t side = 0; side < 4; ++side) placed.box[side] = std::round(word.box[side] * 100) / 100;
    placed.confidence = static_cast<std::uint8_t>(std::clamp(word.confidence, 0, 100));
    page.words.push_back(placed);
    before = &word;
  }
  page.text += '\n';
}

int mean_confidence(const std::vector<records::Word>& words) {
  if (words.empty()) return 100;
  std::size_t sum = 0;
  for (const records::Word& word : words) sum += word.confidence;
  return static_cast<int>((sum + words.size() / 2) / words.size());
}

} // namespace

std::string clean(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::string_view before = text;
    const std::uint32_t code = next_character(text);
    if (code == '\r') {
      if (text.empty() || text[0] != '\n') result += '\n';
    } else if (code == '\f' || code == '\v') {
      result += '\n';
    } else if (code == 0xfffd) {
      result += replacement;
    } else if ((code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0 && code != 0x85)) {
      continue;
    } else if (const char* other = in_place_of(code)) {
      result += other;
    } else {
      result += before.substr(0, before.size() - text.size());
    }
  }
  return result;
}

records::Page build_page(std::vector<PlacedWord> words) {
  split_at_spaces(words);
  std::vector<PlacedWord> turned;
  const auto first_turned =
      std::stable_partition(words.begin(), words.end(), [](const PlacedWord& word) { return word.is_upright; });
  std::move(first_turned, words.end(), std::back_inserter(turned));
  words.erase(first_turned, words.end());

  records::Page page;
  const std::vector<Line> lines = lines_of(std::move(words));
  const float pitch = usual_pitch(lines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_apart = i > 0 && lines[i].middle - lines[i - 1].middle > 1.3F * pitch &&
                          lines[i].top - lines[i - 1].bottom > 0.4F * std::min(lines[i].height, lines[i - 1].height);
    if (is_apart) page.text += '\n';
    append_line(page, lines[i]);
  }
  if (!turned.empty()) {
    Line last;
    for (PlacedWord& word : turned) last.add(std::move(word));
    if (!page.text.empty()) page.text += '\n';
    append_line(page, last);
  }
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
