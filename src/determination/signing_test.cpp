#include "determination/determination.h"
#include "determination/signing.h"

#include <gtest/gtest.h>

namespace openimr::determination {
namespace {

const std::string seed(32, '\x07');

records::Opinion opinion() {
  records::Opinion opinion;
  opinion.reviewer = "R01";
  opinion.date = Date::parse_iso("2015-03-18");
  opinion.attestations = {{"Example Freight Inc", "none"}};
  opinion.items = {{"1", "upheld", {}, {{"MTUS", "111-113"}}, "Own words."}};
  return opinion;
}

const std::map<std::string, std::string> papers = {{"application.yaml", "aa"}, {"documents/a.pdf", "bb"}};

records::Opinion signed_opinion() {
  records::Opinion one = opinion();
  one.signature = SigningKey::from_seed(seed).sign(content_hash(one, papers));
  return one;
}

std::string refusal(const records::Opinion& one, const std::map<std::string, std::string>& inputs,
                    const std::string& key = "") {
  const auto result = SignedOpinion::verify(one, inputs, key);
  return result ? "" : result.error().found;
}

} // namespace

TEST(SignedOpinion, HoldsOnlyOverExactlyWhatWasSigned) {
  EXPECT_EQ(refusal(opinion(), papers), "none");
  EXPECT_EQ(refusal(signed_opinion(), papers), "");
  EXPECT_EQ(refusal(signed_opinion(), papers, SigningKey::from_seed(seed).public_key()), "");
  const std::string changed = "a signature that does not hold over this opinion and these papers";
  EXPECT_EQ(refusal(signed_opinion(), {{"application.yaml", "aa"}, {"documents/a.pdf", "bc"}}), changed)
      << "a changed document";
  EXPECT_EQ(refusal(signed_opinion(), {{"application.yaml", "aa"}}), changed) << "a removed document";
  auto more = papers;
  more["documents/b.pdf"] = "cc";
  EXPECT_EQ(refusal(signed_opinion(), more), changed) << "a late document forces a new look";
  auto own = papers;
  own["opinion.yaml"] = "dd";
  EXPECT_EQ(refusal(signed_opinion(), own), "") << "the opinion's own file hash is not part of what it signs";

  const auto change = [&](auto edit) {
    records::Opinion one = signed_opinion();
    edit(one);
    return refusal(one, papers);
  };
  EXPECT_EQ(change([](auto& one) { one.items[0].decision = "overturned"; }), changed);
  EXPECT_EQ(change([](auto& one) { one.items[0].words += " More."; }), changed);
  EXPECT_EQ(change([](auto& one) { one.attestations.clear(); }), changed);
  EXPECT_EQ(change([](auto& one) { one.resolutions.push_back({"c1", "seen"}); }), changed);
  EXPECT_EQ(change([](auto& one) { one.signature->algorithm = "rsa"; }), changed);
  EXPECT_EQ(change([](auto& one) { one.signature->value = "???"; }), changed);
  EXPECT_EQ(refusal(signed_opinion(), papers, SigningKey::from_seed(std::string(32, '\x08')).public_key()),
            "another key than the roster names for R01");
}

TEST(SignedOpinion, NoTwoOpinionsWriteTheSameContent) {
  records::Opinion a = opinion(), b = opinion();
  a.items[0].decision = "up";
  a.items[0].words = "held";
  b.items[0].decision = "uph";
  b.items[0].words = "eld";
  EXPECT_NE(content_hash(a, {}), content_hash(b, {}));
}

TEST(SigningKey, ReadsTheUsualFormsAndNothingElse) {
  const SigningKey key = SigningKey::from_seed(seed);
  std::string hex;
  for (int i = 0; i < 32; ++i) hex += "07";
  for (const std::string& form :
       {key.pem(), hex, hex + "\n", std::string("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="), seed}) {
    auto read = SigningKey::parse("k", form);
    ASSERT_TRUE(read) << form;
    EXPECT_EQ(read->public_key(), key.public_key());
  }
  for (const std::string& bad :
       {std::string(), std::string("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        std::string("-----BEGIN PRIVATE KEY-----"), std::string("0707"), std::string("hello world")}) {
    auto read = SigningKey::parse("my.key", bad);
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().message(), "my.key: found no Ed25519 private key, expected PEM (PKCS#8), 32 bytes raw, "
                                      "hexadecimal or base64; make one with `openimr opinion keygen FILE`");
  }
}

namespace {

Draft draft_of_one_item() {
  Draft draft;
  DraftIssue issue;
  issue.item.id = "1";
  issue.item.text = "Ketamine cream";
  issue.guidelines = {{"MTUS", "111-113"}};
  draft.issues.push_back(issue);
  return draft;
}

std::string refused(const IssueConditions& conditions, const std::vector<Check>& checks = {}) {
  const auto verified = SignedOpinion::verify(signed_opinion(), papers, "");
  const auto made = Determination::make(*verified, draft_of_one_item(), checks, conditions, {});
  return made ? "" : made.error().where;
}

Check blocking(std::string resolution) {
  Check check;
  check.n = 3;
  check.id = "false_absence";
  check.severity = Severity::Block;
  check.resolution = std::move(resolution);
  return check;
}

} // namespace

TEST(Determination, IsRefusedWhileAnythingStandsInTheWay) {
  EXPECT_EQ(refused({{"1"}, {}, {}, {}}), "");
  EXPECT_EQ(refused({{"1"}, {}, {}, {"licence expired"}}), "opinion.yaml: reviewer");
  EXPECT_EQ(refused({{"1"}, {"Example Mutual"}, {}, {}}), "opinion.yaml: attestations");
  EXPECT_EQ(refused({{"1"}, {}, {"Example Mutual: shareholder"}, {}}), "opinion.yaml: attestations");
  EXPECT_EQ(refused({{"1"}, {}, {}, {}}, {blocking("")}), "check c3 (false_absence)");
  EXPECT_EQ(refused({{"1"}, {}, {}, {}}, {blocking("answered")}), "");
  EXPECT_EQ(refused({{}, {}, {}, {}}), "application.yaml: disputed_items");
  const auto verified = SignedOpinion::verify(signed_opinion(), papers, "");
  Draft two = draft_of_one_item();
  two.issues.push_back(two.issues[0]);
  two.issues[1].item.id = "2";
  EXPECT_EQ(Determination::make(*verified, two, {}, {{"1", "2"}, {}, {}, {}}, {}).error().found,
            "no decision on item 2");
}

TEST(Determination, CarriesTheReviewersWordsAndItems) {
  const auto verified = SignedOpinion::verify(signed_opinion(), papers, "");
  const auto made = Determination::make(*verified, draft_of_one_item(), {}, {{"1"}, {}, {}, {}}, {});
  ASSERT_TRUE(made);
  ASSERT_EQ(made->decisions().size(), 1u);
  EXPECT_EQ(made->decisions()[0].text, "Ketamine cream");
  EXPECT_FALSE(made->decisions()[0].is_overturned);
  EXPECT_EQ(made->decisions()[0].rationale, std::vector<std::string>{"Own words."});
  EXPECT_EQ(made->receipt().opinion_sha256, verified->content_hash());
}

} // namespace openimr::determination
