#include "desk/backup.h"

#include "base/files.h"
#include "base/hash.h"
#include "store/snapshot.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view head = "openimr backup 1\n";
constexpr const char* store_file = "store.sealed";

Error cannot(const std::string& path, const std::string& found) {
  return {ErrorKind::Storage, path, found, "a place that can be read and written and has room",
          "look at the path, its rights and the free space; what was backed up is untouched"};
}

Error not_as_written(const std::string& path, const std::string& found) {
  return {ErrorKind::Refused, path, found, "the file as the backup wrote it", "use another backup"};
}

/// A file that closes and, unless kept, removes itself.
class ScratchFile {
public:
  explicit ScratchFile(std::string path) : path_(std::move(path)) {}
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() { ::unlink(path_.c_str()); }
  const std::string& path() const { return path_; }

private:
  std::string path_;
};

/// Writes in pieces and makes it durable.
class Writer {
public:
  explicit Writer(std::string path)
      : path_(std::move(path)), file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)),
        number_(errno) {}
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() {
    if (file_ >= 0) ::close(file_);
  }
  Result<Done> add(std::string_view bytes) {
    while (file_ >= 0 && !bytes.empty()) {
      const ssize_t count = ::write(file_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return cannot(path_, std::strerror(errno));
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return file_ >= 0 ? Result<Done>(Done{}) : cannot(path_, std::strerror(number_));
  }
  Result<Done> end() {
    if (file_ >= 0 && ::fsync(file_) == 0) return Done{};
    return cannot(path_, std::strerror(file_ >= 0 ? errno : number_));
  }

private:
  std::string path_;
  int file_, number_;
};

Result<Done> each_piece(const std::string& path, const vault::Sink& sink) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::NotFound, path, "no such file", "a file", ""};
  std::string piece(128 * 1024, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (auto taken = sink(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount()))); !taken)
      return taken;
  }
  return file.bad() ? Result<Done>(cannot(path, "a read error")) : Done{};
}

Result<std::string> hash_of_file(const std::string& path) {
  Sha256 hash;
  auto read = each_piece(path, [&](std::string_view piece) -> Result<Done> {
    hash.add(piece);
    return Done{};
  });
  if (!read) return read.error();
  return hash.hex();
}

Result<Done> sync_folders(const std::string& folder) {
  std::vector<std::string> folders = {
      folder, fs::path(folder).parent_path().empty() ? "." : fs::path(folder).parent_path().string()};
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_directory()) folders.push_back(entry.path());
  for (const std::string& one : folders) {
    const int file = ::open(one.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool is_synced = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!is_synced) return cannot(one, std::strerror(errno));
  }
  return Done{};
}

/// Path in the backup -> SHA-256, and what else the manifest says.
struct Manifest {
  std::string made;
  std::uint64_t store_bytes = 0;
  std::map<std::string, std::string> files;

  std::string text(const std::string& master) const {
    std::string lines = fmt::format("{}made {}\nstore_bytes {}\nmaster {}\n", head, made, store_bytes, master);
    for (const auto& [path, hash] : files) lines += fmt::format("file {} {}\n", hash, path);
    return lines;
  }
};

struct OpenedManifest {
  Manifest manifest;
  vault::Secret key;
};

Result<OpenedManifest> read_manifest(const std::string& folder, const vault::KeyRing& ring) {
  const std::string path = folder + "/manifest.txt";
  auto text = read_file(path, std::size_t{1} << 30);
  if (!text) return text.error();
  constexpr std::string_view last = "wrapped ";
  const auto at = text->rfind(last);
  if (!text->starts_with(head) || at == text->npos || !text->ends_with('\n'))
    return not_as_written(path, "no manifest");
  OpenedManifest opened;
  std::string master;
  const std::string about = text->substr(0, at);
  for (std::string_view lines = std::string_view(about).substr(head.size()); !lines.empty();) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const auto space = line.find(' ');
    const std::string_view word = line.substr(0, space), rest = space == line.npos ? "" : line.substr(space + 1);
    if (word == "made") opened.manifest.made = rest;
    if (word == "master") master = rest;
    if (word == "store_bytes") std::from_chars(rest.data(), rest.data() + rest.size(), opened.manifest.store_bytes);
    if (word == "file" && rest.size() > 65) opened.manifest.files[std::string(rest.substr(65))] = rest.substr(0, 64);
  }
  if (opened.manifest.text(master) != about) return not_as_written(path, "a manifest that was changed");
  auto key = ring.unwrap(path, master,
                         std::string_view(*text).substr(at + last.size(), text->size() - at - last.size() - 1), about);
  if (!key && key.error().kind == ErrorKind::NotFound) return key.error();
  if (!key) return not_as_written(path, "a manifest that was changed");
  opened.key = *key;
  return opened;
}

