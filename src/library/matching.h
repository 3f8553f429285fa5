// Matchers go through the decisions that a query wants, in order of their numbers.
#pragma once

#include "library/postings.h"

#include <memory>
#include <vector>

namespace openimr::library {

/// Decisions that were found beforehand: of a phrase, of many labels, of the beginning of a word.
struct DecisionList {
  std::vector<std::uint32_t> decisions;
  std::vector<std::uint32_t> frequencies; ///< as in postings; empty when nothing is ranked by it
  std::uint32_t highest = 0;

  void add(std::uint32_t decision, std::uint32_t frequency);
};

class Matcher {
public:
  virtual ~Matcher() = default;
  std::uint32_t decision() const { return decision_; } ///< no_more at the end
  virtual void next() = 0;
  virtual void seek(std::uint32_t decision) = 0; ///< to the first that is not before it
  virtual std::size_t about() const = 0;         ///< at most so many

protected:
  std::uint32_t decision_ = no_more;
};

using Matchers = std::vector<std::unique_ptr<Matcher>>;

std::unique_ptr<Matcher> match_all(std::uint32_t last); ///< 1 to last
std::unique_ptr<Matcher> match_word(std::shared_ptr<const Postings> postings);
std::unique_ptr<Matcher> match_list(std::shared_ptr<const DecisionList> list);
std::unique_ptr<Matcher> match_every_one_of(Matchers wanted);
std::unique_ptr<Matcher> match_any_of(Matchers wanted);
std::unique_ptr<Matcher> match_without(std::unique_ptr<Matcher> wanted, std::unique_ptr<Matcher> unwanted);

} // namespace openimr::library
