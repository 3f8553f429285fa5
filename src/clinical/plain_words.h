// How facts are said to a reader: summary sentences and chronology rows. Private to the room.
#pragma once

#include "records/chart.h"

#include <string>
#include <vector>

namespace openimr::clinical {

/// A detail of the fact, empty when it has none.
std::string detail(const records::Fact& fact, const char* key);

/// The fact's words with its number, where the words lack it, and denied or doubted where it is: "therapy visits done:
/// 6", "no numbness", "possible radiculopathy", "does not smoke", "modified work".
std::string said(const records::Fact& fact);

/// Does the fact only serve the guidelines ("pain of spine, hip or shoulder", "imaging shows a matching lesion")?
/// Readers are told what it rests on.
bool is_for_criteria_only(const records::Fact& fact);

/// The fact that tells best how the injury happened; null when none does.
const records::Fact* mechanism_fact(const records::Chart& chart);

/// How the injury happened in the words of the file: the fact's own, else its sentence.
std::string mechanism_words(const records::Fact& fact);

/// "L4-5, L5" -> L4-5: single vertebrae that an interspace of the list names already are left out; each once, from top
/// to bottom.
std::vector<std::string> levels_of(const std::string& detail);

/// 4 -> "4", 5.5 -> "5.5": at most two places.
std::string plain_value(double value);

/// "a", "a and b", "a, b, and c".
std::string joined(const std::vector<std::string>& parts);

} // namespace openimr::clinical
