// openimr audit: the log that shows tampering.
#include "answers/audit_json.h"
#include "base/encoding.h"
#include "base/files.h"
#include "cli/answers.h"
#include "cli/at_the_desk.h"
#include "cli/environment.h"
#include "cli/installation.h"
#include "cli/keeping.h"
#include "desk/look_up_rows.h"
#include "desk/moment.h"
#include "desk/open_log.h"
#include "desk/seal_reviewer.h"
#include "ledger/log_folder.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <sodium.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

struct AuditArguments {
  std::string store, key, out, origin, actor = "openimr", jurisdiction = "us-ca-wc";
  std::vector<std::string> anchors;
  DeskArguments desk; ///< of those verbs that ask who acts
  bool is_mending = false;
  AnchorArguments anchor;
  std::uint64_t row = 0;
  bool json = false;
};

Result<ledger::VerifyingKey> public_key(const std::string& path) {
  auto text = read_file(path, 1 << 16);
  if (!text) return text.error();
  return ledger::VerifyingKey::parse(path, *text);
}

void print(const Console& console, const ledger::Report& report, const std::string& origin) {
  for (const auto& fault : report.faults)
    console.line(
        fmt::format("{}: found {}, expected {}", console.in(Tone::Bad, fault.where), fault.found, fault.expected));
  if (report.more_faults != 0) console.line(fmt::format("and {} more", report.more_faults));
  console.line(
      fmt::format("{}: {} rows, {} under a signed checkpoint, {} checkpoints and {} anchors agree; {} page reads",
                  console.in(Tone::Strong, origin), report.rows, report.covered, report.checkpoints, report.anchors,
                  report.page_reads));
  if (report.anchors == 0)
    console.line(
        "No anchor from elsewhere was given: rows cut off at the end together with their checkpoints would not show.");
  console.line(report.is_good() ? console.in(Tone::Good, "The log is as it was signed.")
                                : console.in(Tone::Bad, "The log is NOT as it was signed."));
}

/// What nobody named is where this user's other commands keep it.
Result<AuditArguments> with_defaults(AuditArguments arguments) {
  if (!arguments.store.empty() && !arguments.key.empty()) return arguments;
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  std::string base = variable("XDG_DATA_HOME");
  if (base.empty() && !variable("HOME").empty()) base = variable("HOME") + "/.local/share";
  if (base.empty())
    return Error{ErrorKind::Input, "audit verify", "no --store, no --key and no home folder",
                 "the log and its public key", "name them with --store and --key"};
  if (arguments.store.empty()) arguments.store = "sqlite:" + base + "/openimr/cases.db";
  if (arguments.key.empty()) arguments.key = base + "/openimr/audit.pub";
  return arguments;
}

int verify(const Console& console, const AuditArguments& given) {
  const auto named = with_defaults(given);
  if (!named) return console.fail(named.error());
  const AuditArguments& arguments = *named;
  auto key = public_key(arguments.key);
  if (!key) return console.fail(key.error());
  auto log = desk::open_log(arguments.store);
  if (!log) return console.fail(log.error());
  auto report = ledger::audit_log(**log, *key, arguments.anchors);
  if (!report) return console.fail(report.error());
  if (arguments.json)
    console.write(json_line(answers::to_json(*report, key->name)));
  else
    print(console, *report, key->name);
  return report->is_good() ? exit_done : exit_no;
}

/// Who takes the log out of a store is asked, and the row that says so is part of the export.
Result<Done> ask_and_tell(const AuditArguments& arguments) {
  DeskArguments places = arguments.desk;
  places.store = arguments.store;
  auto at = at_the_desk(places, "auditor");
  if (!at) return at.error();
  auto actor = at->office->leave_for(at->caller, "audit_read", "");
  if (!actor) return actor.error();
  auto done = at->office->store().commit({.entries = {at->office->log_row(at->caller, *actor, "log_exported", "")}});
  return done ? Result<Done>(Done{}) : done.error();
}

int export_rows(const Console& console, const AuditArguments& arguments) {
  std::error_code error;
  const bool is_free =
      !std::filesystem::exists(arguments.out, error) || std::filesystem::is_empty(arguments.out, error);
  if (desk::is_store(arguments.store) && is_free)
    if (auto told = ask_and_tell(arguments); !told) return console.fail(told.error());
  auto log = desk::open_log(arguments.store);
  if (!log) return console.fail(log.error());
  auto rows = ledger::export_log(**log, arguments.out);
  if (!rows) return console.fail(rows.error());
  console.line(fmt::format("{} rows in {}; check them with openimr-verify {} --key KEY --anchors FILE", *rows,
                           arguments.out, arguments.out));
  return exit_done;
}

