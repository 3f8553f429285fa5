#include "clinical/vocabulary.h"

#include "clinical/vocabulary_data.h"
#include "text/data_file.h"

#include "base/files.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

namespace openimr::clinical {
namespace {

using text::Reader;
using text::Value;
using Data = Vocabulary::Data;

constexpr std::array<std::string_view, cue_kinds> cue_kind_names = {
    "negation",   "possible",  "historical", "hypothetical",  "planned",    "recited", "advised",     "other",
    "terminator", "pseudo",    "failed",     "not_tolerated", "no_benefit", "benefit", "side_effect", "current",
    "prescribed", "requested", "stopped",    "tried",         "reduced",    "person",  "companion",   "informant"};

/// "low_back_pain" -> "low back pain".
std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// Reads one vocabulary folder into a Data. Problems end up in the Reader of the file at hand.
class Loader {
public:
  explicit Loader(std::string folder) : folder_(std::move(folder)) {}

  Result<std::shared_ptr<Data>> load() {
    data_ = std::make_shared<Data>();
    data_->groups.emplace_back();
    data_->sections.emplace_back();
    const std::vector<std::string> files = files_below(folder_);
    std::vector<std::string> concept_files;
    for (const std::string& file : files)
      if (file.starts_with("concepts/") && file.ends_with(".yaml")) concept_files.push_back(file);
    if (auto read = each("sections.yaml", [&](const Value& root) { read_sections(root); }); !read) return read.error();
    if (auto read = each("request_kinds.yaml", [&](const Value& root) { read_request_kinds(root); }); !read)
      return read.error();
    if (auto read = each("drugs.yaml", [&](const Value& root) { read_drugs(root); }); !read) return read.error();
    if (auto read = each("context.yaml", [&](const Value& root) { read_cues(root); }); !read) return read.error();
    if (auto read = each("outcomes.yaml", [&](const Value& root) { read_cues(root); }); !read) return read.error();
    // Groups may be used by any concept file, so they are read first.
    std::vector<text::DataFile> parsed;
    parsed.reserve(concept_files.size());
    for (const std::string& file : concept_files) {
      auto one = parse(file);
      if (!one) return one.error();
      parsed.push_back(std::move(*one));
    }
    for (const bool are_groups : {true, false})
      for (const text::DataFile& file : parsed) {
        Reader reader(file);
        if (are_groups)
          read_groups(reader.root());
        else
          read_concepts(reader.root());
        if (!reader.problems().empty()) return reader.as_error();
      }
    if (auto read = each("implications.yaml", [&](const Value& root) { read_implications(root); }); !read)
      return read.error();
    if (auto read = each("derivations.yaml", [&](const Value& root) { read_derivations(root); }); !read)
      return read.error();
    auto forms = WordForms::load(folder_ + "/spelling.yaml");
    if (!forms) return forms.error();
    data_->forms = std::move(*forms);
    auto course = CourseRules::load(folder_ + "/course.yaml");
    if (!course) return course.error();
    data_->course = std::move(*course);
    finish();
    return data_;
  }

private:
  Result<text::DataFile> parse(const std::string& file) {
    auto bytes = read_file(folder_ + "/" + file);
    if (!bytes) return bytes.error();
    return text::DataFile::parse("vocabulary/" + file, *bytes);
  }

  template <class Read> Result<Done> each(const std::string& file, Read&& read) {
    auto parsed = parse(file);
    if (!parsed) return parsed.error();
    Reader reader(*parsed);
    read(reader.root());
    if (!reader.problems().empty()) return reader.as_error();
    return Done{};
  }

  /// The term's meanings; null (and a Problem) when it has no word.
  std::vector<Meaning>* meanings_of(const Value& value, std::string_view term) {
    const int number = data_->matcher.add(term);
    if (number < 0) {
      value.problem("\"" + std::string(term) + "\"", "a term with at least one word or mark", "remove it");
      return nullptr;
    }
    if (static_cast<std::size_t>(number) >= data_->meanings.size())
      data_->meanings.resize(static_cast<std::size_t>(number) + 1);
    return &data_->meanings[static_cast<std::size_t>(number)];
  }

  void mean(const Value& value, std::string_view term, Meaning meaning) {
    auto* meanings = meanings_of(value, term);
    if (!meanings) return;
    for (const Meaning& known : *meanings)
      if (known.kind == meaning.kind && known.index == meaning.index) return;
    meanings->push_back(meaning);
  }

