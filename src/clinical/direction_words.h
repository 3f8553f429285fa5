// Words of medication directions: tokens, numbers, forms, frequencies, times of day. Plain tables, private to the room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// A word, number or mark of a direction; abbreviations with periods ("b.i.d.") are one word, digits and letters are
/// apart.
struct DirectionToken {
  enum class Kind : std::uint8_t { Word, Number, Mark };
  Kind kind = Kind::Word;
  std::string word; ///< folded; of a mark the mark
  double number = 0;
  std::uint32_t begin = 0, end = 0;
};

std::vector<DirectionToken> direction_tokens(std::string_view text);

/// "tablet" for tab, tabs, tablets, …; empty when the word is no dose unit.
std::string_view dose_unit(std::string_view word);
/// "oral" for po, orally, …; empty when it is no route.
std::string_view route_word(std::string_view word);
/// Times a day of "bid", "daily", "qhs", …; empty when it is no such word.
std::optional<double> frequency_word(std::string_view word);
/// Is it a time of day or meal ("morning", "bedtime", "breakfast")?
bool is_time_of_day(std::string_view word);
/// Days in "day", "weeks", "month", …; 0 when it is no such word. Hours count as fractions of a day.
double days_of(std::string_view word);
/// 1 to 20 and half, quarter as words; empty otherwise. "a" is no number here.
std::optional<double> number_word(std::string_view word);
/// "2.67" -> "2.67", "3.00" -> "3".
std::string plain_number(double value);

} // namespace openimr::clinical
