#include "clinical/encounters.h"

#include "clinical/plain_words.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace openimr::clinical {
namespace {

using records::Document;
using records::Evidence;
using records::Fact;

constexpr std::size_t most_statements = 10; ///< of one line; the rest is counted

/// What a line is about, in the order of a day's lines.
enum class Topic {
  Injury,
  Studies,
  Pain,
  Complaints,
  Function,
  Work,
  Response,
  Findings,
  Diagnoses,
  Treatment,
  Drugs,
  Planned,
  Requested,
  Tests,
  Other
};
constexpr std::array<const char*, 15> topic_names = {"injury", "studies",  "pain",      "complaints", "function",
                                                     "work",   "response", "findings",  "diagnoses",  "treatment",
                                                     "drugs",  "planned",  "requested", "tests",      ""};

Topic topic_of(const Fact& fact) {
  static const std::map<std::string, Topic, std::less<>> by_kind = {
      {"injury", Topic::Injury},      {"imaging", Topic::Studies},   {"test", Topic::Tests},
      {"symptom", Topic::Complaints}, {"score", Topic::Pain},        {"function", Topic::Function},
      {"work", Topic::Work},          {"response", Topic::Response}, {"diagnosis", Topic::Diagnoses},
      {"finding", Topic::Findings}};
  if (fact.kind == "drug") {
    const std::string status = detail(fact, "status");
    return status == "requested" ? Topic::Requested : Topic::Drugs;
  }
  if (fact.kind == "procedure" || fact.kind == "therapy")
    return fact.temporality == records::Temporality::Planned ? Topic::Planned : Topic::Treatment;
  const auto found = by_kind.find(fact.kind);
  return found == by_kind.end() ? Topic::Other : found->second;
}

/// Values are said in full at every visit; other words that were said before are not said again.
bool is_said_in_full(Topic topic) { return topic == Topic::Pain || topic == Topic::Function || topic == Topic::Work; }

bool is_study_report(std::string_view kind) { return kind == "study"; }

/// What is said of one thing: its words once, its levels gathered.
struct Statement {
  std::string words, levels, after;
  bool is_present = true;

  std::string key() const { return words + after; }
  std::string text() const {
    const std::vector<std::string> all = levels_of(levels);
    return words + (all.empty() ? "" : " at " + joined(all)) + after;
  }
};

Statement statement_of(const Fact& fact) {
  Statement statement{said(fact), detail(fact, "level"), "", fact.assertion == records::Assertion::Present};
  if (fact.concept_id == "injury.mechanism") statement.words = mechanism_words(fact);
  if (fact.kind == "score" && statement.words.starts_with("pain ")) statement.words.erase(0, 5);
  const std::string side = detail(fact, "side");
  if (!side.empty() && fact.kind != "diagnosis")
    statement.words += side == "both" ? " on both sides" : " on the " + side;
  const std::string status = detail(fact, "status"), outcome = detail(fact, "outcome");
  if (!status.empty() && status != "current" && status != "mentioned" && status != "requested")
    statement.after = " (" + status + ")";
  if (outcome == "not_tolerated") statement.after = " (not tolerated)";
  if (outcome == "failed" || outcome == "no_benefit") statement.after = " (without benefit)";
  return statement;
}

/// A line while it grows.
struct DraftLine {
  std::vector<Statement> statements;
  std::vector<std::string> facts;
  int page = 0;

  void add(const Fact& fact, int on_page) {
    if (page == 0) page = on_page;
    if (std::find(facts.begin(), facts.end(), fact.id) == facts.end()) facts.push_back(fact.id);
    Statement statement = statement_of(fact);
    for (Statement& known : statements)
      if (known.key() == statement.key()) {
        if (!statement.levels.empty()) known.levels += (known.levels.empty() ? "" : ", ") + statement.levels;
        return;
      }
    statements.push_back(std::move(statement));
  }

