// The text layer of files: opening, the files inside, the words of every page.
#include "intake/passage.h"
#include "intake/trouble.h"

#include "base/hash.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <set>
#include <sys/mman.h>
#include <unistd.h>

namespace openimr::intake {
namespace {

using wire::FrameKind;

constexpr int first_pages = 16; // that are read by whoever opens the file; the others are shared out
constexpr int range_pages = 64;
constexpr int light_range_pages = 512; // of reports as lines, which cost less than the opening of their file

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

/// The files inside a file become jobs of their own, their bytes kept in memory without a name.
class Members {
public:
  explicit Members(Job& job) : job_(job) {}

  /// A worker that starts over tells them again.
  void forget() {
    job_.members.clear();
    names_.clear();
    bytes_taken_ = 0;
    is_full_ = false;
  }

  /// False when the worker cannot be believed.
  bool take(const wire::MemberFrame& member) {
    if (job_.depth + 1 > wire::member_depth_limit) {
      job_.take_note({wire::Trouble::TooDeep, 0, ""});
      return true;
    }
    const bool is_more = member.continues;
    if (is_more && job_.members.empty()) return is_full_;
    if (is_full_) return true;
    if (job_.members.size() + (is_more ? 0 : 1) > job_.members_left ||
        bytes_taken_ + member.bytes.size() > job_.bytes_left) {
      is_full_ = true;
      if (is_more) job_.members.pop_back(); // not whole
      job_.take_note({wire::Trouble::TooManyMembers, 0,
                      fmt::format("more than {} files or {} MB inside", members_limit, member_bytes_limit >> 20)});
      return true;
    }
    if (!is_more) begin(std::string(member.name));
    bytes_taken_ += member.bytes.size();
    write(*job_.members.back(), member.bytes);
    return true;
  }

private:
  void begin(const std::string& name) {
    auto inside = std::make_unique<Job>();
    inside->source.name = job_.source.name + "/" + unused_name(name);
    inside->source.descriptor = ::memfd_create("member", MFD_CLOEXEC);
    inside->depth = job_.depth + 1;
    inside->top = job_.top;
    if (inside->source.descriptor < 0)
      inside->source.trouble = problem_of_opening(inside->source.name, std::strerror(errno));
    job_.members.push_back(std::move(inside));
  }

  static void write(Job& inside, std::string_view bytes) {
    inside.bytes += bytes.size();
    if (inside.source.descriptor < 0 || write_all(inside.source.descriptor, bytes)) return;
    inside.source.trouble = problem_of_opening(inside.source.name, std::strerror(errno));
    ::close(inside.source.descriptor);
    inside.source.descriptor = -1;
  }

  /// Two files of the same name in one archive: the second is told apart.
  std::string unused_name(const std::string& name) {
    std::string unused = name;
    for (int n = 2; !names_.insert(unused).second; ++n) unused = fmt::format("{} ({})", name, n);
    return unused;
  }

  Job& job_;
  std::set<std::string> names_;
  std::uint64_t bytes_taken_ = 0;
  bool is_full_ = false;
};

/// A passage that puts pages of the layer into their places.
Passage layer_passage(Job& job, const Run& run, Worker& worker) {
  Passage passage(job, run, worker, "layer");
  passage.on_page = [&job](FrameKind kind, std::string_view payload, int number) {
    auto page = kind == FrameKind::Page ? wire::read_page_frame(payload) : std::nullopt;
    if (!page || page->number != number) return false;
    job.result.reading.pages[static_cast<std::size_t>(number) - 1] = std::move(*page);
    return true;
  };
  passage.on_lost = [](int) {}; // every page is unread until it is read
  return passage;
}

} // namespace

void open_and_read_layer(Job& job, const Run& run, Hands& hands) {
  job.result.name = job.source.name;
  Reading& reading = job.result.reading;
  if (job.source.descriptor >= 0) job.result.sha256 = sha256_of(job.source.descriptor);
  if (job.result.sha256.empty()) {
    job.result.problems.push_back(
        job.source.descriptor < 0 ? job.source.trouble : problem_of_opening(job.source.name, "a fault of the disk"));
    job.is_cacheable = false;
    return;
  }
  job.key = PageCache::key_of_file(job.result.sha256, run.options.language);
  if (auto known = run.cache.find(job.key)) {
    reading = std::move(*known);
    job.is_cacheable = false;
    run.progress.expect(reading.pages.size());
    run.progress.finish(reading.pages.size());
    return;
  }
  Members members(job);
  Passage passage = layer_passage(job, run, hands.files);
  passage.on_member = [&](const wire::MemberFrame& member) { return members.take(member); };
  passage.on_file = [&](const wire::FileFrame& file) {
    members.forget();
    if (reading.media_type.empty()) {
      job.is_new = true;
      reading.media_type = file.media_type;
      for (int number = 1; number <= static_cast<int>(file.pages); ++number)
        reading.pages.push_back(unread_page(number));
      run.progress.expect(file.pages);
    }
    return static_cast<int>(reading.pages.size());
  };
  if (!passage.go(1, first_pages, false)) { // files inside it may be lost
    job.doubt(1, first_pages);
    job.tell(WorkerEnd::Crashed, 0, 0, run.options.page_seconds);
  }
  if (!job.members.empty()) job.is_cacheable = false; // each of them is kept by its own bytes
}

std::vector<Range> rest_of_layer(Job& job) {
  std::vector<Range> ranges;
  const int pages = static_cast<int>(job.result.reading.pages.size());
  if (!job.is_new) return ranges;
  const std::string& type = job.result.reading.media_type;
  const int share = type == "application/x-ndjson" ? light_range_pages : range_pages;
  for (int first = first_pages + 1; first <= pages; first += share)
    ranges.push_back({&job, first, std::min(pages, first + share - 1)});
  return ranges;
}

void read_layer(const Range& range, const Run& run, Hands& hands) {
  if (!layer_passage(*range.job, run, hands.files).go(range.first, range.last, true))
    range.job->doubt(range.first, range.last);
}

void judge_layer(Job& job, const Run& run) {
  if (!job.is_new) return;
  Reading& reading = job.result.reading;
  const bool is_pdf = reading.media_type == "application/pdf";
  job.quality.assign(reading.pages.size(), LayerQuality::Good);
  std::size_t good = 0;
  for (std::size_t i = 0; i < reading.pages.size(); ++i) {
    records::Page& page = reading.pages[i];
    const bool is_lost = is_pdf && page.is_unread;
    if ((is_pdf || reading.media_type.starts_with("image/")) && !is_lost)
      job.quality[i] = quality_of(page, job.hidden.contains(static_cast<std::uint32_t>(page.number)));
    const bool may_be_kept = job.quality[i] == LayerQuality::Good || job.quality[i] == LayerQuality::Doubtful;
    if (may_be_kept && job.pictured.contains(static_cast<std::uint32_t>(page.number)))
      job.quality[i] = LayerQuality::Pictured;
    if (job.quality[i] != LayerQuality::Good) continue;
    ++good;
    if (is_pdf && !is_lost) page.reason = records::SourceReason::LayerIsSound;
  }
  run.progress.finish(good);
}

} // namespace openimr::intake
