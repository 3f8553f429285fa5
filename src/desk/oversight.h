// Oversight of a library of decisions: forecasts that abstain, decisions unlike their neighbours, fairness,
// boilerplate. Nothing here is called by a review: what others decided is not shown to a reviewer before the signature.
#pragma once

#include "base/result.h"
#include "corpus/forecast.h"
#include "corpus/statistics.h"
#include "desk/review_case.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::desk {

/// Decided items of a library; years from `from` to `to`, both included, where they are given.
Result<corpus::ItemIndex> index_of_library(const std::string& library, std::optional<int> from, std::optional<int> to,
                                           const Installation& installation);

struct ForecastQuestion {
  std::string id, text;
  corpus::LibraryDecision asked; ///< with one item
};

/// The disputed items of a case folder as the library files them.
Result<std::vector<ForecastQuestion>> questions_of_case(const std::string& folder, const Installation& installation);
/// One item by its words. diagnoses: in plain words, may be empty.
Result<ForecastQuestion> question_of_words(const std::string& text, const std::vector<std::string>& diagnoses,
                                           const Installation& installation);

/// How forecasts of later decisions came out.
struct CalibrationBin {
  double low = 0, high = 0; ///< of the forecast
  std::size_t n = 0, changed = 0;
  double mean = 0; ///< of the forecasts
};
struct Calibration {
  std::size_t asked = 0, answered = 0, changed = 0;
  double brier = 0, brier_of_base = 0; ///< of the answered; base: the rate of the earlier years for everybody
  double error = 0;                    ///< expected calibration error over the bins
  double auc = 0; ///< chance that an overturned item had the higher forecast; 0.5 where there are no pairs
  double base_rate = 0;
  std::vector<CalibrationBin> bins;
};
/// Forecasts every item of the years from `split` on from the years before.
Result<Calibration> calibrate(const std::string& library, int split, const corpus::ForecastOptions& options,
                              const Installation& installation);

/// A group beside everybody else whose group is known.
struct FairnessRow {
  corpus::Dimension dimension = corpus::Dimension::Sex;
  std::string label;
  std::size_t n = 0, changed = 0, rest = 0, rest_changed = 0;
  corpus::Interval difference;                          ///< of the rates, group minus rest
  std::optional<corpus::StandardisedRate> standardised; ///< with the mix of categories of all
};
/// By sex and age band; rows with a small cell are left out.
Result<std::vector<FairnessRow>> fairness(const std::string& library, std::size_t smallest_cell,
                                          const Installation& installation);

/// How much of a rationale stood in earlier ones.
struct RepeatedRationale {
  std::string permalink;
  int item = 0;
  std::size_t sequences = 0;
  double share = 0;
};
struct BoilerplateReport {
  std::size_t rationales = 0;
  double median = 0, mean = 0;
  std::vector<RepeatedRationale> most; ///< the most repeated first
};
/// Word sequences of the policy's length; rationales in order of import.
Result<BoilerplateReport> boilerplate_of_library(const std::string& library, int words, std::size_t most,
                                                 const Installation& installation);

} // namespace openimr::desk
