#include "desk/open_log.h"

#include "store/store.h"

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
  mutable store::Store store_; ///< reading a log changes nothing in it
};

} // namespace

Result<std::unique_ptr<ledger::LogKeeper>> open_log(const std::string& store) {
  constexpr std::string_view folder = "folder:";
  if (store.starts_with("sqlite:") || store.starts_with("postgresql://") || store.starts_with("postgres://")) {
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
