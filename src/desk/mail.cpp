#include "desk/mail.h"

#include "base/files.h"
#include "base/hash.h"
#include "desk/case_application.h"
#include "desk/letter_values.h"
#include "desk/write_letter.h"
#include "determination/yaml_words.h"
#include "intake/application_file.h"
#include "letters/merge_pdf.h"
#include "letters/render_pdf.h"
#include "text/data_file.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::desk {
namespace {

using casework::Case;
using casework::Outcome;

constexpr const char* batch_kind = "mail_batch";
constexpr const char* final_kind = "final-determination";

/// Kind of letter -> the notice that the history knows it by.
const std::map<std::string, std::string>& notices() {
  static const std::map<std::string, std::string> all = {{"assignment-notice", "assignment"},
                                                         {"ineligibility", "ineligible"},
                                                         {"deferral", "deferral"},
                                                         {"termination", "termination"}};
  return all;
}

bool was_told(const std::vector<casework::CaseEvent>& history, const std::string& notice) {
  return std::any_of(history.begin(), history.end(), [&](const auto& event) {
    const auto* sent = std::get_if<casework::NoticeSent>(&event.what);
    return sent && sent->notice == notice;
  });
}

std::string body_of(const MailBatch& batch) {
  std::string text = fmt::format("on: {}\nserved_by: {}\nstate: {}\nsha256: {}\nletters:\n", batch.on.iso(),
                                 batch.served_by, batch.state, batch.sha256);
  for (const auto& letter : batch.letters) {
    text += fmt::format("  - {{case: {}, kind: {}, notice: {}, first_page: {}, pages: {}, sha256: {}, to: [",
                        determination::quoted(letter.number), letter.kind, determination::quoted(letter.notice),
                        letter.first_page, letter.pages, letter.sha256);
    for (const auto& one : letter.to)
      text += fmt::format("{}{{name: {}, address: {}}}", &one == &letter.to.front() ? "" : ", ",
                          determination::quoted(one.name), determination::quoted(one.address));
    text += "]}\n";
  }
  return text;
}

Result<MailBatch> read_batch(const store::RecordRow& row) {
  auto file = text::DataFile::parse("mail batch " + row.id, row.body);
  if (!file) return file.error();
  text::Reader reader(*file);
  const auto root = reader.root();
  MailBatch batch{.id = row.id,
                  .on = root.required("on").date().value_or(Date{}),
                  .served_by = root.required("served_by").string(),
                  .state = root.required("state").one_of({"made", "sent"}),
                  .sha256 = root.required("sha256").string(),
                  .letters = {},
                  .version = row.version};
  for (const auto& item : root["letters"].list()) {
    BatchedLetter letter{
        item.required("case").string(),         item.required("kind").string(),    item["notice"].string(),         {},
        item.required("first_page").integer(0), item.required("pages").integer(0), item.required("sha256").string()};
    for (const auto& to : item["to"].list())
      letter.to.push_back({to.required("name").string(), to["address"].string()});
    batch.letters.push_back(std::move(letter));
  }
  if (!reader.problems().empty()) return reader.as_error();
  return batch;
}

Result<std::vector<MailBatch>> all_batches(Office& office) {
  std::vector<MailBatch> found;
  std::string after;
  for (;;) {
    auto rows = office.store().records(batch_kind, after, 200);
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
      auto batch = read_batch(row);
      if (!batch) return batch.error();
      found.push_back(std::move(*batch));
      after = row.id;
    }
    if (rows->size() < 200) return found;
  }
}

Result<MailBatch> kept_batch(Office& office, const std::string& id) {
  auto row = office.store().record(batch_kind, id);
  if (!row) return row.error();
  if (!*row) return Error{ErrorKind::NotFound, "mail", "\"" + id + "\"", "the number of a batch", "openimr mail list"};
  return read_batch(**row);
}

