// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/confine.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <initializer_list>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OPENIMR_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OPENIMR_SANITIZED 1
#endif
#endif
#ifndef OPENIMR_SANITIZED
#define OPENIMR_SANITIZED 0
#endif

namespace openimr::worker {
namespace {

bool limit(decltype(RLIMIT_CPU) resource, rlim_t soft, rlim_t hard) {
  rlimit now{};
  ::getrlimit(resource, &now);
  if (hard > now.rlim_max) hard = now.rlim_max;
  if (soft > hard) soft = hard;
  const rlimit wanted{soft, hard};
  return ::setrlimit(resource, &wanted) == 0;
}

bool limit_resources(const Limits& limits) {
  bool is_good = limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 5) && limit(RLIMIT_FSIZE, 0, 0) &&
                 limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NOFILE, 64, 64) && limit(RLIMIT_NPROC, 0, 0);
  // The shadow memory of a sanitizer does not fit under any limit of the address space.
  if (!OPENIMR_SANITIZED) is_good = limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes) && is_good;
  return is_good;
}

enum class Landlock { Holds, Missing, Failed };

/// Lets only these folders be opened, and only for reading. Kernels before 5.13 have no Landlock.
Landlock limit_files() {
  landlock_ruleset_attr rules{};
  rules.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
                            LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                            LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                            LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                            LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
  const long set = ::syscall(SYS_landlock_create_ruleset, &rules, sizeof rules.handled_access_fs, 0);
  if (set < 0) return errno == ENOSYS || errno == EOPNOTSUPP ? Landlock::Missing : Landlock::Failed;
  bool is_good = true;
  for (const char* folder :
       {"/usr/share", "/usr/lib", "/usr/lib64", "/usr/local/share", "/etc/fonts", "/var/cache/fontconfig"}) {
    const int place = ::open(folder, O_PATH | O_CLOEXEC);
    if (place < 0) continue;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    rule.parent_fd = place;
    is_good = ::syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0 && is_good;
    ::close(place);
  }
  is_good = ::syscall(SYS_landlock_restrict_self, set, 0) == 0 && is_good;
  ::close(static_cast<int>(set));
  return is_good ? Landlock::Holds : Landlock::Failed;
}

/// Everything that is not listed fails with EPERM.
bool limit_calls(bool may_open_files) {
  const scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (!filter) return false;
  bool is_good = true;
  const auto allow = [&](int call) { is_good = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0 && is_good; };
  for (int call : {SCMP_SYS(read),
                   SCMP_SYS(readv),
                   SCMP_SYS(pread64),
                   SCMP_SYS(write),
                   SCMP_SYS(writev),
                   SCMP_SYS(close),
                   SCMP_SYS(lseek),
                   SCMP_SYS(_llseek),
                   SCMP_SYS(stat),
                   SCMP_SYS(fstat),
                   SCMP_SYS(lstat),
                   SCMP_SYS(newfstatat),
                   SCMP_SYS(statx),
                   SCMP_SYS(access),
                   SCMP_SYS(faccessat),
                   SCMP_SYS(faccessat2),
                   SCMP_SYS(readlink),
                   SCMP_SYS(readlinkat),
                   SCMP_SYS(getdents64),
                   SCMP_SYS(getcwd),
                   SCMP_SYS(fcntl),
                   SCMP_SYS(fstatfs),
                   SCMP_SYS(statfs),
                   SCMP_SYS(fadvise64),
                   SCMP_SYS(munmap),
                   SCMP_SYS(mremap),
                   SCMP_SYS(madvise),
                   SCMP_SYS(brk),
                   SCMP_SYS(futex),
                   SCMP_SYS(sched_yield),
                   SCMP_SYS(sched_getaffinity),
                   SCMP_SYS(getrandom),
                   SCMP_SYS(clock_gettime),
                   SCMP_SYS(clock_getres),
                   SCMP_SYS(gettimeofday),
                   SCMP_SYS(time),
                   SCMP_SYS(nanosleep),
                   SCMP_SYS(clock_nanosleep),
                   SCMP_SYS(getpid),
                   SCMP_SYS(gettid),
                   SCMP_SYS(getuid),
                   SCMP_SYS(geteuid),
                   SCMP_SYS(getgid),
                   SCMP_SYS(getegid),
                   SCMP_SYS(getrusage),
                   SCMP_SYS(sysinfo),
                   SCMP_SYS(uname),
                   SCMP_SYS(rt_sigaction),
                   SCMP_SYS(rt_sigprocmask),
                   SCMP_SYS(rt_sigreturn),
                   SCMP_SYS(sigaltstack),
                   SCMP_SYS(rseq),
                   SCMP_SYS(set_robust_list),
                   SCMP_SYS(restart_syscall),
                   SCMP_SYS(exit),
                   SCMP_SYS(exit_group),
                   SCMP_SYS(tgkill)})
    allow(call);
  // Memory may be writable or executable, never both; the loader maps the character converters of the C library.
  is_good = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, PROT_WRITE)) == 0 &&
            is_good;
  is_good =
      ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_WRITE, 0)) == 0 &&
      is_good;
  is_good = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
            is_good;
  // Opening only to read, and only where Landlock says which files.
  constexpr int changing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  const auto allow_reading = [&](int call, unsigned flags) {
    const scmp_arg_cmp only{flags, SCMP_CMP_MASKED_EQ, changing, 0};
    is_good = ::seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &only) == 0 && is_good;
  };
  if (may_open_files) {
    allow_reading(SCMP_SYS(open), 1);
    allow_reading(SCMP_SYS(openat), 2);
  }
  is_good = is_good && ::seccomp_load(filter) == 0;
  ::seccomp_release(filter);
  return is_good;
}

} // namespace

bool confine(const Limits& limits) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  if (!limit_resources(limits)) return false;
  const Landlock landlock = limits.has_landlock ? limit_files() : Landlock::Missing;
  return landlock != Landlock::Failed && limit_calls(limits.may_open_files && landlock == Landlock::Holds);
}

} // namespace openimr::worker
