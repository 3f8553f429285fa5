#include "intake/form_definition.h"

#include "intake/form_page.h"
#include "text/data_file.h"

#include <algorithm>
#include <array>
#include <set>

namespace openimr::intake {
namespace {

using text::Value;

constexpr std::array<std::pair<const char*, FieldType>, 15> types = {{{"text", FieldType::Text},
                                                                      {"person", FieldType::Person},
                                                                      {"date", FieldType::Date},
                                                                      {"birth_date", FieldType::BirthDate},
                                                                      {"identifier", FieldType::Identifier},
                                                                      {"adj", FieldType::Adj},
                                                                      {"phone", FieldType::Phone},
                                                                      {"address", FieldType::Address},
                                                                      {"state", FieldType::State},
                                                                      {"zip", FieldType::Zip},
                                                                      {"diagnosis", FieldType::Diagnosis},
                                                                      {"icd", FieldType::Icd},
                                                                      {"choice", FieldType::Choice},
                                                                      {"items", FieldType::Items},
                                                                      {"signature", FieldType::Signature}}};

FieldType type_of(const Value& value) {
  const std::string word = value.one_of({"text", "person", "date", "birth_date", "identifier", "adj", "phone",
                                         "address", "state", "zip", "diagnosis", "icd", "choice", "items", "signature"},
                                        "text");
  const auto found = std::find_if(types.begin(), types.end(), [&](const auto& type) { return word == type.first; });
  return found == types.end() ? FieldType::Text : found->second;
}

std::string key_of(const Value& value) {
  std::string key = letters_and_digits(value.string());
  if (key.empty()) value.problem("no letters", "words as the form prints them", "write the label");
  return key;
}

FormField field(const Value& value) {
  value.only({"id", "type", "labels", "options", "section", "ask"});
  FormField result;
  result.id = value.required("id").string();
  result.type = type_of(value["type"]);
  result.ask = value.required("ask").string();
  result.section = value["section"].string();
  for (const Value& label : value.required("labels").list()) {
    label.only({"words", "in", "opens", "last_first"});
    const Value words = label.required("words");
    result.labels.push_back({words.string(), key_of(words), label["in"].string(), label["opens"].string(),
                             label["last_first"].boolean(false)});
  }
  for (const Value& option : value["options"].list()) {
    option.only({"value", "words"});
    FormOption entry{option.required("value").string(), {}};
    for (const std::string& words : option.required("words").strings()) entry.keys.push_back(letters_and_digits(words));
    result.options.push_back(std::move(entry));
  }
  if ((result.type == FieldType::Choice) == result.options.empty())
    value["options"].problem(result.options.empty() ? "no options" : "options", "options for a choice and nothing else",
                             "list the words beside the boxes");
  return result;
}

} // namespace

const FormField* FormDefinition::find(const std::string& wanted) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const FormField& one) { return one.id == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

Result<FormDefinition> load_form(const std::string& packs_folder, const std::string& id) {
  const std::string path = packs_folder + "/forms/" + id + ".yaml";
  auto file = text::DataFile::read(path);
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "id", "titles", "headings", "fields"});
  root["schema"].one_of({"1"}, "1");
  FormDefinition form;
  form.file = path;
  form.id = root.required("id").string();
  if (form.id != id)
    root["id"].problem("\"" + form.id + "\"", "the name of the file, \"" + id + "\"", "make them the same");
  for (const Value& title : root["titles"].list()) form.titles.push_back(key_of(title));
  for (const Value& heading : root["headings"].list()) {
    heading.only({"words", "section"});
    form.headings.push_back({key_of(heading.required("words")), heading.required("section").string()});
  }
  std::set<std::string> ids;
  for (const Value& one : root.required("fields").list()) {
    form.fields.push_back(field(one));
    if (!ids.insert(form.fields.back().id).second)
      one["id"].problem("the field \"" + form.fields.back().id + "\" a second time", "every field once",
                        "put the labels together");
  }
  if (!reader.problems().empty()) return reader.as_error();
  return form;
}

} // namespace openimr::intake
