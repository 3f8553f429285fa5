// openimr case opinion | finding | sign: the reviewer's acts on a stored case.
#include "base/files.h"
#include "cli/casework_commands.h"
#include "desk/open_checks.h"
#include "desk/sign_opinion.h"
#include "intake/opinion_file.h"
#include "reviewers/roster_file.h"

#include <fmt/format.h>

namespace openimr::cli {
namespace {

/// The key that the roster names for the reviewer; empty without a roster.
Result<std::string> registered_key(const CaseworkArguments& arguments, const std::string& reviewer) {
  if (arguments.roster.empty()) return std::string();
  auto roster = reviewers::read_roster(arguments.roster);
  if (!roster) return roster.error();
  const auto* found = roster->find(reviewer);
  if (!found || found->public_key.empty())
    return Error{ErrorKind::Refused, arguments.roster, "no public key of " + reviewer,
                 "the key that the reviewer signs by", "register it in the roster"};
  return found->public_key;
}

/// Whose opinion it is: --reviewer, or who acts.
std::string reviewer_of(const CaseworkArguments& arguments, const desk::Caller& caller) {
  return arguments.reviewer.empty() ? caller.account() : arguments.reviewer;
}

int show_opinion(const Console& console, const CaseworkArguments& arguments) {
  auto at = at_the_desk(arguments.desk, "reviewer");
  if (!at) return console.fail(at.error());
  const std::string reviewer = reviewer_of(arguments, at->caller);
  auto kept = at->office->opinion(at->caller, arguments.number, reviewer);
  if (!kept) return console.fail(kept.error());
  if (kept->version == 0)
    return console.fail({ErrorKind::NotFound, "case " + arguments.number, "no opinion of " + reviewer,
                         "a saved opinion", "save one: openimr case opinion " + arguments.number + " opinion.yaml"});
  console.write(kept->text);
  return exit_done;
}

} // namespace

int case_opinion_command(const Console& console, const CaseworkArguments& arguments) {
  if (arguments.file.empty()) return show_opinion(console, arguments);
  auto text = read_file(arguments.file, std::size_t{4} << 20);
  if (!text) return console.fail(text.error());
  auto opinion = intake::parse_opinion(arguments.file, *text);
  if (!opinion) return console.fail(opinion.error());
  const auto save = [&](AtDesk& at, const desk::ActOptions& options) -> Result<desk::ActAnswer> {
    auto key = registered_key(arguments, opinion->reviewer);
    if (!key) return key.error();
    auto before = at.office->opinion(at.caller, arguments.number, opinion->reviewer);
    if (!before) return before.error();
    if (before->text != *text)
      if (auto saved = at.office->save_opinion(at.caller, arguments.number, *text, before->version); !saved)
        return saved.error();
    if (opinion->signature)
      return at.office->record_signed_opinion(at.caller, arguments.number, opinion->reviewer, *key, options);
    auto state = at.office->acts().load(arguments.number);
    if (!state) return state.error();
    return desk::ActAnswer{arguments.number, std::move(*state), before->text == *text};
  };
  return run_act(console, arguments, save, "reviewer");
}

int case_finding_command(const Console& console, const CaseworkArguments& arguments) {
  auto at = at_the_desk(arguments.desk, "reviewer");
  if (!at) return console.fail(at.error());
  auto on = day_of("--on", arguments.on);
  if (!on) return console.fail(on.error());
  determination::OwnFinding finding;
  finding.reviewer = reviewer_of(arguments, at->caller);
  finding.item = arguments.item;
  finding.decision = arguments.decision;
  finding.words = arguments.words;
  finding.on = *on;
  auto done = at->office->record_own_finding(at->caller, arguments.number, std::move(finding));
  return done ? exit_done : console.fail(done.error());
}

namespace {

/// Reads the stored case as its reviewer would and tells what blocks. A case whose papers are not kept cannot be read;
/// that is told, and the issue of the determination asks again.
Result<Done> ask_open_checks(const Console& console, const CaseworkArguments& arguments, AtDesk& at) {
  auto folder = at.office->lay_out(at.caller, arguments.number, "sign", "");
  if (!folder) {
    if (folder.error().kind != ErrorKind::NotFound) return folder.error();
    console.warn("the checks were not asked: " + folder.error().message());
    return Done{};
  }
  desk::ReviewOptions options;
  options.roster_file = arguments.roster;
  auto review = desk::review_case(folder->path(), at.office->installation(), options);
  if (!review) return review.error();
  const auto open = desk::open_checks(*review);
  for (const auto& check : open) console.warn(desk::told(check));
  if (open.empty() || arguments.with_open_checks) return Done{};
  return desk::open_checks_refusal(fmt::format("case {}, opinion_signed", arguments.number), open.size(),
                                   "--with-open-checks");
}

} // namespace

int case_sign_command(const Console& console, const CaseworkArguments& arguments) {
  const auto sign = [&](AtDesk& at, const desk::ActOptions& options) -> Result<desk::ActAnswer> {
    if (auto asked = ask_open_checks(console, arguments, at); !asked) return asked.error();
    if (arguments.key_file.empty()) {
      auto proof = proof_of(true);
      if (!proof) return proof.error();
      return at.office->sign_opinion(at.caller, arguments.number, proof->password, proof->code, options);
    }
    const std::string reviewer = reviewer_of(arguments, at.caller);
    auto registered = registered_key(arguments, reviewer);
    if (!registered) return registered.error();
    auto key = desk::read_signing_key(arguments.key_file);
    if (!key) return key.error();
    return at.office->sign_opinion(at.caller, arguments.number, reviewer, *key, *registered, options);
  };
  return run_act(console, arguments, sign, "reviewer");
}

} // namespace openimr::cli
