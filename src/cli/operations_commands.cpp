// openimr backup, restore, doctor: running an installation.
#include "base/files.h"
#include "cli/answers.h"
#include "cli/environment.h"
#include "cli/installation.h"
#include "cli/keepers.h"
#include "cli/keeping.h"
#include "desk/backup.h"
#include "desk/certificate.h"
#include "desk/moment.h"
#include "desk/open_log.h"
#include "desk/papers_in_use.h"
#include "people/permission.h"
#include "store/snapshot.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <sys/statvfs.h>
#include <unistd.h>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct OperationsArguments {
  std::string store, vault, key_file, folder, certificate, audit_key;
  bool json = false, is_verify = false;
};

std::int64_t utc_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// The path in "sqlite:PATH"; Error for what has backups of its own.
Result<std::string> local_path(const std::string& option, const std::string& written, std::string_view scheme,
                               const char* otherwise) {
  if (written.empty()) return std::string();
  if (written.starts_with(scheme) && written.size() > scheme.size()) return written.substr(scheme.size());
  return Error{ErrorKind::Input, option, written, fmt::format("{}PATH", scheme), otherwise};
}

Result<desk::BackupPlaces> places_of(const OperationsArguments& arguments) {
  auto store =
      local_path("--store", arguments.store,
                 "sqlite:", "PostgreSQL has its own: pg_basebackup and a standby (docs/how_to/run_an_installation.md)");
  if (!store) return store.error();
  auto vault = local_path("--vault", arguments.vault,
                          "folder:", "a bucket has its own: versions and replication of the store that keeps it");
  if (!vault) return vault.error();
  return desk::BackupPlaces{*store, *vault, arguments.key_file};
}

int tell(const Console& console, const Result<desk::BackupReport>& report, const OperationsArguments& arguments,
         const char* what) {
  if (!report) return console.fail(report.error());
  if (arguments.json)
    console.write(json_line(json::object{{"made", report->made},
                                         {"store_bytes", report->store_bytes},
                                         {"papers", report->papers},
                                         {"files", report->files}}));
  else
    console.line(fmt::format("{}: backup of {}, store of {} bytes, {} papers, {} files", what, report->made,
                             report->store_bytes, report->papers, report->files));
  return exit_done;
}

int backup(const Console& console, const OperationsArguments& arguments) {
  if (arguments.is_verify)
    return tell(console, desk::verify_backup(arguments.folder, arguments.key_file), arguments, "verified");
  if (auto keeper = ask_keeper("backup_make", "backup_made"); !keeper) return console.fail(keeper.error());
  auto places = places_of(arguments);
  if (!places) return console.fail(places.error());
  return tell(console, desk::make_backup(*places, arguments.folder, desk::utc_text(utc_now())), arguments,
              "made and verified");
}

int restore(const Console& console, const OperationsArguments& arguments) {
  auto places = places_of(arguments);
  if (!places) return console.fail(places.error());
  return tell(console, desk::restore_backup(arguments.folder, *places), arguments, "verified and restored");
}

/// One thing the doctor looked at.
struct Finding {
  std::string name, state, found, remedy; ///< state: good | warning | bad | skipped
};

class Doctor {
public:
  explicit Doctor(const OperationsArguments& arguments) : arguments_(arguments) {}

  std::vector<Finding> examine() {
    packs();
    tesseract();
    store();
    vault();
    certificate();
    for (const auto& [name, written] :
         {std::pair{"disk of the store", arguments_.store}, std::pair{"disk of the vault", arguments_.vault}})
      disk(name, written.substr(std::min(written.size(), written.find(':') + 1)));
    return std::move(findings_);
  }

private:
  void say(const char* name, const char* state, std::string found, std::string remedy = "") {
    findings_.push_back({name, state, std::move(found), std::move(remedy)});
  }
  void say(const char* name, const Error& error) { say(name, "bad", error.message(), error.remedy); }

  void packs() {
    auto installation = find_installation();
    if (!installation) return say("packs", installation.error());
    law_ = std::make_unique<Result<jurisdictions::Jurisdiction>>(
        jurisdictions::Jurisdiction::load(installation->packs_folder, "us-ca-wc"));
    if (!*law_) return say("packs", law_->error());
    auto roles = people::Permissions::load(installation->packs_folder);
    if (!roles) return say("packs", roles.error());
    say("packs", "good", installation->packs_folder);
    const bool can_run = ::access(installation->worker_program.c_str(), X_OK) == 0;
    say("extraction worker", can_run ? "good" : "bad",
        can_run ? installation->worker_program : "not there, or not to be run: " + installation->worker_program,
        can_run ? "" : "build it (./run build), or set OPENIMR_WORKER");
  }