Result<Done> seal_store(const std::string& store, const std::string& into, const vault::Secret& key,
                        std::uint64_t& size) {
  const ScratchFile snapshot(store + ".snapshot"); // beside the store: no less protected than it
  ::unlink(snapshot.path().c_str());               // of a backup that was killed
  if (auto made = store::snapshot_sqlite(store, snapshot.path()); !made) return made;
  if (auto whole = store::check_sqlite(snapshot.path()); !whole) return whole;
  Writer writer(into);
  vault::Sealer sealer(key, [&](std::string_view bytes) { return writer.add(bytes); });
  auto read = each_piece(snapshot.path(), [&](std::string_view piece) {
    size += piece.size();
    return sealer.add(piece);
  });
  if (!read) return read;
  if (auto done = sealer.finish(); !done) return done;
  return writer.end();
}

Result<Done> copy_file(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::create_directories(fs::path(to).parent_path(), error);
  Writer writer(to);
  if (auto read = each_piece(from, [&](std::string_view piece) { return writer.add(piece); }); !read) return read;
  return writer.end();
}

/// Keys before objects: a key is written last, so its object is there. One that was erased meanwhile is left out.
Result<Done> copy_vault(const std::string& vault, const std::string& into) {
  if (auto naming = copy_file(vault + "/naming.key", into + "/naming.key"); !naming) return naming;
  for (const std::string& path : files_below(vault + "/keys")) {
    const std::string object = "/objects/" + path.substr(0, path.size() - 4) + ".sealed";
    auto copied = copy_file(vault + object, into + object);
    if (!copied && copied.error().kind == ErrorKind::NotFound) {
      fs::remove(into + object);
      continue;
    }
    if (!copied) return copied;
    copied = copy_file(vault + "/keys/" + path, into + "/keys/" + path);
    if (!copied && copied.error().kind != ErrorKind::NotFound) return copied;
    if (!copied) fs::remove(into + "/keys/" + path);
    if (!copied) fs::remove(into + object);
  }
  for (const std::string& path :
       files_below(vault + "/erased")) { // last: an erasure meanwhile is told rather than lost
    if (auto copied = copy_file(vault + "/erased/" + path, into + "/erased/" + path); !copied) return copied;
    const std::string stem = path.substr(0, path.size() - 4);
    fs::remove(into + "/keys/" + stem + ".key");
    fs::remove(into + "/objects/" + stem + ".sealed");
  }
  return Done{};
}

Result<std::uint64_t> check_vault(const std::string& folder, const std::string& key_file) {
  auto opened = open_vault({"folder:" + folder, key_file});
  if (!opened) return opened.error();
  auto report = opened->verify();
  if (!report) return report.error();
  if (!report->faults.empty())
    return not_as_written(folder + "/" + report->faults.front().path, report->faults.front().found);
  return report->objects;
}

/// Opens the sealed store into a file.
Result<Done> open_store_file(const std::string& sealed, const vault::Secret& key, const std::string& into) {
  Writer writer(into);
  vault::Opener opener(sealed, key, [&](std::string_view bytes) { return writer.add(bytes); });
  if (auto read = each_piece(sealed, [&](std::string_view piece) { return opener.add(piece); }); !read) return read;
  if (auto done = opener.finish(); !done) return done;
  if (auto ended = writer.end(); !ended) return ended;
  return store::check_sqlite(into);
}

Result<Done> check_files(const std::string& folder, const Manifest& manifest) {
  for (const auto& [path, hash] : manifest.files) {
    auto found = hash_of_file(folder + "/" + path);
    if (!found) return not_as_written(folder + "/" + path, found.error().found);
    if (*found != hash) return not_as_written(folder + "/" + path, "other content");
  }
  for (const std::string& path : files_below(folder))
    if (path != "manifest.txt" && !path.starts_with("vault/spool/") && !manifest.files.contains(path))
      return not_as_written(folder + "/" + path, "a file that the manifest does not name");
  return Done{};
}

void chance(unsigned char* into, std::size_t size) { randombytes_buf(into, size); }

Result<Done> write_manifest(const std::string& folder, Manifest& manifest, const vault::KeyRing& ring,
                            const vault::Secret& key) {
  for (const std::string& path : files_below(folder)) {
    auto hash = hash_of_file(folder + "/" + path);
    if (!hash) return hash.error();
    manifest.files[path] = *hash;
  }
  const std::string about = manifest.text(ring.current());
  return write_file(folder + "/manifest.txt", about + "wrapped " + ring.wrap(key, about, chance) + "\n");
}

} // namespace