/// Numbers of every case that could have a letter waiting.
Result<std::vector<std::string>> candidates(Office& office) {
  std::vector<std::string> numbers;
  for (const char* status : {"assigned", "closed", "deferred", "determined", "under_review"}) {
    store::SearchQuery query{.status = status, .limit = 500};
    for (;;) {
      auto rows = office.store().search(query);
      if (!rows) return rows.error();
      for (const auto& row : *rows) numbers.push_back(row.id);
      if (rows->size() < 500) break;
      query.after = rows->back().id;
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// Addresses of the parties of a day by name.
std::map<std::string, std::string> addresses_of(const Case& state, const jurisdictions::Jurisdiction& law, Date day) {
  std::map<std::string, std::string> addresses;
  auto application = application_on(state, day);
  if (!application) return addresses;
  const auto values = case_values(*application, {}, law, {}, letters::Standing::Any);
  const auto found = values.find("recipients");
  const auto* rows = found == values.end() ? nullptr : std::get_if<std::vector<letters::Row>>(&found->second);
  if (!rows) return addresses;
  for (const auto& row : *rows) {
    const auto name = row.find("name"), address = row.find("address");
    if (name == row.end() || address == row.end()) continue;
    const auto *words = std::get_if<std::string>(&name->second), *place = std::get_if<std::string>(&address->second);
    if (words && place) addresses[*words] = *place;
  }
  return addresses;
}

/// What the case says of the fields that a letter asks its writer for.
std::vector<std::string> settings_of(const Case& state, const std::vector<casework::CaseEvent>& history,
                                     const MailRequest& request) {
  std::vector<std::string> settings = {"case_number=" + state.number, "served_by=" + request.served_by,
                                       "served_on=" + request.on.iso()};
  for (const auto& event : history) {
    if (const auto* ended = std::get_if<casework::Terminated>(&event.what)) {
      settings.push_back(std::string("ended=") + (ended->why == "authorized" ? "authorized" : "settled"));
      settings.push_back("ended_on=" + event.on.iso());
      if (ended->why == "authorized") settings.push_back("authorization_text=" + ended->authorization);
    }
    if (const auto* gone = std::get_if<casework::Withdrawn>(&event.what)) {
      settings.push_back(std::string("ended=withdrawn-by-") + (gone->from == "applicant" ? "employee" : "physician"));
      settings.push_back("ended_on=" + event.on.iso());
    }
  }
  settings.insert(settings.end(), request.settings.begin(), request.settings.end());
  return settings;
}

/// Those settings that the letter or its proof declares; the others are of other letters of the batch.
Result<std::vector<std::string>> declared(Office& office, const Case& state, const std::string& kind,
                                          const std::vector<std::string>& settings) {
  auto law = office.law(state.jurisdiction);
  if (!law) return law.error();
  auto pages = letter_kinds(office.installation().packs_folder, **law);
  if (!pages) return pages.error();
  std::vector<std::string> kept;
  for (const std::string& setting : settings)
    for (const auto& page : *pages) {
      if (page.id != kind && page.id != "proof-of-service") continue;
      const auto* field = page.field(setting.substr(0, setting.find('=')));
      if (!field || field->source != letters::FieldSource::Set) continue;
      kept.push_back(setting);
      break;
    }
  return kept;
}

/// A folder from which the letter can be written: a determination needs the papers, a notice the application only.
Result<CaseFolder> folder_for(Office& office, const Caller& caller, const std::string& number, bool has_papers) {
  if (has_papers) return office.lay_out(caller, number, "mail", "");
  auto texts = folder_texts(office.store(), number);
  if (!texts) return texts.error();
  auto folder = CaseFolder::make("");
  if (!folder) return folder.error();
  for (const auto& [name, words] : *texts) {
    if (name != "application.yaml" && !name.starts_with("joined/")) continue;
    const std::filesystem::path file = std::filesystem::path(folder->path()) / name;
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed); // what cannot be made shows when it is written
    if (auto written = write_file(file.string(), words); !written) return written.error();
  }
  return folder;
}

struct WrittenPdf {
  std::string file, bytes;
};

/// Of a second letter: whom the first did not reach. Empty: everybody who is served.
std::vector<std::string> to_reach(const Case& state, const std::string& kind) {
  const auto notice = notices().find(kind);
  const auto open = notice == notices().end() ? state.unreached.end() : state.unreached.find(notice->second);
  return open == state.unreached.end() ? std::vector<std::string>() : open->second;
}

Result<WrittenPdf> write_one(Office& office, const Caller& caller, const CaseView& view, const std::string& kind,
                             const MailRequest& request) {
  auto folder = folder_for(office, caller, view.state.number, kind == final_kind);
  if (!folder) return folder.error();
  auto settings = declared(office, view.state, kind, settings_of(view.state, view.history, request));
  if (!settings) return settings.error();
  auto written = write_letter(
      {.kind = kind,
       .folder = folder->path(),
       .language = kind == final_kind ? "en" : request.language,
       .settings = std::move(*settings),
       .date = request.on,
       .letterhead_file = request.letterhead_file,
       .roster_file = request.roster_file,
       .amend = [&](records::Application& application) { put_parties(application, view.state, request.on); },
       .duplicate_of = view.state.outcome == Outcome::DuplicateOf ? view.state.outcome_of : "",
       .served = to_reach(view.state, kind),
       .progress = {}},
      office.installation());
  if (!written) return written.error();
  auto pdf = letters::render_pdf(written->filled.letter);
  if (!pdf) return pdf.error();
  return WrittenPdf{fmt::format("{}.{}.{}.pdf", view.state.number, kind, written->language), std::move(*pdf)};
}

/// Whether the letter is in a batch that was made before.
bool is_batched(const std::vector<MailBatch>& batches, const std::string& number, const std::string& kind,
                const Case& state) {
  return std::any_of(batches.begin(), batches.end(), [&](const MailBatch& batch) {
    return std::any_of(batch.letters.begin(), batch.letters.end(), [&](const BatchedLetter& letter) {
      const bool is_same = letter.number == number && letter.kind == kind;
      // After a remand there is another determination; what was sent counts as told in the history.
      const bool is_of_now =
          kind != final_kind || !state.determination_mailed || !(batch.on < state.determination_mailed->on);
      return is_same && is_of_now && (batch.state == "made" || kind == final_kind);
    });
  });
}

/// The letter of the case that is to be written; empty when none is.
std::string kind_for(const CaseView& view, const MailRequest& request, const std::vector<MailBatch>& before) {
  const Case& state = view.state;
  const std::string kind = request.kind.empty() ? waiting_letter(state, view.history) : request.kind;
  if (kind.empty() || is_batched(before, state.number, kind, state)) return "";
  const bool is_final = kind == final_kind;
  if (is_final && (!state.determination_mailed || state.determination_mailed->on != request.on)) return "";
  return is_final && request.roster_file.empty() ? "" : kind;
}

Result<Done> add_letter(Office& office, const Caller& caller, const std::string& number, const MailRequest& request,
                        const std::vector<MailBatch>& before, MadeMail& made, std::vector<letters::PdfPart>& parts) {
  auto view = office.acts().view(number, request.on);
  if (!view) return view.error();
  const std::string kind = kind_for(*view, request, before);
  if (kind.empty()) return Done{};
  auto law = office.law(view->state.jurisdiction);
  if (!law) return law.error();
  auto written = write_one(office, caller, *view, kind, request);
  if (!written) {
    made.left_out.push_back({number, kind, written.error()});
    return Done{};
  }
  const auto notice = notices().find(kind);
  BatchedLetter letter{number,
                       kind,
                       notice != notices().end() ? notice->second
                       : kind == final_kind      ? ""
                                                 : "other",
                       {},
                       0,
                       0,
                       sha256_hex(written->bytes)};
  const auto addresses = addresses_of(view->state, **law, request.on);
  auto names = to_reach(view->state, kind);
  if (names.empty()) names = view->state.service_list(request.on);
  for (const std::string& name : names) {
    const auto address = addresses.find(name);
    letter.to.push_back({name, address == addresses.end() ? "" : address->second});
  }
  parts.push_back({written->file, written->bytes, static_cast<int>(std::max<std::size_t>(1, letter.to.size()))});
  made.letters[written->file] = std::move(written->bytes);
  made.batch.letters.push_back(std::move(letter));
  return Done{};
}

/// The kind of letter that somebody has yet to be served with, now that there is an address.
std::string letter_to_unreached(const Case& state) {
  for (const auto& [kind, notice] : notices()) {
    const auto open = state.unreached.find(notice);
    if (open == state.unreached.end()) continue;
    for (const auto& party : state.parties)
      if (!party.address.empty() &&
          std::find(open->second.begin(), open->second.end(), party.name) != open->second.end())
        return kind;
  }
  return "";
}

} // namespace

std::string waiting_letter(const Case& state, const std::vector<casework::CaseEvent>& history) {
  std::string kind = letter_to_unreached(state);
  if (!kind.empty()) return kind;
  if (state.status == casework::Status::Deferred) kind = "deferral";
  if (state.assigned_on && !state.assignment_notice && state.is_open()) return "assignment-notice"; // of this round
  if (state.status == casework::Status::Closed && state.outcome) {
    switch (*state.outcome) {
    case Outcome::Ineligible:
    case Outcome::DuplicateOf:
      kind = "ineligibility";
      break;
    case Outcome::TerminatedAuthorized:
    case Outcome::TerminatedSettlementOrAward:
    case Outcome::WithdrawnByApplicant:
    case Outcome::WithdrawnByRequestingPhysician:
      kind = "termination";
      break;
    default:
      break;
    }
  }
  if (state.status == casework::Status::Determined && state.determination_mailed) return final_kind;
  return !kind.empty() && was_told(history, notices().at(kind)) ? "" : kind;
}

std::vector<std::string> unreached_by(const MailBatch& batch, const BatchedLetter& letter) {
  std::vector<std::string> names;
  if (batch.served_by == "mail" || batch.served_by == "overnight")
    for (const Addressee& one : letter.to)
      if (one.address.empty()) names.push_back(one.name);
  return names;
}

Result<std::vector<WaitingLetter>> waiting_mail(Office& office, const Caller& caller, Date on, bool has_roster) {
  if (auto actor = office.leave_for(caller, "notice_send", ""); !actor) return actor.error();
  auto before = all_batches(office);
  if (!before) return before.error();
  auto numbers = candidates(office);
  if (!numbers) return numbers.error();
  const MailRequest request{.on = on,
                            .numbers = {},
                            .kind = {},
                            .settings = {},
                            .letterhead_file = {},
                            .roster_file = has_roster ? "roster" : ""};
  std::vector<WaitingLetter> waiting;
  for (const std::string& number : *numbers) {
    auto view = office.acts().view(number, on);
    if (!view) return view.error();
    if (auto kind = kind_for(*view, request, *before); !kind.empty()) waiting.push_back({number, std::move(kind)});
  }
  return waiting;
}

Result<MadeMail> make_mail(Office& office, const Caller& caller, const MailRequest& request) {
  auto actor = office.leave_for(caller, "notice_send", "");
  if (!actor) return actor.error();
  if (!request.kind.empty() && request.numbers.empty())
    return Error{ErrorKind::Input, "--letter", request.kind + " for no case", "the cases that it is for",
                 "name them with --case"};
  auto before = all_batches(office);
  if (!before) return before.error();
  auto numbers = request.numbers.empty() ? candidates(office) : Result<std::vector<std::string>>(request.numbers);
  if (!numbers) return numbers.error();
  MadeMail made;
  std::vector<letters::PdfPart> parts;
  for (const std::string& number : *numbers)
    if (auto added = add_letter(office, caller, number, request, *before, made, parts); !added) return added.error();
  if (parts.empty()) {
    if (!made.left_out.empty()) return made.left_out.front().why;
    return Error{ErrorKind::NotFound, "mail", "no letter that waits", "a case whose parties are to be told",
                 "openimr queue shows what waits"};
  }
  auto merged = letters::merge_pdf(parts);
  if (!merged) return merged.error();
  int next = 1;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    made.batch.letters[i].first_page = next;
    made.batch.letters[i].pages = merged->pages[i];
    next += merged->pages[i] * parts[i].copies;
  }
  auto id = office.store().next_number(fmt::format("MB{:02}", request.on.year() % 100));
  if (!id) return id.error();
  made.batch.id = std::move(*id);
  made.batch.on = request.on;
  made.batch.served_by = request.served_by;
  made.merged = std::move(merged->bytes);
  made.batch.sha256 = sha256_hex(made.merged);
  auto row = office.log_row(caller, *actor, "mail_made", "");
  row.subject = made.batch.sha256;
  row.details["batch"] = made.batch.id;
  std::vector<store::RecordChange> records{{batch_kind, made.batch.id, body_of(made.batch), 0}};
  if (office.vault()) {
    auto paper = keep_paper(office.store(), *office.vault(), made.batch.id, made.merged);
    if (!paper) return paper.error();
    if (*paper) records.push_back(std::move(**paper));
  }
  auto kept = office.store().commit({.records = std::move(records), .entries = {std::move(row)}});
  if (!kept) return kept.error();
  made.batch.version = 1;
  return made;
}

