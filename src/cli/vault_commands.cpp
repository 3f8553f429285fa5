// openimr vault: papers kept encrypted.
#include "base/encoding.h"
#include "base/hash.h"
#include "cli/answers.h"
#include "cli/environment.h"
#include "cli/installation.h"
#include "cli/keepers.h"
#include "cli/keeping.h"
#include "desk/moment.h"
#include "desk/open_log.h"
#include "desk/open_vault.h"
#include "desk/read_paper.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <sodium.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

struct VaultArguments {
  desk::VaultPlace place;
  std::string account, book, page; ///< of a person who looks at a paper
  std::string name, file, case_number, until, id, reason, log, actor = "openimr", jurisdiction = "us-ca-wc";
  bool json = false;
};

/// Writes what was done to an object into the audit log, when one is named.
Result<Done> log_it(const VaultArguments& arguments, std::string_view act, const std::string& name,
                    std::map<std::string, std::string> details) {
  if (arguments.log.empty()) return Done{};
  auto installation = find_installation();
  if (!installation) return installation.error();
  auto law = jurisdictions::Jurisdiction::load(installation->packs_folder, arguments.jurisdiction);
  if (!law) return law.error();
  auto log = desk::open_log(arguments.log);
  if (!log) return log.error();
  const auto now = desk::moment_now(*law);
  ledger::Entry entry;
  entry.act = act;
  entry.actor = arguments.actor;
  entry.at = now.utc;
  entry.local_date = now.local_date.iso();
  entry.case_number = arguments.case_number;
  entry.subject = name;
  entry.details = std::move(details);
  auto appended = (*log)->append(std::move(entry));
  return appended ? Result<Done>(Done{}) : appended.error();
}

Result<Date> today(const VaultArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return installation.error();
  auto law = jurisdictions::Jurisdiction::load(installation->packs_folder, arguments.jurisdiction);
  if (!law) return law.error();
  return desk::moment_now(*law).local_date;
}

int put(const Console& console, const VaultArguments& arguments) {
  std::optional<Date> until;
  if (!arguments.until.empty()) {
    auto day = day_of("--retain-until", arguments.until);
    if (!day) return console.fail(day.error());
    until = *day;
  }
  std::ifstream file(arguments.file, std::ios::binary);
  if (!file) return console.fail({ErrorKind::NotFound, arguments.file, "no such file", "a file to keep", ""});
  if (auto keeper = ask_keeper("vault_keep", "vault_put"); !keeper) return console.fail(keeper.error());
  auto vault = desk::open_vault(arguments.place);
  if (!vault) return console.fail(vault.error());
  const vault::Source source = [&](char* into, std::size_t room) -> Result<std::size_t> {
    file.read(into, static_cast<std::streamsize>(room));
    if (file.bad()) return Error{ErrorKind::Storage, arguments.file, "a read error", "a file that can be read", ""};
    return static_cast<std::size_t>(file.gcount());
  };
  auto stored = vault->put(arguments.case_number, source, until);
  if (!stored) return console.fail(stored.error());
  if (auto logged =
          log_it(arguments, ledger::acts::object_stored, stored->name, {{"size", fmt::format("{}", stored->size)}});
      !logged)
    return console.fail(logged.error());
  if (arguments.json)
    console.write(json_line(json::object{{"name", stored->name}, {"size", stored->size}, {"is_new", stored->is_new}}));
  else
    console.line(stored->name);
  return exit_done;
}

/// The paper itself, by whoever holds the keys; with --as by a person whose roles are asked.
Result<Done> give(const VaultArguments& arguments, const vault::Sink& sink) {
  if (!arguments.account.empty()) {
    auto installation = find_installation();
    if (!installation) return installation.error();
    return desk::read_paper({arguments.account, arguments.book, arguments.log, arguments.place, arguments.case_number,
                             arguments.name, arguments.page},
                            *installation, sink);
  }
  if (const char* accounts = std::getenv("OPENIMR_ACCOUNTS"); accounts && *accounts)
    return Error{ErrorKind::Refused, "vault get", "nobody who looks", "an account that may read papers of the case",
                 "name it: --as ACCOUNT --case NUMBER --log STORE"};
  auto vault = desk::open_vault(arguments.place);
  if (!vault) return vault.error();
  auto about = vault->about(arguments.name);
  if (!about) return about.error();
  if (auto logged = log_it(arguments, "object_read", arguments.name, {}); !logged) return logged.error();
  return vault->get(arguments.name, sink);
}

