// From files to pages through the real worker: every format, every kind of trouble, with the words that a person sees.
#include "base/files.h"
#include "intake/document_reader.h"
#include "intake/test_papers.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace openimr::intake {
namespace {

using papers::Folder;

struct Read {
  std::vector<records::Document> documents;
  std::string problems;
  const records::Page& page(std::size_t n = 0) const { return documents.at(0).pages.at(n); }
  std::string text() const {
    std::string all;
    for (const auto& document : documents)
      for (const auto& page : document.pages) all += page.text;
    return all;
  }
};

/// Reads one file; its folder is cut from the problems.
Read read(const Folder& folder, const std::string& path, ReadOptions options = papers::options()) {
  Read result;
  text::Problems problems;
  auto documents = read_files({path}, options, problems);
  EXPECT_TRUE(documents) << (documents ? "" : documents.error().message());
  if (!documents) return result;
  result.documents = std::move(*documents);
  result.problems = papers::lines(problems);
  for (std::size_t at; (at = result.problems.find(folder.path() + "/")) != std::string::npos;)
    result.problems.erase(at, folder.path().size() + 1);
  for (const auto& document : result.documents)
    for (const auto& page : document.pages) papers::expect_sound(page);
  return result;
}

Read read_bytes(const std::string& name, std::string_view bytes, const ReadOptions& options = papers::options()) {
  const Folder folder;
  return read(folder, folder.put(name, bytes), options);
}

/// One unread page, so that a search for absence knows.
void expect_unread(const Read& result) {
  ASSERT_EQ(result.documents.size(), 1U);
  ASSERT_EQ(result.documents[0].pages.size(), 1U);
  EXPECT_TRUE(result.page().is_unread);
  EXPECT_EQ(result.page().confidence, 0);
  EXPECT_EQ(result.page().text, "");
}

const std::string letter = "Sample Clinic\nPatient: Ada Example\nThe pain is 7/10 and morphine was reduced\nto two "
                           "tablets a day after the injection.\n"
                           "Baclofen 10 mg three times a day\ncontinues without change.\n";

} // namespace

TEST(Reading, TellsWhatIsWrongWithAFile) {
  const auto check = [](const std::string& name, std::string_view bytes, const std::string& problem) {
    const Read result = read_bytes(name, bytes);
    EXPECT_EQ(result.problems, problem);
    expect_unread(result);
  };
  const std::string again = "; ask the sender for the file again; it counts as unread\n";
  check("a.pdf", "", "a.pdf: found 0 bytes, expected a document" + again);
  check("a.bin", std::string("\x01\x02\x03\0\x05\x06\xfe\xff", 8),
        "a.bin: found bytes of no known format (application/octet-stream), expected PDF, TIFF, PNG, JPEG, DOCX, ODT, "
        "RTF, TXT, HTML, EML, FHIR JSON, C-CDA or ZIP; "
        "ask the sender for it in one of these formats; it counts as unread\n");
  check("a.gif", "GIF89a....",
        "a.gif: found a file in a format that is not read: GIF, expected PDF, TIFF, PNG, JPEG, DOCX, ODT, RTF, TXT, "
        "HTML, "
        "EML, FHIR JSON, C-CDA or ZIP; "
        "ask the sender for it in one of these formats, or print it to PDF; it counts as unread\n");
  check("a.pdf", "%PDF-1.4\nnothing else",
        "a.pdf: found a PDF that is damaged and cannot be opened, expected a whole PDF" + again);
  check("a.pdf", papers::pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"}),
        "a.pdf: found a PDF without any page, expected at least one page" + again);
  check("a.png", "\x89PNG\r\n\x1a\nbroken",
        "a.png: found a PNG that is damaged and cannot be opened, expected a whole PNG" + again);
  check("a.tif", std::string("II*\0\x08\0\0\0broken", 14),
        "a.tif: found a TIFF that is damaged and cannot be opened, expected a whole TIFF" + again);
  check("a.docx", papers::zip_of({{"word/document.xml.txt", "x"}}),
        "a.docx: found a DOCX that is damaged and cannot be opened, expected a whole DOCX" + again);
}

