// A page as a picture on its way from the process that decodes files to the process that recognises words. The parent
// sees every picture that passes: it names it by the hash of its bytes, so that whoever decoded it cannot give it the
// name of another.
#pragma once

#include "intake/wire.h"

namespace openimr::intake::wire {

inline constexpr std::uint32_t image_side_limit = 40000;                    ///< pixels
inline constexpr std::size_t image_bytes_limit = frame_limit - 1024;        ///< of one picture
inline constexpr float least_dots_per_inch = 20, most_dots_per_inch = 2400; ///< what is believed

/// Gray (8 bits, 0 is black) or two-tone (1 bit, 1 is black). Rows are padded to four bytes and lie as leptonica keeps
/// them on this machine.
struct Picture {
  std::uint32_t width = 0, height = 0; ///< pixels
  std::uint8_t depth = 8;              ///< 1 or 8
  float dots_per_inch = 200;
  std::string_view rows;
};

inline std::size_t bytes_of_rows(const Picture& picture) {
  return (std::size_t{picture.width} * picture.depth + 31) / 32 * 4 * picture.height;
}

/// What the recogniser is handed, and what a picture is named by.
inline std::string pack_picture(const Picture& picture) {
  Writer out;
  out.bytes().reserve(picture.rows.size() + 32);
  out.u32(picture.width);
  out.u32(picture.height);
  out.u8(picture.depth);
  out.f32(picture.dots_per_inch);
  out.string(picture.rows);
  return std::move(out.bytes());
}

/// The picture, pointing into the bytes; nothing when any part of it cannot be believed.
inline std::optional<Picture> unpack_picture(std::string_view bytes) {
  Cursor in(bytes);
  Picture picture;
  picture.width = in.u32();
  picture.height = in.u32();
  picture.depth = in.u8();
  picture.dots_per_inch = in.f32();
  picture.rows = in.string(image_bytes_limit);
  const bool is_sound = in.is_at_end() && picture.width > 0 && picture.height > 0 &&
                        picture.width <= image_side_limit && picture.height <= image_side_limit &&
                        (picture.depth == 1 || picture.depth == 8) && picture.dots_per_inch >= least_dots_per_inch &&
                        picture.dots_per_inch <= most_dots_per_inch && picture.rows.size() == bytes_of_rows(picture);
  return is_sound ? std::optional(picture) : std::nullopt;
}

/// A page that was made a picture.
struct ImageFrame {
  std::uint32_t page = 1;
  bool may_be_finer = false;  ///< the page can be rendered with more dots
  bool blank_is_lost = false; ///< the file was cut off: an empty page may be one whose content is gone
  std::string_view picture;   ///< as pack_picture made it; empty when the page could not be made a picture
};

inline std::string frame(const ImageFrame& image) {
  Writer out;
  out.bytes().reserve(image.picture.size() + 16);
  out.u32(image.page);
  out.u8(static_cast<std::uint8_t>((image.may_be_finer ? 1 : 0) | (image.blank_is_lost ? 2 : 0)));
  out.string(image.picture);
  return frame(FrameKind::Image, out.bytes());
}

/// The frame's picture points into the payload and is sound or empty.
inline std::optional<ImageFrame> read_image_frame(std::string_view payload) {
  Cursor in(payload);
  ImageFrame image;
  image.page = in.u32();
  const std::uint8_t flags = in.u8();
  image.picture = in.string(frame_limit);
  if (!in.is_at_end() || image.page < 1 || image.page > page_limit || flags > 3) return std::nullopt;
  if (!image.picture.empty() && !unpack_picture(image.picture)) return std::nullopt;
  image.may_be_finer = (flags & 1) != 0;
  image.blank_is_lost = (flags & 2) != 0;
  return image;
}

} // namespace openimr::intake::wire
