// SPDX-License-Identifier: GPL-3.0-or-later
// E-mail messages (RFC 5322, MIME): the head and the body are the page, attachments are files of their own. Of
// alternatives the plain text is read, and the HTML where it says more.
#include "intake/worker/encoding.h"
#include "intake/worker/mime.h"
#include "intake/worker/page_builder.h"
#include "intake/worker/readers/pictures_inside.h"
#include "intake/worker/readers/readers.h"

#include <fmt/format.h>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;

constexpr int nesting_limit = 10;
constexpr int part_limit = 1000;
constexpr std::size_t few_new_words = 4; // of an alternative that is not read

/// A name that an attachment can have as a file.
std::string file_name(const MimePart& part, int number) {
  std::string name = part.file_name;
  for (char& c : name)
    if (static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' || c == ':') c = '_';
  if (name.size() > 200) name = name.substr(name.size() - 200);
  while (!name.empty() && (static_cast<unsigned char>(name[0]) & 0xc0) == 0x80) name.erase(0, 1);
  if (!name.empty() && name != "." && name != "..") return name;
  const char* ending = part.type == "message/rfc822"    ? ".eml"
                       : part.type == "application/pdf" ? ".pdf"
                       : part.type == "text/html"       ? ".html"
                       : part.type == "text/plain"      ? ".txt"
                                                        : "";
  return fmt::format("attachment-{}{}", number, ending);
}

class Message {
public:
  explicit Message(Output& out) : out_(out) {}

  std::string text;
  bool is_whole = true;
  PicturesInside pictures; ///< of alternatives that are not read

  void read(const MimePart& part, int depth, bool is_top = true) {
    if (depth > nesting_limit || ++parts_ > part_limit) {
      if (!is_told_)
        out_.note(depth > nesting_limit ? Trouble::TooDeep : Trouble::TooManyMembers, "more than 1000 parts");
      is_told_ = true;
      return;
    }
    if (part.type.starts_with("multipart/")) return parts_of(part, depth);
    const bool is_text = part.type == "text/plain" || part.type == "text/html" || part.type.empty();
    if (is_text && !part.is_attachment && (is_top || part.file_name.empty())) {
      const std::string words = decoded_text(part);
      text += part.type == "text/html" ? text_of_html(words) : words;
      if (!text.empty() && text.back() != '\n') text += '\n';
      return;
    }
    out_.member(file_name(part, ++attachments_), decoded_bytes(part));
  }

private:
  void parts_of(const MimePart& part, int depth) {
    std::vector<MimePart> parts = split_parts(part, is_whole);
    if (part.type == "multipart/alternative") {
      const MimePart* best = nullptr;
      for (const MimePart& one : parts)
        if (one.type == "text/plain" && (!best || best->type != "text/plain")) best = &one;
      for (const MimePart& one : parts)
        if (!best && (one.type == "text/html" || one.type.starts_with("multipart/"))) best = &one;
      if (best) {
        read(*best, depth + 1, false);
        for (const MimePart& one : parts)
          if (&one != best && best->type == "text/plain") read_other(one, depth + 1);
        // Files that a calendar or mail program put among the alternatives are no alternatives.
        for (const MimePart& one : parts)
          if (&one != best && !one.type.starts_with("text/") && !one.type.starts_with("multipart/"))
            read(one, depth + 1, false);
        return;
      }
    }
    for (const MimePart& one : parts) read(one, depth + 1, false);
  }

  /// The same in HTML: pictures in it are files, and where it says what the plain text does not, its words are read.
  void read_other(const MimePart& part, int depth) {
    if (depth > nesting_limit || ++parts_ > part_limit) return;
    if (part.type.starts_with("multipart/")) {
      for (const MimePart& one : split_parts(part, is_whole)) read_other(one, depth + 1);
    } else if (part.type == "text/html") {
      const std::string words = text_of_html(decoded_text(part));
      if (new_words(words) >= few_new_words) text += "\n" + words + "\n";
    } else if (part.type.starts_with("image/")) {
      pictures.add(file_name(part, ++attachments_), decoded_bytes(part));
    }
  }

  std::size_t new_words(const std::string& words) const {
    std::size_t count = 0;
    for (std::size_t at = 0; at < words.size();) {
      at = std::min(words.find_first_not_of(" \n", at), words.size());
      const std::size_t end = std::min(words.find_first_of(" \n", at), words.size());
      if (end - at >= 3 && text.find(words.substr(at, end - at)) == std::string::npos) ++count;
      at = end;
    }
    return count;
  }

  Output& out_;
  int parts_ = 0, attachments_ = 0;
  bool is_told_ = false;
};

} // namespace

void read_message(std::string_view bytes, PageRange, Output& out) {
  const MimePart message = read_part(bytes);
  out.file("message/rfc822", 1);
  Message reader(out);
  for (const char* field : {"From", "To", "Cc", "Date", "Subject"})
    if (const std::string value = field_of(message, field); !value.empty())
      reader.text += fmt::format("{}: {}\n", field, value);
  if (!reader.text.empty()) reader.text += '\n';
  reader.read(message, 0);
  if (!reader.is_whole) out.note(Trouble::Repaired, "e-mail message");
  if (reader.text.size() > intake::wire::page_text_limit - 8) out.note(Trouble::TooLarge, "a text of more than 8 MB");
  out.page(build_page(reader.text));
  reader.pictures.send(out, "e-mail message");
}

} // namespace openimr::worker