TEST(Reading, TellsOfPasswords) {
  const Folder folder;
  const std::string plain = folder.put("plain.pdf", papers::text_pdf({letter}));
  papers::run(fmt::format("qpdf --encrypt secret owner 256 -- {} {}", plain, folder / "locked.pdf"));
  const Read locked = read(folder, folder / "locked.pdf");
  EXPECT_EQ(locked.problems, "locked.pdf: found a PDF that asks for a password, expected a PDF that opens without one; "
                             "ask the sender for the file "
                             "without password; it counts as unread\n");
  expect_unread(locked);
  papers::run(fmt::format("qpdf --encrypt '' owner 256 -- {} {}", plain, folder / "open.pdf"));
  const Read open = read(folder, folder / "open.pdf"); // an owner's password only limits printing
  EXPECT_EQ(open.problems, "");
  EXPECT_NE(open.text().find("morphine was reduced"), std::string::npos);
}

TEST(Reading, SavesWhatItCanOfACutFile) {
  std::vector<std::string> pages;
  for (int n = 1; n <= 6; ++n) pages.push_back(fmt::format("Page of words number {}\n{}{}", n, letter, letter));
  const std::string whole = papers::text_pdf(pages);
  const std::string cut = whole.substr(0, whole.size() * 3 / 4);
  const Read result = read_bytes("cut.pdf", cut);
  EXPECT_TRUE(result.problems.starts_with("cut.pdf: found a PDF that is damaged or cut off; 6 pages could be opened, "
                                          "expected a whole PDF; ask the sender for the "
                                          "file again; pages or words may be missing\n"))
      << result.problems;
  EXPECT_NE(result.text().find("words number 1"), std::string::npos);
  bool has_unread = false;
  for (const auto& document : result.documents)
    for (const auto& page : document.pages) {
      EXPECT_TRUE(!page.text.empty() || page.is_unread) << "a lost page is not a blank one: " << page.number;
      has_unread = has_unread || page.is_unread;
    }
  EXPECT_TRUE(has_unread);
}

TEST(Reading, GoesByContentNotByName) {
  const Folder folder;
  const std::string png = papers::page_image(folder, papers::text_pdf({letter}), "png", 150);
  const Read image = read_bytes("scan.pdf", png);
  EXPECT_EQ(image.problems, "scan.pdf: found PNG in a file named .pdf, expected PDF, as its name says; it was read as "
                            "PNG; check that the right file was sent\n");
  EXPECT_EQ(image.documents[0].media_type, "image/png");
  EXPECT_NE(image.text().find("morphine was reduced"), std::string::npos);
  const Read pdf = read_bytes("note.txt", papers::text_pdf({letter}));
  EXPECT_EQ(pdf.problems, "note.txt: found PDF in a file named .txt, expected plain text, as its name says; it was "
                          "read as PDF; check that the right file was sent\n");
  EXPECT_NE(pdf.text().find("morphine was reduced"), std::string::npos);
  const Read garbage = read_bytes("note.docx", std::string("\0\1\2\3\4\5\6\7\xff\xfe\xfd", 11));
  EXPECT_TRUE(garbage.problems.starts_with("note.docx: found application/octet-stream in a file named .docx, expected "
                                           "DOCX, as its name says; check that the right "
                                           "file was sent\n"))
      << garbage.problems;
  expect_unread(garbage);
}

