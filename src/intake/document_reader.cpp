#include "intake/document_reader.h"

#include "intake/crew.h"
#include "intake/trouble.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <map>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace openimr::intake {
namespace {

/// Turns notes into problems and makes sure that a search for absence hears of what could not be read.
void finish(Job& job) {
  Reading& reading = job.result.reading;
  auto& notes = reading.notes;
  std::stable_sort(notes.begin(), notes.end(), [](const auto& a, const auto& b) { return a.page < b.page; });
  text::Problems found;
  if (reading.media_type.empty())
    reading.media_type = "application/octet-stream"; // could not be opened, or the worker died before it could tell
  else if (auto problem = problem_of_name(job.result.name, reading.media_type); !problem.found.empty())
    found.push_back(std::move(problem));
  bool has_more_pages = false, has_language = true;
  for (const wire::NoteFrame& note : notes) {
    found.push_back(problem_of(job.result.name, note, reading.pages.size()));
    has_more_pages = has_more_pages || note.trouble == wire::Trouble::TooManyPages;
    has_language = has_language && note.trouble != wire::Trouble::NoLanguage;
  }
  // A ZIP whose files were all taken is no document itself.
  const bool is_only_container = reading.pages.empty() && !job.members.empty() && notes.empty();
  if ((reading.pages.empty() && !is_only_container) || has_more_pages)
    reading.pages.push_back(unread_page(static_cast<int>(reading.pages.size()) + 1));
  std::sort(job.result.problems.begin(), job.result.problems.end(),
            [](const auto& a, const auto& b) { return a.where < b.where; });
  found.insert(found.end(), job.result.problems.begin(), job.result.problems.end());
  std::set<std::string> places;
  for (const text::Problem& problem : found) places.insert(problem.where);
  for (const records::Page& page : reading.pages) {
    const bool is_written =
        has_language && page.is_unread && (page.source == records::TextSource::Ocr || page.width > 0);
    const bool is_told = is_written && places.contains(fmt::format("{}, page {}", job.result.name, page.number));
    if (is_written && !is_told) found.push_back(problem_of_unread_page(job.result.name, page.number, page.confidence));
  }
  job.result.problems = std::move(found);
  if (job.source.descriptor >= 0) ::close(job.source.descriptor);
  job.source.descriptor = -1;
}

SourceFile opened(std::string name, int descriptor, int reason) {
  SourceFile file{std::move(name), descriptor, {}};
  struct stat info {};
  if (descriptor < 0) {
    file.trouble = reason == ELOOP || reason == ENOTDIR ? problem_of_link(file.name)
                                                        : problem_of_opening(file.name, std::strerror(reason));
  } else if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
    file.trouble = problem_of_opening(file.name, "something that is no file");
    ::close(descriptor);
    file.descriptor = -1;
  }
  return file;
}

constexpr int reading = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

} // namespace

SourceFile open_below(const std::string& folder, const std::string& path) {
  int place = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  int reason = errno;
  std::string_view rest = path;
  while (place >= 0) {
    const std::size_t slash = rest.find('/');
    const std::string name(rest.substr(0, slash));
    const bool is_last = slash == std::string_view::npos;
    int next = -1;
    if (name.empty() || name == "." || name == "..")
      reason = EINVAL;
    else {
      next = ::openat(place, name.c_str(), (is_last ? reading : O_PATH | O_DIRECTORY | O_CLOEXEC) | O_NOFOLLOW);
      reason = errno;
    }
    ::close(place);
    place = next;
    if (is_last || next < 0) break;
    rest.remove_prefix(slash + 1);
  }
  return opened(path, place, reason);
}

SourceFile open_file(const std::string& path) {
  // Standard input is opened anew each time; the doors keep it as a file (cli/standard_input.h).
  const int descriptor = ::open(path == "-" ? "/proc/self/fd/0" : path.c_str(), reading);
  return opened(path, descriptor, errno);
}

