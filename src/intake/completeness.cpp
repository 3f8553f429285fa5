#include "intake/completeness.h"

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

constexpr std::size_t widest_gap = 70;  // characters between the title of a cited report and its date
constexpr std::size_t widest_lead = 45; // characters before it that can make it a plan or a denial
constexpr int nearby_days = 3;          // a study and its report may be dated some days apart
constexpr std::size_t most_evidence = 5;

/// How writers name a report. Longer words come before shorter ones that they contain.
struct CitedAs {
  const char* words;
  const char* kind;
  const char* title;
};
constexpr CitedAs cited_as[] = {
    {"magnetic resonance imaging", "mri_report", "MRI"},
    {"mr arthrogram", "mri_report", "MR arthrogram"},
    {"mri", "mri_report", "MRI"},
    {"computed tomography", "ct_report", "CT"},
    {"ct scan", "ct_report", "CT"},
    {"ct myelogram", "ct_report", "CT myelogram"},
    {"x-rays", "xray_report", "X-ray report"},
    {"x-ray", "xray_report", "X-ray report"},
    {"radiographs", "xray_report", "X-ray report"},
    {"electrodiagnostic", "electrodiagnostic_report", "Electrodiagnostic report"},
    {"nerve conduction", "electrodiagnostic_report", "Electrodiagnostic report"},
    {"emg", "electrodiagnostic_report", "Electrodiagnostic report"},
    {"ncs", "electrodiagnostic_report", "Electrodiagnostic report"},
    {"ncv", "electrodiagnostic_report", "Electrodiagnostic report"},
    {"operative report", "operative_report", "Operative report"},
    {"procedure report", "procedure_report", "Procedure report"},
    {"ame report", "ame_qme_report", "AME report"},
    {"qme report", "ame_qme_report", "QME report"},
    {"pqme report", "ame_qme_report", "QME report"},
    {"agreed medical evaluation", "ame_qme_report", "AME report"},
    {"agreed medical evaluator", "ame_qme_report", "AME report"},
    {"qualified medical evaluation", "ame_qme_report", "QME report"},
    {"qualified medical evaluator", "ame_qme_report", "QME report"},
    {"psychological evaluation", "psychological_evaluation", "Psychological evaluation"},
    {"psychological consultation", "psychological_evaluation", "Psychological evaluation"},
    {"urine drug", "urine_drug_test", "Urine drug test"},
    {"progress report", "progress_report", "Progress report"},
    {"pr-2", "progress_report", "Progress report"},
    {"consultation report", "consultation", "Consultation report"},
    {"functional capacity evaluation", "functional_capacity", "Functional capacity evaluation"},
    {"doctor's first report", "doctors_first_report", "Doctor's first report"},
    {"discharge summary", "hospital_record", "Discharge summary"},
};

/// The date behind a title is not that of a report when one of these stands before or between: it was planned, asked
/// for or refused then, or is the date of something else.
constexpr std::array<std::string_view, 41> other_matters = {
    "request",   "requested",  "requesting", "requests",    "denied",    "denial",        "deny",      "authorization",
    "authorize", "authorized", "approved",   "approval",    "certified", "non-certified", "scheduled", "schedule",
    "ordered",   "order",      "pending",    "will",        "recommend", "recommended",   "awaiting",  "injury",
    "birth",     "dob",        "doi",        "appointment", "no",        "not",           "without",   "never",
    "declined",  "cancelled",  "canceled",   "refill",      "next",      "prior to",      "since",     "until",
    "rfa"};

constexpr std::array<std::string_view, 14> regions = {"lumbar", "cervical", "thoracic", "shoulder", "knee",
                                                      "hip",    "ankle",    "wrist",    "elbow",    "brain",
                                                      "hand",   "foot",     "pelvis",   "sacrum"};

/// Kinds that a treating or examining physician writes.
bool is_physician_report(const std::string& kind) {
  static constexpr std::array<std::string_view, 6> kinds = {"progress_report",          "consultation",
                                                            "doctors_first_report",     "ame_qme_report",
                                                            "psychological_evaluation", "referral"};
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// Lower case without line feeds, byte for byte, so that places stay places.
std::string flattened(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c + 32);
    else if (c == '\n' || c == '\t')
      c = ' ';
  return result;
}

