// Second copies and copied-forward passages, against exact oracles.
#include "intake/alignment.h"
#include "intake/page_words.h"
#include "intake/repeated_pages.h"
#include "intake/test_papers.h"

#include <gtest/gtest.h>
#include <map>

namespace openimr::intake {
namespace {

using records::Document;
using records::TextSource;

const PageCues& cues() {
  static const PageCues loaded = *load_page_cues(papers::options().packs_folder);
  return loaded;
}

struct Sheet {
  std::string text;
  TextSource source = TextSource::Layer;
};

/// One document a list of sheets.
std::vector<Document> file_of(const std::vector<std::vector<Sheet>>& papers) {
  std::vector<Document> documents;
  for (const auto& sheets : papers) {
    Document& document = documents.emplace_back();
    document.id = fmt::format("d{}", documents.size());
    document.file = fmt::format("documents/{}.pdf", document.id);
    for (const Sheet& sheet : sheets) {
      auto& page = document.pages.emplace_back();
      page.number = static_cast<int>(document.pages.size());
      page.text = sheet.text;
      page.source = sheet.source;
      page.confidence = sheet.source == TextSource::Ocr ? 88 : 100;
    }
  }
  return documents;
}

/// "d2.1=d1.1 d2=d1": folded pages and documents.
std::string folded(std::vector<Document> documents) {
  mark_second_copies(documents, cues());
  std::string all;
  const auto add = [&all](const std::string& words) { all += (all.empty() ? "" : " ") + words; };
  for (const Document& document : documents) {
    for (const auto& page : document.pages)
      if (page.same_as.is_set())
        add(fmt::format("{}.{}={}.{}", document.id, page.number, page.same_as.document, page.same_as.page));
    if (!document.same_as.empty()) add(document.id + "=" + document.same_as);
  }
  return all;
}

const std::string visit = "Sample Clinic\nPROGRESS REPORT\nDate of exam: 06/10/2014\nPatient: Ada Example\n"
                          "She complains of low back pain that goes down the left leg, rated 7/10.\n"
                          "She denies numbness of the feet. Lumbar flexion is 40 degrees.\n"
                          "Gabapentin 300 mg three times a day is continued. Return in four weeks.\n";

std::string replaced(std::string text, const std::string& old, const std::string& now) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), now);
}

} // namespace

TEST(SecondCopies, AreFoldedHoweverTheyCameIn) {
  EXPECT_EQ(folded(file_of({{{visit}}, {{visit}}})), "d2.1=d1.1 d2=d1");
  const std::string fax = "01/20/2015 10:15 FAX 000-555-0100 PAGE 003/012\n" + visit + "RECEIVED JAN 21 2015\n";
  EXPECT_EQ(folded(file_of({{{visit}}, {{fax}}})), "d2.1=d1.1 d2=d1") << "another fax header, a stamp";
  std::string scan = replaced(visit, "complains", "cornplains");
  scan = replaced(scan, "Lumbar flexion", "Lurnbar f1exion");
  scan = replaced(scan, "06/10/2014", "O6/1O/2014");
  scan = replaced(scan, "continued", "contlnuedd");
  EXPECT_EQ(folded(file_of({{{scan, TextSource::Ocr}}, {{visit}}})), "d1.1=d2.1 d1=d2") << "the better reading is kept";
  EXPECT_EQ(folded(file_of({{{visit}, {"and a page " + visit}}, {{visit}}})), "d2.1=d1.1 d2=d1");
  EXPECT_EQ(folded(file_of({{{visit}}, {{visit}, {replaced(visit, "06/10", "07/08")}}})), "d2.1=d1.1")
      << "a document with a page of its own is no copy";
}

