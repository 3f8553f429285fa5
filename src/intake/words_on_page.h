// Looking for labels, dates and names in the words of a page, whatever the case, spacing and line breaks.
#pragma once

#include "base/date.h"
#include "intake/word_index.h"
#include "records/case_file.h"
#include "text/span.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::intake {

/// Lower case, typewriter quotes and dashes, single spaces (line feeds too); trimmed.
std::string plain(std::string_view text);

/// The lines of a text, made ready for many questions.
class Lines {
public:
  Lines() = default;
  explicit Lines(std::string_view text);

  std::size_t size() const { return written.size(); }
  bool empty() const { return written.empty(); }
  /// False when the first word of `words` (plain) certainly stands nowhere: most questions end here.
  bool may_have(std::string_view words) const { return index_.may_have(words); }
  /// All places of the words in `low`, in order: what find_words() finds line by line.
  std::vector<WordPlace> places_of(std::string_view words) const { return index_.places_of(words, low); }

  /// Where characters [begin, end) of written[line] stand in the text.
  text::Span span(std::size_t line, std::size_t begin, std::size_t end) const;
  /// The whole line in the text.
  text::Span span(std::size_t line) const { return span(line, 0, written[line].size()); }

  std::vector<std::string> written; ///< without the empty ones, trimmed, with typewriter quotes and dashes
  std::vector<std::string> low;     ///< the same in lower case, byte for byte
  bool may_be_misread = false;      ///< the page was recognised from an image

private:
  WordIndex index_;                                                ///< of the words in `low`
  std::vector<std::uint32_t> begins_;                              ///< of every line in the text
  std::vector<std::pair<std::uint32_t, std::uint32_t>> shortened_; ///< line and place of every three-byte mark
};

/// The lines of a page, and of every page.
Lines lines_of(const records::Page& page);
std::vector<Lines> lines_of_pages(std::span<const records::Page> pages);

/// A day in a text: 1/16/2015, 01-16-15, January 16, 2015, 16 Jan 2015, 2015-01-16.
struct DateInText {
  Date date;
  std::size_t begin = 0, end = 0;
};
std::vector<DateInText> dates_in(std::string_view text);

/// What stands behind a label on its line, up to the next column (three spaces); on the next line when the label ends
/// its own.
struct LabelledValue {
  std::string value;                           ///< trimmed of colons and spaces; may be empty
  std::size_t line = 0;                        ///< index of the line of the label
  bool is_set_off = false;                     ///< a colon, a column's edge or a line break parts it from the label
  std::size_t value_line = 0, value_begin = 0; ///< where the value stands
};
/// All places where a label stands at the beginning of a line or column. `label` is plain; a number sign, period or
/// colon may follow it.
std::vector<LabelledValue> labelled(const Lines& lines, std::string_view label);

} // namespace openimr::intake