bool speaks_of_other_matters(std::string_view words) {
  return std::any_of(other_matters.begin(), other_matters.end(),
                     [words](std::string_view sign) { return find_words(words, sign) != std::string_view::npos; });
}

/// Where a sentence ends: a period before a space, a semicolon; not "No. 2" or "Dr. A".
std::size_t sentence_end(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ';') return at;
    const bool is_period = text[at] == '.' && (at + 1 == text.size() || text[at + 1] == ' ');
    const bool is_short = at >= 2 && (text.substr(at - 2, 2) == "dr" || text.substr(at - 2, 2) == "no");
    if (is_period && !is_short) return at;
  }
  return text.size();
}

std::size_t sentence_begin(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t end; (end = sentence_end(text.substr(begin))) + begin < text.size();) begin += end + 1;
  return begin;
}

Evidence evidence_at(const Document& document, const Page& page, text::Span span) {
  Evidence evidence{document.id, document.file, page.number, span, std::string(span.of(page.text)), {}, 100};
  std::size_t line_end = 0;
  for (const records::Word& word : page.words) {
    if (!word.span.overlaps(span)) continue;
    evidence.confidence = std::min<int>(evidence.confidence, word.confidence);
    if (evidence.boxes.empty() || word.span.begin > line_end) {
      evidence.boxes.push_back(word.box);
      line_end = page.text.find('\n', word.span.begin);
      continue;
    }
    records::Box& box = evidence.boxes.back();
    box = {std::min(box[0], word.box[0]), std::min(box[1], word.box[1]), std::max(box[2], word.box[2]),
           std::max(box[3], word.box[3])};
  }
  return evidence;
}

/// A report as another paper names it.
struct Citation {
  const CitedAs* as = nullptr;
  Date date;
  std::string region; ///< of the body, empty when not told
  Evidence evidence;
};

std::string region_in(std::string_view words) {
  for (std::string_view region : regions)
    if (find_words(words, region) != std::string_view::npos) return std::string(region);
  return {};
}

/// Citations of one page, in order of place.
void citations_on(const Document& document, const Page& page, std::vector<Citation>& found) {
  const std::string text = flattened(page.text);
  const std::string_view all = text;
  const std::vector<DateInText> dates = dates_in(all);
  if (dates.empty()) return;
  std::vector<Citation> here;
  for (const CitedAs& as : cited_as) {
    const std::string_view words = as.words;
    for (std::size_t at = find_words(all, words); at != std::string_view::npos; at = find_words(all, words, at + 1)) {
      const std::size_t behind = at + words.size();
      const auto next =
          std::find_if(dates.begin(), dates.end(), [&](const DateInText& d) { return d.begin >= behind; });
      if (next == dates.end() || next->begin - behind > widest_gap) continue;
      const std::string_view between = all.substr(behind, next->begin - behind);
      const std::size_t lead = at - std::min(at, widest_lead);
      std::string_view before = all.substr(lead, at - lead);
      before.remove_prefix(sentence_begin(before));
      const bool is_sentence = sentence_end(between) == between.size();
      if (!is_sentence || speaks_of_other_matters(between) || speaks_of_other_matters(before)) continue;
      // A paper cannot cite what comes after it.
      if (document.date && next->date > *document.date) continue;
      const text::Span span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(next->end)};
      here.push_back({&as, next->date, region_in(between), evidence_at(document, page, span)});
    }
  }
  std::stable_sort(here.begin(), here.end(),
                   [](const Citation& a, const Citation& b) { return a.evidence.span.begin < b.evidence.span.begin; });
  // "EMG/NCV of 6/14/2012" is one report, "MRI, x-ray 7/20/2012" may be two.
  for (std::size_t n = 0; n < here.size(); ++n) {
    const auto says_the_same = [&](const Citation& other) {
      return other.as->kind == std::string_view(here[n].as->kind) &&
             other.evidence.span.overlaps(here[n].evidence.span);
    };
    const auto end = here.begin() + static_cast<std::ptrdiff_t>(n);
    if (std::none_of(here.begin(), end, says_the_same)) found.push_back(here[n]);
  }
}

