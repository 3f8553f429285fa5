// Headings of a letter: which line begins which section. Headings may be wrapped over several lines.
#pragma once

#include "corpus/layouts.h"
#include "corpus/letter_lines.h"

#include <cstddef>

namespace openimr::corpus {

/// A heading of a layout and the lines that it takes; null and 0 where none begins.
struct HeadingFound {
  const HeadingDefinition* heading = nullptr;
  std::size_t lines = 0;
};

/// The heading that begins at a line.
HeadingFound heading_at(const LayoutDefinition& layout, const LetterLines& letter, std::size_t line);

} // namespace openimr::corpus
