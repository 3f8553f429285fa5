// LibraryWords: how published decisions are labelled (packs/corpus/library.yaml): guidelines, reasons, age bands,
// tables.
#pragma once

#include "base/result.h"
#include "corpus/library_decision.h"
#include "text/term_matcher.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

struct GuidelineName {
  std::string id, title;
  std::vector<std::string> names; ///< lower case
};

struct ReasonDefinition {
  std::string id, title;
  Decision outcome = Decision::Upheld;
  std::vector<std::string> cues; ///< lower case
};

enum class TableFormat { Csv, JsonLines };

/// A table of another programme: which column means what.
struct TableDefinition {
  std::string id, title, jurisdiction;
  TableFormat format = TableFormat::Csv;
  char separator = ',';
  std::map<std::string, std::string> columns; ///< field of ours -> name of the column
};

/// Words that stand for a value; the first entry of which one occurs decides.
struct ValueWords {
  std::string id;
  std::vector<std::string> words; ///< lower case
};

/// Words of many entries, found in one pass.
class CueBook {
public:
  void add(std::string_view words, int entry);
  /// Numbers of the entries of which words occur in the text, in order; none twice.
  std::vector<int> entries_in(std::string_view text) const;
  bool occurs(const std::vector<text::Token>& tokens) const;
  const text::TermMatcher& matcher() const { return matcher_; }

private:
  text::TermMatcher matcher_;
  std::vector<std::vector<int>> entries_; ///< by number of the term
};

struct LibraryWordsData {
  std::vector<GuidelineName> guidelines;
  std::vector<std::string> section_lead; ///< lower case
  std::vector<ReasonDefinition> reasons;
  std::vector<ValueWords> treatments;
  std::vector<std::vector<std::string>> same_words; ///< each list means one thing
  std::vector<std::string> patient_words;           ///< lower case
  std::string synthetic_sign;                       ///< first line of a synthetic letter
  std::vector<std::string> age_bands;               ///< "51-64"
  std::vector<TableDefinition> tables;
  std::vector<ValueWords> outcomes, types;
  std::string own_determination;
  CueBook treatment_cues, reason_cues, patient_cues; ///< of the lists above
};

class LibraryWords {
public:
  /// packs_folder/corpus/library.yaml. Error names file, line and key of the first fault.
  static Result<LibraryWords> load(const std::string& packs_folder);
  static Result<LibraryWords> parse(const std::string& file, std::string_view bytes);

  const LibraryWordsData& data() const { return *data_; }

  /// A citation of a letter taken apart.
  LibraryCitation citation(CitedBy by, const CitedGuideline& cited) const;
  /// Code of the reason; empty when no cue occurs or there is no outcome.
  std::string reason(const LibraryItem& item) const;
  /// "51-64"; empty when no band has it.
  std::string age_band(int age) const;
  std::optional<Decision> outcome(std::string_view words) const;
  std::string type(std::string_view words) const; ///< id, or empty
  /// What an item asks for when it names no drug; empty when unknown.
  std::string treatment(std::string_view item) const;
  /// The sentences of a rationale that speak of the patient; what recites a rule is left out.
  std::string about_patient(std::string_view rationale) const;
  bool is_synthetic(std::string_view letter) const;

private:
  explicit LibraryWords(LibraryWordsData data) : data_(std::make_shared<const LibraryWordsData>(std::move(data))) {}
  std::shared_ptr<const LibraryWordsData> data_;
};

} // namespace openimr::corpus
