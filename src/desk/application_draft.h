// draft_application: the faxed application, the UR decision and the request for authorization become application.yaml.
// What was read with confidence is filled in, with its place; what was not is left open and asked; where the papers
// differ, both sides are shown.
//
//   auto draft = desk::draft_application({"fax.pdf"}, installation, {});
//   if (!draft) return draft.error();                  // no such file, no worker program
//   write_file("my-case/application.yaml", draft->yaml);
//   for (const auto& question : draft->questions) …    // a person answers them in the file
#pragma once

#include "base/result.h"
#include "desk/review_case.h"
#include "records/case_file.h"
#include "records/chart.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

struct DraftOptions {
  std::string jurisdiction = "us-ca-wc";
  std::string received; ///< "2015-01-16T10:02:00-08:00"; empty: by the received stamp of the form, else asked
  std::string channel;  ///< mail | fax | electronic; empty: by the stamp or the fax line
  std::function<void(std::size_t done, std::size_t total)> progress;
};

/// One thing that was read.
struct DraftField {
  std::string id;     ///< "claim.number"
  std::string value;  ///< as application.yaml has it; empty: not known
  std::string source; ///< application | ur_decision | request
  int confidence = 0;
  std::vector<records::Evidence> evidence;
};

/// One thing for a person to answer.
struct Question {
  std::string field;
  std::string text;                     ///< "What is the claim number?"
  std::string reason;                   ///< why it is asked
  std::string read_as;                  ///< what seems to stand there; may be empty
  std::vector<records::Evidence> place; ///< where to look; may be empty
  bool is_required = false;             ///< application.yaml is refused without it
};

/// Something in which the papers differ, or that is wrong with one of them.
struct Difference {
  std::string id; ///< item_missing, other_claim_number, …
  std::string text;
  std::string citation;                              ///< of the law that makes it matter; may be empty
  std::vector<records::Evidence> application, other; ///< both sides
};

struct DraftItem {
  std::string id, text, ur_text;
  std::string outcome;                             ///< denied | modified | approved | deferred; empty: not known
  std::string guideline, guideline_pages, reasons; ///< as the UR decision cites and gives them
  std::optional<Date> requested_on;
  int confidence = 0;
  std::vector<records::Evidence> evidence, ur_evidence, request_evidence;
};

struct ApplicationDraft {
  std::vector<DraftField> fields;
  std::vector<DraftItem> items;
  std::vector<Question> questions;
  std::vector<Difference> differences;
  std::string yaml;
  std::optional<Error> not_accepted; ///< what the application reader says of the yaml; empty: accepted
  text::Problems problems;           ///< of reading the files
};

/// Reads the files and drafts. Error for a missing file, a missing program or pack, a `received` that is no moment.
Result<ApplicationDraft> draft_application(const std::vector<std::string>& files, const Installation& installation,
                                           const DraftOptions& options);

/// The picture of the place of a question, as PGM; empty when there is none.
std::string picture_of_question(const Question& question, const Installation& installation);

} // namespace openimr::desk
