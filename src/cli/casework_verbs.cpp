// The verbs of casework on the command line: `import`, `case …`, `queue`.
#include "cli/casework_commands.h"

#include <CLI/CLI.hpp>

namespace openimr::cli {
namespace {

/// Adds the verbs to the program; what they hold lives as long as it.
class CaseworkVerbs {
public:
  CaseworkVerbs(CLI::App& app, const Console& console, CaseworkArguments& arguments, int& exit)
      : app_(app), console_(console), arguments_(arguments), exit_(exit) {}

  void add_all() { casework_commands(); }

private:
  CLI::App* add(CLI::App& under, const char* name, const char* does, const char* example) {
    auto* command = under.add_subcommand(name, does);
    command->footer(std::string("Example: ") + example);
    return command;
  }

  void add_store(CLI::App* command) {
    add_places(command, arguments_.desk);
    command->add_flag("--json", arguments_.json, "answer in JSON");
  }

  void add_act(CLI::App* command) {
    add_store(command);
    add_person(command, arguments_.desk);
    command->add_option("--on", arguments_.on, "local day on which it happened, 2015-01-16 (default: now)");
    command->add_option("--at", arguments_.at, "moment at which it happened, 2015-01-16T10:02:00-08:00");
    command->add_option("--key", arguments_.key, "key of this request: the same key again does nothing");
    command->add_option("--as-of", arguments_.as_of, "day to judge lateness by (default: --on, or today)");
  }

  void casework_commands() {
    auto* import = add(app_, "import", "bring a case folder into the store: application, papers, screening",
                       "openimr import examples/cases/ketamine-cream-continued --store sqlite:cases.db");
    import->add_option("CASE", arguments_.folder, "case folder")->required();
    import->add_option("--number", arguments_.number, "its number (default: the next of its year)");
    add_act(import);
    import->callback(
        [&console = console_, &arguments = arguments_, &exit = exit_] { exit = import_command(console, arguments); });

    auto* cases = app_.add_subcommand("case", "cases of the store: open, tell what happened, show, what is next");
    cases->require_subcommand(1);
    case_act_commands(*cases);
    reviewer_commands(*cases);
    case_list_commands(*cases);

    auto* queue = add(app_, "queue", "what waits for whom, by due date",
                      "openimr queue --role coordinator --as-of 2014-03-01 --store sqlite:cases.db");
    add_store(queue);
    queue->add_option("--role", arguments_.queue_role, "coordinator, reviewer, claims_administrator, … (default: all)");
    queue->add_option("--since", arguments_.since, "due on this day or later");
    queue->add_option("--until", arguments_.until, "due on this day or earlier");
    queue->add_option("--as-of", arguments_.as_of, "day to judge lateness by (default: today)");
    queue->add_option("--limit", arguments_.limit, "rows of a page")->check(CLI::Range(1, 1000))->capture_default_str();
    queue->add_option("--after", arguments_.after, "`next` of the page before");
    queue->add_flag("--raise", arguments_.raise, "make an event of every date that has passed, once");
    queue->add_option("--by", arguments_.desk.by, "account that asks, and acts with --raise");
    queue->callback(
        [&console = console_, &arguments = arguments_, &exit = exit_] { exit = queue_command(console, arguments); });
  }

  CLI::App* add_case_act(CLI::App& cases, const char* name, const char* does, const char* example) {
    auto* command = add(cases, name, does, example);
    command->add_option("NUMBER", arguments_.number, "number of the case")->required();
    add_act(command);
    return command;
  }

  void case_act_commands(CLI::App& cases) {
    auto* open = add(cases, "open", "open a case from an application", "openimr case open my-case/application.yaml");
    open->add_option("FILE", arguments_.file, "application.yaml")->required();
    open->add_option("--number", arguments_.number, "its number (default: the next of its year)");
    add_act(open);
    open->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_open_command(console, arguments);
    });

    auto* papers = add_case_act(cases, "add", "papers that a party sent",
                                "openimr case add CM14-0000001 --from claims_administrator --complete records/*.pdf");
    papers->add_option("FILE", arguments_.files, "files")->required();
    papers->add_option("--from", arguments_.from, "who sent them: claims_administrator, applicant, …")->required();
    papers->add_flag("--complete", arguments_.is_complete, "nothing more is to come");
    papers->callback(
        [&console = console_, &arguments = arguments_, &exit = exit_] { exit = case_add_command(console, arguments); });