TEST(Reading, ReadsThePdfLayerWithBoxes) {
  const Read result = read_bytes(
      "a.pdf",
      papers::text_pdf({letter + "Name   Value\n", "second page of this letter with more than eight words in it"}));
  EXPECT_EQ(result.problems, "");
  ASSERT_EQ(result.documents[0].pages.size(), 2U);
  const records::Page& page = result.page();
  EXPECT_TRUE(page.text.starts_with(letter.substr(0, 90))) << page.text;
  EXPECT_EQ(page.source, records::TextSource::Layer);
  EXPECT_EQ(page.width, 612);
  ASSERT_FALSE(page.words.empty());
  EXPECT_EQ(page.words[0].span.of(page.text), "Sample");
  EXPECT_NEAR(page.words[0].box[0], 60, 1);
  EXPECT_NEAR(page.words[0].box[3], 792 - 720 + 3, 3) << "from the top";
}

TEST(Reading, TurnsRotatedPagesUpright) {
  const Folder folder;
  folder.put("a.pdf", papers::text_pdf({letter + letter}));
  papers::run(fmt::format("qpdf --rotate=90 {} {}", folder / "a.pdf", folder / "b.pdf"));
  const Read result = read(folder, folder / "b.pdf");
  EXPECT_EQ(result.page().width, 792);
  EXPECT_NE(result.text().find("morphine was reduced"), std::string::npos) << result.text();
}

TEST(Reading, RecognisesScans) {
  const Folder folder;
  const std::string pdf = papers::text_pdf({letter});
  const std::string jpeg = papers::page_image(folder, pdf, "jpeg");
  const auto check = [](const std::string& name, const std::string& bytes) {
    const Read result = read_bytes(name, bytes);
    EXPECT_EQ(result.problems, "") << name;
    ASSERT_EQ(result.documents[0].pages.size(), 1U) << name;
    const records::Page& page = result.page();
    EXPECT_EQ(page.source, records::TextSource::Ocr) << name;
    EXPECT_FALSE(page.is_unread) << name;
    EXPECT_GE(page.confidence, 80) << name;
    EXPECT_NE(page.text.find("morphine was reduced\nto two tablets"), std::string::npos) << name << "\n" << page.text;
    EXPECT_NEAR(page.width, 612, 3) << name;
    for (const records::Word& word : page.words)
      EXPECT_TRUE(word.span.of(page.text) != "Sample" || std::abs(word.box[0] - 60) < 2) << name;
  };
  check("scan.pdf", papers::image_pdf(jpeg, 1700, 2200));
  check("scan.jpg", jpeg);
  check("scan.tif", papers::page_image(folder, pdf, "tiff"));
  check("scan.png", papers::page_image(folder, pdf, "png"));
}

TEST(Reading, KnowsBlankFromUnread) {
  const Read blank = read_bytes("blank.pdf", papers::text_pdf({""}));
  EXPECT_EQ(blank.problems, "");
  EXPECT_FALSE(blank.page().is_unread) << "nothing is written there, and that is read";
  // Scribbles: curves without letters.
  std::string curves = "3 w 0 0 0 RG\n";
  for (int n = 0; n < 14; ++n)
    curves += fmt::format("{} {} m {} {} {} {} {} {} c S\n", 80 + n * 31, 300 + n * 13 % 60, 20 + n * 40, 600 - n * 30,
                          500 - n * 33, 150 + n * 29, 560 - n * 7, 640 - n * 37);
  const std::string scribble =
      papers::pdf_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
                      fmt::format("<< /Length {} >>\nstream\n{}\nendstream", curves.size(), curves)});
  const Read marks = read_bytes("marks.pdf", scribble);
  EXPECT_TRUE(marks.page().is_unread) << marks.page().text;
  EXPECT_TRUE(marks.problems.starts_with("marks.pdf, page 1: found ")) << marks.problems;
  EXPECT_TRUE(
      marks.problems.ends_with(", expected a page that can be read; have a person read it; it counts as unread\n"))
      << marks.problems;
}

