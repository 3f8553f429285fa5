// PDF/A-2a (ISO 19005-2): the rules that a letter could break, checked over qpdf on letters of every kind of block and
// on hostile words. Another validator looks at the same claim with `tools/validate_pdf.py` (veraPDF).
#include "letters/colour_profile.h"
#include "letters/render_pdf.h"
#include "letters/sample_content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace openimr::letters {
namespace {

using Handle = QPDFObjectHandle;

std::string bytes_of(Handle stream) {
  const auto data = stream.getStreamData(qpdf_dl_generalized);
  return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const auto begin = text.find(from);
  const auto end = begin == std::string::npos ? begin : text.find(to, begin + from.size());
  return end == std::string::npos ? "" : text.substr(begin + from.size(), end - begin - from.size());
}

/// Every rule that this file checks, one function a clause.
class Archive {
public:
  explicit Archive(const std::string& bytes) : bytes_(bytes) {
    pdf_.processMemoryFile("letter", bytes_.data(), bytes_.size());
  }

  void check() {
    file_structure();
    output_intent();
    nothing_forbidden();
    fonts();
    metadata();
    logical_structure();
  }

private:
  void file_structure() { // 6.1
    EXPECT_EQ(bytes_.substr(0, 5), "%PDF-");
    EXPECT_GE(static_cast<unsigned char>(bytes_[bytes_.find('\n') + 2]), 128) << "a comment of bytes beyond ASCII";
    EXPECT_TRUE(pdf_.getTrailer().getKey("/ID").isArray());
    EXPECT_FALSE(pdf_.getTrailer().hasKey("/Encrypt"));
  }
  void output_intent() { // 6.2.3
    Handle intents = pdf_.getRoot().getKey("/OutputIntents");
    ASSERT_TRUE(intents.isArray());
    ASSERT_EQ(intents.getArrayNItems(), 1);
    Handle intent = intents.getArrayItem(0);
    EXPECT_EQ(intent.getKey("/S").getName(), "/GTS_PDFA1");
    EXPECT_EQ(intent.getKey("/DestOutputProfile").getDict().getKey("/N").getIntValue(), 3);
    EXPECT_EQ(bytes_of(intent.getKey("/DestOutputProfile")), srgb_profile());
  }
  void nothing_forbidden() { // 6.2.8, 6.2.10, 6.5, 6.6.1
    for (Handle& object : pdf_.getAllObjects()) {
      Handle dictionary = object.isStream() ? object.getDict() : object;
      if (!dictionary.isDictionary()) continue;
      for (const char* key : {"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/SMask", "/XFA"})
        EXPECT_FALSE(dictionary.hasKey(key)) << key;
      EXPECT_FALSE(object.isStream() && dictionary.hasKey("/F")) << "an external stream";
      for (const char* opacity : {"/CA", "/ca"})
        EXPECT_TRUE(!dictionary.hasKey(opacity) || dictionary.getKey(opacity).getNumericValue() == 1) << opacity;
      EXPECT_FALSE(dictionary.hasKey("/Filter") && dictionary.getKey("/Filter").unparse() == "/LZWDecode");
    }
    EXPECT_FALSE(pdf_.getRoot().hasKey("/OpenAction"));
    for (auto& page : QPDFPageDocumentHelper(pdf_).getAllPages()) EXPECT_FALSE(page.getObjectHandle().hasKey("/Group"));
  }
  void fonts() { // 6.2.11: embedded, with a way to Unicode
    for (auto& page : QPDFPageDocumentHelper(pdf_).getAllPages())
      for (auto& [name, font] : page.getObjectHandle().getKey("/Resources").getKey("/Font").getDictAsMap()) {
        Handle copy = font;
        Handle holder = copy.hasKey("/DescendantFonts") ? copy.getKey("/DescendantFonts").getArrayItem(0) : copy;
        Handle descriptor = holder.getKey("/FontDescriptor");
        EXPECT_TRUE(descriptor.hasKey("/FontFile") || descriptor.hasKey("/FontFile2") ||
                    descriptor.hasKey("/FontFile3"));
        EXPECT_TRUE(copy.hasKey("/ToUnicode") || copy.hasKey("/Encoding")) << name;
      }
  }
  void metadata() { // 6.6.2 to 6.6.4: XMP and information dictionary say the same
    const std::string xmp = bytes_of(pdf_.getRoot().getKey("/Metadata"));
    EXPECT_EQ(between(xmp, "<pdfaid:part>", "<"), "2");
    EXPECT_EQ(between(xmp, "<pdfaid:conformance>", "<"), "A");
    EXPECT_THAT(xmp, testing::HasSubstr("<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<"));
    Handle info = pdf_.getTrailer().getKey("/Info");
    const std::string created = info.getKey("/CreationDate").getUTF8Value(); // D:20150318000000Z
    EXPECT_EQ(between(xmp, "<xmp:CreateDate>", "<"),
              created.substr(2, 4) + "-" + created.substr(6, 2) + "-" + created.substr(8, 2) + "T00:00:00Z");
    EXPECT_EQ(between(xmp, "<pdf:Producer>", "<"), info.getKey("/Producer").getUTF8Value());
    EXPECT_FALSE(between(xmp, "<dc:title>", "</dc:title>").empty());
  }
  void logical_structure() { // 6.7
    Handle root = pdf_.getRoot();
    EXPECT_TRUE(root.getKey("/MarkInfo").getKey("/Marked").getBoolValue());
    EXPECT_TRUE(root.getKey("/StructTreeRoot").isDictionary());
    EXPECT_FALSE(root.getKey("/Lang").getUTF8Value().empty());
  }

