// replay: makes a determination again from its receipt and says whether every byte is the same, or what differs first.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/replay_places.h"

#include "base/files.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

Error differs(std::string where, std::string found, std::string expected, std::string remedy) {
  return {ErrorKind::Refused, std::move(where), std::move(found), std::move(expected), std::move(remedy)};
}

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : "";
}

/// id or file -> sha256 of a list in the receipt.
std::map<std::string, std::string> hashes(const json::object& receipt, std::string_view list, std::string_view name) {
  std::map<std::string, std::string> result;
  if (const auto* value = receipt.if_contains(list); value && value->is_array())
    for (const auto& one : value->get_array())
      if (one.is_object()) result[text_at(one.get_object(), name)] = text_at(one.get_object(), "sha256");
  return result;
}

/// The first name whose hash is not the same, as an error.
std::optional<Error> first_difference(const std::string& what, const std::map<std::string, std::string>& then,
                                      const std::map<std::string, std::string>& now) {
  for (const auto& [name, hash] : then) {
    const auto found = now.find(name);
    if (found == now.end())
      return differs(name, "nothing", fmt::format("the {} that the receipt names ({})", what, hash.substr(0, 12)),
                     "put it back");
    if (found->second != hash)
      return differs(name, fmt::format("other content ({})", found->second.substr(0, 12)),
                     fmt::format("what the receipt names ({})", hash.substr(0, 12)),
                     "use the " + what + " of that time");
  }
  for (const auto& [name, hash] : now)
    if (!then.contains(name))
      return differs(name, fmt::format("a {} that the receipt does not name", what), "the same as then",
                     "take it away");
  return std::nullopt;
}

/// Reads the receipt beside the letter.
Result<json::object> read_determination(const std::string& file) {
  auto bytes = read_file(file, std::size_t{64} << 20);
  if (!bytes) return bytes.error();
  boost::system::error_code failed;
  json::value value = json::parse(*bytes, failed);
  if (failed || !value.is_object() || !value.get_object().contains("receipt") ||
      !value.get_object().at("receipt").is_object())
    return Error{ErrorKind::Input, file, "no receipt", "a determination.json that `openimr review --out` wrote",
                 "name that file"};
  return value.get_object();
}

} // namespace

int replay_command(const Console& console, const std::string& file, const ReviewArguments& given) {
  auto determination = read_determination(file);
  if (!determination) return console.fail(determination.error());
  const json::object& receipt = determination->at("receipt").get_object();
  ReviewArguments arguments = given;
  if (arguments.folder.empty()) {
    auto folder = find_case_of(file, hashes(receipt, "inputs", "file"));
    if (!folder) return console.fail(folder.error());
    arguments.folder = std::move(*folder);
  }
  if (arguments.roster.empty()) {
    auto roster = find_roster_of(file, arguments.folder);
    if (!roster) return console.fail(roster.error());
    arguments.roster = std::move(*roster);
  }
  arguments.as_of = text_at(receipt, "as_of");
  arguments.reading = text_at(receipt, "reading");
  if (!hashes(receipt, "earlier", "file").empty() && arguments.earlier.empty())
    return console.fail(Error{ErrorKind::Input, file, "earlier letters in the receipt and none given",
                              "the folder of earlier letters it was made with", "name it with --earlier"});
  if (const auto* letter = determination->if_contains("letter"); letter && letter->is_object())
    if (const auto* head = letter->get_object().if_contains("letterhead"); head && head->is_object())
      arguments.organization = text_at(head->get_object(), "name");
  auto review = reviewed(console, arguments);
  if (!review) return console.fail(review.error());

  // In the order in which one thing explains the next: papers, packs, program, bytes.
  std::map<std::string, std::string> packs;
  for (const auto& pack : review->receipt.packs) packs[pack.id] = pack.sha256;
  std::optional<Error> difference = first_difference("file", hashes(receipt, "inputs", "file"), review->receipt.inputs);
  if (!difference)
    difference = first_difference("earlier letter", hashes(receipt, "earlier", "file"), review->receipt.earlier);
  if (!difference) difference = first_difference("pack", hashes(receipt, "packs", "id"), packs);
  if (!difference && text_at(receipt, "engine") != review->receipt.engine)
    difference = differs("engine", review->receipt.engine, text_at(receipt, "engine"), "use that version");
  if (difference) return console.fail(*difference);
  if (!review->determination)
    return console.fail(
        review->not_issued ? *review->not_issued
                           : differs(arguments.folder, "no signed opinion", "the opinion of that time", "put it back"));
  auto files = files_of(*review, arguments);
  if (!files) return console.fail(files.error());
  std::size_t compared = 0;
  for (const auto& [name, now] : *files) {
    if (!name.starts_with("determination.")) continue;
    const std::string path = (fs::path(file).parent_path() / name).string();
    const auto then = read_file(path);
    if (!then) return console.fail(then.error());
    const auto at = std::mismatch(then->begin(), then->end(), now.begin(), now.end()).first - then->begin();
    if (*then != now)
      return console.fail(differs(path, fmt::format("byte {} is another", at), "the same bytes",
                                  "the file was changed after it was written"));
    ++compared;
  }
  console.line(fmt::format("the same: {} files, byte for byte", compared));
  return exit_done;
}

} // namespace openimr::cli
