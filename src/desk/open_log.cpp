#include "desk/open_log.h"

namespace openimr::desk {

Result<std::unique_ptr<ledger::LogKeeper>> open_log(const std::string& store) {
  constexpr std::string_view folder = "folder:";
  const bool is_marked = store.starts_with(folder);
  const auto colon = store.find(':');
  const auto slash = store.find('/');
  if (store.empty() || (!is_marked && colon != store.npos && (slash == store.npos || colon < slash)))
    return Error{ErrorKind::Input, "--store", store.empty() ? "nothing" : store, "folder:DIR with an audit log",
                 "export the log first, or name its folder"};
  return std::unique_ptr<ledger::LogKeeper>(
      std::make_unique<ledger::LogFolder>(is_marked ? store.substr(folder.size()) : store));
}

} // namespace openimr::desk
