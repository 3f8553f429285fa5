// SPDX-License-Identifier: GPL-3.0-or-later
// qpdf opens the file through its C interface, which every compiler that builds this project can read.
#include "intake/worker/readers/hidden_words.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <qpdf/qpdf-c.h>
#include <string>

namespace openimr::worker {
namespace {

constexpr int depth_limit = 4;         // forms in forms
constexpr int ancestors_limit = 30;    // a page takes what it lacks from the nodes above it
constexpr int objects_limit = 200;     // that are drawn by one page
constexpr double scan_pixels = 500000; // fewer are a logo or a signature
constexpr double scan_share = 0.5;     // of the page
constexpr std::size_t content_limit = std::size_t{64} << 20;

struct Closer {
  void operator()(_qpdf_data* data) const {
    qpdf_data owner = data;
    qpdf_cleanup(&owner);
  }
};
struct Freer {
  void operator()(unsigned char* bytes) const { std::free(bytes); }
};
using Bytes = std::unique_ptr<unsigned char, Freer>;

/// One page's content and what it draws.
class PageDrawing {
public:
  PageDrawing(qpdf_data pdf, qpdf_oh page) : pdf_(pdf), page_(page) {}

  Drawing draw() {
    if (!has_scan_like_image(inherited("/Resources"), 0)) return {};
    const qpdf_oh box = inherited("/MediaBox");
    if (qpdf_oh_get_array_n_items(pdf_, box) == 4)
      area_ = std::abs((number(box, 2) - number(box, 0)) * (number(box, 3) - number(box, 1)));
    unsigned char* bytes = nullptr;
    std::size_t size = 0;
    const QPDF_ERROR_CODE code = qpdf_oh_get_page_content_data(pdf_, page_, &bytes, &size);
    const Bytes owner(bytes);
    if ((code & QPDF_ERRORS) == 0 && bytes) walk(view(bytes, size), inherited("/Resources"), {1, 0, 0, 1, 0, 0}, 0, 0);
    return drawing_;
  }

private:
  static std::string_view view(const unsigned char* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), std::min(size, content_limit)};
  }
  double number(qpdf_oh array, int n) const {
    return qpdf_oh_get_numeric_value(pdf_, qpdf_oh_get_array_item(pdf_, array, n));
  }
  double number(qpdf_oh dictionary, const char* key) const {
    return qpdf_oh_get_numeric_value(pdf_, qpdf_oh_get_key_if_dict(pdf_, dictionary, key));
  }
  qpdf_oh inherited(const char* key) const {
    qpdf_oh node = page_;
    for (int n = 0; n < ancestors_limit && qpdf_oh_is_dictionary(pdf_, node); ++n) {
      if (qpdf_oh_has_key(pdf_, node, key)) return qpdf_oh_get_key(pdf_, node, key);
      node = qpdf_oh_get_key_if_dict(pdf_, node, "/Parent");
    }
    return qpdf_oh_new_null(pdf_);
  }

  bool is_scan(qpdf_oh dictionary) const {
    return number(dictionary, "/Width") * number(dictionary, "/Height") >= scan_pixels;
  }

  /// Text pages, by far the most, are known here without a look at their content.
  bool has_scan_like_image(qpdf_oh resources, int depth) {
    const qpdf_oh objects = qpdf_oh_get_key_if_dict(pdf_, resources, "/XObject");
    if (!qpdf_oh_is_dictionary(pdf_, objects) || depth > depth_limit) return false;
    std::vector<std::string> names;
    for (qpdf_oh_begin_dict_key_iter(pdf_, objects); qpdf_oh_dict_more_keys(pdf_);)
      names.emplace_back(qpdf_oh_dict_next_key(pdf_));
    for (const std::string& name : names) {
      if (++looked_at_ > objects_limit) return true;
      const qpdf_oh object = qpdf_oh_get_key(pdf_, objects, name.c_str());
      if (!qpdf_oh_is_stream(pdf_, object)) continue;
      const qpdf_oh dictionary = qpdf_oh_get_dict(pdf_, object);
      const qpdf_oh kind = qpdf_oh_get_key_if_dict(pdf_, dictionary, "/Subtype");
      if (qpdf_oh_is_name_and_equals(pdf_, kind, "/Image") && is_scan(dictionary)) return true;
      if (qpdf_oh_is_name_and_equals(pdf_, kind, "/Form") &&
          has_scan_like_image(qpdf_oh_get_key_if_dict(pdf_, dictionary, "/Resources"), depth + 1))
        return true;
    }
    return false;
  }