  std::string bytes_;
  QPDF pdf_;
};

} // namespace

TEST(PdfArchive, LettersKeepWhatTheyClaim) {
  Letter hostile;
  hostile.title = "<&>\x01 \xFF";
  hostile.language = "es-US";
  hostile.blocks = {Heading{1, "Título ñ"},
                    Paragraph{plain("\xF0\x9F\x98\x80 \xEE\x80\x80 \xFF{/OpenAction}")},
                    Note{plain("(unbalanced \\")},
                    Quote{bold("q")},
                    List{true, {plain("one")}},
                    Table{"c", {"h"}, {{plain("d")}}, {}},
                    PageBreak{},
                    KeyValues{{{"k", plain("v")}}}};
  for (const Letter& letter :
       {compose_determination(random_content(4)), compose_determination(five_page_content()), hostile}) {
    const auto pdf = render_pdf(letter);
    ASSERT_TRUE(pdf) << pdf.error().message();
    Archive(*pdf).check();
  }
}

/// ICC.1:2004-10, 7.2 and 7.3: size, signature, a table whose tags lie inside on boundaries of four bytes.
TEST(ColourProfile, IsWellFormed) {
  const std::string profile = srgb_profile();
  const auto number = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(profile[at + i]);
    return value;
  };
  EXPECT_EQ(number(0), profile.size());
  EXPECT_EQ(profile.substr(12, 12), "mntrRGB XYZ ");
  EXPECT_EQ(profile.substr(36, 4), "acsp");
  ASSERT_EQ(number(128), 10U);
  double white[3] = {};
  for (std::size_t i = 0; i < 10; ++i) {
    const std::size_t row = 132 + 12 * i, at = number(row + 4);
    EXPECT_EQ(at % 4, 0U);
    EXPECT_LE(at + number(row + 8), profile.size());
    if (profile.substr(row + 1, 3) == "XYZ")
      for (std::size_t k = 0; k < 3; ++k) white[k] += static_cast<std::int32_t>(number(at + 8 + 4 * k)) / 65536.0;
  }
  EXPECT_NEAR(white[0], 0.9642, 0.001) << "the primaries add up to the white point";
  EXPECT_NEAR(white[1], 1.0, 0.001);
  EXPECT_NEAR(white[2], 0.8249, 0.001);
}

} // namespace openimr::letters
