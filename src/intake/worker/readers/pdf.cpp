// SPDX-License-Identifier: GPL-3.0-or-later
// PDF: the text layer with word boxes, and pages rendered for OCR. Files whose end was cut off are given a new one.
#include "intake/worker/ocr.h"
#include "intake/worker/page_builder.h"
#include "intake/worker/readers/hidden_words.h"
#include "intake/worker/readers/pdf_marks.h"
#include "intake/worker/readers/readers.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <fmt/format.h>
#include <leptonica/allheaders.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;
using Document = std::unique_ptr<poppler::document>;

constexpr double dots_per_inch = 200, finer_dots_per_inch = 300;

constexpr std::size_t attached_limit = std::size_t{128} << 20; // bytes of all files attached to one

/// An open PDF and what it took to open it.
struct Pdf {
  Document document;
  std::string mended; ///< the bytes with a new end, when that was needed
  bool was_damaged = false;
};

void note_damage(const std::string& message, void* was_damaged) {
  for (const char* sign : {"xref", "trailer", "reconstruct", "May not be a PDF", "end of file"})
    if (message.find(sign) != std::string::npos) *static_cast<bool*>(was_damaged) = true;
}

Document load(std::string_view bytes) {
  if (bytes.size() > INT_MAX) return nullptr;
  return Document(poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Number of the last object with /Type /Catalog, 0 when there is none in the clear.
int catalog_object(std::string_view bytes) {
  for (std::size_t end = bytes.size();;) {
    const std::size_t at = bytes.rfind("/Catalog", end);
    if (at == std::string_view::npos) return 0;
    end = at == 0 ? 0 : at - 1;
    std::size_t before = at;
    while (before > 0 && is_space(bytes[before - 1])) --before;
    if (before < 5 || bytes.substr(before - 5, 5) != "/Type") {
      if (at == 0) return 0;
      continue;
    }
    // "12 0 obj" before it
    const std::size_t object = bytes.rfind(" obj", at);
    if (object == std::string_view::npos || at - object > 4096) return 0;
    std::size_t generation = object;
    while (generation > 0 && is_digit(bytes[generation - 1])) --generation;
    std::size_t number = generation;
    while (number > 0 && is_space(bytes[number - 1])) --number;
    std::size_t start = number;
    while (start > 0 && is_digit(bytes[start - 1]) && number - start < 7) --start;
    int value = 0;
    for (std::size_t i = start; i < number; ++i) value = value * 10 + (bytes[i] - '0');
    return value;
  }
}

/// The bytes with a trailer that names the catalog; poppler then rebuilds the table of objects. Empty when the catalog
/// is lost.
std::string with_new_end(std::string_view bytes) {
  const int root = catalog_object(bytes);
  if (root == 0 || bytes.find("/Encrypt") != std::string_view::npos) return {};
  return std::string(bytes) + "\nendstream endobj\ntrailer << /Root " + std::to_string(root) +
         " 0 R >>\nstartxref\n0\n%%EOF\n";
}

Pdf open_pdf(std::string_view bytes) {
  Pdf pdf;
  poppler::set_debug_error_function(note_damage, &pdf.was_damaged);
  pdf.document = load(bytes);
  if (!pdf.document) {
    pdf.was_damaged = true;
    pdf.mended = with_new_end(bytes);
    if (!pdf.mended.empty()) pdf.document = load(pdf.mended);
  }
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  return pdf;
}

std::string utf8(const poppler::ustring& units) {
  std::string text;
  for (std::size_t i = 0; i < units.size(); ++i) {
    std::uint32_t code = units[i];
    if (code >= 0xd800 && code < 0xdc00 && i + 1 < units.size() && units[i + 1] >= 0xdc00 && units[i + 1] < 0xe000)
      code = 0x10000 + ((code - 0xd800) << 10) + (units[++i] - 0xdc00U);
    else if (code >= 0xd800 && code < 0xe000)
      code = 0xfffd;
    if (code < 0x80)
      text += static_cast<char>(code);
    else if (code < 0x800)
      text += {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 0x3f))};
    else if (code < 0x10000)
      text += {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3f)),
               static_cast<char>(0x80 | (code & 0x3f))};
    else
      text += {static_cast<char>(0xf0 | code >> 18), static_cast<char>(0x80 | (code >> 12 & 0x3f)),
               static_cast<char>(0x80 | (code >> 6 & 0x3f)), static_cast<char>(0x80 | (code & 0x3f))};
  }
  return text;
}

