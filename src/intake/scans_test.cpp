// Scans as they come: turned, askew, faxed, Spanish, with words that an OCR program left under the image. The oracle is
// the text layer of the same page before it was made an image.
#include "intake/case_folder.h"
#include "intake/document_reader.h"
#include "intake/page_choice.h"
#include "intake/test_papers.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>

namespace openimr::intake {
namespace {

using papers::Folder;

const std::string english = "Primary Treating Physician's Progress Report\n\n"
                            "The patient was seen for a follow-up visit on the third of March.\n"
                            "She reports that the pain in her lower back is better with rest and with\n"
                            "the medicine that was prescribed at the last visit. There is no numbness.\n"
                            "Examination of the lumbar spine shows tenderness over the left side.\n"
                            "Straight leg raising is negative on both sides. Strength is normal.\n"
                            "The plan is to continue the home exercises and to return in six weeks.\n";

const std::string spanish = "Informe del m\xE9"
                            "dico tratante\n\n"
                            "La paciente dice que el dolor de la espalda es menor desde la \xFAltima visita\n"
                            "y que puede caminar por m\xE1s tiempo sin descansar. No tiene fiebre ni tos.\n"
                            "Toma la medicina dos veces al d\xED"
                            "a con las comidas, como fue indicado.\n"
                            "El examen de la columna lumbar muestra menos tensi\xF3n en los m\xFAsculos.\n"
                            "Se recomienda continuar con los ejercicios en la casa durante seis semanas\n"
                            "y volver para una nueva evaluaci\xF3n el pr\xF3ximo mes.\n";

/// The text of a page turned about the middle of a square sheet, clockwise. Latin-1.
std::string turned_pdf(const std::string& text, double degrees, const char* font = "Helvetica") {
  const double angle = -degrees * 3.14159265358979 / 180, c = std::cos(angle), s = std::sin(angle);
  std::string stream = fmt::format("{:.6f} {:.6f} {:.6f} {:.6f} {:.4f} {:.4f} cm BT /F1 11 Tf 130 560 Td 22 TL\n", c, s,
                                   -s, c, 396 - c * 396 + s * 396, 396 - s * 396 - c * 396);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) stream += fmt::format("({}) Tj T*\n", line);
  stream += "ET";
  return papers::pdf_of(
      {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
       "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 792 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
       fmt::format("<< /Length {} >>\nstream\n{}\nendstream", stream.size(), stream),
       fmt::format("<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>", font)});
}

/// A log as therapists and pharmacies keep them: columns of short words, clearer down the page than across it.
std::string log_of_visits() {
  std::string text = "VISIT LOG\n";
  for (int row = 0; row < 19; ++row)
    text += fmt::format("{:02}/{:02}/2014   {:>2}   heat    {:>2} min   {:>2}/10   home   seen\n", 1 + row % 12,
                        3 + row, row + 1, 10 + row % 4 * 5, 8 - row % 5);
  return text;
}

records::Page page_of(const Folder& folder, const std::string& name, const std::string& bytes) {
  auto readings = read_all({open_file(folder.put(name, bytes))}, papers::options());
  EXPECT_TRUE(readings && readings->size() == 1 && readings->at(0).reading.pages.size() == 1) << name;
  EXPECT_EQ(papers::lines(readings->at(0).problems), "") << name;
  return readings->at(0).reading.pages.at(0);
}

std::map<std::string, records::Box> places(const records::Page& page) {
  std::map<std::string, records::Box> result;
  for (const records::Word& word : page.words) result.emplace(word.span.of(page.text), word.box);
  return result;
}

/// Middle of a box after a turn about the middle of the sheet.
std::pair<double, double> middle_after(const records::Box& box, double degrees) {
  const double angle = degrees * 3.14159265358979 / 180, c = std::cos(angle), s = std::sin(angle);
  const double x = static_cast<double>(box[0] + box[2]) / 2 - 396, y = static_cast<double>(box[1] + box[3]) / 2 - 396;
  return {396 + c * x - s * y, 396 + s * x + c * y};
}

/// How many words of the oracle were read where they stand on the turned sheet.
double share_in_place(const records::Page& oracle, const records::Page& page, double degrees) {
  const auto read = places(page);
  std::size_t all = 0, found = 0;
  for (const auto& [word, box] : places(oracle)) {
    ++all;
    const auto at = read.find(word);
    if (at == read.end()) continue;
    const auto [x, y] = middle_after(box, degrees);
    const auto [px, py] = middle_after(at->second, 0);
    found += std::abs(x - px) < 6 && std::abs(y - py) < 6 ? 1 : 0;
  }
  return static_cast<double>(found) / static_cast<double>(all);
}

/// A scan with words under it that nobody sees: mode 3 as OCR programs write them.
std::string layered_pdf(const std::string& jpeg, int side, const std::string& words) {
  std::string draw = "q 792 0 0 792 0 0 cm /I Do Q BT 3 Tr /F1 11 Tf 130 560 Td 22 TL\n";
  std::istringstream lines(words);
  for (std::string line; std::getline(lines, line);) draw += fmt::format("({}) Tj T*\n", line);
  draw += "ET";
  return papers::pdf_of(
      {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
       "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 792 792] /Resources << /XObject << /I 5 0 R >> /Font << /F1 6 0 R "
       ">> >> /Contents 4 0 R >>",
       fmt::format("<< /Length {} >>\nstream\n{}\nendstream", draw.size(), draw),
       fmt::format("<< /Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceRGB /BitsPerComponent 8 "
                   "/Filter /DCTDecode /Length {} >>\nstream\n{}\nendstream",
                   side, side, jpeg.size(), jpeg),
       "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"});
}

} // namespace

