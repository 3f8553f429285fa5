// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes for the readers that are our own, and for qpdf as we use it: RTF, e-mail, HTML, text, FHIR, C-CDA, the
// objects of a PDF. The first byte chooses.
#include "intake/worker/mime.h"
#include "intake/worker/readers/pdf_marks.h"
#include "intake/worker/readers/readers.h"
#include "intake/worker/sniff.h"

#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <unistd.h>

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const int nothing = ::open("/dev/null", O_WRONLY);
  return ::dup2(nothing, 1) < 0 ? 1 : 0; // frames go to standard output
}

namespace {

void read_objects(std::string_view bytes, openimr::worker::PageRange, openimr::worker::Output&) {
  openimr::worker::PdfObjects objects(bytes);
  for (int page = 0; page < 3; ++page) {
    const auto marks = objects.marks(page);
    (void)openimr::worker::with_marks({}, {}, marks);
    (void)objects.bare_page(page);
  }
  (void)objects.is_dynamic_form();
  (void)objects.attached_files(1 << 20, [](const std::string&, const std::string&) {});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace openimr::worker;
  if (size == 0) return 0;
  static constexpr void (*readers[])(std::string_view, PageRange, Output&) = {
      read_rtf, read_message, read_html, read_plain_text, read_fhir, read_ccda, read_objects, read_json_lines};
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  Output out;
  readers[data[0] % std::size(readers)](bytes, {1, 1000}, out);
  (void)media_type_of(bytes);
  (void)decoded_words(bytes);
  return 0;
}
