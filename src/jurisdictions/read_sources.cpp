// sources.yaml.
#include "jurisdictions/pack_reading.h"

namespace openimr::jurisdictions {
namespace {

using text::Value;

const std::vector<std::string>& known_events() {
  static const std::vector<std::string> events = {"request", "ur_decision", "application"};
  return events;
}

void read_use(const Value& row, SourceRules& rules) {
  row.only({"pack", "standing", "guidelines", "pages_of", "from", "to", "citation", "verified", "note"});
  SourceUse use;
  use.pack = row.required("pack").string();
  use.standing = row.required("standing").one_of({"presumed_correct", "in_sequence", "adopted", "related"});
  use.guidelines = row["guidelines"].strings();
  use.pages_of = row["pages_of"].date();
  rules.uses.push_back(read_in_force(row, std::move(use)));
}

void read_edition_day(const Value& row, SourceRules& rules) {
  row.only({"events", "from", "to", "citation", "verified", "note"});
  std::vector<std::string> events;
  for (const Value& event : row.required("events").list()) events.push_back(read_word(event, known_events()));
  if (events.empty()) row["events"].problem("nothing", "at least one event", "name the day that chooses the edition");
  add_version(rules.edition_day, read_in_force(row, std::move(events)), row);
}

void read_words(const Value& list, Dated<std::string>& words) {
  for (const Value& row : list.list()) {
    row.only({"text", "from", "to", "citation", "verified", "note"});
    add_version(words, read_in_force(row, row.required("text").string()), row);
  }
}

} // namespace

void read_sources(const Value& root, Jurisdiction& law) {
  root.only({"schema", "edition_day", "guidelines", "functional_improvement", "silence", "presumption"});
  SourceRules& rules = law.sources;
  for (const Value& row : root.required("edition_day").list()) read_edition_day(row, rules);
  for (const Value& row : root.required("guidelines").list()) read_use(row, rules);
  for (const Value& row : root["functional_improvement"].list()) {
    row.only({"form", "from", "to", "citation", "verified", "note"});
    add_version(rules.functional_improvement, read_in_force(row, row.required("form").one_of({"strict", "loose"})),
                row);
  }
  read_words(root["silence"], rules.silence);
  read_words(root["presumption"], rules.presumption);
}

} // namespace openimr::jurisdictions