std::string list_of(const MailBatch& batch) {
  std::string text =
      fmt::format("Batch {}, {}, {}, {} letters\n", batch.id, batch.on.iso(), batch.served_by, batch.letters.size());
  for (const auto& letter : batch.letters) {
    text += fmt::format("{}  {}\n", letter.number, letter.kind);
    int page = letter.first_page;
    for (const auto& one : letter.to) {
      text += fmt::format("  pages {}-{}  {}  {}\n", page, page + letter.pages - 1, one.name,
                          one.address.empty() ? "(no address)" : one.address);
      page += letter.pages;
    }
  }
  return text;
}

Result<MailBatch> mail_sent(Office& office, const Caller& caller, const std::string& id, const ActOptions& options) {
  auto actor = office.leave_for(caller, "notice_send", "");
  if (!actor) return actor.error();
  auto batch = kept_batch(office, id);
  if (!batch) return batch.error();
  if (batch->state == "sent") return batch;
  for (const auto& letter : batch->letters) {
    ActOptions own = options;
    own.on = batch->on;
    own.at.reset();
    own.key = fmt::format("mail {} {} notice", id, letter.number);
    const auto unreached = unreached_by(*batch, letter);
    if (!letter.notice.empty()) {
      casework::NoticeSent sent{letter.notice, batch->served_by, "in-state", {}, unreached};
      for (const Addressee& one : letter.to) sent.recipients.push_back(one.name);
      if (auto told = office.record(caller, letter.number, std::move(sent), own); !told) return told.error();
    }
    own.key = fmt::format("mail {} {} proof", id, letter.number);
    casework::Noted proof{fmt::format("{} served by {} on {} in batch {}; letter with proof of service, SHA-256 {}",
                                      letter.kind, batch->served_by, batch->on.iso(), id, letter.sha256)};
    if (!unreached.empty())
      proof.text += fmt::format("; not served, without an address: {}", fmt::join(unreached, "; "));
    if (auto told = office.record(caller, letter.number, std::move(proof), own); !told) return told.error();
  }
  batch->state = "sent";
  auto done_row = office.log_row(caller, *actor, "mail_sent", "");
  done_row.subject = batch->sha256;
  done_row.details["batch"] = id;
  auto kept = office.store().commit(
      {.records = {{batch_kind, id, body_of(*batch), batch->version}}, .entries = {std::move(done_row)}});
  if (!kept) return kept.error();
  ++batch->version;
  return batch;
}

