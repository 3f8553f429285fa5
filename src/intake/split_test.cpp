// Documents out of pages, and what must hold however pages are put together.
#include "intake/application_file.h"
#include "intake/page_count.h"
#include "intake/split.h"
#include "intake/test_papers.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace openimr::intake {
namespace {

const DocumentKinds& kinds() {
  static const DocumentKinds loaded = *load_document_kinds(papers::options().packs_folder);
  return loaded;
}

records::Application ada() {
  auto read = parse_application("application.yaml", papers::application_yaml);
  return read ? *read : records::Application();
}

std::vector<records::Page> pages_of(const std::vector<std::string>& texts) {
  std::vector<records::Page> pages;
  for (const std::string& text : texts) {
    pages.emplace_back().text = text;
    pages.back().number = static_cast<int>(pages.size());
    pages.back().source = records::TextSource::Layer;
  }
  return pages;
}

struct Cut {
  std::vector<PageLook> looks;
  Split groups;
};

Cut split_of(const std::vector<records::Page>& pages) {
  const records::Application application = ada();
  const std::vector<Lines> lines = lines_of_pages(pages);
  Cut cut;
  for (std::size_t i = 0; i < pages.size(); ++i)
    cut.looks.push_back(look_at(pages[i], lines[i], kinds(), &application, pages.size() > 1));
  cut.groups = documents_in(cut.looks, kinds());
  return cut;
}

std::string cuts(const std::vector<records::Page>& pages) {
  std::string all;
  for (const PageGroup& group : split_of(pages).groups) {
    for (const std::size_t page : group.pages) all += fmt::format("{}{}", page == group.pages[0] ? "" : "+", page + 1);
    all += group.is_other ? "! " : " ";
  }
  return all;
}
std::string cuts(const std::vector<std::string>& texts) { return cuts(pages_of(texts)); }

const std::string june = "Sample Clinic\n1 Sample Street, Sampletown, CA 90000\nPROGRESS REPORT (PR-2)\nPatient: Ada "
                         "Example   Date of exam: "
                         "06/10/2014\nSubjective complaints: pain\n",
                  july = "Sample Clinic\n1 Sample Street, Sampletown, CA 90000\nPROGRESS REPORT (PR-2)\nPatient: Ada "
                         "Example   Date of exam: "
                         "07/08/2014\nSubjective complaints: pain and numbness of the left leg\n",
                  proof =
                      "Claims\nPROOF OF SERVICE\nI served the following, not a party to this matter, sealed envelope\n",
                  jane = "Patient: Jane Doe   DOB: 01/01/1970\nA note of another clinic.\n";

} // namespace

TEST(Split, CutsWhereAnotherDocumentBegins) {
  EXPECT_EQ(cuts(std::vector<std::string>{}), "");
  EXPECT_EQ(cuts({june, "more\n", july, "more\n"}), "1+2 3+4 ");
  EXPECT_EQ(cuts({june, june}), "1 2 ") << "a second copy is a document of its own, which repeats the first";
  EXPECT_EQ(cuts({"a\nPage 1 of 2\n", "b\nPage 2 of 2\n", "c\nPage 1 of 1\n"}), "1+2 3 ");
  EXPECT_EQ(cuts({june, proof}), "1 2 ");
  EXPECT_EQ(cuts({june, proof + "Page 2 of 2\n"}), "1+2 ") << "page 2 starts nothing";
  EXPECT_EQ(cuts({june + "Page 1 of 4\n", "more\nPage 2 of 4\n", july + "Page 3 of 4\n", "more\nPage 4 of 4\n"}),
            "1+2 3+4 ")
      << "the count is the file's, the visits are two";
  EXPECT_EQ(cuts({june, "and the pain went on to the left leg, he said.\nPatient: Ada Example\n"}), "1+2 ");
}

TEST(Split, KeepsAnotherPatientsPagesApart) {
  EXPECT_EQ(cuts({june, jane, "note\n", june}), "1 2+3! 4 ");
  EXPECT_EQ(cuts({june + "Page 1 of 2\n", jane, "the visit went on\nPage 2 of 2\n"}), "1+3 2! ")
      << "the count goes on behind the strange page";
  EXPECT_EQ(cuts({jane, june}), "1! 2 ");
  EXPECT_EQ(cuts({june, jane, "Patient: John Roe   DOB: 02/02/1980\nAnother note.\n"}), "1 2! 3! ");
  auto pages = pages_of({june, jane, ""});
  pages[2].is_unread = true;
  EXPECT_EQ(cuts(pages), "1+3 2! ") << "nobody knows whose an unread page is: it stays with the case, unread";
}

TEST(Split, SaysWhyItCut) {
  const Cut split = split_of(pages_of({june, proof}));
  ASSERT_EQ(split.groups.size(), 2U);
  EXPECT_TRUE(split.groups[0].starts.empty());
  ASSERT_FALSE(split.groups[1].starts.empty());
  std::string signs;
  for (const auto& sign : split.groups[1].starts) signs += sign.words + "; ";
  EXPECT_NE(signs.find("the heading of another kind"), std::string::npos) << signs;
  EXPECT_EQ(split.groups[1].starts[0].page, 2);
}

