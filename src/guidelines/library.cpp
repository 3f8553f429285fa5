#include "guidelines/library.h"

#include "base/files.h"
#include "base/hash.h"
#include "guidelines/carry_over.h"
#include "guidelines/page_reader.h"
#include "guidelines/request_words.h"
#include "text/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace openimr::guidelines {
namespace {

/// Reads one page with the reader given; a broken file becomes a problem. Bytes go into the pack's hash.
template <class T, class ReadPage>
T read_page(const std::string& path, std::string& hashed, text::Problems& problems, ReadPage read) {
  auto bytes = read_file(path, std::size_t{4} << 20);
  if (!bytes) {
    problems.push_back({bytes.error().where, bytes.error().found, bytes.error().expected, bytes.error().remedy});
    return {};
  }
  hashed += path.substr(path.rfind('/') + 1) + "\n" + sha256_hex(*bytes) + "\n";
  auto file = text::DataFile::parse(path, *bytes);
  if (!file) {
    problems.push_back({file.error().where, file.error().found, file.error().expected, file.error().remedy});
    return {};
  }
  text::Reader reader(*file);
  T page = read(reader);
  problems.insert(problems.end(), reader.problems().begin(), reader.problems().end());
  return page;
}

/// Whether a page of the id is in force on the first day of another page: what it brings in must be there.
void check_references(const std::vector<Topic>& topics, text::Problems& problems) {
  std::multimap<std::string, const Topic*> known;
  for (const Topic& topic : topics) known.emplace(topic.id, &topic);
  for (const Topic& topic : topics) {
    const auto check = [&](const std::string& id, const char* key) {
      const auto [first, last] = known.equal_range(id);
      if (first == last)
        problems.push_back({fmt::format("{}: {}", topic.file, key), fmt::format("the topic \"{}\"", id),
                            "a topic of a pack", "write its page, or correct the id"});
      else if (topic.from &&
               std::none_of(first, last, [&](const auto& one) { return one.second->is_in_force(*topic.from); }))
        problems.push_back({fmt::format("{}: {}", topic.file, key),
                            fmt::format("the topic \"{}\", which is not in force on {}", id, topic.from->iso()),
                            "a topic in force together with this page", "write its page for this edition, or drop it"});
    };
    for (const std::string& id : topic.also_initial) check(id, "also_apply.initial");
    for (const std::string& id : topic.also_continued) check(id, "also_apply.continued");
  }
}

constexpr const char* exercise_words[] = {"pt",
                                          "ot",
                                          "physical therapy",
                                          "occupational therapy",
                                          "hand therapy",
                                          "physiotherapy",
                                          "therapy",
                                          "rehabilitation",
                                          "rehab",
                                          "aquatic therapy"};

bool has(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// "sacroiliac (si) joint injection" is a sacroiliac joint injection as well.
std::string with_and_without_brackets(std::string words) {
  std::string bare;
  int depth = 0;
  for (const char c : words) {
    depth += c == '(';
    if (depth == 0) bare += c;
    if (c == ')' && depth > 0) --depth;
  }
  return bare == words ? words : words + "\n" + text::one_line(bare);
}

/// Two or more ingredients of one product for the skin, named in the request itself.
bool is_mixture(const records::RequestedItem& item) {
  return item.route == "topical" && item.ingredients.size() > 1 && item.components.size() > 1;
}

/// Operations by which a request for therapy may say what it follows.
std::vector<std::string> operations_of(const PostsurgicalTable& table) {
  std::vector<std::string> words = {"surgery", "operation", "arthroscopy", "arthroscopic surgery", "release"};
  for (const PostsurgicalRow& row : table.rows)
    words.insert(words.end(), row.operation_words.begin(), row.operation_words.end());
  return words;
}

/// "12 PT visits s/p rotator cuff repair" asks for therapy after an operation, not for the operation.
std::string words_of_therapy(std::string words, const PostsurgicalTable& table) {
  const std::size_t at = operation_told(words, operations_of(table));
  if (at == std::string::npos) return words;
  const bool is_exercise = std::any_of(std::begin(exercise_words), std::end(exercise_words), [&](const char* one) {
    return text::has_words(std::string_view(words).substr(0, at), one);
  });
  if (at == 0) return words; // "post-op …": the pages know these words themselves
  words.resize(at);
  return is_exercise ? words + " postoperative physical therapy" : words;
}

bool fits(const AppliesTo& rule, const records::RequestedItem& item, const std::string& words) {
  // A drug is named as the chart names it ("oxycodone extended release"); with a route or form the bare ingredient will
  // do.
  const bool takes_ingredient = !rule.route.empty() || !rule.form.empty();
  if (!rule.drug.empty() && !has(item.drugs, rule.drug) && !(takes_ingredient && has(item.ingredients, rule.drug)))
    return false;
  if (!rule.drug_class.empty() && !has(item.drug_classes, rule.drug_class)) return false;
  // A drug asked for without a route is taken by mouth unless its form says otherwise.
  if (!rule.route.empty() && rule.route != item.route && !(rule.route == "oral" && item.route.empty())) return false;
  if (!rule.form.empty() && rule.form != item.form) return false;
  if (!rule.kind.empty() && rule.kind != item.kind) return false;
  if (!rule.body_part.empty() && rule.body_part != item.body_part) return false;
  if (rule.is_mixture && !is_mixture(item)) return false;
  for (const std::string& phrase : rule.unless)
    if (text::has_words(words, text::lower(phrase))) return false;
  return rule.phrase.empty() || text::has_words(words, text::lower(rule.phrase));
}

} // namespace

bool fits_request(const AppliesTo& rule, const records::RequestedItem& item) {
  return fits(rule, item, with_and_without_brackets(text::lower(item.text)));
}

Result<Library> Library::load(const std::string& packs_folder) {
  text::Problems problems;
  auto library = load(packs_folder, problems);
  if (!library || problems.empty()) return library;
  const text::Problem& first = problems.front();
  Error error{ErrorKind::Input, first.where, first.found, first.expected, first.remedy};
  if (problems.size() > 1)
    error.remedy += fmt::format(" (one of {} faults; `openimr guidelines check` lists them)", problems.size());
  return error;
}

Result<Library> Library::load(const std::string& packs_folder, text::Problems& problems) {
  const std::string folder = packs_folder + "/guidelines";
  Library library;
  std::map<std::string, std::vector<std::string>> pages_of_pack;
  for (const std::string& file : files_below(folder))
    if (const auto slash = file.find('/'); slash != std::string::npos && file.ends_with(".yaml"))
      pages_of_pack[file.substr(0, slash)].push_back(file.substr(slash + 1));
  if (pages_of_pack.empty())
    return Error{ErrorKind::NotFound, folder, "no guideline pack", "folders with pack.yaml",
                 "name the folder that holds guidelines/, by --packs, OPENIMR_PACKS or in the command"};

  for (const auto& [name, pages] : pages_of_pack) {
    std::string hashed;
    const std::string at = folder + "/" + name + "/";
    Pack pack = read_page<Pack>(at + "pack.yaml", hashed, problems, read_pack);
    for (const std::string& page : pages) {
      if (page == "ingredients.yaml") {
        pack.ingredients = read_page<std::vector<Ingredient>>(at + page, hashed, problems, read_ingredients);
      } else if (page == "search_sequence.yaml") {
        pack.sequence = read_page<std::vector<SequenceStep>>(at + page, hashed, problems, read_sequence);
      } else if (page == "premises.yaml") {
        pack.premises = read_page<std::vector<Premise>>(at + page, hashed, problems, read_premises);
      } else if (page == "formulary.yaml") {
        pack.formulary = read_page<Formulary>(at + page, hashed, problems, read_formulary);
      } else if (page == "blind_examples.yaml") {
        pack.blind_examples = read_page<std::vector<BlindExample>>(at + page, hashed, problems, read_blind_examples);
      } else if (page == "evidence_hierarchy.yaml") {
        pack.hierarchy = read_page<EvidenceHierarchy>(at + page, hashed, problems, read_evidence_hierarchy);
      } else if (page == "postsurgical.yaml") {
        pack.postsurgical = read_page<PostsurgicalTable>(at + page, hashed, problems, read_postsurgical);
      } else if (page.starts_with("topics/")) {
        Topic topic = read_page<Topic>(at + page, hashed, problems,
                                       [&pack](text::Reader& reader) { return read_topic(reader, pack); });
        if (page != "topics/" + topic.id + ".yaml")
          problems.push_back(
              {at + page + ": id", fmt::format("\"{}\"", topic.id), "the file's own name", "rename one of them"});
        library.topics_.push_back(std::move(topic));
      } else if (page != "pack.yaml") {
        problems.push_back({at + page, "a page of no known kind",
                            "pack, ingredients, search_sequence, premises, formulary, postsurgical, "
                            "evidence_hierarchy, blind_examples or topics/…",
                            "move it, or correct its name"});
      }
    }
    pack.sha256 = sha256_hex(hashed);
    library.packs_.push_back(std::move(pack));
  }
  carry_over(library.topics_, problems);
  check_periods(library.topics_, problems);
  check_references(library.topics_, problems);
  return library;
}

const Topic* Library::topic(const std::string& id, Date as_of) const {
  for (const Topic& topic : topics_)
    if (topic.id == id && topic.is_in_force(as_of)) return &topic;
  return nullptr;
}

const Pack& Library::pack(const std::string& id) const {
  const auto found = std::find_if(packs_.begin(), packs_.end(), [&](const Pack& pack) { return pack.id == id; });
  assert(found != packs_.end() && "a topic names its own pack");
  return *found;
}

const Guideline* Library::guideline(const Topic& topic) const {
  const auto& guidelines = pack(topic.pack).guidelines;
  const auto found = guidelines.find(topic.guideline);
  return found == guidelines.end() ? nullptr : &found->second;
}

std::vector<const Topic*> Library::topics_for(const records::RequestedItem& item, Date as_of) const {
  std::string words = with_and_without_brackets(text::lower(item.text));
  if (const PostsurgicalTable* table = item.kind == "therapy" ? postsurgical(as_of) : nullptr)
    words = words_of_therapy(std::move(words), *table);
  std::vector<const Topic*> result;
  for (const Topic& topic : topics_) {
    if (!topic.is_in_force(as_of)) continue;
    for (const AppliesTo& rule : topic.applies_to)
      if (fits(rule, item, words)) {
        result.push_back(&topic);
        break;
      }
  }
  return result;
}

std::vector<const Topic*> Library::with_brought_in(std::vector<const Topic*> topics, Date as_of) const {
  for (std::size_t i = 0; i < topics.size(); ++i) {
    const Topic& one = *topics[i]; // stays where it is while the list grows
    for (const auto* ids : {&one.also_initial, &one.also_continued})
      for (const std::string& id : *ids)
        if (const Topic* other = topic(id, as_of);
            other && std::find(topics.begin(), topics.end(), other) == topics.end())
          topics.push_back(other);
  }
  return topics;
}

std::vector<const Topic*> Library::topics_on_page(const std::string& guideline_id, int page, Date as_of) const {
  std::vector<const Topic*> result;
  for (const Topic& topic : topics_) {
    if (topic.guideline != guideline_id || !topic.is_in_force(as_of)) continue;
    const auto range = page_numbers(topic.pages);
    if (std::binary_search(range.begin(), range.end(), page)) result.push_back(&topic);
  }
  return result;
}

std::size_t Library::run_table_examples(std::vector<std::string>& differs) const {
  std::size_t count = 0;
  const auto run = [&](const auto& table) {
    if (!table) return;
    for (const auto& example : table->examples) {
      ++count;
      if (std::string line = run_example(*table, example); !line.empty()) differs.push_back(std::move(line));
    }
  };
  for (const Pack& pack : packs_) {
    run(pack.formulary);
    run(pack.postsurgical);
  }
  return count;
}

bool Library::is_tied_response(const std::string& concept_id) const {
  return std::any_of(packs_.begin(), packs_.end(),
                     [&](const Pack& pack) { return has(pack.tied_responses, concept_id); });
}

const PostsurgicalTable* Library::postsurgical(Date as_of) const {
  for (const Pack& pack : packs_)
    if (const auto& table = pack.postsurgical;
        table && (!table->from || *table->from <= as_of) && (!table->to || as_of <= *table->to))
      return &*table;
  return nullptr;
}

const EvidenceHierarchy* Library::evidence_hierarchy(Date as_of) const {
  for (const Pack& pack : packs_)
    if (const auto& levels = pack.hierarchy;
        levels && (!levels->from || *levels->from <= as_of) && (!levels->to || as_of <= *levels->to))
      return &*levels;
  return nullptr;
}

const Formulary* Library::formulary() const {
  for (const Pack& pack : packs_)
    if (pack.formulary) return &*pack.formulary;
  return nullptr;
}

std::vector<int> page_numbers(std::string_view printed) {
  std::set<int> pages;
  std::vector<int> pending; // the numbers of the range being read
  int number = -1;
  bool is_range = false;
  const auto close = [&] {
    if (number < 0) return;
    const int begin = is_range && !pending.empty() ? pending.back() : number;
    for (int page = begin; page <= number && page - begin < 1000; ++page) pages.insert(page);
    pending = {number};
    number = -1;
    is_range = false;
  };
  for (std::size_t i = 0; i < printed.size(); ++i) {
    const char c = printed[i];
    if (c >= '0' && c <= '9') {
      number = std::min((number < 0 ? 0 : number) * 10 + (c - '0'), 100000);
    } else if (c == '-' || c == '\xe2') { // hyphen, or the first byte of an en dash
      close();
      is_range = true;
    } else if (c != ' ' && static_cast<unsigned char>(c) < 0x80) {
      close();
      is_range = false;
      pending.clear();
    } else if (c == ' ') {
      const bool had_range = is_range && number < 0;
      close();
      is_range = had_range;
    }
  }
  close();
  return {pages.begin(), pages.end()};
}

} // namespace openimr::guidelines