/// Are the rows by which cases are found what their histories say?
int look_up_rows(const Console& console, const AuditArguments& arguments) {
  DeskArguments places = arguments.desk;
  places.store = arguments.store;
  auto at = at_the_desk(places, arguments.is_mending ? "administrator" : "auditor");
  if (!at) return console.fail(at.error());
  if (!arguments.is_mending)
    if (auto may = at->office->leave_for(at->caller, "audit_read", ""); !may) return console.fail(may.error());
  auto report = arguments.is_mending ? desk::mend_look_up_rows(*at->office, at->caller)
                                     : desk::check_look_up_rows(at->office->store(), at->office->acts());
  if (!report) return console.fail(report.error());
  const bool is_well = report->is_good() || (arguments.is_mending && report->mended > 0);
  json::array faults;
  for (const auto& each : report->faults) {
    faults.push_back(json::object{
        {"number", each.number}, {"where", each.where}, {"found", each.found}, {"expected", each.expected}});
    if (!arguments.json)
      console.line(fmt::format("{}, {}: found {}, expected {}", console.in(Tone::Bad, each.number), each.where,
                               each.found, each.expected));
  }
  if (arguments.json)
    console.write(json_line(json::object{{"is_good", report->is_good()},
                                         {"cases", report->cases},
                                         {"mended", report->mended},
                                         {"faults", faults},
                                         {"more_faults", report->more_faults}}));
  else
    console.line(fmt::format("{} cases, {} faults, {} cases mended", report->cases,
                             report->faults.size() + report->more_faults, report->mended));
  return is_well ? exit_done : exit_no;
}

int checkpoint(const Console& console, const AuditArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto law = jurisdictions::Jurisdiction::load(installation->packs_folder, arguments.jurisdiction);
  if (!law) return console.fail(law.error());
  auto text = read_file(arguments.key, 1 << 16);
  if (!text) return console.fail(text.error());
  auto key = ledger::SigningKey::parse(arguments.key, *text);
  sodium_memzero(text->data(), text->size());
  if (!key) return console.fail(key.error());
  auto log = desk::open_log(arguments.store);
  if (!log) return console.fail(log.error());
  const auto now = desk::moment_now(*law);
  ledger::Entry stamp;
  stamp.at = now.utc;
  stamp.local_date = now.local_date.iso();
  stamp.actor = arguments.actor;
  auto note = ledger::sign_checkpoint(**log, *key, stamp);
  if (!note) return console.fail(note.error());
  if (auto left = leave_anchor(console, arguments.anchor, *note); !left) return console.fail(left.error());
  if (!arguments.anchor.is_printed) console.write(*note);
  return exit_done;
}

int prove(const Console& console, const AuditArguments& arguments) {
  auto key = public_key(arguments.key);
  if (!key) return console.fail(key.error());
  auto log = desk::open_log(arguments.store);
  if (!log) return console.fail(log.error());
  auto proof = ledger::prove_row(**log, *key, arguments.row);
  if (!proof) return console.fail(proof.error());
  std::error_code error;
  std::filesystem::create_directories(arguments.out, error);
  const std::string stem = fmt::format("{}/row-{}", arguments.out, arguments.row);
  for (const auto& [name, text] :
       {std::pair{stem + ".json", proof->row + "\n"}, std::pair{stem + ".proof", proof->proof}})
    if (auto written = write_file(name, text); !written) return console.fail(written.error());
  console.line(fmt::format("openimr-verify --row {}.json --proof {}.proof --key {}", stem, stem, arguments.key));
  return exit_done;
}

int keygen(const Console& console, const AuditArguments& arguments) {
  if (sodium_init() < 0) return console.fail({ErrorKind::Storage, "libsodium", "no start", "a source of chance", ""});
  std::string seed(crypto_sign_SEEDBYTES, '\0');
  randombytes_buf(seed.data(), seed.size());
  auto key = ledger::SigningKey::from_seed(arguments.origin, seed);
  sodium_memzero(seed.data(), seed.size());
  if (!key) return console.fail(key.error());
  if (auto written = write_secret(arguments.out, key->text() + "\n"); !written) return console.fail(written.error());
  console.line(key->verifying_key().text());
  return exit_done;
}

/// Who signed, from determination.seal.json.
int unseal(const Console& console, const AuditArguments& arguments) {
  auto opened = desk::open_seal(arguments.out, arguments.key);
  if (!opened) return console.fail(opened.error());
  if (arguments.json)
    console.write(json_line(json::object{{"reviewer", opened->reviewer},
                                         {"case", opened->letter.case_number},
                                         {"content_hash", opened->letter.content_hash}}));
  else
    console.line(fmt::format("{} signed opinion {} in {}", opened->reviewer, opened->letter.content_hash.substr(0, 16),
                             opened->letter.case_number));
  return exit_done;
}

CLI::App* add(CLI::App& under, const char* name, const char* does, const char* example) {
  auto* command = under.add_subcommand(name, does);
  command->footer(std::string("Example: ") + example);
  return command;
}

void add_who(CLI::App* command, DeskArguments& arguments) {
  command->add_option("--accounts", arguments.accounts,
                      "the account book; who asks then signs in (default: OPENIMR_ACCOUNTS)");
  add_person(command, arguments);
}

