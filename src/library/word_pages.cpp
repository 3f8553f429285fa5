#include "library/word_pages.h"

namespace openimr::library {
namespace {

/// A page is written when its entries or places are so large; a word with more has a page of its own.
constexpr std::size_t page_entries = std::size_t{8} << 10, page_places = std::size_t{24} << 10;

Result<Done> insert(Connection& connection, const std::string& sql, std::int64_t page, std::string_view bytes) {
  auto rows = connection.rows(sql);
  if (!rows) return rows.error();
  rows->bind(1, page).bind_bytes(2, bytes);
  return connection.run(std::move(*rows));
}

Result<std::string> bytes_of(Connection& connection, const std::string& sql, std::int64_t page) {
  auto rows = connection.rows(sql);
  if (!rows) return rows.error();
  rows->bind(1, page);
  if (!rows->next()) return damaged_index(connection);
  return std::string(rows->text(0));
}

} // namespace

Error damaged_index(const Connection& connection) {
  return {ErrorKind::Storage, connection.path(), "a damaged index of words", "a whole library",
          "import the decisions again into a new one"};
}

Result<std::int64_t> new_part(Connection& connection, std::uint32_t first, std::uint32_t last) {
  auto rows = connection.rows("INSERT INTO part(first, last) VALUES (?1, ?2) RETURNING id");
  if (!rows) return rows.error();
  rows->bind(1, first).bind(2, last);
  if (!rows->next()) return connection.trouble();
  const std::int64_t id = rows->number(0);
  if (rows->next()) return connection.trouble();
  return id;
}

Result<Done> drop_part(Connection& connection, std::int64_t part) {
  for (const char* sql : {"DELETE FROM entry WHERE page IN (SELECT id FROM page WHERE part = ?1)",
                          "DELETE FROM place WHERE page IN (SELECT id FROM page WHERE part = ?1)",
                          "DELETE FROM page WHERE part = ?1", "DELETE FROM part WHERE id = ?1"}) {
    auto rows = connection.rows(sql);
    if (!rows) return rows.error();
    rows->bind(1, part);
    if (auto done = connection.run(std::move(*rows)); !done) return done;
  }
  return Done{};
}

bool PageWords::next() {
  if (reader_.is_at_end()) return false;
  entry_at_ += entry_size_;
  places_at_ += places_size_;
  word_ = reader_.bytes(reader_.next());
  count_ = reader_.next();
  entry_size_ = reader_.next();
  places_size_ = reader_.next();
  return true;
}

Result<std::optional<PostingsPart>> find_in_page(Connection& connection, std::int64_t part, std::string_view word) {
  PostingsPart out;
  std::size_t at = 0, size = 0;
  {
    auto rows =
        connection.rows("SELECT id, words FROM page WHERE part = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1");
    if (!rows) return rows.error();
    rows->bind(1, part).bind_bytes(2, word);
    if (!rows->next()) {
      if (rows->failed()) return connection.trouble();
      return std::optional<PostingsPart>();
    }
    out.page = rows->number(0);
    PageWords words(rows->text(1));
    while (words.next() && words.word() < word) {
    }
    if (words.word() != word) return std::optional<PostingsPart>();
    at = words.entry_at();
    size = words.entry_size();
    out.places_at = words.places_at();
  }
  auto rows = connection.rows("SELECT bytes FROM entry WHERE page = ?1");
  if (!rows) return rows.error();
  rows->bind(1, out.page);
  if (!rows->next() || rows->text(0).size() < at + size) return damaged_index(connection);
  out.entry = rows->text(0).substr(at, size);
  return std::optional(std::move(out));
}

Result<std::string> entries_of(Connection& connection, std::int64_t page) {
  return bytes_of(connection, "SELECT bytes FROM entry WHERE page = ?1", page);
}

Result<Done> PageWriter::add(std::string_view word, PostingsWriter& postings) {
  if (entries_.size() >= page_entries || places_.size() >= page_places)
    if (auto written = flush(); !written) return written;
  if (words_.empty()) first_ = word;
  const std::size_t entry_at = entries_.size(), places_at = places_.size();
  const std::uint32_t count = postings.count();
  postings.finish(entries_, places_);
  put_number(words_, static_cast<std::uint32_t>(word.size()));
  words_ += word;
  put_number(words_, count);
  put_number(words_, static_cast<std::uint32_t>(entries_.size() - entry_at));
  put_number(words_, static_cast<std::uint32_t>(places_.size() - places_at));
  return Done{};
}

Result<Done> PageWriter::flush() {
  if (words_.empty()) return Done{};
  std::int64_t page = 0;
  {
    auto rows = connection_.rows("INSERT INTO page(part, first, words) VALUES (?1, ?2, ?3) RETURNING id");
    if (!rows) return rows.error();
    rows->bind(1, part_).bind_bytes(2, first_).bind_bytes(3, words_);
    if (!rows->next()) return connection_.trouble();
    page = rows->number(0);
    if (rows->next()) return connection_.trouble();
  }
  if (auto done = insert(connection_, "INSERT INTO entry(page, bytes) VALUES (?1, ?2)", page, entries_); !done)
    return done;
  if (auto done = insert(connection_, "INSERT INTO place(page, bytes) VALUES (?1, ?2)", page, places_); !done)
    return done;
  words_.clear();
  entries_.clear();
  places_.clear();
  return Done{};
}

Result<bool> PageReader::turn() {
  {
    const bool is_first = page_ == 0;
    auto rows = connection_.rows(is_first ? "SELECT id, first, words FROM page WHERE part = ?1 ORDER BY first LIMIT 1"
                                          : "SELECT id, first, words FROM page WHERE part = ?1 AND first > ?2 "
                                            "ORDER BY first LIMIT 1");
    if (!rows) return rows.error();
    rows->bind(1, part_);
    if (!is_first) rows->bind_bytes(2, first_);
    if (!rows->next()) return rows->failed() ? Result<bool>(connection_.trouble()) : false;
    page_ = rows->number(0);
    std::string first(rows->text(1));
    word_bytes_ = rows->text(2);
    first_ = std::move(first);
  }
  auto entries = entries_of(connection_, page_);
  if (!entries) return entries.error();
  auto places = bytes_of(connection_, "SELECT bytes FROM place WHERE page = ?1", page_);
  if (!places) return places.error();
  entries_ = std::move(*entries);
  places_ = std::move(*places);
  words_ = PageWords(word_bytes_);
  return true;
}

Result<Done> PageReader::next() {
  if (page_ != 0 && words_.next()) return Done{};
  auto turned = turn();
  if (!turned) return turned.error();
  is_over_ = !*turned;
  if (!is_over_ && !words_.next()) return damaged_index(connection_);
  return Done{};
}

PostingsPart PageReader::postings() const {
  PostingsPart out;
  out.entry = entries_.substr(std::min(words_.entry_at(), entries_.size()), words_.entry_size());
  out.places = places_.substr(std::min(words_.places_at(), places_.size()), words_.places_size());
  return out;
}

} // namespace openimr::library