  /// "duloxetine" says nothing more beside "duloxetine 60 mg once a day".
  void leave_out_shorter() {
    std::erase_if(statements, [&](const Statement& one) {
      return std::any_of(statements.begin(), statements.end(), [&](const Statement& longer) {
        return longer.words.size() > one.words.size() && longer.words.starts_with(one.words + " ");
      });
    });
  }
};

/// What is there before what is not; the rest counted.
std::string text_of(const std::vector<Statement>& statements) {
  std::vector<const Statement*> ranked;
  for (const Statement& one : statements) ranked.push_back(&one);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Statement* a, const Statement* b) { return a->is_present && !b->is_present; });
  std::string words;
  for (std::size_t k = 0; k < std::min(ranked.size(), most_statements); ++k)
    words += (k == 0 ? "" : "; ") + ranked[k]->text();
  if (ranked.size() > most_statements) words += "; and " + std::to_string(ranked.size() - most_statements) + " more";
  return words;
}

/// An encounter while it grows.
struct Draft {
  Encounter encounter;
  std::map<std::pair<Topic, std::string>, DraftLine> lines; ///< by topic and name
  std::map<std::string, std::vector<std::string>> drugs;    ///< taken: ingredient -> facts
  std::map<std::string, std::string> drug_names;            ///< ingredient -> name
};

/// Puts the encounters together: facts to their days, then lines, then changes.
class Course {
public:
  Course(const Vocabulary& vocabulary, const records::Chart& chart, const records::CaseFile& case_file)
      : vocabulary_(vocabulary), chart_(chart), case_file_(case_file) {
    for (const Document& document : case_file.documents) documents_[document.id] = &document;
  }

  std::vector<Encounter> all() {
    add_papers();
    for (const Fact& fact : chart_.facts)
      if (belongs(fact)) add(fact);
    drop_what_papers_tell_themselves();
    std::vector<Draft*> order;
    for (auto& [key, draft] : drafts_) order.push_back(&draft);
    std::stable_sort(order.begin(), order.end(), [](const Draft* a, const Draft* b) { return before(*a, *b); });
    for (Draft* draft : order) write_lines(*draft);
    add_measured(order);
    add_words(order);
    compare_drugs(order);
    std::vector<Encounter> result;
    for (Draft* draft : order) result.push_back(std::move(draft->encounter));
    return result;
  }

private:
  using Key = std::pair<std::string, std::string>; ///< day or empty, document; for days told of elsewhere "told"

  static bool before(const Draft& a, const Draft& b) {
    const Encounter &x = a.encounter, &y = b.encounter;
    if (x.date != y.date) {
      if (!x.date || !y.date) return x.date.has_value();
      return *x.date < *y.date;
    }
    return std::tie(x.file, x.first_page, x.document) < std::tie(y.file, y.first_page, y.document);
  }

  static bool belongs(const Fact& fact) {
    return !is_for_criteria_only(fact) && fact.experiencer == records::Experiencer::Patient && !fact.from_ur_only &&
           fact.kind != "demographic" && fact.kind != "request" && fact.kind != "course" &&
           fact.temporality != records::Temporality::Hypothetical && detail(fact, "status") != "tested" &&
           fact.concept_id != "exam.rom_value" && !fact.evidence.empty();
  }

  std::string kind_of(const Document& document) const {
    const auto& kinds = vocabulary_.course().encounter_of_paper;
    const auto found = kinds.find(document.kind);
    return found == kinds.end() ? "record" : found->second;
  }

  const Document* paper(const Evidence& place) const {
    const auto found = documents_.find(place.document);
    return found == documents_.end() || !found->second->is_evidence ? nullptr : found->second;
  }

  Draft& draft_of(const Document& document, std::optional<Date> day) {
    Draft& draft = drafts_[{day ? day->iso() : "", document.id}];
    Encounter& encounter = draft.encounter;
    if (encounter.document.empty()) {
      encounter.date = day;
      encounter.kind = kind_of(document);
      encounter.document = document.id;
      encounter.file = document.file;
      encounter.title = document.title;
      encounter.author = document.author;
      encounter.first_page = encounter.last_page = 0;
    }
    return draft;
  }

  static void reach(Encounter& encounter, int page) {
    encounter.first_page = encounter.first_page == 0 ? page : std::min(encounter.first_page, page);
    encounter.last_page = std::max(encounter.last_page, page);
  }

