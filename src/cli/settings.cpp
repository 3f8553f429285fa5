#include "cli/settings.h"

#include "cli/answers.h"
#include "store/store_url.h"
#include "text/data_file.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace openimr::cli {
namespace {

namespace json = boost::json;

std::vector<Setting> known_settings() {
  return {{"store", "OPENIMR_STORE", "where cases and the audit log are kept: sqlite:PATH or postgresql://…", false, "",
           ""},
          {"vault", "OPENIMR_VAULT", "where papers are kept: folder:DIR or s3:FILE", false, "", ""},
          {"vault_keys", "OPENIMR_VAULT_KEYS", "file of the vault's master keys", false, "", ""},
          {"vault_key", "OPENIMR_VAULT_KEY", "the master keys themselves; in the environment only", true, "", ""},
          {"audit_key", "OPENIMR_AUDIT_KEY", "file of the audit log's public key", false, "", ""},
          {"anchors", "OPENIMR_ANCHORS", "file of anchors that is kept elsewhere", false, "", ""},
          {"accounts", "OPENIMR_ACCOUNTS", "the account book", false, "", ""},
          {"organization", "OPENIMR_ORGANIZATION",
           "what the organization discloses of itself; no case is taken against it", false, "", ""},
          {"roster", "OPENIMR_ROSTER", "the roster of reviewers; nobody is proposed whom it does not let review", false,
           "", ""},
          {"library", "OPENIMR_LIBRARY", "library of published decisions; the server shows it under /decisions", false,
           "", ""},
          {"certificate", "OPENIMR_CERTIFICATE", "the server's certificate, for `openimr doctor`", false, "", ""},
          {"packs", "OPENIMR_PACKS", "folder of packs", false, "", ""},
          {"worker", "OPENIMR_WORKER", "the extraction worker", false, "", ""},
          {"cache", "OPENIMR_CACHE", "folder of the page cache", false, "", ""},
          {"log", "OPENIMR_LOG", "file to which a line of JSON is added for each command", false, "", ""}};
}

Result<Done> read_config(const std::string& path, std::vector<Setting>& settings) {
  auto file = text::DataFile::read(path);
  if (!file) return file.error();
  text::Reader reader(*file);
  const auto root = reader.root();
  root.only({"store", "vault", "vault_keys", "audit_key", "anchors", "accounts", "organization", "roster", "library",
             "certificate", "packs", "worker", "cache", "log"});
  for (Setting& setting : settings) {
    const auto value = root[setting.name];
    if (setting.is_secret || !value.is_present()) continue;
    setting.value = value.string();
    setting.origin = fmt::format("{}:{}", path, value.line());
  }
  if (!reader.problems().empty()) return reader.as_error();
  return Done{};
}

int show(const Console& console, const std::vector<Setting>& settings, bool as_json) {
  json::array rows;
  for (Setting setting : settings) {
    const char* holds = std::getenv(setting.variable.c_str()); // an option put it there after the settings were loaded
    if (holds && setting.value != holds) {
      setting.value = holds;
      setting.origin = "option";
    }
    const std::string shown =
        setting.is_secret && !setting.value.empty() ? "(set, not shown)" : store::without_password(setting.value);
    rows.push_back(json::object{{"name", setting.name},
                                {"value", shown},
                                {"origin", setting.origin},
                                {"variable", setting.variable},
                                {"help", setting.help}});
    if (!as_json)
      console.line(fmt::format("{:<13}{:<44}{}", setting.name, shown.empty() ? "-" : shown,
                               console.in(Tone::Quiet, setting.origin)));
  }
  if (as_json) console.write(json_line(json::object{{"settings", rows}}));
  return exit_done;
}

} // namespace

std::string config_file(int argc, char** argv) {
  constexpr std::string_view option = "--config", with_value = "--config=";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == option && i + 1 < argc) return argv[i + 1];
    if (word.starts_with(with_value)) return std::string(word.substr(with_value.size()));
  }
  const char* told = std::getenv("OPENIMR_CONFIG");
  return told ? told : "";
}

Result<std::vector<Setting>> load_settings(const std::string& file) {
  std::vector<Setting> settings = known_settings();
  for (Setting& setting : settings) setting.origin = "default";
  if (!file.empty())
    if (auto read = read_config(file, settings); !read) return read.error();
  for (Setting& setting : settings) {
    const char* told = std::getenv(setting.variable.c_str());
    if (told) {
      setting.value = told;
      setting.origin = "environment " + setting.variable;
    } else if (!setting.value.empty()) {
      ::setenv(setting.variable.c_str(), setting.value.c_str(), 1);
    }
  }
  return settings;
}

void add_config_commands(CLI::App& program, const Console& console, const std::vector<Setting>& settings, int& exit) {
  auto as_json = std::make_shared<bool>(false);
  auto* config = program.add_subcommand("config", "what this installation is told, and by whom");
  config->require_subcommand(1);
  auto* verb = config->add_subcommand(
      "show", "every setting with its value and where it came from: file, environment or option");
  verb->footer("Example: openimr config show --config openimr.yaml");
  verb->add_flag("--json", *as_json, "answer in JSON");
  verb->callback([&console, &settings, &exit, as_json] { exit = show(console, settings, *as_json); });
}

} // namespace openimr::cli
