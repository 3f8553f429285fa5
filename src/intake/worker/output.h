// SPDX-License-Identifier: GPL-3.0-or-later
// What the worker says: frames of intake/wire.h on standard output, flushed one by one, so that what was read before a
// crash is not lost.
#pragma once

#include "intake/wire_image.h"

#include <string>
#include <string_view>

struct Pix;

namespace openimr::worker {

class Output {
public:
  void file(std::string media_type, std::uint32_t pages) {
    send(intake::wire::frame(intake::wire::FileFrame{std::move(media_type), pages}));
  }
  /// What the parent shall know of a page picture.
  struct AboutPicture {
    bool may_be_finer = false, blank_is_lost = false;
  };
  /// A page to be recognised: gray or two-tone. Null when it could not be made.
  void picture(int page, const Pix* picture, double dpi, AboutPicture about);
  void no_picture(int page) { picture(page, nullptr, 0, {}); }
  void page(const records::Page& page) { send(intake::wire::frame(page)); }
  void picture(const intake::wire::PictureFrame& picture) { send(intake::wire::frame(picture)); }
  /// A file inside the file; a name that leads elsewhere is refused with a note.
  void member(std::string_view name, std::string_view bytes, bool continues = false);
  /// page 0 means the whole file.
  void note(intake::wire::Trouble trouble, std::string detail = "", int page = 0);
  void end() { send(intake::wire::frame(intake::wire::FrameKind::End, "")); }

private:
  static void send(std::string_view bytes);
};

} // namespace openimr::worker
