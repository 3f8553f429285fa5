#include "corpus/html.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::corpus {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Bytes of the UTF-8 character at the front, 0 when it is broken or not allowed in XML.
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned first = byte(0);
  if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
  unsigned code = first & (0xFFU >> (size + 1));
  for (std::size_t k = 1; k < size; ++k) {
    if ((byte(k) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(k) & 0x3FU);
  }
  const bool is_short = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  return is_short || is_surrogate || code > 0x10FFFF || code == 0xFFFE || code == 0xFFFF ? 0 : size;
}

} // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = character(text);
    if (size == 0)
      out += replacement;
    else if (text.front() == '&')
      out += "&amp;";
    else if (text.front() == '<')
      out += "&lt;";
    else if (text.front() == '>')
      out += "&gt;";
    else if (text.front() == '"')
      out += "&quot;";
    else if (text.front() == '\'')
      out += "&#39;";
    else
      out += text.substr(0, size);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

std::string url_part(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool stays = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (stays)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string address(std::string_view base, const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string out(base);
  char mark = '?';
  for (const auto& [name, value] : parameters) {
    if (value.empty()) continue;
    out += mark + url_part(name) + "=" + url_part(value);
    mark = '&';
  }
  return out;
}

Html& Html::open(std::string_view tag, const Attributes& attributes) {
  out_ += '<';
  out_ += tag;
  for (const auto& [name, value] : attributes) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"" + escaped(value) + '"';
  }
  out_ += '>';
  return *this;
}

Html& Html::close(std::string_view tag) {
  out_ += "</";
  out_ += tag;
  out_ += ">\n";
  return *this;
}

Html& Html::text(std::string_view words) {
  out_ += escaped(words);
  return *this;
}

Html& Html::element(std::string_view tag, std::string_view words, const Attributes& attributes) {
  return open(tag, attributes).text(words).close(tag);
}

Html& Html::markup(std::string_view ours) {
  out_ += ours;
  return *this;
}

} // namespace openimr::corpus
