#include "clinical/summary.h"

#include "clinical/plain_words.h"
#include "clinical/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace openimr::clinical {
namespace {

using records::Fact;
using records::SummaryLine;

bool is_own(const Fact& fact) {
  return fact.assertion == records::Assertion::Present && fact.experiencer == records::Experiencer::Patient &&
         !fact.from_ur_only;
}
bool is_actual(const Fact& fact) {
  return is_own(fact) &&
         (fact.temporality == records::Temporality::Current || fact.temporality == records::Temporality::Historical);
}

/// The last day a fact was stated.
std::optional<Date> last_day(const Fact& fact) {
  if (const auto last = Date::parse_iso(detail(fact, "last"))) return last;
  return fact.date;
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
  Summary(const Vocabulary& vocabulary, const records::Chart& chart, const records::CaseFile& case_file)
      : vocabulary_(vocabulary), chart_(chart), case_(case_file) {
    // The newest encounter: the latest day on which a symptom or finding was stated.
    for (const Fact& fact : chart.facts)
      if (is_actual(fact) && !fact.is_derived &&
          (fact.kind == "symptom" || fact.kind == "finding" || fact.concept_id == "score.pain"))
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
  void say(std::string text, std::vector<std::string> facts) {
    lines_.push_back({std::move(text), std::move(facts), std::nullopt});
  }

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
    std::string who = age               ? fmt::format("This {} year old {}", *age,
                                        sex == "male"     ? "man"
                                                      : sex == "female" ? "woman"
                                                                        : "worker")
                      : sex == "male"   ? "This man"
                      : sex == "female" ? "This woman"
                                        : "The injured worker";
    if (injured)
      say(who + " sustained an industrial injury on " + injured->us() + ".", facts);
    else
      say(who + " has an industrial injury; its date is not in the file.", facts);
    mechanism();
  }

  /// The injury in the words of the file, joined to the sentence before where the words allow it.
  void mechanism() {
    if (const Fact* told = mechanism_fact(chart_)) {
      SummaryLine& injury = lines_.back();
      if (!told->text.starts_with("when ") && !told->text.starts_with("while ")) {
        say("How the injury happened: " + mechanism_words(*told) + ".", {told->id});
        return;
      }
      injury.text.pop_back(); // the full stop
      injury.text += " " + told->text + ".";
      injury.facts.push_back(told->id);
      return;
    }
    say("The mechanism of injury is not detailed.", {});
    lines_.back().searched = chart_.search("injury.mechanism");
  }

  void studies() {
    std::map<std::string, std::map<std::string, std::vector<std::string>>> days; // study -> day -> facts
    for (const Fact& fact : chart_.facts) {
      const bool is_study = fact.concept_id == "img.mri" || fact.concept_id == "img.ct" ||
                            fact.concept_id == "test.edx_done" || fact.concept_id == "test.xray_done";
      if (!is_study || !is_actual(fact) || !fact.date) continue;
      const bool is_own_report =
          std::any_of(fact.evidence.begin(), fact.evidence.end(), [&](const records::Evidence& one) {
            return kind_of(one.document) == "mri_report" || kind_of(one.document) == "ct_report" ||
                   kind_of(one.document) == "xray_report" || kind_of(one.document) == "electrodiagnostic_report";
          });
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
    imaging();
  }

  /// One sentence a study day: each finding once with its levels.
  void imaging() {
    struct Day {
      std::string study;
      std::vector<std::string> findings, facts;
      std::map<std::string, std::string> levels; // finding -> "L4-5, L5"
    };
    std::map<std::string, Day> days;
    for (const Fact& fact : chart_.facts) {
      if (!is_actual(fact) || fact.kind != "imaging" || !fact.concept_id.starts_with("img.") || !fact.date ||
          is_for_criteria_only(fact))
        continue;
      Day& day = days[fact.date->iso()];
      if (fact.concept_id == "img.mri" || fact.concept_id == "img.ct") {
        day.study = fact.text;
      } else if (const std::string levels = detail(fact, "level"); !levels.empty()) {
        if (!day.levels.contains(fact.text)) day.findings.push_back(fact.text);
        std::string& all = day.levels[fact.text];
        all += (all.empty() ? "" : ", ") + levels;
        day.facts.push_back(fact.id);
      }
    }
    const bool names_studies = std::any_of(days.begin(), days.end(), [](const auto& one) {
      return !one.second.study.empty() && !one.second.findings.empty();
    });
    for (const auto& [iso, day] : days) {
      if (day.findings.empty() || (names_studies && day.study.empty())) continue; // what notes say again of studies
      std::vector<std::string> parts;
      for (const std::string& finding : day.findings)
        parts.push_back(finding + " at " + joined(levels_of(day.levels.at(finding))));
      say("The " + (day.study.empty() ? "imaging" : day.study) + " of " + Date::parse_iso(iso)->us() + " showed " +
              joined(parts) + ".",
          day.facts);
    }
  }

  std::string kind_of(const std::string& document) const {
    for (const records::Document& one : case_.documents)
      if (one.id == document) return one.kind;
    return "";
  }

  /// "left osteoarthritis" says nothing more beside "left knee osteoarthritis", nor a name beside the same with its
  /// code.
  static void leave_out_general(std::vector<std::string>& names) {
    const std::vector<std::string> all = names;
    std::erase_if(names, [&](const std::string& name) {
      std::string side, bare = name;
      for (const char* prefix : {"left ", "right ", "bilateral "})
        if (name.starts_with(prefix)) side = prefix, bare = name.substr(side.size());
      return std::any_of(all.begin(), all.end(), [&](const std::string& longer) {
        return longer.size() > name.size() && longer.starts_with(side) &&
               (longer.ends_with(" " + bare) || longer.starts_with(name + " (") ||
                longer.find(" " + bare + " (") != std::string::npos);
      });
    });
  }

  void diagnoses() {
    std::optional<Date> newest;
    for (const Fact& fact : chart_.facts)
      if (fact.kind == "diagnosis" && is_actual(fact) && detail(fact, "section") == "assessment" && !fact.is_derived)
        if (const auto day = last_day(fact); day && (!newest || *day > *newest)) newest = day;
    Phrases phrases;
    for (const Fact& fact : chart_.facts) {
      if (fact.kind != "diagnosis" || !is_actual(fact) || is_for_criteria_only(fact) ||
          detail(fact, "section") != "assessment")
        continue;
      if (last_day(fact) != newest) continue;
      const std::string side = detail(fact, "side");
      const std::string sided = side.empty() || fact.text.starts_with(side) ? fact.text
                                : side == "both"                            ? "bilateral " + fact.text
                                                                            : side + " " + fact.text;
      phrases.add(sided + (detail(fact, "icd").empty() ? "" : " (" + detail(fact, "icd") + ")"), fact.id);
    }
    leave_out_general(phrases.parts);
    if (!phrases.parts.empty()) say("Current diagnoses include " + joined(phrases.parts) + ".", phrases.facts);
  }

  void treatment() {
    done();
    Phrases drugs;
    for (const Fact& fact : chart_.facts)
      if (fact.kind == "drug" && is_actual(fact) && detail(fact, "status") == "current" &&
          !detail(fact, "generic").empty())
        drugs.add(detail(fact, "generic"), fact.id);
    // "morphine" says nothing more where "morphine extended release" is listed.
    std::erase_if(drugs.parts, [&](const std::string& name) {
      return std::any_of(drugs.parts.begin(), drugs.parts.end(), [&](const std::string& other) {
        return other.size() > name.size() && other.starts_with(name + " ");
      });
    });
    if (!drugs.parts.empty()) say("Medications have included " + joined(drugs.parts) + ".", drugs.facts);
    responses();
    course_of_values();
    Phrases failed;
    for (const Fact& fact : chart_.facts)
      if (is_actual(fact) && fact.kind == "drug" &&
          (detail(fact, "outcome") == "failed" || detail(fact, "outcome") == "not_tolerated" ||
           detail(fact, "outcome") == "no_benefit"))
        failed.add((detail(fact, "generic").empty() ? fact.text : detail(fact, "generic")) +
                       (detail(fact, "outcome") == "not_tolerated" ? " (not tolerated)"
                        : detail(fact, "outcome") == "no_benefit"  ? " (no benefit)"
                                                                   : " (failed)"),
                   fact.id);
    if (!failed.parts.empty()) say("Trials without success: " + joined(failed.parts) + ".", failed.facts);
  }

  struct Done {
    std::string name;
    std::vector<std::string> facts;
    std::set<Date> days;
    double visits = 0;
    bool is_without_benefit = false;
  };

  /// Procedures with their days and therapies with their visits; a general name is left out beside a particular one.
  void done() {
    std::vector<Done> all;
    for (const Fact& fact : chart_.facts) {
      if ((fact.kind != "procedure" && fact.kind != "therapy") || !is_actual(fact) || fact.is_derived ||
          fact.concept_id.starts_with("req.") || fact.concept_id == "therapy.visits_mentioned" ||
          fact.concept_id == "proc.surgical_consultation")
        continue;
      const std::string name = fact.concept_id == "therapy.visits_done" ? "physical therapy" : fact.text;
      auto one = std::find_if(all.begin(), all.end(), [&](const Done& known) { return known.name == name; });
      if (one == all.end()) one = all.insert(all.end(), Done{name, {}, {}, 0, false});
      one->facts.push_back(fact.id);
      const std::string outcome = detail(fact, "outcome");
      one->is_without_benefit = one->is_without_benefit || outcome == "failed" || outcome == "no_benefit";
      if (fact.concept_id == "therapy.visits_done" && fact.number) one->visits = std::max(one->visits, *fact.number);
      if (fact.kind == "procedure" && fact.date &&
          (detail(fact, "dated") == "stated" || is_report_of_procedure(fact.evidence.front().document)))
        one->days.insert(*fact.date);
    }
    std::erase_if(all, [&](const Done& one) {
      return one.name.ends_with(" surgery") && std::any_of(all.begin(), all.end(), [&](const Done& other) {
               return !other.days.empty() && other.name != one.name;
             });
    });
    Phrases phrases;
    for (const Done& one : all) {
      std::vector<std::string> days;
      for (const Date day : one.days) days.push_back(day.us());
      std::string text = one.name;
      if (!days.empty()) text += " (" + joined(days) + ")";
      if (one.visits > 0) text += fmt::format(" ({:g} visits)", one.visits);
      if (one.is_without_benefit) text += " without benefit";
      for (const std::string& fact : one.facts) phrases.add(text, fact);
    }
    if (!phrases.parts.empty()) say("Treatment has included " + joined(phrases.parts) + ".", phrases.facts);
  }

  bool is_report_of_procedure(const std::string& document) const {
    return kind_of(document) == "operative_report" || kind_of(document) == "procedure_report";
  }

  /// "pain went from 7/10 to 2/10", "sitting stayed at 20 minutes", "morphine equivalents were 60 MME/day at first and
  /// last, 30 between".
  static std::string value_over_time(const Series& series) {
    const SeriesPoint &first = series.points.front(), &last = series.points.back();
    const auto value = [&](const SeriesPoint& point) {
      return series.unit.empty() ? point.words
                                 : plain_value(point.number) + (series.unit.starts_with("/") ? "" : " ") + series.unit;
    };
    if (first.number != last.number) return series.measure + " went from " + value(first) + " to " + value(last);
    const auto [low, high] =
        std::minmax_element(series.points.begin(), series.points.end(),
                            [](const SeriesPoint& a, const SeriesPoint& b) { return a.number < b.number; });
    if (low->number == high->number) return series.measure + " stayed at " + value(first);
    const SeriesPoint& between = low->number < first.number ? *low : *high;
    return series.measure + (series.measure.ends_with('s') && series.measure != "work status" ? " were " : " was ") +
           value(first) + " at first and last, " + (series.unit.empty() ? between.words : plain_value(between.number)) +
           " between";
  }

  /// What was measured at more than one visit, a sentence for each stretch of time.
  void course_of_values() {
    std::map<std::pair<Date, Date>, Phrases> stretches;
    for (const Series& series : measured_series(vocabulary_, chart_)) {
      const bool is_dose = series.source.empty() && series.unit != "MME/day";
      const Date begin = series.points.front().date,
                 end = series.points.back().until.value_or(series.points.back().date);
      const bool is_said_below = series.measure == "work status" && series.points.size() == 1;
      if (is_dose || is_said_below || end <= begin) continue;
      Phrases& phrases = stretches[{begin, end}];
      const std::string words = value_over_time(series);
      for (const SeriesPoint& point : series.points) phrases.add(words, point.facts.front());
    }
    for (auto& [days, phrases] : stretches) {
      const std::string pauses = stopped_between(days.first, days.second, phrases.facts);
      say("From " + days.first.us() + " to " + days.second.us() + " " + joined(phrases.parts) + pauses + ".",
          phrases.facts);
    }
  }

  /// "; in that time gabapentin was stopped (2/3/2014), so that the values are not all of days with the same
  /// treatment": a first and a last value say little of a treatment that was paused between them.
  std::string stopped_between(Date from, Date to, std::vector<std::string>& facts) const {
    std::map<std::string, Date> stopped;
    for (const records::Fact& fact : chart_.facts) {
      if (fact.kind != "drug" || !fact.date || *fact.date <= from || *fact.date > to ||
          fact.experiencer != records::Experiencer::Patient || detail(fact, "status") != "stopped")
        continue;
      if (stopped.emplace(detail(fact, "generic"), *fact.date).second) facts.push_back(fact.id);
    }
    if (stopped.empty()) return "";
    std::vector<std::string> names;
    for (const auto& [drug, day] : stopped) names.push_back(drug + " (" + day.us() + ")");
    return "; in that time treatment was stopped with " + joined(names) +
           ", so that the values are not all of days with the same treatment";
  }

  /// Says each response once: with its treatment, the newest value, and when it was said.
  void responses() {
    std::map<std::string, Phrases> by_treatment; // "" is no treatment named
    const auto add = [&](const Fact& fact, std::string text) {
      if (!detail(fact, "undone").empty()) text += " until " + Date::parse_iso(detail(fact, "undone"))->us();
      by_treatment[detail(fact, "treatment").empty() ? detail(fact, "drug") : detail(fact, "treatment")].add(text,
                                                                                                             fact.id);
    };
    const Fact* relief = nullptr;               // the newest measured relief
    std::map<std::string, const Fact*> percent; // treatment -> newest stated percentage
    for (const Fact& fact : chart_.facts) {
      if (!is_actual(fact) || fact.concept_id != "resp.pain_relief_pct" || !fact.number) continue;
      if (!detail(fact, "from").empty()) {
        if (!relief || last_day(fact) >= last_day(*relief)) relief = &fact;
      } else {
        const Fact*& newest =
            percent[detail(fact, "treatment").empty() ? detail(fact, "drug") : detail(fact, "treatment")];
        if (!newest || last_day(fact) >= last_day(*newest)) newest = &fact;
      }
    }
    if (relief) add(*relief, "pain went from " + detail(*relief, "stated"));
    for (const auto& [treatment, fact] : percent) add(*fact, fmt::format("{:g} percent pain relief", *fact->number));
    static const std::vector<std::string> ranked = {"resp.improved_pain_and_function",
                                                    "resp.adl_improved",
                                                    "resp.work_restrictions_reduced",
                                                    "resp.returned_to_work",
                                                    "resp.medication_reduced",
                                                    "resp.function_unchanged",
                                                    "resp.function_worse"};
    for (const std::string& id : ranked) {
      bool is_measured = false; // "morphine reduced from 3 to 2" says more than "use of medication went down"
      for (const Fact& fact : chart_.facts)
        is_measured = is_measured ||
                      (fact.concept_id == id && is_actual(fact) && !fact.is_derived && !detail(fact, "from").empty());
      std::map<std::pair<std::string, std::string>, const Fact*> newest; // treatment and words -> the newest measure
      for (const Fact& fact : chart_.facts) {
        if (fact.concept_id != id || !is_actual(fact) || fact.is_derived ||
            (is_measured && detail(fact, "from").empty()))
          continue;
        if (id == "resp.function_unchanged" && newest_ && last_day(fact) < newest_)
          continue;                                             // what an earlier visit said of the one before
        newest[{detail(fact, "treatment"), fact.text}] = &fact; // chart order is by date
      }
      for (const auto& [key, fact] : newest) {
        std::string text = fact->text;
        if (!detail(*fact, "from").empty() && text != "needs help less often") {
          if (id == "resp.medication_reduced")
            text = detail(*fact, "from") == detail(*fact, "to") ? "reduced" : "dose lowered";
          text += " from " + detail(*fact, "from") + " to " + detail(*fact, "to") +
                  (fact->unit.empty() ? "" : " " + fact->unit);
        }
        add(*fact, text);
      }
    }
    // "morphine" is said with "morphine extended release", where that is named too.
    for (auto& [treatment, phrases] : by_treatment)
      for (auto& [longer, all] : by_treatment)
        if (!treatment.empty() && longer.starts_with(treatment + " ") && !phrases.parts.empty()) {
          for (std::size_t k = 0; k < phrases.parts.size(); ++k)
            if (std::find(all.parts.begin(), all.parts.end(), phrases.parts[k]) == all.parts.end())
              all.parts.insert(all.parts.begin(), phrases.parts[k]);
          all.facts.insert(all.facts.end(), phrases.facts.begin(), phrases.facts.end());
          phrases = {};
        }
    for (const auto& [treatment, phrases] : by_treatment)
      if (!phrases.parts.empty())
        say((treatment.empty() ? "Reported response: " : "Reported response to " + treatment + ": ") +
                joined(phrases.parts) + ".",
            phrases.facts);
  }

  void complaints() {
    if (!newest_) return;
    Phrases symptoms, pain, findings, work;
    for (const Fact& fact : chart_.facts) {
      if (!is_own(fact) || fact.is_derived || !is_newest(fact)) continue;
      const std::string side = detail(fact, "side"), level = detail(fact, "level");
      const std::string place = (side.empty()     ? ""
                                 : side == "both" ? " on both sides"
                                                  : " on the " + side) +
                                (level.empty() ? "" : " at " + level);
      if (fact.kind == "symptom" && fact.temporality == records::Temporality::Current &&
          fact.concept_id.starts_with("sx."))
        symptoms.add(fact.text, fact.id);
      else if (fact.concept_id == "score.pain")
        pain.add(fact.text.starts_with("pain ") ? fact.text.substr(5) : fact.text, fact.id);
      else if (fact.kind == "finding" && fact.concept_id.starts_with("exam.") && fact.concept_id != "exam.rom_value" &&
               !is_for_criteria_only(fact))
        findings.add(fact.text + (level.empty() ? place
                                                : (side.empty()     ? ""
                                                   : side == "both" ? " on both sides"
                                                                    : " on the " + side)),
                     fact.id);
      else if (fact.concept_id == "work.status" && !detail(fact, "value").empty())
        work.add(detail(fact, "value"), fact.id);
    }
    if (!pain.parts.empty()) { // scores last, in one phrase
      symptoms.parts.push_back("pain rated " + joined(pain.parts));
      symptoms.facts.insert(symptoms.facts.end(), pain.facts.begin(), pain.facts.end());
    }
    if (!symptoms.parts.empty())
      say("Physician notes dated " + newest_->us() + " show " + joined(symptoms.parts) + ".", symptoms.facts);
    std::erase_if(findings.parts,
                  [&](const std::string& part) { // "reduced reflexes" beside "reduced reflexes on both sides"
                    return std::any_of(findings.parts.begin(), findings.parts.end(), [&](const std::string& longer) {
                      return longer.size() > part.size() && longer.starts_with(part + " on ");
                    });
                  });
    if (!findings.parts.empty())
      say("Examination on " + newest_->us() + " showed " + joined(findings.parts) + ".", findings.facts);
    if (!work.parts.empty()) say("Work status: " + joined(work.parts) + ".", work.facts);
  }

  void plan() {
    Phrases asked;
    const std::optional<Date> day = newest_;
    for (const Fact& fact : chart_.facts) {
      if (!is_own(fact) || !fact.date || !day || last_day(fact) < day) continue;
      const std::string status = detail(fact, "status");
      if (fact.kind == "drug" && (status == "prescribed" || status == "requested") && !detail(fact, "generic").empty())
        asked.add(fact.text, fact.id);
      else if ((fact.kind == "procedure" || fact.kind == "therapy") &&
               fact.temporality == records::Temporality::Planned)
        asked.add(fact.text, fact.id);
    }
    if (!asked.parts.empty()) say("Recommendations include " + joined(asked.parts) + ".", asked.facts);
  }

  const Vocabulary& vocabulary_;
  const records::Chart& chart_;
  const records::CaseFile& case_;
  std::optional<Date> newest_;
  std::vector<SummaryLine> lines_;
};

} // namespace

std::vector<SummaryLine> summarize(const Vocabulary& vocabulary, const records::Chart& chart,
                                   const records::CaseFile& case_file) {
  return Summary(vocabulary, chart, case_file).lines();
}

} // namespace openimr::clinical
