// openimr serve: the workbench and its interface for programs, until it is told to stop.
#include "base/files.h"
#include "base/hash.h"
#include "cli/answers.h"
#include "cli/installation.h"
#include "cli/keeping.h"
#include "corpus/letter_generator.h"
#include "desk/account_book.h"
#include "desk/demonstration_day.h"
#include "desk/import_decisions.h"
#include "desk/moment.h"
#include "desk/open_log.h"
#include "server/serve.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <sodium.h>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;

struct ServeArguments {
  server::ServeOptions options;
  std::string demo_folder, day;
  std::optional<jurisdictions::Jurisdiction> law; ///< by whose calendar the day is meant
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

Result<Done> make_folder(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
  if (failed)
    return Error{ErrorKind::Storage, folder, failed.message(), "a folder that can be made", "name another with --demo"};
  return Done{};
}

/// The example roster with the public keys of the demonstration's own reviewers.
Result<Done> write_demo_roster(const std::string& example, const std::map<std::string, std::string>& keys,
                               const std::string& target) {
  auto text = read_file(example, std::size_t{1} << 20);
  if (!text) return text.error();
  for (const auto& [id, key] : keys) {
    const auto reviewer = text->find("id: " + id + "\n");
    const auto line = reviewer == std::string::npos ? reviewer : text->find("public_key:", reviewer);
    if (line == std::string::npos) continue;
    text->replace(line, text->find('\n', line) - line, "public_key: \"" + key + "\"");
  }
  return write_file(target, *text);
}

Result<Done> add_demo_accounts(server::HouseOptions& house, const std::string& example_roster) {
  std::map<std::string, std::string> keys;
  auto permissions = people::Permissions::load(house.installation.packs_folder);
  if (!permissions) return permissions.error();
  auto known = desk::open_accounts(house.places.accounts);
  if (!known) return known.error();
  for (const auto& account : demo_accounts()) {
    house.demo_accounts.push_back(fmt::format("{} {}", account.id, account.password));
    if (known->contains(account.id)) continue;
    auto added = desk::add_account(house.places.accounts, *permissions,
                                   {account.id, account.name, account.password, account.roles}, house.organization);
    if (!added) return added.error();
    if (!account.roles.contains("reviewer")) continue;
    auto key = desk::make_signing_key(house.places.accounts, account.id, account.password);
    if (!key) return key.error();
    keys[account.id] = *key;
  }
  return keys.empty() ? Result<Done>(Done{}) : write_demo_roster(example_roster, keys, house.roster);
}

/// The case folder without the opinion that the example brings: that is for the reviewer who signs in.
Result<std::string> undecided(const fs::path& folder, const std::string& spool) {
  const fs::path copy = fs::path(spool) / folder.filename();
  std::error_code failed;
  fs::remove_all(copy, failed);
  fs::create_directories(spool, failed);
  fs::copy(folder, copy, fs::copy_options::recursive, failed);
  if (failed)
    return Error{ErrorKind::Storage, copy.string(), failed.message(), "a folder that can be copied",
                 "look at the disk"};
  fs::remove(copy / "opinion.yaml", failed);
  fs::remove(copy / "assignment.yaml", failed);
  return copy.string();
}

/// The case, its papers in the vault, assigned and with a reviewer proposed; the rest is for who signs in.
Result<Done> bring_case(const Console& console, desk::Office& office, const fs::path& folder,
                        const std::string& spool) {
  const std::string name = folder.filename().string();
  const auto act = [&](const char* what) {
    desk::ActOptions options;
    options.key = fmt::format("demo {} {}", what, name);
    return options;
  };
  auto coordinator = office.believe("c.rivera", "coordinator");
  if (!coordinator) return coordinator.error();
  auto copy = undecided(folder, spool);
  if (!copy) return copy.error();
  auto done = office.import_case(*coordinator, *copy, "", act("import"));
  std::error_code ignored;
  fs::remove_all(*copy, ignored);
  if (!done) return done.error();
  console.line(fmt::format("case {}  {}", done->number, name));
  if (done->state.status != casework::Status::Eligible) return Done{};
  auto assigned = office.record(*coordinator, done->number, casework::Assigned{"Example IMRO"}, act("assign"));
  if (!assigned) return assigned.error();
  auto proposed = office.record(*coordinator, done->number, casework::ReviewerProposed{"R01", "first on the slate"},
                                act("propose"));
  if (!proposed) return proposed.error();
  return Done{};
}

/// A key for the log, which is signed as it stands, so that it can be verified and its rows proved.
Result<Done> sign_demo_log(const std::string& folder, server::HouseOptions& house) {
  const std::string secret = folder + "/audit.key";
  house.audit_key = folder + "/audit.pub";
  if (fs::exists(house.audit_key)) return Done{};
  std::string seed(crypto_sign_SEEDBYTES, '\0');
  randombytes_buf(seed.data(), seed.size());
  auto key = ledger::SigningKey::from_seed("demonstration.example/audit", seed);
  sodium_memzero(seed.data(), seed.size());
  if (!key) return key.error();
  if (auto kept = write_secret(secret, key->text() + "\n"); !kept) return kept.error();
  auto law = jurisdictions::Jurisdiction::load(house.installation.packs_folder, "us-ca-wc");
  if (!law) return law.error();
  auto log = desk::open_log(house.places.store);
  if (!log) return log.error();
  const Instant now = house.clock ? house.clock() : desk::now();
  ledger::Entry stamp;
  stamp.at = desk::utc_text(now.utc_seconds);
  stamp.local_date = law->local_date(now).iso();
  stamp.actor = "openimr";
  if (auto note = ledger::sign_checkpoint(**log, *key, stamp); !note) return note.error();
  return write_file(house.audit_key, key->verifying_key().text() + "\n");
}

/// A small library of synthetic letters, so that the public pages have something to show.
Result<Done> bring_library(const std::string& folder, server::HouseOptions& house) {
  constexpr std::size_t letters = 120;
  constexpr std::uint64_t seed = 7;
  house.library = folder + "/decisions.library";
  if (fs::exists(house.library)) return Done{};
  auto generator = corpus::LetterGenerator::load(house.installation.packs_folder);
  if (!generator) return generator.error();
  const std::string source = folder + "/letters";
  if (auto made = make_folder(source); !made) return made.error();
  for (std::size_t n = 0; n < letters; ++n)
    if (auto kept = write_file(fmt::format("{}/letter-{:03}.txt", source, n + 1), generator->letter(seed, n).text);
        !kept)
      return kept.error();
  desk::ImportOptions options;
  options.library = house.library;
  options.paths = {source};
  auto report = desk::import_decisions(options, house.installation);
  if (!report) return report.error();
  return Done{};
}

/// A folder stays on the day on which it was made, or its history would go back and forth.
Result<Done> keep_demo_day(const std::string& folder, const std::optional<Date>& day) {
  const std::string path = folder + "/day.txt", wanted = day ? day->iso() : "today";
  if (!fs::exists(path) && !fs::exists(folder + "/cases.db")) return write_file(path, wanted + "\n");
  std::string made = "today";
  if (fs::exists(path)) {
    auto text = read_file(path, 64);
    if (!text) return text.error();
    made = text->substr(0, text->find('\n'));
  }
  if (made == wanted) return Done{};
  return Error{ErrorKind::Input, "--day", wanted, "the day of this demonstration's folder: " + made,
               "give that day, or take another folder with --demo"};
}

/// Sets the clock of a demonstration to the day that was asked for.
Result<Done> set_day(ServeArguments& arguments) {
  if (arguments.day.empty()) return Done{};
  auto& house = arguments.options.house;
  if (arguments.demo_folder.empty())
    return Error{ErrorKind::Input, "--day", "a house that is no demonstration", "--demo FOLDER beside it",
                 "a log that tells another day than it is would be false; leave --day out"};
  house.day = Date::parse_iso(arguments.day);
  if (!house.day)
    return Error{ErrorKind::Input, "--day", "\"" + arguments.day + "\"", "a day such as 2015-03-02",
                 "write year-month-day"};
  auto law = jurisdictions::Jurisdiction::load(house.installation.packs_folder, house.places.jurisdiction);
  if (!law) return law.error();
  arguments.law = std::move(*law);
  house.clock = desk::clock_of(*house.day, *arguments.law);
  return Done{};
}

/// A store with the example cases, their papers in a vault, and an account for each role.
Result<Done> prepare_demo(const Console& console, const std::string& folder, server::HouseOptions& house) {
  if (auto made = make_folder(folder); !made) return made.error();
  const fs::path packs(house.installation.packs_folder), examples = packs / "../examples";
  house.places.store = "sqlite:" + folder + "/cases.db";
  house.places.vault = {"folder:" + folder + "/vault", folder + "/vault.keys"};
  house.spool = folder + "/spool";
  house.roster = folder + "/roster.yaml";
  house.letterhead = (examples / "letterhead.yaml").string();
  house.is_demo = true;
  if (!fs::exists(house.places.vault.key_file)) {
    std::string key(32, '\0');
    randombytes_buf(key.data(), key.size());
    if (auto kept = write_secret(house.places.vault.key_file, to_hex(key) + "\n"); !kept) return kept.error();
  }
  if (auto same = keep_demo_day(folder, house.day); !same) return same.error();
  server::HouseOptions bare = house; // neither accounts nor roster yet: the program itself acts
  bare.roster.clear();
  auto place = server::open_workplace(bare);
  if (!place) return place.error();
  std::set<fs::path> cases;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(examples / "cases", failed))
    if (fs::exists(entry.path() / "application.yaml", failed)) cases.insert(entry.path());
  for (const auto& one : cases)
    if (auto done = bring_case(console, *place->office, one, house.spool); !done) return done.error();
  if (house.audit_key.empty())
    if (auto done = sign_demo_log(folder, house); !done) return done.error();
  if (house.library.empty())
    if (auto done = bring_library(folder, house); !done) return done.error();
  house.places.accounts = folder + "/accounts.yaml";
  return add_demo_accounts(house, (examples / "rosters/small.yaml").string());
}

