#include "intake/form_choice.h"

#include "intake/form_ink.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace openimr::intake {
namespace {

using records::Box;

constexpr double widest_gap = 28;       // points between a box and its words
constexpr double signature_height = 17; // points above its line

float left(const Box& box) { return box[0]; }
float right(const Box& box) { return box[2]; }

/// The words of one option.
struct OptionAt {
  const FormOption* option = nullptr;
  std::vector<std::size_t> words;
  Box box{};
  std::optional<Square> square;
  std::optional<bool> typed; ///< a mark in the text: [X] or [ ]
};

/// The box of a word without a frame that was read as letters or marks at its edges: "OYes", "Yes[]".
void without_marks(Box& box, const std::string& text, std::size_t extra) {
  const auto is_mark = [](char c) { return letters_and_digits(std::string(1, c)).empty(); };
  std::size_t before = 0, behind = 0;
  while (before < text.size() && is_mark(text[before])) ++before;
  while (behind < text.size() - before && is_mark(text[text.size() - 1 - behind])) ++behind;
  if (text.size() == before + behind) return;
  const float letter = (box[2] - box[0]) / static_cast<float>(text.size());
  box[0] += letter * static_cast<float>(before + extra);
  box[2] -= letter * static_cast<float>(behind);
}

/// Option words from place `from` of the row on.
std::vector<OptionAt> options_in(const FormPage& page, const FormRow& row, std::size_t from, const FormField& field) {
  std::vector<OptionAt> found;
  for (std::size_t first = from; first < row.words.size(); ++first) {
    if (page.words[row.words[first]].key.empty()) continue; // a box that was read as marks
    for (const FormOption& option : field.options) {
      bool is_here = false;
      for (const std::string& key : option.keys) {
        std::string written;
        for (std::size_t last = first; !is_here && last < row.words.size() && written.size() < key.size() + 2; ++last) {
          written += page.words[row.words[last]].key;
          // A box may be read as a letter or two that stick to the word.
          const std::size_t extra = written.size() - std::min(written.size(), key.size());
          const bool is_word =
              written == key || (extra > 0 && extra <= 2 && last == first && written.ends_with(key)) ||
              (key.size() > 6 && page.words[row.words[first]].key.size() >= 3 && letters_apart(written, key, 1) <= 1) ||
              (key.size() == 3 && written.size() == 3 && letters_apart(written, key, 1) <= 1);
          if (!is_word) continue;
          OptionAt at;
          at.option = &option;
          at.words.assign(row.words.begin() + static_cast<std::ptrdiff_t>(first),
                          row.words.begin() + static_cast<std::ptrdiff_t>(last) + 1);
          at.box = page.words[row.words[first]].box;
          at.box[2] = right(page.words[row.words[last]].box);
          without_marks(at.box, page.words[row.words[first]].text, extra);
          found.push_back(std::move(at));
          is_here = true;
        }
        if (is_here) break;
      }
      if (is_here) break;
    }
  }
  // One place for an option; the first.
  std::vector<OptionAt> once;
  for (OptionAt& at : found)
    if (std::none_of(once.begin(), once.end(), [&](const OptionAt& other) { return other.option == at.option; }))
      once.push_back(std::move(at));
  return once;
}

/// Frames in the row that are no letters.
std::vector<Square> squares_of_row(const FormPage& page, const FormRow& row, float from,
                                   const std::vector<OptionAt>& options) {
  const Box region{from, static_cast<float>(row.middle - 9), static_cast<float>(page.turn.upright_width) - 10,
                   static_cast<float>(row.middle + 9)};
  std::vector<Square> squares = squares_in(page.picture, region);
  std::erase_if(squares, [&](const Square& square) {
    if (std::abs(static_cast<double>(square.box[1] + square.box[3]) / 2 - row.middle) > 7) return true;
    return std::any_of(row.words.begin(), row.words.end(), [&](std::size_t index) {
      const FormWord& word = page.words[index];
      const bool is_option = std::any_of(options.begin(), options.end(), [&](const OptionAt& one) {
        return std::find(one.words.begin(), one.words.end(), index) != one.words.end();
      });
      if (is_option) return false;
      const float middle = (square.box[0] + square.box[2]) / 2;
      return word.key.size() >= 3 && word.confidence >= 80 && left(word.box) < middle && middle < right(word.box);
    });
  });
  return squares;
}

/// Gives every option the square on one side of it; false when some have none there.
bool assign(std::vector<OptionAt>& options, const std::vector<Square>& squares, bool is_left, double& gaps) {
  gaps = 0;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const Square* best = nullptr;
    double gap = widest_gap;
    for (const Square& square : squares) {
      const double distance = is_left ? static_cast<double>(left(options[i].box) - right(square.box))
                                      : static_cast<double>(left(square.box) - right(options[i].box));
      const bool is_past_neighbour = is_left ? i > 0 && right(square.box) < left(options[i - 1].box)
                                             : i + 1 < options.size() && left(square.box) > right(options[i + 1].box);
      if (distance < -7 || distance > gap || is_past_neighbour) continue;
      gap = distance;
      best = &square;
    }
    if (!best) return false;
    options[i].square = *best;
    gaps += gap;
  }
  return true;
}

