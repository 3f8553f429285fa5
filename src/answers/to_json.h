// The JSON of docs/schemas: one function a noun. Both doors answer with these, so they say the same.
#pragma once

#include "casework/eligibility.h"
#include "clinical/direction.h"
#include "clinical/summary.h"
#include "corpus/published_decision.h"
#include "desk/review_case.h"
#include "determination/checks.h"
#include "guidelines/evaluate.h"
#include "guidelines/explanation.h"
#include "guidelines/source_selection.h"
#include "jurisdictions/due.h"
#include "records/chart.h"
#include "reviewers/screening.h"

#include <boost/json/value.hpp>

namespace openimr::answers {

boost::json::value to_json(const records::Evidence& evidence);
boost::json::value to_json(const records::Fact& fact);
boost::json::value to_json(const records::Chart& chart);
boost::json::value to_json(const records::Document& document);
boost::json::value to_json(const records::Search& search);
boost::json::value to_json(const records::RequestedItem& item);
boost::json::value to_json(const text::Problems& problems);
boost::json::value to_json(const casework::Eligibility& eligibility);
boost::json::value to_json(const jurisdictions::DueDate& due);
boost::json::value to_json(const reviewers::Slate& slate, const reviewers::Nobody& nobody);
boost::json::value to_json(const std::vector<determination::Check>& checks);
boost::json::value to_json(const std::vector<determination::AbsenceAnswer>& claims);
boost::json::value to_json(const std::vector<determination::BoilerplateIndex>& list);
boost::json::value to_json(const determination::Decision& decision); ///< determination_json.cpp
boost::json::value to_json(const determination::UrPoint& point);
/// Without conclusions: the pages only.
boost::json::value other_readings_json(const determination::DraftIssue& issue, bool with_conclusions);
boost::json::value to_json(const determination::DraftIssue& issue);
/// Topics, criteria, recommendation, reasons and what would change it.
boost::json::value to_json(const guidelines::Evaluation& evaluation);
boost::json::value to_json(const guidelines::Reason& reason);
boost::json::value to_json(const guidelines::FormularyAnswer& answer);
boost::json::value to_json(const guidelines::EvidenceWeighing& weighing);
/// Which edition, gates of the search, presumption.
boost::json::value to_json(const guidelines::SourceAnswer& sources);
boost::json::value to_json(const clinical::Direction& direction);
boost::json::value to_json(const corpus::PublishedDecision& decision);
boost::json::value to_json(const determination::Receipt& receipt);
/// The review as contracts describe it; with_conclusions false leaves out recommendation and conclusions.
boost::json::value to_json(const desk::Review& review, const std::vector<std::string>& files, bool with_conclusions);
/// The same with the words that decided its kind and its beginning, and what each of its pages says of itself.
boost::json::value contents_json(const records::Document& document);

/// One line of JSON with its newline.
std::string json_line(const boost::json::value& value);

} // namespace openimr::answers
