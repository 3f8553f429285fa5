// WordIndex: the words of all decisions, with their postings, in the library's file.
//
// The index is parts, each of a run of decisions; a part is pages of words in order. Adding writes a new part; parts of
// like size are merged. Tables: part(first, last), page(part, words by name and size), entry, place.
#pragma once

#include "library/connection.h"
#include "library/postings.h"

#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

namespace openimr::library {

/// Begins the key of a label's number; words begin with none of it.
inline constexpr char label_mark = '\x01';
std::string label_key(std::uint32_t number);

/// How many words a decision has.
using WordCount = std::function<std::uint32_t(std::uint32_t decision)>;

/// Decisions on their way into a part.
class PartBuilder {
public:
  /// terms: as inverted() writes them. Decisions come in order.
  void add(std::uint32_t decision, std::string_view terms);
  void add_label(std::uint32_t decision, std::uint32_t label);
  bool is_empty() const { return last_ == 0; }

private:
  friend class WordIndex;
  struct Gathered {
    std::uint32_t last = 0;
    std::string numbers; ///< distance, frequency, bytes of places
    std::string places;
  };
  Gathered& of(std::string_view key);
  // With std::hash of a string each entry keeps its hash; with one of our own it would be computed again on the way.
  std::unordered_map<std::string, Gathered> words_;
  std::string key_; ///< that is looked up
  std::uint32_t first_ = 0, last_ = 0;
};

class WordIndex {
public:
  static const char* schema();
  /// Reads which parts there are.
  Result<Done> refresh(Connection& connection);

  /// Null when no decision has the word. Its places are not read.
  Result<std::shared_ptr<Postings>> find(Connection& connection, std::string_view key) const;
  Result<Done> read_places(Connection& connection, Postings& postings) const;
  /// Every word that begins so, part by part, in order: a word once for each part that has it.
  Result<Done> each_word(Connection& connection, std::string_view beginning,
                         const std::function<void(std::string_view word, std::uint32_t count)>& act) const;

  /// The same with their postings.
  Result<Done> each_entry(Connection& connection, std::string_view beginning,
                          const std::function<void(PostingsPart entry)>& act) const;

  Result<Done> write(Connection& connection, PartBuilder& builder, const WordCount& words);
  /// Merges parts of like size when there are many.
  Result<Done> tidy(Connection& connection, const WordCount& words);
  /// Merges the newest parts, and older ones that are not much larger than those together.
  Result<Done> merge_all(Connection& connection, const WordCount& words);

private:
  struct Part {
    std::int64_t id = 0;
    std::uint32_t first = 0, last = 0;
    std::uint32_t size() const { return last - first + 1; }
  };
  Result<Done> each_page(Connection& connection, std::string_view beginning,
                         const std::function<Result<bool>(std::int64_t page, std::string_view words)>& act) const;
  Result<Done> merge(Connection& connection, std::size_t first, std::size_t count, const WordCount& words);
  std::vector<Part> parts_; ///< in order of their decisions
};

/// The words of a text, by part, for PartBuilder: word, frequency, places of each.
class Inverter {
public:
  /// Adds the text of a part; weight is what one occurrence counts, a multiple of a half.
  Result<Done> add(std::uint32_t part, double weight, std::string_view text);
  std::string finish(); ///< and is empty again

private:
  struct Word {
    std::uint32_t frequency = 0;
    Place last;
    std::string places;
  };
  std::unordered_map<std::string, Word> words_;
};

} // namespace openimr::library
