// Pages of words: a page is a row of words with their sizes, and two rows of bytes: entries and places.
#pragma once

#include "library/connection.h"
#include "library/postings.h"

#include <optional>

namespace openimr::library {

Error damaged_index(const Connection& connection);
Result<std::int64_t> new_part(Connection& connection, std::uint32_t first, std::uint32_t last);
Result<Done> drop_part(Connection& connection, std::int64_t part);

/// The words of a page, in order.
class PageWords {
public:
  explicit PageWords(std::string_view bytes) : reader_(bytes) {}
  bool next(); ///< false at the end
  std::string_view word() const { return word_; }
  std::uint32_t count() const { return count_; } ///< decisions
  std::size_t entry_at() const { return entry_at_; }
  std::size_t entry_size() const { return entry_size_; }
  std::size_t places_at() const { return places_at_; }
  std::size_t places_size() const { return places_size_; }

private:
  NumberReader reader_;
  std::string_view word_;
  std::uint32_t count_ = 0;
  std::size_t entry_at_ = 0, entry_size_ = 0, places_at_ = 0, places_size_ = 0;
};

/// Postings of a word in a part, without places; empty when the part has none.
Result<std::optional<PostingsPart>> find_in_page(Connection& connection, std::int64_t part, std::string_view word);

Result<std::string> entries_of(Connection& connection, std::int64_t page);

/// Writes words in order.
class PageWriter {
public:
  PageWriter(Connection& connection, std::int64_t part) : connection_(connection), part_(part) {}
  Result<Done> add(std::string_view word, PostingsWriter& postings);
  Result<Done> flush();

private:
  Connection& connection_;
  std::int64_t part_;
  std::string first_, words_, entries_, places_;
};

/// Reads a part word by word.
class PageReader {
public:
  PageReader(Connection& connection, std::int64_t part) : connection_(connection), part_(part), words_({}) {}
  Result<Done> next();
  bool is_over() const { return is_over_; }
  std::string_view word() const { return words_.word(); }
  PostingsPart postings() const;

private:
  Result<bool> turn();
  Connection& connection_;
  std::int64_t part_, page_ = 0;
  bool is_over_ = false;
  std::string first_, word_bytes_, entries_, places_;
  PageWords words_;
};

} // namespace openimr::library
