// File search: does any page speak of it? For a concept of the vocabulary or for free words that no vocabulary knows:
// every place that does, with how it is meant, or the proof that none does.
//
//   FileSearch bone_scan = search_file(vocabulary, chart, documents, "bone scan");
//   bone_scan.answer       // Documented | Doubtful | NotDocumented | Open (pages that could not be read may hold it)
//   bone_scan.proof        // terms, pages read and unread, worst reading confidence
//   bone_scan.hits[0]      // the words, how near they are to what was asked, and what the sentence says of them
#pragma once

#include "clinical/vocabulary.h"
#include "clinical/word_forms.h"
#include "records/chart.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::clinical {

/// What a sentence says of the words that were looked for.
enum class Reading {
  Documented,  ///< of the patient, now
  Historical,  ///< of the patient, in the past
  Possible,    ///< not sure
  Planned,     ///< intended or asked for
  Conditional, ///< "if", a rule recited
  Negated,     ///< said not to be so
  OtherPerson, ///< a relative, a companion
  NotEvidence, ///< in a utilization review decision or another paper that proves nothing
};
const char* name(Reading value); ///< documented | historical | possible | planned | conditional | negated | …

struct SearchHit {
  Reading reading = Reading::Documented;
  Likeness likeness = Likeness::Exact; ///< of the least sure word
  std::string words;                   ///< as printed: "bone-scans"
  std::string cue;                     ///< what decided the reading, where words did: "denies"
  std::string fact;                    ///< id of the chart's fact that says it; empty for free words
  records::Evidence evidence;          ///< the sentence
};

enum class SearchAnswer { Documented, Doubtful, NotDocumented, Open };
const char* name(SearchAnswer value); ///< documented | doubtful | not_documented | open

struct FileSearch {
  std::string asked;
  std::vector<std::string> concepts; ///< ids of the vocabulary that the words name
  SearchAnswer answer = SearchAnswer::NotDocumented;
  records::Search proof;   ///< of the terms looked for, and over which pages
  std::string worst_place; ///< "documents/11-scan.tif, page 1": the page that was read worst; empty when all are sure
  int pages_of_others = 0; ///< pages about another person: not searched
  std::vector<SearchHit> hits; ///< those that speak for it first, then in order of file, page and place
};

/// Searches every page of the documents. `asked` is a concept id ("therapy.acupuncture"), a term of the vocabulary
/// ("acupuncture": its synonyms are searched too), or free words, of which one sentence must hold all that mean
/// something, near to each other and in any order: with inflections, hyphens and line breaks inside words, short forms
/// (functional capacity evaluation: FCE), letters that scans confuse, and slips of spelling. The chart must be that of
/// the documents.
FileSearch search_file(const Vocabulary& vocabulary, const records::Chart& chart,
                       const std::vector<records::Document>& documents, std::string_view asked);

/// The same for free words alone, whatever the vocabulary knows.
FileSearch search_words(const Vocabulary& vocabulary, const std::vector<records::Document>& documents,
                        std::string_view asked);

/// The words of a text that mean something, folded; in order.
std::vector<std::string> content_words(const WordForms& forms, std::string_view text);

} // namespace openimr::clinical
