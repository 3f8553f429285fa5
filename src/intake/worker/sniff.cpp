// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/sniff.h"

#include "intake/wire.h"
#include "intake/worker/encoding.h"

#include <algorithm>

namespace openimr::worker {
namespace {

using namespace std::string_view_literals;

constexpr int most_names = 10000; // that are looked at in a ZIP

struct Mark {
  std::string_view bytes;
  const char* media_type;
};

constexpr Mark marks[] = {
    {"\x89PNG\r\n\x1a\n"sv, "image/png"},
    {"\xff\xd8\xff"sv, "image/jpeg"},
    {"II*\0"sv, "image/tiff"},
    {"MM\0*"sv, "image/tiff"},
    {"II+\0"sv, "image/tiff"},
    {"MM\0+"sv, "image/tiff"},
    {"GIF8"sv, "image/gif"},
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "application/x-ole-storage"},
    {"{\\rtf"sv, "application/rtf"},
    {"7z\xbc\xaf\x27\x1c"sv, "application/x-7z-compressed"},
    {"Rar!"sv, "application/vnd.rar"},
    {"\x1f\x8b"sv, "application/gzip"},
    {"\x7f"
     "ELF"sv,
     "application/x-executable"},
};

std::string lower_start(std::string_view bytes, std::size_t count) {
  std::string start(bytes.substr(0, count));
  for (char& c : start)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return start;
}

std::size_t little_endian(std::string_view bytes, std::size_t at, unsigned count) {
  std::size_t value = 0;
  for (unsigned i = 0; i < count && at + i < bytes.size(); ++i)
    value |= std::size_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

/// The names in the list at the end of a ZIP, a line each: files that lie in it uncompressed may be archives with names
/// of their own. Empty when there is no such list (APPNOTE.TXT 4.3.12 and 4.3.16).
std::string names_in_zip(std::string_view bytes) {
  std::string names;
  const std::size_t end = bytes.rfind("PK\x05\x06"sv);
  if (end == std::string_view::npos) return names;
  std::size_t at = little_endian(bytes, end + 16, 4);
  for (int n = 0; n < most_names && at < end && bytes.substr(at, 4) == "PK\x01\x02"sv; ++n) {
    const std::size_t name = little_endian(bytes, at + 28, 2);
    names += '\n';
    names += bytes.substr(std::min(at + 46, end), name);
    at += 46 + name + little_endian(bytes, at + 30, 2) + little_endian(bytes, at + 32, 2);
  }
  return names.empty() ? names : names + '\n';
}

const char* kind_of_zip(std::string_view bytes) {
  const std::string names = names_in_zip(bytes);
  if (!names.empty() && names.find("\nword/document.xml") == std::string::npos &&
      names.find("\nmimetype\n") == std::string::npos && names.find("\nxl/workbook.xml\n") == std::string::npos)
    return "application/zip";
  if (bytes.find("word/document.xml") != std::string_view::npos)
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  if (bytes.substr(0, 200).find("application/vnd.oasis.opendocument.text") != std::string_view::npos)
    return "application/vnd.oasis.opendocument.text";
  if (bytes.find("xl/workbook.xml") != std::string_view::npos)
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return "application/zip";
}

bool is_text(std::string_view bytes) {
  const std::string_view start = bytes.substr(0, std::size_t{1} << 16);
  std::size_t odd = 0;
  for (char c : start) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0) return false;
    if ((byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f' && byte != 0x1b) || byte == 0x7f)
      ++odd;
  }
  if (odd * 200 > start.size()) return false;
  // Bytes above 127 that are no UTF-8 are an old one-byte encoding only while letters of the alphabet prevail.
  // Frames of DOS tables are runs of one such byte.
  std::size_t high = 0;
  for (std::size_t i = 0; i < start.size(); ++i)
    high += static_cast<unsigned char>(start[i]) >= 0x80 && (i == 0 || start[i] != start[i - 1]) ? 1 : 0;
  return high * 3 <= start.size() ||
         intake::wire::is_clean_utf8(start.substr(0, start.size() - std::min<std::size_t>(start.size(), 4)));
}

/// One object a line, the first with a "text".
bool is_json_lines(std::string_view bytes) {
  std::string_view line = bytes.substr(0, bytes.find('\n'));
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  return line.starts_with("{\"") && line.ends_with('}') && line.find("\"text\":") != std::string_view::npos;
}

const char* kind_of_text(std::string_view bytes) {
  const std::string start = lower_start(bytes, 4096);
  const std::size_t first = start.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  const std::string_view rest = first == std::string::npos ? std::string_view() : std::string_view(start).substr(first);
  if (rest.starts_with("<!doctype html") || rest.starts_with("<html") || rest.find("<html") < 512 ||
      rest.find("<body") < 512)
    return "text/html";
  if (rest.starts_with("<?xml") || rest.starts_with("<clinicaldocument")) return "application/xml";
  if (rest.starts_with('{') && rest.find("\"resourcetype\"") != std::string_view::npos) return "application/fhir+json";
  if (is_json_lines(bytes)) return "application/x-ndjson";
  const bool has_mail_head =
      (rest.starts_with("received:") || rest.starts_with("return-path:") || rest.starts_with("mime-version:") ||
       rest.starts_with("message-id:") || rest.starts_with("from: ")) &&
      rest.find("\nmime-version:") != std::string_view::npos;
  return has_mail_head ? "message/rfc822" : "text/plain";
}

/// Messages and lines of JSON are never written so.
const char* kind_of_wide_text(std::string_view bytes) {
  const std::string_view kind = kind_of_text(decode_text(bytes.substr(0, std::size_t{1} << 14)).text);
  for (const char* known : {"text/html", "application/xml", "application/fhir+json"})
    if (kind == known) return known;
  return "text/plain";
}

} // namespace

std::string media_type_of(std::string_view bytes) {
  // An archive may begin with a PDF that it holds uncompressed.
  if (bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv)) return kind_of_zip(bytes);
  for (const Mark& mark : marks)
    if (bytes.starts_with(mark.bytes)) return mark.media_type;
  // PDF readers accept up to 1 KB of anything before the header.
  if (bytes.substr(0, 1024 + 5).find("%PDF-") != std::string_view::npos) return "application/pdf";
  if (bytes.starts_with("BM") && bytes.size() > 54 && bytes.substr(6, 4) == "\0\0\0\0"sv) return "image/bmp";
  if (bytes.size() > 12 && bytes.substr(4, 4) == "ftyp") return "image/heif";
  if (bytes.size() >= 4 && is_wide_text(bytes)) return kind_of_wide_text(bytes);
  return is_text(bytes) ? kind_of_text(bytes) : "application/octet-stream";
}

} // namespace openimr::worker
