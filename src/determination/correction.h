// Correction: a clerical mistake of an issued determination put right (names, numbers, days, addresses). A correction
// reaches no decision, no item, no rationale and not the day of the decision; it makes a new version that names the
// old.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "records/case_file.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openimr::determination {

struct ClericalChange {
  std::string field;    ///< "employee.name.first", of the closed list clerical_fields()
  std::string from, to; ///< as printed; days as ISO
};

struct Correction {
  std::optional<Date> on;
  std::string by;     ///< of the organization; never printed
  std::string reason; ///< what was wrong with the letter
  std::vector<ClericalChange> changes;
};

/// The fields that may be corrected, in a fixed order.
const std::vector<std::string>& clerical_fields();

/// corrections.yaml: every correction in its order, the first makes version 2. Error names file, line and key; a field
/// that is not clerical is one, and says so.
Result<std::vector<Correction>> parse_corrections(const std::string& name, std::string_view bytes);

/// Applies the correction to the particulars that a letter prints. Error Refused when a field does not hold what the
/// correction says it holds.
Result<Done> apply(const Correction& correction, records::Application& application);

} // namespace openimr::determination
