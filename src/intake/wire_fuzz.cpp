// Any bytes as what a worker says: what is believed is sound and says the same when it is written again.
#include "intake/wire_image.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace wire = openimr::intake::wire;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto file = wire::read_file_frame(bytes); file && wire::frame(*file).substr(5) != bytes) std::abort();
  if (const auto note = wire::read_note_frame(bytes); note && wire::frame(*note).substr(5) != bytes) std::abort();
  if (const auto member = wire::read_member_frame(bytes); member && wire::frame(*member).substr(5) != bytes)
    std::abort();
  if (const auto image = wire::read_image_frame(bytes); image && wire::frame(*image).substr(5) != bytes) std::abort();
  if (const auto picture = wire::unpack_picture(bytes); picture && wire::pack_picture(*picture) != bytes) std::abort();
  if (const auto picture = wire::read_picture_frame(bytes); picture && wire::frame(*picture).substr(5) != bytes)
    std::abort();
  if (const auto page = wire::read_page_frame(bytes)) {
    for (const auto& word : page->words)
      if (word.span.of(page->text).empty()) std::abort();
    if (wire::frame(*page).substr(5) != bytes) std::abort();
  }
  return 0;
}
