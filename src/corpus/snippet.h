// Snippets: the stretch of a text that shows best why it was found, with the words that did.
#pragma once

#include "text/span.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// A word of a text with its place, as the index has it.
struct StemmedWord {
  std::string stem = {};
  text::Span span = {};
};

struct Snippet {
  std::string text = {};              ///< on one line, "… " before and " …" behind where it was cut
  std::vector<text::Span> marks = {}; ///< of words in text that were looked for; in order
};

/// The stretch of about so many bytes that holds most different words looked for, the first of several. Empty text when
/// the text has none of them.
Snippet snippet(std::string_view text, const std::vector<StemmedWord>& words, const std::set<std::string>& stems,
                std::size_t bytes = 260);

} // namespace openimr::corpus
