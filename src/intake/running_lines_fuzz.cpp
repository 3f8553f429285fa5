// Any pages, as the worker sends them: fax lines and running lines are marked within the text, in order, and the
// running text keeps its length.
#include "intake/running_lines.h"

#include "intake/wire.h"
#include "records/page_text.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace openimr;
  // Lines of text; the first byte of each is its height on the page, and zero begins another page.
  std::vector<records::Page> pages(1);
  for (std::size_t at = 0; at < size; ++at) {
    if (data[at] == 0 && pages.size() < 20) pages.emplace_back();
    records::Page& page = pages.back();
    page.width = 612;
    page.height = 792;
    const float height = static_cast<float>(data[at]) * 3.1F;
    const std::size_t begin = ++at;
    while (at < size && data[at] != '\n') ++at;
    const std::string_view line(reinterpret_cast<const char*>(data + begin), at - begin);
    if (line.empty() || !intake::wire::is_clean_utf8(line)) continue;
    const auto start = static_cast<std::uint32_t>(page.text.size());
    page.text += std::string(line) + "\n";
    page.words.push_back({{start, start + static_cast<std::uint32_t>(line.size())}, {50, height, 90, height + 10}, 90});
    page.source = height > 700 ? records::TextSource::Ocr : records::TextSource::Layer;
  }
  intake::mark_fax_lines(pages);
  intake::mark_running_lines(pages);
  for (const records::Page& page : pages) {
    std::uint32_t before = 0;
    for (const records::Part& part : page.parts) {
      if (part.span.begin < before || part.span.begin >= part.span.end || part.span.end > page.text.size())
        std::abort();
      before = part.span.end;
    }
    if (records::running_text(page).size() != page.text.size()) std::abort();
  }
  return 0;
}
