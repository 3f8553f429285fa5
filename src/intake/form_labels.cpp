#include "intake/form_labels.h"

#include <algorithm>

namespace openimr::intake {
namespace {

constexpr double column_gap = 6;        // points between what is written and the next label
constexpr std::size_t short_label = 14; // letters; a shorter label must stand by itself

/// A place where some label stands; which field it is of depends on the section.
struct Found {
  std::string key;
  std::size_t first = 0, last = 0, apart = 0;
};

std::size_t slips_allowed(const std::string& key) {
  return key.size() < 6 ? 0 : std::max<std::size_t>(1, key.size() / 8);
}

bool ends_label(const std::string& text) {
  return !text.empty() && std::string_view(":;?#).").find(text.back()) != std::string_view::npos;
}

double gap_before(const FormPage& page, const FormRow& row, std::size_t at) {
  if (at == 0) return 1e9;
  return static_cast<double>(page.words[row.words[at]].box[0]) -
         static_cast<double>(page.words[row.words[at - 1]].box[2]);
}

/// Whether words [first, last] of the row may be a label by how they stand.
bool stands_as_label(const FormPage& page, const FormRow& row, std::size_t first, std::size_t last, bool is_short) {
  const std::string& text = page.words[row.words[last]].text;
  const bool is_closed = ends_label(text) || last + 1 == row.words.size() ||
                         gap_before(page, row, last + 1) >= column_gap || page.words[row.words[last + 1]].key.empty();
  const bool begins_column = gap_before(page, row, first) >= column_gap || page.words[row.words[first - 1]].key.empty();
  // "ICD-Code (Required) Service/Good Requested (Required)": the heads of a table may stand close.
  const bool follows_label = first > 0 && page.words[row.words[first - 1]].text.ends_with(')');
  if (!is_short && follows_label) return true;
  if (is_short) return is_closed && (begins_column || text.back() == ':');
  return begins_column || text.back() == ':' || text.back() == '?';
}

/// The label of this key at word `first`, its nearest spelling; false when it does not stand there.
bool match(const FormPage& page, const FormRow& row, std::size_t first, const std::string& key, Found& found) {
  const std::size_t slips = slips_allowed(key);
  std::string written;
  bool has = false;
  for (std::size_t last = first; last < row.words.size(); ++last) {
    const FormWord& word = page.words[row.words[last]];
    if (last > first && gap_before(page, row, last) > 40) break;
    written += word.key;
    if (word.key.empty() && last == first) return false;
    if (written.size() > key.size() + slips) break;
    if (written.size() + slips < key.size()) continue;
    const std::size_t apart = letters_apart(written, key, slips);
    if (apart > slips || (has && apart >= found.apart)) continue;
    found = {key, first, last, apart};
    has = true;
  }
  // A mark that closes the label may be a word of its own.
  if (has && found.last + 1 < row.words.size() && page.words[row.words[found.last + 1]].key.empty() &&
      ends_label(page.words[row.words[found.last + 1]].text) && page.words[row.words[found.last + 1]].text.size() == 1)
    ++found.last;
  return has;
}

std::string key_of_row(const FormPage& page, const FormRow& row, std::size_t from) {
  std::string key;
  for (std::size_t i = from; i < row.words.size(); ++i) key += page.words[row.words[i]].key;
  return key;
}

/// True when the row says these words and nothing else; a frame read as a letter before them is passed over.
bool says(const FormPage& page, const FormRow& row, const std::string& key) {
  const std::size_t slips = slips_allowed(key);
  for (std::size_t from = 0; from < std::min<std::size_t>(2, row.words.size()); ++from) {
    if (from == 1 && page.words[row.words[0]].key.size() > 2) break;
    if (letters_apart(key_of_row(page, row, from), key, slips) <= slips) return true;
  }
  return false;
}

std::vector<Found> labels_of_row(const FormPage& page, const FormRow& row, const FormDefinition& form) {
  std::vector<Found> found;
  for (const FormField& field : form.fields)
    for (const FormLabel& label : field.labels) {
      if (std::any_of(found.begin(), found.end(), [&](const Found& one) { return one.key == label.key; })) continue;
      for (std::size_t first = 0; first < row.words.size(); ++first)
        if (Found one; match(page, row, first, label.key, one) &&
                       stands_as_label(page, row, one.first, one.last, label.key.size() < short_label))
          found.push_back(std::move(one));
    }
  // The longer label wins where two overlap: "date of birth" over "date".
  std::stable_sort(found.begin(), found.end(),
                   [](const Found& a, const Found& b) { return a.key.size() - a.apart > b.key.size() - b.apart; });
  std::vector<Found> kept;
  for (Found& one : found)
    if (std::none_of(kept.begin(), kept.end(),
                     [&](const Found& other) { return one.first <= other.last && other.first <= one.last; }))
      kept.push_back(std::move(one));
  std::sort(kept.begin(), kept.end(), [](const Found& a, const Found& b) { return a.first < b.first; });
  return kept;
}

LabelAt placed(const FormPage& page, const FormRow& row, std::size_t number, const Found& found) {
  LabelAt at;
  at.row = number;
  at.first = found.first;
  at.last = found.last;
  at.box = page.words[row.words[found.first]].box;
  for (std::size_t i = found.first; i <= found.last; ++i) {
    const records::Box& box = page.words[row.words[i]].box;
    at.box = {std::min(at.box[0], box[0]), std::min(at.box[1], box[1]), std::max(at.box[2], box[2]),
              std::max(at.box[3], box[3])};
  }
  return at;
}

} // namespace

std::size_t letters_apart(std::string_view a, std::string_view b, std::size_t most) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > most) return most + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0], best = i;
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t other = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
      corner = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, other});
      best = std::min(best, row[j]);
    }
    if (best > most) return most + 1;
  }
  return std::min(row[b.size()], most + 1);
}

std::vector<const LabelAt*> LabelledPage::in_row(std::size_t row) const {
  std::vector<const LabelAt*> found;
  for (const LabelAt& label : labels)
    if (label.row == row) found.push_back(&label);
  return found;
}

LabelledPage find_labels(const FormPage& page, const FormDefinition& form, std::string& section) {
  LabelledPage result;
  for (std::size_t number = 0; number < page.rows.size(); ++number) {
    const FormRow& row = page.rows[number];
    const bool is_title = std::any_of(form.titles.begin(), form.titles.end(),
                                      [&](const std::string& key) { return says(page, row, key); });
    const auto heading = std::find_if(form.headings.begin(), form.headings.end(),
                                      [&](const FormHeading& one) { return says(page, row, one.key); });
    if (is_title) section.clear();
    if (heading != form.headings.end()) section = heading->section;
    result.is_title.push_back(is_title);
    result.is_heading.push_back(is_title || heading != form.headings.end());
    if (!result.is_heading.back())
      for (const Found& found : labels_of_row(page, row, form)) {
        LabelAt at = placed(page, row, number, found);
        for (const FormField& field : form.fields)
          for (const FormLabel& label : field.labels)
            if (!at.field && label.key == found.key && (label.in.empty() || label.in == section)) {
              at.field = &field;
              at.label = &label;
            }
        if (at.label && !at.label->opens.empty()) section = at.label->opens;
        result.labels.push_back(at); // also one that is of no field here: it ends the value before it
      }
    result.sections.push_back(section);
  }
  return result;
}

} // namespace openimr::intake
