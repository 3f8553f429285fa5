// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text in the encodings that occur (encoding.h) and HTML without its markup.
#include "intake/worker/mime.h"
#include "intake/worker/page_builder.h"
#include "intake/worker/readers/pictures_inside.h"
#include "intake/worker/readers/readers.h"

#include "intake/worker/encoding.h"
#include "intake/worker/text_sheets.h"

#include <algorithm>
#include <array>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return result;
}

/// Tags that end a line, and those that end a paragraph.
bool ends_line(std::string_view tag) {
  static constexpr std::array<std::string_view, 16> tags = {"div",     "tr",     "li",     "ul",    "ol",   "dl",
                                                            "dt",      "dd",     "thead",  "tbody", "form", "fieldset",
                                                            "caption", "header", "footer", "title"};
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}
bool ends_paragraph(std::string_view tag) {
  static constexpr std::array<std::string_view, 14> tags = {
      "p", "br", "hr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "section", "article"};
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

struct Entity {
  std::string_view name;
  const char* text;
};
constexpr Entity entities[] = {{"amp", "&"},
                               {"lt", "<"},
                               {"gt", ">"},
                               {"quot", "\""},
                               {"apos", "'"},
                               {"nbsp", " "},
                               {"ndash", "\xE2\x80\x93"},
                               {"mdash", "\xE2\x80\x94"},
                               {"rsquo", "\xE2\x80\x99"},
                               {"lsquo", "\xE2\x80\x98"},
                               {"rdquo", "\xE2\x80\x9D"},
                               {"ldquo", "\xE2\x80\x9C"},
                               {"deg", "\xC2\xB0"},
                               {"micro", "\xC2\xB5"},
                               {"plusmn", "\xC2\xB1"},
                               {"frac12", "\xC2\xBD"},
                               {"sect", "\xC2\xA7"},
                               {"ge", "\xE2\x89\xA5"},
                               {"le", "\xE2\x89\xA4"},
                               {"bull", "\xE2\x80\xA2"},
                               {"hellip", "..."}};

/// Replaces the reference that begins at text[at] == '&'; moves at behind it.
std::string entity(std::string_view text, std::size_t& at) {
  const std::size_t end = text.find(';', at);
  if (end == std::string_view::npos || end - at > 12) return std::string(1, text[at++]);
  const std::string_view name = text.substr(at + 1, end - at - 1);
  if (name.size() > 1 && name[0] == '#') {
    const bool is_hex = name[1] == 'x' || name[1] == 'X';
    const std::uint32_t code = number_of(name.substr(is_hex ? 2 : 1), is_hex ? 16 : 10);
    at = end + 1;
    return code == 0 ? " " : utf8_of(code);
  }
  for (const Entity& known : entities)
    if (name == known.name) {
      at = end + 1;
      return known.text;
    }
  return std::string(1, text[at++]);
}

/// HTML to text. Not a browser: broken markup gives its words.
class Stripper {
public:
  /// `pictures` takes those in data: addresses; may be null.
  explicit Stripper(std::string_view html, std::vector<std::string>* pictures = nullptr)
      : html_(html), pictures_(pictures) {}

  std::string text() {
    while (at_ < html_.size()) {
      if (html_[at_] == '<')
        tag();
      else if (html_[at_] == '&')
        put(entity(html_, at_));
      else
        put(html_.substr(at_++, 1));
    }
    return std::move(text_);
  }

private:
  void put(std::string_view words) {
    for (char c : words) {
      const bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!is_space)
        text_ += c;
      else if (!text_.empty() && text_.back() != ' ' && text_.back() != '\n')
        text_ += ' ';
    }
  }

  /// Ends the line; a second call leaves an empty line when `may_be_empty`.
  void new_line(bool may_be_empty) {
    while (!text_.empty() && text_.back() == ' ') text_.pop_back();
    if (!text_.empty() && !text_.ends_with(may_be_empty ? "\n\n" : "\n")) text_ += '\n';
  }

  void tag() {
    if (html_.substr(at_).starts_with("<!--")) return skip_past("-->");
    const std::size_t end = html_.find('>', at_);
    // Pictures stand in their tags, as long as they are.
    const bool is_picture = lower(html_.substr(at_, 4)) == "<img";
    if (end == std::string_view::npos || (end - at_ > 65536 && !is_picture)) return put(html_.substr(at_++, 1));
    std::string_view inside = html_.substr(at_ + 1, end - at_ - 1);
    const bool is_closing = inside.starts_with('/');
    if (is_closing) inside.remove_prefix(1);
    const std::string name = lower(inside.substr(0, inside.find_first_of(" \t\r\n/")));
    at_ = end + 1;
    if (!is_closing && (name == "script" || name == "style" || name == "template")) return skip_past("</" + name);
    if (name == "td" || name == "th") {
      if (!is_closing && !text_.empty() && text_.back() != '\n') text_ += "   ";
    } else if (name == "input") {
      const std::string attributes = lower(inside);
      if (attributes.find("checkbox") != std::string::npos || attributes.find("radio") != std::string::npos)
        text_ += attributes.find(" checked") != std::string::npos ? "[X] " : "[ ] ";
      else if (attributes.find("hidden") == std::string::npos && attributes.find("password") == std::string::npos)
        value(inside, "value");
    } else if (name == "option") {
      if (!text_.empty() && text_.back() != ' ' && text_.back() != '\n') text_ += "   ";
      if (!is_closing) text_ += lower(inside).find(" selected") != std::string::npos ? "[X] " : "[ ] ";
    } else if (name == "img") {
      value(inside, "alt");
      picture(inside);
    } else if (ends_line(name) || ends_paragraph(name)) {
      new_line(ends_paragraph(name));
    }
  }

  /// What an attribute says, without its quotes; moves nothing.
  static std::string_view attribute(std::string_view tag, std::string_view name) {
    const std::string low = lower(tag.substr(0, tag.find("base64,")));
    for (std::size_t at = low.find(name); at != std::string::npos; at = low.find(name, at + 1)) {
      const std::size_t is = at + name.size();
      if (at == 0 || (low[at - 1] != ' ' && low[at - 1] != '\n' && low[at - 1] != '\t') || is + 1 >= low.size() ||
          low[is] != '=')
        continue;
      const bool is_quoted = tag[is + 1] == '"' || tag[is + 1] == '\'';
      const std::size_t begin = is + (is_quoted ? 2 : 1);
      const std::size_t end = is_quoted ? tag.find(tag[is + 1], begin) : tag.find_first_of(" />", begin);
      return tag.substr(begin, end == std::string_view::npos ? end : end - begin);
    }
    return {};
  }

  void value(std::string_view tag, std::string_view name) {
    const std::string_view words = attribute(tag, name);
    if (words.empty()) return;
    if (!text_.empty() && text_.back() != ' ' && text_.back() != '\n') text_ += ' ';
    for (std::size_t at = 0; at < words.size();)
      if (words[at] == '&')
        put(entity(words, at));
      else
        put(words.substr(at++, 1));
    text_ += ' ';
  }

  /// A picture that the page carries itself.
  void picture(std::string_view tag) {
    const std::string_view source = attribute(tag, "src");
    const std::size_t data = source.find("base64,");
    if (!pictures_ || data == std::string_view::npos || !source.starts_with("data:")) return;
    pictures_->push_back(from_base64(std::string(source.substr(data + 7))));
  }

  void skip_past(std::string_view mark) {
    for (; at_ < html_.size(); ++at_)
      if (lower(html_.substr(at_, mark.size())) == mark) {
        at_ += mark.size();
        if (!mark.starts_with("</")) return;
        const std::size_t end = html_.find('>', at_);
        at_ = end == std::string_view::npos ? html_.size() : end + 1;
        return;
      }
  }

  std::string_view html_;
  std::vector<std::string>* pictures_;
  std::string text_;
  std::size_t at_ = 0;
};

/// What `<meta charset="…">` or `<meta … content="text/html; charset=…">` in the head names; empty when nothing does.
std::string charset_of_html(std::string_view bytes) {
  const std::string head = lower(bytes.substr(0, 2048));
  for (std::size_t at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 1)) {
    const std::size_t end = std::min(head.find('>', at), head.size()), name = head.find("charset=", at);
    if (name >= end) continue;
    const std::size_t begin = head.find_first_not_of("\"' ", name + 8);
    if (begin >= end) continue;
    return head.substr(begin, std::min(head.find_first_of("\"' ;/>", begin), end) - begin);
  }
  return {};
}