TEST(Split, HoldsItsPropertiesForAnyOrder) {
  const std::vector<std::string> stock = {
      june,
      july,
      proof,
      jane,
      "more\n",
      "",
      "Page 2 of 3\nmore\n",
      "Page 1 of 3\nSample Clinic\nMRI of the lumbar spine\n",
      "lower case goes on here and there\n",
      "Dear Dr. Sample:\nThank you.\nSincerely,\nOtto Placebo, DO\n",
      "\xF0\x9F\x92\x8A\xC3\xA9 page\n",
      std::string(5000, 'x') + "\n",
      "Patient: \xC3\x81"
      "da Example\nDOB: 05/02/1960\n",
      "Patient: ' OR 1=1; --\nClaim: ../../etc/passwd\nDOB: 99/99/9999\nPage 0 of 0\nPage 9999 of 1\n"};
  std::uint32_t seed = 11;
  const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U, seed >> 16; };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> texts;
    for (std::uint32_t n = next() % 9; n > 0; --n) texts.push_back(stock[next() % stock.size()]);
    const auto pages = pages_of(texts);
    const Cut split = split_of(pages);
    std::set<std::size_t> seen;
    std::size_t last_first = 0;
    for (const PageGroup& group : split.groups) {
      ASSERT_FALSE(group.pages.empty());
      EXPECT_TRUE(std::is_sorted(group.pages.begin(), group.pages.end())) << "page order inside a document";
      EXPECT_GE(group.pages.front(), last_first);
      last_first = group.pages.front();
      for (const std::size_t page : group.pages) {
        EXPECT_TRUE(seen.insert(page).second) << "a page in two documents";
        EXPECT_EQ(group.is_other && split.looks[page].owner.belongs == Belongs::This, false);
        EXPECT_EQ(!group.is_other && split.looks[page].owner.belongs == Belongs::Other, false);
      }
    }
    EXPECT_EQ(seen.size(), texts.size()) << "a page in no document";
    EXPECT_EQ(cuts(texts), cuts(texts));
  }
}

TEST(Split, AFileIsCutAsIfItWereAlone) {
  // Whole folders: every page of every file stands in exactly one document of that file, in order, and what other files
  // hold changes none of its cuts.
  const std::vector<std::string> stock = {june, july, proof, jane, "more words of the visit\n", "Page 2 of 3\nmore\n"};
  std::uint32_t seed = 23;
  const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U, seed >> 16; };
  const auto documents_of = [](const std::map<std::string, std::string>& files) {
    const papers::Folder folder;
    folder.put("application.yaml", papers::application_yaml);
    for (const auto& [name, bytes] : files) folder.put("documents/" + name, bytes);
    auto read = read_case(folder.path(), papers::options());
    EXPECT_TRUE(read);
    std::map<std::string, std::string> cuts; // by file
    std::map<std::string, std::set<int>> pages;
    for (const records::Document& document : read->documents) {
      int before = 0;
      std::string& told = cuts[document.file];
      for (const records::Page& page : document.pages) {
        EXPECT_GT(page.number, before) << document.file;
        before = page.number;
        EXPECT_TRUE(pages[document.file].insert(page.number).second) << "a page in two documents";
        told += fmt::format("{} ", page.number);
      }
      told += fmt::format("{} {}; ", document.kind, document.belongs_to);
    }
    for (const auto& [file, numbers] : pages) EXPECT_EQ(static_cast<int>(numbers.size()), *numbers.rbegin()) << file;
    return cuts;
  };
  for (int round = 0; round < 3; ++round) {
    const auto some_file = [&] {
      std::vector<std::string> texts;
      for (std::uint32_t n = 1 + next() % 5; n > 0; --n) texts.push_back(stock[next() % stock.size()]);
      return papers::text_pdf(texts);
    };
    const std::string here = some_file(), there = some_file(), more = some_file();
    const auto alone = documents_of({{"b.pdf", here}});
    const auto beside = documents_of({{"a.pdf", there}, {"b.pdf", here}, {"c.pdf", more}});
    ASSERT_EQ(beside.size(), 3U);
    EXPECT_EQ(beside.at("documents/b.pdf"), alone.at("documents/b.pdf"));
  }
}

TEST(PageCount, IsReadWhereDocumentsWriteIt) {
  const auto count = [](const std::string& text) {
    const PageCount found = page_count_on(Lines(text), kinds().cues);
    return fmt::format("{}/{}", found.page, found.total);
  };
  EXPECT_EQ(count("Page 2 of 5\n"), "2/5");
  EXPECT_EQ(count("Ada Example   Page: 2/5\n"), "2/5");
  EXPECT_EQ(count("words\nPg. 3 of 7\n"), "3/7");
  EXPECT_EQ(count("words\n- 4 -\n"), "4/0");
  EXPECT_EQ(count("words\n2 of 9\n"), "2/9");
  EXPECT_EQ(count("words\nPage 12\n"), "12/0");
  EXPECT_EQ(count("Page 2 of 3   stamped\nPage 45 of 300\n"), "2/3") << "the stamp of a whole file counts further";
  EXPECT_EQ(count("01/20/2015 10:15 FAX 000-555-0100 PAGE 003/012\nwords\n"), "0/0") << "the fax machine counts sheets";
  EXPECT_EQ(count("see page 3\n"), "0/0");
  EXPECT_EQ(count("2/5/2014\n"), "0/0") << "a day";
  EXPECT_EQ(count("Page 5 of 2\nPage 0 of 0\nPage 99999 of 99999\n"), "0/0");
  EXPECT_EQ(fax_count_on(Lines("01/20/2015 10:15 FAX 000-555-0100 PAGE 003/012\nwords\n"), kinds().cues), 3);
}

} // namespace openimr::intake