  void read_sections(const Value& root) {
    root.only({"schema", "sections"});
    for (const Value& section : root.required("sections").list()) {
      section.only({"id", "headings"});
      data_->sections.push_back(section.required("id").string());
      const auto index = static_cast<std::uint32_t>(data_->sections.size() - 1);
      for (const std::string& heading : section.required("headings").strings())
        mean(section, heading, {MeaningKind::Heading, false, index});
    }
  }

  void read_request_kinds(const Value& root) {
    root.only({"schema", "kinds"});
    for (const Value& row : root.required("kinds").list()) {
      row.only({"kind", "words"});
      const std::string kind = row["kind"].one_of({"consultation", "therapy", "surgery", "procedure", "test", "device"},
                                                  row.required("kind").string());
      for (const std::string& words : row.required("words").strings()) data_->request_kinds.push_back({words, kind});
    }
  }

  static std::uint32_t kind_bits(const Value& list) {
    std::uint32_t bits = 0;
    for (const Value& kind : list.list()) {
      const std::string word = kind.string();
      const auto found = std::find(cue_kind_names.begin(), cue_kind_names.end(), word);
      if (found == cue_kind_names.end())
        kind.problem("\"" + word + "\"", "a kind of cue", "see context.yaml for the kinds");
      else
        bits |= 1U << (found - cue_kind_names.begin());
    }
    return bits;
  }

  void read_cues(const Value& root) {
    root.only({"schema", "cues"});
    for (const Value& entry : root.required("cues").list()) {
      entry.only({"kind", "direction", "scope", "unstoppable", "until_comma", "until_lone_and", "ends_clause",
                  "begins_clause", "not_before_number", "of", "of_the_record", "words", "upper", "spanish", "joins"});
      const std::string kind = entry.required("kind").string();
      const auto found = std::find(cue_kind_names.begin(), cue_kind_names.end(), kind);
      if (found == cue_kind_names.end()) {
        entry["kind"].problem("\"" + kind + "\"",
                              "negation, possible, historical, hypothetical, planned, recited, advised, other, "
                              "terminator, pseudo or an outcome",
                              "use one of them");
        continue;
      }
      CueDef cue;
      cue.kind = static_cast<CueKind>(found - cue_kind_names.begin());
      const std::string direction = entry["direction"].one_of({"forward", "backward", "both", "sentence"}, "forward");
      cue.direction = direction == "forward"    ? CueDirection::Forward
                      : direction == "backward" ? CueDirection::Backward
                      : direction == "both"     ? CueDirection::Both
                                                : CueDirection::Sentence;
      cue.scope = entry["scope"].integer(0);
      cue.is_unstoppable = entry["unstoppable"].boolean(false);
      cue.until_comma = entry["until_comma"].boolean(false);
      cue.until_lone_and = entry["until_lone_and"].boolean(false);
      cue.ends_clause = entry["ends_clause"].boolean(false);
      cue.begins_clause = entry["begins_clause"].boolean(false);
      cue.not_before_number = entry["not_before_number"].boolean(false);
      cue.is_of_record = entry["of_the_record"].boolean(false);
      cue.is_joint = entry["joins"].boolean(false);
      cue.is_spanish = entry["spanish"].boolean(false);
      cue.kinds = entry["of"].is_present() ? kind_bits(entry["of"]) : ~0U;
      data_->cues.push_back(cue);
      const auto index = static_cast<std::uint32_t>(data_->cues.size() - 1);
      for (const std::string& word : entry.required("words").strings())
        mean(entry, word, {MeaningKind::Cue, entry["upper"].boolean(false), index});
    }
  }

