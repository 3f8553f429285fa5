#include "determination/policy.h"

#include "base/files.h"
#include "base/hash.h"
#include "text/data_file.h"

namespace openimr::determination {

Result<Policy> Policy::load(const std::string& path) {
  auto bytes = read_file(path, std::size_t{1} << 20);
  if (!bytes) return bytes.error();
  auto file = text::DataFile::parse(path, *bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  const text::Value root = reader.root();
  root.only({"schema", "own_finding_first", "quality_review", "quality_reviewers", "reading_grade", "boilerplate_share",
             "shingle_words"});
  root["schema"].one_of({"1"}, "1");
  Policy policy;
  policy.own_finding_first = root.required("own_finding_first").boolean();
  policy.quality_review = root.required("quality_review").boolean();
  for (const text::Value& person : root["quality_reviewers"].list()) {
    person.only({"id", "public_key"});
    policy.quality_reviewers[person.required("id").string()] = person.required("public_key").string();
  }
  policy.reading_grade = root["reading_grade"].number(policy.reading_grade);
  policy.boilerplate_share = root["boilerplate_share"].number(policy.boilerplate_share);
  policy.shingle_words = root["shingle_words"].integer(policy.shingle_words);
  if (policy.shingle_words < 2 || policy.shingle_words > 20)
    root["shingle_words"].problem(std::to_string(policy.shingle_words), "2 to 20", "choose another length");
  if (!reader.problems().empty()) return reader.as_error();
  policy.sha256 = sha256_hex(*bytes);
  return policy;
}

} // namespace openimr::determination
