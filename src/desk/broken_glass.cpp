#include "desk/broken_glass.h"

#include "desk/open_log.h"
#include "determination/yaml_words.h"
#include "text/data_file.h"

#include <cstdlib>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

constexpr const char* glass_kind = "broken_glass"; // id: ACCOUNT/UNTIL/CASE/ACT

Result<people::BreakGlass> read_glass(const store::RecordRow& row) {
  auto file = text::DataFile::parse("broken glass", row.body);
  if (!file) return file.error();
  text::Reader reader(*file);
  const auto root = reader.root();
  people::BreakGlass glass{root.required("act").string(), root.required("case").string(),
                           root.required("reason").string(),
                           std::strtoll(root.required("until").string().c_str(), nullptr, 10)};
  if (!reader.problems().empty()) return reader.as_error();
  return glass;
}

} // namespace

Result<std::vector<people::BreakGlass>> broken_glass(store::Store& store, const std::string& account) {
  const std::string prefix = account + "/";
  std::vector<people::BreakGlass> found;
  std::string after = prefix;
  for (;;) {
    auto rows = store.records(glass_kind, after, 100);
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
      if (!row.id.starts_with(prefix)) return found;
      auto glass = read_glass(row);
      if (!glass) return glass.error();
      found.push_back(std::move(*glass));
      after = row.id;
    }
    if (rows->size() < 100) return found;
  }
}

Result<Done> keep_glass(store::Store& store, const std::string& account, const people::BreakGlass& glass,
                        ledger::Entry row) {
  const std::string id = fmt::format("{}/{:012}/{}/{}", account, glass.until, glass.case_number, glass.act);
  const std::string body =
      fmt::format("{{act: {}, case: {}, reason: {}, until: {}}}\n", determination::quoted(glass.act),
                  determination::quoted(glass.case_number), determination::quoted(glass.reason), glass.until);
  auto known = store.record(glass_kind, id);
  if (!known) return known.error();
  store::Batch batch{.entries = {std::move(row)}};
  if (!*known) batch.records.push_back({glass_kind, id, body, 0}); // twice in one second is one leave and two rows
  auto done = store.commit(batch);
  if (!done) return done.error();
  if (done->answer == store::Answer::Conflict)
    return Error{ErrorKind::Storage, "broken glass", "another writer at the same moment", "one", "try again"};
  return Done{};
}

Result<Done> tell_glass(const std::string& log, const std::string& account, const people::BreakGlass& glass,
                        ledger::Entry row) {
  if (is_store(log)) {
    auto store = store::open_store(log);
    if (!store) return store.error();
    return keep_glass(*store, account, glass, std::move(row));
  }
  auto opened = open_log(log);
  if (!opened) return opened.error();
  auto kept = (*opened)->append(std::move(row));
  return kept ? Result<Done>(Done{}) : kept.error();
}

} // namespace openimr::desk