  void read_drugs(const Value& root) {
    root.only({"schema", "drugs", "families"});
    for (const Value& entry : root.required("drugs").list()) {
      entry.only({"generic", "base", "class", "families", "brands", "aliases", "topic", "route", "forms", "strengths",
                  "mme", "mme_of_smallest", "strength_of_name", "hours"});
      Drug drug;
      drug.generic = entry.required("generic").string();
      drug.base = entry["base"].string(drug.generic);
      drug.drug_class = entry["class"].string();
      drug.families = entry["families"].strings();
      drug.brands = entry["brands"].strings();
      drug.aliases = entry["aliases"].strings();
      drug.topic_id = entry["topic"].string();
      drug.route = entry.required("route").string();
      drug.forms = entry["forms"].strings();
      drug.strengths = entry["strengths"].strings();
      if (const auto factors = entry["mme"].list(); factors.size() == 3)
        drug.mme = {factors[0].number(), factors[1].number(), factors[2].number()};
      else if (!factors.empty())
        entry["mme"].problem("a list of " + std::to_string(factors.size()), "three factors: [2009, 2016, 2022]",
                             "write 0 where a table does not list the drug");
      drug.mme_of_smallest = entry["mme_of_smallest"].boolean(false);
      for (const auto& [name, strength] : entry["strength_of_name"].fields())
        drug.strength_of_name[text::fold(name)] = strength.string();
      for (const Value& hours : entry["hours"].list()) drug.usual_hours.push_back(hours.number());
      add_drug(std::move(drug));
    }
    for (const auto& [family, words] : root["families"].fields()) {
      data_->families.push_back(family);
      const auto index = static_cast<std::uint32_t>(data_->families.size() - 1);
      for (const std::string& word : words.strings()) mean(words, word, {MeaningKind::Family, false, index});
    }
  }

  void add_drug(Drug drug) {
    const auto index = static_cast<std::uint32_t>(data_->drugs.size());
    const auto name_it = [&](const std::string& word, bool is_first) {
      const std::string folded = text::fold(word);
      if (is_first)
        data_->drug_names[folded] = index;
      else
        data_->drug_names.emplace(folded, index);
      drug_terms_[folded].insert(index);
    };
    name_it(drug.generic, true);
    for (const std::string& brand : drug.brands) name_it(brand, false);
    for (const std::string& alias : drug.aliases) name_it(alias, false);
    bases_[text::fold(drug.base)].insert(index);
    data_->drugs.push_back(std::move(drug));
    for (const std::string& brand : data_->drugs.back().brands) exact_.insert(text::fold(brand));
  }

  std::uint32_t group_of(const std::string& name) {
    const auto [place, is_new] = group_numbers_.emplace(name, static_cast<std::uint32_t>(data_->groups.size()));
    if (is_new) data_->groups.push_back(name);
    return place->second;
  }

  void read_groups(const Value& root) {
    root.only({"schema", "groups", "concepts"});
    for (const auto& [name, words] : root["groups"].fields()) {
      const std::uint32_t group = group_of(name);
      for (const std::string& word : words.strings()) mean(words, word, {MeaningKind::Group, false, group});
    }
  }

  std::vector<std::uint32_t> section_list(const Value& list) {
    std::vector<std::uint32_t> result;
    for (const Value& item : list.list()) {
      const auto found = std::find(data_->sections.begin() + 1, data_->sections.end(), item.string());
      if (found == data_->sections.end())
        item.problem("section \"" + item.string() + "\"", "a section of sections.yaml",
                     "add it there or correct the name");
      else
        result.push_back(static_cast<std::uint32_t>(found - data_->sections.begin()));
    }
    return result;
  }