  /// A paper of which nothing could be read stands in the course all the same.
  void add_papers() {
    for (const Document& document : case_file_.documents) {
      if (!document.is_evidence || document.belongs_to == "other" || document.pages.empty()) continue;
      Draft& draft = draft_of(document, document.date);
      reach(draft.encounter, document.pages.front().number);
    }
  }

  void add(const Fact& fact) {
    if (fact.kind == "injury" || !detail(fact, "dated").empty()) {
      add_told(fact);
      return;
    }
    std::set<Key> seen;
    std::optional<Date> first;
    for (const Evidence& place : fact.evidence) {
      const Document* document = paper(place);
      if (!document) continue;
      const std::optional<Date> day = place.day ? place.day : document->date;
      Draft& draft = draft_of(*document, day);
      reach(draft.encounter, place.page);
      if (!seen.insert({day ? day->iso() : "", document->id}).second) continue;
      if (first && day && *first < *day) {
        ++draft.encounter.repeated;
        if (!draft.encounter.repeated_since || *first < *draft.encounter.repeated_since)
          draft.encounter.repeated_since = first;
      }
      if (!first) first = day;
      add_to(draft, fact, place.page);
    }
  }

  static void add_to(Draft& draft, const Fact& fact, int page) {
    const Topic topic = topic_of(fact);
    // The clinical history on a study's report is not the patient of that day.
    if (is_study_report(draft.encounter.kind) &&
        (topic == Topic::Complaints || topic == Topic::Findings || topic == Topic::Pain))
      return;
    draft.lines[{topic, topic == Topic::Other ? fact.kind : ""}].add(fact, page);
    if (fact.kind != "drug" || detail(fact, "status") != "current" || fact.assertion != records::Assertion::Present ||
        detail(fact, "ingredient").empty())
      return;
    draft.drugs[detail(fact, "ingredient")].push_back(fact.id);
    draft.drug_names.try_emplace(detail(fact, "ingredient"), detail(fact, "generic"));
  }

  /// Words that name another day belong to that day; the paper that says so first is named.
  void add_told(const Fact& fact) {
    const auto place = std::find_if(fact.evidence.begin(), fact.evidence.end(),
                                    [&](const Evidence& one) { return paper(one) != nullptr; });
    if (place == fact.evidence.end()) return;
    const bool is_injury = fact.kind == "injury";
    std::optional<Date> day = fact.date;
    if (is_injury && case_file_.application.date_of_injury) day = case_file_.application.date_of_injury;
    if (is_injury && fact.concept_id == "injury.date") {
      if (fact.date != day) return; // another date: the contradictions tell
    }
    const Document& document = *paper(*place);
    // A table of sessions or fills gives the days of its own paper; elsewhere a named day is told only of what was
    // done.
    const std::string paper_kind = kind_of(document);
    const bool is_done =
        fact.kind == "imaging" || fact.kind == "test" || fact.kind == "procedure" || fact.kind == "therapy";
    const bool is_own = place->day == day || paper_kind == "therapy" || paper_kind == "pharmacy" || !is_done;
    if (!is_injury && is_own) {
      Draft& draft = draft_of(document, day);
      reach(draft.encounter, place->page);
      add_to(draft, fact, place->page);
      return;
    }
    Draft& draft = drafts_[{day ? day->iso() : "", is_injury ? "injury" : "told"}];
    Encounter& encounter = draft.encounter;
    if (encounter.document.empty()) {
      encounter.date = day;
      encounter.kind = is_injury                  ? "injury"
                       : fact.kind == "procedure" ? "procedure"
                       : fact.kind == "therapy"   ? "therapy"
                                                  : "study";
      encounter.is_told = true;
      encounter.document = document.id;
      encounter.file = document.file;
      encounter.first_page = encounter.last_page = place->page;
    }
    encounter.is_about = encounter.is_about || detail(fact, "dated") == "approximate";
    DraftLine& line = draft.lines[{topic_of(fact), ""}];
    if (fact.concept_id == "injury.date" && draft.lines.size() == 1 && line.statements.empty()) {
      line.facts.push_back(fact.id);
      line.page = place->page;
      return;
    }
    if (fact.concept_id == "injury.date")
      line.facts.push_back(fact.id);
    else
      line.add(fact, place->page);
  }

