// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/readers/pictures_inside.h"

#include "intake/worker/sniff.h"

#include <leptonica/allheaders.h>

namespace openimr::worker {
namespace {

constexpr int least_width = 300, least_height = 100; // pixels of a picture that may hold text
constexpr std::size_t logo_bytes = 20000;            // of one whose pixels cannot be counted
constexpr std::size_t pictures_limit = 200, bytes_limit = std::size_t{96} << 20;

bool is_read(const std::string& media_type) {
  return media_type == "image/png" || media_type == "image/jpeg" || media_type == "image/tiff";
}

/// False also when its size cannot be told.
bool is_small(const std::string& bytes) {
  l_int32 format = 0, width = 0, height = 0, bits = 0, samples = 0, has_colours = 0;
  const auto* start = reinterpret_cast<const l_uint8*>(bytes.data());
  if (pixReadHeaderMem(start, bytes.size(), &format, &width, &height, &bits, &samples, &has_colours) != 0) return false;
  return width < least_width || height < least_height;
}

std::string last_part(std::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); }

} // namespace

void PicturesInside::add(std::string_view name, std::string bytes) {
  if (!is_read(media_type_of(bytes))) {
    if (bytes.size() >= logo_bytes) ++unread_;
    return;
  }
  if (is_small(bytes)) return;
  if (pictures_.size() >= pictures_limit || bytes_ + bytes.size() > bytes_limit) {
    ++unread_;
    return;
  }
  bytes_ += bytes.size();
  pictures_.emplace_back(last_part(name), std::move(bytes));
}

void PicturesInside::send(Output& out, std::string_view format) const {
  if (unread_ > 0)
    out.note(intake::wire::Trouble::Pictures,
             std::to_string(unread_) + (format == "DOCX" ? "" : " " + std::string(format)));
  for (const auto& [name, bytes] : pictures_) out.member(name, bytes);
}

} // namespace openimr::worker
