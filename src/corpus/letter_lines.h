// A letter's text as lines without page furniture, and the way back from lines to sentences: unwrapping.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// One printed line; it views into the text it was cut from.
struct Line {
  std::string_view text; ///< without spaces at its ends; never empty
  int blank_before = 0;  ///< blank lines between it and the line before
  bool starts_page = false;
};

/// The lines that carry the letter, page heads and feet taken out.
struct LetterLines {
  std::vector<Line> lines;
  std::vector<std::string_view> furniture; ///< page heads and feet
  int usual_blank = 0;                     ///< blank lines between lines of a paragraph: 1 in double spacing
  std::size_t width = 0;                   ///< bytes of the longest line
};

/// Cuts text into lines. Form feeds part pages; a line that stands at the edge of most pages, numbers apart, is
/// furniture, and so is a page number; with `Kept` it stays among the lines.
enum class PageEdges { TakenOut, Kept };
LetterLines cut_lines(std::string_view text, PageEdges edges = PageEdges::TakenOut);

/// A half-open range of lines, the first from a byte offset on.
struct LineRange {
  std::size_t begin = 0, end = 0;
  std::size_t offset = 0; ///< into the first line
};

/// The words of the range in one line: spaces made one, words cut at a line end put together ("1-" + "7%" is "1-7%",
/// "short-" + "term" is "short-term", "pre-" + "and" stays parted).
std::string unwrap(const LetterLines& letter, LineRange range);

/// The same with paragraphs kept apart by "\n".
std::string unwrap_paragraphs(const LetterLines& letter, LineRange range);

/// True when the line ends a sentence: . ? ! perhaps followed by quotes or brackets.
bool ends_sentence(std::string_view line);

/// True when the next line's first word would have had room on this line, so that the break was meant.
bool is_short(const LetterLines& letter, std::size_t line);

} // namespace openimr::corpus
