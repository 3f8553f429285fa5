// SPDX-License-Identifier: GPL-3.0-or-later
// What is found in pictures and content streams before anything is read: pages of a TIFF, words that nobody sees, how a
// page lies, in which language it is written.
#include "intake/wire_image.h"
#include "intake/worker/readers/hidden_words.h"
#include "intake/worker/readers/tiff_pages.h"
#include "intake/worker/straighten.h"
#include "intake/worker/tongue.h"

#include <cmath>
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>
#include <limits>

namespace openimr::worker {
namespace {

/// Little-endian number of so many bytes.
std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

/// A TIFF of empty directories at these places, each naming the next.
std::string chain(const std::vector<std::uint32_t>& places, std::uint32_t last) {
  std::string file = "II" + number(42, 2) + number(places.empty() ? last : places[0], 4);
  for (std::size_t i = 0; i < places.size(); ++i) {
    file.resize(std::max<std::size_t>(file.size(), places[i]), '\0');
    file.replace(places[i], 6, number(0, 2) + number(i + 1 < places.size() ? places[i + 1] : last, 4));
  }
  file.resize(std::max<std::size_t>(file.size(), 32), '\0');
  return file;
}

struct Walked {
  Drawing drawing;
  std::vector<std::pair<std::string, Matrix>> objects;
};

Walked walked(std::string_view content) {
  Walked result;
  ContentWalk(result.drawing, [&](std::string_view name, const Matrix& at, int) {
    result.objects.emplace_back(name, at);
  }).walk(content, {1, 0, 0, 1, 0, 0}, 0);
  return result;
}

/// Lines of letter-like marks: a body of x-height with an ascender here and there, as Latin text has more of than
/// descenders.
Picture page_of_marks() {
  Picture page(pixCreate(1700, 2200, 8));
  pixSetAll(page.get());
  unsigned state = 7;
  for (int y = 200; y < 2000; y += 45)
    for (int x = 200; x < 1500;) {
      state = state * 1103515245U + 12345U;
      const unsigned letter = state >> 16;
      const int top = letter % 3 == 0 ? y - 10 : y, bottom = letter % 13 == 1 ? y + 24 : y + 15;
      pixRasterop(page.get(), x, top, 3, bottom - top, PIX_CLR, nullptr, 0, 0);
      pixRasterop(page.get(), x + 8, y, 3, 15, PIX_CLR, nullptr, 0, 0);
      pixRasterop(page.get(), x, y, 11, 3, PIX_CLR, nullptr, 0, 0);
      x += letter % 6 == 0 ? 28 : 16;
    }
  return page;
}

} // namespace

TEST(TiffPages, FollowsTheChainAndNothingElse) {
  EXPECT_EQ(tiff_pages("", 9).count, 0U);
  EXPECT_EQ(tiff_pages("II*", 9).count, 0U);
  EXPECT_EQ(tiff_pages(std::string("PK") + std::string(30, '\0'), 9).count, 0U);
  EXPECT_EQ(tiff_pages(chain({}, 0), 9).count, 0U);
  EXPECT_EQ(tiff_pages(chain({}, 5000), 9).count, 0U) << "the first directory lies beyond the end";
  EXPECT_EQ(tiff_pages(chain({8}, 0), 9).count, 1U);
  EXPECT_EQ(tiff_pages(chain({8, 20, 14}, 0), 9).count, 3U) << "in any order";
  EXPECT_EQ(tiff_pages(chain({8, 20}, 8), 9).count, 2U) << "a ring ends where it began";
  EXPECT_EQ(tiff_pages(chain({8, 20}, 5000), 9).count, 2U);
  EXPECT_TRUE(tiff_pages(chain({8, 20}, 5000), 9).is_cut) << "the third page is not there";
  EXPECT_FALSE(tiff_pages(chain({8, 20}, 0), 9).is_cut);
  EXPECT_FALSE(tiff_pages(chain({8, 20}, 8), 9).is_cut);
  std::vector<std::uint32_t> many;
  for (std::uint32_t n = 0; n < 50; ++n) many.push_back(8 + 6 * n);
  EXPECT_EQ(tiff_pages(chain(many, 0), 100).count, 50U);
  EXPECT_EQ(tiff_pages(chain(many, 0), 20).count, 20U);
  const std::string big =
      "II" + number(43, 2) + number(8, 2) + number(0, 2) + number(16, 8) + number(0, 8) + number(0, 8);
  EXPECT_EQ(tiff_pages(big, 9).count, 1U) << "BigTIFF";
}

TEST(ContentWalk, CountsWhatCanBeSeen) {
  EXPECT_EQ(walked("BT (abc) Tj ET").drawing.seen, 3U);
  EXPECT_EQ(walked("BT 3 Tr (abc) Tj <616263> Tj [(a) -20.5 (b)] TJ ET").drawing.unseen, 8U);
  EXPECT_EQ(walked("q 3 Tr (ab) Tj Q (cd) Tj").drawing.seen, 2U) << "Q takes the mode back";
  EXPECT_EQ(walked("(a\\)b) Tj").drawing.seen, 4U) << "an escaped bracket";
  EXPECT_EQ(walked("(a(b)c) Tj").drawing.seen, 5U) << "brackets inside";
  EXPECT_EQ(walked("% (abc) Tj\n(d) Tj").drawing.seen, 1U) << "a comment";
  EXPECT_EQ(walked("BI /W 9 ID (((( 3 Tr EI (ab) Tj").drawing.seen, 2U) << "an inline image";
  const Walked placed = walked("q 2 0 0 2 10 10 cm q 300 0 0 400 5 5 cm /Im0 Do Q /Fm1 Do Q");
  ASSERT_EQ(placed.objects.size(), 2U);
  EXPECT_EQ(placed.objects[0].first, "Im0");
  EXPECT_EQ(placed.objects[0].second, (Matrix{600, 0, 0, 800, 20, 20}));
  EXPECT_EQ(placed.objects[1].second, (Matrix{2, 0, 0, 2, 10, 10}));
}

TEST(ContentWalk, EndsWhateverItIsGiven) {
  for (const char* content :
       {"(", "((((", "<", "<<", "[", "/", "BI ID", "q", "Q", "cm", "1 2 3 cm", "Tr", "\\", "%", ">>>"})
    EXPECT_EQ(walked(content).objects.size(), 0U) << content;
  EXPECT_EQ(walked(std::string(100000, 'q') + " (a) Tj").drawing.seen, 1U);
  std::string nested;
  for (int n = 0; n < 100000; ++n) nested += "q ";
  EXPECT_EQ(walked(nested + "[[[[[[ (a) Tj").drawing.seen, 1U);
}

TEST(Straighten, FindsHowAPageLies) {
  const Picture page = page_of_marks();
  for (int turns = 0; turns < 4; ++turns)
    for (const double skew : {0.0, 2.5, -3.5}) {
      const Picture turned(turns == 0 ? pixClone(page.get()) : pixRotateOrth(page.get(), turns));
      const Picture scan(pixRotate(turned.get(), static_cast<float>(skew * 3.14159265 / 180), L_ROTATE_AREA_MAP,
                                   L_BRING_IN_WHITE, 0, 0));
      const Stand stand = stand_of(scan.get());
      EXPECT_TRUE(stand.is_certain) << turns << " " << skew;
      EXPECT_EQ((stand.quarter_turns + turns) % 4, 0) << turns << " " << skew;
      EXPECT_NEAR(stand.skew_degrees, -skew, 0.2) << turns << " " << skew;
    }
}

TEST(Straighten, FindsTheWayBack) {
  const Picture page(pixCreate(600, 400, 8));
  for (int turns = 0; turns < 4; ++turns)
    for (const double skew : {0.0, 2.0, -5.0}) {
      pixSetAll(page.get());
      pixRasterop(page.get(), 100, 50, 40, 20, PIX_CLR, nullptr, 0, 0); // a black mark
      const Upright upright(page.get(), {turns, skew, true});
      const Picture black(pixConvertTo1(upright.picture(), 128));
      ::Box* mark = nullptr;
      ASSERT_EQ(pixClipToForeground(black.get(), nullptr, &mark), 0);
      l_int32 x = 0, y = 0, w = 0, h = 0;
      boxGetGeometry(mark, &x, &y, &w, &h);
      boxDestroy(&mark);
      const records::Box back = upright.in_original(
          {static_cast<float>(x), static_cast<float>(y), static_cast<float>(x + w), static_cast<float>(y + h)});
      EXPECT_NEAR((back[0] + back[2]) / 2, 120, 1.5) << turns << " " << skew;
      EXPECT_NEAR((back[1] + back[3]) / 2, 60, 1.5) << turns << " " << skew;
      EXPECT_LE(back[0], 101.5) << "the hull holds the mark";
      EXPECT_GE(back[2], 138.5);
    }
}

TEST(Straighten, KnowsBlankPages) {
  const Picture page(pixCreate(1700, 2200, 8));
  pixSetAll(page.get());
  EXPECT_FALSE(has_ink(page.get()));
  pixRasterop(page.get(), 0, 0, 30, 2200, PIX_CLR, nullptr, 0, 0);
  for (int n = 0; n < 50; ++n) pixSetPixel(page.get(), 200 + 20 * n, 300 + 17 * n, 0);
  EXPECT_FALSE(has_ink(page.get())) << "the shadow of an edge and specks";
  pixRasterop(page.get(), 400, 400, 60, 4, PIX_CLR, nullptr, 0, 0);
  EXPECT_TRUE(has_ink(page.get()));
}

TEST(Tongue, IsToldByLittleWords) {
  const auto is_spanish = [](std::string_view text) {
    Tongue tongue;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(' '), text.size());
      tongue.hear(text.substr(0, end));
      text.remove_prefix(std::min(text.size(), end + 1));
    }
    return tongue.is_partly_spanish();
  };
  EXPECT_TRUE(is_spanish("La paciente dice que el dolor de la espalda es menor"));
  EXPECT_TRUE(
      is_spanish("Nombre del empleado / Name of the employee. Fecha de la herida / Date of injury. El y la que por"));
  EXPECT_FALSE(
      is_spanish("The patient of the clinic in Los Angeles was seen for the pain in the back by Dr. De La Cruz"));
  EXPECT_FALSE(is_spanish(""));
}

