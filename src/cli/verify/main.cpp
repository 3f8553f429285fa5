// openimr-verify: checks an exported audit log, or the proof of one row, with nothing but the public key.
//
// It stands alone so that an auditor can read all of it: this file, src/ledger and four files of src/base. It opens the
// files that it is told, and nothing else.
#include "base/files.h"
#include "ledger/log_folder.h"

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

using namespace openimr;

constexpr const char* help =
    "Usage: openimr-verify EXPORT --key KEY [--anchors FILE]...\n"
    "       openimr-verify --proof FILE --row FILE --key KEY\n"
    "\n"
    "  EXPORT          folder that `openimr audit export` wrote: log.ndjson and checkpoints/\n"
    "  --key KEY       file with the log's public key (name+number+base64), from elsewhere than the export\n"
    "  --anchors FILE  checkpoints that were kept elsewhere, one a line; may be given again\n"
    "  --proof, --row  the proof of one row and the row, as `openimr audit prove` writes them\n"
    "\n"
    "Exit codes: 0 the log is as it was signed, 1 it is not (the first wrong row is named), 2 wrong input.\n"
    "Example: openimr-verify export --key imr.pub --anchors anchors.txt\n";

int fail(const Error& error) {
  std::fprintf(stderr, "openimr-verify: %s\n", error.message().c_str());
  return error.kind == ErrorKind::Refused ? 1 : 2;
}

int fail_usage(const std::string& found) {
  return fail({ErrorKind::Input, "command line", found, "EXPORT --key KEY", "openimr-verify --help shows an example"});
}

struct Arguments {
  std::string folder, key, proof, row;
  std::vector<std::string> anchors;
};

void print(const ledger::Report& report, const ledger::VerifyingKey& key) {
  for (const auto& fault : report.faults)
    std::printf("%s: found %s, expected %s\n", fault.where.c_str(), fault.found.c_str(), fault.expected.c_str());
  if (report.more_faults != 0) std::printf("and %llu more\n", static_cast<unsigned long long>(report.more_faults));
  std::printf("log          %s\nrows         %llu\nroot         %s\ncheckpoints  %llu agree\nanchors      %llu agree\n"
              "page reads   %llu\n",
              key.name.c_str(), static_cast<unsigned long long>(report.rows), ledger::hex_of(report.root).c_str(),
              static_cast<unsigned long long>(report.checkpoints), static_cast<unsigned long long>(report.anchors),
              static_cast<unsigned long long>(report.page_reads));
  if (report.covered < report.rows)
    std::printf("not signed   the last %llu rows: held by their chain only\n",
                static_cast<unsigned long long>(report.rows - report.covered));
  std::printf("answer       %s\n", report.is_good() ? "as it was signed" : "NOT as it was signed");
}

int verify_proof(const Arguments& arguments, const ledger::VerifyingKey& key) {
  auto proof = read_file(arguments.proof, 1 << 20);
  if (!proof) return fail(proof.error());
  auto row = read_file(arguments.row, 1 << 20);
  if (!row) return fail(row.error());
  if (row->ends_with('\n')) row->pop_back();
  auto checkpoint = ledger::check_proof(arguments.proof, *proof, *row, key);
  if (!checkpoint) return fail(checkpoint.error());
  std::printf("the row stands in the log %s, as signed for its first %llu rows\n", key.name.c_str(),
              static_cast<unsigned long long>(checkpoint->size));
  return 0;
}

int verify(const Arguments& arguments) {
  auto text = read_file(arguments.key, 1 << 16);
  if (!text) return fail(text.error());
  auto key = ledger::VerifyingKey::parse(arguments.key, *text);
  if (!key) return fail(key.error());
  if (!arguments.proof.empty()) return verify_proof(arguments, *key);
  auto report = ledger::audit_log(ledger::LogFolder(arguments.folder), *key, arguments.anchors);
  if (!report) return fail(report.error());
  print(*report, *key);
  return report->is_good() ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--help" || word == "-h") return std::fputs(help, stdout) < 0 ? 2 : 0;
    const bool is_option = word.starts_with("--");
    if (is_option && i + 1 == argc) return fail_usage(word + " without a file");
    if (word == "--key")
      arguments.key = argv[++i];
    else if (word == "--anchors")
      arguments.anchors.emplace_back(argv[++i]);
    else if (word == "--proof")
      arguments.proof = argv[++i];
    else if (word == "--row")
      arguments.row = argv[++i];
    else if (is_option || !arguments.folder.empty())
      return fail_usage(word);
    else
      arguments.folder = word;
  }
  const bool is_proof = !arguments.proof.empty() || !arguments.row.empty();
  if (arguments.key.empty()) return fail_usage("no --key");
  if (is_proof ? arguments.proof.empty() || arguments.row.empty() : arguments.folder.empty())
    return fail_usage(is_proof ? "--proof or --row without the other" : "no EXPORT");
  return verify(arguments);
}
