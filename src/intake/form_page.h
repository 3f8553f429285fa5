// FormPage: a page of a form as it has to be looked at: turned upright, its words in rows, its picture beside them.
// Papers come askew and turned; every place found here can be told in points of the page as it came.
#pragma once

#include "intake/page_picture.h"
#include "records/case_file.h"
#include "records/chart.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::intake {

/// A word, or the part of one behind a colon, with its box on the upright page.
struct FormWord {
  std::string text;
  std::string key; ///< its letters and digits in lower case; empty for marks
  records::Box box{};
  int confidence = 100;
  text::Span span; ///< in the page text
  double middle() const { return (static_cast<double>(box[1]) + static_cast<double>(box[3])) / 2; }
  double height() const { return static_cast<double>(box[3]) - static_cast<double>(box[1]); }
};

/// Words side by side, from left to right.
struct FormRow {
  std::vector<std::size_t> words; ///< indices into FormPage::words
  double middle = 0, height = 0;
};

/// A turn about the middle of the page, and back.
struct Turn {
  double degrees = 0; ///< clockwise, from the page as it came to upright
  double width = 0, height = 0, upright_width = 0, upright_height = 0;

  /// The hull of a box of the page on the upright page.
  records::Box upright(const records::Box& box) const;
  /// The hull of a box of the upright page on the page as it came.
  records::Box back(const records::Box& box) const;
};

class FormPage {
public:
  /// `picture` may be empty: what needs it is then not known. Both must outlive this. A page of text without boxes is
  /// laid out as typed; places on it are told by their words only.
  FormPage(const records::Document& document, const records::Page& page, const PagePicture& picture);

  std::vector<FormWord> words;
  std::vector<FormRow> rows; ///< from top to bottom
  PagePicture picture;       ///< upright
  Turn turn;

  /// Where words [first, last) of a row stand, in the page's own words.
  records::Evidence evidence(const std::vector<std::size_t>& which) const;
  /// A place without words, such as a check box; the box is of the upright page.
  records::Evidence place(const records::Box& box) const;
  /// The page has no boxes: its words stand where a typewriter would have put them.
  bool is_typed() const { return is_typed_; }
  const records::Page& page() const { return *page_; }
  const records::Document& document() const { return *document_; }

private:
  const records::Document* document_;
  const records::Page* page_;
  bool is_typed_ = false; ///< words have no boxes of their own
};

/// Letters and digits of a text in lower case.
std::string letters_and_digits(std::string_view text);

} // namespace openimr::intake
