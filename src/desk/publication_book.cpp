#include "desk/publication_book.h"

#include "base/files.h"
#include "base/hash.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t id_digits = 12;

/// One hash over names and bytes of all files.
std::string content_of(const std::map<std::string, std::string>& files) {
  Sha256 hash;
  for (const auto& [name, bytes] : files) hash.add(fmt::format("{} {}\n", sha256_hex(bytes), name));
  return hash.hex();
}

Result<std::map<std::string, std::string>> read_all(const std::string& folder) {
  std::map<std::string, std::string> out;
  for (const std::string& name : files_below(folder)) {
    auto bytes = read_file(folder + "/" + name);
    if (!bytes) return bytes.error();
    out.emplace(name, std::move(*bytes));
  }
  return out;
}

Result<Done> write_all_to(const std::string& folder, const std::map<std::string, std::string>& files) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return Error{ErrorKind::Storage, folder, failed.message(), "a folder that can be made",
                 "check the disk and the rights"};
  for (const auto& [name, bytes] : files)
    if (auto done = write_file(folder + "/" + name, bytes); !done) return done;
  return Done{};
}

Error refused(const std::string& id, std::string found, std::string expected, std::string remedy) {
  return {ErrorKind::Refused, "publication " + id, std::move(found), std::move(expected), std::move(remedy)};
}

Result<Done> check_reason(const std::string& reason) {
  const auto& all = publication_reasons();
  if (std::find(all.begin(), all.end(), reason) != all.end()) return Done{};
  std::string list;
  for (const std::string& each : all) list += (list.empty() ? "" : ", ") + each;
  return Error{ErrorKind::Input, "--reason", reason.empty() ? "none" : reason, "one of " + list, "choose the nearest"};
}

} // namespace

const char* name(PublicationState state) {
  static constexpr const char* words[] = {"proposed", "rejected", "published", "superseded", "retracted"};
  return words[static_cast<std::size_t>(state)];
}

const std::vector<std::string>& publication_reasons() {
  static const std::vector<std::string> reasons{"identity", "error", "clerical", "order", "duplicate", "other"};
  return reasons;
}

const PublicationVersion* Publication::current() const {
  for (auto version = versions.rbegin(); version != versions.rend(); ++version)
    if (version->state == PublicationState::Published) return &*version;
  return nullptr;
}

Result<PublicationBook> PublicationBook::open(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return Error{ErrorKind::Storage, folder, failed.message(), "a folder that can be made",
                 "check the disk and the rights"};
  PublicationBook book(folder);
  if (!fs::exists(folder + "/book.log")) return book;
  auto log = read_file(folder + "/book.log");
  if (!log) return log.error();
  book.log_ = std::move(*log);
  for (std::size_t at = 0; at < book.log_.size();) {
    const std::size_t end = std::min(book.log_.find('\n', at), book.log_.size());
    const std::string where = fmt::format("{}/book.log, row {}", folder, book.rows_ + 1);
    auto entry = ledger::read_row(where, std::string_view(book.log_).substr(at, end - at));
    if (!entry) return entry.error();
    if (entry->seq != book.rows_ || entry->previous != book.last_)
      return Error{ErrorKind::Input, where, "a row that does not follow the one before", "the book as it was written",
                   "restore it from a backup: it was changed by hand"};
    if (auto taken = book.take(*entry); !taken) return taken.error();
    book.last_ = ledger::leaf_hash(std::string_view(book.log_).substr(at, end - at));
    ++book.rows_;
    at = end + 1;
  }
  return book;
}

std::string PublicationBook::folder_of(const char* stage, const std::string& id, int version) const {
  return fmt::format("{}/{}/{}/v{}", folder_, stage, id, version);
}

std::string PublicationBook::files_of(const std::string& id, int version) const {
  const auto found = publications_.find(id);
  if (found != publications_.end())
    for (const auto& one : found->second.versions)
      if (one.n == version && (one.state == PublicationState::Published || one.state == PublicationState::Superseded))
        return folder_of("published", id, version);
  return folder_of("proposed", id, version);
}

