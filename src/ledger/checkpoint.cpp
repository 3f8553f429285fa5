#include "ledger/checkpoint.h"

#include "base/encoding.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <sodium.h>

namespace openimr::ledger {
namespace {

constexpr char ed25519 = 0x01; // the type of signature, c2sp.org/signed-note
constexpr std::string_view dash = "\xE2\x80\x94 ";
constexpr std::string_view private_mark = "PRIVATE+KEY+";
constexpr std::size_t longest_note = 64 * 1024;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto from = text.find_first_not_of(space);
  return from == text.npos ? "" : text.substr(from, text.find_last_not_of(space) - from + 1);
}

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return c > ' ' && c != '+' && static_cast<unsigned char>(c) < 0x7f;
  });
}

std::string bytes_of_key(const std::array<unsigned char, 32>& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

/// "name+id+base64" in its parts; the base64 may hold '+'.
struct WrittenKey {
  std::string name, id, bytes; ///< bytes: without the type
};

std::optional<WrittenKey> read_key(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == text.npos ? text.npos : text.find('+', first + 1);
  if (second == text.npos || !is_name(text.substr(0, first))) return std::nullopt;
  const auto bytes = from_base64(text.substr(second + 1));
  if (!bytes || bytes->size() != 33 || bytes->front() != ed25519) return std::nullopt;
  return WrittenKey{std::string(text.substr(0, first)), std::string(text.substr(first + 1, second - first - 1)),
                    bytes->substr(1)};
}

std::string id_of(std::uint32_t id) { return fmt::format("{:08x}", id); }

Error no_note(const std::string& where, std::string found) {
  return {ErrorKind::Input, where, std::move(found), "a signed note (c2sp.org/signed-note)",
          "take the checkpoint from where it was anchored"};
}

/// The 64 bytes of the key's signature on this line; empty when it is another key's. Error when it is no such line.
Result<std::string> signature_on(const std::string& where, std::string_view line, const VerifyingKey& key) {
  const auto space = line.size() < dash.size() ? line.npos : line.find(' ', dash.size());
  if (line.substr(0, dash.size()) != dash || space == line.npos) return no_note(where, "a line that is no signature");
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() < 5) return no_note(where, "a signature that is no base64");
  const std::uint32_t id = key.id();
  const char own[] = {static_cast<char>(id >> 24), static_cast<char>(id >> 16), static_cast<char>(id >> 8),
                      static_cast<char>(id)};
  const bool is_own = line.substr(dash.size(), space - dash.size()) == key.name && bytes->compare(0, 4, own, 4) == 0;
  return is_own ? bytes->substr(4) : std::string();
}

bool is_signature_of(std::string_view signature, std::string_view text, const VerifyingKey& key) {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                     key.public_key.data()) == 0;
}

/// The next line of a text and what follows; false at its end.
bool next_line(std::string_view& text, std::string_view& line) {
  const auto end = text.find('\n');
  if (end == text.npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return true;
}

std::optional<std::uint64_t> size_of(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc() || end != text.data() + text.size() || fmt::format("{}", size) != text) return std::nullopt;
  return size;
}

} // namespace

std::string text_of(const Checkpoint& checkpoint) {
  return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, to_base64(bytes_of(checkpoint.root)));
}

std::uint32_t VerifyingKey::id() const {
  const std::string hash = bytes_of(plain_hash(name + '\n' + ed25519 + bytes_of_key(public_key)));
  std::uint32_t id = 0;
  for (int i = 0; i < 4; ++i) id = id << 8 | static_cast<unsigned char>(hash[static_cast<std::size_t>(i)]);
  return id;
}

std::string VerifyingKey::text() const {
  return fmt::format("{}+{}+{}", name, id_of(id()), to_base64(ed25519 + bytes_of_key(public_key)));
}

Result<VerifyingKey> VerifyingKey::parse(const std::string& where, std::string_view text) {
  const auto written = read_key(trimmed(text));
  VerifyingKey key;
  if (written) {
    key.name = written->name;
    std::memcpy(key.public_key.data(), written->bytes.data(), key.public_key.size());
    if (id_of(key.id()) == written->id) return key;
  }
  return Error{ErrorKind::Input, where, written ? "a key whose number is not its own" : "no public key of a log",
               "name+number+base64 on one line, as `openimr audit keygen` prints it",
               "ask the organization for it again"};
}

