#include "casework/factors.h"

#include "casework/eligibility.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace openimr::casework {
namespace {

using jurisdictions::DueDate;
using jurisdictions::Event;
using records::DisputedItem;
using records::EarlierApplication;
using Values = std::map<std::string, std::string>;

Look failed(std::string looked_at, std::string value, std::string text, Values values = {}) {
  return {std::move(looked_at), std::move(value), "failed", std::move(text), std::move(values)};
}
Look passed(std::string looked_at, std::string value, std::string text) {
  return {std::move(looked_at), std::move(value), "passed", std::move(text)};
}
Look seen(std::string result, std::string looked_at, std::string value, std::string text) {
  return {std::move(looked_at), std::move(value), std::move(result), std::move(text)};
}

std::string iso(const std::optional<Date>& day) { return day ? day->iso() : "not stated"; }

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

std::string days(int count) { return fmt::format("{} day{}", count, count == 1 ? "" : "s"); }

/// The same day some months earlier; the last of the month when there is no such day.
Date months_before(Date day, int months) {
  const int count = day.year() * 12 + static_cast<int>(day.month()) - 1 - months;
  for (unsigned number = day.day(); number > 27; --number)
    if (const auto found = Date::from(count / 12, static_cast<unsigned>(count % 12) + 1, number)) return *found;
  return *Date::from(count / 12, static_cast<unsigned>(count % 12) + 1, std::min(day.day(), 27U));
}

bool is_one_of(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), lower(word)) != words.end();
}

// LC 4610.5(a): one gate is enough.
Look date_gate(const Papers& papers, const DisputedItem& item) {
  const auto told = papers.communicated();
  const std::string value =
      fmt::format("injury {}, UR decision communicated {}", iso(papers.application.date_of_injury), iso(told));
  const std::string where = "claim.date_of_injury, ur_decision.served";
  for (const auto& gate : papers.law.eligibility.gates) {
    const bool opens =
        (gate.event == "injury" && papers.application.date_of_injury &&
         *papers.application.date_of_injury >= gate.from) ||
        (gate.event == "ur_decision_communicated" && told && *told >= gate.from) ||
        (gate.event == "formulary_dispute" && papers.formulary_items.contains(&item) && told && *told >= gate.from);
    if (opens) return passed(where, value, fmt::format("The dates let the case in ({}).", gate.citation.text));
  }
  if (papers.law.eligibility.gates.empty()) return passed(where, value, "This jurisdiction has no date gate.");
  if (!papers.application.date_of_injury || !told)
    return seen("unknown", where, value, "A date is missing, so the date gate could not be judged.");
  return failed(where, value, "The dates do not let the case in.",
                {{"injury", papers.application.date_of_injury->iso()}, {"communicated", told->iso()}});
}

/// Reviews of another kind come in by the same mail (LC 4616.4, 4600(d)).
Look other_programme(const Papers& papers, const DisputedItem&) {
  const std::string& programme = papers.application.programme;
  if (programme == "network-opinion")
    return failed(
        "programme", programme, "The application asks for the review of a provider network's opinions.",
        {{"programme", "The application asks for the review of a provider network's second and third opinions"}});
  if (programme == "health-plan")
    return failed("programme", programme, "The treatment is under health coverage with a predesignated physician.",
                  {{"programme", "The treatment is by a predesignated physician under health coverage"}});
  return passed("programme", programme.empty() ? "necessity" : programme, "The application asks for this review.");
}

Look is_signed(const Papers& papers, const DisputedItem&) {
  const std::string where = "consent.signed";
  if (papers.application.consent_signed) return passed(where, "true", "The application is signed.");
  return failed(where, "false", "The application is not signed.");
}

// LC 4610.5(j): void when made before the decision; the day of the decision itself is not before it.
Look designation(const Papers& papers, const DisputedItem&) {
  const auto& representative = papers.application.representative;
  const std::string where = "representative.designated_on";
  if (!representative) return passed("representative", "none", "The employee acts without a representative.");
  if (!representative->designated_on)
    return seen("unknown", where, "not stated",
                fmt::format("When {} was designated is not stated.", representative->name));
  const std::string value = representative->designated_on->iso();
  const auto decided = papers.application.ur_decision.date;
  if (!decided) return seen("unknown", where, value, "The day of the UR decision is not stated.");
  if (*representative->designated_on >= *decided)
    return passed(where, value,
                  fmt::format("{} was designated on or after the day of the UR decision, {}.", representative->name,
                              decided->iso()));
  return failed(where, value, "The designation was made before the UR decision.",
                {{"representative", representative->name}, {"designated", value}, {"decided", decided->iso()}});
}

Look ur_attached(const Papers& papers, const DisputedItem&) {
  const std::string where = "ur_decision.attached";
  if (papers.application.ur_decision.attached) return passed(where, "true", "The UR decision is attached.");
  return failed(where, "false", "The UR decision is not attached.");
}

