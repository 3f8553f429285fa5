// Postsurgical physical medicine: how many visits an operation allows, and for how long (8 CCR 9792.24.3).
//
// A request names its operation, or the chart does. Where several rows of the table fit, the answer is theirs when they
// agree, and unknown when they do not.
#pragma once

#include "base/date.h"
#include "guidelines/topic.h"
#include "text/data_file.h"

#include <optional>
#include <string>
#include <vector>

namespace openimr::guidelines {

/// A row of the table.
struct PostsurgicalRow {
  std::string id, operation, region;
  int visits = 0;
  int over = 0;
  std::string over_unit;                                ///< weeks | months
  int period_months = 0;                                ///< the postsurgical physical medicine period
  std::vector<std::string> concepts;                    ///< chart concepts of the operation
  std::vector<std::string> body_words, operation_words; ///< one of each names it in a request
  std::string confidence, basis, note;
};

struct PostsurgicalCase {
  std::string words;                 ///< of the request
  std::vector<std::string> concepts; ///< operations of the chart before the request; used where the words name none
  std::optional<Date> operated;
  Date day; ///< of the request
  std::optional<double> visits, visits_done;
  Phase phase = Phase::Initial;
};

struct PostsurgicalAnswer {
  std::vector<const PostsurgicalRow*> rows; ///< that fit; empty: the table does not list the operation
  Verdict within_period = Verdict::Unknown;
  Verdict within_course = Verdict::Unknown; ///< visits: half of the row at first, the whole row after a gain
  std::string words;                        ///< how it was found
  std::string confidence;                   ///< the lowest of the rows; empty without rows
};

struct PostsurgicalExample {
  std::string name, expect; ///< within | exceeds | unknown
  PostsurgicalCase asked;
  std::vector<std::string> operations;
  int line = 0;
};

struct PostsurgicalTable {
  std::string file, citation, prescriber;
  std::optional<Date> from, to;
  double first_course_share = 0;
  int default_period_months = 0;
  std::string confidence, basis, note;
  std::vector<PostsurgicalRow> rows;
  std::vector<PostsurgicalExample> examples;
};

PostsurgicalTable read_postsurgical(text::Reader& reader);

/// Visits of a first course: the share of the row's visits, a half visit counted as one.
int first_course(const PostsurgicalTable& table, const PostsurgicalRow& row);

PostsurgicalAnswer consider(const PostsurgicalTable& table, const PostsurgicalCase& asked);

/// Runs an example of the page; empty when it comes out as written, else what differs.
std::string run_example(const PostsurgicalTable& table, const PostsurgicalExample& example);

} // namespace openimr::guidelines
