// Pages for a person: which are queued, and what a person may say of them.
#include "intake/reading_queue.h"
#include "intake/test_papers.h"
#include "intake/typed_pages_file.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

std::string error_of(const std::string& yaml) {
  auto pages = parse_typed_pages("pages.yaml", yaml);
  return pages ? "" : pages.error().message();
}

/// A recognised page: words of the given confidences, `per_line` a line.
records::Page scan(const std::vector<int>& confidences, std::size_t per_line = 5) {
  records::Page page;
  page.source = records::TextSource::Ocr;
  page.width = 612;
  page.height = 792;
  int sum = 0;
  for (std::size_t i = 0; i < confidences.size(); ++i) {
    records::Word word;
    word.span.begin = static_cast<std::uint32_t>(page.text.size());
    page.text += "word";
    word.span.end = static_cast<std::uint32_t>(page.text.size());
    page.text += (i + 1) % per_line == 0 ? '\n' : ' ';
    const auto top = static_cast<float>(20 * (i / per_line)), left = static_cast<float>(50 * (i % per_line));
    word.box = {left, top, left + 40, top + 12};
    word.confidence = static_cast<std::uint8_t>(confidences[i]);
    page.words.push_back(word);
    sum += confidences[i];
  }
  page.confidence = sum / static_cast<int>(confidences.size());
  return page;
}

std::vector<int> mixed(std::size_t sure, std::size_t unsure) {
  std::vector<int> list(sure, 95);
  list.insert(list.end(), unsure, 30);
  return list;
}

} // namespace

TEST(TypedPages, NameEveryFault) {
  const std::string start = "schema: 1\npages:\n  - {file: a.pdf, page: 1, by: Ada, on: 2015-03-09";
  EXPECT_EQ(error_of(start + "}\n"),
            "pages.yaml:3: pages[0]: found neither text nor says, expected the words of the page, "
            "or says: as_read or nothing; write what the page says");
  EXPECT_NE(error_of(start + ", text: x, says: nothing}\n").find("found text and says together"), std::string::npos);
  EXPECT_NE(error_of(start + ", says: maybe}\n").find("as_read, nothing"), std::string::npos);
  EXPECT_NE(error_of(start + ", txt: x}\n").find("found the unknown key \"txt\""), std::string::npos);
  EXPECT_NE(
      error_of("schema: 1\npages: [{file: a.pdf, page: 0, by: A, on: 2015-03-09, text: x}]\n").find("found the page 0"),
      std::string::npos);
  EXPECT_NE(error_of(start + ", text: x}\n  - {file: documents/a.pdf, page: 1, by: B, on: 2015-03-09, text: y}\n")
                .find("found page 1 of documents/a.pdf a second time"),
            std::string::npos);
  EXPECT_NE(error_of("schema: 1\npages: [{file: a.pdf, page: 1, on: 2015-03-09, text: x}]\n").find("by"),
            std::string::npos);
  for (const char* nobody : {"\"\"", "\" \""})
    EXPECT_NE(
        error_of(fmt::format("schema: 1\npages: [{{file: a.pdf, page: 1, by: {}, on: 2015-03-09, text: x}}]\n", nobody))
            .find("by: found"),
        std::string::npos)
        << nobody;
  EXPECT_EQ(error_of("schema: 1\n"), "");
}

TEST(TypedPages, TakeThePlaceOfTheMachinesWords) {
  auto pages = parse_typed_pages(
      "pages.yaml", "schema: 1\npages:\n  - {file: a.pdf, page: 1, by: Ada, on: 2015-03-09, text: pain 6/10}\n"
                    "  - {file: a.pdf, page: 2, by: Ada, on: 2015-03-09, says: as_read}\n"
                    "  - {file: a.pdf, page: 3, by: Ada, on: 2015-03-09, says: nothing}\n");
  ASSERT_TRUE(pages) << pages.error().message();
  records::Page page = scan({20, 20, 20});
  page.is_unread = true;
  records::Page typed = page, as_read = page, nothing = page;
  apply(pages->at({"documents/a.pdf", 1}), typed);
  apply(pages->at({"documents/a.pdf", 2}), as_read);
  apply(pages->at({"documents/a.pdf", 3}), nothing);
  EXPECT_EQ(typed.text, "pain 6/10\n");
  EXPECT_EQ(typed.source, records::TextSource::Typed);
  EXPECT_TRUE(typed.words.empty());
  EXPECT_EQ(as_read.text, page.text);
  EXPECT_EQ(as_read.words.size(), 3U);
  EXPECT_EQ(nothing.text, "");
  for (const auto* one : {&typed, &as_read, &nothing}) {
    EXPECT_FALSE(one->counts_as_unread());
    EXPECT_EQ(one->typed_by, "Ada");
    EXPECT_EQ(one->typed_on->iso(), "2015-03-09");
  }
}

