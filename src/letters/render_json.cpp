#include "letters/render_json.h"

#include "letters/clean_text.h"

#include <boost/json.hpp>

namespace openimr::letters {
namespace {

namespace json = boost::json;

json::array runs_json(const Runs& runs) {
  json::array out;
  for (const Run& run : runs) {
    json::object object{{"text", clean(run.text)}};
    if (run.emphasis.bold) object["bold"] = true;
    if (run.emphasis.italic) object["italic"] = true;
    if (!run.sources.empty()) {
      json::array ids;
      for (const std::string& id : run.sources) ids.emplace_back(clean(id));
      object["sources"] = std::move(ids);
    }
    out.push_back(std::move(object));
  }
  return out;
}

json::array strings_json(const std::vector<std::string>& strings) {
  json::array out;
  for (const std::string& text : strings) out.emplace_back(clean(text));
  return out;
}

struct Writer {
  json::object operator()(const Heading& block) const {
    return {{"kind", "heading"}, {"level", block.level}, {"text", clean(block.text)}};
  }
  json::object operator()(const Paragraph& block) const {
    return {{"kind", "paragraph"}, {"runs", runs_json(block.runs)}};
  }
  json::object operator()(const Quote& block) const { return {{"kind", "quote"}, {"runs", runs_json(block.runs)}}; }
  json::object operator()(const Note& block) const { return {{"kind", "note"}, {"runs", runs_json(block.runs)}}; }
  json::object operator()(const List& block) const {
    json::array items;
    for (const Runs& item : block.items) items.push_back(runs_json(item));
    return {{"kind", "list"}, {"numbered", block.is_numbered}, {"items", std::move(items)}};
  }
  json::object operator()(const Table& block) const {
    json::array rows;
    for (const auto& row : block.rows) {
      json::array cells;
      for (const Runs& cell : row) cells.push_back(runs_json(cell));
      rows.push_back(std::move(cells));
    }
    return {{"kind", "table"},
            {"caption", clean(block.caption)},
            {"header", strings_json(block.header)},
            {"rows", std::move(rows)}};
  }
  json::object operator()(const KeyValues& block) const {
    json::array rows;
    for (const auto& [key, value] : block.rows)
      rows.push_back(json::object{{"key", clean(key)}, {"runs", runs_json(value)}});
    return {{"kind", "key_values"}, {"rows", std::move(rows)}};
  }
  json::object operator()(const PageBreak&) const { return {{"kind", "page_break"}}; }
};

} // namespace

std::string render_json(const Letter& letter) {
  json::array blocks;
  for (const Block& block : letter.blocks) blocks.push_back(std::visit(Writer{}, block));
  const json::object root{{"schema", 1},
                          {"title", clean(letter.title)},
                          {"language", clean(letter.language)},
                          {"subject", clean(letter.subject)},
                          {"date", letter.date.iso()},
                          {"letterhead", json::object{{"name", clean(letter.letterhead.name)},
                                                      {"lines", strings_json(letter.letterhead.lines)}}},
                          {"footer", clean(letter.footer)},
                          {"mark", clean(letter.mark)},
                          {"blocks", std::move(blocks)}};
  return json::serialize(root) + "\n";
}

} // namespace openimr::letters
