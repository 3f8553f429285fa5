// Form fields and annotations of PDF pages: their words are read where they stand and marked.
#include "intake/document_reader.h"
#include "intake/drawn_pages.h"
#include "records/page_text.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

using papers::DrawnPage;
using papers::Folder;

struct Read {
  std::vector<FileReading> files;
  records::Page page; ///< the first one
  std::string parts;  ///< "kind words", one a line
  std::string problems;
};

Read read(std::string_view bytes) {
  const Folder folder;
  auto readings = read_all({open_file(folder.put("a.pdf", bytes))}, papers::options());
  EXPECT_TRUE(readings);
  Read result;
  if (!readings || readings->empty()) return result;
  result.files = std::move(*readings);
  result.page = result.files[0].reading.pages.at(0);
  papers::expect_sound(result.page);
  for (const records::Part& part : result.page.parts)
    result.parts += fmt::format("{} {}\n", records::name(part.kind), part.span.of(result.page.text));
  for (const FileReading& file : result.files) result.problems += papers::lines(file.problems);
  return result;
}

const std::vector<std::string> body = {"The patient reports pain of the lower back that",
                                       "radiates into the left leg and limits walking to",
                                       "ten minutes. Medication and therapy gave relief."};

DrawnPage form_page() { return DrawnPage().lines(body, 54, 60); }

std::string field(const char* type, const std::string& name, const std::string& rectangle, const std::string& more) {
  return fmt::format("<< /Type /Annot /Subtype /Widget /FT /{} /T ({}) /Rect {} {} >>", type, name, rectangle, more);
}

std::string note(const char* type, const std::string& rectangle, const std::string& more) {
  return fmt::format("<< /Type /Annot /Subtype /{} /Rect {} {} >>", type, rectangle, more);
}

const auto at = DrawnPage::rectangle;

} // namespace

TEST(PdfForms, ValuesStandWhereTheirFieldsAre) {
  DrawnPage page = form_page();
  page.line("Employee name:", 54, 150)
      .line("Claim number:", 54, 170)
      .line("Diagnosis:", 54, 190)
      .line("Remarks:", 54, 210);
  page.annotation(field("Tx", "name", at(150, 141, 200, 14), "/V (Ada Example) /DA (/F1 9 Tf 0 g)"));
  page.annotation(field("Tx", "claim", at(150, 161, 200, 14), "/V <FEFF00570043002D0030003000340032>"));
  page.annotation(
      field("Ch", "diagnosis", at(150, 181, 200, 14), "/V (b) /Opt [[(a) (sprain)] [(b) (radiculopathy)]]"));
  page.annotation(field("Tx", "remarks", at(150, 201, 300, 30), "/Ff 4096 /V (first line\\nsecond line)"));
  page.annotation(field("Tx", "secret", at(150, 300, 200, 14), "/Ff 8192 /V (hunter2)"));
  page.annotation(field("Tx", "hidden", at(150, 320, 200, 14), "/F 2 /V (not shown)"));
  page.annotation(field("Tx", "empty", at(150, 340, 200, 14), ""));
  const Read form = read(papers::pdf_of({page}));
  EXPECT_NE(form.page.text.find("Employee name:   Ada Example\n"), std::string::npos) << form.page.text;
  EXPECT_NE(form.page.text.find("Claim number:   WC-0042\n"), std::string::npos) << form.page.text;
  EXPECT_NE(form.page.text.find("Diagnosis:   radiculopathy\n"), std::string::npos) << form.page.text;
  EXPECT_EQ(form.parts,
            "filled_in Ada Example\nfilled_in WC-0042\nfilled_in radiculopathy\nfilled_in first line second line\n")
      << form.page.text;
  EXPECT_EQ(form.page.text.find("hunter2"), std::string::npos);
  EXPECT_EQ(form.page.text.find("not shown"), std::string::npos);
  EXPECT_EQ(form.problems, "");
  for (const records::Word& word : form.page.words)
    if (word.span.of(form.page.text) == "WC-0042") {
      EXPECT_GE(word.box[0], 149);
      EXPECT_LE(word.box[2], 351);
      EXPECT_NEAR((word.box[1] + word.box[3]) / 2, 168, 4);
    }
}

