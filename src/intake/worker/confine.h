// SPDX-License-Identifier: GPL-3.0-or-later
// The confinement of the worker: what it may use and touch once it looks at an untrusted file.
// Layers, each useful when another is missing: resource limits; no new privileges, no core, no debugger; Landlock (only
// fonts, OCR data and the system's libraries can be opened, read-only); a seccomp allowlist (no sockets, no programs,
// no processes, no writing to files).
#pragma once

#include <cstdint>

namespace openimr::worker {

struct Limits {
  std::uint64_t memory_bytes = std::uint64_t{3} << 30;
  unsigned cpu_seconds = 600;
};

/// Gives up what the work does not need. False when the kernel refuses a part that must hold (the worker then ends
/// without looking).
bool confine(const Limits& limits);

} // namespace openimr::worker
