// The Merkle tree of the audit log, in the manner of Certificate Transparency (RFC 9162, section 2.1, with SHA-256).
//
// A tree is a sequence of leaf hashes; its root speaks for all of them. Who holds a root can be shown that an entry is
// in the log (inclusion proof) and that a later log only adds to an earlier one (consistency proof).
//
//   Frontier frontier;
//   for (const std::string& row : rows) frontier.append(leaf_hash(row));
//   Hash root = frontier.root();
//
// Pure; no row is kept.
#pragma once

#include "base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::ledger {

/// A SHA-256 digest.
using Hash = std::array<std::byte, 32>;

/// SHA-256 of 0x00 and the bytes of an entry (RFC 9162, 2.1.1).
Hash leaf_hash(std::string_view entry);
/// SHA-256 of 0x01 and two hashes: of an inner node (RFC 9162, 2.1.1).
Hash node_hash(const Hash& left, const Hash& right);
/// The root of a log without entries: SHA-256 of nothing.
Hash empty_root();

/// SHA-256 of the bytes as they are.
Hash plain_hash(std::string_view bytes);
/// 64 lower-case hexadecimal digits.
std::string hex_of(const Hash& hash);
/// Empty unless the text is 64 lower-case hexadecimal digits.
std::optional<Hash> hash_of_hex(std::string_view text);
/// The 32 bytes as a string, and back (empty unless there are 32).
std::string bytes_of(const Hash& hash);
std::optional<Hash> hash_of_bytes(std::string_view bytes);

/// What has to be kept of a log to go on with it: the roots of its complete subtrees, largest first; one hash for each
/// bit that is set in its size.
class Frontier {
public:
  std::uint64_t size() const { return size_; } ///< entries so far
  void append(const Hash& leaf);
  Hash root() const;

  /// 8 bytes of size (big-endian) and 32 bytes for each subtree.
  std::string bytes() const;
  /// Error (Input) when the number of bytes does not fit the size that they state.
  static Result<Frontier> from_bytes(std::string_view bytes);

private:
  std::uint64_t size_ = 0;
  std::vector<Hash> subtrees_;
};

/// The root over these leaf hashes.
Hash root_of(std::span<const Hash> leaves);

/// Hashes that lead from leaf `index` to the root over these leaves, lowest first (RFC 9162, 2.1.3.1).
/// index must be below leaves.size().
std::vector<Hash> inclusion_proof(std::span<const Hash> leaves, std::uint64_t index);
/// Whether the leaf is entry `index` of the log with this size and root (RFC 9162, 2.1.3.2).
bool is_included(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                 const Hash& root);

/// Hashes that show that these leaves begin with their first `old_size` (RFC 9162, 2.1.4.1); empty when old_size is 0
/// or all of them. old_size must not be above leaves.size().
std::vector<Hash> consistency_proof(std::span<const Hash> leaves, std::uint64_t old_size);
/// Whether the log (size, root) only adds to the log (old_size, old_root) (RFC 9162, 2.1.4.2). A log without entries is
/// the beginning of every log; equal sizes need equal roots; both take an empty proof.
bool is_consistent(std::uint64_t old_size, const Hash& old_root, std::uint64_t size, const Hash& root,
                   std::span<const Hash> proof);

} // namespace openimr::ledger
