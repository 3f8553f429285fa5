// `openimr publish propose|approve|reject|retract|list|show`: acts that make letters public.
#include "cli/answers.h"
#include "cli/environment.h"
#include "cli/installation.h"
#include "cli/publication_commands.h"
#include "corpus/decision_reader.h"
#include "desk/account_book.h"
#include "desk/deidentify_letter.h"
#include "desk/letters_of_case.h"
#include "desk/moment.h"
#include "desk/publication_book.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <fmt/format.h>
#include <memory>

namespace openimr::cli {
namespace {

namespace json = boost::json;

struct PublishArguments {
  std::string book, id, by, on, accounts, reason, corrects, case_folder, roster, letter, mode = "generalise";
  std::string organization = "Independent Medical Review Organization";
  std::uint64_t key = 0;
  bool has_key = false, has_age_bands = false, json = false;
};

/// Who acts and when; with an account book the person must hold the right to publish.
Result<desk::PublicationAct> act_of(const PublishArguments& arguments, const desk::Installation& installation) {
  const std::int64_t now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  auto law = jurisdictions::Jurisdiction::load(installation.packs_folder, "us-ca-wc");
  if (!law) return law.error();
  desk::PublicationAct act{arguments.by, desk::utc_text(now), desk::moment_now(*law).local_date};
  if (!arguments.on.empty()) {
    auto day = day_of("--on", arguments.on);
    if (!day) return day.error();
    act.day = *day;
  }
  if (arguments.accounts.empty()) return act;
  auto permissions = people::Permissions::load(installation.packs_folder);
  if (!permissions) return permissions.error();
  auto accounts = desk::open_accounts(arguments.accounts);
  if (!accounts) return accounts.error();
  const auto account = accounts->find(arguments.by);
  if (account == accounts->end() || !account->second.is_active)
    return Error{ErrorKind::Refused, "--by", arguments.by, "an account that is open", "openimr people list shows them"};
  const auto decision = permissions->may({arguments.by, account->second.roles, {}, {}}, "letter_publish", {""}, now);
  if (!decision.is_allowed)
    return Error{ErrorKind::Refused, "--by", arguments.by, "the right letter_publish", decision.reason};
  return act;
}

/// A letter of an ineligible or withdrawn case decides nothing and is not published (8 CCR 9792.10.9).
Result<Done> must_decide(const std::string& text, const desk::Installation& installation) {
  auto layouts = corpus::Layouts::load(installation.packs_folder);
  if (!layouts) return layouts.error();
  const auto read = corpus::read_decision(*layouts, "letter", text);
  for (const auto& issue : read.issues)
    if (issue.decision) return Done{};
  return Error{ErrorKind::Refused, "letter", "no decision on an item", "a final determination",
               "letters of ineligible and withdrawn cases are not published"};
}

/// What would be published of a case: its final letter, de-identified as a letter and rendered anew.
Result<desk::PublicationProposal> proposal_of_case(const PublishArguments& arguments,
                                                   const desk::Installation& installation,
                                                   const corpus::DayPolicy& days) {
  desk::ReviewOptions options;
  options.roster_file = arguments.roster;
  auto review = desk::review_case(arguments.case_folder, installation, options);
  if (!review) return review.error();
  if (!review->determination)
    return Error{ErrorKind::Refused, arguments.case_folder,
                 review->not_issued ? review->not_issued->message() : "no determination",
                 "a case that was decided by a signed opinion", "openimr review says what is missing"};
  auto letter = desk::compose_final_letter(*review, arguments.organization);
  if (!letter) return letter.error();
  auto rules = corpus::IdentifierRules::load(installation.packs_folder);
  if (!rules) return rules.error();
  auto known = desk::identities_of(arguments.case_folder, arguments.roster);
  if (!known) return known.error();
  const auto copy = letters::public_copy(*letter, *rules, *known, days);
  auto files = desk::render_public_copy(copy.letter, *known, "decision");
  if (!files) return files.error();
  return desk::PublicationProposal{*files, arguments.corrects, arguments.reason};
}

Result<desk::PublicationProposal> proposal_of_letter(const PublishArguments& arguments,
                                                     const desk::Installation& installation,
                                                     const corpus::DayPolicy& days) {
  desk::DeidentifyRequest request{.letter_file = arguments.letter,
                                  .case_folder = arguments.case_folder,
                                  .roster_file = arguments.roster,
                                  .days = days.mode,
                                  .has_age_bands = days.has_age_bands,
                                  .shift_key = {}};
  if (arguments.has_key) request.shift_key = arguments.key;
  auto letter = desk::deidentify_letter(request, installation);
  if (!letter) return letter.error();
  if (auto decides = must_decide(letter->source, installation); !decides) return decides.error();
  const auto day = Date::from(2000, 1, 1); // the copy itself says no day
  auto files = desk::render_public_copy(letters::letter_of_text(letter->safe.text, "Published determination", *day),
                                        letter->known, "decision");
  if (!files) return files.error();
  return desk::PublicationProposal{*files, arguments.corrects, arguments.reason};
}

Result<desk::PublicationProposal> proposal_of(const PublishArguments& arguments,
                                              const desk::Installation& installation) {
  if (!arguments.letter.empty())
    return proposal_of_letter(
        arguments, installation,
        {arguments.mode == "shift" ? corpus::DayPolicy::Mode::Shift : corpus::DayPolicy::Mode::Generalise, 0,
         arguments.has_age_bands});
  if (arguments.case_folder.empty())
    return Error{ErrorKind::Input, "publish propose", "neither", "--case CASE, or --letter FILE with or without it",
                 "name what is to be published"};
  corpus::DayPolicy days;
  days.has_age_bands = arguments.has_age_bands;
  if (arguments.mode == "shift") {
    if (!arguments.has_key)
      return Error{ErrorKind::Input, "--shift-key", "none", "a secret number",
                   "give one: with it the days of a case move alike in all its letters"};
    auto known = desk::identities_of(arguments.case_folder, "");
    if (!known) return known.error();
    for (const auto& one : *known)
      if (one.of_class == "claim_number") {
        days.mode = corpus::DayPolicy::Mode::Shift;
        days.shift_days = corpus::shift_of(arguments.key, one.words);
        break;
      }
  }
  return proposal_of_case(arguments, installation, days);
}

json::object version_json(const desk::PublicationBook& book, const std::string& id,
                          const desk::PublicationVersion& version) {
  const auto day = [](const std::optional<Date>& date) {
    return date ? json::value(date->iso()) : json::value(nullptr);
  };
  const bool has_files = version.state != desk::PublicationState::Retracted;
  return {{"version", version.n},
          {"state", desk::name(version.state)},
          {"permalink", fmt::format("/decisions/{}/v{}", id, version.n)},
          {"proposed_by", version.proposed_by},
          {"proposed_on", version.proposed_on.iso()},
          {"decided_by", version.decided_by.empty() ? json::value(nullptr) : json::value(version.decided_by)},
          {"decided_on", day(version.decided_on)},
          {"retracted_on", day(version.retracted_on)},
          {"reason", version.reason.empty() ? json::value(nullptr) : json::value(version.reason)},
          {"content", version.content},
          {"folder", has_files ? json::value(book.files_of(id, version.n)) : json::value(nullptr)}};
}

json::object publication_json(const desk::PublicationBook& book, const desk::Publication& publication) {
  json::array versions;
  for (const auto& version : publication.versions) versions.push_back(version_json(book, publication.id, version));
  const auto* current = publication.current();
  return {{"id", publication.id},
          {"permalink", "/decisions/" + publication.id},
          {"current", current ? json::value(current->n) : json::value(nullptr)},
          {"versions", std::move(versions)}};
}

void print(const Console& console, const PublishArguments& arguments, const desk::PublicationBook& book,
           const std::string& id) {
  const auto& publication = book.publications().at(id);
  if (arguments.json) return console.write(json_line(publication_json(book, publication)));
  for (const auto& version : publication.versions)
    console.line(
        fmt::format("/decisions/{}/v{}  {}{}  proposed by {} on {}{}{}", id, version.n,
                    console.in(Tone::Strong, desk::name(version.state)),
                    version.reason.empty() ? "" : " (" + version.reason + ")", version.proposed_by,
                    version.proposed_on.iso(), version.decided_by.empty() ? "" : ", decided by " + version.decided_by,
                    version.state == desk::PublicationState::Retracted ? "" : "  " + book.files_of(id, version.n)));
}

enum class Verb { Propose, Approve, Reject, Retract, List, Show };

int run_verb(const Console& console, const PublishArguments& arguments, Verb verb) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  auto book = desk::PublicationBook::open(arguments.book);
  if (!book) return console.fail(book.error());
  if (verb == Verb::List) {
    for (const auto& entry : book->publications()) print(console, arguments, *book, entry.first);
    return exit_done;
  }
  std::string id = arguments.id;
  if (verb != Verb::Show) {
    auto act = act_of(arguments, *installation);
    if (!act) return console.fail(act.error());
    if (verb == Verb::Propose) {
      auto proposal = proposal_of(arguments, *installation);
      if (!proposal) return console.fail(proposal.error());
      auto made = book->propose(*proposal, *act);
      if (!made) return console.fail(made.error());
      id = made->first;
    } else if (verb == Verb::Retract) {
      if (auto done = book->retract(id, arguments.reason, *act); !done) return console.fail(done.error());
    } else {
      auto done = verb == Verb::Approve ? book->approve(id, *act) : book->reject(id, arguments.reason, *act);
      if (!done) return console.fail(done.error());
    }
  }
  if (book->publications().count(id) == 0)
    return console.fail(
        {ErrorKind::NotFound, "publication " + id, "none", "an id of the book", "openimr publish list names them"});
  print(console, arguments, *book, id);
  return exit_done;
}

using Shared = std::shared_ptr<PublishArguments>;

CLI::App* add(CLI::App& publish, const Console& console, int& exit, const Shared& arguments, Verb verb,
              const char* name, const char* does, const char* example) {
  auto* command = publish.add_subcommand(name, does);
  command->footer(std::string("Example: ") + example);
  or_environment(command->add_option("--book", arguments->book, "folder of the publication book"), arguments->book,
                 "OPENIMR_PUBLICATION_BOOK", Need::Required);
  if (verb != Verb::List && verb != Verb::Propose)
    command->add_option("ID", arguments->id, "of the letter")->required();
  if (verb != Verb::List && verb != Verb::Show) {
    command->add_option("--by", arguments->by, "who acts: an account")->required();
    command->add_option("--on", arguments->on, "day of the act (default: today)");
    command->add_option("--accounts", arguments->accounts, "account book: who acts must hold the right to publish");
  }
  command->add_flag("--json", arguments->json, "answer in JSON");
  command->callback([&console, &exit, arguments, verb] { exit = run_verb(console, *arguments, verb); });
  return command;
}

} // namespace

