#include "letters/page_layout.h"

#include "letters/clean_text.h"
#include "letters/language.h"

#include <algorithm>
#include <limits>
#include <pango/pangocairo.h>
#include <span>
#include <utility>

namespace openimr::letters {
namespace {

struct DropObject {
  void operator()(gpointer object) const { g_object_unref(object); }
};

/// Fonts and context are dear to make: each thread keeps its own. Sizes are points, metrics unhinted, so that nothing
/// depends on a screen; the language is fixed, so that nothing depends on the locale.
class Setting {
public:
  static PangoContext* context() {
    thread_local const Setting setting;
    return setting.context_.get();
  }

private:
  Setting() : map_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(map_.get())) {
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context_.get(), 72);
    pango_context_set_language(context_.get(), pango_language_from_string("en-US"));
    pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_WEAK_LTR);
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
  }

  std::unique_ptr<PangoFontMap, DropObject> map_;
  std::unique_ptr<PangoContext, DropObject> context_;
};

struct Face {
  const char* family = "Liberation Serif";
  double size = 11;    ///< points
  double leading = 15; ///< points from line to line
  bool is_bold = false;
  double grey = 0;
};

constexpr Face body_face{};
constexpr Face table_face{"Liberation Serif", 9.5, 12.5, false, 0};
constexpr Face table_head_face{"Liberation Sans", 8.5, 12, true, 0};
constexpr Face sender_face{"Liberation Sans", 13, 18, true, 0};
constexpr Face address_face{"Liberation Sans", 8.5, 11.5, false, 0.2};
constexpr Face foot_face{"Liberation Sans", 8, 10, false, 0.3};
constexpr Face heading_faces[] = {{"Liberation Sans", 15, 20, true, 0},
                                  {"Liberation Sans", 11, 15, true, 0},
                                  {"Liberation Sans", 10.5, 14.5, true, 0}};

enum class Fit { Wrapped, OneLine };

constexpr double to_points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }

/// A line of the flow or of a table row before it has a page.
struct SetLine {
  int element = artifact;
  PangoLayoutLine* line = nullptr; ///< null when it has nothing to be seen
  double x = 0;                    ///< from the left margin
  double baseline = 0;             ///< from the top of its strip
};

/// What the page breaker moves: one line of text, or one line of every cell of a row.
struct Strip {
  double before = 0; ///< space above, dropped at the top of a page
  double height = 0;
  bool keeps_with_next = false;
  bool breaks_page = false; ///< begins a new page, carries nothing
  int table = -1;           ///< index into Flow::heads of the table whose body this is
  std::vector<SetLine> lines;
  std::vector<Rule> rules; ///< x from the left margin, y from the top of the strip
};

/// Builds strips and elements from blocks, in reading order.
class Flow {
public:
  Flow(PagedLetter& out, PageSize size) : out_(out), size_(size) { out_.elements.push_back({.role = "Document"}); }

  std::vector<Strip> strips;
  std::vector<std::vector<Strip>> heads; ///< of tables, to be repeated

  void put_letterhead(const Letterhead& letterhead) {
    if (letterhead.name.empty()) return;
    put_lines(add("P", 0), bold(letterhead.name), sender_face, {.before = 0, .align = PANGO_ALIGN_CENTER});
    for (const std::string& line : letterhead.lines)
      put_lines(add("P", 0), plain(line), address_face, {.before = 0, .align = PANGO_ALIGN_CENTER});
    Strip rule;
    rule.height = 16;
    rule.rules.push_back({0, 6, size_.text_width(), 1.1, 0.1});
    rule.rules.push_back({0, 8.2, size_.text_width(), 0.4, 0.1});
    strips.push_back(std::move(rule));
  }

