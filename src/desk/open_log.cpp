#include "desk/open_log.h"

#include "base/hash.h"
#include "store/store.h"

#include <cstdlib>
#include <fmt/format.h>
#include <map>

namespace openimr::desk {
namespace {

/// The log inside of a store, with the store it needs.
class KeptInStore : public ledger::LogKeeper {
public:
  explicit KeptInStore(store::Store store) : store_(std::move(store)) {}

  Result<Done> each_row(const std::function<bool(std::string_view row)>& take) const override {
    return store::StoreLog(store_).each_row(take);
  }
  Result<std::vector<std::pair<std::string, std::string>>> checkpoints() const override {
    return store::StoreLog(store_).checkpoints();
  }
  // Each event's bytes are named by a row of the log: another content, a missing event and one too many show.
  Result<std::vector<ledger::Fault>> faults_beside() const override {
    std::map<std::string, std::map<std::int64_t, Said>> cases; // by version
    auto head = store_.log_head();
    if (!head) return head.error();
    ledger::Frontier rows, at_head; // of rows that came while we read the head knows nothing
    bool is_chained = true;         // where the chain is broken the audit itself names the row
    ledger::Hash last{};
    auto read = each_row([&](std::string_view row) {
      auto entry = ledger::read_row("row", row); // a row that cannot be read is named by the audit itself
      is_chained = is_chained && entry && entry->seq == rows.size() && entry->previous == last;
      last = ledger::leaf_hash(row);
      rows.append(last);
      if (rows.size() == head->size()) at_head = rows;
      const auto version = entry ? entry->details.find("version") : decltype(entry->details.end()){};
      if (entry && version != entry->details.end())
        cases[entry->case_number][std::atoll(version->second.c_str())] = {entry->seq, entry->act, entry->subject};
      return true;
    });
    if (!read) return read.error();
    std::vector<ledger::Fault> faults;
    if (is_chained && rows.size() < head->size())
      faults.push_back({fmt::format("row {}", rows.size()), "no such row",
                        fmt::format("{} rows, as the head of the log says", head->size()), rows.size(),
                        head->size() - 1});
    else if (is_chained && head->size() > 0 && at_head.root() != head->root())
      faults.push_back({fmt::format("row {}", head->size() - 1), "another content", "what the head of the log says",
                        head->size() - 1, head->size() - 1});
    for (const auto& [id, said] : cases)
      if (auto compared = compare(id, said, faults); !compared) return compared.error();
    for (std::string after;;) { // cases of which no row speaks
      auto numbers = store_.case_numbers(after, 1000);
      if (!numbers) return numbers.error();
      for (const std::string& id : *numbers)
        if (!cases.contains(id))
          if (auto compared = compare(id, {}, faults); !compared) return compared.error();
      if (numbers->size() < 1000) return faults;
      after = numbers->back();
    }
  }
  Result<std::uint64_t> append(ledger::Entry entry) override {
    store::Batch batch;
    batch.entries.push_back(std::move(entry));
    auto done = store_.commit(batch);
    if (!done) return done.error();
    auto head = store_.log_head();
    if (!head) return head.error();
    return head->size() - 1;
  }
  Result<Done> keep_checkpoint(std::uint64_t size, const std::string& note, ledger::Entry said) override {
    return store_.keep_checkpoint(size, note, std::move(said));
  }

private:
  /// What a row of the log says of an event.
  struct Said {
    std::uint64_t seq = 0;
    std::string kind, hash;
  };

  Result<Done> compare(const std::string& id, const std::map<std::int64_t, Said>& said,
                       std::vector<ledger::Fault>& faults) const {
    auto history = store_.history(id);
    if (!history && history.error().kind == ErrorKind::NotFound) history = std::vector<store::StoredEvent>();
    if (!history) return history.error();
    std::map<std::int64_t, const store::StoredEvent*> kept;
    for (const auto& event : *history) {
      kept[event.version] = &event;
      if (!said.contains(event.version))
        faults.push_back({fmt::format("event {} of case {}", event.version, id),
                          "an event",
                          "none: no row of the log speaks of it",
                          {},
                          {}});
    }
    for (const auto& [version, row] : said) {
      const auto found = kept.find(version);
      const std::string where = fmt::format("event {} of case {}", version, id),
                        expected = fmt::format("what row {} says", row.seq);
      if (found == kept.end())
        faults.push_back({where, "no such event", expected, row.seq, row.seq});
      else if (sha256_hex(found->second->body) != row.hash || found->second->kind != row.kind ||
               static_cast<std::uint64_t>(found->second->seq) != row.seq)
        faults.push_back({where, "another content", expected, row.seq, row.seq});
    }
    return Done{};
  }

  mutable store::Store store_; ///< reading a log changes nothing in it
};

} // namespace

bool is_store(const std::string& written) {
  return written.starts_with("sqlite:") || written.starts_with("postgresql://") || written.starts_with("postgres://");
}

Result<std::unique_ptr<ledger::LogKeeper>> open_log(const std::string& store) {
  constexpr std::string_view folder = "folder:";
  if (is_store(store)) {
    auto opened = store::open_store(store);
    if (!opened) return opened.error();
    return std::unique_ptr<ledger::LogKeeper>(std::make_unique<KeptInStore>(std::move(*opened)));
  }
  const bool is_marked = store.starts_with(folder);
  const auto colon = store.find(':');
  const auto slash = store.find('/');
  if (store.empty() || (!is_marked && colon != store.npos && (slash == store.npos || colon < slash)))
    return Error{ErrorKind::Input, "--store", store.empty() ? "nothing" : store,
                 "sqlite:PATH, postgresql://…, or folder:DIR with an audit log", "name where the log is kept"};
  return std::unique_ptr<ledger::LogKeeper>(
      std::make_unique<ledger::LogFolder>(is_marked ? store.substr(folder.size()) : store));
}

} // namespace openimr::desk
