#include "ledger/merkle.h"

#include "base/encoding.h"

#include <gtest/gtest.h>
#include <random>

namespace openimr::ledger {
namespace {

// The known answers of Certificate Transparency's own tests (google/certificate-transparency,
// cpp/merkletree/merkle_tree_test.cc: kInputs, kSHA256Roots, kSHA256Proofs; transparency-dev/merkle keeps the same).
const std::vector<std::string> inputs = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> roots = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<std::string> hex_of_all(const std::vector<Hash>& hashes) {
  std::vector<std::string> all;
  for (const Hash& hash : hashes) all.push_back(hex_of(hash));
  return all;
}

std::vector<Hash> known_leaves() {
  std::vector<Hash> leaves;
  for (const std::string& input : inputs) leaves.push_back(leaf_hash(*from_hex(input)));
  return leaves;
}

std::vector<Hash> numbered_leaves(std::size_t count) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash("entry " + std::to_string(i)));
  return leaves;
}

// RFC 9162, 2.1.1 to 2.1.4 word by word, without the shortcuts of the code under test.
std::size_t reference_split(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

Hash reference_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return plain_hash("");
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = reference_split(leaves.size());
  return node_hash(reference_root(leaves.first(k)), reference_root(leaves.subspan(k)));
}

std::vector<Hash> reference_path(std::size_t m, std::span<const Hash> leaves) {
  if (leaves.size() == 1) return {};
  const std::size_t k = reference_split(leaves.size());
  const bool is_left = m < k;
  auto path = is_left ? reference_path(m, leaves.first(k)) : reference_path(m - k, leaves.subspan(k));
  path.push_back(reference_root(is_left ? leaves.subspan(k) : leaves.first(k)));
  return path;
}

std::vector<Hash> reference_subproof(std::size_t m, std::span<const Hash> leaves, bool is_whole) {
  if (m == leaves.size()) return is_whole ? std::vector<Hash>{} : std::vector<Hash>{reference_root(leaves)};
  const std::size_t k = reference_split(leaves.size());
  auto proof =
      m <= k ? reference_subproof(m, leaves.first(k), is_whole) : reference_subproof(m - k, leaves.subspan(k), false);
  proof.push_back(reference_root(m <= k ? leaves.subspan(k) : leaves.first(k)));
  return proof;
}

Hash flipped(Hash hash, std::size_t bit) {
  hash[bit / 8] ^= std::byte{1} << (bit % 8);
  return hash;
}

TEST(Merkle, KnownRoots) {
  Frontier frontier;
  EXPECT_EQ(hex_of(frontier.root()), roots[0]);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    frontier.append(leaf_hash(*from_hex(inputs[i])));
    EXPECT_EQ(hex_of(frontier.root()), roots[i + 1]) << i;
  }
}

