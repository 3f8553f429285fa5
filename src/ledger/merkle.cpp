#include "ledger/merkle.h"

#include "base/encoding.h"
#include "base/hash.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <fmt/format.h>
#include <sodium.h>

namespace openimr::ledger {
namespace {

const unsigned char* raw(const Hash& hash) { return reinterpret_cast<const unsigned char*>(hash.data()); }

/// SHA-256 of a prefix byte and what add() gives.
class Prefixed {
public:
  explicit Prefixed(unsigned char prefix) {
    crypto_hash_sha256_init(&state_);
    crypto_hash_sha256_update(&state_, &prefix, 1);
  }
  Prefixed& add(const unsigned char* bytes, std::size_t size) {
    crypto_hash_sha256_update(&state_, bytes, size);
    return *this;
  }
  Hash hash() {
    Hash hash;
    crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(hash.data()));
    return hash;
  }

private:
  crypto_hash_sha256_state state_;
};

/// The largest power of two smaller than n, for n of two or more: where a tree of n leaves is parted.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

/// SUBPROOF of RFC 9162, 2.1.4.1; `is_whole`: the subtree was a tree of its own, so that its root is known.
void subproof(std::span<const Hash> leaves, std::uint64_t old_size, bool is_whole, std::vector<Hash>& proof) {
  if (old_size == leaves.size()) {
    if (!is_whole) proof.push_back(root_of(leaves));
    return;
  }
  const std::uint64_t split = split_of(leaves.size());
  if (old_size <= split) {
    subproof(leaves.first(split), old_size, is_whole, proof);
    proof.push_back(root_of(leaves.subspan(split)));
  } else {
    subproof(leaves.subspan(split), old_size - split, false, proof);
    proof.push_back(root_of(leaves.first(split)));
  }
}

} // namespace

Hash leaf_hash(std::string_view entry) {
  return Prefixed(0x00).add(reinterpret_cast<const unsigned char*>(entry.data()), entry.size()).hash();
}

Hash node_hash(const Hash& left, const Hash& right) {
  return Prefixed(0x01).add(raw(left), left.size()).add(raw(right), right.size()).hash();
}

Hash plain_hash(std::string_view bytes) {
  Hash hash;
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return hash;
}

Hash empty_root() { return plain_hash(""); }

std::string bytes_of(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

std::optional<Hash> hash_of_bytes(std::string_view bytes) {
  Hash hash;
  if (bytes.size() != hash.size()) return std::nullopt;
  std::memcpy(hash.data(), bytes.data(), hash.size());
  return hash;
}

std::string hex_of(const Hash& hash) { return to_hex(bytes_of(hash)); }

std::optional<Hash> hash_of_hex(std::string_view text) {
  const auto bytes = from_hex(text);
  return bytes ? hash_of_bytes(*bytes) : std::nullopt;
}

void Frontier::append(const Hash& leaf) {
  Hash node = leaf;
  for (std::uint64_t left = size_; (left & 1) != 0; left >>= 1) { // each full subtree of equal height is taken in
    node = node_hash(subtrees_.back(), node);
    subtrees_.pop_back();
  }
  subtrees_.push_back(node);
  ++size_;
}

Hash Frontier::root() const {
  if (subtrees_.empty()) return empty_root();
  Hash node = subtrees_.back();
  for (auto subtree = subtrees_.rbegin() + 1; subtree != subtrees_.rend(); ++subtree) node = node_hash(*subtree, node);
  return node;
}

std::string Frontier::bytes() const {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(size_ >> shift);
  for (const Hash& subtree : subtrees_) bytes += bytes_of(subtree);
  return bytes;
}

Result<Frontier> Frontier::from_bytes(std::string_view bytes) {
  const Error fault{ErrorKind::Input, "frontier of the audit log", fmt::format("{} bytes", bytes.size()),
                    "8 bytes of size and 32 bytes for each subtree", "make it again from the rows of the log"};
  if (bytes.size() < 8) return fault;
  Frontier frontier;
  for (char byte : bytes.substr(0, 8)) frontier.size_ = frontier.size_ << 8 | static_cast<unsigned char>(byte);
  if (bytes.size() != 8 + 32 * static_cast<std::size_t>(std::popcount(frontier.size_))) return fault;
  for (std::size_t at = 8; at < bytes.size(); at += 32)
    frontier.subtrees_.push_back(*hash_of_bytes(bytes.substr(at, 32)));
  return frontier;
}

Hash root_of(std::span<const Hash> leaves) {
  Frontier frontier;
  for (const Hash& leaf : leaves) frontier.append(leaf);
  return frontier.root();
}

std::vector<Hash> inclusion_proof(std::span<const Hash> leaves, std::uint64_t index) {
  assert(index < leaves.size() && "the entry is in the log");
  std::vector<Hash> proof; // from the root down, turned around at the end
  while (leaves.size() > 1) {
    const std::uint64_t split = split_of(leaves.size());
    const auto left = leaves.first(split), right = leaves.subspan(split);
    proof.push_back(root_of(index < split ? right : left));
    leaves = index < split ? left : right;
    if (index >= split) index -= split;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

// Steps as RFC 9162, 2.1.3.2 numbers them.
bool is_included(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                 const Hash& root) {
  if (index >= size) return false;                         // 1.
  std::uint64_t fn = index, sn = size - 1;                 // 2.
  Hash node = leaf;                                        // 3.
  for (const Hash& step : proof) {                         // 4.
    if (sn == 0) return false;                             // 4.a
    if ((fn & 1) != 0 || fn == sn) {                       // 4.b
      node = node_hash(step, node);                        // 4.b.i
      while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1; // 4.b.ii
    } else {
      node = node_hash(node, step);
    }
    fn >>= 1, sn >>= 1; // 4.c
  }
  return sn == 0 && node == root; // 5.
}

std::vector<Hash> consistency_proof(std::span<const Hash> leaves, std::uint64_t old_size) {
  assert(old_size <= leaves.size() && "the earlier log is not the longer one");
  std::vector<Hash> proof;
  if (old_size != 0 && old_size != leaves.size()) subproof(leaves, old_size, true, proof);
  return proof;
}

// Steps as RFC 9162, 2.1.4.2 numbers them.
bool is_consistent(std::uint64_t old_size, const Hash& old_root, std::uint64_t size, const Hash& root,
                   std::span<const Hash> proof) {
  if (old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (old_size == 0) return proof.empty() && old_root == empty_root();
  if (proof.empty()) return false; // 1.
  std::vector<Hash> path(proof.begin(), proof.end());
  if (std::has_single_bit(old_size)) path.insert(path.begin(), old_root); // 2.
  std::uint64_t fn = old_size - 1, sn = size - 1;                         // 3.
  while ((fn & 1) != 0) fn >>= 1, sn >>= 1;                               // 4.
  Hash old_node = path.front(), node = path.front();                      // 5.
  for (const Hash& step : std::span(path).subspan(1)) {                   // 6.
    if (sn == 0) return false;                                            // 6.a
    if ((fn & 1) != 0 || fn == sn) {                                      // 6.b
      old_node = node_hash(step, old_node);                               // 6.b.i
      node = node_hash(step, node);                                       // 6.b.ii
      while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1;                // 6.b.iii
    } else {
      node = node_hash(node, step);
    }
    fn >>= 1, sn >>= 1; // 6.c
  }
  return sn == 0 && old_node == old_root && node == root; // 7.
}

} // namespace openimr::ledger
