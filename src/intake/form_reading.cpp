#include "intake/form_reading.h"

#include "intake/form_choice.h"
#include "intake/form_labels.h"
#include "intake/form_values.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <set>

namespace openimr::intake {
namespace {

using Indices = std::vector<std::size_t>;

constexpr double row_below = 22;          // points from a caption to the value under it
constexpr double aligned_within = 11;     // points, two letters of a typed page: a cell and its head
constexpr std::size_t longest_value = 40; // words of one field

std::string words_of(const FormPage& page, const Indices& words) {
  std::string text;
  for (const std::size_t index : words) text += (text.empty() ? "" : " ") + page.words[index].text;
  return text;
}

double middle_x(const FormWord& word) {
  return (static_cast<double>(word.box[0]) + static_cast<double>(word.box[2])) / 2;
}

/// Labels of one page and what was written at them.
class PageOfForm {
public:
  PageOfForm(const FormPage& page, LabelledPage labels, const FormDefinition& form)
      : page_(page), labels_(std::move(labels)) {
    for (const FormField& field : form.fields)
      for (const FormLabel& label : field.labels)
        if (label.words.find(' ') == std::string::npos) short_labels_.push_back(label.key);
  }

  const FormPage& page() const { return page_; }
  const LabelledPage& labels() const { return labels_; }

  /// Words behind the label, up to the next one.
  Indices beside(const LabelAt& at) const {
    const Indices& row = page_.rows[at.row].words;
    std::size_t end = row.size();
    for (const LabelAt* other : labels_.in_row(at.row))
      if (other->first > at.last) end = std::min(end, other->first);
    return {row.begin() + static_cast<std::ptrdiff_t>(at.last) + 1, row.begin() + static_cast<std::ptrdiff_t>(end)};
  }

  /// Words of the next row under (or of the one over) the label, when that row is nothing but values.
  Indices under(const LabelAt& at, bool is_over) const {
    for (const LabelAt* other : labels_.in_row(at.row))
      if (!is_over && !beside(*other).empty()) return {}; // values stand beside the labels here
    if (is_over ? at.row == 0 : at.row + 1 >= page_.rows.size()) return {};
    std::size_t number = is_over ? at.row - 1 : at.row + 1;
    while (is_dust(number) && number > 0 && number + 1 < page_.rows.size()) number = is_over ? number - 1 : number + 1;
    if (labels_.is_heading[number] || !labels_.in_row(number).empty() ||
        std::abs(page_.rows[number].middle - page_.rows[at.row].middle) > row_below)
      return {};
    const auto [from, to] = column(at);
    Indices found;
    for (const std::size_t index : page_.rows[number].words)
      if (const double x = middle_x(page_.words[index]); x >= from && x < to) found.push_back(index);
    return found;
  }

  FieldReading text_field(const LabelAt& at) const {
    Indices words = beside(at);
    go_on_below(words);
    if (words.empty()) words = under(at, false);
    if (words.empty() && at.field->id.ends_with("signed_on")) words = under(at, true);
    return understood(at, words);
  }

  /// Adds what a cell holds on its next lines: the page text, which knows the cells of a table, has it one space
  /// behind.
  void go_on_below(Indices& words) const {
    while (!words.empty() && words.size() < longest_value && words.back() + 1 < page_.words.size()) {
      const FormWord &last = page_.words[words.back()], &next = page_.words[words.back() + 1];
      const bool follows = next.span.begin == last.span.end + 1 && page_.page().text[last.span.end] == ' ';
      const bool is_below =
          next.middle() > last.middle() + 0.5 * last.height() && next.middle() < last.middle() + row_below;
      const bool goes_on =
          is_below || (words.size() > 1 && next.middle() > page_.words[words.front()].middle() + 0.5 * last.height());
      if (!follows || !goes_on || is_in_label(words.back() + 1)) return;
      words.push_back(words.back() + 1);
    }
  }

  bool is_in_label(std::size_t index) const {
    for (const LabelAt& label : labels_.labels)
      for (std::size_t i = label.first; i <= label.last; ++i)
        if (page_.rows[label.row].words[i] == index) return true;
    return false;
  }

