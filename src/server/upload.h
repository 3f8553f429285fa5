// Uploads on their way in: pieces in the spool until they become papers or a case.
#pragma once

#include "server/call.h"

#include <cstdint>
#include <optional>
#include <string>

namespace openimr::server {

/// An upload lies in the spool under its id; beside it, whose it is and how long it will be.
struct Upload {
  std::string path, owner;
  std::uint64_t length = 0, offset = 0;
};

/// The caller's own upload; empty when there is none of this id.
std::optional<Upload> find_upload(const Call& call, const std::string& id);
/// Takes it out of the spool.
void forget_upload(const std::string& path);

} // namespace openimr::server
