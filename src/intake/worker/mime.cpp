// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/mime.h"

#include "intake/worker/encoding.h"

#include <algorithm>
#include <map>

namespace openimr::worker {
namespace {

constexpr std::size_t field_limit = 1000, value_limit = 100000, parts_limit = 2000;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return result;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The byte of two hexadecimal digits at `at`, -1 when there are none.
int hex_byte(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return -1;
  const int high = hex_digit(text[at]), low = hex_digit(text[at + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string to_utf8(const std::string& bytes, const std::string& charset) { return decode_text(bytes, charset).text; }

/// "text/plain; charset=utf-8; name*0=…": the value and its parameters by lower-case name.
struct Parameters {
  std::string value;
  std::map<std::string, std::string> by_name;
};

Parameters parameters_of(std::string_view field) {
  Parameters result;
  std::size_t at = std::min(field.find(';'), field.size());
  result.value = lower(trimmed(field.substr(0, at)));
  while (at < field.size()) {
    ++at;
    const std::size_t sign = field.find_first_of("=;", at);
    if (sign == std::string_view::npos) break;
    const std::string name = lower(trimmed(field.substr(at, sign - at)));
    at = sign;
    if (field[sign] == ';') continue;
    ++at;
    while (at < field.size() && (field[at] == ' ' || field[at] == '\t')) ++at;
    std::string value;
    if (at < field.size() && field[at] == '"') {
      for (++at; at < field.size() && field[at] != '"'; ++at) {
        if (field[at] == '\\' && at + 1 < field.size()) ++at;
        value += field[at];
      }
      at = std::min(field.find(';', at), field.size());
    } else {
      const std::size_t end = std::min(field.find(';', at), field.size());
      value = trimmed(field.substr(at, end - at));
      at = end;
    }
    result.by_name.emplace(name, value);
  }
  return result;
}

/// RFC 2231: "UTF-8''Jos%C3%A9.pdf".
std::string from_extended(std::string_view text) {
  const std::size_t charset = text.find('\''), language = charset == std::string_view::npos
                                                              ? std::string_view::npos
                                                              : text.find('\'', charset + 1);
  if (language != std::string_view::npos) text.remove_prefix(language + 1);
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int byte = text[at] == '%' ? hex_byte(text, at + 1) : -1;
    bytes += byte < 0 ? text[at] : static_cast<char>(byte);
    if (byte >= 0) at += 2;
  }
  return decode(bytes);
}

std::string name_in(const Parameters& parameters, const std::string& name) {
  const auto& known = parameters.by_name;
  if (const auto extended = known.find(name + "*"); extended != known.end()) return from_extended(extended->second);
  if (const auto plain = known.find(name); plain != known.end()) return decoded_words(plain->second);
  std::string pieces;
  bool is_extended = false;
  for (int n = 0; n < 50; ++n) {
    const std::string key = name + "*" + std::to_string(n);
    if (const auto piece = known.find(key); piece != known.end())
      pieces += piece->second;
    else if (const auto coded = known.find(key + "*"); coded != known.end()) {
      pieces += coded->second;
      is_extended = true;
    } else
      break;
  }
  return is_extended ? from_extended(pieces) : pieces;
}

/// The line that begins at `at`, without its end; moves behind it.
std::string_view next_line(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  std::string_view line = text.substr(at, end - at);
  at = std::min(text.size(), end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

} // namespace

std::string from_base64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    const int value = c >= 'A' && c <= 'Z'   ? c - 'A'
                      : c >= 'a' && c <= 'z' ? c - 'a' + 26
                      : c >= '0' && c <= '9' ? c - '0' + 52
                      : c == '+' || c == '-' ? 62
                      : c == '/' || c == '_' ? 63
                                             : -1;
    if (c == '=') break;
    if (value < 0) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) bytes += static_cast<char>(bits >> (count -= 8) & 0xff);
  }
  return bytes;
}

std::string from_quoted_printable(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=') {
      bytes += text[at];
      continue;
    }
    const int byte = hex_byte(text, at + 1);
    const std::size_t end = text.find_first_not_of(" \t\r", at + 1);
    if (byte >= 0) {
      bytes += static_cast<char>(byte);
      at += 2;
    } else if (end == std::string_view::npos || text[end] == '\n')
      at = std::min(end, text.size()); // a soft line break
    else
      bytes += '=';
  }
  return bytes;
}

