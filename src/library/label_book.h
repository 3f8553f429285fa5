// The labels of a library with their numbers.
#pragma once

#include "corpus/query.h"
#include "library/connection.h"

#include <unordered_map>
#include <vector>

namespace openimr::library {

/// Numbers of labels, sorted.
using LabelSet = std::vector<std::uint32_t>;

class LabelBook {
public:
  /// Reads those that are not known yet.
  Result<Done> refresh(Connection& connection);
  /// The number of a label; makes it when it is new, inside the transaction of the caller.
  Result<std::uint32_t> number(Connection& connection, const corpus::Label& label);
  /// Forgets what a transaction that was undone made.
  void forget();

  /// Labels that a value or range of a query names.
  LabelSet matching(const corpus::Query& query) const;
  LabelSet matching(corpus::SearchField field, const corpus::Phrase& phrase) const;
  const corpus::Label& label(std::uint32_t number) const { return labels_[number]; }
  std::size_t size() const { return labels_.size(); } ///< numbers are below this
  std::vector<std::string> values(corpus::SearchField field) const;

private:
  void keep(std::uint32_t number, corpus::Label label);
  std::vector<corpus::Label> labels_ = std::vector<corpus::Label>(1); ///< by number; number 0 is none
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

} // namespace openimr::library
