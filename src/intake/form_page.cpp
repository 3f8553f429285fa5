#include "intake/form_page.h"

#include <algorithm>
#include <cmath>

namespace openimr::intake {
namespace {

using records::Box;

constexpr double smallest_skew = 0.1; // degrees that are worth a turn
constexpr double radians = 3.14159265358979323846 / 180;

// A text without boxes is laid out as a typewriter would: one letter wide and a line high, in points. A single space
// is narrower than the gap between columns (form_labels.cpp), two spaces are wider.
constexpr float letter_width = 5, line_height = 12, letter_height = 10;

double centre_x(const Box& box) { return (static_cast<double>(box[0]) + static_cast<double>(box[2])) / 2; }
double centre_y(const Box& box) { return (static_cast<double>(box[1]) + static_cast<double>(box[3])) / 2; }

/// First and last word of every line of the page text that has two.
std::vector<std::pair<const records::Word*, const records::Word*>> lines_of(const records::Page& page) {
  std::vector<std::pair<const records::Word*, const records::Word*>> lines;
  const records::Word* first = nullptr;
  const records::Word* last = nullptr;
  for (const records::Word& word : page.words) {
    const bool is_new = last && page.text.find('\n', last->span.begin) < word.span.begin;
    if (is_new && last != first) lines.emplace_back(first, last);
    if (!first || is_new) first = &word;
    last = &word;
  }
  if (last != first) lines.emplace_back(first, last);
  return lines;
}

/// Degrees clockwise that bring the lines of a page upright: quarters and what is left of a skew.
double degrees_to_upright(const records::Page& page) {
  struct Slope {
    double degrees, weight;
  };
  std::vector<Slope> slopes;
  double quarters[4] = {};
  const auto lines = lines_of(page);
  for (const auto& [first, last] : lines) {
    const double dx = centre_x(last->box) - centre_x(first->box), dy = centre_y(last->box) - centre_y(first->box);
    const int quarter = std::abs(dx) >= std::abs(dy) ? (dx >= 0 ? 0 : 2) : (dy >= 0 ? 3 : 1);
    quarters[quarter] += std::hypot(dx, dy);
  }
  const auto most = static_cast<int>(std::max_element(quarters, quarters + 4) - quarters);
  // A line that runs down has to be turned by three quarters clockwise.
  const double base = most * 90.0;
  for (const auto& [first, last] : lines) {
    const double dx = centre_x(last->box) - centre_x(first->box), dy = centre_y(last->box) - centre_y(first->box);
    const double length = std::hypot(dx, dy);
    double angle = std::atan2(dy, dx) / radians + base;
    angle = std::remainder(angle, 360);
    if (length >= 120 && std::abs(angle) < 10) slopes.push_back({angle, length});
  }
  if (slopes.empty()) return std::remainder(base, 360);
  std::sort(slopes.begin(), slopes.end(), [](const Slope& a, const Slope& b) { return a.degrees < b.degrees; });
  double half = 0, sum = 0;
  for (const Slope& slope : slopes) half += slope.weight / 2;
  double skew = slopes.back().degrees;
  for (const Slope& slope : slopes)
    if ((sum += slope.weight) >= half) {
      skew = slope.degrees;
      break;
    }
  return std::remainder(base, 360) - (std::abs(skew) < smallest_skew ? 0 : skew);
}

Box hull(const Box& box, double degrees, double from_width, double from_height, double to_width, double to_height) {
  const double c = std::cos(degrees * radians), s = std::sin(degrees * radians);
  Box result{1e9F, 1e9F, -1e9F, -1e9F};
  for (const float x : {box[0], box[2]})
    for (const float y : {box[1], box[3]}) {
      const double dx = static_cast<double>(x) - from_width / 2, dy = static_cast<double>(y) - from_height / 2;
      const auto px = static_cast<float>(c * dx - s * dy + to_width / 2),
                 py = static_cast<float>(s * dx + c * dy + to_height / 2);
      result = {std::min(result[0], px), std::min(result[1], py), std::max(result[2], px), std::max(result[3], py)};
    }
  return result;
}

/// The picture turned; a pixel is that which lies nearest.
PagePicture turned(const PagePicture& picture, const Turn& turn) {
  if (picture.is_empty() || turn.degrees == 0) return picture;
  const double scale = picture.dots_per_inch / 72;
  PagePicture result = picture;
  result.width = static_cast<int>(std::lround(turn.upright_width * scale));
  result.height = static_cast<int>(std::lround(turn.upright_height * scale));
  result.pixels.clear();
  result.pixels.reserve(static_cast<std::size_t>(result.width) * static_cast<std::size_t>(result.height));
  const double c = std::cos(-turn.degrees * radians), s = std::sin(-turn.degrees * radians);
  for (int y = 0; y < result.height; ++y) {
    const double dy = y + 0.5 - result.height / 2.0;
    for (int x = 0; x < result.width; ++x) {
      const double dx = x + 0.5 - result.width / 2.0;
      result.pixels +=
          static_cast<char>(picture.gray(static_cast<int>(std::floor(c * dx - s * dy + picture.width / 2.0)),
                                         static_cast<int>(std::floor(s * dx + c * dy + picture.height / 2.0))));
    }
  }
  return result;
}

/// A word cut behind a colon inside of it: "Date:02/10/2014".
void add_word(std::vector<FormWord>& words, std::string_view text, const records::Word& word, const Turn& turn) {
  const records::Box box = turn.upright(word.box);
  const std::size_t colon = text.find(':');
  const bool is_time = colon != std::string_view::npos && colon > 0 && text[colon - 1] >= '0' && text[colon - 1] <= '9';
  if (colon != std::string_view::npos && colon + 1 < text.size() && !is_time) {
    const auto cut = static_cast<std::uint32_t>(colon + 1);
    const float edge = box[0] + (box[2] - box[0]) * static_cast<float>(cut) / static_cast<float>(text.size());
    words.push_back({std::string(text.substr(0, cut)),
                     letters_and_digits(text.substr(0, cut)),
                     {box[0], box[1], edge, box[3]},
                     word.confidence,
                     {word.span.begin, word.span.begin + cut}});
    words.push_back({std::string(text.substr(cut)),
                     letters_and_digits(text.substr(cut)),
                     {edge, box[1], box[2], box[3]},
                     word.confidence,
                     {word.span.begin + cut, word.span.end}});
    return;
  }
  words.push_back({std::string(text), letters_and_digits(text), box, word.confidence, word.span});
}

/// The words of a text that has no boxes (TXT, DOCX, messages), each where a typewriter would have put it.
std::vector<records::Word> typed_words(const std::string& text) {
  std::vector<records::Word> words;
  float column = 0, line = 0;
  std::uint32_t begin = 0;
  float left = 0;
  bool is_open = false;
  const auto close = [&](std::uint32_t end) {
    if (is_open)
      words.push_back(
          {{begin, end}, {left, line * line_height, column * letter_width, line * line_height + letter_height}, 100});
    is_open = false;
  };
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    const auto letter = static_cast<unsigned char>(text[at]);
    if (letter == ' ' || letter == '\t' || letter == '\n' || letter == '\f') {
      close(at);
      column = letter == '\t' ? (std::floor(column / 8) + 1) * 8 : letter == ' ' ? column + 1 : 0;
      if (letter == '\n' || letter == '\f') ++line;
      continue;
    }
    if (!is_open) {
      begin = at;
      left = column * letter_width;
      is_open = true;
    }
    if ((letter & 0xc0) != 0x80) ++column; // not inside of a letter of several bytes
  }
  close(static_cast<std::uint32_t>(text.size()));
  return words;
}

std::vector<FormRow> rows_of(const std::vector<FormWord>& words) {
  std::vector<std::size_t> order(words.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return words[a].middle() < words[b].middle(); });
  std::vector<FormRow> rows;
  for (const std::size_t index : order) {
    const FormWord& word = words[index];
    const bool joins = !rows.empty() && word.middle() - rows.back().middle <=
                                            0.5 * std::min(rows.back().height, std::max(word.height(), 4.0));
    if (!joins) rows.push_back({{}, word.middle(), word.height()});
    FormRow& row = rows.back();
    const auto count = static_cast<double>(row.words.size());
    row.middle = (row.middle * count + word.middle()) / (count + 1);
    row.height = (row.height * count + word.height()) / (count + 1);
    row.words.push_back(index);
  }
  for (FormRow& row : rows)
    std::stable_sort(row.words.begin(), row.words.end(),
                     [&](std::size_t a, std::size_t b) { return words[a].box[0] < words[b].box[0]; });
  return rows;
}

} // namespace

