// SPDX-License-Identifier: GPL-3.0-or-later
// Words that a PDF page has and nobody sees: drawn in text rendering mode 3, or under an image that covers the page.
// OCR programs put them over scans; they are as good as those programs were, and they may say anything. ISO
// 32000-1, 9.3.6 (rendering mode) and 8.4.4 (graphics state operators).
#pragma once

#include <array>
#include <functional>
#include <string_view>
#include <vector>

namespace openimr::worker {

/// a, b, c, d, e, f of a PDF matrix.
using Matrix = std::array<double, 6>;

/// What a content stream draws, as far as it matters here. Bytes of shown strings are counted, not read.
struct Drawing {
  std::size_t seen = 0;   ///< bytes of text that can be seen
  std::size_t unseen = 0; ///< bytes of text in mode 3 or 7, or covered by an image drawn later
  bool has_scan = false;  ///< an image covers more than half of the page
  double pictured = 0;    ///< share of the page that large images cover
  bool is_hidden() const { return unseen > 2 * seen; }
  bool is_pictured() const { return seen > 0 && pictured >= 0.25; }
};

/// Follows one content stream. Nothing in it is believed: nesting, operands and length are bounded.
class ContentWalk {
public:
  /// `on_object` is called for every object that is drawn by name (operator Do), with the matrix in force.
  ContentWalk(Drawing& drawing, std::function<void(std::string_view name, const Matrix& matrix, int mode)> on_object)
      : drawing_(drawing), on_object_(std::move(on_object)) {}
  void walk(std::string_view content, const Matrix& start, int mode);

private:
  struct State {
    Matrix matrix{1, 0, 0, 1, 0, 0};
    int mode = 0;
  };
  void act(std::string_view word);

  Drawing& drawing_;
  std::function<void(std::string_view, const Matrix&, int)> on_object_;
  State state_;
  std::vector<State> saved_;
  std::vector<double> numbers_; ///< operands before the next operator
  std::string_view name_;
  std::size_t shown_ = 0;
};

/// The product of two matrices: first `one`, then `other`.
Matrix product(const Matrix& one, const Matrix& other);

struct PageSigns {
  int page = 0;
  bool is_hidden = false;   ///< most of its words cannot be seen
  bool is_pictured = false; ///< a large picture stands beside words that can be seen
};

/// The pages, first to last, that have one of the signs. Empty when the file has no images or qpdf cannot open it.
std::vector<PageSigns> pages_with_scans(std::string_view pdf, int first, int last);

} // namespace openimr::worker
