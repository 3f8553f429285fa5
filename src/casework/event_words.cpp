// Fields of an event from the words of a command line.
#include "casework/event_json.h"
#include "text/data_file.h"

#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::casework {
namespace {

/// Each returns what was expected, empty when it went well.
std::string set(std::string& field, const std::string& words) {
  field = words;
  return "";
}
std::string set(bool& field, const std::string& words) {
  field = words == "true";
  return field || words == "false" ? "" : "true or false";
}
std::string set(int& field, const std::string& words) {
  const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), field);
  return error == std::errc() && end == words.data() + words.size() ? "" : "a whole number";
}
std::string set(std::optional<Date>& field, const std::string& words) {
  field = Date::parse_iso(words);
  return field ? "" : "a day such as 2015-01-16";
}
std::string set(std::vector<std::string>& field, const std::string& words) {
  field.push_back(words);
  return "";
}
/// The first two fields of an entry, with the last colon between them: a party's name may hold one.
template <class T> std::string set(std::vector<T>& field, const std::string& words) {
  const auto colon = words.rfind(':');
  if (colon == words.npos) return "two parts with a colon between them";
  std::vector<std::string> parts = {words.substr(0, colon), words.substr(colon + 1)};
  T entry;
  std::size_t next = 0;
  std::string wrong;
  T::fields(entry, [&](const char*, auto& member, auto...) {
    if (next < parts.size() && wrong.empty()) wrong = set(member, parts[next++]);
  });
  field.push_back(std::move(entry));
  return wrong;
}

} // namespace

Result<Done> set_field(What& what, const std::string& field, const std::string& words) {
  std::vector<std::string> known;
  bool is_set = false;
  std::string expected;
  std::visit(
      [&](auto& each) {
        std::remove_reference_t<decltype(each)>::fields(each, [&](const char* name, auto& member, auto...) {
          known.emplace_back(name);
          if (field != name) return;
          is_set = true;
          expected = set(member, words);
        });
      },
      what);
  const std::string where = fmt::format("event {}, {}", kind_of(what), field);
  if (!is_set) {
    const std::string near = text::nearest(field, known);
    return Error{ErrorKind::Input, where, "no such field",
                 known.empty() ? "no fields" : fmt::format("one of {}", fmt::join(known, ", ")),
                 near.empty() ? "" : fmt::format("did you mean \"{}\"?", near)};
  }
  if (!expected.empty()) return Error{ErrorKind::Input, where, fmt::format("\"{}\"", words), expected, ""};
  return Done{};
}

} // namespace openimr::casework
