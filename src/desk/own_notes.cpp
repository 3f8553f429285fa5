#include "desk/own_notes.h"

#include "base/hash.h"
#include "determination/yaml_words.h"
#include "text/data_file.h"

#include <fmt/format.h>

namespace openimr::desk {
namespace {

constexpr const char* notes_kind = "own_notes"; // id: CASE/ACCOUNT

using determination::quoted;

std::string body_of(const OwnNotes& notes) {
  std::string text = "bookmarks:\n";
  for (const PageMark& mark : notes.bookmarks)
    text += fmt::format("  - {{document: {}, page: {}}}\n", quoted(mark.document), mark.page);
  text += "notes:\n";
  for (const PageNote& note : notes.notes)
    text += fmt::format("  - {{id: {}, document: {}, page: {}, text: {}}}\n", quoted(note.id),
                        quoted(note.where.document), note.where.page, quoted(note.text));
  text += "undecided:\n";
  for (const UndecidedItem& item : notes.undecided) {
    text += fmt::format("  - item: {}\n    words: {}\n", quoted(item.item), quoted(item.words));
    if (!item.criteria.empty()) text += "    criteria:\n";
    for (const auto& one : item.criteria)
      text += fmt::format("      - {{id: {}, verdict: {}, reason: {}}}\n", quoted(one.id), quoted(one.verdict),
                          quoted(one.reason));
  }
  return text;
}

PageMark mark_of(const text::Value& value) {
  return {value.required("document").string(), value.required("page").integer(0)};
}

Result<OwnNotes> read_notes(const store::RecordRow& row) {
  auto file = text::DataFile::parse("notes " + row.id, row.body);
  if (!file) return file.error();
  text::Reader reader(*file);
  const auto root = reader.root();
  OwnNotes notes{{}, {}, {}, row.version};
  for (const auto& one : root["bookmarks"].list()) notes.bookmarks.push_back(mark_of(one));
  for (const auto& one : root["notes"].list())
    notes.notes.push_back({one.required("id").string(), mark_of(one), one["text"].string()});
  for (const auto& one : root["undecided"].list()) {
    UndecidedItem item{one.required("item").string(), one["words"].string(), {}};
    for (const auto& each : one["criteria"].list())
      item.criteria.push_back({each.required("id").string(), each["verdict"].string(), each["reason"].string()});
    notes.undecided.push_back(std::move(item));
  }
  if (!reader.problems().empty()) return reader.as_error();
  return notes;
}

Error too_much(const char* what, std::size_t found, std::size_t most) {
  return {ErrorKind::Input, what, fmt::format("{}", found), fmt::format("at most {}", most), "take some away"};
}

std::optional<Error> fault_of(const OwnNotes& notes) {
  for (auto [what, count] : {std::pair{"bookmarks", notes.bookmarks.size()},
                             {"notes", notes.notes.size()},
                             {"undecided", notes.undecided.size()}})
    if (count > most_own_notes) return too_much(what, count, most_own_notes);
  for (const PageNote& note : notes.notes)
    if (note.text.size() > most_note_bytes) return too_much("bytes of a note", note.text.size(), most_note_bytes);
  for (const UndecidedItem& item : notes.undecided)
    if (item.words.size() > most_note_bytes) return too_much("bytes on an item", item.words.size(), most_note_bytes);
  return std::nullopt;
}

std::string id_of(const Caller& caller, const std::string& number) { return number + "/" + caller.account(); }

} // namespace

Result<OwnNotes> own_notes(Office& office, const Caller& caller, const std::string& number) {
  if (auto actor = office.leave_for(caller, "page_read", number); !actor) return actor.error();
  auto row = office.store().record(notes_kind, id_of(caller, number));
  if (!row) return row.error();
  return *row ? read_notes(**row) : OwnNotes{};
}

Result<std::int64_t> save_own_notes(Office& office, const Caller& caller, const std::string& number,
                                    const OwnNotes& notes) {
  if (auto fault = fault_of(notes)) return *fault;
  auto actor = office.leave_for(caller, "page_read", number);
  if (!actor) return actor.error();
  const std::string body = body_of(notes);
  if (body.size() > most_notes_bytes) return too_much("bytes of all notes", body.size(), most_notes_bytes);
  auto row = office.log_row(caller, *actor, "notes_kept", number);
  row.subject = sha256_hex(body);
  auto kept = office.store().commit(
      {.records = {{notes_kind, id_of(caller, number), body, notes.version}}, .entries = {std::move(row)}});
  if (!kept) return kept.error();
  if (kept->answer == store::Answer::Conflict)
    return Error{ErrorKind::Refused, "notes on case " + number, "another version", std::string(as_it_was_seen),
                 "look at them again: another window has saved"};
  return notes.version + 1;
}

} // namespace openimr::desk
