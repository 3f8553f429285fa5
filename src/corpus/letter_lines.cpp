#include "corpus/letter_lines.h"

#include <algorithm>
#include <cstdint>
#include <map>

namespace openimr::corpus {
namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";
constexpr std::string_view soft_hyphen = "\xC2\xAD";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\v";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trim(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    while (!text.empty() && blanks.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    while (!text.empty() && blanks.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    if (text.starts_with(no_break_space)) text.remove_prefix(2), again = true;
    if (text.ends_with(no_break_space)) text.remove_suffix(2), again = true;
  }
  return text;
}

/// The line with each number as one '#', so that feet of different pages are alike.
std::string mask_numbers(std::string_view line) {
  std::string out;
  for (char c : line) {
    if (!is_digit(c))
      out += c;
    else if (out.empty() || out.back() != '#')
      out += '#';
  }
  return out;
}

bool starts_with_word(std::string_view line, std::string_view word) {
  if (line.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if ((line[i] | 0x20) != word[i]) return false;
  return true;
}

/// A page head or foot that names the case it belongs to.
bool names_case(std::string_view line) {
  for (std::string_view start : {"case cm", "case number", "imr case", "final determination letter for imr case"})
    if (starts_with_word(line, start)) return true;
  return false;
}

/// Skips digits; true when there was one.
bool skip_number(std::string_view& text) {
  const std::size_t before = text.size();
  while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  return text.size() < before;
}

/// "Page 2 of 5", "Page 2", or either at the end of a line that begins with a case number: feet that need no comparing.
bool is_page_number(std::string_view line) {
  const std::size_t at = line.rfind("Page ");
  if (at == std::string_view::npos) return false;
  std::string_view rest = line.substr(at + 5);
  if (!skip_number(rest)) return false;
  if (rest.starts_with(" of ")) {
    rest.remove_prefix(4);
    if (!skip_number(rest)) return false;
  }
  if (!rest.empty()) return false;
  const std::string_view front = line.substr(0, at);
  return at == 0 || front.ends_with("  ") || names_case(front);
}

constexpr std::size_t edge_lines = 3; // of each page are looked at

/// Sentences, labels and decisions are never page heads, however often they come.
bool may_be_furniture(std::string_view line) {
  return !ends_sentence(line) && !line.ends_with(':') && !line.ends_with("pheld") && !line.ends_with("PHELD") &&
         !line.ends_with("verturned") && !line.ends_with("VERTURNED");
}

/// Marks the lines that stand at the edge of at least half of the pages.
std::vector<bool> find_furniture(const std::vector<Line>& lines) {
  std::vector<bool> is_furniture(lines.size(), false);
  std::vector<std::size_t> page_starts;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    is_furniture[i] = is_page_number(lines[i].text);
    if (i == 0 || lines[i].starts_page) page_starts.push_back(i);
  }
  const std::size_t pages = page_starts.size();
  page_starts.push_back(lines.size());
  // From each edge inward, as long as the line is alike on all pages (the first or the last may go without).
  const auto mark_edge = [&](bool from_top) {
    for (std::size_t k = 0; k < edge_lines; ++k) {
      std::map<std::string, std::vector<std::size_t>> alike;
      for (std::size_t p = 0; p < pages; ++p) {
        if (page_starts[p + 1] - page_starts[p] <= k) continue;
        const std::size_t i = from_top ? page_starts[p] + k : page_starts[p + 1] - 1 - k;
        alike[mask_numbers(lines[i].text)].push_back(i);
      }
      bool found = false;
      for (const auto& [words, places] : alike) {
        if (places.size() < std::max<std::size_t>(2, pages - 1) || !may_be_furniture(lines[places.front()].text))
          continue;
        for (std::size_t i : places) is_furniture[i] = true;
        found = true;
      }
      if (!found) return;
    }
  };
  if (pages >= 2) {
    mark_edge(true);
    mark_edge(false);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (starts_with_word(lines[i].text, "final determination letter for imr case")) is_furniture[i] = true;
    // A foot set in several pieces: what names the case right before the page number.
    const bool is_before_number =
        i + 1 < lines.size() && is_page_number(lines[i + 1].text) && lines[i + 1].text.starts_with("Page ");
    if (is_before_number && names_case(lines[i].text) && !lines[i].text.ends_with('.')) is_furniture[i] = true;
  }
  return is_furniture;
}

void measure(LetterLines& letter) {
  std::size_t tight = 0, spaced = 0;
  for (std::size_t i = 1; i < letter.lines.size(); ++i) {
    tight += letter.lines[i].blank_before == 0;
    spaced += letter.lines[i].blank_before == 1;
  }
  letter.usual_blank = spaced > 2 * tight ? 1 : 0;
  for (const Line& line : letter.lines) letter.width = std::max(letter.width, line.text.size());
}

bool is_space_byte(char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; }

