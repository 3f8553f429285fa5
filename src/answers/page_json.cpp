#include "answers/page_json.h"

#include "records/chart.h"
#include "records/page_text.h"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace openimr::answers {
namespace {

namespace json = boost::json;

void append(std::string& out, std::uint64_t value) {
  char digits[24];
  const auto [end, status] = std::to_chars(digits, digits + sizeof digits, value);
  (void)status; // 24 characters hold any number
  out.append(digits, end);
}

/// A length in points with two decimal places at most: 12, 12.5, 12.25. It must be finite and below a billion.
void append_points(std::string& out, float points) {
  const auto hundredths = static_cast<std::int64_t>(std::llround(static_cast<double>(points) * 100));
  if (hundredths < 0) out += '-';
  const auto size = static_cast<std::uint64_t>(std::abs(hundredths));
  append(out, size / 100);
  const std::uint64_t rest = size % 100;
  if (rest == 0) return;
  out += '.';
  out += static_cast<char>('0' + rest / 10);
  if (rest % 10 != 0) out += static_cast<char>('0' + rest % 10);
}

void append_span(std::string& out, text::Span span) {
  out += "{\"begin\":";
  append(out, span.begin);
  out += ",\"end\":";
  append(out, span.end);
}

void append_box(std::string& out, const records::Box& box) {
  for (std::size_t side = 0; side < box.size(); ++side) {
    out += side == 0 ? '[' : ',';
    append_points(out, box[side]);
  }
  out += ']';
}

void append_words(std::string& out, const records::Page& page) {
  out += ",\"words\":[";
  out.reserve(out.size() + page.words.size() * 90);
  for (const records::Word& word : page.words) {
    if (&word != page.words.data()) out += ',';
    append_span(out, word.span);
    out += ",\"box\":";
    append_box(out, word.box);
    out += ",\"confidence\":";
    append(out, word.confidence);
    out += '}';
  }
  out += ']';
}

void append_parts(std::string& out, const records::Page& page) {
  out += ",\"parts\":[";
  for (const records::Part& part : page.parts) {
    if (&part != page.parts.data()) out += ',';
    append_span(out, part.span);
    out += ",\"kind\":\"";
    out += records::name(part.kind);
    out += part.is_repeated ? "\",\"repeated\":true}" : "\",\"repeated\":false}";
  }
  out += ']';
}

void append_loose_ink(std::string& out, const records::Page& page) {
  out += ",\"loose_ink\":[";
  for (const records::Box& box : page.loose_ink) {
    if (&box != page.loose_ink.data()) out += ',';
    append_box(out, box);
  }
  out += ']';
}

/// null where the format itself says how its letters are written.
void append_encoding(std::string& out, const records::Page& page) {
  if (page.encoding.empty()) {
    out += ",\"encoding\":null";
    return;
  }
  out += ",\"encoding\":{\"name\":" + json::serialize(json::string_view(page.encoding)) + ",\"sure\":";
  out += page.is_encoding_sure ? "true}" : "false}";
}

} // namespace

void append_page(std::string& out, const records::Document& document, const records::Page& page) {
  const auto quoted = [](const std::string& text) { return json::serialize(json::string_view(text)); };
  out += "{\"file\":" + quoted(document.file) + ",\"page\":";
  append(out, static_cast<std::uint64_t>(page.number));
  out += ",\"source\":\"";
  out += records::name(page.source);
  out += "\",\"reason\":\"";
  out += records::name(page.reason);
  out += "\",\"confidence\":";
  append(out, static_cast<std::uint64_t>(page.confidence));
  out += page.is_unread ? ",\"unread\":true" : ",\"unread\":false";
  out += ",\"doubt\":";
  out += page.doubt.empty() ? "null" : quoted(page.doubt);
  append_encoding(out, page);
  out += ",\"same_as\":";
  out += page.same_as.is_set() ? quoted(page.same_as.file + ", page " + std::to_string(page.same_as.page)) : "null";
  out += ",\"width\":";
  append_points(out, page.width);
  out += ",\"height\":";
  append_points(out, page.height);
  out +=
      ",\"document\":" + quoted(document.id) + ",\"kind\":" + quoted(document.kind) + ",\"text\":" + quoted(page.text);
  append_words(out, page);
  append_parts(out, page);
  append_loose_ink(out, page);
  out += '}';
}

} // namespace openimr::answers
