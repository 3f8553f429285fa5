#include "determination/check_rules.h"

#include "base/files.h"
#include "base/hash.h"
#include "text/data_file.h"
#include "text/words.h"

namespace openimr::determination {
namespace {

std::vector<std::string> lower_words(const text::Value& list) {
  std::vector<std::string> words = list.strings();
  for (std::string& word : words) word = text::lower(word);
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

} // namespace

const char* name(Severity severity) { return severity == Severity::Block ? "block" : "warn"; }

Result<CheckRules> CheckRules::load(const std::string& packs_folder) {
  CheckRules rules;
  std::string hashed;
  auto done = with_page(packs_folder + "/checks/checks.yaml", hashed, [&](const text::Value& root) {
    root.only({"schema", "checks"});
    for (const text::Value& item : root.required("checks").list()) {
      item.only({"id", "severity", "title", "citation"});
      rules.kinds[item.required("id").string()] = {
          item.required("severity").one_of({"block", "warn"}) == "block" ? Severity::Block : Severity::Warn,
          item.required("title").string(), item.required("citation").string()};
    }
  });
  if (!done) return done.error();
  done = with_page(packs_folder + "/checks/absence.yaml", hashed, [&](const text::Value& root) {
    root.only({"schema", "forward", "backward", "no_between", "recital", "recital_weak", "document_words", "rule_words",
               "this_case", "object_ends", "objects", "generic"});
    AbsenceCues& cues = rules.absence;
    cues.forward = lower_words(root.required("forward"));
    cues.backward = lower_words(root.required("backward"));
    cues.no_between = lower_words(root.required("no_between"));
    cues.recital = lower_words(root.required("recital"));
    cues.recital_weak = lower_words(root.required("recital_weak"));
    cues.document_words = lower_words(root.required("document_words"));
    cues.rule_words = lower_words(root.required("rule_words"));
    cues.this_case = lower_words(root.required("this_case"));
    cues.object_ends = lower_words(root.required("object_ends"));
    for (const std::string& word : lower_words(root["generic"])) cues.generic.insert(word);
    for (const text::Value& item : root["objects"].list()) {
      item.only({"words", "facts", "strong_only"});
      rules.absence.objects.push_back(
          {lower_words(item.required("words")), item.required("facts").strings(), item["strong_only"].boolean()});
    }
  });
  if (!done) return done.error();
  rules.sha256 = sha256_hex(hashed);
  return rules;
}

} // namespace openimr::determination
