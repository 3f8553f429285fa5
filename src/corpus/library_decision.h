// LibraryDecision: one published decision as the library keeps it: rows of a table, and the text they came from.
//
// Letters, tables of other programmes and our own determinations all become this. Statistics read nothing else
// (library/library.h: Library::each). What a source does not say is empty, never guessed.
#pragma once

#include "base/date.h"
#include "corpus/citation.h"
#include "corpus/published_decision.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace openimr::corpus {

/// Where a decision came from.
enum class Source { Letter, Table, Own, Synthetic };
/// letter | table | own | synthetic
const char* name(Source source);

/// Who cites.
enum class CitedBy { Reviewer, ClaimsAdministrator };

/// A guideline as an item cites it, taken apart.
struct LibraryCitation {
  CitedBy by = CitedBy::Reviewer;
  std::string source = {};           ///< as printed
  std::string guideline = {};        ///< id in packs/corpus/library.yaml, e.g. "mtus-chronic-pain"; empty when unknown
  std::string section = {};          ///< in lower case without the guideline's name: "topical analgesics"; may be empty
  std::vector<PageRange> pages = {}; ///< empty when none are given or they cannot be read
  bool operator==(const LibraryCitation&) const = default;
};

/// One disputed item and what came of it.
struct LibraryItem {
  int n = 1; ///< from 1
  std::string text = {};
  std::optional<Decision> outcome = {};
  std::string category = {}; ///< kind of service: drug, procedure, therapy, device, test, surgery, consultation, or the
                             ///< table's own treatment category; empty when unknown
  std::string treatment = {}; ///< what is asked for, without strength and count: "ketamine topical"; may be empty
  std::vector<std::string> drugs = {};        ///< chart names, sorted
  std::vector<std::string> drug_classes = {}; ///< "opioid", "nsaid", …; sorted
  std::string diagnosis = {};                 ///< of this item, where the source says so; else empty
  std::string body_part = {};
  std::vector<LibraryCitation> citations = {};
  std::string reason = {}; ///< code of packs/corpus/library.yaml (reasons): why it was decided so; empty when unknown
  std::string type = {};   ///< of dispute: "medical_necessity", "experimental", "urgent_care"; empty when unknown
  std::string rationale = {};
  bool operator==(const LibraryItem&) const = default;
};

/// A clinical concept that the decision's own words speak of.
struct LibraryFact {
  std::string concept_id = {};
  bool is_absent = false; ///< said not to be so
  auto operator<=>(const LibraryFact&) const = default;
};

/// Whether it is found by a search: the newest version of a decision is; those it corrects are kept under their
/// permalinks.
enum class Standing { Current, Superseded, Retracted };
const char* name(Standing standing); ///< current | superseded | retracted

struct LibraryDecision {
  std::int64_t id = 0;        ///< in its library, from 1 in order of import
  std::string permalink = {}; ///< for good: 16 hexadecimal digits of what identifies it
  Source source = Source::Letter;
  Standing standing = Standing::Current;
  std::string superseded_by = {}; ///< permalink of the correction
  std::string publication = {};   ///< "3f9a0c41b27d/v2" of the publication book it was approved in; else empty
  std::optional<Date> retracted_on = {};
  std::string retraction_reason = {}; ///< a word of the publication book's list: "identity"
  std::string origin = {};            ///< file or table it was read from, without folders
  std::string layout = {};            ///< of a letter (packs/letters/layouts.yaml), or the table's id
  std::string jurisdiction = {};      ///< id of a jurisdiction pack; empty when unknown
  std::string case_number = {};       ///< the first that it names
  int year = 0;                       ///< of the decision (of the report, in tables); 0 when unknown
  std::optional<Date> assigned = {}, decided = {}, ur_denial = {}, received = {}, injured = {};
  std::optional<int> age = {};
  std::string age_band = {}; ///< "51-60"; from age where known, else the table's own words
  std::string sex = {};      ///< female | male | empty
  std::vector<std::string> specialties = {}, licensure = {}; ///< of the reviewer, as printed
  std::vector<std::string> diagnoses = {};                   ///< sorted, lower case
  std::vector<LibraryFact> facts = {};                       ///< sorted, no concept twice with the same presence
  std::string summary = {};
  std::vector<LibraryItem> items = {};
  std::vector<std::string> not_understood = {}; ///< fields that should be there and are not, sorted: "decision_date"
  std::string text = {};                        ///< whole, as read; empty for rows of tables
  bool operator==(const LibraryDecision&) const = default;
};

} // namespace openimr::corpus
