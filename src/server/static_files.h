// StaticFiles: the built files of the workbench, read once when the server starts.
#pragma once

#include "server/message.h"

#include <map>
#include <memory>
#include <string>

namespace openimr::server {

class StaticFiles {
public:
  /// Reads the folder; what is not there, or too large (32 MB a file), is left out. Returns how many files there are.
  std::size_t load(const std::string& folder);
  /// The file, or index.html for a page of the workbench that has no file of its own ("/cases/CM14-0000001"). 404 for
  /// what looks like a file.
  Response get(const Request& request) const;
  bool is_empty() const { return files_.empty(); }

private:
  struct File {
    std::shared_ptr<const std::string> bytes, packed; ///< packed: gzip, null when that is no smaller
    std::string type, tag;
  };
  Response send(const File& file, const std::string& path, const Request& request) const;
  std::map<std::string, File> files_; ///< by path, "/assets/index.js"
};

/// "text/html; charset=utf-8" by the ending of a name; "application/octet-stream" for others.
std::string media_type(const std::string& name);

} // namespace openimr::server
