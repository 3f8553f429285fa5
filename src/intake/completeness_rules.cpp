#include "intake/completeness_rules.h"

#include "intake/words_on_page.h"
#include "text/data_file.h"

#include <algorithm>

namespace openimr::intake {
namespace {

using text::Value;

constexpr const char* known_duties[] = {"application",          "ur_decision",     "request",     "window_reports",
                                        "requesting_physician", "prior_physician", "cited_report"};

std::vector<std::string> plain_words(const Value& value) {
  std::vector<std::string> words;
  for (const std::string& word : value.strings()) words.push_back(plain(word));
  return words;
}

void read_duties(const Value& list, CompletenessRules& rules) {
  for (const Value& one : list.list()) {
    one.only({"id", "from", "due", "citation", "named_citation", "why"});
    const std::string id = one.required("id").string();
    if (std::find(std::begin(known_duties), std::end(known_duties), id) == std::end(known_duties))
      one["id"].problem("the unknown duty \"" + id + "\"", "a duty that the program looks for", "correct it");
    rules.duties.push_back({id, one.required("from").one_of({"applicant", "claims_administrator"}),
                            one.required("due").string(), one.required("citation").string(),
                            one["named_citation"].string(), one.required("why").string()});
  }
  for (const char* id : known_duties)
    if (!rules.duty(id))
      list.problem(std::string("no duty \"") + id + "\"", "every duty that the program looks for", "add it");
}

} // namespace

const PaperRule* CompletenessRules::duty(const std::string& id) const {
  const auto found = std::find_if(duties.begin(), duties.end(), [&](const PaperRule& one) { return one.id == id; });
  return found == duties.end() ? nullptr : &*found;
}

Result<CompletenessRules> load_completeness_rules(const std::string& packs_folder) {
  auto file = text::DataFile::read(packs_folder + "/checks/completeness.yaml");
  if (!file) return file.error();
  text::Reader reader(*file);
  const Value root = reader.root();
  root.only({"schema", "duties", "checklist", "reports", "report_nouns", "physician_reports", "other_matters",
             "linking_words", "regions"});
  root["schema"].one_of({"1"}, "1");
  CompletenessRules rules;
  read_duties(root.required("duties"), rules);
  for (const Value& one : root.required("checklist").list()) {
    one.only({"id", "title", "from", "kinds", "citation", "in_window", "is_told_by_a_person"});
    rules.checklist.push_back({one.required("id").string(), one.required("title").string(),
                               one.required("from").one_of({"applicant", "claims_administrator"}),
                               one.required("citation").string(), one.required("kinds").strings(),
                               one["in_window"].boolean(false), one["is_told_by_a_person"].boolean(false)});
  }
  for (const Value& one : root.required("reports").list()) {
    one.only({"kind", "title", "words"});
    const std::string kind = one.required("kind").string(), title = one.required("title").string();
    for (std::string& words : plain_words(one.required("words")))
      rules.reports.push_back({std::move(words), kind, title});
  }
  std::stable_sort(rules.reports.begin(), rules.reports.end(),
                   [](const CitedAs& a, const CitedAs& b) { return a.words.size() > b.words.size(); });
  rules.report_nouns = plain_words(root.required("report_nouns"));
  rules.physician_reports = root.required("physician_reports").strings();
  rules.other_matters = plain_words(root.required("other_matters"));
  rules.linking_words = plain_words(root.required("linking_words"));
  rules.regions = plain_words(root.required("regions"));
  if (!reader.problems().empty()) return reader.as_error();
  return rules;
}

} // namespace openimr::intake
