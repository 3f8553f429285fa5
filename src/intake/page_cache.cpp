#include "intake/page_cache.h"

#include "base/hash.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>
#include <utility>

namespace openimr::intake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "OPENIMR PAGES 2\n";
constexpr std::string_view ending = ".pages";
constexpr auto abandoned_after = std::chrono::hours(1); // of a half written entry

/// Tells damage, not malice: whoever can write here is the user.
class Checksum {
public:
  void add(std::string_view bytes) {
    size_ += bytes.size();
    while (!rest_.empty() && rest_.size() < 8 && !bytes.empty()) {
      rest_ += bytes[0];
      bytes.remove_prefix(1);
    }
    if (rest_.size() == 8) mix(std::exchange(rest_, {}));
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) mix(bytes.substr(0, 8));
    rest_ += bytes;
  }
  std::uint64_t value() const {
    std::uint64_t sum = sum_ ^ size_;
    for (char c : rest_) sum = std::rotl((sum ^ static_cast<unsigned char>(c)) * factor, 29);
    return sum ^ sum >> 32;
  }

private:
  static constexpr std::uint64_t factor = 0xff51afd7ed558ccdULL;
  void mix(std::string_view eight_bytes) {
    std::uint64_t eight;
    std::memcpy(&eight, eight_bytes.data(), 8);
    sum_ = std::rotl((sum_ ^ eight) * factor, 29);
  }
  std::uint64_t sum_ = 0x9e3779b97f4a7c15ULL, size_ = 0;
  std::string rest_;
};

/// Hands on the bytes of an entry piece by piece: a file of thousands of pages is never in memory twice.
void write_entry(const std::string& key, const Reading& reading, const std::function<void(std::string_view)>& sink) {
  Checksum sum;
  const auto flush = [&](wire::Writer& out) {
    sum.add(out.bytes());
    sink(out.bytes());
    out.bytes().clear();
  };
  wire::Writer out;
  out.bytes() = magic;
  out.string(key);
  out.string(reading.media_type);
  out.u32(static_cast<std::uint32_t>(reading.notes.size()));
  for (const wire::NoteFrame& note : reading.notes) {
    out.u8(static_cast<std::uint8_t>(note.trouble));
    out.u32(note.page);
    out.string(note.detail);
  }
  out.u32(static_cast<std::uint32_t>(reading.pages.size()));
  for (const records::Page& page : reading.pages) {
    wire::write_page(out, page);
    flush(out);
  }
  flush(out);
  out.u64(sum.value());
  sink(out.bytes());
}

/// An entry's bytes as they lie on the disk; entries are never changed in place.
class Mapped {
public:
  explicit Mapped(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat info {};
    if (file < 0) return;
    if (::fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
      size_ = static_cast<std::size_t>(info.st_size);
      place_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
      // Asked for: the last to be thrown out.
      if (place_ != MAP_FAILED) (void)::futimens(file, nullptr);
    }
    ::close(file);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  ~Mapped() {
    if (place_ != MAP_FAILED) ::munmap(place_, size_);
  }
  std::string_view bytes() const {
    return place_ == MAP_FAILED ? std::string_view() : std::string_view(static_cast<const char*>(place_), size_);
  }

private:
  void* place_ = MAP_FAILED;
  std::size_t size_ = 0;
};

} // namespace

std::string pack(const std::string& key, const Reading& reading) {
  std::string bytes;
  write_entry(key, reading, [&](std::string_view part) { bytes += part; });
  return bytes;
}

