#include "library/ranker.h"

#include "corpus/ranking.h"

#include <algorithm>

#include <sqlite3.h>

namespace openimr::library {
namespace {

Error too_old(const char* what) {
  return {ErrorKind::Storage, "SQLite", std::string("no ") + what, "SQLite 3.40 or later with FTS5",
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

/// relevance(words): the score of the row by the job of its ranker.
void relevance(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int, sqlite3_value**) {
  auto& job = static_cast<Ranker*>(api->xUserData(row))->job();
  const auto& weights = corpus::ranking_weights();
  std::fill(job.frequencies.begin(), job.frequencies.end(), 0.0);
  for (std::size_t k = 0; k < job.groups.size(); ++k) {
    if (job.groups[k] < 0) continue;
    Fts5PhraseIter places;
    int column = -1, offset = -1;
    if (api->xPhraseFirst(row, static_cast<int>(k), &places, &column, &offset) != SQLITE_OK) continue;
    double frequency = 0;
    for (; column >= 0; api->xPhraseNext(row, &places, &column, &offset))
      if (static_cast<std::size_t>(column) < weights.part.size())
        frequency += weights.part[static_cast<std::size_t>(column)];
    job.frequencies[static_cast<std::size_t>(job.groups[k])] += frequency * job.weights[k];
  }
  const double length = job.words(api->xRowid(row));
  double score = 0;
  for (std::size_t g = 0; g < job.frequencies.size(); ++g)
    if (job.frequencies[g] > 0)
      score += corpus::word_score(weights, job.rarities[g], job.frequencies[g], length, job.average_words);
  sqlite3_result_double(result, score);
}

} // namespace

struct Ranker::Tokenizer {
  fts5_tokenizer functions{};
  Fts5Tokenizer* made = nullptr;
  ~Tokenizer() {
    if (made != nullptr) functions.xDelete(made);
  }
};

Ranker::~Ranker() = default;

Result<std::unique_ptr<Ranker>> Ranker::install(sqlite3* connection) {
  fts5_api* api = api_of(connection);
  if (api == nullptr) return too_old("full-text index (FTS5)");
  std::unique_ptr<Ranker> ranker(new Ranker());
  if (api->xCreateFunction(api, "relevance", ranker.get(), relevance, nullptr) != SQLITE_OK)
    return too_old("room for a ranking function");
  ranker->tokenizer_ = std::make_unique<Tokenizer>();
  void* data = nullptr;
  const char* arguments[] = {"unicode61", "remove_diacritics", "2"};
  if (api->xFindTokenizer(api, "porter", &data, &ranker->tokenizer_->functions) != SQLITE_OK ||
      ranker->tokenizer_->functions.xCreate(data, arguments, 3, &ranker->tokenizer_->made) != SQLITE_OK)
    return too_old("tokenizer");
  return ranker;
}

std::vector<IndexedWord> Ranker::words(std::string_view text) const {
  std::vector<IndexedWord> out;
  const auto keep = [](void* list, int, const char* token, int size, int begin, int end) {
    static_cast<std::vector<IndexedWord>*>(list)->push_back({std::string(token, static_cast<std::size_t>(size)),
                                                             static_cast<std::size_t>(begin),
                                                             static_cast<std::size_t>(end)});
    return SQLITE_OK;
  };
  tokenizer_->functions.xTokenize(tokenizer_->made, &out, FTS5_TOKENIZE_DOCUMENT, text.data(),
                                  static_cast<int>(text.size()), keep);
  return out;
}

} // namespace openimr::library
