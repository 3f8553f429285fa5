#include "intake/form_ink.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace openimr::intake {
namespace {

using records::Box;

constexpr double smallest_side = 6, largest_side = 14; // points
constexpr double frame_cover = 0.8;                    // share of each side that must be dark

/// The dark pixels of a region, with one pixel of margin that is white.
class Dark {
public:
  Dark(const PagePicture& picture, int x0, int y0, int x1, int y1)
      : x0_(x0), y0_(y0), width_(std::max(0, x1 - x0)), height_(std::max(0, y1 - y0)),
        cells_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_)) {
    const int limit = threshold(picture);
    for (int y = 0; y < height_; ++y)
      for (int x = 0; x < width_; ++x) cells_[index(x, y)] = picture.gray(x0_ + x, y0_ + y) < limit;
  }

  int width() const { return width_; }
  int height() const { return height_; }
  int left() const { return x0_; }
  int top() const { return y0_; }
  bool at(int x, int y) const { return x >= 0 && y >= 0 && x < width_ && y < height_ && cells_[index(x, y)]; }
  void clear(int x, int y) {
    if (at(x, y)) cells_[index(x, y)] = 0;
  }
  /// Dark, and so is another one beside it: dust of one pixel does not count.
  bool is_stroke(int x, int y) const {
    if (!at(x, y)) return false;
    int beside = 0;
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) beside += (dx != 0 || dy != 0) && at(x + dx, y + dy) ? 1 : 0;
    return beside >= 2;
  }

private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }

  /// Darker than seven tenths of the paper, which is what nine tenths of the pixels are not brighter than.
  int threshold(const PagePicture& picture) const {
    std::array<int, 256> counts{};
    int total = 0;
    for (int y = 0; y < height_; ++y)
      for (int x = 0; x < width_; ++x, ++total) ++counts[static_cast<std::size_t>(picture.gray(x0_ + x, y0_ + y))];
    int seen = 0, paper = 255;
    for (int level = 255; level > 0; --level)
      if ((seen += counts[static_cast<std::size_t>(level)]) * 10 >= total) {
        paper = level;
        break;
      }
    return paper * 7 / 10;
  }

  int x0_, y0_, width_, height_;
  std::vector<char> cells_;
};

/// Sums along rows (is_across) or columns of "dark here or right beside, across the direction".
class Runs {
public:
  Runs(const Dark& dark, bool is_across)
      : is_across_(is_across), stride_(is_across ? dark.width() + 1 : dark.height() + 1),
        sums_(static_cast<std::size_t>(stride_) * static_cast<std::size_t>(is_across ? dark.height() : dark.width())) {
    const int lines = is_across ? dark.height() : dark.width();
    for (int line = 0; line < lines; ++line)
      for (int at = 0; at + 1 < stride_; ++at) {
        const bool is_dark = is_across ? dark.at(at, line) || dark.at(at, line - 1) || dark.at(at, line + 1)
                                       : dark.at(line, at) || dark.at(line - 1, at) || dark.at(line + 1, at);
        sum(line, at + 1) = sum(line, at) + (is_dark ? 1 : 0);
      }
  }
  /// Share of dark places on the line between two places, both inside.
  double cover(int line, int from, int to) const {
    return static_cast<double>(get(line, to) - get(line, from)) / std::max(1, to - from);
  }

private:
  int& sum(int line, int at) {
    return sums_[static_cast<std::size_t>(line) * static_cast<std::size_t>(stride_) + static_cast<std::size_t>(at)];
  }
  int get(int line, int at) const {
    return sums_[static_cast<std::size_t>(line) * static_cast<std::size_t>(stride_) + static_cast<std::size_t>(at)];
  }
  bool is_across_;
  int stride_;
  std::vector<int> sums_;
};

double ink_inside(const Dark& dark, int x, int y, int side, int inset) {
  int inked = 0, all = 0;
  for (int py = y + inset; py <= y + side - inset; ++py)
    for (int px = x + inset; px <= x + side - inset; ++px, ++all) inked += dark.is_stroke(px, py) ? 1 : 0;
  return all == 0 ? 0 : static_cast<double>(inked) / all;
}

struct Candidate {
  int x = 0, y = 0, side = 0;
  double cover = 0;
};

bool overlaps(const Candidate& a, const Candidate& b) {
  return a.x < b.x + b.side && b.x < a.x + a.side && a.y < b.y + b.side && b.y < a.y + a.side;
}

} // namespace

