#include "reviewers/roster_check.h"

#include "reviewers/credentials.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace openimr::reviewers {
namespace {

using State = RosterFinding::State;

/// Looks through one reviewer's papers; lives for one call.
class Desk {
public:
  Desk(const jurisdictions::ReviewerRules& rules, const Reviewer& reviewer, Date as_of, int within_days,
       std::vector<RosterFinding>& findings)
      : rules_(rules), reviewer_(reviewer), as_of_(as_of), last_(as_of.plus_days(within_days)), findings_(findings) {}

  void run() {
    for (const License& each : reviewer_.licenses) licence(each);
    if (reviewer_.licenses.empty())
      add(State::Lapsed, "licence", std::nullopt, "no licence on file", cited(rules_.licence_unrestricted));
    for (const Board& each : reviewer_.boards) board(each);
    sanctions();
    appointments();
    practice();
  }

private:
  template <class T> std::string cited(const jurisdictions::Dated<T>& rule) const {
    const auto* value = rule.on(as_of_);
    return value ? value->citation.shown() : "roster";
  }
  void add(State state, std::string credential, std::optional<Date> on, std::string text, std::string citation) {
    findings_.push_back({state, reviewer_.id, std::move(credential), on, std::move(text), std::move(citation)});
  }

  /// Ends on a day: past, soon, or neither.
  void ends(const std::string& credential, std::optional<Date> day, const char* what, const std::string& citation) {
    if (!day || last_ < *day) return;
    const bool is_past = *day < as_of_;
    add(is_past ? State::Lapsed : State::Lapsing, credential, day,
        fmt::format("{} {} on {}", what, is_past ? "ended" : "ends", day->iso()), citation);
  }

  void verification(const std::string& credential, const Verification& verified) {
    if (!rules_.verified_within_years.on(as_of_)) return;
    const std::string citation = cited(rules_.verified_within_years);
    if (!verified.on || as_of_ < *verified.on)
      return add(State::Unverified, credential, std::nullopt, "no verification is on file", citation);
    ends(credential, verified_until(rules_, verified, as_of_), "what was verified counts for a time that", citation);
  }

  void licence(const License& each) {
    const std::string name = fmt::format("{} {} licence", each.state, each.type);
    const std::string citation = cited(rules_.licence_unrestricted);
    if (each.status != "active") return add(State::Lapsed, name, std::nullopt, "is " + each.status, citation);
    ends(name, each.expires, "the licence", citation);
    verification(name, each.verified);
  }

  void board(const Board& each) {
    ends(each.name + " certificate", each.expires, "the certificate", cited(rules_.board_current));
    verification(each.name + " certificate", each.verified);
  }

  void sanctions() {
    for (const Sanction& each : reviewer_.sanctions)
      if (!each.on || *each.on <= as_of_)
        add(State::Lapsed, "sanction", each.on,
            fmt::format("{}{}", each.status, each.by.empty() ? "" : " by " + each.by), cited(rules_.no_sanctions));
  }

  void appointments() {
    const auto* rule = rules_.no_qme.on(as_of_);
    for (const QmeAppointment& each : reviewer_.qme)
      if (rule && rule->value && each.status == "active" && (!each.expires || as_of_ <= *each.expires))
        add(State::Lapsed, "QME appointment", each.expires, "an appointment as Qualified Medical Evaluator is held",
            rule->citation.shown());
  }

  void practice() {
    if (const auto* rule = rules_.practice_more_than_years.on(as_of_); rule && !reviewer_.practice_since)
      add(State::Unverified, "practice", std::nullopt, "the beginning of practice is not on file",
          rule->citation.shown());
    if (const auto* rule = rules_.practice_hours_per_week.on(as_of_); rule && !reviewer_.practice_hours_per_week)
      add(State::Unverified, "practice", std::nullopt, "hours of practice are not on file", rule->citation.shown());
  }

  const jurisdictions::ReviewerRules& rules_;
  const Reviewer& reviewer_;
  Date as_of_, last_;
  std::vector<RosterFinding>& findings_;
};

} // namespace

std::vector<RosterFinding> check_roster(const jurisdictions::ReviewerRules& rules, const Roster& roster, Date as_of,
                                        int within_days) {
  std::vector<RosterFinding> findings;
  for (const Reviewer& each : roster.reviewers) Desk(rules, each, as_of, within_days, findings).run();
  const auto key = [](const RosterFinding& each) {
    return std::tuple(each.state, each.state == State::Lapsing ? each.on : std::nullopt, each.reviewer, each.credential,
                      each.text);
  };
  std::sort(findings.begin(), findings.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return findings;
}

} // namespace openimr::reviewers
