// Ranker: the score of a row, as a function of SQLite's full-text index (an FTS5 auxiliary function), and the words of
// a text as its tokenizer cuts them.
#pragma once

#include "base/result.h"
#include "library/compiled_query.h"
#include "library/library.h"

#include <functional>
#include <memory>
#include <vector>

struct sqlite3;

namespace openimr::library {

/// What the function needs of the search that is under way.
struct RankingJob {
  std::vector<int> groups;      ///< of each phrase; -1 is not ranked
  std::vector<double> weights;  ///< of each phrase
  std::vector<double> rarities; ///< of each group
  double average_words = 1;
  std::function<double(std::int64_t id)> words; ///< length of a decision
  std::vector<double> frequencies;              ///< room for the groups
};

class Ranker {
public:
  /// Registers `relevance(words)` on the connection.
  static Result<std::unique_ptr<Ranker>> install(sqlite3* connection);
  ~Ranker();
  RankingJob& job() { return job_; }
  std::vector<IndexedWord> words(std::string_view text) const;

private:
  Ranker() = default;
  struct Tokenizer;
  std::unique_ptr<Tokenizer> tokenizer_;
  RankingJob job_;
};

} // namespace openimr::library
