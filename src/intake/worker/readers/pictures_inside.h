// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures inside word-processor files. Those that may hold text become files of their own and are read like any page
// image; those in a format that is not read are counted and told.
#pragma once

#include "intake/worker/output.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace openimr::worker {

class PicturesInside {
public:
  /// Takes a picture in. A small one is a logo and is left out.
  void add(std::string_view name, std::string bytes);
  /// A picture whose bytes cannot be had.
  void add_unread() { ++unread_; }

  bool empty() const { return pictures_.empty() && unread_ == 0; }
  /// Hands the pictures out, after the page, and tells of those that are not read. `format` is the file's.
  void send(Output& out, std::string_view format) const;

private:
  std::vector<std::pair<std::string, std::string>> pictures_;
  std::size_t bytes_ = 0;
  int unread_ = 0;
};

} // namespace openimr::worker
