// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/serve.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace openimr::worker {
namespace {

struct ServedJob {
  std::vector<std::string> arguments;
  int file = -1, output = -1;
};

enum class Received { Job, Closed, Nonsense };

Received receive(ServedJob& job) {
  char words[4096];
  alignas(cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))];
  iovec place{words, sizeof words};
  msghdr message{};
  message.msg_iov = &place;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t count = -1;
  do count = ::recvmsg(0, &message, MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  if (count <= 0) return Received::Closed;
  const cmsghdr* head = CMSG_FIRSTHDR(&message);
  if (!head || head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(2 * sizeof(int))) return Received::Nonsense;
  int descriptors[2];
  std::memcpy(descriptors, CMSG_DATA(head), sizeof descriptors);
  job = {{}, descriptors[0], descriptors[1]};
  std::string_view rest(words, static_cast<std::size_t>(count));
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    job.arguments.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  return Received::Job;
}

} // namespace

int serve(const std::function<void(std::span<const std::string>)>& act) {
  const pid_t self = ::getpid();
  ServedJob job;
  for (;;) {
    const Received received = receive(job);
    if (received == Received::Closed) return 0;
    if (received == Received::Nonsense) return 1;
    const pid_t child = ::fork();
    if (child == 0) {
      // The parent ends a file that takes too long by ending the process that serves.
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != self || ::dup2(job.file, 0) < 0 || ::dup2(job.output, 1) < 0) ::_exit(1);
      ::close_range(3, ~0U, 0);
      act(job.arguments);
      ::_exit(1);
    }
    ::close(job.file);
    ::close(job.output);
    int status = 1 << 8; // as if it had left with 1, when there is no room for another process
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (::send(0, &status, sizeof status, MSG_NOSIGNAL) != sizeof status) return 0;
  }
}

} // namespace openimr::worker