  void tesseract() {
    std::vector<std::string> folders;
    if (const char* told = std::getenv("TESSDATA_PREFIX")) folders.emplace_back(told);
    for (const char* usual :
         {"/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata"})
      folders.emplace_back(usual);
    for (const char* language : {"eng", "spa"}) {
      std::string found;
      for (const std::string& folder : folders)
        if (const std::string file = folder + "/" + language + ".traineddata"; found.empty() && fs::exists(file))
          found = file;
      say(std::string_view(language) == "eng" ? "OCR data, English" : "OCR data, Spanish",
          found.empty() ? "bad" : "good", found.empty() ? "not found" : found,
          found.empty() ? fmt::format("install tesseract-ocr-{}", language) : "");
    }
  }

  // The store's file is checked first; its log then says whether the clock went back.
  void store() {
    if (arguments_.store.empty()) return say("store", "skipped", "no store is named", "give --store or OPENIMR_STORE");
    if (const auto path = local_path("", arguments_.store, "sqlite:", ""); path) {
      if (!fs::exists(*path))
        return say("store", "bad", *path + " does not exist", "make it with `openimr import`, or restore a backup");
      if (auto whole = store::check_sqlite(*path); !whole) return say("store", whole.error());
    }
    auto log = desk::open_log(arguments_.store);
    if (!log) return say("store", log.error());
    std::string last;
    std::uint64_t rows = 0;
    auto read = (*log)->each_row([&](std::string_view row) {
      if (auto entry = ledger::read_row("row", row)) last = std::max(last, entry->at);
      ++rows;
      return true;
    });
    if (!read) return say("store", read.error());
    say("store", "good", fmt::format("whole, {} rows in its log", rows));
    clock(last);
    audit(**log, rows);
  }

  void clock(const std::string& last) {
    const std::string now = desk::utc_text(utc_now());
    if (!last.empty() && now < last.substr(0, 19) + "Z")
      say("clock", "bad", fmt::format("{} is before the last row of the log ({})", now, last),
          "set the clock and keep it by NTP; due dates depend on it");
    else
      say("clock", "good", now);
  }

  void audit(const ledger::LogSource& log, std::uint64_t rows) {
    if (arguments_.audit_key.empty())
      return say("audit log", "skipped", "no public key is named", "give --audit-key or OPENIMR_AUDIT_KEY");
    auto text = read_file(arguments_.audit_key, 1 << 16);
    if (!text) return say("audit log", text.error());
    auto key = ledger::VerifyingKey::parse(arguments_.audit_key, *text);
    if (!key) return say("audit log", key.error());
    auto report = ledger::audit_log(log, *key, {});
    if (!report) return say("audit log", report.error());
    if (!report->is_good())
      return say("audit log", "bad", report->faults.front().where + ": " + report->faults.front().found,
                 "see `openimr audit verify`");
    const bool is_signed = report->covered + 1000 > rows;
    say("audit log", is_signed ? "good" : "warning",
        fmt::format("as it was signed; {} rows since the last checkpoint", rows - report->covered),
        is_signed ? "" : "sign it with `openimr audit checkpoint` every day");
  }

  void vault() {
    if (arguments_.vault.empty()) return say("vault", "skipped", "no vault is named", "give --vault or OPENIMR_VAULT");
    auto vault = desk::open_vault({arguments_.vault, arguments_.key_file});
    if (!vault) return say("vault", vault.error());
    auto names = vault->names();
    if (!names) return say("vault", names.error());
    say("vault", "good", fmt::format("opens, {} papers; `openimr vault verify` reads them all", names->size()));
    strays(*names);
  }

  // An import that failed after its papers were kept leaves them under a number that is not used.
  void strays(const std::vector<std::string>& names) {
    if (arguments_.store.empty()) return;
    auto store = store::open_store(arguments_.store);
    if (!store) return; // told above
    auto used = desk::papers_in_use(*store);
    if (!used) return say("papers of no case", used.error());
    std::vector<std::string> strays;
    for (const std::string& name : names)
      if (!used->contains(name)) strays.push_back(name);
    if (strays.empty()) return say("papers of no case", "good", "none");
    std::string found = fmt::format("{} papers of the vault are in no case of this store:", strays.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(strays.size(), 20); ++i) found += " " + strays[i];
    if (strays.size() > 20) found += " …";
    say("papers of no case", "warning", found,
        "left by an import that failed, or put in by hand: `openimr vault erase` those that nobody needs");
  }

