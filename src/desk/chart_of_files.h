// The chart of a case folder or of single papers: what `facts`, `timeline` and `search` start from.
#pragma once

#include "clinical/file_search.h"
#include "clinical/vocabulary.h"
#include "desk/review_case.h"
#include "records/case_file.h"
#include "records/chart.h"

#include <functional>
#include <string>
#include <vector>

namespace openimr::desk {

/// Papers and what they say. Of single files `case_file` holds documents and problems only.
struct ChartOfFiles {
  clinical::Vocabulary vocabulary;
  records::CaseFile case_file;
  records::Chart chart;
};

/// Reads one case folder (it holds application.yaml), or files. Error when something is missing or a YAML file has
/// faults; troubles of single documents are in case_file.problems.
Result<ChartOfFiles> read_chart(const std::vector<std::string>& paths, const Installation& installation,
                                const std::function<void(std::size_t done, std::size_t total)>& progress);

/// The same without the chart.
Result<ChartOfFiles> read_papers(const std::vector<std::string>& paths, const Installation& installation,
                                 const std::function<void(std::size_t done, std::size_t total)>& progress);

/// Searches for each of the things asked. Error when one looks like a concept's id and is none: it names the nearest.
Result<std::vector<clinical::FileSearch>> search_for(const ChartOfFiles& read, const std::vector<std::string>& asked);

} // namespace openimr::desk