  void operator()(const Heading& block) {
    const int level = std::clamp(block.level, 1, 3);
    const int element = add("H" + std::to_string(level), 0);
    out_.elements[static_cast<std::size_t>(element)].bookmark = clean_line(block.text);
    const std::size_t first = strips.size();
    put_lines(element, plain(block.text), heading_faces[level - 1],
              {.before = level == 1   ? 10.0
                         : level == 2 ? 18.0
                                      : 13.0});
    if (strips.size() > first && level == 2)
      strips.back().rules.push_back({0, strips.back().height - 0.2, size_.text_width(), 0.6, 0.35});
    for (std::size_t i = first; i < strips.size(); ++i) strips[i].keeps_with_next = true;
    if (strips.size() > first && level == 2) strips.back().height += 1;
  }
  void operator()(const Paragraph& block) { put_lines(add("P", 0), block.runs, body_face, {}); }
  void operator()(const Quote& block) {
    const int quote = add("BlockQuote", 0);
    put_lines(add("P", quote), block.runs, body_face, {.left = 30, .right = 30});
  }
  void operator()(const Note& block) {
    const std::size_t first = strips.size();
    put_lines(add("P", 0), block.runs, body_face, {.before = 11, .left = 10, .right = 10});
    if (strips.size() > first) box(std::span(strips).subspan(first));
  }
  void operator()(const List& block) {
    if (block.items.empty()) return;
    const int list = add("L", 0);
    out_.elements[static_cast<std::size_t>(list)].numbering = block.is_numbered ? "Decimal" : "Disc";
    int n = 0;
    for (const Runs& item : block.items) {
      const int entry = add("LI", list);
      const int label = add("Lbl", entry);
      const int words = add("LBody", entry);
      const std::string sign = block.is_numbered ? std::to_string(++n) + "." : "•";
      const auto lines = set(label, plain(sign), body_face, 18, 6, PANGO_ALIGN_LEFT);
      const std::size_t first = strips.size();
      put_lines(words, item, body_face, {.before = 4, .left = 24});
      if (strips.size() > first && !lines.empty()) strips[first].lines.insert(strips[first].lines.begin(), lines[0]);
    }
  }
  void operator()(const Table& block) { put_table(block); }
  /// Run in, not in two columns: text extracted from the page keeps each value beside its label.
  void operator()(const KeyValues& block) {
    bool is_first = true;
    for (const auto& [key, value] : block.rows) {
      Runs runs = value;
      runs.insert(runs.begin(), Run{key + ": ", {.bold = true}});
      put_lines(add("P", 0), runs, body_face, {.before = is_first ? 8.0 : 1.5, .hanging = 20});
      is_first = false;
    }
  }
  void operator()(const PageBreak&) {
    Strip strip;
    strip.breaks_page = true;
    strips.push_back(std::move(strip));
  }

  /// One line of words that are no part of the flow, cut with an ellipsis where it is too long.
  std::vector<SetLine> set_foot(const std::string& text, double x, double width, PangoAlignment align) {
    constexpr std::size_t most = 300; // bytes; more never fits
    return set(artifact, plain(text.substr(0, most)), foot_face, width, x, align, Fit::OneLine);
  }

private:
  struct Place {
    double before = 9;
    double left = 0, right = 0;
    double hanging = 0; ///< how far lines after the first are set in
    PangoAlignment align = PANGO_ALIGN_LEFT;
  };
  struct RowStyle {
    double above = 3.5, below = 3.5;
    bool is_ruled = false;
    bool is_head = false;
    int table = -1;
  };

  int add(std::string role, int parent) {
    out_.elements.push_back({.role = std::move(role), .parent = parent});
    return static_cast<int>(out_.elements.size()) - 1;
  }

  /// No line ends at a hyphen or slash inside a word: text extractors take such a hyphen for one of hyphenation and
  /// drop it, and "first-line" would be read back as "firstline".
  static void keep_hyphens(const std::string& text, PangoAttrList* attributes) {
    constexpr std::size_t longest_word = 120; // bytes; words beyond break anywhere
    std::size_t word_end = 0;
    for (std::size_t begin = 0; begin < text.size(); begin = word_end + 1) {
      word_end = std::min(text.find(' ', begin), text.size());
      if (word_end - begin > longest_word) continue;
      for (std::size_t at = text.find_first_of("-/", begin + 1); at != std::string::npos && at + 1 < word_end;
           at = text.find_first_of("-/", at + 1)) {
        PangoAttribute* attribute = pango_attr_allow_breaks_new(FALSE);
        attribute->start_index = static_cast<guint>(at);
        std::size_t end = at + 2; // with the whole next character
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
        attribute->end_index = static_cast<guint>(end);
        pango_attr_list_insert(attributes, attribute);
      }
    }
  }

