#include "library/stems.h"

#include <memory>

#include <sqlite3.h>

namespace openimr::library {
namespace {

Error too_old() {
  return {ErrorKind::Storage, "SQLite", "no full-text words (FTS5)", "SQLite 3.40 or later with FTS5",
          "install libsqlite3-0 of the distribution"};
}

fts5_api* api_of(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

/// A tokenizer belongs to a connection and is used by one thread, so that each thread has its own.
class Tokenizer {
public:
  Tokenizer() {
    if (sqlite3_open(":memory:", &connection_) != SQLITE_OK) return;
    fts5_api* api = api_of(connection_);
    void* data = nullptr;
    const char* arguments[] = {"unicode61", "remove_diacritics", "2"};
    if (api == nullptr || api->xFindTokenizer(api, "porter", &data, &functions_) != SQLITE_OK) return;
    if (functions_.xCreate(data, arguments, 3, &made_) != SQLITE_OK) made_ = nullptr;
  }
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;
  ~Tokenizer() {
    if (made_ != nullptr) functions_.xDelete(made_);
    sqlite3_close(connection_);
  }

  using Act = std::function<void(std::string_view, std::size_t, std::size_t)>;
  bool run(std::string_view text, const Act& act) const {
    if (made_ == nullptr) return false;
    const auto pass_on = [](void* to, int, const char* token, int size, int begin, int end) {
      (*static_cast<const Act*>(to))({token, static_cast<std::size_t>(size)}, static_cast<std::size_t>(begin),
                                     static_cast<std::size_t>(end));
      return SQLITE_OK;
    };
    return functions_.xTokenize(made_, const_cast<Act*>(&act), FTS5_TOKENIZE_DOCUMENT, text.data(),
                                static_cast<int>(text.size()), pass_on) == SQLITE_OK;
  }

private:
  sqlite3* connection_ = nullptr;
  fts5_tokenizer functions_{};
  Fts5Tokenizer* made_ = nullptr;
};

} // namespace

Result<Done> each_stem(std::string_view text,
                       const std::function<void(std::string_view, std::size_t, std::size_t)>& act) {
  thread_local const Tokenizer tokenizer;
  if (!tokenizer.run(text, act)) return too_old();
  return Done{};
}

std::vector<std::string> stems_of(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const std::string& word : words)
    (void)each_stem(word, [&](std::string_view stem, std::size_t, std::size_t) { out.emplace_back(stem); });
  return out;
}

} // namespace openimr::library