/// Every option its own square, on the side that fits; false when they cannot be told.
bool find_squares(std::vector<OptionAt>& options, const std::vector<Square>& squares) {
  std::vector<OptionAt> before = options, behind = options;
  double gaps_before = 0, gaps_behind = 0;
  const bool has_before = assign(before, squares, true, gaps_before),
             has_behind = assign(behind, squares, false, gaps_behind);
  if (!has_before && !has_behind) return false;
  options = has_before && (!has_behind || gaps_before <= gaps_behind) ? before : behind;
  for (std::size_t i = 1; i < options.size(); ++i)
    if (options[i].square->box == options[i - 1].square->box) return false;
  return true;
}

/// Marks typed into the text: "[X] Regular [ ] Expedited".
void find_typed(const FormPage& page, const FormRow& row, std::size_t from, std::vector<OptionAt>& options) {
  std::size_t begin = from;
  for (OptionAt& option : options) {
    const auto at = std::find(row.words.begin(), row.words.end(), option.words.front());
    std::string marks;
    for (auto word = row.words.begin() + static_cast<std::ptrdiff_t>(begin); word < at; ++word)
      marks += page.words[*word].text;
    begin = static_cast<std::size_t>(at - row.words.begin()) + option.words.size();
    const auto has = [&](const char* mark) { return marks.find(mark) != std::string::npos; };
    if (has("x]") || has("X]") || has("X)") || has("x)") || has("☒") || has("☑") || has("✔") || has("✓") || has("✗"))
      option.typed = true;
    else if (has("[") || has("☐") || has("()") || has("□"))
      option.typed = false;
  }
}

bool is_marked(const OptionAt& option) {
  return option.square ? option.square->ink >= marked_from : option.typed.value_or(false);
}
bool is_faint(const OptionAt& option) {
  return option.square && option.square->ink > empty_below && option.square->ink < marked_from;
}

std::string words_of(const FormPage& page, const std::vector<std::size_t>& words) {
  std::string text;
  for (const std::size_t index : words) text += (text.empty() ? "" : " ") + page.words[index].text;
  return text;
}

records::Evidence evidence_of(const FormPage& page, const OptionAt& option) {
  records::Evidence evidence = page.evidence(option.words);
  if (!option.square) return evidence;
  Box box = option.square->box;
  box = {std::min(box[0], option.box[0]), std::min(box[1], option.box[1]), std::max(box[2], option.box[2]),
         std::max(box[3], option.box[3])};
  evidence.boxes = {page.turn.back(box)};
  return evidence;
}

void judge(const FormPage& page, const std::vector<OptionAt>& options, FieldReading& reading) {
  std::vector<const OptionAt*> marked;
  for (const OptionAt& option : options) {
    reading.evidence.push_back(evidence_of(page, option));
    if (is_faint(option))
      reading.doubt =
          fmt::format("the box of \"{}\" has some ink, too little to call it marked", words_of(page, option.words));
    if (is_marked(option)) marked.push_back(&option);
  }
  if (!reading.doubt.empty()) return;
  if (marked.empty()) {
    reading.doubt = "none of the boxes is marked";
    return;
  }
  if (marked.size() > 1) {
    reading.doubt = "more than one box is marked";
    return;
  }
  reading.value = marked.front()->option->value;
  reading.written = words_of(page, marked.front()->words);
  reading.confidence = 100;
  reading.evidence = {evidence_of(page, *marked.front())};
}

/// A line of print; what a recogniser makes of a signature is short and unsure.
bool is_running_text(const FormPage& page, const FormRow& row) {
  int sum = 0;
  for (const std::size_t index : row.words) sum += page.words[index].confidence;
  return row.words.size() >= 8 && sum >= 65 * static_cast<int>(row.words.size());
}

/// All words of the label's row behind it, or of the row `below` it.
std::optional<std::pair<std::size_t, std::size_t>> row_of_options(const FormPage& page, const LabelledPage& labels,
                                                                  const LabelAt& at, std::vector<OptionAt>& options) {
  for (std::size_t row = at.row; row < std::min(page.rows.size(), at.row + 3); ++row) {
    const auto others = labels.in_row(row);
    const bool is_of_other = row > at.row && !others.empty() && others.front()->first == 0;
    if (row > at.row &&
        (labels.is_heading[row] || is_of_other || page.rows[row].middle - page.rows[at.row].middle > 34))
      break;
    const std::size_t from = row == at.row ? at.last + 1 : 0;
    options = options_in(page, page.rows[row], from, *at.field);
    if (options.size() >= 2) return std::pair(row, from);
  }
  return std::nullopt;
}

} // namespace

