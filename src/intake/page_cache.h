// PageCache: what was read, so that nothing is read or recognised twice. Two kinds of entries: a whole file under the
// hash of its bytes, and one page picture under the hash of its pixels. The second is written as soon as a page was
// recognised, so a run that was ended in the middle goes on with the pages that are missing, and a page that comes
// again in another file is not recognised again. One file per entry, written beside and renamed, with a checksum: a
// kill at any time and runs side by side leave whole entries; an entry that is damaged, foreign or of another version
// is as good as none. Bound: every run looks after the folder whenever it has written an eighth of the limit, and at
// its end; so N runs side by side never fill it beyond limit * (1 + N / 8), and after the last of them it holds no more
// than the limit.
#pragma once

#include "intake/wire.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace openimr::intake {

/// Everything that reading one file gave.
struct Reading {
  std::string media_type;
  std::vector<wire::NoteFrame> notes;
  std::vector<records::Page> pages;
};

class PageCache {
public:
  /// An empty folder name means no cache. The folder is made when missing, readable by its owner only.
  PageCache(std::string folder, std::uint64_t limit_bytes) : folder_(std::move(folder)), limit_(limit_bytes) {}

  /// Names the entry of a file read with these languages.
  static std::string key_of_file(const std::string& sha256, const std::string& language);
  /// Names the entry of a page picture (or of strips of it) recognised in these languages.
  static std::string key_of_picture(const std::string& picture, const std::string& language);

  /// An entry that was asked for counts as new again.
  std::optional<Reading> find(const std::string& key) const;
  /// A cache that cannot be written is no fault: the next run reads again.
  void keep(const std::string& key, const Reading& reading) const;
  /// Removes the oldest entries until the folder holds no more than its limit, and what ended runs left half written.
  void trim() const;

private:
  std::string path(const std::string& key) const;
  std::string folder_;
  std::uint64_t limit_;
  mutable std::atomic<std::uint64_t> written_ = 0; ///< bytes since the folder was last looked after
};

/// The bytes of an entry, and back; empty when they are not exactly what was written for this key.
std::string pack(const std::string& key, const Reading& reading);
std::optional<Reading> unpack(const std::string& key, std::string_view bytes);

} // namespace openimr::intake