  FieldReading understood(const LabelAt& at, const Indices& words) const {
    FieldReading reading;
    reading.id = at.field->id;
    reading.written = words_of(page_, words);
    FieldValue value = understand(at.field->type, reading.written, at.label->last_first);
    reading.value = std::move(value.value);
    reading.parts = std::move(value.parts);
    reading.doubt = std::move(value.doubt);
    reading.is_mended = value.is_mended;
    if (words.empty()) {
      const auto [from, to] = column(at);
      reading.evidence = {page_.place({at.box[0], at.box[1] - 3, static_cast<float>(to) - 4, at.box[3] + 14})};
      return reading;
    }
    reading.evidence = {page_.evidence(words)};
    if (reading.doubt.empty() && holds_label(words))
      reading.doubt = fmt::format("a label seems to stand inside of \"{}\"", reading.written);
    // A mark that was dropped does not make the value less sure.
    reading.confidence = 100;
    for (const std::size_t index : words)
      if (!page_.words[index].key.empty())
        reading.confidence = std::min(reading.confidence, page_.words[index].confidence);
    return reading;
  }

  /// A row without a letter or digit.
  bool is_dust(std::size_t row) const {
    const Indices& words = page_.rows[row].words;
    return std::all_of(words.begin(), words.end(), [&](std::size_t index) { return page_.words[index].key.empty(); });
  }

  /// A word behind a gap that is the label of another field: its colon was lost.
  bool holds_label(const Indices& words) const {
    for (std::size_t i = 1; i < words.size(); ++i) {
      const FormWord &before = page_.words[words[i - 1]], &word = page_.words[words[i]];
      if (word.box[0] - before.box[2] < 6) continue;
      if (std::find(short_labels_.begin(), short_labels_.end(), word.key) != short_labels_.end()) return true;
    }
    return false;
  }

  /// From the label to the next one on its row, in points.
  std::pair<double, double> column(const LabelAt& at) const {
    double to = page_.turn.upright_width;
    for (const LabelAt* other : labels_.in_row(at.row))
      if (other->box[0] > at.box[2]) to = std::min(to, static_cast<double>(other->box[0]) - 3);
    return {static_cast<double>(at.box[0]) - 4, to};
  }

private:
  const FormPage& page_;
  LabelledPage labels_;
  std::vector<std::string> short_labels_; ///< of one word
};

/// "1.", "2)", "3": the number that begins an item; l and I are ones.
bool is_number(const FormWord& word) {
  const std::string& text = word.text;
  const std::size_t digits = text.find_first_not_of("0123456789lIi");
  if (digits == 0 || text.empty() || text.size() > 3) return false;
  return digits == std::string::npos ? text.size() <= 2 && text.find_first_of("0123456789") == 0
                                     : text.find_first_not_of(".),:;", digits) == std::string::npos;
}

/// The number that begins an item, 0 when it cannot be told.
int number_of(const FormWord& word) {
  if (!is_number(word)) return 0;
  int value = 0;
  for (const char c : word.text)
    if (c >= '0' && c <= '9') value = value * 10 + (c - '0');
  return value;
}

/// Items of a form: rows below the label, numbered or not, or cells of a table.
class ItemList {
public:
  explicit ItemList(FormReading& reading) : reading_(reading) {}

  void take(const PageOfForm& page, const LabelAt& at) {
    const FormPage& form = page.page();
    reading_.list_place.push_back(
        form.place({20, at.box[1], static_cast<float>(form.turn.upright_width) - 20, at.box[3] + 80}));
    const Indices beside = page.beside(at);
    // Words of instruction may stand behind the label; the items are then numbered below.
    const bool begins_list = !beside.empty() && is_number(form.words[beside.front()]);
    if (!beside.empty() && (begins_list || !has_numbers_below(page, at))) add(form, beside);
    if (!beside.empty() && !has_numbers_below(page, at)) return;
    if (page.labels().in_row(at.row).size() > 1) return take_table(page, at);
    take_rows(page, at);
  }

  /// Numbered rows of the section, when the words over the list were not found.
  void take_numbered(const PageOfForm& page, const std::string& section) {
    const FormPage& form = page.page();
    for (std::size_t row = 0; row < form.rows.size(); ++row) {
      const Indices& words = form.rows[row].words;
      const bool is_item = page.labels().sections[row] == section && !page.labels().is_heading[row] &&
                           page.labels().in_row(row).empty() && words.size() > 1 &&
                           is_number(form.words[words.front()]);
      if (is_item) add(form, words);
    }
  }

private:
  void add(const FormPage& page, Indices words) {
    if (!words.empty() && words.size() > 1 && is_number(page.words[words.front()])) words.erase(words.begin());
    ItemReading item;
    item.text = understand(FieldType::Text, words_of(page, words)).value;
    if (letters_and_digits(item.text).size() < 3) return;
    item.evidence = {page.evidence(words)};
    for (const std::size_t index : words)
      if (!page.words[index].key.empty()) item.confidence = std::min(item.confidence, page.words[index].confidence);
    reading_.items.push_back(std::move(item));
  }