// LC 4610.5(c)(1); a UR deferral for liability is looked at under liability.
Look ur_denied(const Papers& papers, const DisputedItem& item) {
  const std::string where = fmt::format("disputed_items {}: ur_outcome", item.id);
  if (item.ur_outcome == "denied" || item.ur_outcome == "modified")
    return passed(where, item.ur_outcome, fmt::format("UR has {} the treatment.", item.ur_outcome));
  if (item.ur_outcome == "deferred" && !papers.application.liability_resolved_notice)
    return seen("noted", where, item.ur_outcome, "UR deferred its decision; see liability.");
  return failed(where, item.ur_outcome, fmt::format("UR has not denied the treatment: {}.", item.ur_outcome),
                {{"outcome", item.ur_outcome}});
}

// 8 CCR 9792.10.3(a)(5): the refusal rests on information that was asked for and not given.
Look information_denial(const Papers& papers, const DisputedItem& item) {
  const std::string where = fmt::format("disputed_items {}: denied_for_missing_information", item.id);
  if (!item.denied_for_missing_information)
    return passed(where, "false", "UR did not refuse the treatment for missing information.");
  if (papers.application.information_answered)
    return passed("information_request.answered", "true",
                  "The information UR missed was supplied after it was asked for.");
  std::string asked = papers.application.information_asked.empty() ? "what was asked for is not stated"
                                                                   : papers.application.information_asked;
  if (papers.application.information_asked_on)
    asked += fmt::format(", asked for on {}", papers.application.information_asked_on->iso());
  return failed(where, "true",
                papers.application.information_asked_on
                    ? "UR refused the treatment for missing information that was asked for and not answered."
                    : "UR refused the treatment for missing information; the papers do not show when it was asked for.",
                {{"asked", asked}});
}

// LC 4610.5(h)(2), (k): put off until the liability dispute is resolved.
Look liability(const Papers& papers, const DisputedItem& item) {
  const std::string where = fmt::format("disputed_items {}: liability_disputed", item.id);
  const bool is_ur_deferred = item.ur_outcome == "deferred";
  if (!item.liability_disputed && !is_ur_deferred) return passed(where, "false", "Liability is not disputed.");
  const auto& notice = papers.application.liability_resolved_notice;
  if (notice && notice->on)
    return passed("liability.resolved_notice.on", notice->on->iso(),
                  fmt::format("The liability dispute was resolved by notice of {}.", notice->on->iso()));
  const std::string reason =
      papers.application.liability_reason.empty() ? "reason not stated" : papers.application.liability_reason;
  return failed(where, is_ur_deferred ? "ur_outcome deferred" : "true",
                "Liability is disputed and no notice of a resolution is on file.", {{"reason", reason}});
}

Look duplicate_item(const Papers& papers, const DisputedItem& item) {
  const std::string where = fmt::format("disputed_items {}: text", item.id);
  for (const DisputedItem& other : papers.application.disputed_items) {
    if (&other == &item) break;
    if (!is_same_item(papers.law.eligibility, item.text, other.text)) continue;
    Look look = failed(where, item.text, fmt::format("The same treatment as item {} (\"{}\").", other.id, other.text),
                       {{"other", other.id}});
    look.duplicate_of = other.id;
    return look;
  }
  return passed(where, item.text, "No earlier item of this application asks for the same.");
}

Look earlier_pending(const Papers& papers, const DisputedItem& item) {
  const std::string where = "earlier_applications";
  for (const EarlierApplication& earlier : papers.application.earlier_applications) {
    if (earlier.item.empty() || !is_same_item(papers.law.eligibility, item.text, earlier.item)) continue;
    if (is_one_of(papers.law.eligibility.determined_outcomes, earlier.outcome) ||
        is_one_of(papers.law.eligibility.closed_outcomes, earlier.outcome))
      continue;
    const std::string outcome = earlier.outcome.empty() ? "no outcome stated" : earlier.outcome;
    Look look = failed(where, fmt::format("{} ({})", earlier.number, outcome),
                       "An earlier application for the same treatment is still open.", {{"number", earlier.number}});
    look.duplicate_of = earlier.number;
    return look;
  }
  return passed(where, std::to_string(papers.application.earlier_applications.size()),
                "No open earlier application asks for the same treatment.");
}

