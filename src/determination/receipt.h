// Receipt: what a determination was made from, so that anybody can make it again byte for byte.
#pragma once

#include "base/date.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::determination {

struct PackUsed {
  std::string id, edition, sha256;
};

struct Receipt {
  std::string engine;                        ///< program and version
  std::vector<PackUsed> packs;               ///< in a fixed order
  std::map<std::string, std::string> inputs; ///< file -> sha256
  Date as_of;
  std::string reading;                        ///< of functional improvement, where it was chosen: strict | loose
  std::map<std::string, std::string> earlier; ///< earlier letter -> sha256, where the boilerplate index was asked for
  std::string opinion_sha256;                 ///< content hash the reviewer signed; empty without one
  std::vector<std::string> opinions_sha256;   ///< of every seat of a panel, the first included
};

} // namespace openimr::determination
