#include "desk/written_assignment.h"

#include "determination/yaml_words.h"
#include "reviewers/assignment_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace openimr::desk {
namespace {

/// Adds what the history says, event by event.
class Gathering {
public:
  explicit Gathering(reviewers::AssignmentRecord record) : record_(std::move(record)) {}

  void take(const casework::CaseEvent& event) {
    if (const auto* panel = std::get_if<casework::PanelApproved>(&event.what)) {
      if (panel->reviewers % 2 == 0) return; // assignment.yaml knows majorities only
      record_.panel = panel->reviewers;
      record_.panel_approval = panel->approval;
      record_.panel_approved_on = event.on;
    } else if (const auto* proposed = std::get_if<casework::ReviewerProposed>(&event.what)) {
      record_.history.push_back({proposed->reviewer, event.on, {}, {}, {}, {}});
      has_reviewer_ = true;
    } else if (const auto* attested = std::get_if<casework::ReviewerAttested>(&event.what)) {
      if (auto* turn = turn_of(attested->reviewer)) {
        turn->attested_on = std::max(event.on, *turn->assigned_on);
        turn->attestations.clear();
        for (const auto& one : attested->attestations) turn->attestations.push_back({one.party, one.conflict});
      }
    } else if (const auto* recused = std::get_if<casework::ReviewerRecused>(&event.what)) {
      // "conflict" bars for good, as casework does with everybody who steps back (LC 139.5(d)(5)).
      if (auto* turn = turn_of(recused->reviewer))
        turn->released = reviewers::Release{std::max(event.on, *turn->assigned_on), "conflict", recused->reason};
    } else if (std::holds_alternative<casework::Remanded>(event.what)) {
      end_round();
    }
  }

  bool has_reviewer() const { return has_reviewer_; }
  const reviewers::AssignmentRecord& record() const { return record_; }

private:
  /// The turn that has not ended.
  reviewers::Tenure* turn_of(const std::string& reviewer) {
    for (auto turn = record_.history.rbegin(); turn != record_.history.rend(); ++turn)
      if (turn->reviewer == reviewer && !turn->released) return &*turn;
    return nullptr;
  }

  /// Who decided before a remand is an earlier reviewer, and the turns begin anew.
  void end_round() {
    for (const auto& turn : record_.history)
      if (!turn.released && std::find(record_.earlier_reviewers.begin(), record_.earlier_reviewers.end(),
                                      turn.reviewer) == record_.earlier_reviewers.end())
        record_.earlier_reviewers.push_back(turn.reviewer);
    std::erase_if(record_.history, [](const auto& turn) { return !turn.released; });
  }

  reviewers::AssignmentRecord record_;
  bool has_reviewer_ = false;
};

std::string turn_text(const reviewers::Tenure& turn) {
  std::string text = fmt::format("  - reviewer: {}\n    assigned_on: {}\n", determination::quoted(turn.reviewer),
                                 turn.assigned_on ? turn.assigned_on->iso() : "");
  if (turn.attested_on) text += fmt::format("    attested_on: {}\n", turn.attested_on->iso());
  if (turn.opened_on) text += fmt::format("    opened_on: {}\n", turn.opened_on->iso());
  if (!turn.attestations.empty()) text += "    attestations:\n";
  for (const auto& one : turn.attestations)
    text += fmt::format("      - {{party: {}, conflict: {}}}\n", determination::quoted(one.party),
                        determination::quoted(one.conflict));
  if (turn.released)
    text += fmt::format("    released: {{on: {}, reason: {}, words: {}}}\n",
                        turn.released->on ? turn.released->on->iso() : "", turn.released->reason,
                        determination::quoted(turn.released->words));
  return text;
}

std::string text_of(const reviewers::AssignmentRecord& record) {
  std::string text = "# Written from the history of the case. Never leaves the organization.\nschema: 1\n";
  if (record.panel > 1) {
    text += fmt::format("panel: {{size: {}, approval: {}", record.panel, determination::quoted(record.panel_approval));
    if (record.panel_approved_on) text += ", approved_on: " + record.panel_approved_on->iso();
    text += "}\n";
  }
  if (!record.earlier_reviewers.empty()) text += "earlier_reviewers:\n";
  for (const std::string& one : record.earlier_reviewers) text += fmt::format("  - {}\n", determination::quoted(one));
  if (!record.history.empty()) text += "history:\n";
  for (const auto& turn : record.history) text += turn_text(turn);
  return text;
}

} // namespace

Result<std::string> written_assignment(const std::vector<casework::CaseEvent>& history, const std::string& before) {
  reviewers::AssignmentRecord known;
  if (!before.empty()) {
    auto parsed = reviewers::parse_assignment("assignment.yaml", before);
    if (!parsed) return parsed.error();
    known = std::move(*parsed);
  }
  Gathering gathering(std::move(known));
  for (const auto& event : history) gathering.take(event);
  return gathering.has_reviewer() ? text_of(gathering.record()) : before;
}

} // namespace openimr::desk