bool is_of_this_patient(const Document& document) { return document.belongs_to != "other"; }

bool mentions(const Document& document, std::string_view word) {
  return !document.pages.empty() && find_words(flattened(document.pages.front().text), word) != std::string::npos;
}

bool has_date(const Document& document, Date date) {
  return std::any_of(document.pages.begin(), document.pages.end(), [date](const Page& page) {
    const auto dates = dates_in(page.text);
    return std::any_of(dates.begin(), dates.end(), [date](const DateInText& d) { return d.date == date; });
  });
}

bool may_be(const Document& document, const Citation& citation) {
  const std::string kind = citation.as->kind;
  const bool is_kind = document.kind == kind || document.kind == "unknown" ||
                       (is_physician_report(kind) && is_physician_report(document.kind)) ||
                       (kind == "procedure_report" && document.kind == "operative_report") ||
                       (kind == "operative_report" && document.kind == "procedure_report") ||
                       document.kind == "hospital_record";
  if (!is_kind || !is_of_this_patient(document)) return false;
  if (!citation.region.empty() && document.kind == kind && !is_physician_report(kind) &&
      !mentions(document, citation.region))
    return false;
  const bool is_near = document.date && std::abs(document.date->days_since(citation.date)) <= nearby_days;
  // The date of a progress report is its name; other reports may be dated by dictation or signature.
  if (is_physician_report(kind)) return is_near || (!document.date && has_date(document, citation.date));
  return is_near || (document.kind == kind && has_date(document, citation.date)) ||
         (document.kind == "unknown" && has_date(document, citation.date));
}

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
  return flattened(space == std::string_view::npos ? rest : rest.substr(space + 1));
}

int count_unread(const CaseFile& file) {
  int count = 0;
  for (const Document& document : file.documents)
    for (const Page& page : document.pages) count += page.is_unread ? 1 : 0;
  return count;
}

/// Looks for one duty after the other.
class Search {
public:
  explicit Search(const CaseFile& file) : file_(file), unread_(count_unread(file)) {}

  std::vector<MissingPaper> run() {
    form();
    ur_decision();
    request();
    window();
    cited_reports();
    return std::move(missing_);
  }

private:
  void add(PaperDuty duty, std::string kind, std::string text, std::string citation, std::optional<Date> date = {},
           std::vector<Evidence> evidence = {}) {
    missing_.push_back(
        {duty, std::move(kind), std::move(text), std::move(citation), date, std::move(evidence), unread_});
  }

  std::vector<const Document*> of_kind(std::string_view kind) const {
    std::vector<const Document*> found;
    for (const Document& document : file_.documents)
      if (document.kind == kind && is_of_this_patient(document)) found.push_back(&document);
    return found;
  }

  void form() {
    if (of_kind("imr_application").empty())
      add(PaperDuty::Application, "imr_application", "the application form is not among the documents",
          "8 CCR 9792.10.5(a)(1)");
  }

  void ur_decision() {
    const auto decisions = of_kind("ur_decision");
    const auto& date = file_.application.ur_decision.date;
    if (decisions.empty())
      return add(PaperDuty::UrDecision, "ur_decision",
                 date ? fmt::format("the utilization review decision of {} is not among the documents", date->us())
                      : std::string("the utilization review decision is not among the documents"),
                 "LC 4610.5(l)", date);
    if (!date) return;
    const bool is_there = std::any_of(decisions.begin(), decisions.end(), [&](const Document* document) {
      return !document->date || *document->date == *date || has_date(*document, *date);
    });
    if (is_there) return;
    const Document& other = *decisions.front();
    add(PaperDuty::UrDecision, "ur_decision",
        fmt::format("the utilization review decision of {} is not among the documents; {} is of {}", date->us(),
                    other.file, other.date->us()),
        "LC 4610.5(l)", date);
  }

