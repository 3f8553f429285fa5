// openimr application draft: the faxed application, the UR decision and the request -> application.yaml.
#include "cli/answers.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/standard_input.h"

#include "base/files.h"
#include "desk/application_draft.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fmt/format.h>

namespace openimr::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

json::array evidence_json(const std::vector<records::Evidence>& evidence) {
  json::array array;
  for (const auto& one : evidence) {
    json::object object = to_json(one).as_object();
    object["confidence"] = one.confidence;
    array.push_back(std::move(object));
  }
  return array;
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object field_json(const desk::DraftField& field) {
  return {{"id", field.id},
          {"value", field.value},
          {"source", field.source},
          {"confidence", field.confidence},
          {"evidence", evidence_json(field.evidence)}};
}

json::object item_json(const desk::DraftItem& item) {
  return {{"id", item.id},
          {"text", text_or_null(item.text)},
          {"ur_text", text_or_null(item.ur_text)},
          {"ur_outcome", text_or_null(item.outcome)},
          {"ur_guideline", text_or_null(item.guideline)},
          {"ur_guideline_pages", text_or_null(item.guideline_pages)},
          {"ur_reasons", text_or_null(item.reasons)},
          {"requested_on", item.requested_on ? json::value(item.requested_on->iso()) : json::value(nullptr)},
          {"confidence", item.confidence},
          {"evidence", evidence_json(item.evidence)},
          {"ur_evidence", evidence_json(item.ur_evidence)},
          {"request_evidence", evidence_json(item.request_evidence)}};
}

json::object draft_json(const desk::ApplicationDraft& draft, const std::vector<std::string>& written) {
  json::array fields, items, questions, differences, files;
  for (const auto& field : draft.fields) fields.push_back(field_json(field));
  for (const auto& item : draft.items) items.push_back(item_json(item));
  for (const auto& one : draft.questions)
    questions.push_back(json::object{{"field", one.field},
                                     {"text", one.text},
                                     {"reason", one.reason},
                                     {"read_as", text_or_null(one.read_as)},
                                     {"required", one.is_required},
                                     {"place", evidence_json(one.place)}});
  for (const auto& one : draft.differences)
    differences.push_back(json::object{{"id", one.id},
                                       {"text", one.text},
                                       {"citation", text_or_null(one.citation)},
                                       {"application", evidence_json(one.application)},
                                       {"other", evidence_json(one.other)}});
  for (const auto& file : written) files.emplace_back(file);
  return {{"fields", fields},
          {"items", items},
          {"questions", questions},
          {"differences", differences},
          {"accepted", !draft.not_accepted},
          {"not_accepted", draft.not_accepted ? json::value(draft.not_accepted->message()) : json::value(nullptr)},
          {"application_yaml", draft.yaml},
          {"files", files},
          {"problems", to_json(draft.problems)}};
}

std::string place(const std::vector<records::Evidence>& evidence) {
  return evidence.empty() ? "" : fmt::format(" [{}, page {}]", evidence.front().file, evidence.front().page);
}

void print(const Console& console, const desk::ApplicationDraft& draft) {
  const auto width = static_cast<std::size_t>(console.width());
  for (const auto& field : draft.fields) {
    // Parts of a name or an address are shown with the whole.
    const bool is_part = std::any_of(draft.fields.begin(), draft.fields.end(),
                                     [&](const auto& other) { return field.id.starts_with(other.id + "."); });
    if (is_part) continue;
    console.line(fmt::format("  {:<34}{:>4}%  ", field.id, field.confidence) +
                 wrapped(field.value + place(field.evidence), width, 42));
  }
  for (const auto& item : draft.items)
    console.line(fmt::format("  {:<34}{:>4}%  ", "item " + item.id, item.confidence) +
                 wrapped(fmt::format("{} ({}){}", item.text.empty() ? "?" : item.text,
                                     item.outcome.empty() ? "decision not known" : item.outcome, place(item.evidence)),
                         width, 42));
  if (!draft.questions.empty()) console.line("\n" + console.in(Tone::Strong, "To be asked"));
  for (const auto& one : draft.questions)
    console.line(console.in(one.is_required ? Tone::Bad : Tone::Unsure, one.is_required ? "  ! " : "  ? ") +
                 wrapped(fmt::format("{} {}{}{}", one.text, one.reason,
                                     one.read_as.empty() ? "" : fmt::format("; it looks like \"{}\"", one.read_as),
                                     place(one.place)),
                         width, 4));
  if (!draft.differences.empty()) console.line("\n" + console.in(Tone::Strong, "Differences"));
  for (const auto& one : draft.differences)
    console.line("  - " + wrapped(fmt::format("{}{}{}{}", one.text,
                                              one.citation.empty() ? "" : fmt::format(" ({})", one.citation),
                                              place(one.application), place(one.other)),
                                  width, 4));
  if (draft.not_accepted)
    console.line("\n" + wrapped("Not yet accepted as an application: " + draft.not_accepted->message(), width, 0));
}

/// The picture of every question's place, "question-01-claim.number.pgm".
Result<Done> write_pictures(const desk::ApplicationDraft& draft, const desk::Installation& installation,
                            const std::string& folder, std::vector<std::string>& written) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return Error{ErrorKind::Storage, folder, failed.message(), "a folder that can be written to",
                 "choose another with --pictures"};
  int number = 0;
  for (const auto& question : draft.questions) {
    ++number;
    const std::string picture = desk::picture_of_question(question, installation);
    if (picture.empty()) continue;
    const std::string path = fmt::format("{}/question-{:02}-{}.pgm", folder, number, question.field);
    if (auto done = write_file(path, picture); !done) return done.error();
    written.push_back(path);
  }
  return Done{};
}

} // namespace

int application_draft_command(const Console& console, const ApplicationArguments& arguments) {
  auto installation = find_installation();
  if (!installation) return console.fail(installation.error());
  if (!arguments.out.empty() && fs::exists(arguments.out) && !arguments.overwrite)
    return console.fail({ErrorKind::Input, arguments.out, "a file that exists already", "a new file",
                         "choose another name, or say --overwrite; answers that were written into it would be lost"});
  if (auto kept = keep_standard_input(arguments.files); !kept) return console.fail(kept.error());
  desk::DraftOptions options;
  options.jurisdiction = arguments.jurisdiction;
  options.received = arguments.received;
  options.channel = arguments.channel;
  options.progress = [&console](std::size_t done, std::size_t total) {
    console.progress("reading pages", done, total);
  };
  auto draft = desk::draft_application(arguments.files, *installation, options);
  console.end_progress();
  if (!draft) return console.fail(draft.error());
  std::vector<std::string> written;
  if (!arguments.out.empty()) {
    if (auto done = write_file(arguments.out, draft->yaml); !done) return console.fail(done.error());
    written.push_back(arguments.out);
  }
  if (!arguments.pictures.empty())
    if (auto done = write_pictures(*draft, *installation, arguments.pictures, written); !done)
      return console.fail(done.error());
  if (arguments.json) {
    console.write(json_line(draft_json(*draft, written)));
  } else {
    for (const auto& problem : draft->problems) console.warn(problem.message());
    if (arguments.out.empty())
      console.write(draft->yaml);
    else
      print(console, *draft);
    for (const auto& file : written) console.line("  wrote " + file);
  }
  return draft->not_accepted || !draft->questions.empty() || !draft->differences.empty() ? exit_no : exit_done;
}

} // namespace openimr::cli
