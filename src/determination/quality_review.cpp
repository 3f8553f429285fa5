#include "determination/quality_review.h"

#include "base/hash.h"
#include "determination/signing.h"
#include "determination/yaml_words.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::determination {
namespace {

Error refuse(std::string key, std::string found, std::string expected, std::string remedy) {
  return {ErrorKind::Refused, "quality.yaml: " + key, std::move(found), std::move(expected), std::move(remedy)};
}

} // namespace

Result<QualityReview> parse_quality_review(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "by", "date", "result", "reasons", "opinions", "signature"});
  root["schema"].one_of({"1"}, "1");
  QualityReview review;
  review.by = root.required("by").string();
  review.date = root.required("date").date();
  review.is_passed = root.required("result").one_of({"passed", "returned"}) == "passed";
  review.reasons = root["reasons"].strings();
  review.opinions = root.required("opinions").string();
  if (!review.is_passed && review.reasons.empty())
    root["reasons"].problem("no reason", "why the opinion was returned, at least one sentence", "add reasons");
  if (const text::Value signature = root["signature"]; signature.is_present()) {
    signature.only({"algorithm", "public_key", "value"});
    review.signature =
        records::Signature{signature.required("algorithm").one_of({"ed25519"}),
                           signature.required("public_key").string(), signature.required("value").string()};
  }
  if (!reader.problems().empty()) return reader.as_error();
  return review;
}

std::string to_yaml(const QualityReview& review) {
  std::string text = fmt::format("schema: 1\nby: {}\ndate: {}\nresult: {}\n", quoted(review.by),
                                 review.date ? review.date->iso() : "", review.is_passed ? "passed" : "returned");
  if (!review.reasons.empty()) {
    text += "reasons:\n";
    for (const std::string& reason : review.reasons) text += fmt::format("  - {}\n", quoted(reason));
  }
  return text + fmt::format("opinions: {}\n", quoted(review.opinions));
}

// The written form quotes every part, so that no two reviews write the same bytes.
std::string content_hash(const QualityReview& review) { return sha256_hex("openimr quality 1\n" + to_yaml(review)); }

Result<Done> require_passed(const QualityReview& review, const std::string& opinions, const std::string& registered_key,
                            const std::vector<std::string>& reviewers) {
  if (std::find(reviewers.begin(), reviewers.end(), review.by) != reviewers.end())
    return refuse("by", review.by + ", who wrote an opinion of this case", "a second person",
                  "let somebody else review the quality");
  if (review.opinions != opinions)
    return refuse("opinions", "a review of other opinions than those here now", "the opinions as they are signed",
                  "let the quality reviewer read them again");
  if (!review.signature || !is_signed_by(*review.signature, content_hash(review)))
    return refuse("signature", review.signature ? "a signature that does not hold" : "none",
                  "the quality reviewer's signature", "record the review with `openimr opinion quality`");
  if (registered_key.empty() || review.signature->public_key != registered_key)
    return refuse("signature", "a key that neither roster nor policy names for " + review.by,
                  "the quality reviewer's registered key", "add it to the policy (--policy), or sign with the own key");
  if (!review.is_passed)
    return refuse("result", fmt::format("returned: {}", fmt::join(review.reasons, "; ")), "passed",
                  "let the reviewer answer the reasons and sign anew");
  return Done{};
}

} // namespace openimr::determination