  void append(const FormPage& page, const Indices& words) {
    ItemReading& item = reading_.items.back();
    item.text += " " + understand(FieldType::Text, words_of(page, words)).value;
    item.evidence.push_back(page.evidence(words));
    for (const std::size_t index : words)
      if (!page.words[index].key.empty()) item.confidence = std::min(item.confidence, page.words[index].confidence);
  }

  /// Rows down to the next label or heading.
  static std::size_t last_row(const PageOfForm& page, const LabelAt& at) {
    std::size_t row = at.row + 1;
    const auto& rows = page.page().rows;
    while (row < rows.size() && !page.labels().is_heading[row] && page.labels().in_row(row).empty() &&
           rows[row].middle - rows[row - 1].middle < 60)
      ++row;
    return row;
  }

  static bool has_numbers_below(const PageOfForm& page, const LabelAt& at) {
    const FormPage& form = page.page();
    for (std::size_t row = at.row + 1; row < last_row(page, at); ++row)
      if (is_number(form.words[form.rows[row].words.front()])) return true;
    return false;
  }

  void take_rows(const PageOfForm& page, const LabelAt& at) {
    const FormPage& form = page.page();
    const std::size_t end = last_row(page, at), before = reading_.items.size();
    bool has_numbers = false;
    for (std::size_t row = at.row + 1; row < end; ++row)
      has_numbers = has_numbers || is_number(form.words[form.rows[row].words.front()]);
    int number = 0;
    for (std::size_t row = at.row + 1; row < end; ++row) {
      const Indices& words = form.rows[row].words;
      const int told = number_of(form.words[words.front()]);
      if (has_numbers && told > 0 && told != ++number && reading_.list_doubt.empty())
        reading_.list_doubt = fmt::format("number {} of the list follows number {}", told, number - 1);
      if (told > 0) number = told;
      const bool is_numbered = is_number(form.words[words.front()]);
      if (is_numbered || !has_numbers)
        add(form, words.size() == 1 && is_numbered ? Indices() : words);
      else if (reading_.items.size() > before && !words_of(form, words).empty())
        append(form, words);
    }
  }

  void take_table(const PageOfForm& page, const LabelAt& at) {
    const FormPage& form = page.page();
    const auto heads = page.labels().in_row(at.row);
    const bool has_codes = std::any_of(heads.begin(), heads.end(), [](const LabelAt* head) {
      return head->field && head->field->type == FieldType::Icd;
    });
    const std::size_t end = last_row(page, at), before = reading_.items.size();
    for (std::size_t row = at.row + 1; row < end; ++row) {
      Indices mine;
      bool has_code = false;
      const std::vector<Indices> row_cells = cells(form, form.rows[row].words);
      for (std::size_t n = 0; n < row_cells.size(); ++n) {
        const Indices& cell = row_cells[n];
        // Where nothing lines up, as in text without tab stops, cells are counted.
        const bool is_counted = n < heads.size() && (row_cells.size() == heads.size() || form.is_typed()) &&
                                !are_aligned(form, heads, row_cells);
        const LabelAt* head = is_counted ? heads[n] : nearest(form, heads, cell);
        if (head == &at || (head->field == at.field)) mine.insert(mine.end(), cell.begin(), cell.end());
        has_code = has_code || (head->field && head->field->type == FieldType::Icd);
      }
      if (mine.empty()) continue;
      if (!has_codes || has_code || reading_.items.size() == before)
        add(form, mine);
      else
        append(form, mine);
    }
  }

  /// Words of a row, parted where there is a gap.
  static std::vector<Indices> cells(const FormPage& page, const Indices& row) {
    std::vector<Indices> result;
    for (const std::size_t index : row) {
      if (page.words[index].key.empty() && page.words[index].text.find_first_not_of("|[]_") == std::string::npos)
        continue;
      const bool joins = !result.empty() && page.words[index].box[0] - page.words[result.back().back()].box[2] < 6;
      if (joins)
        result.back().push_back(index);
      else
        result.push_back({index});
    }
    return result;
  }

  /// Whether every cell begins where a head of the table does.
  static bool are_aligned(const FormPage& page, const std::vector<const LabelAt*>& heads,
                          const std::vector<Indices>& row) {
    return std::all_of(row.begin(), row.end(), [&](const Indices& cell) {
      const double x = static_cast<double>(page.words[cell.front()].box[0]);
      return std::any_of(heads.begin(), heads.end(), [&](const LabelAt* head) {
        return std::abs(x - static_cast<double>(head->box[0])) < aligned_within;
      });
    });
  }