namespace {

/// The files inside the jobs of one round, with what each may still hold in turn. What is left for a file of the folder
/// is shared alike, so that the outcome does not depend on which is read first.
std::vector<Job*> next_round(const std::vector<Job*>& round) {
  struct Left {
    std::uint64_t bytes = member_bytes_limit;
    std::size_t members = members_limit, jobs = 0;
  };
  std::map<std::size_t, Left> left;
  std::vector<Job*> next;
  for (Job* job : round) {
    Left& rest = left.try_emplace(job->top, Left{0, 0, 0}).first->second;
    std::uint64_t taken = 0;
    for (const auto& inside : job->members) {
      next.push_back(inside.get());
      taken += inside->bytes;
      ++rest.jobs;
    }
    rest.bytes += job->bytes_left - std::min(job->bytes_left, taken);
    rest.members += job->members_left - std::min(job->members_left, job->members.size());
  }
  for (Job* job : next) {
    const Left& rest = left[job->top];
    job->bytes_left = job->bytes + rest.bytes / rest.jobs; // a message is never smaller than what is attached to it
    job->members_left = rest.members / rest.jobs;
  }
  return next;
}

/// Every file stays open until it is read: lets this process have as many as the system allows it.
void allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65536);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// A file before the files inside it.
void add_with_members(Job& job, std::vector<Job*>& all) {
  all.push_back(&job);
  for (const auto& inside : job.members) add_with_members(*inside, all);
}

/// The words that files themselves say: of the files of the folder, then of the files inside them, and so on down.
void read_layers(const std::vector<Job*>& top, const Run& run, Crew& crew) {
  for (std::vector<Job*> round = top; !round.empty(); round = next_round(round)) {
    for (Job* job : round)
      crew.add([&run, &crew, job](Hands& hands) {
        open_and_read_layer(*job, run, hands);
        for (const Range& range : rest_of_layer(*job))
          crew.add([&run, range](Hands& others) { read_layer(range, run, others); });
      });
    crew.wait();
    for (Job* job : round) judge_layer(*job, run);
  }
}

void read_by_ocr(const std::vector<Job*>& jobs, const Run& run, Crew& crew) {
  const std::vector<Range> ranges = ranges_to_recognise(jobs);
  bool has_kept = !ranges.empty();
  for (Job* job : jobs)
    if (job->ranges_left == 0 && job->is_cacheable) {
      run.cache.keep(job->key, job->result.reading);
      has_kept = true;
    }
  for (const Range& range : ranges) crew.add([&run, range](Hands& hands) { recognise(range, run, hands); });
  crew.wait();
  if (has_kept) run.cache.trim();
}

} // namespace

Result<std::vector<FileReading>> read_all(std::vector<SourceFile> files, const ReadOptions& options) {
  allow_many_files();
  std::vector<std::unique_ptr<Job>> top;
  std::vector<Job*> jobs;
  for (SourceFile& file : files) {
    top.push_back(std::make_unique<Job>());
    top.back()->source = std::move(file);
    top.back()->top = top.size() - 1;
    jobs.push_back(top.back().get());
  }
  const bool has_worker = ::access(options.worker_program.c_str(), X_OK) == 0;
  if (has_worker) {
    const PageCache cache(options.cache_folder, options.cache_bytes);
    Progress progress(options);
    const Run run{options, cache, progress};
    Crew crew(options);
    read_layers(jobs, run, crew);
    jobs.clear();
    for (const auto& job : top) add_with_members(*job, jobs);
    read_by_ocr(jobs, run, crew);
  }
  std::vector<FileReading> readings;
  for (Job* job : jobs) {
    finish(*job);
    readings.push_back(std::move(job->result));
  }
  if (!has_worker)
    return Error{ErrorKind::NotFound, options.worker_program, "no program that can be run",
                 "the extraction worker openimr-extract", "build it with ./run build, or name it with --worker"};
  return readings;
}

} // namespace openimr::intake
