// Fact draft: a fact on its way into the chart, still tied to one sentence of one page. Extractors make drafts;
// extract.cpp gathers them.
#pragma once

#include "clinical/page_reading.h"
#include "records/chart.h"

#include <string>
#include <vector>

namespace openimr::clinical {

struct FactDraft {
  records::Fact fact; ///< without id and evidence
  text::Span quote;   ///< the words of the evidence in the page
  std::string words;  ///< the words that made it, folded: part of what makes copies equal
  const PageReading* reading = nullptr;
  TokenRange phrase; ///< tokens of those words
};

using FactDrafts = std::vector<FactDraft>;

/// A draft of the concept at the phrase, with context judged, date and quote set. `kind` and `text` as the vocabulary
/// has them.
FactDraft make_draft(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                     TokenRange phrase, std::string concept_id, std::string kind, std::string text);

/// Side and spinal levels near the phrase, as details "side" and "level"; a procedure or device in the narrative of an
/// operation that names no side has that of the title ("side_from": "title").
void add_place(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
               TokenRange phrase, records::Fact& fact);

/// What became of the treatment named by the phrase: failed, not_tolerated, no_benefit, benefit; empty when not said.
std::string outcome_of(const SentenceReading& sentence, TokenRange phrase);

/// The same, and when its own sentence says nothing, what the following sentences of the same list item say ("1.
/// Gabapentin 600 mg, four months. Pain did not change. Failed."), or the next sentence when it goes on about the same
/// ("It did not help.").
std::string outcome_of(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                       TokenRange phrase);

/// Does a cue of the kind reach the phrase?
bool has_cue(const SentenceReading& sentence, TokenRange phrase, CueKind kind);

/// "No mention of side effects", "a risk level is not documented": do the papers say that they are silent on it?
bool is_of_silence(const SentenceReading& sentence, TokenRange phrase);

// The extractors, one file each. All append drafts of one sentence.
void concept_facts(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                   FactDrafts& drafts);
void drug_facts(const Vocabulary& vocabulary, const PageReading& reading, const SentenceReading& sentence,
                FactDrafts& drafts);
void exam_facts(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                FactDrafts& drafts);
void measure_facts(const Vocabulary::Data& data, const PageReading& reading, const SentenceReading& sentence,
                   FactDrafts& drafts);

/// details["treatment"] of response facts whose sentence names one drug, procedure or therapy.
void name_treatments(std::vector<records::Fact>& facts);

/// Makes reductions historical whose drug a later note has at the old dose again, with details["undone"], the day of
/// that note; nothing is derived about the response to treatment from them.
void end_undone_reductions(std::vector<records::Fact>& facts);

/// Facts that follow from others by the derivations of the vocabulary; the order of `facts` is the chart's.
std::vector<records::Fact> derived_facts(const Vocabulary::Data& data, const std::vector<records::Fact>& facts);

} // namespace openimr::clinical
