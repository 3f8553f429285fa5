// The final determination as a letter: DeterminationContent is what it has to say, compose_determination() lays it out
// in the sections that published determinations have (how it was made, clinical case summary, issues with decisions and
// rationales), so that corpus::read_decision() reads it back field by field. Wording that is not ours comes in as data:
// this file knows headings and labels only.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "letters/letter.h"
#include "records/opinion.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::letters {

/// A sentence and the ids of the findings and facts it rests on.
struct Sentence {
  std::string text = {}; ///< without space at its ends
  std::vector<std::string> sources = {};
};

/// Sentences that stand together.
using Sentences = std::vector<Sentence>;

enum class ItemDecision { Upheld, Overturned, PartiallyOverturned };

/// "Upheld", "Overturned", "Partially Overturned"
const char* name(ItemDecision decision);

/// One disputed item: what was asked, what was decided, on what grounds (8 CCR 9792.10.6(d)).
struct IssueContent {
  std::string text = {}; ///< the item in the exact words asked for
  ItemDecision decision = ItemDecision::Upheld;
  std::vector<records::GuidelineCitation> claims_administrator_guidelines = {}; ///< empty: "none cited"
  std::vector<records::GuidelineCitation> reviewer_guidelines = {};
  std::vector<Sentences> rationale = {}; ///< by paragraph
};

/// One line of the list of documents reviewed (8 CCR 9792.10.6(d): list of documents).
struct DocumentLine {
  std::string kind = {};   ///< in plain words
  std::string author = {}; ///< empty when unknown
  std::optional<Date> date = {};
  std::string pages = {}; ///< e.g. "4" or "12-15"
  std::string file = {};  ///< printed when neither author nor date is known
};

/// What the letter may say of the reviewer: never a name (Labor Code 4610.6(f)).
struct ReviewerQualifications {
  std::vector<std::string> licensure = {};      ///< states in full, e.g. "California"
  std::vector<std::string> certifications = {}; ///< board certifications or specialties
  std::optional<int> more_than_years = {};      ///< in active practice; empty: not said
  std::optional<int> hours_per_week = {};       ///< at least; empty: not said
};

/// A part of the letter that the jurisdiction's pack words: what binds, how to appeal.
struct Notice {
  std::string heading = {};                 ///< may be empty
  std::vector<std::string> paragraphs = {}; ///< placeholders already filled (jurisdictions::fill)
};

struct DeterminationContent {
  // The head of the letter.
  std::string title = "Final Determination"; ///< printed as first heading, in capitals
  std::string language = "en-US";
  Letterhead letterhead = {};
  std::string mark = {};                      ///< foot of each page; see Letter::mark
  std::vector<std::string> case_numbers = {}; ///< of the review, e.g. "CM15-0000042"; several when consolidated
  std::string claim_number = {};
  Date decision_date = {};
  std::optional<Date> date_of_injury, ur_denial, application_received, assigned;
  std::vector<std::pair<std::string, std::string>> parties; ///< role, display name; printed in this order
  std::vector<std::string> copies = {};                     ///< whom the letter is sent to; may be empty
  std::vector<std::string> opening = {};                    ///< paragraphs after the head; may be empty
  std::vector<Notice> notices = {};                         ///< before the sections

  // HOW THE IMR FINAL DETERMINATION WAS MADE
  std::vector<std::string> how_made =
      {}; ///< paragraphs in the pack's words: no affiliation, selection, familiarity with the law
  ReviewerQualifications reviewer = {};
  std::vector<ReviewerQualifications> further_reviewers = {}; ///< of a panel, in the order of their seats

  // CLINICAL CASE SUMMARY
  std::string summary_introduction = {}; ///< ends with ':'; may be empty
  std::vector<Sentences> summary = {};   ///< by paragraph

  // IMR ISSUES, DECISIONS AND RATIONALES
  std::string issues_introduction = {}; ///< ends with ':'; may be empty
  std::vector<IssueContent> issues = {};

  // DOCUMENTS REVIEWED
  std::string documents_introduction = {}; ///< may be empty
  std::vector<DocumentLine> documents = {};
};

/// The letter. Total: whatever is empty is left out.
Letter compose_determination(const DeterminationContent& content);

} // namespace openimr::letters
