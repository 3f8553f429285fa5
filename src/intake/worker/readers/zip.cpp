// SPDX-License-Identifier: GPL-3.0-or-later
// ZIP: every file in it is handed out as a file of its own, to be read by a worker of its own. Names that lead out of
// the archive, links and locked entries are refused and told.
#include "intake/worker/encoding.h"
#include "intake/worker/readers/readers.h"

#include <archive.h>
#include <archive_entry.h>
#include <memory>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;

constexpr int entry_limit = 5000;

struct ArchiveDeleter {
  void operator()(archive* file) const { archive_read_free(file); }
};

/// Files that computers put beside those of people.
bool is_leftover(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  const std::string_view last = slash == std::string_view::npos ? name : name.substr(slash + 1);
  return name.starts_with("__MACOSX/") || last == ".DS_Store" || last == "Thumbs.db" || last == "desktop.ini";
}

/// Hands out the entry that the archive stands at. False when its bytes end too early.
bool send_entry(archive* file, const std::string& name, Output& out) {
  std::string part;
  bool continues = false;
  for (;;) {
    const std::size_t before = part.size();
    part.resize(before + (std::size_t{1} << 16));
    const la_ssize_t count = archive_read_data(file, part.data() + before, part.size() - before);
    part.resize(before + static_cast<std::size_t>(std::max<la_ssize_t>(count, 0)));
    const bool is_end = count <= 0;
    if (is_end ? !part.empty() || !continues : part.size() + (1 << 16) > intake::wire::member_part_limit) {
      out.member(name, part, continues);
      continues = true;
      part.clear();
    }
    if (is_end) return count == 0;
  }
}

} // namespace

void read_zip(std::string_view bytes, PageRange, Output& out) {
  out.file("application/zip", 0);
  const std::unique_ptr<archive, ArchiveDeleter> file(archive_read_new());
  archive_read_support_format_zip(file.get());
  if (archive_read_open_memory(file.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    return out.note(Trouble::Damaged, "ZIP");
  archive_entry* entry = nullptr;
  bool is_whole = true;
  int taken = 0;
  for (int n = 0;; ++n) {
    const int status = archive_read_next_header(file.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status < ARCHIVE_WARN) {
      is_whole = false;
      break;
    }
    if (n == entry_limit) {
      out.note(Trouble::TooManyMembers, "more than " + std::to_string(entry_limit) + " files");
      break;
    }
    const char* raw = archive_entry_pathname(entry);
    const std::string name = raw ? decode(raw) : "";
    if (archive_entry_filetype(entry) == AE_IFDIR || is_leftover(name)) continue;
    if (archive_entry_filetype(entry) != AE_IFREG || !intake::wire::is_plain_member_name(name)) {
      out.note(Trouble::RefusedName, name.empty() ? "(no name)" : name);
      continue;
    }
    if (archive_entry_is_data_encrypted(entry)) {
      out.note(Trouble::MemberLocked, name);
      continue;
    }
    ++taken;
    is_whole = send_entry(file.get(), name, out) && is_whole;
  }
  if (!is_whole) out.note(taken > 0 ? Trouble::Repaired : Trouble::Damaged, "ZIP");
  if (is_whole && taken == 0) out.note(Trouble::NoPages, "ZIP");
}

} // namespace openimr::worker
