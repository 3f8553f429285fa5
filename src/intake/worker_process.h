// Runs the confined extraction worker on open files, one after another, and takes in its frames.
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

/// One reading of one file.
struct WorkerJob {
  std::vector<std::string> arguments; ///< as openimr-extract takes them, "layer" or "pictures" first
  int file = -1;                      ///< open for reading, its offset is not used
  unsigned silence_seconds = 60;      ///< longest wait for the next frame
};

/// The worker program, started with the first job and kept: it has loaded its libraries and forks a fresh, confined
/// process for every job, so a crash costs that job only. A job that takes too long or lies costs the program, which
/// the next job starts anew. To be used and destroyed by the thread that made it: the program dies with that thread.
class Worker {
public:
  /// `arguments` say what it shall be ready for: {"files"} or {"words", languages}.
  Worker(std::string program, std::vector<std::string> arguments);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  /// Calls on_frame for every well-formed frame in order; false from it means that its payload was not believed and
  /// ends the job.
  WorkerEnd run(const WorkerJob& job, const std::function<bool(wire::FrameKind, std::string_view payload)>& on_frame);

private:
  bool start();
  int stop();
  bool hand_over(const WorkerJob& job, int output);
  WorkerEnd end_of_job();

  std::string program_;
  std::vector<std::string> arguments_;
  int pid_ = -1, socket_ = -1;
  int statuses_due_ = 0; ///< of jobs that were handed over
};

} // namespace openimr::intake
