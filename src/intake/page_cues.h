// PageCues: packs/pages/cues.yaml, the words by which pages say whose they are, who wrote them and where a document
// begins. Changing a cue touches no C++.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace openimr::intake {

/// What a sign adds for (or, below 0, against) a new document beginning on a page.
struct SplitSigns {
  int split_at = 7; ///< a cut is made where the signs of a page reach this
  int first_page = 0, count_restarts = 0, count_goes_on = 0, other_total = 0, counts_on_alone = 0, other_heading = 0,
      sure_heading = 0, same_heading = 0, other_letterhead = 0, same_letterhead = 0, salutation = 0, ended_before = 0,
      counted_out = 0, other_day = 0, same_day = 0, identity_block = 0, starts_in_mid_sentence = 0, continued = 0,
      other_size = 0, other_source = 0, fax_count_restarts = 0, repeats_first_page = 0, whole_file_count = 0,
      bare_heading = 0;
};

/// Lists of words as plain() gives them; credentials keep their case.
struct PageCues {
  std::vector<std::string> patient_labels, weak_patient_labels, patient_signs, birth_labels, claim_labels,
      injury_labels, other_people, no_names;
  std::vector<std::string> facility_words, no_facility, facility_labels, letterhead_words, credentials;
  std::vector<std::string> foreign_dates, service_labels, written_labels, author_labels; ///< labels: best first
  std::vector<std::string> closings, openings, continuations, fax_words, stamp_words, signature_words, negations;
  SplitSigns signs;
};

/// Reads PACKS/pages/cues.yaml. Error when it is missing or for its first fault (unknown key, empty words, a sign that
/// is missing or beyond 100).
Result<PageCues> load_page_cues(const std::string& packs_folder);

} // namespace openimr::intake