  void read_concepts(const Value& root) {
    for (const Value& entry : root["concepts"].list()) {
      entry.only({"id",
                  "kind",
                  "text",
                  "terms",
                  "abbreviations",
                  "patterns",
                  "absent",
                  "absent_patterns",
                  "negation",
                  "sections",
                  "not_sections",
                  "needs",
                  "unless",
                  "not_after",
                  "not_before",
                  "unit",
                  "min",
                  "max",
                  "value",
                  "region",
                  "documents",
                  "held_only",
                  "any_place"});
      ConceptDef def;
      def.id = entry.required("id").string();
      Concept& shown = data_->concepts[def.id];
      if (shown.id.empty()) {
        shown.id = def.id;
        shown.kind = entry.required("kind").string();
      }
      def.kind = shown.kind;
      def.text = entry["text"].string();
      if (shown.text.empty()) shown.text = def.text; // the files of a concept may be read in any order
      def.unit = entry["unit"].string();
      const std::string policy = entry["negation"].one_of({"absent", "drop", "ignore", "denied"}, "absent");
      def.negation = policy == "absent"   ? NegationPolicy::Absent
                     : policy == "drop"   ? NegationPolicy::Drop
                     : policy == "denied" ? NegationPolicy::Denied
                                          : NegationPolicy::Ignore;
      def.sections = section_list(entry["sections"]);
      def.not_sections = section_list(entry["not_sections"]);
      for (const std::string& word : entry["needs"].strings()) def.needs.push_back(text::fold(word));
      for (const std::string& word : entry["unless"].strings()) def.unless.push_back(text::fold(word));
      for (const std::string& word : entry["not_after"].strings()) def.not_after.push_back(text::fold(word));
      for (const std::string& word : entry["not_before"].strings()) def.not_before.push_back(text::fold(word));
      def.implied_value = entry["value"].string();
      def.region = entry["region"].one_of({"spine", "shoulder", "knee"});
      def.documents = entry["documents"].strings();
      def.is_held_only = entry["held_only"].is_present() && entry["held_only"].boolean();
      if (entry["any_place"].is_present() && entry["any_place"].boolean()) data_->any_place.push_back(def.id);
      if (entry["min"].is_present()) def.number_min = entry["min"].number();
      if (entry["max"].is_present()) def.number_max = entry["max"].number();
      data_->concept_defs.push_back(def);
      const auto index = static_cast<std::uint32_t>(data_->concept_defs.size() - 1);
      for (const std::string& term : entry["terms"].strings()) {
        mean(entry, term, {MeaningKind::Concept, false, index});
        shown.terms.push_back(term);
      }
      for (const std::string& term : entry["abbreviations"].strings()) {
        mean(entry, term, {MeaningKind::Concept, true, index});
        shown.terms.push_back(term);
      }
      for (const Value& pattern : entry["patterns"].list()) read_pattern(pattern, index, shown);
      const auto absent = entry["absent"].strings();
      if (!absent.empty() || entry["absent_patterns"].is_present()) {
        def.is_absent_form = true;
        data_->concept_defs.push_back(def);
        const auto absent_index = static_cast<std::uint32_t>(data_->concept_defs.size() - 1);
        for (const Value& pattern : entry["absent_patterns"].list()) read_pattern(pattern, absent_index, shown);
        for (const std::string& term : absent) {
          mean(entry, term, {MeaningKind::Concept, false, absent_index});
          shown.terms.push_back(term);
        }
      }
    }
  }

  /// "<group> ~4 words <group>", "# percent relief": groups, gaps of at most n tokens, numbers and plain words.
  void read_pattern(const Value& value, std::uint32_t concept_def, Concept& shown) {
    const std::string written = value.string();
    Pattern pattern;
    pattern.concept_def = concept_def;
    std::string words;
    const auto flush = [&] {
      if (words.empty()) return;
      const std::string name = "=" + words;
      const std::uint32_t group = group_of(name);
      mean(value, words, {MeaningKind::Group, false, group});
      pattern.elements.push_back({ElementKind::Group, group});
      words.clear();
    };
    for (std::size_t at = 0; at < written.size();) {
      std::size_t end = written.find(' ', at);
      if (end == std::string::npos) end = written.size();
      const std::string part = written.substr(at, end - at);
      at = end + 1;
      if (part.empty()) continue;
      if (part.front() == '<' && part.back() == '>') {
        flush();
        const auto group = group_numbers_.find(part.substr(1, part.size() - 2));
        if (group == group_numbers_.end()) {
          value.problem("group " + part, "a group of the concept files", "add it under groups or correct the name");
          return;
        }
        pattern.elements.push_back({ElementKind::Group, group->second});
      } else if (part.front() == '~') {
        flush();
        pattern.elements.push_back(
            {ElementKind::Gap, static_cast<std::uint32_t>(std::strtoul(part.c_str() + 1, nullptr, 10))});
      } else if (part == "#") {
        flush();
        pattern.elements.push_back({ElementKind::Number, 0});
      } else {
        if (!words.empty()) words += ' ';
        words += part;
      }
    }
    flush();
    if (pattern.elements.empty() || pattern.elements.front().kind == ElementKind::Gap ||
        pattern.elements.back().kind == ElementKind::Gap) {
      value.problem("\"" + written + "\"", "a pattern that begins and ends with a word, <group> or #",
                    "remove the gap at its end");
      return;
    }
    shown.terms.push_back(plain_pattern(written));
    data_->patterns.push_back(std::move(pattern));
  }

  /// "<improved> ~6 function" -> "improved … function", as shown in a proof of absence.
  static std::string plain_pattern(const std::string& written) {
    std::string plain;
    for (std::size_t at = 0; at < written.size(); ++at) {
      if (written[at] == '~') {
        plain += "…";
        while (at + 1 < written.size() && written[at + 1] != ' ') ++at;
      } else if (written[at] == '#') {
        plain += "(number)";
      } else if (written[at] != '<' && written[at] != '>') {
        plain += written[at] == '_' ? ' ' : written[at];
      }
    }
    return plain;
  }

