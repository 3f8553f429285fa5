#include "base/encoding.h"
#include "base/hash.h"
#include "people/account.h"
#include "people/one_time_code.h"
#include "people/permission.h"
#include "people/sealed_identity.h"
#include "people/sealed_signing_key.h"

#include <gtest/gtest.h>
#include <set>
#include <sodium.h>
#include <sstream>

namespace openimr::people {
namespace {

const std::string packs = OPENIMR_SOURCE_DIR "/packs";

Permissions permissions() {
  auto loaded = Permissions::load(packs);
  EXPECT_TRUE(loaded) << loaded.error().message();
  return *loaded;
}

// The whole matrix, written down beside the pack and apart from it: '+' on every case, 'a' on assigned cases, 'p' also
// on those that wait for the attestation, 'd' on those drawn to be decided a second time, '.' never. Whoever widens a
// right has to say so in two places.
constexpr const char* matrix = R"(
                        intake coordinator reviewer medical_director compliance publisher auditor administrator
account_change          .      .           .        .                .          .         .       +
attest                  .      .           p        .                .          .         .       .
audit_read              .      .           .        .                +          .         +       .
audit_sample            .      .           .        .                +          .         +       .
backup_make             .      .           .        .                .          .         .       +
backup_restore          .      .           .        .                .          .         .       +
case_keep               .      +           .        .                .          .         .       .
case_open               +      .           .        .                .          .         .       .
case_terminate          .      +           .        .                .          .         .       .
checkpoint_sign         .      .           .        .                .          .         +       .
conflict_rule           .      .           .        +                +          .         .       .
complaint_answer        .      .           .        .                +          .         .       .
complaint_take          +      +           .        .                +          .         .       .
credential_verify       .      .           .        .                +          .         .       .
determination_correct   .      +           .        +                .          .         .       .
determination_issue     .      +           .        .                .          .         .       .
document_add            +      +           .        .                .          .         .       .
duplicate_decide        .      .           d        .                .          .         .       .
duplicate_draw          .      .           .        +                +          .         .       .
eligibility_decide      .      +           .        .                .          .         .       .
findings_compute        .      +           a        +                .          .         .       .
hold_place              .      .           .        .                +          .         .       .
information_ask         .      +           a        +                .          .         .       .
invoice_make            .      +           .        .                .          .         .       .
letter_publish          .      .           .        .                .          +         .       .
note_add                +      +           a        +                +          .         .       .
notice_send             .      +           .        .                .          .         .       .
opinion_sign            .      .           a        .                .          .         .       .
opinion_write           .      .           a        .                .          .         .       .
oversight_read          .      .           .        +                +          .         +       .
page_read               +      +           a        +                +          .         +       .
paper_erase             .      .           .        .                +          .         .       .
party_identity_read     +      +           p        +                +          .         +       .
quality_review          .      .           .        +                .          .         .       .
recuse                  .      +           p        +                .          .         .       .
reviewer_assign         .      +           .        +                .          .         .       .
reviewer_identity_read  .      .           .        +                +          .         .       .
roster_change           .      .           .        .                +          .         .       .
seal_open               .      .           .        .                .          .         +       .
vault_keep              .      .           .        .                +          .         .       +
)";

TEST(Permissions, TheWholeMatrix) {
  const Permissions all = permissions();
  std::istringstream lines(matrix);
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  std::istringstream head(line);
  std::vector<std::string> roles;
  for (std::string role; head >> role;) roles.push_back(role);
  ASSERT_EQ(roles.size(), all.roles().size());
  std::set<std::string> acts;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string act, mark;
    words >> act;
    acts.insert(act);
    for (const std::string& role : roles) {
      words >> mark;
      const Person person{"u-1", {role}, {"CM26-1"}, {}};
      EXPECT_EQ(all.may(person, act, {"CM26-2"}, 0).is_allowed, mark == "+") << role << ' ' << act;
      const Person waiting{"u-1", {role}, {}, {}, {"CM26-1"}};
      EXPECT_EQ(all.may(waiting, act, {"CM26-1"}, 0).is_allowed,
                mark == "p" || (mark == "+" && act != "quality_review"))
          << role << ' ' << act << " before the attestation";
      const bool on_own = mark == "a" || mark == "p" || (mark == "+" && act != "quality_review");
      EXPECT_EQ(all.may(person, act, {"CM26-1"}, 0).is_allowed, on_own) << role << ' ' << act;
      Person second{"u-1", {role}, {}, {}};
      second.second = {"CM26-1"};
      EXPECT_EQ(all.may(second, act, {"CM26-1"}, 0).is_allowed, mark == "d" || mark == "+")
          << role << ' ' << act << " on a second review";
      EXPECT_EQ(all.may(person, act, {""}, 0).is_allowed, mark == "+") << role << ' ' << act;
    }
  }
  std::set<std::string> known;
  for (const auto& [id, act] : all.acts()) known.insert(id);
  EXPECT_EQ(acts, known);
}

