// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/readers/pdf_marks.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace openimr::worker {
namespace {

using records::Box;
using records::PartKind;

constexpr float drawing_slack = 5; // points by which programs draw a value beside its field

Box box_of(const PdfMark& mark) {
  Box box{};
  for (std::size_t side = 0; side < 4; ++side) box[side] = static_cast<float>(std::clamp(mark.place[side], -2e5, 2e5));
  return box;
}

/// The word's middle lies in the box, or within `slack` points of it.
bool holds(const Box& box, const Box& word, float slack = 1) {
  const float x = (word[0] + word[2]) / 2, y = (word[1] + word[3]) / 2;
  return x >= box[0] - slack && x <= box[2] + slack && y >= box[1] - slack && y <= box[3] + slack;
}

/// Letters and digits only, to compare what is shown with what is meant.
std::string letters(std::string_view text) {
  std::string kept;
  for (char c : text)
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
        static_cast<unsigned char>(c) >= 0x80)
      kept += c;
  return kept;
}

std::vector<std::string_view> split(std::string_view text, std::string_view at) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(at, begin), text.size());
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// Words laid out in a box line by line, each with the share of the box that its letters take.
std::vector<PlacedWord> laid_out(const std::string& raw, const Box& box) {
  const std::string text = clean(raw);
  std::vector<PlacedWord> words;
  const std::vector<std::string_view> lines = split(text, "\n");
  if (lines.empty()) return words;
  std::size_t longest = 1;
  for (std::string_view line : lines) longest = std::max(longest, line.size());
  const float letter = (box[2] - box[0]) / static_cast<float>(longest);
  const float height = (box[3] - box[1]) / static_cast<float>(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::string_view part : split(lines[i], " \t")) {
      const auto at = static_cast<float>(part.data() - lines[i].data());
      PlacedWord word;
      word.text = std::string(part);
      const float top = box[1] + height * static_cast<float>(i);
      word.box = {box[0] + letter * at, top, box[0] + letter * (at + static_cast<float>(part.size())), top + height};
      words.push_back(std::move(word));
    }
  return words;
}

/// Takes the words in a box out of those that are left.
std::vector<PlacedWord> take_in(std::vector<PlacedWord>& left, const Box& box) {
  std::vector<PlacedWord> taken;
  std::erase_if(left, [&](PlacedWord& word) {
    if (!holds(box, word.box, drawing_slack)) return false;
    taken.push_back(std::move(word));
    return true;
  });
  return taken;
}

std::string all_letters(const std::vector<PlacedWord>& words) {
  std::string all;
  for (const PlacedWord& word : words) all += letters(word.text);
  return all;
}

/// The value as the page shows it, or laid out: when it is not shown, is shown otherwise, or one letter to a cell.
std::vector<PlacedWord> value_words(std::vector<PlacedWord> drawn, const PdfMark& mark) {
  const bool is_same = all_letters(drawn) == letters(mark.value) && !drawn.empty();
  const bool is_in_cells = is_same && drawn.size() > split(mark.value, " \n\r\t").size() + 1;
  return is_same && !is_in_cells ? drawn : laid_out(mark.value, box_of(mark));
}

std::string signature_words(const PdfMark& mark) {
  std::string words = "[signed";
  if (!mark.author.empty()) words += " by " + mark.author;
  if (!mark.value.empty()) words += ", " + mark.value;
  return words + "]";
}

/// The words of a mark, in its place.
std::vector<PlacedWord> words_of(const PdfMark& mark, std::vector<PlacedWord> drawn) {
  switch (mark.kind) {
  case PdfMark::Kind::Box:
    return laid_out(mark.is_on ? "[X]" : "[ ]", box_of(mark));
  case PdfMark::Kind::Signature:
    return drawn.empty() ? laid_out(signature_words(mark), box_of(mark)) : drawn;
  case PdfMark::Kind::Text:
    return value_words(std::move(drawn), mark);
  case PdfMark::Kind::FreeText:
  case PdfMark::Kind::Stamp:
    return drawn.empty() ? laid_out(mark.value, box_of(mark)) : drawn;
  case PdfMark::Kind::Note:
    return laid_out((mark.author.empty() ? "Note: " : "Note by " + mark.author + ": ") + mark.value, box_of(mark));
  }
  return {};
}

bool is_field(PdfMark::Kind kind) {
  return kind == PdfMark::Kind::Text || kind == PdfMark::Kind::Box || kind == PdfMark::Kind::Signature;
}

} // namespace

std::vector<PlacedWord> with_marks(std::vector<PlacedWord> shown, const std::vector<PlacedWord>& bare,
                                   const std::vector<PdfMark>& marks) {
  // What the page shows only with its marks is theirs.
  const auto key = [](const PlacedWord& word) {
    return std::tuple(word.text, std::lround(word.box[0] * 4), std::lround(word.box[1] * 4));
  };
  std::multiset<std::tuple<std::string, long, long>> own;
  for (const PlacedWord& word : bare) own.insert(key(word));
  std::vector<PlacedWord> words, drawn;
  for (PlacedWord& word : shown) {
    const auto found = own.find(key(word));
    const bool is_own = found != own.end();
    if (is_own) own.erase(found);
    (is_own ? words : drawn).push_back(std::move(word));
  }
  std::uint32_t number = 0;
  std::vector<PlacedWord> added;
  for (const PdfMark& mark : marks) {
    const Box box = box_of(mark);
    const bool is_free =
        std::none_of(bare.begin(), bare.end(), [&](const PlacedWord& word) { return holds(box, word.box); });
    std::vector<PlacedWord> own_words = words_of(mark, take_in(drawn, box));
    ++number;
    for (PlacedWord& word : own_words) {
      word.part = is_field(mark.kind) ? PartKind::FilledIn : PartKind::Annotation;
      word.part_number = number;
      word.stands_apart = !is_field(mark.kind) && (mark.kind != PdfMark::Kind::FreeText || !is_free);
      added.push_back(std::move(word));
    }
  }
  words.insert(words.end(), std::make_move_iterator(drawn.begin()), std::make_move_iterator(drawn.end()));
  words.insert(words.end(), std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
  return words;
}

} // namespace openimr::worker
