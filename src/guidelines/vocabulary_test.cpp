// The pages of the guidelines and the vocabulary fit together: what a page asks for can be found, or the pack says that
// it cannot yet.
#include "base/files.h"
#include "guidelines/library.h"
#include "text/data_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <set>

namespace openimr::guidelines {
namespace {

const std::string source = OPENIMR_SOURCE_DIR;

/// Hands every item of a list in a YAML file to `take`.
template <class Take> void each(const std::string& path, const char* list, Take take) {
  auto bytes = read_file(source + "/packs/vocabulary/" + path, std::size_t{8} << 20);
  if (!bytes) throw std::runtime_error(bytes.error().message());
  auto file = text::DataFile::parse(path, *bytes);
  if (!file) throw std::runtime_error(file.error().message());
  text::Reader reader(*file);
  for (const text::Value& item : reader.root()[list].list()) take(item);
}

struct Words {
  std::set<std::string> facts, drugs, ingredients, families;
};

Words vocabulary() {
  Words words;
  for (const std::string& page : files_below(source + "/packs/vocabulary/concepts"))
    each("concepts/" + page, "concepts", [&](const text::Value& item) { words.facts.insert(item["id"].string()); });
  for (const char* page : {"derivations", "implications"})
    each(std::string(page) + ".yaml", page,
         [&](const text::Value& item) { words.facts.insert(item["then"].string()); });
  each("drugs.yaml", "drugs", [&](const text::Value& item) {
    words.drugs.insert(item["generic"].string());
    words.ingredients.insert(item["base"].string());
    for (const std::string& family : item["families"].strings()) words.families.insert(family);
  });
  for (const std::string& drug : words.drugs) words.facts.insert("drug." + drug);
  for (const std::string& family : words.families) words.facts.insert("drug_class." + family);
  return words;
}

/// The request values that are computed: the ids in quotes in request_values.cpp.
std::set<std::string> computed_values() {
  const auto code = read_file(source + "/src/guidelines/request_values.cpp", std::size_t{1} << 20);
  if (!code) throw std::runtime_error(code.error().message());
  std::set<std::string> ids;
  for (std::size_t at = code->find("\"req."); at != std::string::npos; at = code->find("\"req.", at + 1))
    ids.insert(code->substr(at + 1, code->find('"', at + 1) - at - 1));
  return ids;
}

void facts_of(const Logic& logic, std::set<std::string>& facts) {
  if (logic.kind == Logic::Kind::Fact) facts.insert(logic.id);
  for (const Logic& part : logic.parts) facts_of(part, facts);
}

/// The facts that a pack's README lists under "What the vocabulary does not know yet", each as `fact`.
std::set<std::string> listed_as_unknown(const std::string& pack) {
  const auto readme = read_file(source + "/packs/guidelines/" + pack + "/README.md", std::size_t{1} << 20);
  if (!readme) throw std::runtime_error(readme.error().message());
  std::set<std::string> listed;
  const std::size_t begin = readme->find("## What the vocabulary does not know yet");
  if (begin == std::string::npos) return listed;
  const std::string section = readme->substr(begin, readme->find("\n## ", begin + 3) - begin);
  for (std::size_t at = section.find("\n- `"); at != std::string::npos; at = section.find("\n- `", at + 1))
    listed.insert(section.substr(at + 4, section.find('`', at + 4) - at - 4));
  return listed;
}

} // namespace

TEST(PagesAndVocabulary, EveryFactCanBeFoundOrThePackSaysItCannotYet) {
  auto library = Library::load(source + "/packs");
  ASSERT_TRUE(library) << library.error().message();
  const Words words = vocabulary();
  const auto computed = computed_values();
  ASSERT_GT(words.facts.size(), 200u);
  ASSERT_GT(computed.size(), 20u);
  std::map<std::string, std::set<std::string>> unknown;
  for (const Pack& pack : library->packs()) unknown[pack.id];
  for (const Topic& topic : library->topics()) {
    std::set<std::string> facts;
    for (const Criterion& criterion : topic.criteria) facts_of(criterion.when, facts);
    for (const Example& example : topic.examples)
      for (const auto& [fact, value] : example.facts) facts.insert(fact);
    for (const std::string& fact : facts)
      if (!(fact.starts_with("req.") ? computed : words.facts).contains(fact)) unknown[topic.pack].insert(fact);
  }
  for (const auto& [pack, facts] : unknown)
    EXPECT_EQ(facts, listed_as_unknown(pack)) << pack << ": the README's list and the pages differ";
}

TEST(PagesAndVocabulary, NoTwoFactsShareAKey) {
  std::map<ConceptKey, std::string> seen;
  for (const std::string& fact : vocabulary().facts) {
    const auto [at, is_new] = seen.emplace(key_of(fact), fact);
    EXPECT_TRUE(is_new) << fact << " and " << at->second;
  }
  EXPECT_GT(seen.size(), 200u);
}

TEST(PagesAndVocabulary, EveryDrugAndClassIsOneThatRequestsAreReadAs) {
  auto library = Library::load(source + "/packs");
  ASSERT_TRUE(library) << library.error().message();
  const Words words = vocabulary();
  for (const Topic& topic : library->topics())
    for (const AppliesTo& rule : topic.applies_to) {
      const bool takes_ingredient = !rule.route.empty() || !rule.form.empty();
      EXPECT_TRUE(rule.drug.empty() || words.drugs.contains(rule.drug) ||
                  (takes_ingredient && words.ingredients.contains(rule.drug)))
          << topic.file << ": drug " << rule.drug;
      EXPECT_TRUE(rule.drug_class.empty() || words.families.contains(rule.drug_class))
          << topic.file << ": class " << rule.drug_class;
    }
}

} // namespace openimr::guidelines
