#include "desk/sign_opinion.h"

#include "base/files.h"
#include "desk/moment.h"
#include "intake/case_folder.h"
#include "intake/opinion_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

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
    if (line.starts_with("...")) break; // the end of a document
    if (line.starts_with("signature:") || line.starts_with("\"signature\":") || line.starts_with("'signature':")) {
      inside = true;
      continue;
    }
    if (inside && (line.starts_with(' ') || line.starts_with('\t'))) continue;
    inside = false;
    kept += line + "\n";
  }
  return kept;
}

/// Marks of a mapping in flow style that stand at its own level, outside of quotes and comments.
struct FlowMap {
  std::size_t open = std::string::npos, close = std::string::npos;
  std::vector<std::size_t> commas;
};

/// The first position behind a quoted text that begins at the position.
std::size_t behind_quotes(const std::string& yaml, std::size_t at) {
  const char mark = yaml[at];
  for (++at; at < yaml.size(); ++at) {
    if (mark == '"' && yaml[at] == '\\')
      ++at;
    else if (yaml[at] == mark && mark == '\'' && at + 1 < yaml.size() && yaml[at + 1] == mark)
      ++at;
    else if (yaml[at] == mark)
      return at + 1;
  }
  return yaml.size();
}

/// The root of a file in flow style; open is npos where the root is something else.
FlowMap flow_map(const std::string& yaml) {
  FlowMap map;
  int depth = 0;
  char before = '\n';
  for (std::size_t at = 0; at < yaml.size();) {
    const char c = yaml[at];
    const bool is_token_start = before == '\n' || before == ' ' || before == '\t' || before == '\r' || before == ',' ||
                                before == '{' || before == '[' || before == ':';
    if (c == '#' && is_token_start && before != ':') {
      at = std::min(yaml.find('\n', at), yaml.size());
      before = '\n';
      continue;
    }
    if (depth == 0 && yaml.compare(at, 3, "---") == 0) {
      at += 3;
      continue;
    }
    if ((c == '"' || c == '\'') && is_token_start) {
      at = behind_quotes(yaml, at);
      before = c;
      continue;
    }
    if (depth == 0 && c != '{' && c != ' ' && c != '\n' && c != '\r' && c != '\t') return map;
    if (c == '{' || c == '[') {
      if (depth++ == 0) map.open = at;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) {
        map.close = at;
        return map;
      }
    } else if (c == ',' && depth == 1) {
      map.commas.push_back(at);
    }
    before = c;
    ++at;
  }
  return {};
}

/// The file in flow style with the signature as its last entry, in place of one it had.
std::string with_flow_signature(const std::string& yaml, const FlowMap& map, const std::string& entry) {
  std::vector<std::size_t> ends = map.commas;
  ends.push_back(map.close);
  std::string kept;
  for (std::size_t i = 0, from = map.open + 1; i < ends.size(); from = ends[i++] + 1) {
    const std::string one = yaml.substr(from, ends[i] - from);
    const auto key = one.find_first_not_of(" \t\r\n\"'");
    if (key == std::string::npos || one.compare(key, 9, "signature") == 0) continue;
    kept += (kept.empty() ? "" : ",") + one;
  }
  while (!kept.empty() && (kept.back() == ' ' || kept.back() == '\n' || kept.back() == '\r')) kept.pop_back();
  return yaml.substr(0, map.open + 1) + kept + (kept.empty() ? "" : ",") + "\n" + entry + "\n" + yaml.substr(map.close);
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
  const records::Signature signature = key.sign(hash);
  std::string text;
  if (const FlowMap map = flow_map(opinion); map.open != std::string::npos)
    text = with_flow_signature(opinion, map,
                               fmt::format(R"("signature": {{"algorithm": "{}", "public_key": "{}", "value": "{}"}})",
                                           signature.algorithm, signature.public_key, signature.value));
  else
    text = without_signature(opinion) + signature_line(signature);
  // What is written has to say what was signed.
  const auto again = intake::parse_opinion(name, text);
  if (!again || !again->signature || again->signature->value != signature.value ||
      determination::content_hash(*again, inputs) != hash)
    return Error{ErrorKind::Input, name, "a style of YAML into which no signature can be written",
                 "one key a line, or one mapping in braces", "write it in block style, as the examples are"};
  return SignedText{std::move(text), std::move(hash)};
}

std::optional<Error> opinion_dated_ahead(const std::string& name, const records::Opinion& opinion,
                                         const jurisdictions::Jurisdiction& law) {
  const Date today = moment_now(law).local_date;
  if (!opinion.date || *opinion.date <= today) return std::nullopt;
  return Error{ErrorKind::Refused, name + ": date", opinion.date->iso(), "a day not after today, " + today.iso(),
               "write the day on which the opinion is given and sign anew"};
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