TEST(ReadingQueue, TakesWhatNobodyShouldRelyOn) {
  EXPECT_EQ(doubt_of(scan(mixed(100, 0)), PageCues()), "");
  std::vector<int> letterhead = mixed(0, 10);
  letterhead.resize(110, 95);
  EXPECT_EQ(doubt_of(scan(letterhead), PageCues()), "") << "a letterhead in curls";
  EXPECT_EQ(doubt_of(scan(mixed(100, 4)), PageCues()), "");
  EXPECT_EQ(doubt_of(scan(mixed(100, 5)), PageCues()),
            "words in a row without a sure one on a page of good print: handwriting");
  EXPECT_EQ(doubt_of(scan(mixed(60, 40)), PageCues()), "40 of 100 words are unsure: handwriting among print");
  EXPECT_EQ(doubt_of(scan(mixed(100, 15)), PageCues()), "lines without a sure word: handwriting among print");
  EXPECT_EQ(doubt_of(scan(mixed(20, 60)), PageCues()), "poorly read (46%): handwriting or a poor copy");
  EXPECT_EQ(doubt_of(scan({95, 80, 40, 60}), PageCues()),
            "4 words only, unsurely read (68%): handwriting or a picture");
  records::Page layer = scan(mixed(20, 60));
  layer.source = records::TextSource::Layer;
  EXPECT_EQ(doubt_of(layer, PageCues()), "");
}

TEST(ReadingQueue, TakesStrokesThatGaveNoWordButNoSignatures) {
  PageCues cues;
  cues.signature_words = {"signature", "by"};
  cues.credentials = {"M.D."};
  const auto with = [&cues](std::vector<records::Box> ink, const char* last_words) {
    records::Page page = scan(mixed(40, 0));
    for (std::string_view word : {std::string_view(last_words)}) {
      const auto begin = static_cast<std::uint32_t>(page.text.size());
      page.text += word;
      page.words.push_back({{begin, static_cast<std::uint32_t>(page.text.size())}, {60, 600, 120, 612}, 95});
    }
    page.loose_ink = std::move(ink);
    return doubt_of(page, cues);
  };
  const records::Box note{300, 200, 420, 230}, beside{130, 590, 260, 620}, small{300, 200, 325, 210},
      far{400, 590, 500, 620};
  const std::string one = "ink that gave no word at 1 place: handwriting, a stamp or a drawing";
  EXPECT_EQ(with({}, "Signature:"), "");
  EXPECT_EQ(with({note}, "Signature:"), one);
  EXPECT_EQ(with({beside}, "Signature:"), "");
  EXPECT_EQ(with({beside}, "SIGNATURE"), "");
  EXPECT_EQ(with({beside}, "MD"), "");
  EXPECT_EQ(with({beside}, "tenderness"), one);
  EXPECT_EQ(with({far}, "Signature:"), one);
  EXPECT_EQ(with({beside, note}, "By:"), one);
  EXPECT_EQ(with({{60, 500, 500, 598}}, "Signature:"), one) << "too large for a signature";
  EXPECT_EQ(with({small}, "x"), "");
  EXPECT_EQ(with({small, small, small}, "x"), "ink that gave no word at 3 places: handwriting, a stamp or a drawing");
}

TEST(ReadingQueue, IsSortedAndLeavesOutWhatNeedsNobody) {
  std::vector<records::Document> documents(2);
  documents[0].file = "documents/b.pdf";
  documents[1].file = "documents/a.pdf";
  for (auto& document : documents) {
    document.pages = {scan(mixed(60, 40)), scan(mixed(90, 0)), records::Page()};
    for (auto& page : document.pages) page.doubt = doubt_of(page, PageCues());
    for (int n = 0; n < 3; ++n) document.pages[static_cast<std::size_t>(n)].number = n + 1;
    document.pages[2].is_unread = true;
    document.pages[2].width = 612;
  }
  const auto in_words = [&] {
    std::string all;
    for (const auto& one : reading_queue(documents))
      all += fmt::format("{} {}{} ", one.file, one.page, one.is_unread ? "!" : "");
    return all;
  };
  EXPECT_EQ(in_words(), "documents/a.pdf 1 documents/a.pdf 3! documents/b.pdf 1 documents/b.pdf 3! ");
  EXPECT_EQ(reading_queue(documents)[1].reason, "there is ink and no word could be read: handwriting or a picture");
  documents[1].belongs_to = "other";
  documents[0].pages[0].same_as = {"d9", "documents/c.pdf", 1};
  EXPECT_EQ(in_words(), "documents/b.pdf 3! ") << "another patient's pages, and a poor copy of a page that was read";
}

TEST(TypedPages, AreReadWithTheCase) {
  const papers::Folder folder;
  folder.put("application.yaml", papers::application_yaml);
  folder.put("documents/a.txt", "Patient: Ada Example\nDOB: 05/02/1960\nPain 5/10.\n");
  folder.put("pages.yaml", "schema: 1\npages:\n  - {file: a.txt, page: 1, by: Ada, on: 2015-03-09, text: pain 6/10}\n"
                           "  - {file: b.txt, page: 1, by: Ada, on: 2015-03-09, text: x}\n");
  auto file = read_case(folder.path(), papers::options());
  ASSERT_TRUE(file) << file.error().message();
  EXPECT_EQ(file->documents[0].pages[0].text, "pain 6/10\n");
  EXPECT_EQ(file->input_hashes.count("pages.yaml"), 1U) << "what was typed is part of the receipt";
  EXPECT_EQ(
      papers::lines(file->problems),
      "pages.yaml:4: found page 1 of documents/b.txt, which is not in the folder, expected a page of a file below "
      "documents/; correct or remove the entry\n");
  folder.put("pages.yaml",
             "schema: 1\npages: [{file: a.txt, page: 1, by: Ada, on: 2015-03-09, text: x, sha256: abc}]\n");
  file = read_case(folder.path(), papers::options());
  ASSERT_TRUE(file);
  EXPECT_EQ(file->documents[0].pages[0].text.substr(0, 8), "Patient:");
  EXPECT_NE(papers::lines(file->problems).find("words of another version of documents/a.txt"), std::string::npos);
}

} // namespace openimr::intake
