#include "determination/check_rules.h"

#include "base/files.h"
#include "base/hash.h"
#include "text/data_file.h"
#include "text/words.h"

#include <algorithm>

namespace openimr::determination {
namespace {

/// In lower case; words with an apostrophe also as word processors set it ("doesn’t").
std::vector<std::string> lower_words(const text::Value& list) {
  std::vector<std::string> words = list.strings();
  for (std::size_t i = 0, size = words.size(); i < size; ++i) {
    words[i] = text::lower(words[i]);
    std::string typographic;
    for (const char c : words[i]) c == '\'' ? typographic += "\xE2\x80\x99" : typographic += c;
    if (typographic != words[i]) words.push_back(std::move(typographic));
  }
  return words;
}

/// Parses one page and hands its root to read.
template <class Read> Result<Done> with_page(const std::string& path, std::string& hashed, Read read) {
  auto bytes = read_file(path, std::size_t{4} << 20);
  if (!bytes) return bytes.error();
  hashed += sha256_hex(*bytes);
  auto file = text::DataFile::parse(path, *bytes);
  if (!file) return file.error();
  text::Reader reader(*file);
  read(reader.root());
  if (!reader.problems().empty()) return reader.as_error();
  return Done{};
}

std::set<std::string, std::less<>> word_set(const text::Value& list) {
  const auto words = lower_words(list);
  return {words.begin(), words.end()};
}

/// Each phrase parted at its spaces.
AbsenceGrammar::Phrases phrases(const text::Value& list) {
  AbsenceGrammar::Phrases result;
  for (const std::string& phrase : lower_words(list)) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < phrase.size();) {
      const auto end = std::min(phrase.find(' ', at), phrase.size());
      words.push_back(phrase.substr(at, end - at));
      at = end + 1;
    }
    result.push_back(std::move(words));
  }
  return result;
}

AbsenceNet read_net(const text::Value& value) {
  value.only({"negatives", "empty_words", "reviewing", "phrases", "taken_back", "supposed", "opening_conditions",
              "concessions", "clause_marks", "boxes", "ticked_no"});
  AbsenceNet net;
  net.negatives = word_set(value.required("negatives"));
  net.empty_words = word_set(value.required("empty_words"));
  net.reviewing = word_set(value.required("reviewing"));
  net.phrases = lower_words(value.required("phrases"));
  net.taken_back = lower_words(value.required("taken_back"));
  net.supposed = lower_words(value.required("supposed"));
  net.opening_conditions = lower_words(value.required("opening_conditions"));
  net.concessions = lower_words(value.required("concessions"));
  net.clause_marks = lower_words(value.required("clause_marks"));
  net.boxes = lower_words(value.required("boxes"));
  net.ticked_no = lower_words(value.required("ticked_no"));
  return net;
}