  void walk(std::string_view content, qpdf_oh resources, const Matrix& matrix, int mode, int depth) {
    ContentWalk(drawing_, [&](std::string_view name, const Matrix& at, int mode_there) {
      if (++drawn_ <= objects_limit) draw_object(resources, name, at, mode_there, depth);
    }).walk(content, matrix, mode);
  }

  void draw_object(qpdf_oh resources, std::string_view name, const Matrix& at, int mode, int depth) {
    const qpdf_oh objects = qpdf_oh_get_key_if_dict(pdf_, resources, "/XObject");
    const qpdf_oh object = qpdf_oh_get_key_if_dict(pdf_, objects, ("/" + std::string(name)).c_str());
    if (!qpdf_oh_is_stream(pdf_, object)) return;
    const qpdf_oh dictionary = qpdf_oh_get_dict(pdf_, object);
    const qpdf_oh kind = qpdf_oh_get_key_if_dict(pdf_, dictionary, "/Subtype");
    if (qpdf_oh_is_name_and_equals(pdf_, kind, "/Image")) {
      // An image fills the unit square of the matrix in force.
      const double share = area_ > 0 ? std::abs(at[0] * at[3] - at[1] * at[2]) / area_ : 0;
      if (is_scan(dictionary)) drawing_.pictured += std::min(share, 1.0);
      if (!is_scan(dictionary) || share < scan_share) return;
      drawing_.has_scan = true;
      drawing_.unseen += drawing_.seen; // what was drawn before lies under it
      drawing_.seen = 0;
    } else if (qpdf_oh_is_name_and_equals(pdf_, kind, "/Form") && depth < depth_limit) {
      draw_form(object, dictionary, resources, at, mode, depth);
    }
  }

  void draw_form(qpdf_oh form, qpdf_oh dictionary, qpdf_oh resources, const Matrix& at, int mode, int depth) {
    Matrix own{1, 0, 0, 1, 0, 0};
    const qpdf_oh told = qpdf_oh_get_key_if_dict(pdf_, dictionary, "/Matrix");
    if (qpdf_oh_get_array_n_items(pdf_, told) == 6)
      for (int i = 0; i < 6; ++i) own[static_cast<std::size_t>(i)] = number(told, i);
    const qpdf_oh inner = qpdf_oh_get_key_if_dict(pdf_, dictionary, "/Resources");
    unsigned char* bytes = nullptr;
    std::size_t size = 0;
    const QPDF_ERROR_CODE code = qpdf_oh_get_stream_data(pdf_, form, qpdf_dl_generalized, nullptr, &bytes, &size);
    const Bytes owner(bytes);
    if ((code & QPDF_ERRORS) == 0 && bytes)
      walk(view(bytes, size), qpdf_oh_is_dictionary(pdf_, inner) ? inner : resources, product(own, at), mode,
           depth + 1);
  }

  qpdf_data pdf_;
  qpdf_oh page_;
  double area_ = 612.0 * 792;
  Drawing drawing_;
  int looked_at_ = 0, drawn_ = 0;
};

} // namespace

std::vector<PageSigns> pages_with_scans(std::string_view bytes, int first, int last) {
  // The dictionary of an image is never compressed or encrypted.
  if (bytes.find("/Image") == std::string_view::npos) return {};
  const std::unique_ptr<_qpdf_data, Closer> pdf(qpdf_init());
  qpdf_silence_errors(pdf.get());
  qpdf_set_suppress_warnings(pdf.get(), QPDF_TRUE);
  if ((qpdf_read_memory(pdf.get(), "", bytes.data(), bytes.size(), nullptr) & QPDF_ERRORS) != 0) return {};
  const int count = qpdf_get_num_pages(pdf.get());
  std::vector<PageSigns> pages;
  for (int number = first; number <= std::min(last, count); ++number) {
    const qpdf_oh page = qpdf_get_page_n(pdf.get(), static_cast<std::size_t>(number) - 1);
    const Drawing drawing = PageDrawing(pdf.get(), page).draw();
    if (drawing.is_hidden() || drawing.is_pictured())
      pages.push_back({number, drawing.is_hidden(), drawing.is_pictured()});
    qpdf_oh_release_all(pdf.get());
  }
  return pages;
}

} // namespace openimr::worker
