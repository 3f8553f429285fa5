#include "desk/case_papers.h"

#include "base/hash.h"
#include "casework/event_json.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace openimr::desk {
namespace {

constexpr const char* paper_kind = "paper";     // id: CASE/SHA-256
constexpr const char* file_kind = "case_file";  // id: CASE/NAME
constexpr const char* kept_kind = "case_words"; // id: CASE/SHA-256

Result<std::vector<casework::CaseEvent>> events_of(store::Store& store, const std::string& number) {
  auto stored = store.history(number);
  if (!stored) return stored.error();
  std::vector<casework::CaseEvent> events;
  for (const auto& each : *stored) {
    auto event = casework::event_from_bytes(each.body);
    if (!event) return event.error();
    events.push_back(std::move(*event));
  }
  return events;
}

/// Numbers of the cases that are decided with this one.
std::vector<std::string> joined_by(const std::vector<casework::CaseEvent>& history) {
  std::vector<std::string> numbers;
  for (const auto& event : history)
    if (const auto* joined = std::get_if<casework::Joined>(&event.what)) numbers.push_back(joined->from);
  return numbers;
}

/// "documents/report (2).pdf" of "documents/report.pdf".
std::string numbered(const std::string& file, int count) {
  const auto slash = file.find_last_of('/'), dot = file.find_last_of('.');
  const bool has_ending = dot != file.npos && (slash == file.npos || dot > slash + 1);
  const std::string stem = has_ending ? file.substr(0, dot) : file, ending = has_ending ? file.substr(dot) : "";
  return fmt::format("{} ({}){}", stem, count, ending);
}

struct Kept {
  std::string vault;
  std::uint64_t size = 0;
};

Result<Kept> read_kept(const store::RecordRow& row) {
  auto file = text::DataFile::parse("paper " + row.id, row.body);
  if (!file) return file.error();
  text::Reader reader(*file);
  const auto root = reader.root();
  root.only({"vault", "size"});
  Kept kept{root.required("vault").string(), 0};
  kept.size = std::strtoull(root.required("size").string().c_str(), nullptr, 10);
  if (!reader.problems().empty()) return reader.as_error();
  return kept;
}

/// Calls for each record of the kind that belongs to the case.
template <class Take>
Result<Done> each_record(store::Store& store, const char* kind, const std::string& number, Take take) {
  const std::string prefix = number + "/";
  std::string after = prefix;
  for (;;) {
    auto rows = store.records(kind, after, 500);
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
      if (!row.id.starts_with(prefix)) return Done{};
      if (auto done = take(row, row.id.substr(prefix.size())); !done) return done.error();
      after = row.id;
    }
    if (rows->size() < 500) return Done{};
  }
}

} // namespace

std::vector<CasePaper> papers_of(const std::vector<casework::CaseEvent>& history) {
  std::map<std::string, CasePaper> papers;
  for (const auto& event : history) {
    const auto* delivery = std::get_if<casework::RecordsReceived>(&event.what);
    if (!delivery) continue;
    for (const std::string& words : delivery->documents) {
      const auto space = words.find(' ');
      if (space == words.npos || space + 1 == words.size()) continue; // told by hand without a name
      CasePaper paper{words.substr(space + 1), words.substr(0, space), delivery->from, event.on, {}, 0};
      if (!paper.file.starts_with("documents/")) paper.file = "documents/" + paper.file;
      const std::string name = paper.file;
      for (int count = 2; papers.contains(paper.file) && papers[paper.file].sha256 != paper.sha256; ++count)
        paper.file = numbered(name, count);
      papers.emplace(paper.file, paper); // the same paper under the same name again keeps its first day
    }
  }
  std::vector<CasePaper> found;
  for (auto& [name, paper] : papers) found.push_back(std::move(paper));
  return found;
}

