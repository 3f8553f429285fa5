// The commands of the terminal, one function each. Each returns an exit code and prints for a person, or JSON.
#pragma once

#include "cli/console.h"
#include "desk/chart_of_files.h"
#include "desk/review_case.h"
#include "guidelines/explanation.h"
#include "intake/read_options.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace openimr::cli {

struct ReviewArguments {
  std::string folder, roster, out, as_of, against, organization = "Independent Medical Review Organization";
  std::string explain, html;            ///< explain: short | full | empty
  std::string policy, earlier, reading; ///< reading: strict | loose | empty
  std::string seal_key;                 ///< file; the reviewer's sealed identity goes beside the determination
  bool before_opinion = false, json = false;
};
/// Reviews the case of the arguments, with a progress bar.
Result<desk::Review> reviewed(const Console& console, const ReviewArguments& arguments);
/// What a review leaves in its folder, name -> bytes: a final determination when there is one, and the draft.
Result<std::map<std::string, std::string>> files_of(const desk::Review& review, const ReviewArguments& arguments);

/// The folder for what is written; made when missing. Tried before the work, so that nothing is half done.
Result<Done> prepare_folder(const std::string& out);
/// Writes all files or, when one fails, none; their paths.
Result<std::vector<std::string>> write_all(const std::string& out, const std::map<std::string, std::string>& files);

int review_command(const Console& console, const ReviewArguments& arguments);
int eligible_command(const Console& console, const ReviewArguments& arguments);
int check_command(const Console& console, const ReviewArguments& arguments);
/// folder: a determination.json that `review --out` wrote, beside its letter.
int replay_command(const Console& console, const std::string& determination, const ReviewArguments& arguments);
/// The course of treatment: encounters, series, contradictions.
int timeline_command(const Console& console, const ReviewArguments& arguments);
int slate_command(const Console& console, const ReviewArguments& arguments);

/// How files are read with this installation, with a progress bar on the console.
intake::ReadOptions read_options(const Console& console, const desk::Installation& installation);

struct DocumentsArguments {
  std::string folder;
  bool unread = false; ///< the pages that a person has to read, only
  bool json = false;
};
int documents_command(const Console& console, const DocumentsArguments& arguments);

struct AssignArguments {
  std::string cases, roster, as_of, least_fit = "unknown";
  std::uint64_t seed = 0;
  bool json = false;
};
int assign_command(const Console& console, const AssignArguments& arguments);

struct RosterArguments {
  std::string roster, as_of, jurisdiction = "us-ca-wc";
  int within_days = 90;
  bool json = false;
};
int roster_check_command(const Console& console, const RosterArguments& arguments);
/// folder: a case folder with an assignment.yaml.
int history_command(const Console& console, const std::string& folder, bool json);

int read_command(const Console& console, const std::vector<std::string>& files, bool json);
int pages_command(const Console& console, const std::vector<std::string>& files, bool json, bool text);

struct FactsArguments {
  std::vector<std::string> files, kinds, about;
  unsigned threads = 0; ///< 0: as many as the machine has
  bool json = false;
};
int facts_command(const Console& console, const FactsArguments& arguments);

struct SearchArguments {
  std::string path;
  std::vector<std::string> asked;
  bool json = false;
};
int search_command(const Console& console, const SearchArguments& arguments);

/// threads 0: as many as the machine has.
int context_command(const Console& console, unsigned threads);
int sig_command(const Console& console);

struct DueArguments {
  std::string rule, event, served_by, to, calendar, jurisdiction = "us-ca-wc";
  std::vector<std::string> also; ///< "records=2015-03-06"
  bool json = false;
};
int due_command(const Console& console, const DueArguments& arguments);

struct LawArguments {
  std::string what, as_of, jurisdiction = "us-ca-wc", review = "regular", profession = "physician";
  int reviewers = 1;
  bool drugs_only = false, ended_before_reviewer = false, json = false;
};
/// what: fees | penalties | measures | fee (of one review).
int law_command(const Console& console, const LawArguments& arguments);

