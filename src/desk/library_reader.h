// LibraryReader: what is published becomes decisions of the library: letters of any layout, our own determinations,
// rows of other programmes' tables.
#pragma once

#include "base/result.h"
#include "corpus/library_decision.h"
#include "corpus/library_words.h"
#include "desk/review_case.h"
#include "records/chart.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::desk {

/// Where a letter comes from, as its file tells.
enum class Provenance {
  Elsewhere,
  Own,       ///< lies beside one of our own determinations: it names the parties
  Published, ///< the version that was approved in a publication book, byte for byte
};

class LibraryReader {
public:
  static Result<LibraryReader> open(const Installation& installation);
  LibraryReader(LibraryReader&&) noexcept;
  ~LibraryReader();

  /// A letter from its text. Never fails: what was not understood stands in not_understood. May be called by several
  /// threads at a time. A letter in the layout of our own is taken for one of ours, which names the parties, unless it
  /// was published or says that it is synthetic.
  corpus::LibraryDecision letter(const std::string& origin, std::string_view text, Provenance from) const;
  /// The words of an item as the library files them, in place (drug, treatment, category, part of the body).
  void file_item(corpus::LibraryItem& item, std::optional<Date> on) const;
  /// What a chart says of the patient as facts and diagnoses of a decision.
  void file_facts(corpus::LibraryDecision& decision, const std::vector<records::Fact>& facts) const;
  const corpus::LibraryWords& words() const;

private:
  struct Parts;
  explicit LibraryReader(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

} // namespace openimr::desk