TEST(Permissions, NobodyWithoutARoleAndNoUnknownAct) {
  const Permissions all = permissions();
  for (const auto& [id, act] : all.acts()) {
    EXPECT_FALSE(all.may({"u-1", {}, {"CM26-1"}, {}}, id, {"CM26-1"}, 0).is_allowed);
    EXPECT_FALSE(all.may({"u-1", {"owner"}, {"CM26-1"}, {}}, id, {"CM26-1"}, 0).is_allowed);
    EXPECT_FALSE(act.citation.empty() || act.why.empty()) << id;
  }
  Person everybody{"u-1", {}, {"CM26-1"}, {}};
  for (const auto& [role, title] : all.roles()) everybody.roles.insert(role);
  EXPECT_FALSE(all.may(everybody, "page_write", {"CM26-1"}, 0).is_allowed);
  EXPECT_FALSE(all.may(everybody, "quality_review", {"CM26-1"}, 0).is_allowed); // not on one's own, with any other role
}

TEST(Permissions, AnAnswerSaysWhy) {
  const Permissions all = permissions();
  const Person reviewer{"u-1", {"reviewer"}, {"CM26-1"}, {}};
  EXPECT_EQ(all.may(reviewer, "page_read", {"CM26-2"}, 0).reason,
            "only on assigned cases: confidentiality of records: only who works on them, a reviewer only on assigned "
            "cases; every look is a "
            "row of the log (Labor Code 139.5(d)(3)(D), 4610.5(m))");
  EXPECT_EQ(all.may(reviewer, "roster_change", {}, 0).reason,
            "for other roles: who assigns does not decide who is on the roster (Labor Code 139.5(d)(4))");
  EXPECT_EQ(all.may(reviewer, "page_read", {"CM26-1"}, 0).role, "reviewer");
}

TEST(Permissions, BrokenGlassIsForOneCaseAndAWhile) {
  const Permissions all = permissions();
  Person reviewer{"u-1", {"reviewer"}, {"CM26-1"}, {}};
  const std::string reason = "the assigned reviewer fell ill, hearing at noon";
  EXPECT_EQ(all.break_glass(reviewer, "page_read", "CM26-2", "urgent", 1000).error().found, "\"urgent\"");
  EXPECT_EQ(all.break_glass(reviewer, "opinion_sign", "CM26-2", reason, 1000).error().kind, ErrorKind::Refused);
  EXPECT_FALSE(all.break_glass(reviewer, "page_read", "", reason, 1000));
  EXPECT_FALSE(all.break_glass({"u-2", {"intake"}, {}, {}}, "page_read", "CM26-2", reason, 1000));
  auto glass = all.break_glass(reviewer, "page_read", "CM26-2", reason, 1000);
  ASSERT_TRUE(glass);
  reviewer.glass.push_back(*glass);
  const Decision decision = all.may(reviewer, "page_read", {"CM26-2"}, 1001);
  EXPECT_TRUE(decision.is_allowed && decision.is_break_glass);
  EXPECT_EQ(decision.reason, "glass broken: " + reason);
  EXPECT_FALSE(all.may(reviewer, "page_read", {"CM26-1"}, 1001).is_break_glass);
  EXPECT_FALSE(all.may(reviewer, "page_read", {"CM26-3"}, 1001).is_allowed);
  EXPECT_FALSE(all.may(reviewer, "opinion_sign", {"CM26-2"}, 1001).is_allowed);
  EXPECT_FALSE(all.may(reviewer, "page_read", {"CM26-2"}, 1000 + 4 * 3600).is_allowed);
  reviewer.roles = {"publisher"};
  EXPECT_TRUE(all.may(reviewer, "page_read", {"CM26-2"}, 1001).is_break_glass);
  reviewer.roles = {"intake"};
  reviewer.roles = {"coordinator"}; // whose own scope covers it: no alarm
  EXPECT_FALSE(all.may(reviewer, "page_read", {"CM26-2"}, 1001).is_break_glass);
}