Result<MailBatch> mail_batch(Office& office, const Caller& caller, const std::string& id) {
  if (auto actor = office.leave_for(caller, "notice_send", ""); !actor) return actor.error();
  return kept_batch(office, id);
}

Result<std::string> merged_mail(Office& office, const Caller& caller, const std::string& id) {
  auto actor = office.leave_for(caller, "notice_send", "");
  if (!actor) return actor.error();
  auto batch = kept_batch(office, id);
  if (!batch) return batch.error();
  auto name = vault_name_of(office.store(), id, batch->sha256);
  if (!name) return name.error();
  if (name->empty() || !office.vault())
    return Error{ErrorKind::NotFound, "mail batch " + id, "no kept file", "a batch that was made beside a vault",
                 "print the file that openimr mail make wrote"};
  auto row = office.log_row(caller, *actor, "mail_read", "");
  row.subject = batch->sha256;
  row.details["batch"] = id;
  if (auto written = office.store().commit({.entries = {std::move(row)}}); !written) return written.error();
  std::string bytes;
  auto read = office.vault()->get(*name, [&](std::string_view some) -> Result<Done> {
    bytes += some;
    return Done{};
  });
  if (!read) return read.error();
  if (sha256_hex(bytes) != batch->sha256)
    return Error{ErrorKind::Storage, "mail batch " + id, "other bytes in the vault", "what the batch's list says",
                 "run openimr vault verify and openimr audit verify"};
  return bytes;
}

Result<std::vector<MailBatch>> mail_batches(Office& office, const Caller& caller) {
  if (auto actor = office.leave_for(caller, "notice_send", ""); !actor) return actor.error();
  return all_batches(office);
}

} // namespace openimr::desk