TEST(Reading, ReadsWordProcessorFiles) {
  const std::string paragraph = "<w:p><w:r><w:t>He was able to </w:t></w:r><w:del><w:r><w:t>NOT "
                                "</w:t></w:r></w:del><w:r><w:t>reduce &amp; stop.</w:t></w:r></w:p>";
  const std::string table =
      "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Baclofen</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>10 "
      "mg</w:t><w:br/><w:t>TID</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
  const Read result = read_bytes("a.docx", papers::docx_of(paragraph + table));
  EXPECT_EQ(result.problems, "");
  EXPECT_EQ(result.text(), "Sample Clinic\nHe was able to reduce & stop.\nBaclofen   10 mg TID\n\nPage foot\n");
  EXPECT_EQ(result.page().source, records::TextSource::Layer);
  const Read broken = read_bytes("b.docx", papers::docx_of("<w:p><w:r><w:t>Begun"));
  EXPECT_TRUE(broken.problems.starts_with(
      "b.docx: found a DOCX that is damaged or cut off; 1 page could be opened, expected a whole DOCX;"))
      << broken.problems;
}

TEST(Reading, ReadsTextInItsEncodings) {
  EXPECT_EQ(read_bytes("a.txt", "Dolor cr\xC3\xB3nico\r\nno mejora\r\n").text(), "Dolor cr\xC3\xB3nico\nno mejora\n");
  EXPECT_EQ(read_bytes("a.txt", "Dolor cr\xF3nico \x93muy\x94\n").text(),
            "Dolor cr\xC3\xB3nico \xE2\x80\x9Cmuy\xE2\x80\x9D\n");
  EXPECT_EQ(read_bytes("a.txt", std::string("\xff\xfe"
                                            "A\0\xf3\0\n\0",
                                            8))
                .text(),
            "A\xC3\xB3\n");
  EXPECT_EQ(read_bytes("a.txt", std::string("\xfe\xff\0A\0\xf3", 6)).text(), "A\xC3\xB3\n");
  EXPECT_EQ(read_bytes("a.txt", "\xEF\xBB\xBFwords\x1b[31m\n").text(), "words[31m\n")
      << "no terminal escapes get through";
  EXPECT_EQ(read_bytes("a.html", "<html><head><title>Note</title><style>p{}</style></head><body><p>Pain&nbsp;is "
                                 "&lt;5&#x2F;10</p><table><tr><td>A</td><td>B</td></tr></table>"
                                 "<script>x<y</script><input type=checkbox checked>Yes<!-- no --></body>")
                .text(),
            "Note\n\nPain is <5/10\n\nA   B\n\n[X] Yes\n");
}

TEST(Reading, ListsWhatCannotBeOpened) {
  const Folder folder;
  folder.put("application.yaml", papers::application_yaml);
  folder.put("documents/a.txt", "Progress report\nwords of a note\n");
  folder.put("secret.txt", "outside");
  ASSERT_EQ(::symlink((folder / "secret.txt").c_str(), (folder / "documents/link.txt").c_str()), 0);
  ASSERT_EQ(::symlink(folder.path().c_str(), (folder / "documents/loop").c_str()), 0);
  ASSERT_EQ(::mkfifo((folder / "documents/pipe.txt").c_str(), 0600), 0);
  auto file = read_case(folder.path(), papers::options());
  ASSERT_TRUE(file) << file.error().message();
  const std::string link = ": found a symbolic link, expected a file inside the folder; copy the file itself here; "
                           "links are not followed, and it counts as unread\n";
  EXPECT_EQ(papers::lines(file->problems),
            "documents/link.txt" + link + "documents/loop" + link +
                "documents/pipe.txt: found something that is no file, expected a file that can be read; change its "
                "permissions or copy it again; it counts as unread\n");
  ASSERT_EQ(file->documents.size(), 4U);
  EXPECT_EQ(file->documents[0].pages[0].text, "Progress report\nwords of a note\n");
  for (std::size_t n = 1; n < 4; ++n) EXPECT_TRUE(file->documents[n].pages.at(0).is_unread);
  for (const char* path : {"../secret.txt", "/etc/passwd", "a/../../secret.txt", "", "documents/./a.txt"})
    EXPECT_LT(open_below(folder.path(), path).descriptor, 0) << path;
  if (::geteuid() != 0) {
    ::chmod((folder / "documents/a.txt").c_str(), 0);
    auto locked = read_case(folder.path(), papers::options());
    ASSERT_TRUE(locked);
    EXPECT_EQ(locked->problems[0].message(), "documents/a.txt: found Permission denied, expected a file that can be "
                                             "read; change its permissions or copy it again; it counts as unread");
  }
}

