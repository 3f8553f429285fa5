// PageCache: what was read from a document, kept under the hash of its bytes, so that nothing is read or recognised
// twice. One file per document, written beside and renamed, with a checksum: a kill at any time and runs side by side
// leave whole entries; an entry that is damaged, foreign or of another version is as good as none.
#pragma once

#include "intake/wire.h"

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

  /// Names the entry of bytes read with a language.
  static std::string key(const std::string& sha256, const std::string& language);

  std::optional<Reading> find(const std::string& key) const;
  /// A cache that cannot be written is no fault: the next run reads again.
  void keep(const std::string& key, const Reading& reading) const;
  /// Removes the oldest entries until the folder holds no more than its limit.
  void trim() const;

private:
  std::string path(const std::string& key) const;
  std::string folder_;
  std::uint64_t limit_;
};

/// The bytes of an entry, and back; empty when they are not exactly what was written for this key.
std::string pack(const std::string& key, const Reading& reading);
std::optional<Reading> unpack(const std::string& key, std::string_view bytes);

} // namespace openimr::intake
