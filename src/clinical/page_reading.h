// Page reading: one page cut once into tokens, sentences with their section and cues, and dates; what every extractor
// works on.
#pragma once

#include "clinical/context_engine.h"
#include "records/case_file.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// A date that stands in the text.
struct DateMention {
  TokenRange words;
  Date date;
  bool is_month_only = false;
};

struct SentenceReading {
  TokenRange words;
  text::Span span;
  std::uint32_t section = 0; ///< index into Vocabulary::Data::sections
  bool is_unchecked = false; ///< behind an empty check box, or with none of its boxes checked: says nothing
  bool is_ticked_no = false; ///< the box that says no is checked: "Spasm [ ] Yes [x] No"
  bool is_of_risks = false;  ///< an item of a list of what may go wrong: "Complications include: 1. Infection."
  TokenRange label;          ///< of a check box: what stands before the boxes of its line, or nothing
  std::vector<CueHit> cues;
};

/// One page as the extractors see it. Holds views into the page: the page must outlive it.
struct PageReading {
  const records::Document* document = nullptr;
  const records::Page* page = nullptr;
  std::string_view text;                ///< without repeated headers and fax lines; offsets are those of the page text
  std::unique_ptr<std::string> running; ///< what text looks at when the page has marked stretches
  std::vector<text::Token> tokens;
  std::vector<text::TermHit> hits;
  std::vector<SentenceReading> sentences;
  std::vector<DateMention> dates;
  std::string title_side;   ///< "left" or "right" where the titles of the operation name one side only
  std::optional<Date> date; ///< of the encounter the page speaks of: stated on it, carried on, or the document's

  std::string_view words(TokenRange range) const;
  std::string folded(std::uint32_t token) const;
  /// Dates inside the range.
  std::vector<const DateMention*> dates_in(TokenRange range) const;
};

/// Token ranges of the sentences (what split_sentences gives as spans).
std::vector<TokenRange> sentence_ranges(std::string_view text, const std::vector<text::Token>& tokens);

/// A heading in the tokens: where it stands and its section.
struct HeadingHit {
  TokenRange words;
  std::uint32_t section = 0;
};
std::vector<HeadingHit> heading_hits(const Vocabulary::Data& data, std::string_view text,
                                     const std::vector<text::Token>& tokens, const std::vector<text::TermHit>& hits);

/// All dates of the tokens: 1/27/2015, 1/27/15, 2015-01-27, January 27, 2015, July 2013.
std::vector<DateMention> find_dates(std::string_view text, const std::vector<text::Token>& tokens);

/// What one page hands on to the next of its document.
struct CarriedOn {
  std::uint32_t section = 0;
  std::optional<Date> date;
  std::string title_side;
};

/// "Numbness?": a question that nobody answers there ("Numbness? Yes." is answered) asks for the phrase, and tells
/// nothing.
bool is_asked_only(const Vocabulary::Data& data, const PageReading& reading, TokenRange sentence, TokenRange phrase);

/// Reads a page. `carried` comes from the page before and is left for the page after.
PageReading read_page(const Vocabulary::Data& data, const records::Document& document, const records::Page& page,
                      CarriedOn& carried);

} // namespace openimr::clinical