struct CalendarArguments {
  std::string year, calendar, jurisdiction = "us-ca-wc";
  bool json = false;
};
int calendar_command(const Console& console, const CalendarArguments& arguments);

struct MissingArguments {
  std::string folder, asked_on, assigned_on;
  bool json = false;
};
int missing_command(const Console& console, const MissingArguments& arguments);

struct ApplicationArguments {
  std::vector<std::string> files;
  std::string out, pictures, received, channel, jurisdiction = "us-ca-wc";
  bool json = false, overwrite = false;
};
int application_draft_command(const Console& console, const ApplicationArguments& arguments);

struct SignArguments {
  std::string folder, key, roster;
  int seat = 1;
  bool with_open_checks = false; ///< sign although a blocking check is open; nothing is issued before it is closed
};
/// Exit 1 and no signature where a blocking check is open.
int sign_command(const Console& console, const SignArguments& arguments);

struct FindingArguments {
  std::string folder, reviewer, item, decision, words, on;
};
/// What a reviewer found before the recommendation was shown.
int finding_command(const Console& console, const FindingArguments& arguments);

struct QualityArguments {
  std::string folder, by, result, on, key;
  std::vector<std::string> reasons;
};
int quality_command(const Console& console, const QualityArguments& arguments);

/// Issues the next version of a determination with its clerical mistakes put right.
int correct_command(const Console& console, const ReviewArguments& arguments, const std::string& corrections);
/// Writes the appeal record: papers, determination and index, without the reviewer's identity.
int record_command(const Console& console, const ReviewArguments& arguments);
struct LetterArguments {
  std::string kind, folder, language = "en", date, out, letterhead, roster, jurisdiction = "us-ca-wc";
  std::vector<std::string> settings; ///< "case_number=CM15-0000042"
  bool json = false;
};
/// kind: a letter of the case's jurisdiction, or list, or check.
int letter_command(const Console& console, const LetterArguments& arguments);

int keygen_command(const Console& console, const std::string& file);

struct GuidelineArguments {
  std::string topic, as_of, chart;
  std::string words;                             ///< of list: what a topic has to speak of; of for: the request
  std::string jurisdiction = "us-ca-wc";         ///< of for
  bool with_facts = false;                       ///< of show
  std::string explain, html, reading = "strict"; ///< explain: short | full | empty
  std::string old_packs, new_packs, cases;       ///< of diff
  bool strict = false, json = false, coverage = false;
};
int guidelines_list_command(const Console& console, const GuidelineArguments& arguments);
/// How much of each pack is verified, seed-backed, doubtful.
int guidelines_coverage_command(const Console& console, const GuidelineArguments& arguments);
/// How a request is read and which pages it reaches, with the steps of the search.
int guidelines_for_command(const Console& console, const GuidelineArguments& arguments);
int guidelines_show_command(const Console& console, const GuidelineArguments& arguments);
int guidelines_check_command(const Console& console, const GuidelineArguments& arguments);
int guidelines_diff_command(const Console& console, const GuidelineArguments& arguments);
/// Fact ids in the words of the vocabulary.
guidelines::FactNames fact_names(const std::string& packs_folder);
int guidelines_evaluate_command(const Console& console, const GuidelineArguments& arguments);

/// The review as a page for a person (review_page.cpp).
std::string review_page(const Console& console, const desk::Review& review, bool with_conclusions);
/// Encounters, series and contradictions as a page for a person (course_page.cpp).
std::string course_page(const Console& console, const desk::ChartOfFiles& read);
/// The checks of a review as a list for a person.
std::string checks_page(const Console& console, const std::vector<determination::Check>& checks);
/// The eligibility with its reasons.
std::string eligibility_page(const Console& console, const desk::Review& review);

} // namespace openimr::cli
