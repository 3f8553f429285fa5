// OCR of pages whose layer is missing or not to be believed: pictures from the one worker, words from the other, and
// the choice between both readings.
#include "intake/passage.h"
#include "intake/wire_image.h"

#include "base/hash.h"

#include <fmt/format.h>
#include <map>
#include <unistd.h>
#include <utility>

namespace openimr::intake {
namespace {

using records::Page;
using wire::FrameKind;

constexpr int longest_range = 8;       // pages that one worker makes pictures of in one go
constexpr int ranges_wanted = 16;      // of few pages, so that every thread has its share
constexpr int worth_a_finer_look = 75; // mean confidence below which a page is rendered with more dots

class Recognition {
public:
  Recognition(Job& job, const Run& run, Hands& hands) : job_(job), run_(run), hands_(hands) {}

  void go(const Range& range) {
    make_pictures(range.first, range.last, {}, [&](int number) { put(number, unread_page(number)); });
    for (int number : std::exchange(finer_, {}))
      make_pictures(number, number, {"finer"}, [](int) {}); // what was read at first stays
    for (auto& [number, page] : readings_) place(number, std::move(page));
    run_.progress.finish(static_cast<std::size_t>(range.last - range.first + 1 - static_cast<int>(told_)));
  }

private:
  void make_pictures(int first, int last, std::vector<std::string> extra, const std::function<void(int)>& on_lost) {
    const bool is_finer = !extra.empty();
    Passage passage(job_, run_, hands_.files, "pictures", std::move(extra));
    passage.on_page = [&](FrameKind kind, std::string_view payload, int number) {
      const auto image = kind == FrameKind::Image ? wire::read_image_frame(payload) : std::nullopt;
      if (!image || image->page != static_cast<std::uint32_t>(number)) return false;
      take(*image, number, is_finer);
      return true;
    };
    passage.on_lost = on_lost;
    passage.go(first, last, true);
  }

  void take(const wire::ImageFrame& image, int number, bool is_finer) {
    if (image.picture.empty()) {
      if (!is_finer) put(number, unread_page(number));
      return;
    }
    const auto index = static_cast<std::size_t>(number) - 1;
    if (!is_finer && agrees(image, number, index)) return;
    Page page = words_of(image.picture, number, {});
    if (image.blank_is_lost && page.words.empty()) page = unread_page(number);
    if (is_finer) {
      if (!page.words.empty() && page.confidence > readings_[number].confidence) put(number, std::move(page));
      return;
    }
    if (image.may_be_finer && !page.words.empty() && page.confidence < worth_a_finer_look) finer_.push_back(number);
    put(number, std::move(page));
  }

  /// Whether a layer that is only doubted says what the picture shows; it is then kept.
  bool agrees(const wire::ImageFrame& image, int number, std::size_t index) {
    if (job_.quality[index] != LayerQuality::Doubtful && job_.quality[index] != LayerQuality::Hidden) return false;
    Page& layer = job_.result.reading.pages[index];
    const std::vector<records::Box> strips = sample_strips(layer);
    if (strips.empty()) return false;
    const Page sample = words_of(image.picture, number, strips);
    if (!agreement(layer, sample, strips).is_enough()) return false;
    if (const auto gap = widest_gap(layer); gap && has_lines_in(words_of(image.picture, number, {*gap}), *gap))
      return false;
    layer.reason = records::SourceReason::LayerAgrees;
    run_.progress.finish(1);
    ++told_;
    return true;
  }

  void put(int number, Page page) {
    readings_[number] = std::move(page);
    if (done_.insert(number).second) {
      run_.progress.finish(1);
      ++told_;
    }
  }

