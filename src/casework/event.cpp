#include "casework/event.h"

#include <array>
#include <utility>

namespace openimr::casework {
namespace {

template <std::size_t... I> constexpr auto kinds_of(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{std::variant_alternative_t<I, What>::kind...};
}
constexpr auto kinds = kinds_of(std::make_index_sequence<std::variant_size_v<What>>{});

template <std::size_t... I> What made(std::size_t index, std::index_sequence<I...>) {
  What what;
  ((index == I ? void(what.emplace<I>()) : void()), ...);
  return what;
}

} // namespace

std::string_view kind_of(const What& what) { return kinds[what.index()]; }

const std::vector<std::string>& event_kinds() {
  static const std::vector<std::string> all(kinds.begin(), kinds.end());
  return all;
}

std::optional<What> what_of_kind(std::string_view kind) {
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i] == kind) return made(i, std::make_index_sequence<std::variant_size_v<What>>{});
  return std::nullopt;
}

} // namespace openimr::casework
