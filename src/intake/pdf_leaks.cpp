#include "intake/pdf_leaks.h"

#include "intake/wire.h"
#include "intake/worker_process.h"

#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <set>
#include <unistd.h>

namespace openimr::intake {
namespace {

class Descriptor {
public:
  explicit Descriptor(const std::string& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

private:
  int number_;
};

/// Lines "kind TAB page TAB found"; false for anything else.
bool read_rows(std::string_view rows, std::vector<PdfLeak>& out) {
  if (!wire::is_clean_utf8(rows)) return false;
  while (!rows.empty()) {
    const std::size_t end = rows.find('\n');
    if (end == std::string_view::npos) return false;
    const std::string_view row = rows.substr(0, end);
    rows.remove_prefix(end + 1);
    const std::size_t first = row.find('\t'),
                      second = first == std::string_view::npos ? first : row.find('\t', first + 1);
    if (second == std::string_view::npos || first == 0 || first > 40) return false;
    PdfLeak leak{std::string(row.substr(0, first)), 0, std::string(row.substr(second + 1))};
    const auto [rest, failed] = std::from_chars(row.data() + first + 1, row.data() + second, leak.page);
    if (failed != std::errc() || rest != row.data() + second || leak.page < 0) return false;
    out.push_back(std::move(leak));
  }
  return true;
}

} // namespace

Result<std::vector<PdfLeak>> find_pdf_leaks(const std::string& path, const ReadOptions& options) {
  const Descriptor file(path);
  if (file.number() < 0) return Error{ErrorKind::NotFound, path, "no file that can be read", "a PDF", "check the path"};
  Worker worker(options.worker_program, {"files"});
  std::vector<PdfLeak> out;
  bool was_told = false;
  const WorkerEnd end = worker.run({{"leaks", "60"}, file.number(), options.page_seconds},
                                   [&](wire::FrameKind kind, std::string_view payload) {
                                     if (kind != wire::FrameKind::Member || was_told) return false;
                                     const auto member = wire::read_member_frame(payload);
                                     was_told = member.has_value();
                                     return member && !member->continues && read_rows(member->bytes, out);
                                   });
  if (end == WorkerEnd::NotStarted)
    return Error{ErrorKind::NotFound, options.worker_program, "the extraction worker cannot be run", "openimr-extract",
                 "build it, or set OPENIMR_WORKER"};
  if (end != WorkerEnd::Finished || !was_told)
    return Error{ErrorKind::Input, path, "a file that could not be looked through",
                 "a PDF that opens without a password", "render it again; until then do not publish it"};
  return out;
}

} // namespace openimr::intake