TEST(PdfForms, BoxesAreTickedOrNot) {
  DrawnPage page = form_page();
  page.annotation(papers::stream_of("/Type /XObject /Subtype /Form /BBox [0 0 10 10]", "")); // object 4
  const char* const names[] = {"Regular", "Expedited", "First report", "Later report"};
  const std::string states[] = {"/V /Yes /AS /Yes", "/V /Off /AS /Off",
                                "/Ff 32768 /V /one /AP << /N << /one 4 0 R >> >>", "/Ff 32768 /V /Off"};
  for (int i = 0; i < 4; ++i) {
    const float y = 150 + 20 * static_cast<float>(i);
    page.line(names[i], 80, y);
    page.annotation(field("Btn", names[i], at(60, y - 9, 10, 10), states[i]));
  }
  page.annotation(field("Btn", "print", at(400, 150, 60, 20), "/Ff 65536 /MK << /CA (Print) >>"));
  const Read form = read(papers::pdf_of({page}));
  EXPECT_NE(form.page.text.find("[ ]   Expedited\n\n[X]   First report\n\n[ ]   Later report\n"), std::string::npos)
      << form.page.text;
  EXPECT_EQ(form.parts, "filled_in [X]\nfilled_in [ ]\nfilled_in [X]\nfilled_in [ ]\n");
}

TEST(PdfForms, WhatThePageShowsIsNotReadTwice) {
  // The field and the stamp have pictures of their own, as most programs write them.
  const std::string shown =
      papers::stream_of("/Type /XObject /Subtype /Form /BBox [0 0 200 14] /Resources << /Font << /F1 3 0 R >> >>",
                        "BT /F1 9 Tf 2 4 Td (Ada Example) Tj ET");
  const std::string stamp =
      papers::stream_of("/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /Font << /F1 3 0 R >> >>",
                        "BT /F1 12 Tf 2 8 Td (RECEIVED 01/16/2015) Tj ET");
  DrawnPage page = form_page();
  page.annotation(shown).annotation(stamp); // objects 4 and 5; not being annotations they are passed over
  page.line("Employee name:", 54, 150);
  page.annotation(field("Tx", "name", at(150, 141, 200, 14), "/V (Ada Example) /AP << /N 4 0 R >>"));
  page.annotation(note("Stamp", at(200, 60, 200, 30), "/AP << /N 5 0 R >> /F 4"));
  const Read form = read(papers::pdf_of({page}));
  EXPECT_NE(form.page.text.find("Employee name:   Ada Example\n"), std::string::npos) << form.page.text;
  EXPECT_EQ(form.page.text.find("Ada Example"), form.page.text.rfind("Ada Example")) << form.page.text;
  EXPECT_EQ(form.parts, "filled_in Ada Example\nannotation RECEIVED 01/16/2015\n") << form.page.text;
  EXPECT_TRUE(form.page.text.starts_with(body[0] + "\n" + body[1] + "\n" + body[2] + "\n"))
      << "the stamp does not stand among the words: " << form.page.text;
  EXPECT_TRUE(form.page.text.ends_with("\n\nRECEIVED 01/16/2015\n")) << form.page.text;
}

