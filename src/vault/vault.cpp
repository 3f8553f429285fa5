#include "vault/vault.h"

#include "base/encoding.h"
#include "base/hash.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <sodium.h>
#include <sys/file.h>
#include <unistd.h>

namespace openimr::vault {
namespace {

constexpr const char* naming_path = "naming.key";
constexpr std::string_view naming_head = "openimr vault 1\n";

std::string path_of(const char* folder, const std::string& name, const char* ending) {
  return fmt::format("{}/{}/{}{}", folder, name.substr(0, 2), name.substr(2), ending);
}
std::string object_path(const std::string& name) { return path_of("objects", name, ".sealed"); }
std::string key_path(const std::string& name) { return path_of("keys", name, ".key"); }
std::string tombstone_path(const std::string& name) { return path_of("erased", name, ".txt"); }

/// The name in "keys/ab/cdef….key"; empty when the path has another form.
std::string name_in(const std::string& path, const char* folder, const char* ending) {
  const std::string_view tail = ending;
  if (!path.ends_with(tail) || path.size() < tail.size()) return "";
  const auto slash = path.rfind('/');
  if (slash == path.npos || slash < 2) return "";
  const std::string name = path.substr(slash - 2, 2) + path.substr(slash + 1, path.size() - slash - 1 - tail.size());
  const bool is_name = name.size() == 64 && from_hex(name);
  return is_name && path == path_of(folder, name, ending) ? name : "";
}

Result<std::string> read_small(const Backend& backend, const std::string& path) {
  std::string bytes;
  auto read = backend.read(path, [&](std::string_view piece) -> Result<Done> {
    bytes += piece;
    if (bytes.size() <= 1 << 20) return Done{};
    return Error{ErrorKind::Storage, path, "more than a record", "a key record", "bring it back from a backup"};
  });
  if (!read) return read.error();
  return bytes;
}

/// The keyed hash that names a paper.
class Naming {
public:
  Naming(const Secret& key, std::string_view scope) {
    crypto_generichash_init(&state_, key.data(), Secret::size(), 32);
    const std::string head = fmt::format("{}:{}", scope.size(), scope);
    add(head);
  }
  void add(std::string_view bytes) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  std::string name() {
    unsigned char hash[32];
    crypto_generichash_final(&state_, hash, sizeof hash);
    return to_hex({reinterpret_cast<const char*>(hash), sizeof hash});
  }

private:
  crypto_generichash_state state_;
};

/// A file of the spool: locked while it is written, gone unless it was taken in.
class SpoolFile {
public:
  explicit SpoolFile(const std::string& folder) : path_(folder + "/paper-XXXXXX") {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    file_ = ::mkostemp(path_.data(), O_CLOEXEC);
    if (file_ >= 0) ::flock(file_, LOCK_EX);
  }
  SpoolFile(const SpoolFile&) = delete;
  SpoolFile& operator=(const SpoolFile&) = delete;
  ~SpoolFile() {
    if (file_ >= 0) ::close(file_);
    if (file_ >= 0) ::unlink(path_.c_str()); // gone already when it was taken
  }

