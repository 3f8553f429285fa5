// SPDX-License-Identifier: GPL-3.0-or-later
// JSON lines: one object a line, each with a "text": reports of their own, a page each. A line that holds none is an
// unread page.
#include "intake/worker/page_builder.h"
#include "intake/worker/readers/readers.h"

#include <algorithm>
#include <boost/json.hpp>

namespace openimr::worker {
namespace {

namespace json = boost::json;

constexpr std::size_t nesting_limit = 32;

std::vector<std::string_view> lines_of(std::string_view bytes) {
  std::vector<std::string_view> lines;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) lines.push_back(line);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return lines;
}

/// A page with the text of the line, or an unread one.
records::Page page_of(std::string_view line) {
  json::parse_options options;
  options.max_depth = nesting_limit;
  boost::system::error_code failed;
  const json::value value = json::parse(line, failed, {}, options);
  const json::object* object = failed ? nullptr : value.if_object();
  const json::value* text = object ? object->if_contains("text") : nullptr;
  if (text && text->is_string()) return build_page(std::string_view(text->get_string()));
  records::Page page;
  page.is_unread = true;
  page.confidence = 0;
  return page;
}

} // namespace

void read_json_lines(std::string_view bytes, PageRange pages, Output& out) {
  std::vector<std::string_view> lines = lines_of(bytes);
  if (lines.size() > intake::wire::page_limit) {
    out.note(intake::wire::Trouble::TooManyPages, std::to_string(lines.size()));
    lines.resize(intake::wire::page_limit);
  }
  out.file("application/x-ndjson", static_cast<std::uint32_t>(lines.size()));
  const std::size_t end = std::min(lines.size(), static_cast<std::size_t>(std::max(pages.last, 0)));
  for (std::size_t at = static_cast<std::size_t>(pages.first) - 1; at < end; ++at) {
    records::Page page = page_of(lines[at]);
    page.number = static_cast<int>(at) + 1;
    if (page.is_unread) out.note(intake::wire::Trouble::PageDamaged, "", page.number);
    out.page(page);
  }
}

} // namespace openimr::worker