int get(const Console& console, const VaultArguments& arguments) {
  const std::string part = arguments.file + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  auto read = give(arguments, [&](std::string_view piece) -> Result<Done> {
    if (file.write(piece.data(), static_cast<std::streamsize>(piece.size()))) return Done{};
    return Error{ErrorKind::Storage, part, "a write error", "room and permission to write", "choose another file"};
  });
  file.close();
  if (read && !file)
    read = Error{ErrorKind::Storage, part, "a write error", "room and permission to write", "choose another file"};
  if (read && std::rename(part.c_str(), arguments.file.c_str()) != 0)
    read = Error{ErrorKind::Storage, arguments.file, "a file that cannot be replaced", "another name", ""};
  if (read) return exit_done;
  std::remove(part.c_str()); // half a paper is no paper
  return console.fail(read.error());
}

json::value to_json(const vault::KeyRecord& record) {
  json::array holds;
  for (const auto& [id, reason] : record.holds) holds.push_back(json::object{{"id", id}, {"reason", reason}});
  return json::object{
      {"name", record.name},
      {"size", record.size},
      {"sealed", record.sealed},
      {"retain_until", record.retain_until ? json::value(record.retain_until->iso()) : json::value(nullptr)},
      {"holds", holds}};
}

int list(const Console& console, const VaultArguments& arguments) {
  if (auto keeper = ask_keeper("vault_keep", "vault_listed"); !keeper) return console.fail(keeper.error());
  auto vault = desk::open_vault(arguments.place);
  if (!vault) return console.fail(vault.error());
  auto names = vault->names();
  if (!names) return console.fail(names.error());
  json::array rows;
  for (const std::string& name : *names) {
    auto record = vault->about(name);
    if (!record) return console.fail(record.error());
    if (arguments.json)
      rows.push_back(to_json(*record));
    else
      console.line(fmt::format("{}  {:>12}  {}{}", name, record->size,
                               record->retain_until ? "until " + record->retain_until->iso() : "",
                               record->holds.empty() ? "" : "  held"));
  }
  if (arguments.json) console.write(json_line(json::object{{"papers", rows}}));
  return exit_done;
}

int verify(const Console& console, const VaultArguments& arguments) {
  if (auto keeper = ask_keeper("vault_keep", "vault_verified"); !keeper) return console.fail(keeper.error());
  auto vault = desk::open_vault(arguments.place);
  if (!vault) return console.fail(vault.error());
  auto report = vault->verify([&](std::size_t done, std::size_t total) { console.progress("papers", done, total); });
  console.end_progress();
  if (!report) return console.fail(report.error());
  json::array faults;
  for (const auto& fault : report->faults) {
    faults.push_back(json::object{{"path", fault.path}, {"found", fault.found}, {"expected", fault.expected}});
    if (!arguments.json)
      console.line(
          fmt::format("{}: found {}, expected {}", console.in(Tone::Bad, fault.path), fault.found, fault.expected));
  }
  const bool is_good = report->faults.empty();
  if (arguments.json)
    console.write(json_line(json::object{{"is_good", is_good},
                                         {"objects", report->objects},
                                         {"bytes", report->bytes},
                                         {"erased", report->erased},
                                         {"leftovers", report->leftovers},
                                         {"old_keys", report->old_keys},
                                         {"faults", faults}}));
  else
    console.line(fmt::format(
        "{} papers, {} bytes, all opened and named rightly; {} erased, {} leftovers of interrupted puts, {} under a "
        "former master key",
        report->objects, report->bytes, report->erased, report->leftovers, report->old_keys));
  return is_good ? exit_done : exit_no;
}

int erase(const Console& console, VaultArguments arguments) {
  auto day = today(arguments);
  if (!day) return console.fail(day.error());
  auto keeper = ask_keeper("paper_erase", "erasure_ordered", arguments.name, {{"reason", arguments.reason}});
  if (!keeper) return console.fail(keeper.error());
  if (!keeper->empty()) arguments.actor = *keeper;
  auto vault = desk::open_vault(arguments.place);
  if (!vault) return console.fail(vault.error());
  auto tombstone = vault->erase(arguments.name, *day, arguments.reason);
  if (!tombstone) return console.fail(tombstone.error());
  auto logged = log_it(arguments, ledger::acts::object_erased, arguments.name,
                       {{"reason", arguments.reason}, {"tombstone", sha256_hex(*tombstone)}});
  if (!logged) return console.fail(logged.error());
  console.write(*tombstone);
  return exit_done;
}

