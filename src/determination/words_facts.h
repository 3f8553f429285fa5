// What words of a statement name, in the chart's terms: they are read as a page of their own.
#pragma once

#include "clinical/vocabulary.h"
#include "records/chart.h"

#include <string>
#include <vector>

namespace openimr::determination {

/// The facts that the words state, whatever their assertion; ids and places are those of the words alone.
std::vector<records::Fact> facts_in_words(const clinical::Vocabulary& vocabulary, const std::string& words);

} // namespace openimr::determination
