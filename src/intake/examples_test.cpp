// The two synthetic case files, read whole: the same with one worker and with several, cold and from the cache.
#include "intake/completeness.h"
#include "intake/test_papers.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

std::string outline(const records::CaseFile& file) {
  std::string all;
  for (const auto& document : file.documents) {
    all += fmt::format("{} {} {} {} {} {}\n", document.id, document.file, document.first_page, document.kind,
                       document.date ? document.date->iso() : "-", document.author);
    for (const auto& page : document.pages) {
      all += fmt::format("{} {} {} {}\n{}", page.number, static_cast<int>(page.source), page.confidence,
                         page.words.size(), page.text);
      for (const auto& word : page.words)
        all += fmt::format("{} {} {} {}\n", word.span.begin, word.box[0], word.box[1], word.confidence);
    }
  }
  return all + papers::lines(file.problems);
}

const records::Document* find(const records::CaseFile& file, const std::string& name, int first_page = 1) {
  for (const auto& document : file.documents)
    if (document.file.find(name) != std::string::npos && document.first_page == first_page) return &document;
  return nullptr;
}

std::string missing(const records::CaseFile& file) {
  std::string all;
  auto rules = load_completeness_rules(OPENIMR_SOURCE_DIR "/packs");
  if (!rules) return rules.error().message();
  for (const MissingPaper& paper : completeness(file, *rules)) {
    all += paper.text + "\n";
    for (const auto& evidence : paper.evidence) all += "  " + evidence.quote + "\n";
  }
  return all;
}

} // namespace

TEST(Examples, AreReadTheSameHoweverTheyAreRead) {
  const std::string folder = OPENIMR_SOURCE_DIR "/examples/cases/ketamine-morphine-baclofen";
  if (!papers::fs::exists(folder)) GTEST_SKIP() << "no examples/cases/ketamine-morphine-baclofen";
  const papers::Folder cache;
  ReadOptions options = papers::options();
  options.cache_folder = cache.path();
  std::size_t done = 0, total = 0;
  options.progress = [&](std::size_t now, std::size_t all) { done = now, total = all; };
  auto cold = read_case(folder, options);
  ASSERT_TRUE(cold) << cold.error().message();
  EXPECT_EQ(done, total);
  EXPECT_GE(total, 30U);
  auto warm = read_case(folder, options);
  ASSERT_TRUE(warm);
  EXPECT_EQ(outline(*warm), outline(*cold));
  options.cache_folder.clear();
  options.threads = 1;
  auto alone = read_case(folder, options);
  ASSERT_TRUE(alone);
  EXPECT_EQ(outline(*alone), outline(*cold));

  EXPECT_EQ(papers::lines(cold->problems), "");
  for (const auto& document : cold->documents) {
    EXPECT_NE(document.kind, "unknown") << document.file;
    EXPECT_TRUE(document.date) << document.file;
    EXPECT_NE(document.belongs_to, "other") << document.file;
    for (const auto& page : document.pages) papers::expect_sound(page);
  }
  const auto* scan = find(*cold, "07-pr2-2014-10-07.pdf");
  ASSERT_TRUE(scan);
  EXPECT_EQ(scan->kind, "progress_report");
  EXPECT_EQ(scan->date->iso(), "2014-10-07");
  EXPECT_EQ(scan->pages[0].source, records::TextSource::Ocr);
  const auto* fax = find(*cold, "11-operative-report-2009-02-24.tif");
  ASSERT_TRUE(fax);
  EXPECT_EQ(fax->kind, "operative_report");
  EXPECT_EQ(fax->pages.size(), 2U);
  EXPECT_NE(fax->pages[0].text.find("Laminectomy of L4 and L5"), std::string::npos) << fax->pages[0].text;
  const auto* word = find(*cold, "15-psychological-consultation");
  ASSERT_TRUE(word);
  EXPECT_EQ(word->date->iso(), "2014-10-21");
  const auto* second_visit = find(*cold, "05-pr2-2014-06-10-to-2014-08-05.pdf", 3);
  ASSERT_TRUE(second_visit) << "a merged file is cut at each visit";
  EXPECT_EQ(second_visit->date->iso(), "2014-07-08");
  EXPECT_FALSE(find(*cold, "02-ur-denial")->is_evidence);
  EXPECT_EQ(missing(*cold), "");
  std::erase_if(cold->documents,
                [](const auto& document) { return document.file.find("12-mri") != std::string::npos; });
  EXPECT_NE(missing(*cold).find("MRI"), std::string::npos) << "the reports name the MRI that was taken out";
}

TEST(Examples, TheContinuedCaseLacksNothing) {
  const std::string folder = OPENIMR_SOURCE_DIR "/examples/cases/ketamine-cream-continued";
  if (!papers::fs::exists(folder)) GTEST_SKIP() << "no examples/cases/ketamine-cream-continued";
  auto file = read_case(folder, papers::options());
  ASSERT_TRUE(file) << file.error().message();
  EXPECT_EQ(missing(*file), "");
}

} // namespace openimr::intake
