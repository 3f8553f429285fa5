// similar_decisions: published items that are like an item of a case, or of another decision, and in what they differ.
#pragma once

#include "base/result.h"
#include "corpus/similarity.h"
#include "desk/library_reader.h"
#include "library/library.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::desk {

struct SimilarItem {
  corpus::LibraryDecision decision;
  int item = 1; ///< LibraryItem::n
  corpus::Likeness likeness;
};

struct SimilarToItem {
  int item = 1;
  std::string text;
  std::vector<SimilarItem> similar;            ///< most alike first, then by permalink
  std::map<std::string, std::size_t> outcomes; ///< of those listed: "upheld" -> count
};

struct SimilarOptions {
  std::size_t count = 10;
  int item = 0;              ///< 0: every item
  bool is_published = false; ///< without our own determinations, which name the parties, and what was retracted
};

/// The decisions that ask for the same treatment, or one of its class, ranked by likeness. Error when the permalink is
/// not there.
Result<std::vector<SimilarToItem>> similar_to_decision(const library::Library& library, const std::string& permalink,
                                                       const SimilarOptions& options);

/// The same for the items of a case that was read.
Result<std::vector<SimilarToItem>> similar_to_items(const library::Library& library, const LibraryReader& reader,
                                                    const records::Application& application,
                                                    const std::vector<records::Fact>& facts,
                                                    const SimilarOptions& options);

/// The same for the items of a case folder.
Result<std::vector<SimilarToItem>> similar_to_case(const library::Library& library, const std::string& folder,
                                                   const Installation& installation, const SimilarOptions& options);

} // namespace openimr::desk
