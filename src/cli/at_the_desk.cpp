#include "cli/at_the_desk.h"

#include "base/files.h"
#include "cli/installation.h"
#include "cli/keeping.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <pwd.h>
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string told_or(const std::string& told, const char* name) { return told.empty() ? variable(name) : told; }

/// The user's own folder for what openimr keeps, made when missing.
Result<std::string> own_folder(const char* option) {
  std::string base = variable("XDG_DATA_HOME");
  if (base.empty() && !variable("HOME").empty()) base = variable("HOME") + "/.local/share";
  if (base.empty())
    return Error{ErrorKind::Input, option, "no home folder to keep cases in", "sqlite:PATH or postgresql://…",
                 "name the store"};
  std::error_code failed;
  fs::create_directories(base + "/openimr", failed);
  if (failed)
    return Error{ErrorKind::Storage, base + "/openimr", failed.message(), "a folder that can be made",
                 "name another place with --store"};
  return base + "/openimr";
}

Result<std::string> store_url(const DeskArguments& arguments) {
  if (auto told = told_or(arguments.store, "OPENIMR_STORE"); !told.empty()) return told;
  auto folder = own_folder("--store");
  if (!folder) return folder.error();
  return "sqlite:" + *folder + "/cases.db";
}

std::string login_name() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry ? entry->pw_name : fmt::format("uid-{}", ::geteuid());
}

/// OPENIMR_SESSION, or a file in the user's own folder.
Result<std::string> session_file() {
  if (auto told = variable("OPENIMR_SESSION"); !told.empty()) return told;
  auto folder = own_folder("OPENIMR_SESSION");
  if (!folder) return folder.error();
  return *folder + "/session";
}

/// A line from the terminal, unseen when it is secret.
std::string asked(const char* prompt, bool is_secret) {
  std::cerr << prompt << std::flush;
  termios before{};
  const bool can_hide = is_secret && ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (can_hide) {
    termios hidden = before;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  std::string line;
  std::getline(std::cin, line);
  if (can_hide) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << '\n';
  }
  return line;
}

Result<Done> keep_token(const std::string& token) {
  auto file = session_file();
  if (!file) return file.error();
  std::error_code gone;
  fs::remove(*file, gone);
  return write_secret(*file, token + "\n");
}

/// The token of this user's session; empty when there is none.
std::string kept_token() {
  auto file = session_file();
  if (!file) return "";
  auto bytes = read_file(*file, 4096);
  return bytes ? bytes->substr(0, bytes->find('\n')) : "";
}

Result<desk::Caller> let_in(desk::Office& office, const std::string& account, bool may_read_input) {
  auto proof = proof_of(may_read_input);
  if (!proof) return proof.error();
  auto entered = office.enter(account, proof->password, proof->code);
  if (!entered) return entered.error();
  if (auto kept = keep_token(entered->token); !kept) return kept.error();
  return std::move(entered->caller);
}

} // namespace

Proof::~Proof() { sodium_memzero(password.data(), password.size()); }

Result<Proof> proof_of(bool may_read_input) {
  Proof proof;
  if (const std::string file = variable("OPENIMR_PASSWORD_FILE"); !file.empty()) {
    auto bytes = read_file(file, 4096);
    if (!bytes) return bytes.error();
    proof.password = bytes->substr(0, bytes->find('\n'));
    sodium_memzero(bytes->data(), bytes->size());
  } else {
    proof.password = variable("OPENIMR_PASSWORD");
  }
  const bool is_terminal = ::isatty(STDIN_FILENO) != 0;
  if (proof.password.empty() && !is_terminal && !may_read_input)
    return Error{ErrorKind::Refused, "accounts", "nobody who signed in", "a person of the account book",
                 "sign in with openimr people enter"};
  if (proof.password.empty()) proof.password = asked(is_terminal ? "password: " : "", true);
  proof.code = variable("OPENIMR_CODE");
  if (proof.code.empty() && (is_terminal || may_read_input)) proof.code = asked(is_terminal ? "code: " : "", false);
  return proof;
}

Result<std::unique_ptr<desk::Office>> open_office(const DeskArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return installation.error();
  auto store = store_url(arguments);
  if (!store) return store.error();
  desk::OfficePlaces places;
  places.store = std::move(*store);
  places.vault = {told_or(arguments.vault, "OPENIMR_VAULT"), told_or(arguments.vault_keys, "OPENIMR_VAULT_KEYS")};
  places.accounts = told_or(arguments.accounts, "OPENIMR_ACCOUNTS");
  places.organization = variable("OPENIMR_ORGANIZATION");
  places.roster = told_or(arguments.roster, "OPENIMR_ROSTER");
  auto office = desk::Office::open(places, std::move(*installation));
  if (!office) return office.error();
  return std::make_unique<desk::Office>(std::move(*office));
}

Result<AtDesk> at_the_desk(const DeskArguments& arguments, const std::string& role) {
  auto office = open_office(arguments);
  if (!office) return office.error();
  const std::string account = arguments.by.empty() ? login_name() : arguments.by;
  if (!(*office)->has_accounts()) {
    auto caller = (*office)->believe(account, arguments.role.empty() ? role : arguments.role);
    if (!caller) return caller.error();
    return AtDesk{std::move(*office), std::move(*caller)};
  }
  if (const std::string token = kept_token(); !token.empty()) {
    auto caller = (*office)->resume(token);
    const bool is_meant = caller && (arguments.by.empty() || arguments.by == caller->account());
    if (is_meant) return AtDesk{std::move(*office), std::move(*caller)};
    if (!caller && caller.error().kind != ErrorKind::Refused) return caller.error();
  }
  auto caller = let_in(**office, account, false);
  if (!caller) return caller.error();
  return AtDesk{std::move(*office), std::move(*caller)};
}

void add_places(CLI::App* command, DeskArguments& arguments) {
  command->add_option("--store", arguments.store,
                      "sqlite:PATH or postgresql://… (default: OPENIMR_STORE, or a file in the user's data folder)");
  command->add_option(
      "--vault", arguments.vault,
      "folder:DIR or s3:FILE, where papers are kept (default: OPENIMR_VAULT; without, their hashes are)");
  command->add_option("--vault-keys", arguments.vault_keys,
                      "file of the vault's master keys (default: OPENIMR_VAULT_KEYS)");
  command->add_option("--accounts", arguments.accounts,
                      "the account book, a file or a store; who acts then signs in (default: OPENIMR_ACCOUNTS)");
}

void add_person(CLI::App* command, DeskArguments& arguments) {
  command->add_option("--by", arguments.by, "account that acts (default: of the session, or the login name)");
  command->add_option("--role", arguments.role,
                      "without accounts: role in which it acts, which is believed (default: coordinator, of what a "
                      "reviewer does reviewer)");
}

int enter_command(const Console& console, const DeskArguments& arguments) {
  auto office = open_office(arguments);
  if (!office) return console.fail(office.error());
  auto caller = let_in(**office, arguments.by.empty() ? login_name() : arguments.by, true);
  if (!caller) return console.fail(caller.error());
  console.line(fmt::format("signed in as {}", caller->account()));
  return exit_done;
}

int leave_command(const Console& console, const DeskArguments& arguments) {
  const std::string token = kept_token();
  if (token.empty()) return exit_done;
  auto office = open_office(arguments);
  if (!office) return console.fail(office.error());
  if (auto ended = (*office)->end_session(token); !ended) return console.fail(ended.error());
  std::error_code gone;
  if (auto file = session_file()) fs::remove(*file, gone);
  return exit_done;
}

} // namespace openimr::cli
