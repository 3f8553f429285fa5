// Reads the YAML pages of a guideline pack. docs/how_to/write_a_topic.md describes the format.
#pragma once

#include "guidelines/library.h"
#include "text/data_file.h"

namespace openimr::guidelines {

/// One topic page. Faults are gathered in the reader.
Topic read_topic(text::Reader& reader, const Pack& pack);
/// A chart file for `openimr guidelines evaluate`: {phase, facts}, written like an example of a page.
Example read_chart_file(text::Reader& reader);
/// pack.yaml.
Pack read_pack(text::Reader& reader);
/// The other tables of a pack.
std::vector<Ingredient> read_ingredients(text::Reader& reader);
std::vector<SequenceStep> read_sequence(text::Reader& reader);
std::vector<Premise> read_premises(text::Reader& reader);
/// Examples written before the rule was looked at.
std::vector<BlindExample> read_blind_examples(text::Reader& reader);

} // namespace openimr::guidelines
