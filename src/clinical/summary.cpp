#include "clinical/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace openimr::clinical {
namespace {

using records::Fact;
using records::SummaryLine;

std::string detail(const Fact& fact, const char* key) {
  const auto found = fact.details.find(key);
  return found == fact.details.end() ? std::string() : found->second;
}

bool is_own(const Fact& fact) { return fact.assertion == records::Assertion::Present && fact.experiencer == records::Experiencer::Patient && !fact.from_ur_only; }
bool is_actual(const Fact& fact) { return is_own(fact) && (fact.temporality == records::Temporality::Current || fact.temporality == records::Temporality::Historical); }

/// The last day a fact was stated.
std::optional<Date> last_day(const Fact& fact) {
  if (const auto last = Date::parse_iso(detail(fact, "last"))) return last;
  return fact.date;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t k = 0; k < parts.size(); ++k) text += (k == 0 ? "" : k + 1 == parts.size() ? (parts.size() > 2 ? ", and " : " and ") : ", ") + parts[k];
  return text;
}

/// Words gathered for one sentence: each said once, with every fact that says it.
struct Phrases {
  std::vector<std::string> parts, facts;
  void add(const std::string& part, const std::string& fact) {
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    if (std::find(facts.begin(), facts.end(), fact) == facts.end()) facts.push_back(fact);
  }
};

class Summary {
public:
  Summary(const records::Chart& chart, const records::CaseFile& case_file) : chart_(chart), case_(case_file) {
    // The newest encounter: the latest day on which a symptom or finding was stated.
    for (const Fact& fact : chart.facts)
      if (is_actual(fact) && !fact.is_derived && (fact.kind == "symptom" || fact.kind == "finding" || fact.concept_id == "score.pain"))
        if (const auto day = last_day(fact); day && (!newest_ || *day > *newest_)) newest_ = day;
  }

  std::vector<SummaryLine> lines() {
    person();
    studies();
    diagnoses();
    treatment();
    complaints();
    plan();
    return std::move(lines_);
  }

private:
  void say(std::string text, std::vector<std::string> facts) { lines_.push_back({std::move(text), std::move(facts)}); }

  bool is_newest(const Fact& fact) const {
    const auto day = last_day(fact);
    return newest_ && day && *day == *newest_;
  }

  void person() {
    std::vector<std::string> facts;
    std::string sex = case_.application.sex;
    std::optional<int> age;
    for (const Fact& fact : chart_.facts) {
      if (fact.concept_id == "demo.sex" && is_own(fact) && facts.size() < 4) {
        if (sex.empty()) sex = detail(fact, "value");
        facts.push_back(fact.id);
      }
      if (fact.concept_id == "demo.age" && is_own(fact) && fact.number) {
        age = static_cast<int>(*fact.number);
        facts.push_back(fact.id);
      }
    }
    const std::optional<Date> day = chart_.request_date ? chart_.request_date : newest_;
    if (case_.application.date_of_birth && day) age = age_on(*case_.application.date_of_birth, *day);
    std::optional<Date> injured = case_.application.date_of_injury;
    for (const Fact& fact : chart_.facts)
      if (fact.concept_id == "injury.date" && is_own(fact)) {
        if (!injured) injured = fact.date;
        if (fact.date == injured) facts.push_back(fact.id);
      }
    std::string who = age ? fmt::format("This {} year old {}", *age, sex == "male" ? "man" : sex == "female" ? "woman" : "worker") : sex == "male" ? "This man" : sex == "female" ? "This woman" : "The injured worker";
    if (injured) say(who + " sustained an industrial injury on " + injured->us() + ".", facts);
    else say(who + " has an industrial injury; its date is not in the file.", facts);
    for (const Fact& fact : chart_.facts)
      if (fact.concept_id == "injury.mechanism" && is_own(fact)) {
        say("The injury happened " + std::string(fact.text.starts_with("when") || fact.text.starts_with("while") ? "" : "through: ") + fact.text + ".", {fact.id});
        return;
      }
    say("The mechanism of injury is not detailed.", {});
  }

  void studies() {
    std::map<std::string, std::map<std::string, std::vector<std::string>>> days; // study -> day -> facts
    for (const Fact& fact : chart_.facts) {
      const bool is_study = fact.concept_id == "img.mri" || fact.concept_id == "img.ct" || fact.concept_id == "test.edx_done" || fact.concept_id == "test.xray_done";
      if (!is_study || !is_actual(fact) || !fact.date) continue;
      const bool is_own_report = std::any_of(fact.evidence.begin(), fact.evidence.end(), [&](const records::Evidence& one) { return kind_of(one.document) == "mri_report" || kind_of(one.document) == "ct_report" || kind_of(one.document) == "xray_report" || kind_of(one.document) == "electrodiagnostic_report"; });
      if (detail(fact, "dated") != "stated" && !is_own_report) continue;
      days[fact.text][fact.date->iso()].push_back(fact.id);
    }
    Phrases phrases;
    for (const auto& [study, of_day] : days) {
      std::vector<std::string> dates;
      for (const auto& [day, facts] : of_day) {
        dates.push_back(Date::parse_iso(day)->us());
        for (const std::string& fact : facts) phrases.add(study + " dated", fact);
      }
      phrases.parts.back() = study + " dated " + joined(dates);
    }
    if (!phrases.parts.empty()) say("Evaluations include " + joined(phrases.parts) + ".", phrases.facts);
    Phrases findings;
    for (const Fact& fact : chart_.facts)
      if (is_actual(fact) && fact.kind == "imaging" && fact.concept_id.starts_with("img.") && !detail(fact, "level").empty() && findings.parts.size() < 8) findings.add(fact.text + " at " + detail(fact, "level"), fact.id);
    if (!findings.parts.empty()) say("Imaging showed " + joined(findings.parts) + ".", findings.facts);
  }