void send_decoded(std::string_view media_type, const DecodedText& decoded, Output& out) {
  out.file(std::string(media_type), 1);
  if (decoded.text.size() > intake::wire::page_text_limit - 8) out.note(Trouble::TooLarge, "a text of more than 8 MB");
  if (!decoded.is_certain) out.note(Trouble::UnsureEncoding, decoded.encoding);
  records::Page page =
      build_page(media_type == "text/plain" ? pieces_of_sheets(decoded.text) : std::vector{TextPiece{decoded.text}});
  page.encoding = decoded.encoding;
  page.is_encoding_sure = decoded.is_certain;
  out.page(page);
}

} // namespace

std::string text_of_html(std::string_view html) { return Stripper(html).text(); }

void send_text_file(std::string_view media_type, std::string_view text, Output& out) {
  send_decoded(media_type, {std::string(text), "", true}, out);
}

void read_html(std::string_view bytes, PageRange, Output& out) {
  DecodedText html = decode_text(bytes, charset_of_html(bytes));
  std::vector<std::string> pictures;
  html.text = Stripper(html.text, &pictures).text();
  send_decoded("text/html", html, out);
  PicturesInside inside;
  for (std::size_t n = 0; n < pictures.size(); ++n)
    inside.add("picture-" + std::to_string(n + 1), std::move(pictures[n]));
  inside.send(out, "HTML");
}

void read_plain_text(std::string_view bytes, PageRange, Output& out) {
  send_decoded("text/plain", decode_text(bytes), out);
}

} // namespace openimr::worker
