// Tables of decisions that other programmes publish: rows of CSV or JSON lines become decisions by a map of columns.
#pragma once

#include "base/result.h"
#include "corpus/library_words.h"
#include "text/problem.h"

#include <string>
#include <string_view>
#include <vector>

namespace openimr::corpus {

/// Rows of separated values (RFC 4180: quotes doubled inside quotes, line ends inside quotes). The first is the header.
/// A byte order mark is left out.
std::vector<std::vector<std::string>> read_csv(std::string_view bytes, char separator);

struct TableRow {
  std::size_t line = 0; ///< of its beginning in the file, from 1
  std::string source;   ///< its values as one text: what identifies the row
  LibraryDecision decision;
};

/// The table that a file is, by its header or its first line; null when it is none of those in the words.
const TableDefinition* table_of(const LibraryWords& words, std::string_view bytes);

/// Every row as a decision; what is wrong with a row stands in the problems, and the row is left out only when it has
/// no case number.
std::vector<TableRow> read_table(const LibraryWords& words, const TableDefinition& table, const std::string& file,
                                 std::string_view bytes, text::Problems& problems);

} // namespace openimr::corpus
