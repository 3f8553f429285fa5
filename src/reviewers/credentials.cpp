#include "reviewers/credentials.h"

#include "reviewers/specialty.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace openimr::reviewers {
namespace {

using jurisdictions::Dated;
using jurisdictions::ReviewerRules;

template <class List, class Word> bool is_in(const List& list, const Word& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_current(const std::optional<Date>& expires, Date day) { return !expires || day <= *expires; }
std::string until(const std::optional<Date>& expires) {
  return expires ? "until " + expires->iso() : "no expiry date on file";
}
std::string since(const std::optional<Date>& day) { return day ? " of " + day->iso() : ""; }

/// The same day some years later; 29 February becomes 1 March.
Date years_after(Date day, int years) {
  if (const auto same = Date::from(day.year() + years, day.month(), day.day())) return *same;
  return *Date::from(day.year() + years, 3, 1);
}

/// Judges one reviewer; lives for one call.
class Judge {
public:
  Judge(const ReviewerRules& rules, const Reviewer& reviewer, const std::vector<ItemNeed>& needs, Date as_of)
      : rules_(rules), reviewer_(reviewer), needs_(needs), as_of_(as_of) {}

  Standing run() {
    licences();
    boards();
    sanctions();
    qme();
    practice();
    specialty();
    availability();
    return std::move(standing_);
  }

private:
  void fault(std::string rule, std::string text, std::string citation) {
    standing_.faults.push_back({std::move(rule), "", std::move(text), std::move(citation)});
  }
  bool is_stale(const Verification& verified) const {
    const auto until = verified_until(rules_, verified, as_of_);
    return until && *until < as_of_;
  }
  std::string stale(const std::string& name, const Verification& verified) const {
    const auto* rule = rules_.verified_within_years.on(as_of_);
    return fmt::format("{} was last verified on {}, more than {} years ago [{}]", name, verified.on->iso(), rule->value,
                       rule->citation.shown());
  }
  void reason(std::string text) { standing_.reasons.push_back(std::move(text)); }

  void licences();
  void licence_scope(const std::string& citation);
  void boards();
  void board_suits(const std::vector<std::string>& current, const std::string& citation);
  void sanctions();
  void qme();
  void practice();
  void specialty();
  void availability();

  const ReviewerRules& rules_;
  const Reviewer& reviewer_;
  const std::vector<ItemNeed>& needs_;
  Date as_of_;
  std::vector<std::string> active_types_;
  Standing standing_;
};

/// LC 139.5(d)(4)(B): a nonrestricted licence in any state, California preferred.
void Judge::licences() {
  const auto* rule = rules_.licence_unrestricted.on(as_of_);
  const auto* preferred = rules_.preferred_state.on(as_of_);
  std::vector<std::string> states, lapsed;
  for (const License& license : reviewer_.licenses) {
    const std::string name = fmt::format("{} {}", license.state, license.type);
    const bool is_dated_out = !is_current(license.expires, as_of_);
    if (license.status != "active")
      lapsed.push_back(fmt::format("{} is {}", name, license.status));
    else if (is_dated_out)
      lapsed.push_back(fmt::format("{} expired on {}", name, license.expires->iso()));
    else if (!license.expires && !license.verified.on)
      lapsed.push_back(fmt::format("{} has no expiry date on file and was never verified", name));
    else if (is_stale(license.verified))
      lapsed.push_back(stale(name, license.verified));
    else if (!is_in(rules_.licence_types, license.type))
      lapsed.push_back(fmt::format("{} is no licence of a reviewing profession", name));
    else {
      active_types_.push_back(license.type);
      states.push_back(fmt::format("{} ({})", name, until(license.expires)));
      if (preferred && license.state == preferred->value) standing_.is_preferred = true;
    }
  }
  if (!rule || !rule->value) return;
  if (active_types_.empty())
    fault("licence_unrestricted",
          lapsed.empty() ? "no licence on file" : fmt::format("no active licence: {}", fmt::join(lapsed, ", ")),
          rule->citation.shown());
  else {
    reason(fmt::format("licensed: {}", fmt::join(states, ", ")));
    if (!lapsed.empty()) reason(fmt::format("other licences: {}", fmt::join(lapsed, ", ")));
    licence_scope(rule->citation.shown());
  }
  if (preferred)
    reason(fmt::format("{} licence: {} (preferred) [{}]", preferred->value, standing_.is_preferred ? "yes" : "no",
                       preferred->citation.shown()));
}

/// The licence must cover every disputed service.
void Judge::licence_scope(const std::string& citation) {
  for (const ItemNeed& need : needs_) {
    const bool covers =
        need.licences.empty() || std::any_of(need.licences.begin(), need.licences.end(),
                                             [&](const auto& type) { return is_in(active_types_, type); });
    if (!covers)
      fault("licence_scope",
            fmt::format("item {}: a licence as {} does not cover it ({})", need.item, fmt::join(active_types_, ", "),
                        fmt::join(need.licences, ", ")),
            citation);
  }
}

/// LC 139.5(d)(4)(B): physicians hold a current board certification that suits condition or treatment.
void Judge::boards() {
  const auto* rule = rules_.board_current.on(as_of_);
  const bool needs_board = std::any_of(reviewer_.licenses.begin(), reviewer_.licenses.end(),
                                       [&](const License& each) { return is_in(rules_.board_licences, each.type); });
  if (!rule || !rule->value || !needs_board) return;
  std::vector<std::string> current, shown, lapsed;
  for (const Board& board : reviewer_.boards) {
    if (is_current(board.expires, as_of_) && is_stale(board.verified)) {
      lapsed.push_back(stale(board.name, board.verified));
    } else if (is_current(board.expires, as_of_)) {
      current.push_back(board.name);
      shown.push_back(fmt::format("{} ({})", board.name, until(board.expires)));
    } else {
      lapsed.push_back(fmt::format("{} expired on {}", board.name, board.expires->iso()));
    }
  }
  if (current.empty()) {
    fault("board_current",
          lapsed.empty() ? "no board certification on file"
                         : fmt::format("no current board certification: {}", fmt::join(lapsed, ", ")),
          rule->citation.shown());
    return;
  }
  reason(fmt::format("board certified: {}", fmt::join(shown, ", ")));
  board_suits(current, rule->citation.shown());
}

void Judge::board_suits(const std::vector<std::string>& current, const std::string& citation) {
  std::vector<std::string> items;
  for (const ItemNeed& need : needs_) {
    const bool is_known = !need.same.empty() || !need.similar.empty();
    const bool suits = std::any_of(current.begin(), current.end(), [&](const std::string& board) {
      return is_specialty_in(rules_, need.same, board) || is_specialty_in(rules_, need.similar, board);
    });
    if (is_known && !suits) items.push_back(need.item);
  }
  if (!items.empty())
    fault("board_current",
          fmt::format("the current board certification ({}) does not suit item {}", fmt::join(current, ", "),
                      fmt::join(items, ", ")),
          citation);
}

/// LC 139.5(d)(4)(C): no discipline taken or pending; a restricted or suspended licence is discipline.
void Judge::sanctions() {
  const auto* rule = rules_.no_sanctions.on(as_of_);
  if (!rule || !rule->value) return;
  for (const Sanction& sanction : reviewer_.sanctions) {
    if (sanction.on && as_of_ < *sanction.on) continue; // not known on that day
    fault("no_sanctions",
          fmt::format("sanction {}{}{}", sanction.status, since(sanction.on),
                      sanction.by.empty() ? "" : " by " + sanction.by),
          rule->citation.shown());
  }
  for (const License& license : reviewer_.licenses)
    if (license.status == "restricted" || license.status == "suspended")
      fault("no_sanctions", fmt::format("{} {} licence is {}", license.state, license.type, license.status),
            rule->citation.shown());
}

/// LC 139.5(d)(4)(D): no QME appointment since 2014.
void Judge::qme() {
  const auto* rule = rules_.no_qme.on(as_of_);
  if (!rule || !rule->value) return;
  for (const QmeAppointment& appointment : reviewer_.qme)
    if (appointment.status == "active" && is_current(appointment.expires, as_of_))
      fault("no_qme", fmt::format("appointed as Qualified Medical Evaluator ({})", until(appointment.expires)),
            rule->citation.shown());
}

/// Terms of contract: what is not on file is not proven.
void Judge::practice() {
  if (const auto* rule = rules_.practice_more_than_years.on(as_of_)) {
    const std::string wanted = fmt::format("more than {} years are required", rule->value);
    if (!reviewer_.practice_since)
      fault("practice_more_than_years", fmt::format("the beginning of practice is not on file; {}", wanted),
            rule->citation.shown());
    else if (years_after(*reviewer_.practice_since, rule->value) >= as_of_)
      fault("practice_more_than_years",
            fmt::format("in practice since {}; {}", reviewer_.practice_since->iso(), wanted), rule->citation.shown());
    else
      reason(fmt::format("in practice since {}", reviewer_.practice_since->iso()));
  }
  if (const auto* rule = rules_.practice_hours_per_week.on(as_of_)) {
    const std::string wanted = fmt::format("at least {} a week are required", rule->value);
    if (!reviewer_.practice_hours_per_week)
      fault("practice_hours_per_week", fmt::format("hours of practice are not on file; {}", wanted),
            rule->citation.shown());
    else if (*reviewer_.practice_hours_per_week < rule->value)
      fault("practice_hours_per_week",
            fmt::format("{} hours of practice a week; {}", *reviewer_.practice_hours_per_week, wanted),
            rule->citation.shown());
    else
      reason(fmt::format("{} hours of practice a week", *reviewer_.practice_hours_per_week));
  }
}

/// LC 139.5(d)(4)(A): the worst-suited item decides.
void Judge::specialty() {
  std::vector<std::string> held = reviewer_.specialties;
  for (const Board& board : reviewer_.boards)
    if (is_current(board.expires, as_of_) && !is_specialty_in(rules_, held, board.name)) held.push_back(board.name);
  const auto* rule = rules_.same_or_similar.on(as_of_);
  bool is_first = true;
  for (const ItemNeed& need : needs_) {
    if (need.same.empty() && need.similar.empty()) {
      reason(fmt::format("item {}: no specialty is known for it, a person must judge the fit", need.item));
      continue;
    }
    const auto in = [&](const std::vector<std::string>& list) {
      return std::find_if(held.begin(), held.end(),
                          [&](const std::string& each) { return is_specialty_in(rules_, list, each); });
    };
    const auto same = in(need.same), similar = in(need.similar);
    const std::string why = need.needs.empty() ? "the requesting physician's specialty" : need.needs.front();
    if (same != held.end() || similar != held.end()) {
      const Fit fit = same != held.end() ? Fit::Same : Fit::Similar;
      standing_.fit = is_first ? fit : std::min(standing_.fit, fit);
      is_first = false;
      reason(fmt::format("item {}: {} specialty, {} ({})", need.item, fit == Fit::Same ? "same" : "similar",
                         fit == Fit::Same ? *same : *similar, why));
    } else if (rule && rule->value) {
      fault("same_or_similar",
            fmt::format("item {}: {} is neither the same nor similar to the specialties that commonly judge it ({})",
                        need.item, held.empty() ? "no specialty on file" : fmt::format("{}", fmt::join(held, ", ")),
                        why),
            rule->citation.shown());
    }
  }
}

void Judge::availability() {
  for (const Leave& leave : reviewer_.leave)
    if (leave.from <= as_of_ && as_of_ <= leave.to)
      fault("leave", fmt::format("on leave from {} to {}", leave.from.iso(), leave.to.iso()), "roster");
  if (reviewer_.capacity && reviewer_.load >= *reviewer_.capacity)
    fault("capacity", fmt::format("{} of {} cases in hand", reviewer_.load, *reviewer_.capacity), "roster");
  else
    reason(reviewer_.capacity ? fmt::format("{} of {} cases in hand", reviewer_.load, *reviewer_.capacity)
                              : fmt::format("{} cases in hand", reviewer_.load));
}

} // namespace

std::optional<Date> verified_until(const ReviewerRules& rules, const Verification& verified, Date as_of) {
  const auto* rule = rules.verified_within_years.on(as_of);
  if (!rule || !verified.on || as_of < *verified.on) return std::nullopt;
  return years_after(*verified.on, rule->value);
}

Standing judge_standing(const ReviewerRules& rules, const Reviewer& reviewer, const std::vector<ItemNeed>& needs,
                        Date as_of) {
  return Judge(rules, reviewer, needs, as_of).run();
}

} // namespace openimr::reviewers
