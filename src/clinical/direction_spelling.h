// Misspelled and Spanish words of directions, put right before the grammar reads them. Private to the room.
#pragma once

#include "clinical/direction_words.h"

#include <vector>

namespace openimr::clinical {

/// Replaces words that are no words of a direction but lie one slip of the typist from one ("tabelt", "tmies", "evry"),
/// and the Spanish words of plain directions ("una tableta cada 8 horas") where a Spanish word of direction stands in
/// the line. Places in the text stay as they are.
void correct_spelling(std::vector<DirectionToken>& tokens);

} // namespace openimr::clinical
