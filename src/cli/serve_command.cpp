// openimr serve: the workbench and its interface for programs, until it is told to stop.
#include "cli/answers.h"
#include "cli/installation.h"
#include "cli/keeping.h"
#include "desk/account_book.h"
#include "server/serve.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;

struct ServeArguments {
  server::ServeOptions options;
  std::string demo_folder;
};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// OPENIMR_WEB, or where the workbench is installed or built.
std::string web_folder() {
  if (auto told = variable("OPENIMR_WEB"); !told.empty()) return told;
  std::error_code ignored;
  const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const fs::path& place : {folder / "web", folder / "../share/openimr/web", folder / "../../web/dist"})
    if (fs::exists(place / "index.html", ignored)) return fs::weakly_canonical(place, ignored).string();
  return "";
}

Result<std::string> data_folder() {
  std::string base = variable("XDG_DATA_HOME");
  if (base.empty() && !variable("HOME").empty()) base = variable("HOME") + "/.local/share";
  if (base.empty())
    return Error{ErrorKind::Input, "--store", "no home folder to keep cases in", "sqlite:PATH or postgresql://…",
                 "name the store"};
  std::error_code failed;
  fs::create_directories(base + "/openimr", failed);
  if (failed)
    return Error{ErrorKind::Storage, base + "/openimr", failed.message(), "a folder that can be made",
                 "name another place with --store"};
  return base + "/openimr";
}

struct DemoAccount {
  const char* id;
  const char* name;
  std::set<std::string> roles;
  const char* password;
};

/// An account for each role; the passwords are no secret, so the server listens to this machine only.
const std::vector<DemoAccount>& demo_accounts() {
  static const std::vector<DemoAccount> accounts{
      {"i.park", "Ines Park", {"intake"}, "paper tray morning"},
      {"c.rivera", "Carla Rivera", {"coordinator"}, "blue harbor lantern"},
      {"R01", "Aurelia Example", {"reviewer"}, "quiet maple orchard"},
      {"R02", "Bruno Example", {"reviewer"}, "stone bridge at dawn"},
      {"m.osei", "Marian Osei", {"medical_director"}, "silver compass north"},
      {"k.lind", "Kaia Lind", {"compliance"}, "seven open windows"},
      {"p.novak", "Petra Novak", {"publisher"}, "printed page at noon"},
      {"a.chen", "Avery Chen", {"auditor"}, "second pair of eyes"},
      {"s.admin", "Sam Adair", {"administrator"}, "keyring on the hook"}};
  return accounts;
}

/// A store with the example cases and an account for each role.
Result<Done> prepare_demo(const Console& console, const std::string& folder, server::HouseOptions& house) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return Error{ErrorKind::Storage, folder, failed.message(), "a folder that can be made", "name another with --demo"};
  house.store = "sqlite:" + folder + "/cases.db";
  house.accounts = folder + "/accounts.yaml";
  house.spool = folder + "/spool";
  house.is_demo = true;
  auto permissions = people::Permissions::load(house.installation.packs_folder);
  if (!permissions) return permissions.error();
  auto known = desk::open_accounts(house.accounts);
  if (!known) return known.error();
  for (const auto& account : demo_accounts()) {
    house.demo_accounts.push_back(fmt::format("{} {}", account.id, account.password));
    if (known->contains(account.id)) continue;
    auto added = desk::add_account(house.accounts, *permissions,
                                   {account.id, account.name, account.password, account.roles}, "OpenIMR");
    if (!added) return added.error();
  }
  auto place = server::open_workplace(house);
  if (!place) return place.error();
  const fs::path examples = fs::path(house.installation.packs_folder) / "../examples/cases";
  std::set<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(examples, failed))
    if (fs::exists(entry.path() / "application.yaml", failed)) cases.insert(entry.path());
  for (const auto& one : cases) {
    auto done = place->acts->import_case(
        one.string(), "",
        {.actor = {"i.park", "coordinator"}, .at = {}, .on = {}, .key = "demo " + one.filename().string(), .rule = {}});
    if (!done) return done.error();
    console.line(fmt::format("case {}  {}", done->number, one.filename().string()));
  }
  return Done{};
}

