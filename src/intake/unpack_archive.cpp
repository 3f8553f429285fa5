#include "intake/unpack_archive.h"

#include "intake/document_reader.h"
#include "intake/worker_process.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <unistd.h>

namespace openimr::intake {
namespace {

namespace fs = std::filesystem;

Error wrong(const std::string& archive, const std::string& found) {
  return {ErrorKind::Input, archive, found, "a ZIP of plain files", "pack the case folder anew"};
}

/// Whether the archive ends as a ZIP does (APPNOTE 4.3.16): one that was cut off would open without its last files.
bool has_its_end(int file) {
  constexpr off_t record = 22, longest_comment = 65535;
  const off_t size = ::lseek(file, 0, SEEK_END);
  const off_t begin = std::max<off_t>(0, size - record - longest_comment);
  std::string tail(static_cast<std::size_t>(size - begin), '\0');
  if (size < record || ::pread(file, tail.data(), tail.size(), begin) != static_cast<ssize_t>(tail.size()))
    return false;
  for (std::size_t at = tail.size() - record + 1; at-- > 0;) {
    const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(tail[at + n]); };
    const std::size_t comment = byte(20) + std::size_t{256} * byte(21);
    if (tail.compare(at, 4, "PK\5\6") == 0 && at + record + comment == tail.size()) return true;
  }
  return false;
}

/// Takes the files as they come.
class Unpacking {
public:
  Unpacking(std::string archive, std::string folder, const UnpackLimits& limits)
      : archive_(std::move(archive)), folder_(std::move(folder)), limits_(limits) {}
  Unpacking(const Unpacking&) = delete;
  Unpacking& operator=(const Unpacking&) = delete;
  ~Unpacking() { close(); }

  bool take(wire::FrameKind kind, std::string_view payload) {
    if (kind == wire::FrameKind::File) {
      const auto file = wire::read_file_frame(payload);
      is_zip_ = file && file->media_type == "application/zip";
      return is_zip_ || refuse("something else");
    }
    if (kind == wire::FrameKind::Note) {
      const auto note = wire::read_note_frame(payload);
      return note && refuse(note->detail.empty() ? "a damaged archive" : "damaged, locked or refused: " + note->detail);
    }
    if (kind != wire::FrameKind::Member) return refuse("something else");
    const auto member = wire::read_member_frame(payload);
    return member && add(*member);
  }
  Result<Done> end(WorkerEnd how) {
    close();
    if (error_) return *error_;
    if (how != WorkerEnd::Finished || !is_zip_) return wrong(archive_, "what the worker could not read");
    if (files_ == 0) return wrong(archive_, "an empty archive");
    return Done{};
  }

private:
  bool refuse(const std::string& found) {
    if (!error_) error_ = wrong(archive_, found);
    return false;
  }
  bool add(const wire::MemberFrame& member) {
    if (!is_zip_ || (member.continues && (file_ < 0 || member.name != name_))) return refuse("a garbled archive");
    if (!member.continues && !open(std::string(member.name))) return false;
    bytes_ += member.bytes.size();
    if (bytes_ > limits_.bytes) return refuse("more bytes than are taken");
    std::string_view rest = member.bytes;
    while (!rest.empty()) {
      const ssize_t count = ::write(file_, rest.data(), rest.size());
      if (count <= 0) return refuse("no room on the disk for it");
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  bool open(const std::string& name) {
    close();
    if (++files_ > limits_.files) return refuse("more files than are taken");
    const fs::path path = fs::path(folder_) / name; // wire.h has seen to it that it stays below
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    name_ = name;
    return file_ >= 0 || refuse("a name that comes twice or cannot be kept: " + name);
  }
  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }

  std::string archive_, folder_, name_;
  UnpackLimits limits_;
  std::optional<Error> error_;
  bool is_zip_ = false;
  int file_ = -1;
  std::uint64_t bytes_ = 0;
  std::size_t files_ = 0;
};

} // namespace

Result<Done> unpack_archive(const std::string& archive, const std::string& folder, const ReadOptions& options,
                            const UnpackLimits& limits) {
  const SourceFile source = open_file(archive);
  if (source.descriptor < 0) return wrong(archive, "a file that cannot be opened");
  if (!has_its_end(source.descriptor)) {
    ::close(source.descriptor);
    return wrong(archive, "something else, or an archive that was cut off");
  }
  Unpacking unpacking(archive, folder, limits);
  Worker worker(options.worker_program, {"files"});
  const WorkerJob job{
      {"layer", std::to_string(options.page_seconds), "1", "1"}, source.descriptor, options.page_seconds};
  const WorkerEnd end =
      worker.run(job, [&](wire::FrameKind kind, std::string_view payload) { return unpacking.take(kind, payload); });
  ::close(source.descriptor);
  return unpacking.end(end);
}

} // namespace openimr::intake