std::string letters_and_digits(std::string_view text) {
  std::string result;
  for (const char c : text)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
      result += c;
    else if (c >= 'A' && c <= 'Z')
      result += static_cast<char>(c + 32);
  return result;
}

Box Turn::upright(const Box& box) const {
  return degrees == 0 ? box : hull(box, degrees, width, height, upright_width, upright_height);
}

Box Turn::back(const Box& box) const {
  return degrees == 0 ? box : hull(box, -degrees, upright_width, upright_height, width, height);
}

FormPage::FormPage(const records::Document& document, const records::Page& page, const PagePicture& shown)
    : document_(&document), page_(&page) {
  const std::vector<records::Word> typed = page.words.empty() ? typed_words(page.text) : std::vector<records::Word>();
  is_typed_ = !typed.empty();
  turn.degrees = is_typed_ ? 0 : degrees_to_upright(page);
  turn.width = turn.upright_width = static_cast<double>(page.width);
  turn.height = turn.upright_height = static_cast<double>(page.height);
  for (const records::Word& word : typed) { // such a page has no size of its own
    turn.width = turn.upright_width = std::max(turn.width, static_cast<double>(word.box[2]) + 72);
    turn.height = turn.upright_height = std::max(turn.height, static_cast<double>(word.box[3]) + 72);
  }
  if (std::abs(std::abs(turn.degrees) - 90) < 45) std::swap(turn.upright_width, turn.upright_height);
  picture = turned(shown, turn);
  // The hull of a slightly turned box is too high; the height of the word is what it was.
  const double skew = std::abs(std::remainder(turn.degrees, 90) * radians);
  for (const records::Word& word : is_typed_ ? typed : page.words) {
    const std::size_t before = words.size();
    add_word(words, word.span.of(page.text), word, turn);
    for (std::size_t i = before; i < words.size(); ++i) {
      Box& box = words[i].box;
      const auto excess = static_cast<float>(
          std::min(0.35 * words[i].height(), std::sin(skew) * static_cast<double>(box[2] - box[0]) / 2));
      box[1] += excess;
      box[3] -= excess;
    }
  }
  rows = rows_of(words);
}

records::Evidence FormPage::evidence(const std::vector<std::size_t>& which) const {
  records::Evidence evidence{document_->id, document_->file, page_->number, {}, {}, {}, 100};
  if (which.empty()) return evidence;
  std::uint32_t begin = ~0U, end = 0;
  records::Box box{1e9F, 1e9F, -1e9F, -1e9F};
  for (const std::size_t index : which) {
    const FormWord& word = words[index];
    begin = std::min(begin, word.span.begin);
    end = std::max(end, word.span.end);
    box = {std::min(box[0], word.box[0]), std::min(box[1], word.box[1]), std::max(box[2], word.box[2]),
           std::max(box[3], word.box[3])};
    evidence.confidence = std::min(evidence.confidence, word.confidence);
  }
  evidence.span = {begin, end};
  evidence.quote = std::string(evidence.span.of(page_->text));
  if (!is_typed_) evidence.boxes = {turn.back(box)};
  return evidence;
}

records::Evidence FormPage::place(const Box& box) const {
  records::Evidence evidence{document_->id, document_->file, page_->number, {}, {}, {}, 100};
  if (!is_typed_) evidence.boxes = {turn.back(box)};
  return evidence;
}

} // namespace openimr::intake
