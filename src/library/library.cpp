#include "corpus/decision_record.h"
#include "library/library_parts.h"
#include "library/stems.h"

#include <fmt/format.h>
#include <zstd.h>

namespace openimr::library {
namespace {

constexpr int version = 3; ///< 1 had its words in a table of FTS5, 2 had amounts ("325mg") as one word
constexpr std::size_t most_bytes = std::size_t{512} << 20; ///< of one text, expanded

constexpr const char* schema = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE decision(
  id INTEGER PRIMARY KEY,
  permalink TEXT NOT NULL UNIQUE,
  content BLOB NOT NULL UNIQUE,
  identity TEXT NOT NULL,
  case_number TEXT NOT NULL,
  standing INTEGER NOT NULL DEFAULT 0,
  superseded_by TEXT NOT NULL DEFAULT '',
  publication TEXT NOT NULL DEFAULT '',
  retracted_on TEXT NOT NULL DEFAULT '',
  retraction_reason TEXT NOT NULL DEFAULT '',
  record BLOB NOT NULL);
CREATE INDEX decision_identity ON decision(identity) WHERE identity <> '';
CREATE INDEX decision_case ON decision(case_number) WHERE case_number <> '';
CREATE TABLE letter(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE label(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE block(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE INDEX decision_publication ON decision(publication) WHERE publication <> '';
CREATE INDEX decision_gone ON decision(id) WHERE standing <> 0;
INSERT INTO meta VALUES ('version', 3), ('last_id', 0), ('all_words', 0);
)sql";

Error no_library(const std::string& path, std::string found) {
  return {ErrorKind::Input, path, std::move(found), "a library of published decisions",
          "name another file, or make one with `openimr corpus import`"};
}

Result<std::int64_t> meta(Connection& connection, const char* name) {
  auto rows = connection.rows("SELECT value FROM meta WHERE name = ?1");
  if (!rows) return rows.error();
  rows->bind_text(1, name);
  if (!rows->next()) return no_library(connection.path(), "a file without " + std::string(name));
  return rows->number(0);
}

Result<Done> prepare_file(Connection& connection, Access access) {
  for (const char* setting :
       {"PRAGMA secure_delete = OFF", "PRAGMA cache_size = -131072", "PRAGMA trusted_schema = OFF",
        "PRAGMA mmap_size = 4294967296", "PRAGMA temp_store = MEMORY"})
    if (auto set = connection.execute(setting); !set) return set;
  bool is_empty = true, is_ours = false;
  {
    auto tables =
        connection.rows("SELECT count(*), coalesce(sum(name = 'block'), 0) FROM sqlite_schema WHERE type = 'table'");
    if (!tables) return tables.error();
    if (!tables->next()) return connection.trouble();
    is_empty = tables->number(0) == 0;
    is_ours = tables->number(1) == 1;
  }
  if (!is_empty && !is_ours) return no_library(connection.path(), "a database of something else");
  if (is_empty && access == Access::Read) return no_library(connection.path(), "an empty file");
  if (access == Access::Write) {
    // Published decisions can be read in again, so that a power cut may cost the last batch, never the file.
    for (const char* setting : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"})
      if (auto set = connection.execute(setting); !set) return set;
  }
  if (is_empty) {
    if (auto made = connection.execute(std::string("BEGIN IMMEDIATE;") + schema + WordIndex::schema() + "COMMIT;");
        !made)
      return made;
  }
  auto found = meta(connection, "version");
  if (!found) return found.error();
  if (*found != version)
    return Error{ErrorKind::Input, connection.path(), fmt::format("a library of version {}", *found),
                 fmt::format("version {}", version),
                 *found < version ? "import the decisions again into a new file"
                                  : "use the newer program that made it"};
  return Done{};
}

} // namespace

std::string compressed(std::string_view bytes) {
  // A context costs more than a letter to compress, so that each thread keeps one.
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compressCCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size(), 1);
  out.resize(ZSTD_isError(size) ? 0 : size);
  return out;
}

std::optional<std::string> expanded(std::string_view bytes) {
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > most_bytes) return std::nullopt;
  thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
  std::string out(size, '\0');
  const std::size_t got = ZSTD_decompressDCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) || got != out.size()) return std::nullopt;
  return out;
}