bool PublicationBook::holds_as_approved(const std::string& id, const std::string& version) const {
  const auto found = publications_.find(id);
  if (found == publications_.end()) return false;
  for (const auto& one : found->second.versions) {
    if (fmt::format("v{}", one.n) != version) continue;
    if (one.state != PublicationState::Published && one.state != PublicationState::Superseded) return false;
    auto files = read_all(folder_of("published", id, one.n));
    return files && content_of(*files) == one.content;
  }
  return false;
}

/// What a row says, taken into the state. The same function serves reading and acting, so both come to the same.
Result<Done> PublicationBook::take(const ledger::Entry& entry) {
  const auto detail = [&](const char* key) {
    const auto found = entry.details.find(key);
    return found == entry.details.end() ? std::string() : found->second;
  };
  const std::string id = detail("publication"), reason = detail("reason");
  const auto day = Date::parse_iso(entry.local_date);
  const Error fault{ErrorKind::Input, fmt::format("{}/book.log, row {}", folder_, entry.seq + 1), entry.act,
                    "an act of the publication book in its order", "restore it from a backup"};
  if (id.size() != id_digits || !day) return fault;
  Publication& publication = publications_[id];
  publication.id = id;
  if (entry.act == "publication_proposed") {
    PublicationVersion version;
    version.n = static_cast<int>(publication.versions.size()) + 1;
    version.proposed_by = entry.actor;
    version.proposed_on = *day;
    version.content = entry.subject;
    version.reason = reason;
    publication.versions.push_back(std::move(version));
    return Done{};
  }
  if (publication.versions.empty()) return fault;
  PublicationVersion& last = publication.versions.back();
  if (entry.act == "publication_approved" || entry.act == "publication_rejected") {
    if (last.state != PublicationState::Proposed) return fault;
    const bool is_approved = entry.act == "publication_approved";
    if (is_approved)
      for (auto& version : publication.versions)
        if (version.state == PublicationState::Published) version.state = PublicationState::Superseded;
    last.state = is_approved ? PublicationState::Published : PublicationState::Rejected;
    last.decided_by = entry.actor;
    last.decided_on = *day;
    if (!reason.empty()) last.reason = reason;
    return Done{};
  }
  if (entry.act != "publication_retracted") return fault;
  for (auto& version : publication.versions)
    if (version.state == PublicationState::Published || version.state == PublicationState::Superseded) {
      version.state = PublicationState::Retracted;
      version.retracted_on = *day;
      version.reason = reason;
    }
  return Done{};
}

Result<Done> PublicationBook::append(const std::string& act_name, const std::string& id, int version,
                                     const std::string& content, const std::string& reason, const PublicationAct& act) {
  ledger::Entry entry;
  entry.seq = rows_;
  entry.at = act.utc;
  entry.local_date = act.day.iso();
  entry.actor = act.by;
  entry.role = "publisher";
  entry.act = act_name;
  entry.subject = content;
  entry.details = {{"publication", id}, {"version", fmt::format("{}", version)}};
  if (!reason.empty()) entry.details["reason"] = reason;
  entry.previous = last_;
  auto row = ledger::row_of(entry);
  if (!row) return row.error();
  if (auto written = write_file(folder_ + "/book.log", log_ + *row + "\n"); !written) return written;
  log_ += *row + "\n";
  last_ = ledger::leaf_hash(*row);
  ++rows_;
  return take(entry);
}

