#include "library/stems.h"

#include <algorithm>
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

/// Digits at the beginning of an amount written in one piece: 3 of "325mg"; 0 of every other word.
std::size_t digits_of_amount(std::string_view word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  const std::string_view unit = word.substr(digits);
  for (const char* known : {"mg", "mcg", "gm", "gr", "g", "ml", "cc", "hr", "hrs", "lb", "lbs", "cm", "mm", "oz"})
    if (digits > 0 && unit == known) return digits;
  return 0;
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
      const Act& take = *static_cast<const Act*>(to);
      const std::string_view word(token, static_cast<std::size_t>(size));
      const auto first = static_cast<std::size_t>(begin), last = static_cast<std::size_t>(end);
      // An amount is a number and a unit, however it is written: 10/325 finds "10/325mg" too.
      const std::size_t digits = last - first == word.size() ? digits_of_amount(word) : 0;
      if (digits > 0) take(word.substr(0, digits), first, first + digits);
      take(word.substr(digits), first + digits, last);
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
