#include "vault/vault.h"

#include "base/files.h"

#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>
#include <sodium.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace openimr::vault {
namespace {

namespace fs = std::filesystem;

const std::string first_key(64, '1'), second_key(64, '2');
const Date today = *Date::parse_iso("2029-04-01");

KeyRing ring_of(const std::string& text = first_key) {
  auto ring = KeyRing::parse("keys.txt", text);
  EXPECT_TRUE(ring);
  return *ring;
}

void chance(unsigned char* into, std::size_t size) { randombytes_buf(into, size); }

/// Bytes that compress a little, the same for the same seed.
std::string paper(std::size_t size, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>('a' + random() % 40);
  return bytes;
}

class VaultTest : public testing::Test {
protected:
  void SetUp() override {
    std::string name = fs::temp_directory_path() / "openimr-vault-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  Vault vault(const std::string& keys = first_key) {
    auto opened = Vault::open(folder_backend(folder_), ring_of(keys), chance);
    EXPECT_TRUE(opened) << opened.error().message();
    return std::move(*opened);
  }
  std::string put(Vault& vault, const std::string& bytes, const std::string& scope = "CM26-1",
                  std::optional<Date> until = {}) {
    auto stored = vault.put(scope, source_of(bytes), until);
    EXPECT_TRUE(stored) << (stored ? "" : stored.error().message());
    return stored ? stored->name : "";
  }
  static Result<std::string> get(const Vault& vault, const std::string& name) {
    std::string bytes;
    auto read = vault.get(name, [&](std::string_view piece) -> Result<Done> {
      bytes += piece;
      return Done{};
    });
    if (!read) return read.error();
    return bytes;
  }
  std::string object(const std::string& name) const {
    return folder_ + "/objects/" + name.substr(0, 2) + "/" + name.substr(2) + ".sealed";
  }
  std::string key(const std::string& name) const {
    return folder_ + "/keys/" + name.substr(0, 2) + "/" + name.substr(2) + ".key";
  }
  void expect_broken(const Vault& vault, const std::string& name) {
    EXPECT_FALSE(get(vault, name));
    auto report = vault.verify();
    ASSERT_TRUE(report);
    ASSERT_FALSE(report->faults.empty());
    EXPECT_NE(report->faults[0].path.find(name.substr(2)), std::string::npos);
  }