std::string decoded_words(std::string_view field) {
  std::string result;
  bool was_word = false;
  for (std::size_t at = 0; at < field.size();) {
    const std::size_t start = std::min(field.find("=?", at), field.size());
    const std::string_view between = field.substr(at, start - at);
    // "=?charset?B?…?="
    const std::size_t charset = field.find('?', start + 2);
    const std::size_t text = charset == std::string_view::npos ? charset : charset + 3;
    const std::size_t end = text == std::string_view::npos ? text : field.find("?=", text);
    const bool is_word = end != std::string_view::npos && field[charset + 2] == '?' && end - start < 1000 &&
                         field.substr(start, end - start).find(' ') == std::string_view::npos;
    const bool is_gap = was_word && is_word && trimmed(between).empty();
    if (!is_gap)
      result += is_word || start == field.size() ? decode(between) : decode(field.substr(at, start + 2 - at));
    if (!is_word) {
      at = std::min(field.size(), start + 2);
      was_word = false;
      continue;
    }
    std::string coded(field.substr(text, end - text));
    const char how = field[charset + 1];
    if (how == 'Q' || how == 'q') std::replace(coded.begin(), coded.end(), '_', ' ');
    std::string bytes = how == 'B' || how == 'b' ? from_base64(coded) : from_quoted_printable(coded);
    result += to_utf8(std::move(bytes), lower(field.substr(start + 2, charset - start - 2)));
    at = end + 2;
    was_word = true;
  }
  return result;
}

MimePart read_part(std::string_view bytes) {
  MimePart part;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t line_begin = at;
    const std::string_view line = next_line(bytes, at);
    if (line.empty()) break;
    if ((line[0] == ' ' || line[0] == '\t') && !part.fields.empty()) {
      std::string& value = part.fields.back().second;
      if (value.size() + line.size() < value_limit) value += ' ' + std::string(trimmed(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || line.substr(0, colon).find(' ') != std::string_view::npos) {
      at = line_begin; // no head, or it ended without an empty line
      break;
    }
    if (part.fields.size() < field_limit)
      part.fields.emplace_back(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1, value_limit)));
  }
  part.body = bytes.substr(at);
  std::string raw_type, raw_disposition;
  for (auto& [name, value] : part.fields) {
    if (name == "content-type") raw_type = value;
    if (name == "content-disposition") raw_disposition = value;
    if (name == "content-transfer-encoding") part.encoding = lower(trimmed(value));
    value = decoded_words(value);
  }
  const Parameters type = parameters_of(raw_type), disposition = parameters_of(raw_disposition);
  part.type = type.value.empty() ? "text/plain" : type.value;
  if (const auto charset = type.by_name.find("charset"); charset != type.by_name.end())
    part.charset = lower(charset->second);
  if (const auto boundary = type.by_name.find("boundary"); boundary != type.by_name.end())
    part.boundary = boundary->second;
  part.file_name = name_in(disposition, "filename");
  if (part.file_name.empty()) part.file_name = name_in(type, "name");
  part.is_attachment = disposition.value == "attachment";
  return part;
}

std::vector<MimePart> split_parts(const MimePart& part, bool& is_whole) {
  std::vector<MimePart> parts;
  if (part.boundary.empty()) {
    is_whole = false;
    return parts;
  }
  const std::string mark = "--" + part.boundary;
  std::size_t begin = std::string_view::npos;
  bool is_closed = false;
  for (std::size_t at = 0; at < part.body.size() && !is_closed && parts.size() < parts_limit;) {
    const std::size_t line_begin = at;
    const std::string_view line = next_line(part.body, at);
    if (!line.starts_with(mark)) continue;
    const std::string_view rest = trimmed(line.substr(mark.size()));
    if (!rest.empty() && rest != "--") continue;
    if (begin != std::string_view::npos) {
      std::size_t end = line_begin;
      if (end > begin && part.body[end - 1] == '\n') --end; // belongs to the boundary
      if (end > begin && part.body[end - 1] == '\r') --end;
      parts.push_back(read_part(part.body.substr(begin, end - begin)));
    }
    begin = at;
    is_closed = rest == "--";
  }
  if (!is_closed && begin != std::string_view::npos && begin < part.body.size())
    parts.push_back(read_part(part.body.substr(begin)));
  is_whole = is_whole && is_closed;
  return parts;
}

std::string field_of(const MimePart& part, std::string_view name) {
  for (const auto& [known, value] : part.fields)
    if (known == lower(name)) return value;
  return {};
}

std::string decoded_bytes(const MimePart& part) {
  if (part.encoding == "base64") return from_base64(part.body);
  if (part.encoding == "quoted-printable") return from_quoted_printable(part.body);
  return std::string(part.body);
}

std::string decoded_text(const MimePart& part) { return to_utf8(decoded_bytes(part), part.charset); }

} // namespace openimr::worker
