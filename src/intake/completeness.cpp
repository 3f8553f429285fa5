#include "intake/completeness.h"

#include "intake/citations.h"
#include "intake/words_on_page.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace openimr::intake {
namespace {

using records::CaseFile;
using records::Document;
using records::Evidence;
using records::Page;

constexpr int nearby_days = 3;       // a study and its report may be dated some days apart
constexpr int first_visit_days = 31; // after the window began: before that, the physician may have treated all along
constexpr std::size_t most_evidence = 5;
constexpr std::array<const char*, 12> month_names = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};

bool is_of_this_patient(const Document& document) { return document.belongs_to != "other"; }

bool has_word(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool mentions(const Document& document, std::string_view word) {
  return std::any_of(document.pages.begin(), document.pages.end(),
                     [word](const Page& page) { return find_words(plain(page.text), word) != std::string::npos; });
}

bool mentions_first(const Document& document, std::string_view word) {
  return !document.pages.empty() && find_words(plain(document.pages.front().text), word) != std::string::npos;
}

/// A day within the time stands on one of its pages.
bool has_time(const Document& document, const CitedTime& time) {
  return std::any_of(document.pages.begin(), document.pages.end(), [&](const Page& page) {
    const auto times = times_in(page.text, std::nullopt);
    return std::any_of(times.begin(), times.end(),
                       [&](const CitedTime& one) { return one.first >= time.first && one.first <= time.last; });
  });
}

CitedTime on_day(Date day) { return {day, day, 0, 0}; }

/// The same day of the month six months earlier, or the last day of that month.
Date six_months_before(Date day) {
  const int month = static_cast<int>(day.month()) - 6;
  const int year = month < 1 ? day.year() - 1 : day.year();
  for (unsigned number = day.day(); number > 27; --number)
    if (const auto date = Date::from(year, static_cast<unsigned>(month < 1 ? month + 12 : month), number)) return *date;
  return *Date::from(year, static_cast<unsigned>(month < 1 ? month + 12 : month), std::min(day.day(), 27U));
}

std::string last_name(const std::string& name) {
  std::string_view rest = name;
  rest = rest.substr(0, rest.find(','));
  while (rest.ends_with(' ')) rest.remove_suffix(1);
  const std::size_t space = rest.rfind(' ');
  return plain(space == std::string_view::npos ? rest : rest.substr(space + 1));
}

int count_unread(const CaseFile& file) {
  int count = 0;
  for (const Document& document : file.documents)
    for (const Page& page : document.pages) count += page.is_unread ? 1 : 0;
  return count;
}

std::vector<const Document*> of_kind(const CaseFile& file, std::string_view kind) {
  std::vector<const Document*> found;
  for (const Document& document : file.documents)
    if (document.kind == kind && is_of_this_patient(document)) found.push_back(&document);
  return found;
}

/// The earliest request in dispute; the review decision when no request is dated.
std::optional<Date> requested_on(const CaseFile& file) {
  std::optional<Date> first;
  for (const records::DisputedItem& item : file.application.disputed_items)
    if (item.requested_on && (!first || *item.requested_on < *first)) first = item.requested_on;
  if (first) return first;
  for (const Document* document : of_kind(file, "request_for_authorization"))
    if (document->date) return document->date;
  return file.application.ur_decision.date;
}

std::string time_words(const CitedTime& time) {
  return time.is_month() ? fmt::format("{} {}", month_names[time.first.month() - 1], time.first.year())
                         : time.first.us();
}

/// Looks for one duty after the other.
class Search {
public:
  Search(const CaseFile& file, const CompletenessRules& rules)
      : file_(file), rules_(rules), unread_(count_unread(file)) {}

  std::vector<MissingPaper> run() {
    if (of_kind(file_, "imr_application").empty())
      add(PaperDuty::Application, "imr_application", "the application form is not among the documents");
    ur_decision();
    if (of_kind(file_, "request_for_authorization").empty())
      add(PaperDuty::Request, "request_for_authorization", "the request for authorization is not among the documents",
          requested_on(file_));
    window();
    cited_reports();
    return std::move(missing_);
  }

private:
  void add(PaperDuty duty, std::string kind, std::string text, std::optional<Date> date = {},
           std::vector<Evidence> evidence = {}, bool is_named = false) {
    const PaperRule* rule = rules_.duty(name(duty));
    MissingPaper paper;
    paper.duty = duty;
    paper.kind = std::move(kind);
    paper.text = std::move(text);
    if (rule) {
      paper.why = rule->why;
      paper.citation = is_named && !rule->named_citation.empty() ? rule->named_citation : rule->citation;
      paper.from = rule->from;
      paper.due_rule = rule->due;
    }
    paper.date = date;
    paper.evidence = std::move(evidence);
    paper.unread_pages = unread_;
    missing_.push_back(std::move(paper));
  }

  bool is_physician_report(const std::string& kind) const { return has_word(rules_.physician_reports, kind); }

  void ur_decision() {
    const auto decisions = of_kind(file_, "ur_decision");
    const auto& date = file_.application.ur_decision.date;
    if (decisions.empty())
      return add(PaperDuty::UrDecision, "ur_decision",
                 date ? fmt::format("the utilization review decision of {} is not among the documents", date->us())
                      : std::string("the utilization review decision is not among the documents"),
                 date);
    if (!date) return;
    const bool is_there = std::any_of(decisions.begin(), decisions.end(), [&](const Document* document) {
      return !document->date || *document->date == *date || has_time(*document, on_day(*date));
    });
    if (is_there) return;
    const Document& other = *decisions.front();
    add(PaperDuty::UrDecision, "ur_decision",
        fmt::format("the utilization review decision of {} is not among the documents; {} is of {}", date->us(),
                    other.file, other.date->us()),
        date);
  }

  bool is_by(const Document& document, const std::string& last) const {
    return find_words(plain(document.author), last) != std::string::npos || mentions(document, last);
  }

  void window() {
    const auto window = report_window(file_);
    if (!window) return;
    std::vector<const Document*> reports;
    for (const Document& document : file_.documents)
      if (is_of_this_patient(document) && is_physician_report(document.kind) && document.date &&
          *document.date >= window->first && *document.date <= window->last)
        reports.push_back(&document);
    const std::string span = fmt::format("{} to {}", window->first.us(), window->last.us());
    if (reports.empty())
      return add(
          PaperDuty::WindowReports, "progress_report",
          fmt::format("no physician's report of the six months before the request ({}) is among the documents", span));
    if (!file_.application.requesting_physician) return;
    const std::string& physician = file_.application.requesting_physician->name;
    const std::string last = last_name(physician);
    if (last.empty()) return;
    const bool has_own =
        std::any_of(reports.begin(), reports.end(), [&](const Document* document) { return is_by(*document, last); });
    if (!has_own)
      return add(
          PaperDuty::RequestingPhysician, "progress_report",
          fmt::format("no report of {}, who made the request, of the six months before it ({}) is among the documents",
                      physician, span));
    prior_physicians(*window, physician, last);
  }

  /// Where the requesting physician's first report is younger than the window, that of others before it are asked for.
  void prior_physicians(const ReportWindow& window, const std::string& physician, const std::string& last) {
    const Document* first = nullptr;
    bool has_earlier = false;
    for (const Document& document : file_.documents) {
      if (!is_of_this_patient(document) || !is_physician_report(document.kind) || !document.date) continue;
      if (is_by(document, last) && (!first || *document.date < *first->date)) first = &document;
    }
    if (!first || *first->date < window.first.plus_days(first_visit_days)) return;
    // Only a first report says that this physician had not treated before.
    const bool says_first = first->kind == "doctors_first_report" || first->kind == "consultation" ||
                            mentions_first(*first, "initial") || mentions_first(*first, "new patient");
    for (const Document& document : file_.documents)
      has_earlier = has_earlier || (is_of_this_patient(document) && is_physician_report(document.kind) &&
                                    document.date && *document.date >= window.first && *document.date < *first->date);
    if (!says_first || has_earlier) return;
    add(PaperDuty::PriorPhysician, "progress_report",
        fmt::format("{} first reports on {} ({}); no report of a prior or referring physician between {} and that day "
                    "is among the documents",
                    physician, first->date->us(), first->file, window.first.us()),
        {}, {{first->id, first->file, first->first_page, {}, {}, {}, 100}});
  }

  bool may_be(const Document& document, const ReportCitation& citation) const {
    if (!is_of_this_patient(document)) return false;
    const std::string& kind = citation.kind;
    const bool is_report = is_physician_report(kind);
    const CitedTime& time = citation.time;
    const bool is_near = document.date && *document.date >= time.first.plus_days(-nearby_days) &&
                         *document.date <= time.last.plus_days(nearby_days);
    if (kind.empty()) { // by its author
      const bool is_evidence = document.is_evidence && document.kind != "imr_determination";
      return is_evidence && (is_near || (!document.date && has_time(document, time))) &&
             is_by(document, citation.author);
    }
    const bool is_kind =
        document.kind == kind || document.kind == "unknown" || (is_report && is_physician_report(document.kind)) ||
        (kind == "procedure_report" && document.kind == "operative_report") ||
        (kind == "operative_report" && document.kind == "procedure_report") || document.kind == "hospital_record";
    if (!is_kind) return false;
    if (!citation.region.empty() && document.kind == kind && !is_report && !mentions_first(document, citation.region))
      return false;
    // The date of a progress report is its name; other reports may be dated by dictation or signature.
    if (is_report) return is_near || (!document.date && has_time(document, time));
    return is_near || ((document.kind == kind || document.kind == "unknown") && has_time(document, time));
  }

  using Key = std::tuple<Date, Date, std::string>;

  void cited_reports() {
    std::map<Key, std::vector<ReportCitation>> absent;
    std::map<Key, bool> named; // by the request or the UR decision
    for (const Document& document : file_.documents) {
      if (!is_of_this_patient(document)) continue;
      const bool names = document.kind == "ur_decision" || document.kind == "request_for_authorization";
      for (const Page& page : document.pages)
        for (ReportCitation& citation : citations_on(document, page, rules_)) {
          const bool is_there = std::any_of(file_.documents.begin(), file_.documents.end(),
                                            [&](const Document& other) { return may_be(other, citation); });
          if (is_there) continue;
          const Key key{citation.time.first, citation.time.last,
                        citation.kind + ' ' + citation.region + ' ' + citation.author};
          named[key] = named[key] || names;
          absent[key].push_back(std::move(citation));
        }
    }
    for (auto& [key, citations] : absent)
      if (!is_told_better(citations.front(), absent)) tell(citations, named[key]);
  }

  /// The same report, told with its day or with its region elsewhere.
  static bool is_told_better(const ReportCitation& citation, const std::map<Key, std::vector<ReportCitation>>& absent) {
    return std::any_of(absent.begin(), absent.end(), [&](const auto& entry) {
      const ReportCitation& other = entry.second.front();
      if (other.kind != citation.kind || other.author != citation.author) return false;
      const bool is_same_time = other.time.first == citation.time.first && other.time.last == citation.time.last;
      const bool is_within = citation.time.is_month() && !other.time.is_month() &&
                             other.time.first >= citation.time.first && other.time.first <= citation.time.last;
      const bool fits = citation.region.empty() || other.region == citation.region;
      return (is_same_time && citation.region.empty() && !other.region.empty()) || (is_within && fits);
    });
  }

  void tell(const std::vector<ReportCitation>& citations, bool is_named) {
    const ReportCitation& first = citations.front();
    std::vector<Evidence> evidence;
    for (const ReportCitation& citation : citations)
      if (evidence.size() < most_evidence) evidence.push_back(citation.evidence);
    const std::string title = first.region.empty() ? first.title : fmt::format("{} ({})", first.title, first.region);
    const auto window = report_window(file_);
    const bool is_of_window = window && is_physician_report(first.kind) && first.time.last >= window->first &&
                              first.time.first <= window->last;
    add(PaperDuty::CitedReport, first.kind,
        fmt::format("{} of {}, cited in {}, page {}, is not among the documents", title, time_words(first.time),
                    first.evidence.file, first.evidence.page),
        first.time.is_month() ? std::nullopt : std::optional(first.time.first), std::move(evidence),
        is_named || is_of_window);
  }

  const CaseFile& file_;
  const CompletenessRules& rules_;
  int unread_;
  std::vector<MissingPaper> missing_;
};

} // namespace

