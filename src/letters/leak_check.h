// The last look before a letter leaves: no reviewer name, licence number or other forbidden words, neither in what is
// printed nor in what a PDF carries beside it (Labor Code 4610.6(f): the names of reviewers are kept confidential).
#pragma once

#include "base/result.h"
#include "letters/letter.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::letters {

/// One place where forbidden words stand.
struct Leak {
  std::string forbidden = {}; ///< as handed in
  std::string where = {};     ///< "text", "title", "sources", "PDF metadata", "PDF object 12"
  std::string context = {};   ///< the words around it
  bool operator==(const Leak&) const = default;
};

/// Looks for each forbidden string as whole words, whatever the case and the spacing; strings with digits (licence
/// numbers) also with other punctuation ("A-12345" finds "A 12345"). Empty strings are passed over.
std::vector<Leak> find_leaks(std::string_view where, std::string_view text, std::span<const std::string> forbidden);

/// All of a letter: printed words, title, subject, foot, sources.
std::vector<Leak> find_leaks(const Letter& letter, std::span<const std::string> forbidden);

/// What a PDF carries beside its pages: information dictionary, XMP, every string object. Error when it cannot be
/// parsed.
Result<std::vector<Leak>> find_leaks_in_pdf(std::string_view pdf, std::span<const std::string> forbidden);

} // namespace openimr::letters
