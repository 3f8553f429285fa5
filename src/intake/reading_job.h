// A file on its way through reading: what was read of it, what is left to do; and the threads that do it.
#pragma once

#include "intake/document_reader.h"
#include "intake/page_choice.h"
#include "intake/worker_process.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace openimr::intake {

inline constexpr std::uint64_t member_bytes_limit = std::uint64_t{512} << 20; ///< of all files inside one file
inline constexpr std::size_t members_limit = 2000;                            ///< files inside one file, at any depth

struct Job {
  SourceFile source;
  FileReading result;
  std::string key;
  bool is_new = false;               ///< was opened, not found in the cache
  std::set<std::uint32_t> hidden;    ///< pages whose words are drawn invisibly
  std::set<std::uint32_t> pictured;  ///< pages with a large picture beside words that can be seen
  std::vector<LayerQuality> quality; ///< of pages, by index
  std::atomic<int> ranges_left = 0;
  std::mutex mutex; ///< of result while ranges run; pages by index belong to the range that has them
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
  ~Job();

  /// What a worker noted; told once.
  void take_note(const wire::NoteFrame& note);
  /// Nobody knows whether the words of these pages can be seen: they are held against the page.
  void doubt(int first, int last);
  /// A worker that came to no good end on these pages; 0 for the whole file.
  void tell(WorkerEnd end, int first, int last, unsigned page_seconds);
};

/// Pages of a file that one worker reads in one go. How files are cut into ranges does not depend on the number of
/// threads, so that what is given up after many crashes does not either.
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
  void change(std::size_t done, std::size_t more);
  const std::function<void(std::size_t, std::size_t)>& tell_;
  std::mutex mutex_;
  std::size_t done_ = 0, total_ = 0;
};

/// Everything that the reading of one run shares.
struct Run {
  const ReadOptions& options;
  const PageCache& cache;
  Progress& progress;
};

/// A page that could not be read.
records::Page unread_page(int number);

/// A file without a name in memory that holds the bytes, or -1. To be closed by the caller.
int file_of(std::string_view bytes);
/// Writes all of them; false when there is no room.
bool write_all(int descriptor, std::string_view bytes);

/// Processor seconds that a worker may use on so many pages.
std::string cpu_seconds(const ReadOptions& options, int pages);

/// The programs that a thread works with; each starts with its first job. One opens files and says what stands in them
/// or makes pictures of their pages; the other recognises a picture and never sees the file. Whoever takes over the one
/// by a hostile file cannot put words into the picture of another file's page.
struct Hands {
  explicit Hands(const ReadOptions& options)
      : files(options.worker_program, {"files"}), words(options.worker_program, {"words", options.language}) {}
  Worker files, words;
};

/// Opens a file that nobody has looked at: takes in its type, its number of pages (the size of result.reading.pages)
/// and the files inside it, and reads the layer of its first pages.
void open_and_read_layer(Job& job, const Run& run, Hands& hands);
/// The ranges of the pages that open_and_read_layer left.
std::vector<Range> rest_of_layer(Job& job);
/// Reads the layer of these pages.
void read_layer(const Range& range, const Run& run, Hands& hands);
/// Judges the layer of every page once all of it was read.
void judge_layer(Job& job, const Run& run);

/// Pages whose layer is not simply believed.
std::vector<Range> ranges_to_recognise(const std::vector<Job*>& jobs);

/// Reads pages by OCR, or as much of them as it takes to believe in their layer, and puts the better reading into the
/// result. A picture that was recognised before, in whatever file, is not recognised again.
void recognise(const Range& range, const Run& run, Hands& hands);

} // namespace openimr::intake
