// Scene: everything that one evaluation looks at. It holds references only; they must outlive it.
#pragma once

#include "guidelines/fact_index.h"
#include "guidelines/library.h"
#include "guidelines/request.h"

namespace openimr::guidelines {

struct Scene {
  const Library& library;
  const Request& request;
  const records::Chart& chart;
  const FactIndex& facts;
  Date as_of; ///< day by which the guideline in force is chosen

  /// The day that windows and durations count back from.
  Date request_day() const { return chart.request_date.value_or(as_of); }
};

} // namespace openimr::guidelines