TEST(Scans, StandUprightHoweverTheyLay) {
  const Folder folder;
  const records::Page oracle = page_of(folder, "oracle.pdf", turned_pdf(english, 0));
  ASSERT_EQ(oracle.source, records::TextSource::Layer);
  for (const double degrees : {0.0, 90.0, 180.0, 270.0, 3.0, -4.5, 93.0, 178.0}) {
    const std::string image = papers::page_image(folder, turned_pdf(english, degrees), "png");
    const records::Page page = page_of(folder, "scan.png", image);
    EXPECT_EQ(page.source, records::TextSource::Ocr) << degrees;
    papers::expect_sound(page);
    EXPECT_GE(share_in_place(oracle, page, degrees), 0.9) << degrees << " degrees\n" << page.text;
    EXPECT_NE(page.text.find("follow-up visit on the third of March"), std::string::npos) << degrees << page.text;
  }
}

TEST(Scans, LogsStandUprightThoughTheirColumnsAreClearerThanTheirLines) {
  const Folder folder;
  const std::string log = log_of_visits();
  const records::Page oracle = page_of(folder, "oracle.pdf", turned_pdf(log, 0, "Courier"));
  for (const double degrees : {0.0, 90.0, 180.0, 270.0, 92.0}) {
    const records::Page page =
        page_of(folder, "scan.png", papers::page_image(folder, turned_pdf(log, degrees, "Courier"), "png"));
    EXPECT_FALSE(page.is_unread) << degrees;
    EXPECT_GE(share_in_place(oracle, page, degrees), 0.9) << degrees << " degrees\n" << page.text;
    EXPECT_NE(page.text.find("heat   10 min"), std::string::npos) << degrees << ": rows stay rows\n" << page.text;
  }
}

TEST(Scans, FaxesHavePixelsThatAreNotSquare) {
  const Folder folder;
  folder.put("page.pdf", turned_pdf(english, 0));
  for (const char* lines : {"98", "196"}) {
    papers::run(fmt::format("pdftoppm -singlefile -mono -rx 204 -ry {} -tiff {} {}", lines, folder / "page.pdf",
                            folder / "fax"));
    const records::Page page = page_of(folder, "fax.tif", papers::bytes_of(folder / "fax.tif"));
    EXPECT_NEAR(page.width, 792, 3);
    EXPECT_NEAR(page.height, 792, 3) << lines;
    EXPECT_NE(page.text.find("the pain in her lower back is better"), std::string::npos) << lines << "\n" << page.text;
  }
}

