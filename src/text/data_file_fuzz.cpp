// Any bytes as a YAML file: an error with words, or values that can be asked for.
#include "text/data_file.h"

#include <cstddef>
#include <cstdint>

namespace {

void ask(const openimr::text::Value& value, int depth) {
  if (depth > 80) return;
  (void)value.string();
  (void)value.date();
  (void)value.instant();
  (void)value.number();
  (void)value.integer();
  (void)value.boolean();
  (void)value.one_of({"one", "two"});
  if (value.is_list())
    for (const auto& item : value.list()) ask(item, depth + 1);
  if (value.is_map())
    for (const auto& [key, field] : value.fields()) ask(field, depth + 1);
  value.only({"schema", "name"});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto file = openimr::text::DataFile::parse("fuzz.yaml", bytes);
  if (!file) return file.error().message().empty() ? 1 : 0;
  openimr::text::Reader reader(*file);
  ask(reader.root(), 0);
  for (const auto& problem : reader.problems()) (void)problem.message();
  return 0;
}