std::optional<Reading> unpack(const std::string& key, std::string_view bytes) {
  if (bytes.size() < magic.size() + 8 || !bytes.starts_with(magic)) return std::nullopt;
  wire::Cursor tail(bytes.substr(bytes.size() - 8));
  bytes.remove_suffix(8);
  Checksum sum;
  sum.add(bytes);
  if (tail.u64() != sum.value()) return std::nullopt;
  wire::Cursor in(bytes.substr(magic.size()));
  if (in.string(200) != key) return std::nullopt;
  Reading reading;
  reading.media_type = in.string(200);
  const std::uint32_t notes = in.u32();
  for (std::uint32_t i = 0; i < notes && !in.is_broken(); ++i) {
    wire::NoteFrame note;
    const std::uint8_t trouble = in.u8();
    if (trouble < 1 || trouble > static_cast<std::uint8_t>(wire::Trouble::Last)) return std::nullopt;
    note.trouble = static_cast<wire::Trouble>(trouble);
    note.page = in.u32();
    note.detail = in.string(200);
    reading.notes.push_back(std::move(note));
  }
  const std::uint32_t pages = in.u32();
  for (std::uint32_t i = 0; i < pages; ++i) {
    auto page = wire::read_page(in);
    if (!page) return std::nullopt;
    reading.pages.push_back(std::move(*page));
  }
  if (!in.is_at_end()) return std::nullopt;
  return reading;
}

std::string PageCache::key_of_file(const std::string& sha256, const std::string& language) {
  return fmt::format("{} reader {} {}", sha256, wire::reader_version, language);
}

std::string PageCache::key_of_picture(const std::string& picture, const std::string& language) {
  return fmt::format("picture {} reader {} {}", picture, wire::reader_version, language);
}

std::string PageCache::path(const std::string& key) const {
  return fmt::format("{}/{}{}", folder_, sha256_hex(key), ending);
}

std::optional<Reading> PageCache::find(const std::string& key) const {
  if (folder_.empty()) return std::nullopt;
  const Mapped entry(path(key));
  return unpack(key, entry.bytes());
}

void PageCache::keep(const std::string& key, const Reading& reading) const {
  if (folder_.empty()) return;
  std::error_code failed;
  if (!fs::exists(folder_, failed)) {
    fs::create_directories(folder_, failed);
    fs::permissions(folder_, fs::perms::owner_all, failed);
  }
  const std::string target = path(key);
  std::string temporary = target + ".XXXXXX";
  const int file = ::mkostemp(temporary.data(), O_CLOEXEC); // 0600: patients' records
  if (file < 0) return;
  bool is_good = true;
  std::uint64_t size = 0;
  write_entry(key, reading, [&](std::string_view rest) {
    size += rest.size();
    while (is_good && !rest.empty()) {
      const ssize_t count = ::write(file, rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      is_good = count > 0;
      if (is_good) rest.remove_prefix(static_cast<std::size_t>(count));
    }
  });
  ::close(file);
  // No flush to disk: an entry that a power cut leaves half written fails its checksum.
  if (!is_good || size > limit_ || ::rename(temporary.c_str(), target.c_str()) != 0) ::unlink(temporary.c_str());
  if ((written_ += size) > limit_ / 8) {
    written_ = 0;
    trim();
  }
}

void PageCache::trim() const {
  if (folder_.empty()) return;
  std::vector<std::tuple<fs::file_time_type, std::string, std::uint64_t>> entries;
  std::uint64_t total = 0;
  std::error_code failed;
  for (fs::directory_iterator entry(folder_, failed), end; !failed && entry != end; entry.increment(failed)) {
    std::error_code gone; // another run may be trimming too
    if (entry->is_symlink(gone) || !entry->is_regular_file(gone) ||
        entry->path().filename().string().find(ending) == std::string::npos)
      continue;
    const auto size = entry->file_size(gone);
    const auto time = entry->last_write_time(gone);
    if (gone) continue;
    if (!entry->path().filename().string().ends_with(ending) &&
        fs::file_time_type::clock::now() - time > abandoned_after) {
      ::unlink(entry->path().c_str());
      continue;
    }
    total += size;
    entries.emplace_back(time, entry->path().string(), size);
  }
  if (total <= limit_) return;
  std::sort(entries.begin(), entries.end());
  for (const auto& [time, path, size] : entries) {
    if (total <= limit_) return;
    if (::unlink(path.c_str()) == 0) total -= size;
  }
}

} // namespace openimr::intake
