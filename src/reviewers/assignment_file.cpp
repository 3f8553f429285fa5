#include "reviewers/assignment_file.h"

#include "reviewers/screening.h"
#include "text/data_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::reviewers {
namespace {

using text::Value;

/// A day that may not lie before another.
std::optional<Date> later_day(const Value& row, const char* key, const std::optional<Date>& earlier, const char* what) {
  const auto day = row[key].date();
  if (day && earlier && *day < *earlier)
    row[key].problem(day->iso(), fmt::format("a day on or after {}, the {}", earlier->iso(), what),
                     "correct one of the two");
  return day;
}

Tenure read_tenure(const Value& row) {
  row.only({"reviewer", "assigned_on", "attested_on", "opened_on", "attestations", "released"});
  Tenure tenure;
  tenure.reviewer = row.required("reviewer").string();
  tenure.assigned_on = row.required("assigned_on").date();
  tenure.attested_on = later_day(row, "attested_on", tenure.assigned_on, "day of assignment");
  tenure.opened_on = later_day(row, "opened_on", tenure.assigned_on, "day of assignment");
  for (const Value& each : row["attestations"].list()) {
    each.only({"party", "conflict"});
    tenure.attestations.push_back({each.required("party").string(), each.required("conflict").string()});
  }
  if (const Value released = row["released"]; released.is_present()) {
    released.only({"on", "reason", "words"});
    Release release;
    release.on = released.required("on").date();
    if (tenure.assigned_on && release.on && *release.on < *tenure.assigned_on)
      released["on"].problem(release.on->iso(), "a day on or after " + tenure.assigned_on->iso(),
                             "correct one of the two");
    release.reason = released.required("reason").one_of(
        {"recused", "conflict", "unavailable", "credential", "late", "other"}, "other");
    release.words = released["words"].string();
    tenure.released = std::move(release);
  }
  return tenure;
}

Result<AssignmentRecord> read(const text::DataFile& file) {
  text::Reader reader(file);
  const Value root = reader.root();
  root.only({"schema", "panel", "earlier_reviewers", "history"});
  AssignmentRecord record;
  if (const Value panel = root["panel"]; panel.is_present()) {
    panel.only({"size", "approval", "approved_on"});
    record.panel = panel.required("size").integer(1);
    if (record.panel < 1 || record.panel > 9 || record.panel % 2 == 0)
      panel["size"].problem(std::to_string(record.panel), "an odd number from 1 to 9", "a majority must be possible");
    record.panel_approval = panel["approval"].string();
    record.panel_approved_on = panel["approved_on"].date();
  }
  record.earlier_reviewers = root["earlier_reviewers"].strings();
  for (const Value& row : root["history"].list()) record.history.push_back(read_tenure(row));
  if (!reader.problems().empty()) return reader.as_error();
  return record;
}

/// Gathers what is wrong; lives for one call.
class Checker {
public:
  Checker(const records::Application& application, const AssignmentRecord& record, const NameBook& names)
      : application_(application), record_(record), names_(names) {}

  std::vector<HistoryFinding> run() {
    if (record_.panel > 1 && (record_.panel_approval.empty() || !record_.panel_approved_on))
      add("", "panel_approval",
          fmt::format("a panel of {} without the administrative director's written approval", record_.panel),
          "8 CCR 9792.10.6(c)");
    for (std::size_t i = 0; i < record_.history.size(); ++i) {
      attestations(record_.history[i]);
      returns(i);
    }
    return std::move(findings_);
  }

private:
  void add(const std::string& reviewer, std::string rule, std::string text, std::string citation) {
    findings_.push_back({reviewer, std::move(rule), std::move(text), std::move(citation)});
  }

  void attestations(const Tenure& tenure) {
    const std::string citation = "LC 139.5(d)(5); URAC guidance on attestations";
    const AttestationCheck check = check_attestations(application_, tenure.attestations, names_);
    if (!tenure.attestations.empty() && !tenure.attested_on)
      add(tenure.reviewer, "attestation", "the attestations carry no day", citation);
    if (tenure.opened_on && (!tenure.attested_on || *tenure.opened_on < *tenure.attested_on))
      add(tenure.reviewer, "opened_before_attestation",
          fmt::format("documents were opened on {}, {}", tenure.opened_on->iso(),
                      tenure.attested_on ? "before the attestation of " + tenure.attested_on->iso()
                                         : "without an attestation"),
          citation);
    for (const std::string& conflict : check.conflicts)
      if (!tenure.released)
        add(tenure.reviewer, "declared_conflict", "declared, and not released: " + conflict, citation);
    if (!check.missing.empty() && !tenure.released && tenure.attested_on)
      add(tenure.reviewer, "attest_again",
          fmt::format("the attestation of {} does not name {}: attest again", tenure.attested_on->iso(),
                      fmt::join(check.missing, ", ")),
          citation);
    for (const std::string& party : check.unknown)
      add(tenure.reviewer, "attested_stranger", "attested to somebody who is no party of the case: " + party, citation);
  }

  void returns(std::size_t i) {
    const Tenure& tenure = record_.history[i];
    const auto& earlier = record_.earlier_reviewers;
    if (std::find(earlier.begin(), earlier.end(), tenure.reviewer) != earlier.end())
      add(tenure.reviewer, "earlier_reviewer", "decided this dispute before the remand", "LC 4610.6(i)");
    for (std::size_t before = 0; before < i; ++before)
      if (record_.history[before].reviewer == tenure.reviewer && record_.history[before].released &&
          record_.history[before].released->reason == "conflict")
        add(tenure.reviewer, "released_reviewer", "was released for a conflict and holds the case again",
            "LC 139.5(d)(5)");
    if (i + 1 < record_.history.size() && record_.panel == 1 && !tenure.released)
      add(tenure.reviewer, "not_released", "another reviewer follows, and nothing says why this one was released",
          "roster");
  }

  const records::Application& application_;
  const AssignmentRecord& record_;
  const NameBook& names_;
  std::vector<HistoryFinding> findings_;
};

} // namespace

std::vector<std::string> AssignmentRecord::barred() const {
  std::vector<std::string> ids = earlier_reviewers;
  for (const Tenure& each : history)
    if (each.released && each.released->reason == "conflict") ids.push_back(each.reviewer);
  return ids;
}

Result<AssignmentRecord> read_assignment(const std::string& path) {
  auto file = text::DataFile::read(path);
  if (!file) return file.error();
  return read(*file);
}

Result<AssignmentRecord> parse_assignment(const std::string& name, std::string_view bytes) {
  auto file = text::DataFile::parse(name, bytes);
  if (!file) return file.error();
  return read(*file);
}

std::vector<HistoryFinding> check_history(const records::Application& application, const AssignmentRecord& record,
                                          const NameBook& names) {
  return Checker(application, record, names).run();
}

} // namespace openimr::reviewers
