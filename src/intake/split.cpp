#include "intake/split.h"

#include "intake/classify.h"

namespace openimr::intake {
namespace {

constexpr std::size_t heading_lines = 10, early_lines = 6; // where the heading of a new document may stand
constexpr int clear_score = 12, sure_score = 18;           // of the kind on the page alone

/// The k of "page k of n" in the first or last lines; 0 when the page does not count.
int page_count_on(const Lines& lines) {
  if (!lines.may_have("page")) return 0;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    if (n >= 4 && n + 4 < lines.size()) continue;
    const std::string& line = lines.low[n];
    const std::size_t at = find_words(line, "page");
    if (at == std::string::npos) continue;
    std::size_t digit = at + 5;
    int value = 0;
    while (digit < line.size() && line[digit] >= '0' && line[digit] <= '9' && value < 10000)
      value = value * 10 + (line[digit++] - '0');
    const bool has_total = line.compare(std::min(digit, line.size()), 4, " of ") == 0 && digit + 4 < line.size() &&
                           line[digit + 4] >= '1' && line[digit + 4] <= '9';
    if (value > 0 && has_total) return value;
  }
  return 0;
}

/// What is known of the document that is being gathered.
struct Open {
  const DocumentKind* kind = nullptr;
  std::optional<Date> date;
};

bool starts_document(const Lines& page, const PageHeading& heading, const Open& open) {
  const int count = page_count_on(page);
  if (count == 1) return true;
  if (!heading.kind || heading.score < clear_score || heading.line >= heading_lines) return false;
  if (heading.kind == open.kind) return heading.date && open.date && *heading.date != *open.date;
  return count == 0 && heading.score >= sure_score && heading.line < early_lines;
}

} // namespace

std::vector<PageRun> documents_in(std::span<const Lines> pages, const DocumentKinds& kinds,
                                  const records::Application* application) {
  std::vector<PageRun> runs;
  Open open;
  const bool has_several = pages.size() > 1;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const PatientOnPage patient = application ? patient_on(pages[i]) : PatientOnPage();
    const Belongs belongs = application ? whose(patient, *application) : Belongs::Unknown;
    const PageHeading heading = has_several ? heading_of(pages[i], kinds) : PageHeading();
    const bool is_other_patient = !runs.empty() && belongs != Belongs::Unknown && belongs != runs.back().belongs &&
                                  (belongs == Belongs::Other || runs.back().belongs == Belongs::Other);
    if (runs.empty() || is_other_patient || starts_document(pages[i], heading, open)) {
      runs.push_back({i, i, Belongs::Unknown, {}});
      open = {heading.kind, heading.date};
    }
    PageRun& run = runs.back();
    run.last = i + 1;
    if (belongs != Belongs::Unknown) run.belongs = belongs;
    if (belongs == Belongs::Other && run.patient.names.empty()) run.patient = patient;
  }
  return runs;
}

} // namespace openimr::intake
