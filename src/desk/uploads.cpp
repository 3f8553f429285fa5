#include "desk/uploads.h"

#include "base/files.h"
#include "base/hash.h"
#include "casework/event_json.h"
#include "determination/yaml_words.h"
#include "text/data_file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::desk {
namespace {

namespace fs = std::filesystem;

constexpr const char* upload_kind = "upload";

std::string body_of(const Upload& upload) {
  std::string text =
      fmt::format("case: {}\nfrom: {}\nsender: {}\nreceived: {}\non: {}\nstate: {}\nreason: {}\nwords: {}\npapers:\n",
                  determination::quoted(upload.number), determination::quoted(upload.from),
                  determination::quoted(upload.sender), casework::utc_text(upload.received), upload.on.iso(),
                  upload.state, determination::quoted(upload.reason), determination::quoted(upload.words));
  for (const auto& paper : upload.papers)
    text += fmt::format("  - {{name: {}, sha256: {}, vault: {}, size: {}, is_known: {}}}\n",
                        determination::quoted(paper.name), determination::quoted(paper.sha256),
                        determination::quoted(paper.vault), paper.size, paper.is_known);
  return text;
}

Result<Upload> read_upload(const store::RecordRow& row) {
  auto file = text::DataFile::parse("upload " + row.id, row.body);
  if (!file) return file.error();
  text::Reader reader(*file);
  const auto root = reader.root();
  Upload upload;
  upload.id = row.id;
  upload.version = row.version;
  upload.number = root.required("case").string();
  upload.from = root.required("from").string();
  upload.sender = root["sender"].string();
  upload.received = Instant::parse_iso(root.required("received").string()).value_or(Instant{});
  upload.on = root.required("on").date().value_or(Date{});
  upload.state = root.required("state").one_of({"waiting", "accepted", "rejected"});
  upload.reason = root["reason"].string();
  upload.words = root["words"].string();
  for (const auto& item : root["papers"].list())
    upload.papers.push_back(
        {item.required("name").string(), item.required("sha256").string(), item.required("vault").string(),
         std::strtoull(item.required("size").string().c_str(), nullptr, 10), item["is_known"].boolean()});
  if (!reader.problems().empty()) return reader.as_error();
  return upload;
}

Error wrong(std::string where, std::string found, std::string expected, std::string remedy) {
  return {ErrorKind::Input, std::move(where), std::move(found), std::move(expected), std::move(remedy)};
}

/// Keeps one paper; the vault's record of the case is written when the upload is accepted.
Result<UploadedPaper> take_in(Office& office, const std::string& number, const IncomingPaper& incoming,
                              const std::vector<CasePaper>& known) {
  auto bytes = read_file(incoming.path);
  if (!bytes) return bytes.error();
  UploadedPaper paper;
  paper.name = fs::path(incoming.name.empty() ? incoming.path : incoming.name).filename().string();
  if (paper.name.empty() || paper.name.starts_with('.'))
    return wrong("upload", "\"" + paper.name + "\"", "a name that does not begin with a dot", "rename the file");
  if (bytes->empty()) return wrong(paper.name, "an empty file", "a paper", "send it again");
  paper.sha256 = sha256_hex(*bytes);
  paper.size = bytes->size();
  paper.is_known = std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.sha256 == paper.sha256; });
  std::size_t at = 0;
  const vault::Source source = [&](char* into, std::size_t room) -> Result<std::size_t> {
    const std::size_t count = bytes->copy(into, room, at);
    at += count;
    return count;
  };
  auto stored = office.vault()->put(number, source, std::nullopt);
  if (!stored) return stored.error();
  paper.vault = stored->name;
  return paper;
}

Result<Upload> decided(const Upload& before) {
  if (before.state == "waiting") return before;
  return Error{ErrorKind::Refused, "upload " + before.id, "an upload that was " + before.state, "one that waits",
               "look at openimr upload list"};
}

Result<Done> save(Office& office, const Upload& upload, ledger::Entry row) {
  row.details["upload"] = upload.id;
  auto done = office.store().commit(
      {.records = {{upload_kind, upload.id, body_of(upload), upload.version}}, .entries = {std::move(row)}});
  if (!done) return done.error();
  if (done->answer == store::Answer::Conflict)
    return Error{ErrorKind::Refused, "upload " + upload.id, "somebody who was faster", "an upload that waits",
                 "look at it again"};
  return Done{};
}

Result<Upload> load(Office& office, const std::string& id) {
  auto row = office.store().record(upload_kind, id);
  if (!row) return row.error();
  if (!*row)
    return Error{ErrorKind::NotFound, "upload", "\"" + id + "\"", "the number of an upload", "openimr upload list"};
  return read_upload(**row);
}

} // namespace

const std::vector<std::string>& rejection_reasons() {
  static const std::vector<std::string> reasons = {"duplicate",  "encrypted",   "not_a_party", "not_for_review",
                                                   "unreadable", "unsafe_file", "wrong_case"};
  return reasons;
}

