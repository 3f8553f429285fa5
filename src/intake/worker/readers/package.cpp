// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/readers/package.h"

#include <archive.h>
#include <archive_entry.h>
#include <memory>

namespace openimr::worker {
namespace {

constexpr std::size_t part_limit = std::size_t{64} << 20;   // bytes of one part, unpacked
constexpr std::size_t parts_limit = std::size_t{192} << 20; // bytes of all parts that are read
constexpr int entry_limit = 10000;

struct ArchiveDeleter {
  void operator()(archive* file) const { archive_read_free(file); }
};

std::string part_bytes(archive* file, Package& package, bool& is_too_large) {
  std::string bytes;
  char buffer[1 << 15];
  for (;;) {
    const la_ssize_t count = archive_read_data(file, buffer, sizeof buffer);
    if (count < 0) package.is_whole = false;
    if (count <= 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(count) > part_limit) {
      is_too_large = true;
      return bytes;
    }
    bytes.append(buffer, static_cast<std::size_t>(count));
  }
}

} // namespace

Package unpack(std::string_view bytes, bool (*is_wanted)(std::string_view name), std::string_view picture_folder) {
  Package package;
  const std::unique_ptr<archive, ArchiveDeleter> file(archive_read_new());
  archive_read_support_format_zip(file.get());
  if (archive_read_open_memory(file.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    package.is_whole = false;
    return package;
  }
  archive_entry* entry = nullptr;
  std::size_t total = 0;
  for (int n = 0; n < entry_limit; ++n) {
    const int status = archive_read_next_header(file.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status < ARCHIVE_WARN) {
      package.is_whole = false;
      break;
    }
    const char* name = archive_entry_pathname(entry);
    if (!name) continue;
    if (std::string_view(name).starts_with(picture_folder)) {
      bool is_too_large = false;
      std::string picture = part_bytes(file.get(), package, is_too_large);
      if (is_too_large)
        package.pictures.add_unread();
      else
        package.pictures.add(name, std::move(picture));
      continue;
    }
    if (!is_wanted(name) || total > parts_limit) continue;
    std::string part = part_bytes(file.get(), package, package.is_too_large);
    total += part.size();
    package.parts.emplace(name, std::move(part));
  }
  return package;
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string joined_lines(std::string_view text) {
  std::string words;
  for (char c : text)
    if (c != '\n')
      words += c;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  while (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

} // namespace openimr::worker