  /// The words of a picture, or of strips of it; from the cache when it was ever recognised before.
  Page words_of(std::string_view picture, int number, const std::vector<records::Box>& strips) {
    std::vector<std::string> arguments = {"words", cpu_seconds(run_.options, 1), run_.options.language};
    std::string key = sha256_hex(picture);
    for (const records::Box& strip : strips) {
      arguments.push_back(fmt::format("{:.1f},{:.1f},{:.1f},{:.1f}", strip[0], strip[1], strip[2], strip[3]));
      key += " " + arguments.back();
    }
    key = PageCache::key_of_picture(key, run_.options.language);
    if (auto known = run_.cache.find(key); known && known->pages.size() == 1) {
      known->pages[0].number = number;
      return std::move(known->pages[0]);
    }
    Reading reading;
    reading.media_type = "image/x-page";
    const int file = file_of(picture);
    WorkerEnd end = WorkerEnd::OutOfMemory;
    bool lacks_language = false;
    for (int tries = 0; file >= 0 && tries < 2; ++tries) {
      end = recognise_file(file, arguments, number, reading, lacks_language);
      if (end != WorkerEnd::Crashed) break; // it may have been ended from outside
    }
    if (file >= 0) ::close(file);
    if (end != WorkerEnd::Finished || reading.pages.size() != 1) {
      job_.is_cacheable = false;
      job_.tell(end, number, number, run_.options.page_seconds);
      return unread_page(number);
    }
    if (!lacks_language) run_.cache.keep(key, reading);
    reading.pages[0].number = number;
    return std::move(reading.pages[0]);
  }

  WorkerEnd recognise_file(int file, const std::vector<std::string>& arguments, int number, Reading& reading,
                           bool& lacks_language) {
    reading.pages.clear();
    return hands_.words.run({arguments, file, run_.options.page_seconds},
                            [&](FrameKind kind, std::string_view payload) {
                              if (kind == FrameKind::File) return wire::read_file_frame(payload).has_value();
                              if (kind == FrameKind::Note) {
                                auto note = wire::read_note_frame(payload);
                                if (!note) return false;
                                if (note->page != 0) note->page = static_cast<std::uint32_t>(number);
                                lacks_language = true;
                                job_.take_note(*note);
                                return true;
                              }
                              auto page = kind == FrameKind::Page ? wire::read_page_frame(payload) : std::nullopt;
                              if (!page || !reading.pages.empty()) return false;
                              reading.pages.push_back(std::move(*page));
                              return true;
                            });
  }

  /// The page takes its place in the result, or the layer that is there is better.
  void place(int number, Page page) {
    const auto index = static_cast<std::size_t>(number) - 1;
    Page& slot = job_.result.reading.pages[index]; // no other range has this page
    page.number = number;
    if (slot.width > 0 || (page.width == 0 && page.height == 0)) {
      page.width = slot.width;
      page.height = slot.height;
    }
    const bool was_image = slot.is_unread; // page images have no layer
    slot.loose_ink = page.loose_ink;       // strokes are strokes, whichever words are taken
    slot = was_image ? std::move(page) : choose(std::move(slot), job_.quality[index], std::move(page));
  }

  Job& job_;
  const Run& run_;
  Hands& hands_;
  std::map<int, Page> readings_;
  std::set<int> done_;
  std::vector<int> finer_; ///< pages to be rendered again with more dots
  std::size_t told_ = 0;   ///< pages of the range that progress has heard of
};

} // namespace

std::vector<Range> ranges_to_recognise(const std::vector<Job*>& jobs) {
  std::size_t pages = 0;
  for (const Job* job : jobs)
    for (LayerQuality quality : job->quality) pages += quality != LayerQuality::Good ? 1 : 0;
  const int length = std::clamp(static_cast<int>(pages) / ranges_wanted, 1, longest_range);
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

void recognise(const Range& range, const Run& run, Hands& hands) {
  Recognition(*range.job, run, hands).go(range);
  if (--range.job->ranges_left == 0 && range.job->is_cacheable)
    run.cache.keep(range.job->key, range.job->result.reading);
}

} // namespace openimr::intake
