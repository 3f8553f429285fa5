// The papers of an application as they were read: forms, UR decisions, requests, and what their pages say of
// themselves.
#pragma once

#include "base/result.h"
#include "desk/application_draft.h"
#include "intake/form_reading.h"
#include "intake/ur_decision_reading.h"

namespace openimr::desk {

/// A moment that a stamp or a fax line tells, on the clock of whoever printed it.
struct ReceivedStamp {
  Date day;
  int hour = 0, minute = 0;
  std::string channel; ///< mail | fax | electronic; empty when not told
  records::Evidence evidence;
};

struct ApplicationPapers {
  std::vector<records::Document> documents;
  intake::FormDefinition application_form, request_form, ur_form;
  std::vector<intake::FormReading> applications, requests;
  std::vector<intake::UrReading> decisions;
  std::vector<const records::Document*> decision_documents; ///< one for each of `decisions`
  std::optional<ReceivedStamp> stamp;                       ///< "RECEIVED BY MAIL 02/20/2015 10:02"
  std::optional<ReceivedStamp> fax_line;                    ///< of the sender's machine, no proof of receipt
  std::vector<Difference> missing_pages;                    ///< "page 2 of 3" without the others
  text::Problems problems;
};

Result<ApplicationPapers> read_papers(const std::vector<std::string>& files, const Installation& installation,
                                      const DraftOptions& options);

} // namespace openimr::desk
