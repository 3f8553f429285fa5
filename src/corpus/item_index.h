// ItemIndex: decided items by what was known before they were decided, for nearest neighbours: what is asked for,
// drugs, diagnoses, part of the body, age, sex, clinical facts. Nothing that the decision itself added (its citations,
// reasons, reviewer) is looked at, so that what is forecast is not told by its own outcome.
#pragma once

#include "corpus/library_decision.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// Features of an item, as numbers; only an index knows what they mean.
using FeatureNumbers = std::vector<std::uint32_t>;

struct IndexedItem {
  std::string permalink;
  int n = 1, year = 0;
  bool is_changed = false; ///< overturned, wholly or in part
  std::string treatment, reason;
  FeatureNumbers features; ///< sorted
  double weight = 0;       ///< of all its features
};

struct Neighbour {
  std::size_t item = 0; ///< in the index
  double likeness = 0;  ///< weight shared of the weight of both (Dice), 0 to 1
};

/// "drug: ketamine" of every feature of an item, in order; the words by which neighbours are explained.
std::vector<std::string> features_of(const LibraryDecision& decision, const LibraryItem& item);

class ItemIndex {
public:
  /// Items without an outcome are passed over.
  void add(const LibraryDecision& decision);

  std::size_t size() const { return items_.size(); }
  int latest_year() const { return latest_year_; } ///< 0 when none is known
  const IndexedItem& at(std::size_t i) const { return items_[i]; }
  const std::string& feature(std::uint32_t number) const { return names_[number]; }

  /// The features that the index knows; the weight of all, known or not, goes into likeness.
  struct Query {
    FeatureNumbers features;
    double weight = 0;
  };
  Query query(const LibraryDecision& decision, const LibraryItem& item) const;
  Query query(std::size_t item) const { return {items_[item].features, items_[item].weight}; }

  /// At most `count` that are at least so alike, nearest first, then the newest, then in order of their coming; items
  /// of the decision `without` are passed over. Only items that share what is asked for, a drug or a diagnosis are
  /// looked at.
  std::vector<Neighbour> nearest(const Query& query, std::size_t count, double least, std::string_view without) const;

private:
  std::uint32_t number_of(const std::string& feature);

  std::vector<IndexedItem> items_;
  int latest_year_ = 0;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::vector<std::string> names_;
  std::vector<double> weights_;
  std::vector<std::vector<std::uint32_t>> items_with_; ///< by feature that opens a search
};

} // namespace openimr::corpus
