// Ink on a form: check boxes beside their words, and whether anything was written on a signature line. Looks at pixels
// only, so that it works alike for scans, drawn forms and filled-in form fields.
#pragma once

#include "intake/page_picture.h"

#include <vector>

namespace openimr::intake {

/// A square frame and how much of what it encloses is dark.
struct Square {
  records::Box box{}; ///< points of the picture
  double ink = 0;     ///< 0 to 1
};

/// An empty box has less ink than the first, a marked one more than the second; between them a person has to look.
inline constexpr double empty_below = 0.075, marked_from = 0.12;

/// Frames of 6 to 14 points that touch the region, from left to right. Tolerates gaps of a fifth of a side.
std::vector<Square> squares_in(const PagePicture& picture, const records::Box& region);

/// What stands on a line that is to be signed.
struct LineInk {
  bool has_line = false; ///< a rule of at least 60 points was found
  records::Box field{};  ///< above the rule: where a signature would stand
  double width = 0;      ///< points over which ink runs, the rule itself left out
  double area = 0;       ///< square points of ink
};

/// Looks for the longest rule in the region, and for ink within `above` points over it. Boxes of `printed` words do not
/// count.
LineInk ink_on_line(const PagePicture& picture, const records::Box& region, double above,
                    const std::vector<records::Box>& printed);

} // namespace openimr::intake