/// One change of a paper's record.
int change(const Console& console, VaultArguments arguments, const std::function<Result<Done>(vault::Vault&)>& how,
           std::string_view act) {
  auto keeper = ask_keeper("hold_place", act, arguments.name);
  if (!keeper) return console.fail(keeper.error());
  if (!keeper->empty()) arguments.actor = *keeper;
  auto vault = desk::open_vault(arguments.place);
  if (!vault) return console.fail(vault.error());
  if (auto changed = how(*vault); !changed) return console.fail(changed.error());
  std::map<std::string, std::string> details;
  if (!arguments.id.empty()) details["hold"] = arguments.id;
  if (!arguments.reason.empty()) details["reason"] = arguments.reason;
  if (!arguments.until.empty()) details["until"] = arguments.until;
  if (auto logged = log_it(arguments, act, arguments.name, details); !logged) return console.fail(logged.error());
  return exit_done;
}

int keygen(const Console& console, const VaultArguments& arguments) {
  if (sodium_init() < 0) return console.fail({ErrorKind::Storage, "libsodium", "no start", "a source of chance", ""});
  std::string key(32, '\0');
  randombytes_buf(key.data(), key.size());
  const std::string text = to_hex(key) + "\n";
  auto written = write_secret(arguments.file, text);
  sodium_memzero(key.data(), key.size());
  return written ? exit_done : console.fail(written.error());
}

/// Adds verbs that share options.
class Verbs : public std::enable_shared_from_this<Verbs> {
public:
  Verbs(CLI::App& program, const Console& console, int& exit) : console_(console), exit_(exit) {
    vault_ = program.add_subcommand("vault", "papers kept encrypted: put, get, hold, erase, rotate, verify");
    vault_->require_subcommand(1);
  }

  void add_all() {
    auto* keygen_verb = vault_->add_subcommand("keygen", "make a master key");
    keygen_verb->footer("Example: openimr vault keygen vault.keys");
    keygen_verb->add_option("FILE", arguments_->file, "new file for the key")->required();
    keygen_verb->callback([this, self = shared_from_this()] { exit_ = keygen(console_, *arguments_); });

    auto* put_verb =
        add("put", "keep a file",
            "openimr vault put report.pdf --case CM26-0000017 --vault folder:papers --vault-keys vault.keys");
    put_verb->add_option("FILE", arguments_->file, "the file")->required();
    put_verb->add_option("--case", arguments_->case_number, "the case it belongs to")->required();
    put_verb->add_option("--retain-until", arguments_->until, "day before which it may not be erased");
    add_log(put_verb);
    put_verb->add_flag("--json", arguments_->json, "answer in JSON");
    put_verb->callback([this, self = shared_from_this()] { exit_ = put(console_, *arguments_); });

    auto* get_verb =
        add_named("get", "write a paper into a file", "openimr vault get NAME report.pdf --vault folder:papers");
    auto* who = get_verb->add_option("--as", arguments_->account,
                                     "account that looks: its roles are asked, and the look is logged");
    auto* book = or_environment(get_verb->add_option("--book", arguments_->book, "with --as: the account book"),
                                arguments_->book, "OPENIMR_ACCOUNTS");
    auto* number =
        get_verb->add_option("--case", arguments_->case_number, "with --as: the paper's case; --log names its store");
    get_verb->add_option("--page", arguments_->page, "with --as: the page that is looked at");
    if (arguments_->book.empty()) who->needs(book);
    who->needs(number)->needs(get_verb->get_option("--log"));
    get_verb->add_option("FILE", arguments_->file, "where to")->required();
    get_verb->callback([this, self = shared_from_this()] { exit_ = get(console_, *arguments_); });

    auto* list_verb = add("list", "names, sizes, retention and holds", "openimr vault list --vault folder:papers");
    list_verb->add_flag("--json", arguments_->json, "answer in JSON");
    list_verb->callback([this, self = shared_from_this()] { exit_ = list(console_, *arguments_); });

    auto* verify_verb = add("verify", "open and check every paper", "openimr vault verify --vault folder:papers");
    verify_verb->add_flag("--json", arguments_->json, "answer in JSON");
    verify_verb->callback([this, self = shared_from_this()] { exit_ = verify(console_, *arguments_); });
    add_changes();
  }

private:
  void add_changes() {
    auto* hold_verb =
        add_named("hold", "forbid erasing while a legal matter is open",
                  "openimr vault hold NAME lit-2027-3 --reason \"subpoena of 2027-02-01\" --vault folder:papers");
    hold_verb->add_option("ID", arguments_->id, "the matter, one word")->required();
    hold_verb->add_option("--reason", arguments_->reason, "why")->required();
    hold_verb->callback([this, self = shared_from_this()] {
      exit_ = change(
          console_, *arguments_,
          [&](vault::Vault& vault) { return vault.hold(arguments_->name, arguments_->id, arguments_->reason); },
          "hold_placed");
    });
    auto* release_verb =
        add_named("release", "end a legal hold", "openimr vault release NAME lit-2027-3 --vault folder:papers");
    release_verb->add_option("ID", arguments_->id, "the matter")->required();
    release_verb->callback([this, self = shared_from_this()] {
      exit_ = change(
          console_, *arguments_, [&](vault::Vault& vault) { return vault.release(arguments_->name, arguments_->id); },
          "hold_released");
    });
    auto* retain_verb = add_named("retain", "keep a paper until a day at least",
                                  "openimr vault retain NAME 2029-04-01 --vault folder:papers");
    retain_verb->add_option("DATE", arguments_->until, "the day")->required();
    retain_verb->callback([this, self = shared_from_this()] {
      auto day = day_of("DATE", arguments_->until);
      exit_ = !day ? console_.fail(day.error())
                   : change(
                         console_, *arguments_,
                         [&](vault::Vault& vault) { return vault.retain(arguments_->name, *day); }, "retention_set");
    });
    auto* erase_verb =
        add_named("erase", "destroy a paper's key and leave a tombstone, in the audit log too",
                  "openimr vault erase NAME --reason \"retention ended\" --log folder:log --vault folder:papers");
    erase_verb->add_option("--reason", arguments_->reason, "why, and by which rule")->required();
    erase_verb->get_option("--log")->required();
    erase_verb->callback([this, self = shared_from_this()] { exit_ = erase(console_, *arguments_); });
    auto* rotate_verb = add("rotate", "wrap every key under the first master key of the file",
                            "openimr vault rotate --vault folder:papers --vault-keys vault.keys");
    rotate_verb->callback(
        [this] {
          exit_ = count([](vault::Vault& vault) { return vault.rotate(); }, "keys wrapped anew", "vault_rotated");
        });
    auto* sweep_verb =
        add("sweep", "take away what interrupted puts left", "openimr vault sweep --vault folder:papers");
    sweep_verb->callback(
        [this] {
          exit_ = count([](vault::Vault& vault) { return vault.sweep(); }, "leftovers taken away", "vault_swept");
        });
  }