Result<std::vector<CasePaper>> case_papers(store::Store& store, const std::string& number) {
  auto history = events_of(store, number);
  if (!history) return history.error();
  std::vector<std::string> numbers = joined_by(*history);
  for (const std::string& joined : numbers) { // what came in for a case that is decided with this one
    auto other = events_of(store, joined);
    if (!other) return other.error();
    history->insert(history->end(), std::make_move_iterator(other->begin()), std::make_move_iterator(other->end()));
  }
  numbers.push_back(number);
  std::map<std::string, Kept> kept;
  for (const std::string& one_number : numbers) {
    auto read =
        each_record(store, paper_kind, one_number, [&](const auto& row, const std::string& hash) -> Result<Done> {
          auto one = read_kept(row);
          if (!one) return one.error();
          kept[hash] = std::move(*one);
          return Done{};
        });
    if (!read) return read.error();
  }
  auto papers = papers_of(*history);
  for (CasePaper& paper : papers)
    if (const auto found = kept.find(paper.sha256); found != kept.end()) {
      paper.vault = found->second.vault;
      paper.size = found->second.size;
    }
  return papers;
}

Result<std::optional<store::RecordChange>> keep_paper(store::Store& store, vault::Vault& vault,
                                                      const std::string& number, const std::string& bytes) {
  const std::string id = number + "/" + sha256_hex(bytes);
  auto known = store.record(paper_kind, id);
  if (!known) return known.error();
  if (*known) return std::optional<store::RecordChange>();
  std::size_t at = 0;
  const vault::Source source = [&](char* into, std::size_t room) -> Result<std::size_t> {
    const std::size_t count = bytes.copy(into, room, at);
    at += count;
    return count;
  };
  auto stored = vault.put(number, source, std::nullopt);
  if (!stored) return stored.error();
  return std::optional(
      store::RecordChange{paper_kind, id, fmt::format("{{vault: {}, size: {}}}\n", stored->name, stored->size), 0});
}

Result<std::string> vault_name_of(store::Store& store, const std::string& number, const std::string& sha256) {
  auto known = store.record(paper_kind, number + "/" + sha256);
  if (!known) return known.error();
  if (*known) {
    auto kept = read_kept(**known);
    if (!kept) return kept.error();
    return std::move(kept->vault);
  }
  auto history = events_of(store, number);
  if (!history) return std::string(); // no number of a case: papers of the mail room
  for (const std::string& joined : joined_by(*history))
    if (auto name = vault_name_of(store, joined, sha256); !name || !name->empty()) return name;
  return std::string();
}

const std::vector<std::string>& case_file_names() {
  static const std::vector<std::string> names = {
      "appeal.yaml",    "assignment.yaml", "documents.yaml", "evidence.yaml",  "opinion.yaml",
      "opinion-2.yaml", "opinion-3.yaml",  "opinion-4.yaml", "opinion-5.yaml", "own_finding.yaml",
      "pages.yaml",     "panel.yaml",      "quality.yaml"};
  return names;
}

std::string opinion_of(const std::string& reviewer) { return "opinion/" + reviewer; }
std::string own_finding_of(const std::string& reviewer) { return "own_finding/" + reviewer; }

bool is_case_file(std::string_view name) {
  for (const std::string_view own : {"opinion/", "own_finding/"})
    if (name.starts_with(own)) return name.size() > own.size() && name.find('/', own.size()) == name.npos;
  const auto& names = case_file_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

Result<CaseFile> case_file(store::Store& store, const std::string& number, const std::string& name) {
  auto row = store.record(file_kind, number + "/" + name);
  if (!row) return row.error();
  if (!*row) return CaseFile{};
  return CaseFile{std::move((*row)->body), (*row)->version};
}

Result<std::optional<std::string>> case_file_of_hash(store::Store& store, const std::string& number,
                                                     const std::string& sha256) {
  auto row = store.record(kept_kind, number + "/" + sha256);
  if (!row) return row.error();
  return *row ? std::optional(std::move((*row)->body)) : std::nullopt;
}

Result<std::vector<store::RecordChange>> save_case_file(store::Store& store, const std::string& number,
                                                        const std::string& name, const std::string& text,
                                                        std::int64_t expected_version) {
  std::vector<store::RecordChange> changes = {{file_kind, number + "/" + name, text, expected_version}};
  const std::string id = number + "/" + sha256_hex(text);
  auto known = store.record(kept_kind, id);
  if (!known) return known.error();
  if (!*known) changes.push_back({kept_kind, id, text, 0});
  return changes;
}

} // namespace openimr::desk