std::vector<Square> squares_in(const PagePicture& picture, const Box& region) {
  if (picture.is_empty()) return {};
  const double scale = picture.dots_per_inch / 72;
  const auto pixel = [scale](double points) { return static_cast<int>(std::lround(points * scale)); };
  const int most = pixel(largest_side) + 4;
  const Dark dark(picture, std::clamp(pixel(static_cast<double>(region[0])) - most, 0, picture.width),
                  std::clamp(pixel(static_cast<double>(region[1])) - 4, 0, picture.height),
                  std::clamp(pixel(static_cast<double>(region[2])) + most, 0, picture.width),
                  std::clamp(pixel(static_cast<double>(region[3])) + 4, 0, picture.height));
  const Runs across(dark, true), down(dark, false);
  std::vector<Candidate> found;
  for (int side = pixel(smallest_side); side <= pixel(largest_side); ++side)
    for (int y = 0; y + side < dark.height(); ++y)
      for (int x = 0; x + side < dark.width(); ++x) {
        const double top = across.cover(y, x, x + side + 1);
        if (top < frame_cover) continue;
        const double cover = std::min({top, across.cover(y + side, x, x + side + 1), down.cover(x, y, y + side + 1),
                                       down.cover(x + side, y, y + side + 1)});
        if (cover >= frame_cover) found.push_back({x, y, side, cover});
      }
  // The best frame of every place: whole sides first, then the larger one.
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    const int whole_a = static_cast<int>(a.cover * 20), whole_b = static_cast<int>(b.cover * 20);
    return whole_a != whole_b ? whole_a > whole_b : a.side > b.side;
  });
  std::vector<Candidate> kept;
  for (const Candidate& one : found)
    if (std::none_of(kept.begin(), kept.end(), [&](const Candidate& other) { return overlaps(one, other); }))
      kept.push_back(one);
  std::sort(kept.begin(), kept.end(), [](const Candidate& a, const Candidate& b) { return a.x < b.x; });
  std::vector<Square> squares;
  const auto points = [scale](int pixels) { return static_cast<float>(pixels / scale); };
  for (const Candidate& one : kept) {
    const int x = dark.left() + one.x, y = dark.top() + one.y;
    const int inset = std::max(3, static_cast<int>(std::lround(one.side * 0.2)));
    squares.push_back({{points(x), points(y), points(x + one.side), points(y + one.side)},
                       ink_inside(dark, one.x, one.y, one.side, inset)});
  }
  return squares;
}

LineInk ink_on_line(const PagePicture& picture, const Box& region, double above, const std::vector<Box>& printed) {
  LineInk result;
  if (picture.is_empty()) return result;
  const double scale = picture.dots_per_inch / 72;
  const auto pixel = [scale](double points) { return static_cast<int>(std::lround(points * scale)); };
  const int rise = pixel(above);
  Dark dark(picture, std::clamp(pixel(static_cast<double>(region[0])), 0, picture.width),
            std::clamp(pixel(static_cast<double>(region[1])) - rise, 0, picture.height),
            std::clamp(pixel(static_cast<double>(region[2])), 0, picture.width),
            std::clamp(pixel(static_cast<double>(region[3])), 0, picture.height));
  const Runs across(dark, true);
  // The rule: the line with the longest dark stretch, gaps of up to four pixels bridged.
  int line = -1, longest = 0, begin = 0;
  const int first = std::min(dark.height(), rise);
  for (int y = first; y < dark.height(); ++y) {
    int start = -1, last = -10;
    for (int x = 0; x < dark.width(); ++x) {
      if (!dark.at(x, y) && !dark.at(x, y + 1) && !dark.at(x, y - 1)) continue;
      if (start < 0 || x - last > 4) start = x;
      last = x;
      if (last - start > longest) {
        longest = last - start;
        line = y;
        begin = start;
      }
    }
  }
  if (line < 0 || longest < pixel(60) || across.cover(line, begin, begin + longest) < 0.7) return result;
  result.has_line = true;
  const auto points_x = [&](int x) { return static_cast<float>((dark.left() + x) / scale); };
  const auto points_y = [&](int y) { return static_cast<float>((dark.top() + y) / scale); };
  result.field = {points_x(begin), points_y(std::max(0, line - rise)), points_x(begin + longest), points_y(line)};
  for (const Box& word : printed)
    for (int y = pixel(static_cast<double>(word[1])); y <= pixel(static_cast<double>(word[3])); ++y)
      for (int x = pixel(static_cast<double>(word[0])); x <= pixel(static_cast<double>(word[2])); ++x)
        dark.clear(x - dark.left(), y - dark.top());
  int area = 0, columns = 0;
  for (int x = begin; x < begin + longest; ++x) {
    int inked = 0;
    for (int y = std::max(0, line - rise); y < line - 2; ++y) inked += dark.is_stroke(x, y) ? 1 : 0;
    area += inked;
    columns += inked > 0 ? 1 : 0;
  }
  result.area = area / (scale * scale);
  result.width = columns / scale;
  return result;
}

} // namespace openimr::intake