void set_size(records::Page& target, const poppler::page& page) {
  const poppler::rectf rect = page.page_rect();
  double width = rect.width(), height = rect.height();
  if (page.orientation() == poppler::page::landscape || page.orientation() == poppler::page::seascape)
    std::swap(width, height);
  target.width = static_cast<float>(std::clamp(std::round(width * 100) / 100, 0.0, 2e5));
  target.height = static_cast<float>(std::clamp(std::round(height * 100) / 100, 0.0, 2e5));
}

std::vector<PlacedWord> words_of(const poppler::page& page) {
  std::vector<PlacedWord> words;
  const std::vector<poppler::text_box> boxes = page.text_list(0);
  words.reserve(boxes.size());
  for (const poppler::text_box& box : boxes) {
    const poppler::rectf place = box.bbox();
    PlacedWord word;
    word.text = utf8(box.text());
    word.box = {static_cast<float>(place.left()), static_cast<float>(place.top()), static_cast<float>(place.right()),
                static_cast<float>(place.bottom())};
    if (!std::all_of(word.box.begin(), word.box.end(),
                     [](float side) { return std::isfinite(side) && std::abs(side) < 2e5F; }))
      continue;
    word.is_glued = !box.has_space_after();
    word.quarter_turns = box.rotation() >= 90 ? box.rotation() / 90 : box.rotation();
    words.push_back(std::move(word));
  }
  return words;
}

/// The words of a page with its form values and annotations; `objects` may be null.
std::vector<PlacedWord> words_of(const poppler::page& page, int number, PdfObjects* objects) {
  std::vector<PlacedWord> words = words_of(page);
  if (!objects) return words;
  const std::vector<PdfMark> marks = objects->marks(number);
  if (marks.empty()) return words;
  const bool may_show =
      std::any_of(marks.begin(), marks.end(), [](const PdfMark& mark) { return mark.kind != PdfMark::Kind::Note; });
  const std::string bare = may_show ? objects->bare_page(number) : "";
  const Document document = bare.empty() ? nullptr : load(bare);
  const std::unique_ptr<poppler::page> bare_page(document ? document->create_page(0) : nullptr);
  const std::vector<PlacedWord> own = bare_page ? words_of(*bare_page) : words;
  return with_marks(std::move(words), own, marks);
}

records::Page layer_of(const poppler::page& page, int number, PdfObjects* objects = nullptr) {
  records::Page result = build_page(words_of(page, number, objects));
  result.number = number;
  result.source = result.words.empty() ? records::TextSource::None : records::TextSource::Layer;
  set_size(result, page);
  return result;
}

/// Names a file as the sender named it, or by its number.
std::string attached_name(std::string name, int number) {
  for (char& c : name)
    if (static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' || c == ':') c = '_';
  return name.empty() || name == "." || name == ".." || name.size() > 200 ? fmt::format("attached-{}", number) : name;
}

/// What is not on the pages: attached files become files of their own.
void send_attached(PdfObjects& objects, Output& out) {
  int number = 0;
  const bool is_all = objects.attached_files(attached_limit, [&](const std::string& name, const std::string& file) {
    out.member(attached_name(name, ++number), file);
  });
  if (!is_all) out.note(Trouble::TooManyMembers, fmt::format("more than {} MB attached", attached_limit >> 20));
  if (objects.is_dynamic_form()) out.note(Trouble::PartsUnread, "the fields of an XFA form");
}

records::Page lost_page(int number) {
  records::Page page;
  page.number = number;
  page.confidence = 0;
  page.is_unread = true;
  return page;
}

/// The page as an 8-bit picture; null when it cannot be rendered.
Picture render(const poppler::page& page, double dpi) {
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  const poppler::image image = renderer.render_page(&page, dpi, dpi);
  if (!image.is_valid() || image.format() != poppler::image::format_gray8) return nullptr;
  Picture picture(pixCreate(image.width(), image.height(), 8));
  if (!picture) return nullptr;
  l_uint32* line = pixGetData(picture.get());
  for (int y = 0; y < image.height(); ++y, line += pixGetWpl(picture.get())) {
    const auto* from = reinterpret_cast<const unsigned char*>(image.const_data() +
                                                              static_cast<std::ptrdiff_t>(y) * image.bytes_per_row());
    for (int x = 0; x < image.width(); ++x) SET_DATA_BYTE(line, x, from[x]);
  }
  return picture;
}

/// Resolution that keeps a page of any size under the limit of pixels.
double bounded(double dpi, const records::Page& size) {
  const double inches = std::max(1.0, static_cast<double>(size.width) * static_cast<double>(size.height) / (72 * 72));
  return std::min(dpi, std::sqrt(pixel_limit / 4 / inches));
}

/// A page with two words in a font that is not embedded.
constexpr std::string_view our_pdf = "%PDF-1.4\n"
                                     "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
                                     "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
                                     "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
                                     "/Resources << /Font << /F1 5 0 R >> >> >> endobj\n"
                                     "4 0 obj << /Length 42 >>\nstream\nBT /F1 11 Tf 60 720 Td (Two words) Tj ET\n  "
                                     "\nendstream endobj\n"
                                     "5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n"
                                     "trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n";

} // namespace

