#include "ledger/log_folder.h"

#include "base/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace openimr::ledger {
namespace {

namespace fs = std::filesystem;

Error cannot(const std::string& where, const std::string& what) {
  return {ErrorKind::Storage, where, what, "a folder and files that can be read and written",
          "look at the path, its rights and the free space"};
}

/// An open file that closes itself (and lets go of its lock).
class OpenFile {
public:
  OpenFile(const std::string& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }

private:
  int descriptor_;
};

/// The last whole line of a file, without its newline; `end`: where it ends. Bytes after the last newline are half a
/// row that was never acknowledged.
Result<std::string> last_row(int file, const std::string& path, off_t& end) {
  constexpr off_t piece = 160 * 1024; // more than two rows
  const off_t size = ::lseek(file, 0, SEEK_END);
  std::string tail(static_cast<std::size_t>(std::min(size, piece)), '\0');
  if (size < 0 || ::pread(file, tail.data(), tail.size(), size - static_cast<off_t>(tail.size())) !=
                      static_cast<ssize_t>(tail.size()))
    return cannot(path, "a read error");
  const auto newline = tail.rfind('\n');
  if (newline == tail.npos) {
    end = 0;
    if (size > piece) return cannot(path, "a row without an end");
    return std::string();
  }
  end = size - static_cast<off_t>(tail.size()) + static_cast<off_t>(newline) + 1;
  const auto before = newline == 0 ? tail.npos : tail.rfind('\n', newline - 1);
  return tail.substr(before == tail.npos ? 0 : before + 1, newline - (before == tail.npos ? 0 : before + 1));
}

} // namespace

std::string checkpoint_file(std::uint64_t size) { return fmt::format("{:012}.note", size); }

Result<Done> LogFolder::each_row(const std::function<bool(std::string_view row)>& take) const {
  const std::string path = folder_ + "/log.ndjson";
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::NotFound, path, "no such file", "the rows of a log", "export the log anew"};
  std::string row;
  while (std::getline(file, row)) {
    if (file.eof()) row += " (no newline at the end of the file)"; // a cut last line must not pass for a whole one
    if (!take(row)) return Done{};
  }
  if (file.bad()) return cannot(path, "a read error");
  return Done{};
}

Result<std::vector<std::pair<std::string, std::string>>> LogFolder::checkpoints() const {
  std::vector<std::pair<std::string, std::string>> notes;
  const std::string folder = folder_ + "/checkpoints";
  for (const std::string& name : files_below(folder)) {
    auto note = read_file(folder + "/" + name, 1 << 20);
    if (!note) return note.error();
    notes.emplace_back("checkpoints/" + name, std::move(*note));
  }
  return notes;
}

Result<std::uint64_t> LogFolder::append(Entry entry) {
  std::error_code error;
  fs::create_directories(folder_, error);
  const std::string path = folder_ + "/log.ndjson";
  const OpenFile file(path, O_RDWR | O_CREAT);
  if (file.get() < 0 || ::flock(file.get(), LOCK_EX) != 0) return cannot(path, std::strerror(errno));
  off_t end = 0;
  auto before = last_row(file.get(), path, end);
  if (!before) return before.error();
  if (end != 0) {
    auto last = read_row(path + ", last row", *before);
    if (!last) return last.error();
    entry.seq = last->seq + 1;
    entry.previous = leaf_hash(*before);
  }
  auto row = row_of(entry);
  if (!row) return row.error();
  *row += '\n';
  const bool is_written = ::ftruncate(file.get(), end) == 0 &&
                          ::pwrite(file.get(), row->data(), row->size(), end) == static_cast<ssize_t>(row->size()) &&
                          ::fsync(file.get()) == 0;
  if (!is_written) {
    const Error fault = cannot(path, std::strerror(errno));
    if (::ftruncate(file.get(), end) != 0) return cannot(path, "a row that was written in part");
    return fault;
  }
  return entry.seq;
}

Result<Done> LogFolder::keep_checkpoint(std::uint64_t size, const std::string& note, Entry said) {
  std::error_code error;
  fs::create_directories(folder_ + "/checkpoints", error);
  if (auto kept = write_file(folder_ + "/checkpoints/" + checkpoint_file(size), note); !kept) return kept;
  auto row = append(std::move(said));
  return row ? Result<Done>(Done{}) : row.error();
}

