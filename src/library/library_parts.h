// What a Library is made of; for the files of this room only.
#pragma once

#include "library/blocks.h"
#include "library/label_book.h"
#include "library/library.h"
#include "library/ranker.h"

#include <memory>
#include <unordered_map>

namespace openimr::library {

struct Library::Parts {
  std::string path;
  std::unique_ptr<Connection> connection;
  std::unique_ptr<Ranker> ranker;
  LabelBook labels;
  std::int64_t version_of_data = -1;              ///< as SQLite counts changes by others
  std::int64_t last_id = 0;                       ///< ids run from 1 to this
  std::int64_t all_words = 0;                     ///< of all decisions
  std::vector<std::unique_ptr<Block>> blocks;     ///< read when they are needed
  std::unordered_map<std::string, double> counts; ///< decisions that have an expression, as estimated

  Result<Done> refresh();
  /// Error when the block is missing or damaged.
  Result<Block*> block(std::int64_t number);
  Result<std::optional<corpus::LibraryDecision>> read(Rows rows, bool with_text);
};

std::string compressed(std::string_view bytes);
/// Empty for bytes that compressed() did not write.
std::optional<std::string> expanded(std::string_view bytes);

} // namespace openimr::library
