#include "desk/sign_opinion.h"

#include "base/files.h"
#include "intake/case_folder.h"
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

} // namespace

Result<std::string> sign_opinion(const std::string& folder, const std::string& key_file, int seat) {
  const std::string path = folder + "/" + opinion_file(seat);
  auto bytes = read_file(path, std::size_t{16} << 20);
  if (!bytes) return bytes.error();
  auto key = read_signing_key(key_file);
  if (!key) return key.error();
  const auto inputs = intake::hash_inputs(folder);
  if (!inputs) return inputs.error();
  auto made = signed_text(path, *bytes, *inputs, *key);
  if (!made) return made.error();
  if (auto written = write_file(path, made->text); !written) return written.error();
  return std::move(made->content_hash);
}

Result<SignedText> signed_text(const std::string& name, const std::string& opinion,
                               const std::map<std::string, std::string>& inputs, const determination::SigningKey& key) {
  auto parsed = intake::parse_opinion(name, opinion);
  if (!parsed) return parsed.error();
  std::string hash = determination::content_hash(*parsed, inputs);
  return SignedText{without_signature(opinion) + signature_line(key.sign(hash)), std::move(hash)};
}

std::string opinion_file(int seat) { return seat == 1 ? "opinion.yaml" : fmt::format("opinion-{}.yaml", seat); }

Result<determination::SigningKey> read_signing_key(const std::string& key_file) {
  auto bytes = read_file(key_file, 4096);
  if (!bytes) return bytes.error();
  return determination::SigningKey::parse(key_file, *bytes);
}

std::string signature_line(const records::Signature& signature) {
  return fmt::format("signature: {{algorithm: {}, public_key: \"{}\", value: \"{}\"}}\n", signature.algorithm,
                     signature.public_key, signature.value);
}

} // namespace openimr::desk
