// What is missing from a case file: the utilization review decision, application and request that belong to it, the
// physicians' reports of the six months before the request, and reports that the file itself cites but does not hold.
// Every finding says where the file speaks of it, who is asked for it and by which clock; it can become a request for
// information. What the law asks and how reports are named is data (packs/checks/completeness.yaml).
//
//   auto rules = load_completeness_rules("packs");
//   for (const MissingPaper& missing : completeness(file, *rules)) …
#pragma once

#include "intake/completeness_rules.h"
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
  PriorPhysician,      ///< reports of prior or referring physicians, when the requesting one has treated for less
  CitedReport,         ///< a report that another paper names by its date
};

struct MissingPaper {
  PaperDuty duty = PaperDuty::CitedReport;
  std::string kind;         ///< id of packs/documents that it would have; empty for a report known by its author only
  std::string text;         ///< "MRI of 7/20/2012, cited in documents/04-pr2.pdf, page 2, is not among the documents"
  std::string why;          ///< why it is asked for
  std::string citation;     ///< of the law that asks for it
  std::string from;         ///< who is asked: applicant | claims_administrator
  std::string due_rule;     ///< of the jurisdiction's clocks
  std::optional<Date> date; ///< of the missing paper, when its day is known
  std::vector<records::Evidence> evidence; ///< where the file names it, at most five; empty when nothing does
  int unread_pages = 0;                    ///< of the case file: one of them might be it
};

/// The six months before the request, as far as the request's day is known.
struct ReportWindow {
  Date first, last;
};
std::optional<ReportWindow> report_window(const records::CaseFile& file);

/// All missing papers: the parts of the application first, then the window, then cited reports by date. Papers of other
/// patients neither count nor speak. Pure.
std::vector<MissingPaper> completeness(const records::CaseFile& file, const CompletenessRules& rules);

/// One line of the list of what should be there.
struct ChecklistLine {
  const ChecklistRule* rule = nullptr;
  std::vector<std::string> documents; ///< ids of what was found
  /// found | missing | to_be_told: none was found, and only a person can say whether there should be one
  std::string state;
};
std::vector<ChecklistLine> checklist(const records::CaseFile& file, const CompletenessRules& rules);

/// "application", "ur_decision", "request", "window_reports", "requesting_physician", "prior_physician", "cited_report"
const char* name(PaperDuty duty);

} // namespace openimr::intake
