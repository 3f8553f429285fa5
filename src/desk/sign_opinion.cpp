#include "desk/sign_opinion.h"

#include "base/files.h"
#include "base/hash.h"
#include "determination/signing.h"
#include "intake/opinion_file.h"

#include <fmt/format.h>

namespace openimr::desk {
namespace {

/// The file without its top-level `signature` block, ending in a newline.
std::string without_signature(const std::string& yaml) {
  std::string kept;
  bool inside = false;
  for (std::size_t at = 0; at < yaml.size();) {
    const auto end = std::min(yaml.find('\n', at), yaml.size());
    const std::string line = yaml.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("signature:")) {
      inside = true;
      continue;
    }
    if (inside && (line.starts_with(' ') || line.starts_with('\t'))) continue;
    inside = false;
    kept += line + "\n";
  }
  return kept;
}

/// Hashes of what the signature covers, as intake takes them: every file of the case folder but the opinion.
std::map<std::string, std::string> hashes(const std::string& folder, Result<Done>& done) {
  std::map<std::string, std::string> result;
  for (const std::string& file : files_below(folder)) {
    const bool is_input = file == "application.yaml" || file == "documents.yaml" || file.starts_with("documents/");
    if (!is_input) continue;
    auto bytes = read_file(folder + "/" + file);
    if (!bytes) {
      done = bytes.error();
      return {};
    }
    result[file] = sha256_hex(*bytes);
  }
  return result;
}

} // namespace

Result<std::string> sign_opinion(const std::string& folder, const std::string& key_file, const Installation&) {
  const std::string path = folder + "/opinion.yaml";
  auto bytes = read_file(path, std::size_t{16} << 20);
  if (!bytes) return bytes.error();
  auto opinion = intake::read_opinion(path);
  if (!opinion) return opinion.error();
  auto key_bytes = read_file(key_file, 4096);
  if (!key_bytes) return key_bytes.error();
  auto key = determination::SigningKey::parse(key_file, *key_bytes);
  if (!key) return key.error();
  Result<Done> done = Done{};
  const auto inputs = hashes(folder, done);
  if (!done) return done.error();
  const std::string hash = determination::content_hash(*opinion, inputs);
  const auto signature = key->sign(hash);
  const std::string text =
      without_signature(*bytes) + fmt::format("signature: {{algorithm: {}, public_key: \"{}\", value: \"{}\"}}\n",
                                              signature.algorithm, signature.public_key, signature.value);
  if (auto written = write_file(path, text); !written) return written.error();
  return hash;
}

} // namespace openimr::desk
