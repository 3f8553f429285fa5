#include "desk/seal_reviewer.h"

#include "base/files.h"
#include "determination/signing.h"
#include "text/data_file.h"

#include <sodium.h>

namespace openimr::desk {
namespace {

Result<people::SealKey> read_key(const std::string& key_file) {
  auto text = read_file(key_file, 1 << 16);
  if (!text) return text.error();
  auto key = people::SealKey::parse(key_file, *text);
  sodium_memzero(text->data(), text->size());
  return key;
}

} // namespace

Result<Seal> seal_reviewer(const Review& review, const std::string& key_file) {
  if (!review.determination)
    return Error{ErrorKind::Refused, "seal", "no determination", "one that a reviewer signed",
                 "sign the opinion first"};
  auto key = read_key(key_file);
  if (!key) return key.error();
  const auto& opinion = review.determination->opinion();
  Seal seal{{review.case_file.application.claim_number,
             determination::content_hash(opinion, review.determination->receipt().inputs)},
            {}};
  auto token = people::seal(opinion.reviewer, seal.letter, *key);
  if (!token) return token.error();
  seal.token = std::move(*token);
  return seal;
}

Result<OpenedSeal> open_seal(const std::string& file, const std::string& key_file) {
  auto key = read_key(key_file);
  if (!key) return key.error();
  auto data = text::DataFile::read(file); // JSON is YAML
  if (!data) return data.error();
  text::Reader reader(*data);
  const auto root = reader.root();
  root.only({"schema", "case", "content_hash", "seal"});
  const people::SealedLetter letter{root.required("case").string(), root.required("content_hash").string()};
  const std::string token = root.required("seal").string();
  if (!reader.problems().empty()) return reader.as_error();
  auto reviewer = people::unseal(token, letter, *key);
  if (!reviewer) {
    Error fault = reviewer.error();
    fault.where = file;
    return fault;
  }
  return OpenedSeal{*reviewer, letter};
}

} // namespace openimr::desk
