#include "letters/render_pdf.h"

#include "base/hash.h"
#include "letters/page_layout.h"
#include "letters/sample_content.h"

#include <algorithm>
#include <array>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <set>
#include <thread>
#include <unistd.h>

/// fontconfig keeps a few hundred bytes of each thread that used it; the sanitizer's runtime asks for this by name.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }

namespace openimr::letters {
namespace {

using Handle = QPDFObjectHandle;
using testing::ElementsAre;
using testing::HasSubstr;

struct Opened {
  std::string bytes;
  QPDF pdf;
  explicit Opened(const Letter& letter) {
    auto rendered = render_pdf(letter);
    if (!rendered) throw std::runtime_error(rendered.error().message());
    bytes = std::move(*rendered);
    pdf.processMemoryFile("letter", bytes.data(), bytes.size());
  }
  std::string stream(Handle handle) {
    const auto data = handle.getStreamData(qpdf_dl_generalized);
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
  }
  std::vector<Handle> pages() {
    std::vector<Handle> out;
    for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages()) out.push_back(page.getObjectHandle());
    return out;
  }
};

/// Walks the structure tree; counts roles and marked content, and checks parents.
struct Walk {
  std::vector<std::string> roles;            ///< in reading order
  std::map<QPDFObjGen, std::set<int>> marks; ///< page -> MCIDs
  std::vector<std::string> scopes;

  void node(Handle element, Handle parent) {
    ASSERT_TRUE(element.isDictionary());
    EXPECT_EQ(element.getKey("/P").getObjGen(), parent.getObjGen());
    roles.push_back(element.getKey("/S").getName().substr(1));
    if (roles.back() == "TH") scopes.push_back(element.getKey("/A").getKey("/Scope").getName());
    Handle kids = element.getKey("/K");
    if (kids.isArray())
      for (Handle& kid : kids.getArrayAsVector()) child(kid, element);
    else if (!kids.isNull())
      child(kids, element);
  }
  void child(Handle kid, Handle element) {
    if (kid.isInteger())
      mark(element.getKey("/Pg"), static_cast<int>(kid.getIntValue()));
    else if (kid.getKey("/Type").isNameAndEquals("/MCR"))
      mark(kid.getKey("/Pg"), static_cast<int>(kid.getKey("/MCID").getIntValue()));
    else
      node(kid, element);
  }
  void mark(Handle page, int mcid) { EXPECT_TRUE(marks[page.getObjGen()].insert(mcid).second); }
};

Letter sample() { return compose_determination(random_content(4)); }

std::string run(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> buffer;
  for (std::size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) out.append(buffer.data(), n);
  pclose(pipe);
  return out;
}

} // namespace

