#include "letters/render_html.h"

#include "letters/clean_text.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::letters {
namespace {

constexpr std::string_view style = R"(
body { font: 1.05rem/1.55 "Liberation Serif", "Times New Roman", serif; color: #111; background: #fff; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
header { text-align: center; border-bottom: 2px solid #222; margin-bottom: 1.5rem; padding-bottom: .6rem; font-family: "Liberation Sans", Arial, sans-serif; }
header .sender { font-weight: bold; font-size: 1.2rem; margin: 0; }
header p { margin: 0; }
h1, h2, h3 { font-family: "Liberation Sans", Arial, sans-serif; line-height: 1.3; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.12rem; border-bottom: 1px solid #767676; padding-bottom: .15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin-top: 1.6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; } dt { font-weight: bold; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; } caption { text-align: left; font-weight: bold; padding: .3rem 0; }
th, td { border-bottom: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; } th { background: #eee; overflow-wrap: normal; }
.note { border: 1.5px solid #222; padding: 0 1rem; margin: 1rem 0; }
.page-break { margin-top: 3rem; border-top: 1px dashed #767676; }
@media (max-width: 32rem) { dl { display: block; } dd { margin-bottom: .4rem; } body { margin: 1rem auto; } }
footer { border-top: 1px solid #767676; margin-top: 2rem; padding-top: .4rem; font-size: .85rem; font-family: "Liberation Sans", Arial, sans-serif; }
@media print { body { max-width: none; margin: 0; } .page-break { break-before: page; border: 0; margin: 0; } h1, h2, h3 { break-after: avoid; } thead { display: table-header-group; } }
)";

std::string escape(std::string_view text) {
  std::string out;
  for (char c : clean(text)) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

std::string run_html(const Run& run) {
  std::string text = escape(run.text);
  if (run.emphasis.italic) text = fmt::format("<em>{}</em>", text);
  if (run.emphasis.bold) text = fmt::format("<strong>{}</strong>", text);
  if (run.sources.empty()) return text;
  std::string ids;
  for (const std::string& id : run.sources) {
    if (!ids.empty()) ids += ' ';
    ids += escape(id);
  }
  return fmt::format("<span data-sources=\"{}\">{}</span>", ids, text);
}

std::string runs_html(const Runs& runs) {
  std::string out;
  for (const Run& run : runs) out += run_html(run);
  return out;
}

/// Writes one block after the other.
struct Writer {
  std::string& out;

  void operator()(const Heading& block) const {
    out += fmt::format("<h{0}>{1}</h{0}>\n", std::clamp(block.level, 1, 3), escape(block.text));
  }
  void operator()(const Paragraph& block) const { out += "<p>" + runs_html(block.runs) + "</p>\n"; }
  void operator()(const Quote& block) const {
    out += "<blockquote><p>" + runs_html(block.runs) + "</p></blockquote>\n";
  }
  void operator()(const Note& block) const {
    out += "<div class=\"note\" role=\"note\"><p>" + runs_html(block.runs) + "</p></div>\n";
  }
  void operator()(const List& block) const {
    const char* tag = block.is_numbered ? "ol" : "ul";
    out += fmt::format("<{}>\n", tag);
    for (const Runs& item : block.items) out += "<li>" + runs_html(item) + "</li>\n";
    out += fmt::format("</{}>\n", tag);
  }
  void operator()(const Table& block) const {
    out += "<table>\n";
    if (!block.caption.empty()) out += "<caption>" + escape(block.caption) + "</caption>\n";
    out += "<thead><tr>";
    for (const std::string& cell : block.header) out += "<th scope=\"col\">" + escape(cell) + "</th>";
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : block.rows) {
      out += "<tr>";
      for (std::size_t i = 0; i < std::max(row.size(), block.header.size()); ++i)
        out += "<td>" + (i < row.size() ? runs_html(row[i]) : "") + "</td>";
      out += "</tr>\n";
    }
    out += "</tbody>\n</table>\n";
  }
  void operator()(const KeyValues& block) const {
    if (block.rows.empty()) return;
    out += "<dl>\n";
    for (const auto& [key, value] : block.rows)
      out += "<dt>" + escape(key) + "</dt><dd>" + runs_html(value) + "</dd>\n";
    out += "</dl>\n";
  }
  void operator()(const PageBreak&) const { out += "<div class=\"page-break\"></div>\n"; }
};

} // namespace

std::string render_html(const Letter& letter) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n",
      escape(letter.language), escape(letter.title));
  if (!letter.subject.empty())
    out += fmt::format("<meta name=\"description\" content=\"{}\">\n", escape(letter.subject));
  out += fmt::format("<style>{}</style>\n</head>\n<body>\n", style);
  if (!letter.letterhead.name.empty()) {
    out += fmt::format("<header>\n<p class=\"sender\">{}</p>\n", escape(letter.letterhead.name));
    for (const std::string& line : letter.letterhead.lines) out += "<p>" + escape(line) + "</p>\n";
    out += "</header>\n";
  }
  out += "<main>\n";
  for (const Block& block : letter.blocks) std::visit(Writer{out}, block);
  out += "</main>\n";
  if (!letter.footer.empty() || !letter.mark.empty()) {
    const bool both = !letter.footer.empty() && !letter.mark.empty();
    out += fmt::format("<footer>\n<p>{}{}{}</p>\n</footer>\n", escape(letter.footer), both ? " &middot; " : "",
                       escape(letter.mark));
  }
  return out + "</body>\n</html>\n";
}

} // namespace openimr::letters
