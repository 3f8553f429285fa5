// What is asked of every hit, in columns: length, day, standing and labels of 1,024 decisions a block, so that counting
// facets over half a million hits reads no row.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::library {

inline constexpr std::int64_t decisions_of_block = 1024;

/// Number of the block that holds a decision (ids count from 1), and the decision's place in it.
inline std::int64_t block_of(std::int64_t id) { return (id - 1) / decisions_of_block; }
inline std::size_t place_in_block(std::int64_t id) { return static_cast<std::size_t>((id - 1) % decisions_of_block); }

/// A day that is not known.
inline constexpr std::int32_t no_day = INT32_MIN;
/// Between the labels of the decision and those of each item.
inline constexpr std::uint32_t next_item = 0;

struct BlockRow {
  std::uint32_t words = 0;
  std::int32_t day = no_day; ///< since 1970
  bool is_current = true;
  std::vector<std::uint32_t> labels; ///< numbers of labels; next_item before those of each item
};

class Block {
public:
  std::size_t size() const { return words_.size(); }
  std::uint32_t words(std::size_t place) const { return words_[place]; }
  std::int32_t day(std::size_t place) const { return days_[place]; }
  bool is_current(std::size_t place) const { return current_[place] != 0; }
  std::span<const std::uint32_t> labels(std::size_t place) const {
    return {labels_.data() + begins_[place], labels_.data() + begins_[place + 1]};
  }

  void add(const BlockRow& row);
  void set_current(std::size_t place, bool is_current) { current_[place] = is_current ? 1 : 0; }

  std::string bytes() const;
  /// False for bytes that are no block.
  bool read(std::string_view bytes);

private:
  std::vector<std::uint32_t> words_;
  std::vector<std::int32_t> days_;
  std::vector<std::uint8_t> current_;
  std::vector<std::uint32_t> begins_{0};
  std::vector<std::uint32_t> labels_;
};

} // namespace openimr::library