TEST(PdfForms, AnnotationsAreKeptAndMarked) {
  DrawnPage page = form_page();
  page.annotation(note("Text", at(500, 60, 20, 20), "/T (R. Treating) /Contents (No therapy\\ntried before)"));
  page.annotation(note("FreeText", at(54, 300, 200, 14), "/Contents (typed on the page) /DA (/F1 9 Tf 0 g)"));
  page.annotation(
      note("Highlight", at(54, 52, 100, 11), "/Contents (see this) /QuadPoints [54 740 154 740 54 729 154 729]"));
  page.annotation(note("Stamp", at(300, 400, 100, 30), "/Name /NotApproved"));
  page.annotation(note("Link", at(54, 52, 100, 11), "/Contents (a link)"));
  page.annotation(note("Popup", at(54, 52, 100, 11), "/Contents (a pop-up)"));
  const Read read_page = read(papers::pdf_of({page}));
  EXPECT_EQ(read_page.parts, "annotation typed on the page\nannotation Note by R. Treating: No therapy\ntried before\n"
                             "annotation Note: see this\nannotation NotApproved\n")
      << read_page.page.text;
  EXPECT_TRUE(read_page.page.text.ends_with(
      "typed on the page\n\nNote by R. Treating: No therapy\ntried before\n\nNote: see this\n\nNotApproved\n"))
      << read_page.page.text;
  EXPECT_TRUE(read_page.page.text.starts_with(body[0])) << read_page.page.text;
}

TEST(PdfForms, PlacesOfMarksFollowTheRotation) {
  for (int degrees : {0, 90, 180, 270}) {
    DrawnPage page;
    page.rotated(degrees).line("corner", 100, 100, 11, degrees); // user space (100, 692)
    page.annotation(note("Text", at(100, 92, 10, 10), "/Contents (here)"));
    const Read read_page = read(papers::pdf_of({page}));
    ASSERT_EQ(read_page.page.words.size(), 3U) << degrees << read_page.page.text;
    const records::Box &drawn = read_page.page.words[0].box, &marked = read_page.page.words[2].box;
    EXPECT_NEAR(drawn[0], marked[0], 20) << degrees;
    EXPECT_NEAR(drawn[1], marked[1], 20) << degrees;
  }
}

TEST(PdfForms, SignaturesAndAttachedFiles) {
  DrawnPage page = form_page();
  page.annotation(papers::stream_of("/Type /EmbeddedFile", "words of the attachment\n")); // object 4
  page.line("Signature:", 54, 150);
  page.annotation(field("Sig", "signed", at(150, 141, 300, 14),
                        "/V << /Type /Sig /Filter /X /Name (R. Treating) /M (D:20150112080000Z) >>"));
  page.annotation(field("Sig", "unsigned", at(150, 171, 300, 14), ""));
  page.annotation(
      note("FileAttachment", at(500, 60, 20, 20), "/FS << /Type /Filespec /F (b/c.txt) /EF << /F 4 0 R >> >>"));
  const Read form = read(papers::pdf_of(
      {page},
      {{"Names", "<< /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (notes.txt) /EF << /F 4 0 R >> >>] >> >>"}}));
  EXPECT_NE(form.page.text.find("Signature:   [signed by R. Treating, 2015-01-12]\n"), std::string::npos)
      << form.page.text;
  ASSERT_EQ(form.files.size(), 3U);
  EXPECT_TRUE(form.files[1].name.ends_with("a.pdf/notes.txt")) << form.files[1].name;
  EXPECT_TRUE(form.files[2].name.ends_with("a.pdf/b_c.txt")) << form.files[2].name;
  EXPECT_EQ(form.files[1].reading.pages.at(0).text, "words of the attachment\n");
}

TEST(PdfForms, DamagedObjectsCostNothingElse) {
  for (const char* broken :
       {"<< /Type /Annot /Subtype /Widget /FT /Tx /V 99 0 R /Rect [1 2 3] >>", "<< /Subtype /Text /Contents 17 >>",
        "null", "<< /Type /Annot /Subtype /FreeText /Rect [1e30 -1e30 5 nan] /Contents (x) >>", "[1 2 3]",
        "<< /Type /Annot /Subtype /Widget /FT /Btn /Parent 6 0 R /Rect [0 0 10 10] >>"}) {
    DrawnPage page = form_page();
    page.annotation(broken).annotation(note("Text", at(500, 60, 20, 20), "/Contents (good)"));
    const Read read_page = read(papers::pdf_of({page}));
    EXPECT_TRUE(read_page.page.text.starts_with(body[0])) << broken << read_page.page.text;
    EXPECT_NE(read_page.page.text.find("Note: good"), std::string::npos) << broken << read_page.page.text;
  }
}

} // namespace openimr::intake
