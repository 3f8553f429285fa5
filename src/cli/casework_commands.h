// The verbs of `openimr case`, `import` and `queue`: casework from the terminal over a store.
#pragma once

#include "cli/at_the_desk.h"
#include "cli/console.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace openimr::cli {

/// What every verb shares.
struct CaseworkArguments {
  DeskArguments desk; ///< where the office is, and who acts
  std::string on, at, key, rule;
  bool json = false;
  std::string number, kind, folder, file, into, from;
  std::vector<std::string> fields, files;
  bool is_complete = false;
  // of lists and queues
  std::string queue_role, person, claim, party, status, since, until, after, as_of;
  int limit = 50;
  int sample = 0;         ///< of a list: so many at random; 0 for all
  std::uint64_t seed = 0; ///< of the sample
  std::string profession = "physician";
  bool raise = false;
  // of a reviewer's acts
  std::string reviewer, key_file, roster, item, decision, words;
  bool with_open_checks = false; ///< sign although a blocking check is open
};

/// Adds the verbs to the command line. Arguments and exit code must outlive it.
void add_casework(CLI::App& app, const Console& console, CaseworkArguments& arguments, int& exit);

/// Runs an act and answers with the case and what is due. role: as which it is believed where nobody signs in.
int run_act(const Console& console, const CaseworkArguments& arguments,
            const std::function<Result<desk::ActAnswer>(AtDesk&, const desk::ActOptions&)>& act,
            const std::string& role = "coordinator");

int import_command(const Console& console, const CaseworkArguments& arguments);
int case_open_command(const Console& console, const CaseworkArguments& arguments);
int case_add_command(const Console& console, const CaseworkArguments& arguments);
/// A stored case as a case folder again.
int case_folder_command(const Console& console, const CaseworkArguments& arguments);
/// The papers of a case: from whom, when, and whether the vault has them.
int case_papers_command(const Console& console, const CaseworkArguments& arguments);
/// A reviewer's opinion: shown, or saved from a file; one that is signed already is recorded.
int case_opinion_command(const Console& console, const CaseworkArguments& arguments);
int case_finding_command(const Console& console, const CaseworkArguments& arguments);
int case_sign_command(const Console& console, const CaseworkArguments& arguments);
int case_screen_command(const Console& console, const CaseworkArguments& arguments);
int case_consolidate_command(const Console& console, const CaseworkArguments& arguments);
int case_event_command(const Console& console, const CaseworkArguments& arguments);
int case_issue_command(const Console& console, const CaseworkArguments& arguments);
int case_invoice_command(const Console& console, const CaseworkArguments& arguments);
int case_show_command(const Console& console, const CaseworkArguments& arguments);
int case_next_command(const Console& console, const CaseworkArguments& arguments);
int case_list_command(const Console& console, const CaseworkArguments& arguments);
/// Which events there are, where they may happen, who may do them and by which law.
int case_kinds_command(const Console& console, bool json);
int queue_command(const Console& console, const CaseworkArguments& arguments);

} // namespace openimr::cli
