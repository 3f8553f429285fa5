#include "intake/document_reader.h"

#include "base/hash.h"
#include "intake/page_choice.h"
#include "intake/trouble.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace openimr::intake {
namespace {

using wire::FrameKind;

constexpr int failures_limit = 20;                                     // workers that one file may cost
constexpr int longest_range = 10;                                      // pages of one OCR worker
constexpr unsigned cpu_limit = 3600;                                   // seconds of processor time of one worker
constexpr std::uint64_t member_bytes_limit = std::uint64_t{512} << 20; // of all files inside one file
constexpr std::size_t members_limit = 2000;                            // files inside one file, at any depth

/// A file on its way: what was read, what is left to do.
struct Job {
  SourceFile source;
  FileReading result;
  std::string key;
  std::vector<LayerQuality> quality; ///< of pages, by index
  std::atomic<int> ranges_left = 0;
  std::mutex mutex; ///< of result while ranges run
  std::atomic<bool> is_cacheable = true;
  std::vector<std::unique_ptr<Job>> members; ///< files inside this one
  int depth = 0;                             ///< 0 for a file of the folder
  std::size_t top = 0;                       ///< index of the file of the folder that this one is inside of
  std::uint64_t bytes_left = member_bytes_limit;
  std::size_t members_left = members_limit;
  std::uint64_t bytes = 0; ///< of a member

  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job() {
    if (source.descriptor >= 0) ::close(source.descriptor);
  }
};

struct Range {
  Job* job = nullptr;
  int first = 1, last = 1;
};

/// Counts pages for the person who waits.
class Progress {
public:
  explicit Progress(const ReadOptions& options) : tell_(options.progress) {}
  void expect(std::size_t pages) { change(0, pages); }
  void finish(std::size_t pages) { change(pages, 0); }

private:
  void change(std::size_t done, std::size_t more) {
    if (!tell_) return;
    const std::lock_guard lock(mutex_);
    done_ += done;
    total_ += more;
    tell_(done_, total_);
  }
  const std::function<void(std::size_t, std::size_t)>& tell_;
  std::mutex mutex_;
  std::size_t done_ = 0, total_ = 0;
};

/// Calls act(0) … act(count - 1), several at a time, each thread with a worker of its own.
void side_by_side(std::size_t count, unsigned threads, const ReadOptions& options, std::vector<std::string> ready_for,
                  const std::function<void(std::size_t, Worker&)>& act) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    Worker worker(options.worker_program, ready_for);
    for (std::size_t i = next++; i < count; i = next++) act(i, worker);
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < std::min<std::size_t>(std::max(1U, threads), count); ++i) others.emplace_back(work);
  work();
}

records::Page unread_page(int number) {
  records::Page page;
  page.number = number;
  page.confidence = 0;
  page.is_unread = true;
  return page;
}

