// Synonyms: other words for the same in a query: brand and generic names, short forms, names of a condition. They come
// from the vocabulary's packs; what was added is shown to whoever searches.
#pragma once

#include "corpus/query.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace openimr::corpus {

class Synonyms {
public:
  /// All of these mean the same. Those of one letter are left out.
  void add(const std::vector<std::string>& names);
  /// Names of a clinical concept: what present:, absent: and silent: may say instead of its id.
  void add_concept(const std::string& id, const std::vector<std::string>& names);

  /// Other names of the words (as words_of gives them, joined by a space), sorted; empty when none are known.
  std::vector<std::string> of(const std::string& words) const;
  /// Ids of the concepts that the words name; those of which a name has all the words when none is exactly it.
  std::vector<std::string> concepts(const std::vector<std::string>& words) const;
  /// The same without other names for free words.
  Synonyms of_concepts_only() const;
  std::size_t longest() const { return longest_; } ///< words of the longest name

private:
  std::map<std::string, std::set<std::string>> others_;
  std::map<std::string, std::set<std::string>> concepts_; ///< name -> ids
  std::size_t longest_ = 0;
};

/// What was added to a query.
struct Expansion {
  std::string typed = {};
  std::vector<std::string> also = {};
  bool operator==(const Expansion&) const = default;
};

struct ExpandedQuery {
  Query query;
  std::vector<Expansion> expansions;
};

/// Words that are not in quotation marks are looked for under their other names too; concepts and drugs in fields
/// become the names that decisions are filed under.
ExpandedQuery expand(const Query& query, const Synonyms& synonyms);

} // namespace openimr::corpus