FieldReading read_choice(const FormPage& page, const LabelledPage& labels, const LabelAt& at) {
  FieldReading reading;
  reading.id = at.field->id;
  std::vector<OptionAt> options;
  const auto place = row_of_options(page, labels, at, options);
  if (!place) {
    reading.evidence = {
        page.place({at.box[0], at.box[1] - 4, static_cast<float>(page.turn.upright_width) - 20, at.box[3] + 20})};
    reading.doubt = "the words beside the boxes could not be read";
    return reading;
  }
  const FormRow& row = page.rows[place->first];
  if (page.page().source == records::TextSource::Layer) find_typed(page, row, place->second, options);
  const bool are_typed =
      std::all_of(options.begin(), options.end(), [](const OptionAt& one) { return one.typed.has_value(); });
  if (are_typed) { // what the text says needs no picture
    judge(page, options, reading);
    return reading;
  }
  for (OptionAt& option : options) option.typed.reset();
  const float from = place->first == at.row ? at.box[2] : std::max(0.0F, options.front().box[0] - 40);
  if (!find_squares(options, squares_of_row(page, row, from, options))) {
    for (const OptionAt& option : options) reading.evidence.push_back(page.evidence(option.words));
    reading.doubt = page.picture.is_empty() ? "the page could not be shown, so its boxes were not looked at"
                                            : "the boxes could not be told apart";
    return reading;
  }
  judge(page, options, reading);
  return reading;
}

FieldReading read_signature(const FormPage& page, const LabelledPage& labels, const LabelAt& at) {
  FieldReading reading;
  reading.id = at.field->id;
  float end = static_cast<float>(page.turn.upright_width) - 20;
  for (const LabelAt* other : labels.in_row(at.row))
    if (left(other->box) > right(at.box)) end = std::min(end, left(other->box) - 4);
  const auto middle = (at.box[1] + at.box[3]) / 2;
  const Box beside{right(at.box), middle, end, at.box[3] + 7};
  const Box over{std::max(0.0F, left(at.box) - 6), at.box[1] - 14, end, at.box[1] + 1};
  const bool is_layer = page.page().source == records::TextSource::Layer;
  std::vector<Box> printed;
  std::vector<std::size_t> typed;
  for (const std::size_t index : page.rows[at.row].words) {
    const FormWord& word = page.words[index];
    if (left(word.box) >= right(at.box) && right(word.box) <= end + 4 && !word.key.empty()) typed.push_back(index);
  }
  for (std::size_t row = 0; row < page.rows.size(); ++row) {
    const bool is_text = is_layer || (row != at.row && is_running_text(page, page.rows[row]));
    for (const std::size_t index : page.rows[row].words) {
      const FormWord& word = page.words[index];
      const bool is_sure = row != at.row && word.confidence >= 85 && word.key.size() >= 4;
      if (is_text || is_sure) printed.push_back(word.box);
    }
  }
  LineInk ink = ink_on_line(page.picture, beside, signature_height, printed);
  if (!ink.has_line && !page.picture.is_empty()) {
    ink = ink_on_line(page.picture, over, signature_height, printed);
    typed.clear();
  }
  reading.evidence = {page.place(ink.has_line ? Box{ink.field[0], ink.field[1], ink.field[2], ink.field[3] + 3}
                                              : Box{left(at.box), at.box[1] - 20, end, at.box[3] + 6})};
  std::string name;
  for (const std::size_t index : typed)
    if (is_layer || (page.words[index].confidence >= 85 && page.words[index].key.size() >= 4))
      name += (name.empty() ? "" : " ") + page.words[index].text;
  if (!name.empty() && (is_layer || name.find(' ') != std::string::npos)) {
    reading.written = name;
    reading.doubt = fmt::format("words stand where the signature belongs: \"{}\"", name);
  } else if (!ink.has_line) {
    reading.doubt =
        page.picture.is_empty() ? "the page could not be shown" : "the line to be signed could not be found";
  } else if (ink.width >= signed_width && ink.area >= signed_area) {
    reading.value = "signed";
    reading.confidence = 100;
  } else if (ink.width <= blank_width && ink.area <= blank_area) {
    reading.value = "unsigned";
    reading.confidence = 100;
  } else {
    reading.doubt = "there is some ink on the line, too little to call it a signature";
  }
  return reading;
}

} // namespace openimr::intake
