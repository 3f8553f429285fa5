// What a Library is made of; for the files of this room only.
#pragma once

#include "library/blocks.h"
#include "library/label_book.h"
#include "library/library.h"
#include "library/word_index.h"

#include <memory>
#include <vector>

namespace openimr::library {

struct Library::Parts {
  std::string path;
  std::unique_ptr<Connection> connection;
  LabelBook labels;
  WordIndex words;
  std::int64_t version_of_data = -1;          ///< as SQLite counts changes by others
  std::int64_t last_id = 0;                   ///< ids run from 1 to this
  std::int64_t all_words = 0;                 ///< of all decisions
  std::vector<std::unique_ptr<Block>> blocks; ///< read when they are needed
  std::vector<std::uint32_t> gone;            ///< decisions that are superseded or retracted, sorted

  Result<Done> refresh();
  Result<Done> refresh_gone();
  /// Error when the block is missing or damaged.
  Result<Block*> block(std::int64_t number);
  /// 1 for a decision whose block cannot be read.
  std::uint32_t words_of(std::uint32_t decision);
  Result<std::optional<corpus::LibraryDecision>> read(Rows rows, bool with_text);
};

/// One state of the file for as long as it lives, whatever others write meanwhile; nothing inside a transaction.
class Reading {
public:
  explicit Reading(Connection& connection) : connection_(connection), begun_(connection.begin_reading()) {}
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() {
    if (begun_) (void)connection_.execute("COMMIT");
  }

private:
  Connection& connection_;
  bool begun_;
};

std::string compressed(std::string_view bytes);
/// Empty for bytes that compressed() did not write.
std::optional<std::string> expanded(std::string_view bytes);

} // namespace openimr::library