Result<std::pair<std::string, int>> PublicationBook::propose(const PublicationProposal& proposal,
                                                             const PublicationAct& act) {
  const std::string content = content_of(proposal.files);
  std::string id = proposal.corrects.empty() ? content.substr(0, id_digits) : proposal.corrects;
  const auto found = publications_.find(id);
  if (proposal.corrects.empty() && found != publications_.end())
    return refused(id, "the same letter", "a letter that is not there yet",
                   "openimr publish show says what became of it");
  int version = 1;
  if (!proposal.corrects.empty()) {
    if (found == publications_.end() || !found->second.current())
      return refused(id, "no published letter", "the id of a published letter", "openimr publish list names them");
    if (found->second.versions.back().state == PublicationState::Proposed)
      return refused(id, "a correction that waits", "none", "approve or reject it first");
    if (found->second.current()->content == content)
      return refused(id, "the same files", "corrected ones", "nothing needs to be done");
    if (auto known = check_reason(proposal.reason); !known) return known.error();
    version = static_cast<int>(found->second.versions.size()) + 1;
  }
  if (auto written = write_all_to(folder_of("proposed", id, version), proposal.files); !written) return written.error();
  if (auto done = append("publication_proposed", id, version, content, proposal.reason, act); !done)
    return done.error();
  return std::pair{id, version};
}

Result<PublicationVersion*> PublicationBook::waiting(const std::string& id) {
  const auto found = publications_.find(id);
  if (found == publications_.end())
    return Error{ErrorKind::NotFound, "publication " + id, "none", "an id of the book",
                 "openimr publish list names them"};
  PublicationVersion& last = found->second.versions.back();
  if (last.state != PublicationState::Proposed)
    return refused(id, std::string("a letter that is ") + name(last.state), "one that waits",
                   "openimr publish show says what became of it");
  return &last;
}

Result<int> PublicationBook::approve(const std::string& id, const PublicationAct& act) {
  auto version = waiting(id);
  if (!version) return version.error();
  if ((*version)->proposed_by == act.by)
    return refused(id, act.by + " proposed it", "another person",
                   "whoever proposes a letter does not approve it: let somebody else look");
  const int n = (*version)->n;
  auto files = read_all(folder_of("proposed", id, n));
  if (!files) return files.error();
  const std::string content = content_of(*files);
  if (content != (*version)->content)
    return refused(id, "files that were changed since", "those that were proposed", "reject it and propose it again");
  // Files first: a row never speaks of what is not there.
  if (auto written = write_all_to(folder_of("published", id, n), *files); !written) return written.error();
  if (auto done = append("publication_approved", id, n, content, "", act); !done) return done.error();
  return n;
}

Result<int> PublicationBook::reject(const std::string& id, const std::string& reason, const PublicationAct& act) {
  auto version = waiting(id);
  if (!version) return version.error();
  if (auto known = check_reason(reason); !known) return known.error();
  const int n = (*version)->n;
  if (auto done = append("publication_rejected", id, n, (*version)->content, reason, act); !done) return done.error();
  return n;
}

Result<Done> PublicationBook::retract(const std::string& id, const std::string& reason, const PublicationAct& act) {
  const auto found = publications_.find(id);
  if (found == publications_.end() || !found->second.current())
    return refused(id, "no published letter", "the id of a published letter", "openimr publish list names them");
  if (auto known = check_reason(reason); !known) return known.error();
  const auto versions = found->second.versions;
  if (auto done = append("publication_retracted", id, found->second.current()->n, found->second.current()->content,
                         reason, act);
      !done)
    return done.error();
  std::error_code failed;
  for (const auto& version : versions) {
    fs::remove_all(folder_of("published", id, version.n), failed);
    if (failed)
      return Error{ErrorKind::Storage, folder_of("published", id, version.n), failed.message(),
                   "a folder that can be removed", "remove it by hand: the book says that it is retracted"};
    if (reason == "identity") fs::remove_all(folder_of("proposed", id, version.n), failed);
  }
  return write_file(
      fmt::format("{}/published/{}/retracted.json", folder_, id),
      fmt::format("{{\"id\":\"{}\",\"retracted_on\":\"{}\",\"reason\":\"{}\"}}\n", id, act.day.iso(), reason));
}

} // namespace openimr::desk
