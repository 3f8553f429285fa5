#include "desk/record_acts.h"

#include "base/files.h"
#include "base/hash.h"
#include "desk/sign_opinion.h"
#include "intake/application_file.h"
#include "intake/case_folder.h"
#include "intake/opinion_file.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;

/// One hash over the papers that a reviewer has before them.
std::string hash_of_papers(const std::map<std::string, std::string>& inputs) {
  std::string lines;
  for (const auto& [file, hash] : inputs)
    if (determination::is_signed_over(file) && file != "own_finding.yaml") lines += file + " " + hash + "\n";
  return sha256_hex(lines);
}

Error refuse(std::string where, std::string found, std::string expected, std::string remedy) {
  return {ErrorKind::Refused, std::move(where), std::move(found), std::move(expected), std::move(remedy)};
}

} // namespace

Result<std::string> with_own_finding(const std::string& where, std::string before,
                                     const records::Application& application,
                                     const std::map<std::string, std::string>& inputs,
                                     determination::OwnFinding finding) {
  const auto& items = application.disputed_items;
  if (std::none_of(items.begin(), items.end(), [&](const auto& item) { return item.id == finding.item; }))
    return Error{ErrorKind::Input, "--item", finding.item, "the id of a disputed item of application.yaml",
                 "correct the id"};
  if (before.empty())
    before = "# What the reviewer found before the recommendation was shown. Entries are appended, never changed.\n"
             "schema: 1\nfindings:\n";
  else {
    const auto known = determination::parse_own_findings(where, before);
    if (!known) return known.error();
    if (determination::find_own(*known, finding.reviewer, finding.item))
      return refuse(where, fmt::format("a finding of {} on item {}", finding.reviewer, finding.item),
                    "one finding, which stays as it was recorded", "write what changed into the opinion");
  }
  finding.papers = hash_of_papers(inputs);
  return before + determination::to_yaml_line(finding);
}

Result<Done> record_own_finding(const std::string& folder, determination::OwnFinding finding) {
  const auto application = intake::read_application(folder + "/application.yaml");
  if (!application) return application.error();
  if (fs::exists(folder + "/opinion.yaml"))
    return refuse(folder + "/opinion.yaml", "an opinion", "none yet: an own finding comes before it",
                  "a finding cannot be recorded afterwards");
  const std::string path = folder + "/own_finding.yaml";
  std::string before;
  if (fs::exists(path)) {
    auto bytes = read_file(path, std::size_t{1} << 20);
    if (!bytes) return bytes.error();
    before = std::move(*bytes);
  }
  const auto inputs = intake::hash_inputs(folder);
  if (!inputs) return inputs.error();
  auto text = with_own_finding(path, std::move(before), *application, *inputs, std::move(finding));
  if (!text) return text.error();
  return write_file(path, *text);
}

Result<Done> record_quality_review(const std::string& folder, determination::QualityReview review,
                                   const std::string& key_file) {
  const auto inputs = intake::hash_inputs(folder);
  if (!inputs) return inputs.error();
  review.opinions.clear();
  for (int seat = 1; seat <= most_seats; ++seat) {
    const std::string path = folder + "/" + opinion_file(seat);
    if (!fs::exists(path)) break;
    const auto opinion = intake::read_opinion(path);
    if (!opinion) return opinion.error();
    const std::string hash = determination::content_hash(*opinion, *inputs);
    if (!opinion->signature || !determination::is_signed_by(*opinion->signature, hash))
      return refuse(path, "no signature that holds", "a signed opinion", "let the reviewer sign it first");
    if (opinion->reviewer == review.by)
      return refuse("--by", review.by + ", who wrote an opinion of this case", "a second person",
                    "let somebody else review the quality");
    review.opinions += (review.opinions.empty() ? "" : "+") + hash;
  }
  if (review.opinions.empty())
    return Error{ErrorKind::NotFound, folder + "/opinion.yaml", "no such file", "a signed opinion", "sign one first"};
  const auto key = read_signing_key(key_file);
  if (!key) return key.error();
  return write_file(folder + "/quality.yaml",
                    determination::to_yaml(review) + signature_line(key->sign(determination::content_hash(review))));
}

} // namespace openimr::desk
