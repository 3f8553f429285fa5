#include "store/store_url.h"

namespace openimr::store {

std::string without_password(const std::string& url) {
  const auto scheme = url.find("://");
  const auto at = scheme == url.npos ? url.npos : url.find('@', scheme + 3);
  if (at == url.npos) return url;
  const auto colon = url.find(':', scheme + 3);
  if (colon == url.npos || colon > at) return url;
  return url.substr(0, colon) + url.substr(at);
}

} // namespace openimr::store