  int count(const std::function<Result<std::uint64_t>(vault::Vault&)>& act, const char* what, const char* row) {
    if (auto keeper = ask_keeper("vault_keep", row); !keeper) return console_.fail(keeper.error());
    auto vault = desk::open_vault(arguments_->place);
    if (!vault) return console_.fail(vault.error());
    auto number = act(*vault);
    if (!number) return console_.fail(number.error());
    console_.line(fmt::format("{} {}", *number, what));
    return exit_done;
  }

  CLI::App* add(const char* name, const char* does, const char* example) {
    auto* verb = vault_->add_subcommand(name, does);
    verb->footer(std::string("Example: ") + example);
    or_environment(
        verb->add_option("--vault", arguments_->place.where, "folder:DIR, or s3:FILE with a bucket's description"),
        arguments_->place.where, "OPENIMR_VAULT", Need::Required);
    or_environment(verb->add_option("--vault-keys", arguments_->place.key_file,
                                    "file of master keys; without one the keys themselves in OPENIMR_VAULT_KEY"),
                   arguments_->place.key_file, "OPENIMR_VAULT_KEYS");
    return verb;
  }
  CLI::App* add_named(const char* name, const char* does, const char* example) {
    auto* verb = add(name, does, example);
    verb->add_option("NAME", arguments_->name, "name of the paper")->required();
    add_log(verb);
    return verb;
  }
  void add_log(CLI::App* verb) {
    verb->add_option("--log", arguments_->log, "audit log that takes a row: sqlite:PATH, postgresql://… or folder:DIR");
    verb->add_option("--actor", arguments_->actor, "account that acts")->capture_default_str();
    verb->add_option("--jurisdiction", arguments_->jurisdiction, "whose calendar gives the day")->capture_default_str();
  }

  const Console& console_;
  int& exit_;
  CLI::App* vault_ = nullptr;
  std::shared_ptr<VaultArguments> arguments_ = std::make_shared<VaultArguments>();
};

} // namespace

void add_vault_commands(CLI::App& program, const Console& console, int& exit) {
  std::make_shared<Verbs>(program, console, exit)->add_all(); // kept by the verbs' callbacks
}

} // namespace openimr::cli
