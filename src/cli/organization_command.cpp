// openimr organization: what the review organization discloses of itself, whether it may take a case, what it has to
// file.
#include "cli/answers.h"
#include "cli/installation.h"
#include "cli/keeping.h"
#include "intake/application_file.h"
#include "reviewers/organization.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <memory>

namespace openimr::cli {
namespace {

namespace json = boost::json;

struct OrganizationArguments {
  std::string file, folder, as_of, jurisdiction = "us-ca-wc";
  bool json = false;
};

/// The disclosure with the law it is held against.
struct Read {
  desk::Installation installation;
  reviewers::Disclosure own;
  jurisdictions::Jurisdiction law;
  reviewers::OrganizationRules rules;
};

Result<Read> read(const OrganizationArguments& arguments, const std::string& jurisdiction) {
  Read all;
  auto installation = find_installation();
  if (!installation) return installation.error();
  all.installation = std::move(*installation);
  auto own = reviewers::read_disclosure(arguments.file);
  if (!own) return own.error();
  all.own = std::move(*own);
  auto law = jurisdictions::Jurisdiction::load(all.installation.packs_folder, jurisdiction);
  if (!law) return law.error();
  all.law = std::move(*law);
  auto rules = reviewers::OrganizationRules::load(all.installation.packs_folder, jurisdiction);
  if (!rules) return rules.error();
  all.rules = std::move(*rules);
  return all;
}

json::array to_json(const std::vector<reviewers::OrganizationFault>& faults) {
  json::array rows;
  for (const auto& one : faults)
    rows.push_back(json::object{{"who", one.who},
                                {"rule", one.rule},
                                {"party", one.party.empty() ? json::value(nullptr) : json::value(one.party)},
                                {"text", one.text},
                                {"citation", one.citation}});
  return rows;
}

void print(const Console& console, const std::vector<reviewers::OrganizationFault>& faults) {
  for (const auto& one : faults)
    console.line(fmt::format("{}  {}{}: {} [{}]", console.in(Tone::Bad, one.rule), one.who,
                             one.party.empty() ? "" : ", " + one.party, one.text, one.citation));
}

/// May the organization review at all, and (with --case) this case?
int check(const Console& console, const OrganizationArguments& arguments) {
  std::optional<records::Application> application;
  if (!arguments.folder.empty()) {
    auto parsed = intake::read_application(arguments.folder + "/application.yaml");
    if (!parsed) return console.fail(parsed.error());
    application = std::move(*parsed);
  }
  auto all = read(arguments, application ? application->jurisdiction : arguments.jurisdiction);
  if (!all) return console.fail(all.error());
  Date as_of = application ? all->law.local_date(application->received) : Date{};
  if (!arguments.as_of.empty()) {
    auto day = day_of("--as-of", arguments.as_of);
    if (!day) return console.fail(day.error());
    as_of = *day;
  } else if (!application) {
    return console.fail({ErrorKind::Input, "--as-of", "nothing", "a day, or a case with --case", "name one"});
  }
  auto faults = reviewers::independence_faults(all->rules, all->own, as_of);
  std::vector<std::string> remarks;
  if (application) {
    auto names = reviewers::PartyNames::load(all->installation.packs_folder);
    if (!names) return console.fail(names.error());
    const reviewers::NameBook book(std::move(*names));
    auto conflicts = reviewers::organization_conflicts(
        all->law.reviewers, book, {reviewers::case_parties(*application), reviewers::case_numbers(*application)},
        all->own, as_of, remarks);
    faults.insert(faults.end(), conflicts.begin(), conflicts.end());
  }
  if (arguments.json) {
    console.write(json_line(json::object{{"organization", all->own.name},
                                         {"as_of", as_of.iso()},
                                         {"may_review", faults.empty()},
                                         {"faults", to_json(faults)},
                                         {"remarks", json::array(remarks.begin(), remarks.end())}}));
  } else {
    print(console, faults);
    for (const std::string& remark : remarks) console.line(console.in(Tone::Quiet, remark));
    if (faults.empty())
      console.line(application ? "The organization may review this case." : "The organization may review.");
  }
  return faults.empty() ? exit_done : exit_no;
}

/// What is to be filed, and by when.
int filing(const Console& console, const OrganizationArguments& arguments) {
  auto as_of = day_of("--as-of", arguments.as_of);
  if (!as_of) return console.fail(as_of.error());
  auto all = read(arguments, arguments.jurisdiction);
  if (!all) return console.fail(all.error());
  const auto check = reviewers::check_filing(all->rules, all->law.calendars.at("business"), all->own, *as_of);
  json::array missing, due;
  bool is_good = check.missing.empty();
  for (const auto& section : check.missing) {
    missing.push_back(json::object{{"id", section.id}, {"title", section.title}, {"citation", section.citation}});
    if (!arguments.json)
      console.line(fmt::format("{}  {} [{}]", console.in(Tone::Bad, "missing"), section.title, section.citation));
  }
  for (const auto& one : check.due) {
    const bool is_late = one.is_late(*as_of);
    is_good &= one.filed_on.has_value() || !is_late;
    due.push_back(json::object{{"what", one.what},
                               {"event_on", one.event_on.iso()},
                               {"due_on", one.due_on.iso()},
                               {"filed_on", one.filed_on ? json::value(one.filed_on->iso()) : json::value(nullptr)},
                               {"is_late", is_late},
                               {"citation", one.citation}});
    if (!arguments.json)
      console.line(fmt::format("{}  {:<14}{} [{}]", one.due_on.iso(),
                               one.filed_on ? "filed " + one.filed_on->iso()
                               : is_late    ? console.in(Tone::Bad, "late")
                                            : "to file",
                               one.what, one.citation));
  }
  if (arguments.json)
    console.write(json_line(json::object{{"organization", all->own.name},
                                         {"as_of", as_of->iso()},
                                         {"is_good", is_good},
                                         {"missing", missing},
                                         {"due", due}}));
  return is_good ? exit_done : exit_no;
}

} // namespace

void add_organization_commands(CLI::App& program, const Console& console, int& exit) {
  auto arguments = std::make_shared<OrganizationArguments>();
  auto* organization = program.add_subcommand("organization", "the review organization: conflicts and filings");
  organization->require_subcommand(1);
  const auto add = [&](const char* name, const char* does, const char* example) {
    auto* verb = organization->add_subcommand(name, does);
    verb->footer(std::string("Example: ") + example);
    verb->add_option("FILE", arguments->file, "what the organization discloses: organization.yaml")->required();
    verb->add_option("--as-of", arguments->as_of, "day to judge by");
    verb->add_option("--jurisdiction", arguments->jurisdiction, "whose law")->capture_default_str();
    verb->add_flag("--json", arguments->json, "answer in JSON");
    return verb;
  };
  auto* check_verb =
      add("check", "may it review, and may it review this case? exit code 1 when not",
          "openimr organization check examples/organization.yaml --case examples/cases/ketamine-cream-continued");
  check_verb->add_option("--case", arguments->folder, "case folder (its day of receipt is the day to judge by)");
  check_verb->callback([&console, &exit, arguments] { exit = check(console, *arguments); });
  auto* filing_verb =
      add("filing", "what has to be filed by when, and what the disclosure leaves out; exit code 1 when late",
          "openimr organization filing examples/organization.yaml --as-of 2015-03-01");
  filing_verb->get_option("--as-of")->required();
  filing_verb->callback([&console, &exit, arguments] { exit = filing(console, *arguments); });
}

} // namespace openimr::cli
