#include "letters/render_pdf.h"

#include "letters/page_layout.h"
#include "letters/tag_pdf.h"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <memory>
#include <pango/pangocairo.h>

namespace openimr::letters {
namespace {

struct DropSurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DropCairo {
  void operator()(cairo_t* cr) const { cairo_destroy(cr); }
};

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

/// Draws the words of one page; returns the element of each marked stretch in drawing order.
std::vector<int> draw_page(cairo_t* cr, const PlacedPage& page, const std::vector<Element>& elements) {
  std::vector<int> marks;
  const auto tag_of = [&](int element) {
    return element == artifact ? artifact_tag : elements[static_cast<std::size_t>(element)].role.c_str();
  };
  for (std::size_t i = 0; i < page.lines.size();) {
    const int element = page.lines[i].element;
    marks.push_back(element);
    cairo_tag_begin(cr, tag_of(element), "");
    for (; i < page.lines.size() && page.lines[i].element == element; ++i) {
      cairo_move_to(cr, page.lines[i].x, page.lines[i].baseline);
      pango_cairo_show_layout_line(cr, page.lines[i].line);
    }
    cairo_tag_end(cr, tag_of(element));
  }
  cairo_show_page(cr);
  return marks;
}

Error failed(const char* what, cairo_status_t status) {
  return {ErrorKind::Storage, "PDF of the letter", fmt::format("{}: {}", what, cairo_status_to_string(status)),
          "a drawn page", "check that fontconfig finds Liberation Serif and Liberation Sans"};
}

Result<DrawnPdf> draw(const PagedLetter& paged, const Letter& letter, PageSize size) {
  DrawnPdf drawn;
  const std::unique_ptr<cairo_surface_t, DropSurface> surface(
      cairo_pdf_surface_create_for_stream(append, &drawn.bytes, size.width, size.height));
  cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
  // Otherwise cairo asks the clock; tag_pdf() writes the metadata that stays.
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                 (letter.date.iso() + "T00:00:00Z").c_str());
  const std::unique_ptr<cairo_t, DropCairo> cr(cairo_create(surface.get()));
  for (const PlacedPage& page : paged.pages) drawn.marks.push_back(draw_page(cr.get(), page, paged.elements));
  if (const auto status = cairo_status(cr.get()); status != CAIRO_STATUS_SUCCESS) return failed("drawing", status);
  cairo_surface_finish(surface.get());
  if (const auto status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS)
    return failed("writing", status);
  return drawn;
}

} // namespace

Result<std::string> render_pdf(const Letter& letter) {
  const PageSize size{.margin = letter.margin};
  const PagedLetter paged = layout_pages(letter, size);
  auto drawn = draw(paged, letter, size);
  if (!drawn) return drawn.error();
  return tag_pdf(*drawn, paged, letter);
}

std::size_t count_pages(const Letter& letter) { return layout_pages(letter, {.margin = letter.margin}).pages.size(); }

} // namespace openimr::letters
