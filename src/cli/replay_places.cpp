#include "cli/replay_places.h"

#include "base/files.h"
#include "base/hash.h"
#include "intake/case_folder.h"
#include "intake/opinion_file.h"
#include "reviewers/roster_file.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <set>
#include <vector>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;

constexpr int deepest = 4;                  // folders below each place
constexpr std::size_t most_entries = 20000; // of one look, so that a whole disk is not read
constexpr std::size_t largest = std::size_t{16} << 20;

/// Folders to look in, the nearest first.
std::vector<fs::path> places(const std::string& determination) {
  std::error_code failed;
  std::vector<fs::path> list;
  const auto add = [&](const fs::path& folder) {
    if (!folder.empty() && folder != folder.root_path() && std::find(list.begin(), list.end(), folder) == list.end())
      list.push_back(folder);
  };
  const fs::path beside = fs::weakly_canonical(determination, failed).parent_path();
  add(beside);
  add(fs::current_path(failed));
  add(beside.parent_path());
  add(beside.parent_path().parent_path());
  return list;
}

/// The first file of the places that is wanted, in order of its path; hidden and build folders are left out.
std::string first_file(const std::string& determination, const std::function<bool(const fs::path&)>& is_wanted) {
  std::set<std::string> seen;
  for (const fs::path& place : places(determination)) {
    std::error_code failed;
    std::vector<fs::path> files;
    std::size_t entries = 0;
    fs::recursive_directory_iterator at(place, fs::directory_options::skip_permission_denied, failed), end;
    for (; !failed && at != end && ++entries < most_entries; at.increment(failed)) {
      const std::string name = at->path().filename().string();
      const bool is_folder = at->is_directory(failed) && !failed;
      if (is_folder && (name.starts_with('.') || name == "build" || at.depth() >= deepest))
        at.disable_recursion_pending();
      if (!is_folder && name.ends_with(".yaml") && seen.insert(at->path().string()).second) files.push_back(at->path());
    }
    std::sort(files.begin(), files.end());
    const auto found = std::find_if(files.begin(), files.end(), is_wanted);
    if (found != files.end()) return found->string();
  }
  return "";
}

bool has_hash(const fs::path& file, const std::string& hash) {
  const auto bytes = read_file(file.string(), largest);
  return bytes && sha256_hex(*bytes) == hash;
}

} // namespace

Result<std::string> find_case_of(const std::string& determination, const std::map<std::string, std::string>& inputs) {
  const auto application = inputs.find("application.yaml");
  const std::string hash = application == inputs.end() ? "" : application->second;
  std::string near; // the same application, other papers
  const std::string file = first_file(determination, [&](const fs::path& path) {
    if (path.filename() != "application.yaml" || !has_hash(path, hash)) return false;
    if (near.empty()) near = path.parent_path().string();
    const auto now = intake::hash_inputs(path.parent_path().string());
    return now && std::all_of(inputs.begin(), inputs.end(), [&](const auto& one) {
             const auto found = now->find(one.first);
             return found != now->end() && found->second == one.second;
           });
  });
  if (!file.empty()) return fs::path(file).parent_path().string();
  if (!near.empty()) return near; // the difference is told by the replay
  return Error{ErrorKind::NotFound, determination,
               fmt::format("no case folder near it whose application.yaml the receipt names ({})", hash.substr(0, 12)),
               "the case folder it was made from", "name it with --case"};
}

Result<std::string> find_roster_of(const std::string& determination, const std::string& case_folder) {
  const auto opinion = intake::read_opinion(case_folder + "/opinion.yaml");
  if (!opinion) return opinion.error();
  const std::string key = opinion->signature ? opinion->signature->public_key : "";
  const auto knows = [&](const fs::path& path, bool wants_key) {
    const auto bytes = read_file(path.string(), largest);
    if (!bytes || bytes->find("reviewers:") == std::string::npos) return false;
    const auto roster = reviewers::parse_roster(path.string(), *bytes);
    const auto* reviewer = roster ? roster->find(opinion->reviewer) : nullptr;
    return reviewer && (wants_key ? reviewer->public_key == key && !key.empty() : reviewer->public_key.empty());
  };
  for (const bool wants_key : {true, false})
    if (std::string file = first_file(determination, [&](const fs::path& path) { return knows(path, wants_key); });
        !file.empty())
      return file;
  return Error{ErrorKind::NotFound, determination,
               fmt::format("no roster near it that names {} and the key of the opinion", opinion->reviewer),
               "the roster it was made with", "name it with --roster"};
}

} // namespace openimr::cli