  static const LabelAt* nearest(const FormPage& page, const std::vector<const LabelAt*>& heads, const Indices& cell) {
    const double x0 = static_cast<double>(page.words[cell.front()].box[0]),
                 x1 = static_cast<double>(page.words[cell.back()].box[2]);
    const LabelAt* best = heads.front();
    double least = std::numeric_limits<double>::max();
    for (const LabelAt* head : heads) {
      const double h0 = static_cast<double>(head->box[0]), h1 = static_cast<double>(head->box[2]);
      // Overlap counts as nearness; a cell begins where its head begins or before its middle.
      const double distance = std::max({0.0, h0 - x1, x0 - h1}) + std::abs(x0 - h0) / 10;
      if (distance < least) {
        least = distance;
        best = head;
      }
    }
    return best;
  }

  FormReading& reading_;
};

/// Takes a reading in, unless a better one of the field is there; two sound ones that differ are a doubt.
void keep(FormReading& form, FieldReading reading) {
  const auto known = form.fields.find(reading.id);
  if (known == form.fields.end()) {
    form.fields.emplace(reading.id, std::move(reading));
    return;
  }
  FieldReading& first = known->second;
  const bool first_says = !first.value.empty() || !first.doubt.empty();
  const bool other_says = !reading.value.empty() || !reading.doubt.empty();
  if (!other_says) return;
  if (!first_says || (first.value.empty() && !reading.value.empty() && reading.doubt.empty() && first.doubt.empty())) {
    first = std::move(reading);
    return;
  }
  if (first.value.empty() || reading.value.empty() || is_same_value(first.value, reading.value)) return;
  first.doubt = fmt::format("the form says \"{}\" and \"{}\"", first.value, reading.value);
  first.evidence.insert(first.evidence.end(), reading.evidence.begin(), reading.evidence.end());
}

void read_page(const PageOfForm& page, const FormDefinition& definition, FormReading& form) {
  ItemList items(form);
  std::set<std::pair<std::string, std::size_t>> tables; // a table is read once, whatever names its columns have
  for (const LabelAt& at : page.labels().labels) {
    if (!at.field) continue;
    switch (at.field->type) {
    case FieldType::Choice:
      keep(form, read_choice(page.page(), page.labels(), at));
      break;
    case FieldType::Signature:
      keep(form, read_signature(page.page(), page.labels(), at));
      break;
    case FieldType::Items:
      if (tables.insert({at.field->id, at.row}).second) items.take(page, at);
      break;
    default:
      keep(form, page.text_field(at));
    }
  }
  for (const FormField& field : definition.fields)
    if (field.type == FieldType::Items && !field.section.empty() && form.list_place.empty())
      items.take_numbered(page, field.section);
}

bool share_a_field(const FormReading& a, const FormReading& b) {
  return std::any_of(a.fields.begin(), a.fields.end(), [&](const auto& one) {
    const FieldReading* other = b.find(one.first);
    return other && !other->value.empty() && !one.second.value.empty();
  });
}

} // namespace

const FieldReading* FormReading::find(const std::string& id) const {
  const auto found = fields.find(id);
  return found == fields.end() ? nullptr : &found->second;
}

std::string FormReading::sound(const std::string& id) const {
  const FieldReading* reading = find(id);
  return reading && reading->doubt.empty() ? reading->value : std::string();
}

std::vector<FormReading> read_forms(const FormDefinition& form, std::span<const FormPage> pages) {
  std::vector<FormReading> forms;
  std::string section;
  for (const FormPage& page : pages) {
    LabelledPage labels = find_labels(page, form, section);
    const bool has_title = std::find(labels.is_title.begin(), labels.is_title.end(), true) != labels.is_title.end();
    FormReading reading;
    reading.file = page.document().file;
    reading.first_page = page.page().number;
    read_page(PageOfForm(page, std::move(labels), form), form, reading);
    const bool is_new = forms.empty() || (has_title && share_a_field(forms.back(), reading));
    if (is_new) {
      forms.push_back(std::move(reading));
      continue;
    }
    for (auto& [id, field] : reading.fields) keep(forms.back(), std::move(field));
    for (ItemReading& item : reading.items) forms.back().items.push_back(std::move(item));
    forms.back().list_place.insert(forms.back().list_place.end(), reading.list_place.begin(), reading.list_place.end());
  }
  return forms;
}

} // namespace openimr::intake