  /// Words beyond any real one get places to break: pango searches them letter by letter otherwise, in quadratic time.
  static std::string with_breaks(std::string_view text) {
    constexpr std::size_t longest_word = 120, part = 30; // bytes
    std::string out;
    std::size_t word_end = 0, since = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i >= word_end) {
        word_end = text[i] == ' ' ? i + 1 : std::min(text.find(' ', i), text.size());
        since = word_end - i > longest_word ? 0 : std::string::npos; // npos: a word to leave alone
      }
      const bool begins_character = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
      if (since != std::string::npos && ++since > part && begins_character) {
        out += "\u200B";
        since = 1;
      }
      out += text[i];
    }
    return out;
  }

  PangoLayout* make_layout(const Runs& runs, const Face& face, double width, PangoAlignment align) {
    std::string text;
    PangoAttrList* attributes = pango_attr_list_new();
    const auto style = [&](PangoAttribute* attribute, std::size_t begin) {
      attribute->start_index = static_cast<guint>(begin);
      attribute->end_index = static_cast<guint>(text.size());
      pango_attr_list_insert(attributes, attribute);
    };
    for (const Run& run : runs) {
      const std::size_t begin = text.size();
      text += with_breaks(clean(run.text));
      if (run.emphasis.bold || face.is_bold) style(pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin);
      if (run.emphasis.italic) style(pango_attr_style_new(PANGO_STYLE_ITALIC), begin);
    }
    PangoLayout* layout = pango_layout_new(Setting::context());
    out_.layouts.emplace_back(layout);
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, face.family);
    pango_font_description_set_size(font, static_cast<int>(face.size * PANGO_SCALE));
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    if (face.grey > 0) {
      const auto level = static_cast<guint16>(face.grey * 65535);
      style(pango_attr_foreground_new(level, level, level), 0);
    }
    keep_hyphens(text, attributes);
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, align);
    pango_layout_set_width(layout, width < 0 ? -1 : static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_text(layout, text.data(),
                          static_cast<int>(std::min<std::size_t>(text.size(), std::numeric_limits<int>::max())));
    return layout;
  }

  /// Lines of words set to a width; none when there are no words.
  std::vector<SetLine> set(int element, const Runs& runs, const Face& face, double width, double x,
                           PangoAlignment align, Fit fit = {}, double hanging = 0) {
    std::vector<SetLine> lines;
    PangoLayout* layout = make_layout(runs, face, std::max(width, 1.0), align);
    if (std::string_view(pango_layout_get_text(layout)).find_first_not_of(' ') == std::string_view::npos) return lines;
    if (fit == Fit::OneLine) pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    if (hanging > 0) pango_layout_set_indent(layout, -static_cast<int>(hanging * PANGO_SCALE));
    PangoLayoutIter* iter = pango_layout_get_iter(layout);
    do {
      PangoRectangle ink, logical;
      pango_layout_iter_get_line_extents(iter, &ink, &logical);
      const bool is_seen = ink.width > 0 && ink.height > 0; // cairo 1.18 leaves marks around nothing out
      const double ascent = to_points(pango_layout_iter_get_baseline(iter) - logical.y);
      lines.push_back({element, is_seen ? pango_layout_iter_get_line_readonly(iter) : nullptr, x + to_points(logical.x),
                       (face.leading - to_points(logical.height)) / 2 + ascent});
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    return lines;
  }

  void put_lines(int element, const Runs& runs, const Face& face, Place place) {
    auto lines = set(element, runs, face, size_.text_width() - place.left - place.right, place.left, place.align,
                     Fit::Wrapped, place.hanging);
    const std::size_t count = lines.size();
    for (std::size_t i = 0; i < count; ++i) {
      Strip strip;
      strip.before = i == 0 ? place.before : 0;
      strip.height = face.leading;
      strip.keeps_with_next = count > 1 && (i == 0 || i + 2 == count); // no single line left behind or carried over
      strip.lines.push_back(lines[i]);
      strips.push_back(std::move(strip));
    }
  }

  /// A frame around strips; it is drawn side by side, so that it may run over a page end.
  void box(std::span<Strip> strips_inside) const {
    const double width = size_.text_width();
    for (Strip& strip : strips_inside) {
      strip.rules.push_back({0, -0.1, width, strip.height + 0.2, 0.95});
      strip.rules.push_back({0, -0.1, 1.5, strip.height + 0.2, 0.1});
    }
    Strip& first = strips_inside.front();
    Strip& last = strips_inside.back();
    first.rules.insert(first.rules.begin(), {0, -4, width, 4.1, 0.95});
    first.rules.push_back({0, -4, 1.5, 4.1, 0.1});
    last.rules.push_back({0, last.height, width, 4, 0.95});
    last.rules.push_back({0, last.height, 1.5, 4, 0.1});
    last.height += 4;
  }

  /// A row as strips: the k-th strip carries the k-th line of every cell.
  void put_row(const std::vector<std::vector<SetLine>>& cells, double leading, RowStyle style) {
    constexpr std::size_t longest_whole_row = 24; // lines; longer rows may run over a page end
    std::size_t height = 1;
    for (const auto& cell : cells) height = std::max(height, cell.size());
    for (std::size_t k = 0; k < height; ++k) {
      Strip strip;
      const double above = k == 0 ? style.above : 0;
      const double below = k + 1 == height ? style.below : 0;
      strip.height = above + leading + below;
      strip.table = style.table;
      const bool is_last = k + 1 == height;
      strip.keeps_with_next = style.is_head || (!is_last && (height <= longest_whole_row || k < 2 || k + 3 > height));
      if (style.is_head) strip.rules.push_back({0, 0, size_.text_width(), strip.height + 0.1, 0.9});
      if (style.is_ruled && is_last)
        strip.rules.push_back({0, strip.height - 0.5, size_.text_width(), 0.5, style.is_head ? 0.2 : 0.65});
      for (const auto& cell : cells)
        if (k < cell.size()) {
          strip.lines.push_back(cell[k]);
          strip.lines.back().baseline += above;
        }
      strips.push_back(std::move(strip));
    }
  }

  void put_table(const Table& block) {
    std::size_t columns = block.header.size();
    for (const auto& row : block.rows) columns = std::max(columns, row.size());
    if (columns == 0) return;
    const int table = add("Table", 0);
    if (!block.caption.empty()) {
      const std::size_t first = strips.size();
      put_lines(add("Caption", table), bold(block.caption), table_face, {.before = 10});
      for (std::size_t i = first; i < strips.size(); ++i) strips[i].keeps_with_next = true;
    }
    const std::vector<double> widths = column_widths(block, columns);
    const double padding = 4;
    const auto set_row = [&](int row, const char* role, const Face& face, const auto& words) {
      std::vector<std::vector<SetLine>> cells;
      double x = 0;
      for (std::size_t i = 0; i < columns; ++i) {
        const int cell = add(role, row);
        if (role[1] == 'H') out_.elements[static_cast<std::size_t>(cell)].scope = "Column";
        cells.push_back(set(cell, words(i), face, widths[i] - 2 * padding, x + padding, PANGO_ALIGN_LEFT));
        x += widths[i];
      }
      return cells;
    };
    space(8);
    const int number = static_cast<int>(heads.size());
    const std::size_t first = strips.size();
    if (!block.header.empty()) {
      const auto cells = set_row(add("TR", table), "TH", table_head_face,
                                 [&](std::size_t i) { return plain(i < block.header.size() ? block.header[i] : ""); });
      put_row(cells, table_head_face.leading, {.is_ruled = true, .is_head = true});
    }
    heads.emplace_back(strips.begin() + static_cast<std::ptrdiff_t>(first), strips.end());
    for (const auto& row : block.rows) {
      const auto cells =
          set_row(add("TR", table), "TD", table_face, [&](std::size_t i) { return i < row.size() ? row[i] : Runs{}; });
      put_row(cells, table_face.leading, {.is_ruled = true, .table = number});
    }
    space(6);
  }

  void space(double height) {
    Strip strip;
    strip.before = height;
    strip.keeps_with_next = true;
    strips.push_back(std::move(strip));
  }

  std::vector<double> column_widths(const Table& block, std::size_t columns) const {
    std::vector<double> widths(columns, 1);
    for (std::size_t i = 0; i < columns && i < block.widths.size(); ++i) widths[i] = std::max(block.widths[i], 0.01);
    double sum = 0;
    for (double width : widths) sum += width;
    for (double& width : widths) width *= size_.text_width() / sum;
    return widths;
  }

  PagedLetter& out_;
  PageSize size_;
};

