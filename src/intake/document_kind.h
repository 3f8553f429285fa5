// DocumentKind: one page of packs/documents/, how a kind of document is told from its words. Adding a kind is adding a
// page.
//
//   schema: 1
//   id: mri_report
//   title: MRI report
//   is_evidence: true                                  # false: never evidence by itself (UR decision, application,
//   legal papers) also: […]                                          # other names that documents.yaml may use titles:
//   [{words: "MRI of the lumbar spine"}, …]    # on a heading line; weight 10 unless told phrases: [{words:
//   "T2-weighted", weight: 2}, …]    # anywhere on the first two pages; weight 2 unless told any_of: […]   none_of: […]
//   # gates; may be empty date_labels: [date of exam, …]                     # best first author_labels: [interpreted
//   by, …] examples: [{text: …, matches: true, date: 2014-05-02, author: …}]   # run as tests
#pragma once

#include "base/result.h"
#include "intake/page_cues.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::intake {

struct WeightedWords {
  std::string words;  ///< lower case, single spaces
  std::string folded; ///< the same as fold_confusions() gives it
  int weight = 0;
};

/// A text that must, or must not, be taken for the kind.
struct KindExample {
  std::string text;
  bool matches = true;
  std::string date;   ///< ISO; empty when not asserted
  std::string author; ///< empty when not asserted
  int line = 0;
};

struct DocumentKind {
  std::string id, title, file;
  std::vector<std::string> also; ///< other names that documents.yaml may use
  bool is_evidence = true;
  bool letterhead_is_author = false; ///< an organization speaks: its name is the first line of the first page
  bool stands_behind = false;        ///< may end another paper: under a heading of one it is a part of that one
  std::vector<WeightedWords> titles, phrases;
  std::vector<std::string> any_of, none_of;
  std::vector<std::string> date_labels, author_labels;
  std::vector<KindExample> examples;
};

/// All kinds, in order of id, and the cues of pages.
struct DocumentKinds {
  std::vector<DocumentKind> kinds;
  PageCues cues;

  const DocumentKind* find(const std::string& id) const;
};

/// Reads PACKS/documents/*.yaml and PACKS/pages/cues.yaml. Error for a missing folder or the first fault of a page
/// (unknown key, repeated id, empty words).
Result<DocumentKinds> load_document_kinds(const std::string& packs_folder);

} // namespace openimr::intake