  void certificate() {
    if (arguments_.certificate.empty())
      return say("certificate", "skipped", "no certificate is named", "give --certificate or OPENIMR_CERTIFICATE");
    auto text = read_file(arguments_.certificate, 1 << 20);
    if (!text) return say("certificate", text.error());
    auto ends = desk::certificate_ends(arguments_.certificate, *text);
    if (!ends) return say("certificate", ends.error());
    const Date today{std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(utc_now())))};
    const int days = ends->days_since(today);
    say("certificate",
        days < 0    ? "bad"
        : days < 30 ? "warning"
                    : "good",
        fmt::format("{} {}", days < 0 ? "ended on" : "until", ends->iso()), days < 30 ? "renew it" : "");
  }

  void disk(const char* name, const std::string& path) {
    struct statvfs about {};
    fs::path place = path;
    while (!place.empty() && !fs::exists(place) && place.has_parent_path() && place != place.parent_path())
      place = place.parent_path();
    if (path.empty() || !fs::exists(place) || ::statvfs(place.c_str(), &about) != 0) return;
    const std::uint64_t free = std::uint64_t{about.f_bavail} * about.f_frsize >> 20,
                        all = std::uint64_t{about.f_blocks} * about.f_frsize >> 20;
    const bool is_bad = free < 1024, is_low = is_bad || free < all / 10;
    say(name,
        is_bad   ? "bad"
        : is_low ? "warning"
                 : "good",
        fmt::format("{} MiB free of {}", free, all), is_low ? "make room before it is full" : "");
  }

  const OperationsArguments& arguments_;
  std::unique_ptr<Result<jurisdictions::Jurisdiction>> law_;
  std::vector<Finding> findings_;
};

int doctor(const Console& console, const OperationsArguments& arguments) {
  bool is_well = true;
  json::array rows;
  for (const Finding& finding : Doctor(arguments).examine()) {
    is_well = is_well && finding.state != "bad";
    rows.push_back(json::object{
        {"name", finding.name}, {"state", finding.state}, {"found", finding.found}, {"remedy", finding.remedy}});
    if (arguments.json) continue;
    const Tone tone = finding.state == "good"      ? Tone::Good
                      : finding.state == "bad"     ? Tone::Bad
                      : finding.state == "warning" ? Tone::Unsure
                                                   : Tone::Quiet;
    console.line(fmt::format("{}{:<20}{}{}", console.in(tone, fmt::format("{:<9}", finding.state)), finding.name,
                             finding.found,
                             finding.remedy.empty() || finding.state == "good" ? "" : "; " + finding.remedy));
  }
  if (arguments.json) console.write(json_line(json::object{{"is_well", is_well}, {"findings", rows}}));
  return is_well ? exit_done : exit_no;
}

CLI::App* add(CLI::App& under, const char* name, const char* does, const char* example) {
  auto* command = under.add_subcommand(name, does);
  command->footer(std::string("Example: ") + example);
  return command;
}

void add_places(CLI::App* command, const std::shared_ptr<OperationsArguments>& arguments) {
  or_environment(command->add_option("--store", arguments->store, "sqlite:PATH"), arguments->store, "OPENIMR_STORE");
  or_environment(command->add_option("--vault", arguments->vault, "folder:DIR"), arguments->vault, "OPENIMR_VAULT");
  or_environment(command->add_option("--vault-keys", arguments->key_file,
                                     "file of master keys; without one the keys themselves in OPENIMR_VAULT_KEY"),
                 arguments->key_file, "OPENIMR_VAULT_KEYS");
  command->add_flag("--json", arguments->json, "answer in JSON");
}

} // namespace

void add_operations_commands(CLI::App& program, const Console& console, int& exit) {
  auto arguments = std::make_shared<OperationsArguments>();
  auto* make = add(
      program, "backup", "back up store and vault while they are in use: encrypted, and verified before it counts",
      "openimr backup /mnt/backup/2026-04-01 --store sqlite:cases.db --vault folder:papers --vault-keys vault.keys");
  make->add_option("FOLDER", arguments->folder, "a new folder")->required();
  make->add_flag("--verify", arguments->is_verify, "look at a backup that is there instead");
  add_places(make, arguments);
  make->callback([&console, &exit, arguments] { exit = backup(console, *arguments); });
  auto* back = add(program, "restore", "verify a backup and write it to places that do not exist yet",
                   "openimr restore /mnt/backup/2026-04-01 --store sqlite:restored.db --vault folder:restored "
                   "--vault-keys vault.keys");
  back->add_option("FOLDER", arguments->folder, "the backup")->required();
  add_places(back, arguments);
  back->callback([&console, &exit, arguments] { exit = restore(console, *arguments); });
  auto* look =
      add(program, "doctor", "is this installation well? store, log, vault, packs, clock, disk, certificate, OCR data",
          "openimr doctor --store sqlite:cases.db --vault folder:papers --vault-keys vault.keys");
  add_places(look, arguments);
  or_environment(look->add_option("--certificate", arguments->certificate, "the server's certificate, PEM"),
                 arguments->certificate, "OPENIMR_CERTIFICATE");
  or_environment(look->add_option("--audit-key", arguments->audit_key, "the audit log's public key"),
                 arguments->audit_key, "OPENIMR_AUDIT_KEY");
  look->callback([&console, &exit, arguments] { exit = doctor(console, *arguments); });
}

} // namespace openimr::cli