  /// Where the study or operation has its own paper of that day, what others tell of it need not be repeated.
  void drop_what_papers_tell_themselves() {
    const auto has_paper = [&](const Encounter& told) {
      return std::any_of(drafts_.begin(), drafts_.end(), [&](const auto& entry) {
        const Encounter& one = entry.second.encounter;
        if (one.is_told || !one.date || !told.date || one.kind == "pharmacy" || one.kind == "record") return false;
        if (*one.date == *told.date) return true;
        const bool is_year = told.date->month() == 1 && told.date->day() == 1;
        return told.is_about && one.kind == told.kind && one.date->year() == told.date->year() &&
               (is_year || one.date->month() == told.date->month());
      });
    };
    for (auto draft = drafts_.begin(); draft != drafts_.end();)
      draft =
          draft->first.second == "told" && has_paper(draft->second.encounter) ? drafts_.erase(draft) : std::next(draft);
  }

  void write_lines(Draft& draft) {
    for (auto& [key, line] : draft.lines) {
      const auto& [topic, name] = key;
      line.leave_out_shorter();
      const std::string shown = topic == Topic::Other ? name : topic_names[static_cast<std::size_t>(topic)];
      bool is_news = true;
      std::string text =
          is_said_in_full(topic) ? text_of(line.statements) : news(shown, line, draft.encounter, is_news);
      if (topic == Topic::Injury && text.empty()) text = "injured";
      draft.encounter.lines.push_back({shown, std::move(text), line.page, line.facts, is_news});
    }
  }

  /// What was not said before, and of the rest when it was.
  std::string news(const std::string& topic, const DraftLine& line, const Encounter& encounter, bool& is_news) {
    std::vector<Statement> fresh;
    std::set<Date> days;
    std::size_t old = 0;
    for (const Statement& statement : line.statements) {
      const auto known = said_.find({topic, statement.key()});
      if (known == said_.end() || encounter.is_told) {
        fresh.push_back(statement);
      } else {
        ++old;
        days.insert(known->second);
      }
    }
    if (encounter.date && !encounter.is_told)
      for (const Statement& statement : line.statements)
        said_.insert_or_assign({topic, statement.key()}, *encounter.date);
    const std::string when = days.size() == 1 ? "as on " + days.begin()->us() : "as before";
    is_news = !fresh.empty() || old == 0;
    if (fresh.empty()) return old == 0 ? "" : when;
    return text_of(fresh) + (old == 0 ? "" : "; " + std::to_string(old) + " " + when);
  }

  static Draft* at(const std::vector<Draft*>& order, Date date, const std::string& document) {
    const auto found = std::find_if(order.begin(), order.end(), [&](const Draft* one) {
      return one->encounter.date == date && one->encounter.document == document && !one->encounter.is_told;
    });
    return found == order.end() ? nullptr : *found;
  }

  void add_measured(const std::vector<Draft*>& order) const {
    for (const Series& series : measured_series(vocabulary_, chart_))
      for (std::size_t k = 1; k < series.points.size(); ++k) {
        const SeriesPoint &was = series.points[k - 1], &is = series.points[k];
        Draft* draft = at(order, is.date, is.evidence.document);
        if (!draft) continue;
        Change change{series.measure, is.since_last, true,       value_of(series, was), value_of(series, is), was.date,
                      false,          is.facts,      is.evidence};
        draft->encounter.changes.push_back(std::move(change));
      }
  }

  static std::string value_of(const Series& series, const SeriesPoint& point) {
    if (series.unit.empty()) return point.words;
    return plain_value(point.number) + (series.unit.starts_with("/") ? "" : " ") + series.unit;
  }

  /// "Function is unchanged" says nothing more of the condition as a whole.
  static void drop_general_words(std::vector<Change>& changes) {
    const std::vector<Change> all = changes;
    std::erase_if(changes, [&](const Change& one) {
      return one.of == "condition" && std::any_of(all.begin(), all.end(), [&](const Change& other) {
               return !other.is_measured && other.of != "condition" && other.trend == one.trend &&
                      other.evidence.page == one.evidence.page && other.evidence.span.overlaps(one.evidence.span);
             });
    });
  }

