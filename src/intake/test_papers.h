// Papers for tests: small PDF and DOCX files written here, page images made by poppler's programs, a folder that goes
// away.
#pragma once

#include "intake/case_folder.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace openimr::intake::papers {

namespace fs = std::filesystem;

/// A folder under the temporary folder, removed at the end.
class Folder {
public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "openimr-intake-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }
  /// Writes a file, making its folders.
  std::string put(const std::string& name, std::string_view bytes) const {
    const fs::path file = fs::path(path_) / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
  }

private:
  std::string path_;
};

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

/// Puts objects 1…n into a PDF file with its table.
inline std::string pdf_of(const std::vector<std::string>& objects) {
  std::string pdf = "%PDF-1.4\n";
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    places.push_back(pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const std::size_t table = pdf.size();
  pdf += fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t place : places) pdf += fmt::format("{:010d} 00000 n \n", place);
  return pdf + fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, table);
}

/// A letter-size PDF, one string of lines a page, in Helvetica 11.
inline std::string text_pdf(const std::vector<std::string>& pages) {
  std::vector<std::string> objects = {"<< /Type /Catalog /Pages 2 0 R >>", "",
                                      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string kids;
  for (const std::string& text : pages) {
    std::string stream = "BT /F1 11 Tf 60 720 Td 14 TL\n";
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      std::string escaped;
      for (char c : line) escaped += c == '(' || c == ')' || c == '\\' ? std::string("\\") + c : std::string(1, c);
      stream += fmt::format("({}) Tj T*\n", escaped);
    }
    stream += "ET";
    kids += fmt::format("{} 0 R ", objects.size() + 1);
    objects.push_back(fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 "
                                  "R >> >> /Contents {} 0 R >>",
                                  objects.size() + 2));
    objects.push_back(fmt::format("<< /Length {} >>\nstream\n{}\nendstream", stream.size(), stream));
  }
  objects[1] = fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages.size());
  return pdf_of(objects);
}

/// A PDF whose one page is a JPEG of the given size in pixels.
inline std::string image_pdf(const std::string& jpeg, int width, int height) {
  const std::string draw = "q 612 0 0 792 0 0 cm /I Do Q";
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /I 5 0 R >> >> "
                 "/Contents 4 0 R >>",
                 fmt::format("<< /Length {} >>\nstream\n{}\nendstream", draw.size(), draw),
                 fmt::format("<< /Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceRGB "
                             "/BitsPerComponent 8 /Filter /DCTDecode /Length {} >>\nstream\n{}\nendstream",
                             width, height, jpeg.size(), jpeg)});
}

inline std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t sum = ~0U;
  for (char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (0xedb88320U & (0U - (sum & 1U)));
  }
  return ~sum;
}

/// A ZIP file of stored entries.
inline std::string zip_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string zip, directory;
  const auto number = [](std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  };
  for (const auto& [name, content] : entries) {
    const auto place = static_cast<std::uint32_t>(zip.size());
    std::string common;
    number(common, 20, 2);
    for (int zero = 0; zero < 4; ++zero) number(common, 0, 2); // flags, stored, time, day
    number(common, crc32(content), 4);
    number(common, static_cast<std::uint32_t>(content.size()), 4);
    number(common, static_cast<std::uint32_t>(content.size()), 4);
    number(common, static_cast<std::uint32_t>(name.size()), 2);
    number(common, 0, 2);
    zip += "PK\x03\x04" + common + name + content;
    directory += "PK\x01\x02";
    number(directory, 20, 2);
    directory += common;
    number(directory, 0, 2);
    number(directory, 0, 4);
    number(directory, 0, 4);
    number(directory, place, 4);
    directory += name;
  }
  const auto start = static_cast<std::uint32_t>(zip.size());
  zip += directory + "PK\x05\x06";
  number(zip, 0, 4);
  number(zip, static_cast<std::uint32_t>(entries.size()), 2);
  number(zip, static_cast<std::uint32_t>(entries.size()), 2);
  number(zip, static_cast<std::uint32_t>(directory.size()), 4);
  number(zip, start, 4);
  number(zip, 0, 2);
  return zip;
}

inline std::string docx_of(const std::string& body) {
  return zip_of({{"[Content_Types].xml", "<Types/>"},
                 {"word/header1.xml", "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>Sample Clinic</w:t></w:r></w:p></w:hdr>"},
                 {"word/document.xml", "<w:document xmlns:w=\"w\"><w:body>" + body + "</w:body></w:document>"},
                 {"word/footer1.xml", "<w:ftr xmlns:w=\"w\"><w:p><w:r><w:t>Page foot</w:t></w:r></w:p></w:ftr>"}});
}

/// Runs a program; a test that needs it fails with its name when it is not there.
inline void run(const std::string& command) { ASSERT_EQ(std::system(command.c_str()), 0) << command; }

/// Page 1 of a PDF as an image file made by pdftoppm; kind is png, tiff or jpeg. Returns its bytes.
inline std::string page_image(const Folder& folder, const std::string& pdf, const std::string& kind, int dpi = 200) {
  folder.put("page.pdf", pdf);
  run(fmt::format("pdftoppm -singlefile -gray -r {} -{} {} {}", dpi, kind, folder / "page.pdf", folder / "page"));
  return bytes_of(folder / fmt::format("page.{}", kind == "jpeg" ? "jpg" : kind == "tiff" ? "tif" : kind));
}

inline ReadOptions options() {
  ReadOptions options;
  options.worker_program = OPENIMR_BINARY_DIR "/openimr-extract";
  options.packs_folder = OPENIMR_SOURCE_DIR "/packs";
  options.threads = 2;
  return options;
}

inline const std::string application_yaml = R"(jurisdiction: us-ca-wc
received: {at: 2015-01-16T10:02:00-08:00, channel: mail}
employee:
  name: {first: Ada, last: Example}
  date_of_birth: 1960-05-02
claim: {number: WC-0042, date_of_injury: 1995-11-09}
ur_decision:
  date: 2015-01-05
  served: {on: 2015-01-06, by: mail, to: in-state}
consent: {signed: true, on: 2015-01-12}
disputed_items:
  - {id: 1, text: Ketamine 5% cream 60gm apply TID}
)";

/// Problems of a case, one message a line.
inline std::string lines(const text::Problems& problems) {
  std::string all;
  for (const text::Problem& problem : problems) all += problem.message() + "\n";
  return all;
}

/// Every word is what its span says, spans follow each other, boxes lie on the page.
inline void expect_sound(const records::Page& page) {
  std::uint32_t before = 0;
  for (const records::Word& word : page.words) {
    ASSERT_LE(before, word.span.begin);
    ASSERT_LE(word.span.end, page.text.size());
    const std::string_view words = word.span.of(page.text);
    EXPECT_FALSE(words.empty());
    EXPECT_EQ(words.find_first_of(" \n\t"), std::string_view::npos) << words;
    EXPECT_LE(word.box[0], word.box[2]) << words;
    EXPECT_LE(word.box[1], word.box[3]) << words;
    EXPECT_GE(word.box[0], -1.0F) << words;
    EXPECT_LE(word.box[2], page.width + 1) << words;
    EXPECT_LE(word.box[3], page.height + 1) << words;
    before = word.span.end;
  }
  EXPECT_TRUE(page.text.empty() || page.text.back() == '\n');
}

} // namespace openimr::intake::papers
