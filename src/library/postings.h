// Postings: which decisions have a word, how often, and where; in blocks of 128, each with what its best decision could
// score at most, so that a search for the best passes over blocks that hold none (Ding and Suel, "Faster top-k document
// retrieval using block-max indexes", 2011).
//
//   entry  = count, is_with_places, head of each block, data of each block
//   head   = last decision (from the last of the block before), bytes of data, bytes of places, highest frequency,
//            fewest words
//   data   = for each decision: distance from the one before, frequency (with places only)
//   places = for each decision: bytes, then for each place: part and offset (put_places)
#pragma once

#include "library/numbers.h"

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::library {

inline constexpr std::uint32_t no_more = UINT32_MAX; ///< behind the last decision
inline constexpr std::size_t postings_of_block = 128;
/// Frequencies are kept as whole numbers: the weights of all parts are multiples of a half.
inline constexpr double frequency_scale = 2.0;

struct Place {
  std::uint32_t part = 0, offset = 0; ///< offset in words of the part, from 0
  auto operator<=>(const Place&) const = default;
};

/// The place of a word after another; previous becomes it.
void put_place(std::string& out, Place& previous, Place place);
void read_places(std::string_view bytes, std::vector<Place>& places);

/// Writes the entry of one word; decisions come in order.
class PostingsWriter {
public:
  explicit PostingsWriter(bool with_places) : with_places_(with_places) {}
  void add(std::uint32_t decision, std::uint32_t frequency, std::uint32_t words, std::string_view places);
  std::uint32_t count() const { return count_; }
  /// Appends the entry and its places, and is empty again.
  void finish(std::string& entry, std::string& places);

private:
  void end_block();
  bool with_places_;
  std::uint32_t count_ = 0, last_ = 0, last_of_block_ = 0, highest_ = 0, fewest_ = 0;
  std::size_t in_block_ = 0, data_begin_ = 0, places_begin_ = 0;
  std::string heads_, data_, places_;
};

/// An entry that lies in memory.
struct PostingsPart {
  std::string entry = {};
  std::string places = {};   ///< of the whole page; empty until they are needed
  std::int64_t page = 0;     ///< where they are
  std::size_t places_at = 0; ///< where those of this word begin
};

/// All postings of a word, from the parts of the index in order.
class Postings {
public:
  Postings() = default;
  Postings(const Postings&) = delete;
  Postings& operator=(const Postings&) = delete;

  struct Block {
    std::uint32_t before = 0, last = 0; ///< decisions: of the block before, and its own last
    std::uint32_t count = 0, highest = 0, fewest = 0;
    std::string_view data;
    std::size_t part = 0, places_at = 0, places_size = 0;
  };

  /// False for bytes that are no entry.
  bool add(PostingsPart part);
  std::uint32_t count() const { return count_; } ///< decisions
  bool has_places() const { return has_places_; }
  const std::vector<Block>& blocks() const { return blocks_; }
  std::deque<PostingsPart>& parts() { return parts_; }
  const std::deque<PostingsPart>& parts() const { return parts_; }

private:
  std::deque<PostingsPart> parts_; ///< blocks point into them
  std::vector<Block> blocks_;
  std::uint32_t count_ = 0, last_ = 0;
  bool has_places_ = false;
};

/// Goes through postings in order. The postings must outlive it.
class PostingsCursor {
public:
  explicit PostingsCursor(const Postings& postings) : postings_(&postings) { enter(0); }
  std::uint32_t decision() const { return decision_; } ///< no_more at the end
  std::uint32_t frequency() const { return frequencies_[at_]; }
  void next() {
    if (++at_ < size_)
      decision_ = decisions_[at_];
    else
      enter(block_ + 1);
  }
  /// To the first decision that is not before this one.
  void seek(std::uint32_t decision);
  /// The block in which the decision would be, without reading it; null behind the last. Goes forwards only.
  const Postings::Block* block_for(std::uint32_t decision);
  std::size_t block_number() const { return block_; }
  void enter(std::size_t block);
  std::span<const std::uint32_t> decisions() const { return {decisions_.data(), size_}; }
  std::span<const std::uint32_t> frequencies() const { return {frequencies_.data(), size_}; }
  /// Places of the word in the decision; those of its part must have been read.
  std::string_view places();

private:
  const Postings* postings_;
  std::size_t block_ = 0, at_ = 0, size_ = 0, shallow_ = 0;
  std::uint32_t decision_ = no_more;
  std::size_t places_block_ = SIZE_MAX, places_index_ = 0, places_offset_ = 0;
  std::array<std::uint32_t, postings_of_block> decisions_, frequencies_;
};

} // namespace openimr::library