TEST(RenderPdf, SaysWhatPdfUaAsksFor) {
  Letter letter = sample();
  letter.title = "Détermination <1> & more";
  letter.language = "en-US";
  Opened file(letter);
  Handle catalog = file.pdf.getRoot();
  EXPECT_EQ(catalog.getKey("/Lang").getUTF8Value(), "en-US");
  EXPECT_TRUE(catalog.getKey("/MarkInfo").getKey("/Marked").getBoolValue());
  EXPECT_TRUE(catalog.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
  Handle info = file.pdf.getTrailer().getKey("/Info");
  EXPECT_EQ(info.getKey("/Title").getUTF8Value(), letter.title);
  EXPECT_THAT(info.getKey("/CreationDate").getUTF8Value(),
              testing::StartsWith("D:" + std::to_string(letter.date.year())));
  EXPECT_EQ(info.getKey("/Producer").getUTF8Value(), "OpenIMR");
  const std::string xmp = file.stream(catalog.getKey("/Metadata"));
  EXPECT_THAT(xmp, HasSubstr("<pdfuaid:part>1</pdfuaid:part>"));
  EXPECT_THAT(xmp, HasSubstr("Détermination &lt;1&gt; &amp; more"));
  EXPECT_EQ(file.pdf.getPDFVersion(), "1.7");
  for (Handle page : file.pages()) {
    EXPECT_EQ(page.getKey("/Tabs").getName(), "/S");
    for (auto& [key, font] : page.getKey("/Resources").getKey("/Font").getDictAsMap()) {
      Handle holder =
          font.getKey("/Subtype").isNameAndEquals("/Type0") ? font.getKey("/DescendantFonts").getArrayItem(0) : font;
      const Handle descriptor = holder.getKey("/FontDescriptor");
      bool is_embedded = false;
      for (const char* name : {"/FontFile", "/FontFile2", "/FontFile3"}) is_embedded |= Handle(descriptor).hasKey(name);
      EXPECT_TRUE(is_embedded);
      EXPECT_TRUE(font.hasKey("/ToUnicode"));
    }
  }
}

TEST(RenderPdf, EveryMarkHasItsElementAndEveryElementItsMarks) {
  Opened file(sample());
  Handle root = file.pdf.getRoot().getKey("/StructTreeRoot");
  Walk walk;
  walk.node(root.getKey("/K"), root);
  const auto pages = file.pages();
  Handle numbers = root.getKey("/ParentTree").getKey("/Nums");
  ASSERT_EQ(numbers.getArrayNItems(), static_cast<int>(pages.size()) * 2);
  for (std::size_t p = 0; p < pages.size(); ++p) {
    Handle page = pages[p];
    EXPECT_EQ(page.getKey("/StructParents").getIntValue(), static_cast<long long>(p));
    const std::string content = file.stream(page.getKey("/Contents"));
    std::set<int> in_content;
    for (std::size_t at = content.find("/MCID "); at != std::string::npos; at = content.find("/MCID ", at + 1))
      in_content.insert(std::atoi(content.c_str() + at + 6));
    EXPECT_EQ(in_content, walk.marks[page.getObjGen()]) << "page " << p + 1;
    EXPECT_EQ(numbers.getArrayItem(static_cast<int>(p) * 2 + 1).getArrayNItems(), static_cast<int>(in_content.size()));
    EXPECT_THAT(content, HasSubstr("/Artifact BMC"));
    EXPECT_THAT(content, testing::Not(HasSubstr("/Private")));
  }
}

TEST(RenderPdf, DrawsNothingOutsideOfMarks) {
  Opened file(sample());
  for (Handle page : file.pages()) {
    int depth = 0;
    std::string word;
    for (char c : file.stream(page.getKey("/Contents")) + "\n") {
      if (c != ' ' && c != '\n') {
        word += c;
        continue;
      }
      if (word.ends_with("BMC") || word.ends_with("BDC")) ++depth;
      if (word == "EMC") --depth;
      if (word.ends_with("Tj") || word.ends_with("TJ") || word == "f" || word == "S" || word == "Do") {
        EXPECT_GT(depth, 0) << word;
      }
      word.clear();
    }
    EXPECT_EQ(depth, 0);
  }
}

TEST(RenderPdf, BuildsListsAndTables) {
  Letter letter;
  letter.title = "t";
  letter.blocks = {Heading{1, "H"}, List{true, {plain("a"), plain("b")}},
                   Table{"cap", {"x", "y"}, {{plain("1"), plain("2")}}}, Quote{plain("q")}};
  Opened file(letter);
  Handle root = file.pdf.getRoot().getKey("/StructTreeRoot");
  Walk walk;
  walk.node(root.getKey("/K"), root);
  EXPECT_THAT(walk.roles, ElementsAre("Document", "H1", "L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody", "Table",
                                      "Caption", "TR", "TH", "TH", "TR", "TD", "TD", "BlockQuote", "P"));
  EXPECT_THAT(walk.scopes, ElementsAre("/Column", "/Column"));
}

TEST(RenderPdf, HeadingsDescendWithoutGaps) {
  Opened file(sample());
  Handle root = file.pdf.getRoot().getKey("/StructTreeRoot");
  Walk walk;
  walk.node(root.getKey("/K"), root);
  int level = 0;
  int headings = 0;
  for (const std::string& role : walk.roles) {
    if (role.size() != 2 || role[0] != 'H') continue;
    EXPECT_LE(role[1] - '0', level + 1);
    level = role[1] - '0';
    ++headings;
  }
  EXPECT_GT(headings, 4);
  int bookmarks = 0;
  for (Handle item = file.pdf.getRoot().getKey("/Outlines").getKey("/First"); !item.isNull();
       item = item.getKey("/Next"))
    ++bookmarks;
  EXPECT_EQ(bookmarks, headings);
}

TEST(PageLayout, NeverLeavesAHeadingOrASingleLine) {
  for (int filler = 0; filler < 60; ++filler) {
    Letter letter;
    for (int i = 0; i < filler; ++i) letter.blocks.push_back(Paragraph{plain("line")});
    letter.blocks.push_back(Heading{2, "HEADING"});
    letter.blocks.push_back(Paragraph{plain([] {
      std::string words;
      for (int i = 0; i < 60; ++i) words += "several words ";
      return words;
    }())});
    const PagedLetter paged = layout_pages(letter);
    const int heading = filler + 1, paragraph = filler + 2; // elements
    std::vector<std::size_t> lines;                         // of the paragraph by page
    std::size_t heading_page = 0;
    for (std::size_t p = 0; p < paged.pages.size(); ++p) {
      lines.push_back(0);
      for (const PlacedLine& line : paged.pages[p].lines) {
        lines.back() += line.element == paragraph;
        if (line.element == heading) heading_page = p;
        EXPECT_LT(line.baseline, 792 - 72 + (line.element == artifact ? 40 : 0));
      }
    }
    EXPECT_GE(lines[heading_page], 2u) << filler;
    for (std::size_t count : lines) EXPECT_NE(count, 1u) << filler;
  }
}

TEST(PageLayout, RepeatsTableHeads) {
  Letter letter;
  Table table{"", {"Head"}, {}};
  for (int i = 0; i < 120; ++i) table.rows.push_back({plain("row")});
  letter.blocks.push_back(table);
  const PagedLetter paged = layout_pages(letter);
  ASSERT_GE(paged.pages.size(), 3u);
  for (std::size_t p = 1; p < paged.pages.size(); ++p)
    EXPECT_EQ(paged.pages[p].lines.front().element, artifact); // the repeated head is no content a second time
  std::size_t rows = 0;
  for (const PlacedPage& page : paged.pages)
    for (const PlacedLine& line : page.lines) rows += line.element != artifact;
  EXPECT_EQ(rows, 121u);
}

TEST(PageLayout, EveryPageHasWordsOfItsOwn) {
  // A table that ends just above the foot, at every height, with and without a wish for another page after it.
  for (int rows = 1; rows < 90; ++rows)
    for (const bool asks_for_page : {false, true}) {
      Letter letter;
      Table table{"", {"Head"}, {}};
      for (int i = 0; i < rows; ++i) table.rows.push_back({plain("row")});
      letter.blocks.push_back(table);
      if (asks_for_page) letter.blocks.push_back(PageBreak{});
      for (const PlacedPage& page : layout_pages(letter).pages)
        EXPECT_TRUE(std::ranges::any_of(page.lines, [](const PlacedLine& line) { return line.element != artifact; }))
            << rows;
    }
}

/// Run by SameBytesEverywhere in a program of its own.
TEST(RenderPdf, DISABLED_PrintHash) {
  std::setlocale(LC_ALL, "");
  std::printf("hash=%s\n", sha256_hex(*render_pdf(sample())).c_str());
}

TEST(RenderPdf, SameBytesEverywhere) {
  const std::string here = sha256_hex(*render_pdf(sample()));
  EXPECT_EQ(sha256_hex(*render_pdf(sample())), here);
  std::string there;
  std::thread([&] {
    (void)render_pdf(compose_determination(random_content(9))); // fonts in another order
    there = sha256_hex(*render_pdf(sample()));
  }).join();
  EXPECT_EQ(there, here);
  std::array<std::string, 4> together;
  std::vector<std::thread> threads;
  for (std::string& hash : together) threads.emplace_back([&hash] { hash = sha256_hex(*render_pdf(sample())); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(together, testing::Each(here));
  const std::string self = "/proc/" + std::to_string(getpid()) + "/exe";
  for (const char* environment : {"TZ=Asia/Tokyo LC_ALL=de_DE.UTF-8", "TZ=America/Los_Angeles LC_ALL=C",
                                  "TZ=Asia/Kolkata LC_ALL=ja_JP.UTF-8 LANGUAGE=ja SOURCE_DATE_EPOCH=1"}) {
    const std::string out = run(std::string("env ") + environment + " " + self +
                                " --gtest_also_run_disabled_tests --gtest_filter=RenderPdf.DISABLED_PrintHash 2>&1");
    EXPECT_THAT(out, HasSubstr("hash=" + here)) << environment;
  }
}

TEST(RenderPdf, WordsCannotPassForOperators) {
  Letter letter;
  letter.title = "t";
  letter.blocks = {Paragraph{plain("EMC /Private << /MCID 0 >> BDC (\\) /P <</MCID 7>> BDC ( ET")},
                   Paragraph{plain(") (((( \\\\ %")}};
  Opened file(letter);
  Handle root = file.pdf.getRoot().getKey("/StructTreeRoot");
  Walk walk;
  walk.node(root.getKey("/K"), root);
  EXPECT_THAT(walk.roles, ElementsAre("Document", "P", "P"));
}

TEST(RenderPdf, TakesAnyWords) {
  std::string unbroken;
  for (int i = 0; i < 10000; ++i) unbroken += "word";
  std::string every_byte;
  for (int c = 0; c < 256; ++c) every_byte += static_cast<char>(c);
  std::vector<std::vector<Runs>> tall_row{{plain(unbroken), plain("x")}};
  const std::vector<std::vector<Block>> cases = {
      {},
      {Heading{1, ""}, Paragraph{}, List{}, Table{}, KeyValues{}, Quote{}, Note{}, PageBreak{}, PageBreak{}},
      {Paragraph{plain(unbroken)}},
      {Heading{3, unbroken}},
      {Note{plain(unbroken)}, Quote{plain(unbroken)}},
      {Table{"", {"a", "b"}, tall_row}},
      {Table{"", {unbroken}, {{plain("1")}, {plain("2")}}}},
      {Table{"c", {}, {{plain("1"), plain("2")}}}},
      {Table{"", std::vector<std::string>(200, "h"), {{plain("1")}}}},
      {Paragraph{plain(every_byte)}, Heading{9, every_byte}, Heading{-1, every_byte}},
      {Paragraph{plain("שלום עולם مرحبا بالعالم mixed with English (and 12/3)")}},
      {Paragraph{plain("emoji 😀👩‍👩‍👧 and missing 𓀀 glyphs \U0010FFFD ﬁ ﬃ e\u0301\u0301\u0301")}},
      {Paragraph{plain(std::string(3000, '-'))}, Paragraph{plain(std::string(3000, '/'))},
       Paragraph{plain("\xC3\xB1-\xC3\xB1/\xC3\xB1")}},
      {Paragraph{plain("\u200B")}, Heading{1, "\u00A0"}, Paragraph{plain("\u00AD")}, Paragraph{plain("\u2003")},
       Heading{2, "\u200E"}, Table{"\uFEFF", {"\u3000", "b"}, {{plain("\u00A0"), plain("x")}}}}, // nothing to be seen
      {KeyValues{{{unbroken, plain("v")}, {"k", plain(unbroken)}, {"", {}}}}},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Letter letter;
    letter.title = every_byte;
    letter.language = "x\"<>";
    letter.footer = i % 2 ? unbroken : every_byte;
    letter.mark = every_byte;
    letter.letterhead = {i % 2 ? "" : "sender", {"", every_byte}};
    letter.blocks = cases[i];
    const auto pdf = render_pdf(letter);
    ASSERT_TRUE(pdf) << i << " " << pdf.error().message();
    QPDF file;
    file.processMemoryFile("letter", pdf->data(), pdf->size());
    EXPECT_GE(file.getAllPages().size(), 1u);
    EXPECT_TRUE(file.getWarnings().empty());
  }
}

TEST(RenderPdf, PdfinfoSaysTagged) {
  if (std::system("command -v pdfinfo >/dev/null 2>&1") != 0) GTEST_SKIP() << "pdfinfo is not installed";
  const std::string path = testing::TempDir() + "/openimr-tagged-" + std::to_string(getpid()) + ".pdf";
  const auto pdf = render_pdf(sample());
  FILE* file = fopen(path.c_str(), "wb");
  ASSERT_NE(file, nullptr);
  fwrite(pdf->data(), 1, pdf->size(), file);
  fclose(file);
  EXPECT_THAT(run("pdfinfo " + path), testing::ContainsRegex("Tagged: +yes"));
  const std::string text = run("pdftotext " + path + " -");
  EXPECT_THAT(text, testing::ContainsRegex("Page 1 of [0-9]+"));
  std::remove(path.c_str());
}

} // namespace openimr::letters
