#include "ledger/checkpoint.h"

#include "base/encoding.h"

#include <gtest/gtest.h>

namespace openimr::ledger {
namespace {

// The example of Go's golang.org/x/mod/sumdb/note, whose signatures are made with the same keys.
constexpr const char* neumann_private =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr const char* neumann_public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string neumann_text = "If you think cryptography is the answer to your problem,\n"
                                 "then you don't know what your problem is.\n";
const std::string neumann_note =
    neumann_text +
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

SigningKey key_named(const std::string& name, char seed = 's') {
  auto key = SigningKey::from_seed(name, std::string(32, seed));
  EXPECT_TRUE(key);
  return std::move(*key);
}

Checkpoint sample() { return {"imr.example/audit", 17, leaf_hash("x")}; }

TEST(Note, IsWhatGoWrites) {
  auto key = SigningKey::parse("key", neumann_private);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->verifying_key().text(), neumann_public);
  EXPECT_EQ(key->text(), neumann_private);
  EXPECT_EQ(key->note_of(neumann_text), neumann_note);
  auto text = open_note("note", neumann_note, key->verifying_key());
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, neumann_text);
}

TEST(Note, SignaturesOfOthersArePassedOver) {
  const auto log = key_named("imr.example/audit"), witness = key_named("witness.example", 'w');
  const std::string note = signed_checkpoint(sample(), log);
  const std::string cosignature = witness.note_of(text_of(sample()));
  const std::string both = note + cosignature.substr(cosignature.rfind("\n\n") + 2);
  EXPECT_TRUE(open_checkpoint("c", both, log.verifying_key()));
  EXPECT_TRUE(open_note("c", both, witness.verifying_key()));
  auto stranger = open_note("c", note, witness.verifying_key());
  ASSERT_FALSE(stranger);
  EXPECT_NE(stranger.error().found.find("no signature of witness.example"), std::string::npos);
}

TEST(Checkpoint, EveryBitCounts) {
  const auto key = key_named("imr.example/audit");
  const std::string note = signed_checkpoint(sample(), key);
  auto read = open_checkpoint("c", note, key.verifying_key());
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, sample());
  for (std::size_t at = 0; at < note.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::string wrong = note;
      wrong[at] = static_cast<char>(wrong[at] ^ (1 << bit));
      EXPECT_FALSE(open_checkpoint("c", wrong, key.verifying_key())) << at << ' ' << bit;
    }
  for (std::size_t size = 0; size < note.size(); ++size)
    EXPECT_FALSE(open_checkpoint("c", note.substr(0, size), key.verifying_key())) << size;
}

TEST(Checkpoint, OtherTextsAreRefused) {
  const auto key = key_named("imr.example/audit");
  const std::string root = to_base64(bytes_of(leaf_hash("x")));
  const std::vector<std::string> texts = {"imr.example/audit\n17\n",
                                          "imr.example/audit\n017\n" + root + "\n",
                                          "imr.example/audit\n-1\n" + root + "\n",
                                          "imr.example/audit\n17\n" + root + "\nmore\n",
                                          "imr.example/audit\n99999999999999999999\n" + root + "\n",
                                          "imr.example/audit\n17\n" + root.substr(1) + "\n",
                                          "other.example/audit\n17\n" + root + "\n"};
  for (const std::string& text : texts)
    EXPECT_FALSE(open_checkpoint("c", key.note_of(text), key.verifying_key())) << text;
}

TEST(Checkpoint, AnAnchorIsTheNoteOnOneLine) {
  const auto key = key_named("imr.example/audit");
  const std::string note = signed_checkpoint(sample(), key), line = anchor_line(note);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  auto again = note_of_anchor("anchors.txt:1", line + "\r\n");
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, note);
  EXPECT_EQ(note_of_anchor("anchors.txt:1", "three words only").error().message(),
            "anchors.txt:1: found 3 words, expected origin, size, root and signature on one line; take the line from "
            "where it was printed");
}

TEST(Keys, OthersAreRefused) {
  const std::string text = key_named("imr.example/audit").verifying_key().text();
  EXPECT_TRUE(VerifyingKey::parse("k", " " + text + "\n"));
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string wrong = text;
    wrong[at] = wrong[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(VerifyingKey::parse("k", wrong)) << at;
  }
  for (const char* name : {"", "two words", "a+b", "line\nbreak"})
    EXPECT_FALSE(SigningKey::from_seed(name, std::string(32, 's')));
  EXPECT_FALSE(SigningKey::parse("k", text));
  EXPECT_FALSE(SigningKey::parse("k", ""));
}

} // namespace
} // namespace openimr::ledger
