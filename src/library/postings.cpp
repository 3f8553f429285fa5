#include "library/postings.h"

#include <algorithm>
#include <cassert>

namespace openimr::library {

void put_place(std::string& out, Place& previous, Place place) {
  if (place.part != previous.part) {
    put_number(out, (place.part - previous.part) << 1 | 1U);
    previous = {place.part, 0};
  }
  put_number(out, (place.offset - previous.offset) << 1);
  previous = place;
}

void read_places(std::string_view bytes, std::vector<Place>& places) {
  places.clear();
  Place at;
  for (NumberReader reader(bytes); !reader.is_at_end();) {
    const std::uint32_t step = reader.next();
    if ((step & 1U) != 0) {
      at = {at.part + (step >> 1), 0};
      continue;
    }
    at.offset += step >> 1;
    places.push_back(at);
  }
}

void PostingsWriter::add(std::uint32_t decision, std::uint32_t frequency, std::uint32_t words,
                         std::string_view places) {
  assert(count_ == 0 || decision > last_);
  put_number(data_, decision - last_);
  if (with_places_) {
    put_number(data_, frequency);
    put_number(places_, static_cast<std::uint32_t>(places.size()));
    places_ += places;
  }
  highest_ = in_block_ == 0 ? frequency : std::max(highest_, frequency);
  fewest_ = in_block_ == 0 ? words : std::min(fewest_, words);
  last_ = decision;
  ++count_;
  if (++in_block_ == postings_of_block) end_block();
}

void PostingsWriter::end_block() {
  put_number(heads_, last_ - last_of_block_);
  put_number(heads_, static_cast<std::uint32_t>(data_.size() - data_begin_));
  put_number(heads_, static_cast<std::uint32_t>(places_.size() - places_begin_));
  put_number(heads_, highest_);
  put_number(heads_, fewest_);
  last_of_block_ = last_;
  data_begin_ = data_.size();
  places_begin_ = places_.size();
  in_block_ = 0;
}

void PostingsWriter::finish(std::string& entry, std::string& places) {
  if (in_block_ > 0) end_block();
  put_number(entry, count_);
  put_number(entry, with_places_ ? 1 : 0);
  entry += heads_;
  entry += data_;
  places += places_;
  *this = PostingsWriter(with_places_);
}

bool Postings::add(PostingsPart part) {
  const std::size_t number = parts_.size();
  parts_.push_back(std::move(part));
  NumberReader reader(parts_.back().entry);
  const std::uint32_t count = reader.next();
  has_places_ = reader.next() == 1;
  const std::size_t blocks = (std::size_t{count} + postings_of_block - 1) / postings_of_block;
  if (blocks > reader.left()) return false;
  const std::size_t first = blocks_.size();
  std::uint32_t last = 0;
  std::vector<std::uint32_t> sizes;
  sizes.reserve(blocks);
  blocks_.reserve(first + blocks);
  std::size_t places_at = parts_.back().places_at;
  for (std::size_t k = 0; k < blocks; ++k) {
    Block block;
    block.before = last;
    last += reader.next();
    block.last = last;
    sizes.push_back(reader.next());
    block.places_size = reader.next();
    block.places_at = places_at;
    places_at += block.places_size;
    block.highest = reader.next();
    block.fewest = reader.next();
    block.part = number;
    block.count = static_cast<std::uint32_t>(std::min<std::size_t>(postings_of_block, count - k * postings_of_block));
    blocks_.push_back(block);
  }
  for (std::size_t k = 0; k < blocks; ++k) blocks_[first + k].data = reader.bytes(sizes[k]);
  if (count == 0 || (count_ > 0 && blocks_[first].last <= last_)) return false;
  count_ += count;
  last_ = last;
  return reader.is_at_end();
}

void PostingsCursor::enter(std::size_t block) {
  block_ = block;
  at_ = 0;
  size_ = 0;
  decision_ = no_more;
  const auto& blocks = postings_->blocks();
  if (block >= blocks.size()) return;
  const auto& one = blocks[block];
  NumberReader reader(one.data);
  std::uint32_t decision = one.before;
  if (postings_->has_places())
    for (std::uint32_t k = 0; k < one.count; ++k) {
      decisions_[k] = decision += reader.next();
      frequencies_[k] = reader.next();
    }
  else
    for (std::uint32_t k = 0; k < one.count; ++k) {
      decisions_[k] = decision += reader.next();
      frequencies_[k] = 0;
    }
  size_ = one.count;
  decision_ = decisions_[0];
}

const Postings::Block* PostingsCursor::block_for(std::uint32_t decision) {
  const auto& blocks = postings_->blocks();
  shallow_ = std::max(shallow_, block_);
  if (shallow_ < blocks.size() && blocks[shallow_].last < decision) {
    std::size_t step = 1;
    while (shallow_ + step < blocks.size() && blocks[shallow_ + step].last < decision) {
      shallow_ += step;
      step *= 2;
    }
    const auto from = blocks.begin() + static_cast<std::ptrdiff_t>(shallow_ + 1);
    const auto to = blocks.begin() + static_cast<std::ptrdiff_t>(std::min(shallow_ + step + 1, blocks.size()));
    shallow_ = static_cast<std::size_t>(std::ranges::lower_bound(from, to, decision, {}, &Postings::Block::last) -
                                        blocks.begin());
  }
  return shallow_ < blocks.size() ? &blocks[shallow_] : nullptr;
}

void PostingsCursor::seek(std::uint32_t decision) {
  if (decision_ >= decision) return;
  if (block_for(decision) == nullptr) {
    enter(postings_->blocks().size());
    return;
  }
  if (shallow_ != block_) enter(shallow_);
  while (at_ < size_ && decisions_[at_] < decision) ++at_;
  if (at_ < size_)
    decision_ = decisions_[at_];
  else
    enter(block_ + 1);
}

std::string_view PostingsCursor::places() {
  const auto& block = postings_->blocks()[block_];
  if (places_block_ != block_) {
    places_block_ = block_;
    places_index_ = 0;
    places_offset_ = 0;
  }
  const std::string& all = postings_->parts()[block.part].places;
  if (block.places_at + block.places_size > all.size()) return {};
  const std::string_view bytes = std::string_view(all).substr(block.places_at, block.places_size);
  NumberReader reader(bytes.substr(places_offset_));
  for (; places_index_ < at_; ++places_index_) (void)reader.bytes(reader.next());
  places_offset_ = bytes.size() - reader.left();
  return reader.bytes(reader.next());
}

} // namespace openimr::library
