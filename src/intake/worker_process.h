// Runs the confined extraction worker on one open file and takes in its frames.
// The worker limits itself (memory, processor time, system calls, files) before it looks at the file; this side keeps
// the wall clock and believes nothing that is not well formed.
#pragma once

#include "intake/wire.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::intake {

/// How a worker ended.
enum class WorkerEnd {
  Finished,    ///< said everything
  Crashed,     ///< died by a signal or with an error
  TimedOut,    ///< was silent too long, or used up its processor time
  OutOfMemory, ///< asked for more than its limit
  Garbled,     ///< said something that cannot be believed
  NotStarted,  ///< the program is missing or cannot be run
};

struct WorkerJob {
  std::string program;
  std::vector<std::string> arguments;
  int file = -1;                 ///< open for reading; becomes the worker's standard input, its offset is not used
  unsigned silence_seconds = 60; ///< longest wait for the next frame
};

/// Calls on_frame for every well-formed frame in order; false from it means that its payload was not believed and ends
/// the worker.
WorkerEnd run_worker(const WorkerJob& job,
                     const std::function<bool(wire::FrameKind, std::string_view payload)>& on_frame);

} // namespace openimr::intake