/// Puts strips on pages from top to bottom.
class Breaker {
public:
  Breaker(PagedLetter& out, const std::vector<std::vector<Strip>>& heads, PageSize size)
      : out_(out), heads_(heads), size_(size) {
    out_.pages.emplace_back();
  }

  void place(const std::vector<Strip>& strips) {
    for (std::size_t i = 0; i < strips.size();) {
      if (strips[i].breaks_page) {
        if (y_ > 0) new_page(-1);
        ++i;
        continue;
      }
      std::size_t end = i; // one past the strips that must stay together
      double height = 0;
      do height += strips[end].before + strips[end].height;
      while (strips[end++].keeps_with_next && end < strips.size() && !strips[end].breaks_page);
      if (y_ > 0 && y_ + height > room()) new_page(strips[i].table);
      for (; i < end; ++i) put(strips[i]);
    }
  }

private:
  double room() const { return size_.height - 2 * size_.margin; }

  void new_page(int table) {
    out_.pages.emplace_back();
    y_ = 0;
    if (table < 0) return;
    const std::vector<Strip>& head = heads_[static_cast<std::size_t>(table)];
    double height = 0;
    for (const Strip& strip : head) height += strip.height;
    if (height > room() / 3) return; // a head that fills the page would leave no room for rows
    for (const Strip& strip : head) {
      Strip repeated = strip;
      for (SetLine& line : repeated.lines) line.element = artifact;
      put(repeated);
    }
  }

