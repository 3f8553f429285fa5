// Commands about what stands beside and behind a determination: own findings, quality review, correction, appeal
// record.
#include "cli/answers.h"
#include "cli/commands.h"

#include "base/files.h"
#include "base/hash.h"
#include "desk/appeal_record.h"
#include "desk/letters_of_case.h"
#include "desk/record_acts.h"
#include "determination/correction.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// The review with its determination, or why there is none.
Result<desk::Review> determined(const Console& console, const ReviewArguments& arguments) {
  auto review = reviewed(console, arguments);
  if (!review) return review;
  if (!review->determination)
    return review->not_issued
               ? *review->not_issued
               : Error{ErrorKind::Refused, arguments.folder, "no signed opinion", "a determination", "sign one first"};
  return review;
}

/// The organization's name on the letter that is corrected.
std::string organization_of(const std::string& bytes, const std::string& otherwise) {
  boost::system::error_code failed;
  const json::value value = json::parse(bytes, failed);
  if (failed) return otherwise;
  const json::value* name = value.find_pointer("/letter/letterhead/name", failed);
  return name && name->is_string() ? std::string(name->get_string()) : otherwise;
}

json::array changes_json(const determination::Correction& correction) {
  json::array changes;
  for (const auto& change : correction.changes)
    changes.push_back(json::object{{"field", change.field}, {"from", change.from}, {"to", change.to}});
  return changes;
}

/// The files of the corrected letter: determination.v2.pdf and its kin, and the JSON that names what was corrected.
Result<std::map<std::string, std::string>> corrected_files(const desk::Review& review, const std::string& organization,
                                                           const determination::Correction& correction,
                                                           const std::string& name, json::object head) {
  desk::CorrectedLetter corrected{correction.on, "", correction.reason};
  for (const auto& change : correction.changes)
    corrected.changes +=
        fmt::format("{}“{}” is now “{}”", corrected.changes.empty() ? "" : "; ", change.from, change.to);
  auto letter = desk::compose_final_letter(review, organization, {}, {}, corrected);
  if (!letter) return letter.error();
  auto files = desk::render_letter(*letter, name);
  if (!files) return files.error();
  head["case"] = json::object{{"claim_number", review.case_file.application.claim_number}};
  head["determination"] = to_json(review, {}, true).as_object().at("determination");
  head["letter"] = json::parse((*files)[name + ".letter.json"]);
  head["receipt"] = to_json(review.determination->receipt());
  files->erase(name + ".letter.json");
  (*files)[name + ".json"] = json_line(head);
  return files;
}

/// What the determination rests on, for a record that shows no reviewer.
std::map<std::string, std::string> notes_of(const desk::Review& review) {
  json::array issues, decisions, resolutions;
  for (const auto& issue : review.draft.issues) issues.push_back(to_json(issue));
  for (const auto& decision : review.determination->decisions()) decisions.push_back(to_json(decision));
  for (const auto& opinion : review.determination->opinions())
    for (const auto& one : opinion.resolutions)
      resolutions.push_back(json::object{{"check", one.check}, {"text", one.text}});
  return {
      {"checks.json", json_line(json::object{{"checks", to_json(review.checks)}, {"claims", to_json(review.claims)}})},
      {"decisions.json", json_line(json::object{{"decisions", decisions}, {"resolutions", resolutions}})},
      {"findings.json", json_line(json::object{{"issues", issues}})},
      {"receipt.json", json_line(to_json(review.determination->receipt()))}};
}

json::array index_json(const desk::AppealRecord& record) {
  json::array index;
  for (const auto& entry : record.index)
    index.push_back(json::object{{"n", entry.number},
                                 {"file", entry.file},
                                 {"title", entry.title},
                                 {"author", entry.author.empty() ? json::value(nullptr) : json::value(entry.author)},
                                 {"date", entry.date ? json::value(entry.date->iso()) : json::value(nullptr)},
                                 {"pages", entry.pages ? json::value(entry.pages) : json::value(nullptr)},
                                 {"sha256", entry.sha256}});
  return index;
}

} // namespace

