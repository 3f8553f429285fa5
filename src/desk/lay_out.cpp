#include "desk/lay_out.h"

#include "base/hash.h"
#include "casework/case.h"
#include "casework/event_json.h"
#include "desk/sign_opinion.h"
#include "desk/written_assignment.h"
#include "determination/own_finding.h"
#include "determination/yaml_words.h"
#include "intake/documents_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;

Error cannot(const std::string& path) {
  return {ErrorKind::Storage, path, std::strerror(errno), "a file that can be written",
          "look at the room on the disk and at the folder's rights"};
}

/// A file of its owner alone, written in pieces; the folder above it is made.
class OwnFile {
public:
  explicit OwnFile(std::string path) : path_(std::move(path)) {
    std::error_code failed;
    fs::create_directories(fs::path(path_).parent_path(), failed); // what cannot be made shows when it is opened
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  }
  OwnFile(const OwnFile&) = delete;
  OwnFile& operator=(const OwnFile&) = delete;
  ~OwnFile() {
    if (file_ >= 0) ::close(file_);
  }
  Result<Done> write(std::string_view bytes) {
    while (file_ >= 0 && !bytes.empty()) {
      const ssize_t count = ::write(file_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return cannot(path_);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return file_ < 0 ? Result<Done>(cannot(path_)) : Done{};
  }
  Result<Done> close() {
    const int file = std::exchange(file_, -1);
    return file >= 0 && ::close(file) == 0 ? Result<Done>(Done{}) : cannot(path_);
  }

private:
  std::string path_;
  int file_ = -1;
};

/// Names come from a history that anybody with a role could write into.
bool is_below(const std::string& file) {
  const fs::path path(file);
  return !path.is_absolute() && file.find('\0') == file.npos &&
         std::none_of(path.begin(), path.end(),
                      [](const fs::path& part) { return part.empty() || part.string().starts_with('.'); });
}

Result<Done> write_paper(const CasePaper& paper, const vault::Vault& vault, const std::string& folder) {
  OwnFile file(folder + "/" + paper.file);
  Sha256 hash;
  auto read = vault.get(paper.vault, [&](std::string_view piece) -> Result<Done> {
    hash.add(piece);
    return file.write(piece);
  });
  if (!read) return read.error();
  if (auto closed = file.close(); !closed) return closed.error();
  if (hash.hex() != paper.sha256)
    return Error{ErrorKind::Storage, paper.file, "other bytes in the vault", "what the history says came in",
                 "run openimr vault verify and openimr audit verify"};
  return Done{};
}

std::string entry_line(const CasePaper& paper, const intake::DocumentEntry* known) {
  std::string line =
      fmt::format("  - {{file: {}", determination::quoted(paper.file.substr(std::string_view("documents/").size())));
  const bool is_told = paper.from != unknown_sender;
  if (is_told) line += fmt::format(", sender: {}, received: {}", determination::quoted(paper.from), paper.on.iso());
  if (known && !known->kind.empty()) line += fmt::format(", kind: {}", determination::quoted(known->kind));
  if (known && known->date) line += fmt::format(", date: {}", known->date->iso());
  if (known && !known->title.empty()) line += fmt::format(", title: {}", determination::quoted(known->title));
  if (known && !known->author.empty()) line += fmt::format(", author: {}", determination::quoted(known->author));
  return line + "}\n";
}

/// documents.yaml: word for word as it came with the case folder while it speaks of every paper; else written from the
/// history, with what it said of kinds and days.
Result<std::string> documents_yaml(const std::vector<CasePaper>& papers, const std::string& kept) {
  std::map<std::string, intake::DocumentEntry> entries;
  if (!kept.empty()) {
    auto parsed = intake::parse_documents_file("documents.yaml", kept);
    if (!parsed) return parsed.error();
    entries = std::move(*parsed);
  }
  const bool has_news = std::any_of(papers.begin(), papers.end(), [&](const CasePaper& paper) {
    return paper.from != unknown_sender && !entries.contains(paper.file);
  });
  if (!has_news) return kept;
  std::string text = "schema: 1\ndocuments:\n";
  for (const CasePaper& paper : papers) {
    const auto known = entries.find(paper.file);
    text += entry_line(paper, known == entries.end() ? nullptr : &known->second);
  }
  return text;
}

struct Contents {
  std::map<std::string, std::string> texts;
  std::vector<CasePaper> papers;
};

bool is_of_reviewers(const std::string& name) { return name.starts_with("opinion") || name == "own_finding.yaml"; }

/// own_finding.yaml of several reviewers; of one it is word for word what was kept.
Result<std::string> joined_findings(const std::vector<std::string>& kept) {
  if (kept.size() < 2) return kept.empty() ? std::string() : kept.front();
  std::string text = "schema: 1\nfindings:\n";
  for (const std::string& one : kept) {
    auto findings = determination::parse_own_findings("own_finding.yaml", one);
    if (!findings) return findings.error();
    for (const auto& finding : *findings) text += determination::to_yaml_line(finding);
  }
  return text;
}

/// Opinions and own findings: of the reviewers whom the case has now, in the order of their seats.
Result<Done> add_reviewers_files(store::Store& store, const casework::Case& state, const std::string& for_reviewer,
                                 std::map<std::string, std::string>& texts) {
  std::vector<std::string> findings;
  int seat = 0;
  for (const auto& part : state.reviewers) {
    auto opinion = case_file(store, state.number, opinion_of(part.id));
    if (!opinion) return opinion.error();
    if (for_reviewer.empty() || for_reviewer == part.id)
      if (++seat <= most_seats && !opinion->text.empty()) texts[opinion_file(seat)] = std::move(opinion->text);
    auto own = case_file(store, state.number, own_finding_of(part.id));
    if (!own) return own.error();
    if (!own->text.empty()) findings.push_back(std::move(own->text));
  }
  auto joined = joined_findings(findings);
  if (!joined) return joined.error();
  texts["own_finding.yaml"] = std::move(*joined);
  return Done{};
}

Result<Contents> contents_of(store::Store& store, const std::string& number, const std::string& for_reviewer) {
  auto stored = store.history(number);
  if (!stored) return stored.error();
  std::vector<casework::CaseEvent> history;
  Contents contents;
  for (const auto& each : *stored) {
    auto event = casework::event_from_bytes(each.body);
    if (!event) return event.error();
    if (const auto* received = std::get_if<casework::Received>(&event->what))
      contents.texts["application.yaml"] = received->application;
    history.push_back(std::move(*event));
  }
  auto papers = case_papers(store, number);
  if (!papers) return papers.error();
  contents.papers = std::move(*papers);
  auto state = casework::replay(history);
  if (!state) return state.error();
  for (const auto& [joined, words] : state->joined_applications) contents.texts["joined/" + joined + ".yaml"] = words;
  if (!state->reviewers.empty())
    if (auto added = add_reviewers_files(store, *state, for_reviewer, contents.texts); !added) return added.error();
  for (const std::string& name : case_file_names()) {
    if (!state->reviewers.empty() && is_of_reviewers(name)) continue;
    auto file = case_file(store, number, name);
    if (!file) return file.error();
    if (!file->text.empty()) contents.texts[name] = std::move(file->text);
  }
  const auto put = [&](const char* name, Result<std::string> text) -> Result<Done> {
    if (!text) return text.error();
    if (text->empty()) return Done{};
    contents.texts[name] = std::move(*text);
    return Done{};
  };
  if (auto done = put("documents.yaml", documents_yaml(contents.papers, contents.texts["documents.yaml"])); !done)
    return done.error();
  if (auto done = put("assignment.yaml", written_assignment(history, contents.texts["assignment.yaml"])); !done)
    return done.error();
  std::erase_if(contents.texts, [](const auto& each) { return each.second.empty(); });
  return contents;
}

std::string passing_folder() {
  const char* told = std::getenv("TMPDIR");
  return told && *told ? told : "/tmp";
}

} // namespace

Result<CaseFolder> CaseFolder::make(const std::string& into) {
  std::string name = (into.empty() ? passing_folder() : into) + "/openimr-case-XXXXXX";
  if (!::mkdtemp(name.data())) return cannot(name); // 0700
  return CaseFolder(std::move(name));
}

CaseFolder::CaseFolder(CaseFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

CaseFolder& CaseFolder::operator=(CaseFolder&& other) noexcept {
  if (this == &other) return *this;
  remove();
  path_ = std::exchange(other.path_, {});
  return *this;
}

CaseFolder::~CaseFolder() { remove(); }

void CaseFolder::remove() {
  std::error_code ignored; // what cannot be removed is at least its owner's alone
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<Done> CaseFolder::keep_as(const std::string& target) {
  // An empty folder would be replaced by rename(); nothing of anybody's is.
  std::error_code failed;
  if (fs::exists(fs::symlink_status(target, failed)))
    return Error{ErrorKind::Refused, target, "something of that name", "a folder that is not there yet",
                 "choose another name"};
  if (::rename(path_.c_str(), target.c_str()) != 0) return cannot(target);
  path_.clear();
  return Done{};
}

Result<std::map<std::string, std::string>> folder_texts(store::Store& store, const std::string& number,
                                                        const std::string& for_reviewer) {
  auto contents = contents_of(store, number, for_reviewer);
  if (!contents) return contents.error();
  return std::move(contents->texts);
}

Result<std::map<std::string, std::string>> input_hashes(store::Store& store, const std::string& number) {
  auto contents = contents_of(store, number, "");
  if (!contents) return contents.error();
  std::map<std::string, std::string> hashes;
  for (const auto& [name, text] : contents->texts)
    if (name != "assignment.yaml") hashes[name] = sha256_hex(text); // names reviewers; no review is signed over it
  for (const CasePaper& paper : contents->papers) hashes[paper.file] = paper.sha256;
  return hashes;
}

Result<CaseFolder> lay_out(store::Store& store, const vault::Vault* vault, const std::string& number,
                           const std::string& into, const std::string& for_reviewer) {
  auto contents = contents_of(store, number, for_reviewer);
  if (!contents) return contents.error();
  std::string missing;
  for (const CasePaper& paper : contents->papers) {
    if (!is_below(paper.file))
      return Error{ErrorKind::Input, "case " + number, "a paper called " + determination::quoted(paper.file),
                   "a name below documents/ without '..' and hidden parts", "add it again under another name"};
    if (paper.vault.empty() || !vault) missing += (missing.empty() ? "" : ", ") + paper.file;
  }
  if (!missing.empty())
    return Error{ErrorKind::NotFound, "case " + number,
                 (vault ? "papers that no vault keeps: " : "no vault, and papers: ") + missing,
                 "every paper of the case",
                 vault ? "bring them with openimr case add, or import the case folder again"
                       : "name the vault with --vault or OPENIMR_VAULT"};
  auto folder = CaseFolder::make(into);
  if (!folder) return folder.error();
  for (const auto& [name, text] : contents->texts) {
    OwnFile file(folder->path() + "/" + name);
    if (auto written = file.write(text); !written) return written.error();
    if (auto closed = file.close(); !closed) return closed.error();
  }
  for (const CasePaper& paper : contents->papers)
    if (auto written = write_paper(paper, *vault, folder->path()); !written) return written.error();
  return folder;
}

} // namespace openimr::desk