AbsenceGrammar read_grammar(const text::Value& value) {
  value.only({"negators",
              "evidence_nouns",
              "links",
              "adverbs",
              "place_prepositions",
              "papers",
              "openers",
              "nobody",
              "be",
              "have",
              "remain",
              "verbs",
              "participles",
              "verb_particles",
              "verb_negations",
              "active_negations",
              "not_yet",
              "undergone",
              "missing_words",
              "doubtful",
              "doubts",
              "articles",
              "attempts",
              "before_any",
              "doubt_links",
              "gains",
              "guesses",
              "may",
              "phrasal",
              "received",
              "stand_ins"});
  AbsenceGrammar grammar;
  grammar.negators = phrases(value.required("negators"));
  grammar.links = phrases(value.required("links"));
  grammar.openers = phrases(value.required("openers"));
  grammar.nobody = phrases(value.required("nobody"));
  grammar.verb_negations = phrases(value.required("verb_negations"));
  grammar.not_yet = phrases(value.required("not_yet"));
  grammar.evidence_nouns = word_set(value.required("evidence_nouns"));
  grammar.adverbs = word_set(value.required("adverbs"));
  grammar.place_prepositions = word_set(value.required("place_prepositions"));
  grammar.papers = word_set(value.required("papers"));
  grammar.be = word_set(value.required("be"));
  grammar.have = word_set(value.required("have"));
  grammar.remain = word_set(value.required("remain"));
  grammar.verbs = word_set(value.required("verbs"));
  grammar.participles = word_set(value.required("participles"));
  grammar.verb_particles = word_set(value.required("verb_particles"));
  grammar.active_negations = word_set(value.required("active_negations"));
  grammar.undergone = word_set(value.required("undergone"));
  grammar.missing_words = word_set(value.required("missing_words"));
  grammar.doubtful = word_set(value.required("doubtful"));
  grammar.doubts = word_set(value.required("doubts"));
  grammar.articles = word_set(value.required("articles"));
  grammar.before_any = phrases(value.required("before_any"));
  grammar.attempts = word_set(value.required("attempts"));
  grammar.doubt_links = word_set(value.required("doubt_links"));
  grammar.gains = word_set(value.required("gains"));
  grammar.guesses = word_set(value.required("guesses"));
  grammar.may = word_set(value.required("may"));
  grammar.phrasal = word_set(value.required("phrasal"));
  grammar.received = word_set(value.required("received"));
  grammar.stand_ins = word_set(value.required("stand_ins"));
  return grammar;
}

LanguageCues read_language(const text::Value& root) {
  root.only({"schema", "traits", "because", "between", "outright", "medicine", "as_a", "as_a_ends", "owners",
             "subjects", "decides", "groups", "generalizes", "scope", "scope_unless", "necessary", "unnecessary"});
  LanguageCues cues;
  for (const text::Value& trait : root.required("traits").list()) {
    trait.only({"id", "words"});
    cues.traits.push_back({trait.required("id").string(), phrases(trait.required("words"))});
  }
  cues.because = phrases(root.required("because"));
  cues.between = word_set(root.required("between"));
  cues.as_a = phrases(root.required("as_a"));
  cues.as_a_ends = word_set(root.required("as_a_ends"));
  cues.owners = phrases(root.required("owners"));
  cues.subjects = phrases(root.required("subjects"));
  cues.decides = phrases(root.required("decides"));
  cues.groups = phrases(root.required("groups"));
  cues.generalizes = phrases(root.required("generalizes"));
  cues.outright = lower_words(root.required("outright"));
  cues.medicine = lower_words(root.required("medicine"));
  cues.scope = lower_words(root.required("scope"));
  cues.scope_unless = lower_words(root.required("scope_unless"));
  cues.necessary = lower_words(root.required("necessary"));
  cues.unnecessary = lower_words(root.required("unnecessary"));
  return cues;
}

std::vector<MonitoringGrid> read_grids(const text::Value& root) {
  root.only({"schema", "grids"});
  std::vector<MonitoringGrid> grids;
  for (const text::Value& entry : root.required("grids").list()) {
    entry.only({"id", "drug_class", "fields"});
    MonitoringGrid grid{entry.required("id").string(), entry.required("drug_class").string(), {}};
    for (const text::Value& field : entry.required("fields").list()) {
      field.only({"name", "facts"});
      grid.fields.push_back({field.required("name").string(), field.required("facts").strings()});
    }
    grids.push_back(std::move(grid));
  }
  return grids;
}

TreatmentCues read_treatments(const text::Value& root) {
  root.only({"schema", "plain", "behind", "limits", "decisions", "not_had", "qualities", "families"});
  TreatmentCues cues;
  cues.plain = word_set(root.required("plain"));
  cues.behind = word_set(root.required("behind"));
  cues.not_had = word_set(root.required("not_had"));
  cues.limits = lower_words(root.required("limits"));
  cues.decisions = lower_words(root.required("decisions"));
  cues.qualities = lower_words(root.required("qualities"));
  for (const text::Value& family : root.required("families").list()) {
    family.only({"words", "drugs", "facts"});
    cues.families.push_back(
        {lower_words(family.required("words")), family["drugs"].strings(), family["facts"].strings()});
  }
  return cues;
}

} // namespace

