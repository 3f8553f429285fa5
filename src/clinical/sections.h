// Sections: which part of a report a word stands in (subjective, medications, family history, plan, …). Headings are
// data.
#pragma once

#include "clinical/vocabulary.h"
#include "text/span.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// A stretch under one heading. The first section of a page that starts without a heading carries on with the id handed
/// in.
struct Section {
  std::string id;     ///< of packs/vocabulary/sections.yaml; "" before the first heading
  text::Span heading; ///< the words of the heading; empty when carried on
  text::Span body;    ///< up to the next heading
};

/// Sections of a page in order; together their headings and bodies cover the text.
std::vector<Section> find_sections(const Vocabulary& vocabulary, std::string_view page_text,
                                   std::string_view carried_on = "");

} // namespace openimr::clinical