TEST(SecondCopies, AreNeverTwoVisitsOfOneTemplate) {
  EXPECT_EQ(folded(file_of({{{visit}}, {{replaced(visit, "06/10/2014", "07/08/2014")}}})), "");
  EXPECT_EQ(folded(file_of({{{visit}}, {{replaced(visit, "7/10", "5/10")}}})), "");
  EXPECT_EQ(folded(file_of({{{visit}}, {{replaced(visit, "denies", "notes")}}})), "");
  EXPECT_EQ(folded(file_of({{{visit}}, {{replaced(visit, "left", "right"), TextSource::Ocr}}})), "");
  EXPECT_EQ(folded(file_of({{{visit, TextSource::Ocr}}, {{replaced(visit, "300 mg", "800 mg"), TextSource::Ocr}}})), "")
      << "a digit may be a misreading; nobody can know";
  EXPECT_EQ(folded(file_of({{{visit}}, {{replaced(visit, "Gabapentin", "Pregabalin")}}})), "");
}

TEST(SecondCopies, DoNotSwallowAnAddendum) {
  const std::string more = visit + "ADDENDUM: gabapentin is stopped because of dizziness.\n";
  EXPECT_EQ(folded(file_of({{{visit}}, {{more}}})), "") << "the longer page says more";
  EXPECT_EQ(folded(file_of({{{more}}, {{visit}}})), "d2.1=d1.1 d2=d1") << "the shorter one says nothing of its own";
  EXPECT_EQ(folded(file_of({{{visit, TextSource::Ocr}}, {{more, TextSource::Ocr}}})), "");
}

TEST(SecondCopies, LeaveAloneWhatCannotBeTold) {
  EXPECT_EQ(folded(file_of({{{"Page left blank\n"}}, {{"Page left blank\n"}}})), "");
  EXPECT_EQ(folded({}), "");
  auto documents = file_of({{{visit}}, {{visit}}, {{visit}}});
  documents[1].belongs_to = "other";
  documents[2].is_evidence = false;
  EXPECT_EQ(folded(documents), "") << "another patient's; and evidence is not folded into a letter's attachment";
  documents = file_of({{{visit}}, {{visit}}});
  documents[1].pages[0].is_unread = true;
  EXPECT_EQ(folded(documents), "");
}

TEST(SecondCopies, OfOneWordChangedAreFoldedOnlyAsMisreadings) {
  // Every word of the page in turn is replaced by another word: nothing may be folded, whatever was recognised.
  WordNumbers numbers;
  records::Page page;
  page.text = visit;
  const auto words = numbers.words_of(page, cues());
  ASSERT_GT(words.size(), 40U);
  for (const PageWord& word : words)
    for (const TextSource source : {TextSource::Layer, TextSource::Ocr}) {
      std::string other = visit;
      other.replace(word.span.begin, word.span.size(), word.has_digit ? "99" : "xylophonist");
      EXPECT_EQ(folded(file_of({{{visit}}, {{other, source}}})), "") << other;
    }
}

namespace {

/// Least number of insertions and deletions by the full table.
std::size_t distance_by_table(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j)
      common[i][j] = a[i - 1] == b[j - 1] ? common[i - 1][j - 1] + 1 : std::max(common[i - 1][j], common[i][j - 1]);
  return a.size() + b.size() - 2 * common[a.size()][b.size()];
}

} // namespace

TEST(Alignment, IsAsShortAsTheFullTablesAndExact) {
  std::uint32_t seed = 3;
  const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U, seed >> 16; };
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::uint32_t> a(next() % 24), b(next() % 24);
    for (auto& word : a) word = next() % 4;
    for (auto& word : b) word = next() % 4;
    const std::size_t least = distance_by_table(a, b);
    EXPECT_EQ(differences(a, b, least > 0 ? least - 1 : 0).has_value(), least == 0);
    const auto list = differences(a, b, 64);
    ASSERT_TRUE(list);
    std::size_t edits = 0, i = 0, j = 0;
    for (const Difference& one : *list) {
      for (; i < one.a_begin; ++i, ++j) ASSERT_EQ(a[i], b[j]) << "between differences all words are equal";
      ASSERT_EQ(j, one.b_begin);
      edits += one.a_end - one.a_begin + one.b_end - one.b_begin;
      i = one.a_end;
      j = one.b_end;
    }
    for (; i < a.size(); ++i, ++j) ASSERT_EQ(a[i], b[j]);
    EXPECT_EQ(j, b.size());
    EXPECT_EQ(edits, least);
  }
}