  void read_implications(const Value& root) {
    root.only({"schema", "implications"});
    for (const Value& entry : root.required("implications").list()) {
      entry.only({"if", "then", "confidence"});
      Derivation derivation;
      derivation.then = known_concept(entry.required("then"));
      derivation.confidence = entry["confidence"].one_of({"high", "medium", "low"}, "high");
      Derivation::Condition condition;
      condition.concept_id = known_concept(entry.required("if"));
      derivation.rule = condition.concept_id + " implies " + derivation.then;
      derivation.all_of_any.push_back({condition});
      data_->derivations.push_back(std::move(derivation));
    }
  }

  std::string known_concept(const Value& value) {
    std::string id = value.string();
    constexpr std::string_view family = "drug_class.";
    const bool is_family = id.starts_with(family) && std::find(data_->families.begin(), data_->families.end(),
                                                               id.substr(family.size())) != data_->families.end();
    if (!is_family && !data_->concepts.contains(id))
      value.problem("concept \"" + id + "\"", "a concept of packs/vocabulary/concepts",
                    "add it there or correct the id");
    return id;
  }

  Derivation::Condition read_condition(const Value& value) {
    Derivation::Condition condition;
    if (value.is_scalar()) {
      condition.concept_id = known_concept(value);
      return condition;
    }
    value.only({"concept", "family", "therapy", "outcome", "status", "at_least", "current"});
    if (value["concept"].is_present()) condition.concept_id = known_concept(value["concept"]);
    condition.family = value["family"].string();
    if (value["therapy"].is_present()) condition.therapy = known_concept(value["therapy"]);
    condition.outcomes = value["outcome"].strings();
    condition.statuses = value["status"].strings();
    if (value["at_least"].is_present()) condition.at_least = value["at_least"].number();
    condition.needs_current = value["current"].boolean(true);
    if (condition.concept_id.empty() && condition.family.empty() && condition.therapy.empty())
      value.problem("a condition without a subject", "concept, family or therapy", "name one of them");
    return condition;
  }

  void read_derivations(const Value& root) {
    root.only({"schema", "derivations"});
    for (const Value& entry : root.required("derivations").list()) {
      entry.only({"then", "rule", "confidence", "all", "any", "same_document", "counts_undone"});
      Derivation derivation;
      derivation.then = known_concept(entry.required("then"));
      derivation.rule = entry.required("rule").string();
      derivation.same_document = entry["same_document"].boolean(false);
      derivation.counts_undone = entry["counts_undone"].boolean(false);
      derivation.confidence = entry["confidence"].one_of({"high", "medium", "low"}, "high");
      for (const Value& part : entry["all"].list()) {
        if (part.is_map() && part["any"].is_present()) {
          std::vector<Derivation::Condition> any;
          for (const Value& one : part["any"].list()) any.push_back(read_condition(one));
          derivation.all_of_any.push_back(std::move(any));
        } else {
          derivation.all_of_any.push_back({read_condition(part)});
        }
      }
      std::vector<Derivation::Condition> any;
      for (const Value& one : entry["any"].list()) any.push_back(read_condition(one));
      if (!any.empty()) derivation.all_of_any.push_back(std::move(any));
      if (derivation.all_of_any.empty())
        entry.problem("no condition", "all or any with at least one condition", "add one");
      data_->derivations.push_back(std::move(derivation));
    }
  }