/// An earlier determination counts for a year before the UR decision (LC 4610(k)), and of course after it.
Look earlier_determined(const Papers& papers, const DisputedItem& item) {
  const std::string where = "earlier_applications";
  std::string remarks;
  for (const EarlierApplication& earlier : papers.application.earlier_applications) {
    if (earlier.item.empty()) remarks += fmt::format(" {} names no treatment and was not compared.", earlier.number);
    if (earlier.item.empty() || !is_same_item(papers.law.eligibility, item.text, earlier.item)) continue;
    if (is_one_of(papers.law.eligibility.closed_outcomes, earlier.outcome))
      remarks += fmt::format(" {} ended undecided ({}).", earlier.number, earlier.outcome);
    if (!is_one_of(papers.law.eligibility.determined_outcomes, earlier.outcome)) continue;
    const auto decided = papers.application.ur_decision.date;
    const bool is_old = earlier.decided && decided &&
                        *earlier.decided < months_before(*decided, papers.law.eligibility.earlier_determination_months);
    if (is_old) {
      remarks +=
          fmt::format(" {} decided the same treatment on {}, more than {} months before the UR decision.",
                      earlier.number, earlier.decided->iso(), papers.law.eligibility.earlier_determination_months);
      continue;
    }
    return failed(where, fmt::format("{} ({}, {})", earlier.number, earlier.outcome, iso(earlier.decided)),
                  "The same treatment was determined before.",
                  {{"number", earlier.number},
                   {"outcome", earlier.outcome},
                   {"decided", earlier.decided ? earlier.decided->iso() : "a day not stated"}});
  }
  const std::string count = std::to_string(papers.application.earlier_applications.size());
  if (!remarks.empty()) return seen("noted", where, count, remarks.substr(1));
  return passed(where, count, "No earlier determination decided the same treatment.");
}

/// The limit of one item (LC 4610.5(h)): after a liability dispute, for the formulary, or the ordinary one.
std::optional<DueDate> limit(const Papers& papers, const DisputedItem& item, std::string& why_not) {
  const auto& served = papers.application.ur_decision.served;
  const auto& notice = papers.application.liability_resolved_notice;
  std::string rule = papers.law.eligibility.application_rule;
  records::Service start = served;
  if (item.liability_disputed && notice && notice->on && !papers.law.eligibility.liability_rule.empty()) {
    rule = papers.law.eligibility.liability_rule;
    start = *notice;
  } else {
    if (papers.formulary_items.contains(&item)) rule = papers.law.eligibility.formulary_rule;
    // LC 4610.5(f), (h)(3): the limit does not start before the form is given.
    const auto form = papers.application.ur_decision.form_served_on;
    if (form && start.on && *form > *start.on) start.on = form;
  }
  if (!start.on) {
    why_not = "the day of service of the UR decision is not stated";
    return std::nullopt;
  }
  // A service that is not stated counts as mailed (Screening::look_at_days says so).
  auto due = jurisdictions::due(
      papers.law, rule, Event{.on = *start.on, .served_by = start.by.empty() ? "mail" : start.by, .to = start.to});
  if (!due) {
    why_not = due.error().message();
    return std::nullopt;
  }
  return std::move(*due);
}

/// Whether the application came in by the last day.
Look compare_with(const Papers& papers, const DisputedItem& item, Date last) {
  const std::string where = "received.at, ur_decision.served";
  const std::string filed = papers.filed_on.iso();
  const auto& disputed = item.liability_disputed || item.ur_outcome == "deferred";
  if (disputed && !papers.application.liability_resolved_notice)
    return seen("noted", where, filed,
                "The limit starts anew when the liability dispute is resolved, so lateness is not judged now.");
  if (papers.application.ur_decision.served.on && papers.filed_on < *papers.application.ur_decision.served.on)
    return seen("noted", where, filed,
                fmt::format("Received on {}, before the UR decision was served on {}: one of the dates may be wrong.",
                            filed, papers.application.ur_decision.served.on->iso()));
  if (papers.filed_on <= last)
    return passed(where, filed, fmt::format("Received on {}, on or before the last day, {}.", filed, last.iso()));
  const std::string late = days(papers.filed_on.days_since(last));
  return failed(where, filed, fmt::format("Received on {}, {} after the last day, {}.", filed, late, last.iso()),
                {{"filed", filed}, {"late", late}, {"due", last.iso()}});
}

Look timely(const Papers& papers, const DisputedItem& item) {
  std::string why_not;
  auto due = limit(papers, item, why_not);
  if (!due)
    return seen("unknown", "received.at, ur_decision.served", papers.filed_on.iso(),
                fmt::format("The last day to file could not be worked out: {}.", why_not));
  Look look = compare_with(papers, item, *due->due_on);
  look.limit = std::move(due);
  return look;
}

constexpr std::array factors = {
    Factor{"date_gate", true, date_gate},
    Factor{"other_programme", false, other_programme},
    Factor{"signed", false, is_signed},
    Factor{"designation", false, designation},
    Factor{"ur_attached", false, ur_attached},
    Factor{"ur_denied", true, ur_denied},
    Factor{"information_denial", true, information_denial},
    Factor{"liability", true, liability},
    Factor{"duplicate_item", true, duplicate_item},
    Factor{"earlier_pending", true, earlier_pending},
    Factor{"earlier_determined", true, earlier_determined},
    Factor{"timely", true, timely},
};

} // namespace

std::optional<Date> Papers::communicated() const {
  const auto& decision = application.ur_decision;
  return decision.served.on ? decision.served.on : decision.date;
}

const Factor* find_factor(std::string_view id) {
  const auto found = std::find_if(factors.begin(), factors.end(), [&](const Factor& each) { return id == each.id; });
  return found == factors.end() ? nullptr : &*found;
}

} // namespace openimr::casework
