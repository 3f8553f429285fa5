// Any text as a page, a direction and a phrase in a sentence: nothing crashes, every quote stands at its place.
#include "clinical/context.h"
#include "clinical/direction.h"
#include "clinical/extract.h"
#include "clinical/requested_item.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

const openimr::clinical::Vocabulary& vocabulary() {
  static const auto loaded = [] {
    const char* packs = std::getenv("OPENIMR_PACKS");
    auto read = openimr::clinical::Vocabulary::load(packs ? packs : "packs");
    if (!read) {
      std::fprintf(stderr, "%s\n", read.error().message().c_str());
      std::exit(2);
    }
    return *read;
  }();
  return loaded;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace openimr;
  if (size > 4096) return 0;
  const std::string text(reinterpret_cast<const char*>(data), size);
  (void)clinical::context_line(vocabulary(), text);
  const clinical::Direction direction = clinical::parse_direction(vocabulary(), text, Date::from(2014, 3, 1));
  for (const auto& value : {direction.max_per_day, direction.days_supply, direction.mme_per_day})
    if (value && (!std::isfinite(*value) || *value < 0)) std::abort();
  (void)clinical::parse_item(vocabulary(), text);
  records::Document document;
  document.id = "d1";
  document.pages.emplace_back();
  document.pages.back().text = text;
  for (const records::Fact& fact : clinical::extract_facts(vocabulary(), std::vector{document}).facts)
    for (const records::Evidence& evidence : fact.evidence)
      if (evidence.span.end > size || evidence.quote != evidence.span.of(document.pages.back().text)) std::abort();
  return 0;
}