TEST(Scans, SpanishIsReadAsSpanish) {
  const Folder folder;
  const records::Page oracle = page_of(folder, "oracle.pdf", turned_pdf(spanish, 0));
  const std::string image = papers::page_image(folder, turned_pdf(spanish, 0), "png");
  const records::Page page = page_of(folder, "scan.png", image);
  for (const char* words : {"m\xC3\xA9"
                            "dico tratante",
                            "\xC3\xBAltima visita",
                            "al d\xC3\xAD"
                            "a con las comidas",
                            "evaluaci\xC3\xB3n el pr\xC3\xB3ximo mes"})
    EXPECT_NE(page.text.find(words), std::string::npos) << words << "\n" << page.text;
  EXPECT_GE(share_in_place(oracle, page, 0), 0.9) << page.text;
}

TEST(Scans, AMissingLanguageIsNamedWhereItIsMissed) {
  const Folder folder;
  ReadOptions options = papers::options();
  options.language = "eng+xxx";
  const std::string image = papers::page_image(folder, turned_pdf(spanish, 0), "png");
  auto none = read_all({open_file(folder.put("a.png", image))}, options);
  ASSERT_TRUE(none);
  EXPECT_EQ(papers::lines(none->at(0).problems), "") << "only Spanish pages are known by their little words";
  options.language = "xxx";
  auto nothing = read_all({open_file(folder.put("a.png", image))}, options);
  ASSERT_TRUE(nothing);
  EXPECT_NE(
      papers::lines(nothing->at(0).problems)
          .find("a.png: found no OCR data for the language \"xxx\", expected installed data of tesseract; install "
                "tesseract-ocr-xxx; page images count as unread"),
      std::string::npos)
      << papers::lines(nothing->at(0).problems);
  EXPECT_TRUE(nothing->at(0).reading.pages.at(0).is_unread);
}

TEST(Scans, APictureUnderTypedLinesIsRead) {
  const Folder folder;
  const std::string jpeg = papers::page_image(folder, turned_pdf(english, 0), "jpeg");
  std::string typed = layered_pdf(jpeg, 2200,
                                  "Exported for the review of the file of Ada Example on 3/9/2015\n"
                                  "Claim WC-0042, eleven pages, sent by the Sample Claims Service\n");
  // The same lines, but seen: over the picture's white head.
  typed.replace(typed.find("BT 3 Tr /F1 11 Tf 130 560 Td"), 28, "BT 0 Tr /F1 11 Tf 130 720 Td");
  const records::Page page = page_of(folder, "typed.pdf", typed);
  EXPECT_NE(page.text.find("home exercises and to return in six weeks"), std::string::npos) << page.text;
  EXPECT_NE(page.text.find("WC-0042"), std::string::npos) << page.text;
}

TEST(Scans, WordsThatNobodySeesAreHeldAgainstThePage) {
  const Folder folder;
  const std::string jpeg = papers::page_image(folder, turned_pdf(english, 0), "jpeg");
  const int side = 2200;
  const records::Page good = page_of(folder, "good.pdf", layered_pdf(jpeg, side, english));
  EXPECT_EQ(good.source, records::TextSource::Layer);
  EXPECT_EQ(good.reason, records::SourceReason::LayerAgrees);
  // What poor OCR makes of it.
  std::string poor = english;
  for (std::size_t i = 0; i < poor.size(); ++i)
    if (i % 4 == 1 && std::isalpha(static_cast<unsigned char>(poor[i]))) poor[i] = "1lcrn0~"[i % 7];
  const records::Page mended = page_of(folder, "poor.pdf", layered_pdf(jpeg, side, poor));
  EXPECT_EQ(mended.source, records::TextSource::Ocr) << mended.text;
  EXPECT_EQ(mended.reason, records::SourceReason::OcrBetter);
  EXPECT_NE(mended.text.find("home exercises and to return in six weeks"), std::string::npos) << mended.text;
  // Good words of another page.
  const std::string other = "The patient was seen for a new problem of the right knee and of the ankle.\n"
                            "Surgery on the knee is requested, with twelve visits of therapy after that.\n"
                            "He has not been able to work since the accident and is not able to drive.\n"
                            "An injection was given on the last visit and it was of no help to him.\n";
  const records::Page foreign = page_of(folder, "other.pdf", layered_pdf(jpeg, side, other));
  EXPECT_EQ(foreign.source, records::TextSource::Ocr) << "what is seen is believed";
  EXPECT_NE(foreign.text.find("home exercises"), std::string::npos) << foreign.text;
}

} // namespace openimr::intake