int serve(const Console& console, ServeArguments arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto& house = arguments.options.house;
  house.installation = std::move(*installation);
  if (house.web.empty()) house.web = web_folder();
  if (house.places.store.empty()) house.places.store = variable("OPENIMR_STORE");
  if (house.places.accounts.empty()) house.places.accounts = variable("OPENIMR_ACCOUNTS");
  if (house.places.vault.where.empty()) house.places.vault.where = variable("OPENIMR_VAULT");
  if (house.places.vault.key_file.empty()) house.places.vault.key_file = variable("OPENIMR_VAULT_KEYS");
  if (house.log.empty()) house.log = variable("OPENIMR_LOG");
  if (house.audit_key.empty()) house.audit_key = variable("OPENIMR_AUDIT_KEY");
  if (house.anchors.empty()) house.anchors = variable("OPENIMR_ANCHORS");
  if (house.oidc.empty()) house.oidc = variable("OPENIMR_OIDC");
  if (house.library.empty()) house.library = variable("OPENIMR_LIBRARY");
  if (auto done = set_day(arguments); !done) return console.fail(done.error());
  if (!arguments.demo_folder.empty()) {
    const std::string& listen = arguments.options.listen;
    if (!listen.starts_with("127.") && !listen.starts_with("[::1]") && !listen.starts_with("localhost:"))
      return console.fail({ErrorKind::Input, "--demo", "--listen " + listen, "an address of this machine only",
                           "a demonstration's passwords are known to everybody; leave --listen out"});
    if (auto done = prepare_demo(console, arguments.demo_folder, house); !done) return console.fail(done.error());
  }
  if (house.places.store.empty() || house.places.accounts.empty() || house.spool.empty()) {
    auto folder = data_folder();
    if (!folder) return console.fail(folder.error());
    if (house.places.store.empty()) house.places.store = "sqlite:" + *folder + "/cases.db";
    if (house.places.accounts.empty()) house.places.accounts = *folder + "/accounts.yaml";
    if (house.spool.empty()) house.spool = *folder + "/spool";
  }
  const bool has_web = !house.web.empty(), is_demo = house.is_demo;
  const auto day = house.day;
  auto done = server::serve(std::move(arguments.options), [&](const std::string& where) {
    if (day) console.line(fmt::format("In this demonstration today is {}.", day->iso()));
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
  serve_verb->add_option("--store", options.house.places.store,
                         "sqlite:PATH or postgresql://… (default: OPENIMR_STORE)");
  serve_verb->add_option("--listen", options.listen, "address and port; port 0 takes a free one")
      ->capture_default_str();
  serve_verb->add_option("--tls-cert", options.certificate, "certificate chain, PEM (default: in the clear)");
  serve_verb->add_option("--tls-key", options.key, "its key, PEM");
  serve_verb->add_option("--accounts", options.house.places.accounts, "the account book (default: OPENIMR_ACCOUNTS)");
  serve_verb->add_option("--vault", options.house.places.vault.where,
                         "folder:DIR or s3:FILE, where papers are kept (default: OPENIMR_VAULT)");
  serve_verb->add_option("--vault-keys", options.house.places.vault.key_file,
                         "file of the vault's master keys (default: OPENIMR_VAULT_KEYS)");
  serve_verb->add_option("--letterhead", options.house.letterhead, "file with the organization's name and address");
  serve_verb->add_option("--roster", options.house.roster, "roster of reviewers, for slates");
  serve_verb->add_option("--organization", options.house.organization, "name of the review organization")
      ->capture_default_str();
  serve_verb->add_option(
      "--library", options.house.library,
      "library of published decisions, shown to everybody under /decisions (default: OPENIMR_LIBRARY)");
  serve_verb->add_option("--audit-key", options.house.audit_key,
                         "the log's public key, to verify and prove (default: OPENIMR_AUDIT_KEY)");
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
  serve_verb->add_option("--oidc", options.house.oidc,
                         "file that lets people sign in over OpenID Connect (default: OPENIMR_OIDC, else off)");
  serve_verb->add_option("--day", arguments->day,
                         "the day on which a demonstration stands, such as 2015-03-02 (default: today)");
  serve_verb->callback([arguments, &console, &exit] { exit = serve(console, *arguments); });
}

} // namespace openimr::cli
