// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/output.h"

#include "intake/worker/page_builder.h"

#include <cerrno>
#include <unistd.h>

namespace openimr::worker {

void Output::note(intake::wire::Trouble trouble, std::string detail, int page) {
  detail = clean(detail.substr(0, 100));
  for (char& c : detail)
    if (c == '\n' || c == '\t') c = ' ';
  send(intake::wire::frame(intake::wire::NoteFrame{trouble, static_cast<std::uint32_t>(page), std::move(detail)}));
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