  std::string kind_of(const std::string& document) const {
    for (const records::Document& one : case_.documents)
      if (one.id == document) return one.kind;
    return "";
  }

  static bool is_wide(const std::string& id) { return id == "dx.musculoskeletal" || id == "dx.spine_hip_or_shoulder" || id == "dx.topical_amenable_joint" || id == "dx.cancer"; }

  void diagnoses() {
    std::optional<Date> newest;
    for (const Fact& fact : chart_.facts)
      if (fact.kind == "diagnosis" && is_actual(fact) && detail(fact, "section") == "assessment" && !fact.is_derived)
        if (const auto day = last_day(fact); day && (!newest || *day > *newest)) newest = day;
    Phrases phrases;
    for (const Fact& fact : chart_.facts) {
      if (fact.kind != "diagnosis" || !is_actual(fact) || fact.is_derived || is_wide(fact.concept_id) || detail(fact, "section") != "assessment") continue;
      if (last_day(fact) != newest) continue;
      phrases.add(fact.text + (detail(fact, "icd").empty() ? "" : " (" + detail(fact, "icd") + ")"), fact.id);
    }
    if (!phrases.parts.empty()) say("Current diagnoses include " + joined(phrases.parts) + ".", phrases.facts);
  }

  void treatment() {
    Phrases done;
    for (const Fact& fact : chart_.facts) {
      if ((fact.kind != "procedure" && fact.kind != "therapy") || !is_actual(fact) || fact.is_derived || fact.concept_id.starts_with("req.") || fact.concept_id == "therapy.visits_mentioned" || fact.concept_id == "proc.surgical_consultation") continue;
      done.add(fact.text, fact.id);
    }
    Phrases drugs;
    for (const Fact& fact : chart_.facts)
      if (fact.kind == "drug" && is_actual(fact) && detail(fact, "status") == "current" && !detail(fact, "generic").empty()) drugs.add(detail(fact, "generic"), fact.id);
    // "morphine" says nothing more where "morphine extended release" is listed.
    std::erase_if(drugs.parts, [&](const std::string& name) {
      return std::any_of(drugs.parts.begin(), drugs.parts.end(), [&](const std::string& other) { return other.size() > name.size() && other.starts_with(name + " "); });
    });
    if (!done.parts.empty()) say("Treatment has included " + joined(done.parts) + ".", done.facts);
    if (!drugs.parts.empty()) say("Medications have included " + joined(drugs.parts) + ".", drugs.facts);
    const std::set<std::string> wanted = {"resp.pain_relief_pct", "resp.function_unchanged", "resp.adl_improved", "resp.work_restrictions_reduced", "resp.medication_reduced", "resp.improved_pain_and_function"};
    Phrases responses;
    for (const Fact& fact : chart_.facts) {
      if (!wanted.contains(fact.concept_id) || !is_actual(fact)) continue;
      std::string text = fact.text;
      if (fact.concept_id == "resp.pain_relief_pct" && text == "pain relief") text = fmt::format("pain relief of {:g} percent", fact.number.value_or(0));
      if (!detail(fact, "drug").empty() && text.find(detail(fact, "drug")) == std::string::npos) text += " with " + detail(fact, "drug");
      responses.add(text, fact.id);
    }
    if (!responses.parts.empty()) say("Reported response: " + joined(responses.parts) + ".", responses.facts);
    Phrases failed;
    for (const Fact& fact : chart_.facts)
      if (is_actual(fact) && fact.kind == "drug" && (detail(fact, "outcome") == "failed" || detail(fact, "outcome") == "not_tolerated" || detail(fact, "outcome") == "no_benefit")) failed.add((detail(fact, "generic").empty() ? fact.text : detail(fact, "generic")) + (detail(fact, "outcome") == "not_tolerated" ? " (not tolerated)" : detail(fact, "outcome") == "no_benefit" ? " (no benefit)" : " (failed)"), fact.id);
    if (!failed.parts.empty()) say("Trials without success: " + joined(failed.parts) + ".", failed.facts);
  }