  /// Words count where they are said first, not where they are copied to.
  void add_words(const std::vector<Draft*>& order) const {
    for (const Fact& fact : chart_.facts) {
      const TrendWords* words = vocabulary_.course().words_of(fact.concept_id);
      if (!words || fact.assertion != records::Assertion::Present ||
          fact.experiencer != records::Experiencer::Patient || fact.from_ur_only || fact.is_derived ||
          fact.temporality != records::Temporality::Current || !fact.date)
        continue;
      Draft* draft = at(order, *fact.date, fact.evidence.front().document);
      if (!draft) continue;
      auto& changes = draft->encounter.changes;
      const bool is_said = std::any_of(changes.begin(), changes.end(), [&](const Change& one) {
        return !one.is_measured && one.of == words->of && one.trend == words->trend;
      });
      if (is_said) continue;
      changes.push_back({words->of,
                         words->trend,
                         false,
                         "",
                         fact.evidence.front().quote,
                         visit_before(order, *draft),
                         false,
                         {fact.id},
                         fact.evidence.front()});
    }
    for (Draft* draft : order) {
      drop_general_words(draft->encounter.changes);
      mark_contradicted(draft->encounter.changes);
    }
  }

  static std::optional<Date> visit_before(const std::vector<Draft*>& order, const Draft& draft) {
    std::optional<Date> last;
    for (const Draft* one : order) {
      if (one->encounter.date && draft.encounter.date && *one->encounter.date >= *draft.encounter.date) break;
      if (one->encounter.kind == "visit" && !one->encounter.is_told) last = one->encounter.date;
    }
    return last;
  }

  static bool are_opposite(Trend a, Trend b) {
    return (a == Trend::Improved && b == Trend::Worse) || (a == Trend::Worse && b == Trend::Improved);
  }

  /// Words about pain against scores of pain, words about function against tolerances and scores of function.
  static void mark_contradicted(std::vector<Change>& changes) {
    for (Change& words : changes)
      for (Change& values : changes) {
        if (words.is_measured || !values.is_measured || !are_opposite(words.trend, values.trend)) continue;
        const bool is_pain = values.of.starts_with("pain"), is_work = values.of == "work status";
        if (is_work || (words.of == "pain") != is_pain || words.of == "condition") continue;
        words.is_contradicted = values.is_contradicted = true;
      }
  }

  /// "morphine" is listed where "morphine extended release" is, and the other way round.
  static bool has_drug(const Draft& draft, const std::string& drug) {
    return std::any_of(draft.drugs.begin(), draft.drugs.end(), [&](const auto& one) {
      return one.first == drug || one.first.starts_with(drug + " ") || drug.starts_with(one.first + " ");
    });
  }

  /// Lists of at least two drugs are lists; a note that names one drug in passing is none.
  static void compare_drugs(const std::vector<Draft*>& order) {
    const Draft* last = nullptr;
    for (Draft* draft : order) {
      if (draft->encounter.kind != "visit" || draft->encounter.is_told || draft->drugs.size() < 2) continue;
      if (last) {
        for (const auto& [drug, facts] : draft->drugs)
          if (!has_drug(*last, drug)) draft->encounter.drugs.push_back({draft->drug_names.at(drug), true, facts});
        for (const auto& [drug, facts] : last->drugs)
          if (!has_drug(*draft, drug)) draft->encounter.drugs.push_back({last->drug_names.at(drug), false, facts});
      }
      last = draft;
    }
  }

  const Vocabulary& vocabulary_;
  const records::Chart& chart_;
  const records::CaseFile& case_file_;
  std::map<std::string, const Document*> documents_;
  std::map<Key, Draft> drafts_;
  std::map<std::pair<std::string, std::string>, Date> said_; ///< topic and words -> the last day they were said
};

} // namespace

std::vector<Encounter> encounters(const Vocabulary& vocabulary, const records::Chart& chart,
                                  const records::CaseFile& case_file) {
  return Course(vocabulary, chart, case_file).all();
}

} // namespace openimr::clinical