int finding_command(const Console& console, const FindingArguments& arguments) {
  const auto on = day_of("--on", arguments.on);
  if (!on) return console.fail(on.error());
  determination::OwnFinding finding{arguments.reviewer, arguments.item, arguments.decision, arguments.words, *on, ""};
  if (auto done = desk::record_own_finding(arguments.folder, std::move(finding)); !done)
    return console.fail(done.error());
  console.line(fmt::format("recorded: {} finds item {} {}", arguments.reviewer, arguments.item, arguments.decision));
  return exit_done;
}

int quality_command(const Console& console, const QualityArguments& arguments) {
  const auto on = day_of("--on", arguments.on);
  if (!on) return console.fail(on.error());
  if (arguments.result == "returned" && arguments.reasons.empty())
    return console.fail({ErrorKind::Input, "--reason", "none", "why the opinions are returned", "add --reason"});
  determination::QualityReview review{arguments.by, *on, arguments.result == "passed", arguments.reasons, "", {}};
  if (auto done = desk::record_quality_review(arguments.folder, std::move(review), arguments.key); !done)
    return console.fail(done.error());
  console.line(fmt::format("{}: {}/quality.yaml is written and signed", arguments.result, arguments.folder));
  return exit_done;
}

int correct_command(const Console& console, const ReviewArguments& arguments, const std::string& file) {
  const std::string first = arguments.out + "/determination.json";
  const auto issued = read_file(first, std::size_t{64} << 20);
  if (!issued) return console.fail(issued.error());
  const auto bytes = read_file(file, std::size_t{1} << 20);
  if (!bytes) return console.fail(bytes.error());
  const auto corrections = determination::parse_corrections(file, *bytes);
  if (!corrections) return console.fail(corrections.error());
  auto review = determined(console, arguments);
  if (!review) return console.fail(review.error());
  std::string previous = *issued;
  int version = 1;
  for (const auto& correction : *corrections) {
    if (auto done = determination::apply(correction, review->case_file.application); !done)
      return console.fail(done.error());
    const std::string name = fmt::format("determination.v{}", ++version);
    auto files = corrected_files(*review, organization_of(*issued, arguments.organization), correction, name,
                                 {{"schema", 1},
                                  {"version", version},
                                  {"corrected_on", correction.on ? correction.on->iso() : ""},
                                  {"reason", correction.reason},
                                  {"changes", changes_json(correction)},
                                  {"previous_sha256", sha256_hex(previous)}});
    if (!files) return console.fail(files.error());
    previous = (*files)[name + ".json"];
    auto written = write_all(arguments.out, *files);
    if (!written) return console.fail(written.error());
    for (const auto& path : *written) console.line("wrote " + path);
  }
  return exit_done;
}

int record_command(const Console& console, const ReviewArguments& arguments) {
  if (auto ready = prepare_folder(arguments.out); !ready) return console.fail(ready.error());
  if (!fs::is_empty(arguments.out))
    return console.fail({ErrorKind::Input, "--out", arguments.out + ", which holds files", "a new or empty folder",
                         "a record is written whole; choose another folder"});
  auto review = determined(console, arguments);
  if (!review) return console.fail(review.error());
  auto files = files_of(*review, arguments);
  if (!files) return console.fail(files.error());
  std::map<std::string, std::string> letter;
  for (const auto& [name, bytes] : *files)
    if (name == "determination.pdf" || name == "determination.html" || name == "determination.txt")
      letter[name] = bytes;
  auto record = desk::appeal_record(*review, letter, notes_of(*review));
  if (!record) return console.fail(record.error());
  const std::string index = json_line(json::object{{"index", index_json(*record)}});
  record->files["index.json"] = index;
  for (const auto& [name, ignored] : record->files)
    fs::create_directories((fs::path(arguments.out) / name).parent_path());
  auto written = write_all(arguments.out, record->files);
  if (!written) return console.fail(written.error());
  if (arguments.json)
    console.write(index);
  else
    console.write(record->files["index.txt"]);
  return exit_done;
}

} // namespace openimr::cli
