// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/output.h"

#include "intake/worker/page_builder.h"

#include <cerrno>
#include <unistd.h>

namespace openimr::worker {

void Output::note(intake::wire::Trouble trouble, std::string detail, int page) {
  detail = clean(detail.substr(0, 100));
  send(intake::wire::frame(intake::wire::NoteFrame{trouble, static_cast<std::uint32_t>(page), std::move(detail)}));
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