std::string sha256_of(int descriptor) {
  Sha256 hash;
  std::string chunk(std::size_t{1} << 16, '\0');
  for (off_t at = 0;;) {
    const ssize_t count = ::pread(descriptor, chunk.data(), chunk.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return {};
    if (count == 0) return hash.hex();
    hash.add(std::string_view(chunk).substr(0, static_cast<std::size_t>(count)));
    at += count;
  }
}

unsigned cpu_seconds(const ReadOptions& options, int pages) {
  return std::min(cpu_limit, options.page_seconds * static_cast<unsigned>(std::min(pages, 1000)) + 10);
}

/// Reads pages first to last, in as many workers as it takes. A worker that dies costs the page it was at: it is tried
/// once more alone, then left unread. on_page gets every page once, in order; last is learnt from the file when it is
/// 0.
class Attempt {
public:
  Attempt(Job& job, const ReadOptions& options, Worker& worker) : job_(job), options_(options), worker_(worker) {}

  /// How the arguments of the worker begin: mode; the rest follows from the pages.
  void run(bool is_ocr, int first, int last, const std::function<void(records::Page)>& on_page) {
    int next = first, failures = 0;
    bool knows_pages = is_ocr;
    while (!knows_pages || next <= last) {
      const int start = next;
      bool has_opened = false;
      const WorkerEnd end = worker_.run(work(is_ocr, next, last), [&](FrameKind kind, std::string_view payload) {
        if (kind == FrameKind::Member) {
          const auto member = wire::read_member_frame(payload);
          return member && has_opened && !is_ocr && take_member(*member);
        }
        if (kind == FrameKind::File) {
          const auto file = wire::read_file_frame(payload);
          if (!file || has_opened) return false;
          has_opened = true;
          if (!is_ocr) take_file(*file, knows_pages, last);
          return true;
        }
        if (kind == FrameKind::Note) {
          const auto note = wire::read_note_frame(payload);
          if (note) take_note(*note);
          return note.has_value();
        }
        auto page = wire::read_page_frame(payload);
        if (!page || page->number != next || !knows_pages || next > last) return false;
        on_page(std::move(*page));
        ++next;
        return true;
      });
      if (end == WorkerEnd::Finished && knows_pages && next > last) return;
      if (end == WorkerEnd::Finished && no_language_) return leave_rest(next, last, on_page);
      if (end == WorkerEnd::Finished && !is_ocr && last == 0) return; // no pages; a note or the files inside say why
      job_.is_cacheable = false;
      if (!knows_pages || ++failures > failures_limit) {
        tell(end, knows_pages ? next : 0, last);
        return leave_rest(next, last, on_page);
      }
      if (next != start && end != WorkerEnd::Finished) continue;
      tell(end, next, next);
      on_page(unread_page(next++));
    }
  }

private:
  WorkerJob work(bool is_ocr, int first, int last) const {
    const std::string cpu = std::to_string(cpu_seconds(options_, is_ocr ? last - first + 1 : 1000));
    std::vector<std::string> arguments = {is_ocr ? "ocr" : "layer", cpu, std::to_string(first)};
    if (is_ocr) arguments.push_back(std::to_string(last));
    return {std::move(arguments), job_.source.descriptor, options_.page_seconds};
  }

  void take_file(const wire::FileFrame& file, bool& knows_pages, int& last) {
    if (!knows_pages) {
      job_.result.reading.media_type = file.media_type;
      last = static_cast<int>(file.pages);
    }
    knows_pages = true;
    // A worker that starts over tells them again.
    job_.members.clear();
    member_names_.clear();
    bytes_taken_ = 0;
    is_full_ = false;
  }

  /// A file inside the file becomes a job of its own, its bytes kept in memory without a name. False when the worker
  /// cannot be believed.
  bool take_member(const wire::MemberFrame& member) {
    if (job_.depth + 1 > wire::member_depth_limit) {
      take_note({wire::Trouble::TooDeep, 0, ""});
      return true;
    }
    const bool is_more = member.continues;
    if (is_more && job_.members.empty()) return is_full_;
    if (is_full_) return true;
    if (job_.members.size() + (is_more ? 0 : 1) > job_.members_left ||
        bytes_taken_ + member.bytes.size() > job_.bytes_left) {
      is_full_ = true;
      if (is_more) job_.members.pop_back(); // not whole
      take_note({wire::Trouble::TooManyMembers, 0,
                 fmt::format("more than {} files or {} MB inside", members_limit, member_bytes_limit >> 20)});
      return true;
    }
    if (!is_more) {
      auto inside = std::make_unique<Job>();
      inside->source.name = job_.source.name + "/" + unused_name(std::string(member.name));
      inside->source.descriptor = ::memfd_create("member", MFD_CLOEXEC);
      inside->depth = job_.depth + 1;
      inside->top = job_.top;
      if (inside->source.descriptor < 0)
        inside->source.trouble = problem_of_opening(inside->source.name, std::strerror(errno));
      job_.members.push_back(std::move(inside));
    }
    Job& inside = *job_.members.back();
    bytes_taken_ += member.bytes.size();
    inside.bytes += member.bytes.size();
    std::string_view rest = member.bytes;
    while (inside.source.descriptor >= 0 && !rest.empty()) {
      const ssize_t count = ::write(inside.source.descriptor, rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        inside.source.trouble = problem_of_opening(inside.source.name, std::strerror(errno));
        ::close(inside.source.descriptor);
        inside.source.descriptor = -1;
        break;
      }
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  /// Two files of the same name in one archive: the second is told apart.
  std::string unused_name(const std::string& name) {
    std::string unused = name;
    for (int n = 2; !member_names_.insert(unused).second; ++n) unused = fmt::format("{} ({})", name, n);
    return unused;
  }

  void take_note(const wire::NoteFrame& note) {
    const std::lock_guard lock(job_.mutex);
    if (note.trouble == wire::Trouble::NoLanguage) no_language_ = true;
    if (note.trouble == wire::Trouble::NoLanguage) job_.is_cacheable = false;
    auto& notes = job_.result.reading.notes;
    const bool is_known = std::any_of(notes.begin(), notes.end(), [&](const wire::NoteFrame& other) {
      return other.trouble == note.trouble && other.page == note.page && other.detail == note.detail;
    });
    if (!is_known) notes.push_back(note);
  }

  void tell(WorkerEnd end, int first, int last) {
    const std::lock_guard lock(job_.mutex);
    job_.result.problems.push_back(problem_of(job_.source.name, end, first, last, options_.page_seconds));
  }

  static void leave_rest(int next, int last, const std::function<void(records::Page)>& on_page) {
    for (; next <= last; ++next) on_page(unread_page(next));
  }

  Job& job_;
  const ReadOptions& options_;
  Worker& worker_;
  bool no_language_ = false;
  std::set<std::string> member_names_;
  std::uint64_t bytes_taken_ = 0;
  bool is_full_ = false;
};

bool has_page_images(const std::string& media_type) {
  return media_type == "application/pdf" || media_type.starts_with("image/");
}

/// Hash, cache, text layer.
void open_and_read_layer(Job& job, const ReadOptions& options, const PageCache& cache, Progress& progress,
                         Worker& worker) {
  job.result.name = job.source.name;
  Reading& reading = job.result.reading;
  if (job.source.descriptor >= 0) job.result.sha256 = sha256_of(job.source.descriptor);
  if (job.result.sha256.empty()) {
    job.result.problems.push_back(
        job.source.descriptor < 0 ? job.source.trouble : problem_of_opening(job.source.name, "a fault of the disk"));
    job.is_cacheable = false;
    return;
  }
  job.key = PageCache::key(job.result.sha256, options.language);
  if (auto known = cache.find(job.key)) {
    reading = std::move(*known);
    job.is_cacheable = false;
    progress.expect(reading.pages.size());
    progress.finish(reading.pages.size());
    return;
  }
  Attempt(job, options, worker).run(false, 1, 0, [&](records::Page page) { reading.pages.push_back(std::move(page)); });
  if (!job.members.empty()) job.is_cacheable = false; // each of them is kept by its own bytes
  job.quality.assign(reading.pages.size(), LayerQuality::Good);
  std::size_t good = 0;
  if (has_page_images(reading.media_type))
    for (std::size_t i = 0; i < reading.pages.size(); ++i) {
      const bool is_lost = reading.pages[i].is_unread && reading.media_type == "application/pdf";
      job.quality[i] = is_lost ? LayerQuality::Good : quality_of(reading.pages[i]);
    }
  for (LayerQuality quality : job.quality) good += quality == LayerQuality::Good ? 1 : 0;
  progress.expect(reading.pages.size());
  progress.finish(good);
}

/// Runs of pages that need OCR, cut so that every worker has its share.
std::vector<Range> ocr_ranges(const std::vector<Job*>& jobs, unsigned threads) {
  std::size_t pages = 0;
  for (const Job* job : jobs)
    for (LayerQuality quality : job->quality) pages += quality != LayerQuality::Good ? 1 : 0;
  const int length = std::clamp(static_cast<int>(pages / (std::max(1U, threads) * 3)), 1, longest_range);
  std::vector<Range> ranges;
  for (Job* job : jobs)
    for (int page = 1; page <= static_cast<int>(job->quality.size()); ++page) {
      if (job->quality[static_cast<std::size_t>(page) - 1] == LayerQuality::Good) continue;
      const bool continues = !ranges.empty() && ranges.back().job == job && ranges.back().last == page - 1 &&
                             page - ranges.back().first < length;
      if (continues) {
        ranges.back().last = page;
      } else {
        ranges.push_back({job, page, page});
        ++job->ranges_left;
      }
    }
  return ranges;
}

void read_range(const Range& range, const ReadOptions& options, const PageCache& cache, Progress& progress,
                Worker& worker) {
  Job& job = *range.job;
  Attempt(job, options, worker).run(true, range.first, range.last, [&](records::Page page) {
    const auto index = static_cast<std::size_t>(page.number) - 1;
    records::Page& slot = job.result.reading.pages[index]; // no other range has this page
    if (page.width == 0 && page.height == 0) {
      page.width = slot.width;
      page.height = slot.height;
    }
    const bool was_image = slot.is_unread; // page images have no layer
    slot = was_image ? std::move(page) : choose(std::move(slot), job.quality[index], std::move(page));
    progress.finish(1);
  });
  if (--job.ranges_left == 0 && job.is_cacheable) cache.keep(job.key, job.result.reading);
}

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
  for (const records::Page& page : reading.pages) {
    const bool is_written =
        has_language && page.is_unread && (page.source == records::TextSource::Ocr || page.width > 0);
    const std::string where = fmt::format("{}, page {}", job.result.name, page.number);
    const bool is_told =
        std::any_of(found.begin(), found.end(), [&](const text::Problem& problem) { return problem.where == where; });
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
  const int descriptor = ::open(path.c_str(), reading);
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
    for (std::vector<Job*> round = jobs; !round.empty(); round = next_round(round))
      side_by_side(round.size(), options.threads, options, {"layer"}, [&](std::size_t i, Worker& worker) {
        open_and_read_layer(*round[i], options, cache, progress, worker);
      });
    jobs.clear();
    for (const auto& job : top) add_with_members(*job, jobs);
    const std::vector<Range> ranges = ocr_ranges(jobs, options.threads);
    bool has_kept = !ranges.empty();
    for (Job* job : jobs)
      if (job->ranges_left == 0 && job->is_cacheable) {
        cache.keep(job->key, job->result.reading);
        has_kept = true;
      }
    side_by_side(ranges.size(), options.threads, options, {"ocr", options.language},
                 [&](std::size_t i, Worker& worker) { read_range(ranges[i], options, cache, progress, worker); });
    if (has_kept) cache.trim();
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
