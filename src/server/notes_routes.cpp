// A person's own notes on a case.
#include "desk/own_notes.h"
#include "server/house.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace openimr::server {
namespace {

namespace json = boost::json;

json::object to_json(const desk::OwnNotes& notes) {
  json::array bookmarks, pages, undecided;
  for (const auto& mark : notes.bookmarks)
    bookmarks.push_back(json::object{{"document", mark.document}, {"page", mark.page}});
  for (const auto& note : notes.notes)
    pages.push_back(json::object{
        {"id", note.id}, {"document", note.where.document}, {"page", note.where.page}, {"text", note.text}});
  for (const auto& item : notes.undecided) {
    json::array criteria;
    for (const auto& one : item.criteria)
      criteria.push_back(json::object{{"id", one.id}, {"verdict", one.verdict}, {"reason", one.reason}});
    undecided.push_back(json::object{{"item", item.item}, {"words", item.words}, {"criteria", criteria}});
  }
  return {{"version", notes.version}, {"bookmarks", bookmarks}, {"notes", pages}, {"undecided", undecided}};
}

/// A member of an entry; what is wrong with it is remembered by the body.
class Entry {
public:
  Entry(Body& body, std::string_view list, const json::value& value)
      : body_(body), list_(list), object_(value.if_object()) {
    if (!object_) wrong("an entry that is no object", "a list of objects");
  }
  std::string text(std::string_view name) const {
    const auto* found = find(name);
    if (!found) return "";
    if (found->is_string() && found->as_string().find('\0') == json::string::npos)
      return std::string(found->as_string());
    wrong(fmt::format("\"{}\" that is no text", name), "a text");
    return "";
  }
  int page() const {
    const auto* found = find("page");
    if (found && found->is_int64() && found->as_int64() >= 1 && found->as_int64() <= 100'000)
      return static_cast<int>(found->as_int64());
    wrong("an entry without its page", "a page from 1 to 100000");
    return 0;
  }
  const json::array& list(std::string_view name) const {
    static const json::array none;
    const auto* found = find(name);
    if (!found || found->is_array()) return found ? found->as_array() : none;
    wrong(fmt::format("\"{}\" that is no list", name), "a list");
    return none;
  }

private:
  const json::value* find(std::string_view name) const {
    const auto* found = object_ ? object_->if_contains(json::string_view(name.data(), name.size())) : nullptr;
    return found && !found->is_null() ? found : nullptr;
  }
  void wrong(const std::string& found, const std::string& expected) const { body_.wrong(list_, found, expected); }

  Body& body_;
  std::string list_;
  const json::object* object_;
};

/// Calls for each entry of a list of the body.
template <class Take> void each(Body& body, std::string_view list, Take take) {
  const auto* found = body.find(list);
  if (found && !found->is_array()) body.wrong(list, "no list", "a list");
  if (!found || !found->is_array()) return;
  for (const auto& one : found->as_array()) take(Entry(body, list, one));
}

desk::OwnNotes notes_of(Body& body) {
  desk::OwnNotes notes;
  each(body, "bookmarks", [&](const Entry& one) { notes.bookmarks.push_back({one.text("document"), one.page()}); });
  each(body, "notes", [&](const Entry& one) {
    notes.notes.push_back({one.text("id"), {one.text("document"), one.page()}, one.text("text")});
  });
  each(body, "undecided", [&](const Entry& one) {
    desk::UndecidedItem item{one.text("item"), one.text("words"), {}};
    for (const auto& criterion : one.list("criteria")) {
      const Entry each(body, "undecided", criterion);
      item.criteria.push_back({each.text("id"), each.text("verdict"), each.text("reason")});
    }
    notes.undecided.push_back(std::move(item));
  });
  return notes;
}

Response get(Call& call) {
  auto notes = desk::own_notes(call.office(), call.caller(), call.name("number"));
  if (!notes) return problem(notes.error());
  Response response = answer(to_json(*notes));
  response.set("ETag", fmt::format("\"{}\"", notes->version));
  return response;
}

Response put(Call& call) {
  const Wanted wanted = wanted_version(call);
  if (wanted.refusal) return *wanted.refusal;
  auto body = Body::read(call.request, {"version", "bookmarks", "notes", "undecided"});
  if (!body) return problem(body.error());
  auto notes = notes_of(*body);
  if (body->error()) return problem(*body->error());
  notes.version = wanted.version;
  if (wanted.version < 0) {
    auto kept = desk::own_notes(call.office(), call.caller(), call.name("number"));
    if (!kept) return problem(kept.error());
    notes.version = kept->version;
  }
  auto version = desk::save_own_notes(call.office(), call.caller(), call.name("number"), notes);
  if (!version) return problem(version.error());
  Response response = answer(json::object{{"version", *version}});
  response.set("ETag", fmt::format("\"{}\"", *version));
  return response;
}

} // namespace

Routes notes_routes() {
  const std::string pattern = "/api/v1/cases/{number}/notes";
  return {
      {.method = "GET",
       .pattern = pattern,
       .handler = get,
       .summary = "One's own bookmarks, notes and words on undecided items; nobody else is shown them",
       .answer = "api_notes",
       .refusals = {403, 404}},
      {.method = "PUT",
       .pattern = pattern,
       .handler = put,
       .summary = "Saves all of one's own notes on the case",
       .answer = "api_version",
       .refusals = {403, 404, 409, 422},
       .body = "bookmarks, notes, undecided",
       .wants_version = true,
       .most_body = most_json},
  };
}

} // namespace openimr::server
