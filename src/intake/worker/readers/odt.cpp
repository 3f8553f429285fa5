// SPDX-License-Identifier: GPL-3.0-or-later
// ODT: paragraphs and headings a line each, table rows on one line; what was deleted under change tracking stays out.
#include "intake/worker/page_builder.h"
#include "intake/worker/readers/package.h"
#include "intake/worker/readers/readers.h"

#include <algorithm>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;

constexpr int nesting_limit = 200;
const char media_type[] = "application/vnd.oasis.opendocument.text";

bool is_wanted(std::string_view name) {
  return name == "content.xml" || name == "styles.xml" || name == "META-INF/manifest.xml";
}

class Walk {
public:
  std::string text;

  void nodes(const pugi::xml_node& parent, int depth) {
    if (depth > nesting_limit) return;
    for (const pugi::xml_node& node : parent.children()) {
      const std::string_view name = local_name(node);
      if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)
        text += node.value();
      else if (name == "tracked-changes" || name == "automatic-styles" || name == "bookmark" || name == "desc" ||
               name == "annotation-end")
        continue;
      else if (name == "tab")
        text += "   ";
      else if (name == "s")
        text.append(static_cast<std::size_t>(std::clamp(node.attribute("text:c").as_int(1), 1, 100)), ' ');
      else if (name == "line-break")
        text += '\n';
      else if (name == "table-row")
        row(node, depth + 1);
      else {
        nodes(node, depth + 1);
        if (name == "p" || name == "h" || name == "table") text += '\n';
      }
    }
  }

private:
  void row(const pugi::xml_node& row, int depth) {
    std::string line;
    for (const pugi::xml_node& cell : row.children()) {
      Walk inner;
      inner.nodes(cell, depth + 1);
      const std::string words = joined_lines(inner.text);
      if (words.empty()) continue;
      line += (line.empty() ? "" : "   ") + words;
    }
    if (!line.empty()) text += line + "\n";
  }
};

/// First node of that name below, breadth not bounded by names in between.
pugi::xml_node below(const pugi::xml_node& root, std::string_view name) {
  return root.find_node([name](const pugi::xml_node& node) { return local_name(node) == name; });
}

} // namespace

void read_odt(std::string_view bytes, PageRange, Output& out) {
  const Package package = unpack(bytes, is_wanted, "Pictures/");
  const auto content = package.parts.find("content.xml");
  const auto manifest = package.parts.find("META-INF/manifest.xml");
  const bool is_locked =
      manifest != package.parts.end() && manifest->second.find("encryption-data") != std::string::npos;
  if (content == package.parts.end() || is_locked) {
    out.file(media_type, 0);
    return out.note(is_locked ? Trouble::Encrypted : Trouble::Damaged, "ODT");
  }
  bool is_good = package.is_whole;
  std::vector<TextPiece> pieces;
  const auto add = [&pieces](const pugi::xml_node& root, std::optional<records::PartKind> part) {
    Walk walk;
    walk.nodes(root, 0);
    pieces.push_back({std::move(walk.text), part});
  };
  pugi::xml_document styles, xml;
  if (const auto part = package.parts.find("styles.xml"); part != package.parts.end()) {
    styles.load_buffer(part->second.data(), part->second.size(), pugi::parse_default | pugi::parse_ws_pcdata);
    add(below(styles, "header"), records::PartKind::Header);
  }
  if (!xml.load_buffer(content->second.data(), content->second.size(), pugi::parse_default | pugi::parse_ws_pcdata))
    is_good = false;
  add(below(xml, "body"), std::nullopt);
  add(below(styles, "footer"), records::PartKind::Footer);
  out.file(media_type, 1);
  if (package.is_too_large) out.note(Trouble::TooLarge, "a part of more than 64 MB");
  if (!is_good) out.note(Trouble::Repaired, "ODT");
  records::Page page = build_page(pieces);
  page.is_unread = page.text.empty() && (!package.pictures.empty() || !is_good || package.is_too_large);
  if (page.is_unread) page.confidence = 0;
  out.page(page);
  package.pictures.send(out, "ODT");
}

} // namespace openimr::worker
