#include "intake/trouble.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace openimr::intake {
namespace {

using text::Problem;
using wire::Trouble;

const std::string formats = "PDF, TIFF, PNG, JPEG, DOCX, ODT, RTF, TXT, HTML, EML, FHIR JSON, C-CDA or ZIP";
const std::string send_again = "ask the sender for the file again; it counts as unread";

std::string at_page(const std::string& file, std::uint32_t page) {
  return page == 0 ? file : fmt::format("{}, page {}", file, page);
}

std::string at_pages(const std::string& file, int first, int last) {
  if (first == 0) return file;
  return first == last ? fmt::format("{}, page {}", file, first) : fmt::format("{}, pages {} to {}", file, first, last);
}

std::string plural(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// "a PDF", "an HTML"
std::string with_article(const std::string& name) {
  const bool is_vowel =
      name.starts_with('H') || name == "ODT" || name == "RTF" || name == "XML" || name.starts_with('e');
  return (is_vowel ? "an " : "a ") + name;
}

/// detail: how many, and of which format when it is not DOCX.
Problem pictures_inside(const std::string& where, const std::string& detail) {
  const std::size_t space = detail.find(' ');
  const std::string count = detail.substr(0, space),
                    format = space == std::string::npos ? "DOCX" : detail.substr(space + 1);
  return {where, fmt::format("{} picture{} inside the {}", count, count == "1" ? "" : "s", format), "text",
          fmt::format("look at them: pictures inside {} are not read", with_article(format))};
}

/// What a name promises and what people call it.
struct NameRule {
  const char* ending;
  const char* media_type;
};
constexpr NameRule name_rules[] = {
    {".pdf", "application/pdf"},
    {".tif", "image/tiff"},
    {".tiff", "image/tiff"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".rtf", "application/rtf"},
    {".eml", "message/rfc822"},
    {".zip", "application/zip"},
    {".json", "application/fhir+json"},
    {".xml", "application/xml"},
    {".txt", "text/plain"},
    {".htm", "text/html"},
    {".html", "text/html"},
};

std::string common_name(const std::string& media_type) {
  static const std::map<std::string, std::string> names = {
      {"application/pdf", "PDF"},
      {"image/tiff", "TIFF"},
      {"image/png", "PNG"},
      {"image/jpeg", "JPEG"},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"},
      {"application/vnd.oasis.opendocument.text", "ODT"},
      {"application/rtf", "RTF"},
      {"message/rfc822", "an e-mail message"},
      {"application/zip", "ZIP"},
      {"application/fhir+json", "FHIR JSON"},
      {"application/x-ndjson", "JSON lines"},
      {"application/xml", "XML"},
      {"text/plain", "plain text"},
      {"text/html", "HTML"}};
  const auto found = names.find(media_type);
  return found == names.end() ? media_type : found->second;
}

bool is_read(const std::string& media_type) { return common_name(media_type) != media_type; }

std::string ending_of(const std::string& file) {
  const std::size_t dot = file.rfind('.');
  std::string ending = dot == std::string::npos || file.find('/', dot) != std::string::npos ? "" : file.substr(dot);
  for (char& c : ending)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return ending;
}

} // namespace

Problem problem_of(const std::string& file, const wire::NoteFrame& note, std::size_t pages_read) {
  const std::string where = at_page(file, note.page);
  const std::string& detail = note.detail;
  switch (note.trouble) {
  case Trouble::Empty:
    return {where, "0 bytes", "a document", send_again};
  case Trouble::UnknownFormat:
    return {where, fmt::format("bytes of no known format ({})", detail), formats,
            "ask the sender for it in one of these formats; it counts as unread"};
  case Trouble::NoReader:
    return {where, fmt::format("a file in a format that is not read: {}", detail), formats,
            "ask the sender for it in one of these formats, or print it to PDF; it counts as unread"};
  case Trouble::Encrypted:
    return {where, fmt::format("{} that asks for a password", with_article(detail)),
            fmt::format("{} that opens without one", with_article(detail)),
            "ask the sender for the file without password; it counts as unread"};
  case Trouble::Damaged:
    return {where, fmt::format("{} that is damaged and cannot be opened", with_article(detail)),
            fmt::format("a whole {}", detail), send_again};
  case Trouble::Repaired:
    return {where,
            fmt::format("{} that is damaged or cut off; {} could be opened", with_article(detail),
                        plural(pages_read, "page")),
            fmt::format("a whole {}", detail), "ask the sender for the file again; pages or words may be missing"};
  case Trouble::NoPages:
    return {where, fmt::format("a {} without any page", detail), "at least one page", send_again};
  case Trouble::TooManyPages:
    return {where, fmt::format("{} pages", detail), fmt::format("at most {} pages", wire::page_limit),
            "split the file; the pages beyond count as unread"};
  case Trouble::TooLarge:
    return note.page == 0
               ? Problem{where, detail, "a smaller one", "split the file; what is beyond the limit counts as unread"}
               : Problem{where, detail, "at most 100 million pixels",
                         "ask for the page at 200 to 300 dots per inch; it counts as unread"};
  case Trouble::PageDamaged:
    return {where, "a damaged page", "a page that can be read",
            "ask the sender for the page again; it counts as unread"};
  case Trouble::Pictures:
    return pictures_inside(where, detail);
  case Trouble::NoLanguage:
    return {where, fmt::format("no OCR data for the language \"{}\"", detail), "installed data of tesseract",
            note.page == 0 ? fmt::format("install tesseract-ocr-{}; page images count as unread", detail)
                           : fmt::format("install tesseract-ocr-{}; the page was read as if in English", detail)};
  case Trouble::RefusedName:
    return {where, fmt::format("a file inside it with the name \"{}\"", detail), "a name that stays inside",
            "ask the sender for that file by itself; it counts as unread"};
  case Trouble::MemberLocked:
    return {where, fmt::format("the file {} inside it, which asks for a password", detail),
            "a file that opens without one", "ask the sender for the file without password; it counts as unread"};
  case Trouble::TooDeep:
    return {where, "files inside files inside files, beyond the limit of depth",
            fmt::format("at most {} levels", wire::member_depth_limit),
            "unpack it and put the files into the folder; what lies deeper counts as unread"};
  case Trouble::TooManyMembers:
    return {where, detail, "fewer files inside, or smaller ones",
            "unpack it and put the files into the folder; what is beyond the limit counts as unread"};
  case Trouble::PartsUnread:
    return {where, fmt::format("parts that are not turned into text: {}", detail), "parts that are read",
            "look at them in the file itself; they count as unread"};
  case Trouble::UnsureEncoding:
    return {where, fmt::format("letters beyond ASCII that were read as {} without certainty", detail),
            "a text whose bytes fit one encoding",
            "look at letters with accents and at signs; ask for it as UTF-8 or PDF"};
  case Trouble::HiddenWords:
  case Trouble::PictureOnPage:
    return {where, "words that are drawn invisibly", "words that can be seen",
            "nothing; they were held against the page"};
  }
  return {where, "a fault", "none", send_again};
}

Problem problem_of(const std::string& file, WorkerEnd end, int first, int last, unsigned page_seconds) {
  const bool is_file = first == 0;
  Problem problem{at_pages(file, first, last), "", is_file ? "a file that can be read" : "a page that can be read",
                  is_file         ? "look at the file; it counts as unread"
                  : first == last ? "look at the page; it counts as unread"
                                  : "look at the pages; they count as unread"};
  switch (end) {
  case WorkerEnd::TimedOut:
    problem.found = fmt::format("more than {} of reading without an end", plural(page_seconds, "second"));
    break;
  case WorkerEnd::OutOfMemory:
    problem.found = "a need for more memory than a reader may have";
    break;
  case WorkerEnd::Garbled:
    problem.found = "something that made the reader answer nonsense";
    break;
  case WorkerEnd::NotStarted:
    problem.found = "no reader (it cannot be started)";
    break;
  case WorkerEnd::Crashed:
  case WorkerEnd::Finished:
    problem.found = "something that made the reader crash";
    break;
  }
  return problem;
}

Problem problem_of_name(const std::string& file, const std::string& media_type) {
  const std::string ending = ending_of(file);
  for (const NameRule& rule : name_rules) {
    if (ending != rule.ending || media_type == rule.media_type || media_type == "application/x-empty") continue;
    const std::string known = common_name(media_type);
    return {file, fmt::format("{} in a file named {}", known, ending),
            fmt::format("{}, as its name says", common_name(rule.media_type)),
            is_read(media_type) ? fmt::format("it was read as {}; check that the right file was sent", known)
                                : "check that the right file was sent"};
  }
  return {};
}

Problem problem_of_opening(const std::string& file, const std::string& reason) {
  return {file, reason, "a file that can be read", "change its permissions or copy it again; it counts as unread"};
}

Problem problem_of_link(const std::string& file) {
  return {file, "a symbolic link", "a file inside the folder",
          "copy the file itself here; links are not followed, and it counts as unread"};
}

Problem problem_of_unread_page(const std::string& file, int page, int confidence) {
  return {fmt::format("{}, page {}", file, page),
          confidence > 0 ? fmt::format("writing that OCR could not read with confidence ({} of 100)", confidence)
                         : std::string("marks that OCR could not read as words"),
          "a page that can be read", "have a person read it; it counts as unread"};
}

} // namespace openimr::intake