TEST(Permissions, RolesThatStayApart) {
  const Permissions all = permissions();
  EXPECT_TRUE(all.check_roles({"coordinator", "intake"}));
  auto both = all.check_roles({"coordinator", "reviewer"});
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().kind, ErrorKind::Refused);
  EXPECT_EQ(both.error().remedy, "who reviews must not choose the reviewer (Labor Code 139.5(d)(3)(C))");
  EXPECT_FALSE(all.check_roles({"administrator", "auditor"}));
  EXPECT_FALSE(all.check_roles({}));
  EXPECT_EQ(all.check_roles({"owner"}).error().found, "owner");
}

// RFC 6238, appendix B; RFC 4226, appendix D; RFC 3174, section 7.3.
TEST(OneTimeCode, PublishedVectors) {
  const std::string twenty = "12345678901234567890", thirty_two = "12345678901234567890123456789012",
                    sixty_four = "1234567890123456789012345678901234567890123456789012345678901234";
  struct Row {
    std::uint64_t time;
    const char *sha1, *sha256, *sha512;
  };
  for (const Row& row :
       {Row{59, "94287082", "46119246", "90693936"}, Row{1111111109, "07081804", "68084774", "25091201"},
        Row{1111111111, "14050471", "67062674", "99943326"}, Row{1234567890, "89005924", "91819424", "93441116"},
        Row{2000000000, "69279037", "90698825", "38618901"}, Row{20000000000, "65353130", "77737706", "47863826"}}) {
    EXPECT_EQ(one_time_code(twenty, row.time / 30, 8), row.sha1);
    EXPECT_EQ(one_time_code(thirty_two, row.time / 30, 8, CodeHash::Sha256), row.sha256);
    EXPECT_EQ(one_time_code(sixty_four, row.time / 30, 8, CodeHash::Sha512), row.sha512);
  }
  const char* hotp[] = {"755224", "287082", "359152", "969429", "338314",
                        "254676", "287922", "162583", "399871", "520489"};
  for (std::uint64_t i = 0; i < 10; ++i) EXPECT_EQ(one_time_code(twenty, i), hotp[i]);
  EXPECT_EQ(to_hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(to_hex(sha1(std::string(1'000'000, 'a'))), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  EXPECT_EQ(to_base32("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(to_base32("f"), "MY");
}

TEST(OneTimeCode, CountsOnceAndForAWhile) {
  const std::string secret = "12345678901234567890";
  const std::int64_t now = 1'234'567'890;
  const std::uint64_t step = static_cast<std::uint64_t>(now / 30);
  EXPECT_EQ(step_of_code(secret, one_time_code(secret, step), now, 0), step);
  EXPECT_EQ(step_of_code(secret, one_time_code(secret, step - 1), now, 0), step - 1);
  EXPECT_EQ(step_of_code(secret, one_time_code(secret, step + 1), now, 0), step + 1);
  EXPECT_FALSE(step_of_code(secret, one_time_code(secret, step - 2), now, 0));
  EXPECT_FALSE(step_of_code(secret, one_time_code(secret, step + 2), now, 0));
  EXPECT_FALSE(step_of_code(secret, one_time_code(secret, step), now, step));
  for (const char* code : {"", "1", "12345", "1234567", "abcdef"}) EXPECT_FALSE(step_of_code(secret, code, now, 0));
  EXPECT_EQ(enrolment_uri("IMR Example", "u-1", "12345678901234567890"),
            "otpauth://totp/IMR%20Example:u-1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=IMR%20Example");
}

Account account_with(const std::string& password) {
  Account account;
  account.id = "u-17";
  account.name = "Aurelia Example";
  account.roles = {"reviewer"};
  account.code_secret = "12345678901234567890";
  auto hash = hash_password(account, password);
  EXPECT_TRUE(hash);
  account.password_hash = *hash;
  return account;
}

std::string code_at(const Account& account, std::int64_t now) {
  return one_time_code(account.code_secret, static_cast<std::uint64_t>(now / 30));
}

TEST(Account, SignsInWithPasswordAndCodeOnce) {
  const std::string password = "correct horse battery";
  Account account = account_with(password);
  EXPECT_TRUE(account.password_hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
  const std::int64_t now = 1'800'000'000;
  EXPECT_EQ(sign_in(&account, password, "000000", now).log, "wrong_code");
  EXPECT_EQ(sign_in(&account, "wrong horse battery", code_at(account, now), now).log, "wrong_password");
  EXPECT_EQ(account.failures, 2);
  EXPECT_TRUE(sign_in(&account, password, code_at(account, now), now).is_in);
  EXPECT_EQ(account.failures, 0);
  EXPECT_EQ(sign_in(&account, password, code_at(account, now), now + 1).log, "wrong_code"); // the same code again
  EXPECT_EQ(sign_in(nullptr, password, "000000", now).log, "unknown");
  account.is_active = false;
  EXPECT_EQ(sign_in(&account, password, code_at(account, now + 60), now + 60).log, "closed");
  account.is_active = true;
  account.code_secret.clear();
  EXPECT_EQ(sign_in(&account, password, "", now).log, "no_code");
}

TEST(Account, LocksLongerAndLonger) {
  const std::string password = "correct horse battery";
  Account account = account_with(password);
  std::int64_t now = 1'800'000'000;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in(&account, "wrong", "", now).log, "wrong_password");
  EXPECT_EQ(account.locked_until, now + 900);
  EXPECT_EQ(sign_in(&account, password, code_at(account, now), now).log, "locked"); // also with the right ones
  EXPECT_EQ(account.failures, 5);
  now = account.locked_until;
  EXPECT_EQ(sign_in(&account, "wrong", "", now).log, "wrong_password");
  EXPECT_EQ(account.locked_until, now + 1800);
  account.failures = 30;
  now = account.locked_until;
  EXPECT_EQ(sign_in(&account, "wrong", "", now).log, "wrong_password");
  EXPECT_EQ(account.locked_until, now + 86'400);
  now = account.locked_until;
  EXPECT_TRUE(sign_in(&account, password, code_at(account, now), now).is_in);
}

TEST(Account, WeakPasswordsAreRefused) {
  Account account;
  account.id = "u-17";
  account.name = "Aurelia Example";
  for (const char* weak : {"", "short", "elevenchars", "xx u-17 xxxxxx", "my AURELIA example"})
    EXPECT_FALSE(hash_password(account, weak)) << weak;
  EXPECT_FALSE(hash_password(account, std::string(257, 'x')));
  EXPECT_NE(*hash_password(account, "correct horse battery"),
            *hash_password(account, "correct horse battery")); // salted
}

TEST(Account, SessionsEnd) {
  Account account;
  account.id = "u-17";
  const auto fresh =
      start_session(account, 1000, [](unsigned char* into, std::size_t size) { randombytes_buf(into, size); });
  EXPECT_EQ(fresh.token.size(), 43u);
  EXPECT_EQ(fresh.session.token_hash.find(fresh.token), std::string::npos);
  Session session = fresh.session;
  EXPECT_TRUE(is_session_of(session, fresh.token, 1000));
  EXPECT_TRUE(is_session_of(session, fresh.token, 1000 + 1799));
  EXPECT_FALSE(is_session_of(session, fresh.token, 1000 + 1800));
  session.last_seen = 1000 + 12 * 3600 - 10;
  EXPECT_TRUE(is_session_of(session, fresh.token, 1000 + 12 * 3600 - 1));
  EXPECT_FALSE(is_session_of(session, fresh.token, 1000 + 12 * 3600));
  EXPECT_FALSE(is_session_of(session, fresh.session.token_hash, 1001)); // what is kept opens nothing
  EXPECT_FALSE(is_session_of(session, "", 1001));
}

TEST(Account, TheBookComesBackAndIsReadStrictly) {
  Account account = account_with("correct horse battery");
  account.name = "A \"quoted\" \\ name: # of many";
  account.last_code = 61'152'263;
  account.failures = 3;
  account.locked_until = 1'800'000'900;
  const std::map<std::string, Account> book = {{account.id, account}};
  const std::string text = write_accounts(book);
  auto again = read_accounts("accounts.yaml", text);
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(write_accounts(*again), text);
  EXPECT_EQ(again->at("u-17").code_secret, account.code_secret);
  EXPECT_EQ(again->at("u-17").name, account.name);
  EXPECT_TRUE(read_accounts("accounts.yaml", write_accounts({}))->empty());
  EXPECT_FALSE(read_accounts("accounts.yaml", text + text.substr(text.find("  - id"))));
  EXPECT_FALSE(read_accounts("accounts.yaml", text + "    colour: red\n"));
}

SealKey seal_key(char digit = '7') {
  auto key = SealKey::parse("seal.key", std::string(64, digit) + "\n");
  EXPECT_TRUE(key);
  return *key;
}

TEST(SealedIdentity, OpensForItsLetterAndKeyOnly) {
  const SealedLetter letter{"CM26-0000017", sha256_hex("opinion")};
  auto token = seal("R01", letter, seal_key());
  ASSERT_TRUE(token);
  EXPECT_EQ(*unseal(*token, letter, seal_key()), "R01");
  EXPECT_FALSE(unseal(*token, letter, seal_key('8')));
  EXPECT_FALSE(unseal(*token, {"CM26-0000018", letter.content_hash}, seal_key()));
  EXPECT_FALSE(unseal(*token, {letter.case_number, sha256_hex("other")}, seal_key()));
  EXPECT_FALSE(unseal(*token, {letter.case_number + "6", letter.content_hash.substr(1)}, seal_key()));
  for (std::size_t at = 0; at < token->size(); ++at) {
    std::string wrong = *token;
    wrong[at] = wrong[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(unseal(wrong, letter, seal_key())) << at;
  }
  for (const char* other : {"", "R01", "openimr-seal-1."}) EXPECT_FALSE(unseal(other, letter, seal_key()));
}

TEST(SealedIdentity, LettersOfOneReviewerHaveNothingInCommon) {
  std::set<std::string> tokens, pieces;
  std::size_t length = 0;
  for (int i = 0; i < 300; ++i) {
    const SealedLetter letter{"CM26-" + std::to_string(i / 2), sha256_hex(std::to_string(i))};
    for (const char* reviewer : {"R01", "R02", "a-reviewer-with-a-much-longer-id"}) {
      const std::string token = *seal(reviewer, letter, seal_key());
      EXPECT_EQ(*seal(reviewer, letter, seal_key()), token); // a determination replays
      EXPECT_TRUE(tokens.insert(token).second);
      if (length == 0) length = token.size();
      EXPECT_EQ(token.size(), length); // the id's length does not show
      const std::string bytes = *from_base64(std::string_view(token).substr(15));
      for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8)
        EXPECT_TRUE(
            pieces.insert(std::to_string(at) + bytes.substr(at, 8)).second); // no eight bytes ever again at a place
    }
  }
}

TEST(SealedIdentity, BadInput) {
  const SealedLetter letter{"CM26-1", sha256_hex("x")};
  EXPECT_FALSE(seal("", letter, seal_key()));
  EXPECT_FALSE(seal(std::string(65, 'R'), letter, seal_key()));
  EXPECT_TRUE(seal(std::string(64, 'R'), letter, seal_key()));
  for (const std::string& text : {std::string(), std::string(63, '1'), std::string(64, 'g'), std::string(66, '1')})
    EXPECT_FALSE(SealKey::parse("k", text));
}

TEST(SealedSigningKey, OpensWithItsPasswordOnly) {
  unsigned char next = 1;
  const Chance chance = [&](unsigned char* into, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) into[i] = next++;
  };
  const std::string seed(32, 'k');
  const auto sealed = seal_signing_key(seed, "correct horse battery", chance);
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->find(seed.substr(0, 8)), sealed->npos);
  EXPECT_EQ(*open_signing_key(*sealed, "correct horse battery"), seed);
  EXPECT_FALSE(open_signing_key(*sealed, "correct horse batterz"));
  EXPECT_FALSE(open_signing_key("", "correct horse battery"));
  EXPECT_FALSE(seal_signing_key("short", "correct horse battery", chance));
  for (const std::size_t at : {std::size_t{0}, std::size_t{20}, sealed->size() - 1}) {
    std::string wrong = *sealed;
    wrong[at] = static_cast<char>(wrong[at] ^ 1);
    EXPECT_FALSE(open_signing_key(wrong, "correct horse battery")) << at;
  }
}

} // namespace
} // namespace openimr::people