TEST(CopiedPassages, PointToTheirFirstPlace) {
  const std::string history = "He was injured when a pallet fell on his back while he unloaded a truck in the yard. ";
  auto documents = file_of({{{"July. " + history + "New pain in the neck.\n"}},
                            {{"June. " + history + "He rests.\n"}},
                            {{"Nothing here was ever said before by anybody at all in this file of papers.\n"}}});
  documents[0].date = Date::parse_iso("2014-07-08");
  documents[1].date = Date::parse_iso("2014-06-10");
  mark_copied_passages(documents, cues());
  EXPECT_TRUE(documents[1].pages[0].copied.empty()) << "the first place is by date, not by file";
  EXPECT_TRUE(documents[2].pages[0].copied.empty());
  ASSERT_EQ(documents[0].pages[0].copied.size(), 1U);
  const auto& passage = documents[0].pages[0].copied[0];
  EXPECT_EQ(passage.first.document, "d2");
  EXPECT_EQ(passage.span.of(documents[0].pages[0].text), history.substr(0, history.size() - 2));
  EXPECT_EQ(passage.first_span.of(documents[1].pages[0].text), history.substr(0, history.size() - 2));
}

TEST(CopiedPassages, AreAllRunsOfTwelveWordsThatAnEarlierPaperHas) {
  std::uint32_t seed = 5;
  const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U, seed >> 16; };
  constexpr std::size_t run = 12;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::vector<Sheet>> papers;
    std::vector<std::vector<std::string>> words(4);
    for (std::size_t paper = 0; paper < words.size(); ++paper) {
      while (words[paper].size() < 70) {
        if (paper > 0 && next() % 3 == 0) { // copy a stretch of an earlier paper
          const auto& from = words[next() % paper];
          const std::size_t begin = next() % from.size(), end = std::min(from.size(), begin + next() % 24);
          words[paper].insert(words[paper].end(), from.begin() + static_cast<std::ptrdiff_t>(begin),
                              from.begin() + static_cast<std::ptrdiff_t>(end));
        } else {
          words[paper].push_back(fmt::format("w{}x", next() % 400));
        }
      }
      papers.push_back({{fmt::format("{}\n", fmt::join(words[paper], " "))}});
    }
    auto documents = file_of(papers);
    mark_copied_passages(documents, cues());
    for (std::size_t paper = 0; paper < words.size(); ++paper) {
      std::vector<bool> expected(words[paper].size());
      for (std::size_t i = 0; i + run <= words[paper].size(); ++i)
        for (std::size_t other = 0; other < paper; ++other)
          for (std::size_t j = 0; j + run <= words[other].size(); ++j)
            if (std::equal(words[paper].begin() + static_cast<std::ptrdiff_t>(i),
                           words[paper].begin() + static_cast<std::ptrdiff_t>(i + run),
                           words[other].begin() + static_cast<std::ptrdiff_t>(j)))
              std::fill_n(expected.begin() + static_cast<std::ptrdiff_t>(i), run, true);
      const auto& page = documents[paper].pages[0];
      std::size_t at = 0;
      for (std::size_t i = 0; i < words[paper].size(); ++i) {
        const text::Span span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words[paper][i].size())};
        const bool is_marked = std::any_of(page.copied.begin(), page.copied.end(),
                                           [&](const auto& passage) { return passage.span.contains(span); });
        EXPECT_EQ(is_marked, expected[i]) << paper << " word " << i;
        at = span.end + 1;
      }
      for (const auto& passage : page.copied) {
        const auto& from = *std::find_if(documents.begin(), documents.end(),
                                         [&](const auto& one) { return one.id == passage.first.document; });
        EXPECT_EQ(passage.first_span.of(from.pages[0].text), passage.span.of(page.text));
      }
    }
  }
}

} // namespace openimr::intake
