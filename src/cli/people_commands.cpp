// openimr people: accounts, roles, and what each may do.
#include "base/files.h"
#include "cli/answers.h"
#include "cli/at_the_desk.h"
#include "cli/environment.h"
#include "cli/installation.h"
#include "cli/keeping.h"
#include "desk/account_book.h"
#include "desk/broken_glass.h"
#include "desk/moment.h"
#include "desk/seal_reviewer.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <sodium.h>

namespace openimr::cli {
namespace {

namespace json = boost::json;

struct PeopleArguments {
  std::string book, id, name, issuer = "OpenIMR", act, case_number, reason, log, spool, to, from,
                              jurisdiction = "us-ca-wc";
  std::vector<std::string> roles, assigned;
  bool json = false;
};

std::int64_t utc_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Result<people::Permissions> load_permissions() {
  auto installation = find_installation();
  if (!installation) return installation.error();
  return people::Permissions::load(installation->packs_folder);
}

/// The next line of standard input: passwords do not belong on a command line.
std::string line_of_input() {
  std::string line;
  std::getline(std::cin, line);
  return line;
}

int add_account(const Console& console, const PeopleArguments& arguments) {
  auto permissions = load_permissions();
  if (!permissions) return console.fail(permissions.error());
  desk::NewAccount fresh{
      arguments.id, arguments.name, line_of_input(), {arguments.roles.begin(), arguments.roles.end()}};
  auto uri = desk::add_account(arguments.book, *permissions, fresh, arguments.issuer);
  sodium_memzero(fresh.password.data(), fresh.password.size());
  if (!uri) return console.fail(uri.error());
  console.line(*uri);
  return exit_done;
}

int sign_in(const Console& console, const PeopleArguments& arguments) {
  const std::string password = line_of_input(), code = line_of_input();
  auto tried = desk::try_sign_in(arguments.book, arguments.id, password, code, utc_now());
  if (!tried) return console.fail(tried.error());
  if (tried->is_in) {
    console.line("signed in");
    return exit_done;
  }
  // One answer for every reason; the log of the desk tells them apart.
  return console.fail({ErrorKind::Refused, arguments.id, "another account, password or code, or a locked account",
                       "all three right", "wait for the next code, or ask an administrator"});
}

int set_active(const Console& console, const PeopleArguments& arguments, bool is_active) {
  auto done = desk::set_active(arguments.book, arguments.id, is_active);
  return done ? exit_done : console.fail(done.error());
}

int list_accounts(const Console& console, const PeopleArguments& arguments) {
  auto accounts = desk::open_accounts(arguments.book);
  if (!accounts) return console.fail(accounts.error());
  json::array rows;
  const std::int64_t now = utc_now();
  for (const auto& [id, account] : *accounts) {
    const char* state = !account.is_active ? "closed" : now < account.locked_until ? "locked" : "open";
    json::array roles(account.roles.begin(), account.roles.end());
    rows.push_back(json::object{{"id", id}, {"roles", roles}, {"state", state}});
    std::string words;
    for (const auto& role : account.roles) words += " " + role;
    if (!arguments.json) console.line(fmt::format("{:<16}{:<8}{}", id, state, words));
  }
  if (arguments.json) console.write(json_line(json::object{{"accounts", rows}}));
  return exit_done;
}

json::value to_json(const people::Permissions& permissions) {
  json::array roles, acts;
  for (const auto& [id, title] : permissions.roles()) roles.push_back(json::object{{"id", id}, {"title", title}});
  for (const auto& [id, act] : permissions.acts()) {
    json::object scopes;
    for (const auto& [role, scope] : act.roles) scopes[role] = scope;
    acts.push_back(json::object{{"id", id},
                                {"title", act.title},
                                {"citation", act.citation},
                                {"why", act.why},
                                {"roles", scopes},
                                {"break_glass", json::array(act.break_glass.begin(), act.break_glass.end())},
                                {"not_on_own", act.is_not_on_own}});
  }
  return json::object{{"roles", roles}, {"acts", acts}};
}

int list_roles(const Console& console, const PeopleArguments& arguments) {
  auto permissions = load_permissions();
  if (!permissions) return console.fail(permissions.error());
  if (arguments.json) {
    console.write(json_line(to_json(*permissions)));
    return exit_done;
  }
  for (const auto& [id, act] : permissions->acts()) {
    std::string who;
    for (const auto& [role, scope] : act.roles)
      who += (who.empty() ? "" : ", ") + role + (scope == "all" ? "" : " (assigned cases)");
    console.line(fmt::format("{:<24}{}", id, who));
    console.line(std::string(24, ' ') + console.in(Tone::Quiet, wrapped(act.why + " (" + act.citation + ")", 96, 24)));
  }
  return exit_done;
}

people::Person person_of(const PeopleArguments& arguments) {
  return {arguments.id,
          {arguments.roles.begin(), arguments.roles.end()},
          {arguments.assigned.begin(), arguments.assigned.end()},
          {}};
}

int may(const Console& console, const PeopleArguments& arguments) {
  auto permissions = load_permissions();
  if (!permissions) return console.fail(permissions.error());
  if (!permissions->acts().contains(arguments.act))
    return console.fail({ErrorKind::Input, "ACT", arguments.act, "an act of packs/organization/roles.yaml",
                         "see `openimr people roles`"});
  const auto decision = permissions->may(person_of(arguments), arguments.act, {arguments.case_number}, utc_now());
  if (arguments.json)
    console.write(json_line(
        json::object{{"is_allowed", decision.is_allowed}, {"role", decision.role}, {"reason", decision.reason}}));
  else
    console.line((decision.is_allowed ? "yes: " : "no: ") + decision.reason);
  return decision.is_allowed ? exit_done : exit_no;
}

/// Who may see an alarm: a message for the compliance officers in the mail spool.
Result<Done> leave_alarm(const PeopleArguments& arguments, const desk::Moment& now) {
  const std::string text =
      fmt::format("From: {0}\r\nTo: {1}\r\nSubject: Glass broken: {2} by {3}\r\nMIME-Version: 1.0\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n\r\n{3} may {2} on case {4} for four hours from {5}.\r\n"
                  "The reason is in the audit log.\r\n",
                  arguments.from, arguments.to, arguments.act, arguments.id, arguments.case_number, now.utc);
  if ((arguments.from + arguments.to).find_first_of("\r\n") != std::string::npos)
    return Error{ErrorKind::Input, "--mail-to", "a line break", "an address", ""};
  return write_file(
      fmt::format("{}/break-glass-{}-{}.eml", arguments.spool, arguments.id,
                  now.utc.substr(0, 10) + now.utc.substr(11, 2) + now.utc.substr(14, 2) + now.utc.substr(17, 2)),
      text);
}

int break_glass(const Console& console, const PeopleArguments& arguments) {
  auto permissions = load_permissions();
  if (!permissions) return console.fail(permissions.error());
  auto accounts = desk::open_accounts(arguments.book);
  if (!accounts) return console.fail(accounts.error());
  const auto account = accounts->find(arguments.id);
  if (account == accounts->end() || !account->second.is_active)
    return console.fail(
        {ErrorKind::NotFound, arguments.book, "no open account " + arguments.id, "an account of this book", ""});
  auto glass = permissions->break_glass({arguments.id, account->second.roles, {}, {}}, arguments.act,
                                        arguments.case_number, arguments.reason, utc_now());
  if (!glass) return console.fail(glass.error());
  auto law = jurisdictions::Jurisdiction::load(find_installation()->packs_folder, arguments.jurisdiction);
  if (!law) return console.fail(law.error());
  const auto now = desk::moment_now(*law);
  ledger::Entry entry;
  entry.act = ledger::acts::break_glass;
  entry.actor = arguments.id;
  entry.at = now.utc;
  entry.local_date = now.local_date.iso();
  entry.case_number = arguments.case_number;
  entry.details = {{"may", arguments.act}, {"reason", arguments.reason}, {"until", desk::utc_text(glass->until)}};
  if (auto told = desk::tell_glass(arguments.log, arguments.id, *glass, std::move(entry)); !told)
    return console.fail(told.error());
  if (!arguments.spool.empty())
    if (auto left = leave_alarm(arguments, now); !left) return console.fail(left.error());
  console.warn(fmt::format("glass broken: {} may {} on case {} until {}", arguments.id, arguments.act,
                           arguments.case_number, desk::utc_text(glass->until)));
  return exit_done;
}

CLI::App* add(CLI::App& under, const char* name, const char* does, const char* example) {
  auto* command = under.add_subcommand(name, does);
  command->footer(std::string("Example: ") + example);
  return command;
}

void add_book(CLI::App* command, const std::shared_ptr<PeopleArguments>& arguments) {
  or_environment(
      command->add_option("--book", arguments->book,
                          "the account book: a file, or the store that keeps it (sqlite:PATH, postgresql://…)"),
      arguments->book, "OPENIMR_ACCOUNTS", Need::Required);
}

void add_account_verbs(CLI::App& people, const Console& console, int& exit,
                       const std::shared_ptr<PeopleArguments>& arguments) {
  auto* fresh =
      add(people, "add", "make an account, or give one new roles and a new password (read from standard input)",
          "openimr people add m.doe --name \"M. Doe\" --role coordinator --book accounts.yaml");
  fresh->add_option("ID", arguments->id, "what the audit log calls the person")->required();
  fresh->add_option("--name", arguments->name, "the person's name");
  fresh->add_option("--role", arguments->roles, "a role; may be given again")->required();
  fresh->add_option("--issuer", arguments->issuer, "what the authenticator program shows")->capture_default_str();
  add_book(fresh, arguments);
  fresh->callback([&console, &exit, arguments] { exit = add_account(console, *arguments); });
  auto* list = add(people, "list", "the accounts, without names", "openimr people list --book accounts.yaml");
  add_book(list, arguments);
  list->add_flag("--json", arguments->json, "answer in JSON");
  list->callback([&console, &exit, arguments] { exit = list_accounts(console, *arguments); });
  auto* key = add(people, "signing-key", "a reviewer's signing key, kept under the password (read from standard input)",
                  "openimr people signing-key R02 --book accounts.yaml");
  key->add_option("ID", arguments->id, "the account")->required();
  add_book(key, arguments);
  key->callback([&console, &exit, arguments] {
    std::string password = line_of_input();
    auto made = desk::make_signing_key(arguments->book, arguments->id, password);
    sodium_memzero(password.data(), password.size());
    if (made) console.line(*made);
    exit = made ? exit_done : console.fail(made.error());
  });
  auto* try_it = add(people, "sign-in", "try password and code (two lines of standard input)",
                     "openimr people sign-in m.doe --book accounts.yaml");
  try_it->add_option("ID", arguments->id, "the account")->required();
  add_book(try_it, arguments);
  try_it->callback([&console, &exit, arguments] { exit = sign_in(console, *arguments); });
  for (const bool is_active : {true, false}) {
    auto* verb = add(people, is_active ? "open" : "close",
                     is_active ? "open an account again, also a locked one" : "close an account",
                     is_active ? "openimr people open m.doe --book accounts.yaml"
                               : "openimr people close m.doe --book accounts.yaml");
    verb->add_option("ID", arguments->id, "the account")->required();
    add_book(verb, arguments);
    verb->callback([&console, &exit, arguments, is_active] { exit = set_active(console, *arguments, is_active); });
  }
}

} // namespace

Result<std::string> seal_file(const desk::Review& review, const std::string& key_file) {
  auto seal = desk::seal_reviewer(review, key_file);
  if (!seal) return seal.error();
  return json_line(json::object{{"schema", 1},
                                {"case", seal->letter.case_number},
                                {"content_hash", seal->letter.content_hash},
                                {"seal", seal->token}});
}

void add_people_commands(CLI::App& program, const Console& console, int& exit) {
  auto arguments = std::make_shared<PeopleArguments>();
  auto* people = program.add_subcommand("people", "accounts, roles, and what each may do");
  people->require_subcommand(1);
  add_account_verbs(*people, console, exit, arguments);

  auto places = std::make_shared<DeskArguments>();
  for (const bool comes : {true, false}) {
    auto* verb = add(*people, comes ? "enter" : "leave",
                     comes ? "sign in: until `leave`, for 12 hours at most, commands of this user know who acts"
                           : "end the session of this user",
                     comes ? "openimr people enter --by c.rivera --accounts accounts.yaml" : "openimr people leave");
    add_places(verb, *places);
    if (comes) verb->add_option("--by", places->by, "account that signs in (default: the login name)");
    verb->callback([&console, &exit, places, comes] {
      exit = comes ? enter_command(console, *places) : leave_command(console, *places);
    });
  }

  auto* roles = add(*people, "roles", "every act, who may do it, and why", "openimr people roles");
  roles->add_flag("--json", arguments->json, "answer in JSON");
  roles->callback([&console, &exit, arguments] { exit = list_roles(console, *arguments); });

  auto* ask = add(*people, "may", "may somebody with these roles do this? exit code 1 when not",
                  "openimr people may page_read --role reviewer --assigned CM26-0000017 --case CM26-0000018");
  ask->add_option("ACT", arguments->act, "the act")->required();
  ask->add_option("--role", arguments->roles, "a role of the person; may be given again")->required();
  ask->add_option("--case", arguments->case_number, "on which case");
  ask->add_option("--assigned", arguments->assigned, "a case to which the person is assigned");
  ask->add_flag("--json", arguments->json, "answer in JSON");
  ask->callback([&console, &exit, arguments] { exit = may(console, *arguments); });

  auto* glass =
      add(*people, "break-glass", "leave to act beyond one's cases in an emergency, with an alarm and a row of the log",
          "openimr people break-glass r.roe page_read --case CM26-0000018 --reason \"assigned reviewer ill, hearing at "
          "noon\" --book accounts.yaml --log folder:log");
  glass->add_option("ID", arguments->id, "the account")->required();
  glass->add_option("ACT", arguments->act, "the act")->required();
  glass->add_option("--case", arguments->case_number, "on which case")->required();
  glass->add_option("--reason", arguments->reason, "what happened, and why it cannot wait")->required();
  glass->add_option("--log", arguments->log, "audit log: sqlite:PATH, postgresql://… or folder:DIR")->required();
  glass->add_option("--mail-spool", arguments->spool, "folder in which a message to the compliance officers is left");
  glass->add_option("--mail-to", arguments->to, "with --mail-spool");
  glass->add_option("--mail-from", arguments->from, "with --mail-spool");
  glass->add_option("--jurisdiction", arguments->jurisdiction, "whose calendar gives the day")->capture_default_str();
  add_book(glass, arguments);
  glass->callback([&console, &exit, arguments] { exit = break_glass(console, *arguments); });
}

} // namespace openimr::cli