  void complaints() {
    if (!newest_) return;
    Phrases symptoms, findings, work;
    for (const Fact& fact : chart_.facts) {
      if (!is_own(fact) || fact.is_derived || !is_newest(fact)) continue;
      const std::string side = detail(fact, "side"), level = detail(fact, "level");
      const std::string place = (side.empty() ? "" : side == "both" ? " on both sides" : " on the " + side) + (level.empty() ? "" : " at " + level);
      if (fact.kind == "symptom" && fact.temporality == records::Temporality::Current && fact.concept_id.starts_with("sx.")) symptoms.add(fact.text, fact.id);
      else if (fact.concept_id == "score.pain") symptoms.add(fact.text, fact.id);
      else if (fact.kind == "finding" && fact.concept_id.starts_with("exam.") && fact.concept_id != "exam.rom_value" && fact.concept_id != "exam.radiculopathy") findings.add(fact.text + (level.empty() ? place : (side.empty() ? "" : side == "both" ? " on both sides" : " on the " + side)), fact.id);
      else if (fact.concept_id == "work.status" && !detail(fact, "value").empty()) work.add(detail(fact, "value"), fact.id);
    }
    if (!symptoms.parts.empty()) say("Physician notes dated " + newest_->us() + " show " + joined(symptoms.parts) + ".", symptoms.facts);
    if (!findings.parts.empty()) say("Examination on " + newest_->us() + " showed " + joined(findings.parts) + ".", findings.facts);
    if (!work.parts.empty()) say("Work status: " + joined(work.parts) + ".", work.facts);
  }

  void plan() {
    Phrases asked;
    const std::optional<Date> day = newest_;
    for (const Fact& fact : chart_.facts) {
      if (!is_own(fact) || !fact.date || !day || last_day(fact) < day) continue;
      const std::string status = detail(fact, "status");
      if (fact.kind == "drug" && (status == "prescribed" || status == "requested") && !detail(fact, "generic").empty()) asked.add(fact.text, fact.id);
      else if ((fact.kind == "procedure" || fact.kind == "therapy") && fact.temporality == records::Temporality::Planned) asked.add(fact.text, fact.id);
    }
    if (!asked.parts.empty()) say("Recommendations include " + joined(asked.parts) + ".", asked.facts);
  }

  const records::Chart& chart_;
  const records::CaseFile& case_;
  std::optional<Date> newest_;
  std::vector<SummaryLine> lines_;
};

std::string row_kind(const Fact& fact) {
  if (fact.kind == "drug") return detail(fact, "status") == "requested" ? "requested drugs" : "drugs";
  if (fact.kind == "imaging" || fact.kind == "test") return "studies";
  if (fact.kind == "procedure" || fact.kind == "therapy") return fact.temporality == records::Temporality::Planned ? "planned treatment" : "treatment";
  if (fact.kind == "symptom" || fact.kind == "score") return "complaints";
  if (fact.kind == "response" || fact.kind == "function" || fact.kind == "work") return "response and function";
  return fact.kind;
}

std::string row_text(const Fact& fact) {
  std::string text = fact.text;
  if (fact.assertion == records::Assertion::Absent) text = "no " + text;
  if (fact.assertion == records::Assertion::Possible) text = "possible " + text;
  if (const std::string level = detail(fact, "level"); !level.empty()) text += " at " + level;
  if (const std::string status = detail(fact, "status"); !status.empty() && status != "current" && status != "mentioned") text += " (" + status + ")";
  return text;
}

} // namespace

std::vector<SummaryLine> summarize(const records::Chart& chart, const records::CaseFile& case_file) { return Summary(chart, case_file).lines(); }

std::vector<TimelineRow> timeline(const records::Chart& chart, const records::CaseFile& case_file) {
  std::map<std::string, const records::Document*> documents;
  for (const records::Document& document : case_file.documents) documents[document.id] = &document;
  std::map<std::tuple<std::string, std::string, int, std::string>, TimelineRow> rows;
  for (const Fact& fact : chart.facts) {
    if (fact.is_derived || fact.experiencer != records::Experiencer::Patient || fact.kind == "demographic" || fact.kind == "request") continue;
    if (fact.temporality == records::Temporality::Hypothetical || detail(fact, "status") == "tested") continue;
    for (const records::Evidence& evidence : fact.evidence) {
      const auto paper = documents.find(evidence.document);
      if (paper != documents.end() && !paper->second->is_evidence) continue;
      // Copied words stand at every place, under that paper's own date.
      std::optional<Date> day = fact.date;
      if (&evidence != &fact.evidence.front())
        if (const auto document = documents.find(evidence.document); document != documents.end() && document->second->date && detail(fact, "dated").empty()) day = document->second->date;
      const std::string kind = row_kind(fact);
      TimelineRow& row = rows[{day ? day->iso() : "9999", evidence.file, evidence.page, kind}];
      row.date = day;
      row.document = evidence.document;
      row.file = evidence.file;
      row.page = evidence.page;
      const std::string text = row_text(fact);
      if (row.text.empty()) row.text = kind + ": " + text;
      else if (row.text.find(text) == std::string::npos) row.text += "; " + text;
      if (std::find(row.facts.begin(), row.facts.end(), fact.id) == row.facts.end()) row.facts.push_back(fact.id);
    }
  }
  std::vector<TimelineRow> result;
  for (auto& [key, row] : rows) result.push_back(std::move(row));
  return result;
}

} // namespace openimr::clinical
