// openimr upload and openimr mail: papers that parties send by themselves, letters that are printed and served
// together.
#include "answers/mail_json.h"
#include "casework/event_json.h"
#include "cli/answers.h"
#include "cli/at_the_desk.h"
#include "cli/commands.h"
#include "cli/keeping.h"
#include "desk/mail.h"
#include "desk/uploads.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <memory>

namespace openimr::cli {
namespace {

namespace json = boost::json;

struct OfficeArguments {
  DeskArguments desk;
  std::string number, from, sender, id, reason, words, state, on, served_by = "mail", out, letterhead, roster;
  std::string language = "en", kind;
  std::vector<std::string> files, numbers, settings;
  bool is_complete = false, json = false;
};

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::value to_json(const desk::Upload& upload) {
  json::array papers;
  for (const auto& paper : upload.papers)
    papers.push_back(json::object{
        {"name", paper.name}, {"sha256", paper.sha256}, {"size", paper.size}, {"is_known", paper.is_known}});
  return json::object{{"upload", upload.id},
                      {"number", upload.number},
                      {"from", upload.from},
                      {"sender", text_or_null(upload.sender)},
                      {"received", casework::utc_text(upload.received)},
                      {"on", upload.on.iso()},
                      {"state", upload.state},
                      {"reason", text_or_null(upload.reason)},
                      {"words", text_or_null(upload.words)},
                      {"papers", papers}};
}

int print_upload(const Console& console, const OfficeArguments& arguments, const desk::Upload& upload) {
  console.write(arguments.json ? json_line(to_json(upload)) : desk::receipt_of(upload));
  return exit_done;
}

int receive(const Console& console, const OfficeArguments& arguments) {
  auto at = at_the_desk(arguments.desk, "intake");
  if (!at) return console.fail(at.error());
  desk::UploadRequest request{arguments.number, arguments.from, arguments.sender, {}};
  for (const std::string& file : arguments.files) request.papers.push_back({file, ""});
  auto upload = desk::receive_upload(*at->office, at->caller, request);
  return upload ? print_upload(console, arguments, *upload) : console.fail(upload.error());
}

int accept(const Console& console, const OfficeArguments& arguments) {
  auto at = at_the_desk(arguments.desk, "intake");
  if (!at) return console.fail(at.error());
  auto done = desk::accept_upload(*at->office, at->caller, arguments.id, arguments.is_complete, {});
  if (!done) return console.fail(done.error());
  auto upload = desk::upload(*at->office, at->caller, arguments.id);
  return upload ? print_upload(console, arguments, *upload) : console.fail(upload.error());
}

int reject(const Console& console, const OfficeArguments& arguments) {
  auto at = at_the_desk(arguments.desk, "intake");
  if (!at) return console.fail(at.error());
  auto upload = desk::reject_upload(*at->office, at->caller, arguments.id, arguments.reason, arguments.words);
  return upload ? print_upload(console, arguments, *upload) : console.fail(upload.error());
}

int list_uploads(const Console& console, const OfficeArguments& arguments) {
  auto at = at_the_desk(arguments.desk, "intake");
  if (!at) return console.fail(at.error());
  auto found = desk::uploads(*at->office, at->caller, arguments.state);
  if (!found) return console.fail(found.error());
  json::array rows;
  for (const auto& upload : *found) {
    rows.push_back(to_json(upload));
    if (!arguments.json)
      console.line(fmt::format("{}  {}  {}  {:<10}{:<24}{} files", upload.id, upload.on.iso(), upload.number,
                               upload.state, upload.from, upload.papers.size()));
  }
  if (arguments.json) console.write(json_line(json::object{{"uploads", rows}}));
  if (!arguments.json && found->empty()) console.line("No upload.");
  return exit_done;
}

// -----------------------------------------------------------------------------------------------------------------
// mail

int make_mail(const Console& console, const OfficeArguments& arguments) {
  auto on = day_of("--on", arguments.on);
  if (!on) return console.fail(on.error());
  if (auto ready = prepare_folder(arguments.out); !ready) return console.fail(ready.error());
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  desk::MailRequest request{*on,
                            arguments.served_by,
                            arguments.numbers,
                            arguments.kind,
                            arguments.settings,
                            arguments.letterhead,
                            arguments.roster,
                            arguments.language};
  auto made = desk::make_mail(*at->office, at->caller, request);
  if (!made) return console.fail(made.error());
  auto files = made->letters;
  files[made->batch.id + ".pdf"] = made->merged;
  files[made->batch.id + ".txt"] = desk::list_of(made->batch);
  auto written = write_all(arguments.out, files);
  if (!written) return console.fail(written.error());
  for (const auto& left : made->left_out)
    console.warn(fmt::format("{}, {} is left out: {}", left.number, left.kind, left.why.message()));
  json::object answer = answers::to_json(made->batch).as_object();
  json::array left_out, paths(written->begin(), written->end());
  for (const auto& left : made->left_out)
    left_out.push_back(json::object{{"number", left.number}, {"kind", left.kind}, {"why", left.why.message()}});
  answer["left_out"] = left_out;
  answer["files"] = paths;
  console.write(arguments.json ? json_line(answer) : desk::list_of(made->batch));
  return exit_done;
}

int mail_sent(const Console& console, const OfficeArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  auto batch = desk::mail_sent(*at->office, at->caller, arguments.id, {});
  if (!batch) return console.fail(batch.error());
  for (const auto& letter : batch->letters)
    for (const std::string& name : desk::unreached_by(*batch, letter))
      console.warn(fmt::format("{}, {}: found no address of {}, who does not count as served. Tell one with `openimr "
                               "case event {} party_changed --set role=… --set name=\"{}\" --set effective_on=… --set "
                               "address=…`; the next `openimr mail make` writes to them",
                               letter.number, letter.kind, name, letter.number, name));
  console.write(arguments.json ? json_line(answers::to_json(*batch)) : desk::list_of(*batch));
  return exit_done;
}

int list_mail(const Console& console, const OfficeArguments& arguments) {
  auto at = at_the_desk(arguments.desk);
  if (!at) return console.fail(at.error());
  auto batches = desk::mail_batches(*at->office, at->caller);
  if (!batches) return console.fail(batches.error());
  json::array rows;
  for (const auto& batch : *batches) {
    rows.push_back(answers::to_json(batch));
    if (!arguments.json)
      console.line(fmt::format("{}  {}  {:<6}{} letters by {}", batch.id, batch.on.iso(), batch.state,
                               batch.letters.size(), batch.served_by));
  }
  if (arguments.json) console.write(json_line(json::object{{"batches", rows}}));
  if (!arguments.json && batches->empty()) console.line("No batch.");
  return exit_done;
}

// ----------------------------------------------------------------------------------------------------------------
// verbs

using Arguments = std::shared_ptr<OfficeArguments>;
using Run = int (*)(const Console&, const OfficeArguments&);

CLI::App* add(CLI::App& under, const Console& console, int& exit, const Arguments& arguments, const char* name,
              const char* does, const char* example, Run run) {
  auto* verb = under.add_subcommand(name, does);
  verb->footer(std::string("Example: ") + example);
  add_places(verb, arguments->desk);
  add_person(verb, arguments->desk);
  verb->add_flag("--json", arguments->json, "answer in JSON");
  verb->callback([&console, &exit, arguments, run] { exit = run(console, *arguments); });
  return verb;
}

void add_upload(CLI::App& program, const Console& console, int& exit) {
  auto arguments = std::make_shared<OfficeArguments>();
  auto* upload =
      program.add_subcommand("upload", "papers that parties send by themselves: receipt, acceptance, rejection");
  upload->require_subcommand(1);
  auto* in = add(*upload, console, exit, arguments, "receive", "keep what a party sent, with a receipt",
                 "openimr upload receive CM14-0000001 --from claims_administrator records.pdf", receive);
  in->add_option("NUMBER", arguments->number, "number of the case")->required();
  in->add_option("FILE", arguments->files, "files")->required();
  in->add_option("--from", arguments->from, "part of the sender: claims_administrator, employee, …")->required();
  in->add_option("--sender", arguments->sender, "name of who sent it");
  auto* yes =
      add(*upload, console, exit, arguments, "accept", "make the papers papers of the case, of the day they came",
          "openimr upload accept UP14-0000001 --complete", accept);
  yes->add_option("UPLOAD", arguments->id, "number of the upload")->required();
  yes->add_flag("--complete", arguments->is_complete, "nothing more is to come");
  auto* no = add(*upload, console, exit, arguments, "reject", "with a reason that the sender is told",
                 "openimr upload reject UP14-0000001 --reason wrong_case --words \"It names another worker.\"", reject);
  no->add_option("UPLOAD", arguments->id, "number of the upload")->required();
  no->add_option("--reason", arguments->reason, "why")->check(CLI::IsMember(desk::rejection_reasons()))->required();
  no->add_option("--words", arguments->words, "what the sender is told")->required();
  auto* list = add(*upload, console, exit, arguments, "list", "what came in", "openimr upload list --state waiting",
                   list_uploads);
  list->add_option("--state", arguments->state, "waiting, accepted or rejected (default: all)")
      ->check(CLI::IsMember({"waiting", "accepted", "rejected"}));
}

void add_mail(CLI::App& program, const Console& console, int& exit) {
  auto arguments = std::make_shared<OfficeArguments>();
  auto* mail = program.add_subcommand("mail", "letters of many cases, printed and served together");
  mail->require_subcommand(1);
  auto* make = add(*mail, console, exit, arguments, "make",
                   "write every letter that waits, with its proof of service, and one file for the printer",
                   "openimr mail make --on 2014-02-12 --set server_name=\"M. Clerk\" --out mail", make_mail);
  make->add_option("--on", arguments->on, "day of mailing")->required();
  make->add_option("--out", arguments->out, "folder for the files; made when missing")->required();
  make->add_option("--case", arguments->numbers, "only these cases; may be given again");
  make->add_option("--letter", arguments->kind,
                   "a letter of this kind for the named cases (late-notice, correction, …; default: what waits)");
  make->add_option("--served-by", arguments->served_by, "how the letters go")
      ->check(CLI::IsMember({"mail", "personal", "fax", "overnight", "electronic"}))
      ->capture_default_str();
  make->add_option("--set", arguments->settings, "a field of letters or proofs: server_name=…; `openimr letter list`")
      ->allow_extra_args(false);
  make->add_option("--letterhead", arguments->letterhead, "who sends the letters");
  make->add_option("--roster", arguments->roster, "also final determinations issued on that day; needs the vault");
  make->add_option("--lang", arguments->language, "language of the notices")->capture_default_str();
  auto* sent = add(*mail, console, exit, arguments, "sent", "tell every case of a batch that its letter was served",
                   "openimr mail sent MB14-0000001", mail_sent);
  sent->add_option("BATCH", arguments->id, "number of the batch")->required();
  add(*mail, console, exit, arguments, "list", "the batches", "openimr mail list", list_mail);
}

} // namespace

void add_office_commands(CLI::App& program, const Console& console, int& exit) {
  add_mail(program, console, exit);
  add_upload(program, console, exit);
}

} // namespace openimr::cli