std::optional<ReportWindow> report_window(const CaseFile& file) {
  const auto request = requested_on(file);
  return request ? std::optional(ReportWindow{six_months_before(*request), *request}) : std::nullopt;
}

std::vector<MissingPaper> completeness(const CaseFile& file, const CompletenessRules& rules) {
  return Search(file, rules).run();
}

std::vector<ChecklistLine> checklist(const CaseFile& file, const CompletenessRules& rules) {
  const auto window = report_window(file);
  std::vector<ChecklistLine> lines;
  for (const ChecklistRule& rule : rules.checklist) {
    ChecklistLine line{&rule, {}, {}};
    for (const Document& document : file.documents) {
      if (!is_of_this_patient(document) || !has_word(rule.kinds, document.kind)) continue;
      const bool is_dated = !rule.in_window || (window && document.date && *document.date >= window->first &&
                                                *document.date <= window->last);
      if (is_dated) line.documents.push_back(document.id);
    }
    line.state = !line.documents.empty() ? "found" : rule.is_told_by_a_person ? "to_be_told" : "missing";
    lines.push_back(std::move(line));
  }
  return lines;
}

const char* name(PaperDuty duty) {
  switch (duty) {
  case PaperDuty::Application:
    return "application";
  case PaperDuty::UrDecision:
    return "ur_decision";
  case PaperDuty::Request:
    return "request";
  case PaperDuty::WindowReports:
    return "window_reports";
  case PaperDuty::RequestingPhysician:
    return "requesting_physician";
  case PaperDuty::PriorPhysician:
    return "prior_physician";
  case PaperDuty::CitedReport:
    return "cited_report";
  }
  return "";
}

} // namespace openimr::intake