Result<Upload> receive_upload(Office& office, const Caller& caller, const UploadRequest& request) {
  auto actor = office.leave_for(caller, "document_add", request.number);
  if (!actor) return actor.error();
  auto state = office.acts().load(request.number);
  if (!state) return state.error();
  auto law = office.law(state->jurisdiction);
  if (!law) return law.error();
  Upload upload;
  upload.number = request.number;
  upload.from = request.from;
  upload.sender = request.sender;
  upload.received = office.clock();
  upload.on = (*law)->local_date(upload.received);
  if (!office.vault())
    return wrong("vault", "none", "a vault that keeps what is uploaded", "name it with --vault or OPENIMR_VAULT");
  if (!state->is_open())
    return Error{ErrorKind::Refused, "case " + request.number,
                 fmt::format("a case that is {}", casework::name(state->status)), "a case that takes papers",
                 "after a determination papers go to the appeals board (LC 4610.6(h))"};
  if (state->party_on(request.from, upload.on).empty())
    return wrong("--from", "\"" + request.from + "\"", "a part that somebody has in the case",
                 "openimr case show names the parties");
  if (request.papers.empty()) return wrong("upload", "no file", "one at least", "name the files");
  auto known = case_papers(office.store(), request.number);
  if (!known) return known.error();
  for (const auto& incoming : request.papers) {
    auto paper = take_in(office, request.number, incoming, *known);
    if (!paper) return paper.error();
    upload.papers.push_back(std::move(*paper));
  }
  auto id = office.store().next_number(fmt::format("UP{:02}", upload.on.year() % 100));
  if (!id) return id.error();
  upload.id = std::move(*id);
  if (auto saved = save(office, upload, office.log_row(caller, *actor, "upload_received", request.number)); !saved)
    return saved.error();
  upload.version = 1;
  return upload;
}

std::string receipt_of(const Upload& upload) {
  std::string text = fmt::format("Receipt {}\nCase {}\nReceived {} (counts as {})\nFrom {}{}\n", upload.id,
                                 upload.number, casework::utc_text(upload.received), upload.on.iso(), upload.from,
                                 upload.sender.empty() ? "" : ", " + upload.sender);
  for (const auto& paper : upload.papers)
    text += fmt::format("  {}  {} bytes  SHA-256 {}{}\n", paper.name, paper.size, paper.sha256,
                        paper.is_known ? "  (the case had it already)" : "");
  if (upload.state == "waiting") text += "The papers become part of the case when they have been looked at.\n";
  if (upload.state == "accepted") text += "The papers are part of the case.\n";
  if (upload.state == "rejected") text += fmt::format("Rejected: {}: {}\n", upload.reason, upload.words);
  return text;
}

Result<ActAnswer> accept_upload(Office& office, const Caller& caller, const std::string& id, bool is_complete,
                                const ActOptions& options) {
  auto waiting = load(office, id);
  if (!waiting) return waiting.error();
  if (waiting->state == "rejected")
    if (auto open = decided(*waiting); !open) return open.error();
  if (!office.vault()) return wrong("vault", "none", "the vault that keeps the upload", "name it with --vault");
  auto passing = CaseFolder::make("");
  if (!passing) return passing.error();
  std::vector<IncomingPaper> papers;
  for (std::size_t i = 0; i < waiting->papers.size(); ++i) {
    const auto& paper = waiting->papers[i];
    std::string bytes;
    auto read = office.vault()->get(paper.vault, [&](std::string_view piece) -> Result<Done> {
      bytes += piece;
      return Done{};
    });
    if (!read) return read.error();
    papers.push_back({fmt::format("{}/{}", passing->path(), i), paper.name});
    if (auto written = write_file(papers.back().path, bytes); !written) return written.error();
  }
  ActOptions own = options;
  own.on = waiting->on;
  own.at.reset();
  own.key = "upload " + id;
  auto answer = office.add_documents(caller, waiting->number, papers, waiting->from, is_complete, own);
  if (!answer || waiting->state == "accepted") return answer;
  auto actor = office.leave_for(caller, "document_add", waiting->number);
  if (!actor) return actor.error();
  waiting->state = "accepted";
  if (auto saved = save(office, *waiting, office.log_row(caller, *actor, "upload_accepted", waiting->number)); !saved)
    return saved.error();
  return answer;
}

Result<Upload> reject_upload(Office& office, const Caller& caller, const std::string& id, const std::string& reason,
                             const std::string& words) {
  auto found = load(office, id);
  if (!found) return found.error();
  auto actor = office.leave_for(caller, "document_add", found->number);
  if (!actor) return actor.error();
  if (auto open = decided(*found); !open) return open.error();
  const auto& reasons = rejection_reasons();
  if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
    return wrong("--reason", "\"" + reason + "\"", fmt::format("one of {}", fmt::join(reasons, ", ")), "choose one");
  if (words.empty()) return wrong("--words", "nothing", "what the sender is told", "write a sentence");
  found->state = "rejected";
  found->reason = reason;
  found->words = words;
  auto row = office.log_row(caller, *actor, "upload_rejected", found->number);
  row.details["reason"] = reason;
  if (auto saved = save(office, *found, std::move(row)); !saved) return saved.error();
  ++found->version;
  return found;
}

Result<Upload> upload(Office& office, const Caller& caller, const std::string& id) {
  auto found = load(office, id);
  if (!found) return found.error();
  if (auto actor = office.leave_for(caller, "document_add", found->number); !actor) return actor.error();
  return found;
}

Result<std::vector<Upload>> uploads(Office& office, const Caller& caller, const std::string& state) {
  if (auto actor = office.leave_for(caller, "document_add", ""); !actor) return actor.error();
  std::vector<Upload> found;
  std::string after;
  for (;;) {
    auto rows = office.store().records(upload_kind, after, 500);
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
      auto one = read_upload(row);
      if (!one) return one.error();
      if (state.empty() || one->state == state) found.push_back(std::move(*one));
      after = row.id;
    }
    if (rows->size() < 500) return found;
  }
}

} // namespace openimr::desk
