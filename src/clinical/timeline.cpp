// The chronology: rows by date, file and page, the weightiest statements first.
#include "clinical/summary.h"

#include "clinical/plain_words.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace openimr::clinical {
namespace {

using records::Fact;

constexpr std::size_t most_statements = 10; ///< of one row; the rest is counted

/// What a row is about, in the order of a day's rows.
enum class Topic {
  Injury,
  Studies,
  Diagnosis,
  Treatment,
  Planned,
  Drugs,
  Requested,
  Complaints,
  Findings,
  Response,
  Other
};

Topic topic_of(const Fact& fact) {
  if (fact.kind == "injury") return Topic::Injury;
  if (fact.kind == "drug") return detail(fact, "status") == "requested" ? Topic::Requested : Topic::Drugs;
  if (fact.kind == "imaging" || fact.kind == "test") return Topic::Studies;
  if (fact.kind == "procedure" || fact.kind == "therapy")
    return fact.temporality == records::Temporality::Planned ? Topic::Planned : Topic::Treatment;
  if (fact.kind == "symptom" || fact.kind == "score") return Topic::Complaints;
  if (fact.kind == "response" || fact.kind == "function" || fact.kind == "work") return Topic::Response;
  if (fact.kind == "diagnosis") return Topic::Diagnosis;
  if (fact.kind == "finding") return Topic::Findings;
  return Topic::Other;
}

std::string topic_name(Topic topic, const Fact& fact) {
  switch (topic) {
  case Topic::Injury:
    return "injury";
  case Topic::Studies:
    return "studies";
  case Topic::Diagnosis:
    return "diagnosis";
  case Topic::Treatment:
    return "treatment";
  case Topic::Planned:
    return "planned treatment";
  case Topic::Drugs:
    return "drugs";
  case Topic::Requested:
    return "requested drugs";
  case Topic::Complaints:
    return "complaints";
  case Topic::Findings:
    return "finding";
  case Topic::Response:
    return "response and function";
  case Topic::Other:
    return fact.kind;
  }
  return fact.kind;
}

bool is_study_report(const std::string& kind) {
  return kind == "mri_report" || kind == "ct_report" || kind == "xray_report" || kind == "electrodiagnostic_report" ||
         kind == "drug_test_report";
}

/// What is said of one thing: its words once, its levels gathered.
struct Statement {
  std::string words, levels, after;
  bool is_present = true;
};

/// A row while it grows.
struct Draft {
  TimelineRow row;
  std::string name;
  std::vector<Statement> statements;

  void add(const Fact& fact) {
    Statement statement{fact.text, detail(fact, "level"), "", fact.assertion == records::Assertion::Present};
    if (fact.assertion == records::Assertion::Absent) statement.words = "no " + statement.words;
    if (fact.assertion == records::Assertion::Possible) statement.words = "possible " + statement.words;
    if (fact.kind == "work" && !detail(fact, "value").empty()) statement.words = detail(fact, "value");
    if (const std::string status = detail(fact, "status");
        !status.empty() && status != "current" && status != "mentioned")
      statement.after = " (" + status + ")";
    for (Statement& known : statements)
      if (known.words == statement.words && known.after == statement.after) {
        if (!statement.levels.empty()) known.levels += (known.levels.empty() ? "" : ", ") + statement.levels;
        return;
      }
    statements.push_back(std::move(statement));
  }

  /// What is there before what is not; the rest counted.
  std::string text() const {
    std::vector<const Statement*> ranked;
    for (const Statement& one : statements) ranked.push_back(&one);
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Statement* a, const Statement* b) { return a->is_present && !b->is_present; });
    std::string words;
    for (std::size_t k = 0; k < std::min(ranked.size(), most_statements); ++k) {
      const std::vector<std::string> levels = levels_of(ranked[k]->levels);
      words +=
          (k == 0 ? "" : "; ") + ranked[k]->words + (levels.empty() ? "" : " at " + joined(levels)) + ranked[k]->after;
    }
    if (ranked.size() > most_statements) words += "; and " + std::to_string(ranked.size() - most_statements) + " more";
    return words;
  }
};

/// Topics whose words a later row need not say again.
bool is_said_once(Topic topic) {
  return topic == Topic::Injury || topic == Topic::Diagnosis || topic == Topic::Findings ||
         topic == Topic::Complaints || topic == Topic::Response || topic == Topic::Other;
}

} // namespace

std::vector<TimelineRow> timeline(const records::Chart& chart, const records::CaseFile& case_file) {
  std::map<std::string, const records::Document*> documents;
  for (const records::Document& document : case_file.documents) documents[document.id] = &document;
  std::map<std::tuple<std::string, std::string, int, Topic, std::string>, Draft> drafts;
  for (const Fact& fact : chart.facts) {
    if (is_for_criteria_only(fact) || fact.experiencer != records::Experiencer::Patient || fact.kind == "demographic" ||
        fact.kind == "request")
      continue;
    if (fact.temporality == records::Temporality::Hypothetical || detail(fact, "status") == "tested") continue;
    const Topic topic = topic_of(fact);
    for (const records::Evidence& evidence : fact.evidence) {
      const auto paper = documents.find(evidence.document);
      if (paper != documents.end() && !paper->second->is_evidence) continue;
      if (paper != documents.end() && is_study_report(paper->second->kind) &&
          (topic == Topic::Complaints || topic == Topic::Injury || topic == Topic::Findings))
        continue; // the clinical history on a study's report
      // Copied words stand at every place, under that paper's own date.
      std::optional<Date> day = fact.date;
      if (&evidence != &fact.evidence.front() && paper != documents.end() && paper->second->date &&
          detail(fact, "dated").empty())
        day = paper->second->date;
      const std::string name = topic_name(topic, fact);
      Draft& draft = drafts[{day ? day->iso() : "9999", evidence.file, evidence.page, topic, name}];
      draft.name = name;
      draft.row.date = day;
      draft.row.document = evidence.document;
      draft.row.file = evidence.file;
      draft.row.page = evidence.page;
      draft.add(fact);
      if (std::find(draft.row.facts.begin(), draft.row.facts.end(), fact.id) == draft.row.facts.end())
        draft.row.facts.push_back(fact.id);
    }
  }
  std::vector<TimelineRow> result;
  std::map<std::string, std::pair<std::string, std::string>> said; // name -> last words, and the day they were said
  for (auto& [key, draft] : drafts) {
    const Topic topic = std::get<3>(key);
    std::string words = draft.text();
    if (is_said_once(topic) && draft.row.date) {
      auto& [last, day] = said[draft.name];
      if (last == words) {
        if (topic == Topic::Injury) continue;
        words = "as on " + day;
      } else {
        last = words;
        day = draft.row.date->us();
      }
    }
    draft.row.text = draft.name + ": " + words;
    result.push_back(std::move(draft.row));
  }
  return result;
}

} // namespace openimr::clinical
