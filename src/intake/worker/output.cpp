// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/output.h"

#include "intake/worker/page_builder.h"

#include <cerrno>
#include <leptonica/allheaders.h>
#include <unistd.h>

namespace openimr::worker {

void Output::note(intake::wire::Trouble trouble, std::string detail, int page) {
  detail = clean(detail.substr(0, 100));
  for (char& c : detail)
    if (c == '\n' || c == '\t') c = ' ';
  send(intake::wire::frame(intake::wire::NoteFrame{trouble, static_cast<std::uint32_t>(page), std::move(detail)}));
}

void Output::picture(int page, const Pix* pix, double dpi, AboutPicture about) {
  namespace wire = intake::wire;
  wire::ImageFrame image{static_cast<std::uint32_t>(page), about.may_be_finer, about.blank_is_lost, {}};
  std::string packed;
  if (pix) {
    wire::Picture picture;
    picture.width = static_cast<std::uint32_t>(pixGetWidth(pix));
    picture.height = static_cast<std::uint32_t>(pixGetHeight(pix));
    picture.depth = static_cast<std::uint8_t>(pixGetDepth(pix));
    picture.dots_per_inch = static_cast<float>(dpi);
    // The padding of rows is not written by every decoder: the same page must have the same bytes.
    pixSetPadBits(const_cast<Pix*>(pix), 0);
    picture.rows = {reinterpret_cast<const char*>(pixGetData(const_cast<Pix*>(pix))), wire::bytes_of_rows(picture)};
    packed = wire::pack_picture(picture);
    if (wire::unpack_picture(packed))
      image.picture = packed;
    else
      note(wire::Trouble::TooLarge, std::to_string(picture.width) + " x " + std::to_string(picture.height) + " pixels",
           page);
  }
  send(wire::frame(image));
}

void Output::member(std::string_view name, std::string_view bytes, bool continues) {
  if (!intake::wire::is_plain_member_name(name)) return note(intake::wire::Trouble::RefusedName, std::string(name));
  do {
    const std::string_view part = bytes.substr(0, intake::wire::member_part_limit);
    send(intake::wire::frame(intake::wire::MemberFrame{name, continues, part}));
    bytes.remove_prefix(part.size());
    continues = true;
  } while (!bytes.empty());
}

void Output::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(1, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) ::_exit(1); // nobody listens any more
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

} // namespace openimr::worker
