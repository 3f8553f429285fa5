// From blocks to pages: where each line of a letter stands, and what part of the document's structure it belongs to.
// Internal to the PDF renderer: layout_pages() sets and breaks, render_pdf.cpp draws, tag_pdf.cpp writes the structure.
#pragma once

#include "letters/letter.h"

#include <memory>
#include <string>
#include <vector>

using PangoLayout = struct _PangoLayout;
using PangoLayoutLine = struct _PangoLayoutLine;

namespace openimr::letters {

/// US Letter, in points; margins of one inch unless the letter says otherwise.
struct PageSize {
  double width = 612, height = 792, margin = 72;
  double text_width() const { return width - 2 * margin; }
};

/// One element of the document's structure (ISO 32000-1, 14.8.4); element 0 is the document.
struct Element {
  std::string role = {};      ///< Document, H1, P, L, LI, Lbl, LBody, Table, TR, TH, TD, Caption, BlockQuote
  int parent = -1;            ///< index; always smaller than the element's own
  std::string scope = {};     ///< of TH: Column or Row
  std::string numbering = {}; ///< of L: Disc or Decimal
  std::string bookmark = {};  ///< of headings: their words
};

constexpr int artifact = -1; ///< element of what is no content: feet, rules, repeated table heads

/// A set line at its place; x and baseline in points from the top left of the page.
struct PlacedLine {
  int element = artifact;
  PangoLayoutLine* line = nullptr; ///< owned by one of PagedLetter::layouts
  double x = 0, baseline = 0;
};

/// A filled rectangle under the text: rules, shading, boxes.
struct Rule {
  double x = 0, y = 0, width = 0, height = 0;
  double grey = 0; ///< 0 black, 1 white
};

struct PlacedPage {
  std::vector<Rule> rules = {};
  std::vector<PlacedLine> lines = {}; ///< artifacts first, then by element: reading order
};

struct DropLayout {
  void operator()(PangoLayout* layout) const;
};
using LayoutHandle = std::unique_ptr<PangoLayout, DropLayout>;

/// A letter broken into pages. Pages come at least one. Must be used and dropped on the thread that made it.
struct PagedLetter {
  std::vector<Element> elements = {};
  std::vector<PlacedPage> pages = {};
  std::vector<LayoutHandle> layouts = {};
};

/// Sets and breaks. A heading stays with what follows it, no paragraph leaves or takes a single line across a page,
/// table rows stay whole unless they are long, and a table's head is repeated on each page.
PagedLetter layout_pages(const Letter& letter, PageSize size = {});

} // namespace openimr::letters
