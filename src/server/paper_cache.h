// PaperCache: papers that were decrypted a moment ago. A viewer asks for a paper in many ranges; without it each would
// be decrypted whole. Whether somebody may look is asked for each range all the same.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace openimr::server {

class PaperCache {
public:
  static constexpr std::size_t most_of_one = std::size_t{32} << 20, most_of_all = std::size_t{128} << 20; ///< bytes

  /// Null when it is not there. key: case, file and hash.
  std::shared_ptr<const std::string> find(const std::string& key);
  /// Papers that are larger than most_of_one are not kept.
  void keep(const std::string& key, std::shared_ptr<const std::string> bytes);

private:
  std::mutex mutex_;
  std::size_t size_ = 0;
  std::list<std::pair<std::string, std::shared_ptr<const std::string>>> kept_; ///< last used first
};

} // namespace openimr::server