Result<std::string> sign_checkpoint(LogKeeper& log, const SigningKey& key, Entry stamp) {
  auto report = audit_log(log, key.verifying_key(), {});
  if (!report) return report.error();
  if (!report->is_good()) {
    const Fault& fault = report->faults.front();
    return Error{ErrorKind::Refused, fault.where, fault.found, fault.expected,
                 "a log that does not fit its checkpoints is not signed; see `openimr audit verify`"};
  }
  const std::string note = signed_checkpoint({key.verifying_key().name, report->rows, report->root}, key);
  Entry entry = checkpoint_entry(note, report->rows);
  entry.at = stamp.at;
  entry.local_date = stamp.local_date;
  entry.actor = stamp.actor;
  entry.role = stamp.role;
  if (auto kept = log.keep_checkpoint(report->rows, note, std::move(entry)); !kept) return kept.error();
  return note;
}

Result<RowProof> prove_row(const LogSource& source, const VerifyingKey& key, std::uint64_t row) {
  auto notes = source.checkpoints();
  if (!notes) return notes.error();
  std::optional<Checkpoint> largest;
  std::string note;
  for (const auto& [name, text] : *notes) {
    auto checkpoint = open_checkpoint(name, text, key);
    if (!checkpoint) return checkpoint.error();
    if (largest && checkpoint->size <= largest->size) continue;
    largest = *checkpoint;
    note = text;
  }
  if (!largest || largest->size <= row)
    return Error{ErrorKind::NotFound, fmt::format("row {}", row), "no checkpoint over it",
                 fmt::format("a row below {}", largest ? largest->size : 0),
                 "sign one with `openimr audit checkpoint`"};
  RowProof answer;
  std::vector<Hash> leaves;
  auto read = source.each_row([&](std::string_view text) {
    if (leaves.size() == row) answer.row = text;
    leaves.push_back(leaf_hash(text));
    return leaves.size() < largest->size;
  });
  if (!read) return read.error();
  if (leaves.size() != largest->size || root_of(leaves) != largest->root)
    return Error{ErrorKind::Refused, fmt::format("checkpoint of {} rows", largest->size),
                 "another root than the rows have", "a log as it was signed", "see `openimr audit verify`"};
  answer.size = largest->size;
  answer.proof = proof_text(row, inclusion_proof(leaves, row), note);
  return answer;
}

Result<std::uint64_t> export_log(const LogSource& source, const std::string& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error))
    return Error{ErrorKind::Input, folder, "a folder with files", "a new or empty folder", "name another folder"};
  fs::create_directories(folder + "/checkpoints", error);
  if (error) return cannot(folder, error.message());
  const std::string path = folder + "/log.ndjson";
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  std::uint64_t rows = 0;
  auto read = source.each_row([&](std::string_view row) {
    file << row << '\n';
    ++rows;
    return static_cast<bool>(file);
  });
  if (!read) return read.error();
  file.close();
  if (!file) return cannot(path, "a write error");
  auto notes = source.checkpoints();
  if (!notes) return notes.error();
  for (const auto& [name, note] : *notes) {
    const std::string last = name.substr(name.rfind('/') + 1);
    if (auto written = write_file(folder + "/checkpoints/" + last, note); !written) return written.error();
  }
  return rows;
}

Result<Report> audit_log(const LogSource& source, const VerifyingKey& key,
                         const std::vector<std::string>& anchor_files) {
  Audit audit(key);
  auto notes = source.checkpoints();
  if (!notes) return notes.error();
  for (const auto& [name, note] : *notes) {
    audit.add_checkpoint(name, note);
    const auto checkpoint = open_checkpoint(name, note, key);
    if (checkpoint && !name.ends_with(checkpoint_file(checkpoint->size)))
      audit.add_fault({name,
                       fmt::format("the checkpoint of {} rows", checkpoint->size),
                       "the name " + checkpoint_file(checkpoint->size),
                       {},
                       {}});
  }
  for (const std::string& path : anchor_files) {
    auto text = read_file(path, std::size_t{64} << 20);
    if (!text) return text.error();
    std::size_t number = 0;
    for (std::string_view rest = *text; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const std::string where = fmt::format("{}:{}", path, ++number);
      if (line.empty() || line.front() == '#') continue;
      auto note = note_of_anchor(where, line);
      if (!note) return note.error();
      audit.add_anchor(where, *note);
    }
  }
  auto read = source.each_row([&](std::string_view row) {
    audit.add_row(row);
    return true;
  });
  if (!read) return read.error();
  auto beside = source.faults_beside();
  if (!beside) return beside.error();
  for (Fault& fault : *beside) audit.add_fault(std::move(fault));
  return audit.finish();
}

} // namespace openimr::ledger
