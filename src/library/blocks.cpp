#include "library/blocks.h"

#include <algorithm>
#include <cstring>

namespace openimr::library {
namespace {

template <class T> void put(std::string& bytes, const std::vector<T>& list) {
  const auto count = static_cast<std::uint32_t>(list.size());
  bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
  bytes.append(reinterpret_cast<const char*>(list.data()), list.size() * sizeof(T));
}

template <class T> bool take(std::string_view& bytes, std::vector<T>& list) {
  std::uint32_t count = 0;
  if (bytes.size() < sizeof count) return false;
  std::memcpy(&count, bytes.data(), sizeof count);
  bytes.remove_prefix(sizeof count);
  if (bytes.size() / sizeof(T) < count) return false;
  list.resize(count);
  std::memcpy(list.data(), bytes.data(), count * sizeof(T));
  bytes.remove_prefix(count * sizeof(T));
  return true;
}

} // namespace

void Block::add(const BlockRow& row) {
  words_.push_back(row.words);
  days_.push_back(row.day);
  current_.push_back(row.is_current ? 1 : 0);
  labels_.insert(labels_.end(), row.labels.begin(), row.labels.end());
  begins_.push_back(static_cast<std::uint32_t>(labels_.size()));
}

std::string Block::bytes() const {
  std::string out;
  put(out, words_);
  put(out, days_);
  put(out, current_);
  put(out, begins_);
  put(out, labels_);
  return out;
}

bool Block::read(std::string_view bytes) {
  if (!take(bytes, words_) || !take(bytes, days_) || !take(bytes, current_) || !take(bytes, begins_) ||
      !take(bytes, labels_) || !bytes.empty())
    return false;
  return days_.size() == size() && current_.size() == size() && begins_.size() == size() + 1 && begins_.front() == 0 &&
         begins_.back() == labels_.size() && std::ranges::is_sorted(begins_);
}

} // namespace openimr::library
