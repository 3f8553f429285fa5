// SPDX-License-Identifier: GPL-3.0-or-later
// The table of readers: one line per format, one file per reader beside this one.
//
// `layer` reads what the format itself says in words and tells how many pages there are; `pictures` makes pictures of
// pages for OCR. A format without pages of its own has one page and no `pictures`.
#pragma once

#include "intake/worker/output.h"

#include <string>
#include <string_view>

namespace openimr::worker {

/// Pages counted from 1, both included; the last may lie beyond the end of the file.
struct PageRange {
  int first = 1, last = 1;
};

struct Reader {
  const char* media_type;
  const char* name; ///< as messages call the format
  void (*layer)(std::string_view bytes, PageRange pages, Output& out);
  void (*pictures)(std::string_view bytes, PageRange pages, bool is_finer,
                   Output& out); ///< null when there is nothing to recognise
  /// Sends one page as a gray picture of about so many dots per inch; null when the format has no page images. Nothing
  /// is sent for a page that cannot be shown.
  void (*picture)(std::string_view bytes, int page, double dpi, Output& out) = nullptr;
};

/// The reader of a media type, or null.
const Reader* reader_of(std::string_view media_type);
/// Name of a known format that has no reader, empty for an unknown one.
std::string_view name_of_unread(std::string_view media_type);

/// Lets poppler load what it needs for any PDF, by opening one of ours.
void warm_up_pdf();
void read_pdf_layer(std::string_view bytes, PageRange pages, Output& out);
void read_pdf_pictures(std::string_view bytes, PageRange pages, bool is_finer, Output& out);
void read_tiff_layer(std::string_view bytes, PageRange pages, Output& out);
void read_picture_layer(std::string_view bytes, PageRange pages, Output& out);
void read_tiff_pictures(std::string_view bytes, PageRange pages, bool is_finer, Output& out);
void read_picture_pictures(std::string_view bytes, PageRange pages, bool is_finer, Output& out);
void read_docx(std::string_view bytes, PageRange pages, Output& out);
void read_odt(std::string_view bytes, PageRange pages, Output& out);
void read_rtf(std::string_view bytes, PageRange pages, Output& out);
void read_message(std::string_view bytes, PageRange pages, Output& out);
void read_zip(std::string_view bytes, PageRange pages, Output& out);
void read_fhir(std::string_view bytes, PageRange pages, Output& out);
void read_ccda(std::string_view bytes, PageRange pages, Output& out);
void read_html(std::string_view bytes, PageRange pages, Output& out);
void read_json_lines(std::string_view bytes, PageRange pages, Output& out);
void read_plain_text(std::string_view bytes, PageRange pages, Output& out);
void send_pdf_picture(std::string_view bytes, int page, double dpi, Output& out);
void send_tiff_picture(std::string_view bytes, int page, double dpi, Output& out);
void send_plain_picture(std::string_view bytes, int page, double dpi, Output& out);

/// The words of an HTML text (UTF-8) without its markup.
std::string text_of_html(std::string_view html);

/// One page of text as a whole file; says so when it is beyond the limit.
void send_text_file(std::string_view media_type, std::string_view text, Output& out);

} // namespace openimr::worker
