#include "intake/worker_process.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace openimr::intake {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int out_of_memory_code = 3; // what the worker exits with (worker/main.cpp)

/// A child that is killed and reaped on every way out.
class Child {
public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ > 0) end_now();
  }

  /// Waits a moment for the child to leave by itself; its status, or that of the kill.
  int leave() {
    for (int tries = 0; tries < 200 && pid_ > 0; ++tries) {
      int status = 0;
      const pid_t left = ::waitpid(pid_, &status, WNOHANG);
      if (left == pid_ || (left < 0 && errno != EINTR)) {
        pid_ = -1;
        return left < 0 ? 0 : status;
      }
      ::usleep(tries < 20 ? 200 : 10000);
    }
    return end_now();
  }

  int end_now() {
    int status = 0;
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
      }
      pid_ = -1;
    }
    return status;
  }

private:
  pid_t pid_;
};

struct Pipe {
  int ends[2] = {-1, -1};
  bool open() { return ::pipe2(ends, O_CLOEXEC) == 0; }
  void close(int which) {
    if (ends[which] >= 0) ::close(ends[which]);
    ends[which] = -1;
  }
  ~Pipe() {
    close(0);
    close(1);
  }
};

pid_t start(const WorkerJob& job, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, job.file, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> arguments{const_cast<char*>(job.program.c_str())};
  for (const std::string& argument : job.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  char one_thread[] = "OMP_THREAD_LIMIT=1";
  char plain[] = "LC_ALL=C.UTF-8";
  char* environment[] = {one_thread, plain, nullptr};
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, job.program.c_str(), &actions, &attributes, arguments.data(), environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? pid : -1;
}

enum class Taken { All, Partly, Ended, Garbled };

/// Cuts whole frames off the front of the buffer.
Taken take_frames(std::string& buffer, const std::function<bool(wire::FrameKind, std::string_view)>& on_frame) {
  std::size_t at = 0;
  Taken result = Taken::All;
  while (buffer.size() - at >= 5) {
    wire::Cursor head(std::string_view(buffer).substr(at, 5));
    const std::uint8_t kind = head.u8();
    const std::uint32_t length = head.u32();
    const bool is_known = kind == 'F' || kind == 'P' || kind == 'N' || kind == 'E';
    if (!is_known || length > wire::frame_limit) return Taken::Garbled;
    if (buffer.size() - at - 5 < length) break;
    const auto payload = std::string_view(buffer).substr(at + 5, length);
    at += 5 + length;
    if (kind == 'E') return length == 0 ? Taken::Ended : Taken::Garbled;
    if (!on_frame(static_cast<wire::FrameKind>(kind), payload)) return Taken::Garbled;
    result = Taken::Partly;
  }
  buffer.erase(0, at);
  return result;
}

WorkerEnd why(int status) {
  if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGALRM)) return WorkerEnd::TimedOut;
  if (WIFEXITED(status) && WEXITSTATUS(status) == out_of_memory_code) return WorkerEnd::OutOfMemory;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) return WorkerEnd::NotStarted;
  return WorkerEnd::Crashed;
}

} // namespace

WorkerEnd run_worker(const WorkerJob& job, const std::function<bool(wire::FrameKind, std::string_view)>& on_frame) {
  Pipe pipe;
  if (!pipe.open()) return WorkerEnd::NotStarted;
  const pid_t pid = start(job, pipe.ends[1]);
  if (pid < 0) return WorkerEnd::NotStarted;
  Child child(pid);
  pipe.close(1);
  (void)::fcntl(pipe.ends[0], F_SETPIPE_SZ, 1 << 20);

  std::string buffer, chunk(std::size_t{1} << 18, '\0');
  auto deadline = Clock::now() + std::chrono::seconds(job.silence_seconds);
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return WorkerEnd::TimedOut;
    pollfd wait{pipe.ends[0], POLLIN, 0};
    const int ready = ::poll(&wait, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) return WorkerEnd::Crashed;
    if (ready <= 0) continue;
    const ssize_t count = ::read(pipe.ends[0], chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return why(child.leave());
    buffer.append(chunk.data(), static_cast<std::size_t>(count));
    const Taken taken = take_frames(buffer, on_frame);
    if (taken == Taken::Garbled) return WorkerEnd::Garbled;
    if (taken == Taken::Ended) {
      child.leave();
      return WorkerEnd::Finished;
    }
    if (taken == Taken::Partly) deadline = Clock::now() + std::chrono::seconds(job.silence_seconds);
  }
}

} // namespace openimr::intake
