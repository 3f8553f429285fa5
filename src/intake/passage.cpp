#include "intake/passage.h"

namespace openimr::intake {
namespace {

using wire::FrameKind;

constexpr int failures_limit = 20; // workers that one range may cost
constexpr int silences_limit = 5;  // of them such as were waited for in vain

} // namespace

bool Passage::lose(int& next, int last) const {
  for (; next <= last; ++next) on_lost(next);
  return true;
}

/// One worker, from page `next` as far as it gets.
WorkerEnd Passage::pass(int& next, int& last, bool& knows_pages) {
  std::vector<std::string> arguments = {mode_, cpu_seconds(run_.options, knows_pages ? last - next + 1 : 1000),
                                        std::to_string(next), std::to_string(last)};
  arguments.insert(arguments.end(), extra_.begin(), extra_.end());
  bool has_opened = false;
  return worker_.run({std::move(arguments), job_.source.descriptor, run_.options.page_seconds},
                     [&](FrameKind kind, std::string_view payload) {
                       if (kind == FrameKind::File) {
                         const auto file = wire::read_file_frame(payload);
                         if (!file || has_opened) return false;
                         has_opened = knows_pages = true;
                         if (on_file) last = std::min(last, on_file(*file));
                         return true;
                       }
                       if (kind == FrameKind::Note) {
                         const auto note = wire::read_note_frame(payload);
                         if (note) job_.take_note(*note);
                         return note.has_value();
                       }
                       if (kind == FrameKind::Member) {
                         const auto member = wire::read_member_frame(payload);
                         return member && has_opened && (!on_member || on_member(*member));
                       }
                       if (!knows_pages || next > last || !on_page(kind, payload, next)) return false;
                       ++next;
                       return true;
                     });
}

bool Passage::go(int first, int last, bool knows_pages) {
  int next = first, failures = 0, silences = 0;
  while (!knows_pages || next <= last) {
    const int start = next;
    const WorkerEnd end = pass(next, last, knows_pages);
    if (end == WorkerEnd::Finished && knows_pages && next > last) return true;
    job_.is_cacheable = false;
    if (knows_pages && next > last) return false;
    if (end == WorkerEnd::TimedOut) ++silences;
    if (!knows_pages || ++failures > failures_limit || silences >= silences_limit) {
      job_.tell(end, knows_pages ? next : 0, last, run_.options.page_seconds);
      return lose(next, last);
    }
    if (next != start && end != WorkerEnd::Finished) continue;
    job_.tell(end, next, next, run_.options.page_seconds);
    on_lost(next++);
  }
  return true;
}

} // namespace openimr::intake