void add_publish_commands(CLI::App& program, const Console& console, int& exit) {
  auto* publish = program.add_subcommand(
      "publish", "letters on their way to the public: proposed, approved by somebody else, corrected, retracted");
  publish->require_subcommand(1);
  auto arguments = std::make_shared<PublishArguments>();
  auto* propose = add(*publish, console, exit, arguments, Verb::Propose, "propose",
                      "de-identify a letter and put it before a person",
                      "openimr publish propose --book published --case my-case --roster roster.yaml --by m.doe");
  propose->add_option("--case", arguments->case_folder,
                      "case folder with a signed opinion: its final letter, or, with --letter, its parties");
  propose->add_option("--letter", arguments->letter, "a letter, text or PDF, in place of the case's own");
  propose->add_option("--roster", arguments->roster, "roster of reviewers: their names are looked for");
  propose->add_option("--organization", arguments->organization, "name of the review organization on the letter");
  propose->add_option("--mode", arguments->mode, "days become years, or are all moved by one number of weeks")
      ->check(CLI::IsMember({"generalise", "shift"}))
      ->capture_default_str();
  propose->add_option("--shift-key", arguments->key, "secret number that decides the weeks of each case")
      ->each([arguments](const std::string&) { arguments->has_key = true; });
  propose->add_flag("--age-bands", arguments->has_age_bands, "ages become bands of ten years");
  propose->add_option("--corrects", arguments->corrects, "id of a published letter: a further version of it");
  propose->add_option("--reason", arguments->reason,
                      "of a correction: identity, error, clerical, order, duplicate, other");
  add(*publish, console, exit, arguments, Verb::Approve, "approve", "publish a letter that waits, after having read it",
      "openimr publish approve 3f9a0c41b27d --book published --by p.roe");
  for (const auto& [verb, name, does, example] :
       {std::tuple{Verb::Reject, "reject", "send a letter that waits back",
                   "openimr publish reject 3f9a0c41b27d --reason identity --book published --by p.roe"},
        {Verb::Retract, "retract", "take a published letter away; its permalink says so",
         "openimr publish retract 3f9a0c41b27d --reason identity --book published --by p.roe"}})
    add(*publish, console, exit, arguments, verb, name, does, example)
        ->add_option("--reason", arguments->reason, "identity, error, clerical, order, duplicate, other")
        ->required();
  add(*publish, console, exit, arguments, Verb::List, "list", "all letters of the book with their versions",
      "openimr publish list --book published");
  add(*publish, console, exit, arguments, Verb::Show, "show", "one letter with its versions",
      "openimr publish show 3f9a0c41b27d --book published --json");
}

} // namespace openimr::cli
