// Letter: what a letter says, before it takes a form. PDF, HTML, text and JSON are all rendered from this one value, so
// they cannot differ in what they say.
//
//   Letter letter;
//   letter.title = "Final determination";
//   letter.date = *Date::parse_iso("2015-03-18");
//   letter.blocks.push_back(Heading{1, "FINAL DETERMINATION"});
//   letter.blocks.push_back(Paragraph{{Run{"The request is not medically necessary.", {.bold = true}, {"f12"}}}});
//   auto pdf = render_pdf(letter);                    // render_pdf.h
//
// Text may be anything: the renderers replace bytes that are no UTF-8, drop control characters and escape what has a
// meaning.
#pragma once

#include "base/date.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace openimr::letters {

/// How a run is set.
struct Emphasis {
  bool bold = false;
  bool italic = false;
  bool operator==(const Emphasis&) const = default;
};

/// Words in one style that rest on the same evidence.
struct Run {
  std::string text = {};
  Emphasis emphasis = {};
  std::vector<std::string> sources =
      {}; ///< ids of the findings and facts that the words rest on; HTML and JSON carry them
  bool operator==(const Run&) const = default;
};

/// Words in a row; nothing is put between runs, so a run that begins a new sentence begins with its space.
using Runs = std::vector<Run>;

/// Runs of one plain stretch of words.
inline Runs plain(std::string text) { return {Run{std::move(text)}}; }
inline Runs bold(std::string text) { return {Run{std::move(text), {.bold = true}}}; }

/// A heading; levels descend without gaps (1, 2, 3). It never ends a page.
struct Heading {
  int level = 1; ///< 1 to 3
  std::string text = {};
  bool operator==(const Heading&) const = default;
};

struct Paragraph {
  Runs runs = {};
  bool operator==(const Paragraph&) const = default;
};

struct List {
  bool is_numbered = false;
  std::vector<Runs> items = {};
  bool operator==(const List&) const = default;
};

/// Rows under one header row that is repeated on each page. Short rows are filled with empty cells.
struct Table {
  std::string caption = {}; ///< may be empty
  std::vector<std::string> header = {};
  std::vector<std::vector<Runs>> rows = {};
  std::vector<double> widths = {}; ///< relative; empty: equal. As many as header otherwise
  bool operator==(const Table&) const = default;
};

/// A label and what belongs to it, one pair a line: the block of case numbers and dates at the head of a letter.
struct KeyValues {
  std::vector<std::pair<std::string, Runs>> rows;
  bool operator==(const KeyValues&) const = default;
};

/// Words of another text, set in from both sides.
struct Quote {
  Runs runs = {};
  bool operator==(const Quote&) const = default;
};

/// A boxed paragraph that a reader must not miss.
struct Note {
  Runs runs = {};
  bool operator==(const Note&) const = default;
};

struct PageBreak {
  bool operator==(const PageBreak&) const = default;
};

using Block = std::variant<Heading, Paragraph, List, Table, KeyValues, Quote, Note, PageBreak>;

/// Who sends the letter: printed at the top of the first page. All words come from data.
struct Letterhead {
  std::string name = {};               ///< empty: no letterhead
  std::vector<std::string> lines = {}; ///< address, telephone
  bool operator==(const Letterhead&) const = default;
};

struct Letter {
  std::string title = {};         ///< of the document, shown by readers; not printed by itself
  std::string language = "en-US"; ///< BCP 47
  std::string subject = {};       ///< for metadata; may be empty
  Date date = {};                 ///< of the letter; also the creation date of the PDF
  Letterhead letterhead = {};
  std::string footer = {}; ///< in the foot of each page, e.g. "IMR case CM15-0000042"; may be empty
  std::string mark = {};   ///< beside it, e.g. what kind of copy this is; may be empty
  double margin = 72; ///< of the PDF, points on every side
  std::string page_label = "Page {page} of {pages}"; ///< in the foot of each page
  std::vector<Block> blocks = {};
  bool operator==(const Letter&) const = default;
};

} // namespace openimr::letters
