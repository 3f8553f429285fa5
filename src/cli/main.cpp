// The terminal door: one command a verb. Each answers --help with an example.
#include "cli/casework_commands.h"
#include "cli/commands.h"
#include "cli/corpus_commands.h"
#include "cli/event_log.h"
#include "cli/keeping.h"
#include "cli/publication_commands.h"
#include "cli/settings.h"
#include "cli/unknown_verb.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace {

using namespace openimr::cli;

/// A command line and what it runs.
class Program {
public:
  int run(int argc, char** argv) {
    const auto begun = std::chrono::steady_clock::now();
    auto settings = load_settings(config_file(argc, argv));
    if (!settings) return console_.fail(settings.error());
    settings_ = std::move(*settings);
    const int code = run_command(argc, argv);
    const auto first = app_.get_subcommands();
    const auto second = first.empty() ? first : first.front()->get_subcommands();
    log_command(first.empty() ? "" : first.front()->get_name(), second.empty() ? "" : second.front()->get_name(), code,
                std::chrono::steady_clock::now() - begun);
    return code;
  }

private:
  int run_command(int argc, char** argv) {
    app_.set_version_flag("--version", std::string("openimr ") + OPENIMR_VERSION);
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.add_option_function<std::string>(
        "--packs", [](const std::string& folder) { ::setenv("OPENIMR_PACKS", folder.c_str(), 1); },
        "folder of packs (default: beside the program, or OPENIMR_PACKS)");
    app_.add_option_function<std::string>(
        "--worker", [](const std::string& program) { ::setenv("OPENIMR_WORKER", program.c_str(), 1); },
        "the extraction worker (default: openimr-extract beside the program, or OPENIMR_WORKER)");
    app_.add_option_function<std::string>(
        "--config", [](const std::string& file) { ::setenv("OPENIMR_CONFIG", file.c_str(), 1); },
        "file of settings (default: OPENIMR_CONFIG); `openimr config show` prints what holds");
    app_.footer("A physician decides: what this program recommends becomes a determination only by a signed opinion.\n"
                "Exit codes: 0 done, 1 the answer is \"no\", 2 the command or its input is wrong.");
    case_commands();
    letter_commands();
    application_commands();
    opinion_commands();
    determination_commands();
    add_casework(app_, console_, casework_, exit_);
    file_commands();
    knowledge_commands();
    add_audit_commands(app_, console_, exit_);
    add_corpus_commands(app_, console_, exit_);
    add_publication_commands(app_, console_, exit_);
    add_oversight_commands(app_, console_, exit_);
    add_publish_commands(app_, console_, exit_);
    add_statistics_commands(app_, console_, exit_);
    add_config_commands(app_, console_, settings_, exit_);
    add_operations_commands(app_, console_, exit_);
    add_office_commands(app_, console_, exit_);
    add_organization_commands(app_, console_, exit_);
    add_case_oversight_commands(app_, console_, exit_);
    add_people_commands(app_, console_, exit_);
    add_serve_command(app_, console_, exit_);
    add_vault_commands(app_, console_, exit_);
    add_work_commands(app_, console_, exit_);
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      if (error.get_exit_code() == 0) return app_.exit(error), exit_done;
      if (const auto wrong = unknown_verb(app_, argc, argv)) return console_.fail(*wrong);
      return console_.fail(command_line_error(error));
    }
    return exit_;
  }

  /// What is wrong with the words on the command line, said as every other error is.
  openimr::Error command_line_error(const CLI::ParseError& error) const {
    std::string command = "openimr";
    for (const CLI::App* app = &app_; !app->get_subcommands().empty();) {
      app = app->get_subcommands().front();
      command += " " + app->get_name();
    }
    std::string found = error.what();
    while (!found.empty() && (found.back() == '\n' || found.back() == '.' || found.back() == ' ')) found.pop_back();
    const bool is_missing = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
    const bool is_extra = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
    return {openimr::ErrorKind::Input, command, found,
            is_missing ? "every argument that the command requires"
            : is_extra ? "arguments that the command takes"
                       : "the values that the option takes",
            "run `" + command + " --help` for more information"};
  }

  CLI::App* add(CLI::App& under, const char* name, const char* does, const char* example) {
    auto* command = under.add_subcommand(name, does);
    command->footer(std::string("Example: ") + example);
    return command;
  }

  void add_case(CLI::App* command) {
    command->add_option("CASE", review_.folder, "case folder with application.yaml and documents/")->required();
    command->add_option("--as-of", review_.as_of, "day to judge by, 2015-01-16 (default: local day of receipt)");
    command->add_flag("--json", review_.json, "answer in JSON");
  }

  void add_policy(CLI::App* command) {
    command->add_option("--policy", review_.policy,
                        "the organization's policy (default: packs/organization/policy.yaml)");
    command->add_option("--earlier", review_.earlier, "folder of earlier letters (.txt) for the boilerplate index");
  }

  void case_commands() {
    auto* review = add(
        app_, "review", "review a case: eligibility, due dates, reviewers, chart, guidelines, draft or determination",
        "openimr review examples/cases/ketamine-morphine-baclofen --roster examples/rosters/small.yaml --out out");
    add_case(review);
    review->add_option("--roster", review_.roster, "roster of reviewers");
    review->add_option("--out", review_.out, "folder for the letter and its data");
    review->add_option("--organization", review_.organization, "name of the review organization on the letter");
    review->add_option("--seal-key", review_.seal_key,
                       "key of seals: who signed, readable by an auditor with the key only (determination.seal.json)");
    review->add_flag("--before-opinion", review_.before_opinion, "leave out recommendation and conclusions");
    review->add_option("--explain", review_.explain, "how each recommendation came about: short or full")
        ->check(CLI::IsMember({"short", "full"}));
    review->add_option("--html", review_.html, "file for the explanation as a page for a browser");
    add_policy(review);
    review->add_option("--reading", review_.reading, "of functional improvement (default: as the jurisdiction says)")
        ->check(CLI::IsMember({"strict", "loose"}));
    review->callback([this] { exit_ = review_command(console_, review_); });

    auto* eligible = add(app_, "eligible", "may this application be reviewed, item by item",
                         "openimr eligible examples/cases/ketamine-morphine-baclofen");
    add_case(eligible);
    eligible->add_option("--against", review_.against,
                         "folder of other case folders: the same dispute received earlier makes a duplicate");
    eligible->callback([this] { exit_ = eligible_command(console_, review_); });

    auto* check = add(app_, "check", "hold draft, opinion and UR decision against the whole file",
                      "openimr check examples/cases/ketamine-morphine-baclofen");
    add_case(check);
    check->add_option("--roster", review_.roster, "roster of reviewers");
    add_policy(check);
    check->callback([this] { exit_ = check_command(console_, review_); });

    auto* replay =
        add(app_, "replay", "make a determination again from its receipt: the same bytes, or the first difference",
            "openimr replay out/determination.json --case examples/cases/ketamine-cream-continued --roster "
            "examples/rosters/small.yaml");
    replay->add_option("DETERMINATION", key_, "determination.json, its letter beside it")->required();
    replay->add_option("--case", review_.folder,
                       "the case folder it was made from (default: the one near by whose papers the receipt names)");
    replay->add_option("--roster", review_.roster,
                       "the roster it was made with (default: the one near by with the key of the opinion)");
    add_policy(replay);
    replay->callback([this] { exit_ = replay_command(console_, key_, review_); });

    auto* documents = add(app_, "documents", "the case file's table of contents",
                          "openimr documents examples/cases/ketamine-cream-continued");
    documents->add_option("CASE", documents_.folder, "case folder with application.yaml and documents/")->required();
    documents->add_flag("--unread", documents_.unread,
                        "the pages that a person has to read; exit code 1 when there are any");
    documents->add_flag("--missing", wants_missing_, "what the law asks for, what is missing, whom to ask and by when");
    documents->add_option("--asked-on", missing_.asked_on,
                          "with --missing: day on which the request for information is received");
    documents->add_option("--assigned-on", missing_.assigned_on,
                          "with --missing: day on which the assignment notice was mailed");
    documents->add_flag("--json", documents_.json, "answer in JSON");
    documents->callback([this] {
      missing_.folder = documents_.folder;
      missing_.json = documents_.json;
      exit_ = wants_missing_ ? missing_command(console_, missing_) : documents_command(console_, documents_);
    });

    auto* timeline =
        add(app_, "timeline", "the course of treatment day by day, what was measured, where papers disagree",
            "openimr timeline examples/cases/ketamine-cream-continued");
    add_case(timeline);
    timeline->callback([this] { exit_ = timeline_command(console_, review_); });

    auto* reviewers = app_.add_subcommand("reviewers", "who may review");
    reviewers->require_subcommand(1);
    auto* slate =
        add(*reviewers, "slate", "who may review this case, ranked, and who may not and why",
            "openimr reviewers slate examples/cases/ketamine-cream-continued --roster examples/rosters/small.yaml");
    add_case(slate);
    slate->add_option("--roster", review_.roster, "roster of reviewers")->required();
    slate->callback([this] { exit_ = slate_command(console_, review_); });

    auto* assign = add(*reviewers, "assign",
                       "give every case of a queue to a reviewer at once, with proof that no other way is better",
                       "openimr reviewers assign --cases examples/cases --roster examples/rosters/small.yaml --seed 7");
    assign->add_option("--cases", assign_.cases, "folder of case folders")->required();
    assign->add_option("--roster", assign_.roster, "roster of reviewers")->required();
    assign->add_option("--as-of", assign_.as_of, "day of all cases (default: each case's own day of receipt)");
    assign->add_option("--seed", assign_.seed, "number drawn for this run: decides among equals")
        ->capture_default_str();
    assign->add_option("--least-fit", assign_.least_fit, "reviewers of a lesser specialty fit are not asked")
        ->check(CLI::IsMember({"unknown", "similar", "same"}))
        ->capture_default_str();
    assign->add_flag("--json", assign_.json, "answer in JSON");
    assign->callback([this] { exit_ = assign_command(console_, assign_); });

    auto* roster = add(*reviewers, "check", "credentials of a roster that lapsed, lapse soon or were never verified",
                       "openimr reviewers check examples/rosters/small.yaml --as-of 2015-02-05");
    roster->add_option("ROSTER", roster_.roster, "roster of reviewers")->required();
    roster->add_option("--as-of", roster_.as_of, "the day to look from")->required();
    roster->add_option("--within", roster_.within_days, "days in which a credential counts as lapsing")
        ->check(CLI::Range(0, 3650))
        ->capture_default_str();
    roster->add_option("--jurisdiction", roster_.jurisdiction, "jurisdiction pack")->capture_default_str();
    roster->add_flag("--json", roster_.json, "answer in JSON");
    roster->callback([this] { exit_ = roster_check_command(console_, roster_); });

    auto* history = add(*reviewers, "history",
                        "who held a case, what they attested and what is wrong with it (CASE/assignment.yaml)",
                        "openimr reviewers history my-case");
    history->add_option("CASE", folder_, "case folder")->required();
    history->add_flag("--json", json_, "answer in JSON");
    history->callback([this] { exit_ = history_command(console_, folder_, json_); });
  }

  void letter_commands() {
    auto* letter =
        add(app_, "letter", "write a letter of the case; `letter list` names them, `letter check` checks them",
            "openimr letter assignment-notice examples/cases/ketamine-cream-continued --letterhead "
            "examples/letterhead.yaml --set case_number=CM14-0000042 --out out");
    letter->add_option("KIND", letter_.kind, "kind of letter, or `list`, or `check`")->required();
    letter->add_option("CASE", letter_.folder, "case folder with application.yaml");
    letter->add_option("--lang", letter_.language, "language of the letter, en or es")->capture_default_str();
    letter->add_option("--set", letter_.settings, "what the case folder does not say, key=value (`letter list`)")
        ->allow_extra_args(false);
    letter->add_option("--date", letter_.date,
                       "day of the letter (default: of the determination, else local day of receipt)");
    letter->add_option("--letterhead", letter_.letterhead, "file with name and address of the review organization");
    letter->add_option("--roster", letter_.roster, "roster of reviewers, for letters on a determination");
    letter->add_option("--jurisdiction", letter_.jurisdiction, "of `letter list`")->capture_default_str();
    letter->add_option("--out", letter_.out, "folder for KIND.LANG.pdf, .html, .txt and .letter.json");
    letter->add_flag("--json", letter_.json, "answer in JSON");
    letter->callback([this] { exit_ = letter_command(console_, letter_); });
  }

  void application_commands() {
    auto* application = app_.add_subcommand("application", "the application for independent medical review");
    application->require_subcommand(1);
    auto* draft = add(*application, "draft",
                      "the faxed application, UR decision and request -> application.yaml, with what to ask",
                      "openimr application draft my-case/documents/*.pdf --out my-case/application.yaml");
    draft
        ->add_option("FILE", application_.files,
                     "files: the form, the UR decision, the request, in any order; - is standard input")
        ->required();
    draft->add_option("--out", application_.out, "where to write application.yaml (default: standard output)");
    draft->add_option("--pictures", application_.pictures,
                      "folder for a picture of every place that a question is about");
    draft->add_option("--received", application_.received,
                      "when it was received, 2015-01-16T10:02:00-08:00 (default: by its stamp)");
    draft->add_option("--channel", application_.channel, "mail, fax or electronic (default: by its stamp or fax line)")
        ->check(CLI::IsMember({"mail", "fax", "electronic"}));
    draft->add_option("--jurisdiction", application_.jurisdiction, "jurisdiction pack")->capture_default_str();
    draft->add_flag("--overwrite", application_.overwrite, "write over a file that exists");
    draft->add_flag("--json", application_.json, "answer in JSON");
    draft->callback([this] { exit_ = application_draft_command(console_, application_); });
  }

  void opinion_commands() {
    auto* opinion = app_.add_subcommand("opinion", "the reviewer's opinion");
    opinion->require_subcommand(1);
    auto* sign = add(*opinion, "sign", "sign CASE/opinion.yaml over its content and every document",
                     "openimr opinion sign my-case --key my.key");
    sign->add_option("CASE", sign_.folder, "case folder")->required();
    sign->add_option("--key", sign_.key, "Ed25519 private key: PEM, hexadecimal, base64 or raw")->required();
    sign->add_option("--seat", sign_.seat, "of a panel: 2 signs opinion-2.yaml")
        ->check(CLI::Range(1, 5))
        ->capture_default_str();
    sign->add_option("--roster", sign_.roster, "roster of reviewers, so that names in the words are found");
    sign->add_flag("--with-open-checks", sign_.with_open_checks,
                   "sign although blocking checks are open; nothing is issued before they are closed");
    sign->callback([this] { exit_ = sign_command(console_, sign_); });
    auto* finding = add(*opinion, "finding", "record what a reviewer found before the recommendation was shown",
                        "openimr opinion finding my-case --reviewer R01 --item 1 --decision upheld --on 2015-03-10");
    finding->add_option("CASE", finding_.folder, "case folder")->required();
    finding->add_option("--reviewer", finding_.reviewer, "id in the roster")->required();
    finding->add_option("--item", finding_.item, "id of the disputed item")->required();
    finding->add_option("--decision", finding_.decision, "upheld, overturned or undecided")
        ->check(CLI::IsMember({"upheld", "overturned", "undecided"}))
        ->required();
    finding->add_option("--words", finding_.words, "why");
    finding->add_option("--on", finding_.on, "day of the finding, 2015-03-10")->required();
    finding->callback([this] { exit_ = finding_command(console_, finding_); });
    auto* quality = add(*opinion, "quality", "pass or return the signed opinions as a second person, signed",
                        "openimr opinion quality my-case --by Q01 --result passed --on 2015-03-19 --key q.key");
    quality->add_option("CASE", quality_.folder, "case folder")->required();
    quality->add_option("--by", quality_.by, "id in the policy's quality reviewers or in the roster")->required();
    quality->add_option("--result", quality_.result, "passed or returned")
        ->check(CLI::IsMember({"passed", "returned"}))
        ->required();
    quality->add_option("--reason", quality_.reasons, "why it was returned; may be repeated");
    quality->add_option("--on", quality_.on, "day, 2015-03-19")->required();
    quality->add_option("--key", quality_.key, "the quality reviewer's private key")->required();
    quality->callback([this] { exit_ = quality_command(console_, quality_); });
    auto* keygen = add(*opinion, "keygen", "make a signing key and print its public half for the roster",
                       "openimr opinion keygen my.key");
    keygen->add_option("FILE", key_, "new file for the private key")->required();
    keygen->callback([this] { exit_ = keygen_command(console_, key_); });
  }

  void determination_commands() {
    auto* determination = app_.add_subcommand("determination", "what comes after a determination");
    determination->require_subcommand(1);
    auto* correct =
        add(*determination, "correct", "put clerical mistakes right in a new version; no decision, item or day changes",
            "openimr determination correct my-case --roster roster.yaml --corrections corrections.yaml --out out");
    correct->add_option("CASE", review_.folder, "case folder with a signed opinion")->required();
    correct->add_option("--roster", review_.roster, "the roster it was made with")->required();
    correct->add_option("--corrections", corrections_, "corrections.yaml: every correction, the earliest first")
        ->required();
    correct->add_option("--out", review_.out, "folder with determination.json of the first version")->required();
    add_policy(correct);
    correct->callback([this] { exit_ = correct_command(console_, review_, corrections_); });
    auto* record = add(*determination, "record", "the appeal record with its index, without the reviewer's identity",
                       "openimr determination record examples/cases/ketamine-cream-continued --roster "
                       "examples/rosters/small.yaml --out record");
    record->add_option("CASE", review_.folder, "case folder with a signed opinion")->required();
    record->add_option("--roster", review_.roster, "the roster it was made with")->required();
    record->add_option("--out", review_.out, "new folder for the record")->required();
    record->add_flag("--json", review_.json, "answer with the index in JSON");
    add_policy(record);
    record->callback([this] { exit_ = record_command(console_, review_); });
  }

  CLI::App* add_files(const char* name, const char* does, const char* example) {
    auto* command = add(app_, name, does, example);
    command->add_option("FILE", files_, "files; - is standard input")->required();
    command->add_flag("--json", json_, "answer in JSON");
    return command;
  }

  void file_commands() {
    auto* read = add_files("read", "a published determination letter as a record", "openimr read letter.pdf --json");
    read->callback([this] { exit_ = read_command(console_, files_, json_); });
    auto* pages = add_files("pages", "what was read, page by page", "openimr pages scan.pdf --text");
    pages->add_flag("--text", text_, "print the text of each page");
    pages->callback([this] { exit_ = pages_command(console_, files_, json_, text_); });
    auto* facts = add(app_, "facts", "clinical facts of files or of a case folder, with their words",
                      "openimr facts progress-report.pdf --kind drug");
    facts
        ->add_option("FILE", facts_.files,
                     "papers of one patient, or one case folder; a .jsonl file holds a report a line, each by itself; "
                     "- is standard input")
        ->required();
    facts->add_option("--kind", facts_.kinds, "only facts of this kind: diagnosis, drug, score, …");
    facts->add_option("--about", facts_.about, "only facts of this concept: dx.crps, or all that begin so: dx.");
    facts->add_option("--threads", facts_.threads, "threads to use (default: as many as there are cores)");
    facts->add_flag("--json", facts_.json, "answer in JSON");
    facts->callback([this] { exit_ = facts_command(console_, facts_); });
    auto* search =
        add(app_, "search", "does any page of the file speak of it? every hit, or the proof that there is none",
            "openimr search examples/cases/ketamine-cream-continued acupuncture \"bone scan\" dx.crps");
    search->add_option("CASE", search_.path, "case folder or file")->required();
    search->add_option("WORDS", search_.asked, "what to look for: free words, or the id of a concept")->required();
    search->add_flag("--json", search_.json, "answer in JSON");
    search->callback([this] { exit_ = search_command(console_, search_); });
    auto* context = add(app_, "context", "judge phrases in sentences: standard input phrase<TAB>sentence",
                        "printf 'fever\\tNo fever today.\\n' | openimr context");
    context->add_option("--threads", facts_.threads, "threads to use (default: as many as there are cores)");
    context->callback([this] { exit_ = context_command(console_, facts_.threads); });
    auto* sig = add(app_, "sig", "read medication directions: standard input, one a line, answered in JSON",
                    "echo 'Baclofen 10mg TID #90' | openimr sig");
    sig->add_option("FILE", key_, "- for standard input, as without it")->check(CLI::IsMember({"-"}));
    sig->add_flag("--json", json_, "answer in JSON, as without it");
    sig->callback([this] { exit_ = sig_command(console_); });
  }

  void knowledge_commands() {
    auto* due = add(app_, "due", "when something is due, with its derivation; `due list` names the rules",
                    "openimr due application --event 2015-03-06 --served-by mail --to in-state");
    due->add_option("RULE", due_.rule, "rule, or `list`")->required();
    due->add_option("--event", due_.event, "day of the event the rule counts from");
    due->add_option("--served-by", due_.served_by, "mail, personal, fax, overnight, electronic");
    due->add_option("--to", due_.to, "in-state, other-state, abroad, confidential-address");
    due->add_option("--calendar", due_.calendar,
                    "judicial, business or another of the pack, in place of the rule's own");
    due->add_option("--also", due_.also, "day of a further event that limits the rule, records=2015-03-06");
    due->add_option("--jurisdiction", due_.jurisdiction, "jurisdiction pack")->capture_default_str();
    due->add_flag("--json", due_.json, "answer in JSON");
    due->callback([this] { exit_ = due_command(console_, due_); });

    auto* law =
        add(app_, "law", "fees, penalties and measures of a jurisdiction on a day; `fee` names that of one review",
            "openimr law fee --as-of 2015-02-05 --review expedited");
    law->add_option("WHAT", law_.what, "fee, fees, penalties or measures")
        ->check(CLI::IsMember({"fee", "fees", "penalties", "measures"}))
        ->required();
    law->add_option("--as-of", law_.as_of, "day in force")->required();
    law->add_option("--jurisdiction", law_.jurisdiction, "jurisdiction pack")->capture_default_str();
    law->add_option("--review", law_.review, "kind of review")
        ->check(CLI::IsMember({"regular", "expedited"}))
        ->capture_default_str();
    law->add_option("--profession", law_.profession, "of the reviewers")
        ->check(CLI::IsMember({"physician", "other"}))
        ->capture_default_str();
    law->add_option("--reviewers", law_.reviewers, "how many")->check(CLI::Range(1, 9))->capture_default_str();
    law->add_flag("--drugs-only", law_.drugs_only, "every disputed item is a drug");
    law->add_flag("--ended-before-reviewer", law_.ended_before_reviewer, "ended before the papers went to a reviewer");
    law->add_flag("--json", law_.json, "answer in JSON");
    law->callback([this] { exit_ = law_command(console_, law_); });

    auto* calendar = add(app_, "calendar", "the holidays of a year, with the law of each",
                         "openimr calendar 2026 --calendar judicial");
    calendar->add_option("YEAR", calendar_.year, "1995 to 2040")->required();
    calendar->add_option("--calendar", calendar_.calendar, "one calendar of the pack (default: all)");
    calendar->add_option("--jurisdiction", calendar_.jurisdiction, "jurisdiction pack")->capture_default_str();
    calendar->add_flag("--json", calendar_.json, "answer in JSON");
    calendar->callback([this] { exit_ = calendar_command(console_, calendar_); });

    auto* guidelines = app_.add_subcommand("guidelines", "the guideline packs");
    guidelines->require_subcommand(1);
    auto* list =
        add(*guidelines, "list", "topics, with --as-of those in force", "openimr guidelines list --as-of 2015-02-05");
    list->add_option("WORDS", guideline_.words, "only topics that speak of it: in id, title, other names");
    list->add_option("--as-of", guideline_.as_of, "day in force");
    list->add_flag("--coverage", guideline_.coverage, "counts of what is verified and what is doubtful, a row a pack");
    list->add_flag("--json", guideline_.json, "answer in JSON");
    list->callback([this] {
      exit_ = guideline_.coverage ? guidelines_coverage_command(console_, guideline_)
                                  : guidelines_list_command(console_, guideline_);
    });
    auto* show = add(*guidelines, "show", "one topic as a page", "openimr guidelines show ketamine-topical");
    show->add_option("TOPIC", guideline_.topic, "topic id")->required();
    show->add_option("--as-of", guideline_.as_of, "the edition in force on this day (default: the newest)");
    show->add_flag("--facts", guideline_.with_facts, "the facts that each criterion is read from");
    show->callback([this] { exit_ = guidelines_show_command(console_, guideline_); });
    auto* reach = add(*guidelines, "for", "how a request is read, and which pages it is held against",
                      "openimr guidelines for 'Norco 10/325 #120' --as-of 2014-02-10");
    reach->add_option("REQUEST", guideline_.words, "the words of the disputed item")->required();
    reach->add_option("--as-of", guideline_.as_of, "day of the decision")->required();
    reach->add_option("--jurisdiction", guideline_.jurisdiction, "jurisdiction pack")->capture_default_str();
    reach->add_flag("--json", guideline_.json, "answer in JSON");
    reach->callback([this] { exit_ = guidelines_for_command(console_, guideline_); });
    auto* evaluate = add(*guidelines, "evaluate", "one topic on a chart file ({phase, facts}, as in a page's examples)",
                         "openimr guidelines evaluate baclofen chart.yaml");
    evaluate->add_option("TOPIC", guideline_.topic, "topic id")->required();
    evaluate->add_option("CHART", guideline_.chart, "YAML with phase and facts")->required();
    evaluate->add_option("--as-of", guideline_.as_of, "the edition in force on this day (default: the newest)");
    evaluate->add_flag("--json", guideline_.json, "answer in JSON");
    evaluate->add_option("--explain", guideline_.explain, "short: what decides; full: every question, fact and search")
        ->check(CLI::IsMember({"short", "full"}));
    evaluate->add_option("--html", guideline_.html, "file for the explanation as a page for a browser");
    evaluate
        ->add_option("--reading", guideline_.reading, "of functional improvement: by its text, or as an and/or list")
        ->check(CLI::IsMember({"strict", "loose"}))
        ->capture_default_str();
    evaluate->callback([this] { exit_ = guidelines_evaluate_command(console_, guideline_); });
    auto* check = add(*guidelines, "check", "validate every page, run its examples, look for what no record can meet",
                      "openimr guidelines check");
    check->add_flag("--strict", guideline_.strict, "notes count as faults");
    check->callback([this] { exit_ = guidelines_check_command(console_, guideline_); });
    auto* diff = add(*guidelines, "diff", "what another version of the packs says of the same cases, and why",
                     "openimr guidelines diff old-packs packs --cases examples/cases");
    diff->add_option("OLD", guideline_.old_packs, "folder of packs")->required();
    diff->add_option("NEW", guideline_.new_packs, "folder of packs")->required();
    diff->add_option("--cases", guideline_.cases, "folder of case folders to replay");
    diff->add_flag("--json", guideline_.json, "answer in JSON");
    diff->callback([this] { exit_ = guidelines_diff_command(console_, guideline_); });
  }

  CLI::App app_{"OpenIMR: independent medical review that can be checked", "openimr"};
  Console console_;
  std::vector<Setting> settings_;
  ApplicationArguments application_;
  LetterArguments letter_;
  MissingArguments missing_;
  bool wants_missing_ = false;
  ReviewArguments review_;
  CaseworkArguments casework_;
  FactsArguments facts_;
  SearchArguments search_;
  DocumentsArguments documents_;
  AssignArguments assign_;
  SignArguments sign_;
  RosterArguments roster_;
  DueArguments due_;
  LawArguments law_;
  CalendarArguments calendar_;
  GuidelineArguments guideline_;
  FindingArguments finding_;
  QualityArguments quality_;
  std::string folder_, key_, corrections_;
  std::vector<std::string> files_;
  bool json_ = false, text_ = false;
  int exit_ = exit_done;
};

} // namespace

int main(int argc, char** argv) {
  try {
    return Program().run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "openimr: %s; this is a fault of the program, please report it\n", error.what());
    return exit_wrong;
  }
}
