#include "letters/render_text.h"

#include "letters/clean_text.h"

#include <algorithm>
#include <numeric>

namespace openimr::letters {
namespace {

/// The first `characters` code points of text.
std::string_view front(std::string_view text, std::size_t characters) {
  std::size_t i = 0;
  while (i < text.size() && characters > 0) {
    ++i;
    while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) ++i;
    --characters;
  }
  return text.substr(0, i);
}

/// Lines of at most `width` characters; breaks at spaces, and inside a word only when it is longer than a line.
std::vector<std::string> wrap(std::string_view words, std::size_t width) {
  const std::string text = clean_line(words);
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0; // characters in line
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    std::string_view word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    std::size_t size = count_characters(word);
    if (used > 0 && used + 1 + size > width) {
      lines.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    while (used == 0 && size > width) {
      const std::string_view part = front(word, width);
      lines.emplace_back(part);
      word.remove_prefix(part.size());
      size -= width;
    }
    if (used > 0) line += ' ';
    line += word;
    used += size + (used > 0);
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string words_of(const Runs& runs) {
  std::string out;
  for (const Run& run : runs) out += run.text;
  return out;
}

/// Writes wrapped text with the first line after `lead` and the others under it.
void put(std::string& out, std::string_view lead, std::string_view words, std::size_t width = text_columns) {
  const std::size_t indent = count_characters(lead);
  bool first = true;
  for (const std::string& line : wrap(words, width - std::min(indent, width - 1))) {
    out += first ? std::string(lead) : std::string(indent, ' ');
    out += line;
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += '\n';
    first = false;
  }
}

/// Widths of columns that share a line: narrow columns get what they need, wide ones share what is left.
std::vector<std::size_t> column_widths(const std::vector<std::vector<std::string>>& rows, std::size_t columns,
                                       std::size_t total) {
  std::vector<std::size_t> widths(columns, 1);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], count_characters(row[i]));
  std::vector<std::size_t> order(columns);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return widths[i]; });
  std::size_t left = total;
  for (std::size_t k = 0; k < columns; ++k) {
    const std::size_t fair = std::max<std::size_t>(1, left / (columns - k));
    widths[order[k]] = std::min(widths[order[k]], fair);
    left -= std::min(left, widths[order[k]]);
  }
  return widths;
}

void put_row(std::string& out, const std::vector<std::string>& row, const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 1;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    cells.push_back(wrap(i < row.size() ? row[i] : "", widths[i]));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t k = 0; k < height; ++k) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = k < cells[i].size() ? cells[i][k] : "";
      line += cell + std::string(widths[i] - count_characters(cell) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
}

struct Writer {
  std::string& out;

  void operator()(const Heading& block) const { put(out, "", block.text); }
  void operator()(const Paragraph& block) const { put(out, "", words_of(block.runs)); }
  void operator()(const Quote& block) const { put(out, "    ", words_of(block.runs), text_columns - 4); }
  void operator()(const Note& block) const { put(out, "", words_of(block.runs)); }
  void operator()(const List& block) const {
    std::size_t n = 0;
    for (const Runs& item : block.items)
      put(out, block.is_numbered ? std::to_string(++n) + ". " : "- ", words_of(item));
  }
  void operator()(const Table& block) const {
    constexpr std::size_t most_columns = 16; // beyond it cells stand one under the other
    std::vector<std::vector<std::string>> rows(1);
    for (const std::string& cell : block.header) rows[0].push_back(clean_line(cell));
    std::size_t columns = block.header.size();
    for (const auto& row : block.rows) {
      rows.emplace_back();
      for (const Runs& cell : row) rows.back().push_back(clean_line(words_of(cell)));
      columns = std::max(columns, row.size());
    }
    if (!block.caption.empty()) put(out, "", block.caption);
    if (columns == 0) return;
    if (columns > most_columns) {
      for (const auto& row : rows)
        for (const std::string& cell : row) put(out, "", cell);
      return;
    }
    const auto widths = column_widths(rows, columns, text_columns - 2 * (columns - 1));
    for (const auto& row : rows) {
      put_row(out, row, widths);
      if (&row != &rows.front()) continue;
      const std::size_t wide = std::accumulate(widths.begin(), widths.end(), 2 * (columns - 1));
      out += std::string(std::min<std::size_t>(wide, text_columns), '-') + '\n';
    }
  }
  void operator()(const KeyValues& block) const {
    for (const auto& [key, value] : block.rows) put(out, "", key + ": " + words_of(value));
  }
  void operator()(const PageBreak&) const {}
};

} // namespace

std::string render_text(const Letter& letter) {
  std::string out;
  if (!letter.letterhead.name.empty()) {
    put(out, "", letter.letterhead.name);
    for (const std::string& line : letter.letterhead.lines) put(out, "", line);
    out += '\n';
  }
  if (!letter.mark.empty()) {
    put(out, "", letter.mark);
    out += '\n';
  }
  for (const Block& block : letter.blocks) {
    if (std::holds_alternative<PageBreak>(block)) continue;
    std::visit(Writer{out}, block);
    out += '\n';
  }
  return out;
}

} // namespace openimr::letters