TEST(Merkle, KnownProofs) {
  const auto leaves = known_leaves();
  const std::span<const Hash> all(leaves);
  using Hexes = std::vector<std::string>;
  EXPECT_EQ(hex_of_all(inclusion_proof(all, 0)),
            (Hexes{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                   "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                   "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex_of_all(inclusion_proof(all, 5)),
            (Hexes{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                   "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                   "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex_of_all(inclusion_proof(all.first(3), 2)), (Hexes{roots[2]}));
  EXPECT_EQ(hex_of_all(consistency_proof(all, 1)),
            (Hexes{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                   "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                   "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex_of_all(consistency_proof(all, 6)),
            (Hexes{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                   "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                   "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex_of_all(consistency_proof(all.first(5), 2)),
            (Hexes{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                   "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

TEST(Merkle, EverySizeTo300EqualsTheDefinition) {
  const auto leaves = numbered_leaves(300);
  Frontier frontier;
  for (std::size_t n = 1; n <= leaves.size(); ++n) {
    frontier.append(leaves[n - 1]);
    const auto tree = std::span(leaves).first(n);
    const Hash root = reference_root(tree);
    ASSERT_EQ(frontier.size(), n);
    ASSERT_EQ(frontier.root(), root) << n;
    auto again = Frontier::from_bytes(frontier.bytes());
    ASSERT_TRUE(again);
    ASSERT_EQ(again->root(), root);
    for (std::size_t m = 0; m < n; m += n < 70 ? 1 : 1 + n / 16) {
      const auto path = inclusion_proof(tree, m);
      ASSERT_EQ(path, reference_path(m, tree)) << n << ' ' << m;
      ASSERT_TRUE(is_included(leaves[m], m, n, path, root));
      ASSERT_FALSE(is_included(leaves[m], m + 1, n, path, root));
      const auto proof = consistency_proof(tree, m + 1);
      ASSERT_EQ(proof, reference_subproof(m + 1, tree, true)) << n << ' ' << m;
      ASSERT_TRUE(is_consistent(m + 1, reference_root(tree.first(m + 1)), n, root, proof));
    }
  }
}

TEST(Merkle, LargeLogsOfRandomSize) {
  std::mt19937 random(9162);
  const auto leaves = numbered_leaves(40'000);
  for (int round = 0; round < 12; ++round) {
    const std::size_t n = 300 + random() % (leaves.size() - 300), m = random() % n;
    const auto tree = std::span(leaves).first(n);
    const Hash root = reference_root(tree);
    EXPECT_EQ(root_of(tree), root);
    EXPECT_EQ(inclusion_proof(tree, m), reference_path(m, tree));
    EXPECT_TRUE(is_included(leaves[m], m, n, inclusion_proof(tree, m), root));
    EXPECT_EQ(consistency_proof(tree, m + 1), reference_subproof(m + 1, tree, true));
    EXPECT_TRUE(is_consistent(m + 1, root_of(tree.first(m + 1)), n, root, consistency_proof(tree, m + 1)));
  }
}

TEST(Merkle, NoSingleBitOfAProofMayDiffer) {
  const auto leaves = numbered_leaves(13);
  const Hash root = root_of(leaves);
  for (std::size_t m = 0; m < leaves.size(); ++m) {
    const auto path = inclusion_proof(leaves, m);
    for (std::size_t bit = 0; bit < 256; ++bit) {
      EXPECT_FALSE(is_included(flipped(leaves[m], bit), m, 13, path, root));
      EXPECT_FALSE(is_included(leaves[m], m, 13, path, flipped(root, bit)));
      for (std::size_t step = 0; step < path.size(); ++step) {
        auto wrong = path;
        wrong[step] = flipped(wrong[step], bit);
        EXPECT_FALSE(is_included(leaves[m], m, 13, wrong, root));
      }
    }
  }
  for (std::size_t m = 1; m < leaves.size(); ++m) {
    const auto proof = consistency_proof(leaves, m);
    const Hash old_root = root_of(std::span(leaves).first(m));
    for (std::size_t bit = 0; bit < 256; ++bit) {
      EXPECT_FALSE(is_consistent(m, flipped(old_root, bit), 13, root, proof));
      EXPECT_FALSE(is_consistent(m, old_root, 13, flipped(root, bit), proof));
      for (std::size_t step = 0; step < proof.size(); ++step) {
        auto wrong = proof;
        wrong[step] = flipped(wrong[step], bit);
        EXPECT_FALSE(is_consistent(m, old_root, 13, root, wrong));
      }
    }
  }
}

TEST(Merkle, ProofsOfAnotherShapeAreRefused) {
  const auto leaves = numbered_leaves(21);
  const Hash root = root_of(leaves);
  for (std::size_t m = 0; m < leaves.size(); ++m) {
    auto path = inclusion_proof(leaves, m);
    for (std::uint64_t size : {0, 1, 10, 42})
      EXPECT_FALSE(is_included(leaves[m], m, size, path, root)) << m << ' ' << size;
    path.push_back(root);
    EXPECT_FALSE(is_included(leaves[m], m, 21, path, root));
    path.pop_back();
    path.insert(path.begin(), leaves[m]);
    EXPECT_FALSE(is_included(leaves[m], m, 21, path, root));
    path.erase(path.begin());
    path.pop_back();
    EXPECT_FALSE(is_included(leaves[m], m, 21, path, root));
  }
  EXPECT_FALSE(is_consistent(5, root, 4, root, {}));
  EXPECT_FALSE(is_consistent(4, root, 5, root, {}));
  EXPECT_TRUE(is_consistent(0, empty_root(), 21, root, {}));
  EXPECT_FALSE(is_consistent(0, root, 21, root, {}));
  EXPECT_FALSE(is_consistent(21, root, 21, root, leaves));
  EXPECT_FALSE(is_consistent(21, empty_root(), 21, root, {}));
}

TEST(Merkle, AFrontierOfAnotherLengthIsRefused) {
  Frontier frontier;
  for (const Hash& leaf : numbered_leaves(11)) frontier.append(leaf);
  const std::string bytes = frontier.bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(Frontier::from_bytes(bytes.substr(0, size)));
  EXPECT_FALSE(Frontier::from_bytes(bytes + "x"));
  EXPECT_EQ(Frontier::from_bytes("short").error().message(),
            "frontier of the audit log: found 5 bytes, expected 8 bytes of size and 32 bytes for each subtree; make it "
            "again from the rows of the log");
}

TEST(Merkle, HashesAsText) {
  const Hash hash = leaf_hash("x");
  EXPECT_EQ(hash_of_hex(hex_of(hash)), hash);
  EXPECT_EQ(hash_of_bytes(bytes_of(hash)), hash);
  EXPECT_FALSE(hash_of_hex(hex_of(hash).substr(1)));
  EXPECT_FALSE(hash_of_hex("E" + hex_of(hash).substr(1)));
  EXPECT_FALSE(hash_of_hex(std::string(64, 'g')));
}

} // namespace
} // namespace openimr::ledger