  void finish() {
    for (auto& [id, shown] : data_->concepts)
      if (shown.text.empty()) shown.text = spaced(id.substr(id.find('.') + 1));
    for (ConceptDef& def : data_->concept_defs)
      if (def.text.empty()) def.text = data_->concepts.find(def.id)->second.text;
    data_->comorbidity_group = data_->group("comorbidity");
    data_->habit_group = data_->group("social_habit");
    data_->patient_group = data_->group("turn_to_patient");
    data_->pronoun_group = data_->group("turn_by_pronoun");
    data_->had_before_group = data_->group("had_before");
    data_->had_therapy_group = data_->group("had_therapy");
    data_->papers_group = data_->group("papers_of_care");
    data_->done_group = data_->group("told_as_done");
    data_->evidence_group = data_->group("study_evidence");
    data_->past_deed_group = data_->group("past_deed");
    data_->earlier_visit_group = data_->group("earlier_visit");
    data_->earlier_visit_ends_group = data_->group("earlier_visit_ends");
    data_->earlier_visit_unless_group = data_->group("earlier_visit_unless");
    data_->risks_group = data_->group("risks_told");
    data_->title_group = data_->group("operation_title");
    data_->spanish_group = data_->group("spanish_words");
    data_->answer_group = data_->group("answer");
    // A drug term may mean one drug, or the forms of an ingredient that the words around it decide.
    for (const auto& [base, drugs] : bases_)
      if (!exact_.contains(base)) drug_terms_[base].insert(drugs.begin(), drugs.end());
    for (const auto& [term, drugs] : drug_terms_) {
      data_->drug_words.emplace_back(drugs.begin(), drugs.end());
      const auto index = static_cast<std::uint32_t>(data_->drug_words.size() - 1);
      const int number = data_->matcher.add(term);
      if (static_cast<std::size_t>(number) >= data_->meanings.size())
        data_->meanings.resize(static_cast<std::size_t>(number) + 1);
      const bool is_short = term.size() <= 3;
      data_->meanings[static_cast<std::size_t>(number)].push_back({MeaningKind::Drug, is_short, index});
      add_near_words(term, index);
    }
    data_->near_filter.resize(near_filter_bits);
    for (const auto& [hash, index] : data_->near_words) data_->near_filter[near_bit(hash)] = true;
    data_->meanings.resize(static_cast<std::size_t>(data_->matcher.size()));
    data_->patterns_of_group.resize(data_->groups.size());
    for (std::uint32_t index = 0; index < data_->patterns.size(); ++index) {
      const Element& first = data_->patterns[index].elements.front();
      if (first.kind == ElementKind::Number)
        data_->patterns_of_number.push_back(index);
      else
        data_->patterns_of_group[first.value].push_back(index);
    }
    for (auto& [id, shown] : data_->concepts) {
      std::vector<std::string> unique;
      for (std::string& term : shown.terms)
        if (std::find(unique.begin(), unique.end(), term) == unique.end()) unique.push_back(std::move(term));
      shown.terms = std::move(unique);
    }
  }

  void add_near_words(const std::string& term, std::uint32_t index) {
    if (term.size() < 7 || term.find_first_of(" /-") != std::string::npos) return;
    for (std::size_t skip = 0; skip < term.size(); ++skip) {
      auto [place, is_new] = data_->near_words.emplace(hash_without(term, skip), index + 1);
      if (is_new || place->second == index + 1 || place->second == 0) continue;
      const auto base_of = [this](std::uint32_t word) { return data_->drugs[data_->drug_words[word].front()].base; };
      if (base_of(place->second - 1) != base_of(index)) place->second = 0; // two names of one drug leave no doubt
    }
    data_->near_words.emplace(hash_without(term, std::string::npos), index + 1);
  }

  std::string folder_;
  std::shared_ptr<Data> data_;
  std::map<std::string, std::set<std::uint32_t>> drug_terms_, bases_;
  std::set<std::string> exact_;
  std::unordered_map<std::string, std::uint32_t> group_numbers_;
};

} // namespace

std::uint64_t hash_without(std::string_view word, std::size_t skip) {
  std::uint64_t hash = hash_start;
  for (std::size_t at = 0; at < word.size(); ++at)
    if (at != skip) hash = hash_on(hash, word[at]);
  return hash;
}

int Vocabulary::Data::group(std::string_view name) const {
  const auto found = std::find(groups.begin(), groups.end(), name);
  return found == groups.end() ? -1 : static_cast<int>(found - groups.begin());
}

Result<Vocabulary> Vocabulary::load(const std::string& packs_folder) {
  auto data = Loader(packs_folder + "/vocabulary").load();
  if (!data) return data.error();
  Vocabulary vocabulary;
  vocabulary.data_ = std::move(*data);
  return vocabulary;
}

const Drug* Vocabulary::drug(std::string_view name) const {
  const auto found = data_->drug_names.find(text::fold(name));
  return found == data_->drug_names.end() ? nullptr : &data_->drugs[found->second];
}

const WordForms& Vocabulary::word_forms() const { return data_->forms; }
const CourseRules& Vocabulary::course() const { return data_->course; }

const std::vector<Drug>& Vocabulary::drugs() const { return data_->drugs; }

const Concept* Vocabulary::concept_of(std::string_view id) const {
  const auto found = data_->concepts.find(id);
  return found == data_->concepts.end() ? nullptr : &found->second;
}

const std::map<std::string, Concept, std::less<>>& Vocabulary::concepts() const { return data_->concepts; }

} // namespace openimr::clinical