  const std::string& path() const { return path_; }
  Result<Done> write(std::string_view bytes) {
    while (file_ >= 0 && !bytes.empty()) {
      const ssize_t count = ::write(file_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) break;
      bytes.remove_prefix(static_cast<std::size_t>(count));
      size_ += static_cast<std::uint64_t>(count);
    }
    return file_ >= 0 && bytes.empty() ? Result<Done>(Done{}) : fault();
  }
  Result<Done> sync() { return file_ >= 0 && ::fsync(file_) == 0 ? Result<Done>(Done{}) : fault(); }
  std::uint64_t size() const { return size_; }

private:
  Error fault() const {
    const int number = errno;
    return {ErrorKind::Storage, path_, std::strerror(number), "a spool that can be written and has room",
            number == ENOSPC ? "make room on the disk; nothing was kept and nothing was lost"
                             : "look at the path and its rights"};
  }
  std::string path_;
  int file_ = -1;
  std::uint64_t size_ = 0;
};

/// One change at a time among the programs of this machine: held while records and objects are put side by side.
class Turn {
public:
  explicit Turn(const std::string& spool) {
    std::error_code error;
    std::filesystem::create_directories(spool, error);
    file_ = ::open((spool + "/.turn").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    is_held_ = file_ >= 0 && ::flock(file_, LOCK_EX) == 0;
    number_ = errno;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    if (file_ >= 0) ::close(file_);
  }
  explicit operator bool() const { return is_held_; }
  Error error() const {
    return {ErrorKind::Storage, "vault", std::strerror(number_), "a spool that can be written",
            "look at the vault's folder and its rights; nothing was changed"};
  }

private:
  int file_ = -1, number_ = 0;
  bool is_held_ = false;
};

bool is_word(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

/// Keeps a paper until this day at least; false when it is kept so long already.
std::function<bool(KeyRecord&)> longer(Date until) {
  return [until](KeyRecord& record) {
    if (record.retain_until && *record.retain_until >= until) return false;
    record.retain_until = until;
    return true;
  };
}

/// One line: a break would begin another line of the record.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

} // namespace

Result<Vault> Vault::open(std::unique_ptr<Backend> backend, KeyRing ring, Chance chance) {
  Vault vault(std::move(backend), std::move(ring), std::move(chance));
  if (auto opened = vault.open_naming_key(); !opened) return opened.error();
  return vault;
}

Result<Done> Vault::open_naming_key() {
  auto text = read_small(*backend_, naming_path);
  if (!text && text.error().kind == ErrorKind::NotFound) {
    auto keys = backend_->list("keys/");
    if (!keys) return keys.error();
    if (!keys->empty())
      return Error{ErrorKind::Storage, naming_path, "nothing, in a vault with papers", "the key that names papers",
                   "bring it back from a backup"};
    chance_(naming_key_.data(), Secret::size());
    return write_naming_key();
  }
  if (!text) return text.error();
  const auto space = text->rfind(' ');
  const bool is_ours = text->starts_with(naming_head) && text->ends_with('\n') && space != text->npos;
  if (!is_ours)
    return Error{ErrorKind::Storage, naming_path, "no key that names papers", "the file as it was written",
                 "bring it back from a backup"};
  naming_master_ = text->substr(naming_head.size(), space - naming_head.size());
  auto key = ring_.unwrap(naming_path, naming_master_, text->substr(space + 1, text->size() - space - 2), naming_head);
  if (!key) return key.error();
  naming_key_ = *key;
  return Done{};
}

Result<Done> Vault::write_naming_key() {
  auto written = backend_->write(naming_path, fmt::format("{}{} {}\n", naming_head, ring_.current(),
                                                          ring_.wrap(naming_key_, naming_head, chance_)));
  if (written) naming_master_ = ring_.current();
  return written;
}

Result<Stored> Vault::put(const std::string& scope, const Source& source, std::optional<Date> retain_until) {
  SpoolFile spooled(backend_->spool());
  KeyRecord record;
  Secret key;
  chance_(key.data(), Secret::size());
  Naming naming(naming_key_, scope);
  Sealer sealer(key, [&](std::string_view bytes) { return spooled.write(bytes); });
  std::string piece(128 * 1024, '\0');
  for (;;) {
    auto count = source(piece.data(), piece.size());
    if (!count) return count.error();
    if (*count == 0) break;
    const std::string_view bytes = std::string_view(piece).substr(0, *count);
    naming.add(bytes);
    record.size += *count;
    if (auto added = sealer.add(bytes); !added) return added.error();
  }
  if (auto done = sealer.finish(); !done) return done.error();
  if (auto synced = spooled.sync(); !synced) return synced.error();
  record.name = naming.name();
  record.sealed = spooled.size();
  record.retain_until = retain_until;
  return keep(record.name, record, key, spooled.path());
}

Result<Stored> Vault::keep(const std::string& name, KeyRecord record, const Secret& key, const std::string& spooled) {
  const Turn turn(backend_->spool());
  if (!turn) return turn.error();
  auto is_erased = backend_->has(tombstone_path(name));
  if (!is_erased) return is_erased.error();
  if (*is_erased)
    return Error{ErrorKind::Refused, name, "a paper of this case that was erased", "one that was not",
                 "see its tombstone; a paper that comes anew for another reason belongs to another scope"};
  auto is_there = backend_->has(key_path(name));
  if (!is_there) return is_there.error();
  if (*is_there) {
    if (record.retain_until)
      if (auto retained = change(name, longer(*record.retain_until)); !retained) return retained.error();
    return Stored{name, record.size, false};
  }
  if (auto taken = backend_->take(object_path(name), spooled); !taken) return taken.error();
  if (auto written = backend_->write(key_path(name), write_record(record, key, ring_, chance_)); !written)
    return written.error();
  return Stored{name, record.size, true};
}

Result<OpenedRecord> Vault::open_key(const std::string& name) const {
  if (name.size() != 64 || !from_hex(name))
    return Error{ErrorKind::Input, name, "no name of a paper", "64 hexadecimal digits", ""};
  auto text = read_small(*backend_, key_path(name));
  if (!text && text.error().kind == ErrorKind::NotFound) {
    auto is_erased = backend_->has(tombstone_path(name));
    if (is_erased && *is_erased)
      return Error{ErrorKind::NotFound, name, "a paper that was erased", "a paper of this vault", "see its tombstone"};
  }
  if (!text) return text.error();
  return open_record(key_path(name), name, *text, ring_);
}

Result<Done> Vault::get(const std::string& name, const Sink& sink) const {
  auto opened = open_key(name);
  if (!opened) return opened.error();
  Opener opener(object_path(name), opened->key, sink);
  auto read = backend_->read(object_path(name), [&](std::string_view bytes) { return opener.add(bytes); });
  if (!read) return read;
  return opener.finish();
}

Result<bool> Vault::is_of(const std::string& scope, const std::string& name) const {
  Naming naming(naming_key_, scope);
  auto read = get(name, [&](std::string_view bytes) -> Result<Done> {
    naming.add(bytes);
    return Done{};
  });
  if (!read) return read.error();
  return naming.name() == name;
}

Result<KeyRecord> Vault::about(const std::string& name) const {
  auto opened = open_key(name);
  if (!opened) return opened.error();
  return opened->record;
}

Result<std::vector<std::string>> Vault::names() const {
  auto paths = backend_->list("keys/");
  if (!paths) return paths.error();
  std::vector<std::string> names;
  for (const std::string& path : *paths)
    if (std::string name = name_in(path, "keys", ".key"); !name.empty()) names.push_back(std::move(name));
  return names;
}

Result<Done> Vault::change(const std::string& name, const std::function<bool(KeyRecord&)>& change) {
  auto opened = open_key(name);
  if (!opened) return opened.error();
  if (!change(opened->record)) return Done{};
  return backend_->write(key_path(name), write_record(opened->record, opened->key, ring_, chance_));
}

Result<Done> Vault::change_in_turn(const std::string& name, const std::function<bool(KeyRecord&)>& how) {
  const Turn turn(backend_->spool());
  return turn ? change(name, how) : turn.error();
}

Result<Done> Vault::retain(const std::string& name, Date until) { return change_in_turn(name, longer(until)); }

Result<Done> Vault::hold(const std::string& name, const std::string& id, const std::string& reason) {
  if (!is_word(id) || reason.empty())
    return Error{ErrorKind::Input, "legal hold", is_word(id) ? "no reason" : fmt::format("\"{}\"", id),
                 "an id of one word and a reason", "as in: lit-2027-3 \"subpoena of 2027-02-01\""};
  return change_in_turn(name, [&](KeyRecord& record) {
    record.holds[id] = one_line(reason);
    return true;
  });
}

Result<Done> Vault::release(const std::string& name, const std::string& id) {
  bool was_held = false;
  auto changed = change_in_turn(name, [&](KeyRecord& record) { return was_held = record.holds.erase(id) != 0; });
  if (!changed || was_held) return changed;
  return Error{ErrorKind::NotFound, name, "no hold " + id, "a hold of this paper", ""};
}

// The key goes before the bytes and after the tombstone: whenever this is interrupted, either the paper is whole or the
// tombstone is there, and asking again ends it.
Result<std::string> Vault::erase(const std::string& name, Date today, const std::string& reason) {
  if (reason.empty())
    return Error{ErrorKind::Input, name, "no reason", "why the paper is erased, and by which rule", ""};
  const Turn turn(backend_->spool());
  if (!turn) return turn.error();
  std::string tombstone;
  if (auto is_erased = backend_->has(tombstone_path(name)); !is_erased) {
    return is_erased.error();
  } else if (*is_erased) {
    auto text = read_small(*backend_, tombstone_path(name));
    if (!text) return text.error();
    tombstone = *text;
  } else {
    auto opened = open_key(name);
    if (!opened) return opened.error();
    const KeyRecord& record = opened->record;
    if (!record.holds.empty())
      return Error{ErrorKind::Refused, name,
                   fmt::format("a legal hold {} ({})", record.holds.begin()->first, record.holds.begin()->second),
                   "no hold", "release it first, if the matter is over"};
    if (record.retain_until && *record.retain_until > today)
      return Error{ErrorKind::Refused, name, "a day of retention to come: " + record.retain_until->iso(),
                   "a day that has passed", "wait until then"};
    tombstone = fmt::format("openimr vault tombstone 1\nname {}\nsize {}\nerased_on {}\nreason {}\n", name, record.size,
                            today.iso(), one_line(reason));
    if (auto written = backend_->write(tombstone_path(name), tombstone); !written) return written.error();
  }
  for (const std::string& path : {key_path(name), object_path(name)})
    if (auto removed = backend_->remove(path); !removed) return removed.error();
  return tombstone;
}

Result<std::uint64_t> Vault::rotate() {
  auto all = names();
  if (!all) return all.error();
  std::uint64_t wrapped = 0;
  for (const std::string& name : *all) {
    auto changed = change_in_turn(name, [&](KeyRecord& record) {
      const bool is_old = record.master != ring_.current();
      if (is_old) ++wrapped;
      return is_old;
    });
    if (!changed) return changed.error();
  }
  if (naming_master_ != ring_.current())
    if (auto written = write_naming_key(); !written) return written.error();
  return wrapped;
}

std::optional<VaultFault> Vault::fault_of(const std::string& name, VaultReport& report) const {
  auto opened = open_key(name);
  if (!opened) return VaultFault{key_path(name), opened.error().found, opened.error().expected};
  if (opened->record.master != ring_.current()) ++report.old_keys;
  std::uint64_t size = 0;
  auto read = get(name, [&](std::string_view bytes) -> Result<Done> {
    size += bytes.size();
    return Done{};
  });
  if (!read) return VaultFault{object_path(name), read.error().found, read.error().expected};
  if (size != opened->record.size)
    return VaultFault{object_path(name), fmt::format("{} bytes", size), fmt::format("{} bytes", opened->record.size)};
  ++report.objects;
  report.bytes += size;
  return std::nullopt;
}

Result<VaultReport> Vault::verify(const std::function<void(std::size_t, std::size_t)>& told) const {
  VaultReport report;
  auto keys = backend_->list("keys/"), objects = backend_->list("objects/"), erased = backend_->list("erased/");
  for (const auto* listing : {&keys, &objects, &erased})
    if (!*listing) return listing->error();
  std::set<std::string> known;
  std::size_t done = 0;
  for (const std::string& path : *keys) {
    const std::string name = name_in(path, "keys", ".key");
    known.insert(name);
    if (name.empty())
      report.faults.push_back({path, "a file that this vault does not write", "key records only"});
    else if (auto fault = fault_of(name, report))
      report.faults.push_back(std::move(*fault));
    if (told) told(++done, keys->size());
  }
  for (const std::string& path : *objects) {
    const std::string name = name_in(path, "objects", ".sealed");
    if (name.empty()) report.faults.push_back({path, "a file that this vault does not write", "objects only"});
    if (!known.contains(name)) ++report.leftovers;
  }
  for (const std::string& path : *erased) {
    const std::string name = name_in(path, "erased", ".txt");
    ++report.erased;
    if (known.contains(name))
      report.faults.push_back({path, "a tombstone of a paper whose key is still there", "no key"});
  }
  return report;
}

Result<std::uint64_t> Vault::sweep() {
  const Turn turn(backend_->spool());
  if (!turn) return turn.error();
  std::uint64_t swept = 0;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(backend_->spool(), error)) {
    if (file.path().filename() == ".turn") continue;
    const int open_file = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (open_file < 0) continue;
    if (::flock(open_file, LOCK_EX | LOCK_NB) == 0 && ::unlink(file.path().c_str()) == 0) ++swept;
    ::close(open_file);
  }
  auto objects = backend_->list("objects/");
  if (!objects) return objects.error();
  for (const std::string& path : *objects) {
    const std::string name = name_in(path, "objects", ".sealed");
    auto has_key = name.empty() ? Result<bool>(true) : backend_->has(key_path(name));
    if (!has_key) return has_key.error();
    if (*has_key) continue;
    if (auto removed = backend_->remove(path); !removed) return removed.error();
    ++swept;
  }
  return swept;
}

} // namespace openimr::vault
