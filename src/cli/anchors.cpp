// Anchors: a signed checkpoint left where whoever can write the log cannot write: a file elsewhere, paper, a message.
#include "base/files.h"
#include "cli/keeping.h"
#include "ledger/log_folder.h"

#include <fmt/format.h>

namespace openimr::cli {
namespace {

/// A message (RFC 5322) with the checkpoint and its line for the anchors' file.
std::string message(const AnchorArguments& arguments, const std::string& note) {
  const std::string line = ledger::anchor_line(note);
  return fmt::format(
      "From: {}\r\nTo: {}\r\nSubject: Checkpoint of the audit log {}\r\n"
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
      "\r\nPlease keep this message. One line for the file of anchors:\r\n\r\n{}\r\n",
      arguments.from, arguments.to, line.substr(0, line.find(' ')), line);
}

bool is_address(const std::string& text) {
  return text.find('@') != text.npos && text.find_first_of("\r\n<>,; ") == text.npos;
}

Result<Done> spool(const AnchorArguments& arguments, const std::string& note) {
  if (!is_address(arguments.to) || !is_address(arguments.from))
    return Error{ErrorKind::Input, "--mail-spool", "no sender and receiver",
                 "--mail-to and --mail-from with one address each", "give both"};
  const std::string line = ledger::anchor_line(note);
  const auto first = line.find(' ');
  const std::string size = line.substr(first + 1, line.find(' ', first + 1) - first - 1);
  return write_file(fmt::format("{}/checkpoint-{:0>12}.eml", arguments.spool, size), message(arguments, note));
}

} // namespace

Result<Done> leave_anchor(const Console& console, const AnchorArguments& arguments, const std::string& note) {
  if (!arguments.file.empty()) {
    // What is there is kept; the whole file is written anew so that an interrupt leaves no half line.
    auto before = read_file(arguments.file, std::size_t{64} << 20);
    if (!before && before.error().kind != ErrorKind::NotFound) return before.error();
    std::string text = before ? *before : "";
    if (!text.empty() && text.back() != '\n') text += '\n';
    if (auto kept = write_file(arguments.file, text + ledger::anchor_line(note) + "\n"); !kept) return kept.error();
  }
  if (!arguments.spool.empty())
    if (auto kept = spool(arguments, note); !kept) return kept.error();
  if (arguments.is_printed) console.line(ledger::anchor_line(note));
  return Done{};
}

} // namespace openimr::cli
