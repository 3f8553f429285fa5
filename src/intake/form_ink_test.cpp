#include "intake/form_ink.h"

#include "intake/wire.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace openimr::intake {
namespace {

/// White paper of 300 x 120 points at 150 dots per inch to draw on, in points.
class Paper {
public:
  Paper() {
    picture.dots_per_inch = 150;
    picture.width = 625;
    picture.height = 250;
    picture.pixels.assign(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height), '\xff');
  }
  void line(double x0, double y0, double x1, double y1, double thick = 0.8) {
    const double scale = 150.0 / 72, length = std::hypot(x1 - x0, y1 - y0);
    for (double t = 0; t <= length; t += 0.2)
      for (double o = -thick / 2; o <= thick / 2; o += 0.2)
        for (double p = -thick / 2; p <= thick / 2; p += 0.2)
          dot(static_cast<int>((x0 + (x1 - x0) * t / length + o) * scale),
              static_cast<int>((y0 + (y1 - y0) * t / length + p) * scale), 0);
  }
  /// A frame turned by some degrees about its corner.
  void frame(double x, double y, double side, double degrees = 0) {
    const double c = std::cos(degrees * 3.14159265 / 180), s = std::sin(degrees * 3.14159265 / 180);
    const auto at = [&](double u, double v) { return std::pair(x + c * u - s * v, y + s * u + c * v); };
    const std::pair<double, double> corners[] = {at(0, 0), at(side, 0), at(side, side), at(0, side), at(0, 0)};
    for (int i = 0; i < 4; ++i) line(corners[i].first, corners[i].second, corners[i + 1].first, corners[i + 1].second);
  }
  void dust(double share, unsigned seed) {
    std::mt19937 chance(seed);
    for (std::size_t i = 0; i < static_cast<std::size_t>(share * static_cast<double>(picture.pixels.size())); ++i)
      picture.pixels[chance() % picture.pixels.size()] = chance() % 2 == 0 ? '\0' : '\xff';
  }
  std::vector<Square> squares() const { return squares_in(picture, {0, 0, 300, 120}); }

  PagePicture picture;

private:
  void dot(int x, int y, char level) {
    if (x >= 0 && y >= 0 && x < picture.width && y < picture.height)
      picture.pixels[static_cast<std::size_t>(y * picture.width + x)] = level;
  }
};

} // namespace

TEST(FormInk, FindsNoBoxWhereThereIsNone) {
  EXPECT_TRUE(Paper().squares().empty());
  EXPECT_TRUE(squares_in(PagePicture(), {0, 0, 100, 100}).empty());
  Paper cells; // a table is no check box
  for (const double x : {20.0, 120.0, 220.0}) cells.line(x, 20, x, 80);
  for (const double y : {20.0, 50.0, 80.0}) cells.line(20, y, 220, y);
  EXPECT_TRUE(cells.squares().empty());
  Paper open; // three sides
  open.line(50, 50, 60, 50);
  open.line(50, 50, 50, 60);
  open.line(50, 60, 60, 60);
  EXPECT_TRUE(open.squares().empty());
}

TEST(FormInk, TellsMarkedBoxesFromEmptyOnesWhateverTheirSizeSkewAndDust) {
  for (const double side : {6.5, 8.0, 10.0, 13.0})
    for (const double degrees : {0.0, 1.5, -1.5})
      for (const double dust : {0.0, 0.004}) {
        Paper paper;
        paper.frame(60, 50, side, degrees);
        paper.frame(160, 50, side, degrees);
        paper.line(161, 51, 159 + side, 49 + side, 1.3);
        paper.line(161, 49 + side, 159 + side, 51, 1.3);
        paper.dust(dust, 7);
        const auto squares = paper.squares();
        ASSERT_EQ(squares.size(), 2U) << side << " " << degrees << " " << dust;
        EXPECT_LT(squares[0].ink, empty_below) << side << " " << degrees << " " << dust;
        EXPECT_GE(squares[1].ink, marked_from) << side << " " << degrees << " " << dust;
        EXPECT_NEAR(squares[1].box[0], 160, 1.5);
      }
}

TEST(FormInk, TellsASignatureFromAnEmptyLine) {
  const records::Box region{20, 60, 280, 90};
  Paper paper;
  EXPECT_FALSE(ink_on_line(paper.picture, region, 17, {}).has_line);
  paper.line(40, 80, 260, 80, 0.6);
  paper.dust(0.004, 3);
  const LineInk empty = ink_on_line(paper.picture, region, 17, {});
  ASSERT_TRUE(empty.has_line);
  EXPECT_LT(empty.width, 9);
  EXPECT_LT(empty.area, 5);
  for (int i = 0; i < 8; ++i)
    paper.line(60 + 12 * i, 76, 66 + 12 * i, 68 + i % 3, 1), paper.line(66 + 12 * i, 68 + i % 3, 72 + 12 * i, 77, 1);
  const LineInk signed_line = ink_on_line(paper.picture, region, 17, {});
  EXPECT_GT(signed_line.width, 60);
  EXPECT_GT(signed_line.area, 40);
  const LineInk masked = ink_on_line(paper.picture, region, 17, {{50, 60, 170, 78.5F}});
  EXPECT_LT(masked.width, 9) << "printed words are no signature";
}

TEST(FormInk, CutsARegionAndNothingOutside) {
  const Paper paper;
  EXPECT_EQ(region_as_pgm(paper.picture, {400, 10, 500, 20}), "");
  const std::string cut = region_as_pgm(paper.picture, {-10, -10, 24, 12});
  EXPECT_TRUE(cut.starts_with("P5\n50 25\n255\n"));
  EXPECT_EQ(cut.size(), std::string("P5\n50 25\n255\n").size() + 50 * 25);
}

TEST(FormInk, APictureFromAWorkerIsNotBelievedUnchecked) {
  const std::string pixels(6, 'x');
  const auto read = [](wire::PictureFrame frame) {
    return wire::read_picture_frame(std::string_view(wire::frame(frame)).substr(5)).has_value();
  };
  EXPECT_TRUE(read({1, 150, 3, 2, pixels}));
  EXPECT_FALSE(read({1, 150, 2, 2, pixels})) << "more pixels than it says";
  EXPECT_FALSE(read({0, 150, 3, 2, pixels})) << "no such page";
  EXPECT_FALSE(read({1, 0, 3, 2, pixels}));
  EXPECT_FALSE(read({1, std::nanf(""), 3, 2, pixels}));
  EXPECT_FALSE(read({1, 150, 0xffffffff, 0xffffffff, pixels}));
  EXPECT_FALSE(read({1, 150, 0, 0, ""}));
}

} // namespace openimr::intake
