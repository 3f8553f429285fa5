// SPDX-License-Identifier: GPL-3.0-or-later
// Word-processor files that are ZIP packages of XML parts (DOCX, ODT): the parts that a reader wants, unpacked within
// bounds.
#pragma once

#include "intake/worker/readers/pictures_inside.h"

#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace openimr::worker {

struct Package {
  std::map<std::string, std::string> parts; ///< bytes by name
  PicturesInside pictures;
  bool is_whole = true, is_too_large = false;
};

/// Unpacks the parts whose names are wanted and the pictures below a folder.
Package unpack(std::string_view bytes, bool (*is_wanted)(std::string_view name), std::string_view picture_folder);

/// Name of a node without its prefix: "w:tbl" is "tbl".
std::string_view local_name(const pugi::xml_node& node);

/// Lines of a table's cell joined into one.
std::string joined_lines(std::string_view text);

} // namespace openimr::worker
