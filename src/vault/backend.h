// Backend: where a vault's sealed bytes are kept. It sees ciphertext and key records only, and takes no part in trust:
// whatever a backend gives back is checked.
#pragma once

#include "vault/sealed_stream.h"

#include <memory>
#include <string>
#include <vector>

namespace openimr::vault {

class Backend {
public:
  virtual ~Backend() = default;
  /// A folder on this machine for files on their way in; on a folder backend, on the same disk.
  virtual std::string spool() const = 0;
  /// Takes a file of the spool in under the path (`objects/ab/…`); durable when it returns. The file is gone after.
  virtual Result<Done> take(const std::string& path, const std::string& spooled) = 0;
  /// Writes small bytes under the path, over what was there; whole or not at all, durable when it returns.
  virtual Result<Done> write(const std::string& path, std::string_view bytes) = 0;
  /// Gives the bytes in pieces; Error (NotFound) when there is nothing under the path.
  virtual Result<Done> read(const std::string& path, const Sink& sink) const = 0;
  virtual Result<bool> has(const std::string& path) const = 0;
  /// Nothing to remove is no error.
  virtual Result<Done> remove(const std::string& path) = 0;
  /// All paths below the folder (`keys/`), sorted.
  virtual Result<std::vector<std::string>> list(const std::string& folder) const = 0;
};

/// A folder of this machine; made when it is missing.
std::unique_ptr<Backend> folder_backend(const std::string& folder);

} // namespace openimr::vault
