// Request: a disputed item as the guidelines see it: what it asks for, whether it starts or carries on, and what can be
// said about the request itself.
#pragma once

#include "base/date.h"
#include "guidelines/topic.h"
#include "records/chart.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// A value about the request itself (facts that begin with "req.").
struct RequestValue {
  Verdict verdict = Verdict::Unknown;
  std::optional<double> number;
  std::string words;              ///< how it was found
  std::vector<std::string> facts; ///< chart facts it rests on
  bool is_searched = false;       ///< looked for in the record as well, under the same id
};

struct Request {
  records::RequestedItem item;
  Phase phase = Phase::Initial;
  bool phase_is_unsure = false;         ///< the record does not settle it: the other phase is shown beside
  std::string phase_reason;             ///< why it is a first or a continued request, a plain sentence
  std::vector<std::string> phase_facts; ///< chart facts that show earlier use
  std::optional<Date> first_used;
  Reading reading = Reading::Strict;
  std::map<std::string, RequestValue> values;
};

} // namespace openimr::guidelines