  void put(const Strip& strip) {
    if (y_ > 0 && y_ + strip.before + strip.height > room() + 0.01)
      new_page(strip.table); // longer than a page together
    if (y_ > 0) y_ += strip.before;
    PlacedPage& page = out_.pages.back();
    const double top = size_.margin + y_;
    for (Rule rule : strip.rules) {
      rule.x += size_.margin;
      rule.y += top;
      page.rules.push_back(rule);
    }
    for (const SetLine& line : strip.lines)
      if (line.line != nullptr)
        page.lines.push_back({line.element, line.line, size_.margin + line.x, top + line.baseline});
    y_ += strip.height;
  }

  PagedLetter& out_;
  const std::vector<std::vector<Strip>>& heads_;
  PageSize size_;
  double y_ = 0; ///< from the top margin; 0 only on an empty page
};

/// Feet are artifacts: case number and mark to the left, page number to the right.
void put_feet(const Letter& letter, PagedLetter& paged, Flow& flow, PageSize size) {
  const double top = size.height - size.margin + 22;
  const std::size_t count = paged.pages.size();
  const bool has_both = !letter.footer.empty() && !letter.mark.empty();
  const double number_width = 90;
  const double words_width = size.text_width() - number_width;
  const auto left =
      flow.set_foot(letter.footer + (has_both ? " · " : "") + letter.mark, 0, words_width, PANGO_ALIGN_LEFT);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string label =
        replace_names(letter.page_label, {{"page", std::to_string(i + 1)}, {"pages", std::to_string(count)}});
    const auto right = flow.set_foot(label, words_width, number_width, PANGO_ALIGN_RIGHT);
    PlacedPage& page = paged.pages[i];
    page.rules.push_back({size.margin, top - 4, size.text_width(), 0.5, 0.5});
    for (const auto* part : {&left, &right})
      if (!part->empty() && part->front().line != nullptr)
        page.lines.push_back(
            {artifact, part->front().line, size.margin + part->front().x, top + part->front().baseline});
  }
}

} // namespace

void DropLayout::operator()(PangoLayout* layout) const { g_object_unref(layout); }

PagedLetter layout_pages(const Letter& letter, PageSize size) {
  PagedLetter paged;
  Flow flow(paged, size);
  flow.put_letterhead(letter.letterhead);
  for (const Block& block : letter.blocks) std::visit(flow, block);
  // Space that nothing follows would begin a page of its own.
  while (!flow.strips.empty() && flow.strips.back().lines.empty() && flow.strips.back().rules.empty())
    flow.strips.pop_back();
  Breaker(paged, flow.heads, size).place(flow.strips);
  put_feet(letter, paged, flow, size);
  for (PlacedPage& page : paged.pages) std::ranges::stable_sort(page.lines, {}, &PlacedLine::element);
  return paged;
}

} // namespace openimr::letters
