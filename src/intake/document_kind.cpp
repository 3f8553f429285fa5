#include "intake/document_kind.h"

#include "base/files.h"
#include "intake/likeness.h"
#include "intake/words_on_page.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::intake {
namespace {

using text::Value;

constexpr int title_weight = 10, phrase_weight = 2;

/// Words alone, or a map of words and weight.
std::vector<WeightedWords> weighted(const Value& list, int weight) {
  std::vector<WeightedWords> result;
  for (const Value& item : list.list()) {
    WeightedWords entry{"", "", weight};
    if (item.is_map()) {
      item.only({"words", "weight"});
      entry.words = plain(item.required("words").string());
      entry.weight = item["weight"].integer(weight);
    } else {
      entry.words = plain(item.string());
    }
    if (entry.words.empty()) item.problem("no words", "words to look for", "write them or remove the entry");
    if (entry.weight < 1 || entry.weight > 100)
      item.problem(fmt::format("the weight {}", entry.weight), "1 to 100", "correct it");
    entry.folded = fold_confusions(entry.words);
    result.push_back(std::move(entry));
  }
  return result;
}

std::vector<std::string> plain_words(const Value& list) {
  std::vector<std::string> result;
  for (const std::string& words : list.strings()) {
    result.push_back(plain(words));
    if (result.back().empty()) list.problem("no words", "words to look for", "write them or remove the entry");
  }
  return result;
}

KindExample example(const Value& item) {
  item.only({"text", "matches", "date", "author"});
  KindExample result;
  result.text = item.required("text").string();
  result.matches = item["matches"].boolean(true);
  if (const auto date = item["date"].date()) result.date = date->iso();
  result.author = item["author"].string();
  result.line = item.line();
  return result;
}

DocumentKind kind_of(const Value& root) {
  root.only({"schema", "id", "title", "also", "is_evidence", "titles", "phrases", "any_of", "none_of", "date_labels",
             "author_labels", "letterhead_is_author", "stands_behind", "examples"});
  DocumentKind kind;
  root["schema"].one_of({"1"}, "1");
  kind.id = root.required("id").string();
  kind.title = root.required("title").string();
  kind.also = root["also"].strings();
  kind.is_evidence = root.required("is_evidence").boolean(true);
  kind.titles = weighted(root["titles"], title_weight);
  kind.phrases = weighted(root["phrases"], phrase_weight);
  kind.any_of = plain_words(root["any_of"]);
  kind.none_of = plain_words(root["none_of"]);
  kind.date_labels = plain_words(root["date_labels"]);
  kind.author_labels = plain_words(root["author_labels"]);
  kind.letterhead_is_author = root["letterhead_is_author"].boolean(false);
  kind.stands_behind = root["stands_behind"].boolean(false);
  for (const Value& item : root.required("examples").list()) kind.examples.push_back(example(item));
  if (kind.titles.empty() && kind.phrases.empty())
    root.problem("neither titles nor phrases", "words to know the kind by", "add titles or phrases");
  return kind;
}

} // namespace

const DocumentKind* DocumentKinds::find(const std::string& id) const {
  for (const DocumentKind& kind : kinds)
    if (kind.id == id || std::find(kind.also.begin(), kind.also.end(), id) != kind.also.end()) return &kind;
  return nullptr;
}

Result<DocumentKinds> load_document_kinds(const std::string& packs_folder) {
  const std::string folder = packs_folder + "/documents";
  DocumentKinds result;
  for (const std::string& name : files_below(folder)) {
    if (!name.ends_with(".yaml")) continue;
    auto file = text::DataFile::read(folder + "/" + name);
    if (!file) return file.error();
    text::Reader reader(*file);
    DocumentKind kind = kind_of(reader.root());
    kind.file = folder + "/" + name;
    if (reader.problems().empty() && name != kind.id + ".yaml")
      reader.root()["id"].problem(fmt::format("the id \"{}\"", kind.id),
                                  fmt::format("the name of the file, {}", name.substr(0, name.size() - 5)),
                                  "rename one of them");
    if (reader.problems().empty() && result.find(kind.id))
      reader.root()["id"].problem(fmt::format("the id \"{}\" a second time", kind.id), "every kind once",
                                  "rename one of them");
    if (!reader.problems().empty()) return reader.as_error();
    result.kinds.push_back(std::move(kind));
  }
  if (result.kinds.empty())
    return Error{ErrorKind::NotFound, folder, "no page of a document kind", "one YAML file a kind",
                 "name the packs folder with --packs"};
  auto cues = load_page_cues(packs_folder);
  if (!cues) return cues.error();
  result.cues = std::move(*cues);
  std::sort(result.kinds.begin(), result.kinds.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return result;
}

} // namespace openimr::intake
