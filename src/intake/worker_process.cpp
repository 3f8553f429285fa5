#include "intake/worker_process.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace openimr::intake {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int out_of_memory_code = 3;     // what the worker exits with (worker/main.cpp)
constexpr int status_milliseconds = 3000; // to tell how a job ended that has closed its pipe

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

/// The program with one end of a socket as its standard input, or -1.
pid_t spawn(const std::string& program, const std::vector<std::string>& words, int socket) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, socket, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  char serve[] = "serve";
  std::vector<char*> arguments{const_cast<char*>(program.c_str()), serve};
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  char one_thread[] = "OMP_THREAD_LIMIT=1";
  char plain[] = "LC_ALL=C.UTF-8";
  char allocation[] = "GLIBC_TUNABLES=glibc.malloc.tcache_count=20000"; // poppler frees small pieces by the million
  char* environment[] = {one_thread, plain, allocation, nullptr};
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments.data(), environment);
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
    const bool is_known = kind == 'F' || kind == 'P' || kind == 'I' || kind == 'N' || kind == 'M' || kind == 'G' || kind == 'E';
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

Worker::Worker(std::string program, std::vector<std::string> arguments)
    : program_(std::move(program)), arguments_(std::move(arguments)) {}

Worker::~Worker() { stop(); }

bool Worker::start() {
  if (pid_ > 0) return true;
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return false;
  pid_ = spawn(program_, arguments_, ends[1]);
  ::close(ends[1]);
  socket_ = ends[0];
  statuses_due_ = 0;
  if (pid_ < 0) stop();
  return pid_ > 0;
}

/// Ends the program, and with it the process that is at a job; its status.
int Worker::stop() {
  int status = 0;
  if (socket_ >= 0) ::close(socket_);
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
  }
  pid_ = socket_ = -1;
  return status;
}

bool Worker::hand_over(const WorkerJob& job, int output) {
  // Statuses of jobs that ended well are taken in here: the program waits when too many lie unread.
  for (int status = 0; statuses_due_ > 0 && ::recv(socket_, &status, sizeof status, MSG_DONTWAIT) == sizeof status;)
    --statuses_due_;
  std::string words;
  for (const std::string& argument : job.arguments) words += argument + '\0';
  iovec place{words.data(), words.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &place;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(2 * sizeof(int));
  const int descriptors[2] = {job.file, output};
  std::memcpy(CMSG_DATA(head), descriptors, sizeof descriptors);
  ssize_t sent = -1;
  do sent = ::sendmsg(socket_, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent == static_cast<ssize_t>(words.size())) ++statuses_due_;
  return sent == static_cast<ssize_t>(words.size());
}

/// How the job ended whose pipe is closed.
WorkerEnd Worker::end_of_job() {
  int status = 0;
  while (statuses_due_ > 0) {
    pollfd wait{socket_, POLLIN, 0};
    const int ready = ::poll(&wait, 1, status_milliseconds);
    if (ready < 0 && errno == EINTR) continue;
    const ssize_t count = ready > 0 ? ::recv(socket_, &status, sizeof status, 0) : 0;
    if (count < 0 && errno == EINTR) continue;
    if (count == sizeof status) {
      --statuses_due_;
      continue;
    }
    // The program itself is gone or hangs.
    if (ready > 0) ::usleep(1000);
    int own = 0;
    if (::waitpid(pid_, &own, WNOHANG) == pid_) {
      pid_ = -1;
      stop();
      return why(own);
    }
    stop();
    return WorkerEnd::Crashed;
  }
  return why(status);
}

WorkerEnd Worker::run(const WorkerJob& job, const std::function<bool(wire::FrameKind, std::string_view)>& on_frame) {
  Pipe pipe;
  if (!pipe.open()) return WorkerEnd::NotStarted;
  (void)::fcntl(pipe.ends[0], F_SETPIPE_SZ, 1 << 20);
  for (int tries = 0; !start() || !hand_over(job, pipe.ends[1]); ++tries) {
    stop(); // it may have been ended from outside
    if (tries == 1) return WorkerEnd::NotStarted;
  }
  pipe.close(1);

  std::string buffer, chunk(std::size_t{1} << 18, '\0');
  auto deadline = Clock::now() + std::chrono::seconds(job.silence_seconds);
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd wait{pipe.ends[0], POLLIN, 0};
    const int ready = left <= 0 ? 0 : ::poll(&wait, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      stop();
      return ready == 0 ? WorkerEnd::TimedOut : WorkerEnd::Crashed;
    }
    const ssize_t count = ::read(pipe.ends[0], chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return end_of_job();
    buffer.append(chunk.data(), static_cast<std::size_t>(count));
    const Taken taken = take_frames(buffer, on_frame);
    if (taken == Taken::Ended) return WorkerEnd::Finished; // its status is taken in with the next job's
    if (taken == Taken::Garbled) {
      stop();
      return WorkerEnd::Garbled;
    }
    if (taken == Taken::Partly) deadline = Clock::now() + std::chrono::seconds(job.silence_seconds);
  }
}

} // namespace openimr::intake
