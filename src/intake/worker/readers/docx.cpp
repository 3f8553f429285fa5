// SPDX-License-Identifier: GPL-3.0-or-later
// DOCX: paragraphs a line each, table rows on one line, headers before and footers after the text. Pictures inside
// become files of their own; comments stand behind the text.
#include "intake/worker/page_builder.h"
#include "intake/worker/readers/package.h"
#include "intake/worker/readers/readers.h"

#include <algorithm>
#include <pugixml.hpp>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;

constexpr int nesting_limit = 200;
const char media_type[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

bool is_wanted(std::string_view name) {
  if (!name.starts_with("word/") || !name.ends_with(".xml")) return false;
  for (std::string_view start :
       {"word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments.xml"})
    if (name.starts_with(start)) return true;
  return false;
}

/// Gathers the words of one part.
class Walk {
public:
  std::string text;

  void blocks(const pugi::xml_node& parent, int depth) {
    if (depth > nesting_limit) return;
    for (const pugi::xml_node& node : parent.children()) {
      const std::string_view name = local_name(node);
      if (name == "p") {
        paragraph(node, depth + 1);
        text += '\n';
      } else if (name == "tbl") {
        for (const pugi::xml_node& row : node.children())
          if (local_name(row) == "tr") table_row(row, depth + 1);
        text += '\n';
      } else if (is_skipped(name)) {
        continue;
      } else {
        blocks(node, depth + 1);
      }
    }
  }

private:
  /// The older twin of a drawing, deleted text, field codes.
  static bool is_skipped(std::string_view name) {
    return name == "Fallback" || name == "del" || name == "moveFrom" || name == "instrText" || name == "pPr" ||
           name == "rPr";
  }

  void paragraph(const pugi::xml_node& parent, int depth) {
    if (depth > nesting_limit) return;
    for (const pugi::xml_node& node : parent.children()) {
      const std::string_view name = local_name(node);
      if (name == "t")
        text += node.text().get();
      else if (name == "tab" || name == "ptab")
        text += "   ";
      else if (name == "br" || name == "cr")
        text += '\n';
      else if (name == "noBreakHyphen")
        text += '-';
      else if (name == "sym")
        text += symbol(node);
      else if (name == "checkBox" || name == "checkbox")
        text += check_box(node);
      else if (name == "txbxContent") {
        text += '\n';
        blocks(node, depth + 1);
      } else if (!is_skipped(name) && name != "sdtPr")
        paragraph(node, depth + 1);
      else if (name == "sdtPr")
        check_box_of_control(node);
    }
  }

  static const char* symbol(const pugi::xml_node& node) {
    const std::string_view code = node.attribute("w:char").value();
    if (code == "F0FE" || code == "F052" || code == "F0FD" || code == "F078") return "[X]"; // Wingdings ticked boxes
    if (code == "F0A8" || code == "F06F" || code == "F071") return "[ ]";
    return " ";
  }

  static const char* check_box(const pugi::xml_node& node) {
    for (const pugi::xml_node& child : node.children())
      if (local_name(child) == "checked" && std::string_view(child.attribute("w:val").as_string("1")) != "0")
        return "[X]";
    return "[ ]";
  }

  void check_box_of_control(const pugi::xml_node&) {} // its content holds the sign itself

  /// Cells of a row side by side; lines inside a cell are joined.
  void table_row(const pugi::xml_node& row, int depth) {
    std::string line;
    for (const pugi::xml_node& cell : row.children()) {
      const std::string_view name = local_name(cell);
      if (name != "tc" && name != "sdt") continue;
      Walk inner;
      inner.blocks(cell, depth + 1);
      const std::string words = joined_lines(inner.text);
      if (words.empty()) continue;
      if (!line.empty()) line += "   ";
      line += words;
    }
    if (!line.empty()) text += line + "\n";
  }
};

std::string words_of(const std::string& part, bool& is_good) {
  pugi::xml_document xml;
  if (!xml.load_buffer(part.data(), part.size(), pugi::parse_default | pugi::parse_ws_pcdata)) is_good = false;
  Walk walk;
  walk.blocks(xml, 0);
  return walk.text;
}

} // namespace

void read_docx(std::string_view bytes, PageRange, Output& out) {
  const Package package = unpack(bytes, is_wanted, "word/media/");
  if (!package.parts.contains("word/document.xml")) {
    out.file(media_type, 0);
    out.note(Trouble::Damaged, "DOCX");
    return;
  }
  out.file(media_type, 1);
  bool is_good = package.is_whole;
  std::vector<TextPiece> pieces;
  const auto add = [&](std::string_view start, std::optional<records::PartKind> part) {
    for (const auto& [name, bytes_of_part] : package.parts) {
      if (!name.starts_with(start)) continue;
      TextPiece piece{words_of(bytes_of_part, is_good), part};
      if (name == "word/comments.xml") piece.text = "\nComments on the text:\n" + piece.text;
      // First, left and right pages have headers of their own that mostly say the same.
      piece.is_repeated = part && std::any_of(pieces.begin(), pieces.end(), [&](const TextPiece& other) {
                            return other.part == part && other.text == piece.text;
                          });
      pieces.push_back(std::move(piece));
    }
  };
  add("word/header", records::PartKind::Header);
  for (const char* start : {"word/document", "word/footnotes", "word/endnotes", "word/comments.xml"})
    add(start, std::nullopt);
  add("word/footer", records::PartKind::Footer);
  records::Page page = build_page(pieces);
  if (package.is_too_large) out.note(Trouble::TooLarge, "a part of more than 64 MB");
  if (!is_good) out.note(Trouble::Repaired, "DOCX");
  page.is_unread = page.text.empty() && (!package.pictures.empty() || !is_good || package.is_too_large);
  if (page.is_unread) page.confidence = 0;
  out.page(page);
  package.pictures.send(out, "DOCX");
}

} // namespace openimr::worker
