#include "intake/file_texts.h"

#include "intake/test_papers.h"

#include <gtest/gtest.h>

namespace openimr::intake {
namespace {

TEST(FileTexts, GivesEachFileItsOwnWordsInTheOrderAsked) {
  const papers::Folder folder;
  const std::vector<std::string> files = {
      folder.put("b.pdf", papers::text_pdf({"the first page of the second letter", "and its second page"})),
      folder / "gone.pdf",
      folder.put("a.zip", papers::zip_of({{"one.txt", "inside"}, {"two.txt", "the archive"}})),
      folder.put("broken.pdf", "%PDF-1.4 and nothing else"),
      folder.put("a.txt", "plain words"),
      folder.put("a.zip.txt", "no part of the archive")};
  auto texts = read_texts(files, papers::options());
  ASSERT_TRUE(texts);
  ASSERT_EQ(texts->size(), files.size());
  EXPECT_EQ((*texts)[0].text, "the first page of the second letter\n\fand its second page\n");
  EXPECT_EQ((*texts)[1].text, "");
  ASSERT_EQ((*texts)[1].problems.size(), 1U);
  EXPECT_EQ((*texts)[1].problems[0].where, folder / "gone.pdf");
  EXPECT_EQ((*texts)[2].text, "inside\n\fthe archive\n");
  EXPECT_EQ((*texts)[3].text, "");
  EXPECT_FALSE((*texts)[3].problems.empty());
  EXPECT_EQ((*texts)[4].text, "plain words\n");
  EXPECT_EQ((*texts)[5].text, "no part of the archive\n");
  EXPECT_TRUE((*texts)[5].problems.empty());
}

TEST(FileTexts, NamesAWorkerThatIsNotThere) {
  auto options = papers::options();
  options.worker_program = "/nowhere/openimr-extract";
  const papers::Folder folder;
  EXPECT_FALSE(read_texts({folder.put("a.txt", "words")}, options));
}

} // namespace
} // namespace openimr::intake
