// SPDX-License-Identifier: GPL-3.0-or-later
// One warm process that forks a fresh one for every file: loading poppler and its tables takes longer than reading a
// short file. The process that serves never looks at a file, so nothing of one file can reach the next.
#pragma once

#include <functional>
#include <span>
#include <string>

namespace openimr::worker {

/// Takes jobs from the sequenced-packet socket that is standard input until it is closed. A job is one packet:
/// arguments parted by zero bytes, with two descriptors, the file to read and the pipe to write frames to. `act` runs
/// in a process of its own with these as standard input and output and must not return; when it has ended, its wait
/// status (4 bytes, as this machine writes an int) goes back through the socket. Jobs are done one after another.
int serve(const std::function<void(std::span<const std::string>)>& act);

} // namespace openimr::worker