    auto* list_papers = add(cases, "papers", "the papers of a case: from whom, when, whether the vault has them",
                            "openimr case papers CM14-0000001");
    list_papers->add_option("NUMBER", arguments_.number, "number of the case")->required();
    add_store(list_papers);
    add_person(list_papers, arguments_.desk);
    list_papers->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_papers_command(console, arguments);
    });

    auto* folder = add(cases, "folder", "write a stored case into a case folder, with its papers out of the vault",
                       "openimr case folder CM14-0000001 my-case && openimr review my-case");
    folder->add_option("NUMBER", arguments_.number, "number of the case")->required();
    folder->add_option("FOLDER", arguments_.folder, "a folder that is not there yet; its owner's alone")->required();
    add_places(folder, arguments_.desk);
    add_person(folder, arguments_.desk);
    folder->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_folder_command(console, arguments);
    });

    auto* screen = add_case_act(cases, "screen", "may it be reviewed: the finding, item by item, into its history",
                                "openimr case screen CM14-0000001 --on 2014-02-11");
    screen->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_screen_command(console, arguments);
    });

    auto* join = add_case_act(cases, "consolidate", "decide a case together with another of the same worker",
                              "openimr case consolidate CM14-0000002 --into CM14-0000001");
    join->add_option("--into", arguments_.into, "the case that goes on")->required();
    join->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_consolidate_command(console, arguments);
    });

    auto* event =
        add_case_act(cases, "event", "what happened to a case; `openimr case kinds` lists what can",
                     "openimr case event CM14-0000001 assigned --set organization=\"Example IMRO\" --on 2014-02-12");
    event->add_option("KIND", arguments_.kind, "kind of event")->required();
    event->add_option("--set", arguments_.fields, "field=value, again for each field or list entry")
        ->allow_extra_args(false);
    event->add_option("--data", arguments_.file, "the fields as a JSON file");
    event->add_option("--roster", arguments_.desk.roster,
                      "who is proposed as reviewer is held against it (default: OPENIMR_ROSTER)");
    event->add_option("--rule", arguments_.rule, "law behind it, when it is another than the usual");
    event->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_event_command(console, arguments);
    });

    auto* invoice = add_case_act(cases, "invoice", "the fee of the review, by the table in force when it was received",
                                 "openimr case invoice CM14-0000001 --on 2014-03-21");
    invoice->add_option("--profession", arguments_.profession, "of the reviewer: physician or other")
        ->check(CLI::IsMember({"physician", "other"}))
        ->capture_default_str();
    invoice->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_invoice_command(console, arguments);
    });

    auto* issue =
        add_case_act(cases, "issue", "the determination leaves the house: decisions, recipients, due date",
                     "openimr case issue CM14-0000001 --determination out/determination.json --on 2014-03-14");
    issue->add_option("--determination", arguments_.file, "the file that is issued")->required();
    issue->add_option("--set", arguments_.fields, "served_by=electronic, served_to=…, …")->allow_extra_args(false);
    issue->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_issue_command(console, arguments);
    });
  }

  CLI::App* add_reviewers_act(CLI::App& cases, const char* name, const char* does, const char* example) {
    auto* command = add_case_act(cases, name, does, example);
    command->add_option("--reviewer", arguments_.reviewer, "id of the reviewer (default: who acts)");
    return command;
  }

  void reviewer_commands(CLI::App& cases) {
    auto* opinion = add_reviewers_act(
        cases, "opinion", "show a reviewer's opinion, or save it; one that is signed is verified and recorded",
        "openimr case opinion CM14-0000001 opinion.yaml --by R02");
    opinion->add_option("FILE", arguments_.file, "opinion.yaml; without it the saved one is printed");
    opinion->add_option("--roster", arguments_.roster, "roster that names the reviewer's public key");
    opinion->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_opinion_command(console, arguments);
    });

    auto* finding =
        add_reviewers_act(cases, "finding", "what the reviewer found before the recommendation is shown",
                          "openimr case finding CM14-0000001 --item 1 --decision upheld --on 2014-03-10 --by R02");
    finding->add_option("--item", arguments_.item, "id of the disputed item")->required();
    finding->add_option("--decision", arguments_.decision, "upheld, overturned or undecided")
        ->check(CLI::IsMember({"upheld", "overturned", "undecided"}))
        ->required();
    finding->add_option("--words", arguments_.words, "why");
    finding->get_option("--on")->required();
    finding->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_finding_command(console, arguments);
    });

    auto* sign = add_reviewers_act(cases, "sign", "sign the saved opinion, and record opinion and signature",
                                   "openimr case sign CM14-0000001 --signing-key R02.pem --by R02 --on 2014-03-12");
    sign->add_option("--signing-key", arguments_.key_file,
                     "the reviewer's private key (default: the account's own, opened by password and code)");
    sign->add_option("--roster", arguments_.roster, "roster that names the reviewer's public key");
    sign->add_flag("--with-open-checks", arguments_.with_open_checks,
                   "sign although blocking checks are open; nothing is issued before they are closed");
    sign->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_sign_command(console, arguments);
    });
  }

  void case_list_commands(CLI::App& cases) {
    auto* show = add(cases, "show", "a case with its history and what is next", "openimr case show CM14-0000001");
    show->add_option("NUMBER", arguments_.number, "number of the case")->required();
    show->add_option("--as-of", arguments_.as_of, "day to judge lateness by (default: today)");
    add_store(show);
    show->add_option("--by", arguments_.desk.by, "account that looks (default: of the session, or the login name)");
    show->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_show_command(console, arguments);
    });

    auto* next = add(cases, "next", "what is to be done, by whom, until when, with the derivation of each date",
                     "openimr case next CM14-0000001 --as-of 2014-03-01");
    next->add_option("NUMBER", arguments_.number, "number of the case")->required();
    next->add_option("--as-of", arguments_.as_of, "day to judge lateness by (default: today)");
    add_store(next);
    next->add_option("--by", arguments_.desk.by, "account that looks (default: of the session, or the login name)");
    next->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_next_command(console, arguments);
    });

    auto* list = add(cases, "list", "cases by person, number, party, day and state",
                     "openimr case list --person mockfield --status assigned");
    add_store(list);
    list->add_option("--by", arguments_.desk.by, "account that looks (default: of the session, or the login name)");
    list->add_option("--number", arguments_.number, "number of the case");
    list->add_option("--person", arguments_.person, "beginning of \"last, first\"");
    list->add_option("--claim", arguments_.claim, "claim or adjudication number");
    list->add_option("--party", arguments_.party, "beginning of a party's name");
    list->add_option("--status", arguments_.status, "received, assigned, under_review, determined, …");
    list->add_option("--since", arguments_.since, "received on this day or later");
    list->add_option("--until", arguments_.until, "received on this day or earlier");
    list->add_option("--limit", arguments_.limit, "rows of a page")->check(CLI::Range(1, 1000))->capture_default_str();
    list->add_option("--after", arguments_.after, "number of the last case of the page before");
    list->add_option("--sample", arguments_.sample, "so many of them at random, for an audit")
        ->check(CLI::Range(1, 1000));
    list->add_option("--seed", arguments_.seed, "with --sample: the same seed draws the same cases")
        ->capture_default_str();
    list->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_list_command(console, arguments);
    });

    auto* kinds =
        add(cases, "kinds", "what can happen to a case, when, by whom and by which law", "openimr case kinds");
    kinds->add_flag("--json", arguments_.json, "answer in JSON");
    kinds->callback([&console = console_, &arguments = arguments_, &exit = exit_] {
      exit = case_kinds_command(console, arguments.json);
    });
  }

  CLI::App& app_;
  const Console& console_;
  CaseworkArguments& arguments_;
  int& exit_;
};

} // namespace

void add_casework(CLI::App& app, const Console& console, CaseworkArguments& arguments, int& exit) {
  CaseworkVerbs(app, console, arguments, exit).add_all();
}

} // namespace openimr::cli