Result<BackupReport> make_backup(const BackupPlaces& from, const std::string& folder, const std::string& now_utc) {
  std::error_code error;
  const std::string unfinished = folder + ".unfinished";
  if (fs::exists(folder, error) || fs::exists(unfinished, error))
    return Error{ErrorKind::Input, fs::exists(folder, error) ? folder : unfinished, "something there",
                 "a name that is not used yet", "choose another name, or remove what an earlier run left unfinished"};
  if (from.store.empty() && from.vault.empty())
    return Error{ErrorKind::Input, "backup", "nothing to back up", "a store, a vault or both",
                 "give --store, --vault or both"};
  auto ring = read_master_keys(from.key_file);
  if (!ring) return ring.error();
  fs::create_directories(unfinished, error);
  if (error) return cannot(unfinished, error.message());
  fs::permissions(unfinished, fs::perms::owner_all, error);
  vault::Secret key;
  chance(key.data(), vault::Secret::size());
  Manifest manifest;
  manifest.made = now_utc;
  if (!from.store.empty())
    if (auto sealed = seal_store(from.store, unfinished + "/" + store_file, key, manifest.store_bytes); !sealed)
      return sealed.error();
  if (!from.vault.empty())
    if (auto copied = copy_vault(from.vault, unfinished + "/vault"); !copied) return copied.error();
  if (auto written = write_manifest(unfinished, manifest, *ring, key); !written) return written.error();
  auto report = verify_backup(unfinished, from.key_file);
  if (!report) return report.error();
  if (auto synced = sync_folders(unfinished); !synced) return synced.error();
  fs::rename(unfinished, folder, error);
  if (error) return cannot(folder, error.message());
  return report;
}

Result<BackupReport> verify_backup(const std::string& folder, const std::string& key_file) {
  auto ring = read_master_keys(key_file);
  if (!ring) return ring.error();
  auto opened = read_manifest(folder, *ring);
  if (!opened) return opened.error();
  const Manifest& manifest = opened->manifest;
  if (auto checked = check_files(folder, manifest); !checked) return checked.error();
  BackupReport report{manifest.made, manifest.store_bytes, 0, manifest.files.size()};
  if (manifest.files.contains(store_file)) {
    const ScratchFile plain(folder + "/.store.check");
    ::unlink(plain.path().c_str());
    if (auto done = open_store_file(folder + "/" + store_file, opened->key, plain.path()); !done) return done.error();
  }
  if (fs::exists(folder + "/vault")) {
    auto papers = check_vault(folder + "/vault", key_file);
    if (!papers) return papers.error();
    report.papers = *papers;
  }
  std::error_code ignored;
  fs::remove_all(folder + "/vault/spool", ignored);
  return report;
}

Result<BackupReport> restore_backup(const std::string& folder, const BackupPlaces& to) {
  std::error_code error;
  for (const std::string& place : {to.store, to.vault})
    if (!place.empty() && fs::exists(place, error))
      return Error{ErrorKind::Input, place, "something there",
                   "a place that does not exist yet: nothing is written over",
                   "restore to another place and move it when it is good"};
  auto report = verify_backup(folder, to.key_file);
  if (!report) return report.error();
  auto ring = read_master_keys(to.key_file);
  auto opened = read_manifest(folder, *ring);
  if (!opened) return opened.error();
  const bool has_store = opened->manifest.files.contains(store_file), has_vault = fs::exists(folder + "/vault");
  if (has_store != !to.store.empty() || has_vault != !to.vault.empty())
    return Error{ErrorKind::Input, folder,
                 fmt::format("{}{}{}", has_store ? "a store" : "", has_store && has_vault ? " and " : "",
                             has_vault ? "a vault" : ""),
                 "a place for each of them and for nothing else", "give --store and --vault as the backup has them"};
  if (has_store) {
    if (auto done = open_store_file(folder + "/" + store_file, opened->key, to.store + ".restoring"); !done)
      return done.error();
    fs::rename(to.store + ".restoring", to.store, error);
    if (error) return cannot(to.store, error.message());
  }
  if (has_vault) {
    for (const auto& [path, hash] : opened->manifest.files)
      if (path.starts_with("vault/"))
        if (auto copied = copy_file(folder + "/" + path, to.vault + path.substr(5)); !copied) return copied.error();
    if (auto papers = check_vault(to.vault, to.key_file); !papers) return papers.error();
    if (auto synced = sync_folders(to.vault); !synced) return synced.error();
  }
  return report;
}

} // namespace openimr::desk
