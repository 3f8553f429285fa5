// Commands about one case folder.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/keeping.h"
#include "cli/out_folder.h"

#include "base/files.h"
#include "desk/letters_of_case.h"
#include "desk/open_checks.h"
#include "desk/sign_opinion.h"
#include "determination/signing.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>

namespace openimr::cli {
namespace fs = std::filesystem;
namespace json = boost::json;

Result<desk::Review> reviewed(const Console& console, const ReviewArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return installation.error();
  desk::ReviewOptions options;
  options.roster_file = arguments.roster;
  if (!arguments.against.empty() && !fs::is_directory(arguments.against))
    return Error{ErrorKind::NotFound, arguments.against, "no such folder", "a folder of case folders",
                 "name it with --against"};
  options.against_folder = arguments.against;
  options.policy_file = arguments.policy;
  if (!arguments.earlier.empty() && !fs::is_directory(arguments.earlier))
    return Error{ErrorKind::NotFound, arguments.earlier, "no such folder", "a folder of earlier letters as .txt",
                 "name it with --earlier"};
  options.earlier_folder = arguments.earlier;
  options.reading = arguments.reading;
  if (!arguments.as_of.empty()) {
    options.as_of = Date::parse_iso(arguments.as_of);
    if (!options.as_of)
      return Error{ErrorKind::Input, "--as-of", "\"" + arguments.as_of + "\"", "a date such as 2015-01-16",
                   "write year-month-day"};
  }
  options.progress = [&console](std::size_t done, std::size_t total) {
    console.progress("reading pages", done, total);
  };
  auto review = desk::review_case(arguments.folder, *installation, options);
  console.end_progress();
  return review;
}

Result<std::map<std::string, std::string>> files_of(const desk::Review& review, const ReviewArguments& arguments) {
  if (!review.determination) {
    const bool with_conclusions = !arguments.before_opinion && desk::may_show_recommendation(review);
    auto files = desk::render_letter(desk::compose_draft(review, with_conclusions), "draft");
    if (!files) return files.error();
    (*files)["review.json"] = json_line(to_json(review, {}, with_conclusions));
    return files;
  }
  auto letter = desk::compose_final_letter(review, arguments.organization);
  if (!letter) return letter.error();
  auto files = desk::render_letter(*letter, "determination");
  if (!files) return files.error();
  (*files)["determination.json"] =
      json_line(json::object{{"schema", 1},
                             {"case", json::object{{"claim_number", review.case_file.application.claim_number}}},
                             {"determination", to_json(review, {}, true).as_object().at("determination")},
                             {"letter", json::parse((*files)["determination.letter.json"])},
                             {"receipt", to_json(review.determination->receipt())}});
  files->erase("determination.letter.json");
  auto fhir = desk::fhir_of_determination(review, arguments.organization);
  if (!fhir) return fhir.error();
  (*files)["fhir.json"] = std::move(*fhir);
  // The draft that the physician answered stays beside the letter, every statement with its place.
  auto draft = desk::render_letter(desk::compose_draft(review, true), "draft");
  if (!draft) return draft.error();
  files->merge(*draft);
  (*files)["review.json"] = json_line(to_json(review, {}, true));
  if (!arguments.seal_key.empty()) {
    auto sealed = seal_file(review, arguments.seal_key);
    if (!sealed) return sealed.error();
    (*files)["determination.seal.json"] = *sealed;
  }
  return files;
}

namespace {

/// How each recommendation came about, one tree over all items.
guidelines::Reason explanation_of(const desk::Review& review, const std::string& form) {
  guidelines::Reason whole{"case", "How each recommendation came about", {}, {}, {}};
  auto installation = find_installation();
  const auto names = installation ? fact_names(installation->packs_folder) : guidelines::words_of_id;
  for (const auto& issue : review.draft.issues) {
    auto one = guidelines::explain(issue.evaluation, issue.request, review.chart,
                                   form == "full" ? guidelines::Form::Full : guidelines::Form::Short, names);
    one.text = fmt::format("Item {}, {}: {}", issue.item.id, issue.item.text, one.text);
    whole.parts.push_back(std::move(one));
  }
  return whole;
}

} // namespace

int review_command(const Console& console, const ReviewArguments& arguments) {
  if (arguments.before_opinion && !(arguments.explain.empty() && arguments.html.empty()))
    return console.fail({ErrorKind::Input, "--before-opinion", "--explain or --html beside it",
                         "one or the other: an explanation shows the recommendation", "leave one of them out"});
  if (!arguments.out.empty())
    if (auto ready = prepare_folder(arguments.out); !ready) return console.fail(ready.error());
  auto review = reviewed(console, arguments);
  if (!review) return console.fail(review.error());
  const bool with_conclusions = !arguments.before_opinion && desk::may_show_recommendation(*review);
  if (!with_conclusions && !(arguments.explain.empty() && arguments.html.empty()))
    return console.fail({ErrorKind::Refused, "--explain", "no own finding on every item",
                         "the reviewer's own finding before the recommendation is shown (own_finding_first)",
                         "record it with `openimr opinion finding`"});
  std::vector<std::string> written;
  if (!arguments.out.empty()) {
    auto files = files_of(*review, arguments);
    if (!files) return console.fail(files.error());
    auto done = write_all(arguments.out, *files);
    if (!done) return console.fail(done.error());
    written = *done;
    if (const std::string old = arguments.out + "/determination.pdf"; !review->determination && fs::exists(old))
      console.warn(old + ": is of an earlier run and was left as it is; this run issued nothing");
  }
  if (!arguments.html.empty()) {
    const auto page =
        guidelines::to_html(explanation_of(*review, arguments.explain.empty() ? "full" : arguments.explain),
                            "How each recommendation came about");
    if (auto done = write_file(arguments.html, page); !done) return console.fail(done.error());
    written.push_back(arguments.html);
  }
  if (arguments.json) {
    json::object answer = to_json(*review, written, with_conclusions).as_object();
    if (!arguments.explain.empty()) answer["explanation"] = to_json(explanation_of(*review, arguments.explain));
    console.write(json_line(answer));
  } else {
    console.write(review_page(console, *review, with_conclusions));
    if (!arguments.explain.empty())
      console.write("\nEXPLANATION\n" + guidelines::to_text(explanation_of(*review, arguments.explain)));
    if (!written.empty()) console.line();
    for (const auto& file : written) console.line("  wrote " + file);
  }
  const bool is_refused = review->eligibility.outcome == casework::CaseOutcome::Ineligible ||
                          review->eligibility.outcome == casework::CaseOutcome::Deferred ||
                          (review->opinion && !review->determination);
  return is_refused ? exit_no : exit_done;
}

int eligible_command(const Console& console, const ReviewArguments& arguments) {
  auto review = reviewed(console, arguments);
  if (!review) return console.fail(review.error());
  if (arguments.json) {
    json::object object = to_json(review->eligibility).as_object();
    json::array deadlines;
    for (const auto& due : review->deadlines) deadlines.push_back(to_json(due));
    object["deadlines"] = std::move(deadlines);
    json::array together;
    for (const auto& one : review->consolidation)
      together.push_back(json::object{{"with", one.with}, {"text", one.text}, {"citation", one.citation}});
    object["consolidation"] = std::move(together);
    console.write(json_line(object));
  } else {
    console.write(eligibility_page(console, *review));
    for (const auto& finding : review->eligibility.findings)
      console.line(
          fmt::format("  {:<22}{}", finding.result,
                      wrapped(fmt::format("{}{} [{}]", finding.item.empty() ? "" : "item " + finding.item + ": ",
                                          finding.text, finding.rule),
                              static_cast<std::size_t>(console.width()), 24)));
    for (const auto& one : review->consolidation)
      console.line(fmt::format(
          "  {:<22}{}", "may be joined",
          wrapped(fmt::format("{} [{}]", one.text, one.citation), static_cast<std::size_t>(console.width()), 24)));
    for (const auto& note : review->eligibility.notes)
      console.line(fmt::format("  {:<22}{}", "note", wrapped(note, static_cast<std::size_t>(console.width()), 24)));
  }
  const auto outcome = review->eligibility.outcome;
  return outcome == casework::CaseOutcome::Eligible || outcome == casework::CaseOutcome::PartlyEligible ? exit_done
                                                                                                        : exit_no;
}

int check_command(const Console& console, const ReviewArguments& arguments) {
  auto review = reviewed(console, arguments);
  if (!review) return console.fail(review.error());
  if (arguments.json)
    console.write(json_line(json::object{{"checks", to_json(review->checks)},
                                         {"claims", to_json(review->claims)},
                                         {"boilerplate", to_json(review->boilerplate)}}));
  else if (review->checks.empty())
    console.line("No check fired.");
  else
    console.write(checks_page(console, review->checks));
  for (const auto& check : review->checks)
    if (check.is_open_block()) return exit_no;
  return exit_done;
}

int sign_command(const Console& console, const SignArguments& arguments) {
  if (auto key = desk::read_signing_key(arguments.key); !key) return console.fail(key.error());
  ReviewArguments asked;
  asked.folder = arguments.folder;
  asked.roster = arguments.roster;
  auto review = reviewed(console, asked);
  if (!review) return console.fail(review.error());
  const std::string file = arguments.folder + "/" + desk::opinion_file(arguments.seat);
  const auto seat = static_cast<std::size_t>(arguments.seat);
  const records::Opinion* opinion = arguments.seat == 1 && review->opinion           ? &*review->opinion
                                    : seat >= 2 && seat - 2 < review->further.size() ? &review->further[seat - 2]
                                                                                     : nullptr;
  if (opinion)
    if (auto ahead = desk::opinion_dated_ahead(file, *opinion, review->law)) return console.fail(*ahead);
  const auto open = desk::open_checks(*review);
  for (const auto& check : open) console.warn(desk::told(check));
  if (!open.empty() && !arguments.with_open_checks)
    return console.fail(desk::open_checks_refusal(file, open.size(), "--with-open-checks"));
  auto hash = desk::sign_opinion(arguments.folder, arguments.key, arguments.seat);
  if (!hash) return console.fail(hash.error());
  console.line(fmt::format("signed {} over content {}", file, *hash));
  return exit_done;
}

int keygen_command(const Console& console, const std::string& file) {
  if (fs::exists(file))
    return console.fail({ErrorKind::Input, file, "a file that exists already", "a new file",
                         "choose another name; a key is never overwritten"});
  const auto key = determination::SigningKey::generate();
  const mode_t before = ::umask(0077);
  auto written = write_file(file, key.pem());
  ::umask(before);
  if (!written) return console.fail(written.error());
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  console.line("public_key: " + key.public_key());
  return exit_done;
}

} // namespace openimr::cli
