#include "clinical/file_search.h"

#include "clinical/test_vocabulary.h"
#include "clinical/vocabulary_data.h"

#include <algorithm>
#include <fstream>

namespace openimr::clinical {
namespace {

const WordForms& forms() { return test_vocabulary().data().forms; }

FileSearch search_in(const std::vector<records::Document>& documents, std::string_view asked) {
  return search_file(test_vocabulary(), extract_facts(test_vocabulary(), documents), documents, asked);
}

FileSearch search_in(std::string text, std::string_view asked) {
  return search_in(std::vector<records::Document>{test_document(std::move(text))}, asked);
}

/// A rendering of a pattern of the vocabulary, no words that could be printed; a form's line, which ends where it
/// breaks.
bool is_pattern(const std::string& term) {
  return term.find("\xE2\x80\xA6") != std::string::npos || term.find("(number)") != std::string::npos ||
         term.find(':') != std::string::npos;
}

TEST(WordForms, AFaultOfThePageIsNamed) {
  struct Case {
    const char *bytes, *message;
  };
  const Case cases[] = {
      {"schema: 1\n", "stop_words"},
      {"stop_words: [a]\nconfused: [[m]]\ndistinct: []\nabbreviations: {}\n", "confused[0]"},
      {"stop_words: [a]\nconfused: []\ndistinct: [[a, b, c]]\nabbreviations: {}\n", "distinct[0]"},
      {"stop_words: [a]\nconfused: []\ndistinct: []\nabbreviations: {}\nwords: []\n", "words"},
  };
  for (const Case& one : cases) {
    const std::string path = testing::TempDir() + "/spelling.yaml";
    std::ofstream(path) << one.bytes;
    const auto forms = WordForms::load(path);
    ASSERT_FALSE(forms) << one.bytes;
    EXPECT_NE(forms.error().message().find(one.message), std::string::npos) << forms.error().message();
  }
}

TEST(WordForms, HowNearAreTwoWords) {
  struct Case {
    const char *wanted, *printed;
    Likeness likeness;
  };
  const Case cases[] = {
      {"injection", "injection", Likeness::Exact},
      {"injection", "injections", Likeness::Form},
      {"injection", "injected", Likeness::Form},
      {"biopsy", "biopsies", Likeness::Form},
      {"diagnosis", "diagnoses", Likeness::Form},
      {"stop", "stopped", Likeness::Form},
      {"brace", "bracing", Likeness::Form},
      {"exercise", "exercises", Likeness::Form},
      {"injection", "inject1on", Likeness::Scan},
      {"turmeric", "turrneric", Likeness::Scan},
      {"acupuncture", "acupunclure", Likeness::Spelling},
      {"acupuncture", "accupunture", Likeness::Spelling},
      {"gymnasium", "gymnaisum", Likeness::Spelling},
      {"magnet", "magnat", Likeness::Spelling},
      {"bleed", "bleeding", Likeness::Form},
      // two words, however alike
      {"hypotension", "hypertension", Likeness::None},
      {"adduction", "abduction", Likeness::None},
      {"laminectomy", "laminotomy", Likeness::None},
      {"peroneal", "perineal", Likeness::None},
      {"l4", "l5", Likeness::None},
      {"50", "60", Likeness::None},
      {"knee", "knew", Likeness::None},
      {"bone", "none", Likeness::None},
      {"therapy", "therapist", Likeness::None},
      {"", "a", Likeness::None},
  };
  for (const Case& one : cases)
    EXPECT_EQ(forms().compare(one.wanted, one.printed), one.likeness)
        << one.wanted << " and " << one.printed << ": " << name(forms().compare(one.wanted, one.printed));
}

TEST(WordForms, SlipsAreCountedUpToTheMost) {
  EXPECT_EQ(slips("", "", 2), 0);
  EXPECT_EQ(slips("abc", "", 2), 3);
  EXPECT_EQ(slips("abcd", "abdc", 2), 1);
  EXPECT_EQ(slips("abcd", "xbyd", 2), 2);
  EXPECT_EQ(slips("abcd", "wxyz", 2), 3);
}

TEST(FileSearch, WhatIsFoundAndHowItIsMeant) {
  struct Case {
    const char *text, *asked;
    SearchAnswer answer;
    Reading reading; ///< of the first hit
    Likeness likeness;
  };
  using enum SearchAnswer;
  const Case cases[] = {
      // words that no vocabulary knows
      {"She had six Feldenkrais lessons in May.", "Feldenkrais lesson", Documented, Reading::Documented,
       Likeness::Form},
      {"He attended lessons of the Feldenkrais method.", "feldenkrais lessons", Documented, Reading::Documented,
       Likeness::Exact},
      {"A Feldenkra1s lesson took place.", "Feldenkrais lesson", Documented, Reading::Documented, Likeness::Scan},
      {"A Feldenkreis lesson took place.", "Feldenkrais lesson", Doubtful, Reading::Documented, Likeness::Spelling},
      {"The Felden-\nkrais lesson helped.", "Feldenkrais lesson", Documented, Reading::Documented, Likeness::Form},
      {"An SPA was done on 3/3/2014.", "sway path analysis", Documented, Reading::Documented, Likeness::Form},
      {"A functional capacity evaluation was done.", "FCE", Documented, Reading::Documented, Likeness::Exact},
      {"His hand-grip was measured.", "handgrip", Documented, Reading::Documented, Likeness::Form},
      {"His handgrip was measured.", "hand grip", Documented, Reading::Documented, Likeness::Exact},
      {"He denies any Feldenkrais lessons.", "Feldenkrais lessons", NotDocumented, Reading::Negated, Likeness::Exact},
      {"Feldenkrais lessons will be considered.", "Feldenkrais lessons", NotDocumented, Reading::Planned,
       Likeness::Exact},
      {"If pain persists, Feldenkrais lessons may follow.", "Feldenkrais lessons", NotDocumented, Reading::Conditional,
       Likeness::Exact},
      {"Family history: His mother had Feldenkrais lessons.", "Feldenkrais lessons", NotDocumented,
       Reading::OtherPerson, Likeness::Exact},
      // words of the vocabulary: its own reading, by id and by any term
      {"Acupuncture gave relief.", "acupuncture", Documented, Reading::Documented, Likeness::Exact},
      {"She denies acupuncture.", "acupuncture", NotDocumented, Reading::Negated, Likeness::Exact},
  };
  for (const Case& one : cases) {
    const FileSearch search = search_in(one.text, one.asked);
    EXPECT_EQ(search.answer, one.answer) << one.asked << " in " << one.text << ": " << name(search.answer);
    ASSERT_FALSE(search.hits.empty()) << one.asked << " in " << one.text;
    EXPECT_EQ(search.hits[0].reading, one.reading) << one.text << ": " << name(search.hits[0].reading);
    EXPECT_EQ(search.hits[0].likeness, one.likeness) << one.text << ": " << name(search.hits[0].likeness);
  }
}

TEST(FileSearch, AnAbbreviationIsNoPluralOfAnother) {
  EXPECT_EQ(search_in("C-reactive protein (CRP) 2.1 mg/L.\n", "CRPS").answer, SearchAnswer::NotDocumented);
  EXPECT_EQ(search_in("Complex regional pain syndrome of the left foot.\n", "CRP").answer, SearchAnswer::NotDocumented);
  EXPECT_EQ(search_in("Assessment: CRPS of the left foot.\n", "CRPS").answer, SearchAnswer::Documented);
  EXPECT_EQ(search_in("Assessment: crps of the left foot.\n", "CRPS").answer, SearchAnswer::Documented);
  EXPECT_EQ(search_in("Two EMGs were done.\n", "EMG").answer, SearchAnswer::Documented);
}

TEST(FileSearch, WordsFarApartOrOfAnotherSentenceAreNoHit) {
  for (const char* text :
       {"She had lessons. Feldenkrais was a physicist.", "Nothing.", "",
        "Lessons in driving were given to him by the school of the county in March, and much later a "
        "man called Feldenkrais came by."})
    EXPECT_EQ(search_in(text, "Feldenkrais lessons").answer, SearchAnswer::NotDocumented) << text;
}

TEST(FileSearch, TheProofNamesPagesReadAndUnread) {
  std::vector<records::Document> documents = {
      test_document("Progress report.", "d1"), test_document("MRI report.", "d2"),
      test_document("Bone scan of another person.", "d3"), test_document("UR: the bone scan is denied.", "d4")};
  documents[1].pages[0].confidence = 63;
  documents[1].pages.push_back({});
  documents[1].pages[1].number = 2;
  documents[1].pages[1].is_unread = true;
  documents[2].belongs_to = "other";
  documents[3].is_evidence = false;
  const FileSearch search = search_in(documents, "bone scan");
  EXPECT_EQ(search.answer, SearchAnswer::Open);
  EXPECT_EQ(search.proof.pages, 2);
  EXPECT_EQ(search.proof.worst_confidence, 63);
  EXPECT_EQ(search.worst_place, "documents/d2.txt, page 1");
  ASSERT_EQ(search.proof.unread.size(), 1U);
  EXPECT_EQ(search.proof.unread[0].page, 2);
  EXPECT_EQ(search.pages_of_others, 1);
  ASSERT_EQ(search.hits.size(), 1U);
  EXPECT_EQ(search.hits[0].reading, Reading::NotEvidence);
}

TEST(FileSearch, HitsQuoteTheirPageExactlyAndMorePagesTakeNoneAway) {
  const std::string text =
      "He had a bone scan.\nLater a bone-scan\nwas repeated; bone scans are costly. No bone scan since.";
  std::vector<records::Document> documents = {test_document(text)};
  const FileSearch one = search_in(documents, "bone scan");
  ASSERT_GE(one.hits.size(), 3U);
  for (const SearchHit& hit : one.hits) {
    EXPECT_EQ(hit.evidence.quote, hit.evidence.span.of(text));
    EXPECT_NE(hit.evidence.quote.find(hit.words), std::string::npos);
  }
  documents.push_back(test_document("The weather was fine.", "d2"));
  const FileSearch more = search_in(documents, "bone scan");
  EXPECT_EQ(more.hits.size(), one.hits.size());
  EXPECT_EQ(more.proof.pages, one.proof.pages + 1);
}

TEST(FileSearch, EveryTermOfTheVocabularyIsFoundWhereItIsPrinted) {
  int searched = 0;
  for (const auto& [id, shown] : test_vocabulary().concepts())
    for (const std::string& term : shown.terms) {
      if (term.size() < 8 || is_pattern(term) || content_words(forms(), term).empty()) continue;
      const FileSearch search =
          search_words(test_vocabulary(), {test_document("Reported today: " + term + "\n")}, term);
      EXPECT_FALSE(search.hits.empty()) << id << ": " << term;
      if (++searched % 3 != 0) continue;
      // a line break inside, and another order
      std::string broken = term;
      std::replace(broken.begin(), broken.end(), ' ', '\n');
      EXPECT_FALSE(search_words(test_vocabulary(), {test_document(broken + "\n")}, term).hits.empty()) << term;
    }
  EXPECT_GT(searched, 500);
}

} // namespace
} // namespace openimr::clinical
