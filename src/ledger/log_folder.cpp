#include "ledger/log_folder.h"

#include "base/files.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>

namespace openimr::ledger {
namespace {

namespace fs = std::filesystem;

Error cannot(const std::string& where, const std::string& what) {
  return {ErrorKind::Storage, where, what, "a folder and files that can be read and written",
          "look at the path, its rights and the free space"};
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
  return audit.finish();
}

} // namespace openimr::ledger