/// Appends words with spaces made one, ligatures taken apart and what cannot be seen dropped.
void append_words(std::string& out, std::string_view words) {
  static constexpr std::string_view ligatures[] = {"ff", "fi", "fl", "ffi", "ffl"};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const char c = words[i];
    const std::string_view rest = words.substr(i);
    if (is_space_byte(c) || rest.starts_with(no_break_space)) {
      if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
      i += is_space_byte(c) ? 0 : 1;
    } else if (rest.starts_with(soft_hyphen)) {
      i += 1;
    } else if (rest.starts_with("\xE2\x80\x8B") || rest.starts_with(byte_order_mark)) {
      i += 2;
    } else if (rest.size() >= 3 && rest.starts_with("\xEF\xAC") && static_cast<unsigned char>(rest[2]) >= 0x80 &&
               static_cast<unsigned char>(rest[2]) <= 0x84) {
      out += ligatures[static_cast<unsigned char>(rest[2]) - 0x80];
      i += 2;
    } else {
      out += c;
    }
  }
}

/// The first word of a line.
std::string_view first_word(std::string_view line) { return line.substr(0, std::min(line.find(' '), line.size())); }

enum class Joint { Space, None };

/// How the end of one line meets the beginning of the next.
Joint joint(std::string_view before, std::string_view after) {
  if (before.ends_with(soft_hyphen)) return Joint::None;
  const bool is_dash = before.ends_with("–") || before.ends_with("—");
  const std::size_t size = is_dash ? 3 : 1;
  if (before.size() <= size || before[before.size() - size - 1] == ' ') return Joint::Space;
  if (is_dash) return Joint::None;
  if (before.back() == '/') return Joint::None;
  if (before.back() != '-') return Joint::Space;
  const std::string_view word = first_word(after); // a suspended hyphen: "pre- and post-operative"
  return word == "and" || word == "or" || word == "to" || word == "and/or" ? Joint::Space : Joint::None;
}

bool begins_paragraph(const LetterLines& letter, std::size_t i) {
  const Line& line = letter.lines[i];
  const std::string_view before = letter.lines[i - 1].text;
  if (!ends_sentence(before) && !before.ends_with(':')) return false;
  if (line.starts_page) return is_short(letter, i - 1);
  if (line.blank_before > letter.usual_blank) return true;
  return before.size() + 1 + first_word(line.text).size() < letter.width * 85 / 100;
}

std::string unwrap_with(const LetterLines& letter, LineRange range, bool keeps_paragraphs) {
  std::string out;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    std::string_view text = letter.lines[i].text;
    if (i == range.begin)
      text.remove_prefix(std::min(range.offset, text.size()));
    else if (!out.empty()) {
      if (keeps_paragraphs && begins_paragraph(letter, i))
        out += '\n';
      else if (joint(letter.lines[i - 1].text, text) == Joint::Space)
        out += ' ';
    }
    if (!out.empty() && out.back() == ' ') text = trim(text);
    append_words(out, text);
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
  return out;
}

} // namespace

bool ends_sentence(std::string_view line) {
  while (!line.empty()) {
    const char c = line.back();
    if (c == '"' || c == '\'' || c == ')' || c == ']')
      line.remove_suffix(1);
    else if (line.ends_with("”") || line.ends_with("’"))
      line.remove_suffix(3);
    else
      return c == '.' || c == '?' || c == '!';
  }
  return false;
}

bool is_short(const LetterLines& letter, std::size_t line) {
  if (line + 1 >= letter.lines.size()) return true;
  return letter.lines[line].text.size() + 1 + first_word(letter.lines[line + 1].text).size() <= letter.width * 93 / 100;
}

LetterLines cut_lines(std::string_view text, PageEdges edges) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::vector<Line> lines;
  int blank = 0;
  bool starts_page = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\n\f"), text.size());
    const std::string_view line = trim(text.substr(0, end));
    if (line.empty()) {
      // The empty stretch before a form feed is no blank line.
      blank += end < text.size() && text[end] == '\n' ? 1 : 0;
    } else {
      lines.push_back({line, lines.empty() ? 0 : blank, starts_page});
      blank = 0;
      starts_page = false;
    }
    if (end < text.size() && text[end] == '\f') starts_page = true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  LetterLines letter;
  const std::vector<bool> is_furniture =
      edges == PageEdges::Kept ? std::vector<bool>(lines.size(), false) : find_furniture(lines);
  bool was_furniture = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    was_furniture |= is_furniture[i] || lines[i].starts_page;
    if (is_furniture[i]) {
      letter.furniture.push_back(lines[i].text);
      continue;
    }
    letter.lines.push_back(lines[i]);
    letter.lines.back().starts_page = was_furniture; // blank lines around a page end say nothing about paragraphs
    was_furniture = false;
  }
  measure(letter);
  return letter;
}

std::string unwrap(const LetterLines& letter, LineRange range) { return unwrap_with(letter, range, false); }

std::string unwrap_paragraphs(const LetterLines& letter, LineRange range) { return unwrap_with(letter, range, true); }

} // namespace openimr::corpus
