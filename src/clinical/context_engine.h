// The inside of context: cues of a stretch of tokens, and what they say of a phrase. Shared by judge() and the
// extraction, which cuts and searches a page once.
#pragma once

#include "clinical/context.h"
#include "clinical/vocabulary_data.h"

#include <vector>

namespace openimr::clinical {

struct CueHit {
  std::uint32_t first = 0, last = 0; ///< tokens [first, last)
  const CueDef* def = nullptr;
  std::uint32_t only_to = 0; ///< of a denial inside a pseudo-cue ("no improvement"): reaches what begins before here only
};

/// A range of tokens of a text.
struct TokenRange {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t size() const { return end - begin; }
};

/// The cues inside the range in order, without those that pseudo-cues hide. `hits` are all term hits of the text in
/// order.
void collect_cues(const Vocabulary::Data& data, std::string_view text, const std::vector<text::Token>& tokens,
                  const std::vector<text::TermHit>& hits, TokenRange range, std::vector<CueHit>& cues);

/// Makes cues about someone else of the persons named, by how they stand in the sentence: who is a companion, a witness
/// or the patient is none.
void resolve_people(std::string_view text, const std::vector<text::Token>& tokens, TokenRange range,
                    std::vector<CueHit>& cues);

/// Does the cue reach the phrase, counting what ends its reach?
bool reaches(const CueHit& cue, const std::vector<CueHit>& cues, TokenRange phrase);

/// Judges the phrase by the cues of its sentence.
ContextResult judge_phrase(const Vocabulary::Data& data, std::string_view text, const std::vector<text::Token>& tokens,
                           const std::vector<text::TermHit>& hits, const std::vector<CueHit>& cues, TokenRange sentence,
                           TokenRange phrase);

/// Index of the first hit that begins at or after the token.
std::size_t first_hit(const std::vector<text::TermHit>& hits, std::uint32_t token);

/// Is the period at the token the end of a sentence (and not of an abbreviation, initial or list number)?
bool ends_sentence(std::string_view text, const std::vector<text::Token>& tokens, std::uint32_t period);

} // namespace openimr::clinical
