#include "intake/page_picture.h"

#include "intake/document_reader.h"
#include "intake/worker_process.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <unistd.h>

namespace openimr::intake {

std::optional<PagePicture> picture_of(const std::string& file, int page, const ReadOptions& options) {
  const SourceFile source = open_file(file);
  if (source.descriptor < 0 || page < 1) return std::nullopt;
  std::optional<PagePicture> result;
  Worker worker(options.worker_program, {"files"});
  const WorkerJob job{
      {"picture", std::to_string(options.page_seconds), std::to_string(page), std::to_string(picture_dots_per_inch)},
      source.descriptor,
      options.page_seconds};
  const WorkerEnd end = worker.run(job, [&](wire::FrameKind kind, std::string_view payload) {
    if (kind != wire::FrameKind::Picture) return kind == wire::FrameKind::File;
    const auto frame = wire::read_picture_frame(payload);
    if (!frame || result || frame->page != static_cast<std::uint32_t>(page)) return false;
    result = PagePicture{page, static_cast<double>(frame->dots_per_inch), static_cast<int>(frame->width),
                         static_cast<int>(frame->height), std::string(frame->pixels)};
    return true;
  });
  ::close(source.descriptor);
  return end == WorkerEnd::Finished ? std::move(result) : std::nullopt;
}

std::string region_as_pgm(const PagePicture& picture, const records::Box& region) {
  const double scale = picture.dots_per_inch / 72;
  const auto pixel = [scale](float points) {
    return static_cast<int>(std::lround(static_cast<double>(points) * scale));
  };
  const int x0 = std::clamp(pixel(region[0]), 0, picture.width), x1 = std::clamp(pixel(region[2]), 0, picture.width);
  const int y0 = std::clamp(pixel(region[1]), 0, picture.height), y1 = std::clamp(pixel(region[3]), 0, picture.height);
  if (x1 <= x0 || y1 <= y0) return {};
  std::string bytes = fmt::format("P5\n{} {}\n255\n", x1 - x0, y1 - y0);
  for (int y = y0; y < y1; ++y)
    bytes.append(picture.pixels,
                 static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x0),
                 static_cast<std::size_t>(x1 - x0));
  return bytes;
}

} // namespace openimr::intake