TEST(WireImage, BelievesOnlySoundPictures) {
  namespace wire = intake::wire;
  wire::Picture picture{10, 3, 8, 200, {}};
  const std::string rows(wire::bytes_of_rows(picture), 'x');
  picture.rows = rows;
  const std::string good = wire::pack_picture(picture);
  ASSERT_TRUE(wire::unpack_picture(good));
  EXPECT_EQ(wire::unpack_picture(good)->rows, rows);
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(wire::unpack_picture(good.substr(0, size))) << size;
  EXPECT_FALSE(wire::unpack_picture(good + "x"));
  const auto is_refused = [&](auto&& change) {
    wire::Picture bent = picture;
    change(bent);
    return !wire::unpack_picture(wire::pack_picture(bent));
  };
  EXPECT_TRUE(is_refused([](auto& one) { one.width = 0; }));
  EXPECT_TRUE(is_refused([](auto& one) { one.height = 4; })) << "rows that are not there";
  EXPECT_TRUE(is_refused([](auto& one) { one.depth = 32; }));
  EXPECT_TRUE(is_refused([](auto& one) { one.width = 4000000000U; }));
  EXPECT_TRUE(is_refused([](auto& one) { one.dots_per_inch = 0; }));
  EXPECT_TRUE(is_refused([](auto& one) { one.dots_per_inch = std::numeric_limits<float>::quiet_NaN(); }));
  const auto payload = [&](std::uint32_t page) {
    return wire::frame(wire::ImageFrame{page, true, false, good}).substr(5);
  };
  EXPECT_TRUE(wire::read_image_frame(payload(1)));
  EXPECT_FALSE(wire::read_image_frame(payload(0)));
  EXPECT_FALSE(wire::read_image_frame(payload(wire::page_limit + 1)));
  EXPECT_FALSE(wire::read_image_frame(payload(1) + "x"));
}

TEST(FaintPages, AreStretchedAndBlankOnesAreNot) {
  const Picture page = page_of_marks();
  for (const int paper : {255, 205}) {
    const Picture faint(pixGammaTRC(nullptr, page.get(), 1, 0, 255));
    ASSERT_TRUE(faint);
    // Ink of thirty levels below the paper.
    pixMultConstantGray(faint.get(), 30.0F / 255);
    pixAddConstantGray(faint.get(), paper - 30);
    const Picture dark = stretched(faint.get());
    ASSERT_TRUE(dark) << paper;
    EXPECT_TRUE(has_ink(dark.get())) << paper;
  }
  const Picture blank(pixCreate(1700, 2200, 8));
  pixSetAll(blank.get());
  EXPECT_FALSE(stretched(blank.get()));
  unsigned state = 3;
  for (int y = 0; y < 2200; ++y)
    for (int x = 0; x < 1700; ++x) {
      state = state * 1103515245U + 12345U;
      pixSetPixel(blank.get(), x, y, 246 + (state >> 16) % 8); // grain of a scanner
    }
  EXPECT_FALSE(stretched(blank.get()));
}

} // namespace openimr::worker
