// deadlines: every due date of a case that is known, and what the others wait for.
#pragma once

#include "casework/eligibility.h"
#include "jurisdictions/due.h"

#include <map>
#include <string>
#include <vector>

namespace openimr::casework {

/// Events that have happened, by event id of the pack (clocks.yaml): "records", "assignment", "determination-mailed", …
/// `request` and `ur-decision-service` are taken from the application and need not be given.
using KnownEvents = std::map<std::string, jurisdictions::Event>;

/// `application` first and always, counted from the service of the UR decision; then the rules that apply to this case.
/// A rule whose event has not happened has no due_on and says what it waits for.
std::vector<jurisdictions::DueDate> deadlines(const jurisdictions::Jurisdiction& jurisdiction,
                                              const records::Application& application, const Eligibility& eligibility,
                                              const KnownEvents& events = {});

/// The `records` event: the latest day on which evidence came in; empty when no such document has a received day.
std::optional<jurisdictions::Event> records_received(const std::vector<records::Document>& documents);

} // namespace openimr::casework