void add_checkpoint(CLI::App& audit, const Console& console, int& exit,
                    const std::shared_ptr<AuditArguments>& arguments) {
  auto* command = add(audit, "checkpoint", "sign the log as it stands and leave the anchor elsewhere",
                      "openimr audit checkpoint --store folder:log --key imr.key --anchors /mnt/elsewhere/anchors.txt");
  or_environment(
      command->add_option("--store", arguments->store, "where the log is: sqlite:PATH, postgresql://… or folder:DIR"),
      arguments->store, "OPENIMR_STORE", Need::Required);
  command->add_option("--key", arguments->key, "the log's private key")->required();
  command->add_option("--anchors", arguments->anchor.file,
                      "file to which the anchor is added; keep it on another machine");
  command->add_flag("--print", arguments->anchor.is_printed, "print the anchor as one line, for paper");
  command->add_option("--mail-spool", arguments->anchor.spool, "folder in which a message with the anchor is left");
  command->add_option("--mail-to", arguments->anchor.to, "with --mail-spool: who keeps it");
  command->add_option("--mail-from", arguments->anchor.from, "with --mail-spool: who sends it");
  command->add_option("--actor", arguments->actor, "account that signs")->capture_default_str();
  command->add_option("--jurisdiction", arguments->jurisdiction, "whose calendar gives the day")->capture_default_str();
  command->callback([&console, &exit, arguments] { exit = checkpoint(console, *arguments); });
}

} // namespace

void add_audit_commands(CLI::App& program, const Console& console, int& exit) {
  auto arguments = std::make_shared<AuditArguments>();
  auto* audit = program.add_subcommand("audit", "the log that shows tampering: verify, export, sign, prove");
  audit->require_subcommand(1);
  auto* check = add(*audit, "verify", "is the log as it was signed? the first wrong row is named",
                    "openimr audit verify --store folder:log --key imr.pub --anchors anchors.txt");
  or_environment(
      check->add_option(
          "--store", arguments->store,
          "where the log is: sqlite:PATH, postgresql://… or folder:DIR (default: cases.db of the user's data folder)"),
      arguments->store, "OPENIMR_STORE");
  or_environment(
      check->add_option("--key", arguments->key, "the log's public key (default: audit.pub of the user's data folder)"),
      arguments->key, "OPENIMR_AUDIT_KEY");
  check->add_option("--anchors", arguments->anchors, "files of anchors that were kept elsewhere");
  check->add_flag("--json", arguments->json, "answer in JSON");
  check->callback([&console, &exit, arguments] { exit = verify(console, *arguments); });

  auto* rows = add(*audit, "export", "the log as files, for openimr-verify",
                   "openimr audit export --store folder:log --out export");
  or_environment(
      rows->add_option("--store", arguments->store, "where the log is: sqlite:PATH, postgresql://… or folder:DIR"),
      arguments->store, "OPENIMR_STORE", Need::Required);
  rows->add_option("--out", arguments->out, "a new folder")->required();
  add_who(rows, arguments->desk);
  rows->callback([&console, &exit, arguments] { exit = export_rows(console, *arguments); });

  auto* look_up = add(*audit, "rows", "are queues and search what the histories say? every difference is named",
                      "openimr audit rows --store sqlite:cases.db");
  or_environment(look_up->add_option("--store", arguments->store, "sqlite:PATH or postgresql://…"), arguments->store,
                 "OPENIMR_STORE", Need::Required);
  look_up->add_flag("--mend", arguments->is_mending, "write what differs anew from the history; the log is told");
  add_who(look_up, arguments->desk);
  look_up->add_flag("--json", arguments->json, "answer in JSON");
  look_up->callback([&console, &exit, arguments] { exit = look_up_rows(console, *arguments); });

  add_checkpoint(*audit, console, exit, arguments);

  auto* proof = add(*audit, "prove", "one row with the proof that it stands in the log, for whom it concerns",
                    "openimr audit prove --store folder:log --key imr.pub --row 17 --out proof");
  or_environment(
      proof->add_option("--store", arguments->store, "where the log is: sqlite:PATH, postgresql://… or folder:DIR"),
      arguments->store, "OPENIMR_STORE", Need::Required);
  or_environment(proof->add_option("--key", arguments->key, "the log's public key"), arguments->key,
                 "OPENIMR_AUDIT_KEY", Need::Required);
  proof->add_option("--row", arguments->row, "number of the row, from 0")->required();
  proof->add_option("--out", arguments->out, "folder for row and proof")->required();
  proof->callback([&console, &exit, arguments] { exit = prove(console, *arguments); });

  auto* seal = add(*audit, "unseal", "who signed a determination, for an auditor with the key of seals",
                   "openimr audit unseal out/determination.seal.json --key seal.key");
  seal->add_option("FILE", arguments->out, "determination.seal.json")->required();
  seal->add_option("--key", arguments->key, "the key of seals")->required();
  seal->add_flag("--json", arguments->json, "answer in JSON");
  seal->callback([&console, &exit, arguments] { exit = unseal(console, *arguments); });

  auto* key = add(*audit, "keygen", "make the log's signing key and print its public half",
                  "openimr audit keygen imr.key --origin imr.example/audit > imr.pub");
  key->add_option("FILE", arguments->out, "new file for the private key")->required();
  key->add_option("--origin", arguments->origin, "name of the log: a host and a path")->required();
  key->callback([&console, &exit, arguments] { exit = keygen(console, *arguments); });
}

} // namespace openimr::cli
