// SPDX-License-Identifier: GPL-3.0-or-later
// What a PDF holds beside the content of its pages: values of form fields, annotations, files attached to it. Read with
// qpdf, because poppler's C++ interface tells neither. This header and its .cpp are C++17: clang 16 does not take
// qpdf's headers as C++20 with the standard library of GCC 12.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::worker {

/// Something put onto a page: a form field or an annotation.
struct PdfMark {
  enum class Kind {
    Text,      ///< a text or choice field
    Box,       ///< a check box or radio button
    Signature, ///< a signature field that is signed
    FreeText,  ///< typed onto the page
    Stamp,
    Note, ///< a comment that the page itself does not show
  };
  Kind kind = Kind::Note;
  std::array<double, 4> place{}; ///< points from the top left of the page as it is shown: x0, y0, x1, y1
  std::string value;             ///< UTF-8; of a box empty
  std::string author;            ///< of annotations; may be empty
  bool is_on = false;            ///< of boxes
};

/// False when the bytes certainly hold neither fields nor annotations nor files, which is quicker to tell than to read.
bool may_have_objects(std::string_view bytes);

/// The objects of one file. What is damaged is passed over; a file that qpdf cannot open has none.
class PdfObjects {
public:
  /// The bytes must outlive it.
  explicit PdfObjects(std::string_view bytes);
  ~PdfObjects();
  PdfObjects(const PdfObjects&) = delete;
  PdfObjects& operator=(const PdfObjects&) = delete;

  /// The marks of a page, counted from 1.
  std::vector<PdfMark> marks(int page);

  /// A PDF of that page without its annotations; empty when it cannot be made.
  std::string bare_page(int page);

  /// A form whose fields are drawn by the program that shows it (dynamic XFA): its words are not on the pages.
  bool is_dynamic_form();

  /// Hands out the attached files, those of annotations too. What is larger than `limit` bytes, together, is not
  /// unpacked; false then.
  bool attached_files(std::size_t limit,
                      const std::function<void(const std::string& name, const std::string& file)>& take);

private:
  struct File;
  std::unique_ptr<File> file_;
};

} // namespace openimr::worker