SigningKey::SigningKey(SigningKey&& other) noexcept
    : verifying_key_(std::move(other.verifying_key_)), secret_(other.secret_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

Result<SigningKey> SigningKey::from_seed(const std::string& name, std::string_view seed) {
  if (!is_name(name))
    return Error{ErrorKind::Input, "name of the log", fmt::format("\"{}\"", name),
                 "a host and a path, as imr.example/audit, without spaces and '+'", "choose another name"};
  assert(seed.size() == crypto_sign_SEEDBYTES && "a seed has 32 bytes");
  SigningKey key;
  key.verifying_key_.name = name;
  crypto_sign_seed_keypair(key.verifying_key_.public_key.data(), key.secret_.data(),
                           reinterpret_cast<const unsigned char*>(seed.data()));
  return key;
}

Result<SigningKey> SigningKey::parse(const std::string& where, std::string_view text) {
  text = trimmed(text);
  const bool is_marked = text.substr(0, private_mark.size()) == private_mark;
  auto written = is_marked ? read_key(text.substr(private_mark.size())) : std::nullopt;
  if (written) {
    auto key = from_seed(written->name, written->bytes);
    sodium_memzero(written->bytes.data(), written->bytes.size());
    if (key && id_of(key->verifying_key().id()) == written->id) return key;
  }
  return Error{ErrorKind::Input, where, "no signing key of a log", "PRIVATE+KEY+name+number+base64 on one line",
               "make one with `openimr audit keygen FILE`"};
}

std::string SigningKey::text() const {
  std::string seed(1, ed25519);
  seed.append(reinterpret_cast<const char*>(secret_.data()), crypto_sign_SEEDBYTES);
  std::string text =
      fmt::format("{}{}+{}+{}", private_mark, verifying_key_.name, id_of(verifying_key_.id()), to_base64(seed));
  sodium_memzero(seed.data(), seed.size());
  return text;
}

std::string SigningKey::note_of(std::string_view text) const {
  assert(text.ends_with('\n') && "the text of a note ends with a newline");
  const std::uint32_t id = verifying_key_.id();
  std::string signature;
  for (int shift = 24; shift >= 0; shift -= 8) signature += static_cast<char>(id >> shift);
  signature.resize(4 + crypto_sign_BYTES);
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()) + 4, nullptr,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(), secret_.data());
  return fmt::format("{}\n{}{} {}\n", text, dash, verifying_key_.name, to_base64(signature));
}

std::string signed_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  assert(checkpoint.origin == key.verifying_key().name && "a log signs in its own name");
  return key.note_of(text_of(checkpoint));
}

Result<std::string> open_note(const std::string& where, std::string_view note, const VerifyingKey& key) {
  if (note.size() > longest_note) return no_note(where, fmt::format("{} bytes", note.size()));
  const bool has_controls =
      std::any_of(note.begin(), note.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; });
  const auto gap = note.rfind("\n\n");
  if (has_controls || gap == note.npos || !note.ends_with('\n')) return no_note(where, "no signed note");
  const std::string_view text = note.substr(0, gap + 1);
  std::string_view lines = note.substr(gap + 2), line;
  bool is_signed = false;
  while (next_line(lines, line)) {
    auto signature = signature_on(where, line, key);
    if (!signature) return signature.error();
    if (signature->empty()) continue;
    if (!is_signature_of(*signature, text, key))
      return no_note(where, fmt::format("a wrong signature of {}", key.name));
    is_signed = true;
  }
  if (!is_signed) return no_note(where, fmt::format("no signature of {} ({})", key.name, id_of(key.id())));
  return std::string(text);
}

Result<Checkpoint> open_checkpoint(const std::string& where, std::string_view note, const VerifyingKey& key) {
  auto text = open_note(where, note, key);
  if (!text) return text.error();
  std::string_view rest = *text, origin, size, root;
  const bool has_lines = next_line(rest, origin) && next_line(rest, size) && next_line(rest, root) && rest.empty();
  const auto rows = size_of(size);
  const auto bytes = from_base64(root);
  const auto hash = bytes ? hash_of_bytes(*bytes) : std::nullopt;
  if (!has_lines || !rows || !hash) return no_note(where, "a note that is no checkpoint");
  if (origin != key.name) return no_note(where, fmt::format("a checkpoint of the log {}", origin));
  return Checkpoint{std::string(origin), *rows, *hash};
}

std::string anchor_line(std::string_view note) {
  std::string_view rest = note, origin, size, root, gap, signature;
  const bool has_lines = next_line(rest, origin) && next_line(rest, size) && next_line(rest, root) &&
                         next_line(rest, gap) && next_line(rest, signature);
  assert(has_lines && gap.empty() && "a note that signed_checkpoint wrote");
  if (!has_lines) return "";
  return fmt::format("{} {} {} {}", origin, size, root, signature.substr(signature.rfind(' ') + 1));
}

Result<std::string> note_of_anchor(const std::string& where, std::string_view line) {
  std::vector<std::string_view> words;
  line = trimmed(line);
  while (!line.empty()) {
    const auto end = std::min(line.find(' '), line.size());
    words.push_back(line.substr(0, end));
    line = trimmed(line.substr(end));
  }
  if (words.size() != 4)
    return Error{ErrorKind::Input, where, fmt::format("{} words", words.size()),
                 "origin, size, root and signature on one line", "take the line from where it was printed"};
  return fmt::format("{}\n{}\n{}\n\n{}{} {}\n", words[0], words[1], words[2], dash, words[0], words[3]);
}

} // namespace openimr::ledger
