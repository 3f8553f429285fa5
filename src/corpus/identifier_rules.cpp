#include "corpus/identifier_rules.h"

#include "base/files.h"
#include "corpus/identifier_text.h"
#include "text/data_file.h"
#include "text/words.h"

namespace openimr::corpus {
namespace {

using text::Value;

/// Words parted by spaces.
WordSet words_of(const std::string& text) {
  WordSet out;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ' && c != '\n') {
      word += c;
      continue;
    }
    if (!word.empty()) out.insert(fold_name(word));
    word.clear();
  }
  return out;
}

WordSet folded(const std::vector<std::string>& words) {
  WordSet out;
  for (const std::string& word : words) out.insert(fold_name(word));
  return out;
}

void add_phrase(IdentifierRules& rules, const std::string& words, CuePhrase phrase) {
  const int number = rules.matcher.add(words);
  if (number < 0) return;
  if (static_cast<std::size_t>(number) >= rules.phrases.size())
    rules.phrases.resize(static_cast<std::size_t>(number) + 1);
  rules.phrases[static_cast<std::size_t>(number)].push_back(std::move(phrase));
}

void add_by_class(IdentifierRules& rules, const Value& map, CueKind kind, const WordSet& shy = {}) {
  for (const auto& [of_class, list] : map.fields()) {
    if (rules.replacements.count(of_class) == 0)
      list.problem(of_class, "a class with words under `replacements`", "write what stands in its place");
    for (const std::string& words : list.strings())
      add_phrase(rules, words, {kind, of_class, shy.count(text::lower(words)) != 0});
  }
}

void add_all(IdentifierRules& rules, const std::vector<std::string>& list, CueKind kind, const WordSet& shy = {}) {
  for (const std::string& words : list) add_phrase(rules, words, {kind, "", shy.count(text::lower(words)) != 0});
}

void read_words(std::map<std::string, std::string, std::less<>>& into, const Value& map) {
  for (const auto& [of_class, list] : map.fields())
    for (const std::string& word : list.strings()) into.emplace(fold_name(word), of_class);
}

void read_dictionaries(IdentifierRules& rules, const Value& root) {
  root.only({"schema", "given", "surnames", "nicknames", "eponyms", "alone", "eponym_heads", "towns", "doubtful_towns",
             "states", "state_codes", "known_bodies"});
  rules.given = words_of(root.required("given").string());
  rules.surnames = words_of(root.required("surnames").string());
  rules.eponyms = words_of(root.required("eponyms").string());
  rules.alone = words_of(root.required("alone").string());
  rules.eponym_heads = words_of(root.required("eponym_heads").string());
  for (const Value& row : root.required("nicknames").list()) {
    const WordSet names = folded(row.strings());
    for (const std::string& name : names) rules.nicknames[name].insert(names.begin(), names.end());
  }
  const auto doubtful = root.required("doubtful_towns").strings();
  add_all(rules, root.required("towns").strings(), CueKind::Town, {doubtful.begin(), doubtful.end()});
  add_all(rules, root.required("known_bodies").strings(), CueKind::KnownBody);
  add_all(rules, root.required("states").strings(), CueKind::State);
  rules.state_codes = folded(root.required("state_codes").strings());
}

void read_cues(IdentifierRules& rules, const Value& root) {
  root.only({"schema",     "replacements", "titles",          "credentials",   "labels",      "shy_labels",
             "name_cues",  "body_endings", "body_beginnings", "public_bodies", "dated_works", "age_before",
             "age_behind", "place_cues",   "streets",         "units",         "particles",   "suffixes",
             "ordinary",   "person_verbs", "body_cues",       "never_names"});
  for (const auto& [of_class, words] : root.required("replacements").fields())
    rules.replacements.emplace(of_class, words.string());
  read_words(rules.titles, root.required("titles"));
  read_words(rules.credentials, root.required("credentials"));
  const auto shy = root.required("shy_labels").strings();
  add_by_class(rules, root.required("labels"), CueKind::Label, {shy.begin(), shy.end()});
  add_by_class(rules, root.required("name_cues"), CueKind::NameCue);
  add_all(rules, root.required("person_verbs").strings(), CueKind::PersonVerb);
  add_by_class(rules, root.required("body_cues"), CueKind::BodyCue);
  add_by_class(rules, root.required("body_endings"), CueKind::BodyEnding);
  add_by_class(rules, root.required("body_beginnings"), CueKind::BodyBeginning);
  add_all(rules, root.required("public_bodies").strings(), CueKind::PublicBody);
  add_all(rules, root.required("dated_works").strings(), CueKind::DatedWork);
  add_all(rules, root.required("place_cues").strings(), CueKind::PlaceCue);
  rules.age_before = folded(root.required("age_before").strings());
  rules.age_behind = folded(root.required("age_behind").strings());
  rules.streets = folded(root.required("streets").strings());
  rules.never_names = folded(root.required("never_names").strings());
  rules.units = folded(root.required("units").strings());
  rules.particles = folded(root.required("particles").strings());
  rules.suffixes = folded(root.required("suffixes").strings());
  rules.ordinary = words_of(root.required("ordinary").string());
}

/// The words of the knowledge packs: what they spell in lower case is nobody's name, and drugs are things whatever
/// their case.
Result<Done> add_words_of_packs(IdentifierRules& rules, const std::string& packs_folder) {
  for (const std::string folder : {"vocabulary", "guidelines", "documents", "checks", "forms", "jurisdictions"})
    for (const std::string& name : files_below(packs_folder + "/" + folder)) {
      if (!name.ends_with(".yaml")) continue;
      auto bytes = read_file(packs_folder + "/" + folder + "/" + name);
      if (!bytes) return bytes.error();
      for (const NameToken& token : name_tokens(*bytes))
        if (token.kind == NameToken::Kind::Word && !token.is_capital && token.folded.size() > 1)
          rules.ordinary.insert(token.folded);
    }
  return Done{};
}

} // namespace

Result<IdentifierRules> IdentifierRules::load(const std::string& packs_folder) {
  IdentifierRules rules;
  using Read = void (*)(IdentifierRules&, const Value&);
  for (const auto& [name, read] :
       {std::pair<const char*, Read>{"identifiers.yaml", read_cues}, {"dictionaries.yaml", read_dictionaries}}) {
    auto file = text::DataFile::read(packs_folder + "/publication/" + name);
    if (!file) return file.error();
    text::Reader reader(*file);
    read(rules, reader.root());
    if (!reader.problems().empty()) return reader.as_error();
  }
  if (auto done = add_words_of_packs(rules, packs_folder); !done) return done.error();
  rules.phrases.resize(static_cast<std::size_t>(rules.matcher.size()));
  return rules;
}

} // namespace openimr::corpus
