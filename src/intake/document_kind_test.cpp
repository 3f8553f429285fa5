// The pages of packs/documents are tested by their own examples.
#include "intake/classify.h"
#include "intake/test_papers.h"

#include <gtest/gtest.h>
#include <set>

namespace openimr::intake {
namespace {

records::Document document_of(const std::string& text) {
  records::Document document;
  document.pages.emplace_back().text = text;
  return document;
}

std::string error_of(const std::string& name, const std::string& yaml) {
  const papers::Folder folder;
  folder.put("documents/" + name, yaml);
  auto kinds = load_document_kinds(folder.path());
  if (kinds) return "";
  const std::string message = kinds.error().message();
  return message.substr(folder.path().size() + 1);
}

} // namespace

TEST(DocumentKinds, NameEveryFaultOfAPage) {
  EXPECT_EQ(error_of("a.yaml", "id: a\ntitle: A\nis_evidence: true\ntitle_words: [x]\nexamples: []\n"),
            "documents/a.yaml:4: title_words: found the unknown key \"title_words\", expected one of schema, id, "
            "title, also, is_evidence, titles, phrases, "
            "any_of, none_of, date_labels, author_labels, letterhead_is_author, stands_behind, examples; remove it, or "
            "begin its name "
            "with x- (one of 2 faults in this file)");
  EXPECT_EQ(error_of("a.yaml", "id: b\ntitle: A\nis_evidence: true\ntitles: [x]\nexamples: [{text: x}]\n"),
            "documents/a.yaml:1: id: found the id \"b\", expected the name of the file, a; rename one of them");
  EXPECT_EQ(error_of("a.yaml",
                     "id: a\ntitle: A\nis_evidence: true\ntitles: [{words: x, weight: 0}]\nexamples: [{text: x}]\n"),
            "documents/a.yaml:4: titles[0]: found the weight 0, expected 1 to 100; correct it");
  EXPECT_EQ(
      error_of("a.txt", "x"),
      "documents: found no page of a document kind, expected one YAML file a kind; name the packs folder with --packs");
}

TEST(DocumentKinds, CoverWhatACaseFileHolds) {
  auto kinds = load_document_kinds(papers::options().packs_folder);
  ASSERT_TRUE(kinds) << kinds.error().message();
  for (const char* id : {"imr_application",
                         "request_for_authorization",
                         "ur_decision",
                         "progress_report",
                         "doctors_first_report",
                         "consultation",
                         "ame_qme_report",
                         "mri_report",
                         "xray_report",
                         "ct_report",
                         "electrodiagnostic_report",
                         "operative_report",
                         "procedure_report",
                         "physical_therapy_note",
                         "chiropractic_note",
                         "acupuncture_note",
                         "laboratory_report",
                         "urine_drug_test",
                         "prescription",
                         "pharmacy_record",
                         "psychological_evaluation",
                         "ultrasound_report",
                         "bone_scan_report",
                         "functional_capacity_evaluation",
                         "fax_cover_sheet",
                         "medical_bill",
                         "hospital_record",
                         "imr_determination",
                         "correspondence",
                         "legal",
                         "proof_of_service"})
    EXPECT_NE(kinds->find(id), nullptr) << id;
  for (const char* id : {"imr_application", "request_for_authorization", "ur_decision", "imr_determination",
                         "correspondence", "legal", "proof_of_service", "fax_cover_sheet", "medical_bill"})
    EXPECT_FALSE(kinds->find(id)->is_evidence) << id;
  EXPECT_TRUE(kinds->find("progress_report")->is_evidence);
}

TEST(DocumentKinds, HoldTheirExamples) {
  auto kinds = load_document_kinds(papers::options().packs_folder);
  ASSERT_TRUE(kinds) << kinds.error().message();
  for (const DocumentKind& kind : kinds->kinds) {
    std::set<bool> sides;
    for (const KindExample& example : kind.examples) {
      const Classification found = classify(document_of(example.text), *kinds);
      const std::string where = fmt::format("{}:{}", kind.file, example.line);
      sides.insert(example.matches);
      EXPECT_EQ(found.kind == kind.id, example.matches) << where << " was taken for " << found.kind;
      EXPECT_TRUE(example.date.empty() || (found.date && found.date->iso() == example.date))
          << where << " " << (found.date ? found.date->iso() : "none");
      EXPECT_TRUE(example.author.empty() || found.author == example.author) << where << " " << found.author;
    }
    EXPECT_EQ(sides.size(), 2U) << kind.file << " needs an example that matches and one that does not";
  }
}

TEST(Classify, SaysWhichWordsDecided) {
  auto kinds = load_document_kinds(papers::options().packs_folder);
  ASSERT_TRUE(kinds);
  const std::string text = "Sample Imaging\n9 Sample Street, Sampletown, CA 90000\nMRI OF THE LUMBAR SPINE\n"
                           "Date of study: 07/20/2012\nFINDINGS\nSagittal T2 images.\nDictated 07/22/2012\n";
  const Classification found = classify(document_of(text), *kinds);
  EXPECT_EQ(found.kind, "mri_report");
  EXPECT_EQ(found.facility, "Sample Imaging");
  EXPECT_EQ(found.service_date->iso(), "2012-07-20");
  EXPECT_EQ(found.written_date->iso(), "2012-07-22");
  EXPECT_GE(found.confidence, 60);
  ASSERT_FALSE(found.cues.empty());
  EXPECT_EQ(found.cues[0].span.of(text), "MRI OF THE LUMBAR SPINE");
  const Classification none = classify(document_of("Grocery list\nmilk\n"), *kinds);
  EXPECT_EQ(none.confidence, 0);
  EXPECT_TRUE(none.cues.empty());
  EXPECT_FALSE(none.service_date || none.written_date);
  EXPECT_EQ(none.author + none.facility, "") << "unknown is a value";
}

TEST(Classify, ReadsTitlesThroughMisreadings) {
  auto kinds = load_document_kinds(papers::options().packs_folder);
  ASSERT_TRUE(kinds);
  records::Document scan = document_of("0PERATlVE REP0RT\nThe patient did well.\n");
  EXPECT_EQ(classify(scan, *kinds).kind, "unknown") << "a text layer is taken at its word";
  scan.pages[0].source = records::TextSource::Ocr;
  EXPECT_EQ(classify(scan, *kinds).kind, "operative_report");
}

TEST(Classify, LeavesUnknownWhatNothingSpeaksFor) {
  auto kinds = load_document_kinds(papers::options().packs_folder);
  ASSERT_TRUE(kinds);
  EXPECT_EQ(classify(document_of("Grocery list\nmilk\neggs\n"), *kinds).kind, "unknown");
  EXPECT_EQ(classify(document_of(""), *kinds).kind, "unknown");
  EXPECT_EQ(classify(records::Document(), *kinds).kind, "unknown");
}

TEST(Classify, TakesTheDocumentsOwnDate) {
  auto kinds = load_document_kinds(papers::options().packs_folder);
  ASSERT_TRUE(kinds);
  const auto date_of = [&](const std::string& text) {
    const auto found = classify(document_of("PROGRESS REPORT\n" + text), *kinds);
    return found.date ? found.date->iso() : "none";
  };
  EXPECT_EQ(date_of("Date of birth: 05/02/1960\nDate of injury: 11/09/1995\n"), "none");
  EXPECT_EQ(date_of("01/20/2015 10:15 FAX 555-0100 PAGE 001\nDate of birth: 05/02/1960\n"), "none");
  EXPECT_EQ(date_of("Printed 01/20/2015\n"), "none");
  EXPECT_EQ(date_of("Birth date   05/02/1960   Fax date: 01/20/2015\n"), "none");
  EXPECT_EQ(date_of("Date: 3/4/14\n"), "2014-03-04");
  EXPECT_EQ(date_of("Date of exam\n03/04/2014\n"), "2014-03-04");
  EXPECT_EQ(date_of("Date of birth 05/02/1960   Date of visit   Mar. 4, 2014\n"), "2014-03-04");
  EXPECT_EQ(date_of("March 4, 2014\nDear colleague\n"), "2014-03-04");
  EXPECT_EQ(date_of("Electronically signed\nDate of service: 2014-03-04\n"), "2014-03-04");
}

} // namespace openimr::intake