int serve(const Console& console, ServeArguments arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto& house = arguments.options.house;
  house.installation = std::move(*installation);
  if (house.web.empty()) house.web = web_folder();
  if (house.store.empty()) house.store = variable("OPENIMR_STORE");
  if (house.accounts.empty()) house.accounts = variable("OPENIMR_ACCOUNTS");
  if (house.log.empty()) house.log = variable("OPENIMR_LOG");
  if (!arguments.demo_folder.empty()) {
    const std::string& listen = arguments.options.listen;
    if (!listen.starts_with("127.") && !listen.starts_with("[::1]") && !listen.starts_with("localhost:"))
      return console.fail({ErrorKind::Input, "--demo", "--listen " + listen, "an address of this machine only",
                           "a demonstration's passwords are known to everybody; leave --listen out"});
    if (auto done = prepare_demo(console, arguments.demo_folder, house); !done) return console.fail(done.error());
  }
  if (house.store.empty() || house.accounts.empty() || house.spool.empty()) {
    auto folder = data_folder();
    if (!folder) return console.fail(folder.error());
    if (house.store.empty()) house.store = "sqlite:" + *folder + "/cases.db";
    if (house.accounts.empty()) house.accounts = *folder + "/accounts.yaml";
    if (house.spool.empty()) house.spool = *folder + "/spool";
  }
  const bool has_web = !house.web.empty(), is_demo = house.is_demo;
  auto done = server::serve(std::move(arguments.options), [&](const std::string& where) {
    if (is_demo) {
      console.line("Sign in as (account, password; the code may be left empty here):");
      for (const auto& account : demo_accounts())
        console.line(fmt::format("  {:<10}{:<26}{}", account.id, account.password, *account.roles.begin()));
    }
    if (!has_web) console.warn("the workbench is not installed (OPENIMR_WEB); the interface for programs is served");
    console.line("listening on " + where);
    std::fflush(stdout);
  });
  return done ? exit_done : console.fail(done.error());
}

} // namespace

void add_serve_command(CLI::App& program, const Console& console, int& exit) {
  auto arguments = std::make_shared<ServeArguments>();
  auto& options = arguments->options;
  auto* serve_verb = program.add_subcommand("serve", "the workbench in a browser, and its interface for programs");
  serve_verb->footer("Example: openimr serve --store sqlite:cases.db --listen 127.0.0.1:8080\n"
                     "It stops on SIGTERM when the last answer is out. See docs/how_to/serve.md.");
  serve_verb->add_option("--store", options.house.store, "sqlite:PATH or postgresql://… (default: OPENIMR_STORE)");
  serve_verb->add_option("--listen", options.listen, "address and port; port 0 takes a free one")
      ->capture_default_str();
  serve_verb->add_option("--tls-cert", options.certificate, "certificate chain, PEM (default: in the clear)");
  serve_verb->add_option("--tls-key", options.key, "its key, PEM");
  serve_verb->add_option("--accounts", options.house.accounts, "the account book (default: OPENIMR_ACCOUNTS)");
  serve_verb->add_option("--organization", options.house.organization, "name of the review organization")
      ->capture_default_str();
  serve_verb->add_option("--web", options.house.web, "folder of the built workbench (default: OPENIMR_WEB)");
  serve_verb->add_option("--spool", options.house.spool, "folder for uploads that are not finished");
  serve_verb->add_option("--log", options.house.log, "file for a line of JSON a request; - for standard error");
  serve_verb->add_option("--drain", options.drain_seconds, "seconds that requests under way get on SIGTERM")
      ->check(CLI::Range(0, 3600))
      ->capture_default_str();
  serve_verb->add_option("--requests-a-second", options.house.requests_a_second, "of one session or address")
      ->check(CLI::Range(0.1, 1e6))
      ->capture_default_str();
  serve_verb->add_option("--threads", options.house.quick_threads, "threads that answer requests")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  serve_verb->add_flag("--behind-proxy", options.house.is_behind_proxy, "believe X-Forwarded-For and -Proto");
  serve_verb->add_option("--demo", arguments->demo_folder,
                         "folder for a demonstration: the example cases and an account for each role");
  serve_verb->callback([arguments, &console, &exit] { exit = serve(console, *arguments); });
}

} // namespace openimr::cli