Library::Library(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Result<Library> Library::open(const std::string& path, Access access) {
  auto connection = Connection::open(path, access == Access::Write);
  if (!connection) return connection.error();
  if (auto prepared = prepare_file(**connection, access); !prepared) return prepared.error();
  auto parts = std::make_unique<Parts>();
  parts->path = path;
  parts->connection = std::move(*connection);
  if (auto read = parts->refresh(); !read) return read.error();
  return Library(std::move(parts));
}

Result<Done> Library::Parts::refresh() {
  auto last = meta(*connection, "last_id");
  if (!last) return last.error();
  auto sum = meta(*connection, "all_words");
  if (!sum) return sum.error();
  auto version = connection->rows("PRAGMA data_version");
  if (!version) return version.error();
  if (!version->next()) return connection->trouble();
  const bool is_changed = *last != last_id || version->number(0) != version_of_data;
  version_of_data = version->number(0);
  last_id = *last;
  all_words = *sum;
  if (is_changed) {
    blocks.clear();
    if (auto read = words.refresh(*connection); !read) return read;
    if (auto read = refresh_gone(); !read) return read;
  }
  return labels.refresh(*connection);
}

Result<Done> Library::Parts::refresh_gone() {
  gone.clear();
  auto rows = connection->rows("SELECT id FROM decision WHERE standing <> 0 ORDER BY id");
  if (!rows) return rows.error();
  while (rows->next()) gone.push_back(static_cast<std::uint32_t>(rows->number(0)));
  return rows->failed() ? Result<Done>(connection->trouble()) : Result<Done>(Done{});
}

std::uint32_t Library::Parts::words_of(std::uint32_t decision) {
  auto found = block(block_of(decision));
  const std::size_t place = place_in_block(decision);
  return found && place < (*found)->size() ? (*found)->words(place) : 1;
}

Result<Block*> Library::Parts::block(std::int64_t number) {
  const auto at = static_cast<std::size_t>(number);
  if (blocks.size() <= at) blocks.resize(at + 1);
  if (blocks[at]) return blocks[at].get();
  auto rows = connection->rows("SELECT bytes FROM block WHERE number = ?1");
  if (!rows) return rows.error();
  rows->bind(1, number);
  auto block = std::make_unique<Block>();
  if (!rows->next() || !block->read(rows->text(0)))
    return Error{ErrorKind::Storage, path, fmt::format("block {} missing or damaged", number), "a whole library",
                 "import the decisions again into a new one"};
  blocks[at] = std::move(block);
  return blocks[at].get();
}

Result<std::size_t> Library::size() const {
  auto rows = parts_->connection->rows("SELECT count(*) FROM decision WHERE standing = 0");
  if (!rows) return rows.error();
  if (!rows->next()) return parts_->connection->trouble();
  return static_cast<std::size_t>(rows->number(0));
}

namespace {
constexpr const char* columns = "SELECT d.id, d.standing, d.superseded_by, d.record, l.bytes, d.publication, "
                                "d.retracted_on, d.retraction_reason, d.permalink FROM decision d "
                                "LEFT JOIN letter l ON l.id = d.id ";

Error damaged(const std::string& path, std::int64_t id) {
  return {ErrorKind::Storage, path, fmt::format("decision {} damaged", id), "a whole library",
          "import the decisions again into a new one"};
}
} // namespace

Result<std::optional<corpus::LibraryDecision>> Library::Parts::read(Rows rows, bool with_text) {
  if (!rows.next()) {
    if (rows.failed()) return connection->trouble();
    return std::optional<corpus::LibraryDecision>();
  }
  auto record = expanded(rows.text(3));
  auto decision = record ? corpus::from_record(*record) : std::nullopt;
  if (!decision) return damaged(path, rows.number(0));
  decision->id = rows.number(0);
  decision->standing = static_cast<corpus::Standing>(rows.number(1));
  decision->superseded_by = rows.text(2);
  decision->publication = rows.text(5);
  decision->retracted_on = Date::parse_iso(rows.text(6));
  decision->retraction_reason = rows.text(7);
  decision->permalink = rows.text(8);
  if (with_text && !rows.text(4).empty()) {
    auto text = expanded(rows.text(4));
    if (!text) return damaged(path, decision->id);
    decision->text = std::move(*text);
  }
  return decision;
}

Result<std::optional<corpus::LibraryDecision>> Library::find(std::int64_t id) const {
  auto rows = parts_->connection->rows(std::string(columns) + "WHERE d.id = ?1");
  if (!rows) return rows.error();
  rows->bind(1, id);
  return parts_->read(std::move(*rows), true);
}

Result<std::optional<corpus::LibraryDecision>> Library::find(std::string_view permalink) const {
  constexpr std::size_t digits = 16; // of a permalink; a publication has fewer
  if (permalink.size() != digits || permalink.find('/') != std::string_view::npos) return find_published(permalink);
  auto rows = parts_->connection->rows(std::string(columns) + "WHERE d.permalink = ?1");
  if (!rows) return rows.error();
  rows->bind_text(1, permalink);
  return parts_->read(std::move(*rows), true);
}

Result<std::optional<corpus::LibraryDecision>> Library::find_published(std::string_view publication) const {
  const bool is_version = publication.find('/') != std::string_view::npos;
  // Without a version: the current one, else the last that was loaded.
  auto rows = parts_->connection->rows(
      std::string(columns) + (is_version ? "WHERE d.publication = ?1 AND d.publication <> '' ORDER BY d.id DESC"
                                         : "WHERE d.publication > ?1 || '/' AND d.publication < ?1 || '0' AND "
                                           "d.publication <> '' ORDER BY d.standing <> 0, d.id DESC"));
  if (!rows) return rows.error();
  rows->bind_text(1, publication);
  return parts_->read(std::move(*rows), true);
}

Result<std::vector<PublishedVersion>> Library::published() const {
  auto rows = parts_->connection->rows(
      "SELECT publication, permalink, standing FROM decision WHERE publication <> '' ORDER BY publication, id");
  if (!rows) return rows.error();
  std::vector<PublishedVersion> out;
  while (rows->next())
    out.push_back(
        {std::string(rows->text(0)), std::string(rows->text(1)), static_cast<corpus::Standing>(rows->number(2))});
  if (rows->failed()) return parts_->connection->trouble();
  return out;
}

Result<std::vector<corpus::LibraryDecision>> Library::of_case(std::string_view case_number) const {
  std::vector<std::int64_t> ids;
  {
    auto rows = parts_->connection->rows("SELECT id FROM decision WHERE case_number = ?1 ORDER BY id");
    if (!rows) return rows.error();
    rows->bind_text(1, case_number);
    while (rows->next()) ids.push_back(rows->number(0));
    if (rows->failed()) return parts_->connection->trouble();
  }
  std::vector<corpus::LibraryDecision> out;
  for (const auto id : ids) {
    auto one = find(id);
    if (!one) return one.error();
    if (*one) out.push_back(std::move(**one));
  }
  return out;
}

Result<Done> Library::each(const std::function<bool(const corpus::LibraryDecision&)>& act) const {
  auto rows = parts_->connection->rows("SELECT id, record FROM decision WHERE standing = 0 ORDER BY id");
  if (!rows) return rows.error();
  while (rows->next()) {
    const auto record = expanded(rows->text(1));
    auto decision = record ? corpus::from_record(*record) : std::nullopt;
    if (!decision) return damaged(parts_->path, rows->number(0));
    decision->id = rows->number(0);
    if (!act(*decision)) return Done{};
  }
  if (rows->failed()) return parts_->connection->trouble();
  return Done{};
}

std::vector<IndexedWord> Library::index_words(std::string_view text) const {
  std::vector<IndexedWord> out;
  (void)each_stem(text, [&](std::string_view stem, std::size_t begin, std::size_t end) {
    out.push_back({std::string(stem), begin, end});
  });
  return out;
}

std::vector<std::string> Library::values(corpus::SearchField field) const { return parts_->labels.values(field); }

Result<Done> Library::optimise() {
  Connection& connection = *parts_->connection;
  if (auto begun = connection.execute("BEGIN IMMEDIATE"); !begun) return begun;
  auto merged = parts_->refresh();
  if (merged)
    merged = parts_->words.merge_all(connection, [&](std::uint32_t decision) { return parts_->words_of(decision); });
  if (!merged) {
    (void)connection.execute("ROLLBACK");
    parts_->last_id = -1;
    (void)parts_->refresh();
    return merged;
  }
  if (auto done = connection.execute("COMMIT"); !done) return done;
  if (auto counted = parts_->connection->execute("ANALYZE"); !counted) return counted;
  return parts_->connection->execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

} // namespace openimr::library
