// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/readers/readers.h"

namespace openimr::worker {
namespace {

constexpr Reader readers[] = {
    {"application/pdf", "PDF", read_pdf_layer, read_pdf_pictures, send_pdf_picture},
    {"image/tiff", "TIFF", read_tiff_layer, read_tiff_pictures, send_tiff_picture},
    {"image/png", "PNG", read_picture_layer, read_picture_pictures, send_plain_picture},
    {"image/jpeg", "JPEG", read_picture_layer, read_picture_pictures, send_plain_picture},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX", read_docx, nullptr},
    {"application/vnd.oasis.opendocument.text", "ODT", read_odt, nullptr},
    {"application/rtf", "RTF", read_rtf, nullptr},
    {"message/rfc822", "e-mail message", read_message, nullptr},
    {"application/zip", "ZIP", read_zip, nullptr},
    {"application/fhir+json", "FHIR JSON", read_fhir, nullptr},
    {"application/xml", "C-CDA", read_ccda, nullptr},
    {"text/html", "HTML", read_html, nullptr},
    {"application/x-ndjson", "JSON lines", read_json_lines, nullptr},
    {"text/plain", "text", read_plain_text, nullptr},
};

struct Unread {
  std::string_view media_type, name;
};

constexpr Unread unread[] = {
    {"image/gif", "GIF"},
    {"image/bmp", "BMP"},
    {"image/heif", "HEIF"},
    {"application/x-ole-storage", "an old Office format (DOC, XLS or MSG)"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"},
    {"application/x-7z-compressed", "7z"},
    {"application/vnd.rar", "RAR"},
    {"application/gzip", "gzip"},
    {"application/x-executable", "a program"},
};

} // namespace

const Reader* reader_of(std::string_view media_type) {
  for (const Reader& reader : readers)
    if (media_type == reader.media_type) return &reader;
  return nullptr;
}

std::string_view name_of_unread(std::string_view media_type) {
  for (const Unread& format : unread)
    if (media_type == format.media_type) return format.name;
  return {};
}

} // namespace openimr::worker