void warm_up_pdf() {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  // Kept open: poppler forgets its tables with the last document.
  static const Document kept = load(our_pdf);
  const std::unique_ptr<poppler::page> page(kept ? kept->create_page(0) : nullptr);
  if (page) layer_of(*page, 1);
}

void read_pdf_layer(std::string_view bytes, PageRange pages, Output& out) {
  const Pdf pdf = open_pdf(bytes);
  if (!pdf.document || pdf.document->is_locked()) {
    out.file("application/pdf", 0);
    out.note(pdf.document ? Trouble::Encrypted : Trouble::Damaged, "PDF");
    return;
  }
  const int count = pdf.document->pages();
  if (count <= 0) {
    out.file("application/pdf", 0);
    out.note(pdf.was_damaged ? Trouble::Damaged : Trouble::NoPages, "PDF");
    return;
  }
  const int read = std::min(count, static_cast<int>(intake::wire::page_limit));
  out.file("application/pdf", static_cast<std::uint32_t>(read));
  if (pdf.was_damaged) out.note(Trouble::Repaired, "PDF");
  if (read < count) out.note(Trouble::TooManyPages, std::to_string(count));
  const std::string_view whole = pdf.mended.empty() ? bytes : std::string_view(pdf.mended);
  const auto objects = may_have_objects(whole) ? std::make_unique<PdfObjects>(whole) : nullptr;
  for (int number = pages.first; number <= std::min(read, pages.last); ++number) {
    const std::unique_ptr<poppler::page> page(pdf.document->create_page(number - 1));
    if (!page) out.note(Trouble::PageDamaged, "", number);
    out.page(page ? layer_of(*page, number, objects.get()) : lost_page(number));
  }
  if (objects && pages.first == 1) send_attached(*objects, out);
  // Last, so that whatever it costs, the words are said.
  if (read < count) return;
  for (const PageSigns& signs : pages_with_scans(whole, pages.first, std::min(read, pages.last))) {
    if (signs.is_hidden) out.note(Trouble::HiddenWords, "", signs.page);
    if (signs.is_pictured) out.note(Trouble::PictureOnPage, "", signs.page);
  }
}

void read_pdf_pictures(std::string_view bytes, PageRange pages, bool is_finer, Output& out) {
  const Pdf pdf = open_pdf(bytes);
  const bool is_open = pdf.document && !pdf.document->is_locked();
  for (int number = pages.first; number <= pages.last; ++number) {
    const std::unique_ptr<poppler::page> page(is_open ? pdf.document->create_page(number - 1) : nullptr);
    if (!page) {
      out.no_picture(number);
      continue;
    }
    records::Page size;
    set_size(size, *page);
    const double finer = bounded(finer_dots_per_inch, size), usual = bounded(dots_per_inch, size),
                 dpi = is_finer ? finer : usual;
    const Picture picture = render(*page, dpi);
    // What is blank in a file that was cut off may have been cut off.
    out.picture(number, picture.get(), dpi, {!is_finer && finer > usual * 1.2, pdf.was_damaged});
  }
}

void send_pdf_picture(std::string_view bytes, int page, double dpi, Output& out) {
  const Pdf pdf = open_pdf(bytes);
  const std::unique_ptr<poppler::page> shown(pdf.document && !pdf.document->is_locked() && page <= pdf.document->pages()
                                                 ? pdf.document->create_page(page - 1)
                                                 : nullptr);
  if (!shown) return;
  records::Page size;
  set_size(size, *shown);
  const double resolution = std::min(dpi, bounded(dpi, size));
  send_picture(render(*shown, resolution), resolution, resolution, page, out);
}

} // namespace openimr::worker