TEST(Reading, EndsOnlyForWhatEndsTheRequest) {
  const Folder folder;
  const auto error = [&](const std::string& path, const ReadOptions& options = papers::options()) {
    auto file = read_case(path, options);
    return file ? std::string() : file.error().message();
  };
  EXPECT_EQ(error("/no/such/case"),
            "/no/such/case: found no such folder, expected a case folder with application.yaml; check the name");
  EXPECT_EQ(error(folder.path()), folder / "application.yaml: found no such file, expected the application of the "
                                           "case; add application.yaml, or name the case folder itself");
  folder.put("application.yaml", papers::application_yaml);
  ReadOptions options = papers::options();
  options.worker_program = "/no/such/worker";
  EXPECT_EQ(error(folder.path(), options),
            "/no/such/worker: found no program that can be run, expected the extraction worker openimr-extract; build "
            "it with ./run build, or name it with --worker");
  EXPECT_EQ(error(folder.path()), "");
  folder.put("documents.yaml",
             "documents: [{file: gone.pdf}, {file: a.txt, kind: novel, sender: Someone, date: 2014-05-05}]\n");
  folder.put("documents/a.txt", "PROGRESS REPORT\nDate: 3/4/2014\nsubjective complaints\n");
  auto file = read_case(folder.path(), papers::options());
  ASSERT_TRUE(file);
  EXPECT_EQ(papers::lines(file->problems),
            "documents.yaml:1: found the unknown kind \"novel\", expected a kind of packs/documents; correct it, or "
            "leave it out; the kind was found by reading\n"
            "documents.yaml:1: found the file documents/gone.pdf, which is not in the folder, expected a file below "
            "documents/; add the file, or correct or remove the entry\n");
  EXPECT_EQ(file->documents[0].kind, "progress_report");
  EXPECT_EQ(file->documents[0].date->iso(), "2014-05-05") << "what a person wrote goes before what was read";
  EXPECT_EQ(file->documents[0].sender, "Someone");
  EXPECT_EQ(file->input_hashes.size(), 3U);
  text::Problems problems;
  auto missing = read_files({folder / "gone.pdf"}, papers::options(), problems);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message(), folder / "gone.pdf: found no such file, expected a document; check the name");
}

TEST(Reading, KeepsAnotherPatientApart) {
  const Folder folder;
  folder.put("application.yaml", papers::application_yaml);
  folder.put(
      "documents/a.pdf",
      papers::text_pdf(
          {"PROGRESS REPORT\nPatient: Ada Example\nDate of birth: 05/02/1960\nsome words that are here to be read\n",
           "PROGRESS REPORT\nPatient: Jane Doe\nDate of birth: 01/01/1970\nsome words that are here to be read\n"}));
  auto file = read_case(folder.path(), papers::options());
  ASSERT_TRUE(file);
  EXPECT_EQ(papers::lines(file->problems), "documents/a.pdf, page 2: found another patient: Jane Doe, born 1970-01-01, "
                                           "expected Ada Example, born 1960-05-02, claim WC-0042; it is "
                                           "kept out of the review; ask the sender whether it was filed by mistake\n");
  ASSERT_EQ(file->documents.size(), 2U);
  EXPECT_EQ(file->documents[0].belongs_to, "this");
  EXPECT_EQ(file->documents[1].belongs_to, "other");
  EXPECT_EQ(file->documents[1].first_page, 2);
  EXPECT_EQ(file->documents[1].pages[0].number, 2);
}

} // namespace openimr::intake