const char* name(Severity severity) { return severity == Severity::Block ? "block" : "warn"; }

Result<CheckRules> CheckRules::load(const std::string& packs_folder) {
  CheckRules rules;
  std::string hashed;
  auto done = with_page(packs_folder + "/checks/checks.yaml", hashed, [&](const text::Value& root) {
    root.only({"schema", "resolution", "checks"});
    if (const text::Value resolution = root["resolution"]; resolution.is_present()) {
      resolution.only({"least_words"});
      rules.least_words = resolution.required("least_words").integer();
    }
    for (const text::Value& item : root.required("checks").list()) {
      item.only({"id", "severity", "title", "citation", "may_be_resolved"});
      rules.kinds[item.required("id").string()] = {
          item.required("severity").one_of({"block", "warn"}) == "block" ? Severity::Block : Severity::Warn,
          item.required("title").string(), item.required("citation").string(), item["may_be_resolved"].boolean(true)};
    }
  });
  if (!done) return done.error();
  done = with_page(packs_folder + "/checks/absence.yaml", hashed, [&](const text::Value& root) {
    root.only({"schema",         "forward",    "backward",  "no_between",      "recital",    "recital_weak",
               "document_words", "rule_words", "this_case", "decides",         "conditions", "object_ends",
               "objects",        "generic",    "grammar",   "attributions",    "rebuttals",  "asks",
               "trials",         "used",       "failures",  "failed_outcomes", "net",        "net_skips"});
    AbsenceCues& cues = rules.absence;
    cues.forward = lower_words(root.required("forward"));
    cues.backward = lower_words(root.required("backward"));
    cues.no_between = lower_words(root.required("no_between"));
    cues.recital = lower_words(root.required("recital"));
    cues.recital_weak = lower_words(root.required("recital_weak"));
    cues.document_words = lower_words(root.required("document_words"));
    cues.rule_words = lower_words(root.required("rule_words"));
    cues.this_case = lower_words(root.required("this_case"));
    cues.grammar = read_grammar(root.required("grammar"));
    cues.net = read_net(root.required("net"));
    cues.net_skips = root.required("net_skips").strings();
    cues.decides = lower_words(root.required("decides"));
    cues.conditions = lower_words(root.required("conditions"));
    cues.object_ends = lower_words(root.required("object_ends"));
    cues.attributions = lower_words(root.required("attributions"));
    cues.rebuttals = lower_words(root.required("rebuttals"));
    cues.asks = lower_words(root.required("asks"));
    cues.trials = lower_words(root.required("trials"));
    cues.used = word_set(root.required("used"));
    cues.failures = lower_words(root.required("failures"));
    cues.failed_outcomes = word_set(root.required("failed_outcomes"));
    for (const std::string& word : lower_words(root["generic"])) cues.generic.insert(word);
    for (const text::Value& item : root["objects"].list()) {
      item.only({"words", "facts", "strong_only"});
      rules.absence.objects.push_back(
          {lower_words(item.required("words")), item.required("facts").strings(), item["strong_only"].boolean()});
    }
  });
  if (!done) return done.error();
  done = with_page(packs_folder + "/checks/language.yaml", hashed,
                   [&](const text::Value& root) { rules.language = read_language(root); });
  if (!done) return done.error();
  done = with_page(packs_folder + "/checks/treatments.yaml", hashed,
                   [&](const text::Value& root) { rules.treatments = read_treatments(root); });
  if (!done) return done.error();
  done = with_page(packs_folder + "/checks/grids.yaml", hashed,
                   [&](const text::Value& root) { rules.grids = read_grids(root); });
  if (!done) return done.error();
  rules.sha256 = sha256_hex(hashed);
  return rules;
}

} // namespace openimr::determination
