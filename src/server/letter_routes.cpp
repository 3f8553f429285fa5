// Letters of a case: which there are, and each as it would go out.
#include "desk/letters_of_case.h"
#include "desk/write_letter.h"
#include "server/house.h"
#include "server/reading.h"
#include "server/static_files.h"

#include <boost/json.hpp>

namespace openimr::server {
namespace {

namespace json = boost::json;

/// A value that a person sets; of a choice with the words that may be chosen.
json::object setting_json(const letters::LetterTemplate& kind, const letters::FieldDefinition& field) {
  json::object one{{"name", field.name},
                   {"type", letters::name(field.type)},
                   {"optional", field.is_optional},
                   {"about", field.about}};
  if (const auto set = kind.words.find(field.words); set != kind.words.end()) {
    json::array words;
    for (const auto& [word, phrases] : set->second) words.emplace_back(word);
    one["words"] = std::move(words);
  }
  return one;
}

Response list(Call& call) {
  const std::string& number = call.name("number");
  auto day = today(call);
  if (!day) return problem(day.error());
  auto view = call.office().view(call.caller(), number, *day);
  if (!view) return problem(view.error());
  auto law = call.office().law(view->state.jurisdiction);
  if (!law) return problem(law.error());
  auto kinds = desk::letter_kinds(call.office().installation().packs_folder, **law);
  if (!kinds) return problem(kinds.error());
  json::array rows;
  for (const auto& kind : *kinds) {
    json::array settings;
    for (const auto& field : kind.fields)
      if (field.source == letters::FieldSource::Set) settings.push_back(setting_json(kind, field));
    rows.push_back(json::object{{"id", kind.id},
                                {"about", kind.about},
                                {"citation", kind.citation},
                                {"languages", json::array(kind.languages.begin(), kind.languages.end())},
                                {"proof_of_service", kind.has_proof_of_service},
                                {"set", settings}});
  }
  return answer(json::object{{"jurisdiction", view->state.jurisdiction}, {"letters", rows}});
}

/// "assignment-notice.pdf" -> the kind and the ending.
std::pair<std::string, std::string> parts_of(const std::string& file) {
  const auto dot = file.rfind('.');
  return dot == std::string::npos ? std::pair{file, std::string()}
                                  : std::pair{file.substr(0, dot), file.substr(dot + 1)};
}

/// Settings stand behind the question mark as set.NAME; they are the letter's own, never a person's.
std::vector<std::string> settings_of(const Call& call) {
  std::vector<std::string> settings;
  for (const auto& [name, value] : call.request.query)
    if (name.starts_with("set.")) settings.push_back(name.substr(4) + "=" + value);
  if (call.query("set.case_number").empty()) settings.push_back("case_number=" + call.name("number"));
  return settings;
}

Response letter(Call& call) {
  const auto [kind, ending] = parts_of(call.name("file"));
  if (ending != "pdf" && ending != "html" && ending != "txt")
    return problem(404, "a letter is KIND.pdf, KIND.html or KIND.txt", "see the list of letters");
  if (!call.has_time) throw NeedsTime{};
  auto folder = call.office().lay_out(call.caller(), call.name("number"), "letter", call.house.options.spool);
  if (!folder) return problem(folder.error());
  const std::string language = call.query("lang");
  auto written = desk::write_letter({.kind = kind,
                                     .folder = folder->path(),
                                     .language = language.empty() ? "en" : language,
                                     .settings = settings_of(call),
                                     .date = {},
                                     .letterhead_file = call.house.options.letterhead,
                                     .roster_file = call.house.options.roster,
                                     .progress = {}},
                                    call.office().installation());
  if (!written) return problem(written.error());
  auto rendered = desk::render_letter(written->filled.letter, "letter");
  if (!rendered) return problem(rendered.error());
  Response response;
  response.set("Content-Type", media_type("letter." + ending));
  response.set("Content-Security-Policy",
               "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");
  response.set("Content-Disposition", "inline");
  response.body = (*rendered)["letter." + ending];
  return response;
}

} // namespace

Routes letter_routes() {
  const std::string base = "/api/v1/cases/{number}/letters";
  return {
      {.method = "GET",
       .pattern = base,
       .handler = list,
       .summary = "The letters that the case's law knows",
       .answer = "api_letters",
       .refusals = {403, 404}},
      {.method = "GET",
       .pattern = base + "/{file}",
       .handler = letter,
       .summary = "A letter as it would go out: KIND.pdf, KIND.html or KIND.txt",
       .refusals = {403, 404, 409, 422},
       .queries = {"lang"},
       .media = "application/octet-stream"},
  };
}

} // namespace openimr::server
