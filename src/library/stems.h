// Words of a text as the index has them: cut by SQLite's Unicode rules, without diacritics, in lower case, reduced to
// their stems (Porter, "An algorithm for suffix stripping", 1980).
#pragma once

#include "base/result.h"
#include "library/library.h"

#include <functional>
#include <string_view>
#include <vector>

namespace openimr::library {

/// Calls act(stem, first byte, byte behind) for each word, in order. Error when SQLite lacks its tokenizers.
Result<Done> each_stem(std::string_view text,
                       const std::function<void(std::string_view stem, std::size_t begin, std::size_t end)>& act);

/// Stems of the words of a query.
std::vector<std::string> stems_of(const std::vector<std::string>& words);

} // namespace openimr::library
