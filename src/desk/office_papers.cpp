// Papers of a case and the files beside them, behind the office's question.
#include "base/hash.h"
#include "desk/office.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

/// The act that saving a file is.
std::string act_of_file(const std::string& name) {
  const bool is_reviewers = name.starts_with("opinion") || name.starts_with("own_finding") || name == "pages.yaml";
  if (is_reviewers) return "opinion_write";
  return name == "quality.yaml" ? "quality_review" : "case_keep";
}

Error no_such_file(const std::string& name) {
  return {ErrorKind::Input, "file", "\"" + name + "\"", "a file that stands beside the papers of a case folder",
          "opinion.yaml, own_finding.yaml, pages.yaml, evidence.yaml, …"};
}

/// Why a folder is laid out that who decides a second time may have, too.
constexpr std::string_view blind_folder = "folder";

/// What stands beside the papers and was written by, of or for the first reviewer.
void forget_first_answer(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (name != "application.yaml" && name != "documents.yaml" && name != "documents") fs::remove_all(entry, failed);
  }
}

} // namespace

Result<std::vector<CasePaper>> Office::papers(const Caller& caller, const std::string& number) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto leave = ask_papers(caller, *state);
  if (!leave) return leave.error();
  return case_papers(*store_, number);
}

Result<CasePaper> Office::asked_paper(const Caller& caller, const std::string& number, const std::string& file,
                                      const std::string& page) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto leave = ask_papers(caller, *state);
  if (!leave) return leave.error();
  auto all = case_papers(*store_, number);
  if (!all) return all.error();
  const auto found = std::find_if(all->begin(), all->end(), [&](const auto& one) { return one.file == file; });
  if (found == all->end())
    return Error{ErrorKind::NotFound, "case " + number, "no paper \"" + file + "\"", "a paper of this case",
                 "look at the case's list of papers"};
  std::map<std::string, std::string> details;
  if (!page.empty()) details["page"] = page;
  if (leave->is_break_glass) details["by"] = "break_glass";
  if (auto noted = note_look(caller, *leave, ledger::acts::page_read, number, found->vault, std::move(details)); !noted)
    return noted.error(); // no look without its row
  return std::move(*found);
}

Result<Done> Office::read_paper(const Caller& caller, const std::string& number, const std::string& file,
                                const std::string& page, const vault::Sink& sink) {
  auto paper = asked_paper(caller, number, file, page);
  if (!paper) return paper.error();
  if (paper->vault.empty() || !vault_)
    return Error{ErrorKind::NotFound, "case " + number, file + ", which no vault keeps", "a paper of the vault",
                 "bring it with openimr case add while a vault is named"};
  return vault_->get(paper->vault, sink);
}

Result<Done> Office::saw_page(const Caller& caller, const std::string& number, const std::string& file,
                              const std::string& page) {
  auto paper = asked_paper(caller, number, file, page);
  if (!paper) return paper.error();
  return Done{};
}

Result<Office::Leave> Office::look_at_all(const Caller& caller, const std::string& number, const std::string& why) {
  auto state = acts_->load(number);
  if (!state) return state.error();
  // Letters, reviews and checks of the case would tell the first answer; its papers as a folder do not.
  auto leave = why == blind_folder ? ask_papers(caller, *state) : ask(caller, "page_read", &*state);
  if (!leave) return leave.error();
  std::map<std::string, std::string> details = {{"page", "all"}, {"for", why}};
  if (leave->is_break_glass) details["by"] = "break_glass";
  if (auto noted = note_look(caller, *leave, ledger::acts::page_read, number, "", std::move(details)); !noted)
    return noted.error();
  return leave;
}

Result<std::string> Office::saw_case(const Caller& caller, const std::string& number, const std::string& why) {
  auto leave = look_at_all(caller, number, why);
  if (!leave) return leave.error();
  return leave->actor.role == "reviewer" ? caller.account() : std::string();
}

Result<CaseFolder> Office::lay_out(const Caller& caller, const std::string& number, const std::string& why,
                                   const std::string& into) {
  auto leave = look_at_all(caller, number, why);
  if (!leave) return leave.error();
  auto folder =
      desk::lay_out(*store_, vault_.get(), number, into, leave->actor.role == "reviewer" ? caller.account() : "");
  if (folder && leave->is_blind) forget_first_answer(folder->path());
  return folder;
}

Result<CaseFile> Office::case_file(const Caller& caller, const std::string& number, const std::string& name) {
  if (!is_case_file(name)) return no_such_file(name);
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto leave = ask(caller, "page_read", &*state);
  if (!leave) return leave.error();
  if (auto noted = note_look(caller, *leave, "file_read", number, "", {{"file", name}}); !noted) return noted.error();
  return desk::case_file(*store_, number, name);
}

Result<CaseFile> Office::save_case_file(const Caller& caller, const std::string& number, const std::string& name,
                                        const std::string& text, std::int64_t expected_version) {
  if (!is_case_file(name)) return no_such_file(name);
  auto state = acts_->load(number);
  if (!state) return state.error();
  auto leave = ask(caller, act_of_file(name), &*state);
  if (!leave) return leave.error();
  auto records = desk::save_case_file(*store_, number, name, text, expected_version);
  if (!records) return records.error();
  auto row = entry(caller, "file_saved", number);
  row.role = leave->actor.role;
  row.subject = sha256_hex(text);
  row.details = {{"file", name}, {"known_by", leave->actor.known_by}};
  auto done = store_->commit({.records = std::move(*records), .entries = {std::move(row)}});
  if (!done) return done.error();
  if (done->answer == store::Answer::Conflict)
    return Error{ErrorKind::Refused, fmt::format("case {}, {}", number, name),
                 fmt::format("another version than {}", expected_version), "the version that was looked at",
                 "look at what is there now and save again"};
  return CaseFile{text, expected_version + 1};
}

} // namespace openimr::desk
