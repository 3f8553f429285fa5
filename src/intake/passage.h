// Passage: a worker goes through pages of a file, and what it says is taken in page by page. A worker that dies costs
// the page it was at: it is tried once more alone, then lost.
#pragma once

#include "intake/reading_job.h"

namespace openimr::intake {

class Passage {
public:
  /// `mode` is "layer" or "pictures"; `extra` follows the pages among the worker's arguments.
  Passage(Job& job, const Run& run, Worker& worker, std::string mode, std::vector<std::string> extra = {})
      : job_(job), run_(run), worker_(worker), mode_(std::move(mode)), extra_(std::move(extra)) {}

  /// Whether the frame of page `number` is believed; it is called once for every page, in order, but for the lost ones.
  std::function<bool(wire::FrameKind, std::string_view payload, int number)> on_page;
  /// A page that nothing could be learnt of.
  std::function<void(int number)> on_lost;
  /// The worker has opened the file; returns the last page that there is. It may come again when a worker starts over.
  std::function<int(const wire::FileFrame&)> on_file;
  /// A file inside the file; false when the worker cannot be believed. May be empty: members are then passed over.
  std::function<bool(const wire::MemberFrame&)> on_member;

  /// Reads pages first to last. `knows_pages` is false for a file that was never opened: its death before it is open
  /// costs the file.
  /// False when a worker died after its last page: what it would have said of the pages besides is not known.
  bool go(int first, int last, bool knows_pages);

private:
  WorkerEnd pass(int& next, int& last, bool& knows_pages);
  bool lose(int& next, int last) const;

  Job& job_;
  const Run& run_;
  Worker& worker_;
  std::string mode_;
  std::vector<std::string> extra_;
};

} // namespace openimr::intake