  std::string folder_;
};

TEST_F(VaultTest, EverySizeComesBack) {
  Vault vault = this->vault();
  for (std::size_t size : {0u, 1u, 65'535u, 65'536u, 65'537u, 131'072u, 400'000u, 3'000'000u}) {
    const std::string bytes = paper(size, static_cast<unsigned>(size));
    const std::string name = put(vault, bytes, fmt::format("case {}", size));
    auto back = get(vault, name);
    ASSERT_TRUE(back) << size;
    EXPECT_EQ(*back, bytes);
    EXPECT_EQ(vault.about(name)->size, size);
  }
  EXPECT_TRUE(vault.verify()->faults.empty());
  EXPECT_EQ(vault.verify()->objects, 8u);
}

TEST_F(VaultTest, NothingOfAPaperIsSeen) {
  const std::string secret = "PATIENT Zacharias Example, lumbar fusion ";
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += secret;
  Vault vault = this->vault();
  const std::string name = put(vault, bytes, "CM26-0000017");
  for (const auto& file : fs::recursive_directory_iterator(folder_)) {
    const std::string path = file.path();
    EXPECT_EQ(path.find("CM26"), std::string::npos);
    if (!file.is_regular_file()) continue;
    const std::string content = *read_file(path);
    for (const char* word : {"PATIENT", "Zacharias", "CM26", "lumbar"})
      EXPECT_EQ(content.find(word), std::string::npos) << path;
  }
}

TEST_F(VaultTest, NamesAreKeptApartByScopeAndVault) {
  Vault vault = this->vault();
  const std::string name = put(vault, "one paper", "A");
  EXPECT_EQ(put(vault, "one paper", "A"), name);
  EXPECT_FALSE(vault.put("A", source_of("one paper"), {})->is_new);
  EXPECT_TRUE(*vault.is_of("A", name));
  EXPECT_FALSE(*vault.is_of("B", name));
  EXPECT_NE(put(vault, "one paper", "B"), name);
  EXPECT_NE(put(vault, "ne paper", "Ao"), put(vault, "one paper", "A"));
  auto other = Vault::open(folder_backend(folder_ + "/other"), ring_of(), chance);
  ASSERT_TRUE(other);
  EXPECT_NE(other->put("A", source_of("one paper"), {})->name, name);
}

TEST_F(VaultTest, AnyFlippedBitAndAnyCutIsFound) {
  Vault vault = this->vault();
  const std::string name = put(vault, paper(150'000)); // more than one piece
  std::mt19937 random(5);
  for (const std::string& path : {object(name), key(name)}) {
    const std::string whole = *read_file(path);
    for (int round = 0; round < 150; ++round) {
      std::string wrong = whole;
      if (round % 3 == 0) {
        wrong.resize(random() % wrong.size());
      } else if (round % 3 == 1) {
        const std::size_t at = random() % wrong.size();
        wrong[at] = static_cast<char>(wrong[at] ^ (1 << random() % 8));
      } else {
        wrong.append(1 + random() % 70'000, 'x');
      }
      ASSERT_TRUE(write_file(path, wrong));
      EXPECT_FALSE(get(vault, name)) << path << ' ' << round;
    }
    expect_broken(vault, name);
    ASSERT_TRUE(write_file(path, whole));
    EXPECT_TRUE(get(vault, name));
  }
}

TEST_F(VaultTest, SwappedObjectsAreFound) {
  Vault vault = this->vault();
  const std::string a = put(vault, paper(1000, 1)), b = put(vault, paper(1000, 2));
  const auto swap = [](const std::string& x, const std::string& y) {
    fs::rename(x, x + ".z");
    fs::rename(y, x);
    fs::rename(x + ".z", y);
  };
  swap(object(a), object(b));
  expect_broken(vault, std::min(a, b));
  swap(key(a), key(b)); // both: the content fits its key, but not its name
  EXPECT_FALSE(get(vault, a));
  EXPECT_FALSE(get(vault, b));
  swap(object(a), object(b));
  swap(key(a), key(b));
  EXPECT_TRUE(vault.verify()->faults.empty());
  fs::remove(object(a));
  EXPECT_EQ(get(vault, a).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(vault.verify()->faults.size(), 1u);
}

TEST_F(VaultTest, AnotherMasterKeyOpensNothing) {
  {
    Vault vault = this->vault();
    put(vault, "x");
  }
  auto opened = Vault::open(folder_backend(folder_), ring_of(second_key), chance);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message().find("one of the master keys of this vault"), std::string::npos);
  fs::remove(folder_ + "/naming.key");
  opened = Vault::open(folder_backend(folder_), ring_of(), chance);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().found, "nothing, in a vault with papers");
}

TEST_F(VaultTest, RotationCanBeInterruptedAndLeavesTheOldKeyUseless) {
  std::vector<std::string> names;
  {
    Vault vault = this->vault();
    for (unsigned i = 0; i < 20; ++i) names.push_back(put(vault, paper(100, i)));
    ASSERT_TRUE(vault.hold(names[0], "lit-1", "subpoena"));
  }
  const std::string both = "# new\n" + second_key + "\n\n" + first_key + "\n";
  {
    Vault half = vault(both);
    for (int i = 0; i < 7; ++i) { // as if it had been stopped after seven
      const std::string name = names[static_cast<std::size_t>(i)];
      ASSERT_TRUE(half.retain(name, today)); // writes the record under the current key
    }
    EXPECT_EQ(half.verify()->old_keys, 13u);
  }
  Vault vault = this->vault(both);
  EXPECT_EQ(*vault.rotate(), 13u);
  EXPECT_EQ(*vault.rotate(), 0u);
  Vault later = this->vault(second_key);
  EXPECT_TRUE(later.verify()->faults.empty());
  EXPECT_EQ(later.verify()->objects, 20u);
  EXPECT_EQ(later.about(names[0])->holds.at("lit-1"), "subpoena");
  EXPECT_FALSE(Vault::open(folder_backend(folder_), ring_of(first_key), chance));
}

TEST_F(VaultTest, RetentionAndHoldsForbidErasing) {
  Vault vault = this->vault();
  const std::string name = put(vault, "a paper", "A", today.plus_days(1));
  EXPECT_EQ(vault.erase(name, today, "by law").error().found, "a day of retention to come: 2029-04-02");
  ASSERT_TRUE(vault.retain(name, today)); // never shorter
  EXPECT_FALSE(vault.erase(name, today, "by law"));
  const Date later = today.plus_days(1);
  ASSERT_TRUE(vault.hold(name, "lit-2027-3", "subpoena of 2027-02-01\nname forged"));
  auto held = vault.erase(name, later, "by law");
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().kind, ErrorKind::Refused);
  EXPECT_EQ(held.error().found, "a legal hold lit-2027-3 (subpoena of 2027-02-01 name forged)");
  EXPECT_FALSE(vault.hold(name, "two words", "x"));
  EXPECT_FALSE(vault.hold(name, "id", ""));
  EXPECT_FALSE(vault.release(name, "other"));
  ASSERT_TRUE(vault.release(name, "lit-2027-3"));
  EXPECT_FALSE(vault.erase(name, later, ""));
  EXPECT_TRUE(vault.erase(name, later, "by law"));
}

TEST_F(VaultTest, ErasingLeavesATombstoneAndNothingThatOpens) {
  Vault vault = this->vault();
  const std::string name = put(vault, paper(5000), "A"), other = put(vault, paper(5000), "B");
  const std::string sealed = *read_file(object(name));
  auto tombstone = vault.erase(name, today, "8 CCR 9792.10.6: not needed any more");
  ASSERT_TRUE(tombstone);
  EXPECT_EQ(*tombstone, "openimr vault tombstone 1\nname " + name +
                            "\nsize 5000\nerased_on 2029-04-01\nreason 8 CCR "
                            "9792.10.6: not needed any more\n");
  EXPECT_FALSE(fs::exists(key(name)));
  EXPECT_FALSE(fs::exists(object(name)));
  EXPECT_EQ(get(vault, name).error().found, "a paper that was erased");
  EXPECT_TRUE(get(vault, other)); // the same bytes in another case stay
  EXPECT_EQ(*vault.erase(name, today.plus_days(9), "again"), *tombstone);
  EXPECT_EQ(vault.put("A", source_of(paper(5000)), {}).error().kind, ErrorKind::Refused);
  // Sealed bytes that somebody kept: there is no key for them.
  fs::create_directories(fs::path(object(name)).parent_path());
  ASSERT_TRUE(write_file(object(name), sealed));
  EXPECT_FALSE(get(vault, name));
  auto report = vault.verify();
  EXPECT_EQ(report->leftovers, 1u);
  EXPECT_EQ(report->erased, 1u);
  EXPECT_EQ(*vault.sweep(), 1u);
}

TEST_F(VaultTest, AnErasureThatWasInterruptedIsSeenAndEnded) {
  Vault vault = this->vault();
  const std::string name = put(vault, "a paper");
  const std::string record = *read_file(key(name)), sealed = *read_file(object(name));
  auto tombstone = vault.erase(name, today, "by law");
  ASSERT_TRUE(tombstone);
  ASSERT_TRUE(write_file(key(name), record)); // as if it had stopped after the tombstone
  ASSERT_TRUE(write_file(object(name), sealed));
  ASSERT_EQ(vault.verify()->faults.size(), 1u);
  EXPECT_EQ(vault.verify()->faults[0].found, "a tombstone of a paper whose key is still there");
  EXPECT_EQ(*vault.erase(name, today, "by law"), *tombstone);
  EXPECT_TRUE(vault.verify()->faults.empty());
}

TEST_F(VaultTest, BadNamesAndKeysAreRefused) {
  Vault vault = this->vault();
  for (const std::string& name : {std::string(), std::string("../../etc/passwd"), std::string(63, 'a'),
                                  std::string(64, 'g'), std::string(64, 'A')})
    EXPECT_EQ(get(vault, name).error().kind, ErrorKind::Input) << name;
  EXPECT_EQ(get(vault, std::string(64, 'a')).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(KeyRing::parse("k", "").error().found, "no key");
  EXPECT_EQ(KeyRing::parse("k", "# x\n\nnot a key\n").error().where, "k:3");
  EXPECT_EQ(KeyRing::parse("k", first_key + "\n" + first_key).error().found, "a key that stands above already");
  EXPECT_TRUE(KeyRing::parse("k", first_key + "\r\n"));
}

TEST_F(VaultTest, ASourceThatFailsLeavesNothing) {
  Vault vault = this->vault();
  int pieces = 0;
  auto stored = vault.put("A",
                          [&](char* into, std::size_t room) -> Result<std::size_t> {
                            if (++pieces == 5) return Error{ErrorKind::Storage, "scanner", "no answer", "a page", ""};
                            std::fill(into, into + room, 'x');
                            return room;
                          },
                          {});
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().where, "scanner");
  EXPECT_EQ(*vault.sweep(), 0u);
  EXPECT_TRUE(vault.names()->empty());
}

TEST_F(VaultTest, AFullDiskIsSaidAndLosesNothing) {
  Vault vault = this->vault();
  const std::string before = put(vault, "before");
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) { // a limit of the process stands for the end of the disk: write() fails in the middle of the file
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100'000, 100'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto stored = vault.put("A", source_of(paper(2'000'000)), {});
    ::_exit(!stored && stored.error().kind == ErrorKind::Storage ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(get(vault, before));
  EXPECT_TRUE(vault.verify()->faults.empty());
  EXPECT_EQ(vault.verify()->objects, 1u);
}

TEST_F(VaultTest, AVaultThatMayOnlyBeReadGivesAndSaysSo) {
  std::string name;
  {
    Vault vault = this->vault();
    name = put(vault, "a paper");
  }
  // root may write anywhere, so a file stands where the spool should be.
  fs::remove_all(folder_ + "/spool");
  ASSERT_TRUE(write_file(folder_ + "/spool", "in the way"));
  Vault vault = this->vault();
  EXPECT_TRUE(get(vault, name));
  auto stored = vault.put("A", source_of("new"), {});
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().kind, ErrorKind::Storage);
  EXPECT_FALSE(vault.erase(name, today, "by law"));
  EXPECT_TRUE(get(vault, name));
}

TEST_F(VaultTest, WritersAtTheSameTimeLoseNothing) {
  std::vector<std::thread> threads;
  { vault(); }
  for (unsigned writer = 0; writer < 4; ++writer)
    threads.emplace_back([&] {
      auto own = Vault::open(folder_backend(folder_), ring_of(), chance);
      for (unsigned i = 0; i < 15; ++i)
        EXPECT_TRUE(own->put("A", source_of(paper(3000, i)), {})); // all the same papers
    });
  for (auto& thread : threads) thread.join();
  Vault vault = this->vault();
  EXPECT_TRUE(vault.verify()->faults.empty());
  EXPECT_EQ(vault.verify()->objects, 15u);
}

/// kill -9 in the middle of puts: what was acknowledged is whole, nothing is half there.
void kill_rounds(const std::string& folder, int rounds) {
  std::mt19937 random(9);
  std::size_t acknowledged = 0;
  for (int round = 0; round < rounds; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto own = Vault::open(folder_backend(folder), ring_of(), chance);
      for (unsigned i = 0; own; ++i) {
        auto stored =
            own->put("A", source_of(paper(20'000 + i * 7919 % 200'000, static_cast<unsigned>(round) * 1000 + i)), {});
        if (!stored || ::write(pipe_ends[1], stored->name.data(), 64) != 64) break;
      }
      ::_exit(1);
    }
    ::close(pipe_ends[1]);
    ::usleep(static_cast<useconds_t>(5'000 + random() % 200'000));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    auto vault = Vault::open(folder_backend(folder), ring_of(), chance);
    ASSERT_TRUE(vault);
    char name[64];
    while (::read(pipe_ends[0], name, sizeof name) == sizeof name) {
      ++acknowledged;
      EXPECT_TRUE(vault->get(std::string(name, sizeof name), [](std::string_view) { return Result<Done>(Done{}); }));
    }
    ::close(pipe_ends[0]);
    if (round % 20 == 19 || round + 1 == rounds) {
      EXPECT_TRUE(vault->verify()->faults.empty()) << round;
      ASSERT_TRUE(vault->sweep());
      EXPECT_EQ(vault->verify()->leftovers, 0u);
      const auto names = vault->names();
      for (const std::string& one : *names) ASSERT_TRUE(vault->erase(one, today, "test")); // keep the disk small
      fs::remove_all(folder + "/erased");
    }
  }
  EXPECT_GT(acknowledged, static_cast<std::size_t>(rounds) / 2);
}

TEST_F(VaultTest, KilledInTheMiddle) { kill_rounds(folder_, 20); }
TEST_F(VaultTest, DISABLED_KilledInTheMiddle500) { kill_rounds(folder_, 500); } // ./run test --long

TEST_F(VaultTest, ALargePaperNeedsLittleMemory) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    Vault vault = this->vault();
    rusage before{}, after{};
    ::getrusage(RUSAGE_SELF, &before);
    std::size_t left = 200u << 20; // 200 MiB
    unsigned n = 0;
    auto stored = vault.put("A",
                            [&](char* into, std::size_t room) -> Result<std::size_t> {
                              const std::size_t count = std::min(room, left);
                              for (std::size_t i = 0; i < count; i += 61)
                                into[i] = static_cast<char>(++n * 2654435761u >> 24);
                              left -= count;
                              return count;
                            },
                            {});
    std::uint64_t size = 0;
    const bool is_read = stored && vault.get(stored->name, [&](std::string_view piece) -> Result<Done> {
      size += piece.size();
      return Done{};
    });
    ::getrusage(RUSAGE_SELF, &after);
    ::_exit(is_read && size == 200u << 20 && after.ru_maxrss - before.ru_maxrss < 16 * 1024 ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

} // namespace
} // namespace openimr::vault
