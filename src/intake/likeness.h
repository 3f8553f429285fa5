// How alike two words, days or numbers are when a scanner, a fax or a typist stands between them.
#pragma once

#include "base/date.h"

#include <string>
#include <string_view>

namespace openimr::intake {

enum class Likeness {
  Nothing, ///< one side is empty
  Same,
  Alike,     ///< a misreading or slip of the pen apart
  Different, ///< more than that
};

/// Lower case with letters and digits that readers confuse made one: 0 o, 1 l i |, 5 s, 8 b, rn m, vv w, cl d.
std::string fold_confusions(std::string_view word);
/// The same, behind what `result` holds.
void append_folded(std::string_view word, std::string& result);

/// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other (Damerau, restricted);
/// stops at `most` + 1.
int edits_between(std::string_view a, std::string_view b, int most);

/// Words of names: equal but for confusions, or one edit in four letters and more, two in eight and more.
Likeness compare_words(std::string_view a, std::string_view b);

/// Days: alike with day and month swapped, one digit misread, two neighbouring digits swapped, or the century wrong.
/// Further apart is Different.
Likeness compare_days(const Date& a, const Date& b);

/// Claim numbers: letters and digits only count; alike when one edit apart or one continues the other.
Likeness compare_numbers(std::string_view a, std::string_view b);

/// The same length; letters in the midst of a written day made the digits they were ("O5/l2/196O").
std::string mend_digits(std::string_view text);

} // namespace openimr::intake
