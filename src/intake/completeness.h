// What is missing from a case file: the utilization review decision, application and request that belong to it, the
// physicians' reports of the six months before the request, and reports that the file itself cites but does not hold.
// Every finding says where the file speaks of it; it can become a request for information.
//
//   for (const MissingPaper& missing : completeness(file)) …
#pragma once

#include "records/case_file.h"
#include "records/chart.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::intake {

/// Which duty a missing paper falls under.
enum class PaperDuty {
  Application,         ///< the application form
  UrDecision,          ///< the utilization review decision in dispute
  Request,             ///< the request for authorization
  WindowReports,       ///< physicians' reports of the six months before the request
  RequestingPhysician, ///< a report of the requesting physician within these six months
  CitedReport,         ///< a report that another paper names by its date
};

struct MissingPaper {
  PaperDuty duty = PaperDuty::CitedReport;
  std::string kind;         ///< id of packs/documents that it would have
  std::string text;         ///< "MRI of 7/20/2012, cited in documents/04-pr2.pdf, page 2, is not in the file"
  std::string citation;     ///< of the law that asks for it
  std::optional<Date> date; ///< of the missing paper, when it is known
  std::vector<records::Evidence> evidence; ///< where the file names it, at most five; empty when nothing does
  int unread_pages = 0;                    ///< of the case file: one of them might be it
};

/// All missing papers: the parts of the application first, then the window, then cited reports by date. Papers of other
/// patients neither count nor speak. Pure.
std::vector<MissingPaper> completeness(const records::CaseFile& file);

/// "application", "ur_decision", "request", "window_reports", "requesting_physician", "cited_report"
const char* name(PaperDuty duty);

} // namespace openimr::intake