  void request() {
    if (of_kind("request_for_authorization").empty())
      add(PaperDuty::Request, "request_for_authorization", "the request for authorization is not among the documents",
          "LC 4610.5(l)", requested_on());
  }

  /// The earliest request in dispute; the review decision when no request is dated.
  std::optional<Date> requested_on() const {
    std::optional<Date> first;
    for (const records::DisputedItem& item : file_.application.disputed_items)
      if (item.requested_on && (!first || *item.requested_on < *first)) first = item.requested_on;
    if (first) return first;
    for (const Document* document : of_kind("request_for_authorization"))
      if (document->date) return document->date;
    return file_.application.ur_decision.date;
  }

  void window() {
    const auto request = requested_on();
    if (!request) return;
    const Date start = six_months_before(*request);
    std::vector<const Document*> reports;
    for (const Document& document : file_.documents)
      if (is_of_this_patient(document) && is_physician_report(document.kind) && document.date &&
          *document.date >= start && *document.date <= *request)
        reports.push_back(&document);
    const std::string span = fmt::format("{} to {}", start.us(), request->us());
    if (reports.empty())
      return add(
          PaperDuty::WindowReports, "progress_report",
          fmt::format("no physician's report of the six months before the request ({}) is among the documents", span),
          "8 CCR 9792.10.5(a)(1)(A)");
    if (!file_.application.requesting_physician) return;
    const std::string& physician = file_.application.requesting_physician->name;
    const std::string last = last_name(physician);
    const bool has_own = last.empty() || std::any_of(reports.begin(), reports.end(), [&](const Document* document) {
                           return std::any_of(document->pages.begin(), document->pages.end(),
                                              [&](const Page& page) {
                                                return find_words(flattened(page.text), last) != std::string::npos;
                                              }) ||
                                  find_words(flattened(document->author), last) != std::string::npos;
                         });
    if (!has_own)
      add(PaperDuty::RequestingPhysician, "progress_report",
          fmt::format("no report of {}, who made the request, of the six months before it ({}) is among the documents",
                      physician, span),
          "8 CCR 9792.10.5(a)(1)(A)");
  }

  void cited_reports() {
    std::map<std::pair<Date, std::string>, std::vector<Citation>> absent;
    for (const Document& document : file_.documents) {
      if (!is_of_this_patient(document)) continue;
      std::vector<Citation> citations;
      for (const Page& page : document.pages) citations_on(document, page, citations);
      for (Citation& citation : citations) {
        const bool is_there = std::any_of(file_.documents.begin(), file_.documents.end(),
                                          [&](const Document& other) { return may_be(other, citation); });
        if (!is_there)
          absent[{citation.date, std::string(citation.as->kind) + ' ' + citation.region}].push_back(
              std::move(citation));
      }
    }
    for (auto& [key, citations] : absent) {
      const Citation& first = citations.front();
      const bool is_told_with_region =
          first.region.empty() && std::any_of(absent.begin(), absent.end(), [&](const auto& other) {
            const Citation& named = other.second.front();
            return named.date == first.date && !named.region.empty() &&
                   std::string_view(named.as->kind) == first.as->kind;
          });
      if (is_told_with_region) continue;
      std::vector<Evidence> evidence;
      for (const Citation& citation : citations)
        if (evidence.size() < most_evidence) evidence.push_back(citation.evidence);
      const std::string title =
          first.region.empty() ? std::string(first.as->title) : fmt::format("{} ({})", first.as->title, first.region);
      add(PaperDuty::CitedReport, first.as->kind,
          fmt::format("{} of {}, cited in {}, page {}, is not among the documents", title, first.date.us(),
                      first.evidence.file, first.evidence.page),
          first.as->kind == std::string_view("progress_report") ? "8 CCR 9792.10.5(a)(1)(A)" : "LC 4610.5(l)",
          first.date, std::move(evidence));
    }
  }

  const CaseFile& file_;
  int unread_;
  std::vector<MissingPaper> missing_;
};

} // namespace

std::vector<MissingPaper> completeness(const CaseFile& file) { return Search(file).run(); }

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
  case PaperDuty::CitedReport:
    return "cited_report";
  }
  return "";
}

} // namespace openimr::intake
