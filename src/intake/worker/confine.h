// SPDX-License-Identifier: GPL-3.0-or-later
// The confinement of the worker: what it may use and touch once it looks at an untrusted file.
// Layers, each useful when another is missing: resource limits; no new privileges, no core, no debugger; Landlock (only
// fonts, character maps and the system's libraries can be opened, read-only); a seccomp allowlist (no sockets, no
// programs, no processes, no writing to files). On a kernel without Landlock nothing can be opened at all: PDF pages
// whose fonts are not in the file are then rendered without them.
#pragma once

#include <cstdint>

namespace openimr::worker {

struct Limits {
  std::uint64_t memory_bytes = std::uint64_t{3} << 29; ///< 1.5 GiB of address space; the caller adds the file's size
  unsigned cpu_seconds = 600;
  bool may_open_files = true; ///< fonts and the like, where Landlock keeps all else away
  bool has_landlock = true;   ///< false: as if the kernel had none (a test)
};

/// Gives up what the work does not need. False when the kernel refuses a part that must hold (the worker then ends
/// without looking).
bool confine(const Limits& limits);

} // namespace openimr::worker
