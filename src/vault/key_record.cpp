#include "vault/key_record.h"

#include <charconv>
#include <fmt/format.h>

namespace openimr::vault {
namespace {

constexpr std::string_view head = "openimr vault key 1\n";

std::string about_of(const KeyRecord& record) {
  std::string text = fmt::format("{}name {}\nsize {}\nsealed {}\nmaster {}\n", head, record.name, record.size,
                                 record.sealed, record.master);
  if (record.retain_until) text += "retain_until " + record.retain_until->iso() + "\n";
  for (const auto& [id, reason] : record.holds) text += fmt::format("hold {} {}\n", id, reason);
  return text;
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Takes a line in; false when its first word is unknown. What it says is believed only after the key has opened.
bool take_line(KeyRecord& record, std::string_view word, std::string_view rest) {
  if (word == "name")
    record.name = rest;
  else if (word == "size")
    record.size = number_of(rest);
  else if (word == "sealed")
    record.sealed = number_of(rest);
  else if (word == "master")
    record.master = rest;
  else if (word == "retain_until")
    record.retain_until = Date::parse_iso(rest);
  else if (word == "hold")
    record.holds.emplace(rest.substr(0, rest.find(' ')), rest.substr(std::min(rest.size(), rest.find(' ') + 1)));
  else
    return false;
  return true;
}

} // namespace

std::string write_record(KeyRecord& record, const Secret& key, const KeyRing& ring, const Chance& chance) {
  record.master = ring.current();
  const std::string about = about_of(record);
  return fmt::format("{}wrapped {}\n", about, ring.wrap(key, about, chance));
}

Result<OpenedRecord> open_record(const std::string& where, const std::string& name, std::string_view text,
                                 const KeyRing& ring) {
  const Error fault{ErrorKind::Storage, where, "a key record that was changed or belongs to another object",
                    "the record as it was written", "bring it back from a backup"};
  constexpr std::string_view last = "\nwrapped ";
  const auto at = text.rfind(last);
  if (text.substr(0, head.size()) != head || at == text.npos || !text.ends_with('\n')) return fault;
  OpenedRecord opened;
  const std::string_view about = text.substr(0, at + 1);
  for (std::string_view lines = about.substr(head.size()); !lines.empty();) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(line.size() + 1);
    const auto space = line.find(' ');
    if (space == line.npos || !take_line(opened.record, line.substr(0, space), line.substr(space + 1))) return fault;
  }
  if (opened.record.name != name || about_of(opened.record) != about) return fault;
  const std::string_view wrapped = text.substr(at + last.size(), text.size() - at - last.size() - 1);
  auto key = ring.unwrap(where, opened.record.master, wrapped, about);
  if (!key) return key.error();
  opened.key = *key;
  return opened;
}

} // namespace openimr::vault
