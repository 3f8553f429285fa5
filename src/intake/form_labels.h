// Where the labels of a form stand on a page, tolerant of what OCR does to print.
#pragma once

#include "intake/form_definition.h"
#include "intake/form_page.h"

#include <string>
#include <vector>

namespace openimr::intake {

/// A label of a field at words [first, last] of a row.
struct LabelAt {
  const FormField* field = nullptr;
  const FormLabel* label = nullptr;
  std::size_t row = 0, first = 0, last = 0; ///< first and last count within the row
  records::Box box{};                       ///< upright
};

/// What the rows of a form are.
struct LabelledPage {
  std::vector<LabelAt> labels;       ///< by row, from left to right
  std::vector<std::string> sections; ///< of every row, as it ends
  std::vector<bool> is_heading;      ///< of every row: a section's heading or the form's title
  std::vector<bool> is_title;        ///< of every row: a form begins here

  /// Labels of one row, from left to right.
  std::vector<const LabelAt*> in_row(std::size_t row) const;
};

/// `section` is that in which the page begins, and is left as that in which it ends.
LabelledPage find_labels(const FormPage& page, const FormDefinition& form, std::string& section);

/// Letters to insert, remove or change to make one of the other; `most` + 1 when more are needed.
std::size_t letters_apart(std::string_view a, std::string_view b, std::size_t most);

} // namespace openimr::intake
