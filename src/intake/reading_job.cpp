#include "intake/reading_job.h"

#include "intake/trouble.h"

#include <cerrno>
#include <sys/mman.h>
#include <unistd.h>

namespace openimr::intake {
namespace {

constexpr unsigned cpu_limit = 3600; // seconds of processor time of one worker

} // namespace

Job::~Job() {
  if (source.descriptor >= 0) ::close(source.descriptor);
}

void Job::take_note(const wire::NoteFrame& note) {
  const std::lock_guard lock(mutex);
  if (note.trouble == wire::Trouble::HiddenWords) {
    hidden.insert(note.page);
    return;
  }
  if (note.trouble == wire::Trouble::PictureOnPage) {
    pictured.insert(note.page);
    return;
  }
  if (note.trouble == wire::Trouble::NoLanguage) is_cacheable = false;
  auto& notes = result.reading.notes;
  const bool is_known = std::any_of(notes.begin(), notes.end(), [&](const wire::NoteFrame& other) {
    return other.trouble == note.trouble && other.page == note.page && other.detail == note.detail;
  });
  if (!is_known) notes.push_back(note);
}

void Job::doubt(int first, int last) {
  const std::lock_guard lock(mutex);
  for (int page = first; page <= last; ++page) hidden.insert(static_cast<std::uint32_t>(page));
}

void Job::tell(WorkerEnd end, int first, int last, unsigned page_seconds) {
  const std::lock_guard lock(mutex);
  result.problems.push_back(problem_of(source.name, end, first, last, page_seconds));
}

void Progress::change(std::size_t done, std::size_t more) {
  if (!tell_) return;
  const std::lock_guard lock(mutex_);
  done_ += done;
  total_ += more;
  tell_(done_, total_);
}

records::Page unread_page(int number) {
  records::Page page;
  page.number = number;
  page.confidence = 0;
  page.is_unread = true;
  return page;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

int file_of(std::string_view bytes) {
  const int descriptor = ::memfd_create("picture", MFD_CLOEXEC);
  if (descriptor >= 0 && !write_all(descriptor, bytes)) {
    ::close(descriptor);
    return -1;
  }
  return descriptor;
}

std::string cpu_seconds(const ReadOptions& options, int pages) {
  return std::to_string(
      std::min(cpu_limit, options.page_seconds * static_cast<unsigned>(std::clamp(pages, 1, 1000)) + 10));
}

} // namespace openimr::intake
