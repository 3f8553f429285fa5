#include "desk/papers_in_use.h"

#include <algorithm>
#include <string_view>

namespace openimr::desk {
namespace {

constexpr std::size_t name_length = 64; // hexadecimal digits, vault/vault.h

/// Every "vault: NAME" of a record, quoted or not.
void take_names(std::string_view body, std::set<std::string>& names) {
  constexpr std::string_view key = "vault: ";
  for (auto at = body.find(key); at != body.npos; at = body.find(key, at)) {
    at += key.size();
    if (at < body.size() && body[at] == '"') ++at;
    const std::string_view name = body.substr(at, name_length);
    const bool is_name = name.size() == name_length && name.find_first_not_of("0123456789abcdef") == name.npos;
    if (is_name) names.emplace(name);
  }
}

} // namespace

Result<std::set<std::string>> papers_in_use(store::Store& store) {
  std::set<std::string> names;
  for (const char* kind : {"paper", "upload"})
    for (std::string after;;) {
      auto rows = store.records(kind, after, 1000);
      if (!rows) return rows.error();
      for (const auto& row : *rows) take_names(row.body, names);
      if (rows->size() < 1000) break;
      after = rows->back().id;
    }
  return names;
}

} // namespace openimr::desk
