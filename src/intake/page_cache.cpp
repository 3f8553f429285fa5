#include "intake/page_cache.h"

#include "base/files.h"
#include "base/hash.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

namespace openimr::intake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "OPENIMR PAGES 1\n";
constexpr std::string_view ending = ".pages";
constexpr std::size_t entry_limit = std::size_t{1} << 30;

/// Tells damage, not malice: whoever can write here is the user.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t sum = 0x9e3779b97f4a7c15ULL ^ bytes.size();
  while (bytes.size() >= 8) {
    std::uint64_t eight;
    std::memcpy(&eight, bytes.data(), 8);
    sum = std::rotl((sum ^ eight) * 0xff51afd7ed558ccdULL, 29);
    bytes.remove_prefix(8);
  }
  for (char c : bytes) sum = std::rotl((sum ^ static_cast<unsigned char>(c)) * 0xff51afd7ed558ccdULL, 29);
  return sum ^ sum >> 32;
}

} // namespace

std::string pack(const std::string& key, const Reading& reading) {
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
  for (const records::Page& page : reading.pages) wire::write_page(out, page);
  const std::uint64_t sum = checksum(out.bytes());
  out.u64(sum);
  return std::move(out.bytes());
}

std::optional<Reading> unpack(const std::string& key, std::string_view bytes) {
  if (bytes.size() < magic.size() + 8 || !bytes.starts_with(magic)) return std::nullopt;
  wire::Cursor tail(bytes.substr(bytes.size() - 8));
  bytes.remove_suffix(8);
  if (tail.u64() != checksum(bytes)) return std::nullopt;
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

std::string PageCache::key(const std::string& sha256, const std::string& language) {
  return fmt::format("{} reader {} {}", sha256, wire::reader_version, language);
}

std::string PageCache::path(const std::string& key) const {
  return fmt::format("{}/{}{}", folder_, sha256_hex(key), ending);
}

std::optional<Reading> PageCache::find(const std::string& key) const {
  if (folder_.empty()) return std::nullopt;
  const auto bytes = read_file(path(key), entry_limit);
  return bytes ? unpack(key, *bytes) : std::nullopt;
}

void PageCache::keep(const std::string& key, const Reading& reading) const {
  if (folder_.empty()) return;
  std::error_code failed;
  if (!fs::exists(folder_, failed)) {
    fs::create_directories(folder_, failed);
    fs::permissions(folder_, fs::perms::owner_all, failed);
  }
  const std::string bytes = pack(key, reading), target = path(key);
  std::string temporary = target + ".XXXXXX";
  const int file = ::mkostemp(temporary.data(), O_CLOEXEC); // 0600: patients' records
  if (file < 0) return;
  bool is_good = true;
  for (std::string_view rest = bytes; is_good && !rest.empty();) {
    const ssize_t count = ::write(file, rest.data(), rest.size());
    is_good = count > 0;
    if (is_good) rest.remove_prefix(static_cast<std::size_t>(count));
  }
  ::close(file);
  // No flush to disk: an entry that a power cut leaves half written fails its checksum.
  if (!is_good || ::rename(temporary.c_str(), target.c_str()) != 0) ::unlink(temporary.c_str());
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
